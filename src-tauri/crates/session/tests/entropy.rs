//! A system that has no random numbers to give, as `strace` makes it: no key, no token, no session, and nothing weaker instead.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::collections::HashMap;
use std::process::{Command, Stdio};

use hyperdiv_session::SessionError;
use hyperdiv_session::home::MemoryHome;
use hyperdiv_session::key::{DataKey, OwnerId, Ring};
use hyperdiv_session::life::{Consent, Sessions, Settings};
use hyperdiv_session::signing::{SigningKey, issue_fresh};
use support::{Running, role};

const NOW: i64 = 1_767_225_600;

#[test]
fn child() {
    let Some(role) = role() else {
        assert!(
            !under_strace("opens nothing", "").child.wait().expect("its end").success(),
            "an unknown role fails"
        );
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["without"] => {
            // The seed of this thread's hash maps, without which Rust itself gives up, and a first look at what the system has.
            drop(std::hint::black_box(HashMap::<u8, u8>::new()));
            OwnerId::generate().expect("the source is not dry yet");
            let says = "the operating system gave no random bytes";
            let key = SigningKey::derive("salt", b"secret");
            let errors = [
                issue_fresh(&key, NOW).map(|_| ()).expect_err("a token").to_string(),
                Ring::generate(NOW).map(|_| ()).expect_err("a key").to_string(),
                OwnerId::generate().map(|_| ()).expect_err("a name").to_string(),
                DataKey::generate(OwnerId::from_bytes([1; 16]))
                    .map(|_| ())
                    .expect_err("a data key")
                    .to_string(),
                Sessions::open(Box::new(MemoryHome::new()), &Settings::default(), NOW)
                    .map(|_| ())
                    .expect_err("sessions")
                    .to_string(),
            ];
            for error in errors {
                assert!(error.contains(says), "{error}");
            }
            println!("refused five");
        }
        ["with"] => {
            let mut sessions =
                Sessions::open(Box::new(MemoryHome::new()), &Settings::default(), NOW).expect("opened");
            sessions.begin();
            sessions.create_new(Consent::ThisRunOnly, NOW).expect("a session");
            sessions.commit().expect("in memory");
            println!("signed in {}", sessions.is_authenticated());
        }
        ["after"] => {
            // The source dries up while the app runs: the session that is there goes on, and there is no other.
            let mut sessions =
                Sessions::open(Box::new(MemoryHome::new()), &Settings::default(), NOW).expect("opened");
            sessions.begin();
            sessions.create_new(Consent::ThisRunOnly, NOW).expect("a session");
            sessions.commit().expect("in memory");
            let id = sessions.id();
            let mut refused = 0;
            for _ in 0..200 {
                sessions.begin();
                match sessions.rotate(NOW) {
                    Ok(()) => {
                        sessions.discard();
                    }
                    Err(SessionError::Entropy(_)) => {
                        refused += 1;
                        sessions.discard();
                    }
                    Err(other) => panic!("{other:?}"),
                }
                assert_eq!(sessions.id(), id);
            }
            println!("refused later {}", refused > 0);
        }
        _ => panic!("unknown role {role:?}"),
    }
}

/// Plays `role` with `inject` for each request for random numbers.
fn under_strace(role: &str, inject: &str) -> Running {
    let plain = support::command(&[role]);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=getrandom"]);
    if !inject.is_empty() {
        command.args(["-e", &format!("inject=getrandom:{inject}")]);
    }
    command.arg(plain.get_program()).args(plain.get_args());
    for (name, value) in plain.get_envs() {
        command.env(name, value.expect("set"));
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    Running::start(command)
}

#[test]
fn without_random_numbers_there_is_no_token_no_key_and_no_session() {
    let mut with = under_strace("with", "");
    assert_eq!(
        with.said("signed in ").as_deref(),
        Some("true"),
        "it does not work with random numbers either"
    );
    // "Not yet" is what a system says that has just been started, and the one refusal that no library answers with another source.
    // Each thread is let ask three times.
    let mut without = under_strace("without", "error=EAGAIN:when=4+");
    assert_eq!(without.said("refused ").as_deref(), Some("five"));
    without.succeeds();
    let mut later = under_strace("after", "error=EAGAIN:when=40+");
    assert_eq!(later.said("refused later ").as_deref(), Some("true"));
    later.succeeds();
}
