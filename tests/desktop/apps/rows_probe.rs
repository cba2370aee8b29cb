//! The app of the benches, in a window: `HYPERDIV_ROWS` rows at a time, in memos where `HYPERDIV_ROWS_MEMO` is `yes`.

#[path = "../../bench/rows.rs"]
mod rows;

use rows::{Rows, app};

fn main() -> std::process::ExitCode {
    let asked = |name: &str| std::env::var(name).ok();
    let count = asked("HYPERDIV_ROWS").and_then(|count| count.parse().ok()).unwrap_or(1000);
    let memoised = asked("HYPERDIV_ROWS_MEMO").is_some_and(|answer| answer == "yes");
    let which = if memoised { Rows::Memoised } else { Rows::All };
    hyperdiv::App::new("io.hyperdiv.rows-probe").title("Rows").run(app(count, which))
}
