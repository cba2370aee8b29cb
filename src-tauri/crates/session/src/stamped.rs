//! A value of an app before it is sealed: its JSON behind a stamp, which is its version and when it was changed last.
//!
//! ```text
//! 2       version u32, time i64 in Unix seconds, JSON
//! 1       version u32, JSON
//! other   JSON of version 1
//! ```
//!
//! Numbers are big-endian. The first is what is written; the others were, and are read. No JSON begins with a byte below 9.

/// The version of a value whose app names none.
pub(crate) const FIRST_VERSION: u32 = 1;

const WITHOUT_TIME: u8 = 1;
const WITH_TIME: u8 = 2;
/// Begins no JSON, and may begin what a later program writes.
const LAST_FORMAT: u8 = 8;

/// A value with its stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamped<'a> {
    /// Which of the app's versions it is of.
    pub(crate) version: u32,
    /// When it was changed last, in Unix seconds, where that is known.
    pub(crate) changed_at: Option<i64>,
    /// The value.
    pub(crate) json: &'a [u8],
}

impl<'a> Stamped<'a> {
    /// Reads what was stored; `None` where a later program has stored it, or nothing.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (format, rest) = bytes.split_first()?;
        let (version, changed_at, json) = match *format {
            WITHOUT_TIME => {
                let (version, json) = rest.split_first_chunk::<4>()?;
                (u32::from_be_bytes(*version), None, json)
            }
            WITH_TIME => {
                let (version, rest) = rest.split_first_chunk::<4>()?;
                let (time, json) = rest.split_first_chunk::<8>()?;
                (u32::from_be_bytes(*version), Some(i64::from_be_bytes(*time)), json)
            }
            ..=LAST_FORMAT => return None,
            _ => (FIRST_VERSION, None, bytes),
        };
        Some(Stamped { version, changed_at, json })
    }

    /// The bytes to store.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let Stamped { version, changed_at, json } = self;
        let mut bytes = Vec::with_capacity(json.len().saturating_add(13));
        bytes.push(if changed_at.is_some() { WITH_TIME } else { WITHOUT_TIME });
        bytes.extend_from_slice(&version.to_be_bytes());
        if let Some(time) = changed_at {
            bytes.extend_from_slice(&time.to_be_bytes());
        }
        bytes.extend_from_slice(json);
        bytes
    }

    /// Whether both are the same value of the same version, whenever they were stored.
    pub(crate) fn is_same(&self, other: &Stamped<'_>) -> bool {
        self.version == other.version && self.json == other.json
    }
}

/// Bytes that no version of this crate has stored.
#[derive(Debug)]
pub(crate) struct NotStamped;

impl std::fmt::Display for NotStamped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is of a form that is not known")
    }
}

impl std::error::Error for NotStamped {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        for changed_at in [None, Some(-1), Some(1_767_225_600)] {
            let stamped = Stamped { version: 7, changed_at, json: b"[1]" };
            assert_eq!(Stamped::parse(&stamped.to_bytes()), Some(stamped));
        }
    }

    #[test]
    fn what_was_stored_without_a_stamp_is_of_the_first_version() {
        for json in [&b"{}"[..], b" 1", b"\"x\"", b"\t0", b"null"] {
            assert_eq!(Stamped::parse(json), Some(Stamped { version: 1, changed_at: None, json }));
        }
    }

    #[test]
    fn what_a_later_program_has_stored_or_is_cut_short_is_not_read() {
        for bytes in [&b""[..], b"\x00{}", b"\x03{}", b"\x08", b"\x01\0\0\0", b"\x02\0\0\0\x01\0\0\0\0\0\0\0"]
        {
            assert_eq!(Stamped::parse(bytes), None, "{bytes:?}");
        }
    }
}
