//! What axe-core, the checker of accessibility by Deque, finds in the windows of the examples, in light and dark: nothing. With
//! `--nocapture` it prints what it has looked at.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::{Desk, Under};
use crate::page::App;

/// Runs axe with all its rules, those of good practice included.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document).then(
        ({ passes, incomplete, violations }) => done({
            passes: passes.length,
            incomplete: incomplete.map(({ id, nodes }) => [id, nodes.length]),
            violations: violations.map(({ id, help, nodes }) => ({
                id, help, at: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 300)}: ${failureSummary}`),
            })),
        }),
        (error) => done({ error: String(error) }),
    );";

/// What axe finds wrong, each with where it is; what it has looked at is printed.
pub(crate) fn violations(app: &App, what: &str) -> Vec<Value> {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(&axe).unwrap();
    app.run(&source, &[]);
    // Colours that fade would be compared on their way; what turns for ever does not fade.
    app.wait_often(
        "document.getAnimations().every(({ playState, effect }) => playState !== 'running'
            || effect.getComputedTiming().endTime === Infinity)",
    );
    let found = app.run_async(RUN);
    let passes = found["passes"].as_u64().unwrap_or_else(|| panic!("axe did not run: {found}"));
    assert!(passes >= 10, "axe has looked at next to nothing: {found}");
    let violations = found["violations"].as_array().unwrap().clone();
    println!(
        "axe, {what}: {passes} rules passed, {} violated, undecided: {}",
        violations.len(),
        found["incomplete"]
    );
    violations
}

#[test]
fn the_examples_have_no_violation_in_light_and_dark() {
    let mut all = Vec::new();
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let theme = if dark { "dark" } else { "light" };
        for name in ["gallery", "accounts", "todo", "calculator", "simple_todo", "privacy_probe"] {
            let app = desk.app(name, Under::Nothing);
            app.wait("document.documentElement.dataset.theme === arguments_[0]", &[json!(theme)]);
            let what = format!("{name}, {theme}");
            let found = violations(&app, &what);
            all.extend(found.into_iter().map(|violation| (what.clone(), violation)));
            app.terminate();
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn what_is_wrong_is_found() {
    let desk = Desk::new();
    let app = desk.app("calculator", Under::Nothing);
    app.run("document.querySelector('#app').append(document.createElement('input'))", &[]);
    let found = violations(&app, "a field without a name");
    assert_eq!(found.iter().map(|violation| &violation["id"]).collect::<Vec<_>>(), [&json!("label")]);
}
