//! What the runtime knows of a kind of element: how it is called on the wire, what the person may change, what it is to
//! assistive technology.

use crate::role::Role;
use crate::value::InputValue;

/// A kind of element. Elements refer to it by address, so each kind is one `static`.
#[derive(Debug)]
pub struct Kind {
    /// The name on the wire; the page's registry maps it to a tag.
    pub name: &'static str,
    /// A number of its own per kind: part of an element's key.
    pub id: u16,
    /// Whether the element may have children.
    pub children: bool,
    /// The role it has for assistive technology, and by which tests find it. Layout has none.
    pub role: Option<Role>,
    /// The property that is the accessible name.
    pub name_from: Option<&'static str>,
    /// The properties that the person may change, the page's registry declares the same.
    pub inputs: &'static [Input],
    /// What may happen to the element.
    pub events: &'static [&'static str],
}

/// A property that the person may change.
#[derive(Debug)]
pub struct Input {
    /// The property.
    pub name: &'static str,
    /// What it may hold.
    pub accepts: Accepts,
}

/// What a changeable property may hold. Anything else is refused, and all where the element has the property `readonly`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Accepts {
    /// `true` or `false`.
    Bool,
    /// A text of at most this many bytes, and of no more letters than the element's property `max_length` has.
    Text {
        /// In bytes of UTF-8.
        max_bytes: usize,
    },
    /// The property `value` of one of the element's children that are not disabled, or nothing where the element is not
    /// `required`.
    Offered,
    /// A number that is neither less than the element's property `min` nor more than its `max`, and a whole number of its `step`
    /// away from `min` where it has one.
    Number {
        /// The least where the element has no `min`.
        min: f64,
        /// The most where the element has no `max`.
        max: f64,
        /// What it holds before anybody says otherwise.
        start: f64,
    },
    /// Which of the element's children that have a role, from 0 on.
    Place,
    /// At most this many texts of at most this many bytes each, and no more than the element's property `max_tags` has. Each is
    /// there once, and none is empty.
    Texts {
        /// How many.
        most: usize,
        /// In bytes of UTF-8.
        max_bytes: usize,
    },
    /// Properties `value` of elements anywhere in this one that are not disabled, each once; one alone where the element has a
    /// property `selection` that is not `multiple`, and where that is `leaf` one that has no other in it.
    Several,
}

impl Input {
    /// What it holds before anybody says otherwise.
    #[must_use]
    pub fn default(&self) -> InputValue {
        match self.accepts {
            Accepts::Bool => InputValue::Bool(false),
            Accepts::Text { .. } | Accepts::Offered => InputValue::Text(String::new()),
            Accepts::Place => InputValue::Number(0.0),
            Accepts::Number { start, .. } => InputValue::Number(start),
            Accepts::Texts { .. } | Accepts::Several => InputValue::Texts(Vec::new()),
        }
    }
}
