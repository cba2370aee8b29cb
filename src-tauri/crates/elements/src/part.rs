//! Parts of components that an app does not see, and can style all the same.

use hyperdiv_core::{Element, Kind, Value};

pub(crate) static PART: Kind =
    Kind { name: "part", id: 362, children: false, role: None, name_from: None, inputs: &[], events: &[] };

crate::handle! {
    /// A part of a component, which style properties change.
    Part
}

/// The part of this name, of those that the component has. Where it has none of that name, nothing changes, and the developer is
/// told which there are.
#[track_caller]
pub(crate) fn part<'ui>(of: Element<'ui>, known: &'static [&'static str], name: &str) -> Part<'ui> {
    let element = of.child(&PART);
    match known.iter().find(|known| **known == name) {
        Some(known) => _ = element.set("part", Value::Word(known)),
        None => element.warn("part", |site| {
            format!("there is no part {name:?} ({site}); there are {}", known.join(", "))
        }),
    }
    Part::new(element)
}
