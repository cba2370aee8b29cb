//! The keys that sign tokens: `keys/ring.json`.

use std::error::Error;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::signing::entropy::random;
use crate::signing::{EntropyError, SALT, SigningKey, Verifier, hex};

/// The most keys that a ring holds; a rotation beyond it drops the oldest.
pub const MAX_KEYS: usize = 16;

/// Longer text than a ring of [`MAX_KEYS`] keys can have.
const MAX_TEXT: usize = 16 * 1024;
const VERSION: u64 = 1;

/// Signing keys, newest first: the first signs, the others still verify what they have signed.
///
/// Its text is `{"version":1,"keys":[{"id":"<16 hex digits>","secret":"<base64 of 32 bytes>","created_at":<Unix seconds>}]}`.
/// Never empty, so there is always a key to sign with. `Debug` shows ids and times, and secrets are wiped on drop.
#[derive(Debug, Clone)]
pub struct Ring {
    current: RingKey,
    fallbacks: Vec<RingKey>,
}

#[derive(Clone, ZeroizeOnDrop)]
struct RingKey {
    #[zeroize(skip)]
    id: [u8; 8],
    secret: [u8; 32],
    #[zeroize(skip)]
    created_at: i64,
}

impl Ring {
    /// A ring of one new key, made at `now` in Unix seconds.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] if the operating system gives no random bytes.
    pub fn generate(now: i64) -> Result<Self, EntropyError> {
        Ok(Self { current: RingKey::generate(now)?, fallbacks: Vec::new() })
    }

    /// The ring that a text from [`Ring::to_bytes`] holds.
    ///
    /// # Errors
    ///
    /// [`RingError`] for any other text. A damaged ring is to be replaced by a new one: everyone signs in again, and no
    /// data is lost.
    pub fn parse(text: &[u8]) -> Result<Self, RingError> {
        if text.len() > MAX_TEXT {
            return Err(RingError::TooLong { len: text.len() });
        }
        let Version { version } = serde_json::from_slice(text).map_err(RingError::syntax)?;
        if version != VERSION {
            return Err(RingError::UnknownVersion { version });
        }
        let file: RingText = serde_json::from_slice(text).map_err(RingError::syntax)?;
        if file.keys.len() > MAX_KEYS {
            return Err(RingError::KeyCount { count: file.keys.len() });
        }
        let mut keys: Vec<RingKey> = Vec::with_capacity(file.keys.len());
        for (index, text) in file.keys.iter().enumerate() {
            let key = text.parse().ok_or(RingError::BadKey { index })?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(RingError::BadKey { index });
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or(RingError::KeyCount { count: 0 })?;
        Ok(Self { current, fallbacks: keys.collect() })
    }

    /// The text to keep; it holds the secrets.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Reserved in full: a buffer that grows leaves copies of the secrets in freed memory.
        let mut text = Zeroizing::new(Vec::with_capacity(64 + (1 + self.fallbacks.len()) * 128));
        text.extend_from_slice(br#"{"version":1,"keys":["#);
        for (index, key) in self.keys().enumerate() {
            let secret = Zeroizing::new(STANDARD.encode(key.secret));
            text.extend_from_slice(if index == 0 { br#"{"id":""# } else { br#",{"id":""# });
            text.extend_from_slice(hex::encode(&key.id).as_bytes());
            text.extend_from_slice(br#"","secret":""#);
            text.extend_from_slice(secret.as_bytes());
            text.extend_from_slice(br#"","created_at":"#);
            text.extend_from_slice(key.created_at.to_string().as_bytes());
            text.push(b'}');
        }
        text.extend_from_slice(b"]}\n");
        text
    }

    /// Puts a new key first, made at `now` in Unix seconds; the others stay as fallbacks.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] if the operating system gives no random bytes; the ring is then as it was.
    pub fn rotate(&mut self, now: i64) -> Result<(), EntropyError> {
        let previous = std::mem::replace(&mut self.current, RingKey::generate(now)?);
        self.fallbacks.insert(0, previous);
        self.fallbacks.truncate(MAX_KEYS - 1);
        Ok(())
    }

    /// Drops every fallback that no valid token can need at `now`, and says how many there were.
    ///
    /// A key signs until its successor is made, so its last token has expired `max_age` seconds after that.
    pub fn drop_expired(&mut self, now: i64, max_age: i64) -> usize {
        let before = self.fallbacks.len();
        let mut replaced_at = self.current.created_at;
        self.fallbacks.retain(|key| {
            let age = now.saturating_sub(replaced_at);
            replaced_at = key.created_at;
            age <= max_age
        });
        before - self.fallbacks.len()
    }

    /// Drops every fallback at once, as after a secret has leaked: what they signed is refused from now on.
    pub fn drop_fallbacks(&mut self) {
        self.fallbacks.clear();
    }

    /// The ids of the keys, newest first, as hex digits. They are no secret.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.keys().map(|key| hex::encode(&key.id)).collect()
    }

    /// The key that signs new tokens.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        self.current.signing_key()
    }

    /// A verifier of tokens up to `max_age` seconds old, with every key of the ring.
    #[must_use]
    pub fn verifier(&self, max_age: i64) -> Verifier {
        let fallbacks = self.fallbacks.iter().map(RingKey::signing_key).collect();
        Verifier::new(self.signing_key(), fallbacks).max_age(max_age)
    }

    fn keys(&self) -> impl Iterator<Item = &RingKey> {
        std::iter::once(&self.current).chain(&self.fallbacks)
    }
}

impl RingKey {
    fn generate(now: i64) -> Result<Self, EntropyError> {
        Ok(Self { id: *random()?, secret: *random()?, created_at: now })
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::derive(SALT, &self.secret)
    }
}

impl fmt::Debug for RingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RingKey")
            .field("id", &hex::encode(&self.id))
            .field("secret", &format_args!("[redacted]"))
            .field("created_at", &self.created_at)
            .finish()
    }
}

/// Read first and alone, so that the ring of a later version is named as such whatever else it holds.
#[derive(Deserialize)]
struct Version {
    version: u64,
}

#[derive(Deserialize)]
struct RingText {
    keys: Vec<RingKeyText>,
}

#[derive(Deserialize, ZeroizeOnDrop)]
struct RingKeyText {
    id: String,
    secret: String,
    created_at: i64,
}

impl RingKeyText {
    fn parse(&self) -> Option<RingKey> {
        let decoded = Zeroizing::new(STANDARD.decode(&self.secret).ok()?);
        let mut secret = Zeroizing::new([0; 32]);
        if decoded.len() != secret.len() {
            return None;
        }
        secret.copy_from_slice(&decoded);
        Some(RingKey { id: hex::decode(self.id.as_bytes())?, secret: *secret, created_at: self.created_at })
    }
}

/// A text is no ring. Never holds a byte of the text, which may be part of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RingError {
    /// Longer than any ring, in bytes.
    TooLong {
        /// The length of the text.
        len: usize,
    },
    /// Not the JSON of a ring: truncated, garbage, or a missing or mistyped member.
    Syntax {
        /// The line, from 1, where it was noticed.
        line: usize,
        /// The column, from 0.
        column: usize,
    },
    /// Written by another version of the program.
    UnknownVersion {
        /// The version that the text names.
        version: u64,
    },
    /// No key, or more than [`MAX_KEYS`].
    KeyCount {
        /// How many there are.
        count: usize,
    },
    /// A key whose id or secret is malformed, or whose id is there twice.
    BadKey {
        /// Its place in the ring, from 0.
        index: usize,
    },
}

