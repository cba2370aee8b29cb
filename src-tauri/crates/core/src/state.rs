//! State that an app keeps between runs: private values, and the values of fields.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::{Arc, Mutex, Weak};

use crate::gesture::Lasts;
use crate::key::{Key, KeyMap, NONE, Site};
use crate::ui::Ui;
use crate::value::InputValue;

/// Beyond this many slots, those not seen for longest go.
const MOST_SLOTS: usize = 50_000;
/// How many stay then, so that not every run has to look for some to drop.
const KEPT_SLOTS: usize = 45_000;

/// A value that the app keeps between runs, made by [`Ui::state`].
///
/// It stays when the code that made it is not reached for a while. Reading it makes the app run again when it changes.
///
/// # Panics
///
/// All its methods panic where they are called inside [`update`](State::update) of the same state, and those that write
/// inside [`with`](State::with): the message names the line that made the state.
pub struct State<'ui, T> {
    ui: &'ui Ui,
    slot: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for State<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<'_, T> {}

impl<'ui, T: 'static> State<'ui, T> {
    pub(crate) fn new(ui: &'ui Ui, slot: u32) -> Self {
        State { ui, slot, kind: PhantomData }
    }

    /// A copy of the value.
    #[must_use]
    #[track_caller]
    pub fn get(self) -> T
    where
        T: Copy,
    {
        self.with(|value| *value)
    }

    /// A clone of the value. Long lists are better read by [`with`](State::with).
    #[must_use]
    #[track_caller]
    pub fn cloned(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Reads the value in place.
    #[track_caller]
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let (cell, site) = self.ui.read_slot(self.slot);
        let Ok(value) = cell.try_borrow() else { busy("already being updated", site) };
        let Some(value) = value.downcast_ref::<T>() else { busy("of another type", site) };
        read(value)
    }

    /// Changes the value in place. The app runs again, whatever the change was: use [`set`](State::set) where the new
    /// value may equal the old one.
    #[track_caller]
    pub fn update<R>(self, write: impl FnOnce(&mut T) -> R) -> R {
        let (cell, site) = self.ui.slot(self.slot);
        let result = {
            let Ok(mut value) = cell.try_borrow_mut() else { busy("already being read or updated", site) };
            let Some(value) = value.downcast_mut::<T>() else { busy("of another type", site) };
            write(value)
        };
        self.ui.wrote_slot(self.slot, std::panic::Location::caller());
        result
    }

    /// Replaces the value. A value equal to the one before changes nothing.
    #[track_caller]
    pub fn set(self, value: T)
    where
        T: PartialEq,
    {
        let (cell, site) = self.ui.slot(self.slot);
        let changed = {
            let Ok(mut old) = cell.try_borrow_mut() else { busy("already being read or updated", site) };
            let Some(old) = old.downcast_mut::<T>() else { busy("of another type", site) };
            let changed = *old != value;
            *old = value;
            changed
        };
        if changed {
            self.ui.wrote_slot(self.slot, std::panic::Location::caller());
        }
    }

    /// Goes back to the initial value, which is made anew in the run that follows.
    #[track_caller]
    pub fn reset(self) {
        self.ui.reset_slot(self.slot, std::panic::Location::caller());
    }

    /// A handle that sets the value from any thread and wakes the app.
    #[must_use]
    pub fn setter(self) -> Setter<T>
    where
        T: Send + PartialEq,
    {
        self.ui.setter(self.slot)
    }
}

#[track_caller]
fn busy(what: &str, site: Site) -> ! {
    panic!("state made at {site} is {what}")
}

/// Sets a [`State`] from any thread.
pub struct Setter<T> {
    slot: u32,
    key: Key,
    alive: Weak<()>,
    mailbox: Arc<Mailbox>,
    kind: PhantomData<fn(T)>,
}

impl<T> Clone for Setter<T> {
    fn clone(&self) -> Self {
        Setter { alive: self.alive.clone(), mailbox: Arc::clone(&self.mailbox), ..*self }
    }
}

impl<T: Send + PartialEq + 'static> Setter<T> {
    /// Sets the value and wakes the app. Answers false, and does nothing, where the state is gone: its session ended, it
    /// was not seen for long, or the app has closed.
    pub fn send(&self, value: T) -> bool {
        if self.alive.strong_count() == 0 {
            return false;
        }
        let set = move |old: &mut dyn Any| match old.downcast_mut::<T>() {
            Some(old) if *old != value => {
                *old = value;
                true
            }
            _ => false,
        };
        self.mailbox.post(Posted { slot: self.slot, key: self.key, set: Box::new(set) })
    }
}

/// A value on its way from another thread.
pub(crate) struct Posted {
    pub(crate) slot: u32,
    pub(crate) key: Key,
    /// Sets the value; tells whether it changed.
    pub(crate) set: Box<Set>,
}

type Set = dyn FnOnce(&mut dyn Any) -> bool + Send;

/// Wakes the app thread: "something is waiting, run soon".
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where other threads leave values for the app thread.
pub(crate) struct Mailbox {
    posted: Mutex<Vec<Posted>>,
    waker: Waker,
}

