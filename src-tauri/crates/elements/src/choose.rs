//! Controls that let one thing be chosen.
//!
//! What there is to choose from are children of the control; the page may send nothing else than the `value` of one of them.

use hyperdiv_core::{Accepts, Content, Element, Input, InputValue, Kind, Role, Ui};

use crate::Elements as _;
use crate::control::{field, text_of};
use crate::form::Choice;

const fn control(name: &'static str, id: u16, role: Role) -> Kind {
    Kind {
        name,
        id,
        children: true,
        role: Some(role),
        name_from: Some("label"),
        inputs: &[Input { name: "value", accepts: Accepts::Offered }],
        events: &[],
    }
}

const fn offer(name: &'static str, id: u16, role: Role) -> Kind {
    Kind { name, id, children: false, role: Some(role), name_from: Some("label"), inputs: &[], events: &[] }
}

pub(crate) static SELECT: Kind = control("select", 83, Role::Combobox);
pub(crate) static OPTION: Kind = offer("option", 84, Role::Option);
pub(crate) static RADIO_GROUP: Kind = control("radio_group", 85, Role::RadioGroup);
pub(crate) static RADIO: Kind = offer("radio", 86, Role::Radio);

/// Puts one thing to choose into a control, keyed by its value, so that what is offered may change.
#[track_caller]
pub(crate) fn put(
    at: Element<'_>,
    kind: &'static Kind,
    value: &str,
    label: &(impl Content + ?Sized),
    disabled: bool,
) {
    if value.is_empty() {
        return at.warn("option", |site| {
            format!("something to choose at {site} has no value; it is left out, because no value means that nothing is chosen")
        });
    }
    at.keyed_child(kind, value).set_text("value", value).set_content("label", label).disable(disabled);
}

macro_rules! chooser {
    ($name:ident, $offer:ident) => {
        impl $name<'_> {
            /// Offers something: `value` is what the app gets, and not empty; `label` is what the person reads.
            #[track_caller]
            pub fn option(self, value: impl Content, label: impl Content) -> Self {
                put(self.0, &$offer, &shown(&value), &label, false);
                self
            }

            /// Shows something that cannot be chosen now.
            #[track_caller]
            pub fn disabled_option(self, value: impl Content, label: impl Content) -> Self {
                put(self.0, &$offer, &shown(&value), &label, true);
                self
            }

            /// Offers several things, which the app gets as the person reads them.
            #[track_caller]
            pub fn options<T: Content>(self, options: impl IntoIterator<Item = T>) -> Self {
                for option in options {
                    let option = shown(&option);
                    put(self.0, &$offer, &option, option.as_str(), false);
                }
                self
            }

            /// Offers what an enum has: to be asked for by [`choice`](Self::choice).
            #[track_caller]
            pub fn choices<C: Choice>(self) -> Self {
                for choice in C::choices() {
                    put(self.0, &$offer, choice.name(), choice.label(), false);
                }
                self
            }

            /// What is chosen of what an enum has; nothing where it is none of that.
            #[track_caller]
            #[must_use]
            pub fn choice<C: Choice>(self) -> Option<C> {
                C::named(&self.value()?)
            }

            /// What is chosen of what has been offered before this is asked; nothing where it is none of that.
            #[track_caller]
            #[must_use]
            pub fn value(self) -> Option<String> {
                self.offered(text_of(self.0.input(0)))
            }

            /// What the person has just chosen: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<String> {
                self.0.changed(0).and_then(|value| self.offered(text_of(value)))
            }

            /// What is chosen until the person or the app chooses something else, and after a [`reset`](Self::reset).
            pub fn default_value(self, value: impl Content) -> Self {
                self.0.default_input(0, InputValue::Text(shown(&value)));
                self
            }

            /// Chooses something, as the person would.
            #[track_caller]
            pub fn set(self, value: impl Content) -> Self {
                self.0.set_input(0, InputValue::Text(shown(&value)));
                self
            }

            /// Goes back to the default.
            #[track_caller]
            pub fn reset(self) -> Self {
                self.0.reset_input(0);
                self
            }

            fn offered(self, value: String) -> Option<String> {
                Some(value).filter(|value| self.0.offers(value) && !value.is_empty())
            }
        }
    };
}

pub(crate) fn shown(content: &(impl Content + ?Sized)) -> String {
    let mut text = String::new();
    content.write_text(&mut text);
    text
}

field! {
    /// A field that opens a list to choose one thing from.
    Select
}

chooser!(Select, OPTION);

impl Select<'_> {
    /// What shows while nothing is chosen. Where the field is not [`required`](Self::required) it can be chosen again, for
    /// nothing.
    pub fn placeholder(self, hint: impl Content) -> Self {
        self.0.set_content("placeholder", &hint);
        self
    }
}

field! {
    /// Things to choose one of, beside each other.
    RadioGroup
}

chooser!(RadioGroup, RADIO);

impl RadioGroup<'_> {
    /// Whether they look like buttons beside each other.
    pub fn buttons(self, buttons: bool) -> Self {
        self.0.set("buttons", buttons);
        self
    }
}

/// Things to choose one of, in one call, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Radios: crate::sealed::Sealed {
    /// Things to choose one of, which the app gets as the person reads them.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let size = ui.radios("Size", ["S", "M", "L"]).value();
    /// # }
    /// ```
    #[track_caller]
    fn radios<T: Content>(&self, label: impl Content, options: impl IntoIterator<Item = T>)
    -> RadioGroup<'_>;

    /// The same, as buttons beside each other.
    #[track_caller]
    fn radio_buttons<T: Content>(
        &self,
        label: impl Content,
        options: impl IntoIterator<Item = T>,
    ) -> RadioGroup<'_>;
}

impl Radios for Ui {
    #[track_caller]
    fn radios<T: Content>(
        &self,
        label: impl Content,
        options: impl IntoIterator<Item = T>,
    ) -> RadioGroup<'_> {
        self.radio_group(label).options(options)
    }

    #[track_caller]
    fn radio_buttons<T: Content>(
        &self,
        label: impl Content,
        options: impl IntoIterator<Item = T>,
    ) -> RadioGroup<'_> {
        self.radios(label, options).buttons(true)
    }
}
