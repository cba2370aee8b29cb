//! A field for text that offers what begins or goes on like it.

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Ui};

use crate::choose::{put, shown};
use crate::control::{field, typed};

/// More than a person types into one line.
const MAX_TEXT: usize = 64 * 1024;

pub(crate) static COMBOBOX: Kind = Kind {
    name: "combobox",
    id: 370,
    children: true,
    role: Some(Role::Combobox),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: MAX_TEXT } }],
    events: &[],
};
pub(crate) static SUGGESTION: Kind = Kind {
    name: "suggestion",
    id: 371,
    children: false,
    role: None,
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

field! {
    /// A field for text that offers what its letters are in. The person may take what is offered, or leave it: any text can be typed.
    Combobox
}

typed!(Combobox);

impl Combobox<'_> {
    /// Offers something.
    #[track_caller]
    pub fn suggestion(self, text: impl Content) -> Self {
        let text = shown(&text);
        put(self.0, &SUGGESTION, &text, text.as_str(), false);
        self
    }

    /// Offers several things.
    #[track_caller]
    pub fn suggestions<T: Content>(self, texts: impl IntoIterator<Item = T>) -> Self {
        for text in texts {
            let text = shown(&text);
            put(self.0, &SUGGESTION, &text, text.as_str(), false);
        }
        self
    }
}

/// Fields that offer something, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Comboboxes: crate::sealed::Sealed {
    /// A field for text that offers what its letters are in.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let city = ui.combobox("City").suggestions(["Berlin", "Bern", "Paris"]).value();
    /// # }
    /// ```
    #[track_caller]
    fn combobox(&self, label: impl Content) -> Combobox<'_>;
}

impl Comboboxes for Ui {
    #[track_caller]
    fn combobox(&self, label: impl Content) -> Combobox<'_> {
        Combobox::new(self.element(&COMBOBOX).set_content("label", &label))
    }
}
