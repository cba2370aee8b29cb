//! Tasks as an app's author meets them: when they start and end, what they come to, and how they tell it.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Waker;
use std::time::Duration;

use hyperdiv::core::task::TaskPanic;
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};

/// Work that a test lets end, and counts.
#[derive(Clone, Default)]
struct Work(Arc<Mutex<Inside>>, Arc<AtomicUsize>);

#[derive(Default)]
struct Inside {
    begun: Vec<u32>,
    answers: Vec<(u32, Result<String, String>)>,
    wakers: Vec<Waker>,
}

/// Counts what was begun and dropped.
struct Held(Arc<AtomicUsize>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Work {
    /// The work of this number: it waits until the test answers it.
    fn of(&self, number: u32) -> impl Future<Output = Result<String>> + Send + use<> {
        let (inside, dropped) = (Arc::clone(&self.0), Arc::clone(&self.1));
        async move {
            let _held = Held(dropped);
            inside.lock().expect("no panic").begun.push(number);
            let answer = std::future::poll_fn(|context| {
                let mut inside = inside.lock().expect("no panic");
                match inside.answers.iter().position(|(to, _)| *to == number) {
                    Some(at) => std::task::Poll::Ready(inside.answers.remove(at).1),
                    None => {
                        inside.wakers.push(context.waker().clone());
                        std::task::Poll::Pending
                    }
                }
            });
            answer.await.map_err(Error::new)
        }
    }

    fn answer(&self, number: u32, answer: Result<&str, &str>) {
        let mut inside = self.0.lock().expect("no panic");
        inside.answers.push((number, answer.map(str::to_owned).map_err(str::to_owned)));
        let wakers = std::mem::take(&mut inside.wakers);
        drop(inside);
        wakers.into_iter().for_each(Waker::wake);
    }

    fn begun(&self) -> Vec<u32> {
        self.0.lock().expect("no panic").begun.clone()
    }

    fn dropped(&self) -> usize {
        self.1.load(Ordering::SeqCst)
    }
}

fn told<T: std::fmt::Display>(poll: Poll<T>) -> String {
    match poll {
        Poll::Idle => "idle".into(),
        Poll::Pending => "pending".into(),
        Poll::Ready(value) => format!("ready {value}"),
        Poll::Failed(error) => format!("failed: {error}"),
    }
}

/// An app with one task whose number the person chooses by buttons, and which they can hide.
fn numbered(work: &Work) -> Harness {
    let work = work.clone();
    Harness::new(move |ui| {
        let number = ui.state(|| 1_u32);
        if ui.button("Next").clicked() {
            number.update(|number| *number += 1);
        }
        let restart = ui.button("Restart").clicked();
        if !ui.checkbox("Hide").is_checked() {
            let task = ui.task(number.get(), |number| work.of(number));
            if restart {
                task.restart();
            }
            ui.text(told(task.poll()));
            ui.text(format_args!("latest {:?}", task.latest()));
        }
        Ok(())
    })
}

#[track_caller]
fn shows(harness: &Harness, text: &str) {
    assert!(harness.has(Role::Text, text), "no {text:?}\n{}", harness.tree());
}

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
fn a_result_that_nobody_reads_runs_nothing() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        let _unread = ui.task(1, |number| shared.of(number));
        ui.text("still");
        Ok(())
    });
    harness.run_until_idle();
    let before = harness.runs();
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    assert_eq!((harness.runs(), work.dropped()), (before, 1));
}

#[test]
fn a_restart_and_a_failure_keep_the_result_before() {
    // Hyperdiv: a failed task wipes the previous result.
    let work = Work::default();
    let mut harness = numbered(&work);
    work.answer(1, Ok("one"));
    harness.run_until_idle();
    shows(&harness, "latest Some(\"one\")");
    harness.click(Role::Button, "Restart");
    shows(&harness, "pending");
    shows(&harness, "latest Some(\"one\")");
    work.answer(1, Err("no answer"));
    harness.run_until_idle();
    shows(&harness, "failed: no answer");
    shows(&harness, "latest Some(\"one\")");
    assert_eq!(work.begun(), [1, 1]);
    harness.click(Role::Button, "Restart");
    work.answer(1, Ok("again"));
    harness.run_until_idle();
    shows(&harness, "ready again");
}

