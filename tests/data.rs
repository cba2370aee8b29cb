//! What is kept, as a whole: written out, read back, and erased.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};
use serde_json::{Value, json};

const DIARY: &str = "her secret diary";

/// A diary of whoever is signed in, and a motto that everybody shares.
fn app(ui: &Ui) -> Result {
    let session = ui.session();
    let (keep, this_run) = (ui.button("Keep").clicked(), ui.button("This run").clicked());
    if keep || this_run {
        session.create_new(if keep { Consent::Granted } else { Consent::ThisRunOnly })?;
    }
    if ui.button("Log out").clicked() {
        session.clear()?;
    }
    let text = ui.text_input("Text").value();
    let (write, share, odd) =
        (ui.button("Write").clicked(), ui.button("Share").clicked(), ui.button("Odd").clicked());
    let motto = ui.stored::<String>("motto").version(3, |old| old.read());
    if share {
        motto.set(text.clone())?;
    }
    ui.text(format!("motto: {}", motto.cloned()?));
    if !session.is_authenticated() {
        ui.text("Signed out.");
        return Ok(());
    }
    if write {
        session.record::<String>("diary").save(&text)?;
        session.record::<BTreeMap<String, f64>>("numbers").save(&BTreeMap::from([
            ("zero".into(), -0.0),
            ("__proto__".into(), 1.5),
            ("a \"quoted\" \u{1f600} key".into(), 1e300),
        ]))?;
    }
    if odd {
        session.record::<u128>("large number").save(&u128::MAX)?;
        let mut deep = json!(1);
        for _ in 0..116 {
            deep = json!([deep]);
        }
        session.record::<Value>("deep").save(&deep)?;
    }
    ui.text(format!("diary: {}", session.record::<String>("diary").load()?));
    ui.text(format!("number: {}", session.record::<u128>("large number").load()?));
    Ok(())
}

fn set(app: &mut Harness, button: &str, text: &str) {
    app.set("Text", text);
    app.click(Role::Button, button);
}

/// An app with a diary and a motto.
fn written(builder: &hyperdiv::testing::Builder) -> Harness {
    let mut harness = builder.clone().build(app);
    harness.click(Role::Button, "Keep");
    set(&mut harness, "Write", DIARY);
    set(&mut harness, "Share", "be kind");
    harness.click(Role::Button, "Odd");
    harness
}

fn export(app: &mut Harness) -> Value {
    app.administer("data_export", &json!({})).unwrap()
}

/// What an export holds that an import brings back.
fn content(export: &Value) -> Vec<Value> {
    let mut owners = export["owners"].as_array().unwrap().clone();
    for owner in &mut owners {
        owner.as_object_mut().unwrap().remove("sessions");
    }
    owners
}

#[track_caller]
fn shows(app: &Harness, text: &str) {
    assert!(app.has(Role::Text, text), "no {text:?}\n{}", app.tree());
}

fn guest(export: &Value) -> &Value {
    export["owners"].as_array().unwrap().iter().find(|owner| owner["kind"] == "guest").unwrap()
}

fn record<'a>(owner: &'a Value, name: &str) -> &'a Value {
    owner["records"].as_array().unwrap().iter().find(|record| record["name"] == name).unwrap()
}

#[test]
fn an_export_is_one_readable_json_with_everything_and_without_a_secret() {
    let mut app = written(&Harness::builder());
    let token = app.mirror().unwrap();
    let exported = export(&mut app);
    let guest = guest(&exported);
    let diary = record(guest, "diary");
    assert_eq!((&diary["value"], &diary["version"]), (&json!(DIARY), &json!(1)));
    assert_eq!(diary["changed_at"], "2026-01-01T00:00:00Z");
    let kept = &exported["owners"][0];
    let motto = record(kept, "stored/motto");
    assert_eq!(
        (&kept["kind"], &motto["value"], &motto["version"]),
        (&json!("app"), &json!("be kind"), &json!(3))
    );
    let consent = &guest["consent"][0];
    assert_eq!(
        (&consent["purpose"], &consent["given_at"]),
        (&json!("session"), &json!("2026-01-01T00:00:00Z"))
    );
    let session = &guest["sessions"][0];
    assert_eq!(session["handle"].as_str().unwrap().len(), 12);
    assert_eq!(session["created_at"], "2026-01-01T00:00:00Z");
    assert_eq!((&exported["app"], &exported["profile"]), (&json!("org.example.test"), &json!("default")));
    assert!(exported["about"]["consent"].as_str().is_some_and(|about| !about.is_empty()));

    // Neither the token, nor the id and the key that it was made of, nor a data key.
    let text = hyperdiv::session::life::text_of(&exported);
    let (id, _) = token.split_once('.').unwrap();
    assert!(!text.contains(id) && !text.contains(&id[..16]), "{text}");
    let secrets: Vec<String> = secrets(&app);
    assert!(secrets.len() >= 4, "the ring and the keys of two owners: {}", secrets.len());
    for secret in secrets {
        assert!(!text.contains(&secret));
    }
}

