//! Text and headings.

use hyperdiv_core::{Kind, Role};

const fn kind(name: &'static str, id: u16, role: Role) -> Kind {
    Kind { name, id, children: false, role: Some(role), name_from: Some("content"), inputs: &[], events: &[] }
}

pub(crate) static TEXT: Kind = kind("text", 4, Role::Text);
pub(crate) static PLAINTEXT: Kind = kind("plaintext", 64, Role::Text);
pub(crate) static H1: Kind = kind("h1", 65, Role::Heading);
pub(crate) static H2: Kind = kind("h2", 66, Role::Heading);
pub(crate) static H3: Kind = kind("h3", 67, Role::Heading);
pub(crate) static H4: Kind = kind("h4", 68, Role::Heading);
pub(crate) static H5: Kind = kind("h5", 69, Role::Heading);

crate::handle! {
    /// Text: a paragraph, a heading, or a run of text.
    Text
}
