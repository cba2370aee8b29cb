//! What a run writes and reads: the insides of [`Ui`], and the slots of state that it reaches.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::app_window::Known;
use crate::asset::Holder;
use crate::effect::Effect;
use crate::file::Questions;
use crate::key::{Key, NONE, Site};
use crate::location::History;
use crate::shortcut::Given;
use crate::state::{Field, Setter, Slots, StateCell};
use crate::theme::Themes;
use crate::ui::{Source, Ui};
use crate::value::InputValue;
use crate::view::View;

/// Something that happened to an element, in the event run.
pub(crate) struct Happened {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    pub(crate) value: Option<InputValue>,
    /// What came with it: a text that was pasted, the answer to a question.
    pub(crate) extra: Option<Rc<dyn Any>>,
}

/// A write that a run had read before it: why the app has to run again.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Write {
    pub(crate) made: Option<Site>,
    pub(crate) at: Site,
}

pub(crate) struct Inner {
    pub(crate) window: u32,
    /// The number of the current run, over all windows.
    pub(crate) run: u64,
    pub(crate) running: bool,
    pub(crate) last_runs: HashMap<u32, u64>,
    pub(crate) view: View,
    pub(crate) slots: Slots,
    pub(crate) happened: Vec<Happened>,
    /// An event was true in this run.
    pub(crate) event_seen: bool,
    pub(crate) effects: Vec<Effect>,
    /// What the current run has given to its elements.
    pub(crate) shortcuts: Vec<Given>,
    pub(crate) themes: Themes,
    pub(crate) histories: HashMap<u32, History>,
    pub(crate) known: HashMap<u32, Known>,
    /// What the current run asks of its window.
    pub(crate) window_asks: u8,
    pub(crate) questions: Questions,
    pub(crate) assets: Holder,
    pub(crate) sources: HashMap<Source, Vec<(u32, u64)>>,
    pub(crate) dirty: BTreeSet<u32>,
    pub(crate) writes: Vec<Write>,
    /// Slots whose initial value is made anew in the next run.
    pub(crate) reset: Vec<u32>,
    pub(crate) services: Vec<Rc<dyn Any>>,
    pub(crate) warnings: Vec<String>,
    warned: HashSet<(usize, &'static str)>,
}

impl Inner {
    pub(crate) fn new() -> Self {
        Inner {
            window: 0,
            run: 0,
            running: false,
            last_runs: HashMap::new(),
            view: View::new(Key::root(0)),
            slots: Slots::default(),
            happened: Vec::new(),
            event_seen: false,
            effects: Vec::new(),
            shortcuts: Vec::new(),
            themes: Themes::default(),
            histories: HashMap::new(),
            known: HashMap::new(),
            window_asks: 0,
            questions: Questions::default(),
            assets: Holder::default(),
            sources: HashMap::new(),
            dirty: BTreeSet::new(),
            writes: Vec::new(),
            reset: Vec::new(),
            services: Vec::new(),
            warnings: Vec::new(),
            warned: HashSet::new(),
        }
    }

    pub(crate) fn slot(&mut self, key: Key, hint: u32, site: Site) -> u32 {
        let mut index = self.slots.find(key, hint);
        if index == NONE {
            index = self.slots.insert(key, site, self.window, self.run);
        }
        if let Some(slot) = self.slots.get_mut(index) {
            slot.seen = self.run;
        }
        index
    }

    /// Something was written that `window` read in `run`.
    pub(crate) fn wrote_read_at(&mut self, window: u32, run: u64, write: Write) {
        let current = self.running && window == self.window;
        let newest = if current { self.run } else { self.last_runs.get(&window).copied().unwrap_or(0) };
        if run == newest && run != 0 {
            self.dirty.insert(window);
            self.writes.push(write);
        }
    }

    pub(crate) fn warn(&mut self, site: Site, about: &'static str, message: impl FnOnce() -> String) {
        // For whoever writes the app: who only uses it can do nothing about it.
        if cfg!(debug_assertions) && self.warned.insert((std::ptr::from_ref(site).addr(), about)) {
            self.warnings.push(message());
        }
    }
}

impl Ui {
    pub(crate) fn has_value(&self, slot: u32) -> bool {
        self.inner.borrow().slots.get(slot).is_some_and(|slot| slot.cell.is_some())
    }

    pub(crate) fn give_value<T: 'static>(&self, slot: u32, value: T) {
        if let Some(slot) = self.inner.borrow_mut().slots.get_mut(slot) {
            slot.cell = Some(Rc::new(RefCell::new(value)));
        }
    }

    pub(crate) fn field(&self, key: Key, site: Site, default: impl FnOnce() -> InputValue) -> u32 {
        let slot = self.inner.borrow_mut().slot(key, NONE, site);
        if !self.has_value(slot) {
            self.give_value(slot, Field { default: default(), changed: None, revision: 0 });
        }
        slot
    }

    /// The person has changed a field. True where the value is another one; none where a newer change came before.
    pub(crate) fn change_field(&self, slot: u32, value: InputValue, revision: u64) -> Option<bool> {
        let (cell, site) = {
            let inner = self.inner.borrow();
            let slot = inner.slots.get(slot)?;
            (slot.cell.clone()?, slot.site)
        };
        let changed = {
            let mut cell = cell.borrow_mut();
            let field = cell.downcast_mut::<Field>()?;
            if revision <= field.revision {
                return None;
            }
            field.revision = revision;
            let changed = *field.value() != value;
            field.changed = Some(value);
            changed
        };
        if changed {
            self.wrote_slot(slot, site);
        }
        Some(changed)
    }

    /// The cell of a slot, and where it was made.
    #[track_caller]
    pub(crate) fn slot(&self, index: u32) -> (StateCell, Site) {
        let inner = self.inner.borrow();
        match inner.slots.get(index) {
            Some(slot) => match &slot.cell {
                Some(cell) => (Rc::clone(cell), slot.site),
                None => panic!("state made at {} was reset in this run: read it in the next", slot.site),
            },
            None => panic!("this state is gone"),
        }
    }

    #[track_caller]
    pub(crate) fn read_slot(&self, index: u32) -> (StateCell, Site) {
        {
            let inner = &mut *self.inner.borrow_mut();
            let run = inner.run;
            if let Some(slot) = inner.slots.get_mut(index) {
                slot.read = run;
            }
        }
        self.slot(index)
    }

    pub(crate) fn wrote_slot(&self, index: u32, at: Site) {
        let inner = &mut *self.inner.borrow_mut();
        if let Some(slot) = inner.slots.get(index) {
            let (window, run, made) = (slot.window, slot.read, slot.site);
            inner.wrote_read_at(window, run, Write { made: Some(made), at });
        }
    }

    pub(crate) fn reset_slot(&self, index: u32, at: Site) {
        // Whatever reads it later in this run still sees a value: the new one is made in the next run.
        let inner = &mut *self.inner.borrow_mut();
        inner.reset.push(index);
        if let Some(slot) = inner.slots.get(index) {
            let write = Write { made: Some(slot.site), at };
            let window = slot.window;
            inner.dirty.insert(window);
            inner.writes.push(write);
        }
    }

    pub(crate) fn setter<T>(&self, index: u32) -> Setter<T> {
        self.inner.borrow().slots.setter(index, &self.mailbox)
    }
}
