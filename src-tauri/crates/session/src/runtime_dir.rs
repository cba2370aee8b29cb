//! The runtime directory: what lives no longer than the log-in, namely the lock, the control socket, and the
//! webview's data before consent.
//!
//! `$XDG_RUNTIME_DIR/hyperdiv`, else a directory in shared memory. Both are gone after a reboot; neither is on a
//! disk. The second lies where every user can make entries, so that one that is a link or another's is refused.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{
    directory::{self, DirectoryError, ProfileDirectory},
    lock::ProfileLock,
};

/// The names of one app and profile in the runtime directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeDirectory {
    dir: PathBuf,
    stem: String,
}

impl RuntimeDirectory {
    /// Makes the runtime directory of this user if need be, with mode 0700, and names what `profile` has there.
    ///
    /// # Errors
    /// [`DirectoryError::Link`] and [`DirectoryError::ForeignOwner`] if somebody else was there first; what the
    /// system says if it cannot be made.
    pub fn open(profile: &ProfileDirectory) -> Result<Self, DirectoryError> {
        Self::open_at(&place(std::env::var_os("XDG_RUNTIME_DIR")), profile)
    }

    /// As [`RuntimeDirectory::open`], in the directory `dir`, which is made if its parent is there.
    ///
    /// # Errors
    /// As [`RuntimeDirectory::open`].
    pub fn open_at(dir: &Path, profile: &ProfileDirectory) -> Result<Self, DirectoryError> {
        directory::create_private_dir(dir)?;
        Ok(Self::named(dir, profile))
    }

    /// As [`RuntimeDirectory::open`], and makes and checks nothing: to look at what is there.
    #[must_use]
    pub fn locate(profile: &ProfileDirectory) -> Self {
        Self::named(&place(std::env::var_os("XDG_RUNTIME_DIR")), profile)
    }

    fn named(dir: &Path, profile: &ProfileDirectory) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"hyperdiv/runtime/v1");
        let base = profile.base().path().as_os_str().as_encoded_bytes();
        for part in [base, profile.app().as_str().as_bytes(), profile.profile().as_str().as_bytes()] {
            // Lengths keep two lists of parts apart that read the same when joined.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        // Short, because the path of a socket has 108 bytes on Linux and 104 on macOS.
        let stem = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { dir: dir.to_owned(), stem }
    }

    /// The runtime directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// The file for [`ProfileLock::acquire`].
    #[must_use]
    pub fn lock_path(&self) -> PathBuf {
        self.name("lock")
    }

    /// The control socket.
    #[must_use]
    pub fn socket_path(&self) -> PathBuf {
        self.name("sock")
    }

    /// The webview's data directory before consent. Not made here; gone at exit.
    #[must_use]
    pub fn webview_path(&self) -> PathBuf {
        self.name("webview")
    }

    /// Removes what an earlier run left: its socket and its webview's data. At exit, the same removes one's own.
    ///
    /// Only who holds the lock may, since nobody else is running then.
    ///
    /// # Errors
    /// [`DirectoryError::Unusable`] if `lock` is another profile's; what the system says if something cannot be
    /// removed.
    pub fn remove_leftovers(&self, lock: &ProfileLock) -> Result<(), DirectoryError> {
        if lock.path() != self.lock_path() {
            return Err(DirectoryError::Unusable { path: lock.path().to_owned() });
        }
        directory::remove_file(&self.socket_path())?;
        directory::remove_dir(&self.webview_path())
    }

    fn name(&self, what: &str) -> PathBuf {
        self.dir.join(format!("{}.{what}", self.stem))
    }
}

/// The directory that systemd makes for each log-in if it is there, else one in memory, else among temporary files.
fn place(xdg: Option<OsString>) -> PathBuf {
    let own_name = || format!("hyperdiv-{}", rustix::process::geteuid().as_raw());
    match xdg.map(PathBuf::from).filter(|dir| dir.is_absolute() && dir.is_dir()) {
        Some(dir) => dir.join("hyperdiv"),
        None if Path::new("/dev/shm").is_dir() => Path::new("/dev/shm").join(own_name()),
        None => std::env::temp_dir().join(own_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_or_missing_runtime_directory_is_passed_over() {
        let fallback = place(None);
        assert!(fallback.is_absolute() && fallback.to_string_lossy().contains("hyperdiv-"), "{fallback:?}");
        assert_eq!(place(Some("run/user".into())), fallback);
        assert_eq!(place(Some("/nowhere/at/all".into())), fallback);
        assert_eq!(place(Some("/".into())), Path::new("/hyperdiv"));
    }
}
