//! The rules that every store keeps, as one suite: `conformance::run(&|| store)`.
//!
//! A rule that is broken panics with its name and what was found; this is test code behind a feature.

#![expect(clippy::expect_used, clippy::panic, reason = "a broken rule panics")]

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::{Batch, MAX_KEY_BYTES, MAX_VALUE_BYTES, Store, StoreError, Tree};

/// Runs every rule on a new, empty store of its own.
///
/// # Panics
/// If a rule is broken.
pub fn run(open: &dyn Fn() -> Box<dyn Store>) {
    let rules: &[fn(&dyn Store)] = &[
        a_new_store_is_empty,
        what_is_put_is_got,
        deleting_removes_and_an_absent_key_is_no_error,
        trees_are_apart,
        a_scan_is_in_the_order_of_bytes_and_ends_with_the_prefix,
        the_last_write_of_a_batch_wins,
        empty_keys_and_values_are_kept,
        values_of_every_size_come_back,
        overwriting_leaves_nothing_of_the_old_value,
        what_is_too_large_is_refused_whole,
        entries_lists_everything,
        readers_see_whole_batches,
        commits_of_eight_threads_all_arrive,
    ];
    for rule in rules {
        rule(open().as_ref());
    }
}

/// Runs the rules about what is there after closing and opening again: `open` opens the same store each time.
///
/// # Panics
/// If a rule is broken.
pub fn run_reopening(open: &dyn Fn() -> Box<dyn Store>) {
    let sizes = [0, 1, 4096, 4097, 65_536, 65_537, 1_000_000];
    {
        let store = open();
        let mut batch = Batch::new();
        for (index, &size) in sizes.iter().enumerate() {
            batch.put(Tree::Data, key(index), bytes(size, 1));
        }
        batch.put(Tree::Sessions, "gone", "x");
        commit(store.as_ref(), &batch);
        delete(store.as_ref(), Tree::Sessions, b"gone");
        put(store.as_ref(), Tree::Meta, b"", b"empty key");
    }
    for round in 0..3 {
        let store = open();
        for (index, &size) in sizes.iter().enumerate() {
            assert_eq!(
                get(store.as_ref(), Tree::Data, &key(index)),
                Some(bytes(size, 1)),
                "round {round}, {size} bytes"
            );
        }
        assert_eq!(get(store.as_ref(), Tree::Sessions, b"gone"), None, "round {round}: a deletion stays");
        assert_eq!(entries(store.as_ref()).len(), sizes.len() + 1, "round {round}: nothing else is there");
    }
}

fn bytes(size: usize, seed: usize) -> Vec<u8> {
    (0..size).map(|i| ((i * 31 + i / 251 + seed * 17) % 256) as u8).collect()
}

fn key(index: usize) -> Vec<u8> {
    format!("key-{index:05}").into_bytes()
}

fn commit(store: &dyn Store, batch: &Batch) {
    store.commit(batch).expect("a commit");
}

fn put(store: &dyn Store, tree: Tree, key: &[u8], value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(tree, key, value);
    commit(store, &batch);
}

fn delete(store: &dyn Store, tree: Tree, key: &[u8]) {
    let mut batch = Batch::new();
    batch.delete(tree, key);
    commit(store, &batch);
}

fn get(store: &dyn Store, tree: Tree, key: &[u8]) -> Option<Vec<u8>> {
    store.get(tree, key).expect("a get")
}

fn scan(store: &dyn Store, tree: Tree, prefix: &[u8]) -> Vec<Vec<u8>> {
    store.scan(tree, prefix).expect("a scan").into_iter().map(|(key, _)| key).collect()
}

fn entries(store: &dyn Store) -> Vec<super::Entry> {
    store.entries().expect("all entries")
}

fn a_new_store_is_empty(store: &dyn Store) {
    assert_eq!(entries(store), []);
    for tree in Tree::ALL {
        assert_eq!(get(store, tree, b"a"), None);
        assert!(scan(store, tree, b"").is_empty());
    }
    commit(store, &Batch::new());
    assert_eq!(entries(store), [], "an empty batch does nothing");
}

