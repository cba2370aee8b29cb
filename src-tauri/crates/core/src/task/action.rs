//! Actions: work beside the app that the app asks for.

use std::marker::PhantomData;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use super::work::{Body, FINISHED, Run, Works};
use super::{Poll, TaskFuture};
use crate::error::{Error, Result};
use crate::key::{Made, Site};

use crate::ui::Ui;

/// Makes a run of an action into what the executor takes.
type Function<A> = Rc<dyn Fn(Run, A) -> Body>;

impl Ui {
    /// Work beside the app that runs when it is asked for: saving to a server, searching, exporting.
    ///
    /// It belongs to the part of the app that makes it. Where that is not reached any more when a turn has come to rest, what
    /// runs is cancelled: an action that is to outlive the dialog that asks for it is made outside of that dialog.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// async fn count(text: String) -> Result<usize> {
    ///     Ok(text.split_whitespace().count())
    /// }
    /// # fn app(ui: &Ui, clicked: bool) -> Result {
    /// let counting = ui.action(count);
    /// if clicked {
    ///     counting.run("a few words".to_owned());
    /// }
    /// if let Some(Ok(words)) = counting.finished() {
    ///     ui.toast(format_args!("{words} words"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn action<A, T, E, Fut>(&self, f: impl Fn(A) -> Fut + 'static) -> Action<'_, A, T>
    where
        A: 'static,
        T: Send + 'static,
        E: Into<Error>,
        Fut: TaskFuture<T, E>,
    {
        let site = Location::caller();
        self.action_of(site, move |run, argument| {
            let future = f(argument);
            run.of_future(async move { future.await.map_err(|error| Error::at_or(error, site)) })
        })
    }

    /// As [`action`](Ui::action), for work that keeps its thread busy. A run that has begun goes on to its end: where it is
    /// cancelled, what it comes to is dropped, unless it asks [`Cancel`](super::Cancel) itself.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn app(ui: &Ui, clicked: bool) -> Result {
    /// let removing = ui.action_blocking(std::fs::remove_file);
    /// if clicked {
    ///     removing.run("/tmp/draft.txt");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn action_blocking<A, T, E>(
        &self,
        f: impl Fn(A) -> Result<T, E> + Clone + Send + 'static,
    ) -> Action<'_, A, T>
    where
        A: Send + 'static,
        T: Send + 'static,
        E: Into<Error>,
    {
        let site = Location::caller();
        self.action_of(site, move |run, argument| {
            let f = f.clone();
            run.of_function(move || f(argument).map_err(|error| Error::at_or(error, site)))
        })
    }

    fn action_of<A: 'static, T>(
        &self,
        site: Site,
        body: impl Fn(Run, A) -> Body + 'static,
    ) -> Action<'_, A, T> {
        let slot = self.reach_works(Made::ACTION, site);
        let function: Function<A> = Rc::new(body);
        self.with_works(slot, |works| works.function = Some(Rc::new(function)));
        Action { ui: self, slot, kind: PhantomData }
    }
}

/// Work beside the app that runs when it is asked for, made by [`Ui::action`] and [`Ui::action_blocking`].
///
/// What it comes to is kept like [`State`](crate::State), until it is run again.
pub struct Action<'ui, A, T> {
    ui: &'ui Ui,
    slot: u32,
    kind: PhantomData<fn(A) -> T>,
}

impl<A, T> Clone for Action<'_, A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, T> Copy for Action<'_, A, T> {}

impl<A: 'static, T: Send + 'static> Action<'_, A, T> {
    /// Runs it, once this turn has come to rest and is saved; a turn that fails starts nothing. Where it runs already, that run
    /// is cancelled: the newest wins, and only the newest [finishes](Self::finished).
    #[track_caller]
    pub fn run(self, argument: A) {
        let site = Location::caller();
        if !self.ui.inner.borrow().is_by_event() {
            self.ui.warn_once(site, "run", || {
                format!(
                    "the action at {site} is run in a run without an event, and is run again in every run"
                )
            });
        }
        let function = self.ui.with_works(self.slot, |works| works.function.clone()).flatten();
        let function = function.and_then(|function| function.downcast::<Function<A>>().ok());
        let Some(function) = function else { return };
        let (next, run) = self.ui.new_run(self.slot, site, None, false);
        let next = next.with(function(run, argument));
        self.ui.is_next(self.slot, next);
        self.ui.wrote_slot(self.slot, site);
    }

    /// What it has come to: state, which makes the app run again when it changes.
    #[must_use]
    pub fn poll(self) -> Poll<T> {
        self.ui.read_works(self.slot, |works| works.poll()).unwrap_or(Poll::Idle)
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_pending(self) -> bool {
        self.ui.read_works(self.slot, |works| works.is_pending()).unwrap_or(false)
    }

    /// What the newest run has come to, in the one run of the app that follows its end: an event.
    #[must_use]
    pub fn finished(self) -> Option<Result<Arc<T>, Error>> {
        let result = self.ui.read_works(self.slot, |works| {
            works.asked = true;
            works.result()
        });
        // Asked also where nothing has ended, so that an event of another slot is not taken for this one's.
        let happened = self.ui.happened_to(self.slot, FINISHED);
        result.flatten().filter(|_| happened)
    }

    /// The newest result, also while it runs again or where it has failed since.
    #[must_use]
    pub fn latest(self) -> Option<Arc<T>> {
        self.ui.read_works(self.slot, |works| works.latest()).flatten()
    }

    /// Cancels what runs. It does not finish; [`poll`](Self::poll) is then as before the first run.
    #[track_caller]
    pub fn cancel(self) {
        if self.ui.with_works(self.slot, Works::stop) == Some(true) {
            self.ui.wrote_slot(self.slot, Location::caller());
        }
    }
}
