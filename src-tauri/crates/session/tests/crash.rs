//! Killed processes and full disks: what was acknowledged is there, what was not is there whole or not at all.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use hyperdiv_session::{
    format::StoreId,
    lock::{LockError, ProfileLock},
    store::{Batch, OpenMode, SledStore, Store, StoreError, Tree},
};
use rustix::process::{Resource, Rlimit};
use support::{Running, command, command_after, role, wait_for_parent};
use tempfile::TempDir;

const ID: StoreId = StoreId::from_bytes([9; 16]);

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        let mut unknown = Running::start({
            let mut command = command(&["unknown"]);
            command.stderr(Stdio::null());
            command
        });
        assert!(!unknown.child.wait().expect("its end").success(), "an unknown role fails");
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["write", dir] => write_for_ever(Path::new(dir)),
        ["fill", dir] => fill(Path::new(dir), false),
        ["fill a file", dir] => fill(Path::new(dir), true),
        ["be short", dir] => be_short(Path::new(dir)),
        ["hold", path] => {
            let _lock = ProfileLock::acquire(Path::new(path), Duration::ZERO).expect("the lock");
            println!("held");
            wait_for_parent();
        }
        _ => panic!("unknown role {role:?}"),
    }
}

fn value(number: u64, size: usize) -> Vec<u8> {
    number.to_be_bytes().into_iter().cycle().take(size).collect()
}

/// Three values of one batch: small, cut into parts, and of changing size.
fn batch(number: u64) -> Batch {
    let mut batch = Batch::new();
    batch.put(Tree::Sessions, "small", value(number, 8));
    batch.put(Tree::Data, "parts", value(number, 30_000));
    batch.put(Tree::Data, "changing", value(number, 8 + usize::try_from(number % 7).expect("small") * 3000));
    batch.put(Tree::Owners, number.to_be_bytes(), value(number, 16));
    batch
}

/// The number of the batch that the store holds, after checking that it holds all of it.
fn number(store: &dyn Store) -> u64 {
    let Some(small) = store.get(Tree::Sessions, b"small").expect("a get") else {
        assert_eq!(store.entries().expect("entries"), [], "a part of the first batch");
        return 0;
    };
    let number = u64::from_be_bytes(small.try_into().expect("eight bytes"));
    for (tree, key, written) in batch(number).iter() {
        assert!(store.get(*tree, key).expect("a get") == *written, "batch {number} is torn");
    }
    let owners = store.scan(Tree::Owners, b"").expect("a scan");
    let numbers: Vec<u64> =
        owners.iter().map(|(key, _)| u64::from_be_bytes(key[..].try_into().expect("eight bytes"))).collect();
    assert!(numbers.iter().copied().eq(1..=number), "every batch up to {number} is there, and none after");
    number
}

fn write_for_ever(dir: &Path) {
    let store = SledStore::open(dir, ID, OpenMode::Existing).expect("the store");
    for number in number(&store) + 1.. {
        store.commit(&batch(number)).expect("a commit");
        println!("ack {number}");
    }
}

/// Without `flush`, sled lost acknowledged writes in each of 120 such rounds.
#[test]
fn a_killed_process_loses_no_acknowledged_write_and_tears_none() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    drop(SledStore::open(&path, ID, OpenMode::Create).expect("a new store"));
    let mut random = 12_345_u64;
    for round in 0..20 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut writer = Running::start(command(&["write", path.to_str().expect("text")]));
        let mut acknowledged = 0;
        for _ in 0..=(random >> 33) % 12 {
            acknowledged = writer.said("ack ").expect("the writer lives").parse().expect("a number");
        }
        writer.kill();
        // Said before the kill, and not read yet.
        while let Some(ack) = writer.said("ack ") {
            acknowledged = ack.parse().expect("a number");
        }
        let store = SledStore::open(&path, ID, OpenMode::Existing).expect("it opens after a kill");
        let found = number(&store);
        assert!(found >= acknowledged, "round {round}: {acknowledged} was acknowledged and {found} is there");
        assert!(
            found <= acknowledged + 1,
            "round {round}: {found} was begun before {acknowledged} was acknowledged"
        );
    }
}

