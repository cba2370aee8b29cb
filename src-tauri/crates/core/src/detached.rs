//! Parts of the app that are made in one place and shown in another.

use std::panic::Location;

use crate::ui::{Opened, Ui};

/// What [`Ui::detached`] made: not in the tree until it is placed.
///
/// A part that is never placed is not shown, and nothing can happen to it.
#[must_use = "a part that is not placed is not shown"]
pub struct Detached<'ui, R> {
    ui: &'ui Ui,
    holder: u32,
    result: R,
}

impl Ui {
    /// Makes a part of the app now and shows it later, where [`Detached::place`] is called: for what has to be known before its
    /// place comes. In Hyperdiv it is `collect=False`.
    ///
    /// Its state belongs to where it is made.
    ///
    /// ```
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn text(_: &Ui, _: &str) {}
    /// # fn text_input(_: &Ui) -> String { String::new() }
    /// fn app(ui: &Ui) -> Result {
    ///     let form = ui.detached(|| text_input(ui));
    ///     // Above the form, and yet knowing what is in it.
    ///     text(ui, &format!("Hello {}", form.get()));
    ///     form.place();
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn detached<R>(&self, body: impl FnOnce() -> R) -> Detached<'_, R> {
        let site = Location::caller();
        let (holder, scopes, parents) = {
            let inner = &mut *self.inner.borrow_mut();
            let (holder, key) = inner.view.hold(site);
            let (scopes, parents) = (inner.view.ledger.depth(), inner.view.parents.len());
            inner.view.ledger.enter(key);
            inner.view.parents.push(holder);
            (holder, scopes, parents)
        };
        let _part = Opened { ui: self, scopes, parents: Some(parents) };
        Detached { ui: self, holder, result: body() }
    }
}

impl<R> Detached<'_, R> {
    /// What the body returned.
    pub fn get(&self) -> &R {
        &self.result
    }

    /// Puts the part here, behind what is here already, and answers what the body returned. A part is in one place:
    ///
    /// ```compile_fail
    /// # use hyperdiv_core::{Result, Ui};
    /// fn app(ui: &Ui) -> Result {
    ///     let part = ui.detached(|| ());
    ///     part.place();
    ///     part.place(); // it is placed already
    ///     Ok(())
    /// }
    /// ```
    pub fn place(self) -> R {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.holder);
        let parent = inner.view.parent();
        inner.view.current_mut().adopt(self.holder, parent);
        self.result
    }
}
