//! Tasks: work beside the app, and what it has come to.
//!
//! A task's future runs wherever the [`Spawner`](crate::Spawner) puts it, never on the app thread. All that comes back comes
//! through the mailbox, and is applied between two turns. A task belongs to the part of the app that makes it: it is
//! cancelled when a turn comes to rest without having reached that part, when its session ends, and when the app closes.

mod action;
mod context;
mod work;

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

pub use action::Action;
pub(crate) use context::is_inside;
pub use context::{Cancel, sleep};
pub(crate) use work::Works;

use crate::error::Error;
use crate::key::{Made, Site};
use crate::state::StateCell;
use crate::ui::Ui;
use context::Context;
use work::{Body, Next, Run, Wanted};

/// What a task or an action has come to.
pub enum Poll<T> {
    /// It was never started, or was cancelled.
    Idle,
    /// It runs.
    Pending,
    /// It ended with this.
    Ready(Arc<T>),
    /// It failed.
    Failed(Error),
}

impl<T> Clone for Poll<T> {
    fn clone(&self) -> Self {
        match self {
            Poll::Idle => Poll::Idle,
            Poll::Pending => Poll::Pending,
            Poll::Ready(value) => Poll::Ready(Arc::clone(value)),
            Poll::Failed(error) => Poll::Failed(error.clone()),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Poll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Poll::Idle => f.write_str("Idle"),
            Poll::Pending => f.write_str("Pending"),
            Poll::Ready(value) => f.debug_tuple("Ready").field(value).finish(),
            Poll::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
        }
    }
}

impl<T> Poll<T> {
    /// What it ended with.
    #[must_use]
    pub fn ready(self) -> Option<Arc<T>> {
        match self {
            Poll::Ready(value) => Some(value),
            Poll::Idle | Poll::Pending | Poll::Failed(_) => None,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self, Poll::Pending)
    }
}

/// A future that may run beside the app: one that can be sent to another thread, and ends with a `Result`. Every such future
/// is one.
#[diagnostic::on_unimplemented(
    message = "this cannot run beside the app as a task",
    label = "a task is an `async fn`, or a closure with an `async move` block, that returns a `Result`",
    note = "a task runs on another thread: it holds neither `ui` nor what `ui` has made, such as state and elements, nor an `Rc`",
    note = "give it what it needs as `deps`, or as the argument of the action; for progress, move `state.setter()` into it"
)]
pub trait TaskFuture<T, E>: Future<Output = Result<T, E>> + Send + 'static {}

impl<T, E, Fut: Future<Output = Result<T, E>> + Send + 'static> TaskFuture<T, E> for Fut {}

impl Ui {
    /// Work beside the app that what is shown depends on: it starts when this place is first reached, and starts again when
    /// `deps` change.
    ///
    /// What an older run comes to is dropped, and its future with it. It is cancelled when the app has come to rest without
    /// reaching this place; reached again, it starts anew, unless it had ended by then: what it has come to is kept like
    /// [`State`](crate::State). It starts when its turn is saved: a turn that fails starts nothing. What fails, or panics, is
    /// [`Poll::Failed`].
    ///
    /// ```
    /// # use hyperdiv_core::task::Poll;
    /// # use hyperdiv_core::{Result, Ui};
    /// async fn forecast(days: u32) -> Result<Vec<u32>> {
    ///     Ok((1..=days).collect())
    /// }
    /// # fn app(ui: &Ui) -> Result {
    /// match ui.task(7, forecast).poll() {
    ///     Poll::Idle | Poll::Pending => ui.toast("Asking..."),
    ///     Poll::Ready(days) => ui.toast(days.len()),
    ///     Poll::Failed(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A future that holds something of the app's thread does not compile:
    ///
    /// ```compile_fail
    /// # use hyperdiv_core::{Result, Ui};
    /// fn app(ui: &Ui) -> Result {
    ///     let count = ui.state(|| 0);
    ///     ui.task((), |()| async move { Ok::<_, hyperdiv_core::Error>(count.get()) });
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn task<D, T, E, Fut>(&self, deps: D, f: impl FnOnce(D) -> Fut) -> Task<'_, T>
    where
        D: Clone + PartialEq + Send + 'static,
        T: Send + 'static,
        E: Into<Error>,
        Fut: TaskFuture<T, E>,
    {
        self.task_of(deps, Location::caller(), |run, deps| run.of_future(f(deps)))
    }

