//! A session in the hands of tasks: `ui.session().handle()`.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};

/// Where a test keeps the handles that an app has given to its tasks.
type Handles = Arc<Mutex<Vec<SessionHandle>>>;

/// An app that signs in and out, counts in a record of the session, and has a task that adds to it.
fn counting(handles: &Handles) -> impl Fn(&Ui) -> Result + 'static {
    let handles = Arc::clone(handles);
    move |ui| {
        let session = ui.session();
        let (keep, this_run) = (ui.button("Keep").clicked(), ui.button("This run").clicked());
        let (out, rotate) = (ui.button("Sign out").clicked(), ui.button("Rotate").clicked());
        if keep || this_run {
            session.create_new(if keep { Consent::Granted } else { Consent::ThisRunOnly })?;
        }
        if out {
            session.clear()?;
        }
        if rotate {
            session.rotate()?;
        }
        handles.lock().expect("no panic").push(session.handle());
        let add = ui.action(|(session, by): (SessionHandle, u64)| async move {
            let count = session.record::<u64>("count");
            count.update(move |count| *count += by).await?;
            Ok::<_, Error>(count.load().await?)
        });
        let write = ui.button("Add in a turn").clicked();
        if ui.button("Add").clicked() {
            add.run((session.handle(), 1));
        }
        ui.text(match add.poll() {
            Poll::Idle => "idle".to_owned(),
            Poll::Pending => "pending".to_owned(),
            Poll::Ready(count) => format!("added up to {count}"),
            Poll::Failed(error) => format!("failed: {error}"),
        });
        if session.is_authenticated() {
            if write {
                session.record::<u64>("count").update(|count| *count += 10)?;
            }
            ui.text(format_args!("count {}", session.record::<u64>("count").load()?));
        }
        Ok(())
    }
}

#[track_caller]
fn shows(harness: &Harness, text: &str) {
    assert!(harness.has(Role::Text, text), "no {text:?}\n{}", harness.tree());
}

/// What a future that waits for the app has come to, once it rests.
#[track_caller]
fn answer<T>(harness: &mut Harness, future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10 {
        if let std::task::Poll::Ready(answer) = future.as_mut().poll(&mut context) {
            return answer;
        }
        harness.run_until_idle();
    }
    panic!("the app does not answer");
}

fn last(handles: &Handles) -> SessionHandle {
    handles.lock().expect("no panic").last().cloned().expect("taken in each run")
}

#[test]
fn a_task_s_write_is_on_disk_when_its_future_resolves_and_its_readers_show_it() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "Keep");
    harness.click(Role::Button, "Add");
    harness.run_until_idle();
    shows(&harness, "added up to 1");
    shows(&harness, "count 1");
    harness.kill();
    shows(&harness, "count 1");
}

#[test]
fn a_save_that_is_answered_survives_a_kill_before_anything_is_shown() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "Keep");
    let session = last(&handles);
    answer(&mut harness, session.record("count").save(&41_u64)).expect("signed in");
    harness.kill();
    shows(&harness, "count 41");
    answer(&mut harness, last(&handles).record::<u64>("count").delete()).expect("signed in");
    harness.kill();
    shows(&harness, "count 0");
    answer(&mut harness, last(&handles).save(&"note".to_owned())).expect("signed in");
    assert_eq!(answer(&mut harness, last(&handles).load::<String>()).expect("just saved"), "note");
}

#[test]
fn of_many_updates_at_once_none_is_lost() {
    let mut harness = Harness::new(|ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::Granted)?;
        }
        if session.is_authenticated() {
            for n in 0..100 {
                let _ = ui.scope(n, || {
                    ui.task(session.handle(), |session| async move {
                        session.record::<u64>("count").update(|count| *count += 1).await
                    })
                });
            }
            ui.text(session.record::<u64>("count").load()?);
        }
        Ok(())
    });
    harness.click(Role::Button, "Sign in");
    harness.run_until_idle();
    shows(&harness, "100");
    harness.kill();
    harness.run_until_idle();
    shows(&harness, "200");
}

#[test]
fn a_handle_of_an_ended_session_answers_an_error_and_never_writes() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "Keep");
    let hers = last(&handles);
    harness.click(Role::Button, "Add");
    harness.run_until_idle();
    harness.click(Role::Button, "Sign out");
    let ended = |result: Result<(), SessionError>| matches!(result, Err(SessionError::Ended));
    assert!(ended(answer(&mut harness, hers.record("count").save(&7_u64))));
    harness.click(Role::Button, "Keep");
    let his = last(&handles);
    assert!(hers != his && hers == hers.clone());
    assert!(ended(answer(&mut harness, hers.record("count").save(&7_u64))));
    assert!(ended(answer(&mut harness, hers.record::<u64>("count").delete())));
    assert!(ended(answer(&mut harness, hers.record::<u64>("count").update(|count| *count = 7))));
    assert!(matches!(answer(&mut harness, hers.record::<u64>("count").load()), Err(SessionError::Ended)));
    shows(&harness, "count 0");
    harness.kill();
    shows(&harness, "count 0");
}

