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
    /// Its place among its parent's children.
    pub(crate) position: u32,
    /// It and everything in it is as the page shows it.
    pub(crate) as_shown: bool,
    /// Where in the ledger the calls inside it start: its scope was opened.
    pub(crate) opened_at: u32,
    /// Which of its events and inputs' changes the app asked for, by position in the kind.
    pub(crate) asked: u16,
    pub(crate) disabled: bool,
}

/// A place in a run to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    nodes: u32,
    parent: u32,
    last_child: u32,
    children: u32,
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

static HOLDER_KIND: Kind =
    Kind { name: "detached", id: 0, children: true, role: None, name_from: None, inputs: &[], events: &[] };

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
            position: 0,
            as_shown: false,
            opened_at: NONE,
            asked: 0,
            disabled: false,
        });
        self.link(index, parent);
        index
    }

    /// Appends a node that is nowhere in the tree.
    pub(crate) fn push_holder(&mut self, key: Key, site: Site) -> u32 {
        self.push(&HOLDER_KIND, key, site, NONE, NONE)
    }

    /// Makes the last child of `parent` of a node that has no parent yet.
    fn link(&mut self, index: u32, parent: u32) {
        let Some(above) = self.nodes.get_mut(parent as usize) else { return };
        let position = above.children;
        above.children += 1;
        let last = std::mem::replace(&mut above.last_child, index);
        if last == NONE {
            above.first_child = index;
        } else {
            self.nodes[last as usize].next = index;
        }
        let node = &mut self.nodes[index as usize];
        node.parent = parent;
        node.position = position;
    }

    /// Appends `count` nodes of another frame, from `first` on, with what they have; those whose parents are not among them
    /// become the last children of `parent`. `shown` tells whether the other frame is the page's.
    pub(crate) fn append(&mut self, from: &Frame, first: u32, count: u32, parent: u32, shown: bool) {
        let start = self.nodes.len() as u32;
        let shift = start.wrapping_sub(first);
        let moved = |index: u32| if index == NONE { NONE } else { index.wrapping_add(shift) };
        let Some(nodes) = from.nodes.get(first as usize..(first + count) as usize) else { return };
        let mut outermost: Vec<(u32, u32)> = Vec::new();
        for (index, node) in (first..).zip(nodes) {
            let inside = node.parent != NONE && node.parent >= first;
            self.nodes.push(Node {
                shown: if shown { index } else { node.shown },
                parent: if inside { moved(node.parent) } else { NONE },
                first_child: moved(node.first_child),
                last_child: moved(node.last_child),
                next: if inside { moved(node.next) } else { NONE },
                first_prop: NONE,
                last_prop: NONE,
                as_shown: shown || node.as_shown,
                ..node.clone()
            });
            self.append_props(from, node.first_prop);
            if !inside && node.parent != NONE {
                outermost.push((node.position, index.wrapping_add(shift)));
            }
        }
        // In the order of the tree, which is not that of the frame where something was detached.
        outermost.sort_unstable();
        for (_, index) in outermost {
            self.link(index, parent);
        }
    }

    /// Gives the last node the properties of a node of another frame.
    fn append_props(&mut self, from: &Frame, mut at: u32) {
        let first = self.props.len() as u32;
        while let Some(prop) = from.props.get(at as usize) {
            let value = match prop.value {
                Stored::Text { start, end } => {
                    let copied = self.text.len() as u32;
                    self.text.push_str(from.text(start, end));
                    Stored::Text { start: copied, end: self.text.len() as u32 }
                }
                plain @ Stored::Plain(_) => plain,
            };
            let next = if prop.next == NONE { NONE } else { self.props.len() as u32 + 1 };
            self.props.push(Prop { name: prop.name, value, next });
            at = prop.next;
        }
        let end = self.props.len() as u32;
        if let Some(node) = self.nodes.last_mut().filter(|_| end > first) {
            node.first_prop = first;
            node.last_prop = end - 1;
        }
    }

    /// Gives `parent` the children of `holder`, which has none then.
    pub(crate) fn adopt(&mut self, holder: u32, parent: u32) {
        let mut at = std::mem::replace(&mut self.nodes[holder as usize].first_child, NONE);
        while at != NONE {
            let next = std::mem::replace(&mut self.nodes[at as usize].next, NONE);
            self.link(at, parent);
            at = next;
        }
        let holder = &mut self.nodes[holder as usize];
        holder.last_child = NONE;
        holder.children = 0;
    }

    /// How much there is in `parent`, to go back to.
    pub(crate) fn mark(&self, parent: u32) -> Mark {
        let node = self.node(parent);
        Mark { nodes: self.nodes.len() as u32, parent, last_child: node.last_child, children: node.children }
    }

    /// Takes out the nodes that were made since `mark`, wherever they are.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes as usize);
        for index in 0..mark.nodes {
            let node = self.node(index);
            if node.last_child == NONE || (node.last_child < mark.nodes && index != mark.parent) {
                continue;
            }
            let most = if index == mark.parent { mark.children } else { u32::MAX };
            let kept: Vec<u32> =
                self.children(index).take(most as usize).take_while(|child| *child < mark.nodes).collect();
            self.keep_children(index, &kept);
        }
        debug_assert_eq!(self.node(mark.parent).last_child, mark.last_child);
    }

    fn keep_children(&mut self, index: u32, kept: &[u32]) {
        let last = kept.last().copied().unwrap_or(NONE);
        if let Some(last) = self.nodes.get_mut(last as usize) {
            last.next = NONE;
        }
        let node = &mut self.nodes[index as usize];
        node.last_child = last;
        node.children = kept.len() as u32;
        if kept.is_empty() {
            node.first_child = NONE;
        }
    }

    /// Whether all nodes from `first` on, and everything in them, hang below nodes from `first` on or directly below `parent`.
    pub(crate) fn is_closed(&self, first: u32, parent: u32) -> bool {
        let mut nodes = self.nodes.get(first as usize..).unwrap_or_default().iter();
        nodes.all(|node| node.parent == NONE || node.parent == parent || node.parent >= first)
    }

    /// Whether the node hangs in the tree: it, or what it is in, may be detached.
    pub(crate) fn is_placed(&self, mut index: u32) -> bool {
        while index != ROOT {
            match self.nodes.get(index as usize) {
                Some(node) => index = node.parent,
                None => return false,
            }
        }
        true
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
