//! The work of the runtime's benches on Dioxus 0.7, a Rust UI library with a virtual DOM that also ends in a webview.
//!
//! 1,000 rows of box (two texts and a button), a toolbar of seven buttons and a counter. Timed is what happens between an event's
//! arrival and a reply that could be sent: the signal is written, the components run again, the difference is computed and encoded
//! by `MutationState`, the binary protocol that dioxus-desktop speaks with its page. It is written in the two ways in which Dioxus is used:
//!
//! - *all rows*: rows are written where the list is, so that every change runs all of them again;
//! - *memoised rows*: each row is a component, and one whose properties are equal is skipped.
//!
//! Prints one JSON object from the row's name to `{ "peer", "value", "unit" }`, medians, for `cargo xtask bench --peers`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

use dioxus::core::VirtualDom;
use dioxus::prelude::*;
use dioxus_interpreter_js::MutationState;

const ROWS: usize = 1_000;
const ROUNDS: usize = 60;
/// Rounds before the first one that counts: caches, allocator, branch prediction.
const WARM_UP: usize = 8;

#[derive(Clone, PartialEq)]
struct Row {
    id: u32,
    label: String,
}

/// What the app holds, for the driver to write to as event handlers would.
#[derive(Clone, Copy)]
struct Model {
    rows: Signal<Vec<Row>>,
    selected: Signal<u32>,
    count: Signal<u32>,
}

