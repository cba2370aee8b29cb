//! Tells the page that the app thread is busy, where it is for longer than a person takes for an answer at once.
//!
//! The thread that watches sleeps while there is nothing to watch: it is woken by work that begins after a pause, and
//! looks again when that work should be done.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hyperdiv_core::{Activity, WindowId};
use serde_json::json;

use crate::log::{Level, say};
use crate::message::Page;

/// From when on work is worth a word.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often the page hears how it goes.
const AGAIN: Duration = Duration::from_secs(1);

/// What the app thread is seen doing.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    pages: HashMap<WindowId, Page>,
    work: Option<Work>,
    /// The watching thread waits for work to begin.
    asleep: bool,
    /// The pages show that the app is busy.
    told: bool,
    over: bool,
}

struct Work {
    began: Instant,
    doing: Option<Activity>,
}

impl Watch {
    /// Starts the watching thread, which ends with [`end`](Watch::end).
    pub(crate) fn start(&self) {
        let watch = self.clone();
        let thread = std::thread::Builder::new().name("hyperdiv-watch".to_owned());
        if let Err(error) = thread.spawn(move || watch.look()) {
            say(Level::Warn, format_args!("a busy app will not be told: {error}"));
        }
    }

    /// A page to tell.
    pub(crate) fn page(&self, window: WindowId, page: Page) {
        self.lock().pages.insert(window, page);
    }

    /// A page that is gone.
    pub(crate) fn forget(&self, window: WindowId) {
        self.lock().pages.remove(&window);
    }

    /// Calls `work`, which is watched.
    pub(crate) fn during<R>(&self, work: impl FnOnce() -> R) -> R {
        let mut state = self.lock();
        state.work = Some(Work { began: Instant::now(), doing: None });
        if std::mem::take(&mut state.asleep) {
            self.0.changed.notify_one();
        }
        drop(state);
        let result = work();
        let mut state = self.lock();
        state.work = None;
        if std::mem::take(&mut state.told) {
            state.tell(None);
        }
        result
    }

    /// What the work has come to.
    pub(crate) fn doing(&self, activity: Activity) {
        if let Some(work) = &mut self.lock().work {
            work.doing = Some(activity);
        }
    }

    /// There will be no more work, and no page to tell.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        state.over = true;
        state.pages.clear();
        drop(state);
        self.0.changed.notify_one();
    }

    fn look(&self) {
        let mut state = self.lock();
        while !state.over {
            let wait = match &state.work {
                None => None,
                Some(work) => {
                    let busy = work.began.elapsed();
                    if busy >= PATIENCE {
                        let text = work.describe(busy);
                        state.told = true;
                        state.tell(Some(&text));
                        Some(AGAIN)
                    } else {
                        Some(PATIENCE.saturating_sub(busy))
                    }
                }
            };
            state = match wait {
                None => {
                    state.asleep = true;
                    self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
                }
                Some(wait) => {
                    let woken = self.0.changed.wait_timeout(state, wait);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// A panic under the lock leaves nothing half-made: each change is one assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tell(&self, busy: Option<&str>) {
        let message = json!({ "v": 1, "busy": busy }).to_string();
        for page in self.pages.values() {
            // A page that is gone has nobody who waits.
            let _ = page(message.clone());
        }
    }
}

impl Work {
    fn describe(&self, busy: Duration) -> String {
        let what = self.doing.map_or_else(|| "Working".to_owned(), |activity| activity.to_string());
        match busy.as_secs() {
            0 => what,
            seconds => format!("{what} ({seconds} s)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// A watch with one page, and what that page is told.
    fn watched() -> (Watch, Receiver<String>) {
        let (tell, told) = channel();
        let watch = Watch::default();
        watch.page(WindowId(1), Arc::new(move |message| tell.send(message).is_ok()));
        watch.start();
        (watch, told)
    }

    #[test]
    fn long_work_is_told_with_what_it_does_and_so_is_its_end() {
        let (watch, told) = watched();
        watch.during(|| {
            watch.doing(Activity::Saving);
            assert_eq!(told.recv().unwrap(), r#"{"busy":"Saving","v":1}"#);
            let later = told.recv().unwrap();
            assert!(later.starts_with(r#"{"busy":"Saving ("#), "{later}");
        });
        assert_eq!(told.recv().unwrap(), r#"{"busy":null,"v":1}"#);
        watch.end();
    }

    #[test]
    fn short_work_is_not_told_however_much_there_is_of_it() {
        let (watch, told) = watched();
        let began = Instant::now();
        while began.elapsed() < PATIENCE * 2 {
            watch.during(|| watch.doing(Activity::Running { after: None }));
        }
        assert!(told.try_recv().is_err());
        watch.during(|| assert!(told.recv().unwrap().contains("Working")));
        watch.end();
    }
}
