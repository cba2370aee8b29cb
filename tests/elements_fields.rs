//! Fields for numbers, colours, dates and several things, and what the page may send to them.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::{Value as Json, json};

/// Sends a change of the first of these elements; true where the app took it.
#[track_caller]
fn takes(app: &mut Harness, (role, name, property): (Role, &str, &str), value: &Json) -> bool {
    let id = app.wire_id(role, name);
    let before = (app.warnings().len(), app.tree());
    let taken = app.receive_events(&json!([[id, property, value, 1000 + app.frames().len()]])).is_ok()
        && app.warnings().len() == before.0;
    assert!(taken || app.tree() == before.1, "{value} was refused and changed something");
    taken
}

#[test]
fn a_slider_keeps_to_its_limits_and_steps_and_takes_nought() {
    let mut app = Harness::new(|ui| {
        let volume = ui.slider("Volume").min(0).max(1).step(0.1).default_value(0.3).required(true);
        ui.text(format_args!("{} {:?}", volume.value(), volume.changed()));
        let plain =
            ui.slider("Plain").hint("From nothing to all").readonly(false).orientation(Orientation::Vertical);
        ui.text(plain.value());
        if ui.button("Quiet").clicked() {
            volume.set(0);
        }
        if ui.button("Loud").clicked() {
            volume.set(40);
        }
        if ui.button("Back").clicked() {
            volume.reset();
        }
        Ok(())
    });
    assert!(app.has(Role::Text, "0.3 None"), "\n{}", app.tree());
    app.set("Volume", 0.7);
    assert!(app.has(Role::Text, "0.7 None"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Slider, "Volume"), "0.7");
    app.click(Role::Button, "Quiet");
    assert!(app.has(Role::Text, "0 None"), "nought is a value like any other\n{}", app.tree());
    app.click(Role::Button, "Loud");
    assert!(app.has(Role::Text, "1 None"), "no value is outside its limits\n{}", app.tree());
    app.click(Role::Button, "Back");
    assert!(app.has(Role::Text, "0.3 None"), "\n{}", app.tree());
    app.focus(Role::Slider, "Volume");
    app.press("ArrowRight");
    app.press("ArrowRight");
    app.press("ArrowLeft");
    assert!(app.has(Role::Text, "0.4 None"), "\n{}", app.tree());

    let volume = (Role::Slider, "Volume", "value");
    // What steps add up to in binary.
    assert!(takes(&mut app, volume, &json!(0.1 + 0.2)));
    for bad in [json!(1.1), json!(-0.1), json!(0.15), json!("0.5"), json!(true), json!([]), json!(1e300)] {
        assert!(!takes(&mut app, volume, &bad), "{bad}");
    }
    let plain = (Role::Slider, "Plain", "value");
    assert!(takes(&mut app, plain, &json!(100)) && takes(&mut app, plain, &json!(0)));
    assert!(!takes(&mut app, plain, &json!(101)));
    assert!(app.has(Role::Text, "From nothing to all"), "\n{}", app.tree());
}

#[test]
fn numbers_that_are_none_are_refused_in_the_app_as_well() {
    let app = Harness::new(|ui| {
        let slider = ui.slider("Volume").default_value(f64::NAN).max(f64::INFINITY);
        ui.text(slider.value());
        Ok(())
    });
    assert!(app.has(Role::Text, "0"), "\n{}", app.tree());
    assert_eq!(app.warnings().len(), 2, "{:?}", app.warnings());
}

#[test]
fn a_field_that_is_switched_off_takes_nothing() {
    let mut app = Harness::new(|ui| {
        let slider = ui.slider("Volume").disabled(true);
        let stars = ui.rating("Stars").disabled(true);
        let tags = ui.tags_input("Tags").disabled(true);
        let picked = ui.multi_select("Picked").options(["A"]).disabled(true);
        ui.text(format_args!(
            "{} {} {:?} {:?}",
            slider.value(),
            stars.value(),
            tags.values(),
            picked.values()
        ));
        Ok(())
    });
    for (element, value) in [
        ((Role::Slider, "Volume", "value"), json!(5)),
        ((Role::Slider, "Stars", "value"), json!(5)),
        ((Role::Textbox, "Tags", "value"), json!(["x"])),
        ((Role::Group, "Picked", "value"), json!(["A"])),
    ] {
        assert!(!takes(&mut app, element, &value), "{element:?}");
    }
    assert!(app.has(Role::Text, "0 0 [] []"), "\n{}", app.tree());
}

#[test]
fn stars_are_given_whole_or_in_parts() {
    let mut app = Harness::new(|ui| {
        let stars = ui.rating("Stars").max(10).step(0.5).default_value(3);
        let whole = ui.rating("Whole").size(ControlSize::Large).symbol_color(Hue::Red).value();
        ui.text(format_args!("{} {whole}", stars.value()));
        Ok(())
    });
    assert!(app.has(Role::Text, "3 0"), "\n{}", app.tree());
    app.set("Stars", 7.5);
    app.set("Whole", 5);
    assert!(app.has(Role::Text, "7.5 5"), "\n{}", app.tree());
    assert!(!takes(&mut app, (Role::Slider, "Stars", "value"), &json!(7.25)));
    assert!(!takes(&mut app, (Role::Slider, "Whole", "value"), &json!(6)));
}

