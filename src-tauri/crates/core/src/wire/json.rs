//! JSON text, written straight into the message.

/// Writes `text` as a JSON string.
pub(super) fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.push_str("\\u00");
                out.push(char::from(HEX[usize::from(control >> 4)]));
                out.push(char::from(HEX[usize::from(control & 15)]));
            }
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

/// Writes `texts` as a JSON array of strings.
pub(crate) fn strings<T: AsRef<str>>(out: &mut String, texts: &[T]) {
    out.push('[');
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        string(out, text.as_ref());
    }
    out.push(']');
}

pub(super) fn integer(out: &mut String, value: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(value));
}

/// Writes a number; what JSON cannot hold becomes null.
pub(super) fn float(out: &mut String, value: f64) {
    if value.is_finite() {
        out.push_str(ryu::Buffer::new().format_finite(value));
    } else {
        out.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_survive_a_parser() {
        for texts in [&[][..], &["a\"]"], &["", ",", "\u{0}"]] {
            let mut out = String::new();
            super::strings(&mut out, texts);
            assert_eq!(
                serde_json::from_str::<Vec<String>>(&out).ok().as_deref(),
                Some(&texts.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{out}"
            );
        }
    }

    #[test]
    fn strings_survive_a_parser() {
        for text in ["", "plain", "a\"b\\c", "\u{0}\u{1f}\n\r\t", "na\u{ef}ve \u{2028}\u{1f600}", "</script>"]
        {
            let mut out = String::new();
            super::string(&mut out, text);
            assert_eq!(serde_json::from_str::<String>(&out).ok().as_deref(), Some(text), "{out}");
        }
    }
}
