//! The first start: one secret, however many begin at once, and whenever one is killed.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hyperdiv_session::key::Ring;
use hyperdiv_session::life::{Consent, Restored, Sessions, Settings};
use hyperdiv_session::lock::ProfileLock;
use hyperdiv_session::runtime_dir::RuntimeDirectory;
use support::home::{disk, profile};
use support::{Running, command, command_after, mode, role, wait_for_parent};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;

#[test]
fn child() {
    let Some(role) = role() else {
        let mut unknown = command(&["unknown"]);
        unknown.stderr(Stdio::null());
        assert!(!Running::start(unknown).child.wait().expect("its end").success());
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sign in", base] => {
            let base = Path::new(base);
            let runtime = RuntimeDirectory::open_at(&base.with_extension("run"), &profile(base));
            let path = runtime.expect("a runtime directory").lock_path();
            println!("ready");
            wait_for_parent();
            let _lock = ProfileLock::acquire(&path, Duration::from_secs(60)).expect("its turn");
            let mut sessions = open(base);
            assert_ne!(sessions.restore(None, NOW), Restored::Unreadable);
            sessions.begin();
            sessions.create_new(Consent::Granted, NOW).expect("a session");
            sessions.commit().expect("kept");
            println!("token {}", sessions.mirrored_token().expect("kept"));
        }
        _ => panic!("unknown role {role:?}"),
    }
}

fn open(base: &Path) -> Sessions {
    Sessions::open(Box::new(disk(base)), &Settings::default(), NOW).expect("sessions")
}

fn ring(base: &Path) -> Ring {
    let file = profile(base).path().join("keys/ring.json");
    assert_eq!(mode(&file), 0o600);
    Ring::parse(&fs::read(file).expect("it is there")).expect("it is whole")
}

#[test]
fn first_starts_at_once_make_one_secret_whatever_the_umask() {
    for umask in ["000", "077"] {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        let role = ["sign in", base.to_str().expect("text")];
        let mut all: Vec<Running> =
            (0..8).map(|_| Running::start(command_after(&format!("umask {umask}"), &role))).collect();
        for one in &mut all {
            one.said("ready").expect("started");
        }
        for one in &mut all {
            one.child.stdin.as_mut().expect("its input").write_all(b"go\n").expect("told");
        }
        let tokens: BTreeSet<String> =
            all.iter_mut().map(|one| one.said("token ").expect("signed in")).collect();
        all.into_iter().for_each(Running::succeeds);
        assert_eq!(tokens.len(), 8, "each has a session of its own");
        let ring = ring(&base);
        assert_eq!(ring.ids().len(), 1, "more than one secret was made");
        for token in &tokens {
            assert!(ring.verifier(1).verify(token, NOW).is_ok(), "signed by a secret that is gone");
            assert_eq!(open(&base).restore(Some(token), NOW), Restored::SignedIn);
        }
    }
}

#[test]
fn a_first_start_that_is_killed_leaves_one_whole_secret_or_none() {
    const ROUNDS: u32 = 20;
    let (mut none, mut whole) = (0, 0);
    let begin = |base: &Path| {
        let mut one = Running::start(command(&["sign in", base.to_str().expect("text")]));
        one.said("ready").expect("started");
        one.child.stdin.as_mut().expect("its input").write_all(b"go\n").expect("told");
        (one, Instant::now())
    };
    // How long it takes where nobody kills it.
    let dir = TempDir::new().expect("a directory");
    let (mut uncut, began) = begin(&dir.path().join("hyperdiv"));
    uncut.said("token ").expect("signed in");
    let takes = began.elapsed();
    uncut.succeeds();
    for round in 0..ROUNDS {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        let (mut one, began) = begin(&base);
        // The last ones come too late: then what was answered has to be there.
        let moment = takes * round * 4 / (ROUNDS * 3);
        while began.elapsed() < moment {
            std::hint::spin_loop();
        }
        one.kill();
        let token = one.said("token ");
        // The next start is not hindered, and what was answered is good.
        let mut sessions = open(&base);
        let restored = sessions.restore(token.as_deref(), NOW);
        assert!(token.is_none() || restored == Restored::SignedIn, "an acknowledged session is gone");
        match profile(&base).path().join("keys/ring.json").exists() {
            true => {
                whole += 1;
                assert_eq!(ring(&base).ids().len(), 1);
            }
            false => none += 1,
        }
        sessions.begin();
        sessions.create_new(Consent::Granted, NOW).expect("a session");
        sessions.commit().expect("kept");
        assert_eq!(ring(&base).ids().len(), 1);
    }
    println!("killed before there was a secret {none} times, after {whole} times");
    assert!(none > 0 && whole > 0, "every kill came at the same time");
}
