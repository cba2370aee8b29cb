//! What holds for elements whatever a page sends and whatever an app says: limits are kept in Rust.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::{Value as Json, json};

/// Each change is newer than the one before.
static REVISION: AtomicU64 = AtomicU64::new(1000);

/// Sends a change of an element's property; true where the app took it.
#[track_caller]
fn takes(app: &mut Harness, (role, name, property): (Role, &str, &str), value: &Json) -> bool {
    let id = app.wire_id(role, name);
    let before = (app.warnings().len(), app.tree());
    let event = json!([[id, property, value, REVISION.fetch_add(1, Ordering::Relaxed)]]);
    let taken = app.receive_events(&event).is_ok() && app.warnings().len() == before.0;
    assert!(taken || app.tree() == before.1, "{value} was refused and changed something");
    taken
}

#[test]
fn what_can_only_be_read_takes_nothing() {
    let mut app = Harness::new(|ui| {
        let locked = ui.state(|| true);
        ui.text_input("Name").default_value("Ada").readonly(locked.get());
        ui.textarea("Notes").readonly(locked.get());
        ui.slider("Volume").readonly(locked.get());
        ui.rating("Stars").readonly(locked.get());
        if ui.button("Unlock").clicked() {
            locked.set(false);
        }
        Ok(())
    });
    let all = [
        ((Role::Textbox, "Name", "value"), json!("Eve")),
        ((Role::Textbox, "Notes", "value"), json!("x")),
        ((Role::Slider, "Volume", "value"), json!(3)),
        ((Role::Slider, "Stars", "value"), json!(1)),
    ];
    for (field, value) in &all {
        assert!(!takes(&mut app, *field, value), "{field:?}");
    }
    app.click(Role::Button, "Unlock");
    for (field, value) in &all {
        assert!(takes(&mut app, *field, value), "{field:?}");
    }
}

#[test]
fn what_is_locked_in_the_turn_before_takes_nothing_either() {
    let mut app = Harness::new(|ui| {
        let locked = ui.state(|| false);
        let name = ui.text_input("Name").readonly(locked.get());
        ui.text(format_args!("Hello {}", name.value()));
        if ui.button("Lock").clicked() {
            locked.set(true);
        }
        Ok(())
    });
    let (lock, name) = (app.wire_id(Role::Button, "Lock"), app.wire_id(Role::Textbox, "Name"));
    // Two turns: what is pressed for the second time waits, and what follows it.
    let events = json!([[lock, "clicked"], [lock, "clicked"], [name, "value", "Eve", 1]]);
    assert!(app.receive_events(&events).is_ok());
    assert!(app.has(Role::Text, "Hello"), "\n{}", app.tree());
}

#[test]
fn a_text_is_no_longer_than_its_field_takes() {
    let mut app = Harness::new(|ui| {
        ui.text_input("Code").max_length(4);
        ui.textarea("Note").max_length(4).default_value("far too long");
        Ok(())
    });
    let code = (Role::Textbox, "Code", "value");
    assert!(takes(&mut app, code, &json!("1234")));
    assert!(takes(&mut app, code, &json!("\u{e9}\u{e9}\u{e9}\u{e9}")), "letters count, not bytes");
    assert!(!takes(&mut app, code, &json!("12345")));
    let note = (Role::Textbox, "Note", "value");
    assert!(!takes(&mut app, note, &json!("far too long!")));
    assert!(takes(&mut app, note, &json!("far too lon")), "what the app has put there can be made shorter");
}

#[test]
fn tags_are_as_many_as_the_app_lets_there_be_and_each_is_one() {
    let mut app = Harness::new(|ui| {
        ui.tags_input("Tags").max_tags(3);
        ui.tags_input("Old").max_tags(1).default_values(["a", "b", "c"]);
        Ok(())
    });
    let tags = (Role::Textbox, "Tags", "value");
    assert!(takes(&mut app, tags, &json!(["a", "b", "c"])));
    for bad in [json!(["a", "b", "c", "d"]), json!(["a", "a"]), json!(["a", ""])] {
        assert!(!takes(&mut app, tags, &bad), "{bad}");
    }
    let old = (Role::Textbox, "Old", "value");
    assert!(takes(&mut app, old, &json!(["a", "c"])), "what the app has put there can be taken away");
    assert!(!takes(&mut app, old, &json!(["a", "b", "c"])));
}

