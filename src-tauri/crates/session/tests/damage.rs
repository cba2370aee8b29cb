//! Damaged stores through a home: what is there afterwards, what the person is told, and that what was found is kept.
//!
//! The matrix is SECURITY.md 6.3: how files are damaged, with sled's own snapshot and without, with a snapshot of ours and
//! without. Whatever happens, no value is a wrong one, nothing is empty without a word, nothing panics, and the files as they
//! were found lie in the quarantine byte for byte.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use hyperdiv_session::{
    format::FormatError,
    home::{DiskHome, Found, Home, HomeError, Recovery, Source, StoreHealth},
    store::{Batch, Entry, Store, Tree},
};
use sha2::{Digest as _, Sha256};
use support::home::{disk, profile, put};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const OWNER: [u8; 16] = [0xab; 16];

/// A store with something in each tree, of which `later` was committed after the snapshot.
struct Kept {
    dir: TempDir,
    base: PathBuf,
    early: Vec<Entry>,
    all: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ours {
    /// No snapshot was taken.
    None,
    /// One, and some commits after it.
    Behind,
    /// One of the newest state.
    Newest,
}

fn value(number: u32) -> Vec<u8> {
    let size = 200 + 400 * (number as usize % 30);
    number.to_be_bytes().into_iter().cycle().take(size).collect()
}

fn data(number: u32) -> Vec<u8> {
    [&OWNER[..], &number.to_be_bytes()].concat()
}

fn write(home: &mut DiskHome, numbers: std::ops::Range<u32>) -> Box<dyn Store> {
    let store = home.open_store().expect("the store");
    for number in numbers {
        let mut batch = Batch::new();
        batch.put(Tree::Data, data(number), value(number));
        batch.put(Tree::Meta, "clock", number.to_be_bytes());
        store.commit(&batch).expect("a commit");
    }
    store
}

/// One of each kind, to be copied: making one takes some fifty commits.
static MADE: [OnceLock<Kept>; 3] = [const { OnceLock::new() }; 3];

impl Kept {
    fn new(ours: Ours) -> Self {
        let made = MADE[ours as usize].get_or_init(|| Self::make(ours));
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        for path in support::walk(&made.base) {
            let at = base.join(path.strip_prefix(&made.base).expect("below"));
            if path.is_dir() {
                fs::create_dir(at).expect("made");
            } else {
                fs::copy(&path, at).expect("copied");
            }
        }
        Self { dir, base, early: made.early.clone(), all: made.all.clone() }
    }

    fn make(ours: Ours) -> Self {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        let mut home = disk(&base);
        home.create().expect("created");
        home.write_durable("keys/data/abababababababababababababababab.key", b"key").expect("written");
        let mut batch = Batch::new();
        batch.put(Tree::Sessions, [1; 32], b"a session".as_slice());
        batch.put(Tree::Owners, OWNER, b"an owner".as_slice());
        put(home.open_store().expect("the store").as_ref(), "a", b"b");
        home.open_store().expect("the store").commit(&batch).expect("a commit");
        let store = write(&mut home, 0..40);
        let early = store.entries().expect("entries");
        if ours != Ours::None {
            assert!(home.snapshot(NOW).expect("a snapshot"));
        }
        drop(store);
        let store = write(&mut home, 40..50);
        let all = store.entries().expect("entries");
        if ours == Ours::Newest {
            assert!(home.snapshot(NOW + 60).expect("a snapshot"));
        }
        drop(store);
        // sled writes its snapshot when it opens.
        drop(home.open_store().expect("the store"));
        Self { dir, base, early, all }
    }

    fn home(&self) -> DiskHome {
        disk(&self.base)
    }

    fn path(&self, name: &str) -> PathBuf {
        profile(&self.base).path().join(name)
    }

    fn store(&self) -> PathBuf {
        self.path("store")
    }

    fn log(&self) -> PathBuf {
        self.store().join("db")
    }

    /// sled's own snapshots.
    fn snaps(&self) -> Vec<PathBuf> {
        let names =
            fs::read_dir(self.store()).expect("the store").map(|entry| entry.expect("an entry").path());
        names
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap.")))
            .collect()
    }

