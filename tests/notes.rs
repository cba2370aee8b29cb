//! The example `notes`, used as a person would.

use hyperdiv::session::Settings;
use hyperdiv::testing::{Harness, Role};

#[path = "../examples/notes.rs"]
#[expect(dead_code, reason = "`main` opens the window")]
mod notes;

fn started(width: u32) -> Harness {
    let mut settings = Settings::default();
    settings.purposes = notes::purposes().to_vec();
    settings.records = notes::records().to_vec();
    let mut app = Harness::builder().settings(settings).window(width, 760).build(notes::app);
    app.click(Role::Button, "Make an account");
    app.set("Name", "Ada");
    app.set("Password", "lovelace 1815");
    app.set("Password once more", "lovelace 1815");
    app.set("Keep my account and my notes on this computer", true);
    app.click(Role::Button, "Make the account");
    app.run_until_idle();
    assert!(app.has(Role::Text, "No notes yet."), "\n{}", app.tree());
    app
}

fn write(app: &mut Harness, text: &str) {
    if app.has(Role::Link, "All notes") {
        app.click(Role::Link, "All notes");
    }
    app.click(Role::Button, "New note");
    app.set("Text", text);
}

#[test]
fn a_note_is_written_read_beside_it_and_there_after_a_kill() {
    let mut app = started(1100);
    write(&mut app, "# Bread\n\nflour and **salt**");
    assert!(app.has(Role::Heading, "Bread") && app.has(Role::Link, "Bread"), "\n{}", app.tree());
    app.kill();
    app.click(Role::Link, "Bread");
    assert_eq!(app.value(Role::Textbox, "Text"), "# Bread\n\nflour and **salt**", "\n{}", app.tree());
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn a_note_is_found_by_what_is_in_it() {
    let mut app = started(1100);
    write(&mut app, "Bread\nflour");
    write(&mut app, "Letter\nto Charles");
    assert!(app.has(Role::Link, "Bread") && app.has(Role::Link, "Letter"), "\n{}", app.tree());
    app.set("Find", "charles LETTER");
    assert!(!app.has(Role::Link, "Bread") && app.has(Role::Link, "Letter"), "\n{}", app.tree());
    app.set("Find", "engine");
    assert!(app.has(Role::Text, "No note has these words."), "\n{}", app.tree());
}

#[test]
fn each_note_keeps_its_own_text() {
    let mut app = started(1100);
    write(&mut app, "One");
    write(&mut app, "Two");
    app.click(Role::Link, "One");
    assert_eq!(app.value(Role::Textbox, "Text"), "One");
    app.set("Text", "One more");
    app.click(Role::Link, "Two");
    assert_eq!(app.value(Role::Textbox, "Text"), "Two");
    app.click(Role::Link, "One more");
    assert_eq!(app.value(Role::Textbox, "Text"), "One more");
}

#[test]
fn a_deleted_note_can_be_brought_back() {
    let mut app = started(1100);
    write(&mut app, "One");
    app.click(Role::Button, "Delete this note");
    assert_eq!((app.location().as_str(), app.has(Role::Link, "One")), ("/", false));
    app.click(Role::Button, "Bring it back");
    assert_eq!(app.value(Role::Textbox, "Text"), "One");
    assert!(!app.has(Role::Button, "Bring it back"), "\n{}", app.tree());
}

#[test]
fn in_a_narrow_window_there_is_the_list_the_text_or_the_document() {
    let mut app = started(600);
    write(&mut app, "# Bread");
    assert!(!app.has(Role::Button, "New note") && !app.has(Role::Heading, "Bread"), "\n{}", app.tree());
    app.click(Role::Switch, "Read");
    assert!(app.has(Role::Heading, "Bread") && !app.has(Role::Textbox, "Text"), "\n{}", app.tree());
    app.click(Role::Link, "All notes");
    assert!(app.has(Role::Button, "New note") && app.has(Role::Link, "Bread"), "\n{}", app.tree());
    app.resize(1100, 760);
    app.click(Role::Link, "Bread");
    assert!(app.has(Role::Button, "New note") && app.has(Role::Heading, "Bread"), "\n{}", app.tree());
}

#[test]
fn the_next_user_sees_nothing_of_the_first() {
    let mut app = started(1100);
    write(&mut app, "Only Ada's");
    app.click(Role::Button, "Sign out");
    assert!(!app.tree().contains("Only Ada's"), "\n{}", app.tree());
    app.click(Role::Button, "Make an account");
    app.set("Name", "Bob");
    app.set("Password", "a long password");
    app.set("Password once more", "a long password");
    app.click(Role::Button, "Make the account");
    app.run_until_idle();
    assert!(app.has(Role::Text, "No notes yet.") && !app.tree().contains("Only Ada's"), "\n{}", app.tree());
}
