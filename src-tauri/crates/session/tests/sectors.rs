//! A power cut: of what was written since the last sync, any sectors may be on disk and any may not.
//!
//! The files of the store are recorded at each acknowledgement. Then what a power cut may leave is made of two records that
//! follow each other: the earlier one, with a random part of the sectors by which the later one differs. The store opens with
//! what was acknowledged, with the commit that was on its way or without it, whole; or the damage is found and told.
//!
//! The second happens, seldom: 8 of 2,000 cuts, all within four commits of half a megabyte and more, left a log that sled took
//! for damaged, and what was restored was the last snapshot. That is less than was acknowledged, and not silently so: nothing
//! is wrong or silently gone, and more than one cut in fifty of that kind fails.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    time::Instant,
};

use hyperdiv_session::{
    home::Home,
    store::{Batch, Entry, Store, Tree},
};
use support::{
    home::{disk, profile},
    random::{Random, number_of},
    walk,
};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const SECTOR: usize = 512;

/// Every file below a directory.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn record(dir: &Path) -> Files {
    let files = walk(dir).into_iter().filter(|path| path.is_file());
    files
        .map(|path| {
            let bytes = fs::read(&path).expect("it can be read");
            (path.strip_prefix(dir).expect("below").to_owned(), bytes)
        })
        .collect()
}

fn write(dir: &Path, files: &Files) {
    let _ = fs::remove_dir_all(dir);
    for (name, bytes) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    fs::create_dir_all(dir.join("store/blobs")).expect("made");
}

/// What a power cut leaves between two records, and how many sectors of how many.
fn torn(before: &Files, after: &Files, random: &mut Random) -> (Files, usize, usize) {
    let mut left = before.clone();
    let (mut kept, mut differing) = (0, 0);
    // None, few, most or all but a few of them, as it comes.
    let share = [1, 8, 16, 24, 31][usize::try_from(random.below(5)).expect("small")];
    for (name, now) in after {
        // The mark is written after the sync of what it tells of: the new one is on disk only if all of that is.
        if name.ends_with("MANIFEST.mark") {
            continue;
        }
        let Some(file) = left.get_mut(name).filter(|_| name.ends_with("store/db")) else {
            // Small files are written under another name, synced and renamed.
            if random.below(2) == 0 {
                left.insert(name.clone(), now.clone());
            }
            continue;
        };
        // The length is the inode's, which is written with the first sector beyond it, or without any.
        if now.len() > file.len() && random.below(2) == 0 {
            file.resize(now.len(), 0);
        }
        for (number, sector) in now.chunks(SECTOR).enumerate() {
            let at = number * SECTOR;
            let same = file.get(at..at + sector.len()).is_some_and(|old| old == sector);
            if same {
                continue;
            }
            differing += 1;
            if random.below(32) < share {
                kept += 1;
                if file.len() < at + sector.len() {
                    file.resize(at + sector.len(), 0);
                }
                file[at..at + sector.len()].copy_from_slice(sector);
            }
        }
    }
    (left, kept, differing)
}

/// One commit of many sizes: over what is there, beside it, and away from it.
fn batch(number: u64, random: &mut Random) -> Batch {
    let mut batch = Batch::new();
    let size = |limit: u64, random: &mut Random| usize::try_from(random.below(limit)).expect("small");
    batch.put(Tree::Meta, "number", number.to_be_bytes());
    for _ in 0..=random.below(3) {
        let key = format!("key {}", random.below(12));
        if random.below(5) == 0 {
            batch.delete(Tree::Data, key);
        } else {
            let limit = [100, 4000, 60_000, 400_000][usize::try_from(random.below(4)).expect("small")];
            let byte = u8::try_from(random.below(256)).expect("a byte");
            batch.put(Tree::Data, key, vec![byte; size(limit, random)]);
        }
    }
    batch
}

/// What tells one state from another.
fn sum(entries: &[Entry]) -> u64 {
    let mut hasher = DefaultHasher::new();
    entries.hash(&mut hasher);
    hasher.finish()
}

#[derive(Default)]
struct Tally {
    acknowledged: u64,
    on_its_way: u64,
    /// Found damaged, and restored as it was.
    whole: u64,
    /// Found damaged, and restored as of earlier.
    earlier: u64,
}

#[test]
fn a_power_cut_leaves_what_was_acknowledged_or_damage_that_is_found_and_told() {
    let mut random = Random::seeded();
    let (commits, cuts) = (number_of("HYPERDIV_CUT_COMMITS", 60), number_of("HYPERDIV_CUTS", 3));
    let begun = Instant::now();
    let dir = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("a directory");
    let base = dir.path().join("hyperdiv");
    let path = profile(&base).path().to_owned();
    let mut home = disk(&base);
    home.create().expect("created");
    let mut store = home.open_store().expect("the store");
    let cut_base = dir.path().join("cut");
    let cut = profile(&cut_base).path().to_owned();

    let (mut tally, mut acknowledged) = (Tally::default(), HashSet::from([sum(&[])]));
    let mut before = (record(&path), Vec::<Entry>::new());
    for number in 1..=commits {
        // A start now and then: recovery writes as well.
        if number % 20 == 0 {
            assert!(home.snapshot(NOW).expect("a snapshot"));
            drop(store);
            store = home.open_store().expect("the store");
            before = (record(&path), store.entries().expect("entries"));
        }
        store.commit(&batch(number, &mut random)).expect("a commit");
        let after = (record(&path), store.entries().expect("entries"));
        acknowledged.insert(sum(&after.1));
        for _ in 0..cuts {
            let (left, kept, differing) = torn(&before.0, &after.0, &mut random);
            let what = format!("commit {number}, {kept} of {differing} sectors");
            write(&cut, &left);
            let mut home = disk(&cut_base);
            match home.open_store() {
                Ok(store) => {
                    let entries = store.entries().unwrap_or_else(|error| panic!("{what}: {error}"));
                    let recovery = home.recovery().expect("asked");
                    if let Some(recovery) = recovery {
                        if entries == before.1 || entries == after.1 {
                            tally.whole += 1;
                        } else {
                            println!("{what}: {recovery:?}");
                            let known = acknowledged.contains(&sum(&entries));
                            assert!(known, "{what}: what was restored was never acknowledged");
                            tally.earlier += 1;
                        }
                    } else if entries == after.1 {
                        tally.on_its_way += 1;
                    } else {
                        assert!(
                            entries == before.1,
                            "{what}: neither of the two states, and nothing was told"
                        );
                        tally.acknowledged += 1;
                    }
                }
                Err(error) => panic!("{what}: {error}"),
            }
        }
        before = after;
        if number % 200 == 0 {
            println!("{number} of {commits} commits, {:.0} s", begun.elapsed().as_secs_f64());
        }
    }
    println!("soak: power cuts with what was acknowledged: {}", tally.acknowledged);
    println!("soak: power cuts with the commit that was on its way, whole: {}", tally.on_its_way);
    println!("soak: power cuts after which damage was found, and all of it restored: {}", tally.whole);
    println!("soak: power cuts after which an earlier state was restored, and told: {}", tally.earlier);
    assert!(tally.acknowledged > 0 && tally.on_its_way > 0, "both were tried");
    let all = tally.acknowledged + tally.on_its_way + tally.whole + tally.earlier;
    assert!(
        tally.earlier * 50 <= all,
        "of {all} cuts {} cost what was acknowledged, though told",
        tally.earlier
    );
}
