//! Actions.

use std::cell::Cell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};

use crate::work::{Work, shows, told};

/// An app with an action that the person runs.
pub(crate) fn acting(work: &Work, ended: &Rc<Cell<u32>>) -> impl Fn(&Ui) -> Result + 'static {
    let (work, ended) = (work.clone(), Rc::clone(ended));
    move |ui| {
        let number = ui.state(|| 0_u32);
        let (run, cancel) = (ui.button("Run").clicked(), ui.button("Cancel").clicked());
        let hidden = ui.checkbox("Hide").is_checked();
        if hidden {
            return Ok(());
        }
        let work = work.clone();
        let action = ui.action(move |number| work.of(number));
        if run {
            number.update(|number| *number += 1);
            action.run(number.get());
        }
        if cancel {
            action.cancel();
        }
        if let Some(result) = action.finished() {
            ended.set(ended.get() + 1);
            match result {
                Ok(text) => ui.toast(format_args!("done: {text}")),
                Err(error) => ui.toast(format_args!("failed: {error}")),
            }
        }
        ui.text(told(action.poll()));
        ui.text(format_args!("{} {:?}", action.is_pending(), action.latest()));
        Ok(())
    }
}

#[test]
fn an_action_runs_when_it_is_asked_to_and_finishes_in_exactly_one_run() {
    let (work, ended) = (Work::default(), Rc::new(Cell::new(0)));
    let mut harness = Harness::new(acting(&work, &ended));
    shows(&harness, "idle");
    harness.run_until_idle();
    assert_eq!(work.begun(), Vec::<u32>::new());
    harness.click(Role::Button, "Run");
    shows(&harness, "pending");
    shows(&harness, "true None");
    harness.run_until_idle();
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "ready one");
    shows(&harness, "false Some(\"one\")");
    assert_eq!((ended.get(), harness.effects()), (1, &["toast \"done: one\"".to_owned()][..]));
    harness.click(Role::Checkbox, "Hide");
    harness.click(Role::Checkbox, "Hide");
    shows(&harness, "ready one");
    assert_eq!(ended.get(), 1);
    harness.click(Role::Button, "Run");
    work.answer(2, Err("no answer"));
    harness.run_until_idle();
    shows(&harness, "failed: no answer");
    shows(&harness, "false Some(\"one\")");
    assert_eq!(ended.get(), 2);
    assert_eq!(harness.effects().last().map(String::as_str), Some("toast \"failed: no answer\""));
    let about_effects = harness.warnings().into_iter().filter(|line| line.contains("without an event"));
    assert_eq!(about_effects.count(), 0, "the end of an action is an event");
}

#[test]
fn a_second_run_of_an_action_takes_the_place_of_the_first() {
    let (work, ended) = (Work::default(), Rc::new(Cell::new(0)));
    let mut harness = Harness::new(acting(&work, &ended));
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    harness.click(Role::Button, "Run");
    assert_eq!(work.dropped(), 1, "the first is dropped");
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "pending");
    work.answer(2, Ok("two"));
    harness.run_until_idle();
    shows(&harness, "ready two");
    assert_eq!((work.begun(), ended.get()), (vec![1, 2], 1));
}

#[test]
fn a_cancelled_action_does_not_finish() {
    let (work, ended) = (Work::default(), Rc::new(Cell::new(0)));
    let mut harness = Harness::new(acting(&work, &ended));
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    harness.click(Role::Button, "Cancel");
    shows(&harness, "idle");
    assert_eq!(work.dropped(), 1);
    harness.click(Role::Button, "Run");
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide");
    assert_eq!(work.dropped(), 2, "its part of the app is gone");
    work.answer(2, Ok("two"));
    harness.run_until_idle();
    harness.click(Role::Checkbox, "Hide");
    shows(&harness, "idle");
    assert_eq!(ended.get(), 0);
}

#[test]
fn an_action_that_is_run_without_an_event_is_warned_of() {
    let mut harness = Harness::new(|ui| {
        let action = ui.action(|()| async { Ok::<_, Error>(()) });
        if !action.is_pending() && action.latest().is_none() {
            action.run(());
        }
        Ok(())
    });
    harness.run_until_idle();
    let warnings = harness.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("the action at tests/tasks/action.rs:"), "{warnings:?}");
}

#[test]
fn an_action_of_a_turn_that_was_not_saved_is_not_run() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::builder().fail_commit(2, StoreFault::Full).build(move |ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::Granted)?;
        }
        let shared = shared.clone();
        let upload = ui.action(move |number| shared.of(number));
        if ui.button("Save").clicked() {
            session.save(&7)?;
            upload.run(7);
        }
        ui.text(told(upload.poll()));
        Ok(())
    });
    harness.click(Role::Button, "Sign in");
    harness.click(Role::Button, "Save");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    shows(&harness, "idle");
    harness.run_until_idle();
    assert_eq!(work.begun(), Vec::<u32>::new());
    harness.click(Role::Button, "Save");
    shows(&harness, "pending");
    harness.run_until_idle();
    assert_eq!(work.begun(), [7]);
}
