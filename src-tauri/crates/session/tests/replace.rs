//! A store that takes the place of another one: where it has grown too large, where it is of an older version, and wherever the
//! process is killed on the way.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use hyperdiv_session::{
    Settings,
    format::FormatError,
    home::{Home, HomeError, StoreHealth},
    life::{Restored, Sessions},
    store::{Batch, Entry, Store, Tree},
};
use support::home::{disk, profile, put};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const BLOATED: u64 = 32 << 20;

fn size(dir: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    let files = support::walk(dir).into_iter().filter(|path| path.is_file());
    files.map(|path| fs::metadata(path).expect("it is there").blocks() * 512).sum()
}

/// A home whose store has held much and holds little.
fn bloated(base: &Path) -> Vec<Entry> {
    let mut home = disk(base);
    home.create().expect("created");
    let store = home.open_store().expect("the store");
    put(store.as_ref(), "kept", b"small");
    for number in 0..12_u8 {
        put(store.as_ref(), &format!("large {number}"), &vec![number; 4 << 20]);
    }
    let mut batch = Batch::new();
    for number in 0..12_u8 {
        batch.delete(Tree::Data, format!("large {number}"));
    }
    store.commit(&batch).expect("a commit");
    let entries = store.entries().expect("entries");
    assert!(home.snapshot(NOW).expect("a snapshot"));
    drop(store);
    entries
}

#[test]
fn a_store_that_has_grown_far_beyond_what_it_holds_is_made_anew_at_the_exit() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let mut home = disk(&base);
    home.create().expect("created");
    let path = profile(&base).path().join("store");
    let store = home.open_store().expect("the store");
    put(store.as_ref(), "kept", b"small");
    for number in 0..12_u8 {
        put(store.as_ref(), &format!("large {number}"), &vec![number; 4 << 20]);
    }
    let mut batch = Batch::new();
    for number in 0..12_u8 {
        batch.delete(Tree::Data, format!("large {number}"));
    }
    store.commit(&batch).expect("a commit");
    assert!(home.snapshot(NOW).expect("a snapshot"));
    home.close().expect("not while it is open");
    assert!(size(&path) > BLOATED, "{} bytes", size(&path));
    drop(store);
    home.close().expect("made anew");
    println!("{} bytes are left", size(&path));
    assert!(size(&path) < BLOATED / 8, "{} bytes", size(&path));
    assert_eq!(home.take_notes().len(), 1);
    let store = home.open_store().expect("the store");
    assert_eq!(store.entries().expect("entries"), [(Tree::Data, b"kept".to_vec(), b"small".to_vec())]);
    assert_eq!(home.recovery().expect("asked"), None, "nothing was wrong");
    assert!(!profile(&base).path().join("quarantine").exists());
    // What it says of itself goes on.
    put(store.as_ref(), "after", b"1");
    drop(store);
    drop(home.open_store().expect("the store"));
    assert_eq!(home.recovery().expect("asked"), None);
}

#[test]
fn ten_thousand_overwrites_keep_a_store_small() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let mut home = disk(&base);
    home.create().expect("created");
    let store = home.open_store().expect("the store");
    std::thread::scope(|scope| {
        // Side by side, they share syncs.
        for writer in 0..50_u32 {
            let store = &store;
            scope.spawn(move || {
                for round in 0..200_u32 {
                    put(store.as_ref(), &format!("key {writer}"), &round.to_be_bytes().repeat(50));
                }
            });
        }
    });
    assert_eq!(store.entries().expect("entries").len(), 50);
    drop(store);
    let left = size(&profile(&base).path().join("store"));
    println!("10,000 overwrites of 50 keys of 200 bytes: {left} bytes");
    assert!(left < 16 << 20, "{left} bytes");
}

fn copy(from: &Path, to: &Path) {
    for path in support::walk(from) {
        let at = to.join(path.strip_prefix(from).expect("below"));
        if path.is_dir() {
            fs::create_dir_all(&at).expect("made");
        } else {
            fs::copy(&path, &at).expect("copied");
        }
    }
}

