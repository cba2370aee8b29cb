//! Every step that changes something on disk fails once, fails from there on, or is the last one of its process: what was
//! acknowledged is there, what was not is there whole or not at all, and all works again when the disk does.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hyperdiv_session::{
    Consent, Settings,
    directory::fault::{self, Fault},
    format::StoreId,
    home::Home,
    life::{Restored, Saved, Sessions},
    store::{Batch, OpenMode, SledStore, Store, StoreError, Tree},
};
use support::{
    Running, command,
    home::{disk, profile},
    random::{Random, number_of},
    role, walk,
};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const ID: StoreId = StoreId::from_bytes([9; 16]);

/// Steps are counted for the whole process: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is done while the disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    SignIn,
    Save,
    Rotate,
    LogOut,
    Close,
    Open,
    Restore,
    Migrate,
    Rebuild,
    Erase,
}

impl Deed {
    const ALL: [Self; 10] = [
        Self::SignIn,
        Self::Save,
        Self::Rotate,
        Self::LogOut,
        Self::Close,
        Self::Open,
        Self::Restore,
        Self::Migrate,
        Self::Rebuild,
        Self::Erase,
    ];

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|deed| format!("{deed:?}") == text).expect("a deed")
    }

    /// Whether it is a turn of an app that is running, or something that a start or an exit does.
    fn is_turn(self) -> bool {
        matches!(self, Self::SignIn | Self::Save | Self::Rotate | Self::LogOut)
    }
}

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["do", deed, base, token, step] => {
            let mut acting = Acting::begin(Deed::parse(deed), Path::new(base), token);
            fault::plan(Fault::Kill, step.parse().expect("a number"), 1);
            let done = acting.act();
            println!("acknowledged {done}");
        }
        _ => panic!("unknown role {role:?}"),
    }
}

fn open(base: &Path, token: &str) -> (Sessions, Restored) {
    let home = Box::new(disk(base));
    let mut sessions = Sessions::open(home, &Settings::default(), NOW).expect("sessions");
    let restored = sessions.restore((!token.is_empty()).then_some(token), NOW);
    (sessions, restored)
}

fn save(sessions: &mut Sessions, value: &[u8]) -> bool {
    sessions.begin();
    sessions.set_value("small", Some(value.to_vec())).expect("taken");
    sessions.set_value("parts", Some(value.repeat(20_000))).expect("taken");
    matches!(sessions.commit(), Ok(Saved::Durable))
}

fn value(sessions: &mut Sessions) -> Option<Vec<u8>> {
    let [small, parts] = ["small", "parts"].map(|name| sessions.value(name).expect("it can be read"));
    assert_eq!(small.as_ref().map(|small| small.repeat(20_000)), parts, "a torn turn");
    small
}

fn copy(from: &Path, to: &Path) {
    for path in walk(from) {
        let at = to.join(path.strip_prefix(from).expect("below"));
        if path.is_dir() {
            fs::create_dir_all(&at).expect("made");
        } else {
            fs::copy(&path, &at).expect("copied");
        }
    }
}

/// A directory as it is before the deed, made once and copied for each try.
struct Before {
    deed: Deed,
    dir: TempDir,
    place: PathBuf,
    token: String,
}

