//! Consent: asked for by its text, kept as a record, asked again where the text changes, and taken back.

use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::session::Settings;
use hyperdiv::testing::{Harness, Role, StoreFault};

/// An app that agrees and takes back, with a record for a purpose of its own, and one that is kept for a week.
fn app(ui: &Ui) -> Result {
    let session = ui.session();
    if ui.button("Sign in for this run").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    for (label, purpose) in [("Keep me", "session"), ("Keep history", "history")] {
        if ui.scope(label, || ui.button(label).clicked()) {
            session.grant_for(purpose)?;
        }
    }
    for (label, purpose) in [("Do not keep me", "session"), ("Do not keep history", "history")] {
        if ui.scope(label, || ui.button(label).clicked()) {
            session.withdraw_for(purpose)?;
        }
    }
    if ui.button("Sign out").clicked() {
        session.clear()?;
    }
    ui.text(if session.is_authenticated() { "signed in" } else { "signed out" });
    ui.text(format_args!("kept: {}", session.consent().is_some()));
    for due in session.consents_due() {
        ui.scope(due.name(), || ui.text(format_args!("asked again: {}", due.text())));
    }
    if !session.is_authenticated() {
        return Ok(());
    }
    let (note, visits) = (session.record::<String>("note"), session.record::<u64>("visits"));
    if ui.button("Write a note").clicked() {
        note.save(&"written".into())?;
    }
    let refused = ui.state(String::new);
    if ui.button("Visit").clicked()
        && let Err(error) = visits.update(|visits| *visits += 1)
    {
        refused.set(error.to_string());
    }
    ui.text(format_args!("refused: {}", refused.cloned()));
    ui.text(format_args!("note: {}", note.load()?));
    ui.text(format_args!("visits: {}", visits.load()?));
    if ui.button("Count").clicked() {
        ui.stored::<u64>("count").update(|count| *count += 1)?;
    }
    ui.text(format_args!("count: {}", ui.stored::<u64>("count").cloned()?));
    ui.text(format_args!("id {}", session.id().len()));
    Ok(())
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.app_version = Some("1.2.3".into());
    settings.purposes = vec![Purpose::new("history", 1, "Keep a list of what I have read, for a week")];
    settings.records = vec![
        RecordRule::new("note", "Your note"),
        RecordRule::new("visits", "What you have read")
            .purpose("history")
            .keep_for(Duration::from_secs(7 * 24 * 3600)),
    ];
    settings
}

fn started() -> Harness {
    Harness::builder().settings(settings()).build(app)
}

#[track_caller]
fn shows(harness: &Harness, text: &str) {
    assert!(harness.has(Role::Text, text), "no {text:?}\n{}", harness.tree());
}

fn press(harness: &mut Harness, buttons: &[&str]) {
    for button in buttons {
        harness.click(Role::Button, button);
    }
}

