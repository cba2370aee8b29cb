//! What floats beside something: popups, tooltips, and what a button opens.

use std::time::Duration;

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Ui, Value};

use crate::container::Container;
use crate::control::Variant;
use crate::generated::{ControlSize, Placement};
use crate::icon;
use crate::value::{heard, openable};

const fn floating(name: &'static str, id: u16, role: Option<Role>) -> Kind {
    Kind {
        name,
        id,
        children: true,
        role,
        name_from: Some("label"),
        inputs: &[Input { name: "opened", accepts: Accepts::Bool }],
        events: &[],
    }
}

pub(crate) static POPUP: Kind = floating("popup", 300, None);
pub(crate) static POPUP_ANCHOR: Kind = Kind {
    name: "popup_anchor",
    id: 301,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};
pub(crate) static TOOLTIP: Kind =
    Kind { name: "tooltip", id: 302, inputs: &[], ..floating("tooltip", 302, Some(Role::Tooltip)) };
pub(crate) static DROPDOWN: Kind = floating("dropdown", 303, Some(Role::Button));

crate::handle! {
    /// Something that floats over the page beside what it belongs to, for as long as the app has it open. The person does not
    /// close it: a [`dropdown`](Overlays::dropdown) is what they open and close.
    Popup
}

openable!(Popup);

impl Popup<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What it belongs to, which is there whether it is open or not.
    #[track_caller]
    pub fn anchor<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&POPUP_ANCHOR)).with(body)
    }
}

crate::handle! {
    /// What is told of something while the pointer is over it or the keyboard focus is in it.
    Tooltip
}

impl Tooltip<'_> {
    /// Fills it with what it tells of, and returns what `body` returns.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Where it floats, as far as there is room.
    pub fn placement(self, placement: Placement) -> Self {
        self.0.set("placement", Value::Word(placement.word()));
        self
    }

    /// How far it is from what it tells of, in CSS pixels.
    pub fn distance(self, distance: u32) -> Self {
        self.0.set("distance", Value::Int(i64::from(distance)));
        self
    }

    /// How far it is moved along what it tells of, in CSS pixels.
    pub fn skidding(self, skidding: u32) -> Self {
        self.0.set("skidding", Value::Int(i64::from(skidding)));
        self
    }

    /// How long the pointer has to stay before it shows; 150 ms unless it is said. The keyboard does not wait.
    pub fn delay(self, delay: Duration) -> Self {
        crate::value::put_milliseconds(self.0, "delay", delay);
        self
    }

    /// Switches it off: it does not show.
    pub fn disabled(self, disabled: bool) -> Self {
        self.0.set("off", disabled);
        self
    }
}

crate::handle! {
    /// A button that opens what is in it, below it: a [`menu`](crate::Menus::menu), or anything else. It closes where the person
    /// presses Escape, clicks elsewhere, or does something of a menu in it.
    Dropdown
}

openable!(Dropdown);
heard!(Dropdown);

impl Dropdown<'_> {
    /// Fills what it opens, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Switches it off: it closes where it is open, the person cannot use it, and nothing of it reaches the app.
    #[track_caller]
    pub fn disabled(self, disabled: bool) -> Self {
        self.0.disable(disabled);
        if disabled {
            self.0.set_input(0, InputValue::Bool(false));
        }
        self
    }

    /// Gives its button the keyboard focus: an effect.
    #[track_caller]
    pub fn focus(self) -> Self {
        self.0.focus();
        self
    }

    /// Where it opens, as far as there is room; below at the beginning, unless it is said.
    pub fn placement(self, placement: Placement) -> Self {
        self.0.set("placement", Value::Word(placement.word()));
        self
    }

    /// How far it opens from its button, in CSS pixels.
    pub fn distance(self, distance: u32) -> Self {
        self.0.set("distance", Value::Int(i64::from(distance)));
        self
    }

    /// How far it is moved along its button, in CSS pixels.
    pub fn skidding(self, skidding: u32) -> Self {
        self.0.set("skidding", Value::Int(i64::from(skidding)));
        self
    }

    /// What its button is for, by its colour.
    pub fn variant(self, variant: Variant) -> Self {
        self.0.set("variant", Value::Word(variant.word()));
        self
    }

    /// How large its button is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// An icon in its button, before the label.
    pub fn prefix_icon(self, name: &str) -> Self {
        icon::put(self.0, "prefix_icon", name);
        self
    }
}

/// What floats, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Overlays: crate::sealed::Sealed {
    /// Something that floats over the page beside what it belongs to.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let popup = ui.popup().placement(Placement::Right);
    /// let pressed = popup.anchor(|| ui.button("What is this?").clicked());
    /// popup.with(|| ui.text("A popup"));
    /// if pressed {
    ///     popup.open();
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn popup(&self) -> Popup<'_>;

    /// What is told of what is put into it, while the pointer is over that or the keyboard focus is in it.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.tooltip("Removes it for good").with(|| ui.button("Delete"));
    /// # }
    /// ```
    #[track_caller]
    fn tooltip(&self, content: impl Content) -> Tooltip<'_>;

    /// A button that opens what is put into it.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let cut = ui.dropdown("Edit").with(|| ui.menu().with(|| ui.menu_item("Cut").clicked()));
    /// # }
    /// ```
    #[track_caller]
    fn dropdown(&self, label: impl Content) -> Dropdown<'_>;
}

impl Overlays for Ui {
    #[track_caller]
    fn popup(&self) -> Popup<'_> {
        Popup::new(self.element(&POPUP))
    }

    #[track_caller]
    fn tooltip(&self, content: impl Content) -> Tooltip<'_> {
        Tooltip::new(self.element(&TOOLTIP).set_content("label", &content))
    }

    #[track_caller]
    fn dropdown(&self, label: impl Content) -> Dropdown<'_> {
        Dropdown::new(self.element(&DROPDOWN).set_content("label", &label))
    }
}
