//! Sessions without a window: late writes, crashes in the middle, and records that are not as they should be.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use hyperdiv_session::{
    Consent, Revoke, SessionError, Settings,
    home::{Home, HomeError, MemoryHome},
    life::{Restored, Sessions},
    record::SessionRecord,
    store::{Batch, Entry, Pair, Store, StoreError, Tree},
    ui::administer_offline,
};
use serde_json::json;
use support::{Running, command, home::disk, role};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const DAY: i64 = 24 * 3600;

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["sweep", dir, steps] => {
            let steps = Arc::new(AtomicU32::new(steps.parse().expect("a number")));
            let inner: Box<dyn Home> = Box::new(disk(Path::new(dir)));
            let home = Treacherous { inner, before: Before::Kill(steps) };
            drop(open(Box::new(home), NOW + 41 * DAY));
            println!("swept");
        }
        _ => panic!("unknown role {role:?}"),
    }
}

/// What happens before a write to the home.
#[derive(Clone)]
enum Before {
    /// After so many writes the process is killed.
    Kill(Arc<AtomicU32>),
    /// While it is set, no small file can be removed.
    Keep(Arc<AtomicBool>),
    /// While it is set, nothing can be committed.
    Refuse(Arc<AtomicBool>),
}

impl Before {
    fn write(&self) {
        if let Before::Kill(steps) = self {
            if steps.load(Ordering::Relaxed) == 0 {
                let me = rustix::process::getpid();
                rustix::process::kill_process(me, rustix::process::Signal::KILL).expect("SIGKILL");
            }
            steps.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

struct Treacherous<T: ?Sized> {
    before: Before,
    inner: Box<T>,
}

impl Home for Treacherous<dyn Home> {
    fn exists(&self) -> Result<bool, HomeError> {
        self.inner.exists()
    }
    fn create(&mut self) -> Result<(), HomeError> {
        self.inner.create()
    }
    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        Ok(Box::new(Treacherous { inner: self.inner.open_store()?, before: self.before.clone() }))
    }
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        self.inner.read(name)
    }
    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        self.before.write();
        self.inner.write_durable(name, bytes)
    }
    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        self.before.write();
        match &self.before {
            Before::Keep(kept) if kept.load(Ordering::Relaxed) => {
                Err(HomeError::Name { name: name.to_owned() })
            }
            _ => self.inner.remove(name, overwrite),
        }
    }
    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        self.before.write();
        self.inner.rename(from, to)
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.inner.names(prefix)
    }
    fn erase(&mut self) -> Result<(), HomeError> {
        self.inner.erase()
    }
    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        self.inner.files()
    }
}

impl Store for Treacherous<dyn Store> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(tree, key)
    }
    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        self.inner.scan(tree, prefix)
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.before.write();
        match &self.before {
            Before::Refuse(refused) if refused.load(Ordering::Relaxed) => {
                let source = Arc::new(std::io::Error::from(std::io::ErrorKind::StorageFull));
                Err(StoreError::Full { path: PathBuf::new(), source })
            }
            _ => self.inner.commit(batch),
        }
    }
    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.inner.entries()
    }
}

fn open(home: Box<dyn Home>, now: i64) -> Sessions {
    Sessions::open(home, &Settings::default(), now).expect("sessions")
}

/// Somebody signs in with consent and saves something.
fn sign_in(sessions: &mut Sessions, now: i64) {
    sessions.begin();
    sessions.create_new(Consent::Granted, now).expect("signed in");
    sessions.set_value("session", Some(b"7".to_vec())).expect("set");
    sessions.commit().expect("kept");
}

fn entries(home: &mut dyn Home, tree: Tree) -> usize {
    let entries = home.open_store().expect("the store").entries().expect("its entries");
    entries.iter().filter(|(of, ..)| *of == tree).count()
}

fn data_keys(home: &dyn Home) -> usize {
    home.names("keys/data/").expect("names").len()
}

/// Nothing of a session is left.
#[track_caller]
fn is_bare(home: &mut dyn Home) {
    for tree in [Tree::Sessions, Tree::Owners, Tree::Data] {
        assert_eq!(entries(home, tree), 0, "{tree:?}");
    }
    assert_eq!(data_keys(home), 0, "data keys");
}

