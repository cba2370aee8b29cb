//! A data key and its two copies: what is read, repaired, refused.

#![expect(clippy::unwrap_used, reason = "a failed step fails its test")]

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use hyperdiv_session::key::{
    DataKey, DataKeyError, KeyError, KeyStore, MemoryKeyStore, OwnerId, Repair, load_data_key,
    remove_data_key, save_data_key,
};
use zeroize::Zeroizing;

/// A store of which one name cannot be read, and whose writes fail while `full`.
#[derive(Default)]
struct Faulty {
    inner: MemoryKeyStore,
    unreadable: Option<String>,
    full: AtomicBool,
}

impl KeyStore for Faulty {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        if self.unreadable.as_deref() == Some(name) {
            return Err(KeyError::Io { name: name.to_owned(), source: io::Error::other("bad sector") });
        }
        self.inner.read(name)
    }

    fn write_durable(&self, name: &str, bytes: &[u8]) -> Result<(), KeyError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(KeyError::Io { name: name.to_owned(), source: io::ErrorKind::StorageFull.into() });
        }
        self.inner.write_durable(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), KeyError> {
        self.inner.remove(name)
    }

    fn names(&self) -> Result<Vec<String>, KeyError> {
        self.inner.names()
    }
}

fn key() -> DataKey {
    DataKey::generate(OwnerId::generate().unwrap()).unwrap()
}

fn kept() -> (MemoryKeyStore, DataKey, [String; 2]) {
    let (store, key) = (MemoryKeyStore::new(), key());
    save_data_key(&store, &key).unwrap();
    let names = key.owner().key_names();
    (store, key, names)
}

#[test]
fn a_key_survives_its_text_and_shows_nothing() {
    let key = key();
    let text = key.to_bytes();
    let read = DataKey::parse(&text).unwrap();
    assert_eq!((read.owner(), read.to_bytes()), (key.owner(), text.clone()));
    let lines: Vec<&str> = std::str::from_utf8(&text).unwrap().lines().collect();
    assert_eq!((lines.len(), lines[0]), (4, "hyperdiv-data-key 1"));
    assert_eq!(lines[1], key.owner().to_hex());
    assert_eq!(format!("{key:?}"), format!("DataKey({}, [redacted])", lines[1]));
    assert_eq!(OwnerId::parse(lines[1]), Some(key.owner()));
    assert_eq!(OwnerId::parse(&lines[1].to_uppercase()), None);
    assert_eq!(OwnerId::parse("../../../../etc/passwd/of/others"), None);
}

#[test]
fn every_flipped_bit_and_every_other_length_is_refused() {
    let text = key().to_bytes();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bad = text.to_vec();
            bad[at] ^= 1 << bit;
            assert!(DataKey::parse(&bad).is_err(), "byte {at}, bit {bit}");
        }
        assert_eq!(DataKey::parse(&text[..at]).err(), Some(DataKeyError::Truncated), "{at} bytes");
    }
    for more in [&b"\n"[..], b"0", b"\0"] {
        assert_eq!(DataKey::parse(&[&text[..], more].concat()).err(), Some(DataKeyError::Damaged));
    }
    let newer = String::from_utf8(text.to_vec()).unwrap().replace("key 1", "key 2");
    assert_eq!(DataKey::parse(newer.as_bytes()).err(), Some(DataKeyError::UnknownVersion));
    assert_eq!(DataKey::parse(&[0; 1 << 20]).err(), Some(DataKeyError::Truncated));
    assert_eq!(DataKey::parse(&[b'\n'; 1 << 20]).err(), Some(DataKeyError::Damaged));
}

#[test]
fn a_key_is_kept_twice() {
    let (store, key, names) = kept();
    assert_eq!(store.names().unwrap(), names);
    assert!(names[0].starts_with("data/") && names[0].ends_with(".key"));
    for name in &names {
        assert_eq!(*store.read(name).unwrap().unwrap(), *key.to_bytes());
    }
    let loaded = load_data_key(&store, key.owner()).unwrap().unwrap();
    assert_eq!(loaded.key.to_bytes(), key.to_bytes());
    assert!(matches!(loaded.repair, Repair::Unneeded));
    assert!(load_data_key(&store, OwnerId::generate().unwrap()).unwrap().is_none());
}

