//! The example `elements`: that it shows every element, is searched and gone through, and says what each reports.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeSet;

use hyperdiv::core::Role;
use hyperdiv::elements::kinds;
use hyperdiv::testing::Harness;

#[expect(dead_code, reason = "its `main` opens a window")]
#[path = "../examples/elements/main.rs"]
mod example;

/// Kinds that are not to be seen on the page, each with why not.
const ABSENT: [(&str, &str); 0] = [];

fn open() -> Harness {
    Harness::builder().window(1200, 900).build(example::app)
}

/// The address of the page, gone to as a person does who follows a link to it.
fn section(title: &str) -> Harness {
    let mut app = open();
    app.click(Role::Link, title);
    app
}

#[test]
fn every_kind_of_element_is_shown_on_one_page() {
    let app = open();
    let tree = app.tree();
    let shown: BTreeSet<_> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let absent: BTreeSet<_> = ABSENT.iter().map(|(name, _)| *name).collect();
    let missing: Vec<_> =
        kinds().map(|kind| kind.name).filter(|name| !shown.contains(name) && !absent.contains(name)).collect();
    assert_eq!(missing, [""; 0], "\n{tree}");
    let needless: Vec<_> = absent.intersection(&shown).collect();
    assert!(needless.is_empty(), "{needless:?} are shown");
    assert_eq!((app.errors(), app.warnings()), (vec![], vec![]));
}

#[test]
fn every_button_of_the_page_does_what_it_does_without_a_warning() {
    let mut app = open();
    let names: Vec<_> = app.names(Role::Button);
    assert!(names.len() > 60, "{names:?}");
    for name in &names {
        // Of several, which are those that close a message, and what a click before has taken away.
        let all = app.get_all(Role::Button, name);
        if all.len() != 1 || all[0].disabled {
            continue;
        }
        app.click(Role::Button, name);
        assert_eq!((app.errors(), app.warnings()), (vec![], vec![]), "{name}");
    }
}