impl Before {
    fn new(deed: Deed, place: &Path) -> Self {
        let dir = TempDir::new_in(place).expect("a directory");
        let base = dir.path().join("hyperdiv");
        let mut token = String::new();
        match deed {
            Deed::SignIn => {}
            Deed::Migrate => {
                let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-1");
                let path = profile(&base).path().to_owned();
                copy(&fixture, &path);
                let packed = path.join("store/db.gz");
                let mut log = Vec::new();
                let mut unpacked = flate2::read::GzDecoder::new(File::open(&packed).expect("the fixture"));
                unpacked.read_to_end(&mut log).expect("unpacked");
                fs::write(path.join("store/db"), log).expect("written");
                fs::remove_file(packed).expect("removed");
            }
            _ => {
                let (mut sessions, _) = open(&base, "");
                sessions.begin();
                sessions.create_new(Consent::Granted, NOW).expect("signed in");
                assert_eq!(sessions.commit().expect("a commit"), Saved::Durable);
                assert!(save(&mut sessions, b"1"));
                token = sessions.mirrored_token().expect("a token");
                if deed == Deed::Rebuild {
                    for number in 0..10_u8 {
                        sessions.begin();
                        let large = Some(vec![number; 4_000_000]);
                        sessions.set_value(&format!("large {number}"), large).expect("taken");
                        sessions.commit().expect("a commit");
                    }
                    sessions.begin();
                    for number in 0..10_u8 {
                        sessions.set_value(&format!("large {number}"), None).expect("taken");
                    }
                    sessions.commit().expect("a commit");
                }
                if deed == Deed::Restore {
                    sessions.close_disk();
                }
            }
        }
        if deed == Deed::Restore {
            let log = File::options().write(true).open(profile(&base).path().join("store/db"));
            log.and_then(|log| log.set_len(5000)).expect("cut short");
        }
        Self { deed, dir, place: place.to_owned(), token }
    }

    fn copy(&self) -> (TempDir, PathBuf) {
        let dir = TempDir::new_in(&self.place).expect("a directory");
        copy(self.dir.path(), dir.path());
        let base = dir.path().join("hyperdiv");
        (dir, base)
    }
}

/// A process that is about to do its deed.
struct Acting {
    deed: Deed,
    base: PathBuf,
    token: String,
    sessions: Option<Sessions>,
}

impl Acting {
    fn begin(deed: Deed, base: &Path, token: &str) -> Self {
        let running = deed.is_turn() || matches!(deed, Deed::Close | Deed::Rebuild);
        let sessions = running.then(|| open(base, token).0);
        Self { deed, base: base.to_owned(), token: token.to_owned(), sessions }
    }

    /// Does it; true where it was acknowledged.
    fn act(&mut self) -> bool {
        if let Some(sessions) = &mut self.sessions {
            return match self.deed {
                Deed::Close | Deed::Rebuild => {
                    sessions.close_disk();
                    false
                }
                Deed::Save => save(sessions, b"2"),
                deed => {
                    sessions.begin();
                    match deed {
                        Deed::SignIn => sessions.create_new(Consent::Granted, NOW).expect("signed in"),
                        Deed::Rotate => sessions.rotate(NOW).expect("rotated"),
                        _ => sessions.clear(),
                    }
                    if deed != Deed::LogOut {
                        for (name, times) in [("small", 1), ("parts", 20_000)] {
                            sessions.set_value(name, Some(b"2".repeat(times))).expect("taken");
                        }
                    }
                    matches!(sessions.commit(), Ok(Saved::Durable))
                }
            };
        }
        if self.deed == Deed::Erase {
            return disk(&self.base).erase().is_ok();
        }
        open(&self.base, &self.token).1 == Restored::SignedIn
    }

    /// The token that the page has, after all.
    fn token(&mut self) -> String {
        let messages = self.sessions.as_mut().map(Sessions::take_mirrors).unwrap_or_default();
        messages
            .into_iter()
            .next_back()
            .map_or_else(|| self.token.clone(), |last| last.token.unwrap_or_default())
    }
}

