//! What a run writes and reads: the insides of [`Ui`], and the slots of state that it reaches.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::app_window::Known;
use crate::asset::Holder;
use crate::clock::{Clock, Stopped};
use crate::effect::Effect;
use crate::file::Questions;
use crate::key::{Key, Made, NONE, Site};
use crate::location::History;
use crate::persistence::{Nothing, Persistence};
use crate::runtime::LogLine;
use crate::shortcut::Given;
use crate::spawn::{NoTasks, Spawner};
use crate::state::{Field, Setter, Slot, Slots, StateCell};
use crate::theme::Themes;
use crate::track::{OpenPart, Watched};
use crate::ui::{Source, Ui};
use crate::value::InputValue;
use crate::view::View;

/// No window has this number: what belongs to all of them has its keys below it.
const GLOBALS: u32 = u32::MAX;

/// Something that happened to an element, in the event run.
pub(crate) struct Happened {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    pub(crate) value: Option<InputValue>,
    /// Where the last run had the element.
    pub(crate) at: u32,
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
    /// An event was true in this run, since the innermost open part began.
    pub(crate) event_seen: bool,
    pub(crate) effects: Vec<Effect>,
    /// What the current run has given to its elements.
    pub(crate) shortcuts: Vec<Given>,
    pub(crate) themes: Themes,
    pub(crate) histories: HashMap<u32, History>,
    pub(crate) sources: HashMap<Source, Watched>,
    /// The number of the last write.
    pub(crate) write_clock: u64,
    /// The parts of the run that are open, the innermost last.
    pub(crate) parts: Vec<OpenPart>,
    pub(crate) part_number: u64,
    /// Rises where a run, or a part of it, came to nothing.
    pub(crate) epoch: u64,
    /// The number of the current turn, over all windows.
    pub(crate) turn: u64,
    /// The turn was begun by what the person did.
    pub(crate) turn_has_input: bool,
    pub(crate) persistence: Rc<dyn Persistence>,
    /// Failures of parts, for the log.
    pub(crate) failures: Vec<String>,
    pub(crate) known: HashMap<u32, Known>,
    /// What the current run asks of its window.
    pub(crate) window_asks: u8,
    pub(crate) questions: Questions,
    pub(crate) assets: Holder,
    pub(crate) dirty: BTreeSet<u32>,
    pub(crate) writes: Vec<Write>,
    /// Slots whose initial value is made anew in the next run.
    pub(crate) reset: Vec<u32>,
    pub(crate) services: Vec<Rc<dyn Any>>,
    pub(crate) clock: Rc<dyn Clock>,
    pub(crate) spawner: Arc<dyn Spawner>,
    /// Slots of tasks, actions and timers that the end of a turn looks at.
    pub(crate) live: Vec<u32>,
    /// How many runs of tasks and actions there were.
    pub(crate) works: u64,
    /// Slots of tasks and actions of which a run is to start once the turn rests.
    pub(crate) starts: Vec<u32>,
    /// What happened to slots and waits for its window's turn.
    pub(crate) ticks: Vec<(u32, Happened)>,
    pub(crate) warnings: Vec<String>,
    pub(crate) told: Vec<LogLine>,
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
            write_clock: 0,
            parts: Vec::new(),
            part_number: 0,
            epoch: 0,
            turn: 0,
            turn_has_input: false,
            persistence: Rc::new(Nothing),
            failures: Vec::new(),
            dirty: BTreeSet::new(),
            writes: Vec::new(),
            reset: Vec::new(),
            services: Vec::new(),
            clock: Rc::new(Stopped),
            spawner: Arc::new(NoTasks),
            live: Vec::new(),
            works: 0,
            starts: Vec::new(),
            ticks: Vec::new(),
            warnings: Vec::new(),
            told: Vec::new(),
            warned: HashSet::new(),
        }
    }

    pub(crate) fn slot(&mut self, key: Key, hint: u32, site: Site) -> u32 {
        let owner = self.owner();
        let mut index = self.slots.find(key, hint);
        if index == NONE {
            index = self.slots.insert(key, site, self.window, self.run);
        }
        // What the person does between runs does not tell where the app has the slot.
        if self.running
            && let Some(slot) = self.slots.get_mut(index)
        {
            slot.seen = self.run;
            slot.owner = owner;
        }
        index
    }

    /// The slot of the value of a type that all windows share.
    pub(crate) fn global_slot(&mut self, of: TypeId, site: Site) -> u32 {
        let key = Key::root(GLOBALS).of_item(&of);
        match self.slots.find(key, NONE) {
            NONE => {
                let index = self.slots.insert(key, site, self.window, self.run);
                if let Some(slot) = self.slots.get_mut(index) {
                    slot.global = true;
                }
                index
            }
            index => index,
        }
    }

    /// A window is gone, and with it what belongs to no other.
    pub(crate) fn forget_window(&mut self, window: u32) -> Vec<StateCell> {
        let values = self.slots.remove_of(window);
        self.dirty.remove(&window);
        self.ticks.retain(|(of, _)| *of != window);
        self.last_runs.remove(&window);
        self.histories.remove(&window);
        self.known.remove(&window);
        self.forget_assets(window);
        for watched in self.sources.values_mut() {
            watched.readers.retain(|reader| reader.0 != window);
        }
        values
    }

    /// Stamps what parts of a run may have noted, without telling anybody.
    pub(crate) fn touch(&mut self, key: Key) {
        let number = self.next_write();
        let slot = self.slots.find(key, NONE);
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.written = number;
        }
    }

    pub(crate) fn wrote_source(&mut self, source: Source, write: Write) {
        let number = self.next_write();
        let Some(watched) = self.sources.get_mut(&source) else { return };
        watched.written = number;
        let readers = watched.readers.clone();
        for (window, run) in readers {
            self.wrote_read_at(window, run, write);
        }
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

    /// Whether the last run of its window has reached a slot. What runs beside the app for one that it has not is ended.
    pub(crate) fn is_reached(&self, slot: &Slot) -> bool {
        let last_run = |window: u32| self.last_runs.get(&window).copied().unwrap_or(0);
        self.slots.is_reached(slot, &last_run)
    }

    /// The end of a turn is to look at the slot.
    pub(crate) fn mark_live(&mut self, slot: u32) {
        if let Some(place) = self.slots.get_mut(slot).filter(|slot| !slot.live) {
            place.live = true;
            self.live.push(slot);
        }
    }

    /// Something has happened to a slot: an event of its window's next turn.
    pub(crate) fn tick(&mut self, slot: u32, name: &'static str) {
        // A part that asks for it is not left out of the run.
        let number = self.next_write();
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.written = number;
            self.ticks
                .push((slot.window, Happened { key: slot.key, name, value: None, at: NONE, extra: None }));
        }
    }

    /// Whether it has happened to the slot, in this event run.
    pub(crate) fn happened_to(&mut self, slot: u32, name: &'static str) -> bool {
        self.note_slot(slot);
        let Some(key) = self.slots.get(slot).map(|slot| slot.key) else { return false };
        let happened = self.happened.iter().any(|happened| happened.key == key && happened.name == name);
        self.event_seen |= happened;
        happened
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
            // A page that repeats what it shows has changed nothing: the field goes on following its default.
            if changed {
                field.changed = Some(value);
            }
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
            inner.note_slot(index);
            if let Some(source) = inner.slots.get(index).filter(|slot| slot.global).map(Slot::source) {
                inner.note_source(source);
            }
        }
        self.slot(index)
    }

    pub(crate) fn wrote_slot(&self, index: u32, at: Site) {
        let inner = &mut *self.inner.borrow_mut();
        let number = inner.next_write();
        let Some(slot) = inner.slots.get_mut(index) else { return };
        slot.written = number;
        let (window, run, made) = (slot.window, slot.read, slot.site);
        let write = Write { made: Some(made), at };
        match slot.global.then(|| slot.source()) {
            Some(source) => inner.wrote_source(source, write),
            None => inner.wrote_read_at(window, run, write),
        }
    }

    pub(crate) fn reset_slot(&self, index: u32, at: Site) {
        // Whatever reads it later in this run still sees a value: the new one is made in the next run.
        self.inner.borrow_mut().reset.push(index);
        self.must_run(index, at);
    }

    /// The window that the slot is of runs again, whatever it has read.
    pub(crate) fn must_run(&self, index: u32, at: Site) {
        let inner = &mut *self.inner.borrow_mut();
        let number = inner.next_write();
        let Some(slot) = inner.slots.get_mut(index) else { return };
        slot.written = number;
        let (window, write) = (slot.window, Write { made: Some(slot.site), at });
        if let Some(source) = slot.global.then(|| slot.source()) {
            inner.wrote_source(source, write);
        }
        inner.dirty.insert(window);
        inner.writes.push(write);
    }

    /// The slot of what the run makes here. A memo around it runs when something happens to it.
    pub(crate) fn slot_here(&self, made: Made, site: Site) -> u32 {
        let inner = &mut *self.inner.borrow_mut();
        let (key, hint) = inner.view.ledger.call(site, made);
        let slot = inner.slot(key, hint, site);
        inner.view.ledger.made_at(slot);
        inner.note_in_part(slot);
        slot
    }

    pub(crate) fn happened_to(&self, slot: u32, name: &'static str) -> bool {
        self.inner.borrow_mut().happened_to(slot, name)
    }

    pub(crate) fn setter<T>(&self, index: u32) -> Setter<T> {
        self.inner.borrow().slots.setter(index, &self.mailbox)
    }
}