    /// As [`task`](Ui::task), for work that keeps its thread busy: reading files, counting, compressing. Long work asks
    /// [`Cancel`] whether anybody still waits for it.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn app(ui: &Ui) -> Result {
    /// let text = ui.task_blocking("/etc/hostname", std::fs::read_to_string);
    /// # let _ = text.poll();
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn task_blocking<D, T, E>(
        &self,
        deps: D,
        f: impl FnOnce(D) -> Result<T, E> + Send + 'static,
    ) -> Task<'_, T>
    where
        D: Clone + PartialEq + Send + 'static,
        T: Send + 'static,
        E: Into<Error>,
    {
        self.task_of(deps, Location::caller(), |run, deps| run.of_function(move || f(deps)))
    }

    fn task_of<D, T>(&self, deps: D, site: Site, body: impl FnOnce(Run, D) -> Body) -> Task<'_, T>
    where
        D: Clone + PartialEq + 'static,
    {
        let slot = self.reach_works(Made::TASK, site);
        match self.with_works(slot, |works| works.wants(&deps)) {
            Some(Wanted::Yes { fresh }) => {
                let (next, run) = self.new_run(slot, site, Some(Box::new(deps.clone())), fresh);
                // The app's code runs outside any borrow.
                let next = next.with(body(run, deps));
                self.is_next(slot, next);
            }
            Some(Wanted::Never) => self.warn_once(site, "task", || {
                format!("what the task at {site} depends on is not equal to itself: it is not started again")
            }),
            Some(Wanted::No) | None => {}
        }
        Task { ui: self, slot, kind: PhantomData }
    }

    fn new_run(
        &self,
        slot: u32,
        site: Site,
        deps: Option<Box<dyn std::any::Any>>,
        fresh: bool,
    ) -> (Unstarted, Run) {
        let inner = &mut *self.inner.borrow_mut();
        inner.works += 1;
        let cancel = Cancel::default();
        let run = Run {
            address: inner.slots.address(slot),
            mailbox: Arc::clone(&self.mailbox),
            number: inner.works,
            site,
            context: Context { spawner: Arc::clone(&inner.spawner), cancel: cancel.clone() },
        };
        (Unstarted { number: inner.works, deps, fresh, cancel }, run)
    }

    fn is_next(&self, slot: u32, next: Next) {
        self.with_works(slot, |works| works.is_next(next));
        let inner = &mut *self.inner.borrow_mut();
        inner.mark_live(slot);
        inner.starts.push(slot);
    }

    /// The slot of a task or an action that this run reaches here.
    fn reach_works(&self, made: Made, site: Site) -> u32 {
        let slot = self.slot_here(made, site);
        if !self.has_value(slot) {
            self.give_value(slot, Works::default());
        }
        slot
    }

    fn with_works<R>(&self, slot: u32, use_it: impl FnOnce(&mut Works) -> R) -> Option<R> {
        let cell = self.inner.borrow().slots.get(slot).and_then(|slot| slot.cell.clone());
        in_works(&cell?, use_it)
    }

    fn read_works<R>(&self, slot: u32, use_it: impl FnOnce(&mut Works) -> R) -> Option<R> {
        let (cell, _) = self.read_slot(slot);
        in_works(&cell, use_it)
    }
}

fn in_works<R>(cell: &StateCell, use_it: impl FnOnce(&mut Works) -> R) -> Option<R> {
    // Borrowed nowhere else: no code of the app runs inside.
    cell.try_borrow_mut().ok()?.downcast_mut::<Works>().map(use_it)
}

/// A run without its body.
struct Unstarted {
    number: u64,
    deps: Option<Box<dyn std::any::Any>>,
    fresh: bool,
    cancel: Cancel,
}

impl Unstarted {
    fn with(self, body: Body) -> Next {
        let Unstarted { number, deps, fresh, cancel } = self;
        Next { number, deps, fresh, cancel, body }
    }
}

/// Work beside the app that what is shown depends on, made by [`Ui::task`] and [`Ui::task_blocking`].
pub struct Task<'ui, T> {
    ui: &'ui Ui,
    slot: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Task<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Task<'_, T> {}

impl<T: 'static> Task<'_, T> {
    /// What it has come to: state, which makes the app run again when it changes.
    #[must_use]
    pub fn poll(self) -> Poll<T> {
        self.ui.read_works(self.slot, |works| works.poll()).unwrap_or(Poll::Idle)
    }

    /// The newest result of these `deps`, also while it runs again or where it has failed since.
    #[must_use]
    pub fn latest(self) -> Option<Arc<T>> {
        self.ui.read_works(self.slot, |works| works.latest()).flatten()
    }

    /// Starts it again with the same `deps`: the app runs again, and with that the task.
    #[track_caller]
    pub fn restart(self) {
        let site = Location::caller();
        self.ui.with_works(self.slot, |works| works.again = true);
        self.ui.must_run(self.slot, site);
    }
}
