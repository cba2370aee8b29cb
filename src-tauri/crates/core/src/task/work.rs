//! What a slot holds of a task or an action: what it has come to, what runs, and what is to run once the turn rests.

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use super::Poll;
use super::context::{Cancel, Context, Watched};
use crate::error::{Error, Panic, Result};
use crate::failure::Panicked;
use crate::key::Site;
use crate::runtime::{Level, LogLine};
use crate::spawn::{Abort, Job, Spawner, Work};
use crate::state::{Address, Mailbox};
use crate::ui::Ui;

/// The event of an action's slot.
pub(super) const FINISHED: &str = "finished";

/// What the slot of a task or an action holds.
///
/// A run of it starts when the turn that asked for it has come to rest and is saved: a turn that fails starts nothing.
#[derive(Default)]
pub(crate) struct Works {
    /// The newest run that was started; what others come to is dropped.
    number: u64,
    /// What that run was started with.
    deps: Option<Box<dyn Any>>,
    next: Option<Next>,
    running: Option<Running>,
    outcome: Outcome,
    /// The newest result of `deps`: an `Arc<T>`.
    latest: Option<Box<dyn Any>>,
    /// A restart was asked for.
    pub(super) again: bool,
    /// An action's function.
    pub(super) function: Option<Rc<dyn Any>>,
    /// The app asks whether the action has finished.
    pub(super) asked: bool,
}

#[derive(Default)]
enum Outcome {
    #[default]
    Idle,
    /// `latest` is it.
    Ready,
    Failed(Error),
}

/// A run that is to be started.
pub(super) struct Next {
    pub(super) number: u64,
    /// None: an action's.
    pub(super) deps: Option<Box<dyn Any>>,
    /// `deps` are others than those of the run before.
    pub(super) fresh: bool,
    pub(super) cancel: Cancel,
    pub(super) body: Body,
}

/// What is given to the spawner.
pub(super) enum Body {
    Async(Work),
    Blocking(Job),
}

struct Running {
    cancel: Cancel,
    abort: Option<Abort>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancel.cancel();
        if let Some(abort) = self.abort.take() {
            abort();
        }
    }
}

/// Whether a task is to be started.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    No,
    Yes {
        /// Its `deps` have changed.
        fresh: bool,
    },
    /// What it depends on is not equal to itself: it would be started in every run.
    Never,
}

impl Works {
    /// Whether a task with these `deps` is to be started.
    pub(super) fn wants<D: Clone + PartialEq + 'static>(&mut self, deps: &D) -> Wanted {
        let is = |other: &Option<Box<dyn Any>>| {
            other.as_ref().and_then(|other| other.downcast_ref::<D>()).is_some_and(|other| other == deps)
        };
        let fresh = !is(&self.deps);
        if std::mem::take(&mut self.again) {
            return Wanted::Yes { fresh };
        }
        if self.next.as_ref().is_some_and(|next| is(&next.deps)) {
            return Wanted::No;
        }
        if !fresh && (self.running.is_some() || !matches!(self.outcome, Outcome::Idle)) {
            self.next = None;
            return Wanted::No;
        }
        if (self.next.is_some() || self.number > 0) && deps.clone() != *deps {
            return Wanted::Never;
        }
        Wanted::Yes { fresh }
    }

    /// Takes the place of whatever runs, once the turn rests.
    pub(super) fn is_next(&mut self, next: Next) {
        self.next = Some(next);
    }

    /// Starts what is next. True where that failed, so that who reads the outcome has to run again.
    pub(crate) fn start(&mut self, spawner: &dyn Spawner) -> bool {
        let Some(next) = self.next.take() else { return false };
        // The older run ends before the newer one begins.
        self.running = None;
        self.number = next.number;
        self.deps = next.deps;
        self.outcome = Outcome::Idle;
        if next.fresh {
            self.latest = None;
        }
        let abort = match next.body {
            Body::Async(work) => spawner.spawn(work).map(Some),
            Body::Blocking(job) => spawner.spawn_blocking(job).map(|()| None),
        };
        match abort {
            Ok(abort) => {
                self.running = Some(Running { cancel: next.cancel, abort });
                false
            }
            Err(error) => {
                self.outcome = Outcome::Failed(error);
                true
            }
        }
    }

    /// What was to be started is not.
    pub(crate) fn forget_next(&mut self) {
        self.next = None;
    }

    /// Ends what runs, and starts nothing. True where there was something.
    pub(crate) fn stop(&mut self) -> bool {
        let next = self.next.take();
        let running = self.running.take();
        next.is_some() || running.is_some()
    }

    pub(super) fn is_pending(&self) -> bool {
        self.next.is_some() || self.running.is_some()
    }

    /// A run has ended. None where nobody waits for it any more; else why it failed, where it did.
    fn ended<T: 'static>(&mut self, number: u64, result: Result<Arc<T>>) -> Option<Option<Error>> {
        if number != self.number || self.running.take().is_none() {
            return None;
        }
        match result {
            Ok(value) => {
                self.latest = Some(Box::new(value));
                self.outcome = Outcome::Ready;
                Some(None)
            }
            Err(error) => {
                self.outcome = Outcome::Failed(error.clone());
                Some(Some(error))
            }
        }
    }

    pub(super) fn poll<T: 'static>(&self) -> Poll<T> {
        match &self.outcome {
            _ if self.is_pending() => Poll::Pending,
            Outcome::Ready => self.latest().map_or(Poll::Idle, Poll::Ready),
            Outcome::Failed(error) => Poll::Failed(error.clone()),
            Outcome::Idle => Poll::Idle,
        }
    }

    pub(super) fn result<T: 'static>(&self) -> Option<Result<Arc<T>>> {
        match &self.outcome {
            Outcome::Ready => self.latest().map(Ok),
            Outcome::Failed(error) => Some(Err(error.clone())),
            Outcome::Idle => None,
        }
    }

    pub(super) fn latest<T: 'static>(&self) -> Option<Arc<T>> {
        let of_others = self.next.as_ref().is_some_and(|next| next.fresh);
        self.latest.as_ref().filter(|_| !of_others)?.downcast_ref::<Arc<T>>().map(Arc::clone)
    }
}

