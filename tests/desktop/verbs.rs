//! The command line beside a running app.

use std::fs;
use std::process::Output;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::desk::{DEMO_ID, Desk, ready};
use crate::process::signal;

/// The value that a verb printed, if it went well.
fn value(output: &Output) -> Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn list(desk: &Desk) -> Vec<Value> {
    serde_json::from_value(value(&desk.verb(&["session", "list", "--json"]))).unwrap()
}

#[test]
fn the_session_of_the_window_is_listed_and_its_revocation_signs_the_window_out() {
    let desk = Desk::new();
    let app = desk.demo();
    assert_eq!(list(&desk), [Value::Null; 0]);
    app.sign_in(true);
    let token = app.token();
    let all = list(&desk);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((&all[0]["current"], &all[0]["kept"]), (&json!(true), &json!(true)));
    assert!(!all[0].to_string().contains(&token[..16]));

    let began = Instant::now();
    let revoked = desk.verb(&["session", "revoke", all[0]["handle"].as_str().unwrap(), "--json"]);
    let answered = began.elapsed();
    app.see("Not authenticated yet.");
    let seen = began.elapsed();
    assert_eq!(value(&revoked), json!({ "revoked": 1 }));
    println!("answered after {answered:?}, signed out after {seen:?} from the start of the command");
    assert!(seen.saturating_sub(answered) < Duration::from_secs(1), "{seen:?} after {answered:?}");
    assert_eq!(list(&desk), [Value::Null; 0]);
    app.terminate();

    let app = desk.demo();
    assert!(!app.is_signed_in());
}

#[test]
fn a_session_without_consent_is_listed_too_and_nothing_is_made_for_it() {
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(false);
    let all = list(&desk);
    assert_eq!((&all[0]["current"], &all[0]["kept"]), (&json!(true), &json!(false)));
    let others = desk.verb(&["session", "revoke", "--others", "--app", "session-demo", "--json"]);
    assert_eq!(value(&others), json!({ "revoked": 0 }));
    assert_eq!(value(&desk.verb(&["session", "sweep", "--json"])), json!({ "removed": 0 }));
    let wrong = desk.verb(&["session", "revoke", "0123456789ab"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains(all[0]["handle"].as_str().unwrap()), "{said}");
    assert!(app.is_signed_in());
    assert!(!desk.base().exists());
}

#[test]
fn beside_an_app_that_cannot_use_its_data_they_say_why() {
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(true);
    app.terminate();
    let format = desk.data().join("FORMAT.json");
    let mut newer: Value = serde_json::from_str(&fs::read_to_string(&format).unwrap()).unwrap();
    newer["schema"] = json!(99);
    fs::write(&format, newer.to_string()).unwrap();
    let (app, log) = desk.bare("session_demo", &["--log-ready"]);
    ready(&log);
    for verb in [&["session", "list"][..], &["session", "revoke", "--all", "--app", "session-demo"]] {
        let refused = desk.verb(verb);
        assert_eq!(refused.status.code(), Some(5), "{refused:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("schema 99"), "{refused:?}");
    }
    let doctor = desk.verb(&["doctor", "--json"]);
    assert_eq!(doctor.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&doctor.stdout).unwrap();
    let health = &report["apps"][0];
    assert_eq!((&health["pid"], &health["store"]), (&json!(app.pid()), &json!("unreadable")));
}

#[test]
fn the_doctor_asks_a_running_app_and_names_a_frozen_one() {
    let desk = Desk::new();
    let (app, log) = desk.bare("session_demo", &["--log-ready"]);
    ready(&log);
    let report = value(&desk.verb(&["doctor", "--json"]));
    assert_eq!(report["display"], "x11");
    let health = &report["apps"][0];
    assert_eq!(
        (&health["app"], &health["pid"], &health["store"]),
        (&json!(DEMO_ID), &json!(app.pid()), &json!("none"))
    );

    signal(app.pid(), Signal::STOP);
    let frozen = desk.verb(&["doctor", "--json"]);
    assert_eq!(frozen.status.code(), Some(1));
    let said = String::from_utf8_lossy(&frozen.stdout).into_owned();
    assert!(said.contains(&format!("process {}", app.pid())), "{said}");
    let listed = desk.verb(&["session", "list"]);
    assert_eq!(listed.status.code(), Some(3), "{listed:?}");
    assert!(String::from_utf8_lossy(&listed.stderr).contains(&app.pid().to_string()), "{listed:?}");
    signal(app.pid(), Signal::CONT);
    assert_eq!(list(&desk), [Value::Null; 0]);
}
