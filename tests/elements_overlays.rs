//! What opens and closes: details, drawers, dropdowns with menus, tooltips and popups, by role and name.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::json;

#[test]
fn details_open_and_close_and_tell_it() {
    let mut app = Harness::new(|ui| {
        let told = ui.state(String::new);
        let outer = ui.details("Outer").group("one").icon_place(IconPlace::Start).expand_icon("plus");
        outer.with(|| {
            ui.text("Inside");
            let inner = ui.details("Inner");
            inner.with(|| ui.text("Innermost"));
            if inner.opened() {
                told.update(|told| told.push_str("inner "));
            }
        });
        if outer.opened() {
            told.update(|told| told.push_str("open "));
        }
        if outer.closed() {
            told.update(|told| told.push_str("closed "));
        }
        if ui.button("Both").clicked() {
            // The last word counts, whatever the page was doing meanwhile.
            outer.close();
            outer.open();
        }
        ui.details("Off").disabled(true).with(|| ui.text("Never"));
        ui.text(format_args!("{} {}", outer.is_open(), told.cloned()));
        Ok(())
    });
    assert!(!app.has(Role::Text, "Inside"), "what is closed is not there\n{}", app.tree());
    app.click(Role::Button, "Outer");
    assert!(app.has(Role::Text, "Inside") && !app.has(Role::Text, "Innermost"), "\n{}", app.tree());
    app.click(Role::Button, "Inner");
    assert!(app.has(Role::Text, "true open inner "), "the outer one stays as it is\n{}", app.tree());
    app.click(Role::Button, "Outer");
    assert!(app.has(Role::Text, "false open inner closed "), "\n{}", app.tree());
    app.click(Role::Button, "Both");
    assert!(
        app.has(Role::Text, "true open inner closed "),
        "the app's own opening is no event\n{}",
        app.tree()
    );
    let off = app.wire_id(Role::Button, "Off");
    assert!(app.receive_events(&json!([[off, "opened", true, 1]])).is_ok());
    assert!(!app.has(Role::Text, "Never"), "what is switched off does not open\n{}", app.tree());
}

#[test]
fn a_drawer_tells_that_it_was_opened_and_closed() {
    let mut app = Harness::new(|ui| {
        let drawer = ui.drawer("Filters").placement(Side::End);
        drawer.with(|| ui.text("Inside"));
        if drawer.footer(|| ui.button("Apply").clicked()) {
            drawer.close();
        }
        let closed = ui.state(|| 0);
        if drawer.closed() {
            closed.update(|closed| *closed += 1);
        }
        if ui.button("Open").clicked() {
            drawer.open();
        }
        ui.text(format_args!("{} {}", drawer.is_open(), closed.get()));
        Ok(())
    });
    assert_eq!(app.count(Role::Dialog), 0);
    app.click(Role::Button, "Open");
    assert!(app.has(Role::Dialog, "Filters") && app.has(Role::Text, "Inside"), "\n{}", app.tree());
    assert!(app.tree().contains("placement=\"end\""), "\n{}", app.tree());
    app.press("Escape");
    assert!(app.has(Role::Text, "false 1"), "\n{}", app.tree());
    app.click(Role::Button, "Open");
    app.click(Role::Button, "Apply");
    assert!(app.has(Role::Text, "false 1"), "the app's own closing is no event\n{}", app.tree());
    // A page may say that the person has opened it.
    app.click(Role::Button, "Open");
    assert!(app.has(Role::Text, "true 1"), "\n{}", app.tree());
}

#[test]
fn a_dropdown_has_a_menu_that_closes_it() {
    let mut app = Harness::new(|ui| {
        let done = ui.state(String::new);
        let wraps = ui.state(|| false);
        let edit = ui.dropdown("Edit").placement(Placement::BottomEnd).variant(Variant::Primary);
        edit.with(|| {
            ui.menu().label("Edit").with(|| {
                ui.menu_label("Clipboard");
                if ui.menu_item("Cut").prefix_icon("scissors").shortcut("Ctrl+X").clicked() {
                    done.update(|done| done.push_str("cut "));
                }
                if ui.menu_item("Paste").disabled(true).clicked() {
                    done.update(|done| done.push_str("paste "));
                }
                ui.divider();
                if let Some(wrap) = ui.menu_checkbox("Wrap lines").changed() {
                    wraps.set(wrap);
                }
            });
        });
        ui.text(format_args!("{} {} {}", edit.is_open(), wraps.get(), done.cloned()));
        Ok(())
    });
    assert_eq!(app.count(Role::Menuitem), 0, "\n{}", app.tree());
    app.click(Role::Button, "Edit");
    assert_eq!(app.names(Role::Menu), ["Edit"]);
    assert_eq!(app.names(Role::Menuitem), ["Cut", "Paste"]);
    app.click(Role::Menuitemcheckbox, "Wrap lines");
    assert!(app.has(Role::Text, "true true "), "what is ticked leaves the menu open\n{}", app.tree());
    assert_eq!(app.value(Role::Menuitemcheckbox, "Wrap lines"), "true");
    let paste = app.wire_id(Role::Menuitem, "Paste");
    assert!(app.receive_events(&json!([[paste, "clicked"]])).is_ok());
    app.click(Role::Menuitem, "Cut");
    assert!(app.has(Role::Text, "false true cut "), "\n{}", app.tree());
    app.press("Ctrl+X");
    assert!(app.has(Role::Text, "false true cut cut "), "\n{}", app.tree());
}

