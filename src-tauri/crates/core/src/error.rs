//! The one error type of app functions.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use crate::key::Site;
use crate::trail::{self, Within};

/// What an app function answers where it cannot go on. Made by the `?` operator from any error, it remembers the line
/// of that `?`.
///
/// ```
/// const LINE: u32 = line!() + 3;
///
/// fn count(text: &str) -> hyperdiv_core::Result<u32> {
///     Ok(text.parse()?)
/// }
/// let error = count("three").unwrap_err();
/// assert_eq!(error.to_string(), "invalid digit found in string");
/// assert!(error.is::<std::num::ParseIntError>());
/// assert_eq!(error.at().line(), LINE);
/// ```
///
/// Like other catch-all error types it is not itself a [`std::error::Error`]: only so can it be made from all of them.
#[derive(Clone)]
pub struct Error(Arc<Failed>);

struct Failed {
    source: Box<dyn std::error::Error + Send + Sync + 'static>,
    at: Site,
    within: Vec<Within>,
}

/// The result of app functions: [`Error`] unless said otherwise.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with this text.
    #[track_caller]
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Error::made(Box::new(Message(message.into())), Location::caller())
    }

    /// Of a panic that the boundary, or the task, at `at` has caught.
    pub(crate) fn of_panic(panic: Panic, at: Site, within: Vec<Within>) -> Self {
        Error(Arc::new(Failed { source: Box::new(panic), at, within }))
    }

    fn made(source: Box<dyn std::error::Error + Send + Sync + 'static>, at: Site) -> Self {
        Error(Arc::new(Failed { source, at, within: trail::here() }))
    }

    /// What a task made at `site` has failed with. Made from another error, which knows no line of the app, it arose there.
    pub(crate) fn at_or(error: impl Into<Error>, site: Site) -> Self {
        let mut error = error.into();
        if error.at().file() == Location::caller().file()
            && let Some(failed) = Arc::get_mut(&mut error.0)
        {
            failed.at = site;
        }
        error
    }

    /// Where in the app it arose: the line of the `?` or of [`Error::new`].
    #[must_use]
    pub fn at(&self) -> &'static Location<'static> {
        self.0.at
    }

    /// The containers that were open there, the innermost first.
    pub(crate) fn within(&self) -> &[Within] {
        &self.0.within
    }

    /// What went wrong.
    #[must_use]
    pub fn source(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.0.source
    }

    /// Whether it was made from an `E`.
    #[must_use]
    pub fn is<E: std::error::Error + 'static>(&self) -> bool {
        self.downcast_ref::<E>().is_some()
    }

    /// The `E` it was made from.
    #[must_use]
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.0.source.downcast_ref::<E>()
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    #[track_caller]
    fn from(source: E) -> Self {
        Error::made(Box::new(source), Location::caller())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.source, self.0.at)
    }
}

/// A panic of app code that a [`boundary`](crate::Ui::boundary) or a task has caught.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Panic {
    /// What it said.
    pub(crate) message: String,
    /// The file, line and column of it.
    pub(crate) at: Option<String>,
}

impl Panic {
    /// What the panic said.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Its file, line and column.
    #[must_use]
    pub fn at(&self) -> Option<&str> {
        self.at.as_deref()
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Panic {}

#[derive(Debug)]
struct Message(String);

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Message {}
