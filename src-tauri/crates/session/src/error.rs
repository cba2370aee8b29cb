//! What can go wrong with a session, for the app and the person.

use std::fmt;

use crate::home::HomeError;
use crate::key::KeyError;
use crate::record::BadRecord;
use crate::seal::SealError;
use crate::signing::EntropyError;
use crate::store::StoreError;

/// Why something with a session could not be done.
#[derive(Debug)]
#[non_exhaustive]
pub enum SessionError {
    /// Nobody is signed in.
    NotSignedIn,
    /// The session has ended whose handle was used.
    Ended,
    /// The app has closed, or could not do what a handle asked for.
    Closed,
    /// The value kept under this name cannot be read as what the app asked for. Its bytes are kept.
    Damaged {
        /// The record's name.
        name: String,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The value kept under this name was stored by a newer version of the app. Its bytes are kept.
    Newer {
        /// The name.
        name: String,
        /// The version that is kept.
        version: u32,
        /// The newest version that this app knows.
        known: u32,
    },
    /// The record was written since it was read.
    Changed {
        /// The record's name.
        name: String,
    },
    /// That is no name of a record.
    Name {
        /// The name, or its beginning.
        name: String,
    },
    /// The value is larger than a record may be.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The largest size in bytes.
        limit: usize,
    },
    /// The value cannot be written as JSON.
    Encode {
        /// What serde says.
        source: serde_json::Error,
    },
    /// The record is kept for a purpose that the person has not agreed to.
    NoConsent {
        /// The record's name.
        name: String,
        /// The purpose.
        purpose: String,
    },
    /// The app has named no such purpose.
    NoSuchPurpose {
        /// The name, or its beginning.
        name: String,
    },
    /// Who was to be signed in is not verified, or not any more.
    NotVerified,
    /// No session has this handle.
    NoSuchSession {
        /// The handle; none where what was given is of another shape, for that may be a secret.
        handle: Option<String>,
    },
    /// More than one session has this handle.
    AmbiguousHandle {
        /// The handle.
        handle: String,
    },
    /// The operating system gives no random numbers, without which no session is safe.
    Entropy(EntropyError),
    /// The session's directory cannot be used.
    Home(HomeError),
    /// A key cannot be read or kept.
    Key(KeyError),
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SessionError::NotSignedIn => f.write_str("nobody is signed in; create a session first"),
            SessionError::Ended => f.write_str(
                "the session has ended; nothing was written, take a handle of the one that is there",
            ),
            SessionError::Closed => f.write_str("the app has closed, or stopped while it did this"),
            SessionError::Damaged { name, .. } => {
                write!(
                    f,
                    "the record \"{name}\" cannot be read as what the app asked for; its bytes are kept"
                )
            }
            SessionError::Newer { name, version, known } => write!(
                f,
                "the record \"{name}\" is of version {version}, and this app knows versions up to {known}; its bytes are kept; start the newer app"
            ),
            SessionError::Changed { name } => write!(
                f,
                "the record {name:?} was written since it was read; nothing was written now, read it again"
            ),
            SessionError::Name { name } => write!(
                f,
                "{name:?} is no name of a record; use 1 to 200 bytes without control characters, and not __proto__"
            ),
            SessionError::TooLarge { size, limit } => {
                write!(f, "a record of {size} bytes is over the limit of {limit} bytes; split it")
            }
            SessionError::Encode { .. } => f.write_str("the value cannot be written as JSON"),
            SessionError::NoConsent { name, purpose } => write!(
                f,
                "the record {name:?} is kept for {purpose:?}, which the person has not agreed to; nothing was written, ask them first"
            ),
            SessionError::NoSuchPurpose { name } => {
                write!(f, "the app has named no purpose {name:?}; name it where the app is built")
            }
            SessionError::NotVerified => {
                f.write_str("the sign-in was not verified, or too long ago; verify name and password again")
            }
            SessionError::NoSuchSession { handle: None } => f.write_str(
                "that is no handle of a session; a handle is the 12 hex digits that the list shows",
            ),
            SessionError::NoSuchSession { handle: Some(handle) } => {
                write!(f, "there is no session {handle}; list the sessions and take a handle from there")
            }
            SessionError::AmbiguousHandle { handle } => write!(
                f,
                "more than one session has the handle {handle}; end all others, or all, instead of one"
            ),
            SessionError::Entropy(error) => error.fmt(f),
            SessionError::Home(error) => error.fmt(f),
            SessionError::Key(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SessionError::NotSignedIn
            | SessionError::Newer { .. }
            | SessionError::Changed { .. }
            | SessionError::Name { .. }
            | SessionError::Ended
            | SessionError::Closed
            | SessionError::TooLarge { .. }
            | SessionError::NoConsent { .. }
            | SessionError::NoSuchPurpose { .. }
            | SessionError::NotVerified
            | SessionError::NoSuchSession { .. }
            | SessionError::AmbiguousHandle { .. } => None,
            SessionError::Damaged { source, .. } => Some(&**source),
            SessionError::Encode { source } => Some(source),
            SessionError::Entropy(error) => error.source(),
            SessionError::Home(error) => error.source(),
            SessionError::Key(error) => error.source(),
        }
    }
}

impl From<EntropyError> for SessionError {
    fn from(error: EntropyError) -> Self {
        SessionError::Entropy(error)
    }
}

impl From<HomeError> for SessionError {
    fn from(error: HomeError) -> Self {
        SessionError::Home(error)
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        SessionError::Home(HomeError::Store(error))
    }
}

impl From<KeyError> for SessionError {
    fn from(error: KeyError) -> Self {
        SessionError::Key(error)
    }
}

impl SessionError {
    pub(crate) fn damaged(name: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        SessionError::Damaged { name: name.to_owned(), source: source.into() }
    }
}

impl From<BadRecord> for SessionError {
    fn from(error: BadRecord) -> Self {
        SessionError::damaged("session", error)
    }
}

impl From<SealError> for SessionError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Entropy(error) => SessionError::Entropy(error),
            other => SessionError::damaged("session", other),
        }
    }
}