    fn remove_snaps(&self) {
        for snap in self.snaps() {
            fs::remove_file(snap).expect("removed");
        }
    }

    /// Opens it, checks what is there against what is told, and answers what is told.
    #[track_caller]
    fn opens(&self, what: &str) -> Option<Recovery> {
        let found = sums(&self.store());
        let mut home = self.home();
        assert!(home.exists().expect("a home"), "{what}: it is not a first run");
        let store = home.open_store().unwrap_or_else(|error| panic!("{what}: {error}"));
        let entries = store.entries().unwrap_or_else(|error| panic!("{what}: {error}"));
        let recovery = home.recovery().expect("asked");
        let expected = match recovery.as_ref().map(|recovery| recovery.source) {
            None | Some(Source::Whole) => &self.all[..],
            Some(Source::Snapshot(at)) => {
                assert_eq!(at, NOW, "{what}");
                &self.early[..]
            }
            Some(Source::Nothing) => &[],
            Some(_) => {
                for (tree, key, value) in &entries {
                    let known = self.all.iter().any(|entry| entry == &(*tree, key.clone(), value.clone()));
                    assert!(known || (*tree, &key[..]) == (Tree::Meta, b"clock"), "{what}: a wrong value");
                }
                &entries[..]
            }
        };
        assert!(entries == expected, "{what}: {recovery:?} with {} entries", entries.len());
        if let Some(recovery) = &recovery {
            let records = entries.iter().filter(|(tree, ..)| *tree == Tree::Data).count() as u64;
            assert_eq!(recovery.records, records, "{what}");
            assert_eq!(recovery.records_before, Some(51), "{what}");
            assert!(recovery.quarantine.starts_with(self.path("quarantine")), "{what}");
            assert_eq!(sums(&recovery.quarantine.join("store")), found, "{what}: the originals were changed");
            let report = fs::read(recovery.quarantine.join("report.json")).expect("a report");
            assert_eq!(&serde_json::from_slice::<Recovery>(&report).expect("JSON"), recovery);
        }
        // It works, it is told until it was told, and it is not damaged again.
        put(store.as_ref(), "after", b"1");
        drop(store);
        let mut home = self.home();
        let store = home.open_store().expect("again");
        assert_eq!(store.get(Tree::Data, b"after").expect("got"), Some(b"1".to_vec()), "{what}");
        assert_eq!(home.recovery().expect("asked"), recovery, "{what}");
        home.recovery_was_told().expect("told");
        assert_eq!(home.recovery().expect("asked"), None);
        if recovery.is_some() {
            assert_eq!(
                StoreHealth::look(&profile(&self.base)).expect("looked").quarantines.len(),
                1,
                "{what}"
            );
        }
        recovery
    }
}

/// The SHA-256 of every file below a directory, by its name.
fn sums(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut sums = BTreeMap::new();
    for path in support::walk(dir) {
        if path.is_file() {
            let name = path.strip_prefix(dir).expect("below").to_owned();
            sums.insert(name, Sha256::digest(fs::read(&path).expect("read")).to_vec());
        }
    }
    sums
}

fn truncate(path: &Path, to: u64) {
    fs::OpenOptions::new().write(true).open(path).expect("it is there").set_len(to).expect("truncated");
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).expect("it is there").len()
}

