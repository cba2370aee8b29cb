//! `hyperdiv session` without a running app.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use hyperdiv_session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv_session::lock::ProfileLock;
use hyperdiv_session::runtime_dir::RuntimeDirectory;
use serde_json::{Value, json};

use crate::ground::{DEMO_ID, Ground};

fn handles(ground: &Ground) -> Vec<String> {
    let list = ground.hyperdiv(&["session", "list", "--json"]).json();
    let handle = |session: &Value| session["handle"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(handle).collect()
}

#[test]
fn without_consent_the_list_is_empty_and_nothing_is_made() {
    let ground = Ground::new();
    assert_eq!(ground.hyperdiv(&["session", "list"]).done(), "No sessions.\n");
    assert_eq!(ground.hyperdiv(&["session", "list", "--json"]).json(), json!([]));
    assert_eq!(ground.hyperdiv(&["session", "list", "--app", "counter"]).done(), "No sessions.\n");
    assert_eq!(ground.hyperdiv(&["session", "sweep", "--json"]).json(), json!({ "removed": 0 }));
    let all = ["session", "revoke", "--all", "--app", "session-demo", "--json"];
    assert_eq!(ground.hyperdiv(&all).json(), json!({ "revoked": 0 }));
    ground.hyperdiv(&["session", "revoke", "0123456789ab"]).refused(1, "there are none");
    assert_eq!(fs::read_dir(ground.home()).unwrap().count(), 0);
}

#[test]
fn sessions_are_listed_with_their_times_and_handles() {
    let ground = Ground::new();
    let token = ground.sign_in();
    let table = ground.hyperdiv(&["session", "list"]).done();
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split("  ").map(str::trim).collect()).collect();
    assert_eq!(lines.len(), 2, "{table}");
    let columns = ["APP", "HANDLE", "SIGNED IN", "LAST USED", "ENDS"];
    assert!(columns.iter().all(|column| lines[0].contains(column)), "{table}");
    assert_eq!(lines[1][0], "session-demo");
    let list = ground.hyperdiv(&["session", "list", "--json"]).json();
    let session = &list[0];
    assert_eq!((&session["app"], &session["profile"]), (&json!(DEMO_ID), &json!("default")));
    assert_eq!(session["handle"].as_str().unwrap().len(), 12);
    assert!(table.contains(session["handle"].as_str().unwrap()));
    assert!(session["ends_at"].as_i64() > session["last_used"].as_i64());
    assert_eq!((&session["kept"], &session["current"]), (&json!(true), &json!(false)));
    // Neither the token nor the id that it begins with.
    assert!(!list.to_string().contains(&token[..16]) && !table.contains(&token[..16]));

    assert_eq!(ground.hyperdiv(&["session", "list", "--profile", "other"]).done(), "No sessions.\n");
    assert_eq!(ground.hyperdiv(&["session", "list", "--app", "counter"]).done(), "No sessions.\n");
    let data_dir = ground.base();
    let elsewhere = ["session", "list", "--app", DEMO_ID, "--data-dir", data_dir.to_str().unwrap(), "--json"];
    assert_eq!(ground.hyperdiv(&elsewhere).json(), list);
}

#[test]
fn a_revoked_session_is_gone_and_the_others_stay() {
    let ground = Ground::new();
    let tokens = [ground.sign_in(), ground.sign_in(), ground.sign_in()];
    let before = handles(&ground);
    assert_eq!(before.len(), 3);
    assert_eq!(ground.hyperdiv(&["session", "revoke", &before[0]]).done(), "Ended 1 session.\n");
    let after = handles(&ground);
    assert_eq!(after, before[1..]);
    let signed_in = tokens.iter().filter(|token| ground.is_signed_in(token)).count();
    assert_eq!(signed_in, 2, "the token of one is worth nothing");

    ground.hyperdiv(&["session", "revoke", &before[0]]).refused(1, &after[0]);
    ground.hyperdiv(&["session", "revoke", "not-a-handle"]).refused(1, &after[1]);
    let others = ["session", "revoke", "--others", "--app", "session-demo", "--json"];
    // Nobody's window is open: all are others.
    assert_eq!(ground.hyperdiv(&others).json(), json!({ "revoked": 2 }));
    assert_eq!(ground.hyperdiv(&["session", "list"]).done(), "No sessions.\n");
}

