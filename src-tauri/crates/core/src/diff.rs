//! The difference between what the page shows and what the app now describes.

use crate::element::field_key;
use crate::key::NONE;
use crate::tree::{Frame, ROOT, same};
use crate::wire::encode::{Message, Tables};

/// Work space that is reused from frame to frame.
#[derive(Default)]
pub(crate) struct Differ {
    /// Pairs of nodes, shown and current, whose subtrees are still to be compared.
    pending: Vec<(u32, u32)>,
    /// For each current child: its position among the shown children, or `NONE`.
    positions: Vec<u32>,
    shown_children: Vec<u32>,
    current_children: Vec<u32>,
    stays: Vec<bool>,
    tails: Vec<u32>,
    before: Vec<u32>,
}

impl Differ {
    /// Writes to `message` what turns `shown` into `current`, and gives the nodes of `current` their ids. `revision` tells
    /// the newest of the page's revisions of a field that its value includes.
    pub(crate) fn run(
        &mut self,
        shown: &Frame,
        current: &mut Frame,
        tables: &mut Tables,
        message: &mut Message,
        revision: &dyn Fn(crate::key::Key) -> u64,
    ) {
        self.pending.clear();
        self.pending.push((ROOT, ROOT));
        while let Some((old, new)) = self.pending.pop() {
            if new != ROOT {
                current.nodes[new as usize].id = shown.node(old).id;
                if current.node(new).as_shown {
                    continue;
                }
                props(shown, old, current, new, message, revision);
            }
            self.children(shown, old, current, new, tables, message);
        }
    }

    fn children(
        &mut self,
        shown: &Frame,
        old: u32,
        current: &mut Frame,
        new: u32,
        tables: &mut Tables,
        message: &mut Message,
    ) {
        if self.same_children(shown, old, current, new) {
            return;
        }
        self.shown_children.clear();
        self.shown_children.extend(shown.children(old));
        self.current_children.clear();
        self.current_children.extend(current.children(new));
        self.place(shown, old, current);
        for (position, &child) in self.shown_children.iter().enumerate() {
            if !self.stays[position] {
                message.remove(shown.node(child).id);
            }
        }
        longest_increasing(&self.positions, &mut self.stays, &mut self.tails, &mut self.before);
        let parent = if new == ROOT { crate::tree::ROOT_ID } else { current.node(new).id };
        self.arrange(shown, current, parent, tables, message);
    }

    /// The common case: the same children in the same order.
    fn same_children(&mut self, shown: &Frame, old: u32, current: &Frame, new: u32) -> bool {
        let pending = self.pending.len();
        let (mut a, mut b) = (shown.node(old).first_child, current.node(new).first_child);
        while a != NONE && b != NONE {
            let node = current.node(b);
            if node.shown != a {
                break;
            }
            self.pending.push((a, b));
            a = shown.node(a).next;
            b = node.next;
        }
        if a == NONE && b == NONE {
            return true;
        }
        self.pending.truncate(pending);
        false
    }

    /// Finds for each current child its position among the shown ones; `stays` then tells which shown ones still are.
    fn place(&mut self, shown: &Frame, old: u32, current: &Frame) {
        self.stays.clear();
        self.stays.resize(self.shown_children.len(), false);
        self.positions.clear();
        for &child in &self.current_children {
            let candidate = current.node(child).shown;
            let position = match shown.nodes.get(candidate as usize) {
                Some(node) if node.parent == old => node.position,
                _ => NONE,
            };
            let free = self.stays.get_mut(position as usize).filter(|taken| !**taken);
            self.positions.push(match free {
                Some(taken) => {
                    *taken = true;
                    position
                }
                None => NONE,
            });
        }
    }

