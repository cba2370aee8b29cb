//! [`Ui`]: what an app function describes its window with.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::marker::PhantomData;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use crate::content::Content;
use crate::effect::Effect;
use crate::element::Element;
use crate::key::{Key, Made, NONE, Site};
use crate::kind::Kind;
use crate::location::History;
use crate::state::{Field, Mailbox, Setter, Slots, State, StateCell, Waker};
use crate::theme::Themes;
use crate::value::InputValue;
use crate::view::View;

/// The window that an app function describes. It is the app's first parameter, and everything begins with it.
///
/// It cannot leave the run it was given for, nor the thread: a background task that needs to change what is shown takes a
/// [`Setter`].
///
/// ```compile_fail
/// fn app(ui: &hyperdiv_core::Ui) {
///     std::thread::scope(|threads| {
///         threads.spawn(|| ui.state(|| 0)); // `Ui` cannot be shared between threads
///     });
/// }
/// ```
pub struct Ui {
    pub(crate) inner: Rc<RefCell<Inner>>,
    pub(crate) mailbox: Arc<Mailbox>,
    /// Shared by one run's calls; a panic in app code leaves it to the next run's start to put right.
    not_send: PhantomData<*const ()>,
    pub(crate) reset_asked: Cell<bool>,
    scratch: Cell<String>,
}

/// Something outside the tree that runs read, such as a record of the session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Source(pub u64);

/// Something that happened to an element, in the event run.
pub(crate) struct Happened {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    pub(crate) value: Option<InputValue>,
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
    pub(crate) themes: Themes,
    pub(crate) histories: HashMap<u32, History>,
    pub(crate) sources: HashMap<Source, Vec<(u32, u64)>>,
    pub(crate) dirty: BTreeSet<u32>,
    pub(crate) writes: Vec<Write>,
    /// Slots whose initial value is made anew in the next run.
    pub(crate) reset: Vec<u32>,
    services: Vec<Rc<dyn Any>>,
    pub(crate) warnings: Vec<String>,
    warned: HashSet<(usize, &'static str)>,
}

impl Ui {
    pub(crate) fn new(waker: Waker) -> Self {
        Ui {
            inner: Rc::new(RefCell::new(Inner {
                window: 0,
                run: 0,
                running: false,
                last_runs: HashMap::new(),
                view: View::new(Key::root(0)),
                slots: Slots::default(),
                happened: Vec::new(),
                event_seen: false,
                effects: Vec::new(),
                themes: Themes::default(),
                histories: HashMap::new(),
                sources: HashMap::new(),
                dirty: BTreeSet::new(),
                writes: Vec::new(),
                reset: Vec::new(),
                services: Vec::new(),
                warnings: Vec::new(),
                warned: HashSet::new(),
            })),
            mailbox: Arc::new(Mailbox::new(waker)),
            not_send: PhantomData,
            reset_asked: Cell::new(false),
            scratch: Cell::new(String::new()),
        }
    }

    /// State of this place in the app: made by `init` when the place is first reached, kept between runs.
    ///
    /// Its identity is this line, the containers and list items it is in, and how often the line was reached there. For
    /// rows of a list use [`each`](Ui::each), so that state follows its row.
    #[track_caller]
    pub fn state<T: 'static>(&self, init: impl FnOnce() -> T) -> State<'_, T> {
        let site = Location::caller();
        let slot = {
            let inner = &mut *self.inner.borrow_mut();
            let (key, hint) = inner.view.ledger.call(site, Made::STATE);
            let slot = inner.slot(key, hint, site);
            inner.view.ledger.made_at(slot);
            slot
        };
        // The app's code runs outside the borrow: it may use `ui`.
        if !self.has_value(slot) {
            self.give_value(slot, init());
        }
        State::new(self, slot)
    }

    /// A list whose items keep their identity by `key`, in whatever order they come.
    ///
    /// `body` may return nothing, an element, or a `Result`; in the last case the list stops at the first error and
    /// returns it.
    #[track_caller]
    pub fn each<I: IntoIterator, K: Hash, R: Body>(
        &self,
        items: I,
        key: impl Fn(&I::Item) -> K,
        mut body: impl FnMut(I::Item) -> R,
    ) -> R::All {
        let site = Location::caller();
        let (list, depth) = {
            let inner = &mut *self.inner.borrow_mut();
            let (list, _) = inner.view.ledger.call(site, Made::EACH);
            let depth = inner.view.ledger.depth();
            inner.view.ledger.enter(list);
            (list, depth)
        };
        let _list = Opened { ui: self, scopes: depth, parents: None };
        for item in items {
            let item_key = list.of_item(&key(&item));
            {
                let inner = &mut *self.inner.borrow_mut();
                if !inner.view.ledger.enter_item(site, list, item_key) {
                    inner.warn(site, "each", || {
                        format!(
                            "the list at {site} has two items of one key: give each item a key of its own"
                        )
                    });
                }
            }
            let _item = Opened { ui: self, scopes: depth + 1, parents: None };
            if let Err(all) = body(item).next() {
                return all;
            }
        }
        R::done()
    }

    /// A part of the app whose state and elements belong to `key`: with another key they are others.
    #[track_caller]
    pub fn scope<R>(&self, key: impl Hash, body: impl FnOnce() -> R) -> R {
        let site = Location::caller();
        let depth = {
            let inner = &mut *self.inner.borrow_mut();
            let depth = inner.view.ledger.depth();
            let place = inner.view.ledger.place(site);
            if !inner.view.ledger.enter_item(site, place, place.of_item(&key)) {
                inner.warn(site, "scope", || {
                    format!("the scope at {site} is opened twice with one key: give each a key of its own")
                });
            }
            depth
        };
        let _scope = Opened { ui: self, scopes: depth, parents: None };
        body()
    }

