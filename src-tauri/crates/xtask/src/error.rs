//! Why a command could not do its work.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// What every command answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do its work. Printed as one sentence, with its cause behind a colon.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The command line is not understood; the text says why.
    Usage(String),
    /// Something is missing or failed, and the text says what to do about it.
    Failed(String),
    /// A program could not be started.
    Start {
        /// The command line.
        command: String,
        /// The system's reason.
        source: io::Error,
    },
    /// A program ran and failed.
    Exit {
        /// The command line.
        command: String,
        /// Its exit code, or `None` where a signal ended it.
        code: Option<i32>,
    },
    /// A file or directory could not be read or written.
    File {
        /// Which one.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl Error {
    /// Failure with a sentence of its own.
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self::Failed(sentence.into())
    }

    /// For `map_err` on a file operation at `path`.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) => f.write_str(text),
            Self::Start { command, .. } => write!(f, "`{command}` could not be started; is it installed?"),
            Self::Exit { command, code: Some(code) } => write!(f, "`{command}` failed with exit code {code}"),
            Self::Exit { command, code: None } => write!(f, "`{command}` was ended by a signal"),
            Self::File { path, .. } => write!(f, "{} could not be read or written", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Start { source, .. } | Self::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The sentence with its causes behind it, for a person.
pub fn with_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(&format!(": {next}"));
        cause = next.source();
    }
    text
}
