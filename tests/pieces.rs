//! The ready pieces, used as a person uses them: sign-in, consent, and the page of what is kept.

#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../examples/accounts.rs"]
mod accounts;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../examples/login.rs"]
mod login;

use std::time::Duration;

use hyperdiv::core::{FileAnswer, Request};
use hyperdiv::prelude::*;
use hyperdiv::session::Settings;
use hyperdiv::testing::{Harness, Role};

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.purposes = accounts::purposes().to_vec();
    settings.records = accounts::records().to_vec();
    settings
}

/// The example with its page of what is kept below it, in one window.
fn notes_with_privacy(ui: &Ui) -> Result {
    accounts::app(ui)?;
    ui.privacy_page()
}

fn started() -> Harness {
    Harness::builder().settings(settings()).build(notes_with_privacy)
}

const KEEP: &str = "Keep my account and my notes on this computer";

#[track_caller]
fn shows(harness: &Harness, role: Role, name: &str) {
    assert!(harness.has(role, name), "no {role:?} {name:?}\n{}", harness.tree());
}

/// The sign-in is refused, and the person is told where they type the password again.
fn refused(harness: &Harness) {
    assert_eq!(error(harness, "Password").as_deref(), Some("The name or the password is wrong."));
}

/// What the person is told about a field.
fn error(harness: &Harness, field: &str) -> Option<String> {
    let told = harness.get(Role::Textbox, field).description;
    (!told.is_empty()).then_some(told)
}

#[track_caller]
fn press(harness: &mut Harness, button: &str) {
    harness.click(Role::Button, button);
    harness.run_until_idle();
}

#[track_caller]
fn register(harness: &mut Harness, name: &str, password: &str, keep: bool) {
    press(harness, "Make an account");
    harness.set("Name", name);
    harness.set("Password", password);
    harness.set("Password once more", password);
    harness.set(KEEP, keep);
    press(harness, "Make the account");
    shows(harness, Role::Text, name);
}

#[track_caller]
fn sign_in(harness: &mut Harness, name: &str, password: &str) {
    harness.set("Name", name);
    harness.set("Password", password);
    press(harness, "Sign in");
    shows(harness, Role::Text, name);
}

#[track_caller]
fn add(harness: &mut Harness, note: &str) {
    harness.set("New note", note);
    press(harness, "Add the note");
    shows(harness, Role::Text, note);
}

#[test]
fn somebody_makes_an_account_and_their_notes_are_there_after_a_restart() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    add(&mut harness, "Call Charles");
    harness.restart();
    shows(&harness, Role::Text, "Ada");
    shows(&harness, Role::Text, "Call Charles");
    press(&mut harness, "Sign out");
    assert!(!harness.has(Role::Text, "Call Charles"));
    sign_in(&mut harness, "Ada", "lovelace 1815");
    shows(&harness, Role::Text, "Call Charles");
}

#[test]
fn the_second_user_sees_nothing_of_the_first() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    add(&mut harness, "Only Ada's");
    press(&mut harness, "Sign out");
    register(&mut harness, "Bob", "bob's password", false);
    assert!(!harness.tree().contains("Ada"), "{}", harness.tree());
    shows(&harness, Role::Alert, "Your account and your notes are gone when you close this app.");
    press(&mut harness, "Sign out");
    harness.restart();
    harness.set("Name", "Bob");
    harness.set("Password", "bob's password");
    press(&mut harness, "Sign in");
    refused(&harness);
}

#[test]
fn what_is_wrong_with_a_new_account_is_told_where_it_is() {
    let mut harness = started();
    press(&mut harness, "Make an account");
    press(&mut harness, "Make the account");
    assert_eq!(error(&harness, "Name"), Some("Name is required.".into()), "{}", harness.tree());
    harness.set("Name", "Ada");
    harness.set("Password", "short");
    harness.set("Password once more", "other");
    press(&mut harness, "Make the account");
    assert!(error(&harness, "Password").is_some_and(|error| error.contains('8')), "{}", harness.tree());
    harness.set("Password", "lovelace 1815");
    press(&mut harness, "Make the account");
    assert_eq!(error(&harness, "Password once more"), Some("The two passwords differ.".into()));
    harness.set("Password once more", "lovelace 1815");
    press(&mut harness, "Make the account");
    shows(&harness, Role::Text, "Ada");
    press(&mut harness, "Sign out");
    press(&mut harness, "Make an account");
    for name in ["Name", "Password", "Password once more"] {
        harness.set(name, if name == "Name" { "ada" } else { "another password" });
    }
    press(&mut harness, "Make the account");
    assert_eq!(error(&harness, "Name"), Some("This name is taken. Choose another one.".into()));
}