/// Every state of the directory that a killed process can leave while a new store takes the place of the old one: each
/// is made by hand from before and after, and the next start finds one whole store.
#[test]
fn a_process_that_is_killed_while_a_store_is_replaced_leaves_one_whole_store() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let before = bloated(&base);
    let path = profile(&base).path().to_owned();
    let old = dir.path().join("old");
    copy(&path.join("store"), &old);
    let mut home = disk(&base);
    drop(home.open_store().expect("the store"));
    let manifest = fs::read_to_string(path.join("MANIFEST.json")).expect("the manifest");
    let note = serde_json::json!({ "manifest": manifest, "recovery": null, "keep": null }).to_string();
    // The store anew, as a rebuild makes it: it has the same content under the same standing.
    let new = dir.path().join("new");
    copy(&path.join("store"), &new);
    let reset = || {
        for name in ["store", ".store-new", ".store-old"] {
            let _ = fs::remove_dir_all(path.join(name));
        }
        let _ = fs::remove_file(path.join(".replacing"));
    };
    type Step<'a> = (&'a str, bool, &'a [(&'a Path, &'a str)]);
    let steps: [Step<'_>; 6] = [
        ("while the new one is built", false, &[(&old, "store"), (&new, ".store-new")]),
        ("after the note", true, &[(&old, "store"), (&new, ".store-new")]),
        ("the old one has made room", true, &[(&old, ".store-old"), (&new, ".store-new")]),
        ("the new one is in its place", true, &[(&old, ".store-old"), (&new, "store")]),
        ("the old one is gone", true, &[(&new, "store")]),
        ("done", false, &[(&new, "store")]),
    ];
    for (step, noted, dirs) in steps {
        reset();
        for (from, to) in dirs {
            copy(from, &path.join(to));
        }
        if noted {
            fs::write(path.join(".replacing"), &note).expect("the note");
        }
        let mut home = disk(&base);
        assert!(home.exists().expect("a home"), "{step}");
        let store = home.open_store().unwrap_or_else(|error| panic!("{step}: {error}"));
        assert_eq!(store.entries().expect("entries"), before, "{step}");
        assert_eq!(home.recovery().expect("asked"), None, "{step}");
        for left in [".store-new", ".store-old", ".replacing"] {
            assert!(!path.join(left).exists(), "{step}: {left} is left");
        }
    }
}

/// A home that the program wrote when its schema was 1: somebody who signed in with consent, in the sessions of three starts.
fn of_schema_1(base: &Path) -> PathBuf {
    let path = profile(base).path().to_owned();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-1"), &path);
    let packed = path.join("store/db.gz");
    let mut log = Vec::new();
    let read =
        flate2::read::GzDecoder::new(&fs::read(&packed).expect("the fixture")[..]).read_to_end(&mut log);
    read.expect("unpacked");
    fs::write(path.join("store/db"), log).expect("written");
    fs::remove_file(packed).expect("removed");
    path
}

