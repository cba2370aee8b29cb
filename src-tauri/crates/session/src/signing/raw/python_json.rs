//! JSON as Python's `json` module reads and writes it.
//!
//! `serde_json` cannot take its place: Python writes only ASCII (`\u00e9`, surrogate pairs, `\u007f`), floats as `1e-07`,
//! integers of any size, `NaN` and `Infinity`, reads lone surrogates, and keeps the order of keys. Each value is kept as
//! the ASCII text that Python would write for it, so that what is signed is equal byte for byte.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::{self, Write as _};

/// How deep lists and dicts may be nested. Python gives up at about 1,000.
pub const MAX_DEPTH: usize = 500;

/// Python refuses to read an integer of more digits (`sys.set_int_max_str_digits`).
const MAX_INT_DIGITS: usize = 4_300;

/// A value that Python's `json.loads` can return.
///
/// `Display` writes it as `json.dumps(value, separators=(",", ":"))` does. Two values are equal if those texts are.
///
/// ```
/// use hyperdiv_session::signing::raw::Json;
///
/// let value = Json::parse("{\"b\": 1e-7, \"a\": \"\u{e9}\"}")?;
/// assert_eq!(value.to_string(), r#"{"b":1e-07,"a":"\u00e9"}"#);
/// # Ok::<(), hyperdiv_session::signing::raw::JsonError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// `null`, a boolean or a number, as written.
    Literal(String),
    /// What stands between the quotes, as written.
    String(String),
    List(Vec<Node>),
    Dict(Vec<(String, Node)>),
}

impl Json {
    /// `json.loads(text)`.
    ///
    /// # Errors
    ///
    /// [`JsonError`] where Python raises, and for values nested deeper than [`MAX_DEPTH`].
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut parser = Parser { text, at: 0 };
        parser.skip_space();
        let node = parser.value(0)?;
        parser.skip_space();
        if parser.at == text.len() { Ok(Self(node)) } else { Err(parser.error()) }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::String(text) => write!(f, "\"{text}\""),
            Self::List(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Dict(items) => {
                f.write_char('{')?;
                for (index, (key, value)) in items.iter().enumerate() {
                    write!(f, "{}\"{key}\":", if index == 0 { "" } else { "," })?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

/// A text is not what Python's `json.loads` reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    at: usize,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the JSON is malformed or nested too deep at byte {}; correct it there", self.at)
    }
}

impl Error for JsonError {}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn error(&self) -> JsonError {
        JsonError { at: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, JsonError> {
        if depth > MAX_DEPTH {
            return Err(self.error());
        }
        match self.peek() {
            Some(b'"') => Ok(Node::String(self.string()?)),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.dict(depth),
            Some(b'-') if self.take_word("-Infinity") => Ok(Node::Literal("-Infinity".to_owned())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => ["null", "true", "false", "NaN", "Infinity"]
                .into_iter()
                .find(|word| self.take_word(word))
                .map(|word| Node::Literal(word.to_owned()))
                .ok_or_else(|| self.error()),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Node::List(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Node::List(items));
            }
            if !self.take(b',') {
                return Err(self.error());
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Node, JsonError> {
        self.at += 1;
        let mut items: Vec<(String, Node)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Node::Dict(items));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error());
            }
            let key = self.string()?;
            self.skip_space();
            if !self.take(b':') {
                return Err(self.error());
            }
            self.skip_space();
            let value = self.value(depth + 1)?;
            // As in a Python dict, a key given again keeps its place and takes the new value.
            let place = places.get(&key).and_then(|place| items.get_mut(*place));
            if let Some((_, old)) = place {
                *old = value;
            } else {
                places.insert(key.clone(), items.len());
                items.push((key, value));
            }
            self.skip_space();
            if self.take(b'}') {
                return Ok(Node::Dict(items));
            }
            if !self.take(b',') {
                return Err(self.error());
            }
        }
    }

    /// The string at the cursor as Python writes it, without its quotes.
    fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut written = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain =
                rest.bytes().position(|byte| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\'));
            let (plain, _) = rest.split_at_checked(plain.unwrap_or(rest.len())).unwrap_or_default();
            written.push_str(plain);
            self.at += plain.len();
            let character = self.text.get(self.at..).and_then(|rest| rest.chars().next());
            let Some(character) = character.filter(|character| *character >= ' ') else {
                return Err(self.error());
            };
            self.at += character.len_utf8();
            match character {
                '"' => return Ok(written),
                '\\' => {
                    let unit = self.escape()?;
                    write_unit(&mut written, unit);
                }
                _ => character
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .for_each(|unit| write_unit(&mut written, *unit)),
            }
        }
    }

    /// The UTF-16 unit that an escape means. Units are written one by one, so pairs and lone surrogates come out as Python
    /// writes them.
    fn escape(&mut self) -> Result<u16, JsonError> {
        let escape = self.peek().ok_or_else(|| self.error())?;
        let unit = match escape {
            b'"' | b'\\' | b'/' => u16::from(escape),
            b'b' => 8,
            b't' => 9,
            b'n' => 10,
            b'f' => 12,
            b'r' => 13,
            b'u' => {
                let digits =
                    self.text.as_bytes().get(self.at + 1..self.at + 5).ok_or_else(|| self.error())?;
                let unit = digits
                    .iter()
                    .try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
                    .and_then(|unit| u16::try_from(unit).ok())
                    .ok_or_else(|| self.error())?;
                self.at += 4;
                unit
            }
            _ => return Err(self.error()),
        };
        self.at += 1;
        Ok(unit)
    }

    fn number(&mut self) -> Result<Node, JsonError> {
        let start = self.at;
        self.take(b'-');
        let whole = self.at;
        if !self.take(b'0') && self.digits() == 0 {
            return Err(self.error());
        }
        let whole_len = self.at - whole;
        let mut is_float = false;
        let before = self.at;
        if self.take(b'.') && self.digits() > 0 {
            is_float = true;
        } else {
            self.at = before;
        }
        let before = self.at;
        let exponent = (self.take(b'e') || self.take(b'E')) && {
            let _ = self.take(b'-') || self.take(b'+');
            self.digits() > 0
        };
        if exponent {
            is_float = true;
        } else {
            self.at = before;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        if is_float {
            return text.parse().map(|value| Node::Literal(float(value))).map_err(|_| self.error());
        }
        if whole_len > MAX_INT_DIGITS {
            return Err(self.error());
        }
        Ok(Node::Literal(if text == "-0" { "0" } else { text }.to_owned()))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }
}

fn write_unit(written: &mut String, unit: u16) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    match u8::try_from(unit) {
        Ok(b'"') => written.push_str("\\\""),
        Ok(b'\\') => written.push_str("\\\\"),
        Ok(8) => written.push_str("\\b"),
        Ok(9) => written.push_str("\\t"),
        Ok(10) => written.push_str("\\n"),
        Ok(12) => written.push_str("\\f"),
        Ok(13) => written.push_str("\\r"),
        Ok(plain @ b' '..=b'~') => written.push(char::from(plain)),
        _ => {
            written.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                written.push(DIGITS[usize::from((unit >> shift) & 15)]);
            }
        }
    }
}

