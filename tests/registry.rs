//! Rust and the page agree on the kinds of elements, on style properties, on the theme's tokens and on languages of code: this writes down what Rust
//! has, and tests of the page compare its own with it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeSet;
use std::path::Path;

use hyperdiv::elements::{STYLE_NAMES, kinds, languages, tokens};
use serde_json::{Value, json};

fn is_told(file: &str, known: &Value) {
    let told = format!("{known:#}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/test").join(file);
    if std::env::var_os("HYPERDIV_BLESS").is_some() {
        std::fs::write(&path, &told).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        before == told,
        "{} is out of date: run this test with HYPERDIV_BLESS=1, or make it:\n{told}",
        path.display()
    );
}

#[test]
fn the_page_is_told_every_kind_of_element() {
    let kinds: Vec<_> = kinds()
        .map(|kind| {
            let inputs: Vec<_> = kind.inputs.iter().map(|input| input.name).collect();
            json!({ "name": kind.name, "children": kind.children, "inputs": inputs, "events": kind.events })
        })
        .collect();
    is_told("kinds.json", &json!(kinds));
}

#[test]
fn no_two_kinds_have_the_same_name_or_number() {
    let all: Vec<_> = kinds().collect();
    let (names, ids): (BTreeSet<_>, BTreeSet<_>) = all.iter().map(|kind| (kind.name, kind.id)).unzip();
    assert_eq!((names.len(), ids.len()), (all.len(), all.len()));
}

#[test]
fn the_page_is_told_every_style_property() {
    let mut names: Vec<_> = STYLE_NAMES.iter().filter_map(|name| name.strip_prefix(':')).collect();
    assert_eq!(names.len(), STYLE_NAMES.len(), "a style property begins with a colon");
    names.sort_unstable();
    is_told("styles.json", &json!(names));
}

#[test]
fn the_page_is_told_every_token_of_the_theme() {
    let names: Vec<_> = tokens()
        .iter()
        .map(|css| {
            let name = css.strip_prefix("var(").and_then(|css| css.strip_suffix(')'));
            name.unwrap_or_else(|| panic!("{css} names no token")).to_owned()
        })
        .collect();
    is_told("tokens.json", &json!(names));
}

#[test]
fn the_page_is_told_every_language_of_code() {
    let all = languages().iter().map(|(name, others)| ((*name).to_owned(), json!(others)));
    is_told("languages.json", &Value::Object(all.collect()));
}
