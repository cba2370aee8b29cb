//! `hyperdiv data` without a running app.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::ground::{DEMO_ID, Ground};

const DEMO: &str = "session-demo";

fn file(ground: &Ground, name: &str) -> PathBuf {
    ground.home().parent().unwrap().join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn exported(ground: &Ground) -> Value {
    ground.hyperdiv(&["data", "export", "--app", DEMO]).json()
}

fn content(export: &Value) -> Vec<Value> {
    let mut owners = export["owners"].as_array().unwrap().clone();
    for owner in &mut owners {
        owner.as_object_mut().unwrap().remove("sessions");
    }
    owners
}

#[test]
fn an_export_is_a_private_file_and_replaces_none_unless_it_is_told_to() {
    let ground = Ground::new();
    let token = ground.sign_in();
    let target = file(&ground, "export.json");
    let export = ["data", "export", "--app", DEMO, "--output", text(&target)];
    let said = ground.hyperdiv(&export).done();
    assert!(said.starts_with("Wrote 1 value of") && said.contains(text(&target)), "{said}");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    let written = fs::read_to_string(&target).unwrap();
    let value: Value = serde_json::from_str(&written).unwrap();
    let guest = value["owners"].as_array().unwrap().iter().find(|owner| owner["kind"] == "guest").unwrap();
    assert_eq!(guest["records"][0]["value"], json!({ "count": 1 }));
    assert!(!written.contains(&token[..16]));
    // To standard output it is the same, but for the time.
    let mut printed = exported(&ground);
    printed["exported_at"] = value["exported_at"].clone();
    assert_eq!(printed, value);
    assert_eq!(content(&ground.hyperdiv(&["data", "export", "--output", "-"]).json()), content(&value));

    fs::write(&target, "precious").unwrap();
    ground.hyperdiv(&export).refused(6, "--force");
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    let told = ground.hyperdiv(&[&export[..], &["--force", "--json"]].concat()).json();
    assert_eq!((&told["app"], &told["values"]), (&json!(DEMO_ID), &json!(1)));
    assert_eq!(content(&serde_json::from_slice(&fs::read(&target).unwrap()).unwrap()), content(&value));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    let nowhere = file(&ground, "no such directory/export.json");
    ground.hyperdiv(&["data", "export", "--output", text(&nowhere)]).refused(6, "no such directory");
    let left = fs::read_dir(target.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("part")));
}

#[test]
fn exported_erased_and_imported_the_data_are_equal_and_nobody_is_signed_in() {
    let ground = Ground::new();
    let token = ground.sign_in();
    let target = file(&ground, "export.json");
    ground.hyperdiv(&["data", "export", "--output", text(&target)]).done();
    let before: Value = serde_json::from_slice(&fs::read(&target).unwrap()).unwrap();

    ground.hyperdiv(&["data", "erase", "--app", DEMO]).refused(2, "--yes");
    assert!(ground.is_signed_in(&token), "nobody has agreed");
    let receipt = ground.hyperdiv(&["data", "erase", "--app", DEMO, "--yes", "--json"]).json();
    assert_eq!((&receipt["sessions"], &receipt["searched"]["found"]), (&json!(1), &json!([])), "{receipt}");
    assert!(!ground.base().exists());
    assert_eq!(ground.hyperdiv(&["session", "list"]).done(), "No sessions.\n");

    ground.hyperdiv(&["data", "import", text(&target)]).refused(2, "--consent");
    assert!(!ground.base().exists());
    let said = ground.hyperdiv(&["data", "import", text(&target), "--consent"]).done();
    assert!(said.starts_with("Imported 1 value of") && said.contains("next session"), "{said}");
    assert_eq!(content(&exported(&ground)), content(&before));
    assert_eq!(ground.hyperdiv(&["session", "list"]).done(), "No sessions.\n");
    ground.hyperdiv(&["data", "import", text(&target), "--consent"]).refused(6, "--merge");
    let merge = ["data", "import", text(&target), "--consent", "--merge", "--json"];
    assert_eq!(ground.hyperdiv(&merge).json(), json!({ "guests": 0, "left_out": 1, "values": 0 }));
    assert!(!ground.is_signed_in(&token));
}

#[test]
fn a_receipt_for_people_says_what_was_erased() {
    let ground = Ground::new();
    ground.sign_in();
    let receipt = ground.hyperdiv(&["data", "erase", "--yes"]).done();
    for part in [DEMO_ID, "Sessions ended:  1", "Values removed:", "keys", "store", "Searched:"] {
        assert!(receipt.contains(part), "{part}: {receipt}");
    }
}

