//! What verbs print: text for people, or one JSON value for programs.

use std::fmt;
use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;

/// So many of something, as a person writes it.
pub(crate) fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

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
    is_read(out.write_all(bytes).and_then(|()| out.flush())).map(|_| ())
}

/// Many answers, each written when it is known: a line each, or all of them as one JSON array.
pub(crate) struct Stream {
    out: BufWriter<StdoutLock<'static>>,
    json: bool,
    any: bool,
}

impl Stream {
    pub(crate) fn new(json: bool) -> Stream {
        Stream { out: BufWriter::with_capacity(1 << 16, io::stdout().lock()), json, any: false }
    }

    /// Writes an answer. False if nobody reads any more.
    ///
    /// # Errors
    ///
    /// As [`text`].
    pub(crate) fn put(&mut self, answer: &(impl Serialize + fmt::Display)) -> io::Result<bool> {
        is_read(self.write(answer))
    }

    fn write(&mut self, answer: &(impl Serialize + fmt::Display)) -> io::Result<()> {
        if !self.json {
            return writeln!(self.out, "{answer}");
        }
        self.out.write_all(if self.any { b"," } else { b"[" })?;
        self.any = true;
        Ok(serde_json::to_writer(&mut self.out, answer)?)
    }

    /// Sends what has been written on its way.
    ///
    /// # Errors
    ///
    /// As [`text`].
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        is_read(self.out.flush()).map(|_| ())
    }

    /// Ends the array, and flushes.
    ///
    /// # Errors
    ///
    /// As [`text`].
    pub(crate) fn end(mut self) -> io::Result<()> {
        let end: &[u8] = match (self.json, self.any) {
            (false, _) => b"",
            (true, false) => b"[]\n",
            (true, true) => b"]\n",
        };
        is_read(self.out.write_all(end).and_then(|()| self.out.flush())).map(|_| ())
    }
}

/// Whether what was written found a reader. One that has seen enough, as `head` has, is no failure.
fn is_read(written: io::Result<()>) -> io::Result<bool> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => written.map(|()| true),
    }
}
