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
    /// How many calls of the ledger and nodes of the frame are inside.
    calls: u32,
    nodes: u32,
    /// Runs that failed since have left the ledger without what this tells.
    epoch: u64,
    repeatable: bool,
}

/// Where the last run made the memo.
#[derive(Clone, Copy)]
struct Place {
    key: Key,
    slot: u32,
    /// The first node inside, or [`NONE`] where the last run had no such memo.
    node: u32,
}

impl Ui {
    /// A part of the app that runs only when it has to: when `deps` are others than in the last run, when something that it
    /// has read has changed, or when something happened to an element in it. Else what it made stays as it is, and costs next
    /// to nothing.
    ///
    /// It is never needed for what an app does, only for how fast: a list of a thousand rows, each in a memo, runs the one row
    /// that has changed. `deps` are the values that `body` takes from outside; state is noticed by itself.
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
        let (scope, calls, nodes) = {
            let inner = &mut *self.inner.borrow_mut();
            let scope = inner.view.ledger.depth();
            inner.view.ledger.enter(place.key);
            inner.open_part(Some(place.slot));
            let run = inner.run;
            if let Some(slot) = inner.slots.get_mut(place.slot) {
                slot.ran = run;
            }
            let (calls, nodes) = inner.extent();
            (scope, calls, nodes)
        };
        {
            let _scope = Opened { ui: self, scopes: scope, parents: None };
            body();
        }
        let inner = &mut *self.inner.borrow_mut();
        let (reads, repeatable) = inner.close_part();
        let (calls_after, nodes_after) = inner.extent();
        Part {
            reads,
            calls: calls_after - calls,
            nodes: nodes_after - nodes,
            epoch: inner.epoch,
            repeatable: repeatable && inner.view.holds_all_of(nodes),
        }
    }
}

impl Inner {
    /// How many calls and nodes this run has made.
    fn extent(&self) -> (u32, u32) {
        (self.view.ledger.len() as u32, self.view.current().nodes.len() as u32)
    }

    fn memo_place(&mut self, site: Site) -> Place {
        let (key, hint) = self.view.ledger.call(site, Made::MEMO);
        let slot = self.slot(key, hint, site);
        let first = self.view.current().nodes.len() as u32;
        let node = self.view.ledger.made_memo(slot, first);
        Place { key, slot, node }
    }

    /// Takes over what the memo made in the last run, if it would make the same now.
    fn reuse(&mut self, place: Place, made: &Part) -> bool {
        let fresh = made.repeatable && made.epoch == self.epoch && place.node != NONE;
        let inside = place.node..place.node.saturating_add(made.nodes);
        if !fresh || self.happened.iter().any(|happened| inside.contains(&happened.at)) {
            return false;
        }
        let calls = made.calls as usize;
        if !self.view.ledger.can_repeat(calls) || !self.read_again(&made.reads) {
            return false;
        }
        let first = self.view.current().nodes.len() as u32;
        self.view.ledger.repeat(calls, first.wrapping_sub(place.node));
        self.view.repeat(place.node, made.nodes);
        true
    }
}
