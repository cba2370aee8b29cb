//! [`Element`]: the handle that typed elements are built on.

use std::hash::Hash;
use std::panic::Location;

use crate::accept::limits;
use crate::content::Content;
use crate::effect::{Change, Effect};
use crate::html::Html;
use crate::key::{Key, Site};
use crate::kind::{Accepts, Input, Kind};
use crate::state::Field;
use crate::tree::Stored;
use crate::ui::{Body, Ui};
use crate::value::{InputValue, Value};

/// An element of the current run. The typed elements wrap it; apps do not see it.
#[derive(Clone, Copy)]
pub struct Element<'ui> {
    ui: &'ui Ui,
    node: u32,
    key: Key,
}

impl<'ui> Element<'ui> {
    pub(crate) fn new(ui: &'ui Ui, node: u32, key: Key) -> Self {
        Element { ui, node, key }
    }

    /// Sets a property.
    pub fn set(self, name: &'static str, value: impl Into<Value>) -> Self {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current_mut().set(self.node, name, value.into());
        self
    }

    /// Sets a property to a text.
    pub fn set_text(self, name: &'static str, text: &str) -> Self {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current_mut().set_text(self.node, name, text);
        self
    }

    /// Sets a property to markup, which the page takes as such.
    pub fn set_html(self, name: &'static str, html: &Html) -> Self {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current_mut().set_html(self.node, name, html);
        self
    }

    /// Sets a property to the text of `value`.
    pub fn set_content(self, name: &'static str, value: &(impl Content + ?Sized)) -> Self {
        if let Some(text) = value.as_text() {
            return self.set_text(name, text);
        }
        // A `Display` of the app may itself use `ui`: it is asked outside the borrow, through a buffer that is reused.
        let mut text = self.ui.take_scratch();
        value.write_text(&mut text);
        self.set_text(name, &text);
        self.ui.give_scratch(text);
        self
    }

    /// Sets a property to a list of texts.
    pub fn set_texts<T: AsRef<str>>(self, name: &'static str, texts: &[T]) -> Self {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current_mut().set_texts(self.node, name, texts);
        self
    }

    /// Warns the developer, once for the element's call site.
    pub fn warn(self, about: &'static str, message: impl FnOnce(Site) -> String) {
        let site = self.ui.inner.borrow().view.current().node(self.node).site;
        self.ui.warn_once(site, about, || message(site));
    }

    /// An element of this kind inside this one.
    #[track_caller]
    pub fn child(self, kind: &'static Kind) -> Element<'ui> {
        let _opened = self.ui.open(self.node);
        self.ui.element(kind)
    }

    /// An element of this kind inside this one, which `key` alone tells from its siblings.
    #[track_caller]
    pub fn keyed_child(self, kind: &'static Kind, key: impl Hash) -> Element<'ui> {
        let site = Location::caller();
        let (node, key) = {
            let inner = &mut *self.ui.inner.borrow_mut();
            let depth = inner.view.ledger.depth();
            let place = inner.view.ledger.place(site);
            if !inner.view.ledger.enter_item(site, place, place.of_item(&(self.key, key))) {
                inner.warn(site, "keyed_child", || {
                    format!("the {} at {site} is there twice: give each a key of its own", kind.name)
                });
            }
            inner.view.parents.push(self.node);
            let made = inner.view.add(kind, site);
            inner.view.parents.pop();
            inner.view.ledger.leave(depth);
            made
        };
        let element = Element::new(self.ui, node, key);
        for (index, input) in kind.inputs.iter().enumerate() {
            element.show_field(index, input);
        }
        element
    }

    /// A property as it is set now; none where it is not, or a text or several.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Value> {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        match inner.view.current().prop(self.node, name)? {
            Stored::Plain(value) => Some(value),
            Stored::Text { .. } | Stored::Texts { .. } | Stored::Html { .. } => None,
        }
    }

    /// Switches the element off: it takes no input and has no events.
    pub fn disable(self, disabled: bool) -> Self {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        let frame = inner.view.current_mut();
        frame.nodes[self.node as usize].disabled = disabled;
        frame.set(self.node, "disabled", Value::Bool(disabled));
        self
    }

