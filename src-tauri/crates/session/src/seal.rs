//! Sealed records: XChaCha20-Poly1305 under the data key of their owner.
//!
//! Sealing exists so that erasing a data key reaches the copies of a record that nobody can overwrite: stale segments of
//! the store, snapshots, quarantines. It does not hide data from other programs of the same OS user, who can read the key.
//!
//! An envelope, byte by byte:
//!
//! | bytes | what |
//! |---|---|
//! | 0 | version, 1 |
//! | 1 to 16 | id of the key, which is its owner's |
//! | 17 to 40 | nonce, random |
//! | 41 to end - 17 | ciphertext, as long as the plaintext |
//! | the last 16 | Poly1305 tag |
//!
//! The tag also covers, as associated data, bytes 0 to 16 and where the record lies: the length of the tree's name as a
//! 32-bit big-endian number, the name, the length of the record's key likewise, the key, and the record's version as a
//! 64-bit big-endian number. So an envelope put elsewhere, or an older version put back, does not open.

use std::error::Error;
use std::fmt;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};

use crate::key::DataKey;
use crate::signing::EntropyError;
use crate::signing::entropy::random;

/// How many bytes an envelope is longer than what it holds.
pub const OVERHEAD: usize = HEADER_LEN + NONCE_LEN + TAG_LEN;

const VERSION: u8 = 1;
const HEADER_LEN: usize = 17;
const NONCE_LEN: usize = 24;
const TAG_LEN: usize = 16;

/// Where a record lies. An envelope opens only with the context under which it was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The name of the tree.
    pub tree: &'a str,
    /// The key of the record in that tree.
    pub key: &'a [u8],
    /// The version of the record, which each write raises.
    pub version: u64,
}

impl Context<'_> {
    fn associated_data(&self, header: &[u8; HEADER_LEN]) -> Result<Vec<u8>, SealError> {
        let length = |len: usize| u32::try_from(len).map(u32::to_be_bytes).map_err(|_| SealError::TooLong);
        let mut data = Vec::with_capacity(HEADER_LEN + 16 + self.tree.len() + self.key.len());
        data.extend_from_slice(header);
        data.extend_from_slice(&length(self.tree.len())?);
        data.extend_from_slice(self.tree.as_bytes());
        data.extend_from_slice(&length(self.key.len())?);
        data.extend_from_slice(self.key);
        data.extend_from_slice(&self.version.to_be_bytes());
        Ok(data)
    }
}

/// The envelope of `plaintext`, [`OVERHEAD`] bytes longer, with a fresh nonce from the operating system.
///
/// # Errors
///
/// [`SealError::Entropy`] if the operating system gives no random bytes; [`SealError::TooLong`] past 256 GiB of plaintext
/// or 4 GiB of name.
pub fn seal(key: &DataKey, context: Context<'_>, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
    let header = header(key);
    let data = context.associated_data(&header)?;
    let nonce = random::<NONCE_LEN>().map_err(SealError::Entropy)?;
    // Reserved in full: a buffer that grows would leave copies of the plaintext in freed memory.
    let mut envelope = Vec::with_capacity(plaintext.len().saturating_add(OVERHEAD));
    envelope.extend_from_slice(&header);
    envelope.extend_from_slice(nonce.as_slice());
    envelope.extend_from_slice(plaintext);
    let (_, body) = envelope.split_at_mut(HEADER_LEN + NONCE_LEN);
    let tag = cipher(key)
        .encrypt_inout_detached((&*nonce).into(), &data, body.into())
        .map_err(|_| SealError::TooLong)?;
    envelope.extend_from_slice(&tag);
    Ok(envelope)
}

/// The plaintext of an `envelope` that was sealed with this key and context.
///
/// # Errors
///
/// [`SealError::Truncated`], [`SealError::UnknownVersion`] and [`SealError::WrongKey`] by its first bytes;
/// [`SealError::Damaged`] if any byte of it, or the context, is not as it was sealed.
pub fn open(key: &DataKey, context: Context<'_>, envelope: &[u8]) -> Result<Vec<u8>, SealError> {
    let version = envelope.first().ok_or(SealError::Truncated)?;
    if *version != VERSION {
        return Err(SealError::UnknownVersion { version: *version });
    }
    let (found, rest) = envelope.split_first_chunk::<HEADER_LEN>().ok_or(SealError::Truncated)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Truncated)?;
    let (body, tag) = rest.split_last_chunk::<TAG_LEN>().ok_or(SealError::Truncated)?;
    if *found != header(key) {
        return Err(SealError::WrongKey);
    }
    let data = context.associated_data(found)?;
    let mut plaintext = body.to_vec();
    cipher(key)
        .decrypt_inout_detached(nonce.into(), &data, plaintext.as_mut_slice().into(), tag.into())
        .map_err(|_| SealError::Damaged)?;
    Ok(plaintext)
}

fn header(key: &DataKey) -> [u8; HEADER_LEN] {
    let mut header = [VERSION; HEADER_LEN];
    if let Some(id) = header.get_mut(1..) {
        id.copy_from_slice(key.owner().as_bytes());
    }
    header
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.secret().into())
}

