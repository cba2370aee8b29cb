//! The smaller examples in their windows, as a person uses them.

use crate::desk::Desk;
use crate::input::managed;

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
