//! Text.

use hyperdiv_core::{Kind, Role};

pub(crate) static TEXT: Kind = Kind {
    name: "text",
    id: 4,
    children: false,
    role: Some(Role::Text),
    name_from: Some("content"),
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A paragraph of text.
    Text
}
