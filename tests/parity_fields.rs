//! The life of values beside Hyperdiv's rules for them: what is initial, what is changed, what counts as a change.

use std::cell::Cell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde_json::json;

/// A greeting that follows the language until somebody has changed it.
fn greeting(ui: &Ui) -> Result {
    let german = ui.checkbox("German").is_checked();
    let word = if german { "Hallo" } else { "Hello" };
    let greeting = ui.text_input("Greeting").default_value(word);
    if ui.button("Say so").clicked() {
        greeting.set(greeting.value());
    }
    if ui.button("Reset").clicked() {
        greeting.reset();
    }
    if let Some(text) = greeting.changed() {
        ui.toast(format_args!("changed to {text}"));
    }
    ui.text(format_args!("<{}>", greeting.value()));
    Ok(())
}

#[test]
fn another_default_is_no_event_and_needs_no_further_run() {
    let mut app = Harness::new(greeting);
    let runs = app.runs();
    app.click(Role::Checkbox, "German");
    assert_eq!(app.runs(), runs + 1);
    assert!(app.has(Role::Text, "<Hallo>"), "\n{}", app.tree());
    assert_eq!(app.effects(), [""; 0]);
}

/// As in Hyperdiv: a value that the app has set is the field's own, also where it equals the default.
#[test]
fn what_the_app_sets_stays_until_a_reset_also_where_it_equals_the_default() {
    let mut app = Harness::new(greeting);
    app.click(Role::Button, "Say so");
    app.click(Role::Checkbox, "German");
    assert_eq!(app.value(Role::Textbox, "Greeting"), "Hello");
    app.click(Role::Button, "Reset");
    assert_eq!(app.value(Role::Textbox, "Greeting"), "Hallo", "the default of now, not that of the change");
}

/// In Hyperdiv whatever the browser says of a value ties it down, also that it now shows what it was told to show: an `opened` that
/// the app computes is ignored from then on.
#[test]
fn a_page_that_repeats_what_it_shows_changes_nothing() {
    let mut app = Harness::new(greeting);
    let field = app.wire_id(Role::Textbox, "Greeting");
    let runs = app.runs();
    app.receive_events(&json!([[field, "value", "Hello", 1]])).expect("well-formed");
    assert_eq!(app.runs(), runs);
    assert_eq!(app.effects(), [""; 0], "an echo is no event");
    app.click(Role::Checkbox, "German");
    assert!(app.has(Role::Text, "<Hallo>"), "the echo has tied the field down\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Greeting"), "Hallo");

    let mut app = Harness::new(|ui| {
        let wanted = !ui.checkbox("Hide").is_checked();
        ui.alert(Variant::Warning, "The battery is low").default_open(wanted);
        Ok(())
    });
    let id = app.wire_id(Role::Alert, "The battery is low");
    let opened = app.tree();
    for value in [json!([[id, "dismissed", false, 1]]), json!([[id, "dismissed", false, 2]])] {
        app.receive_events(&value).expect("well-formed");
    }
    assert_eq!(app.warnings(), Vec::<String>::new());
    assert_eq!(app.tree(), opened);
    app.click(Role::Checkbox, "Hide");
    assert_eq!(app.count(Role::Alert), 0, "\n{}", app.tree());
}

/// Hyperdiv reads the value of the last run before a constructor has said another, and does not run again for it.
#[test]
fn a_default_that_is_said_after_the_value_was_read_is_shown_as_what_it_is() {
    let mut app = Harness::new(|ui| {
        let german = ui.checkbox("German").is_checked();
        let greeting = ui.text_input("Greeting");
        ui.text(format_args!("<{}>", greeting.value()));
        greeting.default_value(if german { "Hallo" } else { "Hello" });
        Ok(())
    });
    assert!(app.has(Role::Text, "<Hello>"), "\n{}", app.tree());
    app.click(Role::Checkbox, "German");
    assert!(app.has(Role::Text, "<Hallo>"), "\n{}", app.tree());
}

#[test]
fn a_change_in_place_is_seen() {
    let mut app = Harness::new(|ui| {
        let names = ui.state(|| vec!["Ada"]);
        ui.text(names.with(|names| names.join(", ")));
        if ui.button("Add").clicked() {
            names.update(|names| names.push("Grace"));
        }
        Ok(())
    });
    app.click(Role::Button, "Add");
    assert!(app.has(Role::Text, "Ada, Grace"), "\n{}", app.tree());
}

/// In Hyperdiv a fresh object without an equality of its own that is assigned in every run is a change in every run.
#[test]
fn a_value_that_cannot_be_compared_changes_when_it_is_updated_and_at_no_other_time() {
    struct Picture(Vec<u8>);
    let mut app = Harness::new(|ui| {
        let picture = ui.state(|| Picture(vec![0; 3]));
        if ui.button("Load").clicked() {
            picture.update(|picture| picture.0.resize(1000, 1));
        }
        ui.text(format_args!("{} bytes", picture.with(|picture| picture.0.len())));
        Ok(())
    });
    let runs = app.runs();
    app.click(Role::Button, "Load");
    assert!(app.has(Role::Text, "1000 bytes"), "\n{}", app.tree());
    assert_eq!(app.runs(), runs + 2, "the event run and the one after it");
}

#[test]
fn a_number_that_is_not_equal_to_itself_is_told_with_its_line_instead_of_running_for_ever() {
    let mut app = Harness::new(|ui| {
        let ratio = ui.state(|| 0.0);
        let divisor = if ui.checkbox("Divide by zero").is_checked() { 0.0 } else { 1.0 };
        ui.text(ratio.get());
        ratio.set(0.0 / divisor);
        Ok(())
    });
    app.click(Role::Checkbox, "Divide by zero");
    assert!(app.has(Role::Alert, "The app never comes to rest."), "\n{}", app.tree());
    let told = app.names(Role::Text).iter().any(|text| text.contains("tests/parity_fields.rs:"));
    assert!(told, "\n{}", app.tree());
    app.click(Role::Checkbox, "Divide by zero");
    assert_eq!(app.count(Role::Alert), 0, "\n{}", app.tree());
}

/// A property that is no number is one value, and is not sent again in every turn.
#[test]
fn what_json_cannot_hold_leaves_the_page_in_step() {
    let mut app = Harness::new(|ui| {
        // Limits that nothing is within are no numbers any more.
        ui.number_input("Weight").min(2).max(1).default_value(1.0);
        let _look = ui.button("Look").clicked();
        Ok(())
    });
    let (tree, frames) = (app.tree(), app.frames().len());
    app.click(Role::Button, "Look");
    assert_eq!(app.frames().len(), frames, "nothing has changed\n{}", app.tree());
    app.reload();
    assert_eq!(app.tree(), tree);
    app.set("Weight", "7");
    assert_eq!(app.value(Role::Spinbutton, "Weight"), "7");
}

/// A value that the person may not change is not to be written from the page, whoever asks: events, labels, what is offered.
#[test]
fn an_event_is_read_and_nothing_else() {
    let seen = Rc::new(Cell::new(0));
    let count = Rc::clone(&seen);
    let mut app = Harness::new(move |ui| {
        if ui.button("Go").clicked() {
            count.set(count.get() + 1);
        }
        Ok(())
    });
    let button = app.wire_id(Role::Button, "Go");
    for value in [json!(true), json!("$reset"), json!(false)] {
        app.receive_events(&json!([[button, "clicked", value, 1]])).expect("dropped, not fatal");
    }
    assert_eq!(seen.get(), 0);
    assert_eq!(app.warnings().len(), 3);
    app.click(Role::Button, "Go");
    assert_eq!(seen.get(), 1);
}