fn what_is_put_is_got(store: &dyn Store) {
    put(store, Tree::Data, b"a", b"1");
    assert_eq!(get(store, Tree::Data, b"a"), Some(b"1".to_vec()));
    put(store, Tree::Data, b"a", b"2");
    assert_eq!(get(store, Tree::Data, b"a"), Some(b"2".to_vec()), "a later put replaces");
    assert_eq!(get(store, Tree::Data, b"aa"), None);
    assert_eq!(get(store, Tree::Data, b""), None);
}

fn deleting_removes_and_an_absent_key_is_no_error(store: &dyn Store) {
    put(store, Tree::Data, b"a", b"1");
    delete(store, Tree::Data, b"a");
    assert_eq!(get(store, Tree::Data, b"a"), None);
    delete(store, Tree::Data, b"a");
    delete(store, Tree::Data, b"never there");
    assert_eq!(entries(store), []);
}

fn trees_are_apart(store: &dyn Store) {
    for (index, tree) in Tree::ALL.into_iter().enumerate() {
        put(store, tree, b"same", &bytes(5000, index));
    }
    delete(store, Tree::Sessions, b"same");
    for (index, tree) in Tree::ALL.into_iter().enumerate() {
        let expected = (tree != Tree::Sessions).then(|| bytes(5000, index));
        assert_eq!(get(store, tree, b"same"), expected, "{tree:?}");
    }
}

fn a_scan_is_in_the_order_of_bytes_and_ends_with_the_prefix(store: &dyn Store) {
    let keys: [&[u8]; 8] = [b"", b"a", b"a\0", b"a\0\0", b"a\xff", b"a\xff\xff", b"b", b"\xff"];
    let mut batch = Batch::new();
    for key in keys.iter().rev() {
        // Large enough for parts, which a scan must not show.
        batch.put(Tree::Owners, *key, bytes(70_000, key.len()));
    }
    batch.put(Tree::Sessions, "a", "before");
    batch.put(Tree::Data, "a", "after");
    commit(store, &batch);
    assert_eq!(scan(store, Tree::Owners, b""), keys);
    assert_eq!(scan(store, Tree::Owners, b"a"), keys[1..6]);
    assert_eq!(scan(store, Tree::Owners, b"a\xff"), keys[4..6]);
    assert_eq!(scan(store, Tree::Owners, b"\xff"), keys[7..]);
    assert!(scan(store, Tree::Owners, b"c").is_empty());
    for (key, value) in store.scan(Tree::Owners, b"").expect("a scan") {
        assert_eq!(value, bytes(70_000, key.len()), "{key:?}");
    }
}

fn the_last_write_of_a_batch_wins(store: &dyn Store) {
    let mut batch = Batch::new();
    batch.put(Tree::Data, "put last", bytes(100_000, 1));
    batch.delete(Tree::Data, "put last");
    batch.put(Tree::Data, "put last", "2");
    batch.put(Tree::Data, "deleted last", bytes(100_000, 1));
    batch.delete(Tree::Data, "deleted last");
    assert_eq!(batch.len(), 5);
    commit(store, &batch);
    assert_eq!(entries(store), [(Tree::Data, b"put last".to_vec(), b"2".to_vec())]);
}

fn empty_keys_and_values_are_kept(store: &dyn Store) {
    put(store, Tree::Meta, b"", b"");
    put(store, Tree::Data, b"a", b"");
    assert_eq!(get(store, Tree::Meta, b""), Some(Vec::new()));
    assert_eq!(get(store, Tree::Data, b"a"), Some(Vec::new()));
    let longest = vec![0xff; MAX_KEY_BYTES];
    put(store, Tree::Data, &longest, b"long");
    assert_eq!(get(store, Tree::Data, &longest), Some(b"long".to_vec()));
}

fn values_of_every_size_come_back(store: &dyn Store) {
    for size in [1, 4095, 4096, 4097, 8192, 8193, 65_535, 65_536, 65_537, 131_071, 131_073, MAX_VALUE_BYTES] {
        let value = bytes(size, 3);
        put(store, Tree::Data, b"value", &value);
        assert!(get(store, Tree::Data, b"value") == Some(value), "{size} bytes");
    }
}