/// Every run of 64 hex digits in the files of keys: tokens' ids, signing keys, data keys and their checksums.
fn secrets(app: &Harness) -> Vec<String> {
    let keys = app.store_bytes().into_iter().filter(|(path, _)| path.starts_with("keys"));
    let text: String = keys.map(|(_, bytes)| format!("{}\n", String::from_utf8_lossy(&bytes))).collect();
    let words = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == 64);
    words.map(str::to_owned).collect()
}

#[test]
fn an_export_is_the_same_each_time_and_its_keys_are_sorted() {
    let mut app = written(&Harness::builder());
    let (first, second) = (export(&mut app), export(&mut app));
    assert_eq!(first, second);
    let text = hyperdiv::session::life::text_of(&first);
    let keys: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  \"")).collect();
    assert!(keys.is_sorted() && keys.len() > 5, "{text}");
    app.kill();
    assert_eq!(content(&export(&mut app)), content(&first));
}

#[test]
fn without_consent_what_is_in_memory_is_exported_and_nothing_is_written() {
    let mut app = Harness::new(app);
    assert_eq!(export(&mut app)["owners"], json!([]));
    app.click(Role::Button, "This run");
    set(&mut app, "Write", DIARY);
    set(&mut app, "Share", "be kind");
    let exported = export(&mut app);
    assert_eq!(record(guest(&exported), "diary")["value"], DIARY);
    assert_eq!(record(&exported["owners"][0], "stored/motto")["value"], "be kind");
    assert_eq!(app.store_bytes(), []);
}

#[test]
fn exported_erased_and_imported_the_content_is_equal() {
    let dir = tempfile::tempdir().unwrap();
    for builder in [Harness::builder(), Harness::builder().data_dir(dir.path())] {
        let mut harness = written(&builder);
        let before = export(&mut harness);
        let receipt = harness.administer("data_erase", &json!({})).unwrap();
        assert_eq!(
            (&receipt["sessions"], &receipt["searched"]["found"]),
            (&json!(1), &json!([])),
            "{receipt}"
        );
        shows(&harness, "Signed out.");
        shows(&harness, "motto:");
        assert_eq!(harness.store_bytes(), []);
        assert_eq!(export(&mut harness)["owners"], json!([]));

        let import = json!({ "document": before, "consent": true });
        let imported = harness.administer("data_import", &import).unwrap();
        assert_eq!(imported, json!({ "guests": 1, "left_out": 0, "values": 5 }));
        assert_eq!(content(&export(&mut harness)), content(&before));
        // Nobody is signed in by it, and what the app stores is shown at once.
        shows(&harness, "Signed out.");
        shows(&harness, "motto: be kind");
        harness.restart();
        shows(&harness, "Signed out.");
        shows(&harness, "motto: be kind");
        assert_eq!(content(&export(&mut harness)), content(&before));
    }
}

#[test]
fn the_next_session_that_is_kept_takes_over_what_was_imported() {
    let before = export(&mut written(&Harness::builder()));
    let mut harness = Harness::new(app);
    harness.administer("data_import", &json!({ "document": before, "consent": true })).unwrap();
    // Not one that the person does not want kept.
    harness.click(Role::Button, "This run");
    shows(&harness, "diary:");
    harness.click(Role::Button, "Log out");
    harness.click(Role::Button, "Keep");
    shows(&harness, &format!("diary: {DIARY}"));
    shows(&harness, &format!("number: {}", u128::MAX));
    let consents = export(&mut harness)["owners"][1]["consent"].as_array().unwrap().len();
    assert_eq!(consents, 2, "what was agreed to then and what is now");
    set(&mut harness, "Write", "more");
    harness.kill();
    shows(&harness, "diary: more");
    // It is theirs from now on: the next one begins with nothing.
    harness.click(Role::Button, "Log out");
    harness.click(Role::Button, "Keep");
    shows(&harness, "diary:");
}

#[test]
fn a_session_that_cannot_take_over_what_was_imported_leaves_it_for_the_next() {
    let before = export(&mut written(&Harness::builder()));
    // The import is the first commit.
    let mut harness = Harness::builder().fail_commit(2, StoreFault::Full).build(app);
    harness.administer("data_import", &json!({ "document": before, "consent": true })).unwrap();
    harness.click(Role::Button, "Keep");
    assert!(harness.count(Role::Alert) > 0, "{}", harness.tree());
    shows(&harness, "diary:");
    set(&mut harness, "Write", "another");
    harness.kill();
    shows(&harness, "Signed out.");
    harness.click(Role::Button, "Keep");
    shows(&harness, &format!("diary: {DIARY}"));
}

