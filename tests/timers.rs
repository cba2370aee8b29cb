//! Timers as an app's author meets them: `ui.every` and `ui.after`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

const SECOND: Duration = Duration::from_secs(1);

/// An app that counts the ticks of a timer, which the person can hide and slow down.
fn counting(timer: impl Fn(&Ui, Duration) -> bool + 'static) -> Harness {
    Harness::new(move |ui| {
        let ticks = ui.state(|| 0);
        let slow = ui.checkbox("Slow").is_checked();
        if !ui.checkbox("Hide").is_checked() && timer(ui, if slow { 10 * SECOND } else { SECOND }) {
            ticks.update(|ticks| *ticks += 1);
        }
        let _ = ui.button("Look").clicked();
        ui.text(ticks.get());
        Ok(())
    })
}

fn every(ui: &Ui, period: Duration) -> bool {
    ui.every(period)
}

fn after(ui: &Ui, wait: Duration) -> bool {
    ui.after(wait)
}

#[track_caller]
fn ticked(harness: &Harness, times: u32) {
    assert_eq!(harness.names(Role::Text), [times.to_string()], "\n{}", harness.tree());
}

#[test]
fn a_repeating_timer_is_true_in_one_run_each_period() {
    let mut harness = counting(every);
    harness.advance(SECOND - Duration::from_millis(1));
    ticked(&harness, 0);
    harness.advance(Duration::from_millis(1));
    ticked(&harness, 1);
    harness.click(Role::Button, "Look");
    ticked(&harness, 1);
    harness.advance(59 * SECOND);
    ticked(&harness, 60);
    assert_eq!(harness.warnings(), Vec::<String>::new());
}

#[test]
fn a_late_timer_fires_once_and_stays_in_its_beat() {
    // The app takes longer than the period: the clock goes on under it.
    let began = Rc::new(Cell::new(0));
    let runs = Rc::clone(&began);
    let mut harness = Harness::new(move |ui| {
        if ui.every(SECOND) {
            runs.set(runs.get() + 1);
        }
        Ok(())
    });
    // Asleep for what the harness does not step through: the monotonic clock went on, nobody ran.
    harness.stall(Duration::from_millis(10_500));
    harness.run_until_idle();
    assert_eq!(began.get(), 1);
    harness.advance(Duration::from_millis(499));
    assert_eq!(began.get(), 1);
    harness.advance(Duration::from_millis(1));
    assert_eq!(began.get(), 2);
}

#[test]
fn the_clock_on_the_wall_moves_no_timer() {
    let mut harness = counting(every);
    harness.set_now(2_000_000_000);
    harness.suspend(Duration::from_secs(3600));
    ticked(&harness, 0);
    harness.set_now(1_000_000_000);
    harness.advance(SECOND);
    ticked(&harness, 1);
}

#[test]
fn a_timer_stops_when_it_is_not_reached_and_begins_anew_when_it_is() {
    let mut harness = counting(every);
    harness.advance(SECOND / 2);
    harness.click(Role::Checkbox, "Hide");
    let runs = harness.runs();
    harness.advance(60 * SECOND);
    ticked(&harness, 0);
    assert_eq!(harness.runs(), runs, "a timer that is gone runs nothing");
    harness.click(Role::Checkbox, "Hide");
    harness.advance(SECOND - Duration::from_millis(1));
    ticked(&harness, 0);
    harness.advance(Duration::from_millis(1));
    ticked(&harness, 1);
}

#[test]
fn another_duration_starts_a_timer_anew() {
    for timer in [every, after] {
        let mut harness = counting(timer);
        harness.advance(SECOND / 2);
        harness.click(Role::Checkbox, "Slow");
        harness.advance(10 * SECOND - Duration::from_millis(1));
        ticked(&harness, 0);
        harness.advance(Duration::from_millis(1));
        ticked(&harness, 1);
    }
    let mut harness = counting(after);
    harness.advance(SECOND);
    harness.click(Role::Checkbox, "Slow");
    harness.advance(10 * SECOND);
    ticked(&harness, 2);
}

#[test]
fn a_single_shot_fires_once_each_time_its_place_appears() {
    let mut harness = counting(after);
    harness.advance(SECOND);
    ticked(&harness, 1);
    harness.advance(600 * SECOND);
    ticked(&harness, 1);
    for times in 2..4 {
        harness.click(Role::Checkbox, "Hide");
        harness.advance(10 * SECOND);
        harness.click(Role::Checkbox, "Hide");
        ticked(&harness, times - 1);
        harness.advance(SECOND);
        ticked(&harness, times);
    }
}

