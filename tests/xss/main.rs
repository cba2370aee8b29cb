//! Hostile strings, through every property of every element that takes a text, and through documents.
//!
//! The strings in `classic.json` are our own, of the shapes that are known. `cargo xtask xss` gives the published lists besides, in the file
//! that `HYPERDIV_XSS_STRINGS` names, and reads the line with the counts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod oracle;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use hyperdiv::elements::{kinds, languages};
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde::Deserialize;

/// What the tests try.
#[derive(Deserialize)]
struct Lists {
    strings: Vec<String>,
    /// Markup that does no harm, and stays as far as documents have such elements.
    acceptable: Vec<String>,
}

fn lists() -> Lists {
    let mut lists: Lists = serde_json::from_str(include_str!("classic.json")).unwrap();
    if let Some(path) = std::env::var_os("HYPERDIV_XSS_STRINGS") {
        let more: Lists = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        lists.strings.extend(more.strings);
        lists.acceptable.extend(more.acceptable);
    }
    lists
}

/// The properties of each kind that the page lets any text into; a test of the page writes and compares the file.
fn text_properties() -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(include_str!("../../ui/test/text-properties.json")).unwrap()
}

/// An app that shows one string after the other, and the string that it shows.
fn shown_by(show: impl Fn(&Ui, &str) + 'static) -> (Rc<RefCell<String>>, Harness) {
    let text = Rc::new(RefCell::new(String::new()));
    let shared = Rc::clone(&text);
    let app = Harness::new(move |ui| {
        _ = ui.button("Next").clicked();
        show(ui, &shared.borrow());
        Ok(())
    });
    (text, app)
}

#[test]
fn no_string_becomes_more_than_content_in_a_document() {
    let Lists { strings, acceptable } = lists();
    let (text, mut app) = shown_by(|ui, text| {
        ui.markdown(text);
        // As markup that no mark of Markdown comes before.
        ui.markdown(format_args!("<div>{}</div>", text.replace('\n', " ")));
    });
    let mut links = 0;
    // Also two of them behind each other: one may open what the other closes.
    let pairs = strings.windows(2).map(|pair| pair.concat());
    for string in strings.iter().chain(&acceptable).cloned().chain(pairs) {
        text.replace(string.clone());
        app.click(Role::Button, "Next");
        let markup = app.markup();
        assert_eq!(markup.len(), 2);
        for markup in markup {
            let harm = oracle::harm_in(&markup);
            assert!(harm.is_empty(), "{string:?} is shown as {markup:?}: {harm:?}");
            links += markup.matches("<a href").count();
        }
    }
    assert!(links > 0, "some of them are links that may be there");
    assert_eq!(app.errors(), Vec::<String>::new());
    println!("xss: documents: {} strings, 0 executions", strings.len() + acceptable.len());
}

#[test]
fn content_that_does_no_harm_stays() {
    let (text, mut app) = shown_by(|ui, text| _ = ui.markdown(text));
    for string in lists().acceptable {
        text.replace(string.clone());
        app.click(Role::Button, "Next");
        let markup = app.markup().concat();
        let mut kept = oracle::inert_in(&markup);
        for name in oracle::inert_in(&string) {
            let at = kept.iter().position(|kept| *kept == name);
            let at = at.unwrap_or_else(|| panic!("{string:?} has lost {name}: {markup:?}"));
            kept.remove(at);
        }
    }
}

#[test]
fn every_text_of_every_element_arrives_as_the_text_that_it_is() {
    let strings = lists().strings;
    let properties = text_properties();
    let named: usize = properties.values().map(Vec::len).sum();
    assert!(kinds().all(|kind| properties.contains_key(kind.name)), "a kind of element is not tried");
    let (text, mut app) = shown_by(move |ui, text| {
        for kind in kinds() {
            ui.scope(kind.name, || {
                let element = ui.element(kind);
                for property in properties.get(kind.name).into_iter().flatten() {
                    element.set_text(property.clone().leak(), text);
                }
            });
        }
    });
    text.replace("plain".to_owned());
    app.click(Role::Button, "Next");
    let lines = app.tree().lines().count();
    for string in &strings {
        text.replace(string.clone());
        app.click(Role::Button, "Next");
        let tree = app.tree();
        assert_eq!(tree.lines().count(), lines, "{string:?}\n{tree}");
        assert!(app.has(Role::Text, string), "{string:?}\n{tree}");
        assert_eq!(app.markup(), Vec::<String>::new(), "{string:?}");
    }
    assert_eq!(app.errors(), Vec::<String>::new());
    println!("xss: properties: {} strings, {} kinds, {named} properties", strings.len(), kinds().count());
}

#[test]
fn code_is_the_text_that_it_is_in_every_language() {
    let strings = lists().strings;
    let (text, mut app) = shown_by(|ui, text| {
        let all = languages();
        let language = all[text.len() % all.len()].0;
        ui.code(text, language);
        ui.code("as called", text);
    });
    for string in &strings {
        text.replace(string.clone());
        app.click(Role::Button, "Next");
        assert!(app.names(Role::Code).contains(&string.trim().to_owned()), "{string:?}\n{}", app.tree());
    }
}
