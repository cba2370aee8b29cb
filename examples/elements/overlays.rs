//! What opens over the page.

use std::time::Duration;

use hyperdiv::prelude::*;

use super::marks::{SIZES, VARIANTS};
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        name: "dialog",
        about: "A window of the app's own, which has to be dealt with first.",
        show: dialog,
    },
    Entry { name: "drawer", about: "A dialog at one side of the window.", show: drawer },
    Entry {
        name: "menu, menu_item, menu_checkbox, menu_label",
        about: "Things to do and things to tick, which the arrow keys go through.",
        show: menu,
    },
    Entry { name: "dropdown", about: "A button that opens what is in it.", show: dropdown },
    Entry {
        name: "tooltip",
        about: "What is told of something while the pointer or the focus is on it.",
        show: tooltip,
    },
    Entry {
        name: "popup",
        about: "Floats beside something for as long as the app has it open.",
        show: popup,
    },
];

fn dialog(ui: &Ui) -> Result {
    let answer = ui.state(|| "none");
    let dialog = ui.dialog("Throw the report away?");
    dialog.light_dismiss(true).with(|| ui.text("It cannot be brought back."));
    dialog.footer(|| {
        for (name, variant) in [("Keep the report", Variant::Neutral), ("Throw it away", Variant::Danger)] {
            ui.scope(name, || {
                if ui.button(name).variant(variant).clicked() {
                    answer.set(name);
                    dialog.close();
                }
            });
        }
    });
    let stubborn = ui.dialog("Only its button closes this").closable(false);
    stubborn.with(|| {
        if ui.button("Close it").clicked() {
            stubborn.close();
        }
    });
    ui.hbox().gap(0.75).with(|| {
        let (open, open_other) =
            (ui.button("Open the dialog").clicked(), ui.button("Open a stubborn one").clicked());
        if open {
            dialog.open();
        }
        if open_other {
            stubborn.open();
        }
        reports(ui, format_args!("answer: {}", answer.get()));
    });
    Ok(())
}

fn drawer(ui: &Ui) -> Result {
    let sides = [(Side::Start, "start"), (Side::End, "end"), (Side::Top, "top"), (Side::Bottom, "bottom")];
    ui.hbox().gap(0.75).with(|| {
        ui.each(
            sides,
            |(_, name)| *name,
            |(side, name)| {
                let drawer = ui.drawer(format_args!("Drawer at the {name}")).placement(side);
                drawer.with(|| ui.checkbox("Only what is new"));
                drawer.footer(|| ui.text("Escape closes it."));
                if ui.button(format_args!("Open at the {name}")).clicked() {
                    drawer.open();
                }
            },
        );
        let bare = ui.drawer("Drawer without a title").no_header(true);
        bare.with(|| {
            if ui.button("Close the drawer").clicked() {
                bare.close();
            }
        });
        if ui.button("Open without a title").clicked() {
            bare.open();
        }
    });
    Ok(())
}

fn menu(ui: &Ui) -> Result {
    let done = ui.state(|| "nothing");
    let wraps = ui.menu().label("Text").max_width(20.0).with(|| {
        ui.menu_label("With the text");
        for (icon, name) in [("scissors", "Cut"), ("copy", "Copy"), ("clipboard", "Paste")] {
            ui.scope(name, || {
                if ui.menu_item(name).prefix_icon(icon).clicked() {
                    done.set(name);
                }
            });
        }
        ui.menu_item("Print").suffix_icon("printer").shortcut("Ctrl+P").disabled(true);
        ui.divider();
        ui.menu_checkbox("Wrap lines").is_checked()
    });
    reports(ui, format_args!("done: {}, wrap lines: {wraps}", done.get()));
    Ok(())
}

