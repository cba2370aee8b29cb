//! Elements that show something, found as a person names them: by role and name.

use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[test]
fn headings_are_found_by_their_text_and_text_stays_text() {
    let app = Harness::new(|ui| {
        ui.h1("One <b>bold</b>");
        ui.h2(2);
        ui.h3("Three");
        ui.h4("Four");
        ui.h5("Five");
        ui.plaintext("a run of text");
        Ok(())
    });
    assert_eq!(app.names(Role::Heading), ["One <b>bold</b>", "2", "Three", "Four", "Five"]);
    assert!(app.has(Role::Text, "a run of text"), "\n{}", app.tree());
}

#[test]
fn an_icon_is_an_ornament_until_it_has_a_label() {
    let app = Harness::new(|ui| {
        ui.icon("gear");
        ui.icon("trash").label("Delete");
        Ok(())
    });
    assert_eq!(app.names(Role::Img), ["Delete"]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn an_icon_that_does_not_exist_says_which_one_was_meant() {
    let app = Harness::new(|ui| {
        for _ in 0..3 {
            ui.icon("house-dor");
        }
        ui.icon("../../etc/passwd\" onload=\"alert(1)");
        ui.alert(Variant::Primary, "Hello").icon("no such icon at all");
        Ok(())
    });
    let warnings = app.warnings();
    assert!(warnings.iter().any(|warning| warning.contains("did you mean \"house-door\"?")), "{warnings:?}");
    assert_eq!(
        warnings.iter().filter(|warning| warning.contains("there is no icon")).count(),
        3,
        "{warnings:?}"
    );
    assert_eq!(app.count(Role::Img), 4);
    assert!(app.has(Role::Img, "../../etc/passwd\" onload=\"alert(1)"), "\n{}", app.tree());
    // What goes to the page as the name of a file is never the app's text.
    assert!(!app.tree().contains("name=\"../"), "\n{}", app.tree());
    assert!(app.tree().contains("icon=\"question-diamond\""), "\n{}", app.tree());
}

#[test]
fn warnings_and_dangers_interrupt_and_the_others_wait() {
    let app = Harness::new(|ui| {
        for variant in [Variant::Primary, Variant::Success, Variant::Neutral] {
            ui.alert(variant, format_args!("{variant:?}"));
        }
        for variant in [Variant::Warning, Variant::Danger] {
            ui.alert(variant, format_args!("{variant:?}")).with(|| ui.text("More"));
        }
        Ok(())
    });
    assert_eq!(app.names(Role::Status), ["Primary", "Success", "Neutral"]);
    assert_eq!(app.names(Role::Alert), ["Warning", "Danger"]);
    assert_eq!(app.count(Role::Text), 2);
}

#[test]
fn a_message_is_closed_by_the_person_and_shown_again_by_the_app() {
    let mut app = Harness::new(|ui| {
        let closed = ui.state(|| 0);
        let message =
            ui.alert(Variant::Danger, "Something broke").closable(true).duration(Duration::from_secs(60));
        message.with(|| ui.text("Details"));
        if message.closed() {
            closed.update(|count| *count += 1);
        }
        ui.text(format_args!("open {} closed {}", message.is_open(), closed.get()));
        let (again, away) = (ui.button("Again").clicked(), ui.button("Away").clicked());
        if again {
            message.open();
        }
        if away {
            message.close();
        }
        Ok(())
    });
    assert!(app.has(Role::Alert, "Something broke"));
    app.click(Role::Button, "Close");
    assert!(!app.has(Role::Alert, "Something broke"), "\n{}", app.tree());
    assert!(!app.has(Role::Text, "Details"), "what is in a closed message is not there either");
    assert!(app.has(Role::Text, "open false closed 1"), "\n{}", app.tree());
    app.click(Role::Button, "Again");
    assert!(app.has(Role::Alert, "Something broke"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "open true closed 1"), "\n{}", app.tree());
    // The app's own closing is no event.
    app.click(Role::Button, "Away");
    assert!(!app.has(Role::Alert, "Something broke"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "open false closed 1"), "\n{}", app.tree());
}

#[test]
fn a_message_can_begin_closed() {
    let app = Harness::new(|ui| {
        ui.alert(Variant::Success, "Saved").default_open(false);
        Ok(())
    });
    assert_eq!(app.count(Role::Status), 0);
}

#[test]
fn a_spinner_is_a_status_and_a_divider_a_separator() {
    let app = Harness::new(|ui| {
        ui.spinner("Forecasting...").speed(Duration::from_millis(700)).track_width(Length::Px(2.0));
        ui.divider().vertical(true).color(Hue::Red).thickness(Length::Px(2.0)).spacing(1.0);
        Ok(())
    });
    assert!(app.has(Role::Status, "Forecasting..."), "\n{}", app.tree());
    assert_eq!(app.count(Role::Separator), 1);
    assert!(app.tree().contains("speed=\"0.7s\""), "\n{}", app.tree());
}

#[test]
fn a_card_has_a_head_a_body_and_a_foot() {
    let mut app = Harness::new(|ui| {
        let card = ui.card().padding(2.0);
        card.image(|| ui.text("picture"));
        card.header(|| ui.h3("Title"));
        card.with(|| ui.text("body"));
        let saved = card.footer(|| ui.button("Save").clicked());
        if saved {
            ui.toast("Saved");
        }
        Ok(())
    });
    let tree = app.tree();
    for (part, child) in [("card_image", "text"), ("card_header", "h3"), ("card_footer", "button")] {
        assert!(tree.contains(&format!("  {part}\n    {child}")), "\n{tree}");
    }
    app.click(Role::Button, "Save");
    assert_eq!(app.effects(), ["toast \"Saved\""]);
}

#[test]
fn cards_of_a_loop_keep_their_parts_apart() {
    let mut app = Harness::new(|ui| {
        let rows = ui.state(|| vec![1, 2, 3]);
        ui.each(
            rows.cloned(),
            |row| *row,
            |row| {
                ui.card().header(|| {
                    let count = ui.state(|| 0);
                    if ui.button(format_args!("Count {row}")).clicked() {
                        count.update(|count| *count += 1);
                    }
                    ui.text(format_args!("{row}: {}", count.get()));
                });
            },
        );
        if ui.button("Turn").clicked() {
            rows.update(|rows| rows.reverse());
        }
        Ok(())
    });
    app.click(Role::Button, "Count 2");
    app.click(Role::Button, "Turn");
    assert_eq!(app.names(Role::Text), ["3: 0", "2: 1", "1: 0"]);
}

#[test]
fn a_link_goes_where_it_may_and_tells_when_it_is_followed() {
    let mut app = Harness::new(|ui| {
        let followed = ui.state(|| 0);
        if ui.link("/todo/3", "Inside").clicked() {
            followed.update(|count| *count += 1);
        }
        ui.link("https://example.org", "Outside").underline(true).with(|| ui.icon("box-arrow-up-right"));
        ui.link("javascript:alert(1)", "Refused");
        ui.text(followed.get());
        Ok(())
    });
    app.click(Role::Link, "Inside");
    assert!(app.has(Role::Text, "1"), "\n{}", app.tree());
    assert_eq!(app.names(Role::Link), ["Inside", "Outside", "Refused"]);
    let tree = app.tree();
    assert!(tree.contains("href=\"/todo/3\"") && tree.contains("href=\"https://example.org\""), "\n{tree}");
    assert!(!tree.contains("javascript"), "\n{tree}");
    let warnings = app.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("goes nowhere: an address inside the app begins"), "{warnings:?}");
}

#[test]
fn everything_that_can_be_used_is_a_stop_of_the_tab_key() {
    let mut app = Harness::new(|ui| {
        ui.link("/", "Home");
        ui.alert(Variant::Primary, "Hello").closable(true);
        ui.button("Go");
        Ok(())
    });
    let mut stops = Vec::new();
    for _ in 0..3 {
        app.press("Tab");
        stops.extend(app.focused().map(|found| found.name));
    }
    assert_eq!(stops, ["Home", "Close", "Go"]);
    app.press("Shift+Tab");
    app.press("Enter");
    assert_eq!(app.count(Role::Status), 0, "the message is closed by keyboard");
}