/// `repr(value)`, with Python's JSON names for what is not finite.
///
/// Both languages write the shortest digits that read back equal; Python uses an exponent below 1e-4 and from 1e16, with a
/// sign and two digits at least.
fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let shortest = format!("{value:e}");
    let places = shortest.split_once('e').and_then(|(mantissa, _)| mantissa.split_once('.'));
    let places = places.map_or(0, |(_, fraction)| fraction.len());
    // Where two shortest texts are equally near, Rust takes the upper and Python the even one, as rounding to that many
    // digits does. Beside a power of two the rounded text may not read back; then there was no such choice.
    let rounded = format!("{value:.places$e}");
    let scientific = if rounded.parse() == Ok(value) { rounded } else { shortest };
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs());
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = usize::try_from(exponent + 1).unwrap_or_else(|_| {
        (exponent..-1).for_each(|_| digits.insert(0, '0'));
        0
    });
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let filled = |part: &str| if part.is_empty() { "0".to_owned() } else { part.to_owned() };
    format!("{sign}{}.{}", filled(whole), filled(fraction))
}

#[cfg(test)]
mod tests {
    use super::{Json, MAX_DEPTH};

    /// What CPython 3.11 writes for `json.dumps(json.loads(text), separators=(",", ":"))`; `None` where it raises.
    #[test]
    fn reads_and_writes_as_python_does() {
        for (text, expected) in CASES {
            let written = Json::parse(text).ok().map(|value| value.to_string());
            assert_eq!(written.as_deref(), *expected, "{text:?}");
        }
    }

