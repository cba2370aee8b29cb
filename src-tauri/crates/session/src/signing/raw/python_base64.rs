//! `base64.urlsafe_b64decode` of Python, which ignores every character that is not base64.
//!
//! Only the payload inside a good signature is decoded so; signatures are compared as text.

/// `b64_decode(text)` of `django.core.signing`: pads `text` to a multiple of four, then decodes it as CPython's
/// `binascii.a2b_base64` does without strict mode. `None` where that raises.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = (4 - text.len() % 4) % 4;
    let padded = text.iter().copied().chain(std::iter::repeat_n(b'=', padding));
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let mut left = 0;
    let mut position = 0;
    let mut pads = 0;
    for character in padded {
        if character == b'=' {
            if position >= 2 {
                pads += 1;
                if position + pads >= 4 {
                    return Some(bytes);
                }
            }
            continue;
        }
        let Some(value) = value(character) else {
            continue;
        };
        pads = 0;
        match position {
            0 => left = value,
            1 => {
                bytes.push((left << 2) | (value >> 4));
                left = value & 0x0f;
            }
            2 => {
                bytes.push((left << 4) | (value >> 2));
                left = value & 0x03;
            }
            _ => bytes.push((left << 6) | value),
        }
        position = (position + 1) % 4;
    }
    (position == 0).then_some(bytes)
}

/// `-` and `_` become `+` and `/` before Python decodes, so both alphabets are taken.
fn value(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    /// What CPython 3.11 answers to `b64_decode(text)`; `None` is `binascii.Error`.
    #[test]
    fn decodes_as_python_does() {
        for (text, expected) in CASES {
            assert_eq!(decode(text).as_deref(), *expected, "{:?}", String::from_utf8_lossy(text));
        }
    }

    const CASES: &[(&[u8], Option<&[u8]>)] = &[
        (b"", Some(b"")),
        (b"a", None),
        (b"YQ", Some(b"a")),
        (b"YWI", Some(b"ab")),
        (b"YWJj", Some(b"abc")),
        (b"YWJjZA", Some(b"abcd")),
        (b"YQ==", Some(b"a")),
        (b"YWI=", Some(b"ab")),
        (b"YQ=", Some(b"a")),
        (b"!!!!", Some(b"")),
        (b"Y!Q", None),
        (b"Y Q\x0a", None),
        (b"YWJj!", Some(b"abc")),
        (b"YWJj!ZA", None),
        (b"-_-_", Some(b"\xfb\xff\xbf")),
        (b"+/+/", Some(b"\xfb\xff\xbf")),
        (b"YR", Some(b"a")),
        (b"=YQ", None),
        (b"Y=Q", None),
        (b"YQ=J", None),
        (b"YQ=Jj", Some(b"a\x02c")),
        (b"YQ==YQ", Some(b"a")),
        (b"YWI=YWI=", Some(b"ab")),
        (b"\xffYQ", None),
        (b"A", None),
        (b"AAAAA", None),
        (b"====", Some(b"")),
        (b"=", Some(b"")),
        (b"YQ=!=", Some(b"a")),
        (b"YWJ!jZA==", Some(b"abcd")),
    ];
}
