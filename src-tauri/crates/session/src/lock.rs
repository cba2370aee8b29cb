//! One process per profile: an exclusive lock on a file in the runtime directory.
//!
//! sled's own lock names no holder and cannot be waited for. This one is taken first, is held as long as the
//! process lives, however it ends, and stands before consent as well, when there is no store yet.

use std::{
    error::Error,
    fmt,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};

use crate::directory::{self, DirectoryError};

const POLL: Duration = Duration::from_millis(20);

/// The lock of one profile, held until it is dropped or the process ends.
///
/// The file stays: removing it would let two processes lock two files of one name.
#[derive(Debug)]
pub struct ProfileLock {
    path: PathBuf,
    _file: File,
}

impl ProfileLock {
    /// Locks the file at `path`, made with mode 0600 if it is not there, and writes the process id in it.
    ///
    /// Waits up to `timeout` for a process that still holds it, which may be just ending.
    ///
    /// # Errors
    /// [`LockError::Held`] if it is held all that time; [`LockError::Directory`] if the file is a link, another
    /// user's, or cannot be made.
    pub fn acquire(path: &Path, timeout: Duration) -> Result<Self, LockError> {
        let deadline = Instant::now().checked_add(timeout);
        let io = |error: std::io::Error| LockError::Directory(DirectoryError::from_io(path, error));
        let mut file = directory::open_lock_file(path).map_err(LockError::Directory)?;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::WOULDBLOCK) => {}
                Err(error) => return Err(io(error.into())),
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Err(LockError::Held { pid: holder(&mut file), path: path.to_owned() });
            }
            thread::park_timeout(POLL);
        }
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{}", std::process::id()))
            .map_err(io)?;
        Ok(Self { path: path.to_owned(), _file: file })
    }

    /// The file that is locked.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Who holds the lock, as far as the file says: between locking and writing it says nothing.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Why the lock was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum LockError {
    /// Another process has the profile open.
    Held {
        /// Its process id, if the lock file says it.
        pid: Option<u32>,
        /// The lock file.
        path: PathBuf,
    },
    /// The lock file cannot be used.
    Directory(DirectoryError),
}

impl LockError {
    /// Whether another process holds the lock.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self, Self::Held { .. })
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held { pid: Some(pid), .. } => {
                write!(f, "The profile is open in process {pid}; close that one or choose another --profile")
            }
            Self::Held { pid: None, .. } => f.write_str(
                "The profile is open in another process; close that one or choose another --profile",
            ),
            Self::Directory(error) => error.fmt(f),
        }
    }
}

impl Error for LockError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Held { .. } => None,
            Self::Directory(error) => error.source(),
        }
    }
}
