//! One key for each owner of data, and its two copies.

use std::error::Error;
use std::fmt;

use ctutils::CtEq;
use sha2::{Digest, Sha256};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::store::{KeyError, KeyStore};
use crate::signing::entropy::random;
use crate::signing::{EntropyError, hex};

/// The first line of a key's text: what it is, and in which version.
const HEADER: &str = "hyperdiv-data-key 1";
/// Header, id (32 digits), secret (64 digits), checksum (64 digits), each with its newline.
const TEXT_LEN: usize = HEADER.len() + 1 + 33 + 65 + 65;

/// The random name of an owner of data: a user, a guest session, or the app itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnerId([u8; 16]);

impl OwnerId {
    /// A new name.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] if the operating system gives no random bytes.
    pub fn generate() -> Result<Self, EntropyError> {
        Ok(Self(*random()?))
    }

    /// The name that 32 lower-case hex digits spell; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(text.as_bytes()).map(Self)
    }

    /// The name whose bytes were read back from the store.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The 32 lower-case hex digits, safe in a file name.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(&self.0)
    }

    /// The names of the key's two copies in a [`KeyStore`]: `data/<owner>.key` and `data/<owner>.key2`.
    #[must_use]
    pub fn key_names(&self) -> [String; 2] {
        let owner = self.to_hex();
        [format!("data/{owner}.key"), format!("data/{owner}.key2")]
    }
}

impl fmt::Debug for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnerId({})", self.to_hex())
    }
}

/// The random key that seals the records of one owner.
///
/// Its text is four lines, each ended by a newline: `hyperdiv-data-key 1`; the owner's id in 32 hex digits; the key in 64;
/// and SHA-256 of the three lines before it in 64. `Debug` shows the id alone, and the key is wiped on drop.
#[derive(Clone, ZeroizeOnDrop)]
pub struct DataKey {
    #[zeroize(skip)]
    owner: OwnerId,
    secret: [u8; 32],
}

impl DataKey {
    /// A new key for `owner`.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] if the operating system gives no random bytes.
    pub fn generate(owner: OwnerId) -> Result<Self, EntropyError> {
        Ok(Self { owner, secret: *random()? })
    }

    /// Whose records this key seals.
    #[must_use]
    pub fn owner(&self) -> OwnerId {
        self.owner
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    fn same_as(&self, other: &Self) -> bool {
        self.owner == other.owner && self.secret.ct_eq(&other.secret).to_bool()
    }

    /// The key that a text from [`DataKey::to_bytes`] holds.
    ///
    /// # Errors
    ///
    /// [`DataKeyError`] for any other text, down to a single changed bit.
    pub fn parse(text: &[u8]) -> Result<Self, DataKeyError> {
        let (header, rest) = line(text).ok_or(DataKeyError::Truncated)?;
        if header != HEADER.as_bytes() {
            let known = header.starts_with(b"hyperdiv-data-key ");
            return Err(if known { DataKeyError::UnknownVersion } else { DataKeyError::Damaged });
        }
        if text.len() != TEXT_LEN {
            return Err(if text.len() < TEXT_LEN { DataKeyError::Truncated } else { DataKeyError::Damaged });
        }
        let (owner, rest) = line(rest).ok_or(DataKeyError::Damaged)?;
        let (secret, rest) = line(rest).ok_or(DataKeyError::Damaged)?;
        let (checksum, end) = line(rest).ok_or(DataKeyError::Damaged)?;
        let checked = text.len().checked_sub(rest.len()).and_then(|len| text.get(..len)).unwrap_or_default();
        let digest: [u8; 32] = Sha256::digest(checked).into();
        if !end.is_empty() || hex::decode(checksum) != Some(digest) {
            return Err(DataKeyError::Damaged);
        }
        let owner = hex::decode(owner).map(OwnerId).ok_or(DataKeyError::Damaged)?;
        let secret = Zeroizing::new(hex::decode::<32>(secret).ok_or(DataKeyError::Damaged)?);
        Ok(Self { owner, secret: *secret })
    }

    /// The text to keep; it holds the key.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Reserved in full: a buffer that grows leaves copies of the key in freed memory.
        let mut text = Zeroizing::new(Vec::with_capacity(TEXT_LEN));
        let secret = Zeroizing::new(hex::encode(&self.secret));
        for part in [HEADER, &self.owner.to_hex(), &secret] {
            text.extend_from_slice(part.as_bytes());
            text.push(b'\n');
        }
        let checksum = hex::encode(&Sha256::digest(text.as_slice()));
        text.extend_from_slice(checksum.as_bytes());
        text.push(b'\n');
        text
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({}, [redacted])", self.owner.to_hex())
    }
}

