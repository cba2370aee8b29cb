//! Tasks that sleep, and tasks that never end.

use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

use crate::work::{shows, told};

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