#[test]
fn a_late_write_brings_no_session_back() {
    for round in 0..10 {
        let mut home = MemoryHome::new();
        let mut sessions = open(Box::new(home.clone()), NOW);
        sign_in(&mut sessions, NOW);
        let sessions = Arc::new(Mutex::new(sessions));
        let start = Arc::new(Barrier::new(100));
        let threads: Vec<_> = (0..100)
            .map(|nth| {
                let (sessions, start) = (Arc::clone(&sessions), Arc::clone(&start));
                let late = std::thread::Builder::new().name(format!("late {nth}"));
                late.spawn(move || {
                    start.wait();
                    let mut sessions = sessions.lock().expect("no thread has panicked");
                    sessions.begin();
                    if nth == round * 10 {
                        sessions.clear();
                        sessions.commit().expect("committed");
                        return;
                    }
                    sessions.touch(NOW + nth);
                    match sessions.set_value("session", Some(nth.to_string().into_bytes())) {
                        Ok(()) | Err(SessionError::NotSignedIn) => {}
                        Err(error) => panic!("{error}"),
                    }
                    sessions.commit().expect("committed");
                    sessions.save_last_use_if_newer();
                    sessions.retry().expect("nothing to try again");
                })
                .expect("a thread")
            })
            .collect();
        for thread in threads {
            thread.join().expect("it ends well");
        }
        assert!(!sessions.lock().expect("no thread has panicked").is_authenticated());
        is_bare(&mut home);
    }
}

#[test]
fn a_failed_write_that_is_tried_again_after_signing_out_brings_nothing_back() {
    let mut home = MemoryHome::new();
    let refused = Arc::new(AtomicBool::new(false));
    let inner: Box<dyn Home> = Box::new(home.clone());
    let mut sessions =
        open(Box::new(Treacherous { inner, before: Before::Refuse(Arc::clone(&refused)) }), NOW);
    sign_in(&mut sessions, NOW);
    refused.store(true, Ordering::Relaxed);
    sessions.begin();
    sessions.set_value("session", Some(b"8".to_vec())).expect("set");
    sessions.commit().expect_err("the disk is full");
    refused.store(false, Ordering::Relaxed);
    sessions.begin();
    sessions.clear();
    sessions.commit().expect("signed out");
    sessions.retry().expect("nothing is left to try");
    is_bare(&mut home);
}

#[test]
fn sessions_that_share_a_handle_are_not_guessed_between() {
    let mut home = MemoryHome::new();
    let mut sessions = open(Box::new(home.clone()), NOW);
    sign_in(&mut sessions, NOW);
    let owner = sessions.owner().expect("signed in");
    let mut record = vec![1];
    serde_json::to_writer(&mut record, &SessionRecord::new(owner, NOW)).expect("JSON");
    let mut batch = Batch::new();
    for last in [1, 2] {
        let mut key = [0xab; 32];
        key[31] = last;
        batch.put(Tree::Sessions, key, record.clone());
    }
    home.open_store().expect("the store").commit(&batch).expect("committed");
    assert_eq!(sessions.list().expect("a list").len(), 3);
    sessions.begin();
    let error = sessions.revoke(&Revoke::Handle("abababababab".into())).expect_err("there are two");
    assert!(matches!(&error, SessionError::AmbiguousHandle { .. }), "{error}");
    sessions.discard();
    assert_eq!(sessions.list().expect("a list").len(), 3, "something was ended");
    sessions.begin();
    assert_eq!(sessions.revoke(&Revoke::Others).expect("ended"), 2);
    assert_eq!(sessions.list().expect("a list").len(), 1, "the turn does not see what it has ended");
    sessions.discard();
    assert_eq!(sessions.list().expect("a list").len(), 3, "a turn that failed has ended sessions");
    assert_eq!(entries(&mut home, Tree::Sessions), 3);
}