impl RingError {
    // serde_json's own error may quote the value that it did not expect, so only the place is kept.
    #[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
    fn syntax(error: serde_json::Error) -> Self {
        Self::Syntax { line: error.line(), column: error.column() }
    }
}

impl fmt::Display for RingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ring of signing keys is damaged: ")?;
        match self {
            Self::TooLong { len } => write!(f, "it has {len} bytes")?,
            Self::Syntax { line, column } => write!(f, "line {line}, column {column} is not as written")?,
            Self::UnknownVersion { version } => write!(f, "its version is {version}")?,
            Self::KeyCount { count } => write!(f, "it has {count} keys")?,
            Self::BadKey { index } => write!(f, "key {index} is malformed")?,
        }
        f.write_str("; a new one is made and everyone signs in again")
    }
}

impl Error for RingError {}

#[cfg(test)]
mod tests {
    use super::{MAX_KEYS, Ring, RingError};
    use crate::signing::{KeyPosition, issue};

    const NOW: i64 = 1_767_225_600;
    const DAY: i64 = 86_400;

    fn text(ring: &Ring) -> String {
        String::from_utf8(ring.to_bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_ring_survives_its_text() {
        let mut ring = Ring::generate(NOW).unwrap();
        let token = issue(&ring.signing_key(), [1; 32], NOW);
        ring.rotate(NOW + 1).unwrap();
        let read = Ring::parse(&ring.to_bytes()).unwrap();
        assert_eq!(text(&read), text(&ring));
        let verified = read.verifier(DAY).verify(token.expose(), NOW + 2).unwrap();
        assert_eq!(verified.key, KeyPosition::Fallback(0));
        let json: serde_json::Value = serde_json::from_slice(&ring.to_bytes()).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(json["keys"][0]["created_at"], NOW + 1);
        assert_eq!(json["keys"][1]["created_at"], NOW);
        assert_eq!(json["keys"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn a_new_ring_refuses_the_tokens_of_another() {
        let (a, b) = (Ring::generate(NOW).unwrap(), Ring::generate(NOW).unwrap());
        assert_ne!(a.ids(), b.ids());
        let token = issue(&a.signing_key(), [1; 32], NOW);
        assert!(a.verifier(DAY).verify(token.expose(), NOW).is_ok());
        assert!(b.verifier(DAY).verify(token.expose(), NOW).is_err());
    }

    #[test]
    fn rotation_keeps_the_newest_keys_in_order() {
        let mut ring = Ring::generate(NOW).unwrap();
        let first = ring.ids();
        for turn in 1..40 {
            let before = ring.ids();
            ring.rotate(NOW + turn).unwrap();
            assert_eq!(ring.ids()[1..], before[..before.len().min(MAX_KEYS - 1)]);
        }
        assert_eq!(ring.ids().len(), MAX_KEYS);
        assert!(!ring.ids().contains(&first[0]));
        assert_eq!(text(&Ring::parse(&ring.to_bytes()).unwrap()), text(&ring));
    }

    #[test]
    fn a_fallback_goes_when_its_last_token_has_expired() {
        let mut ring = Ring::generate(NOW).unwrap();
        ring.rotate(NOW + 10 * DAY).unwrap();
        ring.rotate(NOW + 50 * DAY).unwrap();
        assert_eq!(ring.drop_expired(NOW + 100 * DAY, 90 * DAY), 0);
        assert_eq!(ring.drop_expired(NOW + 100 * DAY + 1, 90 * DAY), 1);
        assert_eq!(ring.drop_expired(NOW + 140 * DAY + 1, 90 * DAY), 1);
        assert_eq!(ring.drop_expired(i64::MAX, 0), 0);
        assert_eq!(ring.ids().len(), 1);
    }

    #[test]
    fn dropped_fallbacks_end_their_tokens() {
        let mut ring = Ring::generate(NOW).unwrap();
        let token = issue(&ring.signing_key(), [1; 32], NOW);
        ring.rotate(NOW).unwrap();
        assert!(ring.verifier(DAY).verify(token.expose(), NOW).is_ok());
        ring.drop_fallbacks();
        assert!(ring.verifier(DAY).verify(token.expose(), NOW).is_err());
    }

    #[test]
    fn damage_is_named_by_kind() {
        let ring = Ring::generate(NOW).unwrap();
        let good = text(&ring);
        let id = &ring.ids()[0];
        for end in 0..good.trim_end().len() {
            assert!(matches!(Ring::parse(&good.as_bytes()[..end]), Err(RingError::Syntax { .. })), "{end}");
        }
        let check =
            |bad: String, expected: RingError| assert_eq!(Ring::parse(bad.as_bytes()).err(), Some(expected));
        check(good.replace(r#""version":1"#, r#""version":2"#), RingError::UnknownVersion { version: 2 });
        check(r#"{"version":2,"sealed":true}"#.to_owned(), RingError::UnknownVersion { version: 2 });
        check(r#"{"version":1,"keys":[]}"#.to_owned(), RingError::KeyCount { count: 0 });
        check(good.replace(id, &id[1..]), RingError::BadKey { index: 0 });
        check(good.replace(id, &"z".repeat(16)), RingError::BadKey { index: 0 });
        check(good.replace("=\"", "\""), RingError::BadKey { index: 0 });
        check(good.replace(r#""secret":""#, r#""secret":"AAAA"#), RingError::BadKey { index: 0 });
        let key = &good[good.find('[').unwrap() + 1..good.find(']').unwrap()];
        check(format!(r#"{{"version":1,"keys":[{key},{key}]}}"#), RingError::BadKey { index: 1 });
        let many = vec![key; MAX_KEYS + 1].join(",");
        check(format!(r#"{{"version":1,"keys":[{many}]}}"#), RingError::KeyCount { count: MAX_KEYS + 1 });
        check(" ".repeat(1 << 20), RingError::TooLong { len: 1 << 20 });
        for garbage in ["", "\0", "[]", "null", "\u{feff}{}", "{\"version\":\"1\"}"] {
            assert!(matches!(Ring::parse(garbage.as_bytes()), Err(RingError::Syntax { .. })), "{garbage:?}");
        }
    }

    #[test]
    fn nothing_shown_holds_a_secret() {
        let ring = Ring::generate(NOW).unwrap();
        let good = text(&ring);
        let secret = serde_json::from_str::<serde_json::Value>(&good).unwrap()["keys"][0]["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let shown = format!("{ring:?}");
        assert!(shown.contains("[redacted]") && shown.contains(&ring.ids()[0]));
        assert!(!shown.contains(&secret));
        // A secret where a number belongs is what serde_json would quote.
        let mistyped =
            good.replace(&format!("\"created_at\":{NOW}"), &format!("\"created_at\":\"{secret}\""));
        let error = Ring::parse(mistyped.as_bytes()).unwrap_err();
        assert!(matches!(error, RingError::Syntax { .. }));
        assert!(!format!("{error} {error:?}").contains(&secret));
    }
}
