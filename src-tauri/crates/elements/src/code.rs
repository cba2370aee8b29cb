//! Code: a piece of a program, in colours.

use hyperdiv_core::{Element, Kind, Role, Value};

use crate::language;

pub(crate) static CODE: Kind = Kind {
    name: "code",
    id: 501,
    children: false,
    role: Some(Role::Code),
    name_from: Some("content"),
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A piece of a program.
    Code
}

/// Sets the language that the colours follow. One that the page does not know is plain text, and the developer is told.
pub(crate) fn put(at: Element<'_>, name: &str) {
    match language::known(name) {
        Some(known) => _ = at.set("language", Value::Word(known)),
        None if name.is_empty() => {}
        None => at.warn("code", |site| {
            format!("the code at {site} is shown without colours: {name:?} is none of `hyperdiv::elements::languages()`")
        }),
    }
}