/// What a start finds, which goes well, after a deed that was acknowledged, or was not.
fn look(deed: Deed, base: &Path, token: &str, acknowledged: bool, what: &str) {
    if deed == Deed::Erase {
        let mut home = disk(base);
        if home.exists().unwrap_or_else(|error| panic!("{what}: {error}")) {
            assert!(!acknowledged, "{what}: it is still there");
            let (mut sessions, restored) = open(base, token);
            assert_eq!(restored, Restored::SignedIn, "{what}: neither whole nor gone");
            assert_eq!(value(&mut sessions), Some(b"1".to_vec()), "{what}");
            drop(sessions);
            home.erase().unwrap_or_else(|error| panic!("{what}: {error}"));
        }
        let left: Vec<_> = walk(base).into_iter().filter(|path| path.is_file()).collect();
        assert_eq!(left, [] as [PathBuf; 0], "{what}");
        return;
    }
    for start in ["the next start", "the one after"] {
        let what = format!("{what}, {start}");
        let (mut sessions, restored) = open(base, token);
        assert_ne!(restored, Restored::Unreadable, "{what}: {:?}", sessions.unreadable());
        assert_eq!(sessions.recovery().is_some(), deed == Deed::Restore, "{what}: {:?}", sessions.recovery());
        let old_one = if deed == Deed::Migrate {
            let found = sessions.value("session").expect("it can be read");
            assert_eq!(found, Some(b"43".to_vec()), "{what}");
            continue;
        } else if restored == Restored::SignedIn {
            value(&mut sessions)
        } else {
            None
        };
        let (old, new) = match deed {
            Deed::SignIn => (None, Some(b"2".to_vec())),
            Deed::LogOut => (Some(b"1".to_vec()), None),
            Deed::Save | Deed::Rotate => (Some(b"1".to_vec()), Some(b"2".to_vec())),
            _ => (Some(b"1".to_vec()), Some(b"1".to_vec())),
        };
        assert!(old_one == new || !acknowledged && old_one == old, "{what}: {old_one:?} is there");
        let dir = profile(base).path().to_owned();
        let left = walk(&dir).into_iter().find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // The mark of a damaged store and the one of a home that is begun are looked at by its own start.
            [".store-new", ".store-old", ".replacing", ".creating", ".erasing"].contains(&&*name)
        });
        assert_eq!(left, None, "{what}: it is left");
    }
}

/// A place where syncs cost nothing: the process is killed here, not the machine.
fn quick() -> PathBuf {
    let quick = PathBuf::from("/dev/shm");
    if TempDir::new_in(&quick).is_ok() { quick } else { std::env::temp_dir() }
}

/// How many steps it takes when all goes well.
fn steps(before: &Before) -> u64 {
    let (_dir, base) = before.copy();
    let mut acting = Acting::begin(before.deed, &base, &before.token);
    fault::heal();
    let acknowledged = acting.act();
    let steps = fault::heal();
    assert_eq!(
        acknowledged,
        !matches!(before.deed, Deed::Close | Deed::Rebuild),
        "{:?} went well",
        before.deed
    );
    let token = acting.token();
    drop(acting);
    look(before.deed, &base, &token, acknowledged, &format!("{:?}, undisturbed", before.deed));
    steps
}

/// The steps to try: all of those that every session goes through and, but for a soak, some of the others.
fn chosen(deed: Deed, steps: u64, random: &mut Random) -> impl Iterator<Item = u64> + use<> {
    let usual = match deed {
        Deed::Save => 1,
        Deed::Rotate | Deed::LogOut | Deed::Close | Deed::Open => 2,
        Deed::SignIn | Deed::Erase => 9,
        Deed::Restore | Deed::Migrate => 32,
        // It needs a large store.
        Deed::Rebuild => 56,
    };
    let every = number_of("HYPERDIV_EVERY_STEP", usual).clamp(1, usual);
    (1 + random.below(every)..=steps).step_by(usize::try_from(every).expect("small"))
}

#[test]
fn a_process_that_is_killed_at_any_step_is_taken_up_by_the_next_start() {
    let (_alone, mut random) = (alone(), Random::seeded());
    for deed in Deed::ALL {
        let before = Before::new(deed, &quick());
        let steps = steps(&before);
        let least = if deed == Deed::Rebuild { 30 } else { 2 };
        assert!(steps >= least, "{deed:?} takes {steps} steps");
        let mut kills = 0;
        for step in chosen(deed, steps, &mut random) {
            let (_dir, base) = before.copy();
            let words =
                ["do", &format!("{deed:?}"), base.to_str().expect("text"), &before.token, &step.to_string()];
            let mut acting = Running::start(command(&words));
            assert_eq!(acting.said("acknowledged"), None, "{deed:?}: step {step} of {steps} was taken");
            acting.kill();
            look(
                deed,
                &base,
                &before.token,
                false,
                &format!("{deed:?}, killed before step {step} of {steps}"),
            );
            kills += 1;
        }
        println!("soak: killed before each step of {deed:?} ({steps}): {kills}");
    }
}

