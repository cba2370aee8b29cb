//! Work that a test lets end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Waker;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// Work that a test lets end, and counts.
#[derive(Clone, Default)]
pub(crate) struct Work(Arc<Mutex<Inside>>, Arc<AtomicUsize>);

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
    pub(crate) fn of(&self, number: u32) -> impl Future<Output = Result<String>> + Send + use<> {
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

    pub(crate) fn answer(&self, number: u32, answer: Result<&str, &str>) {
        let mut inside = self.0.lock().expect("no panic");
        inside.answers.push((number, answer.map(str::to_owned).map_err(str::to_owned)));
        let wakers = std::mem::take(&mut inside.wakers);
        drop(inside);
        wakers.into_iter().for_each(Waker::wake);
    }

    pub(crate) fn begun(&self) -> Vec<u32> {
        self.0.lock().expect("no panic").begun.clone()
    }

    pub(crate) fn dropped(&self) -> usize {
        self.1.load(Ordering::SeqCst)
    }
}

pub(crate) fn told<T: std::fmt::Display>(poll: Poll<T>) -> String {
    match poll {
        Poll::Idle => "idle".into(),
        Poll::Pending => "pending".into(),
        Poll::Ready(value) => format!("ready {value}"),
        Poll::Failed(error) => format!("failed: {error}"),
    }
}

/// An app with one task whose number the person chooses by buttons, and which they can hide.
pub(crate) fn numbered(work: &Work) -> Harness {
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
pub(crate) fn shows(harness: &Harness, text: &str) {
    assert!(harness.has(Role::Text, text), "no {text:?}\n{}", harness.tree());
}
