//! Both stores against the rules that they share, and what the one on disk promises beyond them.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hyperdiv_session::{
    format::StoreId,
    store::{Batch, MemoryStore, OpenMode, SledStore, Store, StoreError, Tree, conformance},
};
use tempfile::TempDir;

const ID: StoreId = StoreId::from_bytes([7; 16]);

fn create(dir: &Path) -> SledStore {
    SledStore::open(dir, ID, OpenMode::Create).expect("a new store")
}

fn reopen(dir: &Path) -> Result<SledStore, StoreError> {
    SledStore::open(dir, ID, OpenMode::Existing)
}

fn put(store: &dyn Store, key: &[u8], value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(Tree::Data, key, value);
    store.commit(&batch).expect("a commit");
}

fn blobs(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir.join("blobs"))
        .expect("the directory of blobs")
        .map(|e| e.expect("an entry").path())
        .collect()
}

#[test]
fn the_store_in_memory_conforms() {
    conformance::run(&|| Box::new(MemoryStore::new()));
    let store = MemoryStore::new();
    conformance::run_reopening(&|| Box::new(store.clone()));
}

#[test]
fn the_store_on_disk_conforms_and_makes_no_blobs() {
    let dirs = RefCell::new(Vec::new());
    conformance::run(&|| {
        let dir = TempDir::new().expect("a directory");
        let store = create(&dir.path().join("store"));
        dirs.borrow_mut().push(dir);
        Box::new(store)
    });
    assert!(!dirs.borrow().is_empty());
    for dir in dirs.into_inner() {
        assert_eq!(blobs(&dir.path().join("store")), [] as [PathBuf; 0]);
    }
}

#[test]
fn the_store_on_disk_keeps_what_was_committed() {
    let dir = TempDir::new().expect("a directory");
    conformance::run_reopening(&|| Box::new(create(dir.path())));
    assert_eq!(blobs(dir.path()), [] as [PathBuf; 0]);
}

/// A leaf of sled is rewritten whole, and over 128 KiB as a blob: rows of every size, keys of every length, splits
/// and merges must stay below. Checked against a map at the end and after each opening.
#[test]
fn no_mix_of_writes_makes_a_blob_or_a_wrong_answer() {
    let dir = TempDir::new().expect("a directory");
    let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).expect("31 bits") % below
    };
    for _ in 0..4 {
        let store = create(dir.path());
        for _ in 0..120 {
            let mut batch = Batch::new();
            for _ in 0..=next(6) {
                let mut key = vec![b'k'; next(2) * 248];
                key.extend_from_slice(&next(60).to_be_bytes());
                if next(3) == 0 {
                    model.remove(&key);
                    batch.delete(Tree::Data, key);
                } else {
                    let size = [next(64), 4096, 4090 + next(16), next(80_000)][next(4)];
                    let value = vec![u8::try_from(next(256)).expect("a byte"); size];
                    model.insert(key.clone(), value.clone());
                    batch.put(Tree::Data, key, value);
                }
            }
            store.commit(&batch).expect("a commit");
            assert_eq!(blobs(dir.path()), [] as [PathBuf; 0]);
        }
        let found: BTreeMap<_, _> = store.scan(Tree::Data, b"").expect("a scan").into_iter().collect();
        assert!(found == model, "the store holds what a map holds");
    }
}

#[test]
fn a_second_handle_is_told_that_the_store_is_locked() {
    let dir = TempDir::new().expect("a directory");
    let store = create(dir.path());
    put(&store, b"a", b"1");
    let error = reopen(dir.path()).expect_err("a second handle");
    assert!(matches!(&error, StoreError::Locked { path } if path == dir.path()), "{error:?}");
    assert!(error.is_locked() && !error.is_damaged());
    drop(store);
    assert_eq!(
        reopen(dir.path()).expect("it is free").get(Tree::Data, b"a").expect("a get"),
        Some(b"1".to_vec())
    );
}

#[test]
fn another_store_or_none_is_damage() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    let error = reopen(&path).expect_err("nothing is there");
    assert!(error.is_damaged(), "{error:?}");
    assert!(!path.exists(), "looking for a store makes none");

    let store = create(&path);
    put(&store, b"a", b"1");
    drop(store);
    for mode in [OpenMode::Existing, OpenMode::Create] {
        let error = SledStore::open(&path, StoreId::from_bytes([8; 16]), mode).expect_err("another id");
        assert!(error.is_damaged(), "{error:?}");
    }
    assert_eq!(reopen(&path).expect("its own id").get(Tree::Data, b"a").expect("a get"), Some(b"1".to_vec()));
}

