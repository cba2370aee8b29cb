//! What can happen to any element, and keys that are pressed together, as an app's author meets them.

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde_json::json;

/// Adds a line to what the app has noted.
fn note(notes: State<'_, Vec<String>>, what: impl Into<String>) {
    let what = what.into();
    notes.update(|notes| notes.push(what));
}

fn noted(ui: &Ui, notes: State<'_, Vec<String>>) {
    ui.text(notes.with(|notes| notes.join(", ")));
}

#[test]
fn focus_comes_and_goes_once_and_moving_inside_a_box_is_neither() {
    let mut app = Harness::new(|ui| {
        let notes = ui.state(Vec::new);
        let form = ui.vbox();
        form.with(|| {
            let name = ui.text_input("Name");
            ui.text_input("City");
            if name.focused() {
                note(notes, "name in");
            }
            if name.blurred() {
                note(notes, "name out");
            }
        });
        if form.focused() {
            note(notes, "form in");
        }
        if form.blurred() {
            note(notes, "form out");
        }
        ui.button("Elsewhere");
        ui.text(if form.is_focused() { "inside" } else { "outside" });
        noted(ui, notes);
        Ok(())
    });
    app.focus(Role::Textbox, "Name");
    assert!(app.has(Role::Text, "name in, form in") && app.has(Role::Text, "inside"), "\n{}", app.tree());
    app.press("Tab");
    assert!(app.has(Role::Text, "name in, form in, name out"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "inside"), "\n{}", app.tree());
    app.press("Tab");
    assert!(app.has(Role::Text, "name in, form in, name out, form out"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "outside"), "\n{}", app.tree());
    app.focus(Role::Textbox, "City");
    assert!(app.has(Role::Text, "inside"), "\n{}", app.tree());
    // The page is new, and nothing in it has the focus.
    app.reload();
    assert!(app.has(Role::Text, "outside"), "\n{}", app.tree());
}

#[test]
fn the_focus_that_an_effect_moves_is_told_as_well() {
    let mut app = Harness::new(|ui| {
        let name = ui.text_input("Name");
        if ui.button("Start").clicked() {
            name.focus();
        }
        ui.text(if name.is_focused() { "typing" } else { "resting" });
        Ok(())
    });
    app.click(Role::Button, "Start");
    assert!(app.has(Role::Text, "typing"), "\n{}", app.tree());
    app.blur();
    assert!(app.has(Role::Text, "resting"), "\n{}", app.tree());
}

#[test]
fn what_the_pointer_is_over_is_state_and_its_coming_and_going_are_events() {
    let mut app = Harness::new(|ui| {
        let (notes, shown) = (ui.state(Vec::new), ui.state(|| true));
        if ui.button("Toggle").clicked() {
            shown.update(|shown| *shown = !*shown);
        }
        if shown.get() {
            let card = ui.card();
            card.with(|| ui.text("Card"));
            if card.hovered() {
                note(notes, "in");
            }
            if card.unhovered() {
                note(notes, "out");
            }
            ui.text(if card.is_hovered() { "over" } else { "not over" });
        }
        noted(ui, notes);
        Ok(())
    });
    app.hover(Role::Text, "Card");
    assert!(app.has(Role::Text, "over") && app.has(Role::Text, "in"), "\n{}", app.tree());
    app.hover(Role::Button, "Toggle");
    assert!(app.has(Role::Text, "not over") && app.has(Role::Text, "in, out"), "\n{}", app.tree());

    // An element that went away under the pointer is not under it when it comes back.
    app.hover(Role::Text, "Card");
    app.click(Role::Button, "Toggle");
    app.click(Role::Button, "Toggle");
    assert!(app.has(Role::Text, "not over"), "\n{}", app.tree());
}