    #[test]
    fn nesting_ends_in_an_error_and_not_in_a_full_stack() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(Json::parse(&nested(MAX_DEPTH)).unwrap().to_string(), nested(MAX_DEPTH));
        assert!(Json::parse(&nested(MAX_DEPTH + 2)).is_err());
        assert!(Json::parse(&"[".repeat(1 << 20)).is_err());
        assert!(Json::parse(&"{\"a\":".repeat(1 << 20)).is_err());
    }

    #[test]
    fn integers_have_pythons_limit_of_digits() {
        assert!(Json::parse(&"9".repeat(4_300)).is_ok());
        assert!(Json::parse(&"9".repeat(4_301)).is_err());
        assert!(Json::parse(&format!("-{}", "9".repeat(4_300))).is_ok());
    }

    const CASES: &[(&str, Option<&str>)] = &[
        ("null", Some("null")),
        ("true", Some("true")),
        ("false", Some("false")),
        (" true ", Some("true")),
        ("tru", None),
        ("True", None),
        ("\"a\"", Some("\"a\"")),
        ("\"\u{e9}\"", Some("\"\\u00e9\"")),
        ("\"\u{2615} \u{1f511}\"", Some("\"\\u2615 \\ud83d\\udd11\"")),
        ("\"\\ud83d\\udd11\"", Some("\"\\ud83d\\udd11\"")),
        ("\"\\ud800\"", Some("\"\\ud800\"")),
        ("\"\\ud800x\"", Some("\"\\ud800x\"")),
        ("\"\\udd11\\ud83d\"", Some("\"\\udd11\\ud83d\"")),
        ("\"\\ud83d\\ud83d\\udd11\"", Some("\"\\ud83d\\ud83d\\udd11\"")),
        ("\"\u{7f}\"", Some("\"\\u007f\"")),
        ("\"\u{80}\"", Some("\"\\u0080\"")),
        ("\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"", Some("\"/\\b\\f\\n\\r\\t\\\"\\\\\"")),
        ("\"a\nb\"", None),
        ("\"\u{9}\"", None),
        ("\"\\x\"", None),
        ("\"\\u12\"", None),
        ("\"\\u12g4\"", None),
        ("\"\\u+123\"", None),
        ("\"\\u00E9\"", Some("\"\\u00e9\"")),
        ("\"<&'>\"", Some("\"<&'>\"")),
        ("\"", None),
        ("\"\\", None),
        ("\"\"", Some("\"\"")),
        ("0", Some("0")),
        ("-0", Some("0")),
        ("-", None),
        ("01", None),
        ("-01", None),
        ("1", Some("1")),
        ("-7", Some("-7")),
        ("18446744073709551616", Some("18446744073709551616")),
        ("123456789012345678901234567890", Some("123456789012345678901234567890")),
        ("+1", None),
        ("1.", None),
        (".5", None),
        ("1.0", Some("1.0")),
        ("1.50", Some("1.5")),
        ("-0.0", Some("-0.0")),
        ("0.1", Some("0.1")),
        ("1e5", Some("100000.0")),
        ("1E5", Some("100000.0")),
        ("1e+5", Some("100000.0")),
        ("1e", None),
        ("1e+", None),
        ("1.e5", None),
        ("1e-7", Some("1e-07")),
        ("0.0001", Some("0.0001")),
        ("0.00001", Some("1e-05")),
        ("0.00012345", Some("0.00012345")),
        ("123456789012345680.0", Some("1.2345678901234568e+17")),
        ("1e15", Some("1000000000000000.0")),
        ("1e16", Some("1e+16")),
        ("1e17", Some("1e+17")),
        // Exactly between two shortest texts: Python takes the even digit.
        ("1801514316094494.2", Some("1801514316094494.2")),
        ("9007199254740993.0", Some("9007199254740992.0")),
        ("1234567890123456.7", Some("1234567890123456.8")),
        ("9999999999999998.0", Some("9999999999999998.0")),
        ("1e22", Some("1e+22")),
        ("1.5e300", Some("1.5e+300")),
        ("1e308", Some("1e+308")),
        ("1e309", Some("Infinity")),
        ("-1e309", Some("-Infinity")),
        ("5e-324", Some("5e-324")),
        ("1e-400", Some("0.0")),
        ("2.2250738585072014e-308", Some("2.2250738585072014e-308")),
        ("3.14", Some("3.14")),
        ("100.0", Some("100.0")),
        ("1e0", Some("1.0")),
        ("1_0", None),
        ("0x10", None),
        ("NaN", Some("NaN")),
        ("Infinity", Some("Infinity")),
        ("-Infinity", Some("-Infinity")),
        ("-NaN", None),
        ("nan", None),
        ("-I", None),
        ("[]", Some("[]")),
        ("[ ]", Some("[]")),
        ("[1, 2]", Some("[1,2]")),
        ("[1,]", None),
        ("[,1]", None),
        ("[1 2]", None),
        ("[", None),
        ("[1", None),
        ("{}", Some("{}")),
        ("{ }", Some("{}")),
        ("{\"a\":1}", Some("{\"a\":1}")),
        ("{\"b\":1,\"a\":2}", Some("{\"b\":1,\"a\":2}")),
        ("{\"a\":1,\"b\":2,\"a\":3}", Some("{\"a\":3,\"b\":2}")),
        ("{\"\\u0061\":1,\"a\":2}", Some("{\"a\":2}")),
        ("{\"a\":{\"b\":[null,{\"c\":\"\u{e9}\"}]}}", Some("{\"a\":{\"b\":[null,{\"c\":\"\\u00e9\"}]}}")),
        ("{\"a\"}", None),
        ("{\"a\":}", None),
        ("{\"a\":1,}", None),
        ("{a:1}", None),
        ("{1:2}", None),
        ("{\"a\":1 \"b\":2}", None),
        ("\u{feff}1", None),
        ("", None),
        ("  ", None),
        ("1 2", None),
        ("1\u{c}", None),
        ("\u{a0}1", None),
        ("null\u{0}", None),
        ("[\u{d}\n\u{9}1]", Some("[1]")),
    ];
}