/// A record could not be sealed or opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum SealError {
    /// Too short to be an envelope.
    Truncated,
    /// An envelope of another version of the program, or no envelope at all.
    UnknownVersion {
        /// Its first byte.
        version: u8,
    },
    /// Sealed with the data key of another owner.
    WrongKey,
    /// Changed since it was sealed, or sealed for another place or version.
    Damaged,
    /// Longer than the cipher allows.
    TooLong,
    /// There were no random bytes for the nonce.
    Entropy(EntropyError),
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the sealed record is cut short; restore it from a snapshot"),
            Self::UnknownVersion { version } => {
                write!(
                    f,
                    "the sealed record has the unknown version {version}; start the program that wrote it"
                )
            }
            Self::WrongKey => {
                f.write_str("the record is sealed with the key of another owner; sign in as them")
            }
            Self::Damaged => {
                f.write_str("the sealed record is damaged or in another place; restore it from a snapshot")
            }
            Self::TooLong => f.write_str("the record is too long to be sealed; store less in it"),
            Self::Entropy(_) => {
                f.write_str("the record could not be sealed without random bytes; restart the app")
            }
        }
    }
}

impl Error for SealError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Entropy(source) => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, OVERHEAD, SealError, open, seal};
    use crate::key::{DataKey, OwnerId};

    const PLACE: Context<'static> = Context { tree: "data", key: b"owner/counter", version: 7 };

    fn key() -> DataKey {
        DataKey::generate(OwnerId::generate().unwrap()).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_unchanged() {
        let key = key();
        for plaintext in [&b""[..], b"\0", b"hello", &[0x5a; 65_536]] {
            let envelope = seal(&key, PLACE, plaintext).unwrap();
            assert_eq!(envelope.len(), plaintext.len() + OVERHEAD);
            assert_eq!(open(&key, PLACE, &envelope).unwrap(), plaintext);
        }
    }

    #[test]
    fn the_layout_is_version_key_nonce_ciphertext_tag() {
        let key = key();
        let (a, b) = (seal(&key, PLACE, b"marker").unwrap(), seal(&key, PLACE, b"marker").unwrap());
        assert_eq!(a[0], 1);
        assert_eq!(&a[1..17], key.owner().as_bytes());
        assert_ne!(a[17..41], b[17..41], "a nonce was used twice");
        assert_ne!(a[41..], b[41..]);
        assert!(!a.windows(6).any(|bytes| bytes == b"marker"));
    }

    #[test]
    fn a_record_moved_elsewhere_or_put_back_does_not_open() {
        let key = key();
        let envelope = seal(&key, PLACE, b"hello").unwrap();
        for elsewhere in [
            Context { tree: "consent", ..PLACE },
            Context { tree: "", ..PLACE },
            Context { key: b"owner/counter2", ..PLACE },
            Context { key: b"", ..PLACE },
            Context { version: 6, ..PLACE },
            Context { version: 8, ..PLACE },
            // The same bytes with the boundary between tree and key elsewhere.
            Context { tree: "dat", key: b"aowner/counter", ..PLACE },
            Context { tree: "dataowner/", key: b"counter", ..PLACE },
        ] {
            let refused = open(&key, elsewhere, &envelope);
            assert!(matches!(refused, Err(SealError::Damaged)), "{elsewhere:?}");
        }
    }

    #[test]
    fn another_key_is_named_and_refused() {
        let (key, other) = (key(), key());
        let envelope = seal(&key, PLACE, b"hello").unwrap();
        assert!(matches!(open(&other, PLACE, &envelope), Err(SealError::WrongKey)));
        let same_owner = DataKey::generate(key.owner()).unwrap();
        assert!(matches!(open(&same_owner, PLACE, &envelope), Err(SealError::Damaged)));
        let mut claimed = envelope;
        claimed[1..17].copy_from_slice(other.owner().as_bytes());
        assert!(matches!(open(&other, PLACE, &claimed), Err(SealError::Damaged)));
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let key = key();
        let envelope = seal(&key, PLACE, b"hello").unwrap();
        for at in 0..envelope.len() {
            for bit in 0..8 {
                let mut bad = envelope.clone();
                bad[at] ^= 1 << bit;
                let error = open(&key, PLACE, &bad).unwrap_err();
                let expected = match at {
                    0 => matches!(error, SealError::UnknownVersion { version } if version == bad[0]),
                    1..17 => matches!(error, SealError::WrongKey),
                    _ => matches!(error, SealError::Damaged),
                };
                assert!(expected, "byte {at}, bit {bit}: {error:?}");
            }
        }
    }

    #[test]
    fn every_length_but_its_own_is_refused() {
        let key = key();
        let mut envelope = seal(&key, PLACE, b"hello").unwrap();
        for len in 0..envelope.len() {
            let error = open(&key, PLACE, &envelope[..len]).unwrap_err();
            let expected = if len < OVERHEAD {
                matches!(error, SealError::Truncated)
            } else {
                matches!(error, SealError::Damaged)
            };
            assert!(expected, "{len} bytes: {error:?}");
        }
        envelope.push(0);
        assert!(matches!(open(&key, PLACE, &envelope), Err(SealError::Damaged)));
    }
}