    /// Inserts and moves, from the last child to the first, so that what stands behind is in place already.
    fn arrange(
        &mut self,
        shown: &Frame,
        current: &mut Frame,
        parent: u32,
        tables: &mut Tables,
        message: &mut Message,
    ) {
        let mut anchor = 0;
        let mut end = self.current_children.len();
        while end > 0 {
            let at = end - 1;
            let child = self.current_children[at];
            let position = self.positions[at];
            if position == NONE {
                let mut start = at;
                while start > 0 && self.positions[start - 1] == NONE {
                    start -= 1;
                }
                let first = tables.next_id;
                message.insert(parent, anchor, first, (end - start) as u32);
                for index in start..end {
                    insert(current, self.current_children[index], tables, message);
                }
                anchor = first;
                end = start;
                continue;
            }
            let old = self.shown_children[position as usize];
            let id = shown.node(old).id;
            if !self.stays[at] {
                message.relocate(id, anchor);
            }
            self.pending.push((old, child));
            anchor = id;
            end = at;
        }
    }
}

/// Writes a subtree that the page does not have, and numbers it in preorder.
fn insert(current: &mut Frame, node: u32, tables: &mut Tables, message: &mut Message) {
    let mut at = node;
    loop {
        current.nodes[at as usize].id = tables.next_id;
        tables.next_id += 1;
        message.node(tables, current, at);
        let mut next = current.node(at).first_child;
        while next == NONE {
            if at == node {
                return;
            }
            next = current.node(at).next;
            if next == NONE {
                at = current.node(at).parent;
                if at == node {
                    return;
                }
            }
        }
        at = next;
    }
}

fn props(
    shown: &Frame,
    old: u32,
    current: &Frame,
    new: u32,
    message: &mut Message,
    revision: &dyn Fn(crate::key::Key) -> u64,
) {
    let (mut a, mut b) = (shown.props(old), current.props(new));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return,
            (Some(x), Some(y)) if std::ptr::eq(x.name, y.name) || x.name == y.name => {
                if !same(shown, x.value, current, y.value) {
                    set(current, new, y.name, y.value, message, revision);
                }
            }
            _ => break,
        }
    }
    // Other properties, or in another order: by name.
    for prop in shown.props(old) {
        if current.prop(new, prop.name).is_none() {
            let unset = crate::tree::Stored::Plain(crate::value::Value::Unset);
            set(current, new, prop.name, unset, message, revision);
        }
    }
    for prop in current.props(new) {
        let before = shown.prop(old, prop.name);
        if !before.is_some_and(|before| same(shown, before, current, prop.value)) {
            set(current, new, prop.name, prop.value, message, revision);
        }
    }
}

fn set(
    current: &Frame,
    node: u32,
    name: &'static str,
    value: crate::tree::Stored,
    message: &mut Message,
    revision: &dyn Fn(crate::key::Key) -> u64,
) {
    let of = current.node(node);
    match of.kind.inputs.iter().position(|input| input.name == name) {
        Some(input) => message.set_input(of.id, name, current, value, revision(field_key(of.key, input))),
        None => message.set(of.id, name, current, value),
    }
}

/// Marks in `stays` the members of a longest increasing subsequence of `positions`, `NONE` aside.
fn longest_increasing(positions: &[u32], stays: &mut Vec<bool>, tails: &mut Vec<u32>, before: &mut Vec<u32>) {
    stays.clear();
    stays.resize(positions.len(), false);
    tails.clear();
    before.clear();
    before.resize(positions.len(), NONE);
    for (at, &position) in positions.iter().enumerate() {
        if position == NONE {
            continue;
        }
        let length = tails.partition_point(|&tail| positions[tail as usize] < position);
        if length > 0 {
            before[at] = tails[length - 1];
        }
        if length == tails.len() {
            tails.push(at as u32);
        } else {
            tails[length] = at as u32;
        }
    }
    let mut at = tails.last().copied().unwrap_or(NONE);
    while at != NONE {
        stays[at as usize] = true;
        at = before[at as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_increasing_subsequence_stays() {
        let run = |positions: &[u32]| {
            let (mut stays, mut tails, mut before) = (Vec::new(), Vec::new(), Vec::new());
            longest_increasing(positions, &mut stays, &mut tails, &mut before);
            stays.iter().filter(|stays| **stays).count()
        };
        assert_eq!(run(&[]), 0);
        assert_eq!(run(&[NONE, NONE]), 0);
        assert_eq!(run(&[0, 1, 2]), 3);
        assert_eq!(run(&[2, 1, 0]), 1);
        assert_eq!(run(&[0, 8, NONE, 2, 3, 1]), 3);
    }
}
