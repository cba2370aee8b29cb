//! Where in the tree the app is while it runs, for whoever has to say where it failed.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use crate::inner::Inner;
use crate::key::Site;

/// An open container.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Within {
    kind: &'static str,
    site: Site,
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {} at {}", self.kind, self.site)
    }
}

thread_local! {
    /// What the app function that runs on this thread describes. It is reached through the thread because neither a `?`
    /// nor a panic has an `Ui` at hand.
    static RUNNING: RefCell<Weak<RefCell<Inner>>> = const { RefCell::new(Weak::new()) };
}

/// Runs `body` as the app function that describes `inner`.
pub(crate) fn running<R>(inner: &Rc<RefCell<Inner>>, body: impl FnOnce() -> R) -> R {
    struct Ends;
    impl Drop for Ends {
        fn drop(&mut self) {
            RUNNING.set(Weak::new());
        }
    }
    RUNNING.set(Rc::downgrade(inner));
    let _ends = Ends;
    body()
}

/// Whether an app function runs on this thread.
pub(crate) fn is_running() -> bool {
    RUNNING.with_borrow(|inner| inner.strong_count() > 0)
}

/// The containers that are open on this thread, the innermost first. None outside of app functions.
pub(crate) fn here() -> Vec<Within> {
    let Some(inner) = RUNNING.with_borrow(Weak::upgrade) else { return Vec::new() };
    // Borrowed only where the runtime itself panics: then there is nothing to be told about the app.
    inner.try_borrow().map(|inner| inner.view.open()).unwrap_or_default()
}

impl Within {
    pub(crate) fn new(kind: &'static str, site: Site) -> Self {
        Within { kind, site }
    }
}
