//! State that an app keeps between runs: private values, and the values of fields.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::gesture::Lasts;
use crate::key::{Key, KeyMap, NONE, Site};
use crate::ui::{Source, Ui};
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
        T: Send,
    {
        self.ui.setter(self.slot)
    }
}

#[track_caller]
fn busy(what: &str, site: Site) -> ! {
    panic!("state made at {site} is {what}")
}

/// Sets a [`State`] from any thread: how a task tells how far it is.
///
/// All that is sent arrives, in order, and what waits together is applied together.
///
/// ```
/// # use hyperdiv_core::{Result, Ui};
/// # fn app(ui: &Ui) -> Result {
/// let done = ui.state(|| 0);
/// let progress = done.setter();
/// ui.task((), |()| async move {
///     for percent in 0..=100 {
///         progress.send(percent);
///     }
///     Ok::<_, hyperdiv_core::Error>(())
/// });
/// # Ok(())
/// # }
/// ```
pub struct Setter<T> {
    address: Address,
    mailbox: Arc<Mailbox>,
    kind: PhantomData<fn(T)>,
}

impl<T> Clone for Setter<T> {
    fn clone(&self) -> Self {
        Setter { address: self.address.clone(), mailbox: Arc::clone(&self.mailbox), kind: PhantomData }
    }
}

impl<T: Send + 'static> Setter<T> {
    /// Sets the value and wakes the app. Answers false, and does nothing, where the state is gone: its session ended, it
    /// was not seen for long, or the app has closed.
    pub fn send(&self, value: T) -> bool
    where
        T: PartialEq,
    {
        self.change(move |old| {
            let changed = *old != value;
            *old = value;
            changed
        })
    }

    /// Changes the value in place, on the app's thread, and wakes the app. Answers as [`send`](Self::send). Changes of many
    /// threads follow each other, so that none is lost.
    pub fn update(&self, change: impl FnOnce(&mut T) + Send + 'static) -> bool {
        self.change(move |value| {
            change(value);
            true
        })
    }

    /// Answers whether there is anything to change.
    fn change(&self, change: impl FnOnce(&mut T) -> bool + Send + 'static) -> bool {
        if self.address.alive.strong_count() == 0 {
            return false;
        }
        let address = self.address.clone();
        self.mailbox.post(move |ui| {
            let Some((cell, made)) = address.find(ui) else { return };
            let changed = match cell.borrow_mut().downcast_mut::<T>() {
                Some(value) => change(value),
                None => false,
            };
            if changed {
                ui.wrote_slot(address.slot, made);
            }
        })
    }
}

/// A slot as other threads know it, until its value is forgotten.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) slot: u32,
    key: Key,
    alive: Weak<()>,
}

impl Address {
    /// Its cell, and where it was made; none where it is not the one it was.
    pub(crate) fn find(&self, ui: &Ui) -> Option<(StateCell, Site)> {
        let inner = ui.inner.borrow();
        let slot = inner.slots.get(self.slot)?;
        let same = slot.key == self.key && std::ptr::eq(self.alive.as_ptr(), Arc::as_ptr(&slot.alive));
        let cell = slot.cell.clone().filter(|_| same)?;
        Some((cell, slot.site))
    }
}

/// Lets other threads do something on the app thread, made by [`Ui::remote`](crate::Ui::remote).
#[derive(Clone)]
pub struct Remote {
    mailbox: Arc<Mailbox>,
}

impl Remote {
    pub(crate) fn new(mailbox: &Arc<Mailbox>) -> Self {
        Remote { mailbox: Arc::clone(mailbox) }
    }

    /// Does `what` between two turns, after all that was asked for before, and wakes the app for it. Answers false where
    /// there is no app any more; one that closes before it comes to it drops `what`.
    pub fn post(&self, what: impl FnOnce(&Ui) + Send + 'static) -> bool {
        self.mailbox.post(what)
    }
}

/// Something that another thread has done on the app thread, between two turns.
pub(crate) type Posted = Box<dyn FnOnce(&Ui) + Send>;

/// Wakes the app thread: "something is waiting, run soon".
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where other threads leave what is to be done on the app thread.
pub(crate) struct Mailbox {
    /// None: the app has closed.
    posted: Mutex<Option<Vec<Posted>>>,
    waker: Waker,
}

