//! Where a profile's things live, so that the same life cycle runs on disk and in the headless harness.
//!
//! A home holds one store and a few small files: `FORMAT.json`, `keys/ring.json`, `keys/mirror.pending`,
//! `keys/data/<owner>.key`. It does not exist before consent.

mod disk;
mod erase;
pub(crate) mod manifest;
mod memory;
mod recovery;
mod snapshot;

use std::{error::Error, fmt, path::PathBuf};

pub(crate) use self::erase::inventory;
pub use self::{
    disk::{DiskHome, StoreHealth},
    erase::EraseStep,
    memory::MemoryHome,
    recovery::{Found, Recovery, Source, utc},
};
use crate::{
    directory::DirectoryError,
    format::{self, Format, FormatError},
    store::{Store, StoreError},
};

/// The place of one profile. Whoever uses one holds the profile's lock.
pub trait Home: Send {
    /// Whether the home is there, which is to say whether it has been created and not erased.
    ///
    /// # Errors
    /// [`HomeError::Format`] if something else is in its place; what the system says.
    fn exists(&self) -> Result<bool, HomeError>;

    /// Creates the home with an empty store, all or nothing. Called at consent only. One that is there stays.
    ///
    /// # Errors
    /// As [`Home::exists`], and if it cannot be made.
    fn create(&mut self) -> Result<(), HomeError>;

    /// Opens the store. One that is damaged is made anew from the best that there is, see
    /// [`recovery`](Home::recovery).
    ///
    /// # Errors
    /// [`HomeError::Absent`], [`HomeError::Format`] if another version wrote it, [`HomeError::Store`] if it cannot
    /// be opened.
    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError>;

    /// What the person has not been told yet of a store that was made anew.
    ///
    /// # Errors
    /// What the system says.
    fn recovery(&self) -> Result<Option<Recovery>, HomeError> {
        Ok(None)
    }

    /// The person has been told.
    ///
    /// # Errors
    /// What the system says.
    fn recovery_was_told(&mut self) -> Result<(), HomeError> {
        Ok(())
    }

    /// Takes a snapshot of the open store at `now`, in Unix seconds, if anything was committed since the last one. True
    /// where there is a new one.
    ///
    /// # Errors
    /// [`HomeError::Store`] if a value cannot be read, or what the system says.
    fn snapshot(&mut self, now: i64) -> Result<bool, HomeError> {
        let _ = now;
        Ok(false)
    }

    /// When the last snapshot was taken, in Unix seconds.
    fn last_snapshot(&self) -> Option<i64> {
        None
    }

    /// The store has been dropped for good: what is best done then is done.
    ///
    /// # Errors
    /// What the system says. Whatever it is, the store is whole.
    fn close(&mut self) -> Result<(), HomeError> {
        Ok(())
    }