fn overwrite(path: &Path, at: u64, with: &[u8]) {
    use std::os::unix::fs::FileExt as _;
    let file = fs::OpenOptions::new().write(true).open(path).expect("it is there");
    file.write_all_at(with, at).expect("written");
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Where the log has content: behind it are zeros.
fn content_end(log: &Path) -> u64 {
    let bytes = fs::read(log).expect("the log");
    bytes.iter().rposition(|byte| *byte != 0).expect("content") as u64 + 1
}

/// What became of the stores of one row of the matrix.
#[derive(Default, Debug)]
struct Row {
    fine: usize,
    whole: usize,
    snapshot: usize,
    earlier: usize,
    nothing: usize,
}

impl Row {
    fn count(&mut self, recovery: Option<&Recovery>) {
        match recovery.map(|recovery| recovery.source) {
            None => self.fine += 1,
            Some(Source::Whole) => self.whole += 1,
            Some(Source::Snapshot(_)) => self.snapshot += 1,
            Some(Source::Nothing) => self.nothing += 1,
            Some(_) => self.earlier += 1,
        }
    }
}

/// Damages a store in `rounds` ways, with sled's snapshot and without it.
fn matrix(name: &str, ours: Ours, rounds: u64, damage: impl Fn(&Kept, &mut Random)) -> Row {
    let mut row = Row::default();
    for round in 0..rounds {
        let kept = Kept::new(ours);
        if round % 2 == 1 {
            kept.remove_snaps();
        }
        damage(&kept, &mut Random(round.wrapping_mul(0x9e37_79b9)));
        row.count(kept.opens(&format!("{name}, {ours:?}, round {round}")).as_ref());
    }
    println!("{name}, {ours:?}: {row:?}");
    row
}

fn truncated(kept: &Kept, random: &mut Random) {
    let end = content_end(&kept.log());
    truncate(&kept.log(), random.below(end));
}

#[test]
fn a_truncated_log_is_restored_from_the_snapshot() {
    let row = matrix("truncated", Ours::Newest, 8, truncated);
    assert!(row.fine + row.whole == 8 && row.whole >= 6, "{row:?}");
    let row = matrix("truncated", Ours::Behind, 8, truncated);
    // The last bytes may be of no use any more.
    assert!(row.snapshot + row.earlier >= 6 && row.nothing == 0, "{row:?}");
}

/// sled says of most of these that they are empty, and panics on others.
#[test]
fn a_truncated_log_without_a_snapshot_is_never_taken_for_an_empty_store() {
    let row = matrix("truncated", Ours::None, 12, truncated);
    assert!(row.nothing + row.earlier >= 10 && row.snapshot == 0, "{row:?}");
}

fn flipped(kept: &Kept, random: &mut Random) {
    let at = random.below(content_end(&kept.log()));
    let mut log = fs::read(kept.log()).expect("the log");
    log[usize::try_from(at).expect("small")] ^= 1 << random.below(8);
    fs::write(kept.log(), log).expect("written");
}

#[test]
fn a_flipped_bit_is_found_or_does_not_matter() {
    let row = matrix("one bit", Ours::Newest, 60, flipped);
    assert_eq!(row.fine + row.whole, 60, "{row:?}");
    let row = matrix("one bit", Ours::None, 40, flipped);
    assert_eq!(row.snapshot, 0, "{row:?}");
}

/// Wherever the log holds a value, old copies of it as well, one bit of it is another one.
fn flipped_in_a_value(kept: &Kept, random: &mut Random) {
    let number = u32::try_from(1 + random.below(40)).expect("small");
    let mut log = fs::read(kept.log()).expect("the log");
    let pattern = &value(number)[..64];
    let (mut at, mut flipped) = (0, 0);
    while at + pattern.len() <= log.len() {
        if log[at..at + pattern.len()] == *pattern {
            log[at + 32] ^= 1 << random.below(8);
            flipped += 1;
            at += pattern.len();
        } else {
            at += 1;
        }
    }
    assert!(flipped > 0, "value {number} is nowhere");
    fs::write(kept.log(), log).expect("written");
}

#[test]
fn a_flipped_bit_in_a_value_is_always_found() {
    let row = matrix("one bit of a value", Ours::Newest, 10, flipped_in_a_value);
    assert_eq!(row.whole, 10, "{row:?}");
    let row = matrix("one bit of a value", Ours::None, 10, flipped_in_a_value);
    assert_eq!(row.fine + row.whole, 0, "{row:?}");
}

#[test]
fn pages_of_zeros_and_of_junk_are_found_or_do_not_matter() {
    for (name, bytes) in [("4096 zeros", vec![0; 4096]), ("512 random bytes", vec![0; 512])] {
        let row = matrix(name, Ours::Newest, 16, |kept, random| {
            let mut bytes = bytes.clone();
            if bytes.len() == 512 {
                bytes.fill_with(|| u8::try_from(random.below(256)).expect("a byte"));
            }
            let at = random.below(content_end(&kept.log()));
            overwrite(&kept.log(), at, &bytes);
        });
        assert_eq!(row.fine + row.whole, 16, "{row:?}");
    }
}

#[test]
fn what_sled_itself_survives_is_no_damage() {
    let kept = Kept::new(Ours::None);
    let end = size(&kept.log());
    use std::io::Write as _;
    let mut log = fs::OpenOptions::new().append(true).open(kept.log()).expect("the log");
    log.write_all(&[0xa5; 700]).expect("junk");
    drop(log);
    assert_eq!(kept.opens("junk at the end"), None);
    assert!(end > 0);
    for conf in [None, Some(&b""[..]), Some(b"garbage")] {
        let kept = Kept::new(Ours::None);
        match conf {
            None => fs::remove_file(kept.store().join("conf")).expect("removed"),
            Some(bytes) => fs::write(kept.store().join("conf"), bytes).expect("written"),
        }
        kept.opens(&format!("conf {conf:?}"));
    }
    let kept = Kept::new(Ours::None);
    kept.remove_snaps();
    assert_eq!(kept.opens("no snapshot of sled's"), None);
}

/// `Err(Corruption)` at every opening, for ever, though the log is whole.
#[test]
fn a_damaged_snapshot_of_sled_costs_nothing() {
    for ours in [Ours::None, Ours::Behind] {
        for round in 0..6 {
            let kept = Kept::new(ours);
            let snaps = kept.snaps();
            assert_eq!(snaps.len(), 1);
            let snap = &snaps[0];
            match round {
                0 => fs::write(snap, "").expect("emptied"),
                1 => truncate(snap, size(snap) / 2),
                2 => truncate(snap, size(snap) - 1),
                _ => {
                    let mut bytes = fs::read(snap).expect("read");
                    let at = bytes.len() * (round - 2) / 5;
                    bytes[at] ^= 4;
                    fs::write(snap, bytes).expect("flipped");
                }
            }
            let recovery = kept.opens(&format!("sled's snapshot, round {round}"));
            assert!(recovery.is_some_and(|recovery| recovery.is_whole()), "round {round}");
        }
    }
}

#[test]
fn a_log_that_is_gone_or_empty_is_not_taken_for_a_first_run() {
    for ours in [Ours::None, Ours::Behind, Ours::Newest] {
        for round in 0..4 {
            let kept = Kept::new(ours);
            match round {
                0 => fs::remove_file(kept.log()).expect("removed"),
                1 => truncate(&kept.log(), 0),
                2 => {
                    kept.remove_snaps();
                    fs::remove_file(kept.log()).expect("removed");
                }
                _ => fs::remove_dir_all(kept.store()).expect("removed"),
            }
            let recovery = kept.opens(&format!("{ours:?}, round {round}")).expect("it is told");
            assert_eq!(recovery.found, Found::Missing);
            let expected = match ours {
                Ours::None => Source::Nothing,
                Ours::Behind => Source::Snapshot(NOW),
                Ours::Newest => Source::Whole,
            };
            assert_eq!(recovery.source, expected, "{ours:?}, round {round}");
        }
    }
}

#[test]
fn a_new_empty_store_in_the_place_of_the_old_one_is_found() {
    let kept = Kept::new(Ours::Behind);
    let other = Kept::new(Ours::None);
    // Of another profile: which of the two belongs here is not ours to say.
    fs::remove_dir_all(kept.store()).expect("removed");
    fs::rename(other.store(), kept.store()).expect("exchanged");
    let error = kept.home().open_store().err().expect("another profile's");
    assert!(error.to_string().contains("another one"), "{error}");
    assert!(!kept.path("quarantine").exists());
}

/// What came back with a backup program, say: it opens as well as any.
#[test]
fn an_old_copy_of_the_store_is_found_and_the_newer_snapshot_is_taken() {
    for ours in [Ours::None, Ours::Newest] {
        let kept = Kept::new(ours);
        let copy = kept.dir.path().join("copy");
        fs::create_dir(&copy).expect("made");
        for entry in fs::read_dir(kept.store()).expect("the store") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::copy(&path, copy.join(path.file_name().expect("a name"))).expect("copied");
            }
        }
        let mut home = kept.home();
        let store = write(&mut home, 50..60);
        let newest = store.entries().expect("entries");
        let taken = ours == Ours::Newest && home.snapshot(NOW + 3600).expect("a snapshot");
        drop(store);
        fs::remove_dir_all(kept.store()).expect("removed");
        fs::rename(&copy, kept.store()).expect("put back");
        let mut home = kept.home();
        let store = home.open_store().expect("opened");
        let recovery = home.recovery().expect("asked").expect("it is told");
        assert_eq!(recovery.found, Found::Older);
        assert_eq!(recovery.source, if taken { Source::Whole } else { Source::Earlier });
        let entries = store.entries().expect("entries");
        assert!(entries == if taken { newest } else { kept.all }, "{recovery:?}");
    }
}

