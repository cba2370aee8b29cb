//! What is pressed.

use hyperdiv::prelude::*;

use super::marks::{SIZES, VARIANTS};
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "button", about: "Something to press, by what it is for.", show: button },
    Entry {
        name: "icon_button",
        about: "A button that is an icon. Its label is read, and not shown.",
        show: icon,
    },
    Entry { name: "copy_button", about: "Puts a text on the computer's clipboard.", show: copy },
    Entry { name: "button_group", about: "Buttons that belong together.", show: group },
    Entry { name: "shortcut", about: "Keys that do what no button does.", show: shortcut },
];

fn button(ui: &Ui) -> Result {
    let pressed = ui.state(|| "none");
    ui.hbox().gap(0.75).with(|| {
        ui.each(
            VARIANTS,
            |(_, name)| *name,
            |(variant, name)| {
                if ui.button(name).variant(variant).clicked() {
                    pressed.set(name);
                }
            },
        );
        reports(ui, format_args!("pressed last: {}", pressed.get()));
    });
    ui.hbox().gap(0.75).with(|| {
        ui.each(
            VARIANTS,
            |(_, name)| *name,
            |(variant, name)| ui.button(format_args!("{name}, outlined")).variant(variant).outline(true),
        );
    });
    ui.hbox().gap(0.75).align(Align::Center).with(|| {
        ui.each(SIZES, |(_, name)| *name, |(size, name)| ui.button(name).size(size));
        ui.button("Round ends").pill(true);
        ui.button("A").circle(true);
        ui.button("Opens").caret(true);
        ui.button("Like a text").plain(true).variant(Variant::Primary);
    });
    ui.hbox().gap(0.75).with(|| {
        ui.button("Save").prefix_icon("save").shortcut("Ctrl+Shift+S");
        ui.button("Next").suffix_icon("arrow-right");
        ui.button("Busy").loading(true);
        ui.button("Switched off").disabled(true);
    });
    Ok(())
}

fn icon(ui: &Ui) -> Result {
    let likes = ui.state(|| 0);
    ui.hbox().gap(0.75).align(Align::Center).with(|| {
        if ui.icon_button("heart", "Like").clicked() {
            likes.update(|likes| *likes += 1);
        }
        ui.icon_button("trash", "Throw away").variant(Variant::Danger);
        ui.icon_button("plus-lg", "Add, small").size(ControlSize::Small);
        ui.icon_button("plus-lg", "Add, large").size(ControlSize::Large);
        ui.icon_button("bell-slash", "Ring, switched off").disabled(true);
        reports(ui, format_args!("likes: {}", likes.get()));
    });
    Ok(())
}

fn copy(ui: &Ui) -> Result {
    let copies = ui.state(|| 0);
    ui.hbox().gap(0.75).with(|| {
        if ui.copy_button("Copy the greeting", "Hello from Hyperdiv").copied() {
            copies.update(|copies| *copies += 1);
        }
        ui.copy_button("Copy nothing", "").disabled(true);
        reports(ui, format_args!("copied: {}", copies.get()));
    });
    Ok(())
}

fn group(ui: &Ui) -> Result {
    let align = ui.state(|| "Left");
    ui.hbox().gap(0.75).with(|| {
        ui.button_group("Alignment").with(|| {
            for name in ["Left", "Middle", "Right"] {
                ui.scope(name, || {
                    let is_chosen = align.get() == name;
                    if ui.button(name).maybe(is_chosen, |button| button.variant(Variant::Primary)).clicked() {
                        align.set(name);
                    }
                });
            }
        });
        reports(ui, format_args!("alignment: {}", align.get()));
    });
    Ok(())
}

fn shortcut(ui: &Ui) -> Result {
    let pressed = ui.state(|| 0);
    if ui.shortcut("Ctrl+Shift+E") {
        pressed.update(|pressed| *pressed += 1);
    }
    ui.text("Press Ctrl, Shift and E together, wherever the keyboard focus is.");
    reports(ui, format_args!("pressed: {}", pressed.get()));
    Ok(())
}