/// The names of the profile's files.
fn names(harness: &Harness) -> Vec<String> {
    harness.store_bytes().iter().map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn an_app_works_whole_where_the_person_refuses_and_nothing_is_there_afterwards() {
    let mut harness = started();
    press(&mut harness, &["Sign in for this run", "Write a note", "Count"]);
    shows(&harness, "note: written");
    shows(&harness, "count: 1");
    shows(&harness, "kept: false");
    assert_eq!((names(&harness), harness.mirror()), (vec![], None));
    harness.reload();
    shows(&harness, "note: written");
    harness.restart();
    shows(&harness, "signed out");
}

#[test]
fn a_record_of_consent_says_what_was_shown_and_when() {
    let given = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = given.clone();
    let mut harness = Harness::builder().settings(settings()).build(move |ui| {
        app(ui)?;
        *seen.borrow_mut() = ui.session().consents();
        Ok(())
    });
    press(&mut harness, &["Sign in for this run", "Keep me", "Keep history"]);
    let consents = given.borrow().clone();
    let purposes: Vec<&str> = consents.iter().map(|given| given.purpose.as_str()).collect();
    assert_eq!(purposes, ["session", "history"]);
    for (given, purpose) in consents.iter().zip([
        Purpose::new("session", 1, "Keep me signed in on this computer"),
        Purpose::new("history", 1, "Keep a list of what I have read, for a week"),
    ]) {
        assert_eq!(given.text_sha256, purpose.text_sha256());
        assert_eq!((given.text_version, given.locale.as_str()), (1, "en"));
        assert_eq!(given.app_version.as_deref(), Some("1.2.3"));
        assert_eq!((given.given_at, given.withdrawn_at), (1_767_225_600, None));
    }
    harness.advance(Duration::from_secs(10));
    press(&mut harness, &["Do not keep history"]);
    assert_eq!(given.borrow()[1].withdrawn_at, Some(1_767_225_610));
}

#[test]
fn consent_taken_back_erases_what_is_kept_and_the_session_goes_on() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).settings(settings()).windows(2).build(app);
    press(&mut harness, &["Sign in for this run", "Keep me", "Write a note", "Count"]);
    let token = harness.mirror().expect("it is kept");
    harness.restart();
    shows(&harness, "note: written");
    press(&mut harness, &["Do not keep me"]);
    for window in [1, 2] {
        harness.in_window(window);
        shows(&harness, "signed in");
        shows(&harness, "kept: false");
        shows(&harness, "note: written");
        shows(&harness, "count: 1");
    }
    harness.in_window(1);
    assert_eq!(harness.mirror(), None);
    let left: Vec<String> = names(&harness).into_iter().filter(|name| !name.contains("webview")).collect();
    assert_eq!(left, Vec::<String>::new());
    // What comes after stays in memory, and a token that was copied is worth nothing.
    press(&mut harness, &["Count", "Sign out", "Sign in for this run"]);
    assert_eq!(harness.mirror(), None);
    harness.set_mirror(&*token);
    harness.restart();
    shows(&harness, "signed out");
    assert_eq!(names(&harness), Vec::<String>::new());
}

#[test]
fn whoever_agrees_again_is_kept_again() {
    let mut harness = started();
    press(
        &mut harness,
        &["Sign in for this run", "Keep me", "Write a note", "Do not keep me", "Keep me", "Count"],
    );
    harness.restart();
    shows(&harness, "signed in");
    shows(&harness, "note: written");
    shows(&harness, "count: 1");
}

#[test]
fn a_withdrawal_that_the_disk_refuses_ends_persistence_in_memory_and_is_tried_again() {
    // The first commit makes the home, the second is the note's, the third the withdrawal's.
    let mut harness = Harness::builder()
        .settings(settings())
        .fail_commit(3, StoreFault::Full)
        .fail_commit(4, StoreFault::Full)
        .build(app);
    press(&mut harness, &["Sign in for this run", "Keep me", "Write a note"]);
    press(&mut harness, &["Do not keep me"]);
    assert_eq!(harness.mirror(), None);
    shows(&harness, "kept: false");
    shows(&harness, "note: written");
    assert!(!names(&harness).is_empty());
    harness.advance(Duration::from_secs(10));
    assert_eq!(names(&harness), Vec::<String>::new(), "{:?}", harness.warnings());
}

#[test]
fn a_kill_after_a_withdrawal_that_the_disk_refused_leaves_nothing_for_long() {
    let dir = tempfile::tempdir().expect("a directory");
    let full = (3..200).map(|nth| (nth, StoreFault::Full));
    let builder = Harness::builder().data_dir(dir.path()).settings(settings());
    let mut harness = full.fold(builder, |builder, (nth, fault)| builder.fail_commit(nth, fault)).build(app);
    press(&mut harness, &["Sign in for this run", "Keep me", "Write a note", "Do not keep me"]);
    shows(&harness, "kept: false");
    assert!(!names(&harness).is_empty());
    drop(harness);
    // The next start has room.
    let harness = Harness::builder().data_dir(dir.path()).settings(settings()).build(app);
    shows(&harness, "signed out");
    assert_eq!(names(&harness), Vec::<String>::new());
}

#[test]
fn what_was_agreed_to_since_a_disk_was_full_stays_agreed_to_once_there_is_room() {
    let mut harness = Harness::builder().settings(settings()).fail_commit(1, StoreFault::Full).build(app);
    press(&mut harness, &["Sign in for this run", "Keep me"]);
    shows(&harness, "kept: false");
    press(&mut harness, &["Keep history", "Visit"]);
    shows(&harness, "visits: 1");
    press(&mut harness, &["Try again"]);
    shows(&harness, "kept: true");
    shows(&harness, "visits: 1");
    press(&mut harness, &["Visit"]);
    harness.restart();
    shows(&harness, "visits: 2");
}

