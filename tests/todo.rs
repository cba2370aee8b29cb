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