#[test]
fn what_makes_no_sense_is_refused_with_2() {
    let ground = Ground::new();
    for (args, culprit) in [
        (&["session"][..], "session"),
        (&["session", "revoke"], "HANDLE"),
        (&["session", "revoke", "0123456789ab", "--all", "--app", "counter"], "--all"),
        (&["session", "revoke", "--all"], "--app"),
        (&["session", "revoke", "--others"], "--app"),
        (&["session", "list", "--profile", "../x"], "../x"),
        (&["session", "list", "--app", "no id"], "no id"),
        (&["session", "lst"], "lst"),
    ] {
        ground.hyperdiv(args).refused(2, culprit);
    }
    assert_eq!(fs::read_dir(ground.home()).unwrap().count(), 0);
}

#[test]
fn a_process_that_has_the_profile_and_does_not_answer_is_named_with_3() {
    let ground = Ground::new();
    ground.sign_in();
    let base = Base::resolve(Some(&ground.base())).unwrap();
    let profile = ProfileDirectory::new(base, AppId::parse(DEMO_ID).unwrap(), ProfileName::default());
    let runtime = RuntimeDirectory::open_at(&ground.run().join("hyperdiv"), &profile).unwrap();
    let lock = ProfileLock::acquire(&runtime.lock_path(), Duration::ZERO).unwrap();
    let began = Instant::now();
    ground.hyperdiv(&["session", "list"]).refused(3, &std::process::id().to_string());
    assert!(began.elapsed() >= Duration::from_secs(3));
    drop(lock);
    assert_eq!(handles(&ground).len(), 1);
}

#[test]
fn a_directory_that_is_refused_or_missing_is_told_with_4() {
    let ground = Ground::new();
    ground.sign_in();
    let app = ground.base().join(DEMO_ID);
    let moved = ground.home().join("moved");
    fs::rename(&app, &moved).unwrap();
    symlink(&moved, &app).unwrap();
    ground.hyperdiv(&["session", "list"]).refused(4, "is a link");
    ground.hyperdiv(&["session", "sweep"]).refused(4, "is a link");

    let without_home = ["-c", "unset HOME; exec \"$0\" session list", env!("CARGO_BIN_EXE_hyperdiv")];
    ground.by(Path::new("sh"), &without_home).refused(4, "HOME");
}

#[test]
fn a_store_that_is_newer_or_cannot_be_read_is_told_with_5() {
    let ground = Ground::new();
    ground.sign_in();
    let format = ground.data().join("FORMAT.json");
    let known = fs::read_to_string(&format).unwrap();
    let mut newer: Value = serde_json::from_str(&known).unwrap();
    newer["schema"] = json!(99);
    fs::write(&format, newer.to_string()).unwrap();
    for verb in [&["session", "list"][..], &["session", "sweep"], &["session", "revoke", "0123456789ab"]] {
        ground.hyperdiv(verb).refused(5, "schema 99");
    }
    fs::write(&format, known).unwrap();
    assert_eq!(handles(&ground).len(), 1, "nothing was changed");

    let store = ground.data().join("store");
    fs::write(store.join("db"), vec![0x5a; 4096]).unwrap();
    ground.hyperdiv(&["session", "list"]).refused(5, store.to_str().unwrap());
}

#[test]
fn a_verb_that_cannot_write_says_so_with_6_and_changes_nothing() {
    let ground = Ground::new();
    let token = ground.sign_in();
    let handle = handles(&ground).remove(0);
    // As on a full disk: no file may grow over 512 bytes, which is enough for the lock. Output goes through a pipe.
    let full = "trap '' XFSZ; ulimit -f 1; exec \"$0\" session revoke \"$1\"";
    let args = ["-c", full, env!("CARGO_BIN_EXE_hyperdiv"), &handle];
    ground.by(Path::new("sh"), &args).refused(6, "space");
    assert!(ground.is_signed_in(&token), "it has not ended");

    let nowhere = ["-c", "exec \"$0\" session list > /dev/full", env!("CARGO_BIN_EXE_hyperdiv")];
    ground.by(Path::new("sh"), &nowhere).refused(6, "space");
}

#[test]
fn every_verb_explains_itself_with_examples() {
    let ground = Ground::new();
    for verb in [
        &["session", "list"][..],
        &["session", "revoke"],
        &["session", "rotate"],
        &["session", "sweep"],
        &["doctor"],
    ] {
        let help = ground.hyperdiv(&[verb, &["--help"]].concat()).done();
        let example = format!("  hyperdiv {}", verb.join(" "));
        assert!(help.contains("Example") && help.contains(&example), "{help}");
    }
}
