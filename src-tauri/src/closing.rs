//! Whether the window may close: an app that asks about that is asked first, as long as it answers.

use std::sync::atomic::{AtomicBool, Ordering};

/// What the event loop and the app thread know together.
#[derive(Default)]
pub(crate) struct Closing {
    /// The app asks to be asked.
    asks: AtomicBool,
    /// It was asked, and its turn is not over yet.
    waits: AtomicBool,
}

impl Closing {
    /// Whether the window asks the app before it closes, from now on.
    pub(crate) fn ask(&self, asks: bool) {
        self.asks.store(asks, Ordering::SeqCst);
    }

    /// The app has had its turn: it has closed the window, or said what is unsaved.
    pub(crate) fn answered(&self) {
        self.waits.store(false, Ordering::SeqCst);
    }

    /// The person asks for the window to close. True where it may close at once: the app does not ask, or has not answered the
    /// last time.
    pub(crate) fn may_close(&self) -> bool {
        !self.asks.load(Ordering::SeqCst) || self.waits.swap(true, Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_that_asks_is_asked_until_it_does_not_answer() {
        let closing = Closing::default();
        assert!(closing.may_close());
        closing.ask(true);
        for _ in 0..3 {
            assert!(!closing.may_close());
            closing.answered();
        }
        assert!(!closing.may_close());
        assert!(closing.may_close(), "the second time, while it has not answered");
        closing.answered();
        closing.ask(false);
        assert!(closing.may_close(), "it failed, or asks no more");
    }
}
