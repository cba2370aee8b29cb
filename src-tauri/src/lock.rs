//! One process per profile, and a place for what goes with that process.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::place::{RuntimeError, own_dir};

/// How long a start waits for a process that is about to end: killing an app takes a moment.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

/// How often a waiting start looks again.
const LOOK: Duration = Duration::from_millis(20);

/// Why the profile could not be had.
#[derive(Debug)]
pub(crate) enum LockError {
    /// Another process has it, and said who it is.
    Held { pid: Option<u32> },
    /// The file of the lock cannot be used.
    Io { path: PathBuf, source: io::Error },
    /// The directory for this process cannot be used.
    Runtime(RuntimeError),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LockError::Held { pid: Some(pid) } => {
                write!(f, "this profile is open in another window (process {pid}); close that one first")
            }
            LockError::Held { pid: None } => {
                f.write_str("this profile is open in another window; close that one first")
            }
            LockError::Io { path, source } => write!(f, "the lock {} cannot be used: {source}", path.display()),
            LockError::Runtime(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            LockError::Held { .. } => None,
            LockError::Io { source, .. } => Some(source),
            LockError::Runtime(error) => Some(error),
        }
    }
}

/// The profile, held by this process until it ends, however it ends: the system itself drops the lock.
#[derive(Debug)]
pub(crate) struct ProfileLock {
    _file: File,
    dir: PathBuf,
}

impl ProfileLock {
    /// Takes the profile that is called `name` in the runtime directory, and removes what a killed process left of it.
    ///
    /// # Errors
    ///
    /// [`LockError::Held`] if another process still has it after `patience`; the others if the runtime directory cannot
    /// be used.
    pub(crate) fn take(runtime: &Path, name: &str, patience: Duration) -> Result<ProfileLock, LockError> {
        let path = runtime.join(format!("{name}.lock"));
        let failed = |source| LockError::Io { path: path.clone(), source };
        let mut file = open(&path).map_err(failed)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if started.elapsed() >= patience => {
                    return Err(LockError::Held { pid: holder(&mut file) });
                }
                // The system offers no wait for a lock that ends by itself.
                Err(TryLockError::WouldBlock) => std::thread::park_timeout(LOOK),
            }
        }
        remember(&mut file).map_err(failed)?;
        sweep(runtime, name);
        // A name of this process alone: of what a killed one left, web processes may still hold files.
        let dir = runtime.join(format!("{name}.{}", std::process::id()));
        own_dir(&dir).map_err(LockError::Runtime)?;
        Ok(ProfileLock { _file: file, dir })
    }

    /// A directory for what must not outlive this process.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Ends the use of the profile: removes [`dir`](Self::dir).
    pub(crate) fn release(self) {
        remove(&self.dir);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Never through a link: the process id is written to it.
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

fn remember(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}", std::process::id())
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(16).read_to_string(&mut text).ok()?;
    text.parse().ok()
}

/// Removes the directories of processes that had this profile and were killed: whoever holds the lock is the only one
/// alive.
fn sweep(runtime: &Path, name: &str) {
    let Ok(entries) = std::fs::read_dir(runtime) else { return };
    for entry in entries.flatten() {
        let left = entry.file_name().to_str().and_then(|file| file.strip_prefix(name)?.strip_prefix('.')?.parse().ok());
        if left.is_some_and(|_pid: u32| true) {
            remove(&entry.path());
        }
    }
}

fn remove(dir: &Path) {
    match std::fs::remove_dir_all(dir) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => crate::log::say(
            crate::log::Level::Debug,
            format_args!("{} is left to the next start: {error}", dir.display()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_is_told_who_has_the_profile_and_waits_for_it_to_end() {
        let dir = crate::scratch::dir("lock");
        let first = ProfileLock::take(dir.path(), "p", Duration::ZERO).unwrap();
        match ProfileLock::take(dir.path(), "p", Duration::ZERO) {
            Err(LockError::Held { pid }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        assert!(ProfileLock::take(dir.path(), "q", Duration::ZERO).is_ok(), "another profile is free");

        let path = dir.path().to_owned();
        let waiting = std::thread::Builder::new()
            .spawn(move || ProfileLock::take(&path, "p", Duration::from_secs(60)).map(|_| ()))
            .unwrap();
        first.release();
        waiting.join().unwrap().unwrap();
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_nothing_else() {
        let dir = crate::scratch::dir("leftovers");
        for name in ["p.123/webview", "pp.123", "p.keep", "q.123"] {
            std::fs::create_dir_all(dir.path().join(name)).unwrap();
        }
        let lock = ProfileLock::take(dir.path(), "p", Duration::ZERO).unwrap();
        let mut names: Vec<String> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let own = format!("p.{}", std::process::id());
        let mut expected = [own.as_str(), "p.keep", "p.lock", "pp.123", "q.123"];
        expected.sort_unstable();
        assert_eq!(names, expected);
        lock.release();
        assert!(!dir.path().join(own).exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_lock_is_private_and_never_written_through_a_link() {
        use std::os::unix::fs::{MetadataExt, symlink};
        let dir = crate::scratch::dir("lock-link");
        let victim = dir.path().join("victim");
        std::fs::write(&victim, "precious").unwrap();
        symlink(&victim, dir.path().join("p.lock")).unwrap();
        assert!(matches!(ProfileLock::take(dir.path(), "p", Duration::ZERO), Err(LockError::Io { .. })));
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");

        let lock = ProfileLock::take(dir.path(), "q", Duration::ZERO).unwrap();
        assert_eq!(std::fs::metadata(dir.path().join("q.lock")).unwrap().mode() & 0o077, 0);
        assert_eq!(std::fs::metadata(lock.dir()).unwrap().mode() & 0o077, 0);
    }
}