    /// Fills the container with what `body` makes.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        let _opened = self.ui.open(self.node);
        body()
    }

    /// Whether the event, by its position in the kind, happened: true in one run.
    #[must_use]
    pub fn happened(self, event: usize) -> bool {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        let node = &mut inner.view.current_mut().nodes[self.node as usize];
        node.asked |= 1 << event.min(7);
        if inner.happened.is_empty() {
            return false;
        }
        let name = node.kind.events.get(event).copied().unwrap_or_default();
        let happened =
            inner.happened.iter().any(|happened| happened.key == self.key && happened.name == name);
        inner.event_seen |= happened;
        happened
    }

    /// The value that the person has just changed a property to: an event, there in one run.
    #[must_use]
    pub fn changed(self, input: usize) -> Option<InputValue> {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        let node = &mut inner.view.current_mut().nodes[self.node as usize];
        let name = node.kind.inputs.get(input)?.name;
        node.asked |= changed_bit(input);
        let happened =
            inner.happened.iter().find(|happened| happened.key == self.key && happened.name == name);
        let value = happened.and_then(|happened| happened.value.clone());
        inner.event_seen |= value.is_some();
        value
    }

    /// The value of a property that the person may change.
    #[track_caller]
    #[must_use]
    pub fn input(self, input: usize) -> InputValue {
        let slot = self.field_slot(input);
        let (cell, _) = self.ui.read_slot(slot);
        let cell = cell.borrow();
        match cell.downcast_ref::<Field>() {
            Some(field) => field.value().clone(),
            None => InputValue::Bool(false),
        }
    }

    /// Whether one of its children, as far as they are made, has this `value` and is not disabled: what
    /// [`Accepts::Offered`](crate::Accepts::Offered) lets the person choose.
    #[must_use]
    pub fn offers(self, value: &str) -> bool {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current().offers(self.node, value)
    }

    /// The values that its children offer, as far as they are made and not disabled, in their order.
    #[must_use]
    pub fn offered(self) -> Vec<String> {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current().offered(self.node).map(str::to_owned).collect()
    }

    /// How many children there are to be at, as far as they are made: see [`Accepts::Place`](crate::Accepts::Place).
    #[must_use]
    pub fn places(self) -> usize {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current().places(self.node)
    }

    /// Between which numbers an input is, as far as the element has been told: its properties `min` and `max`, or what its kind
    /// [accepts](crate::Accepts::Number). Nothing where it holds no number.
    #[must_use]
    pub fn limits(self, input: usize) -> Option<(f64, f64)> {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        let frame = inner.view.current();
        match frame.node(self.node).kind.inputs.get(input)?.accepts {
            Accepts::Number { min, max, .. } => Some(limits(frame, self.node, (min, max))),
            _ => None,
        }
    }

    /// A property that is a text; empty where it is none.
    #[must_use]
    pub fn text(self, name: &str) -> String {
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        inner.view.current().text_prop(self.node, name).to_owned()
    }

    /// The value that the property has until somebody changes it.
    pub fn default_input(self, input: usize, value: InputValue) -> Self {
        let slot = self.field_slot(input);
        let changed = self.edit_field(input, |field| {
            let changed = field.changed.is_none() && field.default != value;
            field.default = value;
            changed
        });
        if changed {
            let (was_read, site) = {
                let inner = self.ui.inner.borrow();
                (
                    inner.slots.get(slot).is_some_and(|slot| slot.read != 0),
                    inner.view.current().node(self.node).site,
                )
            };
            // Who has read the one before, earlier in this run or in a memo, shows it.
            if was_read {
                self.ui.wrote_slot(slot, site);
            }
        }
        self
    }

    /// Changes the property as the person would.
    #[track_caller]
    pub fn set_input(self, input: usize, value: InputValue) -> Self {
        let slot = self.field_slot(input);
        let changed = self.edit_field(input, |field| {
            let changed = *field.value() != value;
            field.changed = Some(value);
            changed
        });
        if changed {
            self.ui.wrote_slot(slot, Location::caller());
        }
        self
    }

    /// Goes back to the default.
    #[track_caller]
    pub fn reset_input(self, input: usize) -> Self {
        let slot = self.field_slot(input);
        let changed = self
            .edit_field(input, |field| field.changed.take().is_some_and(|changed| changed != field.default));
        if changed {
            self.ui.wrote_slot(slot, Location::caller());
        }
        self
    }

    /// Gives the element the keyboard focus: an effect.
    #[track_caller]
    pub fn focus(self) -> Self {
        self.ui.effect(Effect::Focus(self.key), Location::caller());
        self
    }

    /// Brings the element into sight: an effect.
    #[track_caller]
    pub fn scroll_to(self) -> Self {
        self.ui.effect(Effect::ScrollTo(self.key), Location::caller());
        self
    }

    /// Changes a property as the person would, once this turn has been committed: an effect, called `name`.
    #[track_caller]
    pub fn change_later(self, name: &'static str, input: usize, value: InputValue) -> Self {
        let site = Location::caller();
        self.ui.effect(Effect::Change(Change { name, element: self.key, input, value, site }), site);
        self
    }

    /// The window it is in.
    #[must_use]
    pub fn ui(self) -> &'ui Ui {
        self.ui
    }

    pub(crate) fn key(self) -> Key {
        self.key
    }

    pub(crate) fn node(self) -> u32 {
        self.node
    }

    pub(crate) fn show_field(self, index: usize, input: &Input) {
        let key = field_key(self.key, index);
        let inner = &mut *self.ui.inner.borrow_mut();
        let slot = inner.slots.find(key, crate::key::NONE);
        let owner = inner.owner();
        // Made when it is first read or changed: most fields of most rows never are.
        if let Some(slot) = inner.slots.get_mut(slot) {
            slot.seen = inner.run;
            slot.owner = owner;
            if let Some(cell) = slot.cell.clone()
                && let Some(field) = cell.borrow().downcast_ref::<Field>()
            {
                inner.view.current_mut().set_input(self.node, input.name, field.value());
                return;
            }
        }
        inner.view.current_mut().set_input(self.node, input.name, &input.default());
    }

    fn field_slot(self, index: usize) -> u32 {
        let (site, default) = {
            let inner = self.ui.inner.borrow();
            let node = inner.view.current().node(self.node);
            (node.site, node.kind.inputs.get(index).map_or(InputValue::Bool(false), Input::default))
        };
        self.ui.field(field_key(self.key, index), site, || default)
    }

    /// Edits the field and shows its value. Answers what `edit` answers.
    fn edit_field(self, index: usize, edit: impl FnOnce(&mut Field) -> bool) -> bool {
        let slot = self.field_slot(index);
        let (cell, _) = self.ui.slot(slot);
        let mut cell = cell.borrow_mut();
        let Some(field) = cell.downcast_mut::<Field>() else { return false };
        let answer = edit(field);
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.reach(self.node);
        let frame = inner.view.current_mut();
        if let Some(input) = frame.node(self.node).kind.inputs.get(index) {
            frame.set_input(self.node, input.name, field.value());
        }
        answer
    }
}

/// The key of an element's changeable property.
pub(crate) fn field_key(element: Key, input: usize) -> Key {
    element.with(0x6669_656c_6400_0000 | input as u64)
}

/// The bit of [`crate::tree::Node::asked`] for "the app asks whether this input was changed".
pub(crate) fn changed_bit(input: usize) -> u16 {
    0x100 << input.min(7)
}

impl Ui {
    /// True where the property had another value.
    pub(crate) fn carry_out_change(&self, Change { element, input, value, site, .. }: Change) -> bool {
        let slot = self.field(field_key(element, input), site, || value.nothing());
        let (cell, _) = self.slot(slot);
        let changed = match cell.borrow_mut().downcast_mut::<Field>() {
            Some(field) => {
                let changed = *field.value() != value;
                field.changed = Some(value);
                changed
            }
            None => false,
        };
        if changed {
            self.wrote_slot(slot, site);
            // A memo shows the element without having read the property.
            self.inner.borrow_mut().epoch += 1;
        }
        changed
    }
}

impl Body for Element<'_> {
    type All = ();

    fn next(self) -> Result<(), ()> {
        Ok(())
    }

    fn done() {}
}
