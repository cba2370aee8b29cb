//! What parts of a run read, so that a part need not run again while nothing of it has changed.
//!
//! Every write to a slot or a source is stamped with the next number of one clock. A part that ran notes what it read and
//! the number at which it began: it is up to date while none of that has a higher number. Nothing is registered with what
//! is read, so that a part that goes leaves nothing behind.

use crate::inner::Inner;
use crate::key::{Key, NONE, Site};
use crate::ui::Source;

/// Something that a run can read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Read {
    /// The key tells whether the slot still is what was read.
    Slot {
        index: u32,
        key: Key,
    },
    Source(Source),
}

/// What the window's runs read of a source, and when it was written last.
#[derive(Default)]
pub(crate) struct Watched {
    pub(crate) written: u64,
    /// By window: the run that read it last.
    pub(crate) readers: Vec<(u32, u64)>,
}

/// A part of the run that is being made.
pub(crate) struct OpenPart {
    /// The slot that the part's own slots live and die with; that of the part around it where it has none of its own.
    pub(crate) owner: u32,
    /// Nodes before this one are outside.
    pub(crate) floor: u32,
    reads: Vec<Read>,
    began: u64,
    /// Tells the part's notes apart from those of others.
    number: u64,
    /// What the part makes is the same whenever it reads the same.
    repeatable: bool,
    event_seen_before: bool,
}

/// What a part read, when it was over.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    pub(crate) all: Vec<Read>,
    /// What is stamped with a higher number has changed since.
    pub(crate) stamp: u64,
}

/// Beyond this many notes the same ones are counted once.
const MANY_READS: usize = 32;

impl Inner {
    /// The number of a write that is made now.
    pub(crate) fn next_write(&mut self) -> u64 {
        self.write_clock += 1;
        self.write_clock
    }

    /// A part begins. With `owner`, what is inside belongs to that slot, and changing what is outside tells on it.
    pub(crate) fn open_part(&mut self, owner: Option<u32>) {
        let around = self.parts.last();
        let (outer, floor) = around.map_or((NONE, 0), |part| (part.owner, part.floor));
        self.part_number += 1;
        let part = OpenPart {
            owner: owner.unwrap_or(outer),
            floor: if owner.is_some() { self.view.current().nodes.len() as u32 } else { floor },
            reads: Vec::new(),
            began: self.write_clock,
            number: self.part_number,
            repeatable: true,
            event_seen_before: std::mem::take(&mut self.event_seen),
        };
        self.parts.push(part);
    }

    /// The innermost part is over. Answers what it read, and whether it would make the same again if it read the same.
    pub(crate) fn close_part(&mut self) -> (Reads, bool) {
        let Some(mut part) = self.parts.pop() else { return (Reads::default(), false) };
        if part.reads.len() > MANY_READS {
            part.reads.sort_unstable();
            part.reads.dedup();
        }
        // What happened in the event run has not happened in the next.
        let repeatable = part.repeatable && !self.event_seen;
        self.event_seen |= part.event_seen_before;
        if let Some(outer) = self.parts.last_mut() {
            outer.reads.extend_from_slice(&part.reads);
        }
        (Reads { all: part.reads, stamp: part.began }, repeatable)
    }

    /// Whether an event was true in this run so far, in the open parts or outside of them.
    pub(crate) fn is_by_event(&self) -> bool {
        self.event_seen || self.parts.iter().any(|part| part.event_seen_before)
    }

    /// What is being made may be something else in the next run, whatever it reads.
    pub(crate) fn cannot_repeat(&mut self) {
        for part in &mut self.parts {
            part.repeatable = false;
        }
    }

    /// Forgets parts that a panic or an error left open.
    pub(crate) fn abandon_parts(&mut self, depth: usize) {
        while self.parts.len() > depth {
            self.close_part();
        }
    }

    /// The slot that what is made now lives and dies with.
    pub(crate) fn owner(&self) -> u32 {
        self.parts.last().map_or(NONE, |part| part.owner)
    }

    pub(crate) fn note_slot(&mut self, index: u32) {
        let run = self.run;
        if let Some(slot) = self.slots.get_mut(index) {
            slot.read = run;
        }
        self.note_in_part(index);
    }

    /// As far as the open parts go: what is told of the slot is no read of the app's.
    pub(crate) fn note_in_part(&mut self, index: u32) {
        let Some(slot) = self.slots.get_mut(index) else { return };
        if let Some(part) = self.parts.last_mut()
            && slot.noted != part.number
        {
            slot.noted = part.number;
            part.reads.push(Read::Slot { index, key: slot.key });
        }
    }

    pub(crate) fn note_source(&mut self, source: Source) {
        self.mark_source_read(source);
        if let Some(part) = self.parts.last_mut()
            && part.reads.last() != Some(&Read::Source(source))
        {
            part.reads.push(Read::Source(source));
        }
    }

    fn mark_source_read(&mut self, source: Source) {
        let (window, run) = (self.window, self.run);
        let readers = &mut self.sources.entry(source).or_default().readers;
        match readers.iter_mut().find(|reader| reader.0 == window) {
            Some(reader) => reader.1 = run,
            None => readers.push((window, run)),
        }
    }

    /// Whether nothing of `reads` was written since. If so this run has read it too.
    pub(crate) fn read_again(&mut self, reads: &Reads) -> bool {
        let unchanged = reads.all.iter().all(|read| match *read {
            Read::Slot { index, key } => {
                self.slots.get(index).is_some_and(|slot| slot.key == key && slot.written <= reads.stamp)
            }
            Read::Source(source) => {
                self.sources.get(&source).is_none_or(|watched| watched.written <= reads.stamp)
            }
        });
        if unchanged {
            self.mark_read(reads);
        }
        unchanged
    }

    /// This run depends on what `reads` tells, as if it had read it.
    pub(crate) fn mark_read(&mut self, reads: &Reads) {
        let run = self.run;
        for read in &reads.all {
            match *read {
                Read::Slot { index, .. } => {
                    if let Some(slot) = self.slots.get_mut(index) {
                        slot.read = run;
                    }
                }
                Read::Source(source) => self.mark_source_read(source),
            }
        }
        if let Some(part) = self.parts.last_mut() {
            part.reads.extend_from_slice(&reads.all);
        }
    }

    /// The app changes, or asks about events of, a node that may be outside of parts that are open: those cannot be left out
    /// of a run.
    pub(crate) fn reach(&mut self, node: u32) {
        let Some(part) = self.parts.last() else { return };
        if node >= part.floor {
            return;
        }
        let site = self.view.current().nodes.get(node as usize).map(|node| node.site);
        for part in self.parts.iter_mut().filter(|part| node < part.floor) {
            part.repeatable = false;
        }
        if let Some(site) = site {
            self.warn_reach(site);
        }
    }

    fn warn_reach(&mut self, site: Site) {
        self.warn(site, "memo", || {
            format!("the element made at {site} is used inside a memo that it is not part of: the memo runs every time")
        });
    }
}
