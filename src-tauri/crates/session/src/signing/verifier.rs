//! Checking tokens.

use std::error::Error;
use std::fmt;

use super::hex;
use super::key::SigningKey;
use super::token::{HEX_LEN, MAX_LEN, MAX_TIME_LEN, MIN_LEN, Token};

/// How far ahead of our clock, in seconds, a token's time of issue may lie.
pub const MAX_SKEW: i64 = 60;

/// The age in seconds past which a token is refused unless the app says otherwise: 90 days, the absolute limit.
pub const DEFAULT_MAX_AGE: i64 = 90 * 24 * 60 * 60;

/// Checks shape, signature and age of tokens against the current key and its fallbacks.
///
/// ```
/// use hyperdiv_session::signing::{SigningKey, Verifier, issue};
///
/// let key = SigningKey::derive("io.hyperdiv.session", b"0123456789abcdef0123456789abcdef");
/// let token = issue(&key, [7; 32], 1_767_225_600);
/// let verifier = Verifier::new(key, Vec::new());
/// assert!(verifier.verify(token.expose(), 1_767_225_700).is_ok());
/// assert!(verifier.verify(token.expose().to_uppercase(), 1_767_225_700).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Verifier {
    current: SigningKey,
    fallbacks: Vec<SigningKey>,
    max_age: Option<i64>,
}

impl Verifier {
    /// A verifier with [`DEFAULT_MAX_AGE`]; `fallbacks` are tried in their order after `current`.
    #[must_use]
    pub fn new(current: SigningKey, fallbacks: Vec<SigningKey>) -> Self {
        Self { current, fallbacks, max_age: Some(DEFAULT_MAX_AGE) }
    }

    /// Refuses tokens older than `seconds`; one of exactly that age is good.
    #[must_use]
    pub fn max_age(mut self, seconds: i64) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Accepts tokens of any age. One from the future is still refused.
    #[must_use]
    pub fn any_age(mut self) -> Self {
        self.max_age = None;
        self
    }

    /// The verified token, with the key that signed it, at `now` in Unix seconds.
    ///
    /// Takes any bytes. What cannot be a token is answered before any hashing and without allocation, whatever its length.
    ///
    /// # Errors
    ///
    /// [`Invalid`], which tells the caller nothing more; [`Invalid::reason`] is for the log.
    pub fn verify(&self, token: impl AsRef<[u8]>, now: i64) -> Result<Verified, Invalid> {
        self.check(token.as_ref(), now).map_err(|reason| Invalid { reason })
    }

    fn check(&self, text: &[u8], now: i64) -> Result<Verified, Reason> {
        let parts = Parts::parse(text).ok_or(Reason::Shape)?;
        let key = self.signer(parts.signed, &parts.mac).ok_or(Reason::Mac)?;
        // A difference too large for an i64 is a clock far before 1970, to which every token is of the future.
        let ahead = parts.issued_at.checked_sub(now).ok_or(Reason::Future)?;
        if ahead > MAX_SKEW {
            return Err(Reason::Future);
        }
        let age = now.checked_sub(parts.issued_at).ok_or(Reason::Expired)?;
        if self.max_age.is_some_and(|limit| age > limit) {
            return Err(Reason::Expired);
        }
        Ok(Verified { token: parts.token(text), key })
    }

    fn signer(&self, signed: &[u8], mac: &[u8; 32]) -> Option<KeyPosition> {
        if self.current.verify(signed, mac) {
            return Some(KeyPosition::Current);
        }
        self.fallbacks.iter().position(|key| key.verify(signed, mac)).map(KeyPosition::Fallback)
    }
}

/// A token that passed every check of its text. Its record has still to be looked up.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The token.
    pub token: Token,
    /// The key that signed it; a token of a fallback key is to be replaced by one of the current key.
    pub key: KeyPosition,
}

/// Which key of the ring signed a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPosition {
    /// The key that also signs new tokens.
    Current,
    /// An earlier key, by its index among the fallbacks.
    Fallback(usize),
}

/// The token is not valid.
///
/// The message never says which check failed, so that it helps nobody to forge one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid {
    reason: Reason,
}

impl Invalid {
    /// Which check failed, for the one log line. Holds no byte of the token.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the session token is invalid; sign in again")
    }
}

impl Error for Invalid {}

/// Why a token was refused, in the order of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Not `<64 hex digits>.<up to 12 decimal digits>.<64 hex digits>` in its one spelling.
    Shape,
    /// No key of the ring signed it.
    Mac,
    /// Older than the absolute limit.
    Expired,
    /// Issued more than [`MAX_SKEW`] seconds after now.
    Future,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "bad shape",
            Self::Mac => "bad signature",
            Self::Expired => "expired",
            Self::Future => "issued in the future",
        })
    }
}

/// The parts of a text that has the shape of a token:
/// `^[0-9a-f]{64}\.(0|[1-9][0-9]{0,11})\.[0-9a-f]{64}$`.
struct Parts<'a> {
    signed: &'a [u8],
    id: [u8; 32],
    issued_at: i64,
    mac: [u8; 32],
}

impl<'a> Parts<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        if text.len() < MIN_LEN || text.len() > MAX_LEN {
            return None;
        }
        let (signed, rest) = text.split_at_checked(text.len() - HEX_LEN - 1)?;
        let (id, time) = signed.split_at_checked(HEX_LEN)?;
        let issued_at = parse_time(time.strip_prefix(b".")?)?;
        let mac = hex::decode(rest.strip_prefix(b".")?)?;
        Some(Self { signed, id: hex::decode(id)?, issued_at, mac })
    }

    fn token(&self, text: &[u8]) -> Token {
        let mut copy = [0; MAX_LEN];
        if let Some(place) = copy.get_mut(..text.len()) {
            place.copy_from_slice(text);
        }
        Token::new(copy, text.len(), self.id, self.issued_at)
    }
}

/// Unix seconds in their one spelling: no sign, no leading zero, at most 12 digits.
fn parse_time(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > MAX_TIME_LEN || (digits.len() > 1 && digits.first() == Some(&b'0'))
    {
        return None;
    }
    digits.iter().try_fold(0_i64, |time, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        time.checked_mul(10)?.checked_add(digit)
    })
}
