//! Keys: how an element, a state or a list item is recognised from run to run.
//!
//! A key is a 64-bit hash of the scope it was made in, the call site, what was made, and how often that call site was
//! reached in that scope before. Labels and properties never enter it. Keys live only in this process: the hash is
//! seeded at start, so that no text an app shows can be chosen to collide.
//!
//! Almost every run makes the same calls in the same order as the one before. [`Ledger`] therefore keeps the calls of
//! the last run as a list and walks along it: while the calls agree, a key costs a comparison of pointers. Where they
//! part, the scope they part in falls back to counting, and its inner scopes find their place again by their keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::panic::Location;
use std::sync::OnceLock;

/// Where in the source something was called.
pub type Site = &'static Location<'static>;

/// The identity of something in the tree, from run to run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Key(u64);

/// "Nothing there" in index fields, which are `u32` to keep arenas small.
pub(crate) const NONE: u32 = u32::MAX;

fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        use std::hash::BuildHasher;
        std::hash::RandomState::new().hash_one(0x6879_7065_7264_6976_u64)
    })
}

/// Folded 128-bit multiplication: every input bit reaches every output bit.
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(u128::from(b ^ 0xd6e8_feb8_6659_fd93));
    (product as u64) ^ ((product >> 64) as u64)
}

impl Key {
    /// The key of a window's outermost scope.
    pub(crate) fn root(window: u32) -> Self {
        Key(mix(seed(), u64::from(window)))
    }

    /// As a number.
    pub(crate) fn as_u64(self) -> u64 {
        self.0
    }

    /// The key of something that belongs to `self` and is told apart by `part`.
    pub(crate) fn with(self, part: u64) -> Self {
        Key(mix(self.0, part.rotate_left(32) ^ 0x2545_f491_4f6c_dd1d))
    }

    pub(crate) fn of_item<K: Hash + ?Sized>(self, item: &K) -> Self {
        let mut hasher = KeyHasher(self.0);
        item.hash(&mut hasher);
        Key(hasher.finish())
    }
}

/// Hashes list keys; seeded through the key of the list.
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        mix(self.0, 0x1656_67b1_9e37_79f9)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = mix(self.0, u64::from_le_bytes(word) ^ ((chunk.len() as u64) << 56).rotate_left(3));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = mix(self.0, value);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// Keys are hashes already.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = mix(self.0, u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }

    fn write_usize(&mut self, value: usize) {
        self.0 = mix(value as u64, 0);
    }
}

pub(crate) type KeyMap<V> = HashMap<Key, V, BuildHasherDefault<Identity>>;

/// What was made by a call. Part of its key, so that a text and a button of one source line differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Made(pub(crate) u32);

impl Made {
    pub(crate) const STATE: Made = Made(0);
    pub(crate) const EACH: Made = Made(1);
    pub(crate) const ITEM: Made = Made(2);
    pub(crate) const MEMO: Made = Made(3);
    pub(crate) const BOUNDARY: Made = Made(4);
    pub(crate) const DETACHED: Made = Made(5);
    pub(crate) const COMPONENT: Made = Made(6);
    pub(crate) const QUESTION: Made = Made(8);
    pub(crate) const ASSET: Made = Made(9);
    pub(crate) const TASK: Made = Made(10);
    pub(crate) const ACTION: Made = Made(11);
    pub(crate) const TIMER: Made = Made(12);
    /// Element kinds count from here.
    pub(crate) const ELEMENT: u32 = 16;
}

/// One call of a run.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    site: Site,
    scope: Key,
    pub(crate) key: Key,
    made: Made,
    occurrence: u32,
    /// What the call made: a node's or a slot's index, [`NONE`] for scopes.
    pub(crate) target: u32,
    /// Of a memo: where the frame has it.
    span: u32,
}

impl Call {
    /// The same call with its nodes further on in the frame.
    fn moved(&self, nodes: u32, spans: u32) -> Call {
        let mut call = *self;
        if self.made.0 >= Made::ELEMENT {
            call.target = self.target.wrapping_add(nodes);
        }
        if self.made == Made::MEMO {
            call.span = self.span.wrapping_add(spans);
        }
        call
    }
}

/// A place in a run to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    calls: usize,
    cursor: usize,
    scopes: usize,
}

