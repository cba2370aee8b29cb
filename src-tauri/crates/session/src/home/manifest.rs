//! `MANIFEST.json` and `MANIFEST.mark`: what is known of a store outside of it, so that a loss inside of it is found.
//!
//! A damaged database may open as an empty one, or as it was some commits ago, and an old copy of it opens like any other.
//! The store says in each commit how far it has come ([`Standing`]); these two files say how far it had come when it was
//! last seen. When it is opened it must be as far or farther, and as far means with the same counts:
//!
//! | file | holds | written |
//! |---|---|---|
//! | `MANIFEST.json` | store, standing, live sessions, last snapshot | as a whole and durably: when the home is made or its store replaced, before a commit that begins or ends a session, with each snapshot, and when the program ends |
//! | `MANIFEST.mark` | standing | in place and without a sync, after each commit, which is on disk by then |
//!
//! So neither is ever ahead of the store, and no commit costs a second sync. After a killed process the mark is exact. After
//! a power cut it may be some commits behind, or torn and then not counted: what is behind it is found, a loss of exactly
//! the newest commits is not. Nor is a copy of the whole directory, these files included, in the place of a newer one. Within
//! a store that has come far enough, a page that went back in time by itself is found by reading and counting everything,
//! which is done at opening for a small store, and for a large one where something is wrong already.
//!
//! Both carry a MAC under `keys/manifest.key`: one that is damaged, or another profile's, counts as absent. Without them
//! a store is believed as far as it is consistent in itself, for a loss of these files must not cost the data.
//!
//! The live sessions are there because a snapshot is older than the sign-outs after it: what is restored from one has the
//! sessions of the manifest and no others, so that nobody who signed out is signed in again.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::{
    format::StoreId,
    store::{STANDING_BYTES, Standing, Tree},
};

/// The name of the file in a profile's directory.
pub(crate) const FILE_NAME: &str = "MANIFEST.json";

/// The name of the mark in a profile's directory.
pub(super) const MARK_NAME: &str = "MANIFEST.mark";

/// The name of the key of both MACs.
pub(super) const KEY_NAME: &str = "keys/manifest.key";

const KEY_BYTES: usize = 32;
const MAC_BYTES: usize = 32;

/// The key of the manifest's MAC.
#[derive(Clone)]
pub(super) struct ManifestKey([u8; KEY_BYTES]);

impl ManifestKey {
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn mac(&self, purpose: &str, content: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(purpose.as_bytes());
        mac.update(content);
        Some(mac)
    }
}

/// A snapshot that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// When, in Unix seconds.
    pub(crate) at: i64,
    /// How far the store had come.
    pub(crate) order: (u64, u64),
}

/// What `MANIFEST.json` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) store: StoreId,
    pub(crate) standing: Standing,
    /// Records of live sessions by their keys in the store.
    pub(crate) sessions: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(crate) snapshot: Option<Taken>,
    /// What a later version has added.
    unknown: Map<String, Value>,
}

/// The fields of the file that this version knows.
const FIELDS: [&str; 8] =
    ["version", "store_id", "epoch", "generation", "counts", "sessions", "last_snapshot", "mac"];

impl Manifest {
    pub(super) fn new(store: StoreId) -> Self {
        Self {
            store,
            standing: Standing::default(),
            sessions: BTreeMap::new(),
            snapshot: None,
            unknown: Map::new(),
        }
    }

    /// The file's bytes, one line of JSON. `None` where no MAC can be made of it.
    pub(super) fn to_bytes(&self, key: &ManifestKey) -> Option<Vec<u8>> {
        let mut fields = self.unknown.clone();
        let counts = self.standing.counts;
        let counts = Tree::ALL.into_iter().map(|tree| (tree.name().to_owned(), counts.of(tree).into()));
        let sessions = self.sessions.iter().map(|(key, record)| (hex(key), hex(record).into()));
        let own = [
            ("version", 1.into()),
            ("store_id", self.store.to_string().into()),
            ("epoch", self.standing.epoch.into()),
            ("generation", self.standing.generation.into()),
            ("counts", Value::Object(counts.collect())),
            ("sessions", Value::Object(sessions.collect())),
        ];
        fields.extend(own.map(|(name, value)| (name.to_owned(), value)));
        if let Some(Taken { at, order: (epoch, generation) }) = self.snapshot {
            let taken = serde_json::json!({ "at": at, "epoch": epoch, "generation": generation });
            fields.insert("last_snapshot".to_owned(), taken);
        }
        let mac = key.mac(FILE_NAME, &canonical(&fields))?.finalize().into_bytes();
        fields.insert("mac".to_owned(), hex(&mac).into());
        let mut bytes = Value::Object(fields).to_string().into_bytes();
        bytes.push(b'\n');
        Some(bytes)
    }

