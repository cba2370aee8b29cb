//! The elements beyond text, boxes and forms: what opens, what is divided, what is moved along, lists and tables.
//!
//! Run with `cargo run --example elements`.

use hyperdiv::prelude::*;

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().max_width(60.0).margin((0.0, Offset::Auto)).padding(2.0).gap(2.5).with(|| {
        ui.hbox().justify(Justify::SpaceBetween).with(|| {
            ui.h1("Elements");
            ui.theme_switcher();
        });
        let tabs = ui.tab_group();
        for (name, label) in [
            ("shown", "Shown"),
            ("fields", "Fields"),
            ("opening", "Opening"),
            ("divided", "Divided"),
            ("tables", "Lists and tables"),
        ] {
            tabs.tab(name, label);
        }
        match tabs.active().as_str() {
            "fields" => fields(ui),
            "opening" => opening(ui),
            "divided" => divided(ui),
            "tables" => tables(ui),
            _ => shown(ui),
        }
    });
    Ok(())
}

/// A part of a page, under its title.
fn section(ui: &Ui, title: &str, body: impl FnOnce()) {
    ui.scope(title, || {
        ui.vbox().gap(1.0).with(|| {
            ui.h2(title);
            body();
        });
    });
}

fn shown(ui: &Ui) {
    section(ui, "Marks", || {
        ui.hbox().gap(0.75).with(|| {
            ui.badge("New").variant(Variant::Success);
            ui.badge("3").variant(Variant::Danger).pill(true).attention(Attention::Pulse);
            let tags = ui.state(|| vec!["home", "garden", "kitchen"]);
            ui.each(
                tags.cloned(),
                |tag| *tag,
                |name| {
                    if ui.tag(name).removable(true).removed() {
                        tags.update(|tags| tags.retain(|tag| *tag != name));
                    }
                },
            );
        });
    });
    section(ui, "Progress", || {
        let done = ui.slider("Done").default_value(40).value();
        ui.progress_bar("Upload").value(done);
        ui.hbox().gap(1.5).with(|| {
            ui.progress_ring("Disk").value(done).size(5);
            ui.vbox().grow(1).gap(0.5).with(|| {
                ui.skeleton().effect(SkeletonEffect::Sheen);
                ui.skeleton().effect(SkeletonEffect::Pulse).width(Length::Percent(70.0));
            });
        });
    });
    section(ui, "People, numbers and codes", || {
        ui.hbox().gap(1.5).with(|| {
            ui.avatar("Ada Lovelace").initials("AL");
            ui.avatar("Somebody").shape(AvatarShape::Rounded);
            ui.format_number(1234.5).style(NumberStyle::Currency).currency("EUR");
            ui.format_bytes(1_500_000);
            ui.relative_time("2026-01-01T12:00:00Z");
            ui.qr_code("https://www.rust-lang.org").label("The address of Rust").size(96);
        });
    });
    section(ui, "Motion", || {
        let shake = ui.animation("headShake");
        shake.with(|| {
            ui.button_group("Play").with(|| {
                if ui.button("Shake").prefix_icon("hand-index").clicked() {
                    shake.play();
                }
                ui.button("Busy").loading(true);
                ui.icon_button("heart", "Like");
            })
        });
        ui.copy_button("Copy the greeting", "Hello from Hyperdiv");
    });
}

fn fields(ui: &Ui) {
    section(ui, "Numbers and colours", || {
        ui.slider("Volume").min(0).max(11).step(0.5).default_value(3).tooltip(true).hint("Up to eleven");
        ui.rating("Your opinion").default_value(4).step(0.5);
        let ink = ui.color_picker("Ink").default_value("#0F766E");
        let swatch = ui.box_().height(1.5).border_radius(Radius::Medium);
        if let Some(color) = ink.color() {
            swatch.background_color(color);
        }
    });
    section(ui, "Words and days", || {
        ui.combobox("City")
            .suggestions(["Berlin", "Bern", "Lisbon", "Ljubljana", "Paris"])
            .placeholder("Any city");
        ui.tags_input("Tags").default_values(["home"]).hint("Enter or a comma ends a tag");
        ui.multi_select("Toppings").options(["Cheese", "Olives", "Basil"]);
        ui.radio_buttons("Size", ["S", "M", "L"]).default_value("M");
        ui.hbox().gap(1.0).with(|| {
            ui.date_input("Day");
            ui.time_input("Time");
        });
    });
}

