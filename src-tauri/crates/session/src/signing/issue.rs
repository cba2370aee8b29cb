//! Making tokens.

use super::entropy::{EntropyError, random};
use super::hex;
use super::key::SigningKey;
use super::token::{HEX_LEN, MAX_LEN, MAX_TIME, Token};

/// The token of `entropy`, issued at `now` in Unix seconds.
///
/// `entropy` must come from the operating system and be used once; [`issue_fresh`] sees to both. A clock before 1970 or
/// after the year 33658 is outside what a token can say and counts as the nearest time that is not: such a token is refused
/// as soon as the clock is right.
#[must_use]
pub fn issue(key: &SigningKey, entropy: [u8; 32], now: i64) -> Token {
    let issued_at = now.clamp(0, MAX_TIME);
    let mut text = [0; MAX_LEN];
    let mut len = 0;
    let mut put = |text: &mut [u8; MAX_LEN], part: &[u8]| {
        if let Some(place) = text.get_mut(len..len + part.len()) {
            place.copy_from_slice(part);
            len += part.len();
        }
        len
    };
    let mut part = [0; HEX_LEN];
    hex::encode_into(&entropy, &mut part);
    put(&mut text, &part);
    put(&mut text, b".");
    let mut digits = [0; 20];
    let signed = put(&mut text, decimal(issued_at, &mut digits));
    let mac = key.mac(text.get(..signed).unwrap_or_default());
    put(&mut text, b".");
    hex::encode_into(&mac, &mut part);
    let len = put(&mut text, &part);
    Token::new(text, len, entropy, issued_at)
}

/// A new token of 32 bytes from the operating system, issued at `now` in Unix seconds.
///
/// # Errors
///
/// [`EntropyError`] if the operating system gives no random bytes; then there is no token.
pub fn issue_fresh(key: &SigningKey, now: i64) -> Result<Token, EntropyError> {
    issue_from(key, now, || random::<32>().map(|bytes| *bytes))
}

/// [`issue_fresh`] with another source of random bytes.
///
/// # Errors
///
/// The source's own error, with no token made.
pub fn issue_from<E>(
    key: &SigningKey,
    now: i64,
    source: impl FnOnce() -> Result<[u8; 32], E>,
) -> Result<Token, E> {
    Ok(issue(key, source()?, now))
}

/// The decimal digits of `number`, which is not negative, at the end of `digits`.
fn decimal(number: i64, digits: &mut [u8; 20]) -> &[u8] {
    let mut rest = number;
    let mut start = digits.len();
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + u8::try_from(rest.rem_euclid(10)).unwrap_or(0);
        start = at;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    digits.get(start..).unwrap_or_default()
}