#[test]
fn of_a_tree_as_much_is_chosen_as_can_be() {
    let tree = |ui: &Ui, name: &str, selection: Option<TreeSelection>| {
        let tree = ui.tree(name);
        if let Some(selection) = selection {
            tree.selection(selection);
        }
        tree.with(|| {
            let folder = ui.tree_item("folder", "Folder").default_expanded(true);
            folder.with(|| {
                ui.tree_item("file", "File");
                ui.text_input("Search").default_value("typed");
            });
        });
    };
    let mut app = Harness::new(move |ui| {
        ui.scope(1, || tree(ui, "One", None));
        ui.scope(2, || tree(ui, "Leaf", Some(TreeSelection::Leaf)));
        ui.scope(3, || tree(ui, "Several", Some(TreeSelection::Multiple)));
        Ok(())
    });
    let select = |name| (Role::Tree, name, "selected");
    let (both, folder, file) = (json!(["folder", "file"]), json!(["folder"]), json!(["file"]));
    assert!(takes(&mut app, select("One"), &folder) && takes(&mut app, select("One"), &file));
    assert!(!takes(&mut app, select("One"), &both), "it is one thing");
    assert!(takes(&mut app, select("Leaf"), &file));
    assert!(!takes(&mut app, select("Leaf"), &folder), "it has something in it");
    assert!(takes(&mut app, select("Several"), &both));
    for name in ["One", "Leaf", "Several"] {
        assert!(!takes(&mut app, select(name), &json!(["typed"])), "what is typed there is no choice");
    }
}

#[test]
fn a_carousel_is_at_something_that_it_has() {
    let mut app = Harness::new(|ui| {
        let slides = ui.state(|| 3);
        let tour = ui.carousel("Tour");
        tour.with(|| ui.each(0..slides.get(), |n| *n, |n| ui.carousel_item().with(|| ui.text(n))));
        ui.text(format_args!("at {}", tour.selected()));
        if ui.button("Less").clicked() {
            slides.set(1);
        }
        Ok(())
    });
    let tour = (Role::Region, "Tour", "slide");
    assert!(takes(&mut app, tour, &json!(2)));
    for bad in [json!(3), json!(0.5), json!(-1), json!(1e300)] {
        assert!(!takes(&mut app, tour, &bad), "{bad}");
    }
    app.click(Role::Button, "Less");
    assert!(app.has(Role::Text, "at 0"), "where it was is not there any more\n{}", app.tree());
}

#[test]
fn what_a_page_cannot_show_is_left_out_and_told() {
    let app = Harness::new(|ui| {
        ui.select("Size").options(["S", ""]).option("", "Any");
        ui.radio_group("Colour").option("", "None");
        ui.multi_select("Days").option("", "No day");
        let tabs = ui.tab_group();
        tabs.tab("", "All");
        tabs.tab("new", "New");
        ui.text(format_args!("shows {}", tabs.active()));
        Ok(())
    });
    assert_eq!(app.names(Role::Option), ["S"]);
    assert_eq!((app.count(Role::Radio), app.count(Role::Checkbox)), (0, 0));
    assert!(app.get(Role::Tab, "All").disabled);
    assert!(app.has(Role::Text, "shows new"), "\n{}", app.tree());
    assert_eq!(app.warnings().len(), 4, "one for each element: {:?}", app.warnings());
}

#[test]
fn numbers_that_would_hold_a_page_up_are_not_for_it() {
    let app = Harness::new(|ui| {
        ui.carousel("Tour").slides_per_page(0).slides_per_move(0);
        ui.rating("Stars").max(u32::MAX);
        ui.qr_code("x").size(u32::MAX);
        ui.format_number(1).min_integer_digits(0);
        Ok(())
    });
    let tree = app.tree();
    for part in ["slides_per_page=1", "slides_per_move=1", "max=100", "size=4096", "min_integer_digits=1"] {
        assert!(tree.contains(part), "{part}\n{tree}");
    }
}