/// One run, as it takes what it has come to to the app thread.
pub(super) struct Run {
    pub(super) address: Address,
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) number: u64,
    pub(super) site: Site,
    pub(super) context: Context,
}

impl Run {
    pub(super) fn of_future<T, E>(
        self,
        future: impl Future<Output = std::result::Result<T, E>> + Send + 'static,
    ) -> Body
    where
        T: Send + 'static,
        E: Into<Error>,
    {
        Body::Async(Box::pin(async move {
            let ended = Watched::new(self.context.clone(), future).await;
            self.tell(ended);
        }))
    }

    pub(super) fn of_function<T, E>(
        self,
        function: impl FnOnce() -> std::result::Result<T, E> + Send + 'static,
    ) -> Body
    where
        T: Send + 'static,
        E: Into<Error>,
    {
        Body::Blocking(Box::new(move || {
            // Waited for a thread until nobody waited for it.
            if !self.context.cancel.is_cancelled() {
                let ended = self.context.within(function);
                self.tell(ended);
            }
        }))
    }

    fn tell<T, E>(self, ended: std::result::Result<std::result::Result<T, E>, Panicked>)
    where
        T: Send + 'static,
        E: Into<Error>,
    {
        let Run { address, mailbox, number, site, .. } = self;
        let (result, panicked_at) = match ended {
            Ok(Ok(value)) => (Ok(value), None),
            Ok(Err(error)) => (Err(Error::at_or(error, site)), None),
            Err(Panicked { message, at, .. }) => {
                let told = at.clone().unwrap_or_else(|| site.to_string());
                (Err(Error::of_panic(Panic { message, at }, site, Vec::new())), Some(told))
            }
        };
        mailbox.post(move |ui: &Ui| {
            let Some((cell, made)) = address.find(ui) else { return };
            let (failed, asked) = {
                let Ok(mut cell) = cell.try_borrow_mut() else { return };
                let Some(works) = cell.downcast_mut::<Works>() else { return };
                let Some(failed) = works.ended(number, result.map(Arc::new)) else { return };
                (failed, works.asked)
            };
            if let Some(error) = failed {
                // The text may hold the person's data: that is for the window, not for the log.
                let line = match panicked_at {
                    Some(at) => LogLine {
                        level: Level::Error,
                        text: format!("the task made at {made} stopped at a mistake in its code at {at}"),
                    },
                    None => LogLine {
                        level: Level::Warn,
                        text: format!("the task made at {made} failed at {}", error.at()),
                    },
                };
                ui.inner.borrow_mut().told.push(line);
            }
            ui.wrote_slot(address.slot, made);
            if asked {
                ui.inner.borrow_mut().tick(address.slot, FINISHED);
            }
        });
    }
}
