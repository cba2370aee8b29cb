//! One click to the serialised reply: 1,000 rows of a box, two texts and a button, a toolbar and a counter. The runtime alone,
//! without a window: a message of the page in, the message for the page out.

#![expect(clippy::expect_used, reason = "a bench that cannot go on says where")]

mod report;
mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use hyperdiv::core::{Outgoing, Runtime, WindowId};
use report::{Peers, median, micros, within};
use rows::{Rows, TOOLBAR, app};

const WINDOW: WindowId = WindowId(1);
const ROWS: usize = 1000;
const WARM_UP: usize = 5;
const ROUNDS: usize = 60;

/// A runtime with its page's end of the wire.
struct Bench {
    runtime: Runtime,
    page: u32,
    buttons: BTreeMap<&'static str, u32>,
    frame: u64,
    times: BTreeMap<&'static str, Vec<f64>>,
    bytes: BTreeMap<&'static str, usize>,
    measuring: bool,
}

impl Bench {
    fn new(count: usize, which: Rows) -> Self {
        let mut runtime = Runtime::new(app(count, which), Arc::new(|| {}));
        runtime.open_window(WINDOW);
        let page = runtime.connect(WINDOW).expect("the window is open");
        runtime.release();
        let first = runtime.run();
        // The toolbar is the first thing in the tree: its box has the id 2, its buttons those after it.
        let buttons = TOOLBAR.iter().zip(3..).map(|(label, id)| (*label, id)).collect();
        let mut bench = Bench {
            runtime,
            page,
            buttons,
            frame: 0,
            times: BTreeMap::new(),
            bytes: BTreeMap::new(),
            measuring: false,
        };
        bench.acknowledge(&first);
        bench
    }

    fn acknowledge(&mut self, replies: &[Outgoing]) {
        self.frame = replies.last().map_or(self.frame, |reply| reply.frame);
        let ack = format!("{{\"v\":1,\"page\":{},\"ack\":{}}}", self.page, self.frame);
        self.runtime.receive(WINDOW, ack.as_bytes()).expect("a frame that was sent");
    }

    fn click(&mut self, button: &'static str, name: &'static str) {
        let event =
            format!("{{\"v\":1,\"page\":{},\"events\":[[{},\"clicked\"]]}}", self.page, self.buttons[button]);
        let mut replies = Vec::new();
        let time = micros(|| {
            self.runtime.receive(WINDOW, event.as_bytes()).expect("the button is there");
            replies = std::hint::black_box(self.runtime.run());
        });
        assert_eq!(replies.len(), 1, "{name} changed nothing");
        if self.measuring {
            self.times.entry(name).or_default().push(time);
            self.bytes.insert(name, replies[0].json.len());
        }
        self.acknowledge(&replies);
    }

    fn round(&mut self) {
        self.click("create", "create 1,000");
        self.click("update", "update every 10th");
        self.click("swap", "swap");
        self.click("select", "select");
        self.click("remove", "remove");
        for _ in 0..3 {
            self.click("count", "click a counter");
        }
        self.click("append", "append 1,000");
        self.click("clear", "clear");
        self.click("count", "counter, nearly empty app");
    }

    fn run(mut self, rounds: usize) -> Self {
        for round in 0..WARM_UP + rounds {
            self.measuring = round >= WARM_UP;
            self.round();
        }
        self
    }

    fn median(&self, name: &str) -> f64 {
        median(&mut self.times.get(name).expect("measured").clone())
    }
}

/// The most memory that this process has had, in MB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kb| kb / 1024.0)
}

fn main() {
    let peers = Peers::read();
    let before = peak();
    let bench = Bench::new(ROWS, Rows::All).run(ROUNDS);
    if let (Some(before), Some(after)) = (before, peak()) {
        within("memory of 65 create, append and clear cycles", "MB", after - before, 20.0);
    }
    for (name, budget) in [
        ("click a counter", 0.5),
        ("create 1,000", 0.8),
        ("update every 10th", 0.5),
        ("swap", 0.5),
        ("select", 0.5),
        ("remove", 0.5),
        ("append 1,000", 0.5),
        ("clear", 0.2),
    ] {
        peers.beside(name, "us", bench.median(name), budget);
    }
    // Hyperdiv itself: never slower, whichever way it is asked.
    for peer in ["Hyperdiv 0.1.9", "Hyperdiv 0.1.9, @cached"] {
        for name in bench.times.keys() {
            peers.beside(&format!("{name}, beside {peer}"), "us", bench.median(name), 1.0);
        }
    }
    within("bytes of create 1,000", "B", bench.bytes["create 1,000"] as f64, 99_000.0);
    within("counter, nearly empty app", "us", bench.median("counter, nearly empty app"), 10.0);
    let large = Bench::new(10 * ROWS, Rows::All).run(ROUNDS / 10);
    peers.beside("10,000 rows, counter", "us", large.median("click a counter"), 0.5);
    let memoised = Bench::new(ROWS, Rows::Memoised).run(ROUNDS);
    peers.beside("click a counter, memoised", "us", memoised.median("click a counter"), 0.5);
    let large = Bench::new(10 * ROWS, Rows::Memoised).run(ROUNDS / 10);
    peers.beside("10,000 rows, counter, memoised", "us", large.median("click a counter"), 0.5);
}
