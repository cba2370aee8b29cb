//! JSON from outside, read so that nothing of it is lost or guessed: no key twice, no number that would be another one, nothing nested so
//! deep that reading it costs the stack.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How deep it may be nested. serde_json goes no deeper than 128 by itself.
pub(crate) const MOST_DEPTH: usize = 120;

/// The largest text that is read, in bytes.
pub(crate) const MOST_BYTES: usize = 256 << 20;

/// Why a text is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotStrict {
    /// It is too large.
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The largest size.
        limit: usize,
    },
    /// It is no UTF-8.
    NotUtf8 {
        /// Where it stops to be.
        at: usize,
    },
    /// It is nested too deep.
    TooDeep {
        /// The deepest that is read.
        limit: usize,
    },
    /// A number that cannot be kept exactly.
    Number {
        /// Where it begins, in bytes.
        at: usize,
    },
    /// A key is there twice in one object.
    Twice {
        /// The beginning of the key.
        key: String,
        /// The line, from 1.
        line: usize,
    },
    /// It is no JSON.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

impl fmt::Display for NotStrict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size, limit } => {
                write!(f, "it has {size} bytes, and no more than {limit} are read")
            }
            Self::NotUtf8 { at } => write!(f, "it is no text in UTF-8, from byte {at} on"),
            Self::TooDeep { limit } => write!(f, "it is nested deeper than {limit}"),
            Self::Number { at } => {
                write!(f, "the number at byte {at} has more digits than can be kept")
            }
            Self::Twice { key, line } => write!(f, "the key {key:?} is there twice (line {line})"),
            Self::Syntax { line, column } => write!(f, "it is no JSON (line {line}, column {column})"),
        }
    }
}

impl std::error::Error for NotStrict {}

/// Reads a whole text.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, NotStrict> {
    parse_within(bytes, MOST_DEPTH)
}

/// As [`parse`], nested no deeper than `depth`.
pub(crate) fn parse_within(bytes: &[u8], depth: usize) -> Result<Value, NotStrict> {
    if bytes.len() > MOST_BYTES {
        return Err(NotStrict::TooLarge { size: bytes.len(), limit: MOST_BYTES });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| NotStrict::NotUtf8 { at: error.valid_up_to() })?;
    look(text.as_bytes(), depth)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Strict.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.to_string().split_once(TWICE) {
            Some((_, key)) => {
                let key = key.split_once(TWICE).map_or(key, |(key, _)| key);
                NotStrict::Twice { key: key.chars().take(40).collect(), line }
            }
            None => NotStrict::Syntax { line, column },
        }
    })
}

/// Marks, in an error of serde's, the key that is there twice. No text has it otherwise: a control character.
const TWICE: char = '\u{1}';

/// Looks at a text before it is read: how deep it is nested, and whether its whole numbers fit.
fn look(bytes: &[u8], limit: usize) -> Result<(), NotStrict> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += 1;
                while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
                    at += if *byte == b'\\' { 2 } else { 1 };
                }
            }
            b'[' | b'{' => {
                depth += 1;
                if depth > limit {
                    return Err(NotStrict::TooDeep { limit });
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'-' | b'0'..=b'9' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let end = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
                let number = std::str::from_utf8(rest.get(..end).unwrap_or_default()).unwrap_or_default();
                if !is_exact(number) {
                    return Err(NotStrict::Number { at });
                }
                at += end.saturating_sub(1);
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

fn is_exact(number: &str) -> bool {
    if number.contains(['.', 'e', 'E']) {
        return number.parse::<f64>().is_ok_and(f64::is_finite);
    }
    number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() || number == "-"
}

#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            if all.contains_key(&key) {
                return Err(A::Error::custom(format_args!("{TWICE}{key}{TWICE}")));
            }
            let value = fields.next_value_seed(self)?;
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sound_is_read_as_serde_json_reads_it() {
        for text in [
            "null",
            " [1, -2, 3.5, 1e3, -0, 18446744073709551615, -9223372036854775808] ",
            r#"{"a":{"b":"[{\"\\"},"c":[true,false],"__proto__":{"x":1}}"#,
            r#""\u00e9 12345678901234567890123""#,
        ] {
            assert_eq!(
                parse(text.as_bytes()).unwrap(),
                serde_json::from_str::<Value>(text).unwrap(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_would_be_lost_or_guessed_is_refused_by_its_kind() {
        let deep = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert!(parse(&deep(MOST_DEPTH)).is_ok());
        for depth in [MOST_DEPTH + 1, 10_000, 1_000_000] {
            assert_eq!(parse(&deep(depth)), Err(NotStrict::TooDeep { limit: MOST_DEPTH }));
        }
        let refused = |text: &[u8]| parse(text).unwrap_err();
        assert_eq!(refused(b"{\"a\":\xff}"), NotStrict::NotUtf8 { at: 5 });
        assert_eq!(refused(br#"{"a":1,"b":{"x":1,"x":2}}"#), NotStrict::Twice { key: "x".into(), line: 1 });
        assert_eq!(refused(br#"{"a":1,"\u0061":2}"#), NotStrict::Twice { key: "a".into(), line: 1 });
        assert_eq!(refused(b"[18446744073709551616]"), NotStrict::Number { at: 1 });
        assert_eq!(refused(b"{\"a\":1e999}"), NotStrict::Number { at: 5 });
        for text in [
            &b""[..],
            b"{",
            b"[1,]",
            b"nul",
            b"{} {}",
            b"{'a':1}",
            b"[1 2]",
            b"\"\x01\"",
            b"\"a",
            b"-",
            b"[\"\\",
        ] {
            assert!(matches!(refused(text), NotStrict::Syntax { .. }), "{text:?}: {:?}", parse(text));
        }
        let huge = vec![0; MOST_BYTES + 1];
        assert_eq!(refused(&huge), NotStrict::TooLarge { size: MOST_BYTES + 1, limit: MOST_BYTES });
    }
}
