//! Keys and scopes beside Hyperdiv's rules for them: what is the same element, and what is another one.

use std::cell::RefCell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// A button that counts how often it was clicked.
fn counted(ui: &Ui, name: &str) {
    let count = ui.state(|| 0);
    if ui.button(name).clicked() {
        count.update(|count| *count += 1);
    }
    ui.text(format_args!("{name}: {}", count.get()));
}

/// Hyperdiv names a call site by its line: two elements of one line end the app.
#[test]
fn two_elements_of_one_line_are_two() {
    macro_rules! two_fields {
        ($ui:expr, $first:expr, $second:expr) => {
            ($ui.text_input($first).value(), $ui.text_input($second).value())
        };
    }
    let mut app = Harness::new(|ui| {
        let (a, b) = (ui.text_input("A").value(), ui.text_input("B").value());
        // Of a macro's expansion only the line and column of the macro's call are known.
        let (c, d) = two_fields!(ui, "C", "D");
        ui.text([a, b, c, d].join("-"));
        Ok(())
    });
    for name in ["A", "B", "C", "D"] {
        app.type_into(name, &name.to_lowercase());
    }
    assert!(app.has(Role::Text, "a-b-c-d"), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn two_calls_of_one_helper_are_two() {
    let mut app = Harness::new(|ui| {
        counted(ui, "first");
        counted(ui, "second");
        Ok(())
    });
    app.click(Role::Button, "second");
    assert_eq!(app.names(Role::Text), ["first: 0", "second: 1"]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn a_scope_tells_a_number_from_a_text_and_scopes_add_up() {
    let mut app = Harness::new(|ui| {
        let reversed = ui.checkbox("Reversed").is_checked();
        let mut parts: Vec<Box<dyn Fn()>> = vec![
            Box::new(|| ui.scope(1, || counted(ui, "number"))),
            Box::new(|| ui.scope("1", || counted(ui, "text"))),
            Box::new(|| ui.scope("outer", || ui.scope(1, || counted(ui, "inner number")))),
        ];
        if reversed {
            parts.reverse();
        }
        for part in parts {
            part();
        }
        Ok(())
    });
    app.click(Role::Button, "text");
    for _ in 0..2 {
        app.click(Role::Button, "inner number");
    }
    assert_eq!(app.names(Role::Text), ["number: 0", "text: 1", "inner number: 2"]);
    app.click(Role::Checkbox, "Reversed");
    assert_eq!(app.names(Role::Text), ["inner number: 2", "text: 1", "number: 0"]);
}

/// Hyperdiv makes a text of what names a scope; that of an object may hold its address, and is another one in every run.
#[test]
fn an_object_is_a_key_by_its_value() {
    #[derive(Hash)]
    struct Id {
        folder: String,
        number: u32,
    }
    let mut app = Harness::new(|ui| {
        for number in [1, 2] {
            let id = Id { folder: "inbox".to_owned(), number };
            ui.scope(&id, || counted(ui, &format!("{} {}", id.folder, id.number)));
        }
        Ok(())
    });
    app.click(Role::Button, "inbox 2");
    app.click(Role::Button, "inbox 2");
    assert_eq!(app.names(Role::Text), ["inbox 1: 0", "inbox 2: 2"]);
}

/// In Hyperdiv a component of the key `theme` shares its state with the theme.
#[test]
fn a_key_of_the_apps_own_meets_none_of_the_runtimes() {
    let mut app = Harness::new(|ui| {
        for name in ["theme", "location", "window", "clipboard", "global-state-0"] {
            ui.scope(name, || {
                ui.text_input(name);
            });
        }
        ui.text(format_args!("{:?} at {}", ui.theme().mode(), ui.location().path()));
        Ok(())
    });
    let before = app.names(Role::Text);
    for name in ["theme", "location", "window", "clipboard", "global-state-0"] {
        app.set(name, "dark");
    }
    assert_eq!(app.names(Role::Text), before);
    for name in ["theme", "location", "window", "clipboard", "global-state-0"] {
        assert_eq!(app.value(Role::Textbox, name), "dark");
    }
    assert_eq!(app.warnings(), Vec::<String>::new());
}

/// Hyperdiv does not look for clashes with what it takes from its cache.
#[test]
fn a_clash_with_a_part_that_is_left_out_is_told() {
    let items = Rc::new(RefCell::new(vec!["a"]));
    let shared = Rc::clone(&items);
    let mut app = Harness::new(move |ui| {
        let _look = ui.button("Look").clicked();
        ui.each(shared.borrow().iter(), |item| **item, |item| ui.memo((), || _ = ui.text(item)));
        Ok(())
    });
    app.click(Role::Button, "Look");
    items.borrow_mut().push("a");
    app.click(Role::Button, "Look");
    assert_eq!(app.names(Role::Text), ["a", "a"], "a clash is never fatal");
    let warnings = app.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("two items of one key"), "{warnings:?}");
}

#[test]
fn another_key_is_another_element_and_the_old_one_is_kept_for_when_it_returns() {
    let mut app = Harness::new(|ui| {
        let second = ui.checkbox("Second").is_checked();
        ui.scope(second, || counted(ui, "button"));
        Ok(())
    });
    let first = app.wire_id(Role::Button, "button");
    app.click(Role::Button, "button");
    app.click(Role::Checkbox, "Second");
    assert_ne!(app.wire_id(Role::Button, "button"), first);
    assert!(app.has(Role::Text, "button: 0"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Second");
    assert!(app.has(Role::Text, "button: 1"), "\n{}", app.tree());
}
