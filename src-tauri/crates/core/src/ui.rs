//! [`Ui`]: what an app function describes its window with.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::marker::PhantomData;
use std::panic::Location;
use std::rc::Rc;
use std::sync::Arc;

use crate::content::Content;
use crate::effect::Effect;
use crate::element::Element;
use crate::inner::{Inner, Write};
use crate::key::{Made, NONE, Site};
use crate::kind::Kind;
use crate::state::{Mailbox, Remote, State, Waker};

/// The window that an app function describes. It is the app's first parameter, and everything begins with it.
///
/// It cannot leave the run it was given for, nor the thread: a background task that needs to change what is shown takes a
/// [`Setter`](crate::Setter).
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

impl Drop for Ui {
    fn drop(&mut self) {
        self.mailbox.close();
    }
}

/// Something outside the tree that runs read, such as a record of the session.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Source(pub u64);

impl Ui {
    pub(crate) fn new(waker: Waker) -> Self {
        Ui {
            inner: Rc::new(RefCell::new(Inner::new())),
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
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn button_clicked(_: &Ui) -> bool { false }
    /// # fn text(_: &Ui, _: i32) {}
    /// fn app(ui: &Ui) -> Result {
    ///     let count = ui.state(|| 0);
    ///     if button_clicked(ui) {
    ///         count.update(|count| *count += 1);
    ///     }
    ///     text(ui, count.get());
    ///     Ok(())
    /// }
    /// ```
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

    /// The one value of this type, shared by all places and windows of the app: made by `Default` when it is first asked for.
    ///
    /// Two values of one type need types of their own:
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// #[derive(Default)]
    /// struct Selected(Option<u32>);
    ///
    /// fn row(ui: &Ui, id: u32, clicked: bool) -> bool {
    ///     let selected = ui.global::<Selected>();
    ///     if clicked {
    ///         selected.update(|selected| selected.0 = Some(id));
    ///     }
    ///     selected.with(|selected| selected.0 == Some(id))
    /// }
    /// ```
    #[track_caller]
    pub fn global<T: Default + 'static>(&self) -> State<'_, T> {
        let site = Location::caller();
        let slot = self.inner.borrow_mut().global_slot(TypeId::of::<T>(), site);
        if !self.has_value(slot) {
            self.give_value(slot, T::default());
        }
        State::new(self, slot)
    }

    /// A list whose items keep their identity by `key`, in whatever order they come.
    ///
    /// `body` may return nothing, an element, or a `Result`; in the last case the list stops at the first error and
    /// returns it. Two items of one key are both shown, and the developer is told; state may then follow the wrong one.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn checkbox(_: &Ui, _: &str) {}
    /// # struct Todo { id: u64, title: String }
    /// fn list(ui: &Ui, todos: &[Todo]) {
    ///     ui.each(todos, |todo| todo.id, |todo| {
    ///         let _opened = ui.state(|| false); // each todo's own, wherever it is in the list
    ///         checkbox(ui, &todo.title);
    ///     });
    /// }
    /// ```
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
    ///
    /// What belonged to a key before is there again when the key is.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// fn editor(ui: &Ui, document: u64) {
    ///     ui.scope(document, || {
    ///         let _line = ui.state(|| 1); // where the person is, for each document
    ///     });
    /// }
    /// ```
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

    /// What `#[component]` makes of a function: a part of the app with a scope of its own, told apart by where it is called
    /// and by how often that line was reached.
    #[doc(hidden)]
    #[track_caller]
    pub fn component<R>(&self, body: impl FnOnce() -> R) -> R {
        let site = Location::caller();
        let depth = {
            let inner = &mut *self.inner.borrow_mut();
            let (key, _) = inner.view.ledger.call(site, Made::COMPONENT);
            let depth = inner.view.ledger.depth();
            inner.view.ledger.enter(key);
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
        if !inner.is_by_event() {
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
        inner.note_source(source);
    }

    /// `source` has changed: its readers run again.
    #[track_caller]
    pub fn wrote(&self, source: Source) {
        let at = Location::caller();
        self.inner.borrow_mut().wrote_source(source, Write { made: None, at });
    }

    /// Forgets every value that the app keeps between runs, at the end of this run, and at once where its windows are: the
    /// session whose they were has ended.
    #[track_caller]
    pub fn reset_all(&self) {
        self.reset_asked.set(true);
        self.all_home();
    }

    /// A way for tasks to do something on the app thread.
    #[must_use]
    pub fn remote(&self) -> Remote {
        Remote::new(&self.mailbox)
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

    /// Opens a container: what is made until the guard is dropped is inside it.
    pub(crate) fn open(&self, node: u32) -> Opened<'_> {
        let inner = &mut *self.inner.borrow_mut();
        inner.reach(node);
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

/// An open scope. Dropped, it closes everything that was opened inside it, also when a body panics or returns early.
pub(crate) struct Opened<'ui> {
    pub(crate) ui: &'ui Ui,
    pub(crate) scopes: usize,
    pub(crate) parents: Option<usize>,
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