#[test]
fn a_period_of_nothing_is_answered_and_no_busy_loop() {
    let mut harness = Harness::new(|ui| {
        if ui.every(Duration::ZERO) {
            ui.toast("never");
        }
        Ok(())
    });
    harness.advance(60 * SECOND);
    assert_eq!(harness.effects(), Vec::<String>::new());
    let warnings = harness.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("tests/timers.rs:"), "{warnings:?}");
    assert_eq!(harness.runs(), 1);
}

#[test]
fn a_wait_for_nothing_is_over_in_the_next_turn() {
    let mut harness = counting(|ui, _| ui.after(Duration::ZERO));
    harness.run_until_idle();
    ticked(&harness, 1);
    harness.run_until_idle();
    ticked(&harness, 1);
}

#[test]
fn a_tick_is_an_event_of_its_window_and_of_no_other() {
    let runs = Rc::new(Cell::new((0, 0)));
    let counts = Rc::clone(&runs);
    let mut harness = Harness::builder().windows(2).build(move |ui| {
        let timed = ui.checkbox("Timed").is_checked();
        let (with, without) = counts.get();
        counts.set(if timed { (with + 1, without) } else { (with, without + 1) });
        if timed && ui.every(SECOND) {
            ui.toast("tick");
        }
        Ok(())
    });
    harness.click(Role::Checkbox, "Timed");
    let (with, without) = runs.get();
    harness.advance(3 * SECOND);
    assert_eq!(runs.get(), (with + 6, without), "each tick: its event run and a settled one");
    assert_eq!(harness.effects(), ["toast \"tick\""; 3], "a tick is an event that effects may follow");
    assert_eq!(harness.warnings(), Vec::<String>::new());
}

#[test]
fn two_timers_in_one_place_fire_each_by_itself() {
    let mut harness = Harness::new(|ui| {
        let log = ui.state(String::new);
        for (name, period) in [("a", 2), ("b", 3), ("c", 6)] {
            if ui.scope(name, || ui.every(period * SECOND)) {
                log.update(|log| log.push_str(name));
            }
        }
        ui.text(log.cloned());
        Ok(())
    });
    harness.advance(6 * SECOND);
    assert!(harness.has(Role::Text, "abaabc"), "\n{}", harness.tree());
}

#[test]
fn a_session_that_ends_starts_its_timers_anew() {
    let mut harness = Harness::new(|ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::ThisRunOnly)?;
        }
        if ui.button("Sign out").clicked() {
            session.clear()?;
        }
        let done = ui.state(|| false);
        if ui.after(10 * SECOND) {
            done.set(true);
        }
        ui.text(done.get());
        Ok(())
    });
    harness.click(Role::Button, "Sign in");
    harness.advance(9 * SECOND);
    harness.click(Role::Button, "Sign out");
    harness.advance(9 * SECOND);
    assert!(harness.has(Role::Text, "false"), "\n{}", harness.tree());
    harness.advance(SECOND);
    assert!(harness.has(Role::Text, "true"), "\n{}", harness.tree());
}

#[test]
fn an_app_that_failed_is_run_again_by_its_timer() {
    let up = Rc::new(Cell::new(true));
    let server = Rc::clone(&up);
    let mut harness = Harness::new(move |ui| {
        let _ = ui.every(SECOND);
        if server.get() {
            ui.text("up")
        } else {
            return Err(Error::new("the server is down"));
        };
        Ok(())
    });
    up.set(false);
    harness.advance(SECOND);
    assert!(harness.has(Role::Text, "The server is down."), "\n{}", harness.tree());
    up.set(true);
    harness.advance(SECOND);
    assert!(!harness.has(Role::Text, "The server is down."), "\n{}", harness.tree());
}

#[test]
fn a_process_that_rests_is_woken_for_its_next_timer_and_not_before() {
    let mut harness = counting(every);
    assert_eq!(harness.next_wake(), Some(SECOND));
    harness.advance(SECOND / 4);
    assert_eq!(harness.next_wake(), Some(SECOND * 3 / 4));
    harness.click(Role::Checkbox, "Hide");
    assert_eq!(harness.next_wake(), None);
}

#[test]
fn hours_pass_in_a_moment() {
    let began = Instant::now();
    let mut harness = counting(every);
    harness.advance(3600 * SECOND);
    ticked(&harness, 3600);
    assert!(began.elapsed() < Duration::from_secs(60), "a test does not wait for the clock");
}
