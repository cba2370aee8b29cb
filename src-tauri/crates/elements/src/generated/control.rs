//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Kind, Role};

pub(crate) static BUTTON_GROUP: Kind = Kind {
    name: "button_group",
    id: 242,
    children: true,
    role: Some(Role::Group),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// Buttons that belong together. The label is read, and not shown.
ButtonGroup
}

impl ButtonGroup<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}
