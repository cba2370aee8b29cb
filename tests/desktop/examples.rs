//! The smaller examples in their windows, as a person uses them.

use std::fs;

use crate::desk::{Desk, Under};
use crate::input::managed;
use crate::process::until;

#[test]
fn the_calculator_is_typed_into_and_clicked() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let (_manager, app) = managed(&desk, "calculator");
        app.see("0");
        desk.xdotool(&["type", "--delay", "20", "12+3*4"]);
        app.see("12 + 3 ×");
        app.see("4");
        desk.press_key("Return");
        app.see("24");
        app.click("÷");
        app.click("5");
        app.click("=");
        app.see("4.8");
        app.see("24 ÷ 5 =");
        app.picture(&desk, if dark { "calculator-dark" } else { "calculator-light" });
        desk.press_key("Escape");
        app.see("0");
        let overflow = app.run("return document.documentElement.scrollHeight - window.innerHeight", &[]);
        assert_eq!(overflow, serde_json::json!(0), "all keys are in the window");
    }
}

#[test]
fn things_to_do_are_typed_and_ticked_by_keyboard() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let (_manager, app) = managed(&desk, "simple_todo");
        app.see("0 left");
        desk.press_key("Tab");
        for (number, text) in (1..).zip(["Water the plants", "Write a letter"]) {
            desk.xdotool(&["type", "--delay", "20", text]);
            desk.press_key("Return");
            app.see(&format!("{number} left"));
        }
        // Over the button to the first of them.
        desk.press_key("Tab");
        desk.press_key("Tab");
        desk.press_key("space");
        app.see("1 left");
        app.picture(&desk, if dark { "simple-todo-dark" } else { "simple-todo-light" });
    }
}

#[test]
fn a_document_is_written_and_saved_in_the_editor() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let (_manager, app) = managed(&desk, "markdown_editor");
        app.wait("document.querySelector('#app h1')?.textContent === 'A new document'", &[]);
        app.picture(&desk, if dark { "markdown-editor-dark" } else { "markdown-editor-light" });
        app.run("document.querySelector('#app textarea').select()", &[]);
        desk.press_key("ctrl+a");
        desk.xdotool(&["type", "--delay", "15", "# Bread"]);
        app.wait("document.querySelector('#app h1')?.textContent === 'Bread'", &[]);
        app.see("Not saved");
        desk.press_key("ctrl+s");
        desk.wait_for_window("Save");
        let path = desk.file("bread.md");
        desk.press_key("ctrl+a");
        desk.xdotool(&["type", "--delay", "15", path.to_str().unwrap()]);
        desk.press_key("Return");
        until("the file is there", || fs::read_to_string(&path).is_ok_and(|text| text == "# Bread"));
        app.see("Saved");
        until("the window is called after it", || desk.titles().lines().any(|title| title == "bread.md"));
        app.close(&desk);
    }
}

#[test]
fn notes_are_written_read_and_there_after_a_restart() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let (_manager, app) = managed(&desk, "notes");
        app.click("Make an account");
        app.wait(
            "[...document.querySelectorAll('#app h2')].some((h) => h.textContent === 'Make an account')",
            &[],
        );
        app.type_into("Name", "Ada");
        app.type_into("Password", "a long password");
        app.type_into("Password once more", "a long password");
        app.tick("Keep my account and my notes on this computer");
        app.click("Make the account");
        app.see("No notes yet.");
        app.click("New note");
        app.wait("document.querySelector('#app textarea') !== null", &[]);
        app.run("document.querySelector('#app textarea').focus()", &[]);
        for line in ["# Bread", "", "* [x] flour", "* [ ] salt"] {
            if !line.is_empty() {
                desk.xdotool(&["type", "--delay", "15", line]);
            }
            desk.press_key("Return");
        }
        app.wait("document.querySelectorAll('#app .hd-markdown li').length === 2", &[]);
        app.picture(&desk, if dark { "notes-dark" } else { "notes-light" });
        app.close(&desk);
        let app = desk.app("notes", Under::Nothing);
        app.wait("document.querySelectorAll('#app .hd-markdown li').length === 2", &[]);
    }
}
