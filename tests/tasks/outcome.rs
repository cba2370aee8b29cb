//! What tasks come to, and what the app is told of it.

use hyperdiv::core::Panic;
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

use crate::work::{Work, numbered, shows, told};

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
    shows(&harness, &format!("invalid digit found in string at line {}", TASK));
    let log = harness.warnings().join("\n");
    assert!(log.contains(&format!("failed at tests/tasks/outcome.rs:{MARK}:")), "{log}");
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
                assert!(error.is::<Panic>());
            }
            ui.text(told(poll));
        }
        ui.text(told(sound.poll()));
        Ok(())
    });
    harness.run_until_idle();
    shows(&harness, "failed: one row too many");
    shows(&harness, "failed: no disk");
    shows(&harness, "ready sound");
    let log = harness.errors().join("\n");
    assert!(log.contains(&format!("tests/tasks/outcome.rs:{}:", LINE + 1)), "{log}");
    assert!(!log.contains("one row too many"), "{log}");
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
