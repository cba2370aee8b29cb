//! Effects: what happens once, after the difference, and is not part of the tree.

use crate::key::Key;
use crate::windows::{NewWindow, Shows};

/// Something that the page does once.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Effect {
    /// The element gets the keyboard focus.
    Focus(Key),
    /// A message shows for a few seconds.
    Toast(String),
    /// Another window opens.
    OpenWindow(NewWindow, Shows),
}

impl Effect {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Effect::Focus(_) => "focus",
            Effect::Toast(_) => "toast",
            Effect::OpenWindow(..) => "open_window",
        }
    }
}