#[test]
fn a_disk_that_fails_at_any_step_makes_nothing_acknowledged_that_is_not_kept_and_all_works_when_it_does_again()
 {
    let (_alone, mut random) = (alone(), Random::seeded());
    let faults = [(Fault::Full, 1), (Fault::Io, u64::MAX), (Fault::Full, u64::MAX), (Fault::Io, 1)];
    // One for each step, in turn, but for a soak.
    let ways = if number_of("HYPERDIV_EVERY_STEP", 0) == 1 { faults.len() } else { 1 };
    let mut failures = 0;
    for deed in Deed::ALL {
        let before = Before::new(deed, &quick());
        let steps = steps(&before);
        for (number, step) in chosen(deed, steps, &mut random).enumerate() {
            for (fault, count) in faults.into_iter().cycle().skip(number % faults.len()).take(ways) {
                let what = format!("{deed:?}, {fault:?} at step {step} of {steps}, {count} times");
                fails(&before, fault, (step, count), &what);
                failures += 1;
            }
        }
    }
    println!("soak: failures of the disk, at each step of each deed, once and lasting: {failures}");
}

/// What a failed sync was to write counts as written from then on, and is not: the database is not trusted with it.
#[test]
fn a_sync_that_fails_acknowledges_nothing_and_the_database_is_opened_anew() {
    let _alone = alone();
    let dir = TempDir::new().expect("a directory");
    let store = SledStore::open(&dir.path().join("store"), ID, OpenMode::Create).expect("a new store");
    let put = |value: &str| {
        let mut batch = Batch::new();
        batch.put(Tree::Data, "key", value);
        store.commit(&batch)
    };
    let value = || store.get(Tree::Data, b"key").expect("it can be read");
    put("first").expect("a commit");
    // A commit is the batch, and the sync.
    fault::plan(Fault::Io, 2, 1);
    let error = put("second").expect_err("not synced");
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
    assert_eq!(value(), Some(b"first".to_vec()), "what is not on disk is not shown");
    // Where it cannot be opened anew, nothing is acknowledged that the old one would take.
    fault::plan(Fault::Io, 1, u64::MAX);
    let error = put("third").expect_err("not opened");
    assert!(matches!(error, StoreError::Poisoned { .. }), "{error:?}");
    assert_eq!(value(), Some(b"first".to_vec()));
    fault::heal();
    put("fourth").expect("a commit");
    drop(store);
    let store = SledStore::open(&dir.path().join("store"), ID, OpenMode::Existing).expect("it opens");
    assert_eq!(store.get(Tree::Data, b"key").expect("it can be read"), Some(b"fourth".to_vec()));
}

/// `count` steps from the `first` on fail, and then none.
fn fails(before: &Before, fault: Fault, (first, count): (u64, u64), what: &str) {
    let deed = before.deed;
    let (_dir, base) = before.copy();
    let mut acting = Acting::begin(deed, &base, &before.token);
    fault::plan(fault, first, count);
    let mut acknowledged = acting.act();
    fault::heal();
    if let (Some(sessions), true) = (&mut acting.sessions, deed.is_turn()) {
        if !acknowledged && deed != Deed::Rotate {
            sessions.retry().unwrap_or_else(|error| panic!("{what}: tried again: {error}"));
        }
        if deed != Deed::LogOut {
            assert!(sessions.is_authenticated(), "{what}");
            assert!(save(sessions, b"2"), "{what}: saving works again");
        }
        acknowledged = true;
    }
    let token = acting.token();
    drop(acting);
    look(deed, &base, &token, acknowledged, what);
}
