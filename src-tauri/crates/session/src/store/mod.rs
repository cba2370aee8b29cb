//! The embedded store behind one small trait.
//!
//! Everything that is kept goes through [`Store`]: a fixed set of trees, reads, and one way to write,
//! [`Store::commit`], which is atomic and durable or did not happen. [`SledStore`] keeps its content on disk and
//! [`MemoryStore`] is its twin for tests and for the time before consent; one suite, `conformance`, holds both to
//! the same rules. Only the module `sled` names the database.

mod chunk;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod memory;
mod sled;
mod standing;

pub(crate) use self::standing::STANDING_BYTES;
pub use self::{
    error::{Cause, StoreError},
    memory::MemoryStore,
    sled::{OpenMode, SledStore},
    standing::{Counts, Standing},
};

/// The largest value that a store takes, in bytes: 4 MiB, the quota of one record.
pub const MAX_VALUE_BYTES: usize = 4 << 20;

/// The longest key that a store takes, in bytes.
///
/// Long enough for an owner, a name and a version, and short enough that an index node of the database stays well
/// below the size at which sled would move it to a file of its own.
pub const MAX_KEY_BYTES: usize = 256;

/// One of the fixed trees of a store.
///
/// There is never a tree per user: sled keeps the names of dropped trees in its files, where erasing cannot reach
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree {
    /// What the store says of itself: versions, the clock's high-water mark, consent.
    Meta,
    /// Session records by the hash of their id.
    Sessions,
    /// Owners of data: users, guests and the app.
    Owners,
    /// Sealed values of owners.
    Data,
}

impl Tree {
    /// Every tree, in the order in which [`Store::entries`] lists them.
    pub const ALL: [Self; 4] = [Self::Meta, Self::Sessions, Self::Owners, Self::Data];

    /// Its name in files that people may look at.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Sessions => "sessions",
            Self::Owners => "owners",
            Self::Data => "data",
        }
    }

    /// The byte that stands for this tree on disk. Part of the format: never reuse or renumber.
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Meta => 1,
            Self::Sessions => 2,
            Self::Owners => 3,
            Self::Data => 4,
        }
    }
}

/// Puts and deletes that are committed together, in order: the last one for a key wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    writes: Vec<Write>,
}

/// One write of a [`Batch`]: the tree, the key, and the new value, or `None` to delete.
pub type Write = (Tree, Vec<u8>, Option<Vec<u8>>);

impl Batch {
    /// An empty batch. Committing one does nothing and succeeds.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes `value` under `key`, over what is there.
    pub fn put(&mut self, tree: Tree, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.writes.push((tree, key.into(), Some(value.into())));
    }

    /// Removes `key`. An absent key is no error.
    pub fn delete(&mut self, tree: Tree, key: impl Into<Vec<u8>>) {
        self.writes.push((tree, key.into(), None));
    }

    /// Appends the writes of `other`, which happen after those of `self`.
    pub fn extend(&mut self, other: Self) {
        self.writes.extend(other.writes);
    }

    /// Takes the writes of `key` out again.
    pub fn leave_out(&mut self, tree: Tree, key: &[u8]) {
        self.writes.retain(|(of, at, _)| *of != tree || at != key);
    }

    /// Whether the batch holds no write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// The number of writes, each put and delete counted once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// The writes in order.
    pub fn iter(&self) -> impl Iterator<Item = &Write> {
        self.writes.iter()
    }

    /// Refuses a key or value that no store takes, before anything is written.
    fn check(&self) -> Result<(), StoreError> {
        for (_, key, value) in &self.writes {
            if key.len() > MAX_KEY_BYTES {
                return Err(StoreError::TooLarge { size: key.len(), limit: MAX_KEY_BYTES });
            }
            if let Some(size) = value.as_ref().map(Vec::len).filter(|&size| size > MAX_VALUE_BYTES) {
                return Err(StoreError::TooLarge { size, limit: MAX_VALUE_BYTES });
            }
        }
        Ok(())
    }
}

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// A tree, a key and its value.
pub type Entry = (Tree, Vec<u8>, Vec<u8>);

/// A small transactional map, the only thing the rest of the crate knows of a database.
///
/// Calls block on the disk and are meant for a thread that may wait, never for the OS event loop.
pub trait Store: Send + Sync + 'static {
    /// The value under `key`, or `None`. Shows only what has been committed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if what is on disk cannot be trusted; [`StoreError::Io`] and
    /// [`StoreError::Poisoned`] if it cannot be read now.
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Every pair whose key starts with `prefix`, in the order of the keys' bytes.
    ///
    /// # Errors
    /// As [`Store::get`].
    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError>;

    /// Applies `batch` as a whole: when this returns `Ok`, all of it is visible and survives a killed process and a
    /// power cut; when it returns an error, nothing of it is visible.
    ///
    /// After an error a later commit tries anew, so that "Try again" works once its cause is gone.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] before anything is written; [`StoreError::Full`], [`StoreError::ReadOnly`],
    /// [`StoreError::Io`] if the disk refuses; [`StoreError::Poisoned`] if an earlier failure cannot be cured yet.
    fn commit(&self, batch: &Batch) -> Result<(), StoreError>;

    /// Everything in the store as of one moment, tree by tree in the order of [`Tree::ALL`], for an export, a
    /// snapshot or a rebuild.
    ///
    /// # Errors
    /// As [`Store::get`].
    fn entries(&self) -> Result<Vec<Entry>, StoreError>;
}

impl<S: Store + ?Sized> Store for Box<S> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).get(tree, key)
    }

    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        (**self).scan(tree, prefix)
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        (**self).commit(batch)
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        (**self).entries()
    }
}