fn opening(ui: &Ui) {
    section(ui, "Details", || {
        for (name, text) in [("First", "One is open at a time."), ("Second", "This one, for example.")] {
            ui.scope(name, || {
                ui.details(name).group("opening").with(|| ui.text(text));
            });
        }
    });
    section(ui, "Over the page", || {
        let drawer = ui.drawer("Filters").placement(Side::End);
        drawer.with(|| ui.checkbox("Only new"));
        let popup = ui.popup().placement(Placement::Right).distance(8).arrow(true);
        ui.hbox().gap(1.0).with(|| {
            if ui.button("Open the drawer").clicked() {
                drawer.open();
            }
            ui.dropdown("Edit").with(|| {
                ui.menu().label("Edit").with(|| {
                    for (icon, name) in [("scissors", "Cut"), ("copy", "Copy"), ("clipboard", "Paste")] {
                        ui.scope(name, || {
                            if ui.menu_item(name).prefix_icon(icon).clicked() {
                                ui.toast(name);
                            }
                        });
                    }
                    ui.divider();
                    ui.menu_checkbox("Wrap lines");
                });
            });
            ui.tooltip("It says what it is").with(|| ui.icon_button("question-circle", "Help"));
        });
        if popup.anchor(|| ui.button("Show or hide").clicked()) {
            if popup.is_open() {
                popup.close()
            } else {
                popup.open()
            };
        }
        popup.with(|| ui.text("Beside its button"));
    });
}

fn divided(ui: &Ui) {
    section(ui, "Panels", || {
        let panel = ui.split_panel("Width of the list").default_value(30).height(10);
        panel.start(|| {
            let files = ui.tree("Files");
            files.with(|| {
                ui.tree_item("src", "src").default_expanded(true).with(|| {
                    ui.tree_item("src/lib.rs", "lib.rs");
                    ui.tree_item("src/main.rs", "main.rs");
                });
                ui.tree_item("README.md", "README.md");
            });
            files
        });
        panel.end(|| ui.text(format_args!("{:.0} per cent", panel.value())));
    });
    section(ui, "One after the other", || {
        let tour = ui.carousel("Tour").navigation(true).pagination(true).height(8);
        tour.with(|| {
            for (number, hue) in (1..).zip([Hue::Teal, Hue::Sky, Hue::Violet]) {
                ui.scope(number, || {
                    ui.carousel_item().background_color(hue.shade(Shade::S100)).with(|| ui.h3(number));
                });
            }
        });
        ui.text(format_args!("Number {}", tour.selected() + 1));
    });
    section(ui, "In columns", || {
        ui.grid(3).gap(1.0).with(|| {
            ui.card().column_span(2).with(|| ui.text("Two columns wide"));
            ui.card().with(|| ui.text("One"));
        });
    });
}

fn tables(ui: &Ui) {
    section(ui, "Lists", || {
        ui.list().with(|| {
            ui.list_item("Bread");
            ui.list_item("Milk");
        });
        ui.ordered_list().style_type(Numbering::UpperRoman).with(|| {
            ui.list_item("First");
            ui.list_item("Second");
        });
    });
    section(ui, "A table", || {
        ui.table().label("Prices").with(|| {
            ui.thead().with(|| {
                ui.tr().with(|| {
                    ui.th("Item");
                    ui.th("Price");
                });
            });
            ui.tbody().with(|| {
                ui.each(
                    [("Bread", "3.20"), ("Milk", "1.10")],
                    |row| row.0,
                    |(item, price)| {
                        ui.tr().with(|| {
                            ui.row_header(item);
                            ui.td(price);
                        });
                    },
                );
            });
        });
    });
    section(ui, "The way here", || {
        ui.breadcrumb().with(|| {
            ui.breadcrumb_item("/", "Home");
            ui.breadcrumb_item("", "Elements").current(true);
        });
    });
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.elements").title("Elements").run(app)
}