struct Scope {
    key: Key,
    /// Where in the ledger the calls of this scope start.
    start: usize,
    /// The calls of this scope have parted from those of the last run, so that occurrences are counted.
    diverged: bool,
}

/// A call site whose number of calls in one scope changed, so that state may follow the wrong row.
pub(crate) struct Unkeyed {
    pub(crate) site: Site,
    pub(crate) before: u32,
    pub(crate) after: u32,
}

/// The calls of the last run and of this one.
#[derive(Default)]
pub(crate) struct Ledger {
    last: Vec<Call>,
    /// The calls of this run, from where it first diverged; before that they are those of `last` up to the cursor.
    calls: Vec<Call>,
    cursor: usize,
    scopes: Vec<Scope>,
    diverged: bool,
    /// Where in `last` a call is; filled when a run first has to look for one.
    index: KeyMap<u32>,
    /// The same of the items of lists alone, which are looked for most often and are fewer.
    items: KeyMap<u32>,
    has_index: bool,
    has_items: bool,
    /// How often a call site was reached in a scope that has diverged.
    counts: KeyMap<u32>,
    /// Hashes of call sites by address. Two addresses may hold one location (in different codegen units), and hash alike.
    sites: HashMap<usize, u64, BuildHasherDefault<Identity>>,
}

impl Ledger {
    /// Starts a run in the scope `root`.
    pub(crate) fn begin(&mut self, root: Key) {
        self.calls.clear();
        (self.has_index, self.has_items) = (false, false);
        self.counts.clear();
        self.cursor = 0;
        self.diverged = false;
        self.scopes.clear();
        self.scopes.push(Scope { key: root, start: 0, diverged: false });
    }

    /// Ends a run that reached its end: its calls are what the next run is compared with. Tells, in debug builds, which
    /// call sites ran a different number of times, not being keyed.
    pub(crate) fn finish(&mut self) -> Vec<Unkeyed> {
        if !self.diverged {
            if self.cursor == self.last.len() {
                return Vec::new();
            }
            self.calls.clear();
            self.calls.extend_from_slice(&self.last[..self.cursor]);
        }
        let unkeyed = if cfg!(debug_assertions) { self.unkeyed() } else { Vec::new() };
        std::mem::swap(&mut self.last, &mut self.calls);
        unkeyed
    }

    fn unkeyed(&self) -> Vec<Unkeyed> {
        let before = self.repeated(&self.last);
        let after = self.repeated(&self.calls);
        let mut unkeyed = Vec::new();
        for (base, &(count, site)) in &before {
            let now = after.get(base).map_or_else(|| self.once(&self.calls, site, *base), |after| after.0);
            // None at all: its scope is gone, or the whole list. Nothing could follow the wrong row.
            if now != count && now > 0 {
                unkeyed.push(Unkeyed { site, before: count, after: now });
            }
        }
        for (base, &(count, site)) in &after {
            if !before.contains_key(base) && self.once(&self.last, site, *base) > 0 {
                unkeyed.push(Unkeyed { site, before: 1, after: count });
            }
        }
        unkeyed
    }

    /// The call sites that were reached more than once in one scope, without keys of their own, and how often.
    fn repeated(&self, calls: &[Call]) -> KeyMap<(u32, Site)> {
        let mut counts = KeyMap::<(u32, Site)>::default();
        for call in calls.iter().filter(|call| call.occurrence > 0 && call.made != Made::ITEM) {
            let entry = counts.entry(self.base_of(call)).or_insert((0, call.site));
            entry.0 = entry.0.max(call.occurrence + 1);
        }
        counts
    }

    /// Whether a call site was reached, by number: 0 or 1.
    fn once(&self, calls: &[Call], site: Site, wanted: Key) -> u32 {
        let mut here = calls.iter().filter(|call| call.made != Made::ITEM && call.site == site);
        u32::from(here.any(|call| self.base_of(call) == wanted))
    }

    fn base_of(&self, call: &Call) -> Key {
        base(call.scope, self.site_hash_of(call.site), call.made)
    }

    fn site_hash_of(&self, site: Site) -> u64 {
        self.sites.get(&address(site)).copied().unwrap_or_else(|| hash_site(site))
    }

