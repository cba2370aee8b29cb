//! Elements that tell or show something, lists and tables, found as a person names them.

use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[test]
fn marks_are_text_and_a_tag_is_taken_away() {
    let mut app = Harness::new(|ui| {
        let tags = ui.state(|| vec!["red", "blue"]);
        ui.badge("<b>3</b>")
            .variant(Variant::Danger)
            .pill(true)
            .attention(Attention::Pulse)
            .prefix_icon("bell");
        let gone = ui.state(|| 0);
        ui.each(
            tags.cloned(),
            |tag| *tag,
            |name| {
                let tag = ui.tag(name).removable(true).size(ControlSize::Small).variant(Variant::Primary);
                if tag.removed() {
                    tags.update(|tags| tags.retain(|tag| *tag != name));
                    gone.update(|gone| *gone += 1);
                }
            },
        );
        ui.tag("fixed");
        ui.text(gone.get());
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["<b>3</b>", "red", "blue", "fixed", "0"]);
    assert_eq!(app.get_all(Role::Button, "Remove").len(), 2, "a tag that stays has no button");
    let tree = app.tree();
    assert!(tree.contains("variant=\"danger\"") && tree.contains("prefix_icon=\"bell\""), "\n{tree}");
    assert!(tree.contains("size=\"small\""), "\n{tree}");
    let red = app.wire_id(Role::Text, "red");
    assert!(app.receive_events(&serde_json::json!([[red, "removed"]])).is_ok());
    app.click(Role::Button, "Remove");
    assert_eq!(app.names(Role::Text), ["<b>3</b>", "fixed", "2"]);
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn progress_is_of_something_and_a_number() {
    let app = Harness::new(|ui| {
        ui.progress_bar("Upload")
            .value(42.5)
            .bar_height(1)
            .track_color(Hue::Neutral)
            .indicator_color(Hue::Blue);
        ui.progress_bar("Waiting").indeterminate(true);
        ui.progress_ring("Disk")
            .value(7)
            .size(Length::Px(64.0))
            .transition_duration(Duration::from_millis(300));
        ui.progress_ring("Broken").value(f64::NAN);
        ui.skeleton().effect(SkeletonEffect::Sheen).width(10);
        Ok(())
    });
    assert_eq!(app.names(Role::Progressbar), ["Upload", "Waiting", "Disk", "Broken"]);
    assert_eq!(app.value(Role::Progressbar, "Upload"), "42.5");
    assert_eq!(app.value(Role::Progressbar, "Waiting"), "0");
    assert_eq!(app.value(Role::Progressbar, "Broken"), "0");
    let tree = app.tree();
    assert!(
        tree.contains("bar_height=\"1rem\"") && tree.contains("transition_duration=\"0.3s\""),
        "\n{tree}"
    );
    assert!(tree.contains("track_color=\"var(--hd-color-neutral-600)\""), "\n{tree}");
    let warnings = app.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("the value at"), "{warnings:?}");
}

#[test]
fn what_is_shown_is_named() {
    let app = Harness::new(|ui| {
        ui.avatar("Ada Lovelace").initials("AL").shape(AvatarShape::Rounded).size(4);
        ui.avatar("Nobody").image(ui.asset(b"\x89PNG", "image/png"));
        ui.qr_code("https://example.org/?q=<script>").size(160).error_correction(ErrorCorrection::Low);
        ui.format_number(1234.5).style(NumberStyle::Currency).currency("EUR").max_fraction_digits(2);
        ui.format_bytes(1_500_000).unit(ByteUnit::Bit).display(Wording::Long);
        ui.relative_time("2026-01-01T12:00:00Z").style(Wording::Narrow).live(true);
        ui.visually_hidden().with(|| ui.text("Only read"));
        ui.qr_code("x".repeat(1025));
        ui.format_number(2).currency("<b>").max_fraction_digits(1000);
        Ok(())
    });
    assert_eq!(app.warnings().len(), 2, "what a component cannot do with is left out: {:?}", app.warnings());
    assert!(app.tree().contains("max_fraction_digits=20"), "\n{}", app.tree());
    assert_eq!(app.names(Role::Img), ["Ada Lovelace", "Nobody", "https://example.org/?q=<script>"]);
    assert_eq!(app.names(Role::Text), ["1234.5", "1500000", "2026-01-01T12:00:00Z", "Only read", "2"]);
    let tree = app.tree();
    assert!(tree.contains("image=\"hd-asset://"), "\n{tree}");
    assert!(tree.contains("style=\"currency\"") && tree.contains("currency=\"EUR\""), "\n{tree}");
}

#[test]
fn lists_have_items() {
    let mut app = Harness::new(|ui| {
        ui.list().style_type(ListStyle::Square).with(|| {
            ui.list_item("Bread");
            ui.list_item("").with(|| ui.button("Milk").clicked().then(|| ui.toast("Milk")));
        });
        ui.ordered_list().style_type(Numbering::UpperRoman).with(|| ui.list_item("First"));
        ui.box_list().gap(1).with(|| ui.box_list_item("Boxed").padding(1));
        Ok(())
    });
    assert_eq!(app.count(Role::List), 3);
    assert_eq!(app.names(Role::Listitem), ["Bread", "", "First", "Boxed"]);
    assert!(app.tree().contains("style_type=\"upper-roman\""), "\n{}", app.tree());
    app.click(Role::Button, "Milk");
    assert_eq!(app.effects(), ["toast \"Milk\""]);
}

#[test]
fn a_table_has_rows_cells_and_headers() {
    let app = Harness::new(|ui| {
        ui.table().label("Prices").border_collapse(TableBorders::Separate).with(|| {
            ui.thead().with(|| {
                ui.tr().with(|| {
                    ui.th("Item");
                    ui.th("Price").colspan(2);
                });
            });
            ui.tbody().with(|| {
                ui.each(
                    [("Bread", 3), ("Milk", 1)],
                    |row| row.0,
                    |(item, price)| {
                        ui.tr().with(|| {
                            ui.row_header(item);
                            ui.td(price).rowspan(1);
                        });
                    },
                );
            });
            ui.tfoot().with(|| ui.tr().with(|| ui.td("").with(|| ui.text("Together 4"))));
        });
        Ok(())
    });
    assert_eq!(app.names(Role::Table), ["Prices"]);
    assert_eq!((app.count(Role::Rowgroup), app.count(Role::Row)), (3, 4));
    assert_eq!(app.names(Role::Columnheader), ["Item", "Price"]);
    assert_eq!(app.names(Role::Rowheader), ["Bread", "Milk"]);
    assert_eq!(app.names(Role::Cell), ["3", "1", ""]);
    assert!(app.tree().contains("colspan=2"), "\n{}", app.tree());
}

#[test]
fn ways_through_the_app_are_links_and_say_where_the_person_is() {
    let mut app = Harness::new(|ui| {
        ui.nav().label("Main").with(|| ui.link("/a", "A"));
        ui.breadcrumb().label("Way").with(|| {
            ui.breadcrumb_item("/", "Home");
            ui.breadcrumb_item("/shop", "Shop");
            ui.breadcrumb_item("javascript:alert(1)", "Bad");
            ui.breadcrumb_item("", "Here").current(true);
        });
        ui.text(ui.location().path());
        Ok(())
    });
    assert_eq!(app.names(Role::Navigation), ["Main", "Way"]);
    assert_eq!(app.names(Role::Link), ["A", "Home", "Shop", "Bad", "Here"]);
    assert!(!app.tree().contains("javascript"), "\n{}", app.tree());
    app.click(Role::Link, "Shop");
    assert_eq!(app.location(), "/shop");
}

#[test]
fn buttons_have_icons_and_groups_and_do_nothing_while_they_load() {
    let mut app = Harness::new(|ui| {
        let pressed = ui.state(|| 0);
        let busy = ui.state(|| false);
        ui.button_group("Edit").with(|| {
            let save = ui
                .button("Save")
                .prefix_icon("save")
                .suffix_icon("arrow-right")
                .size(ControlSize::Large)
                .pill(true)
                .outline(true)
                .circle(false)
                .caret(true)
                .loading(busy.get());
            if save.clicked() {
                pressed.update(|pressed| *pressed += 1);
                busy.set(true);
            }
            if ui.icon_button("trash", "Delete").variant(Variant::Danger).clicked() {
                pressed.update(|pressed| *pressed += 10);
            }
        });
        let copy = ui.copy_button("Copy the key", "8f1c");
        if copy.copied() {
            ui.toast("Copied");
        }
        ui.text(pressed.get());
        Ok(())
    });
    assert_eq!(app.names(Role::Group), ["Edit"]);
    assert_eq!(app.names(Role::Button), ["Save", "Delete", "Copy the key"]);
    app.click(Role::Button, "Delete");
    app.click(Role::Button, "Save");
    assert!(app.has(Role::Text, "11"), "\n{}", app.tree());
    assert!(app.get(Role::Button, "Save").disabled, "what is being done is not done twice");
    let save = app.wire_id(Role::Button, "Save");
    assert!(app.receive_events(&serde_json::json!([[save, "clicked"]])).is_ok());
    assert!(app.has(Role::Text, "11"), "a page that presses it all the same changes nothing");
    app.click(Role::Button, "Copy the key");
    assert_eq!((app.clipboard(), app.effects()), ("8f1c", &["toast \"Copied\"".to_owned()][..]));
}

#[test]
fn a_picture_tells_that_it_was_clicked() {
    let mut app = Harness::new(|ui| {
        let clicks = ui.state(|| 0);
        let clicked = [
            ui.image(ui.asset(b"\x89PNG", "image/png"), "Map").clicked(),
            ui.avatar("Ada").clicked(),
            ui.badge("3").clicked(),
        ];
        if clicked.contains(&true) {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.text(format_args!("clicked {}", clicks.get()));
        Ok(())
    });
    app.click(Role::Img, "Map");
    app.click(Role::Img, "Ada");
    app.click(Role::Text, "3");
    assert!(app.has(Role::Text, "clicked 3"), "\n{}", app.tree());
}

#[test]
fn a_tag_is_clicked_or_taken_away_and_not_both() {
    let mut app = Harness::new(|ui| {
        let (clicks, gone) = (ui.state(|| 0), ui.state(|| 0));
        let tag = ui.tag("red").removable(true);
        if tag.clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        if tag.removed() {
            gone.update(|gone| *gone += 1);
        }
        ui.text(format_args!("clicked {}, removed {}", clicks.get(), gone.get()));
        Ok(())
    });
    app.click(Role::Text, "red");
    assert!(app.has(Role::Text, "clicked 1, removed 0"), "\n{}", app.tree());
    app.click(Role::Button, "Remove");
    assert!(app.has(Role::Text, "clicked 1, removed 1"), "\n{}", app.tree());
}

#[test]
fn what_is_written_on_a_bar_or_in_a_ring_is_not_its_name() {
    let app = Harness::new(|ui| {
        ui.progress_bar("Upload").value(42).caption("<b>42 %</b>").label_color(Hue::Red);
        ui.progress_ring("Disk").value(7).caption(7).label_color(Hue::Blue);
        Ok(())
    });
    assert_eq!(app.names(Role::Progressbar), ["Upload", "Disk"]);
    let tree = app.tree();
    assert!(tree.contains("caption=\"<b>42 %</b>\"") && tree.contains("caption=\"7\""), "\n{tree}");
    assert_eq!(tree.matches("label_color=").count(), 2, "\n{tree}");
}
