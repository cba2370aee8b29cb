//! The tree of one run: an arena of nodes, their properties, and one buffer for all their text. Arenas are reused from
//! run to run, so that a run allocates nothing once it has reached its size.

use crate::key::{Key, NONE, Site};
use crate::kind::Kind;
use crate::value::{InputValue, Value};

/// An element as one run described it. Links are indices into the same frame.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) key: Key,
    pub(crate) kind: &'static Kind,
    pub(crate) site: Site,
    /// The id on the wire, once it was sent.
    pub(crate) id: u32,
    /// The same element's index in the frame that the page shows.
    pub(crate) shown: u32,
    pub(crate) parent: u32,
    pub(crate) first_child: u32,
    pub(crate) last_child: u32,
    pub(crate) next: u32,
    pub(crate) children: u32,
    first_prop: u32,
    last_prop: u32,
    /// Where in the ledger the calls inside it start: its scope was opened.
    pub(crate) opened_at: u32,
    /// Which of its events and inputs' changes the app asked for, by position in the kind.
    pub(crate) asked: u16,
    /// Which gestures the app asked for, by their bits.
    pub(crate) gestures: u8,
    pub(crate) disabled: bool,
}

/// A property as it is kept.
#[derive(Clone, Copy)]
pub(crate) struct Prop {
    pub(crate) name: &'static str,
    pub(crate) value: Stored,
    next: u32,
}

/// A value as it is kept: text lies in the frame's buffer.
#[derive(Clone, Copy)]
pub(crate) enum Stored {
    Plain(Value),
    Text { start: u32, end: u32 },
}

/// The tree of one run.
#[derive(Default)]
pub(crate) struct Frame {
    pub(crate) nodes: Vec<Node>,
    props: Vec<Prop>,
    text: String,
}

/// The root's index, and its id on the wire plus nothing: the root is made by every frame and never sent.
pub(crate) const ROOT: u32 = 0;
/// The root's id on the wire.
pub(crate) const ROOT_ID: u32 = 1;

static ROOT_KIND: Kind =
    Kind { name: "root", id: 0, children: true, role: None, name_from: None, inputs: &[], events: &[] };

impl Frame {
    pub(crate) fn clear(&mut self, root: Key) {
        self.nodes.clear();
        self.props.clear();
        self.text.clear();
        let site = std::panic::Location::caller();
        self.push(&ROOT_KIND, root, site, NONE, ROOT);
        self.nodes[0].id = ROOT_ID;
    }

    /// Appends a node as the last child of `parent`.
    pub(crate) fn push(&mut self, kind: &'static Kind, key: Key, site: Site, parent: u32, shown: u32) -> u32 {
        let index = self.nodes.len() as u32;
        self.nodes.push(Node {
            key,
            kind,
            site,
            id: 0,
            shown,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            children: 0,
            first_prop: NONE,
            last_prop: NONE,
            opened_at: NONE,
            asked: 0,
            gestures: 0,
            disabled: false,
        });
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.children += 1;
            let last = std::mem::replace(&mut parent.last_child, index);
            if last == NONE {
                parent.first_child = index;
            } else {
                self.nodes[last as usize].next = index;
            }
        }
        index
    }

    pub(crate) fn node(&self, index: u32) -> &Node {
        &self.nodes[index as usize]
    }

    pub(crate) fn set(&mut self, node: u32, name: &'static str, value: Value) {
        self.put(node, name, Stored::Plain(value));
    }

    pub(crate) fn set_text(&mut self, node: u32, name: &'static str, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.put(node, name, Stored::Text { start, end: self.text.len() as u32 });
    }

    pub(crate) fn set_input(&mut self, node: u32, name: &'static str, value: &InputValue) {
        match value {
            InputValue::Bool(on) => self.set(node, name, Value::Bool(*on)),
            InputValue::Text(text) => self.set_text(node, name, text),
        }
    }

    fn put(&mut self, node: u32, name: &'static str, value: Stored) {
        let mut at = self.nodes[node as usize].first_prop;
        while at != NONE {
            let prop = &mut self.props[at as usize];
            if std::ptr::eq(prop.name, name) || prop.name == name {
                prop.value = value;
                return;
            }
            at = prop.next;
        }
        let index = self.props.len() as u32;
        self.props.push(Prop { name, value, next: NONE });
        let node = &mut self.nodes[node as usize];
        let last = std::mem::replace(&mut node.last_prop, index);
        if last == NONE {
            node.first_prop = index;
        } else {
            self.props[last as usize].next = index;
        }
    }

    pub(crate) fn props(&self, node: u32) -> Props<'_> {
        Props { frame: self, at: self.nodes[node as usize].first_prop }
    }

    pub(crate) fn prop(&self, node: u32, name: &str) -> Option<Stored> {
        self.props(node).find(|prop| prop.name == name).map(|prop| prop.value)
    }

    pub(crate) fn text(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(crate) fn children(&self, node: u32) -> Children<'_> {
        Children { frame: self, at: self.nodes[node as usize].first_child }
    }

    /// The node with this id on the wire. A scan: it happens once an event.
    pub(crate) fn by_id(&self, id: u32) -> Option<u32> {
        self.nodes.iter().position(|node| node.id == id).map(|index| index as u32)
    }
}

/// Whether two values of two frames are the same.
pub(crate) fn same(a: &Frame, value_a: Stored, b: &Frame, value_b: Stored) -> bool {
    match (value_a, value_b) {
        // Bits, so that not-a-number equals itself and is not sent again and again.
        (Stored::Plain(Value::Float(x)), Stored::Plain(Value::Float(y))) => x.to_bits() == y.to_bits(),
        (Stored::Plain(x), Stored::Plain(y)) => x == y,
        (Stored::Text { start, end }, Stored::Text { start: other_start, end: other_end }) => {
            a.text(start, end) == b.text(other_start, other_end)
        }
        _ => false,
    }
}

pub(crate) struct Props<'a> {
    frame: &'a Frame,
    at: u32,
}

impl Iterator for Props<'_> {
    type Item = Prop;

    fn next(&mut self) -> Option<Prop> {
        let prop = *self.frame.props.get(self.at as usize)?;
        self.at = prop.next;
        Some(prop)
    }
}

pub(crate) struct Children<'a> {
    frame: &'a Frame,
    at: u32,
}

impl Iterator for Children<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let index = self.at;
        self.at = self.frame.nodes.get(index as usize)?.next;
        Some(index)
    }
}