    /// The number of calls so far in this run.
    pub(crate) fn len(&self) -> usize {
        if self.diverged { self.calls.len() } else { self.cursor }
    }

    /// Says what the last call made.
    pub(crate) fn made_at(&mut self, target: u32) {
        if let Some(call) = self.last_call() {
            call.target = target;
        }
    }

    /// Says that the last call opened a memo that the frame has as `span`. Answers where the last run's frame had it, if it
    /// did.
    pub(crate) fn made_memo(&mut self, slot: u32, span: u32) -> u32 {
        let Some(call) = self.last_call() else { return NONE };
        call.target = slot;
        std::mem::replace(&mut call.span, span)
    }

    fn last_call(&mut self) -> Option<&mut Call> {
        if self.diverged { self.calls.last_mut() } else { self.last.get_mut(self.cursor.checked_sub(1)?) }
    }

    /// Makes the next `count` calls of the last run again, in a scope that has just been opened by a call that the last run
    /// had too. The frame has what they made further on than the last run's.
    pub(crate) fn repeat(&mut self, count: usize, nodes: u32, spans: u32) {
        let Some(calls) = self.last.get(self.cursor..self.cursor + count) else { return };
        // In step with the last run everything is where it was.
        if self.diverged {
            let copied = calls.iter().map(|call| call.moved(nodes, spans));
            self.calls.extend(copied);
        }
        self.cursor += count;
    }

    /// Whether the last run has `count` more calls.
    pub(crate) fn can_repeat(&self, count: usize) -> bool {
        self.cursor + count <= self.last.len()
    }

    /// Where this run is.
    pub(crate) fn mark(&self) -> Mark {
        Mark { calls: self.len(), cursor: self.cursor, scopes: self.scopes.len() }
    }

