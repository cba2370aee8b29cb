//! Where an app keeps its things: `BASE/<app id>/<profile>/`, closed to every other user of the computer.
//!
//! Directories are made with mode 0700 and files with 0600, whatever the umask; own ones that are found too open are
//! repaired and reported. What another user owns, planted as a link, or could exchange is refused: from `BASE` down
//! everything must be a directory or file of ours and no link, and above it nobody else may write.

mod error;
#[cfg(feature = "conformance")]
pub mod fault;
mod files;

use std::{
    ffi::OsString,
    fmt,
    path::{Component, Path, PathBuf},
};

use self::files::TooOpen;
pub(crate) use self::files::{
    TEMPORARY, check_writable, create_file, create_private_dir, ensure_file, list, open_lock_file,
    overwrite_and_remove, remove_dir, remove_dir_if_empty, remove_file, rename, step, sync_directory,
    tighten,
};
pub use self::{
    error::DirectoryError,
    files::{read_private, write_durable},
};

/// Makes everything that this process creates from now on private. Called first thing in `main`: libraries (WebKit,
/// sled) create files of their own.
pub fn set_umask_077() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// A file or directory of ours that others could reach, and was closed to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What was repaired.
    pub path: PathBuf,
    /// Its permission bits before.
    pub from: u32,
    /// Its permission bits now.
    pub to: u32,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was open to others: mode {:04o} is now {:04o}", self.path.display(), self.from, self.to)
    }
}

/// A name of a profile: 1 to 32 of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProfileName(String);

impl ProfileName {
    /// The name, if it is one.
    ///
    /// # Errors
    /// [`DirectoryError::Name`].
    pub fn parse(name: &str) -> Result<Self, DirectoryError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=32).contains(&name.len()) && name.bytes().all(allowed) {
            Ok(Self(name.to_owned()))
        } else {
            Err(DirectoryError::Name { what: "profile", name: name.to_owned() })
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self("default".to_owned())
    }
}

/// The id of an app, a domain read backwards: `io.hyperdiv.session-demo`.
///
/// At least two parts of `A-Z`, `a-z`, `0-9` and `-`, parted by dots, 128 bytes at most. It names a directory, so that
/// nothing else is let in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AppId(String);

