//! Tasks in parts of the app that are left out of a run, that fail alone, and in windows that are closed.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

use crate::work::{Work, shows, told};

#[test]
fn a_task_in_a_memo_goes_on_while_the_memo_is_left_out_and_shows_what_it_comes_to() {
    let work = Work::default();
    let (shared, bodies) = (work.clone(), Rc::new(Cell::new(0)));
    let counted = Rc::clone(&bodies);
    let mut harness = Harness::new(move |ui| {
        let count = ui.state(|| 0);
        if ui.button("More").clicked() {
            count.update(|count| *count += 1);
        }
        ui.text(format_args!("count {}", count.get()));
        ui.memo((), || {
            counted.set(counted.get() + 1);
            ui.text(told(ui.task(1, |number| shared.of(number)).poll()));
        });
        Ok(())
    });
    harness.run_until_idle();
    harness.click(Role::Button, "More");
    harness.click(Role::Button, "More");
    shows(&harness, "count 2");
    assert_eq!((bodies.get(), work.dropped()), (1, 0), "left out, and not cancelled");
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    assert_eq!((bodies.get(), work.begun()), (2, vec![1]));
}

#[test]
fn a_task_that_a_memo_does_not_reach_any_more_is_cancelled_and_so_is_one_whose_memo_goes() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let hide = ui.checkbox("Hide memo").is_checked();
        if !hide {
            ui.memo((), || {
                if !ui.checkbox("Hide task").is_checked() {
                    ui.text(told(ui.task(1, |number| shared.of(number)).poll()));
                }
            });
        }
        Ok(())
    });
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide task");
    assert_eq!(work.dropped(), 1);
    harness.click(Role::Checkbox, "Hide task");
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide memo");
    assert_eq!(work.dropped(), 2);
}

#[test]
fn a_restart_reaches_a_task_in_a_memo() {
    let work = Work::default();
    let (shared, restart) = (work.clone(), Rc::new(Cell::new(false)));
    let asked = Rc::clone(&restart);
    let mut harness = Harness::new(move |ui| {
        ui.memo((), || {
            let task = ui.task(1, |number| shared.of(number));
            if ui.button("Again").clicked() {
                asked.set(true);
                task.restart();
            }
        });
        Ok(())
    });
    harness.run_until_idle();
    harness.click(Role::Button, "Again");
    harness.run_until_idle();
    assert!(restart.get());
    assert_eq!((work.begun(), work.dropped()), (vec![1, 1], 1));
}

#[test]
fn timers_and_the_end_of_an_action_are_heard_in_a_memo() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        ui.memo((), || {
            let ticks = ui.state(|| 0);
            if ui.every(Duration::from_secs(1)) {
                ticks.update(|ticks| *ticks += 1);
            }
            ui.text(format_args!("ticks {}", ticks.get()));
            let shared = shared.clone();
            let action = ui.action(move |number| shared.of(number));
            if ui.button("Run").clicked() {
                action.run(1);
            }
            if action.finished().is_some() {
                ui.toast("finished");
            }
        });
        let _ = ui.button("Look").clicked();
        Ok(())
    });
    harness.click(Role::Button, "Look");
    harness.advance(Duration::from_secs(3));
    shows(&harness, "ticks 3");
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    assert_eq!(harness.effects(), ["toast \"finished\""]);
}

#[test]
fn what_a_part_that_fails_has_asked_for_is_not_started() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let (outside, inside) = (shared.clone(), shared.clone());
        let outer = ui.action(move |number| outside.of(number));
        let (run, fail) = (ui.button("Run").clicked(), ui.checkbox("Fail").is_checked());
        if run {
            outer.run(1);
        }
        ui.boundary(
            || {
                let inner = ui.action(move |number| inside.of(number));
                if run {
                    inner.run(2);
                }
                if fail { Err(Error::new("asked to fail")) } else { Ok(()) }
            },
            |_| (),
        );
        Ok(())
    });
    harness.click(Role::Checkbox, "Fail");
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1]);
    harness.click(Role::Checkbox, "Fail");
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1, 1, 2]);
}

#[test]
fn a_window_that_is_closed_ends_its_tasks_and_timers() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let shared = shared.clone();
        if ui.button("Open").clicked() {
            ui.open_window(NewWindow::new("second"), move |ui| {
                ui.text(told(ui.task(2, |number| shared.of(number)).poll()));
                if ui.every(Duration::from_secs(1)) {
                    ui.toast("tick");
                }
                Ok(())
            });
        }
        Ok(())
    });
    harness.click(Role::Button, "Open");
    harness.run_until_idle();
    assert_eq!(work.begun(), [2]);
    harness.in_window(2).close_window();
    assert_eq!(work.dropped(), 1);
    let runs = harness.runs();
    harness.advance(Duration::from_secs(10));
    assert_eq!((harness.runs(), harness.next_wake()), (runs, None));
}