    /// Forgets the calls since `mark`: what made them failed.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.scopes.truncate(mark.scopes);
        if self.diverged {
            self.calls.truncate(mark.calls);
        }
        self.cursor = mark.cursor;
        // The calls that follow are others than the last run's: they find their place by their keys.
        self.diverge();
    }

    /// The key of a call at `site` in the innermost scope, and what the same call made in the last run.
    pub(crate) fn call(&mut self, site: Site, made: Made) -> (Key, u32) {
        let Some(scope) = self.scopes.last() else { return (Key(0), NONE) };
        if !scope.diverged
            && let Some(call) = self.last.get(self.cursor)
            && std::ptr::eq(call.site, site)
            && call.made == made
            && call.scope == scope.key
        {
            let found = (call.key, call.target);
            if self.diverged {
                let call = *call;
                self.calls.push(call);
            }
            self.cursor += 1;
            return found;
        }
        self.call_counted(site, made)
    }

    #[cold]
    fn call_counted(&mut self, site: Site, made: Made) -> (Key, u32) {
        self.diverge();
        let Some(scope) = self.scopes.last().map(|scope| scope.key) else { return (Key(0), NONE) };
        let base = base(scope, self.site_hash(site), made);
        let count = self.counts.entry(base).or_insert(0);
        let occurrence = *count;
        *count += 1;
        let key = base.with(u64::from(occurrence));
        let target = self.resume_after(key);
        let span = if target == NONE { NONE } else { self.last[self.cursor - 1].span };
        self.calls.push(Call { site, scope, key, made, occurrence, target, span });
        (key, target)
    }

    /// The innermost scope goes over to counting: what it has called so far is counted first.
    fn diverge(&mut self) {
        if !self.diverged {
            self.diverged = true;
            self.calls.clear();
            self.calls.extend_from_slice(&self.last[..self.cursor]);
        }
        let Some(scope) = self.scopes.last_mut() else { return };
        if scope.diverged {
            return;
        }
        scope.diverged = true;
        let (start, scope_key) = (scope.start, scope.key);
        for i in start..self.calls.len() {
            let call = self.calls[i];
            if call.scope == scope_key && call.made != Made::ITEM {
                let base = base(call.scope, self.site_hash(call.site), call.made);
                let count = self.counts.entry(base).or_insert(0);
                *count = (*count).max(call.occurrence + 1);
            }
        }
    }

    /// Puts the cursor behind the call that made `key` in the last run, so that what follows is compared with what
    /// followed then.
    fn resume_after(&mut self, key: Key) -> u32 {
        if !std::mem::replace(&mut self.has_index, true) {
            self.index.clear();
            self.index.extend(self.last.iter().enumerate().map(|(at, call)| (call.key, at as u32)));
        }
        let at = self.index.get(&key).copied();
        self.resume_at(at)
    }

    /// As [`resume_after`](Self::resume_after), of an item.
    fn resume_in_item(&mut self, item: Key) {
        if !std::mem::replace(&mut self.has_items, true) {
            self.items.clear();
            let items = self.last.iter().enumerate().filter(|(_, call)| call.made == Made::ITEM);
            self.items.extend(items.map(|(at, call)| (call.key, at as u32)));
        }
        let at = self.items.get(&item).copied();
        self.resume_at(at);
    }

    fn resume_at(&mut self, at: Option<u32>) -> u32 {
        match at {
            Some(at) => {
                self.cursor = at as usize + 1;
                self.last[at as usize].target
            }
            None => NONE,
        }
    }

    /// What a call at `site` in the innermost scope hangs its own keys on.
    pub(crate) fn place(&mut self, site: Site) -> Key {
        let scope = self.scopes.last().map_or(Key(0), |scope| scope.key);
        base(scope, self.site_hash(site), Made::ITEM)
    }

    /// Opens the scope of an item of the list `each`. Answers false where the same item is in this list already.
    pub(crate) fn enter_item(&mut self, site: Site, each: Key, item: Key) -> bool {
        let in_step = self.scopes.last().is_some_and(|scope| !scope.diverged);
        let mut key = item;
        let mut unique = true;
        if in_step && self.last.get(self.cursor).is_some_and(|call| call.key == item) {
            self.cursor += 1;
            if !self.diverged {
                self.scopes.push(Scope { key, start: self.cursor, diverged: false });
                return true;
            }
        } else {
            self.count_items(each);
            let count = self.counts.entry(item).or_insert(0);
            let occurrence = *count;
            *count += 1;
            if occurrence > 0 {
                unique = false;
                key = item.with(u64::from(occurrence));
            }
            self.resume_in_item(key);
        }
        self.calls.push(Call {
            site,
            scope: each,
            key,
            made: Made::ITEM,
            occurrence: 0,
            target: NONE,
            span: NONE,
        });
        self.scopes.push(Scope { key, start: self.calls.len(), diverged: false });
        unique
    }

    /// The innermost scope goes over to counting, its items too: those that came before are counted now, later ones one
    /// by one.
    fn count_items(&mut self, each: Key) {
        let counting = self.scopes.last().is_some_and(|scope| scope.diverged);
        self.diverge();
        if counting {
            return;
        }
        let start = self.scopes.last().map_or(0, |scope| scope.start);
        for call in &self.calls[start..] {
            if call.scope == each && call.made == Made::ITEM {
                *self.counts.entry(call.key).or_insert(0) += 1;
            }
        }
    }

    /// Opens a scope that this run has not opened before.
    pub(crate) fn enter(&mut self, key: Key) {
        self.scopes.push(Scope { key, start: self.len(), diverged: false });
    }

    /// Opens a scope again whose first call was the `start`th: a second `with` on one container.
    pub(crate) fn enter_again(&mut self, key: Key, start: usize) {
        self.scopes.push(Scope { key, start, diverged: false });
        self.diverge();
    }

    /// How many scopes are open.
    pub(crate) fn depth(&self) -> usize {
        self.scopes.len()
    }

    /// Closes scopes until `depth` are open.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.scopes.truncate(depth);
    }

    fn site_hash(&mut self, site: Site) -> u64 {
        *self.sites.entry(address(site)).or_insert_with(|| hash_site(site))
    }
}

fn base(scope: Key, site_hash: u64, made: Made) -> Key {
    Key(mix(scope.0 ^ site_hash, u64::from(made.0)))
}

fn address(site: Site) -> usize {
    std::ptr::from_ref(site).addr()
}

