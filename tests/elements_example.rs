//! The example `elements`: that it shows every element, is searched and gone through, and says what each reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hyperdiv::core::Role;
use hyperdiv::elements::kinds;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[expect(dead_code, reason = "its `main` opens a window")]
#[path = "../examples/elements/main.rs"]
mod example;

/// Kinds that are not to be seen on the page, each with why not.
const ABSENT: [(&str, &str); 0] = [];

fn open() -> Harness {
    Harness::builder().window(1200, 900).build(example::app)
}

/// The page of one section, gone to as a person does.
fn section(title: &str) -> Harness {
    let mut app = open();
    app.click(Role::Link, title);
    app
}

/// The kinds of the elements that are to be seen.
fn shown(app: &Harness) -> BTreeSet<String> {
    let tree = app.tree();
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[track_caller]
fn is_sound(app: &Harness, after: &str) {
    assert_eq!((app.errors(), app.warnings()), (vec![], vec![]), "{after}");
}

/// Closes what has opened above the page, by its own button where nothing else closes it.
fn close_dialog(app: &mut Harness) {
    if app.has(Role::Button, "Close it") {
        app.click(Role::Button, "Close it");
    } else if app.count(Role::Dialog) > 0 {
        app.press("Escape");
    }
}

#[test]
fn every_kind_of_element_is_shown_on_one_page() {
    let mut app = open();
    is_sound(&app, "at the start");
    let mut seen = shown(&app);
    for button in ["Open the dialog", "Open at the end"] {
        app.click(Role::Button, button);
        seen.extend(shown(&app));
        close_dialog(&mut app);
    }
    let absent: BTreeSet<_> = ABSENT.iter().map(|(name, _)| *name).collect();
    let is_missing = |name: &&str| !seen.contains(*name) && !absent.contains(name);
    let missing: Vec<_> = kinds().map(|kind| kind.name).filter(is_missing).collect();
    assert_eq!(missing, [""; 0], "show them in a file of `examples/elements`\n{}", app.tree());
    assert!(absent.iter().all(|name| !seen.contains(*name)), "of {absent:?} some are shown");
}

/// A setter that is not called is one that nobody sees at work.
#[test]
fn every_setter_of_the_table_of_elements_is_called() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = fs::read_dir(root.join("examples/elements")).unwrap().map(|file| file.unwrap().path());
    let sources: String = sources
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let table = fs::read_to_string(root.join("src-tauri/ELEMENTS.md")).unwrap();
    let (elements, _) = table.split_once("\n## Words").unwrap();
    let rows = elements.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    // What is an argument cannot be left out.
    let setters: BTreeSet<_> =
        rows.filter(|(_, rest)| rest.starts_with(" |")).map(|(name, _)| name).collect();
    assert!(setters.len() > 100, "{setters:?}");
    let is_uncalled = |setter: &&&str| !sources.contains(&format!(".{setter}("));
    let uncalled: Vec<_> = setters.iter().filter(is_uncalled).collect();
    assert!(uncalled.is_empty(), "show what {uncalled:?} do in a file of `examples/elements`");
}

#[test]
fn every_button_box_and_switch_of_the_page_works_without_a_warning() {
    let mut app = open();
    // A harness has no picker to open.
    let tree = app.tree();
    let pickers: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.trim().strip_prefix("color_picker \"")?.split('"').next())
        .collect();
    let mut clicked = 0;
    for role in
        [Role::Button, Role::Checkbox, Role::Switch, Role::Menuitem, Role::Menuitemcheckbox, Role::Tab]
    {
        for name in app.names(role) {
            let found = app.get_all(role, &name);
            if found.iter().any(|found| found.disabled) || pickers.contains(name.as_str()) {
                continue;
            }
            // Those that are gone were taken away by a click before; those that share a name close messages and tabs.
            if found.len() == 1 {
                app.click(role, &name);
                is_sound(&app, &name);
                close_dialog(&mut app);
                clicked += 1;
            }
        }
    }
    assert!(clicked > 80, "{clicked}\n{}", app.tree());
}

