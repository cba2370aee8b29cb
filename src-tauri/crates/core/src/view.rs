//! A window's trees: what the page shows, what the last run described, and what the current run describes.

use crate::key::{self, Key, KeyMap, Ledger, Made, NONE, Site};
use crate::kind::Kind;
use crate::trail::Within;
use crate::tree::{self, Frame, ROOT};

/// A place in a run to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    ledger: key::Mark,
    frame: tree::Mark,
    parents: usize,
}

/// Three frames that change places, and the ledger of the window's calls.
#[derive(Default)]
pub(crate) struct View {
    pub(crate) ledger: Ledger,
    frames: [Frame; 3],
    shown: usize,
    previous: usize,
    current: usize,
    /// Nodes of the shown frame by key; filled where a run brings back what the last run had not.
    shown_index: KeyMap<u32>,
    pub(crate) parents: Vec<u32>,
}

impl View {
    pub(crate) fn new(root: Key) -> Self {
        let mut view = View { current: 1, ..View::default() };
        view.frames[0].clear(root);
        view
    }

    pub(crate) fn shown(&self) -> &Frame {
        &self.frames[self.shown]
    }

    pub(crate) fn shown_mut(&mut self) -> &mut Frame {
        &mut self.frames[self.shown]
    }

    pub(crate) fn current(&self) -> &Frame {
        &self.frames[self.current]
    }

    pub(crate) fn current_mut(&mut self) -> &mut Frame {
        &mut self.frames[self.current]
    }

    /// What the last run described.
    pub(crate) fn previous(&self) -> &Frame {
        &self.frames[self.previous]
    }

    pub(crate) fn previous_mut(&mut self) -> &mut Frame {
        &mut self.frames[self.previous]
    }

    /// The frame that the page shows and the one that the last run described, where they are two.
    pub(crate) fn pair(&mut self) -> Option<(&Frame, &mut Frame)> {
        let [shown, previous] = self.frames.get_disjoint_mut([self.shown, self.previous]).ok()?;
        Some((shown, previous))
    }

    pub(crate) fn begin_run(&mut self, root: Key) {
        self.ledger.begin(root);
        self.frames[self.current].clear(root);
        self.parents.clear();
        self.parents.push(ROOT);
        self.shown_index.clear();
    }

    /// The run reached its end: what it described is what the next run is compared with.
    pub(crate) fn finish_run(&mut self) -> Vec<crate::key::Unkeyed> {
        self.previous = self.current;
        self.current = (0..3).find(|frame| *frame != self.previous && *frame != self.shown).unwrap_or(0);
        self.ledger.finish()
    }

    /// What the last run described was sent.
    pub(crate) fn show_previous(&mut self) {
        self.shown = self.previous;
        self.current = (self.shown + 1) % 3;
    }

    /// Whether the page shows what the last run described.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.shown == self.previous
    }

    /// The page shows nothing yet: everything is to be sent.
    pub(crate) fn forget_shown(&mut self, root: Key) {
        if self.shown == self.previous {
            self.shown = (0..3).find(|frame| *frame != self.previous).unwrap_or(0);
            self.current = (0..3).find(|frame| *frame != self.previous && *frame != self.shown).unwrap_or(0);
        }
        self.frames[self.shown].clear(root);
        for node in &mut self.frames[self.previous].nodes[1..] {
            node.shown = NONE;
            node.as_shown = false;
        }
    }

    /// Adds an element to the innermost open container.
    pub(crate) fn add(&mut self, kind: &'static Kind, site: Site) -> (u32, Key) {
        let (key, target) = self.ledger.call(site, Made(Made::ELEMENT + u32::from(kind.id)));
        let shown = self.shown_of(key, target);
        let parent = self.parent();
        let node = self.frames[self.current].push(kind, key, site, parent, shown);
        self.ledger.made_at(node);
        (node, key)
    }

    /// The node that what is made now is put in.
    pub(crate) fn parent(&self) -> u32 {
        self.parents.last().copied().unwrap_or(ROOT)
    }

    /// Takes over a part of the last run into the innermost open container.
    pub(crate) fn repeat(&mut self, span: u32) {
        let (parent, shown) = (self.parent(), self.is_up_to_date());
        if let Ok([previous, current]) = self.frames.get_disjoint_mut([self.previous, self.current]) {
            current.take_over(previous, span, parent, shown);
        }
    }

    /// Whether everything that was made since `first` is in the innermost open container.
    pub(crate) fn holds_all_of(&self, first: u32) -> bool {
        self.current().is_closed(first, self.parent())
    }

    pub(crate) fn mark(&self) -> Mark {
        let frame = self.current().mark(self.parent());
        Mark { ledger: self.ledger.mark(), frame, parents: self.parents.len() }
    }

    /// Forgets what was made since `mark`.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.parents.truncate(mark.parents);
        self.ledger.rewind(mark.ledger);
        self.frames[self.current].rewind(mark.frame);
    }

    /// A node that holds what is made until it is placed.
    pub(crate) fn hold(&mut self, site: Site) -> (u32, Key) {
        let (key, _) = self.ledger.call(site, Made::DETACHED);
        (self.frames[self.current].push_holder(key, site), key)
    }

    /// The open containers, the innermost first.
    pub(crate) fn open(&self) -> Vec<Within> {
        let frame = self.current();
        let open = self.parents.iter().rev().filter(|parent| **parent != ROOT);
        open.filter_map(|parent| frame.nodes.get(*parent as usize))
            .map(|node| Within::new(node.kind.name, node.site))
            .collect()
    }

    /// Where the page's frame has the element of `key`, which the last run made at `target`.
    fn shown_of(&mut self, key: Key, target: u32) -> u32 {
        let previous_is_shown = self.previous == self.shown;
        if target != NONE {
            let found = if previous_is_shown {
                target
            } else {
                self.frames[self.previous].nodes.get(target as usize).map_or(NONE, |node| node.shown)
            };
            return found;
        }
        if previous_is_shown {
            return NONE;
        }
        if self.shown_index.is_empty() {
            let nodes = &self.frames[self.shown].nodes;
            self.shown_index.extend(nodes.iter().enumerate().map(|(index, node)| (node.key, index as u32)));
        }
        self.shown_index.get(&key).copied().unwrap_or(NONE)
    }
}
