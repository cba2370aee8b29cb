//! Tabs, trees, carousels, panels and media: what shows of several things, and what the page may say of it.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::json;

#[test]
fn one_tab_is_active_and_any_value_names_it() {
    let mut app = Harness::new(|ui| {
        let open = ui.state(|| vec![10, 20, 30]);
        let tabs = ui.tab_group().placement(Side::Start).activation(Activation::Manual);
        for number in open.cloned() {
            let tab = tabs.tab(number, format_args!("Folder {number}")).closable(number == 20);
            tab.disabled(number == 30);
            if tab.closed() {
                open.update(|open| open.retain(|one| *one != number));
            }
        }
        ui.text(format_args!("{} {:?} {}", tabs.active(), tabs.changed(), tabs.is_active(10)));
        if ui.button("Second").clicked() {
            tabs.set(20);
        }
        Ok(())
    });
    assert_eq!(app.names(Role::Tab), ["Folder 10", "Folder 20", "Folder 30"]);
    assert!(app.has(Role::Text, "10 None true"), "the first one, unless it is said\n{}", app.tree());
    assert_eq!(app.value(Role::Tab, "Folder 10"), "true");
    app.click(Role::Tab, "Folder 20");
    assert!(app.has(Role::Text, "20 None false"), "\n{}", app.tree());
    app.click(Role::Tab, "Folder 10");
    app.click(Role::Button, "Second");
    assert!(app.has(Role::Text, "20 None false"), "\n{}", app.tree());
    app.focus(Role::Tab, "Folder 10");
    app.press("Delete");
    assert_eq!(app.count(Role::Tab), 3, "one that cannot be closed stays");
    app.focus(Role::Tab, "Folder 20");
    app.press("Delete");
    assert_eq!(app.names(Role::Tab), ["Folder 10", "Folder 30"]);
    assert!(app.has(Role::Text, "10 None true"), "what was closed is not active\n{}", app.tree());
    let tab = app.wire_id(Role::Tab, "Folder 30");
    assert!(app.receive_events(&json!([[tab, "closed"]])).is_ok());
    assert_eq!(app.count(Role::Tab), 2, "one that is switched off tells nothing");
}

