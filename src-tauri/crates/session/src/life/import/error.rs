//! Why something was not imported.

use std::fmt;

use crate::error::SessionError;
use crate::strict::NotStrict;

/// Why nothing was imported.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// It is no JSON, or none that is read.
    Json(NotStrict),
    /// It is JSON and no export.
    NotAnExport,
    /// It is of a version that this program does not read.
    Version {
        /// The version, as it is in the file.
        found: String,
        /// The version that is read.
        known: u64,
    },
    /// A field is missing, unknown, or not what it has to be.
    Field {
        /// Where it is: `owners[0].records[2].name`.
        at: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It is of another app.
    OtherApp {
        /// Of which.
        found: String,
        /// The app that was to have it.
        app: String,
    },
    /// The person has not agreed to keeping it on this computer.
    NoConsent,
    /// The profile has data already.
    Present,
    /// It holds the data of several people, and only those of one were to be imported.
    Several,
    /// It could not be written.
    Session(SessionError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "the file cannot be imported: {error}; nothing was written"),
            Self::NotAnExport => f.write_str(
                "the file is no export of an app's data; take one that `hyperdiv data export` has written",
            ),
            Self::Version { found, known } => write!(
                f,
                "the export is of version {found}, and this program reads version {known}; use the program that wrote it"
            ),
            Self::Field { at, why } => {
                write!(f, "the export cannot be imported: {at} {why}; nothing was written")
            }
            Self::OtherApp { found, app } => {
                write!(f, "the export is of {found} and not of {app}; nothing was written")
            }
            Self::NoConsent => f.write_str(
                "nothing is kept on this computer without consent; agree to it (--consent) to import the data",
            ),
            Self::Present => f.write_str(
                "the profile has data already, and nothing was written; add to them (--merge), or erase them first",
            ),
            Self::Several => f.write_str(
                "the export holds the data of several people; import it with `hyperdiv data import`",
            ),
            Self::Session(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Session(error) => error.source(),
            Self::NotAnExport
            | Self::Version { .. }
            | Self::Field { .. }
            | Self::OtherApp { .. }
            | Self::NoConsent
            | Self::Present
            | Self::Several => None,
        }
    }
}

impl From<SessionError> for ImportError {
    fn from(error: SessionError) -> Self {
        Self::Session(error)
    }
}

impl From<NotStrict> for ImportError {
    fn from(error: NotStrict) -> Self {
        Self::Json(error)
    }
}