#[test]
fn a_record_of_a_later_version_is_neither_listed_nor_swept() {
    let mut home = MemoryHome::new();
    let mut sessions = open(Box::new(home.clone()), NOW);
    sign_in(&mut sessions, NOW);
    let mut batch = Batch::new();
    batch.put(Tree::Sessions, [7; 32], b"\x02later".to_vec());
    home.open_store().expect("the store").commit(&batch).expect("committed");
    assert_eq!(sessions.list().expect("a list").len(), 1);
    sessions.begin();
    assert_eq!(sessions.revoke(&Revoke::All).expect("ended"), 1);
    sessions.commit().expect("committed");
    assert_eq!(sessions.sweep(NOW + 1000 * DAY).expect("swept"), 0);
    assert_eq!(entries(&mut home, Tree::Sessions), 1);
}

#[test]
fn a_data_key_that_could_not_be_removed_goes_with_a_later_sweep() {
    let mut home = MemoryHome::new();
    let kept = Arc::new(AtomicBool::new(false));
    let inner: Box<dyn Home> = Box::new(home.clone());
    let mut sessions = open(Box::new(Treacherous { inner, before: Before::Keep(Arc::clone(&kept)) }), NOW);
    sign_in(&mut sessions, NOW);
    kept.store(true, Ordering::Relaxed);
    sessions.begin();
    sessions.clear();
    sessions.commit().expect("committed");
    assert_ne!(data_keys(&home), 0);
    sessions.sweep(NOW).expect("swept");
    assert_ne!(data_keys(&home), 0);
    kept.store(false, Ordering::Relaxed);
    sessions.sweep(NOW).expect("swept");
    is_bare(&mut home);
}

#[test]
fn a_sweep_that_is_killed_at_any_step_is_finished_by_the_next() {
    let dir = TempDir::new().expect("a directory");
    for steps in 0_u32.. {
        let base = dir.path().join(steps.to_string());
        let tokens: Vec<String> = (0..2)
            .map(|nth| {
                let mut sessions = open(Box::new(disk(&base)), NOW + nth);
                sign_in(&mut sessions, NOW + nth);
                sessions.mirrored_token().expect("kept")
            })
            .collect();
        let mut sessions = open(Box::new(disk(&base)), NOW + 40 * DAY);
        assert_eq!(sessions.restore(None, NOW + 40 * DAY), Restored::SignedOut);
        drop(sessions);
        let before = entries(&mut disk(&base), Tree::Sessions);
        assert_eq!(before, 2);

        let mut command = command(&["sweep", base.to_str().expect("a path"), &steps.to_string()]);
        command.stderr(Stdio::null());
        let mut child = Running::start(command);
        let finished = child.said("swept").is_some();
        child.child.wait().expect("its end");
        let left = entries(&mut disk(&base), Tree::Sessions);
        assert!([0, 2].contains(&left), "{left} of 2 sessions are left after {steps} steps");

        let mut sessions = open(Box::new(disk(&base)), NOW + 42 * DAY);
        for token in &tokens {
            assert_eq!(sessions.restore(Some(token), NOW + 42 * DAY), Restored::SignedOut);
        }
        drop(sessions);
        is_bare(&mut disk(&base));
        if finished {
            assert!(steps >= 3, "the sweep was cut short at {steps} steps only");
            return;
        }
    }
}

#[test]
fn the_command_line_keeps_to_the_limits_that_the_app_has_set() {
    for (idle, removed) in [(30, 1), (60, 0)] {
        let home = MemoryHome::new();
        let mut settings = Settings::default();
        settings.idle_limit = std::time::Duration::from_secs((idle * DAY).unsigned_abs());
        let mut sessions = Sessions::open(Box::new(home.clone()), &settings, NOW).expect("sessions");
        sign_in(&mut sessions, NOW);
        drop(sessions);
        for (now, expected) in [(NOW + 40 * DAY, 0), (NOW + 41 * DAY, removed)] {
            let answer = administer_offline(Box::new(home.clone()), now, "session_sweep", &json!({}));
            assert_eq!(answer, Ok(json!({ "removed": expected })), "idle limit of {idle} days");
        }
    }
}

#[test]
fn what_no_one_may_ask_without_the_app_is_refused() {
    for name in ["session_create", "session_clear", "session_rotate", "session_status", "data_erase", ""] {
        let error = administer_offline(Box::new(MemoryHome::new()), NOW, name, &json!({})).expect_err(name);
        assert_eq!(error.code, "not_allowed");
    }
}