#[test]
fn a_double_click_and_a_menu_are_told_to_the_innermost_that_asks() {
    let mut app = Harness::new(|ui| {
        let notes = ui.state(Vec::new);
        let list = ui.vbox();
        list.with(|| {
            ui.each(
                ["one", "two"],
                |name| *name,
                |name| {
                    let row = ui.hbox();
                    row.with(|| ui.text(name));
                    if row.double_clicked() {
                        note(notes, format!("open {name}"));
                    }
                },
            );
        });
        if list.double_clicked() {
            note(notes, "list");
        }
        if list.context_menu() {
            note(notes, "menu");
        }
        ui.plaintext("Outside");
        noted(ui, notes);
        Ok(())
    });
    app.double_click(Role::Text, "two");
    assert!(app.context_menu(Role::Text, "one"), "the app has its own menu");
    assert!(app.has(Role::Text, "open two, menu"), "\n{}", app.tree());
    assert!(!app.context_menu(Role::Text, "Outside"), "the webview's menu stays where the app asks for none");
}

#[test]
fn what_was_pasted_is_there_in_one_run_before_the_field_has_taken_it_in() {
    let mut app = Harness::new(|ui| {
        let (pasted, runs) = (ui.state(String::new), ui.state(|| 0));
        let field = ui.text_input("Paste here");
        if let Some(text) = field.pasted() {
            pasted.set(format!("{text:?} into {:?}", field.value()));
            runs.update(|runs| *runs += 1);
        }
        ui.text(format_args!("{} {} {}", pasted.cloned(), runs.get(), field.value()));
        Ok(())
    });
    app.type_into("Paste here", "a");
    app.paste_into("Paste here", "b\nc");
    assert!(app.has(Role::Text, "\"b\\nc\" into \"a\" 1 ab\nc"), "\n{}", app.tree());
}

#[test]
fn the_page_tells_only_what_was_asked_and_anything_else_is_refused() {
    let mut app = Harness::new(|ui| {
        let quiet = ui.button("Quiet");
        let asked = ui.text_input("Asked").pasted().is_some();
        let off = ui.button("Off").disabled(true);
        let heard = ui.state(|| 0);
        if asked || off.double_clicked() || quiet.clicked() {
            heard.update(|heard| *heard += 1);
        }
        ui.text(heard.get());
        Ok(())
    });
    let (quiet, asked, off) = (
        app.wire_id(Role::Button, "Quiet"),
        app.wire_id(Role::Textbox, "Asked"),
        app.wire_id(Role::Button, "Off"),
    );
    let before = app.runs();
    for event in [
        json!([quiet, "hovered"]),
        json!([quiet, "context_menu"]),
        json!([asked, "focused"]),
        json!([off, "double_clicked"]),
        json!([1, "hovered"]),
        json!([9999, "hovered"]),
    ] {
        app.receive_events(&json!([event])).unwrap();
    }
    // Told without its text, because it is too long.
    app.receive_events(&json!([[asked, "pasted"]])).unwrap();
    assert_eq!(app.runs(), before);
    let refused = app.warnings();
    assert_eq!(refused.len(), 7, "{refused:#?}");
    assert!(refused[0].contains("did not ask"), "{refused:#?}");
    assert!(refused[3].contains("disabled"), "{refused:#?}");
    assert!(refused[6].contains("too long"), "{refused:#?}");
    let longer = "x".repeat(256 * 1024 + 1);
    assert!(app.receive_events(&json!([[asked, "pasted", longer]])).is_err());
    app.receive_events(&json!([[asked, "pasted", "fits"]])).unwrap();
    assert!(app.has(Role::Text, "1"), "\n{}", app.tree());
}

#[test]
fn nothing_is_listened_to_where_nobody_asks() {
    let app = Harness::new(|ui| {
        ui.vbox().with(|| ui.button("Plain").clicked());
        Ok(())
    });
    assert!(!app.tree().contains("listen"), "\n{}", app.tree());
}