fn overwriting_leaves_nothing_of_the_old_value(store: &dyn Store) {
    for size in [300_000, 65_537, 200_000, 4097, 4096, 70_000, 0, 65_536, 1] {
        put(store, Tree::Data, b"value", &bytes(size, size));
        assert!(get(store, Tree::Data, b"value") == Some(bytes(size, size)), "{size} bytes");
        assert_eq!(entries(store).len(), 1, "{size} bytes");
    }
    delete(store, Tree::Data, b"value");
    put(store, Tree::Data, b"value", &bytes(9000, 5));
    assert!(get(store, Tree::Data, b"value") == Some(bytes(9000, 5)), "after a deletion");
}

fn what_is_too_large_is_refused_whole(store: &dyn Store) {
    put(store, Tree::Data, b"a", b"old");
    for (key, value) in
        [(b"b".to_vec(), vec![0; MAX_VALUE_BYTES + 1]), (vec![b'k'; MAX_KEY_BYTES + 1], vec![1])]
    {
        let mut batch = Batch::new();
        batch.put(Tree::Data, "a", "new");
        batch.put(Tree::Data, key, value);
        match store.commit(&batch) {
            Err(StoreError::TooLarge { size, limit }) => assert_eq!(size, limit + 1),
            other => panic!("a write that is too large answered {other:?}"),
        }
        assert_eq!(entries(store), [(Tree::Data, b"a".to_vec(), b"old".to_vec())]);
    }
    put(store, Tree::Data, b"a", b"new");
    assert_eq!(get(store, Tree::Data, b"a"), Some(b"new".to_vec()), "a refusal breaks nothing");
    assert_eq!(get(store, Tree::Data, &[b'k'; MAX_KEY_BYTES + 1]), None, "an impossible key is not there");
}

fn entries_lists_everything(store: &dyn Store) {
    let mut expected = Vec::new();
    let mut batch = Batch::new();
    for tree in Tree::ALL {
        for index in 0..40 {
            let value = bytes(index * 400, index);
            batch.put(tree, key(index), value.clone());
            expected.push((tree, key(index), value));
        }
    }
    commit(store, &batch);
    assert!(entries(store) == expected, "all entries in order");
}

fn readers_see_whole_batches(store: &dyn Store) {
    let write = |round: usize| {
        let mut batch = Batch::new();
        batch.put(Tree::Data, "left", bytes(30_000, round));
        batch.put(Tree::Data, "right", bytes(30_000, round));
        commit(store, &batch);
    };
    write(0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = || {
            let mut reads = 0_u32;
            while !done.load(Ordering::Acquire) || reads == 0 {
                let pairs = store.scan(Tree::Data, b"").expect("a scan beside commits");
                let [(_, left), (_, right)] = &pairs[..] else { panic!("{} pairs", pairs.len()) };
                assert!(left == right, "a scan shows half of a batch");
                get(store, Tree::Data, b"left").expect("a value that is only ever replaced");
                reads += 1;
            }
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        for round in 1..50 {
            write(round);
            // The writer's own read follows its commit.
            assert!(get(store, Tree::Data, b"right") == Some(bytes(30_000, round)), "round {round}");
        }
        done.store(true, Ordering::Release);
        for reader in readers {
            reader.join().expect("a reader");
        }
    });
}

fn commits_of_eight_threads_all_arrive(store: &dyn Store) {
    const THREADS: usize = 8;
    const EACH: usize = 40;
    thread::scope(|scope| {
        for worker in 0..THREADS {
            scope.spawn(move || {
                for index in 0..EACH {
                    let mut batch = Batch::new();
                    batch.put(Tree::Data, key(worker * EACH + index), bytes(200, index));
                    batch.put(Tree::Sessions, "shared", bytes(6000, worker));
                    commit(store, &batch);
                    assert!(
                        get(store, Tree::Data, &key(worker * EACH + index)).is_some(),
                        "seen after its commit"
                    );
                }
            });
        }
    });
    assert_eq!(scan(store, Tree::Data, b"").len(), THREADS * EACH);
    let shared = get(store, Tree::Sessions, b"shared").expect("the shared key");
    assert!((0..THREADS).any(|worker| shared == bytes(6000, worker)), "one thread's value, whole");
}
