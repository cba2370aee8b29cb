//! `ui.memo` beside Hyperdiv's `@cached`: what brings a part back, and what is left behind.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// Hyperdiv keeps what was made for each arguments there ever were.
#[test]
fn a_memo_knows_what_it_made_last_and_nothing_before() {
    let runs = Rc::new(RefCell::new(Vec::new()));
    let noted = Rc::clone(&runs);
    let mut app = Harness::new(move |ui| {
        let tab = ui.radio_group("Tab").options(["A", "B"]).default_value("A").value().unwrap_or_default();
        let _look = ui.button("Look").clicked();
        ui.memo(tab.clone(), || {
            noted.borrow_mut().push(tab.clone());
            ui.text(format_args!("tab {tab}"));
        });
        Ok(())
    });
    app.click(Role::Button, "Look");
    for tab in ["B", "A"] {
        app.set("Tab", tab);
        app.click(Role::Button, "Look");
        assert!(app.has(Role::Text, &format!("tab {tab}")), "\n{}", app.tree());
    }
    assert_eq!(*runs.borrow(), ["A", "B", "A"]);
}

/// What a field follows until it is changed is part of what a memo has read of it.
#[test]
fn another_default_of_a_field_reaches_a_memo_that_shows_its_value() {
    let mut app = Harness::new(|ui| {
        let german = ui.checkbox("German").is_checked();
        let greeting = ui.text_input("Greeting").default_value(if german { "Hallo" } else { "Hello" });
        ui.memo((), || _ = ui.text(format_args!("<{}>", greeting.value())));
        Ok(())
    });
    assert!(app.has(Role::Text, "<Hello>"), "\n{}", app.tree());
    app.click(Role::Checkbox, "German");
    assert!(app.has(Role::Text, "<Hallo>"), "\n{}", app.tree());
    app.type_into("Greeting", "!");
    assert!(app.has(Role::Text, "<Hallo!>"), "\n{}", app.tree());
    app.click(Role::Checkbox, "German");
    assert!(app.has(Role::Text, "<Hallo!>"), "\n{}", app.tree());
}

/// Hyperdiv changes the state of a dialog that a cached function has made, and never tells the browser.
#[test]
fn what_is_written_outside_to_what_a_memo_shows_is_sent() {
    let mut app = Harness::new(|ui| {
        let open = ui.state(|| false);
        if ui.button("Warn").clicked() {
            open.set(true);
        }
        ui.memo((), || {
            let warning = ui.alert(Variant::Warning, "The disk is full").closable(true);
            warning.default_open(open.get());
            if warning.closed() {
                open.set(false);
            }
        });
        Ok(())
    });
    assert_eq!(app.count(Role::Alert), 0);
    app.click(Role::Button, "Warn");
    assert!(app.has(Role::Alert, "The disk is full"), "\n{}", app.tree());
    app.click(Role::Button, "Close");
    assert_eq!(app.count(Role::Alert), 0, "\n{}", app.tree());
}

/// As in Hyperdiv what is read past `ui` is not noticed; unlike there, it can be said.
#[test]
fn what_is_not_read_through_ui_is_said_as_a_dep() {
    let outside = Rc::new(Cell::new(1));
    let read = Rc::clone(&outside);
    let mut app = Harness::new(move |ui| {
        let _look = ui.button("Look").clicked();
        ui.memo((), || _ = ui.text(format_args!("not told {}", read.get())));
        ui.memo(read.get(), || _ = ui.text(format_args!("told {}", read.get())));
        Ok(())
    });
    outside.set(2);
    app.click(Role::Button, "Look");
    assert_eq!(app.names(Role::Text), ["not told 1", "told 2"]);
}

/// Hyperdiv seals what a cached function returns. A container made outside may be filled inside a memo and go on outside.
#[test]
fn a_container_may_be_filled_on_both_sides_of_a_memo() {
    let mut app = Harness::new(|ui| {
        let count = ui.state(|| 0);
        if ui.button("More").clicked() {
            count.update(|count| *count += 1);
        }
        let list = ui.vbox();
        list.with(|| ui.memo((), || _ = ui.text("first")));
        list.with(|| ui.text(format_args!("then {}", count.get())));
        Ok(())
    });
    app.click(Role::Button, "More");
    assert_eq!(app.names(Role::Text), ["first", "then 1"]);
    let tree = app.tree();
    app.reload();
    assert_eq!(app.tree(), tree);
}

/// What a value is also depends on what its element says of it: what is offered, what the limits are.
#[test]
fn what_an_element_allows_reaches_a_memo_that_reads_its_value() {
    let mut app = Harness::new(|ui| {
        let less = ui.checkbox("Less").is_checked();
        let fruits: &[&str] = if less { &["apple"] } else { &["apple", "pear"] };
        let fruit = ui.select("Fruit").options(fruits);
        let weight = ui.number_input("Weight").max(if less { 5.0 } else { 50.0 }).default_value(7.0);
        ui.memo((), || {
            ui.text(format_args!("{:?} of {:?}", fruit.value(), weight.value()));
        });
        Ok(())
    });
    app.set("Fruit", "pear");
    assert!(app.has(Role::Text, "Some(\"pear\") of Some(7.0)"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Less");
    assert!(app.has(Role::Text, "None of None"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Less");
    assert!(app.has(Role::Text, "Some(\"pear\") of Some(7.0)"), "\n{}", app.tree());
    let warnings = app.warnings();
    assert_eq!(warnings.len(), 2, "each element is told: the memo runs every time {warnings:?}");
    assert!(
        warnings.iter().all(|line| line.contains("is used inside a memo that it is not part of")),
        "{warnings:?}"
    );
}