#[test]
fn a_person_at_a_terminal_is_asked_and_only_yes_is_a_yes() {
    let ground = Ground::new();
    let token = ground.sign_in();
    for (said, code) in [("", 1), ("y", 1), ("no", 1), ("yes", 0)] {
        assert!(ground.is_signed_in(&token), "{said}");
        // `script` gives the command a terminal.
        let erase = format!("{} data erase --app {DEMO}", env!("CARGO_BIN_EXE_hyperdiv"));
        let typed = "printf '%s\\n' \"$0\" | script -qec \"$1\" /dev/null";
        let ended = ground.by(Path::new("sh"), &["-c", typed, said, &erase]);
        assert_eq!(ended.code, Some(code), "{said}: {ended:?}");
        assert!(ended.out.contains("Erase everything that") && ended.out.contains(DEMO_ID), "{ended:?}");
    }
    assert!(!ground.base().exists());
}

#[test]
fn hostile_files_are_refused_by_a_sentence_and_nothing_is_made() {
    let ground = Ground::new();
    let target = file(&ground, "hostile.json");
    let head = format!("{{\"format\":\"hyperdiv-export\",\"version\":1,\"app\":\"{DEMO_ID}\",\"owners\":");
    let owner = |records: &str| {
        format!(
            "{head}[{{\"kind\":\"guest\",\"consent\":[],\"sessions\":[],\"settings\":[],\"records\":{records}}}]}}"
        )
    };
    let deep = format!("{head}{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cases: [(Vec<u8>, &str); 12] = [
        (b"".to_vec(), "no JSON"),
        (b"not json".to_vec(), "no JSON"),
        (deep.into_bytes(), "nested deeper"),
        (b"{\"a\":\"\xff\"}".to_vec(), "UTF-8"),
        (b"{\"a\":1,\"a\":2}".to_vec(), "twice"),
        (b"[]".to_vec(), "no export"),
        (
            head.replace("\"version\":1", "\"version\":2").into_bytes().into_iter().chain(*b"[]}").collect(),
            "version 2",
        ),
        (owner("7").into_bytes(), "records is no list"),
        (owner("[{\"name\":\"../x\\u0000\",\"value\":1}]").into_bytes(), "records[0].name"),
        (owner("[{\"name\":\"__proto__\",\"value\":1}]").into_bytes(), "records[0].name"),
        (owner("[{\"name\":\"a\",\"value\":1,\"__proto__\":{}}]").into_bytes(), "__proto__"),
        (owner("[{\"name\":\"a\",\"value\":123456789012345678901234567890}]").into_bytes(), "more digits"),
    ];
    for (bytes, why) in cases {
        fs::write(&target, bytes).unwrap();
        ground.hyperdiv(&["data", "import", text(&target), "--consent"]).refused(1, why);
        assert!(!ground.base().exists(), "{why}");
    }
    fs::File::create(&target).unwrap().set_len((256 << 20) + 1).unwrap();
    ground.hyperdiv(&["data", "import", text(&target), "--consent"]).refused(1, "more than 268435456 bytes");
    ground.hyperdiv(&["data", "import", "no such file", "--consent"]).refused(1, "no such file");
    fs::write(&target, owner("[]")).unwrap();
    ground.hyperdiv(&["data", "import", text(&target), "--app", "counter", "--consent"]).refused(1, DEMO_ID);
    assert!(!ground.base().exists());
}

#[test]
fn what_makes_no_sense_is_refused_and_what_is_not_there_is_told() {
    let ground = Ground::new();
    for (args, culprit) in [
        (&["data"][..], "import and erase"),
        (&["data", "import"], "FILE"),
        (&["data", "export", "--force"], "--output"),
        (&["data", "erase", "--app", "no id", "--yes"], "no id"),
        (&["data", "exprot"], "exprot"),
    ] {
        ground.hyperdiv(args).refused(2, culprit);
    }
    ground.hyperdiv(&["data", "export"]).refused(1, "--app");
    assert_eq!(content(&exported(&ground)), [Value::Null; 0]);
    assert_eq!(fs::read_dir(ground.home()).unwrap().count(), 0);
}

#[test]
fn every_verb_explains_itself_with_examples() {
    let ground = Ground::new();
    for verb in ["export", "import", "erase"] {
        let help = ground.hyperdiv(&["data", verb, "--help"]).done();
        assert!(help.contains("Examples:") && help.contains(&format!("  hyperdiv data {verb}")), "{help}");
    }
}