#[test]
fn headings_go_down_by_one_and_lead_to_each_element() {
    let app = open();
    let tree = app.tree();
    let levels: Vec<u8> = tree
        .lines()
        .filter_map(|line| match line.trim().split_once(' ')?.0.as_bytes() {
            [b'h', level @ b'1'..=b'5'] => Some(level - b'0'),
            _ => None,
        })
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert_eq!(levels.iter().filter(|level| **level == 2).count(), 16);
    assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
    let anchors: Vec<_> =
        tree.lines().filter_map(|line| line.split_once("anchor=\"")?.1.split('"').next()).collect();
    let different: BTreeSet<_> = anchors.iter().collect();
    assert_eq!(different.len(), anchors.len(), "{anchors:?}");
    assert!(anchors.contains(&"slider") && anchors.contains(&"list"), "{anchors:?}");
}

#[test]
fn elements_are_found_by_their_names_and_by_what_is_said_of_them() {
    let mut app = section("Lists and tables");
    app.set("Search", " Slider ");
    assert_eq!(app.names(Role::Heading), ["Elements", "Fields for numbers, days and colours", "slider"]);
    app.set("Search", "waits for nothing like this");
    let none =
        "No element has \u{201c}waits for nothing like this\u{201d} in its name or in what is said of it.";
    assert!(app.has(Role::Status, none), "\n{}", app.tree());
    assert_eq!(app.names(Role::Heading), ["Elements"]);
    app.set("Search", "cameras");
    assert_eq!(app.names(Role::Heading), ["Elements", "People, numbers and codes", "qr_code"]);
    app.set("Search", "");
    assert_eq!(app.names(Role::Heading)[1], "Lists and tables", "the address has stayed");
    app.set("Search", "cameras");
    app.click(Role::Link, "Buttons");
    assert_eq!(
        (app.value(Role::Textbox, "Search").as_str(), app.names(Role::Heading)[1].as_str()),
        ("", "Buttons")
    );
    is_sound(&app, "after searching");
}

#[test]
fn sections_have_addresses_and_the_way_back_leads_through_them() {
    let mut app = open();
    let headings = |app: &Harness| app.tree().matches("h2 \"").count();
    app.click(Role::Link, "Buttons");
    assert_eq!((app.location(), headings(&app)), ("/buttons".to_owned(), 1));
    app.click(Role::Link, "Navigation");
    app.go_back();
    assert_eq!(app.location(), "/buttons");
    assert!(app.has(Role::Heading, "icon_button"), "\n{}", app.tree());
    app.go_forward();
    assert_eq!(app.location(), "/navigation");
    app.click(Role::Button, "Back");
    app.click(Role::Link, "Everything");
    assert_eq!((app.location(), headings(&app)), ("/".to_owned(), 16));
    app.click(Role::Link, "To the buttons");
    assert_eq!(app.location(), "/buttons#button");
    is_sound(&app, "after going about");
}

#[test]
fn an_address_that_is_no_section_says_so_and_leads_back() {
    let mut app = Harness::builder().build(|ui| {
        if ui.button("Get lost").clicked() {
            ui.location().go("/nowhere").unwrap();
        }
        example::app(ui)
    });
    app.click(Role::Button, "Get lost");
    assert!(app.has(Role::Alert, "There is no section \u{201c}nowhere\u{201d}."), "\n{}", app.tree());
    app.click(Role::Link, "Show everything");
    assert_eq!(app.location(), "/");
}

#[test]
fn what_is_typed_stays_when_the_window_becomes_narrow() {
    let mut app = section("Fields for words");
    assert!(app.tree().contains("box :align-items=\"start\" :flex-direction=\"row\""), "\n{}", app.tree());
    app.type_into("Name", "Ada");
    app.resize(600, 900);
    assert!(!app.tree().contains("box :align-items=\"start\" :flex-direction=\"row\""), "\n{}", app.tree());
    assert!(app.has(Role::Navigation, "Sections"));
    assert!(app.has(Role::Text, "value: \"Ada\", focused: false"), "\n{}", app.tree());
    is_sound(&app, "in a narrow window");
}