#[test]
fn colours_may_be_written_in_upper_case() {
    let mut app = Harness::new(|ui| {
        let ink = ui
            .color_picker("Ink")
            .default_value("#FF8000")
            .swatches(["#000000", "#FFFFFF"])
            .color_format(ColorFormat::Hex)
            .uppercase(true)
            .opacity(true);
        let name = ink.color().map(|color| color.to_string()).unwrap_or_default();
        ui.text(format_args!("{} {name}", ink.value()));
        ui.color_picker("Bad").default_value("url(https://example.org)");
        if ui.button("Red").clicked() {
            ink.set("rgb(255, 0, 0)");
        }
        Ok(())
    });
    assert!(app.has(Role::Text, "#FF8000 #ff8000"), "\n{}", app.tree());
    assert!(app.tree().contains(r##"swatches=["#000000","#FFFFFF"]"##), "\n{}", app.tree());
    app.click(Role::Button, "Red");
    assert!(app.has(Role::Text, "rgb(255, 0, 0) #ff0000"), "\n{}", app.tree());
    let ink = (Role::Button, "Ink", "value");
    assert!(takes(&mut app, ink, &json!("#ABCDEF80")));
    assert!(app.has(Role::Text, "#ABCDEF80 #abcdef80"), "\n{}", app.tree());
    // Text that is no colour is kept, and is none.
    assert!(takes(&mut app, ink, &json!("</style>")));
    assert!(app.has(Role::Text, "</style>"), "\n{}", app.tree());
    assert!(!takes(&mut app, ink, &json!("x".repeat(65))));
    assert!(!app.tree().contains("example.org"), "\n{}", app.tree());
    assert!(app.warnings().iter().any(|line| line.contains("is none")), "{:?}", app.warnings());
}

#[test]
fn several_things_are_ticked_of_those_there_are() {
    let mut app = Harness::new(|ui| {
        let sizes =
            ui.multi_select("Sizes").options(["S", "M"]).disabled_option("L", "Large").option(4, "Four");
        ui.text(format_args!("{:?} {:?}", sizes.values(), sizes.changed().is_some()));
        sizes.hint("Any").error(if sizes.values().is_empty() { "One at least" } else { "" });
        if ui.button("All").clicked() {
            sizes.set(["S", "M"]);
        }
        Ok(())
    });
    assert_eq!(app.names(Role::Checkbox), ["S", "M", "Large", "Four"]);
    assert!(app.get(Role::Group, "Sizes").invalid, "\n{}", app.tree());
    app.click(Role::Checkbox, "M");
    app.click(Role::Checkbox, "Four");
    assert!(app.has(Role::Text, r#"["M", "4"] false"#), "\n{}", app.tree());
    assert_eq!(app.value(Role::Checkbox, "Four"), "true");
    app.click(Role::Checkbox, "M");
    assert!(app.has(Role::Text, r#"["4"] false"#), "\n{}", app.tree());
    app.set("Sizes", ["Four", "S"]);
    assert!(app.has(Role::Text, r#"["4", "S"] false"#), "by what the person reads\n{}", app.tree());
    app.click(Role::Button, "All");
    assert!(app.has(Role::Text, r#"["S", "M"] false"#), "\n{}", app.tree());
    let sizes = (Role::Group, "Sizes", "value");
    for bad in [json!(["L"]), json!(["S", "S"]), json!(["XL"]), json!("S"), json!(vec!["S"; 1024])] {
        assert!(!takes(&mut app, sizes, &bad), "{bad}");
    }
    assert!(takes(&mut app, sizes, &json!([])));
}

#[test]
fn nothing_is_ticked_of_what_is_switched_off() {
    let app = Harness::new(|ui| {
        ui.multi_select("Days").options(["Yesterday"]).disabled(true);
        Ok(())
    });
    assert!(app.get(Role::Checkbox, "Yesterday").disabled, "\n{}", app.tree());
}

#[test]
fn tags_are_any_words_but_not_too_many_and_not_too_long() {
    let mut app = Harness::new(|ui| {
        let tags = ui.tags_input("Tags").default_values(["home"]).placeholder("Another").max_tags(3);
        ui.text(format_args!("{:?}", tags.values()));
        Ok(())
    });
    app.set("Tags", ["home", "<b>", "a, b"]);
    assert!(app.has(Role::Text, r#"["home", "<b>", "a, b"]"#), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Tags"), "home, <b>, a, b");
    let tags = (Role::Textbox, "Tags", "value");
    assert!(!takes(&mut app, tags, &json!(vec!["x"; 257])));
    assert!(!takes(&mut app, tags, &json!(["x".repeat(1025)])));
    let id = app.wire_id(Role::Textbox, "Tags");
    for bad in [json!([1]), json!([["x"]]), json!(vec!["x"; 1025]), json!({"a": 1}), json!(null)] {
        assert!(app.receive_events(&json!([[id, "value", bad, 9]])).is_err(), "{bad} is not of the protocol");
    }
    assert!(app.has(Role::Text, r#"["home", "<b>", "a, b"]"#), "\n{}", app.tree());
    app.reload();
    assert_eq!(app.value(Role::Textbox, "Tags"), "home, <b>, a, b", "a reload keeps it");
}

#[test]
fn dates_are_of_the_calendar_and_within_their_limits() {
    let mut app = Harness::new(|ui| {
        let day = ui.date_input("Day").min(Date::new(2026, 1, 1)?).max(Date::new(2026, 12, 31)?);
        let time = ui.time_input("Time").default_value(Time::new(8, 30, 0)?);
        let both = ui.date_time_input("Both");
        let shown = |value: Option<String>| value.unwrap_or_else(|| "none".into());
        ui.text(format_args!(
            "{} {} {}",
            shown(day.value().map(|day| day.to_string())),
            shown(time.value().map(|time| time.to_string())),
            shown(both.value().map(|both| both.to_string())),
        ));
        if ui.button("New year").clicked() {
            day.set(Date::new(2026, 1, 1)?);
        }
        Ok(())
    });
    assert!(app.has(Role::Text, "none 08:30 none"), "\n{}", app.tree());
    app.set("Day", "2026-02-28");
    app.set("Both", "2026-02-28T12:00");
    assert!(app.has(Role::Text, "2026-02-28 08:30 2026-02-28T12:00"), "\n{}", app.tree());
    for bad in ["2026-02-30", "2025-12-31", "tomorrow", "", "<script>"] {
        app.set("Day", bad);
        assert!(app.has(Role::Text, "none 08:30 2026-02-28T12:00"), "{bad}\n{}", app.tree());
    }
    app.click(Role::Button, "New year");
    assert!(app.has(Role::Text, "2026-01-01 08:30 2026-02-28T12:00"), "\n{}", app.tree());
    assert!(!takes(&mut app, (Role::Textbox, "Day", "value"), &json!("1".repeat(65))));
}

#[test]
fn fields_for_text_say_how_they_are_typed_into() {
    let app = Harness::new(|ui| {
        ui.text_input("Name")
            .size(ControlSize::Large)
            .pill(true)
            .clearable(true)
            .max_length(40)
            .prefix_icon("person");
        ui.text_input("Secret").password(true).password_toggle(true).readonly(true).spellcheck(false);
        ui.textarea("Notes").readonly(true).max_length(400).resizable(false);
        ui.checkbox("Some").indeterminate(true).size(ControlSize::Small);
        ui.switch("Quiet").switch_width(4).thumb_size(1);
        Ok(())
    });
    let tree = app.tree();
    for said in [
        "clearable=true",
        "max_length=40",
        "prefix_icon=\"person\"",
        "password_toggle=true",
        "max_length=400 readonly=true",
        "indeterminate=true size=\"small\"",
        "switch_width=\"4rem\"",
    ] {
        assert!(tree.contains(said), "{said}\n{tree}");
    }
    assert_eq!(app.names(Role::Textbox), ["Name", "Secret", "Notes"]);
}

#[test]
fn radio_buttons_are_a_group_like_any_other() {
    let mut app = Harness::new(|ui| {
        let size = ui.radio_buttons("Size", ["S", "M"]).value();
        let colour = ui.radios("Colour", ["red", "blue"]).default_value("blue").value();
        ui.text(format_args!("{size:?} {colour:?}"));
        Ok(())
    });
    app.click(Role::Radio, "M");
    assert!(app.has(Role::Text, r#"Some("M") Some("blue")"#), "\n{}", app.tree());
    assert!(app.tree().contains("buttons=true"), "\n{}", app.tree());
}

#[test]
fn fields_and_buttons_look_as_the_app_wants_them_to() {
    let app = Harness::new(|ui| {
        ui.button("Go").plain(true).variant(Variant::Primary);
        ui.text_input("Search").filled(true).clear_icon("eraser");
        ui.text_input("Secret").show_password_icon("unlock").hide_password_icon("lock");
        ui.textarea("Notes").size(ControlSize::Small).filled(true).min_length(3).spellcheck(true);
        ui.select("Size").size(ControlSize::Large).filled(true).pill(true);
        ui.radio_buttons("Shirt", ["S", "M"]).size(ControlSize::Small).pill(true);
        Ok(())
    });
    let tree = app.tree();
    let line =
        |name: &str| tree.lines().find(|line| line.contains(&format!("\"{name}\""))).unwrap_or_default();
    for (name, said) in [
        ("Go", &["plain=true", "variant=\"primary\""][..]),
        ("Search", &["filled=true", "clear_icon=\"eraser\""]),
        ("Secret", &["show_password_icon=\"unlock\"", "hide_password_icon=\"lock\""]),
        ("Notes", &["size=\"small\"", "filled=true", "min_length=3", "spellcheck=true"]),
        ("Size", &["size=\"large\"", "filled=true", "pill=true"]),
        ("Shirt", &["size=\"small\"", "pill=true"]),
    ] {
        for part in said {
            assert!(line(name).contains(part), "{name} {part}\n{tree}");
        }
    }
    assert_eq!(app.warnings(), [""; 0]);
}