    /// What is worth a line in the log, since the last call.
    fn take_notes(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// The content of a small file, or `None`.
    ///
    /// # Errors
    /// [`HomeError::Name`], or what the system says.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError>;

    /// Writes a small file as a whole and durably, with what directories it needs.
    ///
    /// # Errors
    /// [`HomeError::Absent`] before the home is created, [`HomeError::Name`], or what the system says.
    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError>;

    /// Removes a small file durably, after overwriting it with zeros if `overwrite`. None there is no error.
    ///
    /// # Errors
    /// [`HomeError::Name`], or what the system says.
    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError>;

    /// Gives a small file another name in its directory, durably. It needs no room, so that a full disk takes it. None there is
    /// no error.
    ///
    /// # Errors
    /// [`HomeError::Name`], or what the system says.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError>;

    /// The names of the small files that start with `prefix`, in order.
    ///
    /// # Errors
    /// What the system says.
    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError>;

    /// Removes everything but `webview/`, keys first. The store must have been dropped. One that is cut short is
    /// finished by the next call of [`Home::exists`], [`Home::create`] or [`Home::erase`].
    ///
    /// # Errors
    /// What the system says; what is left is erased by another call.
    fn erase(&mut self) -> Result<(), HomeError>;

    /// As [`Home::erase`], with a note that [`Home::erasing`] gives back until it is done, and each step told once it is durable.
    ///
    /// # Errors
    /// As [`Home::erase`].
    fn erase_noting(&mut self, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
        let _ = note;
        self.erase()?;
        told(EraseStep::Done);
        Ok(())
    }

    /// The note of an erasure that was cut short; `None` where there was none.
    ///
    /// # Errors
    /// What the system says.
    fn erasing(&self) -> Result<Option<Vec<u8>>, HomeError> {
        Ok(None)
    }

    /// Where it is, where it is a directory.
    fn path(&self) -> Option<PathBuf> {
        None
    }

    /// Every file with its size, by its way from the home.
    ///
    /// # Errors
    /// What the system says.
    fn inventory(&self) -> Result<Vec<(PathBuf, u64)>, HomeError> {
        Ok(self.files()?.into_iter().map(|(name, bytes)| (name, bytes.len() as u64)).collect())
    }

    /// Every file with its bytes, for tests that search for what must not be there.
    ///
    /// # Errors
    /// What the system says.
    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError>;
}

/// Reads `FORMAT.json` of a home.
fn format_of(home: &(impl Home + ?Sized)) -> Result<Format, HomeError> {
    let bytes = home.read(format::FILE_NAME)?.ok_or(HomeError::Absent)?;
    Format::parse(&bytes).map_err(HomeError::Format)
}

/// Lets through the names of small files: relative, without `..`, of letters that every file system takes.
fn check_name(name: &str) -> Result<(), HomeError> {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    let place = name.split('/').next().unwrap_or_default();
    if name.len() <= 200 && name.split('/').all(part) && !["store", "webview"].contains(&place) {
        Ok(())
    } else {
        Err(HomeError::Name { name: name.to_owned() })
    }
}

/// Why a home could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum HomeError {
    /// There is no home: no consent has been given.
    Absent,
    /// There is a home, and this run goes on without it.
    PassedOver,
    /// No name of a small file.
    Name {
        /// What was given.
        name: String,
    },
    /// The directory or a file of it.
    Directory(DirectoryError),
    /// `FORMAT.json`.
    Format(FormatError),
    /// The store.
    Store(StoreError),
}

impl HomeError {
    /// Whether space must be made before trying again.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Directory(error) => error.is_full(),
            Self::Store(error) => error.is_full(),
            _ => false,
        }
    }

    /// Whether the place cannot be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Directory(error) => error.is_read_only(),
            Self::Store(error) => error.is_read_only(),
            _ => false,
        }
    }

    /// Whether the store is to be quarantined and restored.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        match self {
            Self::Format(error) => {
                matches!(error, FormatError::Unreadable { .. } | FormatError::Missing { .. })
            }
            Self::Store(error) => error.is_damaged(),
            _ => false,
        }
    }
}

impl fmt::Display for HomeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Nothing is kept on this computer; it needs consent first"),
            Self::PassedOver => {
                f.write_str("nothing is saved in this run; start the app again once its data can be opened")
            }
            Self::Name { name } => {
                write!(f, "{name:?} names no file of a profile; use a plain relative name")
            }
            Self::Directory(error) => error.fmt(f),
            Self::Format(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl Error for HomeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Absent | Self::PassedOver | Self::Name { .. } => None,
            Self::Directory(error) => error.source(),
            Self::Format(error) => error.source(),
            Self::Store(error) => error.source(),
        }
    }
}

impl From<DirectoryError> for HomeError {
    fn from(error: DirectoryError) -> Self {
        Self::Directory(error)
    }
}

impl From<FormatError> for HomeError {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl From<StoreError> for HomeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for good in ["FORMAT.json", "keys/ring.json", "keys/mirror.pending", "keys/data/0a1b.key"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "..",
            "../x",
            "keys/../../x",
            "keys//x",
            "keys/",
            "./x",
            ".erasing",
            "a\\b",
            "a b",
            "keys/\u{e4}",
            "a\0b",
            "c:x",
            "store",
            "store/db",
            "webview/x",
        ] {
            assert!(matches!(check_name(bad), Err(HomeError::Name { .. })), "{bad:?}");
        }
        assert!(check_name(&"a".repeat(201)).is_err());
    }
}
