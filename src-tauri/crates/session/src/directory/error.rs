//! Why a directory or file of ours is refused.

use std::{error::Error, fmt, io, path::PathBuf};

/// Why a place cannot be used for an app's data.
#[derive(Debug)]
#[non_exhaustive]
pub enum DirectoryError {
    /// No place was named, and the user has no home directory.
    NoHome,
    /// An app id or profile that cannot name a directory.
    Name {
        /// Which of the two.
        what: &'static str,
        /// What was given.
        name: String,
    },
    /// It belongs to another user.
    ForeignOwner {
        /// The path.
        path: PathBuf,
        /// The number of the user that owns it.
        owner: u32,
    },
    /// It is a symbolic link, or a file with a second name.
    Link {
        /// The path.
        path: PathBuf,
    },
    /// Others may exchange what lies in it.
    WritableByOthers {
        /// The path.
        path: PathBuf,
    },
    /// It is no directory where one is due, no file where one is due, or a path that names neither.
    Unusable {
        /// The path.
        path: PathBuf,
    },
    /// It cannot be written.
    ReadOnly {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk, the quota or the limit of file sizes is used up.
    Full {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused for another reason.
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DirectoryError {
    /// Whether space must be made before trying again.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full { .. })
    }

    /// Whether the place cannot be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::ReadOnly { .. })
    }

    /// Whether the place is not to be trusted: another owner, a link, or writable by others.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::ForeignOwner { .. }
                | Self::Link { .. }
                | Self::WritableByOthers { .. }
                | Self::Unusable { .. }
        )
    }

    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// Sorts an error of the system by what the person can do about it.
    pub(crate) fn from_io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path, source }
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path, source }
            }
            io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => Self::Unusable { path },
            _ => Self::Io { path, source },
        }
    }

    /// The error of the system, or this error if it is one of ours.
    pub(crate) fn into_io(self) -> Result<io::Error, Self> {
        match self {
            Self::ReadOnly { source, .. } | Self::Full { source, .. } | Self::Io { source, .. } => Ok(source),
            other => Err(other),
        }
    }
}

impl fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHome => {
                f.write_str("HOME names no home directory; set it, or name a directory with --data-dir")
            }
            Self::Name { what: "profile", name } => {
                write!(f, "The profile {name:?} is no name; use 1 to 32 of a-z, 0-9 and -")
            }
            Self::Name { what, name } => {
                write!(f, "The {what} {name:?} is none; use a domain read backwards, as in org.example.notes")
            }
            Self::ForeignOwner { path, owner } => write!(
                f,
                "{} belongs to another user (number {owner}); move it away or choose another --data-dir",
                path.display()
            ),
            Self::Link { path } => {
                write!(f, "{} is a link; replace it by what it stands for", path.display())
            }
            Self::WritableByOthers { path } => write!(
                f,
                "Other users can write in {}; take that right from them or choose another --data-dir",
                path.display()
            ),
            Self::Unusable { path } => {
                write!(f, "{} cannot hold data; choose another --data-dir", path.display())
            }
            Self::ReadOnly { path, .. } => {
                write!(f, "{} cannot be written; make it writable and try again", path.display())
            }
            Self::Full { path, .. } => {
                write!(f, "No space left to write {}; free some space and try again", path.display())
            }
            Self::Io { path, source } => {
                write!(f, "{} could not be read or written: {source}", path.display())
            }
        }
    }
}

impl Error for DirectoryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::ReadOnly { source, .. } | Self::Full { source, .. } | Self::Io { source, .. } => {
                Some(source)
            }
            _ => None,
        }
    }
}
