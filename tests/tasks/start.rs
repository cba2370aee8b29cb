//! When tasks start, start again, and end.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

use crate::action::acting;
use crate::work::{Work, numbered, shows, told};

#[test]
fn a_task_starts_when_it_is_first_reached_and_shows_its_result() {
    let work = Work::default();
    let mut harness = numbered(&work);
    shows(&harness, "pending");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1], "begun once, and not on the app's time");
    shows(&harness, "pending");
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    assert_eq!(work.begun(), [1]);
    assert_eq!(work.dropped(), 1);
}

#[test]
fn a_task_starts_again_when_its_deps_change_and_what_older_ones_come_to_is_dropped() {
    let work = Work::default();
    let mut harness = numbered(&work);
    harness.run_until_idle();
    harness.click(Role::Button, "Next");
    assert_eq!(work.dropped(), 1, "the older future is dropped at once");
    work.answer(1, Ok("too late"));
    harness.run_until_idle();
    shows(&harness, "pending");
    work.answer(2, Ok("two"));
    harness.run_until_idle();
    shows(&harness, "ready two");
    assert_eq!(work.begun(), [1, 2]);
    harness.click(Role::Button, "Next");
    shows(&harness, "pending");
    shows(&harness, "latest None");
    work.answer(3, Err("no answer"));
    harness.run_until_idle();
    shows(&harness, "failed: no answer");
    shows(&harness, "latest None");
}

#[test]
fn a_task_that_is_not_reached_any_more_is_cancelled_at_once_and_begins_anew_when_it_is() {
    let work = Work::default();
    let mut harness = numbered(&work);
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide");
    assert_eq!(work.dropped(), 1);
    harness.run_until_idle();
    assert_eq!(harness.count(Role::Text), 0);
    harness.click(Role::Checkbox, "Hide");
    shows(&harness, "pending");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1, 1]);
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
}

#[test]
fn a_task_that_was_never_begun_is_not_begun_once_it_is_not_reached() {
    let work = Work::default();
    let mut harness = numbered(&work);
    harness.click(Role::Checkbox, "Hide");
    harness.run_until_idle();
    assert_eq!(work.begun(), Vec::<u32>::new());
}

#[test]
fn what_a_task_has_come_to_is_kept_while_it_is_not_reached() {
    let work = Work::default();
    let mut harness = numbered(&work);
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide");
    harness.click(Role::Checkbox, "Hide");
    shows(&harness, "ready one");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1]);
}

#[test]
fn only_the_settled_run_decides_what_goes_on() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        // Missing in the event run, there in the settled one, and the other way round.
        let hit = ui.button("Hit").clicked();
        if !hit {
            ui.text(told(ui.task(1, |number| shared.of(number)).poll()));
        } else {
            ui.text(told(ui.task(2, |number| shared.of(number)).poll()));
        }
        Ok(())
    });
    harness.run_until_idle();
    harness.click(Role::Button, "Hit");
    harness.run_until_idle();
    assert_eq!((work.begun(), work.dropped()), (vec![1], 0), "the second never began");
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
}

#[test]
fn deps_that_come_back_within_a_turn_restart_nothing() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let hit = ui.button("Hit").clicked();
        ui.text(told(ui.task(if hit { 2 } else { 1 }, |number| shared.of(number)).poll()));
        Ok(())
    });
    harness.run_until_idle();
    harness.click(Role::Button, "Hit");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1]);
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
}

#[test]
fn deps_that_are_not_equal_to_themselves_do_not_restart_for_ever() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let task = ui.task(f64::NAN, |_| shared.of(1));
        ui.text(told(task.poll()));
        Ok(())
    });
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    assert_eq!(work.begun(), [1]);
    let warnings = harness.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("the task at tests/tasks/start.rs:"), "{warnings:?}");
}