#[test]
fn an_import_without_consent_or_over_data_that_are_there_does_nothing() {
    let mut other = written(&Harness::builder());
    let document = export(&mut other);
    let mut harness = Harness::new(app);
    let refused = harness.administer("data_import", &json!({ "document": document })).unwrap_err();
    assert_eq!(refused.code, "not_allowed");
    assert_eq!(harness.store_bytes(), []);

    harness.click(Role::Button, "Keep");
    set(&mut harness, "Write", "mine");
    set(&mut harness, "Share", "my motto");
    let before = export(&mut harness);
    let import = json!({ "document": document, "consent": true });
    assert_eq!(harness.administer("data_import", &import).unwrap_err().code, "exists");
    assert_eq!(export(&mut harness), before);

    let merge = json!({ "document": document, "consent": true, "merge": true });
    let merged = harness.administer("data_import", &merge).unwrap();
    assert_eq!(merged, json!({ "guests": 1, "left_out": 1, "values": 4 }));
    shows(&harness, "diary: mine");
    shows(&harness, "motto: my motto");
    // What is there already is not there twice.
    let again = harness.administer("data_import", &merge).unwrap();
    assert_eq!(again, json!({ "guests": 0, "left_out": 5, "values": 0 }));
    harness.kill();
    shows(&harness, "diary: mine");
    harness.click(Role::Button, "Log out");
    harness.click(Role::Button, "Keep");
    shows(&harness, &format!("diary: {DIARY}"));
}

#[test]
fn an_import_that_cannot_be_committed_leaves_nothing_behind() {
    let document = export(&mut written(&Harness::builder()));
    let mut harness = Harness::builder().fail_commit(1, StoreFault::Full).build(app);
    let import = json!({ "document": document, "consent": true });
    assert_eq!(harness.administer("data_import", &import).unwrap_err().code, "storage");
    assert_eq!(harness.store_bytes(), []);
    shows(&harness, "motto:");
    harness.administer("data_import", &import).unwrap();
    shows(&harness, "motto: be kind");

    // Beside what is there: that stays as it was, to the last file's name.
    let mut harness = Harness::builder().fail_commit(4, StoreFault::Full).build(app);
    harness.click(Role::Button, "Keep");
    set(&mut harness, "Write", "mine");
    set(&mut harness, "Share", "my motto");
    let names = |app: &Harness| app.store_bytes().into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    let (before, files) = (export(&mut harness), names(&harness));
    let merge = json!({ "document": document, "consent": true, "merge": true });
    assert_eq!(harness.administer("data_import", &merge).unwrap_err().code, "storage");
    assert_eq!((export(&mut harness), names(&harness)), (before, files));
}

#[test]
fn what_is_no_sound_export_is_refused_with_what_is_wrong_and_where() {
    let sound = export(&mut written(&Harness::builder()));
    let mut harness = Harness::new(app);
    let mut refused = |document: &Value, why: &str| {
        let import = json!({ "document": document, "consent": true });
        let error = harness.administer("data_import", &import).expect_err(why);
        assert_eq!(error.code, "invalid", "{error}");
        assert!(error.message.contains(why) && !error.message.contains('\n'), "{why}: {error}");
        assert_eq!(harness.store_bytes(), [], "{why}");
    };
    let with = |path: &str, value: Value| {
        let mut changed = sound.clone();
        *changed.pointer_mut(path).expect(path) = value;
        changed
    };
    for none in [json!(null), json!([]), json!({}), json!(7), with("/format", json!("something else"))] {
        refused(&none, "is no export");
    }
    for version in [json!(2), json!("1"), json!(null), json!(-1), json!(1.5)] {
        refused(&with("/version", version), "of version");
    }
    refused(&with("/app", json!("org.example.other")), "org.example.other");
    refused(&with("/app", json!(7)), "app is no text");
    refused(&with("/owners", json!({})), "owners is no list");
    refused(&with("/owners/0", json!([])), "owners[0] is no object");
    refused(&with("/owners/1/kind", json!("root")), "owners[1].kind");
    refused(&with("/owners/1/kind", json!("app")), "owners[1].kind is \"app\" a second time");
    refused(
        &with("/owners/1/consent/0/given_at", json!("yesterday")),
        "owners[1].consent[0].given_at is no time",
    );
    refused(&with("/owners/1/consent/0/text_version", json!(1e99)), "text_version");
    refused(&with("/owners/1/sessions/0/last_used", json!({})), "sessions[0].last_used");
    refused(&with("/owners/1/records/0/version", json!(5_000_000_000_u64)), "records[0].version");
    for name in [
        json!(""),
        json!("__proto__"),
        json!("a\u{0}b"),
        json!("x".repeat(201)),
        json!("\u{1b}[2J"),
        json!(1),
    ] {
        refused(&with("/owners/1/records/0/name", name), "owners[1].records[0].name");
    }
    refused(&with("/owners/1/records/1/name", json!("deep")), "has a name that is there before");
    refused(&with("/owners/0/records/0/name", json!("theme")), "names no place");
    let mut unknown = sound.clone();
    unknown["owners"][1]["records"][0]["__proto__"] = json!({ "polluted": true });
    refused(&unknown, "owners[1].records[0].__proto__ is a field that this program does not know");
    let mut unknown = sound.clone();
    unknown["token"] = json!("x");
    refused(&unknown, "token is a field that this program does not know");
    let mut twice = sound.clone();
    twice["owners"][1]["records"][0]["base64"] = json!("AAAA");
    refused(&twice, "records[0].value has to be there once");
    let mut large = sound.clone();
    large["owners"][1]["records"][0] = json!({ "name": "large", "value": "x".repeat(5 << 20), "version": 1 });
    refused(&large, "4 MiB");
    let mut text = sound.clone();
    text["owners"][1]["records"][0] = json!({ "name": "text", "text": "{", "version": 1 });
    refused(&text, "records[0].text is no JSON");
    // And the sound one is taken.
    harness.administer("data_import", &json!({ "document": sound, "consent": true })).unwrap();
}