#[test]
fn an_animation_goes_as_a_browser_can_and_a_carousel_as_a_person_can_follow() {
    let app = Harness::new(|ui| {
        ui.animation("fadeIn").iteration_start(-1).playback_rate(0).with(|| ui.text("Slow"));
        ui.animation("fadeIn").iteration_start(0.5).playback_rate(1e9).with(|| ui.text("Fast"));
        ui.animation("fadeIn").playback_rate(f64::NAN).with(|| ui.text("No number"));
        ui.carousel("Tour").autoplay(true).autoplay_interval(Duration::from_millis(1));
        Ok(())
    });
    let tree = app.tree();
    let parts = [
        ("iteration_start=0.0", 1),
        ("iteration_start=0.5", 1),
        ("playback_rate=0.01", 2),
        ("playback_rate=100.0", 1),
        ("autoplay_interval=1000", 1),
    ];
    for (part, times) in parts {
        assert_eq!(tree.matches(part).count(), times, "{part}\n{tree}");
    }
    for told in ["iteration_start at", "is taken as 0.01", "is taken as 100"] {
        assert!(app.warnings().iter().any(|line| line.contains(told)), "{told}: {:?}", app.warnings());
    }
}

#[test]
fn a_person_in_a_test_can_do_what_one_at_a_window_can() {
    let mut app = Harness::new(|ui| {
        let code = ui.text_input("Code").max_length(4);
        ui.text(format_args!("Code {}", code.value()));
        let (leaf, several) = (
            ui.tree("Leaf").selection(TreeSelection::Leaf),
            ui.tree("Several").selection(TreeSelection::Multiple),
        );
        leaf.with(|| ui.tree_item("src", "Sources").with(|| ui.tree_item("lib", "Library")));
        several.with(|| {
            ui.tree_item("week", "Week").default_expanded(true).with(|| {
                ui.tree_item("sat", "Saturday");
                ui.tree_item("sun", "Sunday").disabled(true);
                ui.tree_item("mon", "Monday");
            });
        });
        ui.text(format_args!("{:?} {:?}", leaf.values(), several.values()));
        Ok(())
    });
    app.type_into("Code", "12345");
    assert!(app.has(Role::Text, "Code 1234"), "\n{}", app.tree());
    app.click(Role::Treeitem, "Sources");
    assert!(app.has(Role::Text, "[] []"), "it has opened, and is not chosen\n{}", app.tree());
    app.click(Role::Treeitem, "Library");
    app.click(Role::Treeitem, "Week");
    assert!(app.has(Role::Text, r#"["lib"] ["week", "sat", "mon"]"#), "\n{}", app.tree());
    app.click(Role::Treeitem, "Saturday");
    assert!(app.has(Role::Text, r#"["lib"] ["mon"]"#), "\n{}", app.tree());
    app.click(Role::Treeitem, "Saturday");
    assert!(app.has(Role::Text, r#"["lib"] ["week", "sat", "mon"]"#), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn what_is_not_offered_any_more_is_not_ticked_and_comes_back_with_its_offer() {
    let mut app = Harness::new(|ui| {
        let all = ui.checkbox("All").default_checked(true).is_checked();
        let sizes = ui.multi_select("Sizes").default_values(["S", "L"]).options(["S", "M"]);
        if all {
            sizes.option("L", "Large");
        }
        ui.text(format_args!("{:?}", sizes.values()));
        Ok(())
    });
    assert!(app.has(Role::Text, r#"["S", "L"]"#), "\n{}", app.tree());
    app.set("All", false);
    assert!(app.has(Role::Text, r#"["S"]"#), "\n{}", app.tree());
    app.set("All", true);
    assert!(app.has(Role::Text, r#"["S", "L"]"#), "\n{}", app.tree());
}

#[test]
fn what_only_the_app_takes_away_is_not_taken_away_by_a_page() {
    let mut app = Harness::new(|ui| {
        let kept = ui.tab_group().tab("a", "Kept");
        let tag = ui.tag("Fixed");
        let asks = ui.dialog("Terms").closable(false).default_open(true);
        asks.with(|| {
            ui.text(format_args!("{} {} {}", kept.closed(), tag.removed(), asks.is_open()));
            if ui.button("Agree").clicked() {
                asks.close();
            }
        });
        Ok(())
    });
    let ids = [
        app.wire_id(Role::Tab, "Kept"),
        app.wire_id(Role::Text, "Fixed"),
        app.wire_id(Role::Dialog, "Terms"),
    ];
    for event in
        [json!([ids[0], "closed"]), json!([ids[1], "removed"]), json!([ids[2], "opened", false, 5000])]
    {
        let before = app.warnings().len();
        assert!(app.receive_events(&json!([event])).is_ok());
        assert_eq!(app.warnings().len(), before + 1, "{event} was taken");
    }
    app.click(Role::Button, "Agree");
    assert!(!app.has(Role::Dialog, "Terms"), "the app closes it\n{}", app.tree());
}

/// A mark is an element of the page: a slider of a million steps would hold it up for minutes.
#[test]
fn a_slider_has_no_marks_where_there_are_too_many_steps() {
    let app = Harness::new(|ui| {
        ui.slider("Few").min(-100).max(100).markers(true);
        ui.slider("By default").markers(true);
        ui.slider("Many").max(201).markers(true);
        ui.slider("Fine").step(0.001).markers(true);
        ui.slider("Said later").markers(true).max(1e300);
        ui.slider("Said later still").markers(true).min(-1e9);
        ui.slider("Unmarked").markers(false).max(1e9);
        Ok(())
    });
    let tree = app.tree();
    let marked = |name: &str| {
        tree.lines()
            .find(|line| line.contains(&format!("\"{name}\"")))
            .is_some_and(|line| line.contains("markers=true"))
    };
    assert!(marked("Few") && marked("By default"), "{tree}");
    for name in ["Many", "Fine", "Said later", "Said later still", "Unmarked"] {
        assert!(!marked(name), "{name}\n{tree}");
    }
    assert_eq!(app.warnings().len(), 4, "{:?}", app.warnings());
}

#[test]
fn a_number_that_the_app_sets_is_within_the_limits_of_the_page_as_well() {
    let mut app = Harness::new(|ui| {
        let volume = ui.slider("Volume").default_value(200);
        let stars = ui.rating("Stars").default_value(-3);
        let panel = ui.split_panel("Width").default_value(1000);
        let wide = ui.slider("Wide").max(300).default_value(200);
        ui.text(format_args!("{} {} {} {}", volume.value(), stars.value(), panel.value(), wide.value()));
        if ui.button("Lower").clicked() {
            volume.set(-5);
        }
        Ok(())
    });
    assert!(app.has(Role::Text, "100 0 100 200"), "\n{}", app.tree());
    app.click(Role::Button, "Lower");
    assert!(app.has(Role::Text, "0 0 100 200"), "\n{}", app.tree());
}

#[test]
fn limits_of_a_number_that_nothing_is_within_count_for_nothing() {
    let mut app = Harness::new(|ui| {
        let crossed = ui.number_input("Crossed").min(5).max(1).default_value(3);
        let none = ui.number_input("None").min(f64::NAN).max(f64::INFINITY).default_value(4);
        let step = ui.number_input("Still").step(0).default_value(5);
        ui.number_input("Nought").default_value(f64::NAN);
        let good = ui.number_input("Good").max(9).min(2).default_value(1);
        ui.text(format_args!("{:?} {:?} {:?}", crossed.value(), none.value(), step.value()));
        ui.text(format_args!("{:?}", good.value()));
        Ok(())
    });
    assert!(app.has(Role::Text, "Some(3.0) Some(4.0) Some(5.0)"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "None"), "limits that can be kept are kept\n{}", app.tree());
    let warnings = app.warnings();
    assert_eq!(warnings.len(), 5, "{warnings:?}");
    assert_eq!(app.value(Role::Spinbutton, "Nought"), "0");
    assert!(warnings.iter().any(|warning| warning.contains("at least 5 and at most 1")), "{warnings:?}");
    app.set("Crossed", "70");
    assert!(app.has(Role::Text, "Some(70.0) Some(4.0) Some(5.0)"), "\n{}", app.tree());
}
