//! Animations, parts, grids, fields that offer something, and the frame of an app.

use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::json;

#[test]
fn an_animation_plays_when_the_app_says_and_tells_its_end() {
    let mut app = Harness::new(|ui| {
        let shake = ui.animation("headShake").easing(Easing::EaseInOut).iterations(2);
        shake.duration(Duration::from_millis(250)).delay(Duration::from_secs(1));
        shake.keyframe(0.0).opacity(0.0).width(1);
        shake.keyframe(7.0).opacity(1.0);
        shake.with(|| ui.text("Wrong password"));
        if ui.button("Shake").clicked() {
            shake.play();
        }
        if shake.finished() {
            ui.toast("Done");
        }
        ui.text(shake.is_playing());
        ui.animation("no such thing").with(|| ui.text("Still"));
        Ok(())
    });
    assert!(
        app.warnings().iter().any(|line| line.contains("no animation \"no such thing\"")),
        "{:?}",
        app.warnings()
    );
    app.click(Role::Button, "Shake");
    assert!(app.has(Role::Text, "true"), "\n{}", app.tree());
    let tree = app.tree();
    assert!(
        tree.contains("keyframe :opacity=0.0 :width=\"1rem\" offset=0.0") && tree.contains("offset=1.0"),
        "\n{tree}"
    );
    assert!(tree.contains("duration=250") && tree.contains("delay=1000"), "\n{tree}");
}

#[test]
fn parts_of_a_component_are_styled_by_their_names() {
    let app = Harness::new(|ui| {
        let bar = ui.progress_bar("Upload");
        bar.part("indicator").background_color(Hue::Red);
        bar.part("nothing").opacity(0.0);
        ui.tab_group().part("tabs").gap(1);
        Ok(())
    });
    let tree = app.tree();
    assert!(
        tree.contains("part :background-color=\"var(--hd-color-red-600)\" part=\"indicator\""),
        "\n{tree}"
    );
    assert!(tree.contains("part=\"tabs\""), "\n{tree}");
    assert_eq!(app.warnings().len(), 1, "{:?}", app.warnings());
    assert!(
        app.warnings()[0].contains("there are base, progress-bar, indicator, label"),
        "{:?}",
        app.warnings()
    );
}

#[test]
fn a_grid_has_columns_and_what_spans_them() {
    let app = Harness::new(|ui| {
        ui.grid(3).gap(1).with(|| {
            ui.card().column_span(2).row_span(0);
        });
        ui.grid(0)
            .grid_columns([Track::Length(Length::Rem(20.0)), Track::Share(1.5), Track::Auto])
            .grid_rows([Track::MinContent, Track::Share(f64::NAN)]);
        ui.box_()
            .width(Length::Percent(100.0) - Length::Rem(20.0))
            .height(Length::Vh(50.0) + Length::Px(2.0));
        Ok(())
    });
    let tree = app.tree();
    for said in [
        ":grid-template-columns=\"repeat(3, minmax(0, 1fr))\"",
        ":grid-column=\"span 2\"",
        ":grid-row=\"span 1\"",
        ":grid-template-columns=\"20rem minmax(0, 1.5fr) auto\"",
        ":grid-template-rows=\"min-content minmax(0, 0fr)\"",
        ":width=\"calc(100% - 20rem)\"",
        ":height=\"calc(50vh + 2px)\"",
    ] {
        assert!(tree.contains(said), "{said}\n{tree}");
    }
    assert_eq!(app.warnings().len(), 1, "{:?}", app.warnings());
}

#[test]
fn a_combobox_takes_any_text_and_offers_some() {
    let mut app = Harness::new(|ui| {
        let city =
            ui.combobox("City").suggestions(["Berlin", "Bern"]).suggestion("Paris").placeholder("Where?");
        ui.text(city.value());
        Ok(())
    });
    app.type_into("City", "Nowhere <b>");
    assert!(app.has(Role::Text, "Nowhere <b>"), "\n{}", app.tree());
    app.set("City", "Bern");
    assert_eq!(app.value(Role::Combobox, "City"), "Bern");
    let city = app.wire_id(Role::Combobox, "City");
    assert!(app.receive_events(&json!([[city, "value", "x".repeat(64 * 1024 + 1), 90]])).is_ok());
    assert!(app.has(Role::Text, "Bern"), "\n{}", app.tree());
}

fn shell(ui: &Ui) -> Result {
    let frame = ui.template("Bookshelf");
    frame.topbar(|| ui.icon_link("question-circle", "Help", "/help"));
    let guide = [NavLink { icon: "book", name: "Begin", to: "/guide/begin" }];
    let followed = frame.sidebar(|| {
        let items = [
            NavItem::Link(NavLink { icon: "house", name: "Home", to: "/" }),
            NavItem::Section { name: "Guide", links: &guide },
        ];
        ui.navigation_menu("Main", &items)
    });
    if followed {
        frame.close_sidebar();
    }
    frame.body(|| ui.text(format_args!("at {}", ui.location().path())));
    Ok(())
}

#[test]
fn the_frame_of_an_app_has_a_side_that_leads_through_it() {
    let mut app = Harness::builder().window(1400, 900).build(shell);
    assert_eq!(app.names(Role::Navigation), ["Main"]);
    assert!(!app.has(Role::Link, "Begin"), "a section is closed\n{}", app.tree());
    app.click(Role::Button, "Guide");
    app.click(Role::Link, "Begin");
    assert!(app.has(Role::Text, "at /guide/begin"), "\n{}", app.tree());
    let tree = app.tree();
    assert!(tree.contains("link \"Begin\" :padding=\"0.25rem 0.5rem\" current=true"), "\n{tree}");
    assert!(tree.contains("prefix_icon=\"book\""), "before its name\n{tree}");
    app.click(Role::Link, "Bookshelf");
    assert_eq!(app.location(), "/");
}

#[test]
fn in_a_narrow_window_the_side_is_a_drawer_and_links_are_icons() {
    let mut app = Harness::builder().window(600, 900).build(shell);
    assert_eq!(app.count(Role::Navigation), 0);
    assert!(
        app.tree().contains("link \"Help\"") && app.tree().contains("icon_only=true"),
        "\n{}",
        app.tree()
    );
    app.hover(Role::Link, "Help");
    assert!(app.has(Role::Tooltip, "Help"), "\n{}", app.tree());
    app.click(Role::Button, "Menu");
    assert!(app.has(Role::Dialog, "Bookshelf"), "\n{}", app.tree());
    app.click(Role::Link, "Home");
    assert_eq!(app.count(Role::Dialog), 0, "following a link closes it\n{}", app.tree());
}

#[test]
fn the_theme_is_chosen_from_a_menu() {
    let mut app = Harness::new(|ui| {
        ui.theme_switcher();
        Ok(())
    });
    app.click(Role::Button, "Theme");
    assert_eq!(app.names(Role::Menuitem), ["Light", "Dark", "System"]);
    app.click(Role::Menuitem, "Dark");
    assert_eq!(app.theme(), "dark");
    assert_eq!(app.count(Role::Menuitem), 0, "\n{}", app.tree());
    app.click(Role::Button, "Theme");
    app.click(Role::Menuitem, "System");
    assert_eq!(app.theme(), "system");
}