/// The first line of `text` without its newline, and what follows.
fn line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == b'\n')?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// A text is no data key. Never holds a byte of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataKeyError {
    /// Shorter than a key.
    Truncated,
    /// Written by another version of the program.
    UnknownVersion,
    /// Its checksum or its form is wrong.
    Damaged,
    /// A good key, of another owner than its name says.
    OtherOwner,
}

impl fmt::Display for DataKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the data key is cut short; use its copy",
            Self::UnknownVersion => "the data key was written by another version; start that version",
            Self::Damaged => "the data key is damaged; use its copy",
            Self::OtherOwner => "the data key belongs to another owner; use its copy",
        })
    }
}

impl Error for DataKeyError {}

/// A data key read back, and what became of its copies.
#[derive(Debug)]
pub struct LoadedDataKey {
    /// The key.
    pub key: DataKey,
    /// Whether a copy had to be written anew; worth a line in the log.
    pub repair: Repair,
}

/// What reading a data key found out about its two copies.
#[derive(Debug)]
#[non_exhaustive]
pub enum Repair {
    /// Both copies are good.
    Unneeded,
    /// This copy was missing or bad and has been written again.
    Done {
        /// The name of the copy.
        name: String,
    },
    /// This copy is missing or bad and could not be written, as on a read-only medium. The key itself is good.
    Failed {
        /// The name of the copy.
        name: String,
        /// Why it could not be written.
        source: KeyError,
    },
}

/// The data key of `owner` from either copy, with the other repaired; `None` if neither exists.
///
/// # Errors
///
/// [`KeyError::Io`] or [`KeyError::Damaged`] if no copy is good, as the first copy has it; [`KeyError::Conflict`] if both
/// are good and differ. Nothing is written then, so that whatever can still be saved stays.
pub fn load_data_key(store: &dyn KeyStore, owner: OwnerId) -> Result<Option<LoadedDataKey>, KeyError> {
    let names = owner.key_names();
    let [first, second] = names.each_ref().map(|name| read_copy(store, owner, name));
    let [first_name, second_name] = names;
    let (key, bad) = match (first, second) {
        (Ok(Some(first)), Ok(Some(second))) if first.same_as(&second) => {
            return Ok(Some(LoadedDataKey { key: first, repair: Repair::Unneeded }));
        }
        (Ok(Some(_)), Ok(Some(_))) => return Err(KeyError::Conflict { name: first_name }),
        (Ok(Some(first)), _) => (first, second_name),
        (_, Ok(Some(second))) => (second, first_name),
        (Ok(None), Ok(None)) => return Ok(None),
        (Err(error), _) | (Ok(None), Err(error)) => return Err(error),
    };
    let repair = match store.write_durable(&bad, &key.to_bytes()) {
        Ok(()) => Repair::Done { name: bad },
        Err(source) => Repair::Failed { name: bad, source },
    };
    Ok(Some(LoadedDataKey { key, repair }))
}

/// Keeps `key` twice, durably. To be called before the first record sealed with it is written.
///
/// # Errors
///
/// [`KeyError::Conflict`] if another key is already kept for this owner, since replacing it would lose their data;
/// [`KeyError::Io`] if a copy could not be written. The call may be repeated.
pub fn save_data_key(store: &dyn KeyStore, key: &DataKey) -> Result<(), KeyError> {
    let names = key.owner.key_names();
    for name in &names {
        if let Ok(Some(kept)) = read_copy(store, key.owner, name)
            && !kept.same_as(key)
        {
            return Err(KeyError::Conflict { name: name.clone() });
        }
    }
    let text = key.to_bytes();
    names.iter().try_for_each(|name| store.write_durable(name, &text))
}

/// Removes both copies of the key of `owner`: what it sealed is unreadable from then on.
///
/// # Errors
///
/// [`KeyError::Io`] if a copy could not be removed. Both are tried, and the call may be repeated.
pub fn remove_data_key(store: &dyn KeyStore, owner: OwnerId) -> Result<(), KeyError> {
    let [first, second] = owner.key_names().map(|name| store.remove(&name));
    first.and(second)
}

fn read_copy(store: &dyn KeyStore, owner: OwnerId, name: &str) -> Result<Option<DataKey>, KeyError> {
    let Some(text) = store.read(name)? else {
        return Ok(None);
    };
    match DataKey::parse(&text) {
        Ok(key) if key.owner == owner => Ok(Some(key)),
        Ok(_) => Err(KeyError::Damaged { name: name.to_owned(), source: DataKeyError::OtherOwner }),
        Err(source) => Err(KeyError::Damaged { name: name.to_owned(), source }),
    }
}