/// sled takes the newest name for its snapshot, also the one of a file that it had not finished.
#[test]
fn a_snapshot_that_a_killed_process_was_writing_is_no_damage() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    for round in 0..2 {
        let mode = if round == 0 { OpenMode::Create } else { OpenMode::Existing };
        SledStore::open(&path, ID, mode).expect("it opens").commit(&batch(round + 1)).expect("a commit");
    }
    let unfinished = path.join("snap.FFFFFFFFFFFFFFFF.generating");
    std::fs::write(&unfinished, [7; 100]).expect("left");
    let store = SledStore::open(&path, ID, OpenMode::Existing).expect("it opens");
    assert_eq!(number(&store), 2);
    assert!(!unfinished.exists());
}

#[test]
fn a_lock_names_its_holder_and_ends_with_it() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("lock");
    let mut holder = Running::start(command(&["hold", path.to_str().expect("text")]));
    holder.said("held").expect("the holder lives");
    match ProfileLock::acquire(&path, Duration::from_millis(60)) {
        Err(error @ LockError::Held { pid, .. }) => {
            assert_eq!(pid, Some(holder.child.id()));
            assert!(error.is_held() && error.to_string().contains(&holder.child.id().to_string()), "{error}");
        }
        other => panic!("a held lock answered {other:?}"),
    }
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| ProfileLock::acquire(&path, Duration::from_secs(30)));
        holder.kill();
        let lock = waiting.join().expect("the waiting thread").expect("the lock of a killed process");
        assert_eq!(
            std::fs::read_to_string(lock.path()).expect("the file").trim(),
            std::process::id().to_string()
        );
        assert!(ProfileLock::acquire(&path, Duration::ZERO).is_err(), "held by this process");
        drop(lock);
        assert!(ProfileLock::acquire(&path, Duration::ZERO).is_ok(), "free again");
    });
}

/// Fills the disk, says so, and goes on when the parent has made space.
fn fill(dir: &Path, reusing: bool) {
    let store = SledStore::open(dir, ID, OpenMode::Create).expect("a new store");
    let (last, error) = (1_u64..)
        .find_map(|number| store.commit(&batch(number)).err().map(|error| (number - 1, error)))
        .expect("a full disk");
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(last > 5, "{last} commits fitted");
    assert_eq!(number(&store), last, "reads go on, and show what was acknowledged");
    let mut last = last;
    for _ in 0..3 {
        match store.commit(&batch(last + 1)) {
            // Opened again, sled reuses segments of a log that may not grow.
            Ok(()) if reusing => last += 1,
            Ok(()) => panic!("a commit on a full disk"),
            Err(error) => assert!(error.is_full(), "{error:?}"),
        }
        assert_eq!(number(&store), last);
    }
    println!("full");
    wait_for_parent();
    store.reopen().expect("it opens when there is space");
    assert_eq!(number(&store), last, "what was refused stays away");
    store.commit(&batch(last + 1)).expect("it goes on when there is space");
    assert_eq!(number(&store), last + 1);
    drop(store);
    let store = SledStore::open(dir, ID, OpenMode::Existing).expect("it opens");
    assert_eq!(number(&store), last + 1);
}

fn run_fill(command: Command, make_space: impl FnOnce(u32)) {
    let mut filler = Running::start(command);
    filler.said("full").expect("it fills the disk");
    make_space(filler.child.id());
    writeln!(filler.child.stdin.as_mut().expect("its input"), "go").expect("told");
    filler.succeeds();
}

fn succeeds(command: &mut Command) -> bool {
    command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let dir = TempDir::new().expect("a directory");
        let size = format!("size={size},mode=0700");
        succeeds(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(dir.path()))
            .then(|| Self(dir))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        assert!(succeeds(Command::new("umount").arg(self.0.path())), "the small disk stays mounted");
    }
}

