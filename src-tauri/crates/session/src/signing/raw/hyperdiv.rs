//! `hyperdiv_session.crypto` of hyperdiv-session 0.1.1.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::signing::hex;
use crate::signing::key::{self, SigningKey};

/// The key of [`sign`]: SHA-256(salt then secret), joined without a boundary.
#[must_use]
pub fn derived_key(secret: &[u8], salt: &str) -> Zeroizing<[u8; 32]> {
    key::derived_key(salt, secret)
}

/// `sign(string, secret, salt)`: the lower-case hex HMAC-SHA256 of `message` under SHA-256(salt then secret).
#[must_use]
pub fn sign(message: &[u8], secret: &[u8], salt: &str) -> String {
    hex::encode(&SigningKey::derive(salt, secret).mac(message))
}

/// `generate_session_id(secret)`: a token of 64 random bytes, hashed, and the time.
///
/// `time` is what Python's `time.time()` returned, in Unix seconds; like Python's `int` it is cut towards zero, so that -1.5
/// becomes -1.
#[must_use]
pub fn generate(entropy: &[u8; 64], time: f64, secret: &[u8], salt: &str) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "cutting the fraction is what Python's int() does")]
    let seconds = time as i128;
    let payload = format!("{}.{seconds}", hex::encode(&Sha256::digest(entropy)));
    let signature = sign(payload.as_bytes(), secret, salt);
    format!("{payload}.{signature}")
}

/// `verify_session_id(token, secret)`: whether the token has three parts and the third is the MAC of the first two.
///
/// Like the original it accepts any first and second part, of any age: a good answer says that somebody with the secret
/// made the text, and no more.
#[must_use]
pub fn verify_signature(token: &str, secret: &[u8], salt: &str) -> bool {
    let mut parts = token.split('.');
    let (Some(_), Some(_), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let payload =
        token.len().checked_sub(signature.len() + 1).and_then(|end| token.get(..end)).unwrap_or_default();
    // Lower-case hex of a fixed length has one spelling for each MAC, so this compares the texts, as the original does.
    hex::decode(signature.as_bytes())
        .is_some_and(|mac| SigningKey::derive(salt, secret).verify(payload.as_bytes(), &mac))
}