/// Nothing of the store outside of it is believed if it does not prove itself, and its loss costs nothing.
#[test]
fn a_damaged_manifest_costs_no_data() {
    for name in ["MANIFEST.json", "MANIFEST.mark", "keys/manifest.key"] {
        for damage in [None, Some(&b""[..]), Some(b"{\"generation\":18446744073709551615}")] {
            let kept = Kept::new(Ours::Behind);
            match damage {
                None => fs::remove_file(kept.path(name)).expect("removed"),
                Some(bytes) => fs::write(kept.path(name), bytes).expect("written"),
            }
            assert_eq!(kept.opens(name), None, "{name}");
            // And from then on a loss is found as before.
            truncate(&kept.log(), 0);
            let mut home = kept.home();
            drop(home.open_store().expect("opened"));
            assert!(home.recovery().expect("asked").is_some(), "{name}");
        }
    }
}

#[test]
fn a_damaged_snapshot_of_ours_is_passed_over() {
    let kept = Kept::new(Ours::Newest);
    let backups = kept.path("backups");
    let newest = fs::read_dir(&backups).expect("backups").map(|entry| entry.expect("an entry").path()).max();
    let newest = newest.expect("a snapshot");
    truncate(&newest, size(&newest) / 2);
    truncate(&kept.log(), 0);
    assert_eq!(kept.opens("the one before").map(|recovery| recovery.source), Some(Source::Snapshot(NOW)));
}

