//! Shortcuts that belong to no button.

use hyperdiv_core::Kind;

/// It shows nothing: its place in the tree says where it counts.
pub(crate) static SHORTCUT: Kind = Kind {
    name: "shortcut",
    id: 120,
    children: false,
    role: None,
    name_from: None,
    inputs: &[],
    events: &["pressed"],
};
