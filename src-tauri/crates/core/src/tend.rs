//! The end of a turn looks after what runs beside the app: what this turn asked for starts, and what its last run did not
//! reach ends.

use crate::inner::{Happened, Inner};
use crate::key::Site;
use crate::runtime::Runtime;
use crate::state::StateCell;
use crate::task::Works;

/// A slot that the end of a turn looks at.
struct Live {
    slot: u32,
    site: Site,
    cell: StateCell,
    is_reached: bool,
}

impl Runtime {
    /// The window's turn has come to rest, and is saved.
    pub(crate) fn tend(&mut self, window: u32) {
        let (live, spawner) = {
            let inner = &mut *self.ui.inner.borrow_mut();
            inner.starts.clear();
            (inner.live_of(window), std::sync::Arc::clone(&inner.spawner))
        };
        // What ends runs code of the app, as it is dropped: outside of any borrow.
        for Live { slot, site, cell, is_reached } in live {
            let failed = match cell.borrow_mut().downcast_mut::<Works>() {
                Some(works) if is_reached => works.start(&*spawner),
                Some(works) => {
                    works.stop();
                    false
                }
                None => false,
            };
            if failed {
                self.ui.wrote_slot(slot, site);
            }
        }
    }

    /// The turn came to nothing: what it was to start is not started.
    pub(crate) fn start_nothing(&mut self) {
        self.ui.inner.borrow_mut().start_nothing_since(0);
    }
}

impl Inner {
    /// The live slots of a window. Those that its last run has not reached are so no more, and their timers are forgotten.
    fn live_of(&mut self, window: u32) -> Vec<Live> {
        let mut found = Vec::new();
        let mut live = std::mem::take(&mut self.live);
        live.retain(|index| {
            let Some(slot) = self.slots.get(*index).filter(|slot| slot.live) else { return false };
            if slot.window != window {
                return true;
            }
            let (is_reached, site) = (self.is_reached(slot), slot.site);
            let works = slot.cell.clone().filter(|cell| cell.borrow().is::<Works>());
            let is_timer = slot.cell.is_some() && works.is_none();
            if let Some(cell) = works {
                found.push(Live { slot: *index, site, cell, is_reached });
            }
            if let Some(slot) = self.slots.get_mut(*index).filter(|_| !is_reached) {
                slot.live = false;
                if is_timer {
                    slot.cell = None;
                }
            }
            is_reached
        });
        self.live = live;
        found
    }

    /// What was asked for since there were so many starts is not started: what asked for it came to nothing.
    pub(crate) fn start_nothing_since(&mut self, starts: usize) {
        for slot in self.starts.split_off(starts.min(self.starts.len())) {
            let cell = self.slots.get(slot).and_then(|slot| slot.cell.as_ref());
            // Borrowed only by what asks for a start.
            if let Some(Ok(mut works)) = cell.map(|cell| cell.try_borrow_mut())
                && let Some(works) = works.downcast_mut::<Works>()
            {
                works.forget_next();
            }
        }
    }

    /// What has happened to slots of a window since its last turn.
    pub(crate) fn take_ticks(&mut self, window: u32) -> Vec<Happened> {
        let (taken, kept) = std::mem::take(&mut self.ticks).into_iter().partition(|(of, _)| *of == window);
        self.ticks = kept;
        let taken: Vec<(u32, Happened)> = taken;
        taken.into_iter().map(|(_, happened)| happened).collect()
    }
}