/// One is too many to notice by opening: it is found when it is read, and mended at the next start.
#[test]
fn what_cannot_be_read_late_is_an_error_and_mended_at_the_next_start() {
    let kept = Kept::new(Ours::None);
    let mut home = kept.home();
    let store = home.open_store().expect("the store");
    let marker = b"here is the value that goes bad ".repeat(40);
    put(store.as_ref(), "~bad", &marker);
    for number in 0..900_u32 {
        put(store.as_ref(), &format!("large {number}"), &number.to_be_bytes().repeat(4000));
    }
    assert!(size(&kept.log()) > 8 << 20);
    assert!(home.snapshot(NOW + 7200).expect("a snapshot"));
    drop(store);
    drop(home.open_store().expect("the store"));
    assert_eq!(kept.snaps().len(), 1, "sled has its snapshot");
    let log = fs::read(kept.log()).expect("the log");
    let places: Vec<usize> =
        log.windows(64).enumerate().filter(|(_, part)| *part == &marker[..64]).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        overwrite(&kept.log(), at as u64, b"x");
    }

    let mut home = kept.home();
    let store = home.open_store().expect("a large store opens");
    assert_eq!(home.recovery().expect("asked"), None);
    let error = store.get(Tree::Data, b"~bad").expect_err("the value is bad");
    assert!(error.is_damaged(), "{error}");
    assert!(StoreHealth::look(&profile(&kept.base)).expect("looked").suspect);
    drop(store);
    let mut home = kept.home();
    let store = home.open_store().expect("mended");
    assert_eq!(store.get(Tree::Data, b"~bad").expect("got"), Some(marker));
    let recovery = home.recovery().expect("asked").expect("it is told");
    assert_eq!((recovery.found, recovery.source), (Found::Damaged, Source::Whole));
    assert!(!StoreHealth::look(&profile(&kept.base)).expect("looked").suspect);
}

