//! Memory stays flat however long an app runs.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::sync::Arc;

use hyperdiv::core::{Runtime, WindowId};
use hyperdiv::prelude::*;

const WINDOW: WindowId = WindowId(1);
const TURNS: u32 = 100_000;
const ROWS: u32 = 8;

/// The memory of this process, in kB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// Every turn a list of other rows, each with state, a field and a memo of its own.
fn app(ui: &Ui) -> Result {
    let turn = ui.state(|| 0_u32);
    if ui.button("Next").clicked() {
        turn.update(|turn| *turn += 1);
    }
    let first = turn.get() * ROWS / 2;
    ui.each(
        first..first + ROWS,
        |id| *id,
        |id| {
            let seen = ui.state(|| id);
            ui.memo(id, || {
                let note = ui.text_input(format_args!("Note {id}"));
                ui.text(format_args!("row {} {}", seen.get(), note.value()));
            });
        },
    );
    Ok(())
}

#[test]
fn a_hundred_thousand_turns_with_changing_lists_leave_memory_flat() {
    let mut runtime = Runtime::new(app, Arc::new(|| {}));
    runtime.open_window(WINDOW);
    let page = runtime.connect(WINDOW).unwrap();
    runtime.release();
    let mut frame = runtime.run().last().unwrap().frame;
    let mut after_a_fifth = 0;
    for turn in 0..TURNS {
        // The button is the first thing in the tree.
        let message = format!(r#"{{"v":1,"page":{page},"ack":{frame},"events":[[2,"clicked"]]}}"#);
        runtime.receive(WINDOW, message.as_bytes()).unwrap();
        frame = runtime.run().last().unwrap().frame;
        // By then the state of rows that are gone has reached its bound.
        if turn == TURNS / 5 {
            after_a_fifth = resident();
        }
    }
    assert!(frame >= u64::from(TURNS));
    let grown = resident().saturating_sub(after_a_fifth);
    assert!(grown < 4096, "{grown} kB more than after a fifth of the turns ({after_a_fifth} kB)");
}