impl Mailbox {
    pub(crate) fn new(waker: Waker) -> Self {
        Mailbox { posted: Mutex::new(Some(Vec::new())), waker }
    }

    /// Answers false where there is no app any more.
    pub(crate) fn post(&self, posted: impl FnOnce(&Ui) + Send + 'static) -> bool {
        let was_empty = {
            let mut waiting = self.lock();
            let Some(waiting) = waiting.as_mut() else { return false };
            waiting.push(Box::new(posted));
            waiting.len() == 1
        };
        // Who was first has woken the app thread, or is about to: it takes all at once.
        if was_empty {
            (self.waker)();
        }
        true
    }

    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    pub(crate) fn take(&self) -> Vec<Posted> {
        self.lock().as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// From now on there is nobody to do anything; what waits is dropped.
    pub(crate) fn close(&self) {
        let waiting = self.lock().take();
        // Outside of the lock: who is told by that may post.
        drop(waiting);
    }

    /// A poisoned lock means that another sender panicked between two pushes; the list itself is whole.
    fn lock(&self) -> MutexGuard<'_, Option<Vec<Posted>>> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// It is among those that the end of a turn looks at: something of it runs beside the app, or is to.
    pub(crate) live: bool,
    /// Of a memo: the run in which its body ran last.
    pub(crate) ran: u64,
    /// The part of a run that has noted it last.
    pub(crate) noted: u64,
    /// The number of its last write.
    pub(crate) written: u64,
    /// The slot that it lives and dies with, or none.
    pub(crate) owner: u32,
    /// It belongs to no place in the app, and to no window.
    pub(crate) global: bool,
    /// Dropped with the slot, so that setters know.
    alive: Arc<()>,
}

impl Slot {
    /// What a run reads when it reads a value that belongs to all windows.
    pub(crate) fn source(&self) -> Source {
        Source(self.key.as_u64())
    }

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
        let slot = Slot {
            key,
            site,
            window,
            cell: None,
            seen: run,
            read: 0,
            live: false,
            ran: 0,
            noted: 0,
            written: 0,
            owner: NONE,
            global: false,
            alive: Arc::new(()),
        };
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
        Setter { address: self.address(index), mailbox: Arc::clone(mailbox), kind: PhantomData }
    }

    pub(crate) fn address(&self, index: u32) -> Address {
        let (key, alive) = match self.get(index) {
            Some(slot) => (slot.key, Arc::downgrade(&slot.alive)),
            None => (Key::root(0), Weak::new()),
        };
        Address { slot: index, key, alive }
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

    /// Removes the slots of a window that is gone. Setters made of them do nothing from now on. Answers their values, which may
    /// run code of the app when they are dropped.
    pub(crate) fn remove_of(&mut self, window: u32) -> Vec<StateCell> {
        let mut values = Vec::new();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            if let Some(gone) = slot.take_if(|slot| slot.window == window && !slot.global) {
                self.by_key.remove(&gone.key);
                self.free.push(index as u32);
                values.extend(gone.cell);
            }
        }
        values
    }

    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether the last run of its window came by: itself, or what it is part of and was taken over whole, as that ran last.
    pub(crate) fn is_reached(&self, slot: &Slot, last_run: &impl Fn(u32) -> u64) -> bool {
        let last = last_run(slot.window);
        let mut slot = slot;
        loop {
            if slot.global || slot.seen == last {
                return true;
            }
            match self.get(slot.owner) {
                Some(owner) if slot.seen >= owner.ran => slot = owner,
                Some(_) | None => return false,
            }
        }
    }

    /// Whether some have to go.
    pub(crate) fn are_too_many(&self) -> bool {
        self.len() > MOST_SLOTS
    }

    /// Keeps memory flat: the slots not seen for longest go. `last_run` tells a window's last run, whose slots stay, and so do
    /// those of `fields`.
    pub(crate) fn evict(&mut self, last_run: impl Fn(u32) -> u64, fields: &KeyMap<()>) {
        let mut candidates: Vec<(u64, u32)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(index, slot)| slot.as_ref().map(|slot| (index as u32, slot)))
            .filter(|(_, slot)| !self.is_reached(slot, &last_run) && !fields.contains_key(&slot.key))
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