/// Without a snapshot sled opens most of these as an empty store, and panics on others.
#[test]
fn a_truncated_or_emptied_log_is_damage_and_never_an_empty_store() {
    for keep in [0_u64, 1, 20, 100, 4096, 40_000, 200_000, 524_288] {
        let dir = TempDir::new().expect("a directory");
        let store = create(dir.path());
        for index in 0..300_u32 {
            put(&store, &index.to_be_bytes(), &[7; 2000]);
        }
        drop(store);
        for entry in fs::read_dir(dir.path()).expect("the directory") {
            let path = entry.expect("an entry").path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap.")) {
                fs::remove_file(path).expect("the snapshot goes");
            }
        }
        let log = fs::OpenOptions::new().write(true).open(dir.path().join("db")).expect("the log");
        let before = log.metadata().expect("its size").len();
        assert!(before > keep, "{before} bytes");
        log.set_len(keep).expect("truncated");
        drop(log);
        match reopen(dir.path()) {
            Err(error) => assert!(error.is_damaged(), "{keep} bytes: {error:?}"),
            // The id is in the first segment, and losing what follows shows in the counts of the manifest.
            Ok(store) => {
                let left = store.scan(Tree::Data, b"");
                assert!(keep >= 4096 && left.is_ok_and(|left| !left.is_empty()), "{keep} bytes opened empty");
            }
        }
    }
}

#[test]
fn a_log_full_of_junk_is_an_error_and_no_panic() {
    let dir = TempDir::new().expect("a directory");
    drop(create(dir.path()));
    let size = fs::metadata(dir.path().join("db")).expect("the log").len();
    fs::write(dir.path().join("db"), vec![0xa5; usize::try_from(size).expect("a size")]).expect("junk");
    let error = reopen(dir.path()).expect_err("junk");
    assert!(error.is_damaged(), "{error:?}");
}

/// sled's checksums find most flipped bits and its assertions others; what it answers must never be another value.
#[test]
fn a_flipped_bit_is_never_a_wrong_answer() {
    let dir = TempDir::new().expect("a directory");
    let good = dir.path().join("good");
    let value = |index: u32| vec![u8::try_from(index % 251).expect("a byte"); 300 + 50 * index as usize];
    let store = create(&good);
    for index in 0..100_u32 {
        put(&store, &index.to_be_bytes(), &value(index));
    }
    drop(store);
    let copy = |from: &Path, to: &Path, snapshot: bool| {
        fs::create_dir_all(to).expect("made");
        for entry in fs::read_dir(from).expect("the store") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_file() && (snapshot || !name.starts_with("snap.")) {
                fs::copy(&path, to.join(name)).expect("a copy");
            }
        }
    };
    // Opening writes a snapshot.
    drop(reopen(&good).expect("a good store"));
    let size = fs::metadata(good.join("db")).expect("the log").len();
    let (mut whole, mut told) = (0, 0);
    for round in 0..60_u64 {
        let bad = dir.path().join(format!("bad-{round}"));
        copy(&good, &bad, round % 2 == 0);
        let mut log = fs::read(bad.join("db")).expect("the log");
        let at = usize::try_from((round * 2_654_435_761) % size).expect("an offset");
        log[at] ^= 1 << (round % 8);
        fs::write(bad.join("db"), log).expect("damaged");
        match reopen(&bad) {
            Err(error) => {
                assert!(error.is_damaged(), "round {round}: {error:?}");
                told += 1;
            }
            Ok(store) => {
                for index in 0..100_u32 {
                    match store.get(Tree::Data, &index.to_be_bytes()) {
                        Ok(Some(found)) => assert!(found == value(index), "round {round}: a wrong value"),
                        // A lost value shows in the manifest's counts.
                        Ok(None) => {}
                        Err(error) => assert!(error.is_damaged(), "round {round}: {error:?}"),
                    }
                }
                whole += 1;
            }
        }
    }
    assert!(whole > 0 && told > 0, "both answers are met: {whole} opened, {told} refused");
}
