//! Messages to the page.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::json;
use crate::kind::Kind;
use crate::notice::Notice;
use crate::theme::ThemeMode;
use crate::tree::{Frame, Stored};
use crate::value::Value;

/// Texts shorter than this are written out each time: a reference would be no shorter.
const SHARED_FROM: usize = 16;

/// The page's tables, as far as the page has them: reset with the page.
#[derive(Default)]
pub(crate) struct Tables {
    shapes: Vec<Shape>,
    by_hash: HashMap<u64, Vec<u32>>,
    pub(crate) next_id: u32,
}

struct Shape {
    kind: &'static Kind,
    props: Vec<&'static str>,
}

impl Tables {
    pub(crate) fn new() -> Self {
        Tables { next_id: crate::tree::ROOT_ID + 1, ..Tables::default() }
    }

    /// The shape of a node; true where the page does not know it yet.
    fn shape(&mut self, frame: &Frame, node: u32) -> (u32, bool) {
        let kind = frame.node(node).kind;
        let mut hash = u64::from(kind.id);
        for prop in frame.props(node) {
            hash = hash.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ rough(prop.name);
        }
        let same_hash = self.by_hash.entry(hash).or_default();
        for &index in same_hash.iter() {
            let shape = &self.shapes[index as usize];
            if std::ptr::eq(shape.kind, kind)
                && frame.props(node).map(|prop| prop.name).eq(shape.props.iter().copied())
            {
                return (index, false);
            }
        }
        let index = self.shapes.len() as u32;
        same_hash.push(index);
        self.shapes.push(Shape { kind, props: frame.props(node).map(|prop| prop.name).collect() });
        (index, true)
    }
}

/// Enough of a name to tell most of them apart. Not its address: one name may have several, and would be several shapes.
fn rough(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or_default());
    (bytes.len() as u64) << 24
        | byte(1) << 16
        | byte(bytes.len() / 2) << 8
        | byte(bytes.len().wrapping_sub(1))
}

/// A message under construction.
pub(crate) struct Message {
    ops: String,
    shapes: String,
    strings: Strings,
}

/// Texts that come more than once in a message.
#[derive(Default)]
struct Strings {
    /// By text: where it was written out the first time, until it comes again; then its number.
    seen: HashMap<Box<str>, Option<u32>>,
    shared: Vec<Box<str>>,
}

