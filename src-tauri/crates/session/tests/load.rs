//! Much at once, and much in all: in counts that hold on any machine. `cargo xtask bench store` has the times.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    path::Path,
    sync::{Barrier, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hyperdiv_session::{
    directory::{
        AppId, Base, ProfileDirectory, ProfileName,
        fault::{self, Fault},
    },
    format::StoreId,
    home::{DiskHome, Home},
    store::{OpenMode, SledStore, Store, Tree},
};
use support::{Running, command, home::put, role};
use tempfile::TempDir;

const ID: StoreId = StoreId::from_bytes([9; 16]);

/// Steps are counted for the whole process: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["fill", dir] => {
            let store = SledStore::open(Path::new(dir), ID, OpenMode::Create).expect("a new store");
            for number in 0..LARGE {
                put(&store, &format!("record {number}"), &record(number));
            }
        }
        ["open", dir] => {
            let before = memory();
            let begun = Instant::now();
            let store = SledStore::open(Path::new(dir), ID, OpenMode::Existing).expect("it opens");
            let found = store.get(Tree::Data, b"record 7").expect("it can be read");
            let took = begun.elapsed();
            assert!(found == Some(record(7)));
            println!("opened {} {}", took.as_millis(), memory() - before);
        }
        ["write in", base, profile] => {
            let profile = ProfileName::parse(profile).expect("a name");
            let mut home = home_of(Path::new(base), &profile);
            home.create().expect("created");
            let store = home.open_store().expect("the store");
            for number in 0..50_u32 {
                put(store.as_ref(), &number.to_string(), profile.as_str().as_bytes());
            }
            println!("written");
        }
        _ => panic!("unknown role {role:?}"),
    }
}

/// So many records of 1 MB each.
const LARGE: u32 = 100;

fn record(number: u32) -> Vec<u8> {
    number.to_be_bytes().repeat(250_000)
}

/// The most memory that this process has had, in KiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("of this process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn home_of(base: &Path, profile: &ProfileName) -> DiskHome {
    let base = Base::resolve(Some(base)).expect("a base");
    let app = AppId::parse("io.hyperdiv.test").expect("an app id");
    DiskHome::open(ProfileDirectory::new(base, app, profile.clone())).expect("a home")
}

#[test]
fn sixty_four_writers_at_once_share_their_syncs() {
    const WRITERS: usize = 64;
    const EACH: usize = 25;
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let dir = TempDir::new().expect("a directory");
    let store = SledStore::open(&dir.path().join("store"), ID, OpenMode::Create).expect("a new store");
    // Counts, and lets all go well.
    fault::plan(Fault::Io, u64::MAX, 0);
    for number in 0..EACH {
        put(&store, &format!("alone {number}"), &[7; 200]);
    }
    // A step for the batch, and one for its sync.
    assert_eq!(fault::heal(), 2 * EACH as u64, "each commit of one writer is a batch with a sync");
    let together = Barrier::new(WRITERS);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (store, together) = (&store, &together);
            scope.spawn(move || {
                together.wait();
                for number in 0..EACH {
                    put(store, &format!("{writer} {number}"), &[7; 200]);
                }
            });
        }
    });
    let commits = (WRITERS * EACH) as u64;
    let syncs = fault::heal() / 2;
    println!("{commits} commits of {WRITERS} writers took {syncs} syncs");
    assert!(syncs * 10 <= commits, "{syncs} syncs for {commits} commits");
    assert_eq!(store.entries().expect("entries").len() as u64, commits + EACH as u64, "all arrived");
}

#[test]
fn a_store_of_100_mb_opens_soon_and_in_little_memory() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    let path = path.to_str().expect("text");
    Running::start(command(&["fill", path])).succeeds();
    let mut opening = Running::start(command(&["open", path]));
    let said = opening.said("opened ").expect("it opens");
    opening.succeeds();
    let (took, memory) = said.split_once(' ').expect("two numbers");
    let (took, memory): (u64, u64) = (took.parse().expect("a number"), memory.parse().expect("a number"));
    println!("opened 100 MB in {took} ms, with {} MB", memory / 1024);
    assert!(Duration::from_millis(took) < Duration::from_secs(2), "{took} ms");
    assert!(memory < 100 << 10, "{memory} KiB: not all of it is read");
}

#[test]
fn two_profiles_at_once_in_two_processes_keep_apart() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let text = base.to_str().expect("text");
    let mut writers = ["work", "home"].map(|profile| Running::start(command(&["write in", text, profile])));
    for writer in &mut writers {
        writer.said("written").expect("it writes");
    }
    for (writer, profile) in writers.into_iter().zip(["work", "home"]) {
        writer.succeeds();
        let mut home = home_of(&base, &ProfileName::parse(profile).expect("a name"));
        let store = home.open_store().expect("the store");
        let entries = store.entries().expect("entries");
        assert_eq!(entries.len(), 50, "{profile}");
        assert!(entries.iter().all(|(.., value)| value == profile.as_bytes()), "{profile} holds the other's");
        assert_eq!(home.recovery().expect("asked"), None, "{profile}");
    }
}
