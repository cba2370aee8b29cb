//! Whether a window may close: an app that asks about that is asked first, as long as it answers.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hyperdiv_core::WindowId;

/// What the event loop and the app thread know together.
#[derive(Default)]
pub(crate) struct Closing(Mutex<HashMap<WindowId, Asked>>);

/// A window that asks the app.
#[derive(Default)]
struct Asked {
    /// The app was asked, and its turn is not over yet.
    waits: bool,
}

impl Closing {
    /// Whether the window asks the app before it closes, from now on.
    pub(crate) fn ask(&self, window: WindowId, asks: bool) {
        if asks {
            self.lock().entry(window).or_default();
        } else {
            self.lock().remove(&window);
        }
    }

    /// The app has had its turn: it has closed the window, or said what is unsaved.
    pub(crate) fn answered(&self, window: WindowId) {
        if let Some(asked) = self.lock().get_mut(&window) {
            asked.waits = false;
        }
    }

    /// The person asks for the window to close. True where it may close at once: the app does not ask, or has not answered the
    /// last time.
    pub(crate) fn may_close(&self, window: WindowId) -> bool {
        self.lock().get_mut(&window).is_none_or(|asked| std::mem::replace(&mut asked.waits, true))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WindowId, Asked>> {
        // The map is whole whatever happened to who held it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_that_asks_is_asked_until_it_does_not_answer() {
        let (closing, window) = (Closing::default(), WindowId(1));
        assert!(closing.may_close(window));
        closing.ask(window, true);
        for _ in 0..3 {
            assert!(!closing.may_close(window));
            closing.answered(window);
        }
        assert!(!closing.may_close(window));
        assert!(closing.may_close(WindowId(2)), "each window is asked about by itself");
        assert!(closing.may_close(window), "the second time, while it has not answered");
        closing.answered(window);
        closing.ask(window, false);
        assert!(closing.may_close(window), "it failed, or asks no more");
    }
}
