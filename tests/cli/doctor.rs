//! `hyperdiv doctor` without a running app.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use serde_json::{Value, json};

use crate::ground::{DEMO_ID, Ground};

/// The report, whatever the exit code.
fn report(ground: &Ground, code: i32) -> Value {
    let ended = ground.hyperdiv(&["doctor", "--json"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(code), ""), "{ended:?}");
    serde_json::from_str(&ended.out).unwrap()
}

/// The warnings of a grade, each with what to do.
fn warnings(report: &Value, grade: &str) -> Vec<String> {
    let warnings = report["warnings"].as_array().unwrap().iter();
    warnings
        .filter(|warning| warning["grade"] == grade)
        .map(|warning| {
            assert!(warning["advice"].as_str().is_some_and(|advice| !advice.is_empty()), "{warning}");
            warning["what"].as_str().unwrap().to_owned()
        })
        .collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_computer_without_data_or_display_is_well_and_stays_as_it_is() {
    let ground = Ground::new();
    let report = report(&ground, 0);
    assert_eq!(report["versions"]["hyperdiv"], env!("CARGO_PKG_VERSION"));
    for part in ["tauri", "webview", "gtk"] {
        assert!(report["versions"][part].as_str().is_some_and(|version| version.contains('.')), "{report}");
    }
    assert_eq!(report["display"], Value::Null);
    assert_eq!(report["data"]["path"], json!(ground.base()));
    assert_eq!(report["apps"], json!([]));
    assert!(report["free"].as_u64().is_some_and(|free| free > 0));
    assert_eq!(warnings(&report, "error"), [""; 0]);
    assert!(warnings(&report, "warning")[0].contains("no display"), "{report}");
    assert_eq!(fs::read_dir(ground.home()).unwrap().count(), 0);
    assert_eq!(fs::read_dir(ground.run()).unwrap().count(), 0);

    let text = ground.hyperdiv(&["doctor"]).done();
    assert!(text.contains("WebKit") || text.contains("Webview"), "{text}");
    assert!(text.contains("Warning: There is no display"), "{text}");
}

#[test]
fn what_is_kept_is_counted() {
    let ground = Ground::new();
    ground.sign_in();
    ground.sign_in();
    let report = report(&ground, 0);
    let app = &report["apps"][0];
    assert_eq!((&app["app"], &app["profile"]), (&json!(DEMO_ID), &json!("default")));
    assert_eq!((&app["store"], &app["sessions"], &app["schema"]), (&json!("well"), &json!(2), &json!(2)));
    assert_eq!(app["pid"], Value::Null);
    assert_eq!(app["directory"]["mode"], "0700");
    assert_eq!(app["directory"]["owner"], fs::metadata(ground.data()).unwrap().uid());
    let of_another = ground.hyperdiv(&["doctor", "--profile", "other", "--json"]).json();
    assert_eq!(of_another["apps"], json!([]));
}

#[test]
fn what_is_too_open_is_told_and_left() {
    let ground = Ground::new();
    ground.sign_in();
    let ring = ground.data().join("keys/ring.json");
    set_mode(&ring, 0o644);
    set_mode(&ground.data(), 0o755);
    let report = report(&ground, 0);
    let found = warnings(&report, "warning");
    for (path, mode) in [(&ring, "0644"), (&ground.data(), "0755")] {
        let named = |what: &&String| what.contains(path.to_str().unwrap()) && what.contains(mode);
        assert_eq!(found.iter().filter(named).count(), 1, "{found:?}");
    }
    assert_eq!((mode(&ring), mode(&ground.data())), (0o644, 0o755), "it was repaired");

    // The next verb that works with the data closes both, and says so.
    let listed = ground.hyperdiv(&["session", "list"]);
    assert_eq!((listed.code, listed.err.lines().count()), (Some(0), 2), "{listed:?}");
    assert_eq!((mode(&ring), mode(&ground.data())), (0o600, 0o700));
}

#[test]
fn what_keeps_an_app_from_its_work_is_an_error_and_exits_with_1() {
    let ground = Ground::new();
    ground.sign_in();
    let format = ground.data().join("FORMAT.json");
    let known = fs::read_to_string(&format).unwrap();
    let mut newer: Value = serde_json::from_str(&known).unwrap();
    newer["schema"] = json!(99);
    fs::write(&format, newer.to_string()).unwrap();
    let found = report(&ground, 1);
    assert!(warnings(&found, "error")[0].contains("schema 99"), "{found}");
    assert_eq!(found["apps"][0]["store"], "unreadable");
    fs::write(&format, known).unwrap();

    let db = ground.data().join("store/db");
    let bytes = fs::read(&db).unwrap();
    fs::write(&db, vec![0x5a; 4096]).unwrap();
    let found = report(&ground, 1);
    assert_eq!(found["apps"][0]["store"], "unreadable");
    fs::write(&db, bytes).unwrap();

    let moved = ground.home().join("moved");
    fs::rename(ground.base(), &moved).unwrap();
    symlink(&moved, ground.base()).unwrap();
    let found = report(&ground, 1);
    assert!(warnings(&found, "error").iter().any(|what| what.contains("is a link")), "{found}");

    let without_home = ["-c", "unset HOME; exec \"$0\" doctor --json", env!("CARGO_BIN_EXE_hyperdiv")];
    let ended = ground.by(Path::new("sh"), &without_home);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("HOME"), "{ended:?}");
}

#[test]
fn a_runtime_directory_that_is_a_link_is_an_error() {
    let ground = Ground::new();
    symlink(ground.home(), ground.run().join("hyperdiv")).unwrap();
    let found = report(&ground, 1);
    assert!(warnings(&found, "error")[0].contains("is a link"), "{found}");
    assert_eq!(fs::read_dir(ground.home()).unwrap().count(), 0);
}
