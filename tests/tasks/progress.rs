//! Blocking work, and what tasks tell while they run.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

use crate::work::{shows, told};

#[test]
fn blocking_work_tells_its_progress_and_its_result() {
    let mut harness = Harness::new(|ui| {
        let percent = ui.state(|| 0);
        let progress = percent.setter();
        let sum = ui.task_blocking(100_u64, move |to| {
            let mut sum = 0;
            for n in 1..=to {
                sum += n;
                progress.send(n);
            }
            Ok::<_, Error>(sum)
        });
        ui.text(format_args!("{} %", percent.get()));
        ui.text(told(sum.poll()));
        Ok(())
    });
    shows(&harness, "0 %");
    harness.run_until_idle();
    shows(&harness, "100 %");
    shows(&harness, "ready 5050");
}

#[test]
fn blocking_work_that_nobody_waits_for_is_not_begun_or_hears_of_it() {
    let cancels = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&cancels);
    let mut harness = Harness::new(move |ui| {
        let number = ui.state(|| 1);
        if ui.button("Next").clicked() {
            number.update(|number| *number += 1);
        }
        let cancels = Arc::clone(&shared);
        let _ = ui.task_blocking(number.get(), move |number| {
            cancels.lock().expect("no panic").push((number, Cancel::current()));
            Ok::<_, Error>(())
        });
        Ok(())
    });
    harness.click(Role::Button, "Next");
    harness.run_until_idle();
    let begun: Vec<i32> = cancels.lock().expect("no panic").iter().map(|(number, _)| *number).collect();
    assert_eq!(begun, [2], "the first was given up before it had a thread");
    assert!(!Cancel::current().is_cancelled(), "outside of tasks nobody cancels");
}

#[test]
fn blocking_work_that_is_asked_for_runs_once_for_each_time_and_tells_what_it_has_come_to() {
    let ran = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&ran);
    let mut harness = Harness::new(move |ui| {
        let ran = Arc::clone(&shared);
        let halve = ui.action_blocking(move |number: u32| {
            ran.lock().expect("no panic").push(number);
            if number.is_multiple_of(2) { Ok(number / 2) } else { Err("odd") }.map_err(std::io::Error::other)
        });
        for number in [6, 7] {
            if ui.scope(number, || ui.button(format_args!("Halve {number}")).clicked()) {
                halve.run(number);
            }
        }
        match halve.finished() {
            Some(Ok(half)) => ui.toast(half),
            Some(Err(error)) => ui.toast(format_args!("{error}")),
            None => {}
        }
        ui.text(told(halve.poll()));
        Ok(())
    });
    shows(&harness, "idle");
    harness.click(Role::Button, "Halve 6");
    harness.run_until_idle();
    shows(&harness, "ready 3");
    harness.click(Role::Button, "Halve 7");
    harness.run_until_idle();
    assert_eq!(harness.effects(), ["toast \"3\"", "toast \"odd\""]);
    assert_eq!(*ran.lock().expect("no panic"), [6, 7]);
}

#[test]
fn updates_of_many_threads_lose_none() {
    let setter = Rc::new(Cell::new(None));
    let out = Rc::clone(&setter);
    let mut harness = Harness::new(move |ui| {
        let count = ui.state(|| 0_u32);
        out.set(Some(count.setter()));
        ui.text(count.get());
        Ok(())
    });
    let setter: Setter<u32> = setter.take().expect("taken in the first run");
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                for _ in 0..500 {
                    assert!(setter.update(|count| *count += 1));
                }
            });
        }
    });
    let runs = harness.runs();
    harness.run_until_idle();
    shows(&harness, "4000");
    assert_eq!(harness.runs(), runs + 1);
}

#[test]
fn writes_to_several_states_in_one_batch_all_arrive() {
    // Hyperdiv: of two writes to one component only the last arrives; one to an unread property ends the session.
    let mut harness = Harness::new(|ui| {
        let (first, second, unread) = (ui.state(|| 0), ui.state(|| 0), ui.state(|| 0));
        let (a, b, c) = (first.setter(), second.setter(), unread.setter());
        let done = ui.task((), move |()| async move {
            for n in 1..=3 {
                a.send(n);
                b.send(n * 10);
                c.send(n * 100);
            }
            Ok::<_, Error>("all")
        });
        ui.text(format_args!("{} {}", first.get(), second.get()));
        ui.text(told(done.poll()));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "3 30");
    shows(&harness, "ready all");
    assert!(harness.frames().iter().all(|frame| !frame.contains("100")), "{:?}", harness.frames());
    assert_eq!(harness.errors(), Vec::<String>::new());
}

#[test]
fn an_update_that_panics_is_shown_and_the_app_goes_on() {
    let setter = Rc::new(Cell::new(None));
    let out = Rc::clone(&setter);
    let mut harness = Harness::new(move |ui| {
        let count = ui.state(|| 0_u32);
        out.set(Some(count.setter()));
        ui.text(count.get());
        Ok(())
    });
    let setter: Setter<u32> = setter.take().expect("taken in the first run");
    assert!(setter.update(|_| panic!("one too many")));
    assert!(setter.update(|count| *count += 2));
    harness.run_until_idle();
    assert!(harness.has(Role::Text, "One too many."), "\n{}", harness.tree());
    harness.click(Role::Button, "Try again");
    shows(&harness, "2");
}
