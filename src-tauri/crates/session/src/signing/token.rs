//! The token, the random id inside it, and the name of its record.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::hex;

/// Hex digits of the id and of the MAC.
pub(super) const HEX_LEN: usize = 64;
/// Decimal digits of the time of issue, at most.
pub(super) const MAX_TIME_LEN: usize = 12;
/// The longest token: two hex parts, two dots, the time.
pub(super) const MAX_LEN: usize = 2 * HEX_LEN + MAX_TIME_LEN + 2;
/// The shortest token, whose time is one digit.
pub(super) const MIN_LEN: usize = 2 * HEX_LEN + 3;
/// The latest time of issue that 12 digits can say.
pub(super) const MAX_TIME: i64 = 999_999_999_999;

/// A token that was issued here or whose signature, shape and age were verified.
///
/// It is the credential: who has its text is signed in while the record lives. `Debug` and `Display` show none of it, and
/// its memory is wiped on drop.
#[derive(Clone)]
pub struct Token {
    text: [u8; MAX_LEN],
    len: usize,
    id: [u8; 32],
    issued_at: i64,
}

impl Token {
    /// The token whose first `len` bytes of `text`, all of them ASCII, spell `id`, `issued_at` and a MAC.
    pub(super) fn new(text: [u8; MAX_LEN], len: usize, id: [u8; 32], issued_at: i64) -> Self {
        Self { text, len, id, issued_at }
    }

    /// The text itself, for the mirror and for nothing else: no log, no error, no element.
    #[must_use]
    pub fn expose(&self) -> &str {
        let text = self.text.get(..self.len).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The random part, which names the session.
    #[must_use]
    pub fn id(&self) -> SessionId {
        SessionId(self.id)
    }

    /// When the token was issued, in Unix seconds.
    #[must_use]
    pub fn issued_at(&self) -> i64 {
        self.issued_at
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        // As slices, which zeroize fills in bulk; it writes arrays byte by byte.
        self.text.as_mut_slice().zeroize();
        self.id.as_mut_slice().zeroize();
    }
}

impl ZeroizeOnDrop for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

/// The 32 random bytes of a token.
///
/// No credential without the MAC, yet not for logs either: `Debug` shows the public handle alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId([u8; 32]);

impl SessionId {
    /// The 64 hex digits that the token begins with.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(&self.0)
    }

    /// The key of the session's record: SHA-256 of `hyperdiv/session-id/v1` then the 32 bytes.
    ///
    /// The store holds this alone, so reading the store gives nobody a usable token or id.
    #[must_use]
    pub fn record_key(&self) -> RecordKey {
        let mut hash = Sha256::new();
        hash.update(b"hyperdiv/session-id/v1");
        hash.update(self.0);
        RecordKey(hash.finalize().into())
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId(handle {})", self.record_key().handle())
    }
}

/// The name of a session's record in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey([u8; 32]);

impl RecordKey {
    /// The key whose bytes were read back from the store.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes under which the store keeps the record.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 12 hex digits: the public handle by which lists and the command line name a session.
    #[must_use]
    pub fn handle(&self) -> String {
        let mut handle = hex::encode(&self.0);
        handle.truncate(12);
        handle
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordKey({})", self.handle())
    }
}