fn hash_site(site: Site) -> u64 {
    let mut hasher = KeyHasher(seed());
    site.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn here() -> Site {
        Location::caller()
    }

    fn run(ledger: &mut Ledger, calls: &[Site]) -> (Vec<Key>, Vec<Unkeyed>) {
        ledger.begin(Key::root(1));
        let keys = calls.iter().map(|site| ledger.call(site, Made(16)).0).collect();
        (keys, ledger.finish())
    }

    #[test]
    fn the_same_calls_have_the_same_keys() {
        let (a, b) = (here(), here());
        let mut ledger = Ledger::default();
        let (first, _) = run(&mut ledger, &[a, b, a]);
        let (second, warnings) = run(&mut ledger, &[a, b, a]);
        assert_eq!(first, second);
        assert!(warnings.is_empty());
        assert_ne!(first[0], first[2], "two calls of one line are two things");
    }

    #[test]
    fn a_call_that_disappears_leaves_the_others_their_keys() {
        let (a, b, c) = (here(), here(), here());
        let mut ledger = Ledger::default();
        let (full, _) = run(&mut ledger, &[a, b, c]);
        let (without, _) = run(&mut ledger, &[a, c]);
        assert_eq!(without, [full[0], full[2]]);
        let (again, _) = run(&mut ledger, &[a, b, c]);
        assert_eq!(again, full);
    }

    #[test]
    fn reordering_call_sites_keeps_occurrences_apart() {
        let (a, b) = (here(), here());
        let mut ledger = Ledger::default();
        let (full, _) = run(&mut ledger, &[a, b, a]);
        // The first `a` is gone: what is reached now is the first occurrence in this run, whatever stood here before.
        let (reordered, _) = run(&mut ledger, &[b, a]);
        assert_eq!(reordered, [full[1], full[0]]);
        let (back, _) = run(&mut ledger, &[a, b, a]);
        assert_eq!(back, full);
    }

    #[test]
    fn a_loop_without_keys_is_reported_when_its_length_changes() {
        let a = here();
        let mut ledger = Ledger::default();
        run(&mut ledger, &[a, a, a]);
        let (_, warnings) = run(&mut ledger, &[a, a]);
        assert_eq!(warnings.len(), 1);
        assert_eq!((warnings[0].before, warnings[0].after), (3, 2));
        let (_, warnings) = run(&mut ledger, &[a]);
        assert_eq!((warnings[0].before, warnings[0].after), (2, 1));
        let (_, warnings) = run(&mut ledger, &[a, a]);
        assert_eq!((warnings[0].before, warnings[0].after), (1, 2));
        let (_, warnings) = run(&mut ledger, &[]);
        assert!(warnings.is_empty(), "a whole list may come and go");
    }

    #[test]
    fn items_keep_their_keys_in_any_order_and_duplicates_are_told() {
        let (each, inner) = (here(), here());
        let list = Key::root(7);
        let run = |ledger: &mut Ledger, items: &[u32]| -> (Vec<Key>, Vec<bool>) {
            ledger.begin(list);
            let mut keys = Vec::new();
            let mut unique = Vec::new();
            for item in items {
                let depth = ledger.depth();
                unique.push(ledger.enter_item(each, list, list.of_item(item)));
                keys.push(ledger.call(inner, Made(16)).0);
                ledger.leave(depth);
            }
            ledger.finish();
            (keys, unique)
        };
        let mut ledger = Ledger::default();
        let (abc, unique) = run(&mut ledger, &[1, 2, 3]);
        assert_eq!(unique, [true, true, true]);
        let (cab, _) = run(&mut ledger, &[3, 1, 2]);
        assert_eq!(cab, [abc[2], abc[0], abc[1]]);
        let (with_duplicate, unique) = run(&mut ledger, &[3, 1, 3]);
        assert_eq!(unique, [true, true, false]);
        assert_eq!(with_duplicate[..2], [abc[2], abc[0]]);
        let (again, unique) = run(&mut ledger, &[3, 1, 3]);
        assert_eq!((again, unique.as_slice()), (with_duplicate, [true, true, false].as_slice()));
    }

    #[test]
    fn list_keys_of_many_kinds_do_not_collide() {
        let list = Key::root(1);
        let mut seen = std::collections::HashSet::new();
        for i in 0..100_000_u32 {
            assert!(seen.insert(list.of_item(&i).0));
            assert!(seen.insert(list.of_item(format!("row {i}").as_str()).0));
        }
    }
}