#[test]
fn a_dropdown_that_is_switched_off_while_it_is_open_closes_and_stays_closed() {
    let mut app = Harness::new(|ui| {
        let is_off = ui.state(|| false);
        let edit = ui.dropdown("Edit").disabled(is_off.get());
        edit.with(|| ui.text("Inside"));
        if ui.button("Switch").clicked() {
            is_off.update(|is_off| *is_off = !*is_off);
        }
        if ui.button("Open").clicked() {
            edit.open();
        }
        ui.text(format_args!("open: {}", edit.is_open()));
        Ok(())
    });
    app.click(Role::Button, "Edit");
    assert!(app.has(Role::Text, "Inside") && app.has(Role::Text, "open: true"), "\n{}", app.tree());
    app.click(Role::Button, "Switch");
    assert!(!app.has(Role::Text, "Inside") && app.has(Role::Text, "open: false"), "\n{}", app.tree());
    app.click(Role::Button, "Open");
    assert!(app.has(Role::Text, "open: false"), "not even the app opens it\n{}", app.tree());
    app.click(Role::Button, "Switch");
    assert!(app.has(Role::Text, "open: false"), "it does not spring open again\n{}", app.tree());
    app.click(Role::Button, "Edit");
    assert!(app.has(Role::Text, "Inside"), "\n{}", app.tree());
}

#[test]
fn a_click_outside_closes_what_the_app_lets_it_close() {
    let mut app = Harness::new(|ui| {
        let light = ui.dialog("Light").light_dismiss(true).default_open(true);
        ui.drawer("Strict").placement(Side::End);
        let closed = ui.state(|| 0);
        if light.closed() {
            closed.update(|closed| *closed += 1);
        }
        ui.text(format_args!("{} {}", light.is_open(), closed.get()));
        Ok(())
    });
    let tree = app.tree();
    assert_eq!(tree.matches("light_dismiss=true").count(), 1, "only what says so\n{tree}");
    // What the page sends where the person has clicked outside.
    let light = app.wire_id(Role::Dialog, "Light");
    assert!(app.receive_events(&json!([[light, "opened", false, 1]])).is_ok());
    assert!(app.has(Role::Text, "false 1"), "\n{}", app.tree());
}

#[test]
fn a_menu_stands_alone_as_well() {
    let mut app = Harness::new(|ui| {
        let chosen = ui.state(|| 0);
        ui.menu().with(|| {
            for (number, name) in (1..).zip(["One", "Two"]) {
                ui.scope(number, || {
                    if ui.menu_item(name).suffix_icon("star").clicked() {
                        chosen.set(number);
                    }
                });
            }
        });
        ui.text(chosen.get());
        Ok(())
    });
    app.click(Role::Menuitem, "Two");
    assert!(app.has(Role::Text, "2"), "\n{}", app.tree());
    app.focus(Role::Menuitem, "One");
    app.press("Enter");
    assert!(app.has(Role::Text, "1"), "\n{}", app.tree());
}

#[test]
fn a_tooltip_tells_of_what_the_pointer_or_the_focus_is_on() {
    let mut app = Harness::new(|ui| {
        let tip = ui.tooltip("Removes <i>it</i>").placement(Placement::Right).distance(4).skidding(6);
        tip.with(|| ui.button("Delete"));
        ui.tooltip("Never").disabled(true).with(|| ui.button("Plain"));
        Ok(())
    });
    assert_eq!(app.count(Role::Tooltip), 0);
    app.hover(Role::Button, "Delete");
    assert_eq!(app.names(Role::Tooltip), ["Removes <i>it</i>"]);
    assert!(app.tree().contains("skidding=6"), "\n{}", app.tree());
    app.hover(Role::Button, "Plain");
    assert_eq!(app.count(Role::Tooltip), 0);
    app.unhover();
    app.focus(Role::Button, "Delete");
    assert!(app.has(Role::Tooltip, "Removes <i>it</i>"), "\n{}", app.tree());
}

#[test]
fn a_popup_is_open_for_as_long_as_the_app_has_it_so() {
    let mut app = Harness::new(|ui| {
        let popup = ui
            .popup()
            .placement(Placement::TopStart)
            .arrow(true)
            .arrow_placement(ArrowPlace::Center)
            .flip(true)
            .sync(Extent::Width)
            .arrow_size(1);
        let pressed = popup.anchor(|| ui.button("Show").clicked());
        popup.with(|| ui.text("Floating"));
        if pressed {
            if popup.is_open() {
                popup.close()
            } else {
                popup.open()
            };
        }
        Ok(())
    });
    assert!(!app.has(Role::Text, "Floating"), "\n{}", app.tree());
    app.click(Role::Button, "Show");
    assert!(app.has(Role::Text, "Floating"), "\n{}", app.tree());
    assert!(app.tree().contains("placement=\"top-start\""), "\n{}", app.tree());
    app.click(Role::Button, "Show");
    assert!(!app.has(Role::Text, "Floating"), "\n{}", app.tree());
}
