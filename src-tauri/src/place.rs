//! Where an app's files are: the base directory of what is kept, and the runtime directory of what goes with the process.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Why there is no base directory.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BaseError {
    /// `HOME` is not set, or is the root directory.
    NoHome,
    /// The path of `--data-dir` cannot be made absolute.
    DataDir(PathBuf),
}

impl fmt::Display for BaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BaseError::NoHome => {
                f.write_str("there is no home directory to keep data in; set HOME, or name a directory with --data-dir")
            }
            BaseError::DataDir(path) => write!(f, "{} is no directory to keep data in", path.display()),
        }
    }
}

impl std::error::Error for BaseError {}

/// The directory below which every app keeps its data: `data_dir` if the person named one, else `hyperdiv` in the
/// system's directory for local application data. Nothing is created.
///
/// # Errors
///
/// [`BaseError`] where neither can be had. The password database is not asked: a process without `HOME` was started by
/// something that meant it to have none.
pub(crate) fn base(data_dir: Option<&Path>) -> Result<PathBuf, BaseError> {
    if let Some(path) = data_dir {
        return std::path::absolute(path).map_err(|_| BaseError::DataDir(path.to_owned()));
    }
    if cfg!(unix) && !std::env::var_os("HOME").is_some_and(|home| is_home(Path::new(&home))) {
        return Err(BaseError::NoHome);
    }
    let dirs = directories::BaseDirs::new().ok_or(BaseError::NoHome)?;
    Ok(dirs.data_local_dir().join("hyperdiv"))
}

/// A directory that can be somebody's home.
fn is_home(path: &Path) -> bool {
    path.is_absolute() && path.parent().is_some()
}

/// The name that everything of one profile has in the runtime directory, which all apps and profiles share.
pub(crate) fn runtime_name(base: Option<&Path>, app_id: &str, profile: &str) -> String {
    let mut hash = Sha256::new();
    for part in [base.map_or(&b""[..], |base| base.as_os_str().as_encoded_bytes()), app_id.as_bytes()] {
        hash.update(part);
        // No path and no app id holds this byte, so no two profiles have the same input.
        hash.update([0]);
    }
    hash.update(profile.as_bytes());
    hash.finalize().iter().take(8).fold(String::with_capacity(16), |mut name, byte| {
        use fmt::Write;
        // Writing to a string does not fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// Why the runtime directory cannot be used.
#[derive(Debug)]
pub(crate) enum RuntimeError {
    /// A link or a file is in its place, or it belongs to another user.
    NotOurs { path: PathBuf, why: &'static str },
    /// The system refused.
    Io { path: PathBuf, source: io::Error },
}

impl fmt::Display for RuntimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuntimeError::NotOurs { path, why } => {
                write!(f, "the runtime directory {} {why}; remove it, or set XDG_RUNTIME_DIR", path.display())
            }
            RuntimeError::Io { path, source } => {
                write!(f, "the runtime directory {} cannot be used: {source}", path.display())
            }
        }
    }
}

impl std::error::Error for RuntimeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            RuntimeError::NotOurs { .. } => None,
            RuntimeError::Io { source, .. } => Some(source),
        }
    }
}

/// The runtime directory, created if it was missing, for this user alone.
///
/// # Errors
///
/// [`RuntimeError`] where it is a link, a file or another user's, or where the system refuses.
pub(crate) fn runtime_dir() -> Result<PathBuf, RuntimeError> {
    let path = runtime_path();
    own_dir(&path)?;
    Ok(path)
}

#[cfg(target_os = "linux")]
fn runtime_path() -> PathBuf {
    let user = rustix::process::geteuid().as_raw();
    // Under `sudo` the variable may still name the other user's directory: what is created there would be in their way.
    std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute() && is_dir_of(dir, user))
        .map_or_else(|| PathBuf::from(format!("/dev/shm/hyperdiv-{user}")), |dir| dir.join("hyperdiv"))
}

#[cfg(target_os = "linux")]
fn is_dir_of(path: &Path, user: u32) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.is_dir() && meta.uid() == user)
}

/// macOS and Windows give every user a temporary directory of their own.
#[cfg(not(target_os = "linux"))]
fn runtime_path() -> PathBuf {
    std::env::temp_dir().join("hyperdiv")
}

/// Creates `path` for this user alone, or checks that it is so: no link, ours, and nobody else's to read.
///
/// # Errors
///
/// [`RuntimeError`] as for [`runtime_dir`].
pub(crate) fn own_dir(path: &Path) -> Result<(), RuntimeError> {
    let failed = |source| RuntimeError::Io { path: path.to_owned(), source };
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    // Of the entry itself: a link must not lead elsewhere.
    let meta = std::fs::symlink_metadata(path).map_err(failed)?;
    let not_ours = |why| Err(RuntimeError::NotOurs { path: path.to_owned(), why });
    if !meta.is_dir() {
        return not_ours("is a link or a file");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if meta.uid() != rustix::process::geteuid().as_raw() {
            return not_ours("belongs to another user");
        }
        if meta.mode() & 0o077 != 0 {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
            crate::log::say(
                crate::log::Level::Warn,
                format_args!("{} was open to other users; it is closed now", path.display()),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_directory_and_a_relative_path_are_no_home() {
        assert!(is_home(Path::new("/home/ada")));
        assert!(!is_home(Path::new("/")));
        assert!(!is_home(Path::new("")));
        assert!(!is_home(Path::new("home/ada")));
    }

    #[test]
    fn every_base_app_and_profile_has_a_name_of_its_own() {
        let name = runtime_name(Some(Path::new("/b")), "io.app", "default");
        assert_eq!(name.len(), 16);
        assert!(name.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(name, runtime_name(Some(Path::new("/b")), "io.app", "default"));
        assert_ne!(name, runtime_name(Some(Path::new("/c")), "io.app", "default"));
        assert_ne!(name, runtime_name(None, "io.app", "default"));
        assert_ne!(name, runtime_name(Some(Path::new("/b")), "io.app2", "default"));
        assert_ne!(name, runtime_name(Some(Path::new("/b")), "io.app", "work"));
        assert_ne!(runtime_name(None, "ab", "c"), runtime_name(None, "a", "bc"));
    }

    #[cfg(unix)]
    #[test]
    fn the_runtime_directory_is_private_and_no_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = crate::scratch::dir("runtime-directory");
        let mode = |path: &Path| std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;

        let fresh = dir.path().join("fresh");
        own_dir(&fresh).unwrap();
        assert_eq!(mode(&fresh), 0o700);

        let open = dir.path().join("open");
        std::fs::create_dir(&open).unwrap();
        std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o755)).unwrap();
        own_dir(&open).unwrap();
        assert_eq!(mode(&open), 0o700);

        let link = dir.path().join("link");
        symlink(&open, &link).unwrap();
        assert!(matches!(own_dir(&link), Err(RuntimeError::NotOurs { .. })));

        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(matches!(own_dir(&file), Err(RuntimeError::NotOurs { .. })));
    }
}