#[test]
fn either_copy_repairs_the_other() {
    let other = key().to_bytes();
    for damage in [None, Some(&b""[..]), Some(b"garbage"), Some(b"hyperdiv-data-key 1\n"), Some(&other)] {
        for copy in 0..2 {
            let (store, key, names) = kept();
            match damage {
                Some(bytes) => store.write_durable(&names[copy], bytes).unwrap(),
                None => store.remove(&names[copy]).unwrap(),
            }
            let loaded = load_data_key(&store, key.owner()).unwrap().unwrap();
            assert_eq!(loaded.key.to_bytes(), key.to_bytes());
            assert!(matches!(loaded.repair, Repair::Done { name } if name == names[copy]));
            assert_eq!(*store.read(&names[copy]).unwrap().unwrap(), *key.to_bytes());
            let again = load_data_key(&store, key.owner()).unwrap().unwrap();
            assert!(matches!(again.repair, Repair::Unneeded));
        }
    }
}

#[test]
fn without_a_good_copy_nothing_is_written() {
    let (store, key, names) = kept();
    store.write_durable(&names[0], b"hyperdiv-data-key 9\n").unwrap();
    store.write_durable(&names[1], b"garbage\n").unwrap();
    let error = load_data_key(&store, key.owner()).unwrap_err();
    assert!(
        matches!(&error, KeyError::Damaged { name, source: DataKeyError::UnknownVersion } if *name == names[0]),
        "{error:?}"
    );
    assert_eq!(**store.read(&names[1]).unwrap().unwrap(), *b"garbage\n");
    store.remove(&names[0]).unwrap();
    let error = load_data_key(&store, key.owner()).unwrap_err();
    assert!(matches!(error, KeyError::Damaged { source: DataKeyError::Damaged, .. }));
}

#[test]
fn two_keys_for_one_owner_are_a_conflict_and_never_overwritten() {
    let (store, key, names) = kept();
    let second = DataKey::generate(key.owner()).unwrap();
    assert!(matches!(save_data_key(&store, &second), Err(KeyError::Conflict { .. })));
    assert_eq!(*store.read(&names[0]).unwrap().unwrap(), *key.to_bytes());
    save_data_key(&store, &key).expect("keeping the same key again is no conflict");
    store.write_durable(&names[1], &second.to_bytes()).unwrap();
    assert!(matches!(load_data_key(&store, key.owner()), Err(KeyError::Conflict { .. })));
    assert_eq!(*store.read(&names[1]).unwrap().unwrap(), *second.to_bytes());
}

#[test]
fn a_copy_that_cannot_be_read_or_repaired_does_not_lose_the_key() {
    let key = key();
    let names = key.owner().key_names();
    let store = Faulty { unreadable: Some(names[0].clone()), ..Faulty::default() };
    save_data_key(&store, &key).unwrap();
    store.full.store(true, Ordering::Relaxed);
    let loaded = load_data_key(&store, key.owner()).unwrap().unwrap();
    assert_eq!(loaded.key.to_bytes(), key.to_bytes());
    assert!(matches!(
        loaded.repair,
        Repair::Failed { name, source: KeyError::Io { source, .. } }
            if name == names[0] && source.kind() == io::ErrorKind::StorageFull
    ));
    assert!(matches!(save_data_key(&store, &key), Err(KeyError::Io { .. })));
}

#[test]
fn a_removed_key_is_gone_from_both_places() {
    let (store, key, _) = kept();
    remove_data_key(&store, key.owner()).unwrap();
    assert!(store.names().unwrap().is_empty());
    assert!(load_data_key(&store, key.owner()).unwrap().is_none());
    remove_data_key(&store, key.owner()).expect("removing what is gone is no error");
}