#[test]
fn what_a_later_program_has_noted_of_consent_is_kept_on_the_way() {
    let mut document = export(&mut written(&Harness::builder()));
    document["owners"][1]["consent"][0]["source"] = json!("dialog");
    let mut harness = Harness::new(app);
    harness.administer("data_import", &json!({ "document": document, "consent": true })).unwrap();
    harness.click(Role::Button, "Keep");
    set(&mut harness, "Write", "rewritten");
    harness.restart();
    assert_eq!(export(&mut harness)["owners"][1]["consent"][0]["source"], "dialog");
}

#[test]
fn an_erasure_signs_out_at_once_in_every_window_and_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = Harness::builder().data_dir(dir.path()).windows(2).build(app);
    harness.click(Role::Button, "Keep");
    set(&mut harness, "Write", DIARY);
    let token = harness.mirror().unwrap();
    let receipt = harness.administer("data_erase", &json!({})).unwrap();
    shows(&harness, "Signed out.");
    shows(harness.in_window(2), "Signed out.");
    assert_eq!(harness.mirror(), None);
    assert!(receipt["searched"]["markers"].as_u64().unwrap() >= 3, "{receipt}");
    assert!(receipt["files"]["keys"]["files"].as_u64().unwrap() >= 3, "{receipt}");
    assert_eq!(receipt["files"]["store"]["files"].as_u64().map(|files| files > 0), Some(true), "{receipt}");
    assert!(!dir.path().exists());
    // The token is worth nothing, and the app begins anew.
    harness.set_mirror(Some(token));
    harness.kill();
    shows(&harness, "Signed out.");
    harness.click(Role::Button, "Keep");
    shows(&harness, "diary:");
    harness.kill();
    shows(&harness, "diary:");
}

#[test]
fn a_page_may_not_say_for_the_person_that_they_agree() {
    // The host asks before it lets these through; what the page says of it does not matter.
    for name in ["data_erase", "data_export", "data_import"] {
        assert!(hyperdiv::session::ui::CONFIRMED.contains(&name), "{name}");
        assert!(hyperdiv::session::ui::COMMANDS.contains(&name), "{name}");
    }
}

#[test]
fn the_snapshots_and_what_was_set_aside_are_erased_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = written(&Harness::builder().data_dir(dir.path()));
    let profile = dir.path().join("org.example.test/default");
    for place in ["backups/2026", "quarantine/2026-damaged"] {
        plant(&profile.join(place));
    }
    let receipt = harness.administer("data_erase", &json!({})).unwrap();
    for place in ["backups", "quarantine"] {
        assert_eq!(receipt["files"][place], json!({ "bytes": DIARY.len(), "files": 1 }), "{receipt}");
    }
    assert!(!dir.path().exists());
    harness.advance(Duration::from_secs(5));
    shows(&harness, "Signed out.");
}

fn plant(dir: &Path) {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).unwrap();
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(dir.join("db")).unwrap();
    std::io::Write::write_all(&mut file, DIARY.as_bytes()).unwrap();
}
