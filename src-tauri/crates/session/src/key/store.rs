//! Where keys are kept.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::data::DataKeyError;

/// A place for small secret files, named by relative paths such as `ring.json` or `data/<owner>.key`.
pub trait KeyStore: Send + Sync {
    /// The bytes kept under `name`, or `None` if there are none.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] if they cannot be read.
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError>;

    /// Keeps `bytes` under `name` in place of what was there; on return they survive a power cut.
    ///
    /// After a failure, or a crash on the way, either the old or the new bytes are there, whole.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] if they cannot be written durably.
    fn write_durable(&self, name: &str, bytes: &[u8]) -> Result<(), KeyError>;

    /// Removes `name`, durably; nothing under that name is no error.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] if it cannot be removed.
    fn remove(&self, name: &str) -> Result<(), KeyError>;

    /// Every name that has bytes, sorted.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] if they cannot be listed.
    fn names(&self) -> Result<Vec<String>, KeyError>;
}

/// A key could not be read, kept or removed.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyError {
    /// The system refused; `source` says why.
    Io {
        /// The name of the key.
        name: String,
        /// The system's error.
        source: io::Error,
    },
    /// The key and its twin are both missing a good copy.
    Damaged {
        /// The name of the key.
        name: String,
        /// What is wrong with the first copy that is there.
        source: DataKeyError,
    },
    /// Two different keys are kept for one owner, or a second one was to be kept; using either could lose data.
    Conflict {
        /// The name of the key.
        name: String,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { name, .. } => {
                write!(
                    f,
                    "the key {name} could not be read or written; check the disk and the rights of the directory"
                )
            }
            Self::Damaged { name, .. } => {
                write!(
                    f,
                    "the key {name} and its copy are damaged; restore the directory of keys from a backup"
                )
            }
            Self::Conflict { name } => {
                write!(
                    f,
                    "there is another key than expected as {name}; restore the directory of keys from a backup"
                )
            }
        }
    }
}

impl Error for KeyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Damaged { source, .. } => Some(source),
            Self::Conflict { .. } => None,
        }
    }
}

/// Keys in memory, wiped when removed, replaced or dropped: the store before consent, and for tests.
#[derive(Default)]
pub struct MemoryKeyStore {
    keys: Mutex<BTreeMap<String, Zeroizing<Vec<u8>>>>,
}

impl MemoryKeyStore {
    /// A store without keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // Each change of the map is one call, so a panic elsewhere cannot have left it half made.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Zeroizing<Vec<u8>>>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore for MemoryKeyStore {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        Ok(self.lock().get(name).cloned())
    }

    fn write_durable(&self, name: &str, bytes: &[u8]) -> Result<(), KeyError> {
        self.lock().insert(name.to_owned(), Zeroizing::new(bytes.to_vec()));
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeyError> {
        self.lock().remove(name);
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, KeyError> {
        Ok(self.lock().keys().cloned().collect())
    }
}

impl fmt::Debug for MemoryKeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeyStore").field("names", &self.lock().keys()).finish_non_exhaustive()
    }
}