fn limited_file_size() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    // Blocks of 512 bytes. Without the trap the signal ends the process; with it, writes err.
    let command =
        command_after("trap '' XFSZ; ulimit -S -f 3072", &["fill a file", path.to_str().expect("text")]);
    run_fill(command, |pid| {
        let raised = succeeds(Command::new("prlimit").args(["--fsize=unlimited", "--pid", &pid.to_string()]));
        assert!(raised, "prlimit (util-linux) raises the limit of an own process");
    });
}

#[test]
fn a_full_disk_is_told_and_what_is_there_stays() {
    let Some(disk) = SmallDisk::mount("3m") else {
        println!("no right to mount a small disk: a limit of file sizes stands for it");
        return limited_file_size();
    };
    let path = disk.0.path().join("store");
    run_fill(command(&["fill", path.to_str().expect("text")]), |_| {
        assert!(
            succeeds(Command::new("mount").args(["-o", "remount,size=32m"]).arg(disk.0.path())),
            "space is made"
        );
    });
}

/// The limit of file sizes of this process, in bytes.
fn limit_files(to: Option<u64>) {
    let was = rustix::process::getrlimit(Resource::Fsize);
    rustix::process::setrlimit(Resource::Fsize, Rlimit { current: to, maximum: was.maximum })
        .expect("a limit");
}

/// For 1 to 50: there is room for so much more and no further, then there is again.
fn be_short(dir: &Path) {
    let store = SledStore::open(dir, ID, OpenMode::Create).expect("a new store");
    let (mut last, mut refused, mut unread) = (0, 0, 0);
    for room in 1..=50_u64 {
        let log = std::fs::read(dir.join("db")).expect("the log");
        let end = log.iter().rposition(|byte| *byte != 0).expect("content") as u64;
        limit_files(Some(end + room * 700));
        for _ in 0..20 {
            match store.commit(&batch(last + 1)) {
                Ok(()) => last += 1,
                Err(error) => {
                    assert!(error.is_full(), "{room}: {error:?}");
                    refused += 1;
                    break;
                }
            }
        }
        // Reading may need room as well, and says so; it shows nothing else.
        let shown = store.get(Tree::Sessions, b"small").and_then(|small| Ok((small, store.entries()?)));
        match shown {
            Ok((small, all)) => {
                assert_eq!(small, (last > 0).then(|| value(last, 8)), "{room}: what was refused is shown");
                let owners = all.iter().filter(|(tree, ..)| *tree == Tree::Owners).count();
                assert_eq!(owners as u64, last, "{room}: what was refused is shown");
            }
            Err(error) => {
                assert!(error.is_full(), "{room}: {error:?}");
                unread += 1;
            }
        }
        limit_files(None);
        assert_eq!(number(&store), last, "{room}: all that was acknowledged, and nothing else");
        store.commit(&batch(last + 1)).expect("it goes on when there is room");
        last += 1;
        assert_eq!(number(&store), last, "{room}");
    }
    drop(store);
    let store = SledStore::open(dir, ID, OpenMode::Existing).expect("it opens");
    assert_eq!(number(&store), last);
    println!("unread {unread}");
    println!("refused {refused}");
}

#[test]
fn a_disk_that_is_full_after_any_number_of_writes_acknowledges_none_that_is_not_there() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("store");
    let mut short =
        Running::start(command_after("trap '' XFSZ", &["be short", path.to_str().expect("text")]));
    let unread = short.said("unread ").expect("it goes through");
    let refused: u32 = short.said("refused ").expect("it goes through").parse().expect("a number");
    println!("of 50 limits {refused} refused a commit, and {unread} a read");
    assert!(refused >= 40, "{refused}");
    short.succeeds();
}

#[test]
fn a_limit_of_file_sizes_is_told_and_what_is_there_stays() {
    limited_file_size();
}