fn dropdown(ui: &Ui) -> Result {
    let chosen = ui.state(|| "nothing");
    ui.hbox().gap(0.75).align(Align::Center).with(|| {
        ui.dropdown("File").prefix_icon("file-earmark").with(|| {
            ui.menu().label("File").with(|| {
                for name in ["New file", "Open file", "Close file"] {
                    ui.scope(name, || {
                        if ui.menu_item(name).clicked() {
                            chosen.set(name);
                        }
                    });
                }
            });
        });
        ui.each(
            VARIANTS,
            |(_, name)| *name,
            |(variant, name)| {
                ui.dropdown(format_args!("{name} dropdown"))
                    .variant(variant)
                    .with(|| ui.text("Anything may be in it."));
            },
        );
        ui.each(
            SIZES,
            |(_, name)| *name,
            |(size, name)| {
                let dropdown = ui.dropdown(format_args!("{name} dropdown")).size(size);
                dropdown
                    .placement(Placement::TopStart)
                    .distance(8)
                    .skidding(8)
                    .with(|| ui.text("It opens above."));
            },
        );
        ui.dropdown("Closed for today").disabled(true).with(|| ui.text("Nobody sees this."));
        reports(ui, format_args!("chosen: {}", chosen.get()));
    });
    Ok(())
}

fn tooltip(ui: &Ui) -> Result {
    let places = [
        (Placement::Top, "above"),
        (Placement::Right, "at the right"),
        (Placement::Bottom, "below"),
        (Placement::Left, "at the left"),
    ];
    ui.hbox().gap(0.75).with(|| {
        ui.each(
            places,
            |(_, name)| *name,
            |(place, name)| {
                ui.tooltip(format_args!("It is {name}"))
                    .placement(place)
                    .distance(12)
                    .skidding(4)
                    .with(|| ui.button(format_args!("Tooltip {name}")));
            },
        );
        ui.tooltip("It takes a second")
            .delay(Duration::from_secs(1))
            .with(|| ui.icon_button("hourglass", "Slowly"));
        ui.tooltip("It never shows").disabled(true).with(|| ui.icon_button("slash-circle", "Not at all"));
    });
    Ok(())
}

/// All places beside something.
const PLACES: [(Placement, &str); 12] = [
    (Placement::Top, "Top"),
    (Placement::TopStart, "Top, at the start"),
    (Placement::TopEnd, "Top, at the end"),
    (Placement::Right, "Right"),
    (Placement::RightStart, "Right, at the start"),
    (Placement::RightEnd, "Right, at the end"),
    (Placement::Bottom, "Bottom"),
    (Placement::BottomStart, "Bottom, at the start"),
    (Placement::BottomEnd, "Bottom, at the end"),
    (Placement::Left, "Left"),
    (Placement::LeftStart, "Left, at the start"),
    (Placement::LeftEnd, "Left, at the end"),
];

fn popup(ui: &Ui) -> Result {
    let name =
        ui.select("Place of the popup").options(PLACES.map(|(_, name)| name)).default_value("Right").value();
    let is_as_wide = ui.checkbox("As wide as its button").is_checked();
    let place = PLACES.iter().find(|(_, known)| name.as_deref() == Some(*known));
    let popup = ui.popup().placement(place.map_or(Placement::Right, |(place, _)| *place));
    popup.distance(8).skidding(0).flip(true).flip_padding(8).shift(true).shift_padding(8);
    popup.arrow(true).arrow_placement(ArrowPlace::Anchor).arrow_padding(4).arrow_size(0.5);
    popup.arrow_color(Color::BORDER).maybe(is_as_wide, |popup| popup.sync(Extent::Width));
    popup.with(|| {
        let paper = ui.box_().padding(0.75).background_color(Color::SURFACE_RAISED);
        paper.border((Length::Px(1.0), Color::BORDER)).with(|| ui.text("Beside its button"));
    });
    if popup.anchor(|| ui.button("Show or hide the popup").clicked()) {
        if popup.is_open() {
            popup.close();
        } else {
            popup.open();
        }
    }
    reports(ui, format_args!("open: {}", popup.is_open()));
    Ok(())
}