    /// A message that shows for a few seconds: an effect.
    #[track_caller]
    pub fn toast(&self, text: impl Content) {
        let mut shown = String::new();
        text.write_text(&mut shown);
        self.effect(Effect::Toast(shown), Location::caller());
    }

    pub(crate) fn effect(&self, effect: Effect, site: Site) {
        let inner = &mut *self.inner.borrow_mut();
        if !inner.event_seen {
            let name = effect.name();
            inner.warn(site, name, || {
                format!(
                    "{name} at {site} was called in a run without an event, and is called again in every run"
                )
            });
        }
        inner.effects.push(effect);
    }
}

/// What crates that add to [`Ui`] use: elements, sessions.
impl Ui {
    /// Adds an element of this kind to the innermost open container.
    #[track_caller]
    pub fn element(&self, kind: &'static Kind) -> Element<'_> {
        let site = Location::caller();
        let (node, key) = {
            let inner = &mut *self.inner.borrow_mut();
            inner.view.add(kind, site)
        };
        let element = Element::new(self, node, key);
        for (index, input) in kind.inputs.iter().enumerate() {
            element.show_field(index, input);
        }
        element
    }

    /// A service that was given to the runtime.
    #[must_use]
    pub fn service<T: 'static>(&self) -> Option<Rc<T>> {
        let inner = self.inner.borrow();
        inner.services.iter().find_map(|service| Rc::clone(service).downcast().ok())
    }

    pub(crate) fn add_service(&self, service: Rc<dyn Any>) {
        self.inner.borrow_mut().services.push(service);
    }

    /// The current run reads `source`: when it changes, the app runs again.
    pub fn read(&self, source: Source) {
        let inner = &mut *self.inner.borrow_mut();
        if !inner.running {
            return;
        }
        let (window, run) = (inner.window, inner.run);
        let readers = inner.sources.entry(source).or_default();
        match readers.iter_mut().find(|reader| reader.0 == window) {
            Some(reader) => reader.1 = run,
            None => readers.push((window, run)),
        }
    }

    /// `source` has changed: its readers run again.
    #[track_caller]
    pub fn wrote(&self, source: Source) {
        let at = Location::caller();
        let inner = &mut *self.inner.borrow_mut();
        let readers = inner.sources.get(&source).cloned().unwrap_or_default();
        for (window, run) in readers {
            inner.wrote_read_at(window, run, Write { made: None, at });
        }
    }

    /// Forgets every value that the app keeps between runs, at the end of this run, and at once where its windows are: the
    /// session whose they were has ended.
    #[track_caller]
    pub fn reset_all(&self) {
        self.reset_asked.set(true);
        self.all_home();
    }

    /// A warning for the developer, once for each call site, in debug builds only.
    pub fn warn_once(&self, site: Site, about: &'static str, message: impl FnOnce() -> String) {
        self.inner.borrow_mut().warn(site, about, message);
    }
}

impl Ui {
    pub(crate) fn take_scratch(&self) -> String {
        let mut text = self.scratch.take();
        text.clear();
        text
    }

    pub(crate) fn give_scratch(&self, text: String) {
        self.scratch.set(text);
    }

    fn has_value(&self, slot: u32) -> bool {
        self.inner.borrow().slots.get(slot).is_some_and(|slot| slot.cell.is_some())
    }

    fn give_value<T: 'static>(&self, slot: u32, value: T) {
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

    /// Opens a container: what is made until the guard is dropped is inside it.
    pub(crate) fn open(&self, node: u32) -> Opened<'_> {
        let inner = &mut *self.inner.borrow_mut();
        let scopes = inner.view.ledger.depth();
        let parents = inner.view.parents.len();
        let calls = inner.view.ledger.len() as u32;
        let container = &mut inner.view.current_mut().nodes[node as usize];
        let key = container.key;
        if container.opened_at == NONE {
            container.opened_at = calls;
            inner.view.ledger.enter(key);
        } else {
            let start = container.opened_at as usize;
            inner.view.ledger.enter_again(key, start);
        }
        inner.view.parents.push(node);
        Opened { ui: self, scopes, parents: Some(parents) }
    }
}

impl Inner {
    fn slot(&mut self, key: Key, hint: u32, site: Site) -> u32 {
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

/// An open scope. Dropped, it closes everything that was opened inside it, also when a body panics or returns early.
pub(crate) struct Opened<'ui> {
    ui: &'ui Ui,
    scopes: usize,
    parents: Option<usize>,
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        // Borrowed already only while a panic unwinds out of the runtime itself; the next run starts clean.
        if let Ok(mut inner) = self.ui.inner.try_borrow_mut() {
            inner.view.ledger.leave(self.scopes);
            if let Some(parents) = self.parents {
                inner.view.parents.truncate(parents);
            }
        }
    }
}

/// What the body of [`Ui::each`] may return.
pub trait Body {
    /// What `each` then returns.
    type All;

    /// Err where the list is to stop.
    ///
    /// # Errors
    ///
    /// Carries what `each` returns then.
    fn next(self) -> Result<(), Self::All>;

    /// All items were shown.
    fn done() -> Self::All;
}

impl Body for () {
    type All = ();

    fn next(self) -> Result<(), ()> {
        Ok(())
    }

    fn done() {}
}

impl<T, E> Body for Result<T, E> {
    type All = Result<(), E>;

    fn next(self) -> Result<(), Self::All> {
        match self {
            Ok(_) => Ok(()),
            Err(error) => Err(Err(error)),
        }
    }

    fn done() -> Self::All {
        Ok(())
    }
}
