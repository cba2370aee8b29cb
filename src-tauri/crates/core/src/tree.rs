//! The tree of one run: an arena of nodes, their properties, and one buffer for all their text. Arenas are reused from
//! run to run, so that a run allocates nothing once it has reached its size.

use std::collections::HashSet;

use crate::html::Html;
use crate::key::{Key, NONE, Site};
use crate::kind::Kind;
use crate::value::{InputValue, Value};

/// An element as one run described it. Links are indices into the same frame.
#[derive(Clone, Copy)]
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
    /// Which gestures the app asked for, by their bits.
    pub(crate) gestures: u8,
    pub(crate) disabled: bool,
}

/// A place in a run to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    nodes: u32,
    spans: u32,
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
    Text {
        start: u32,
        end: u32,
    },
    Html {
        start: u32,
        end: u32,
    },
    /// Several texts, as the JSON that the page gets.
    Texts {
        start: u32,
        end: u32,
    },
}

/// The tree of one run.
#[derive(Default)]
pub(crate) struct Frame {
    pub(crate) nodes: Vec<Node>,
    props: Vec<Prop>,
    text: String,
    spans: Vec<Span>,
}

/// Where in a frame a part of it lies: from and to.
#[derive(Clone, Copy)]
struct Span {
    nodes: (u32, u32),
    props: (u32, u32),
    text: (u32, u32),
    /// How many parts are inside. They follow this one.
    inner: u32,
    /// Some of its text lies elsewhere.
    rewritten: bool,
    /// The tree has its outermost nodes in the order of the frame.
    in_order: bool,
}

/// How much further on something is in another frame.
#[derive(Clone, Copy)]
struct Moved {
    nodes: u32,
    props: u32,
    text: u32,
}

impl Span {
    fn moved(&self, moved: Moved) -> Span {
        let by = |range: (u32, u32), by: u32| (range.0.wrapping_add(by), range.1.wrapping_add(by));
        Span {
            nodes: by(self.nodes, moved.nodes),
            props: by(self.props, moved.props),
            text: by(self.text, moved.text),
            ..*self
        }
    }
}

/// The parent of a node that is on its way from one frame to another.
const OUTSIDE: u32 = NONE - 1;

fn by(index: u32, by: u32) -> u32 {
    if index == NONE { NONE } else { index.wrapping_add(by) }
}

