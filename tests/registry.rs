//! Rust and the page agree on the kinds of elements: this writes down what Rust has, and a test of the page compares its
//! registry with it.

use std::path::Path;

use hyperdiv::elements::KINDS;
use serde_json::json;

#[test]
fn the_page_is_told_every_kind_of_element() {
    let kinds: Vec<_> = KINDS
        .iter()
        .map(|kind| {
            let inputs: Vec<_> = kind.inputs.iter().map(|input| input.name).collect();
            json!({ "name": kind.name, "children": kind.children, "inputs": inputs, "events": kind.events })
        })
        .collect();
    let told = format!("{:#}\n", json!(kinds));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/test/kinds.json");
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(known == told, "ui/test/kinds.json is out of date; its content has to be:\n{told}");
}
