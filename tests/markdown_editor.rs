//! The example `markdown_editor`, used as a person would.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::fs;
use std::path::Path;

use hyperdiv::core::{ChosenFile, FileAnswer, FileError, Request};
use hyperdiv::testing::{Harness, Role};

#[path = "../examples/markdown_editor.rs"]
#[expect(dead_code, reason = "`main` opens the window")]
mod markdown_editor;

fn opened(path: &Path, bytes: &[u8]) -> FileAnswer {
    FileAnswer::Opened(ChosenFile { path: path.to_owned(), bytes: bytes.into() })
}

/// An editor with this file open in it.
fn editing(path: &Path, text: &str) -> Harness {
    fs::write(path, text).expect("there is room");
    let mut app = Harness::new(markdown_editor::app);
    app.click(Role::Button, "Open");
    app.answer_file(opened(path, text.as_bytes()));
    assert!(app.has(Role::Text, "Saved"), "\n{}", app.tree());
    app
}

#[test]
fn what_is_written_is_shown_as_a_document() {
    let mut app = Harness::new(markdown_editor::app);
    assert!(app.has(Role::Heading, "A new document") && app.has(Role::Text, "New"), "\n{}", app.tree());
    app.set("Text", "## Bread\n\nwith [a link](https://example.org)\n\n<script>alert(1)</script>");
    assert!(app.has(Role::Heading, "Bread") && app.has(Role::Link, "a link"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "Not saved"), "\n{}", app.tree());
    assert!(!app.has(Role::Text, "alert(1)"), "\n{}", app.tree());
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn a_file_is_opened_changed_and_saved_where_it_is() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("bread.md");
    let mut app = editing(&path, "# Bread");
    assert_eq!(app.value(Role::Textbox, "Text"), "# Bread");
    assert!(app.effects().contains(&"title \"bread.md\"".to_owned()), "{:?}", app.effects());
    app.set("Text", "# Bread\n\nsalt");
    assert!(app.effects().contains(&"title \"* bread.md\"".to_owned()), "{:?}", app.effects());
    app.press("Ctrl+S");
    app.run_until_idle();
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "# Bread\n\nsalt");
    assert!(app.has(Role::Text, "Saved"), "\n{}", app.tree());
    assert_eq!(fs::read_dir(dir.path()).expect("it is there").count(), 1, "nothing else is left");
}

#[test]
fn a_new_document_is_asked_where_it_is_to_be() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("new.md");
    let mut app = Harness::new(markdown_editor::app);
    app.set("Text", "# New");
    app.click(Role::Button, "Save");
    assert!(matches!(app.file_question(), Some(Request::SaveFile { name, .. }) if name == "document.md"));
    fs::write(&path, "# New").expect("there is room");
    app.answer_file(FileAnswer::Saved(path.clone()));
    app.run_until_idle();
    assert!(app.has(Role::Text, "Saved"), "\n{}", app.tree());
    // From now on that is where it is.
    app.set("Text", "# Newer");
    app.click(Role::Button, "Save");
    app.run_until_idle();
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "# Newer");
}

#[test]
fn it_saves_by_itself_once_the_person_wants_that() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("bread.md");
    let mut app = editing(&path, "# Bread");
    app.set("Text", "# Bread 1");
    app.run_until_idle();
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "# Bread");
    app.click(Role::Switch, "Save by itself");
    app.set("Text", "# Bread 2");
    app.run_until_idle();
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "# Bread 2");
    assert!(app.has(Role::Text, "Saved"), "\n{}", app.tree());
}

#[test]
fn what_is_not_saved_goes_only_once_that_is_agreed_to() {
    let mut app = Harness::new(markdown_editor::app);
    app.set("Text", "# Unsaved");
    app.click(Role::Button, "Open");
    assert_eq!(app.confirmation(), "Open another file?");
    app.confirm(false);
    assert!(app.file_question().is_none());
    app.close_window();
    assert_eq!(app.confirmation(), "Close without saving?");
    app.confirm(false);
    assert_eq!(app.value(Role::Textbox, "Text"), "# Unsaved");
    app.close_window();
    app.confirm(true);
    assert!(app.effects().contains(&"close".to_owned()), "{:?}", app.effects());
}

#[test]
fn what_cannot_be_read_or_written_is_told_and_the_text_stays() {
    let dir = tempfile::tempdir().expect("there is room");
    let path = dir.path().join("bread.md");
    let mut app = editing(&path, "# Bread");
    app.click(Role::Button, "Open");
    app.answer_file(opened(Path::new("/tmp/a.png"), &[0xff, 0xfe]));
    assert!(app.has(Role::Alert, "a.png is no text in UTF-8."), "\n{}", app.tree());
    app.click(Role::Button, "Open");
    app.answer_file(FileAnswer::Failed(FileError::System { path, why: "it is gone".into() }));
    assert!(app.names(Role::Alert).concat().contains("it is gone"), "\n{}", app.tree());
    drop(dir);
    app.set("Text", "# Changed");
    app.click(Role::Button, "Save");
    app.run_until_idle();
    assert!(app.names(Role::Alert).concat().starts_with("It was not saved: "), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Text"), "# Changed");
}
