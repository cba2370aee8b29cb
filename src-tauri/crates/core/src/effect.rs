//! Effects: what happens once, after the difference, and is not part of the tree.

use crate::key::{Key, Site};
use crate::location::Arrival;
use crate::request::Request;
use crate::value::InputValue;
use crate::windows::{NewWindow, Shows};

/// Something that happens once.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Effect {
    /// The element gets the keyboard focus.
    Focus(Key),
    /// The element comes into sight.
    ScrollTo(Key),
    /// A message shows for a few seconds.
    Toast(String),
    /// Another window opens.
    OpenWindow(NewWindow, Shows),
    /// The window has come to another place in the app.
    Arrive(Arrival),
    /// Files are dragged over the window, or are so no more.
    Drag(bool),
    /// Files were dropped on the window: the page is to tell on what.
    Drop { number: u64, x: u32, y: u32 },
    /// A property changes as the person would change it: an overlay opens or closes.
    Change(Change),
    /// The host does it.
    Request(Request),
}

/// A property that is changed once its turn has been committed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) element: Key,
    pub(crate) input: usize,
    pub(crate) value: InputValue,
    pub(crate) site: Site,
}

impl Effect {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Effect::Focus(_) => "focus",
            Effect::ScrollTo(_) => "scroll_to",
            Effect::Toast(_) => "toast",
            Effect::OpenWindow(..) => "open_window",
            Effect::Arrive(_) => "arrive",
            Effect::Drag(_) => "drag",
            Effect::Drop { .. } => "drop",
            Effect::Change(change) => change.name,
            Effect::Request(request) => request.name(),
        }
    }
}
