//! Messages for the page's own tests: what the runtime sends for random scripts, beside the whole tree after each step. The page's
//! applier must make the same of both.

use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use super::page::Driver;
use super::rows::{Item, item};
use super::script::{Model, Step, step, take};

const SCRIPTS: usize = 12;

/// The same scripts wherever and however often it is made.
fn scripts() -> Vec<(Vec<Item>, Vec<Step>)> {
    let config = Config { rng_seed: RngSeed::Fixed(17), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let script = (prop::collection::vec(item(), 3..6), prop::collection::vec(step(8), 10));
    (0..SCRIPTS).map(|_| script.new_tree(&mut runner).unwrap().current()).collect()
}

fn parsed(messages: &mut Vec<String>) -> Vec<Value> {
    messages.drain(..).map(|message| serde_json::from_str(&message).unwrap()).collect()
}

/// A script as the page gets it: the frames of each step, the change of a field that the person made, and the tree after it.
fn played((items, steps): (Vec<Item>, Vec<Step>)) -> Value {
    let (mut model, mut again) = (Model::new(items.clone()), Model::new(items));
    let mut patched = Driver::start(model.items.clone());
    let mut anew = Driver::start(again.items.clone());
    let first = parsed(&mut patched.messages);
    let steps: Vec<Value> = steps
        .iter()
        .map(|step| {
            let event = take(step, &mut patched, &mut model);
            take(step, &mut anew, &mut again);
            anew.connect();
            let changed = event.filter(|event| event.as_array().is_some_and(|parts| parts.len() == 4));
            json!({
                "changed": changed,
                "frames": parsed(&mut patched.messages),
                "whole": parsed(&mut anew.messages),
            })
        })
        .collect();
    json!({ "first": first, "steps": steps })
}

/// The same with the names of each object in order, whichever way the JSON library keeps them in this build.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        plain => plain,
    }
}

#[test]
fn the_pages_corpus_is_of_this_runtime() {
    let scripts: Vec<Value> = scripts().into_iter().map(played).map(sorted).collect();
    let lines: Vec<String> = scripts.iter().map(Value::to_string).collect();
    // A script a line: what has changed can be seen.
    let told = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/test/corpus.json");
    if std::env::var_os("HYPERDIV_BLESS").is_some() {
        std::fs::write(&path, &told).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(before == told, "{} is out of date: run this test with HYPERDIV_BLESS=1", path.display());
}
