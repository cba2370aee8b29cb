//! What the benches share: medians, and the lines that `cargo xtask bench` collects.

use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Value, json};

/// The middle one.
pub(crate) fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Microseconds that `work` takes.
pub(crate) fn micros(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e6
}

/// A line beside a peer that was measured in this run: the budget is a ratio, with `slack` in the unit on top.
pub(crate) fn beside(name: &str, unit: &str, ours: f64, peer: (&str, f64), budget: f64, slack: f64) {
    let ok = ours <= peer.1 * budget + slack;
    let budget = if slack > 0.0 { json!(format!("{budget}x + {slack} {unit}")) } else { json!(budget) };
    print(name, unit, ours, Some(peer), &budget, ok);
}

/// A line whose budget is a figure.
pub(crate) fn within(name: &str, unit: &str, ours: f64, budget: f64) {
    print(name, unit, ours, None, &json!(format!("<= {budget} {unit}")), ours <= budget);
}

fn print(name: &str, unit: &str, ours: f64, peer: Option<(&str, f64)>, budget: &Value, ok: bool) {
    let line = json!({
        "name": name,
        "ours": ours,
        "peer": peer.map(|peer| peer.0),
        "peer_value": peer.map(|peer| peer.1),
        "unit": unit,
        "ratio": peer.map(|peer| ours / peer.1),
        "budget": budget,
        "ok": ok,
    });
    println!("{line}");
}

/// The peers' figures of this run, where they were measured.
pub(crate) struct Peers(HashMap<String, (String, f64)>);

impl Peers {
    pub(crate) fn read() -> Self {
        let Some(file) = std::env::var_os("HYPERDIV_PEERS") else { return Peers(HashMap::new()) };
        let text = std::fs::read_to_string(&file).expect("the peers' figures can be read");
        let figures: HashMap<String, Value> =
            serde_json::from_str(&text).expect("the peers' figures are JSON");
        let figure = |value: &Value| Some((value["peer"].as_str()?.to_owned(), value["value"].as_f64()?));
        Peers(figures.iter().filter_map(|(name, value)| Some((name.clone(), figure(value)?))).collect())
    }

    /// A line beside the peer's figure of the same name. Without it, the figure is printed and counted nowhere.
    pub(crate) fn beside(&self, name: &str, unit: &str, ours: f64, budget: f64) {
        match self.0.get(name) {
            Some((peer, value)) => beside(name, unit, ours, (peer, *value), budget, 0.0),
            None => println!("{name}: {ours:.2} {unit} (run with --peers for the ratio, budget {budget})"),
        }
    }
}