/// Somebody who signed out after the snapshot is not signed in by it, and somebody who signed in is.
#[test]
fn what_is_restored_has_the_sessions_that_are_live_and_no_others() {
    let kept = Kept::new(Ours::Behind);
    let mut home = kept.home();
    let store = home.open_store().expect("the store");
    let mut batch = Batch::new();
    batch.delete(Tree::Sessions, [1; 32]);
    let later = |owner: &str| {
        let record = serde_json::json!({ "owner": owner, "created_at": NOW, "last_used": NOW });
        [b"\x01", record.to_string().as_bytes()].concat()
    };
    let of_the_owner = later(&"ab".repeat(16));
    batch.put(Tree::Sessions, [2; 32], of_the_owner.clone());
    batch.put(Tree::Sessions, [3; 32], later(&"cd".repeat(16)));
    store.commit(&batch).expect("a commit");
    drop(store);
    fs::remove_file(kept.log()).expect("removed");
    let mut home = kept.home();
    let store = home.open_store().expect("restored");
    assert_eq!(
        store.scan(Tree::Sessions, b"").expect("a scan"),
        [([2; 32].to_vec(), of_the_owner)],
        "one that ended, or one whose owner is not there"
    );
    assert_eq!(store.get(Tree::Data, &data(7)).expect("got"), Some(value(7)), "the data stay");
    drop(store);

    // A guest who signed out took their data key along: what the snapshot has of them goes too.
    let kept = Kept::new(Ours::Behind);
    kept.home().remove("keys/data/abababababababababababababababab.key", true).expect("removed");
    fs::remove_file(kept.log()).expect("removed");
    let mut home = kept.home();
    let store = home.open_store().expect("restored");
    assert_eq!(store.scan(Tree::Owners, b"").expect("a scan"), []);
    assert_eq!(store.scan(Tree::Data, &OWNER).expect("a scan"), []);
    assert_eq!(store.get(Tree::Data, b"a").expect("got"), Some(b"b".to_vec()), "others' stay");
}

#[test]
fn without_a_manifest_nobody_is_signed_in_by_a_snapshot() {
    let kept = Kept::new(Ours::Behind);
    fs::remove_file(kept.path("MANIFEST.json")).expect("removed");
    fs::remove_file(kept.log()).expect("removed");
    let mut home = kept.home();
    let store = home.open_store().expect("restored");
    assert_eq!(store.scan(Tree::Sessions, b"").expect("a scan"), []);
    assert_eq!(store.get(Tree::Data, &data(7)).expect("got"), Some(value(7)));
}

#[test]
fn snapshots_are_the_last_three_and_hold_no_key() {
    let kept = Kept::new(Ours::None);
    let mut home = kept.home();
    for round in 0..5 {
        let store = write(&mut home, round..round + 1);
        assert!(home.snapshot(NOW + i64::from(round)).expect("a snapshot"), "round {round}");
        assert!(!home.snapshot(NOW + 100).expect("asked"), "nothing has changed");
        drop(store);
    }
    let health = StoreHealth::look(&profile(&kept.base)).expect("looked");
    assert_eq!((health.snapshots, health.last_snapshot), (3, Some(NOW + 4)));
    assert_eq!(home.last_snapshot(), Some(NOW + 4));
    let key = fs::read(kept.path("keys/manifest.key")).expect("the key");
    for entry in fs::read_dir(kept.path("backups")).expect("backups") {
        use std::io::Read as _;
        let packed = fs::read(entry.expect("an entry").path()).expect("read");
        let mut content = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut content).expect("unpacked");
        assert!(content.windows(5).any(|part| part == b"owner"), "it holds what the store holds");
        assert!(!content.windows(key.len()).any(|part| part == key));
    }
}

#[test]
fn another_database_in_the_stores_place_is_left_alone() {
    // What sled 1.0 makes.
    for name in ["slabs", "metadata", "durability_cookie", "notes.txt"] {
        let kept = Kept::new(Ours::Newest);
        fs::write(kept.store().join(name), "theirs").expect("written");
        let before = sums(&kept.path(""));
        let error = kept.home().open_store().err().expect("refused");
        assert!(matches!(&error, HomeError::Format(FormatError::Foreign { .. })), "{error:?}");
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(sums(&kept.path("")), before, "something was changed");
    }
}