thread_local! {
    static MODEL: Cell<Option<Model>> = const { Cell::new(None) };
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// Rows with labels of about the length of js-framework-benchmark's, 12 to 30 letters.
fn rows(number: usize) -> Vec<Row> {
    const FIRST: [&str; 7] = ["adorable", "brave", "crazy", "fancy", "helpful", "odd", "unsightly"];
    const SECOND: [&str; 5] = ["black", "green", "orange", "purple", "white"];
    const THIRD: [&str; 6] = ["burger", "chair", "keyboard", "mouse", "sandwich", "table"];
    let word = |words: &[&'static str], id: u32, step: u32| words[(id * step) as usize % words.len()];
    (0..number)
        .map(|_| {
            let id = NEXT_ID.replace(NEXT_ID.get() + 1);
            let label = format!("{} {} {}", word(&FIRST, id, 3), word(&SECOND, id, 2), word(&THIRD, id, 5));
            Row { id, label }
        })
        .collect()
}

fn use_model() -> Model {
    let (rows, selected, count) = (use_signal(Vec::new), use_signal(|| 0), use_signal(|| 0));
    let model = Model { rows, selected, count };
    MODEL.set(Some(model));
    model
}

fn row_class(selected: bool) -> &'static str {
    if selected { "row selected" } else { "row" }
}

#[component]
fn Toolbar(model: Signal<Model>) -> Element {
    let Model { mut rows, selected: _, mut count } = model();
    rsx! {
        div { class: "toolbar",
            button { onclick: move |_| rows.set(self::rows(ROWS)), "create" }
            button { onclick: move |_| rows.write().extend(self::rows(ROWS)), "append" }
            button { onclick: move |_| rows.write().clear(), "clear" }
            button { onclick: move |_| rows.write().reverse(), "reverse" }
            button { onclick: move |_| rows.write().swap(1, ROWS - 2), "swap" }
            button { onclick: move |_| rows.write().truncate(ROWS), "cut" }
            button { onclick: move |_| count += 1, "count" }
        }
    }
}

fn all_rows() -> Element {
    let model = use_model();
    let Model { mut rows, selected, count } = model;
    let toolbar = use_signal(|| model);
    // Read once: each read of a signal is a look-up and a subscription.
    let chosen = selected();
    rsx! {
        Toolbar { model: toolbar }
        p { "{count}" }
        div { class: "rows",
            for row in rows.read().iter() {
                div { key: "{row.id}", class: row_class(row.id == chosen),
                    p { "{row.id}" }
                    p { "{row.label}" }
                    button {
                        onclick: {
                            let id = row.id;
                            move |_| rows.write().retain(|row| row.id != id)
                        },
                        "remove"
                    }
                }
            }
        }
    }
}

fn memoised_rows() -> Element {
    let model = use_model();
    let Model { rows, selected, count } = model;
    let toolbar = use_signal(|| model);
    // Read once: each read of a signal is a look-up and a subscription.
    let chosen = selected();
    rsx! {
        Toolbar { model: toolbar }
        p { "{count}" }
        div { class: "rows",
            for row in rows.read().iter() {
                MemoRow { key: "{row.id}", id: row.id, label: row.label.clone(), selected: row.id == chosen, rows }
            }
        }
    }
}

#[component]
fn MemoRow(id: u32, label: String, selected: bool, mut rows: Signal<Vec<Row>>) -> Element {
    rsx! {
        div { class: row_class(selected),
            p { "{id}" }
            p { "{label}" }
            button { onclick: move |_| rows.write().retain(|row| row.id != id), "remove" }
        }
    }
}

/// An app, the page's end of it, and what its turns took.
struct Bench {
    dom: VirtualDom,
    edits: MutationState,
    model: Model,
    times: BTreeMap<&'static str, Vec<f64>>,
    bytes: BTreeMap<&'static str, usize>,
    measuring: bool,
}

impl Bench {
    fn new(app: App) -> Self {
        let (mut dom, mut edits) = (VirtualDom::new(app), MutationState::default());
        dom.rebuild(&mut edits);
        edits.export_memory();
        let model = MODEL.take().expect("the app has run");
        Self { dom, edits, model, times: BTreeMap::new(), bytes: BTreeMap::new(), measuring: false }
    }

    /// One event, from its handler to the encoded reply.
    fn turn(&mut self, name: &'static str, handler: impl FnOnce(Model)) {
        let (model, start) = (self.model, Instant::now());
        self.dom.in_runtime(|| handler(model));
        self.dom.process_events();
        self.dom.render_immediate(&mut self.edits);
        let reply = std::hint::black_box(self.edits.export_memory());
        let micros = start.elapsed().as_secs_f64() * 1e6;
        assert!(!reply.is_empty(), "{name} changed nothing");
        if self.measuring {
            self.times.entry(name).or_default().push(micros);
            self.bytes.insert(name, reply.len());
        }
    }

    fn round(&mut self, number: usize) {
        self.turn("create 1,000", |mut model| model.rows.set(rows(number)));
        self.turn("update every 10th", |mut model| {
            model.rows.write().iter_mut().step_by(10).for_each(|row| row.label.push_str(" !!!"));
        });
        self.turn("swap", |mut model| model.rows.write().swap(1, number - 2));
        self.turn("select", |mut model| {
            let id = model.rows.peek()[number / 2].id;
            model.selected.set(id);
        });
        self.turn("remove", |mut model| drop(model.rows.write().remove(number / 3)));
        for _ in 0..3 {
            self.turn("click a counter", |mut model| model.count += 1);
        }
        self.turn("append 1,000", |mut model| model.rows.write().extend(rows(ROWS)));
        self.turn("clear", |mut model| model.rows.write().clear());
        self.turn("counter, nearly empty app", |mut model| model.count += 1);
    }

    fn run(mut self, number: usize, rounds: usize) -> Self {
        for round in 0..WARM_UP + rounds {
            self.measuring = round >= WARM_UP;
            self.round(number);
        }
        self
    }

    fn median(&self, name: &str) -> f64 {
        let mut times = self.times.get(name).expect("measured").clone();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    }
}

type App = fn() -> Element;

/// The four measurements: name, suffix of the lines, peer, app, number of rows.
const CASES: [(&str, &str, &str, App, usize); 4] = [
    ("all", "", "all rows", all_rows, ROWS),
    ("all-large", "", "all rows", all_rows, 10 * ROWS),
    ("memo", ", memoised", "memoised rows", memoised_rows, ROWS),
    ("memo-large", ", memoised", "memoised rows", memoised_rows, 10 * ROWS),
];

/// Without an argument, each case in a process of its own: a heap that another case has been through makes Dioxus up to four times slower.
fn main() {
    let Some(wanted) = std::env::args().nth(1) else {
        let own = std::env::current_exe().expect("this program has a path");
        let lines: Vec<String> = CASES
            .iter()
            .map(|(name, ..)| {
                let output = Command::new(&own).arg(name).output().expect("this program can be started");
                assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
                String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
            })
            .collect();
        println!("{{\n{}\n}}", lines.join(",\n"));
        return;
    };
    let (_, suffix, peer, app, number) = CASES.into_iter().find(|case| case.0 == wanted).expect("a case");
    let line = |name: &str, value: f64, unit: &str| {
        format!(
            "  \"{name}{suffix}\": {{ \"peer\": \"Dioxus 0.7, {peer}\", \"value\": {value:.2}, \"unit\": \"{unit}\" }}"
        )
    };
    let bench = Bench::new(app).run(number, ROUNDS * ROWS / number);
    let lines: Vec<String> = if number == ROWS {
        let bytes = line("bytes of create 1,000", bench.bytes["create 1,000"] as f64, "B");
        bench.times.keys().map(|name| line(name, bench.median(name), "us")).chain([bytes]).collect()
    } else {
        vec![line("10,000 rows, counter", bench.median("click a counter"), "us")]
    };
    println!("{}", lines.join(",\n"));
}
