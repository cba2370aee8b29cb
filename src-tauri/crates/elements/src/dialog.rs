//! Dialogs.

use hyperdiv_core::{Accepts, Input, InputValue, Kind, Role};

use crate::container::Container;

pub(crate) static DIALOG: Kind = Kind {
    name: "dialog",
    id: 121,
    children: true,
    role: Some(Role::Dialog),
    name_from: Some("label"),
    inputs: &[Input { name: "opened", accepts: Accepts::Bool }],
    events: &[],
};

pub(crate) static DIALOG_FOOTER: Kind = Kind {
    name: "dialog_footer",
    id: 122,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A window of the app's own above everything else, which has to be dealt with first. The keyboard focus goes into it, stays
    /// there, and goes back to where it was when it closes. Describe it in every run: closed, it is not seen.
    Dialog
}

impl Dialog<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Fills its foot, where people look for what to do. Call it last.
    #[track_caller]
    pub fn footer<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&DIALOG_FOOTER)).with(body)
    }

    /// Whether the person can close it by its button and by Escape; they can, unless this says otherwise.
    pub fn closable(self, closable: bool) -> Self {
        self.0.set("closable", closable);
        self
    }

    /// Whether it is open.
    #[track_caller]
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0.input(0) == InputValue::Bool(true)
    }

    /// Whether the person has just closed it: true in one run.
    #[must_use]
    pub fn closed(self) -> bool {
        self.0.changed(0) == Some(InputValue::Bool(false))
    }

    /// Opens it, above those that are open: an effect.
    #[track_caller]
    pub fn open(self) -> Self {
        self.0.change_later("open", 0, InputValue::Bool(true));
        self
    }

    /// Closes it: an effect.
    #[track_caller]
    pub fn close(self) -> Self {
        self.0.change_later("close", 0, InputValue::Bool(false));
        self
    }
}
