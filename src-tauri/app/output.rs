//! What verbs print: text for people, or one JSON value for programs.

use std::io::{self, Write};

use serde::Serialize;

/// Prints text, which ends with a line break of its own.
///
/// # Errors
///
/// Where standard output does not take it. A reader that has gone away does not mind.
pub(crate) fn text(text: &str) -> io::Result<()> {
    write(text.as_bytes())
}

/// Prints a value as one line of JSON.
///
/// # Errors
///
/// As [`text`].
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    write(&line)
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush())
}
