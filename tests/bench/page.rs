//! From a click to the changed document in the real window, beside the same rows made by hand in the same page.
//!
//! `cargo xtask bench` builds the app and names it: `HYPERDIV_ROWS_PROGRAM`. Both sides are clicked by one script and watched by one
//! observer, in turns; that they show the same is checked in each round. The page's clock counts whole milliseconds, so that
//! figures are means.

#![cfg_attr(not(target_os = "linux"), allow(unused))]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot go on says where")]

#[expect(dead_code, reason = "the desktop is shared with the tests of the window")]
#[path = "../desktop/desk.rs"]
mod desk;
#[expect(dead_code, reason = "the page is shared with the tests of the window")]
#[path = "../desktop/page.rs"]
mod page;
#[path = "../desktop/process.rs"]
mod process;
#[expect(dead_code, reason = "only the runtime has peers that measure themselves")]
mod report;
#[expect(dead_code, reason = "the screen is shared with the tests of the window")]
#[path = "../desktop/screen.rs"]
mod screen;
#[path = "../desktop/secrets.rs"]
mod secrets;
#[path = "../desktop/webdriver.rs"]
mod webdriver;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use desk::{Desk, Under};
use page::App;
use report::beside;

const WARM_UP: usize = 3;
const ROUNDS: usize = 24;

const PEER: &str = "page by hand";
const BUDGET: f64 = 1.2;

const WORK: [(&str, &str); 8] = [
    ("create", "create"),
    ("update", "update every 10th"),
    ("swap", "swap"),
    ("select", "select"),
    ("remove", "remove"),
    ("count", "click a counter"),
    ("append", "append"),
    ("clear", "clear"),
];

/// Milliseconds by the button that was clicked.
type Times = BTreeMap<String, Vec<f64>>;

fn main() {
    let Some(program) = std::env::var_os("HYPERDIV_ROWS_PROGRAM").map(PathBuf::from) else {
        println!("the page is measured by `cargo xtask bench`, which builds the program as it is packed");
        return;
    };
    for (count, rounds, memo) in
        [(1000, ROUNDS, false), (1000, ROUNDS, true), (10_000, ROUNDS / 4, false), (10_000, ROUNDS / 4, true)]
    {
        rows(&program, count, rounds, memo);
    }
    form(&program, 50);
}

/// Shows and hides a form, whose fields are in part those of the component library.
fn form(program: &Path, count: usize) {
    const WORK: [&str; 2] = ["show", "hide"];
    let mut desk = Desk::new();
    desk.set("HYPERDIV_FIELDS", &count.to_string());
    let app = desk.open_with(program, Under::Nothing, &[], "");
    let (mut ours, mut theirs) = (Times::new(), Times::new());
    for round in 0..WARM_UP + ROUNDS {
        let (mine, own) = clicked(&app, include_str!("fields.js"), "app", count);
        let (hand, other) = clicked(&app, include_str!("fields.js"), "hand", count);
        assert_eq!(own, other, "both show the same in round {round}");
        if round >= WARM_UP {
            for which in ["dom", "laid"] {
                add(&mut ours, &mine, &WORK, which);
                add(&mut theirs, &hand, &WORK, which);
            }
        }
    }
    for button in WORK {
        for (which, until) in [("dom", ""), ("laid", ", laid out")] {
            let key = format!("{button} {which}");
            let name = format!("{button}, a form of {count} fields in the window{until}");
            beside(&name, "ms", mean(&ours[&key]), (PEER, mean(&theirs[&key])), BUDGET, 0.0);
        }
    }
}

fn rows(program: &Path, count: usize, rounds: usize, memo: bool) {
    let mut desk = Desk::new();
    desk.set("HYPERDIV_ROWS", &count.to_string());
    desk.set("HYPERDIV_ROWS_MEMO", if memo { "yes" } else { "no" });
    let app = desk.open_with(program, Under::Nothing, &[], "");
    let (mut ours, mut theirs) = (Times::new(), Times::new());
    let buttons = WORK.map(|(button, _)| button);
    for round in 0..WARM_UP + rounds {
        let (mine, own) = clicked(&app, include_str!("page.js"), "app", count);
        let (hand, other) = clicked(&app, include_str!("page.js"), "hand", count);
        assert_eq!(own, other, "both show the same in round {round}");
        if round >= WARM_UP {
            for which in ["dom", "laid"] {
                add(&mut ours, &mine, &buttons, which);
                add(&mut theirs, &hand, &buttons, which);
            }
        }
    }
    let how = if memo { ", memoised" } else { "" };
    for (button, name) in WORK {
        for (which, until) in [("dom", ""), ("laid", ", laid out")] {
            let key = format!("{button} {which}");
            let name = format!("{name}, {count} rows in the window{how}{until}");
            beside(&name, "ms", mean(&ours[&key]), (PEER, mean(&theirs[&key])), BUDGET, 0.0);
        }
    }
}

/// Clicks through one side. Answers its times, and what it showed in the end.
fn clicked(app: &App, script: &str, side: &str, count: usize) -> (Value, Value) {
    let mut answer = app.run_async_with(script, &[json!(side), json!(count)]);
    (answer["times"].take(), answer["html"].take())
}

fn add(times: &mut Times, round: &Value, buttons: &[&str], which: &str) {
    for button in buttons {
        let time = round[button][which].as_f64().expect("each button was clicked");
        times.entry(format!("{button} {which}")).or_default().push(time);
    }
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}
