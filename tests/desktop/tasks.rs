//! Tasks and timers in the real window, on real threads.

use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::desk::{Desk, Under};

#[test]
fn a_task_that_ends_shows_its_result_and_the_window_is_alive_meanwhile() {
    let desk = Desk::new();
    let gate = desk.home().join("gate");
    mknodat(CWD, &gate, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let app = desk.app("tasks_probe", Under::Nothing);
    app.see("Sleep: slept");
    app.see("Ticks 3");
    app.tick("Wait");
    app.see("Gate: pending");
    app.click("Click");
    app.see("Clicks 1");
    assert!(app.texts().contains(&"Gate: pending".to_owned()), "{:?}", app.texts());
    std::fs::write(&gate, "open").unwrap();
    app.see("Gate: open");
    // A panic of a task is its failure, and nobody else's.
    app.tick("Panic");
    app.see("failed: asked to panic");
    app.click("Click");
    app.see("Clicks 2");
    app.picture(&desk, "tasks");
    let said = app.terminate().join("\n");
    assert!(!said.contains("asked to panic"), "{said}");
}

#[test]
fn stuck_tasks_hold_up_neither_the_window_nor_its_end() {
    let desk = Desk::new();
    let never = desk.home().join("never");
    mknodat(CWD, &never, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let app = desk.app("tasks_probe", Under::Shell);
    app.tick("Stuck");
    app.see("Stuck.");
    for clicks in 1..=3 {
        app.click("Click");
        app.see(&format!("Clicks {clicks}"));
    }
    let asked = Instant::now();
    app.close(&desk);
    assert_eq!(desk.exit_code(), "0");
    // The end waits ten seconds for an app function that hangs; for tasks it waits not at all.
    assert!(asked.elapsed() < Duration::from_secs(8), "it took {:?}", asked.elapsed());
}