#[test]
fn consent_is_asked_for_not_ticked_before_and_given_later_by_the_dialog() {
    let mut harness = started();
    press(&mut harness, "Make an account");
    assert_eq!(harness.value(Role::Checkbox, KEEP), "false");
    press(&mut harness, "I have an account");
    register(&mut harness, "Ada", "lovelace 1815", false);
    add(&mut harness, "A note");
    assert!(harness.store_bytes().is_empty());
    press(&mut harness, "Keep them on this computer");
    shows(&harness, Role::Dialog, "May this be kept on this computer?");
    press(&mut harness, "No");
    assert!(harness.store_bytes().is_empty());
    press(&mut harness, "Keep them on this computer");
    press(&mut harness, "Yes, keep it");
    assert!(!harness.store_bytes().is_empty());
    harness.restart();
    shows(&harness, Role::Text, "A note");
}

#[test]
fn the_page_of_what_is_kept_says_it_and_ends_it() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    shows(&harness, Role::Text, "You are signed in as Ada.");
    shows(&harness, Role::Text, "Your notes");
    shows(&harness, Role::Text, "Kept for 365 days after it was changed.");
    shows(&harness, Role::Text, "You agreed on 2026-01-01 00:00 UTC.");
    add(&mut harness, "A note");
    // It goes on in memory, and nothing is left on the computer.
    press(&mut harness, "Take back: session");
    assert_eq!(harness.confirmation(), "Take your consent back?");
    harness.confirm(false);
    assert!(!harness.store_bytes().is_empty());
    press(&mut harness, "Take back: session");
    harness.confirm(true);
    assert!(harness.store_bytes().is_empty());
    shows(&harness, Role::Text, "A note");
    shows(&harness, Role::Text, "You have not agreed to this.");
    press(&mut harness, "Agree: session");
    assert!(!harness.store_bytes().is_empty());
    press(&mut harness, "Delete the account and erase everything");
    assert_eq!(harness.confirmation(), "Erase everything?");
    harness.confirm(true);
    assert!(harness.store_bytes().is_empty());
    harness.set("Name", "Ada");
    harness.set("Password", "lovelace 1815");
    press(&mut harness, "Sign in");
    refused(&harness);
}

#[test]
fn the_page_lists_the_sessions_with_their_times_and_ends_one_or_all_others() {
    for all in [false, true] {
        let mut harness = started();
        register(&mut harness, "Ada", "lovelace 1815", true);
        harness.restart();
        harness.advance(Duration::from_secs(60));
        let first = harness.mirror().expect("she is kept");
        // As where the mirror was lost: that session stays on the disk.
        harness.set_mirror(None::<&str>);
        harness.restart();
        sign_in(&mut harness, "Ada", "lovelace 1815");
        let sessions = |harness: &Harness| {
            let texts = harness.names(Role::Text).into_iter();
            texts
                .filter(|text| text.starts_with("Since 2026-01-01 00:0") && text.contains("last used"))
                .count()
        };
        assert_eq!(sessions(&harness), 2, "{}", harness.tree());
        assert_eq!(harness.get_all(Role::Text, "this one").len(), 1, "{}", harness.tree());
        let others = "End all other sessions".to_owned();
        let of_one =
            harness.names(Role::Button).into_iter().find(|name| name.starts_with("End ") && *name != others);
        press(&mut harness, &if all { others } else { of_one.expect("the other one can be ended") });
        assert_eq!(sessions(&harness), 1, "{}", harness.tree());
        shows(&harness, Role::Text, "You are signed in as Ada.");
        harness.advance(Duration::from_secs(60));
        harness.set_mirror(&*first);
        harness.restart();
        assert!(!harness.has(Role::Text, "You are signed in as Ada."), "{}", harness.tree());
    }
}

#[test]
fn whoever_reads_what_is_kept_of_them_signs_out_there() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    let token = harness.mirror().expect("she is kept");
    press(&mut harness, "Sign out here");
    assert!(harness.names(Role::Text).iter().any(|text| text.starts_with("You are not signed in.")));
    assert_eq!(harness.mirror(), None);
    harness.set_mirror(&*token);
    harness.restart();
    assert!(!harness.has(Role::Text, "You are signed in as Ada."), "{}", harness.tree());
    sign_in(&mut harness, "Ada", "lovelace 1815");
    shows(&harness, Role::Text, "You are signed in as Ada.");
}

