//! The socket with an app behind it that answers, hangs, or ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use hyperdiv_session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv_session::ui::CommandError;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::message::Answer;

const FOCUS: Ask = Ask::Focus { startup_id: None };

/// The names of a profile in a directory of its own.
fn runtime(dir: &TempDir) -> RuntimeDirectory {
    let base = Base::resolve(Some(&dir.path().join("data"))).unwrap();
    let app = AppId::parse("io.hyperdiv.test").unwrap();
    let profile = ProfileDirectory::new(base, app, ProfileName::default());
    RuntimeDirectory::open_at(&dir.path().join("run"), &profile).unwrap()
}

/// Answers with what was asked.
fn echo(ask: Ask, _: Waits, answer: Answer) {
    answer(match ask {
        Ask::Command { name, .. } if name == "bad" => Err(CommandError::new("not_allowed", "no")),
        ask => Ok(serde_json::to_value(ask).unwrap()),
    });
}

fn socket(dir: &TempDir) -> PathBuf {
    dir.path().join("sock")
}

/// The line that a peer gets for these bytes.
fn raw(path: &Path, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    // The other end may have heard enough.
    let _ = stream.write_all(bytes);
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).unwrap();
    answer
}

fn code(answer: &str) -> Value {
    let answer: Value = serde_json::from_str(answer).unwrap();
    assert_eq!(answer["v"], 1);
    answer["error"]["code"].clone()
}

fn ask(path: &Path, ask: &Ask) -> Result<Result<Value, Refusal>, Unanswered> {
    client::ask(path, ask, Instant::now() + PATIENCE)
}

#[test]
fn what_is_asked_is_answered_and_the_socket_is_the_users_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket(&dir);
    assert_eq!(ask(&path, &FOCUS), Err(Unanswered::Gone), "nobody listens yet");
    let control = Control::listen(&path, echo).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(ask(&path, &FOCUS), Ok(Ok(json!({ "do": "focus" }))));
    let bad = ask(&path, &Ask::Command { name: "bad".into(), args: Value::Null });
    assert_eq!(bad, Ok(Err(Refusal { code: "not_allowed".into(), message: "no".into() })));
    control.end();
    assert!(!path.exists());
    assert_eq!(ask(&path, &FOCUS), Err(Unanswered::Gone), "nobody listens any more");
}

#[test]
fn a_bad_peer_is_told_so_and_harms_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket(&dir);
    let control = Control::listen(&path, echo).unwrap();
    for bad in [&b"\n"[..], b"{}\n", b"\xff\xfe\n", b"{\"v\":2,\"do\":\"focus\"}\n", b"GET / HTTP/1.1\r\n"] {
        assert_eq!(code(&raw(&path, bad)), "invalid", "{bad:?}");
    }
    let long = vec![b'['; 1 << 20];
    assert_eq!(code(&raw(&path, &long)), "too_large");
    // Gone before the line has an end, or before the answer.
    for part in [&b""[..], b"{\"v\":1,", b"{\"v\":1,\"do\":\"focus\"}\n"] {
        UnixStream::connect(&path).unwrap().write_all(part).unwrap();
    }
    // What follows the line is not looked at.
    assert!(raw(&path, b"{\"v\":1,\"do\":\"status\"}\n{\"v\":1,\"do\":\"focus\"}\n").contains("status"));
    assert_eq!(ask(&path, &FOCUS), Ok(Ok(json!({ "do": "focus" }))));
    control.end();
}

#[test]
fn slow_peers_are_left_and_one_too_many_is_sent_away() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket(&dir);
    let control = Control::listen(&path, echo).unwrap();
    let began = Instant::now();
    // Each says half a request and no more.
    let mut slow: Vec<UnixStream> = (0..8).map(|_| UnixStream::connect(&path).unwrap()).collect();
    for stream in &mut slow {
        stream.write_all(b"{\"v\":1,").unwrap();
    }
    let mut sent_away = String::new();
    UnixStream::connect(&path).unwrap().read_to_string(&mut sent_away).unwrap();
    assert_eq!(sent_away, "", "the ninth is not listened to");
    assert_eq!(ask(&path, &FOCUS), Err(Unanswered::Gone), "and whoever asks may try again");
    for stream in &mut slow {
        let mut nothing = String::new();
        stream.read_to_string(&mut nothing).unwrap();
        assert_eq!(nothing, "");
    }
    let waited = began.elapsed();
    assert!((Duration::from_secs(2)..Duration::from_secs(30)).contains(&waited), "{waited:?}");
    until_answered(&path);
    control.end();
}

/// The places of peers that were left are free again soon after.
fn until_answered(path: &Path) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while ask(path, &FOCUS) != Ok(Ok(json!({ "do": "focus" }))) {
        assert!(Instant::now() < deadline, "no place is free");
        std::thread::yield_now();
    }
}

#[test]
fn an_app_that_hangs_is_found_out_and_one_that_ends_is_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket(&dir);
    let kept = std::sync::Arc::new(Mutex::new(Vec::new()));
    let hangs = kept.clone();
    let keep = move |_, waits: Waits, answer| hangs.lock().unwrap().push((waits, answer));
    let control = Control::listen(&path, keep).unwrap();
    let soon = Instant::now() + Duration::from_millis(200);
    assert_eq!(client::ask(&path, &FOCUS, soon), Err(Unanswered::Silent));
    let waits = |number: usize| kept.lock().unwrap()[number].0();
    assert!(!waits(0), "whoever asked has given up");

    // The app thread ends with the question unanswered.
    let mut stream = UnixStream::connect(&path).unwrap();
    stream.write_all(b"{\"v\":1,\"do\":\"focus\"}\n").unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while kept.lock().unwrap().len() < 2 {
        assert!(Instant::now() < deadline, "the question did not arrive");
        std::thread::yield_now();
    }
    assert!(waits(1), "whoever asks is waiting");
    kept.lock().unwrap().clear();
    let mut line = String::new();
    assert_eq!(BufReader::new(&stream).read_line(&mut line).unwrap(), 0, "{line}");
    control.end();
}

#[test]
fn a_free_profile_is_taken_and_a_taken_one_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = runtime(&dir);
    let Ok(Taken::Here(lock)) = take_or_ask(&runtime, &FOCUS) else { panic!("it was free") };
    let control = Control::listen(&runtime.socket_path(), echo).unwrap();
    let Ok(Taken::There(answer)) = take_or_ask(&runtime, &FOCUS) else { panic!("it was taken") };
    assert_eq!(answer, Ok(json!({ "do": "focus" })));

    // The holder ends while another start is waiting for its answer.
    control.end();
    let next = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| take_or_ask(&runtime, &FOCUS));
        drop(lock);
        waiting.join().unwrap()
    });
    assert!(matches!(next, Ok(Taken::Here(_))));
}

#[test]
fn a_holder_without_an_answer_is_named_after_three_seconds() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = runtime(&dir);
    let Ok(Taken::Here(_lock)) = take_or_ask(&runtime, &FOCUS) else { panic!("it was free") };
    let began = Instant::now();
    let Err(refused) = take_or_ask(&runtime, &FOCUS) else { panic!("it is taken") };
    assert_eq!(refused.exit, Exit::Locked);
    assert!(refused.sentence.contains(&std::process::id().to_string()), "{}", refused.sentence);
    assert!(began.elapsed() >= PATIENCE, "{:?}", began.elapsed());
}

#[test]
fn a_path_that_is_too_long_is_an_error_and_not_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x".repeat(150));
    assert!(Control::listen(&path, echo).is_err());
    assert_eq!(ask(&path, &FOCUS), Err(Unanswered::Gone));
}