#[test]
fn a_record_of_a_purpose_is_written_only_with_its_consent_and_goes_with_it() {
    let mut harness = started();
    press(&mut harness, &["Sign in for this run", "Keep me", "Visit"]);
    shows(
        &harness,
        "refused: the record \"visits\" is kept for \"history\", which the person has not agreed to; nothing was written, ask them first",
    );
    shows(&harness, "visits: 0");
    press(&mut harness, &["Keep history", "Visit", "Visit"]);
    shows(&harness, "visits: 2");
    harness.restart();
    shows(&harness, "visits: 2");
    press(&mut harness, &["Write a note", "Do not keep history"]);
    shows(&harness, "visits: 0");
    shows(&harness, "note: written");
    harness.restart();
    shows(&harness, "visits: 0");
    shows(&harness, "kept: true");
}

#[test]
fn a_record_cannot_be_read_past_its_time_and_is_removed_soon_after() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).settings(settings()).build(|ui| {
        app(ui)?;
        let names: Vec<String> = match ui.session().is_authenticated() {
            true => ui.session().records()?.into_iter().map(|record| record.name).collect(),
            false => Vec::new(),
        };
        ui.text(format_args!("records: {names:?}"));
        let exported = ui.state(String::new);
        if ui.button("Export").clicked() {
            let export: serde_json::Value = serde_json::from_str(&ui.session().export()?)?;
            let owners = export["owners"].as_array().into_iter().flatten();
            let records = owners.flat_map(|owner| owner["records"].as_array().into_iter().flatten());
            let names: Vec<_> = records.filter_map(|record| record["name"].as_str()).collect();
            exported.set(format!("{names:?}"));
        }
        ui.text(format_args!("exported: {}", exported.cloned()));
        Ok(())
    });
    press(&mut harness, &["Sign in for this run", "Keep me", "Keep history", "Visit", "Write a note"]);
    harness.advance(Duration::from_secs(7 * 24 * 3600));
    harness.restart();
    shows(&harness, "visits: 1");
    shows(&harness, r#"records: ["note", "visits"]"#);
    // Before it is swept: the next run does not see it, and a write begins anew.
    harness.advance(Duration::from_secs(1));
    press(&mut harness, &["Count"]);
    shows(&harness, "visits: 0");
    shows(&harness, r#"records: ["note"]"#);
    press(&mut harness, &["Export"]);
    shows(&harness, r#"exported: ["stored/count", "note"]"#);
    shows(&harness, "note: written");
    // Without the rule it would be there again, were it not swept.
    harness.advance(Duration::from_secs(3600));
    let token = harness.mirror().expect("it is kept");
    drop(harness);
    let mut unlimited = settings();
    unlimited.records.clear();
    let mut harness = Harness::builder()
        .data_dir(dir.path())
        .settings(unlimited)
        .now(1_767_225_600 + 8 * 24 * 3600)
        .mirror(&*token)
        .build(app);
    press(&mut harness, &["Count"]);
    shows(&harness, "note: written");
    shows(&harness, "visits: 0");
}

#[test]
fn a_new_text_asks_again_and_until_then_what_was_agreed_holds() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).settings(settings()).build(app);
    press(&mut harness, &["Sign in for this run", "Keep me", "Keep history", "Visit"]);
    assert!(!harness.tree().contains("asked again"));
    let token = harness.mirror().expect("it is kept");
    drop(harness);
    let mut newer = settings();
    newer.purposes = vec![
        Purpose::new("session", 2, "Keep me signed in here, and my notes"),
        Purpose::new("history", 1, "Keep a list of what I have read, for a week"),
    ];
    let mut harness = Harness::builder().data_dir(dir.path()).settings(newer).mirror(&*token).build(app);
    shows(&harness, "asked again: Keep me signed in here, and my notes");
    assert!(!harness.has(Role::Text, "asked again: Keep a list of what I have read, for a week"));
    shows(&harness, "kept: true");
    shows(&harness, "visits: 1");
    press(&mut harness, &["Keep me"]);
    assert!(!harness.tree().contains("asked again"));
}
