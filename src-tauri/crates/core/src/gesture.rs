//! Gestures: what can happen to any element, where the app asks for it.

use std::rc::Rc;

use crate::element::Element;
use crate::key::{Key, NONE, Site};
use crate::ui::Ui;
use crate::value::Value;

/// The property by which the page learns which gestures an element is asked for.
const LISTEN: &str = "listen";

/// What can happen to any element. The page tells only what the app asked for in its last run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Gesture {
    /// The keyboard focus came to it, or into it.
    Focused,
    /// The keyboard focus left it.
    Blurred,
    /// It was clicked twice in a row.
    DoubleClicked,
    /// The pointer came over it.
    Hovered,
    /// The pointer left it.
    Unhovered,
    /// Its menu was asked for, by the pointer or by keyboard.
    ContextMenu,
    /// Text was pasted into it.
    Pasted,
    /// Files were dropped on it.
    Dropped,
}

impl Gesture {
    const ALL: [Gesture; 8] = [
        Gesture::Focused,
        Gesture::Blurred,
        Gesture::DoubleClicked,
        Gesture::Hovered,
        Gesture::Unhovered,
        Gesture::ContextMenu,
        Gesture::Pasted,
        Gesture::Dropped,
    ];

    /// Its bit in the property `listen`.
    #[must_use]
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Gesture::Focused => "focused",
            Gesture::Blurred => "blurred",
            Gesture::DoubleClicked => "double_clicked",
            Gesture::Hovered => "hovered",
            Gesture::Unhovered => "unhovered",
            Gesture::ContextMenu => "context_menu",
            Gesture::Pasted => "pasted",
            Gesture::Dropped => "dropped",
        }
    }

    /// Reads what [`name`](Self::name) answers.
    #[must_use]
    pub fn parse(name: &str) -> Option<Gesture> {
        Self::ALL.into_iter().find(|gesture| gesture.name() == name)
    }
}

/// Two gestures between which something lasts.
#[derive(Clone, Copy)]
enum Lasting {
    Focus,
    Hover,
}

impl Lasting {
    fn of(gesture: Gesture) -> Option<(Lasting, bool)> {
        match gesture {
            Gesture::Focused => Some((Lasting::Focus, true)),
            Gesture::Blurred => Some((Lasting::Focus, false)),
            Gesture::Hovered => Some((Lasting::Hover, true)),
            Gesture::Unhovered => Some((Lasting::Hover, false)),
            Gesture::DoubleClicked | Gesture::ContextMenu | Gesture::Pasted | Gesture::Dropped => None,
        }
    }

    fn ends(self) -> [Gesture; 2] {
        match self {
            Lasting::Focus => [Gesture::Focused, Gesture::Blurred],
            Lasting::Hover => [Gesture::Hovered, Gesture::Unhovered],
        }
    }

    fn key(self, element: Key) -> Key {
        element.with(0x6765_7374_0000_0000 | self as u64)
    }
}

/// Whether something lasts: the value of a slot.
pub(crate) struct Lasts(bool);

impl Element<'_> {
    /// Whether this has just happened to it: true in one run.
    #[must_use]
    pub fn gesture(self, gesture: Gesture) -> bool {
        self.ask(gesture);
        self.ui().saw(self.key(), gesture.name()).is_some()
    }

    /// The text that was just pasted into it: there in one run.
    #[must_use]
    pub fn pasted(self) -> Option<String> {
        self.ask(Gesture::Pasted);
        let text = self.ui().saw(self.key(), Gesture::Pasted.name())??;
        text.downcast::<String>().ok().map(|text| String::clone(&text))
    }

    /// Whether the pointer is over it.
    #[track_caller]
    #[must_use]
    pub fn is_hovered(self) -> bool {
        self.lasts(Lasting::Hover)
    }

    /// Whether the keyboard focus is in it.
    #[track_caller]
    #[must_use]
    pub fn is_focused(self) -> bool {
        self.lasts(Lasting::Focus)
    }

    pub(crate) fn ask(self, gesture: Gesture) {
        let inner = &mut *self.ui().inner.borrow_mut();
        inner.reach(self.node());
        let frame = inner.view.current_mut();
        let gestures = &mut frame.nodes[self.node() as usize].gestures;
        *gestures |= gesture.bit();
        let asked = Value::Int(i64::from(*gestures));
        frame.set(self.node(), LISTEN, asked);
    }

    #[track_caller]
    fn lasts(self, what: Lasting) -> bool {
        for gesture in what.ends() {
            self.ask(gesture);
        }
        let (ui, site) = (self.ui(), std::panic::Location::caller());
        let slot = {
            let inner = &mut *ui.inner.borrow_mut();
            let key = what.key(self.key());
            let last = inner.last_runs.get(&inner.window).copied().unwrap_or(0);
            let known = inner.slots.find(key, NONE);
            // An element that was away is not under the pointer when it comes back, until the page says so.
            // In a memo that was left out it was not away.
            if let Some(slot) = inner.slots.get_mut(known)
                && slot.seen < last
                && slot.owner == NONE
            {
                slot.cell = None;
            }
            inner.slot(key, NONE, site)
        };
        if !ui.has_value(slot) {
            ui.give_value(slot, Lasts(false));
        }
        let (cell, _) = ui.read_slot(slot);
        let cell = cell.borrow();
        cell.downcast_ref::<Lasts>().is_some_and(|lasts| lasts.0)
    }
}

impl Ui {
    /// What came with an event of `key` in this run, if it happened.
    pub(crate) fn saw(&self, key: Key, name: &str) -> Option<Option<Rc<dyn std::any::Any>>> {
        let inner = &mut *self.inner.borrow_mut();
        let happened = inner.happened.iter().find(|happened| happened.key == key && happened.name == name)?;
        let extra = happened.extra.clone();
        inner.event_seen = true;
        Some(extra)
    }

    /// Notes for [`Element::is_hovered`] and [`Element::is_focused`] what a gesture begins or ends.
    pub(crate) fn note_gesture(&self, element: Key, site: Site, gesture: Gesture) {
        let Some((what, on)) = Lasting::of(gesture) else { return };
        let (slot, cell) = {
            let inner = self.inner.borrow();
            let slot = inner.slots.find(what.key(element), NONE);
            let Some(cell) = inner.slots.get(slot).and_then(|slot| slot.cell.clone()) else { return };
            (slot, cell)
        };
        let changed = match cell.borrow_mut().downcast_mut::<Lasts>() {
            Some(lasts) => std::mem::replace(&mut lasts.0, on) != on,
            None => false,
        };
        if changed {
            self.wrote_slot(slot, site);
        }
    }

    /// A page is new: nothing is under its pointer, and nothing in it has the focus.
    pub(crate) fn end_gestures(&self, window: u32) {
        let mut ended = Vec::new();
        for (index, slot) in self.inner.borrow().slots.enumerate() {
            if slot.window == window
                && let Some(cell) = &slot.cell
                && let Some(lasts) = cell.borrow_mut().downcast_mut::<Lasts>()
                && std::mem::take(&mut lasts.0)
            {
                ended.push((index, slot.site));
            }
        }
        for (slot, site) in ended {
            self.wrote_slot(slot, site);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_bits_are_their_own() {
        let mut bits = 0_u8;
        for gesture in Gesture::ALL {
            assert_eq!(Gesture::parse(gesture.name()), Some(gesture));
            assert_eq!(bits & gesture.bit(), 0);
            bits |= gesture.bit();
        }
        assert_eq!(Gesture::parse("clicked"), None);
    }
}
