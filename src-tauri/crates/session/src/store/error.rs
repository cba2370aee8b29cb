//! What a store can answer instead of doing what it was asked.

use std::{error::Error, fmt, io, path::PathBuf, sync::Arc, time::Duration};

/// The error beneath a [`StoreError`], shared because one failed sync answers every commit that waited for it.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// Why a store could not be opened, read or written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, the quota or the limit of file sizes is used up. Nothing was written.
    Full {
        /// The store's directory.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// The store may be read and not written.
    ReadOnly {
        /// The store's directory.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
    /// Another process, or another handle in this one, has the store open.
    Locked {
        /// The store's directory.
        path: PathBuf,
    },
    /// What is on disk is not a whole store.
    Damaged {
        /// The store's directory.
        path: PathBuf,
        /// What was found.
        source: Cause,
    },
    /// What is on disk is a store, and not the one that belongs here.
    Another {
        /// The store's directory.
        path: PathBuf,
    },
    /// A key or a value is larger than any store takes. Nothing was written.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The largest size in bytes.
        limit: usize,
    },
    /// An earlier commit failed and the store could not be opened again yet. Nothing was written; the next call
    /// tries again.
    Poisoned {
        /// Why it could not be opened.
        source: Box<StoreError>,
    },
    /// Opening took longer than a healthy store ever takes.
    TimedOut {
        /// The store's directory.
        path: PathBuf,
        /// How long was waited.
        after: Duration,
    },
    /// The system refused for another reason.
    Io {
        /// The store's directory.
        path: PathBuf,
        /// What the system said.
        source: Cause,
    },
}

impl StoreError {
    /// Whether space must be made before trying again. Looks through [`StoreError::Poisoned`].
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self.root(), Self::Full { .. })
    }

    /// Whether the place cannot be written. Looks through [`StoreError::Poisoned`].
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self.root(), Self::ReadOnly { .. })
    }

    /// Whether someone else holds the store. Looks through [`StoreError::Poisoned`].
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.root(), Self::Locked { .. })
    }

    /// Whether the content cannot be trusted. Looks through [`StoreError::Poisoned`].
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        matches!(self.root(), Self::Damaged { .. } | Self::Another { .. })
    }

    fn root(&self) -> &Self {
        match self {
            Self::Poisoned { source } => source.root(),
            other => other,
        }
    }

    /// Sorts an error of the system by what the person can do about it.
    pub(crate) fn from_io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path, source: Arc::new(source) }
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path, source: Arc::new(source) }
            }
            _ => Self::Io { path, source: Arc::new(source) },
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { path, .. } => {
                write!(f, "No space left for the store in {}; free some space and try again", path.display())
            }
            Self::ReadOnly { path, .. } => {
                write!(f, "The store in {} cannot be written; make it writable and try again", path.display())
            }
            Self::Locked { path } => {
                write!(
                    f,
                    "The store in {} is in use by another process; close that one first",
                    path.display()
                )
            }
            Self::Damaged { path, .. } => {
                write!(
                    f,
                    "The store in {} is damaged; start the app again, which keeps it as it is and restores what it can",
                    path.display()
                )
            }
            Self::Another { path } => write!(
                f,
                "The store in {} is another one than belongs there; put back the whole directory that it is part of",
                path.display()
            ),
            Self::TooLarge { size, limit } => {
                write!(f, "{size} bytes are more than the {limit} that one key or value may have; store less")
            }
            Self::Poisoned { source } => {
                write!(f, "The store could not be opened again after a failed write: {source}")
            }
            Self::TimedOut { path, after } => write!(
                f,
                "The store in {} did not open within {} seconds; close what keeps the disk busy and try again",
                path.display(),
                after.as_secs()
            ),
            Self::Io { path, source } => {
                write!(f, "The store in {} could not be read or written: {source}", path.display())
            }
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Full { source, .. }
            | Self::ReadOnly { source, .. }
            | Self::Damaged { source, .. }
            | Self::Io { source, .. } => Some(source.as_ref()),
            Self::Poisoned { source } => Some(source.as_ref()),
            Self::Locked { .. } | Self::Another { .. } | Self::TooLarge { .. } | Self::TimedOut { .. } => {
                None
            }
        }
    }
}