#[test]
fn a_turn_that_fails_starts_nothing() {
    let (work, ended) = (Work::default(), Rc::new(Cell::new(0)));
    let fails = Rc::new(Cell::new(false));
    let (shared, failing) = (work.clone(), Rc::clone(&fails));
    let act = acting(&work, &ended);
    let mut harness = Harness::new(move |ui| {
        act(ui)?;
        ui.text(told(ui.task(100 + u32::from(failing.get()), |number| shared.of(number)).poll()));
        if failing.get() { Err(Error::new("not now")) } else { Ok(()) }
    });
    harness.run_until_idle();
    fails.set(true);
    harness.click(Role::Button, "Run");
    assert!(harness.has(Role::Alert, "The app could not go on."), "\n{}", harness.tree());
    harness.run_until_idle();
    assert_eq!(work.begun(), [100], "what ran goes on, and nothing begins");
    fails.set(false);
    harness.click(Role::Button, "Try again");
    shows(&harness, "idle");
    shows(&harness, "pending");
    work.answer(100, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    assert_eq!(work.begun(), [100]);
}

#[test]
fn a_session_that_ends_cancels_its_tasks_and_takes_nothing_from_them_any_more() {
    let work = Work::default();
    let setters = Arc::new(Mutex::new(Vec::new()));
    let (shared, out) = (work.clone(), Arc::clone(&setters));
    let mut harness = Harness::new(move |ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::ThisRunOnly)?;
        }
        let note = ui.state(String::new);
        if ui.button("Sign out").clicked() {
            session.clear()?;
            // On its way when the session ends.
            assert!(note.setter().send("her last secret".into()));
        }
        out.lock().expect("no panic").push(note.setter());
        let number = if session.is_authenticated() { 1 } else { 2 };
        let task = ui.scope("task", || ui.task(number, |number| shared.of(number)));
        let other = ui.action({
            let shared = shared.clone();
            move |number| shared.of(number)
        });
        if ui.button("Act").clicked() {
            other.run(3);
        }
        ui.text(format_args!("task {}", told(task.poll())));
        ui.text(format_args!("action {} <{}>", told(other.poll()), note.cloned()));
        Ok(())
    });
    harness.click(Role::Button, "Sign in");
    harness.click(Role::Button, "Act");
    harness.run_until_idle();
    let setter = setters.lock().expect("no panic").last().cloned().expect("taken in each run");
    assert!(setter.send("hers".into()));
    harness.run_until_idle();
    shows(&harness, "action pending <hers>");
    // On its way while she signs out.
    assert!(setter.send("too late".into()));
    let before = work.dropped();
    harness.click(Role::Button, "Sign out");
    assert_eq!(work.dropped(), before + 2, "the task and the action");
    assert!(!setter.send("her secret".into()), "who asks is told that the state is gone");
    work.answer(1, Ok("hers"));
    work.answer(3, Ok("hers"));
    harness.run_until_idle();
    shows(&harness, "task pending");
    shows(&harness, "action idle <>");
    let leaked = harness.frames().iter().any(|frame| frame.contains("secret"));
    assert!(!leaked, "{:?}", harness.frames());
}

#[test]
fn a_task_goes_with_the_row_that_it_belongs_to() {
    let work = Work::default();
    let shared = work.clone();
    let rows = Rc::new(Cell::new(&[1_u32, 2, 3][..]));
    let list = Rc::clone(&rows);
    let mut harness = Harness::new(move |ui| {
        let _ = ui.button("Look").clicked();
        ui.each(
            list.get(),
            |row| **row,
            |row| {
                ui.text(told(ui.task(*row, |row| shared.of(row)).poll()));
            },
        );
        Ok(())
    });
    harness.run_until_idle();
    rows.set(&[3, 1]);
    harness.click(Role::Button, "Look");
    harness.run_until_idle();
    assert_eq!((work.begun(), work.dropped()), (vec![1, 2, 3], 1), "the others go on, wherever they moved");
    for row in 1..=3 {
        work.answer(row, Ok(&row.to_string()));
    }
    harness.run_until_idle();
    assert_eq!(harness.names(Role::Text), ["ready 3", "ready 1"]);
}

#[test]
fn each_window_has_its_own_tasks_and_what_one_comes_to_does_not_run_the_other() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::builder().windows(2).build(move |ui| {
        let number = ui.state(|| 1_u32);
        if ui.button("Next").clicked() {
            number.update(|number| *number += 1);
        }
        ui.text(told(ui.task(number.get(), |number| shared.of(number)).poll()));
        Ok(())
    });
    harness.in_window(2).click(Role::Button, "Next");
    harness.run_until_idle();
    work.answer(2, Ok("two"));
    harness.run_until_idle();
    shows(&harness, "ready two");
    harness.in_window(1);
    shows(&harness, "pending");
}

#[test]
fn a_reload_keeps_tasks_running_and_the_end_of_the_process_drops_them() {
    let work = Work::default();
    let mut harness = numbered(&work);
    harness.run_until_idle();
    harness.reload();
    assert_eq!(work.dropped(), 0);
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    harness.click(Role::Button, "Next");
    harness.run_until_idle();
    harness.restart();
    assert_eq!(work.dropped(), 2);
    shows(&harness, "pending");
    harness.run_until_idle();
    assert_eq!(work.begun(), [1, 2, 1]);
    drop(harness);
    assert_eq!(work.dropped(), 3);
}
