//! `backups/`: the store as of a moment, in one file, so that a damaged store can be made anew.
//!
//! ```text
//! gzip of     "hyperdiv-snapshot\0", version u8
//!             store id 16, epoch u64, generation u64, Unix seconds i64, number of entries u64
//!             entries: tree u8, key length u32, key, value length u32, value
//!             SHA-256 of all of that
//! ```
//!
//! Numbers are big-endian. What is sealed in the store stays sealed, and no key is in it: keys are files of their own. One
//! is written as a whole and then read back, and counts as taken only where what is read is what the store holds. The names
//! say how far the store had come, so that the newest is found without opening any.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use crate::{
    format::StoreId,
    store::{Entry, MAX_KEY_BYTES, MAX_VALUE_BYTES, Tree},
};

/// The directory of snapshots in a profile's directory.
pub(crate) const DIRECTORY: &str = "backups";

/// How many are kept.
pub(super) const KEPT: usize = 3;

const MAGIC: &[u8] = b"hyperdiv-snapshot\0";
const VERSION: u8 = 1;
const ENDING: &str = ".snapshot.gz";

/// The store as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub(super) store: StoreId,
    pub(super) order: (u64, u64),
    /// When it was taken, in Unix seconds.
    pub(super) at: i64,
    pub(super) entries: Vec<Entry>,
}

/// A file with a snapshot, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) order: (u64, u64),
    pub(super) at: i64,
}

impl Name {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(ENDING)?.split('-');
        let mut next = || parts.next()?.parse::<u64>().ok();
        let found = Self { order: (next()?, next()?), at: i64::try_from(next()?).ok()? };
        (found.to_string() == name).then_some(found)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (epoch, generation) = self.order;
        write!(f, "{epoch:04}-{generation:010}-{:010}{ENDING}", self.at.max(0))
    }
}

impl Snapshot {
    pub(super) fn name(&self) -> Name {
        Name { order: self.order, at: self.at.max(0) }
    }

    /// The file's bytes.
    pub(super) fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut content = Vec::new();
        content.extend_from_slice(MAGIC);
        content.push(VERSION);
        content.extend_from_slice(self.store.as_bytes());
        for number in [self.order.0, self.order.1] {
            content.extend_from_slice(&number.to_be_bytes());
        }
        content.extend_from_slice(&self.at.to_be_bytes());
        content.extend_from_slice(&(self.entries.len() as u64).to_be_bytes());
        for (tree, key, value) in &self.entries {
            content.push(tree.byte());
            for part in [key, value] {
                content.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
                content.extend_from_slice(part);
            }
        }
        let digest = Sha256::digest(&content);
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&content)?;
        packed.write_all(&digest)?;
        packed.finish()
    }

    /// What [`to_bytes`](Snapshot::to_bytes) wrote, whole; `None` for anything else.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut content = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut content).ok()?;
        let (content, digest) = content.split_last_chunk::<32>()?;
        if Sha256::digest(content).as_slice() != digest {
            return None;
        }
        let mut rest = content.strip_prefix(MAGIC)?.strip_prefix(&[VERSION])?;
        let store = StoreId::from_bytes(take(&mut rest)?);
        let order = (u64::from_be_bytes(take(&mut rest)?), u64::from_be_bytes(take(&mut rest)?));
        let at = i64::from_be_bytes(take(&mut rest)?);
        let count = u64::from_be_bytes(take(&mut rest)?);
        let mut entries = Vec::new();
        while !rest.is_empty() {
            let [byte] = take(&mut rest)?;
            let tree = Tree::ALL.into_iter().find(|tree| tree.byte() == byte)?;
            let (key, value) = (part(&mut rest, MAX_KEY_BYTES)?, part(&mut rest, MAX_VALUE_BYTES)?);
            entries.push((tree, key, value));
        }
        (entries.len() as u64 == count).then_some(Self { store, order, at, entries })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

fn part(rest: &mut &[u8], most: usize) -> Option<Vec<u8>> {
    let len = usize::try_from(u32::from_be_bytes(take(rest)?)).ok().filter(|len| *len <= most)?;
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        Snapshot {
            store: StoreId::from_bytes([7; 16]),
            order: (1, 42),
            at: 1_767_225_600,
            entries: vec![
                (Tree::Meta, b"clock".to_vec(), vec![]),
                (Tree::Data, vec![0, 0xff], vec![9; 70_000]),
            ],
        }
    }

    #[test]
    fn it_is_read_as_it_was_written_and_no_part_of_it_is() {
        let bytes = snapshot().to_bytes().expect("bytes");
        assert_eq!(Snapshot::parse(&bytes), Some(snapshot()));
        for at in 0..bytes.len() {
            assert_eq!(Snapshot::parse(&bytes[..at]), None, "{at} bytes");
            let mut other = bytes.clone();
            other[at] ^= 0x10;
            assert!(Snapshot::parse(&other).is_none_or(|read| read == snapshot()), "byte {at}: another one");
        }
    }

    #[test]
    fn names_sort_by_how_far_the_store_had_come() {
        let name = snapshot().name();
        assert_eq!(name.to_string(), "0001-0000000042-1767225600.snapshot.gz");
        assert_eq!(Name::parse(&name.to_string()), Some(name.clone()));
        let later = Name { order: (1, 100), at: 5 };
        assert!(later > name && later.to_string() > name.to_string());
        for none in ["", "0001-42-1.snapshot.gz", "a-b-c.snapshot.gz", "0001-0000000042-1767225600.gz"] {
            assert_eq!(Name::parse(none), None, "{none}");
        }
    }
}