#[test]
fn what_a_task_has_asked_for_when_its_session_ends_is_not_written() {
    // Asked for in the turn that signs out: on its way when the session ends.
    let asked = Rc::new(RefCell::new(None));
    let shared = Rc::clone(&asked);
    let mut harness = Harness::new(move |ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::Granted)?;
        }
        if ui.button("Sign out").clicked() {
            let mut save = Box::pin(session.handle().record::<String>("note").save(&"hers".to_owned()));
            let waits = save.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending();
            assert!(waits);
            shared.replace(Some(save));
            session.clear()?;
        }
        Ok(())
    });
    harness.click(Role::Button, "Sign in");
    harness.click(Role::Button, "Sign out");
    let save = asked.take().expect("asked");
    assert!(matches!(answer(&mut harness, save), Err(SessionError::Ended)));
}

#[test]
fn a_handle_outlives_a_rotation_and_knows_that_nobody_was_signed_in() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    let nobody = last(&handles);
    assert!(matches!(answer(&mut harness, nobody.save(&1)), Err(SessionError::NotSignedIn)));
    harness.click(Role::Button, "Keep");
    assert!(matches!(answer(&mut harness, nobody.save(&1)), Err(SessionError::NotSignedIn)));
    let session = last(&handles);
    harness.click(Role::Button, "Rotate");
    assert!(session == last(&handles));
    answer(&mut harness, session.record("count").save(&5_u64)).expect("the session goes on");
    shows(&harness, "count 5");
}

#[test]
fn without_consent_a_task_writes_to_memory_alone() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "This run");
    harness.click(Role::Button, "Add");
    harness.run_until_idle();
    shows(&harness, "count 1");
    assert_eq!(harness.store_bytes(), []);
}

#[test]
fn a_task_is_told_that_its_write_failed_and_nothing_of_it_is_shown_or_comes_back() {
    let handles = Handles::default();
    let mut harness = Harness::builder().fail_commit(2, StoreFault::Full).build(counting(&handles));
    harness.click(Role::Button, "Keep");
    harness.click(Role::Button, "Add");
    harness.run_until_idle();
    let failed = harness.names(Role::Text).into_iter().any(|text| text.starts_with("failed: "));
    assert!(failed, "\n{}", harness.tree());
    shows(&harness, "count 0");
    harness.kill();
    shows(&harness, "count 0");
}

#[test]
fn a_turn_that_waits_for_another_try_is_kept_and_undoes_nothing_that_a_task_has_written_since() {
    for (other, expected) in [("count", 3), ("other", 10)] {
        let handles = Handles::default();
        let mut harness = Harness::builder().fail_commit(2, StoreFault::Full).build(counting(&handles));
        harness.click(Role::Button, "Keep");
        harness.click(Role::Button, "Add in a turn");
        assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
        let session = last(&handles);
        answer(&mut harness, session.record(other).save(&3_u64)).expect("there is room again");
        harness.click(Role::Button, "Try again");
        assert!(!harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
        harness.kill();
        shows(&harness, &format!("count {expected}"));
    }
}

#[test]
fn a_task_s_write_that_failed_takes_no_place_of_a_turn_that_waits_for_another_try() {
    let handles = Handles::default();
    let builder = Harness::builder().fail_commit(2, StoreFault::Full).fail_commit(3, StoreFault::Full);
    let mut harness = builder.build(counting(&handles));
    harness.click(Role::Button, "Keep");
    harness.click(Role::Button, "Add in a turn");
    let session = last(&handles);
    assert!(answer(&mut harness, session.save(&"lost".to_owned())).is_err());
    harness.click(Role::Button, "Try again");
    assert!(!harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    harness.kill();
    shows(&harness, "count 10");
    assert_eq!(answer(&mut harness, last(&handles).load::<String>()).expect("signed in"), "");
}

#[test]
fn a_change_that_panics_writes_nothing_and_the_app_goes_on() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "Keep");
    let session = last(&handles);
    let update = session.record::<u64>("count").update(|count| {
        *count = 7;
        assert!(*count == 0, "asked to panic");
    });
    assert!(matches!(answer(&mut harness, update), Err(SessionError::Closed)));
    assert!(harness.has(Role::Alert, "The app stopped at a mistake in its code."), "\n{}", harness.tree());
    harness.click(Role::Button, "Add in a turn");
    shows(&harness, "count 10");
}

#[test]
fn the_end_of_the_app_answers_who_waits() {
    let handles = Handles::default();
    let mut harness = Harness::new(counting(&handles));
    harness.click(Role::Button, "Keep");
    let session = last(&handles);
    let mut waits = std::pin::pin!(session.record("count").save(&1_u64));
    let mut context = Context::from_waker(Waker::noop());
    assert!(waits.as_mut().poll(&mut context).is_pending());
    let dropped = Cell::new(Some(harness));
    drop(dropped.take());
    let closed = |polled| matches!(polled, std::task::Poll::Ready(Err(SessionError::Closed)));
    assert!(closed(waits.as_mut().poll(&mut context)));
    let late = std::pin::pin!(session.save(&1));
    assert!(closed(late.poll(&mut context)));
}
