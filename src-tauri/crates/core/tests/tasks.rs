//! Tasks on real threads, and at moments that a harness does not come to.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use hyperdiv_core::task::{Cancel, Poll};
use hyperdiv_core::{Abort, Error, Job, Result, Runtime, Spawner, Ui, WindowId, Work};

const WINDOW: WindowId = WindowId(1);

/// Keeps async work until it is polled by hand, and gives each job a thread.
#[derive(Default)]
struct ByHand {
    works: Mutex<Vec<Work>>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

impl ByHand {
    fn poll(&self) {
        let works = std::mem::take(&mut *self.works.lock().expect("no panic"));
        for mut work in works {
            let _ = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    fn join(&self) {
        for thread in std::mem::take(&mut *self.threads.lock().expect("no panic")) {
            thread.join().expect("a job's panic is caught");
        }
    }
}

impl Spawner for ByHand {
    fn spawn(&self, work: Work) -> Result<Abort> {
        self.works.lock().expect("no panic").push(work);
        Ok(Box::new(|| {}))
    }

    fn spawn_blocking(&self, job: Job) -> Result<()> {
        let thread = std::thread::Builder::new().name("job".into()).spawn(job)?;
        self.threads.lock().expect("no panic").push(thread);
        Ok(())
    }

    fn sleep(&self, _: Duration) -> Work {
        Box::pin(std::future::pending())
    }
}

/// A runtime of `app` with one window, and what wakes it.
fn started(spawner: &Arc<ByHand>, app: impl Fn(&Ui) -> Result + 'static) -> (Runtime, Receiver<()>) {
    let (wake, woken) = channel();
    let wake = Mutex::new(wake);
    let waker = Arc::new(move || {
        let _ = wake.lock().expect("no panic").send(());
    });
    let mut runtime = Runtime::new(app, waker);
    runtime.set_spawner(Arc::clone(spawner) as _);
    runtime.open_window(WINDOW);
    runtime.connect(WINDOW).expect("the window is open");
    runtime.release();
    runtime.turns_only();
    (runtime, woken)
}

#[test]
fn a_result_that_comes_while_the_deps_change_is_dropped() {
    let spawner = Arc::new(ByHand::default());
    let (choose, seen) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(Vec::new())));
    let (out, shown, ends) = (Rc::clone(&choose), Rc::clone(&seen), Arc::clone(&spawner));
    let (mut runtime, _woken) = started(&spawner, move |ui| {
        let number = ui.state(|| 1);
        out.set(Some(number.setter()));
        let task = ui.task(number.get(), |number| async move { Ok::<_, Error>(number) });
        if let Poll::Ready(number) = task.poll() {
            let mut all = shown.take();
            all.push(*number);
            shown.set(all);
        }
        if number.get() == 2 {
            // The older one ends while this run asks for a newer one.
            ends.poll();
        }
        Ok(())
    });
    let choose = choose.take().expect("taken in the first run");
    assert!(choose.send(2));
    runtime.turns_only();
    spawner.poll();
    runtime.turns_only();
    assert_eq!(seen.take(), [2], "what the first has come to was never shown");
}

#[test]
fn blocking_work_that_runs_hears_that_nobody_waits_for_it() {
    let spawner = Arc::new(ByHand::default());
    let shown = Rc::new(Cell::new(true));
    let (begin, begun) = channel::<Cancel>();
    let (end, ended) = channel::<u32>();
    let begin: Sender<Cancel> = begin;
    let reached = Rc::clone(&shown);
    let (mut runtime, _woken) = started(&spawner, move |ui| {
        let gone = ui.state(|| false);
        if reached.get() {
            let (begin, end) = (begin.clone(), end.clone());
            let _ = ui.task_blocking((), move |()| {
                let cancel = Cancel::current();
                let _ = begin.send(cancel.clone());
                while !cancel.is_cancelled() {
                    std::thread::yield_now();
                }
                let _ = end.send(7);
                Ok::<_, Error>(())
            });
        }
        let _ = gone.get();
        Ok(())
    });
    let cancel = begun.recv().expect("the job begins");
    assert!(!cancel.is_cancelled());
    shown.set(false);
    runtime.set_theme(hyperdiv_core::ThemeMode::Dark);
    runtime.reset_all();
    runtime.turns_only();
    assert!(cancel.is_cancelled());
    assert_eq!(ended.recv(), Ok(7));
    spawner.join();
}

#[test]
fn the_end_of_the_app_ends_its_tasks() {
    let spawner = Arc::new(ByHand::default());
    let (begin, begun) = channel();
    let (runtime, _woken) = started(&spawner, move |ui| {
        let begin = begin.clone();
        let _ = ui.task_blocking((), move |()| {
            let cancel = Cancel::current();
            let _ = begin.send(());
            while !cancel.is_cancelled() {
                std::thread::yield_now();
            }
            Ok::<_, Error>(())
        });
        Ok(())
    });
    begun.recv().expect("the job begins");
    drop(runtime);
    spawner.join();
}

#[test]
fn a_task_that_ends_wakes_the_app_once_for_all_that_waits() {
    let spawner = Arc::new(ByHand::default());
    let seen = Rc::new(Cell::new(0));
    let count = Rc::clone(&seen);
    let begin = Arc::new(Barrier::new(11));
    let begun = Arc::clone(&begin);
    let (mut runtime, woken) = started(&spawner, move |ui| {
        let done = ui.state(|| 0);
        for n in 0..10 {
            let (setter, begin) = (done.setter(), Arc::clone(&begin));
            let _ = ui.scope(n, || {
                ui.task_blocking(n, move |_| {
                    begin.wait();
                    setter.update(|done| *done += 1);
                    Ok::<_, Error>(())
                })
            });
        }
        count.set(done.get());
        Ok(())
    });
    begun.wait();
    spawner.join();
    runtime.turns_only();
    assert_eq!(seen.get(), 10);
    assert_eq!(woken.try_iter().count(), 1, "ten updates and ten results");
}

#[test]
fn a_runtime_without_a_spawner_says_so() {
    let seen = Rc::new(Cell::new(None));
    let told = Rc::clone(&seen);
    let mut runtime = Runtime::new(
        move |ui: &Ui| {
            let task = ui.task((), |()| async { Ok::<_, Error>(()) });
            if let Poll::Failed(error) = task.poll() {
                told.set(Some(error.to_string()));
            }
            Ok(())
        },
        Arc::new(|| {}),
    );
    runtime.open_window(WINDOW);
    runtime.release();
    runtime.turns_only();
    assert_eq!(seen.take().as_deref(), Some("this runtime was started with nothing to run tasks on"));
}