#[test]
fn what_is_chosen_in_a_tree_stays_chosen() {
    let mut app = Harness::new(|ui| {
        let files =
            ui.tree("Files").indent_size(1).indent_guide_style(GuideStyle::Dotted).default_values(["readme"]);
        files.with(|| {
            ui.tree_item("readme", "README");
            let src = ui.tree_item("src", "src").expand_icon("folder");
            src.with(|| {
                ui.tree_item("lib", "lib.rs");
                ui.tree_item("old", "old.rs").disabled(true);
            });
            if src.expanded() {
                ui.toast("Opened");
            }
        });
        ui.text(format_args!("{:?} {:?}", files.selected(), files.is_selected("lib")));
        if ui.button("Choose").clicked() {
            files.set(["lib"]);
        }
        ui.checkbox("Other");
        Ok(())
    });
    assert!(app.has(Role::Text, r#"Some("readme") false"#), "the app can choose\n{}", app.tree());
    assert_eq!(app.names(Role::Treeitem), ["README", "src"], "what is closed does not show its own");
    app.set("src", true);
    assert_eq!(app.effects(), ["toast \"Opened\""]);
    assert_eq!(app.names(Role::Treeitem), ["README", "src", "lib.rs", "old.rs"]);
    app.click(Role::Treeitem, "lib.rs");
    app.set("Other", true);
    assert!(app.has(Role::Text, r#"Some("lib") true"#), "it is there in every run\n{}", app.tree());
    assert_eq!(app.value(Role::Treeitem, "lib.rs"), "true");
    app.click(Role::Treeitem, "README");
    app.click(Role::Button, "Choose");
    assert!(app.has(Role::Text, r#"Some("lib") true"#), "\n{}", app.tree());
    let tree = app.wire_id(Role::Tree, "Files");
    for bad in [json!(["old"]), json!(["nothing"]), json!("lib"), json!(["lib", "lib"])] {
        let before = app.warnings().len();
        assert!(app.receive_events(&json!([[tree, "selected", bad, 50]])).is_ok());
        assert_eq!(app.warnings().len(), before + 1, "{bad} was taken");
    }
}

#[test]
fn a_tree_of_which_several_are_chosen() {
    let mut app = Harness::new(|ui| {
        let tree = ui.tree("Days").selection(TreeSelection::Multiple);
        tree.with(|| {
            ui.each(["Mon", "Tue", "Wed"], |day| *day, |day| ui.tree_item(day, day));
        });
        ui.text(format_args!("{:?}", tree.values()));
        Ok(())
    });
    app.click(Role::Treeitem, "Wed");
    app.click(Role::Treeitem, "Mon");
    assert!(app.has(Role::Text, r#"["Mon", "Wed"]"#), "in the order of the tree\n{}", app.tree());
    app.click(Role::Treeitem, "Wed");
    assert!(app.has(Role::Text, r#"["Mon"]"#), "\n{}", app.tree());
}

#[test]
fn a_carousel_keeps_its_place() {
    let mut app = Harness::new(|ui| {
        let tour =
            ui.carousel("Tour").loop_around(true).navigation(true).pagination(true).aspect_ratio((16, 9));
        tour.with(|| {
            ui.each(0..3, |n| *n, |n| ui.carousel_item().with(|| ui.text(format_args!("Slide {n}"))));
        });
        ui.text(format_args!("at {} {:?}", tour.selected(), tour.changed()));
        ui.checkbox("Other");
        if ui.button("Last").clicked() {
            tour.set(2);
        }
        Ok(())
    });
    app.set("Tour", 1);
    app.set("Other", true);
    assert!(app.has(Role::Text, "at 1 None"), "it is there in every run\n{}", app.tree());
    app.click(Role::Button, "Last");
    assert!(app.has(Role::Text, "at 2 None"), "\n{}", app.tree());
    let tour = app.wire_id(Role::Region, "Tour");
    for bad in [json!(-1), json!(1024), json!("1")] {
        let before = app.warnings().len();
        assert!(app.receive_events(&json!([[tour, "slide", bad, 50]])).is_ok());
        assert_eq!(app.warnings().len(), before + 1, "{bad} was taken");
    }
}

#[test]
fn the_place_of_a_line_comes_back() {
    let mut app = Harness::new(|ui| {
        let panel = ui.split_panel("Width").default_value(30).primary(PanelEnd::Start).primary_min_size(5);
        panel.start(|| ui.text("List"));
        panel.end(|| ui.text("Detail"));
        let compare = ui.image_comparer("Before and after").divider_width(Length::Px(2.0));
        compare.before(|| ui.text("Before"));
        compare.after(|| ui.text("After"));
        ui.text(format_args!("{} {}", panel.value(), compare.value()));
        Ok(())
    });
    assert!(app.has(Role::Text, "30 50"), "\n{}", app.tree());
    app.set("Width", 62.5);
    app.set("Before and after", 12.25);
    assert!(app.has(Role::Text, "62.5 12.25"), "\n{}", app.tree());
    for text in ["List", "Detail", "Before", "After"] {
        assert!(app.has(Role::Text, text), "{text}\n{}", app.tree());
    }
    let panel = app.wire_id(Role::Separator, "Width");
    assert!(app.receive_events(&json!([[panel, "value", 100.5, 50]])).is_ok());
    assert!(app.has(Role::Text, "62.5 12.25"), "\n{}", app.tree());
}

#[test]
fn sound_and_film_say_whether_they_play() {
    let mut app = Harness::new(|ui| {
        let song = ui.audio(ui.asset(b"OggS", "audio/ogg"), "Song").loop_around(true).default_volume(0.75);
        song.source(ui.asset(b"ID3", "audio/mpeg"));
        ui.video(ui.asset(b"webm", "video/webm"), "Film").video_width(320).controls(false);
        if ui.button("Play").clicked() {
            song.play();
        }
        if song.ended() {
            ui.toast("The end");
        }
        ui.text(format_args!("{} {} {}", song.is_playing(), song.volume(), song.is_muted()));
        Ok(())
    });
    assert_eq!(app.names(Role::Group), ["Song", "Film"]);
    assert!(app.has(Role::Text, "false 0.75 false"), "\n{}", app.tree());
    app.click(Role::Button, "Play");
    assert!(app.has(Role::Text, "true 0.75 false"), "\n{}", app.tree());
    let song = app.wire_id(Role::Group, "Song");
    let all = json!([
        [song, "playing", false, 1],
        [song, "volume", 0.25, 1],
        [song, "muted", true, 1],
        [song, "ended"]
    ]);
    assert!(app.receive_events(&all).is_ok());
    assert!(app.has(Role::Text, "false 0.25 true"), "what the system does is what counts\n{}", app.tree());
    assert_eq!(app.effects(), ["toast \"The end\""]);
    assert!(app.receive_events(&json!([[song, "volume", 1.5, 9]])).is_ok());
    assert!(app.has(Role::Text, "false 0.25 true"), "\n{}", app.tree());
    let tree = app.tree();
    assert_eq!(tree.matches("src=\"hd-asset://").count(), 3, "\n{tree}");
}