    /// What [`to_bytes`](Manifest::to_bytes) wrote under this key, and nothing else.
    pub(super) fn parse(bytes: &[u8], key: &ManifestKey) -> Option<Self> {
        let mut fields: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
        let mac = unhex(fields.remove("mac")?.as_str()?)?;
        key.mac(FILE_NAME, &canonical(&fields))?.verify_slice(&mac).ok()?;
        let number = |of: &Value, name: &str| of.get(name)?.as_u64();
        let (at, all) = (|name: &str| fields.get(name), Value::Object(fields.clone()));
        let mut standing = Standing {
            epoch: number(&all, "epoch")?,
            generation: number(&all, "generation")?,
            counts: Default::default(),
        };
        for tree in Tree::ALL {
            let count = i64::try_from(number(at("counts")?, tree.name())?).ok()?;
            standing.counts = standing.counts.add(tree, count);
        }
        let sessions = at("sessions")?.as_object()?.iter();
        let sessions = sessions.map(|(key, record)| Some((unhex(key)?, unhex(record.as_str()?)?)));
        let snapshot = at("last_snapshot").and_then(|taken| {
            let order = (number(taken, "epoch")?, number(taken, "generation")?);
            Some(Taken { at: taken.get("at")?.as_i64()?, order })
        });
        Some(Self {
            store: at("store_id")?.as_str()?.parse().ok()?,
            standing,
            sessions: sessions.collect::<Option<_>>()?,
            snapshot,
            unknown: fields.into_iter().filter(|(name, _)| !FIELDS.contains(&name.as_str())).collect(),
        })
    }
}

/// The bytes of `MANIFEST.mark`.
pub(super) fn mark_of(standing: Standing, key: &ManifestKey) -> Option<Vec<u8>> {
    let content = standing.to_bytes();
    let mac = key.mac(MARK_NAME, &content)?.finalize().into_bytes();
    Some([&content[..], &mac].concat())
}

/// What [`mark_of`] wrote under this key, and nothing else.
pub(super) fn parse_mark(bytes: &[u8], key: &ManifestKey) -> Option<Standing> {
    let (content, mac) = bytes.split_at_checked(STANDING_BYTES)?;
    if mac.len() != MAC_BYTES {
        return None;
    }
    key.mac(MARK_NAME, content)?.verify_slice(mac).ok()?;
    Standing::from_bytes(content)
}

/// The fields in the order of their names, whatever order they are kept in.
fn canonical(fields: &Map<String, Value>) -> Vec<u8> {
    let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
    serde_json::to_vec(&sorted).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Counts;

    fn key(of: u8) -> ManifestKey {
        ManifestKey::from_bytes(&[of; 32]).expect("32 bytes")
    }

    fn manifest() -> Manifest {
        Manifest {
            standing: Standing { epoch: 2, generation: 77, counts: Counts::default().add(Tree::Data, 5) },
            sessions: BTreeMap::from([(vec![1; 32], b"\x01{}".to_vec())]),
            snapshot: Some(Taken { at: 1_767_225_600, order: (2, 70) }),
            ..Manifest::new(StoreId::from_bytes([7; 16]))
        }
    }

    #[test]
    fn it_is_read_as_it_was_written_under_its_key_and_not_otherwise() {
        let bytes = manifest().to_bytes(&key(1)).expect("bytes");
        assert_eq!(Manifest::parse(&bytes, &key(1)), Some(manifest()));
        assert_eq!(Manifest::parse(&bytes, &key(2)), None, "another profile's key");
        for at in 0..bytes.len() - 1 {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(Manifest::parse(&other, &key(1)), None, "byte {at}");
            assert_eq!(Manifest::parse(&bytes[..at], &key(1)), None, "{at} bytes");
        }
    }

    #[test]
    fn fields_of_a_later_version_are_kept() {
        let mut later = manifest();
        later.unknown.insert("later".to_owned(), serde_json::json!({ "b": 1, "a": [2] }));
        let bytes = later.to_bytes(&key(1)).expect("bytes");
        let read = Manifest::parse(&bytes, &key(1)).expect("a good file");
        assert_eq!(read, later);
        assert_eq!(read.to_bytes(&key(1)), Some(bytes));
    }

    #[test]
    fn a_torn_mark_counts_as_none() {
        let standing = manifest().standing;
        let bytes = mark_of(standing, &key(1)).expect("bytes");
        assert_eq!(parse_mark(&bytes, &key(1)), Some(standing));
        assert_eq!(parse_mark(&bytes, &key(2)), None);
        for at in 0..bytes.len() {
            assert_eq!(parse_mark(&bytes[..at], &key(1)), None, "{at} bytes");
            let zeroed = [&bytes[..at], &vec![0; bytes.len() - at]].concat();
            assert_eq!(parse_mark(&zeroed, &key(1)), None, "torn at {at}");
        }
    }
}
