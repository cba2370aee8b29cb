//! A durable commit beside the same bytes through bare sled with an fsync of its own, and opening a large store.

#![expect(clippy::expect_used, reason = "a bench that cannot go on says where")]

#[expect(dead_code, reason = "only the runtime has peers in other programs")]
mod report;

use std::fs::File;
use std::path::Path;

use hyperdiv::session::format::StoreId;
use hyperdiv::session::store::{Batch, OpenMode, SledStore, Store, Tree};
use report::{beside, median, micros, within};

const ROUNDS: usize = 400;
const RECORDS: usize = 100_000;

fn key(number: usize) -> [u8; 32] {
    // Spread over the whole tree, as hashes are.
    let mut key = [0; 32];
    key[..8].copy_from_slice(&(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    key[8..16].copy_from_slice(&(number as u64).to_be_bytes());
    key
}

fn main() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    commit(dir.path());
    commit_together(&dir.path().join("together"));
    open(&dir.path().join("large"));
    open_100_mb(&dir.path().join("larger"));
}

fn commit(dir: &Path) {
    let id = StoreId::random().expect("the system has random bytes");
    let ours = SledStore::open(&dir.join("ours"), id, OpenMode::Create).expect("a new store");
    let bare = dir.join("bare");
    let config = sled::Config::new().path(&bare).cache_capacity(32 << 20).flush_every_ms(None);
    let bare_store = config.mode(sled::Mode::LowSpace).open().expect("a new store");
    let log = File::open(bare.join("db")).expect("sled has made it");
    let value = [7_u8; 200];

    let (mut ours_times, mut bare_times) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS + 50 {
        let mut batch = Batch::new();
        batch.put(Tree::Data, key(round), value);
        let ours_time = micros(|| ours.commit(&batch).expect("there is room"));
        let mut batch = sled::Batch::default();
        batch.insert(&[&[4], &key(round)[..]].concat()[..], &value[..]);
        let bare_time = micros(|| {
            bare_store.apply_batch(batch).expect("there is room");
            bare_store.flush().expect("there is room");
            log.sync_data().expect("there is room");
        });
        if round >= 50 {
            ours_times.push(ours_time);
            bare_times.push(bare_time);
        }
    }
    let peer = ("bare sled + fdatasync", median(&mut bare_times));
    beside("durable commit of 200 bytes", "us", median(&mut ours_times), peer, 1.15, 20.0);
}

/// Writers that share syncs: what one commit takes of the time, beside one writer's alone.
fn commit_together(dir: &Path) {
    const WRITERS: usize = 64;
    const EACH: usize = 40;
    let id = StoreId::random().expect("the system has random bytes");
    let store = SledStore::open(dir, id, OpenMode::Create).expect("a new store");
    let put = |number: usize| {
        let mut batch = Batch::new();
        batch.put(Tree::Data, key(number), [7_u8; 200]);
        store.commit(&batch).expect("there is room");
    };
    // In turn, so that a disk that is busy for a while is so for both.
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for round in 0..5 {
        let first = round * 10_000;
        alone.push(micros(|| (0..EACH * 4).for_each(|number| put(first + number))) / (EACH * 4) as f64);
        let all = micros(|| {
            std::thread::scope(|scope| {
                for writer in 0..WRITERS {
                    let put = &put;
                    scope.spawn(move || {
                        (0..EACH).for_each(|number| put(first + 1000 + writer * EACH + number))
                    });
                }
            });
        });
        together.push(all / (WRITERS * EACH) as f64);
    }
    let one = ("one writer", median(&mut alone));
    beside("durable commit, 64 writers at once", "us", median(&mut together), one, 0.1, 0.0);
}

fn open_100_mb(dir: &Path) {
    let id = StoreId::random().expect("the system has random bytes");
    let store = SledStore::open(dir, id, OpenMode::Create).expect("a new store");
    for number in 0..100 {
        let mut batch = Batch::new();
        batch.put(Tree::Data, key(number), vec![7_u8; 1_000_000]);
        store.commit(&batch).expect("there is room");
    }
    drop(store);
    let mut times: Vec<f64> = (0..3)
        .map(|_| {
            micros(|| {
                let store = SledStore::open(dir, id, OpenMode::Existing).expect("it was closed in order");
                assert!(store.get(Tree::Data, &key(5)).expect("readable").is_some());
            }) / 1000.0
        })
        .collect();
    within("open a store of 100 MB", "ms", median(&mut times), 2000.0);
}

fn open(dir: &Path) {
    let id = StoreId::random().expect("the system has random bytes");
    let store = SledStore::open(dir, id, OpenMode::Create).expect("a new store");
    for chunk in 0..RECORDS / 1000 {
        let mut batch = Batch::new();
        for number in 0..1000 {
            batch.put(Tree::Data, key(chunk * 1000 + number), [7_u8; 200]);
        }
        store.commit(&batch).expect("there is room");
    }
    drop(store);
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            micros(|| {
                let store = SledStore::open(dir, id, OpenMode::Existing).expect("it was closed in order");
                assert!(store.get(Tree::Data, &key(5)).expect("readable").is_some());
            }) / 1000.0
        })
        .collect();
    within("open with 100,000 records", "ms", median(&mut times), 100.0);
}
