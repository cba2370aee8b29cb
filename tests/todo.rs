//! The example `todo`, used as a person would.

use hyperdiv::testing::{Harness, Role};

#[path = "../examples/todo.rs"]
#[expect(dead_code, reason = "`main` opens the window")]
mod todo;

fn add(app: &mut Harness, title: &str, priority: &str) {
    app.set("What is to be done", title);
    app.set("Priority", priority);
    app.click(Role::Button, "Add");
}

#[test]
fn things_are_added_done_looked_at_and_deleted() {
    let mut app = Harness::new(todo::app);
    assert!(app.has(Role::Text, "Nothing is left to do."), "\n{}", app.tree());
    app.click(Role::Button, "Add");
    assert!(app.get(Role::Textbox, "What is to be done").invalid, "\n{}", app.tree());
    add(&mut app, "Water the plants", "Urgent");
    add(&mut app, "Write a letter", "Normal");
    assert!(app.has(Role::Text, "2 things are left.") && app.has(Role::Text, "Urgent"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "What is to be done"), "");
    app.click(Role::Checkbox, "Write a letter");
    assert!(app.has(Role::Text, "One thing is left."), "\n{}", app.tree());

    app.click(Role::Link, "Details of Water the plants");
    assert_eq!(app.location(), "/todo/0");
    assert!(
        app.has(Role::Heading, "Water the plants") && app.has(Role::Text, "Not done yet."),
        "\n{}",
        app.tree()
    );
    app.press("Ctrl+Delete");
    app.click(Role::Button, "Delete it");
    assert_eq!(app.location(), "/");
    assert!(!app.has(Role::Checkbox, "Water the plants"), "\n{}", app.tree());
    app.go_back();
    assert!(app.has(Role::Heading, "It is gone"), "\n{}", app.tree());
}

fn things(app: &Harness) -> Vec<String> {
    app.names(Role::Checkbox)
}

#[test]
fn what_is_open_and_what_is_done_have_addresses_of_their_own() {
    let mut app = Harness::new(todo::app);
    add(&mut app, "Water the plants", "Normal");
    add(&mut app, "Write a letter", "Normal");
    app.click(Role::Checkbox, "Write a letter");
    app.click(Role::Link, "What is open");
    assert_eq!((app.location(), things(&app)), ("/open".to_owned(), vec!["Water the plants".to_owned()]));
    app.click(Role::Link, "What is done");
    assert_eq!((app.location(), things(&app)), ("/done".to_owned(), vec!["Write a letter".to_owned()]));
    // Not done after all, it leaves the page of what is done.
    app.click(Role::Checkbox, "Write a letter");
    assert_eq!(things(&app), [""; 0]);
    app.go_back();
    assert_eq!(things(&app), ["Water the plants", "Write a letter"]);
}

#[test]
fn a_title_is_changed_in_its_place_or_left_as_it_was() {
    let mut app = Harness::new(todo::app);
    add(&mut app, "Water the plants", "Normal");
    app.click(Role::Button, "Rename Water the plants");
    assert_eq!(app.value(Role::Textbox, "New title"), "Water the plants");
    assert_eq!(app.focused().map(|found| found.name), Some("New title".to_owned()));
    app.set("New title", "");
    app.press("Enter");
    assert!(app.get(Role::Textbox, "New title").invalid, "\n{}", app.tree());
    app.set("New title", "Water the flowers");
    app.press("Enter");
    assert_eq!(things(&app), ["Water the flowers"]);
    app.click(Role::Button, "Rename Water the flowers");
    app.set("New title", "Something else");
    app.press("Escape");
    assert_eq!(things(&app), ["Water the flowers"]);
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn what_is_done_is_removed_at_once_and_can_be_brought_back() {
    let mut app = Harness::new(todo::app);
    for title in ["One", "Two", "Three"] {
        add(&mut app, title, "Normal");
    }
    assert!(!app.has(Role::Button, "Remove what is done"), "\n{}", app.tree());
    app.click(Role::Checkbox, "One");
    app.click(Role::Checkbox, "Three");
    app.click(Role::Button, "Remove what is done");
    assert_eq!(things(&app), ["Two"]);
    assert!(app.has(Role::Status, "2 things are removed."), "\n{}", app.tree());
    app.click(Role::Button, "Bring back");
    assert_eq!(things(&app), ["One", "Two", "Three"]);
    assert!(!app.has(Role::Status, "2 things are removed."), "\n{}", app.tree());
}

#[test]
fn the_list_is_kept_once_that_was_agreed_to() {
    let mut app = Harness::new(todo::app);
    add(&mut app, "Water the plants", "Normal");
    app.restart();
    assert!(app.has(Role::Text, "Nothing is left to do."), "\n{}", app.tree());
    add(&mut app, "Water the plants", "Normal");
    app.click(Role::Button, "Keep it on this computer");
    app.kill();
    assert!(app.has(Role::Checkbox, "Water the plants"), "\n{}", app.tree());
}
