//! Standard input, line by line, as bytes.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is taken in, so that an endless one does not fill the memory.
pub(crate) const LONGEST: usize = 16 << 20;

/// The lines of a stream. A line feed ends one, and nothing else does: a carriage return before it belongs to the line. The
/// last may lack it.
pub(crate) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    number: u64,
}

/// A line, without its line feed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Whole(&'a [u8]),
    /// Longer than [`LONGEST`].
    TooLong,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Lines { input: BufReader::with_capacity(1 << 16, input), line: Vec::new(), number: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the next line may have to be waited for: whoever wrote the last one may be waiting for its answer.
    pub(crate) fn may_wait(&self) -> bool {
        !self.input.buffer().contains(&b'\n')
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(crate) fn read(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let limit = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
        if self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        } else if self.line.len() > LONGEST {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Whole(&self.line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = Lines::new(input);
        let mut all = Vec::new();
        while let Some(line) = lines.read().unwrap() {
            let Line::Whole(line) = line else { panic!("no line is that long") };
            all.push(line.to_vec());
        }
        all
    }

    #[test]
    fn only_a_line_feed_ends_a_line_and_the_last_may_lack_it() {
        assert_eq!(lines(b""), [b""; 0]);
        assert_eq!(lines(b"\n"), [b""]);
        assert_eq!(lines(b"a"), [b"a"]);
        assert_eq!(lines(b"a\nb\n"), lines(b"a\nb"));
        assert_eq!(lines(b"a\r\n\x85\xff\0\x0b\n"), [&b"a\r"[..], b"\x85\xff\0\x0b"]);
        assert_eq!(lines(b"\n\na"), [&b""[..], b"", b"a"]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let just = [b"a".repeat(LONGEST), b"\nb".to_vec()].concat();
        assert_eq!(lines(&just).iter().map(Vec::len).collect::<Vec<_>>(), [LONGEST, 1]);
        let over = [b"a".repeat(LONGEST + 1), b"\nb".to_vec()].concat();
        let mut lines = Lines::new(&*over);
        assert_eq!(lines.read().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.read().unwrap(), Some(Line::Whole(b"b")));
        assert_eq!(lines.number(), 2);
        assert_eq!(lines.read().unwrap(), None);
    }

    #[test]
    fn a_line_that_is_there_as_a_whole_is_not_waited_for() {
        let mut lines = Lines::new(&b"a\nb\nc"[..]);
        assert!(lines.may_wait());
        lines.read().unwrap();
        assert!(!lines.may_wait());
        lines.read().unwrap();
        assert!(lines.may_wait(), "of the third only the beginning is there");
    }
}
