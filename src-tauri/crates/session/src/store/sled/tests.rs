//! Moments that no caller can stop at: a batch that is applied and not synced, and a sync that failed after its
//! bytes were written.

use super::*;

const ID: StoreId = StoreId::from_bytes([3; 16]);

fn batch(value: u8) -> Batch {
    let mut batch = Batch::new();
    batch.put(Tree::Data, "a", vec![value; 10_000]);
    batch.put(Tree::Data, [b'n', value], "new");
    batch.delete(Tree::Data, "gone");
    batch
}

/// A store that holds a first batch, and further ones that are applied and not synced.
fn applied(dir: &Path, further: &[u8]) -> (SledStore, Applied) {
    let store = SledStore::open(dir, ID, OpenMode::Create).expect("a new store");
    let mut first = batch(1);
    first.put(Tree::Data, "gone", "not yet");
    store.commit(&first).expect("a commit");
    let queued = |value: &u8| Queued { batch: batch(*value), outcome: Outcome::default() };
    let mut group: Vec<Queued> = further.iter().map(queued).collect();
    let applied = store.apply(&mut group).expect("applied").expect("there are some");
    (store, applied)
}

fn fail(store: &SledStore) {
    store.write().broken = Some(StoreError::from_io(&store.dir, std::io::ErrorKind::StorageFull.into()));
}

fn shows(store: &SledStore, value: u8) {
    let get = |key: &[u8]| store.get(Tree::Data, key).expect("a get");
    assert_eq!(get(b"a"), Some(vec![value; 10_000]));
    let mut keys: Vec<Vec<u8>> = (1..=value).map(|value| vec![b'n', value]).collect();
    keys.insert(0, b"a".to_vec());
    if value == 1 {
        keys.insert(1, b"gone".to_vec());
    }
    let scanned: Vec<_> =
        store.scan(Tree::Data, b"").expect("a scan").into_iter().map(|(key, _)| key).collect();
    assert_eq!(scanned, keys);
    assert_eq!(store.entries().expect("entries").len(), keys.len());
    assert_eq!(get(b"gone").is_some(), value == 1);
}

#[test]
fn what_is_not_synced_is_not_seen() {
    let dir = tempfile::TempDir::new().expect("a directory");
    let (store, applied) = applied(dir.path(), &[2, 3]);
    shows(&store, 1);
    let before = store.standing();
    store.sync(applied).expect("synced");
    shows(&store, 3);
    let after = store.standing();
    assert_eq!(after.generation, before.generation + 2, "each commit counts");
    assert_eq!(after.counts.all(), 4, "{after:?}");
}

#[test]
fn what_failed_is_taken_back_even_if_its_bytes_were_written() {
    let dir = tempfile::TempDir::new().expect("a directory");
    let (store, applied) = applied(dir.path(), &[2]);
    applied.engine.sync().expect("written");
    drop(applied);
    fail(&store);
    shows(&store, 1);
    store.reopen().expect("opened again");
    shows(&store, 1);
    store.commit(&batch(2)).expect("tried again");
    shows(&store, 2);
    drop(store);
    shows(&SledStore::open(dir.path(), ID, OpenMode::Existing).expect("the store"), 2);
}

#[test]
fn a_store_that_is_closed_by_a_failure_opens_at_the_next_read() {
    let dir = tempfile::TempDir::new().expect("a directory");
    let (store, applied) = applied(dir.path(), &[2]);
    drop(applied);
    fail(&store);
    store.write().engine = None;
    let other = SledStore::open(dir.path(), ID, OpenMode::Existing).expect("the lock is free");
    let error = store.get(Tree::Data, b"a").expect_err("in use");
    assert!(matches!(error, StoreError::Poisoned { .. }) && error.is_locked(), "{error:?}");
    assert!(store.commit(&batch(2)).is_err_and(|error| error.is_locked()));
    drop(other);
    shows(&store, 1);
}

#[test]
fn commits_of_one_group_see_those_before_them() {
    let dir = tempfile::TempDir::new().expect("a directory");
    let store = SledStore::open(dir.path(), ID, OpenMode::Create).expect("a new store");
    let put = |size: usize| {
        let mut batch = Batch::new();
        batch.put(Tree::Data, "a", vec![1; size]);
        Queued { batch, outcome: Outcome::default() }
    };
    let mut group = vec![put(100_000), put(5000)];
    let applied = store.apply(&mut group).expect("applied").expect("there are some");
    store.sync(applied).expect("synced");
    assert_eq!(store.get(Tree::Data, b"a").expect("a get"), Some(vec![1; 5000]));
    let rows = store.read().engine.as_ref().expect("it is open").scan(b"").expect("all rows").len() - 2;
    assert_eq!(rows, 3, "parts of the first value were left behind");
    store.verify().expect("the counts are right");
}

#[test]
fn fewer_parts_and_deletions_leave_no_rows_behind() {
    let dir = tempfile::TempDir::new().expect("a directory");
    let store = SledStore::open(dir.path(), ID, OpenMode::Create).expect("a new store");
    let rows = || store.read().engine.as_ref().expect("it is open").scan(b"").expect("all rows").len() - 2;
    let write = |key: &[u8], size: Option<usize>| {
        let mut batch = Batch::new();
        match size {
            Some(size) => batch.put(Tree::Data, key, vec![1; size]),
            None => batch.delete(Tree::Data, key),
        }
        store.commit(&batch).expect("a commit");
    };
    // A key that begins as the first one's parts do must not lose its own.
    write(b"a\0\0", Some(9000));
    assert_eq!(rows(), 4);
    for (size, due) in
        [(Some(100_000), 26), (Some(5000), 3), (Some(70_000), 19), (Some(1), 1), (Some(5000), 3), (None, 0)]
    {
        write(b"a", size);
        assert_eq!(rows(), due + 4, "{size:?}");
    }
    assert_eq!(store.get(Tree::Data, b"a\0\0").expect("a get"), Some(vec![1; 9000]));
}