fn slice<T>(all: &[T], range: (u32, u32)) -> &[T] {
    all.get(range.0 as usize..range.1 as usize).unwrap_or_default()
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
        self.spans.clear();
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
            gestures: 0,
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

    /// How many parts there are so far.
    pub(crate) fn spans(&self) -> u32 {
        self.spans.len() as u32
    }

    /// A part begins: what is made from here on can be taken over by a later frame as it is.
    pub(crate) fn begin_span(&mut self) -> u32 {
        let (nodes, props, text) = (self.nodes.len() as u32, self.props.len() as u32, self.text.len() as u32);
        let span = Span {
            nodes: (nodes, nodes),
            props: (props, props),
            text: (text, text),
            inner: 0,
            rewritten: false,
            in_order: true,
        };
        self.spans.push(span);
        self.spans.len() as u32 - 1
    }

    /// The part is over.
    pub(crate) fn end_span(&mut self, index: u32) {
        let (nodes, props, text) = (self.nodes.len() as u32, self.props.len() as u32, self.text.len() as u32);
        let inner = self.spans.len() as u32 - index - 1;
        let in_order = self.is_in_order(self.nodes_of(index).start);
        if let Some(span) = self.spans.get_mut(index as usize) {
            (span.nodes.1, span.props.1, span.text.1) = (nodes, props, text);
            (span.inner, span.in_order) = (inner, in_order);
        }
    }

    /// The nodes of a part.
    pub(crate) fn nodes_of(&self, span: u32) -> std::ops::Range<u32> {
        self.spans.get(span as usize).map_or(0..0, |span| span.nodes.0..span.nodes.1)
    }

    /// Takes over a part of another frame. What hangs directly below the part's parent there becomes the last children of
    /// `parent` here. `shown` tells whether the other frame is the page's.
    pub(crate) fn take_over(&mut self, from: &Frame, span: u32, parent: u32, shown: bool) {
        let Some(part) = from.spans.get(span as usize).copied() else { return };
        let moved = Moved {
            nodes: (self.nodes.len() as u32).wrapping_sub(part.nodes.0),
            props: (self.props.len() as u32).wrapping_sub(part.props.0),
            text: (self.text.len() as u32).wrapping_sub(part.text.0),
        };
        let (first_node, first_prop) = (self.nodes.len(), self.props.len());
        self.text.push_str(from.text(part.text.0, part.text.1));
        self.props.extend_from_slice(slice(&from.props, part.props));
        self.nodes.extend_from_slice(slice(&from.nodes, part.nodes));
        if moved.props != 0 || moved.text != 0 || part.rewritten {
            self.move_props(from, first_prop, part.text, moved);
        }
        self.move_nodes(first_node, part.nodes.0, moved.nodes, moved.props, shown);
        self.spans.push(part.moved(moved));
        for inner in slice(&from.spans, (span + 1, span + 1 + part.inner)) {
            self.spans.push(inner.moved(moved));
        }
        self.hang(first_node as u32, parent, part.in_order);
    }

    fn move_props(&mut self, from: &Frame, first: usize, part: (u32, u32), moved: Moved) {
        for index in first..self.props.len() {
            let mut prop = self.props[index];
            prop.next = by(prop.next, moved.props);
            if let Stored::Text { start, end } | Stored::Html { start, end } | Stored::Texts { start, end } =
                prop.value
            {
                let to = if part.0 <= start && end <= part.1 {
                    start.wrapping_add(moved.text)
                } else {
                    // The person has written it since, and it lies elsewhere.
                    let copied = self.text.len() as u32;
                    self.text.push_str(from.text(start, end));
                    copied
                };
                let end = to.wrapping_add(end - start);
                prop.value = match prop.value {
                    Stored::Html { .. } => Stored::Html { start: to, end },
                    Stored::Texts { .. } => Stored::Texts { start: to, end },
                    _ => Stored::Text { start: to, end },
                };
            }
            self.props[index] = prop;
        }
    }

    /// Lets the nodes from `first` on, which were at `before` in another frame, point to where everything is now. Those whose
    /// parents are not among them keep them.
    fn move_nodes(&mut self, first: usize, before: u32, nodes: u32, props: u32, shown: bool) {
        for (index, node) in (before..).zip(&mut self.nodes[first..]) {
            if shown {
                node.shown = index;
                node.as_shown = true;
            }
            if node.parent < before {
                node.parent = OUTSIDE;
                node.next = NONE;
            }
            if nodes != 0 {
                if node.parent != OUTSIDE {
                    node.parent = by(node.parent, nodes);
                }
                node.first_child = by(node.first_child, nodes);
                node.last_child = by(node.last_child, nodes);
                node.next = by(node.next, nodes);
            }
            if props != 0 {
                node.first_prop = by(node.first_prop, props);
                node.last_prop = by(node.last_prop, props);
            }
        }
    }

    /// Hangs the outermost of the nodes from `first` on below `parent`, in their order there.
    fn hang(&mut self, first: u32, parent: u32, in_order: bool) {
        let all = first..self.nodes.len() as u32;
        if in_order {
            for index in all {
                if self.nodes[index as usize].parent == OUTSIDE {
                    self.link(index, parent);
                }
            }
            return;
        }
        // Where something was detached the order of the tree is not that of the frame.
        let mut outermost: Vec<u32> = all.filter(|index| self.node(*index).parent == OUTSIDE).collect();
        outermost.sort_by_key(|index| self.node(*index).position);
        for index in outermost {
            self.link(index, parent);
        }
    }

    /// Whether the tree has the outermost nodes from `first` on in the order of the frame.
    fn is_in_order(&self, first: u32) -> bool {
        let outermost = self.nodes.get(first as usize..).unwrap_or_default().iter();
        let mut last = None;
        outermost.filter(|node| node.parent < first).all(|node| {
            let before = last.replace(node.position);
            before.is_none_or(|before| before < node.position)
        })
    }

    /// A property of this node was written after its run: the parts that it is in have text that lies elsewhere.
    pub(crate) fn rewritten(&mut self, node: u32) {
        for span in self.spans.iter_mut().filter(|span| (span.nodes.0..span.nodes.1).contains(&node)) {
            span.rewritten = true;
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
        Mark {
            spans: self.spans.len() as u32,
            nodes: self.nodes.len() as u32,
            parent,
            last_child: node.last_child,
            children: node.children,
        }
    }

    /// Takes out the nodes that were made since `mark`, wherever they are.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes as usize);
        self.spans.truncate(mark.spans as usize);
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

    pub(crate) fn set_html(&mut self, node: u32, name: &'static str, html: &Html) {
        let start = self.text.len() as u32;
        self.text.push_str(html.as_str());
        self.put(node, name, Stored::Html { start, end: self.text.len() as u32 });
    }

    pub(crate) fn set_input(&mut self, node: u32, name: &'static str, value: &InputValue) {
        match value {
            InputValue::Bool(on) => self.set(node, name, Value::Bool(*on)),
            InputValue::Text(text) => self.set_text(node, name, text),
            InputValue::Number(number) => self.set(node, name, Value::Float(*number)),
            InputValue::Texts(texts) => self.set_texts(node, name, texts),
        }
    }

    pub(crate) fn set_texts<T: AsRef<str>>(&mut self, node: u32, name: &'static str, texts: &[T]) {
        let start = self.text.len() as u32;
        crate::wire::json::strings(&mut self.text, texts);
        self.put(node, name, Stored::Texts { start, end: self.text.len() as u32 });
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

    /// Whether the node lets `value` be chosen: a child that is not disabled has it.
    pub(crate) fn offers(&self, node: u32, value: &str) -> bool {
        if value.is_empty() {
            return !matches!(self.prop(node, "required"), Some(Stored::Plain(Value::Bool(true))));
        }
        self.offered(node).any(|offered| offered == value)
    }

    /// The values of the node's children that are not disabled.
    pub(crate) fn offered(&self, node: u32) -> impl Iterator<Item = &str> {
        self.children(node).filter(|child| !self.node(*child).disabled).filter_map(|child| {
            match self.prop(child, "value") {
                Some(Stored::Text { start, end }) => Some(self.text(start, end)),
                _ => None,
            }
        })
    }

    /// The values that may be chosen of what is anywhere in the node, or only of what has nothing to choose in it. What a field in
    /// there holds is no choice.
    pub(crate) fn values_in(&self, node: u32, leaves: bool) -> HashSet<&str> {
        let mut values = HashSet::new();
        let mut open: Vec<u32> = self.children(node).collect();
        while let Some(inside) = open.pop() {
            open.extend(self.children(inside));
            if let Some(value) = self.choice(inside)
                && !self.node(inside).disabled
                && !(leaves && self.children(inside).any(|child| self.choice(child).is_some()))
            {
                values.insert(value);
            }
        }
        values
    }

    /// How many children there are to be at: those that are something to assistive technology.
    pub(crate) fn places(&self, node: u32) -> usize {
        self.children(node).filter(|child| self.node(*child).kind.role.is_some()).count()
    }

    /// What a node can be chosen by.
    fn choice(&self, node: u32) -> Option<&str> {
        let is_held = self.node(node).kind.inputs.iter().any(|input| input.name == "value");
        match self.prop(node, "value") {
            Some(Stored::Text { start, end }) if !is_held => Some(self.text(start, end)),
            _ => None,
        }
    }

    /// Whether the person can look at the node's value and not change it.
    pub(crate) fn is_read_only(&self, node: u32) -> bool {
        self.flag(node, "readonly") == Some(true)
    }

    /// A property that is a flag.
    pub(crate) fn flag(&self, node: u32, name: &str) -> Option<bool> {
        match self.prop(node, name) {
            Some(Stored::Plain(Value::Bool(is_set))) => Some(is_set),
            _ => None,
        }
    }

    /// A property that is a finite number.
    pub(crate) fn number(&self, node: u32, name: &str) -> Option<f64> {
        match self.prop(node, name) {
            Some(Stored::Plain(Value::Float(number))) if number.is_finite() => Some(number),
            Some(Stored::Plain(Value::Int(number))) => Some(number as f64),
            _ => None,
        }
    }

    /// A property that is one of a closed set of words.
    pub(crate) fn word(&self, node: u32, name: &str) -> Option<&'static str> {
        match self.prop(node, name) {
            Some(Stored::Plain(Value::Word(word))) => Some(word),
            _ => None,
        }
    }

    /// A property that is a text; empty where it is none.
    pub(crate) fn text_prop(&self, node: u32, name: &str) -> &str {
        match self.prop(node, name) {
            Some(Stored::Text { start, end }) => self.text(start, end),
            _ => "",
        }
    }

    /// A property that is several texts; none where it is not.
    pub(crate) fn texts(&self, node: u32, name: &str) -> Vec<String> {
        match self.prop(node, name) {
            Some(Stored::Texts { start, end }) => {
                serde_json::from_str(self.text(start, end)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
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
        (Stored::Text { start, end }, Stored::Text { start: other_start, end: other_end })
        | (Stored::Html { start, end }, Stored::Html { start: other_start, end: other_end })
        | (Stored::Texts { start, end }, Stored::Texts { start: other_start, end: other_end }) => {
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