#[test]
fn a_failure_says_where_and_the_log_does_not_say_what() {
    const MARK: u32 = line!() + 2;
    async fn mark() -> Result<u32> {
        Ok("Ada's secret".parse::<u32>()?)
    }
    const TASK: u32 = line!() + 3;
    let mut harness = Harness::new(|ui| {
        let of_app = ui.task((), |()| mark());
        let of_library = ui.task((), |()| async { "2 000".parse::<u32>() });
        for poll in [of_app.poll(), of_library.poll()] {
            if let Poll::Failed(error) = poll {
                ui.text(format_args!("{error} at line {}", error.at().line()));
            }
        }
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, &format!("invalid digit found in string at line {MARK}"));
    shows(&harness, &format!("invalid digit found in string at line {}", TASK + 0));
    let log = harness.warnings().join("\n");
    assert!(log.contains(&format!("failed at tests/tasks.rs:{MARK}:")), "{log}");
    assert!(!log.contains("digit") && !log.contains("Ada"), "{log}");
}

#[test]
fn a_panic_in_a_task_is_a_failure_with_a_clear_text_and_stops_nothing_else() {
    const LINE: u32 = line!() + 3;
    let mut harness = Harness::new(|ui| {
        let late = ui.task((), |()| async {
            let row: Option<u32> = std::hint::black_box(None);
            Ok::<_, Error>(row.expect("one row too many"))
        });
        let blocking = ui.task_blocking((), |()| -> Result<u32> { panic!("no disk") });
        let sound = ui.task((), |()| async { Ok::<_, Error>("sound") });
        for poll in [late.poll(), blocking.poll()] {
            if let Poll::Failed(error) = &poll {
                assert!(error.is::<TaskPanic>());
            }
            ui.text(told(poll));
        }
        ui.text(told(sound.poll()));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "failed: the task stopped at a mistake in its code: one row too many");
    shows(&harness, "failed: the task stopped at a mistake in its code: no disk");
    shows(&harness, "ready sound");
    let log = harness.errors().join("\n");
    assert!(log.contains(&format!("tests/tasks.rs:{}:", LINE + 1)), "{log}");
    assert!(!log.contains("one row too many"), "{log}");
}

/// An app with an action that the person runs.
fn acting(work: &Work, ended: &Rc<Cell<u32>>) -> impl Fn(&Ui) -> Result + 'static {
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
    assert!(warnings[0].contains("the action at tests/tasks.rs:"), "{warnings:?}");
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
fn a_session_that_ends_cancels_its_tasks_and_takes_nothing_from_them_any_more() {
    let work = Work::default();
    let setters = Arc::new(Mutex::new(Vec::new()));
    let (shared, out) = (work.clone(), Arc::clone(&setters));
    let mut harness = Harness::new(move |ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::ThisRunOnly)?;
        }
        if ui.button("Sign out").clicked() {
            session.clear()?;
        }
        let note = ui.state(String::new);
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
    let leaked = harness.frames().iter().any(|frame| frame.contains("her secret"));
    assert!(!leaked, "{:?}", harness.frames());
}

#[test]
fn a_thousand_tasks_at_once_all_end() {
    let work = Work::default();
    let shared = work.clone();
    let mut harness = Harness::new(move |ui| {
        ui.each(
            0..1000_u32,
            |row| *row,
            |row| {
                ui.text(told(ui.task(row, |row| shared.of(row)).poll()));
            },
        );
        Ok(())
    });
    harness.run_until_idle();
    assert_eq!(work.begun().len(), 1000);
    for row in 0..1000 {
        work.answer(row, Ok(&row.to_string()));
    }
    let runs = harness.runs();
    harness.run_until_idle();
    let all: Vec<String> = (0..1000).map(|row| format!("ready {row}")).collect();
    assert_eq!(harness.names(Role::Text), all);
    assert_eq!(harness.runs(), runs + 1, "what is there together is shown together");
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

#[test]
fn sleeping_tasks_wake_in_order_as_the_test_lets_time_pass() {
    let mut harness = Harness::new(|ui| {
        let order = ui.state(Vec::<u64>::new);
        let woken = order.setter();
        for seconds in [3_u64, 1, 2] {
            let woken = woken.clone();
            ui.scope(seconds, || {
                let slept = ui.task(seconds, move |seconds| async move {
                    hyperdiv::sleep(Duration::from_secs(seconds)).await;
                    woken.update(move |order| order.push(seconds));
                    Ok::<_, Error>(seconds)
                });
                ui.text(told(slept.poll()));
            });
        }
        ui.text(format_args!("{:?}", order.cloned()));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "[]");
    harness.advance(Duration::from_millis(999));
    shows(&harness, "[]");
    harness.advance(Duration::from_millis(1));
    shows(&harness, "[1]");
    harness.advance(Duration::from_secs(60));
    shows(&harness, "[1, 2, 3]");
    assert_eq!(harness.names(Role::Text)[..3], ["ready 3", "ready 1", "ready 2"]);
}

#[test]
fn who_types_on_starts_the_wait_again() {
    async fn search(text: String) -> Result<String> {
        hyperdiv::sleep(Duration::from_millis(300)).await;
        Ok(text.to_uppercase())
    }
    let mut harness = Harness::new(|ui| {
        let text = ui.text_input("Find").value();
        ui.text(told(ui.task(text, search).poll()));
        Ok(())
    });
    for letter in ["a", "b", "c"] {
        harness.type_into("Find", letter);
        harness.advance(Duration::from_millis(299));
        shows(&harness, "pending");
    }
    harness.advance(Duration::from_millis(1));
    shows(&harness, "ready ABC");
}

#[test]
fn a_task_that_never_ends_does_not_hang_a_test() {
    let mut harness = Harness::new(|ui| {
        let restless = ui.task((), |()| async {
            let mut polls = 0_u64;
            std::future::poll_fn(|context| {
                polls += 1;
                context.waker().wake_by_ref();
                if polls == u64::MAX { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            Ok::<_, Error>(0)
        });
        let silent = ui.task((), |()| async {
            std::future::pending::<()>().await;
            Ok::<_, Error>(0)
        });
        let sound = ui.task((), |()| async { Ok::<_, Error>(3) });
        ui.text(format_args!("{} {} {}", told(restless.poll()), told(silent.poll()), told(sound.poll())));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "pending pending ready 3");
    harness.advance(Duration::from_secs(5));
    shows(&harness, "pending pending ready 3");
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
    assert!(warnings.len() == 1 && warnings[0].contains("the task at tests/tasks.rs:"), "{warnings:?}");
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

#[test]
fn a_task_can_wait_for_what_another_thread_does() {
    let work = Work::default();
    let mut harness = numbered(&work);
    harness.run_until_idle();
    std::thread::scope(|threads| {
        threads.spawn(|| work.answer(1, Ok("from afar")));
    });
    harness.run_until_idle();
    shows(&harness, "ready from afar");
}

#[test]
fn what_a_task_drops_may_tell_the_app() {
    struct Tells(Setter<u32>);
    impl Drop for Tells {
        fn drop(&mut self) {
            self.0.update(|count| *count += 1);
        }
    }
    let mut harness = Harness::new(|ui| {
        let dropped = ui.state(|| 0_u32);
        let number = ui.state(|| 0);
        if ui.button("Next").clicked() {
            number.update(|number| *number += 1);
        }
        let setter = dropped.setter();
        let waits = ui.task(number.get(), move |_| {
            let tells = Tells(setter);
            async move {
                let _tells = tells;
                std::future::pending::<Result<()>>().await
            }
        });
        let _ = waits.poll();
        ui.text(format_args!("dropped {}", dropped.get()));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "dropped 0");
    harness.click(Role::Button, "Next");
    shows(&harness, "dropped 1");
}
