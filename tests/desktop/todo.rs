//! The example `todo` in its window: a form, pages, and a dialog, as a person uses them.

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::process::until;

#[test]
fn a_form_pages_and_a_dialog_are_used_by_keyboard() {
    let desk = Desk::new();
    let _manager = desk.manage();
    let app = desk.app("todo", Under::Nothing);
    let screen = desk.screen();
    until("the window has the focus", || screen.focused() == Some(app.pid()));
    app.see("Nothing is left to do.");

    // An empty form is not submitted: the first field that is wrong says so, and has the focus.
    app.click("Add");
    app.wait_often("document.activeElement?.matches('wa-input, input, textarea') === true");
    app.picture(&desk, "todo-error");
    desk.xdotool(&["type", "--delay", "20", "Water the plants"]);
    desk.press_key("Return");
    app.see("One thing is left.");

    // The form is empty again, and the focus has stayed in it.
    desk.xdotool(&["type", "--delay", "20", "Write a letter"]);
    desk.press_key("Tab");
    desk.press_key("Down");
    desk.press_key("Return");
    app.click("Add");
    app.see("2 things are left.");
    app.see("Urgent");
    app.picture(&desk, "todo-list");

    // Another title, in its place, by keyboard: the field has the focus and holds the title.
    app.click("Rename Write a letter");
    app.wait_often(
        "document.activeElement?.label === 'New title' && document.activeElement.value === 'Write a letter'",
    );
    desk.press_key("End");
    desk.xdotool(&["type", "--delay", "20", "x"]);
    desk.press_key("Escape");
    app.wait(
        "[...document.querySelectorAll('#app button')].some(b => b.textContent === 'Rename Write a letter')",
        &[],
    );

    // To a page and back by the person's own keys, with the title of each.
    app.click_at("//a[normalize-space()='Details of Write a letter']");
    app.see("Not done yet.");
    until("the window is called after it", || desk.titles().lines().any(|title| title == "Write a letter"));
    app.back();
    app.see("2 things are left.");
    until("the window is called after the list", || desk.titles().lines().any(|title| title == "To do"));
    app.forward();
    app.see("Not done yet.");

    // What destroys is asked about; Escape is no.
    desk.press_key("ctrl+Delete");
    app.wait("document.querySelector('dialog[open]') !== null", &[]);
    app.picture(&desk, "todo-delete");
    desk.press_key("Escape");
    app.wait("document.querySelector('dialog[open]') === null", &[]);
    app.see("Not done yet.");
    desk.press_key("ctrl+Delete");
    app.wait("document.querySelector('dialog[open]') !== null", &[]);
    app.click("Delete it");
    app.see("One thing is left.");
    assert_eq!(app.run("return document.querySelectorAll('dialog[open]').length;", &[]), json!(0));
}
