//! What is to be made.

use std::collections::{BTreeMap, BTreeSet};

use super::library::Attribute;

/// A closed set of words: a Rust enum.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) name: String,
    pub(super) doc: String,
    /// It is written by hand, and its words are only checked.
    pub(super) by_hand: bool,
    pub(super) words: Vec<Word>,
    /// What the library calls some of them.
    pub(super) page: BTreeMap<String, String>,
}

impl Words {
    /// What the library calls a word.
    pub(super) fn on_page<'w>(&'w self, word: &'w str) -> &'w str {
        self.page.get(word).map_or(word, String::as_str)
    }
}

#[derive(Debug)]
pub(super) struct Word {
    pub(super) name: String,
    pub(super) word: String,
    pub(super) doc: String,
}

/// What a setter takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Flag,
    /// A flag for a mark at each step between the limits, of which there cannot be too many.
    Marks,
    Text,
    /// A whole number that is not negative.
    Whole,
    Number,
    /// A number that is more than none.
    Step,
    /// A time, which the library counts in milliseconds.
    Milliseconds,
    /// A time, which CSS counts in seconds.
    Seconds,
    Length,
    Paint,
    Icon,
    /// What the app has put before the page.
    Asset,
    /// A number that the page writes in its own way.
    Decimal,
    /// Several texts.
    Texts,
    /// The three letters of a currency.
    Currency,
    /// A text by which elements know each other.
    Key,
    Words(String),
}

impl Type {
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "flag" => Self::Flag,
            "marks" => Self::Marks,
            "text" => Self::Text,
            "whole" => Self::Whole,
            "number" => Self::Number,
            "step" => Self::Step,
            "milliseconds" => Self::Milliseconds,
            "seconds" => Self::Seconds,
            "length" => Self::Length,
            "paint" => Self::Paint,
            "icon" => Self::Icon,
            "asset" => Self::Asset,
            "decimal" => Self::Decimal,
            "texts" => Self::Texts,
            "currency" => Self::Currency,
            "key" => Self::Key,
            words => Self::Words(words.to_owned()),
        }
    }
}

/// What a setter's value becomes in the page.
#[derive(Debug)]
pub(super) enum To {
    /// The text that the element begins with.
    Label,
    /// A property of the component.
    Property { name: String, attribute: Attribute },
    /// An attribute of a native element.
    Attribute(String),
    /// A custom property of CSS.
    Variable(String),
    /// An icon in a slot.
    Slot(String),
    /// The name of an element in the component's shadow tree.
    Inner { selector: String, role: String },
}

#[derive(Debug)]
pub(super) struct Setter {
    pub(super) name: String,
    pub(super) kind: Type,
    pub(super) to: To,
    /// It is said when the element is made.
    pub(super) argument: bool,
    /// The greatest number, or the longest text in bytes, that the component can do with.
    pub(super) most: Option<f64>,
    /// The least number, or the shortest time in milliseconds, that the component can do with.
    pub(super) least: Option<f64>,
    pub(super) doc: String,
}

#[derive(Debug)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) accepts: Accepts,
    /// The component's property, where it has another name.
    pub(super) property: String,
    /// The macro that makes the handle's methods for it.
    pub(super) api: String,
    /// The component's events that announce a change.
    pub(super) announce: Vec<String>,
    /// It changes all the while, and is told when it pauses.
    pub(super) continuous: bool,
}

#[derive(Debug)]
pub(super) enum Accepts {
    Bool,
    Text { most: f64 },
    Number { min: f64, max: f64, start: f64 },
    Texts { most: f64, bytes: f64 },
    Offered,
    Several,
}

#[derive(Debug)]
pub(super) struct Event {
    pub(super) name: String,
    /// The component's event; none for a click.
    pub(super) on: Option<String>,
    pub(super) doc: String,
}

#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: String,
    pub(super) slot: String,
    pub(super) id: u16,
    pub(super) class: String,
    pub(super) doc: String,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(super) enum Base {
    Handle,
    Control,
    Field,
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) id: u16,
    pub(super) group: String,
    pub(super) tag: String,
    pub(super) doc: String,
    pub(super) example: String,
    pub(super) role: Option<String>,
    pub(super) name_from: Option<String>,
    pub(super) children: bool,
    /// Its method of `Ui` is written by hand, because what makes it is special.
    pub(super) made_by_hand: bool,
    /// Handle, kind and row are written by hand; only its setters are made.
    pub(super) by_hand: bool,
    pub(super) base: Base,
    pub(super) class: String,
    pub(super) fixed: BTreeMap<String, String>,
    pub(super) setters: Vec<Setter>,
    pub(super) inputs: Vec<Input>,
    pub(super) events: Vec<Event>,
    pub(super) slots: Vec<Slot>,
    /// The parts of the component that can be styled; empty where its parts are not offered.
    pub(super) parts: Vec<String>,
}

impl Element {
    /// The handle, as the generated code names it.
    pub(super) fn path(&self) -> String {
        if self.by_hand { format!("crate::{}", self.handle) } else { self.handle.clone() }
    }

    pub(super) fn is_of_library(&self) -> bool {
        self.tag.starts_with("wa-")
    }
}

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) words: Vec<Words>,
    pub(super) elements: Vec<Element>,
}

impl Plan {
    pub(super) fn words(&self, name: &str) -> Option<&Words> {
        self.words.iter().find(|words| words.name == name)
    }

    /// The groups, each a file.
    pub(super) fn groups(&self) -> BTreeSet<&str> {
        self.elements.iter().map(|element| element.group.as_str()).collect()
    }
}