#[test]
fn the_page_is_generated_from_what_the_app_says_of_its_records() {
    let mut settings = settings();
    settings.records.push(RecordRule::new("drafts", "What you have begun").purpose("session"));
    let harness = Harness::builder().settings(settings.clone()).build(|ui| {
        if !ui.session().is_authenticated() {
            ui.session().create_new(Consent::ThisRunOnly)?;
        }
        ui.privacy_page()
    });
    for rule in &settings.records {
        shows(&harness, Role::Text, rule.about());
    }
    for purpose in &settings.purposes {
        shows(&harness, Role::Text, purpose.text());
    }
}

#[test]
fn a_password_is_changed_on_the_page_and_the_old_one_is_refused() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    harness.set("Password now", "wrong password");
    harness.set("New password", "countess 1852");
    harness.set("New password once more", "countess 1852");
    press(&mut harness, "Change the password");
    assert_eq!(error(&harness, "Password now").as_deref(), Some("This is not your password."));
    harness.set("Password now", "lovelace 1815");
    press(&mut harness, "Change the password");
    shows(&harness, Role::Text, "Ada");
    press(&mut harness, "Sign out");
    harness.set("Name", "Ada");
    harness.set("Password", "lovelace 1815");
    press(&mut harness, "Sign in");
    refused(&harness);
    sign_in(&mut harness, "Ada", "countess 1852");
}

#[test]
fn the_login_example_lets_in_whoever_has_an_account() {
    let mut harness = Harness::new(login::app);
    press(&mut harness, "Make an account");
    harness.set("Name", "Ada");
    harness.set("Password", "lovelace 1815");
    harness.set("Password once more", "lovelace 1815");
    press(&mut harness, "Make the account");
    shows(&harness, Role::Heading, "Hello, Ada");
    press(&mut harness, "Sign out");
    shows(&harness, Role::Heading, "Sign in");
    assert_eq!(harness.warnings(), [""; 0]);
}

#[test]
fn what_was_erased_comes_back_from_a_copy_and_nothing_is_written_over() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    add(&mut harness, "From the copy");
    press(&mut harness, "Save a copy");
    let Some(Request::SaveFile { bytes, .. }) = harness.file_question().cloned() else {
        panic!("no file was asked for")
    };
    harness.answer_file(FileAnswer::Cancelled);
    press(&mut harness, "Delete the account and erase everything");
    harness.confirm(true);
    register(&mut harness, "Ada", "lovelace 1815", true);
    assert!(!harness.has(Role::Text, "From the copy"));
    let bring = |harness: &mut Harness, bytes: &[u8]| {
        press(harness, "Bring a copy back");
        let Some(Request::OpenFile { extensions, .. }) = harness.file_question() else {
            panic!("no file was asked for")
        };
        assert_eq!(extensions, &["json"]);
        harness
            .answer_file(FileAnswer::Opened(ChosenFile { path: "my-data.json".into(), bytes: bytes.into() }));
        harness.run_until_idle();
    };
    bring(&mut harness, &bytes);
    shows(&harness, Role::Text, "From the copy");
    assert!(toasts(&harness).contains("1 record came back."), "{}", toasts(&harness));
    add(&mut harness, "Written since");
    bring(&mut harness, &bytes);
    shows(&harness, Role::Text, "Written since");
    let left_out = "0 records came back. 1 record stayed out: you have it, or have not agreed to keeping it.";
    assert!(toasts(&harness).contains(left_out), "{}", toasts(&harness));
    bring(&mut harness, b"{}");
    let refused = "Nothing was brought back: the file is no export of an app's data";
    assert!(toasts(&harness).contains(refused), "{}", toasts(&harness));
    harness.restart();
    shows(&harness, Role::Text, "From the copy");
    shows(&harness, Role::Text, "Written since");
}

fn toasts(harness: &Harness) -> String {
    format!("{:?}", harness.effects())
}

#[test]
fn a_copy_holds_what_is_the_persons_and_no_secret() {
    let mut harness = started();
    register(&mut harness, "Ada", "lovelace 1815", true);
    add(&mut harness, "In the copy");
    press(&mut harness, "Sign out");
    register(&mut harness, "Bob", "bob's password", true);
    add(&mut harness, "Bob's own");
    press(&mut harness, "Save a copy");
    let Some(Request::SaveFile { bytes, .. }) = harness.file_question() else {
        panic!("no file was asked for")
    };
    let saved = String::from_utf8(bytes.to_vec()).expect("text");
    assert!(saved.contains("Bob's own") && saved.contains("\"Bob\""), "{saved}");
    for other in ["In the copy", "Ada", "argon2", "bob's password"] {
        assert!(!saved.contains(other), "{other} is in {saved}");
    }
}