impl AppId {
    /// The id, if it is one.
    ///
    /// # Errors
    /// [`DirectoryError::Name`].
    pub fn parse(id: &str) -> Result<Self, DirectoryError> {
        let part = |part: &str| {
            !part.is_empty()
                && !part.starts_with('-')
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if id.len() <= 128 && id.contains('.') && id.split('.').all(part) {
            Ok(Self(id.to_owned()))
        } else {
            Err(DirectoryError::Name { what: "app id", name: id.to_owned() })
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The directory that holds the directories of all apps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    path: PathBuf,
    /// As it was given, for the owners of the links on the way.
    given: PathBuf,
}

impl Base {
    /// `data_dir` if given, else `hyperdiv` in the user's directory for local data.
    ///
    /// Creates nothing. Links above the last component are resolved, so that one directory has one name.
    ///
    /// # Errors
    /// [`DirectoryError::NoHome`] if `data_dir` is not given and `HOME` is unset, relative, or `/`;
    /// [`DirectoryError::Unusable`] if the path names no directory below the root.
    pub fn resolve(data_dir: Option<&Path>) -> Result<Self, DirectoryError> {
        match data_dir {
            Some(path) => Self::at(path),
            None => Self::of_user(std::env::var_os("HOME"), directories::BaseDirs::new()),
        }
    }

    fn of_user(home: Option<OsString>, dirs: Option<directories::BaseDirs>) -> Result<Self, DirectoryError> {
        // `directories` falls back to the user database, and answers `/` for users without a home: neither is a
        // place that the person has chosen.
        let home = home.map(PathBuf::from).ok_or(DirectoryError::NoHome)?;
        if cfg!(unix) && (!home.is_absolute() || home.components().nth(1).is_none()) {
            return Err(DirectoryError::NoHome);
        }
        Self::at(&dirs.ok_or(DirectoryError::NoHome)?.data_local_dir().join("hyperdiv"))
    }

    fn at(path: &Path) -> Result<Self, DirectoryError> {
        let unusable = || DirectoryError::Unusable { path: path.to_owned() };
        let given = std::path::absolute(path).map_err(|_| unusable())?;
        let name = given.file_name().ok_or_else(unusable)?;
        let mut existing = given.parent().ok_or_else(unusable)?;
        let mut missing = Vec::new();
        let mut resolved = loop {
            match existing.canonicalize() {
                Ok(resolved) => break resolved,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    missing.push(existing.file_name().ok_or_else(unusable)?);
                    existing = existing.parent().ok_or_else(unusable)?;
                }
                Err(error) => return Err(DirectoryError::from_io(existing, error)),
            }
        };
        resolved.extend(missing.into_iter().rev());
        resolved.push(name);
        Ok(Self { path: resolved, given })
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The directory of one app and profile. A value of this type says where it is, not that it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileDirectory {
    base: Base,
    app: AppId,
    profile: ProfileName,
    path: PathBuf,
}

impl ProfileDirectory {
    /// The directory of `profile` of `app` in `base`.
    #[must_use]
    pub fn new(base: Base, app: AppId, profile: ProfileName) -> Self {
        let path = base.path.join(app.as_str()).join(profile.as_str());
        Self { base, app, profile, path }
    }

    /// The path of the directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The directory of all apps.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The app that it belongs to.
    #[must_use]
    pub fn app(&self) -> &AppId {
        &self.app
    }

    /// The profile that it belongs to.
    #[must_use]
    pub fn profile(&self) -> &ProfileName {
        &self.profile
    }

    /// The webview's data directory, once there is consent.
    #[must_use]
    pub fn webview(&self) -> PathBuf {
        self.path.join("webview")
    }

    /// The directory of the logs, once there is consent.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.path.join("logs")
    }

    /// Checks everything that exists from above `BASE` down to every file of the profile, and closes what is too
    /// open. Creates nothing; a directory that is not there is fine.
    ///
    /// # Errors
    /// [`DirectoryError::ForeignOwner`], [`DirectoryError::Link`], [`DirectoryError::WritableByOthers`],
    /// [`DirectoryError::Unusable`] with the path that is not to be trusted; what the system says otherwise.
    pub fn verify(&self) -> Result<Vec<Repair>, DirectoryError> {
        self.check(TooOpen::Close)
    }

    /// What [`verify`](ProfileDirectory::verify) would close. Changes nothing.
    ///
    /// # Errors
    /// As [`verify`](ProfileDirectory::verify) would refuse it.
    pub fn inspect(&self) -> Result<Vec<Repair>, DirectoryError> {
        self.check(TooOpen::Tell)
    }

    fn check(&self, then: TooOpen) -> Result<Vec<Repair>, DirectoryError> {
        self.verify_above()?;
        let mut repairs = Vec::new();
        for dir in self.own() {
            match files::check_dir_and(&dir, then) {
                Ok(repair) => repairs.extend(repair),
                Err(error) if error.is_not_found() => return Ok(repairs),
                Err(error) => return Err(error),
            }
        }
        repairs.extend(files::check_below(&self.path, then)?);
        // What is not closed is found from above and again as the first of what lies below.
        repairs.dedup();
        Ok(repairs)
    }

    /// Makes the directory with all above it, each private.
    ///
    /// # Errors
    /// As [`ProfileDirectory::verify`]; [`DirectoryError::Full`] and [`DirectoryError::ReadOnly`] if it cannot be
    /// made.
    pub fn create(&self) -> Result<(), DirectoryError> {
        self.verify_above()?;
        if let Some(parent) = self.base.path.parent() {
            files::create_dirs_above(parent)?;
        }
        for dir in self.own() {
            create_private_dir(&dir)?;
            match dir.parent().map(sync_directory) {
                // The directory above `BASE` may be one that we may pass and not read.
                Some(Err(error)) if dir == self.base.path && error.is_read_only() => {}
                synced => synced.unwrap_or(Ok(()))?,
            }
        }
        Ok(())
    }

    /// `BASE`, the app's and the profile's directory: what must be ours.
    fn own(&self) -> [PathBuf; 3] {
        [self.base.path.clone(), self.base.path.join(self.app.as_str()), self.path.clone()]
    }

    /// What lies above `BASE` is not ours, and must not be anybody else's to exchange.
    fn verify_above(&self) -> Result<(), DirectoryError> {
        if self.path.components().any(|part| part == Component::ParentDir) {
            return Err(DirectoryError::Unusable { path: self.base.given.clone() });
        }
        for dir in self.base.given.ancestors().skip(1) {
            files::check_link_above(dir)?;
        }
        for dir in self.base.path.ancestors().skip(1) {
            files::check_above(dir)?;
        }
        Ok(())
    }
}

/// Refuses links and foreign files among those that sled opens, which follows links.
pub(crate) fn check_store_files(store: &Path) -> Result<(), DirectoryError> {
    tighten(store).map(|_| ())
}
