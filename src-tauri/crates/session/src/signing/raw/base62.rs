//! The base 62 of `django.core.signing`: digits `0-9A-Za-z`, `-` before a negative number.
//!
//! Python's integers have no limit, so numbers beyond an `i128` are decimal texts here.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The longest text that is converted; conversion takes time with the square of the length.
const MAX_LEN: usize = 4_096;

/// `b62_encode(n)`.
#[must_use]
pub fn encode(n: i128) -> String {
    let mut rest = n.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        digits.push(u8::try_from(rest % 62).unwrap_or(0));
        rest /= 62;
        if rest == 0 {
            break;
        }
    }
    digits.reverse();
    text(n < 0, &digits)
}

/// `b62_encode(int(decimal))`, for a number of any size; `None` unless `decimal` is one of at most 4,096 digits.
#[must_use]
pub fn encode_decimal(decimal: &str) -> Option<String> {
    let (negative, magnitude) = sign(decimal);
    let digits = values(magnitude, |digit| char::from(digit).to_digit(10))?;
    let digits = convert(&digits, 10, 62);
    Some(text(negative && digits != [0], &digits))
}

/// `b62_decode(text)`, in decimal; `None` where Python raises, or for more than 4,096 digits.
///
/// Like Django's it takes leading zeros, and `-` alone as 0.
#[must_use]
pub fn decode(text: &str) -> Option<String> {
    let (negative, magnitude) = sign(text);
    if magnitude.is_empty() {
        return negative.then(|| "0".to_owned());
    }
    let digits = values(magnitude, value)?;
    let digits = convert(&digits, 62, 10);
    let sign = if negative && digits != [0] { "-" } else { "" };
    Some(digits.iter().fold(sign.to_owned(), |mut decimal, digit| {
        decimal.push(char::from(b'0' + digit));
        decimal
    }))
}

fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |magnitude| (true, magnitude))
}

fn value(digit: u8) -> Option<u32> {
    ALPHABET.iter().position(|candidate| *candidate == digit).and_then(|value| u32::try_from(value).ok())
}

fn values(text: &str, value: impl Fn(u8) -> Option<u32>) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    text.bytes().map(|digit| value(digit).and_then(|value| u8::try_from(value).ok())).collect()
}

fn text(negative: bool, digits: &[u8]) -> String {
    let sign = if negative { "-" } else { "" };
    digits.iter().fold(sign.to_owned(), |mut text, digit| {
        text.push(char::from(ALPHABET.get(usize::from(*digit)).copied().unwrap_or(b'0')));
        text
    })
}

/// The digits of the same number in another base, without leading zeros, `[0]` for zero. Most significant first.
fn convert(digits: &[u8], from: u32, to: u32) -> Vec<u8> {
    let mut number = digits.to_vec();
    let mut converted = Vec::new();
    while !number.is_empty() {
        // Long division of the whole number by the new base; the remainder is its next digit from the right.
        let mut remainder = 0;
        let mut quotient = Vec::with_capacity(number.len());
        for digit in &number {
            let value = remainder * from + u32::from(*digit);
            remainder = value % to;
            let digit = u8::try_from(value / to).unwrap_or(0);
            if digit != 0 || !quotient.is_empty() {
                quotient.push(digit);
            }
        }
        converted.push(u8::try_from(remainder).unwrap_or(0));
        number = quotient;
    }
    while converted.len() > 1 && converted.last() == Some(&0) {
        converted.pop();
    }
    converted.reverse();
    converted
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, encode_decimal};

    #[test]
    fn numbers_of_any_size_survive() {
        for n in [0, 1, 61, 62, 63, 3_843, 3_844, i128::from(u64::MAX), i128::MAX, -1, -62, i128::MIN] {
            let text = encode(n);
            assert_eq!(encode_decimal(&n.to_string()).as_deref(), Some(text.as_str()));
            assert_eq!(decode(&text), Some(n.to_string()));
        }
        let googol = format!("1{}", "0".repeat(100));
        assert_eq!(decode(&encode_decimal(&googol).unwrap()), Some(googol));
    }

    #[test]
    fn what_python_raises_on_is_refused() {
        for text in ["", "--1", "+1", " 1", "1 ", "1_0", "\u{661}", "a:b", "\0"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
        assert_eq!(decode(&"z".repeat(1 << 20)), None);
        assert_eq!(encode_decimal("1.5"), None);
        assert_eq!(encode_decimal(""), None);
        assert_eq!((decode("-"), decode("-0"), decode("0000")), tripled("0"));
    }

    fn tripled(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        (Some(text.to_owned()), Some(text.to_owned()), Some(text.to_owned()))
    }
}
