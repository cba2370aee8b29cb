//! Keys that sign tokens, and keys derived for other purposes.

use std::error::Error;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The salt of hyperdiv-session, under which its tokens and ours are signed.
pub const SALT: &str = "io.hyperdiv.session";

/// The least number of bytes that an app may pass as its own signing secret.
pub const MIN_SECRET_LEN: usize = 16;

/// A key that signs and checks tokens.
///
/// Holds the HMAC state after the key has been absorbed, which spares half of the hashing of each token. The state is
/// wiped on drop and never shown by `Debug`.
#[derive(Clone)]
pub struct SigningKey {
    keyed: Hmac<Sha256>,
}

impl SigningKey {
    /// The key of an app that brings its own secret.
    ///
    /// # Errors
    ///
    /// [`WeakSecret`] for fewer than [`MIN_SECRET_LEN`] bytes; hyperdiv-session takes even an empty secret.
    pub fn from_app_secret(secret: &[u8]) -> Result<Self, WeakSecret> {
        if secret.len() < MIN_SECRET_LEN {
            return Err(WeakSecret { len: secret.len() });
        }
        Ok(Self::derive(SALT, secret))
    }

    /// The key SHA-256(salt then secret), as hyperdiv-session derives it, for a secret of any length.
    ///
    /// Salt and secret are joined without a boundary (`ab` + `c` and `a` + `bc` give one key), so this derivation serves
    /// interoperability and 32-byte secrets of fixed length; [`purpose_key`] derives keys for anything else.
    #[must_use]
    pub fn derive(salt: &str, secret: &[u8]) -> Self {
        Self { keyed: keyed(&derived_key(salt, secret)) }
    }

    /// The MAC of `message`, not yet encoded.
    pub(crate) fn mac(&self, message: &[u8]) -> [u8; 32] {
        let mut state = self.keyed.clone();
        state.update(message);
        state.finalize().into_bytes().into()
    }

    /// Whether `mac` is the MAC of `message`, in a time that does not depend on where they differ.
    pub(crate) fn verify(&self, message: &[u8], mac: &[u8; 32]) -> bool {
        let mut state = self.keyed.clone();
        state.update(message);
        state.verify(mac.into()).is_ok()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

/// SHA-256(salt then secret).
pub(super) fn derived_key(salt: &str, secret: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Sha256::new().chain_update(salt).chain_update(secret).finalize().into())
}

/// A key for one purpose, derived from a secret that serves several.
///
/// HMAC-SHA256 under `secret` of `hd/`, the length of `purpose` as a 32-bit big-endian number, `purpose`, and `version`:
/// the length keeps two purposes from ever meaning the same bytes. A changed `version` gives an unrelated key.
#[must_use]
pub fn purpose_key(secret: &[u8; 32], purpose: &str, version: u8) -> Zeroizing<[u8; 32]> {
    let length = u32::try_from(purpose.len()).unwrap_or(u32::MAX);
    let mac = keyed(secret)
        .chain_update(b"hd/")
        .chain_update(length.to_be_bytes())
        .chain_update(purpose.as_bytes())
        .chain_update([version]);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// The HMAC state that has absorbed a 32-byte key, padded to the block of SHA-256 as HMAC prescribes.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    Hmac::new((&*block).into())
}

/// An app passed a signing secret of fewer than [`MIN_SECRET_LEN`] bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeakSecret {
    len: usize,
}

impl fmt::Display for WeakSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the signing secret has {} bytes, fewer than {MIN_SECRET_LEN}; pass at least 32 random bytes, or none to have them made",
            self.len
        )
    }
}

impl Error for WeakSecret {}

#[cfg(test)]
mod tests {
    use super::{SigningKey, WeakSecret, purpose_key};

    #[test]
    fn an_app_secret_under_16_bytes_is_refused() {
        assert_eq!(SigningKey::from_app_secret(b"").err(), Some(WeakSecret { len: 0 }));
        assert_eq!(SigningKey::from_app_secret(&[7; 15]).err(), Some(WeakSecret { len: 15 }));
        assert!(SigningKey::from_app_secret(&[7; 16]).is_ok());
    }

    #[test]
    fn purposes_versions_and_secrets_give_different_keys() {
        let keys = [
            purpose_key(&[1; 32], "manifest", 1),
            purpose_key(&[1; 32], "manifest", 2),
            purpose_key(&[1; 32], "export", 1),
            purpose_key(&[1; 32], "manifest\u{1}", 1),
            purpose_key(&[2; 32], "manifest", 1),
        ];
        for (i, a) in keys.iter().enumerate() {
            for b in keys.iter().skip(i + 1) {
                assert_ne!(**a, **b);
            }
        }
    }

    #[test]
    fn only_the_legacy_derivation_has_no_boundary_between_salt_and_secret() {
        let a = SigningKey::derive("ab", b"secret");
        let b = SigningKey::derive("a", b"bsecret");
        assert_eq!(a.mac(b"hello"), b.mac(b"hello"));
        assert_ne!(*purpose_key(&[1; 32], "ab", b'c'), *purpose_key(&[1; 32], "a", b'b'));
    }

    #[test]
    fn debug_shows_nothing_of_the_key() {
        assert_eq!(format!("{:?}", SigningKey::derive("salt", b"secret")), "SigningKey([redacted])");
    }
}