impl Message {
    pub(crate) fn new() -> Self {
        Message { ops: String::new(), shapes: String::new(), strings: Strings::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    pub(crate) fn insert(&mut self, parent: u32, before: u32, first: u32, count: u32) {
        self.op(1);
        self.number(parent);
        self.number(before);
        self.number(first);
        self.number(count);
    }

    pub(crate) fn remove(&mut self, id: u32) {
        self.op(2);
        self.number(id);
    }

    pub(crate) fn relocate(&mut self, id: u32, before: u32) {
        self.op(3);
        self.number(id);
        self.number(before);
    }

    pub(crate) fn set(&mut self, id: u32, name: &str, frame: &Frame, value: Stored) {
        self.op(4);
        self.number(id);
        self.ops.push(',');
        json::string(&mut self.ops, name);
        self.value(frame, value);
    }

    pub(crate) fn set_input(&mut self, id: u32, name: &str, frame: &Frame, value: Stored, revision: u64) {
        self.op(5);
        self.number(id);
        self.ops.push(',');
        json::string(&mut self.ops, name);
        self.value(frame, value);
        self.ops.push(',');
        json::integer(&mut self.ops, revision);
    }

    /// One node of an insert.
    pub(crate) fn node(&mut self, tables: &mut Tables, frame: &Frame, node: u32) {
        let (shape, new) = tables.shape(frame, node);
        let kind = frame.node(node).kind;
        if new {
            self.new_shape(kind, frame, node);
        }
        self.number(shape);
        for prop in frame.props(node) {
            self.value(frame, prop.value);
        }
        if kind.children {
            self.number(frame.node(node).children);
        }
    }

    fn new_shape(&mut self, kind: &Kind, frame: &Frame, node: u32) {
        if !self.shapes.is_empty() {
            self.shapes.push(',');
        }
        self.shapes.push('[');
        json::string(&mut self.shapes, kind.name);
        let _ = write!(self.shapes, ",{},[", u8::from(kind.children));
        for (index, prop) in frame.props(node).enumerate() {
            if index > 0 {
                self.shapes.push(',');
            }
            json::string(&mut self.shapes, prop.name);
        }
        self.shapes.push_str("]]");
    }

    fn op(&mut self, code: u32) {
        self.number(code);
    }

    fn number(&mut self, value: u32) {
        if !self.ops.is_empty() {
            self.ops.push(',');
        }
        json::integer(&mut self.ops, value);
    }

    fn value(&mut self, frame: &Frame, value: Stored) {
        self.ops.push(',');
        match value {
            Stored::Plain(Value::Unset) => self.ops.push_str("null"),
            Stored::Plain(Value::Bool(on)) => self.ops.push_str(if on { "true" } else { "false" }),
            Stored::Plain(Value::Int(value)) => json::integer(&mut self.ops, value),
            Stored::Plain(Value::Float(value)) => json::float(&mut self.ops, value),
            Stored::Plain(Value::Measure(measure)) => {
                let _ = write!(self.ops, "\"{measure}\"");
            }
            Stored::Plain(Value::Rgba(colour)) => {
                let _ = write!(self.ops, "\"{colour}\"");
            }
            Stored::Plain(Value::Word(word)) => self.text(word),
            Stored::Text { start, end } => self.text(frame.text(start, end)),
            // Around the list, because a number alone in an array is a text of the message.
            Stored::Texts { start, end } => {
                let _ = write!(self.ops, "[{}]", frame.text(start, end));
            }
            // Never shared: a reference is a text wherever it comes.
            Stored::Html { start, end } => {
                self.ops.push_str("{\"html\":");
                json::string(&mut self.ops, frame.text(start, end));
                self.ops.push('}');
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.strings.share(text) {
            Some(number) => {
                let _ = write!(self.ops, "[{number}]");
            }
            None => json::string(&mut self.ops, text),
        }
    }
}

impl Strings {
    /// The number of `text`, from the second time that it comes.
    fn share(&mut self, text: &str) -> Option<u32> {
        if text.len() < SHARED_FROM {
            return None;
        }
        match self.seen.get_mut(text) {
            None => {
                self.seen.insert(text.into(), None);
                None
            }
            Some(Some(number)) => Some(*number),
            Some(number @ None) => {
                let next = self.shared.len() as u32;
                *number = Some(next);
                self.shared.push(text.into());
                Some(next)
            }
        }
    }
}

/// What a message carries besides changes to the tree.
#[derive(Default)]
pub(crate) struct Extras<'a> {
    pub(crate) reset: bool,
    /// Some: the theme has changed.
    pub(crate) theme: Option<ThemeMode>,
    /// Some: the notice has changed.
    pub(crate) notice: Option<Option<&'a Notice>>,
    /// Focus: the node's id.
    pub(crate) effects: Vec<WireEffect>,
    /// Ready JSON.
    pub(crate) mirror: Option<&'a str>,
}

pub(crate) enum WireEffect {
    Focus(u32),
    ScrollTo(u32),
    /// The id of the element that is to be in sight, or 0; then what is called so inside one may be.
    Arrive {
        visit: u32,
        again: bool,
        to: u32,
        to_top: bool,
        inside: Option<String>,
    },
    Toast(String),
    /// Files are dragged over the page, or are so no more.
    Drag(bool),
    /// Files of this number were dropped there.
    Drop {
        number: u64,
        x: u32,
        y: u32,
    },
}

pub(crate) fn finish(message: &Message, number: u64, extras: &Extras<'_>) -> String {
    let mut out = String::with_capacity(message.ops.len() + message.shapes.len() + 128);
    let _ = write!(out, "{{\"v\":{},\"frame\":{number}", super::VERSION);
    if extras.reset {
        out.push_str(",\"reset\":true");
    }
    if !message.shapes.is_empty() {
        let _ = write!(out, ",\"shapes\":[{}]", message.shapes);
    }
    if !message.strings.shared.is_empty() {
        out.push_str(",\"strings\":[");
        for (index, text) in message.strings.shared.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            json::string(&mut out, text);
        }
        out.push(']');
    }
    if !message.ops.is_empty() {
        out.push_str(",\"ops\":[");
        out.push_str(&message.ops);
        out.push(']');
    }
    if let Some(theme) = extras.theme {
        let _ = write!(out, ",\"theme\":\"{}\"", theme.as_str());
    }
    match extras.notice {
        None => {}
        Some(None) => out.push_str(",\"notice\":null"),
        Some(Some(notice)) => {
            out.push_str(",\"notice\":");
            write_notice(&mut out, notice);
        }
    }
    if !extras.effects.is_empty() {
        out.push_str(",\"effects\":[");
        for (index, effect) in extras.effects.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            match effect {
                WireEffect::Focus(id) => {
                    let _ = write!(out, "[\"focus\",{id}]");
                }
                WireEffect::ScrollTo(id) => {
                    let _ = write!(out, "[\"scroll_to\",{id}]");
                }
                WireEffect::Arrive { visit, again, to, to_top, inside } => {
                    let _ = write!(out, "[\"arrive\",{visit},{again},{to},{to_top}");
                    if let Some(inside) = inside {
                        out.push(',');
                        json::string(&mut out, inside);
                    }
                    out.push(']');
                }
                WireEffect::Drag(over) => {
                    let _ = write!(out, "[\"drag\",{over}]");
                }
                WireEffect::Drop { number, x, y } => {
                    let _ = write!(out, "[\"drop\",{number},{x},{y}]");
                }
                WireEffect::Toast(text) => {
                    out.push_str("[\"toast\",");
                    json::string(&mut out, text);
                    out.push(']');
                }
            }
        }
        out.push(']');
    }
    if let Some(mirror) = extras.mirror {
        out.push_str(",\"mirror\":");
        out.push_str(mirror);
    }
    out.push('}');
    out
}

fn write_notice(out: &mut String, notice: &Notice) {
    out.push_str("{\"severity\":");
    json::string(out, notice.severity.as_str());
    out.push_str(",\"title\":");
    json::string(out, &notice.title);
    out.push_str(",\"text\":");
    json::string(out, &notice.text);
    out.push_str(",\"details\":[");
    for (index, detail) in notice.details.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json::string(out, detail);
    }
    out.push_str("],\"actions\":[");
    for (index, action) in notice.actions.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('[');
        json::string(out, action.as_str());
        out.push(',');
        json::string(out, action.label());
        out.push(']');
    }
    out.push_str("]}");
}
