//! Parts of the app that may fail alone.

use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::content::Content;
use crate::error::{Error, Result};
use crate::failure::caught_part;
use crate::inner::Inner;
use crate::key::{Key, Made, Site};
use crate::track::Reads;
use crate::ui::{Opened, Ui};
use crate::view;

/// What the slot of a boundary holds of its body's failure.
struct Failed {
    error: Error,
    turn: u64,
    cause: Cause,
    reads: Reads,
}

/// Why a part has failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// It fails whenever it runs.
    Lasting,
    /// An event was true then: the next run tells whether it fails without it.
    Unsure,
    /// An event: a run without it works.
    Event,
}

/// What stands in place of a part before it runs.
enum Held {
    Nothing,
    /// It has failed before, and may do so again.
    Doubt(Error, Cause),
    Failure(Error),
}

/// The failure of a part of the app, for what is shown in its place.
///
/// As text it is the error's.
pub struct Caught<'ui> {
    ui: &'ui Ui,
    slot: u32,
    error: Error,
}

impl Caught<'_> {
    /// What went wrong. A panic is a [`Panic`](crate::Panic).
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Runs the failed part again, at once.
    #[track_caller]
    pub fn retry(&self) {
        self.ui.inner.borrow_mut().forget_failure(self.slot);
        self.ui.must_run(self.slot, Location::caller());
    }
}

impl Content for Caught<'_> {
    fn write_text(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = fmt::Write::write_fmt(out, format_args!("{self}"));
    }
}

impl fmt::Display for Caught<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// Where a boundary's body began.
struct Start {
    view: view::Mark,
    effects: usize,
    starts: usize,
    parts: usize,
    reset_asked: bool,
}

impl Ui {
    /// A part of the app that may fail without the rest: where `body` answers an error or panics, everything that it has made
    /// in this run goes, its writes and effects are dropped, and `fallback` shows something in its place. State stays as it
    /// is.
    ///
    /// A failure that an event has led to stays to be read, until the person does something else, something that the part had
    /// read changes, or [`Caught::retry`] is called. Any other failure is tried again in every run.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn load() -> Result<u32> { Ok(1) }
    /// fn app(ui: &Ui) -> Result {
    ///     ui.boundary(
    ///         || {
    ///             let _loaded = load()?;
    ///             // shows it
    ///             Ok(())
    ///         },
    ///         |failure| {
    ///             let _told = failure.to_string();
    ///             // shows it, and a button that calls `failure.retry()`
    ///         },
    ///     );
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn boundary<R>(
        &self,
        body: impl FnOnce() -> Result<R>,
        fallback: impl FnOnce(&Caught<'_>) -> R,
    ) -> R {
        let site = Location::caller();
        let (key, slot, held) = {
            let inner = &mut *self.inner.borrow_mut();
            let (key, hint) = inner.view.ledger.call(site, Made::BOUNDARY);
            let slot = inner.slot(key, hint, site);
            inner.view.ledger.made_at(slot);
            (key, slot, inner.held_failure(slot))
        };
        let error = match held {
            Held::Failure(error) => error,
            held => match self.attempt(key, slot, site, body, &held) {
                Ok(result) => return result,
                Err(error) => error,
            },
        };
        let _scope = self.enter_scope(key.with(1));
        fallback(&Caught { ui: self, slot, error })
    }

    /// Runs the part. Where it fails, or works only now that the event which it failed by is over, nothing of it stays.
    fn attempt<R>(
        &self,
        key: Key,
        slot: u32,
        site: Site,
        body: impl FnOnce() -> Result<R>,
        held: &Held,
    ) -> Result<R> {
        let (start, persistence) = {
            let inner = &mut *self.inner.borrow_mut();
            let start = Start {
                view: inner.view.mark(),
                effects: inner.effects.len(),
                starts: inner.starts.len(),
                parts: inner.parts.len(),
                reset_asked: self.reset_asked.get(),
            };
            inner.open_part(None);
            (start, Rc::clone(&inner.persistence))
        };
        persistence.begin_part();
        let result = {
            let _scope = self.enter_scope(key.with(0));
            caught_part(site, body)
        };
        // What is dropped here may be the app's: outside of any borrow.
        let result = match (result, held) {
            (Ok(_), Held::Doubt(error, Cause::Unsure)) => Err((error.clone(), Cause::Event)),
            (Ok(result), _) => Ok(result),
            (Err(error), _) => Err((error, Cause::Unsure)),
        };
        persistence.end_part(result.is_ok());
        let inner = &mut *self.inner.borrow_mut();
        inner.abandon_parts(start.parts + 1);
        let by_event = inner.is_by_event();
        let (reads, _) = inner.close_part();
        let (error, cause) = match result {
            Ok(result) => {
                inner.forget_failure(slot);
                return Ok(result);
            }
            Err((error, Cause::Unsure)) if !by_event => (error, Cause::Lasting),
            Err(failure) => failure,
        };
        if matches!(held, Held::Nothing) {
            inner.tell_failure(&error, site);
        }
        inner.take_back(&start);
        self.reset_asked.set(start.reset_asked);
        let turn = inner.turn;
        inner.hold_failure(slot, Failed { error: error.clone(), turn, cause, reads });
        Err(error)
    }

    fn enter_scope(&self, key: Key) -> Opened<'_> {
        let inner = &mut *self.inner.borrow_mut();
        let scopes = inner.view.ledger.depth();
        let parents = inner.view.parents.len();
        inner.view.ledger.enter(key);
        Opened { ui: self, scopes, parents: Some(parents) }
    }
}

impl Inner {
    /// What stands in place of the part.
    fn held_failure(&mut self, slot: u32) -> Held {
        let Some(cell) = self.slots.get(slot).and_then(|slot| slot.cell.clone()) else {
            return Held::Nothing;
        };
        let mut failed = cell.borrow_mut();
        let Some(failed) = failed.downcast_mut::<Failed>() else { return Held::Nothing };
        let error = failed.error.clone();
        let of_this_turn = failed.turn == self.turn;
        let stands = failed.cause == Cause::Event
            && if of_this_turn {
                // What the rest of the turn writes has no part in it.
                failed.reads.stamp = self.write_clock;
                self.mark_read(&failed.reads);
                true
            } else {
                !self.turn_has_input && self.read_again(&failed.reads)
            };
        if !stands {
            return Held::Doubt(error, if of_this_turn { failed.cause } else { Cause::Lasting });
        }
        self.cannot_repeat();
        Held::Failure(error)
    }

    fn hold_failure(&mut self, slot: u32, failed: Failed) {
        self.cannot_repeat();
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.cell = Some(Rc::new(RefCell::new(failed)));
        }
    }

    fn forget_failure(&mut self, slot: u32) {
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.cell = None;
        }
    }

    /// What was made since `start` was not.
    fn take_back(&mut self, start: &Start) {
        self.view.rewind(start.view);
        self.effects.truncate(start.effects);
        self.start_nothing_since(start.starts);
        // Memos that ran in it are not in the ledger.
        self.epoch += 1;
    }

    fn tell_failure(&mut self, error: &Error, site: Site) {
        self.failures
            .push(format!("a part of the app failed at {}, inside the boundary at {site}", error.at()));
    }
}
