//! The example `simple_todo`, used as a person would.

use hyperdiv::testing::{Harness, Role};

#[path = "../examples/simple_todo.rs"]
#[expect(dead_code, reason = "`main` opens the window")]
mod simple_todo;

#[test]
fn things_are_added_with_enter_and_ticked_and_each_keeps_its_own_tick() {
    let mut app = Harness::new(simple_todo::app);
    assert!(app.has(Role::Text, "0 left"), "\n{}", app.tree());
    for text in ["Water the plants", "Write a letter", "Water the plants"] {
        app.focus(Role::Textbox, "What is to be done");
        app.set("What is to be done", text);
        app.press("Enter");
    }
    assert_eq!(app.count(Role::Checkbox), 3, "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "What is to be done"), "");
    app.click(Role::Checkbox, "Write a letter");
    assert!(app.has(Role::Text, "2 left"), "\n{}", app.tree());
    assert!(app.tree().contains(":text-decoration=\"line-through\""), "\n{}", app.tree());
    app.click(Role::Checkbox, "Write a letter");
    assert!(app.has(Role::Text, "3 left"), "\n{}", app.tree());
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn what_is_empty_is_not_added() {
    let mut app = Harness::new(simple_todo::app);
    app.click(Role::Button, "Add");
    assert_eq!(app.count(Role::Checkbox), 0, "\n{}", app.tree());
    assert!(app.get(Role::Textbox, "What is to be done").invalid, "\n{}", app.tree());
}
