//! Where the system cannot tell which user is at the other end of a socket, there is no control socket: a second start says
//! that the profile is taken.

use std::io;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::message::{Ask, Refusal};
use super::{Unanswered, Waits};
use crate::message::Answer;

/// Never made.
pub(crate) enum Control {}

impl Control {
    /// # Errors
    ///
    /// Always.
    pub(crate) fn listen(
        _: &Path,
        _: impl Fn(Ask, Waits, Answer) + Send + Sync + 'static,
    ) -> io::Result<Control> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) fn end(self) {
        match self {}
    }
}

pub(super) fn ask(_: &Path, _: &Ask, _: Instant) -> Result<Result<Value, Refusal>, Unanswered> {
    Err(Unanswered::Gone)
}