#[test]
fn data_of_the_first_schema_are_brought_up_to_date_with_a_copy_kept() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let path = of_schema_1(&base);
    let log = fs::read(path.join("store/db")).expect("the log");
    let format = fs::read_to_string(path.join("FORMAT.json")).expect("FORMAT");
    assert!(format.contains("\"schema\":1"), "{format}");

    let mut sessions = Sessions::open(Box::new(disk(&base)), &Settings::default(), NOW).expect("sessions");
    assert_eq!(sessions.restore(None, NOW), Restored::SignedIn);
    assert_eq!(sessions.value("session").expect("read"), Some(b"43".to_vec()));
    assert_eq!(sessions.value("long").expect("read"), Some(b"kept ".repeat(4000)));
    assert!(sessions.recovery().is_none(), "nothing was wrong");
    drop(sessions);

    let format = fs::read_to_string(path.join("FORMAT.json")).expect("FORMAT");
    assert!(format.contains("\"schema\":2") && format.contains("\"min_reader\":2"), "{format}");
    assert!(path.join("MANIFEST.json").exists());
    let health = StoreHealth::look(&profile(&base)).expect("looked");
    let [kept] = &health.quarantines[..] else { panic!("{health:?}") };
    assert!(kept.ends_with("-schema-1"), "{kept}");
    let kept = path.join("quarantine").join(kept);
    assert!(fs::read(kept.join("store/db")).expect("the log") == log, "the copy is another one");
    assert!(fs::read_to_string(kept.join("FORMAT.json")).expect("FORMAT").contains("\"schema\":1"));

    // Done once, and a loss is found from then on.
    drop(disk(&base).open_store().expect("the store"));
    assert_eq!(StoreHealth::look(&profile(&base)).expect("looked"), health);
    fs::remove_file(path.join("store/db")).expect("removed");
    let mut home = disk(&base);
    drop(home.open_store().expect("made anew"));
    assert!(home.recovery().expect("asked").is_some());
}

/// FORMAT is written last: until then it is done again from the start.
#[test]
fn a_migration_that_was_cut_short_is_done_by_the_next_start() {
    let dir = TempDir::new().expect("a directory");
    let whole = dir.path().join("whole");
    of_schema_1(&whole);
    drop(disk(&whole).open_store().expect("migrated"));
    let done = profile(&whole).path().to_owned();
    // What the steps leave, one more each time; the store is written in place.
    let steps: [&[&str]; 5] = [
        &["quarantine"],
        &["quarantine", "store"],
        &["quarantine", "store", "keys"],
        &["quarantine", "store", "keys", "MANIFEST.json"],
        &["quarantine", "keys"],
    ];
    for left in steps {
        let base = dir.path().join(left.join("-"));
        let path = of_schema_1(&base);
        for name in left {
            let (from, to) = (done.join(name), path.join(name));
            if from.is_dir() {
                let _ = fs::remove_dir_all(&to);
                copy(&from, &to);
            } else {
                fs::copy(&from, &to).expect("copied");
            }
        }
        fs::create_dir_all(path.join("quarantine/.partial/store")).expect("one that was being written");
        let mut sessions =
            Sessions::open(Box::new(disk(&base)), &Settings::default(), NOW).expect("sessions");
        assert_eq!(sessions.restore(None, NOW), Restored::SignedIn, "{left:?}");
        assert_eq!(sessions.value("session").expect("read"), Some(b"43".to_vec()), "{left:?}");
        assert!(sessions.recovery().is_none(), "{left:?}");
        drop(sessions);
        assert_eq!(StoreHealth::look(&profile(&base)).expect("looked").quarantines.len(), 1, "{left:?}");
        assert!(!path.join("quarantine/.partial").exists());
    }
}

#[test]
fn a_damaged_store_of_the_first_schema_is_told_like_any_other() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let path = of_schema_1(&base);
    fs::remove_file(path.join("store/db")).expect("removed");
    let mut home = disk(&base);
    let store = home.open_store().expect("made anew");
    assert_eq!(store.entries().expect("entries"), []);
    drop(store);
    assert!(home.recovery().expect("asked").is_some());
    drop(home.open_store().expect("and again"));
}

#[test]
fn a_later_schema_is_refused_with_what_to_do() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    bloated(&base);
    let path = profile(&base).path().join("FORMAT.json");
    let good = fs::read_to_string(&path).expect("FORMAT");
    fs::write(&path, good.replace("\"schema\":2", "\"schema\":3")).expect("written");
    let error = disk(&base).open_store().err().expect("refused");
    assert!(matches!(&error, HomeError::Format(FormatError::Newer { found: 3, known: 2 })), "{error:?}");
    assert!(error.to_string().contains("export them there"), "{error}");
}
