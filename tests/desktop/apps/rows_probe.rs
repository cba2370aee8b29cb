//! The app of the benches, in a window: `HYPERDIV_ROWS` rows at a time, in memos where `HYPERDIV_ROWS_MEMO` is `yes`, or a form of
//! `HYPERDIV_FIELDS` fields.

#[path = "../../bench/fields.rs"]
mod fields;
#[path = "../../bench/rows.rs"]
mod rows;

use rows::{Rows, app};

fn main() -> std::process::ExitCode {
    let asked = |name: &str| std::env::var(name).ok();
    let count = asked("HYPERDIV_ROWS").and_then(|count| count.parse().ok()).unwrap_or(1000);
    let window = hyperdiv::App::new("io.hyperdiv.rows-probe").title("Rows");
    if let Some(count) = asked("HYPERDIV_FIELDS").and_then(|count| count.parse().ok()) {
        return window.run(fields::app(count));
    }
    let memoised = asked("HYPERDIV_ROWS_MEMO").is_some_and(|answer| answer == "yes");
    let which = if memoised { Rows::Memoised } else { Rows::All };
    window.run(app(count, which))
}