impl Mailbox {
    pub(crate) fn new(waker: Waker) -> Self {
        Mailbox { posted: Mutex::new(Vec::new()), waker }
    }

    fn post(&self, posted: Posted) -> bool {
        // A poisoned lock means that another sender panicked between two pushes; the list itself is whole.
        self.posted.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(posted);
        (self.waker)();
        true
    }

    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    pub(crate) fn take(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.posted.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// A value between runs, readable while the rest of the runtime is in use.
pub(crate) type StateCell = Rc<RefCell<dyn Any>>;

pub(crate) struct Slot {
    pub(crate) key: Key,
    pub(crate) site: Site,
    pub(crate) window: u32,
    /// None: to be made anew.
    pub(crate) cell: Option<StateCell>,
    /// The run that saw it last.
    pub(crate) seen: u64,
    /// The run that read it last.
    pub(crate) read: u64,
    /// Dropped with the slot, so that setters know.
    alive: Arc<()>,
}

impl Slot {
    /// Goes back to the initial value. A field keeps the page's revision, by which the page tells what is newer.
    pub(crate) fn forget(&mut self) {
        if let Some(cell) = &self.cell
            && let Ok(mut value) = cell.try_borrow_mut()
        {
            if let Some(field) = value.downcast_mut::<Field>() {
                field.changed = None;
                return;
            }
            // Where pointer and keyboard are is nobody's secret.
            if value.is::<Lasts>() {
                return;
            }
        }
        self.cell = None;
        self.alive = Arc::new(());
    }
}

/// The value of a property that the person may change.
///
/// As in Hyperdiv: it follows what the app gives as its default until the person or the app changes it, and again after a
/// reset.
pub(crate) struct Field {
    pub(crate) default: InputValue,
    pub(crate) changed: Option<InputValue>,
    /// The newest of the page's revisions that is in the value.
    pub(crate) revision: u64,
}

impl Field {
    pub(crate) fn value(&self) -> &InputValue {
        self.changed.as_ref().unwrap_or(&self.default)
    }
}

/// All slots of all windows.
#[derive(Default)]
pub(crate) struct Slots {
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    by_key: KeyMap<u32>,
}

impl Slots {
    pub(crate) fn get(&self, index: u32) -> Option<&Slot> {
        self.slots.get(index as usize)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, index: u32) -> Option<&mut Slot> {
        self.slots.get_mut(index as usize)?.as_mut()
    }

    /// The slot of `key`, which the last run had at `hint`.
    pub(crate) fn find(&self, key: Key, hint: u32) -> u32 {
        if self.get(hint).is_some_and(|slot| slot.key == key) {
            return hint;
        }
        self.by_key.get(&key).copied().unwrap_or(NONE)
    }

    pub(crate) fn insert(&mut self, key: Key, site: Site, window: u32, run: u64) -> u32 {
        let slot = Slot { key, site, window, cell: None, seen: run, read: 0, alive: Arc::new(()) };
        let index = match self.free.pop() {
            Some(index) => {
                self.slots[index as usize] = Some(slot);
                index
            }
            None => {
                self.slots.push(Some(slot));
                (self.slots.len() - 1) as u32
            }
        };
        self.by_key.insert(key, index);
        index
    }

    pub(crate) fn setter<T>(&self, index: u32, mailbox: &Arc<Mailbox>) -> Setter<T> {
        let (key, alive) = match self.get(index) {
            Some(slot) => (slot.key, Arc::downgrade(&slot.alive)),
            None => (Key::root(0), Weak::new()),
        };
        Setter { slot: index, key, alive, mailbox: Arc::clone(mailbox), kind: PhantomData }
    }

    /// Forgets every value: the session whose they were has ended. Setters made before do nothing from now on.
    pub(crate) fn forget_all(&mut self) {
        for slot in self.slots.iter_mut().flatten() {
            slot.forget();
        }
    }

    pub(crate) fn enumerate(&self) -> impl Iterator<Item = (u32, &Slot)> {
        let numbered = self.slots.iter().enumerate();
        numbered.filter_map(|(index, slot)| slot.as_ref().map(|slot| (index as u32, slot)))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.slots.iter_mut().flatten()
    }

    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Keeps memory flat: where there are too many slots, the ones not seen for longest go. `last_run` tells a window's
    /// last run, whose slots stay.
    pub(crate) fn evict(&mut self, last_run: impl Fn(u32) -> u64) {
        if self.len() <= MOST_SLOTS {
            return;
        }
        let mut candidates: Vec<(u64, u32)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(index, slot)| slot.as_ref().map(|slot| (index as u32, slot)))
            .filter(|(_, slot)| slot.seen != last_run(slot.window))
            .map(|(index, slot)| (slot.seen, index))
            .collect();
        candidates.sort_unstable();
        let surplus = self.len() - KEPT_SLOTS;
        for (_, index) in candidates.into_iter().take(surplus) {
            if let Some(slot) = self.slots[index as usize].take() {
                self.by_key.remove(&slot.key);
                self.free.push(index);
            }
        }
    }
}
