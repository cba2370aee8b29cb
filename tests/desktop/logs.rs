//! The log on disk, and that no token is where none may be.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use serde_json::json;

use crate::desk::Desk;
use crate::process::{family, until};
use crate::secrets::holds_token;
use crate::session::traces;

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}

#[test]
fn the_log_begins_with_consent_and_goes_on_in_the_next_run() {
    let desk = Desk::new();
    let log = desk.data().join("logs/hyperdiv.log");
    let app = desk.demo();
    app.sign_in(false);
    assert!(!desk.base().exists(), "something is on disk without consent");
    app.terminate();

    let app = desk.demo();
    app.sign_in(true);
    until("the log has begun", || log.exists());
    let first = text(&log);
    assert!(!first.contains("ready frame=1"), "what was said before consent was written:\n{first}");
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
    assert_eq!((mode(&log), mode(log.parent().unwrap())), (0o600, 0o700));
    app.terminate();

    let app = desk.demo();
    assert!(app.is_signed_in());
    let both = text(&log);
    assert!(both.starts_with(&first), "the first run's lines are gone:\n{both}");
    let second: Vec<&str> = both[first.len()..].lines().collect();
    assert!(second.iter().any(|line| line.contains("Z info: ready frame=1 pid=")), "{second:#?}");
    // A time in UTC, a level, and what was said.
    for line in both.lines() {
        let (time, said) = line.split_once(' ').unwrap();
        assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{line}");
        assert!(["error: ", "warn: ", "info: "].iter().any(|level| said.starts_with(level)), "{line}");
    }
    app.terminate();
}

#[test]
fn a_token_is_in_the_mirror_and_nowhere_else() {
    let mut desk = Desk::new();
    desk.set("HYPERDIV_LOG", "debug");
    let mut said = Vec::new();
    let app = desk.demo();
    app.sign_in(true);
    let token = app.token();
    let id = token.split('.').next().unwrap().to_owned();
    app.increment_to(2);
    app.reload();
    said.extend(app.said());
    said.extend(app.terminate());

    let app = desk.demo();
    assert!(app.is_signed_in());
    // Refusals are told, and not what was refused.
    app.invoke("session_restore", &json!({ "token": token })).unwrap_err();
    app.invoke_raw("ui_event", token.as_bytes()).unwrap_err();
    let log = text(&desk.data().join("logs/hyperdiv.log"));
    assert!(log.contains("warn: refused session_restore") && log.contains("debug: "), "{log}");
    let titles = desk.titles();
    let arguments = |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let arguments: Vec<u8> = family(app.pid()).iter().flat_map(arguments).collect();
    let page = app.run("return document.title + location.href", &[]);
    said.extend(app.said());

    // Where the page itself keeps it, as it must.
    let allowed = ["/webview/localstorage/", "/keys/mirror.pending "];
    let unexpected = || {
        let found = [&token, &id].into_iter().flat_map(|secret| traces(&desk.file(""), secret));
        found.filter(|trace| !allowed.iter().any(|place| trace.contains(place))).collect::<Vec<_>>()
    };
    until("the mirror is on disk", || !traces(&desk.data(), &token).is_empty());
    assert_eq!(unexpected(), [""; 0], "while it runs");
    said.extend(app.terminate());
    assert_eq!(unexpected(), [""; 0], "after its end");
    assert!(titles.contains("Session demo"), "{titles}");
    let arguments = String::from_utf8_lossy(&arguments).into_owned();
    assert!(arguments.contains("session_demo"), "{arguments}");
    for text in [&titles, &page.to_string(), &said.join("\n"), &arguments] {
        assert!(!text.contains(&id) && !holds_token(text.as_bytes()), "{text}");
    }
}

#[test]
fn a_log_that_cannot_be_written_is_told_once_and_the_app_goes_on() {
    let mut desk = Desk::new();
    let app = desk.demo();
    app.sign_in(true);
    app.terminate();
    let logs = desk.data().join("logs");
    fs::remove_dir_all(&logs).unwrap();
    fs::write(&logs, "in the way").unwrap();
    fs::set_permissions(&logs, fs::Permissions::from_mode(0o600)).unwrap();

    desk.set("HYPERDIV_LOG", "debug");
    let app = desk.demo();
    assert!(app.is_signed_in());
    app.increment_to(2);
    let mut said = app.said();
    said.extend(app.terminate());
    let told: Vec<&String> = said.iter().filter(|line| line.contains("cannot be written")).collect();
    assert!(told.len() == 1 && told[0].contains(logs.to_str().unwrap()), "{said:#?}");
    assert!(said.len() > 2, "there was more to write: {said:#?}");
    assert_eq!(text(&logs), "in the way");
}