#[test]
fn the_frame_of_an_app_is_shown_in_the_whole_window() {
    let mut app = section("The frame of an app");
    app.click(Role::Link, "Show one in the whole window");
    assert_eq!(app.names(Role::Heading), ["The frame of an app"]);
    assert_eq!(app.names(Role::Navigation), ["Main"]);
    app.click(Role::Link, "Back to the frame of an app");
    assert_eq!(app.location(), "/shell#template");
    is_sound(&app, "after the frame");
}

#[test]
fn fields_report_what_is_in_them() {
    let mut app = open();
    app.set("Volume", 7.5);
    app.set("Seats", "9");
    app.type_into("Notes", "Three");
    app.set("Capital", "Bern");
    app.set("Day of travel", "2026-05-04");
    for said in [
        "value: 7.5, changed: 1",
        "value: None, text: \"9\"",
        "One to eight, please.",
        "letters: 5",
        "value: \"Bern\"",
        "value: \"2026-05-04\"",
    ] {
        assert!(app.has(Role::Text, said), "{said}\n{}", app.tree());
    }
    is_sound(&app, "after filling in fields");
}

#[test]
fn what_is_chosen_ticked_and_opened_is_reported() {
    let mut app = open();
    app.click(Role::Checkbox, "Keep me signed in");
    app.click(Role::Switch, "Do not disturb");
    app.set("Country", "France");
    app.click(Role::Radio, "Half board");
    app.click(Role::Radio, "XL");
    app.click(Role::Tab, "Draft 2");
    app.click(Role::Treeitem, "README.md");
    app.click(Role::Menuitemcheckbox, "Wrap lines");
    app.click(Role::Menuitem, "Copy");
    for said in [
        "value: Some(\"fr\")",
        "value: Some(\"h\")",
        "value: Some(\"XL\")",
        "active: 2",
        "selected: Some(\"README.md\"), src is open: true",
        "done: Copy, wrap lines: true",
    ] {
        assert!(app.has(Role::Text, said), "{said}\n{}", app.tree());
    }
    assert_eq!(app.get_all(Role::Text, "checked: true").len(), 2, "\n{}", app.tree());
    is_sound(&app, "after choosing");
}

#[test]
fn what_is_pressed_is_reported() {
    let mut app = open();
    app.click(Role::Button, "Like");
    app.click(Role::Button, "Copy the greeting");
    assert_eq!(app.clipboard(), "Hello from Hyperdiv");
    app.press("Ctrl+Shift+E");
    app.click(Role::Button, "Show or hide the popup");
    app.click(Role::Link, "Count");
    for said in ["likes: 1", "copied: 1", "pressed: 1", "open: true", "followed: 1"] {
        assert!(app.has(Role::Text, said), "{said}\n{}", app.tree());
    }
    app.click(Role::Button, "Open the dialog");
    app.click(Role::Button, "Throw it away");
    assert!(app.has(Role::Text, "answer: Throw it away"), "\n{}", app.tree());
    is_sound(&app, "after pressing");
}

#[test]
fn forms_answer_what_was_filled_in() {
    let mut app = section("Forms");
    app.click(Role::Button, "Book");
    assert!(app.get(Role::Textbox, "Guest").invalid, "\n{}", app.tree());
    app.type_into("Guest", "Ada");
    app.type_into("E-mail", "ada@example.org");
    app.set("Nights", "2");
    app.click(Role::Checkbox, "I have read the rules of the house");
    app.click(Role::Button, "Book");
    let said = "submitted: Ada (ada@example.org), Single, nights: 2, no wishes";
    assert!(app.has(Role::Text, said), "\n{}", app.tree());
    is_sound(&app, "after submitting");
}
