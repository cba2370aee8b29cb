//! Boxes.

use hyperdiv_core::Kind;

pub(crate) static VBOX: Kind =
    Kind { name: "vbox", id: 1, children: true, role: None, name_from: None, inputs: &[], events: &[] };
pub(crate) static HBOX: Kind =
    Kind { name: "hbox", id: 2, children: true, role: None, name_from: None, inputs: &[], events: &[] };
pub(crate) static BOX: Kind =
    Kind { name: "box", id: 3, children: true, role: None, name_from: None, inputs: &[], events: &[] };

pub(crate) static GRID: Kind =
    Kind { name: "grid", id: 372, children: true, role: None, name_from: None, inputs: &[], events: &[] };

crate::handle! {
    /// A box that has children.
    Container
}

impl Container<'_> {
    /// Fills the box with what `body` makes, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}