fn editor(ui: &Ui) -> Result {
    let notes = ui.state(Vec::new);
    let text = ui.text_input("Text");
    let locked = ui.checkbox("Locked").is_checked();
    if ui.button("Save").disabled(locked).shortcut("Ctrl+S").clicked() {
        note(notes, format!("saved {:?}", text.value()));
    }
    if ui.link("/help", "Help").shortcut("F1").clicked() {
        note(notes, "help");
    }
    if ui.shortcut("J") {
        note(notes, "next");
    }
    if ui.shortcut("ctrl + shift + z") {
        note(notes, "again");
    }
    ui.text(ui.location().path());
    noted(ui, notes);
    Ok(())
}

#[test]
fn a_shortcut_is_a_click_and_one_of_its_own_is_an_event() {
    let mut app = Harness::new(editor);
    app.type_into("Text", "x");
    app.press("Ctrl+S");
    app.press("Mod+s");
    app.press("Shift+Ctrl+Z");
    app.press("F1");
    app.press("j");
    assert!(app.has(Role::Text, "saved \"x\", saved \"x\", again, help, next"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "/help"), "a link's shortcut leads where the link does\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn a_letter_that_is_typed_into_a_field_is_no_shortcut() {
    let mut app = Harness::new(editor);
    app.focus(Role::Textbox, "Text");
    app.press("j");
    app.press("F1");
    app.press("Ctrl+S");
    assert!(app.has(Role::Text, "help, saved \"j\""), "\n{}", app.tree());
}

#[test]
fn the_shortcut_of_a_disabled_button_does_nothing() {
    let mut app = Harness::new(editor);
    app.set("Locked", true);
    app.press("Ctrl+S");
    assert!(!app.tree().contains("saved"), "\n{}", app.tree());
    let id = app.wire_id(Role::Button, "Save");
    app.receive_events(&json!([[id, "clicked"]])).unwrap();
    assert!(!app.tree().contains("saved"), "a page that sends it all the same\n{}", app.tree());
    app.set("Locked", false);
    app.press("Ctrl+S");
    assert!(app.tree().contains("saved"), "\n{}", app.tree());
}

#[test]
fn a_bad_shortcut_and_one_that_is_given_twice_are_told_with_the_line() {
    let mut app = Harness::new(|ui| {
        let count = ui.state(|| 0);
        if ui.button("First").shortcut("Ctrl+K").clicked() {
            count.set(1);
        }
        if ui.button("Second").shortcut("ctrl+k").clicked() {
            count.set(2);
        }
        _ = ui.button("Third").disabled(true).shortcut("Ctrl+K").clicked();
        _ = ui.shortcut("Ctrl+Sve");
        _ = ui.shortcut("Alt+Left");
        ui.text(count.get());
        Ok(())
    });
    app.press("Ctrl+K");
    app.press("Ctrl+K");
    assert!(app.has(Role::Text, "1"), "the first one is used\n{}", app.tree());
    let warnings = app.warnings();
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
    let told = |part: &str| {
        warnings.iter().any(|warning| warning.contains(part) && warning.contains("tests/events.rs:"))
    };
    assert!(told("\"Sve\" is no key") && told("lead back and forward"), "{warnings:#?}");
    assert!(told("Ctrl+K at"), "{warnings:#?}");
}

#[test]
fn shortcuts_inside_a_dialog_count_while_it_is_open_and_the_others_while_it_is_not() {
    let mut app = Harness::new(|ui| {
        let notes = ui.state(Vec::new);
        let dialog = ui.dialog("Rename");
        if ui.button("Rename").shortcut("F2").clicked() {
            note(notes, "asked");
            dialog.open();
        }
        if ui.shortcut("Ctrl+Enter") {
            note(notes, "outside");
        }
        dialog.with(|| {
            if ui.button("Do it").shortcut("Ctrl+Enter").clicked() {
                note(notes, "inside");
                dialog.close();
            }
        });
        noted(ui, notes);
        Ok(())
    });
    for key in ["Ctrl+Enter", "F2", "Ctrl+Enter", "Ctrl+Enter"] {
        app.press(key);
    }
    assert!(app.has(Role::Text, "outside, asked, inside, outside"), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new(), "the two never meet");
}
