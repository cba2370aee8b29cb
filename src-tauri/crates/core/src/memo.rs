//! Parts of the app that are left out of a run while they would make the same.

use std::panic::Location;

use crate::inner::Inner;
use crate::key::{Key, Made, NONE, Site};
use crate::track::Reads;
use crate::ui::{Opened, Ui};

/// What a memo made when its body ran last.
struct Record<D> {
    deps: D,
    made: Part,
}

/// A part of the last run that can be taken over into this one.
#[derive(Default)]
struct Part {
    reads: Reads,
    /// How many calls of the ledger are inside.
    calls: u32,
    /// Runs that failed since have left the ledger without what this tells.
    epoch: u64,
    repeatable: bool,
}

/// Where the last run made the memo.
#[derive(Clone, Copy)]
struct Place {
    key: Key,
    slot: u32,
    /// Where the last run's frame has it, or [`NONE`].
    before: u32,
}

impl Ui {
    /// A part of the app that runs only when it has to: when `deps` are others than in the last run, when something that it
    /// has read has changed, or when something happened to an element in it. Else what it made stays as it is, and costs next
    /// to nothing.
    ///
    /// It is never needed for what an app does, only for how fast: a list of a thousand rows, each in a memo, runs the one row
    /// that has changed. `deps` are the values that `body` takes from outside; state is noticed by itself.
    ///
    /// While it is left out `body` does not run: nothing that it would do outside, such as setting a variable there, is done.
    /// What it shows follows from `deps` and from state.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # #[derive(Clone, PartialEq)] struct Row { id: u32, label: String }
    /// # fn rows() -> Vec<Row> { Vec::new() }
    /// fn app(ui: &Ui) -> Result {
    ///     let selected = ui.state(|| None);
    ///     for row in rows() {
    ///         ui.scope(row.id, || {
    ///             let is_selected = selected.get() == Some(row.id);
    ///             ui.memo((row.clone(), is_selected), || {
    ///                 // many elements
    ///             });
    ///         });
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn memo<D: PartialEq + 'static>(&self, deps: D, body: impl FnOnce()) {
        let site = Location::caller();
        let (place, cell) = {
            let inner = &mut *self.inner.borrow_mut();
            let place = inner.memo_place(site);
            (place, inner.slots.get(place.slot).and_then(|slot| slot.cell.clone()))
        };
        if let Some(cell) = cell
            && let Ok(record) = cell.try_borrow()
            && let Some(record) = record.downcast_ref::<Record<D>>()
            // The app's own comparison runs outside the borrow: it may use `ui`.
            && record.deps == deps
            && self.inner.borrow_mut().reuse(place, &record.made)
        {
            return;
        }
        let made = self.make_part(place, body);
        self.give_value(place.slot, Record { deps, made });
    }

    fn make_part(&self, place: Place, body: impl FnOnce()) -> Part {
        let (scope, calls, span, first) = {
            let inner = &mut *self.inner.borrow_mut();
            let scope = inner.view.ledger.depth();
            inner.view.ledger.enter(place.key);
            inner.open_part(Some(place.slot));
            let run = inner.run;
            if let Some(slot) = inner.slots.get_mut(place.slot) {
                slot.ran = run;
            }
            let frame = inner.view.current_mut();
            let (span, first) = (frame.begin_span(), frame.nodes.len() as u32);
            (scope, inner.view.ledger.len(), span, first)
        };
        {
            let _scope = Opened { ui: self, scopes: scope, parents: None };
            body();
        }
        let inner = &mut *self.inner.borrow_mut();
        let (reads, repeatable) = inner.close_part();
        inner.view.current_mut().end_span(span);
        Part {
            reads,
            calls: (inner.view.ledger.len() - calls) as u32,
            epoch: inner.epoch,
            repeatable: repeatable && inner.view.holds_all_of(first),
        }
    }
}

impl Inner {
    fn memo_place(&mut self, site: Site) -> Place {
        let (key, hint) = self.view.ledger.call(site, Made::MEMO);
        let slot = self.slot(key, hint, site);
        let span = self.view.current().spans();
        let before = self.view.ledger.made_memo(slot, span);
        Place { key, slot, before }
    }

    /// Takes over what the memo made in the last run, if it would make the same now.
    fn reuse(&mut self, place: Place, made: &Part) -> bool {
        if !made.repeatable || made.epoch != self.epoch || place.before == NONE {
            return false;
        }
        let inside = self.view.previous().nodes_of(place.before);
        if self.happened.iter().any(|happened| inside.contains(&happened.at)) {
            return false;
        }
        let calls = made.calls as usize;
        if !self.view.ledger.can_repeat(calls) || !self.read_again(&made.reads) {
            return false;
        }
        let frame = self.view.current();
        let nodes = (frame.nodes.len() as u32).wrapping_sub(inside.start);
        let spans = frame.spans().wrapping_sub(place.before);
        self.view.ledger.repeat(calls, nodes, spans);
        self.view.repeat(place.before);
        true
    }
}
