//! Stores that fail when they are told to.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyperdiv_session::home::{EraseStep, Home, HomeError, Recovery};
use hyperdiv_session::store::{Batch, Entry, Pair, Store, StoreError, Tree};

/// What a commit, or the opening of a store, fails with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum StoreFault {
    /// The disk is full.
    Full,
    /// The place cannot be written.
    ReadOnly,
    /// The disk answers with an error.
    Io,
}

impl StoreFault {
    fn error(self) -> StoreError {
        let path = PathBuf::from("store");
        let source = |kind: std::io::ErrorKind| Arc::new(std::io::Error::from(kind));
        match self {
            StoreFault::Full => StoreError::Full { path, source: source(std::io::ErrorKind::StorageFull) },
            StoreFault::ReadOnly => {
                StoreError::ReadOnly { path, source: source(std::io::ErrorKind::ReadOnlyFilesystem) }
            }
            StoreFault::Io => StoreError::Io { path, source: source(std::io::ErrorKind::Other) },
        }
    }
}

/// Which commits, or openings, fail, counted from 1 over all stores of the home.
#[derive(Clone)]
pub(crate) struct Faults {
    pub(crate) at: Vec<(u64, StoreFault)>,
    count: Arc<AtomicU64>,
}

impl Faults {
    pub(crate) fn new(at: Vec<(u64, StoreFault)>) -> Self {
        Faults { at, count: Arc::new(AtomicU64::new(0)) }
    }

    fn next(&self) -> Option<StoreFault> {
        let nth = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        self.at.iter().find(|(at, _)| *at == nth).map(|(_, fault)| *fault)
    }
}

/// A home whose stores fail.
pub(crate) struct FaultyHome {
    pub(crate) inner: Box<dyn Home>,
    pub(crate) faults: Faults,
    pub(crate) opening: Faults,
}

impl Home for FaultyHome {
    fn exists(&self) -> Result<bool, HomeError> {
        self.inner.exists()
    }

    fn create(&mut self) -> Result<(), HomeError> {
        self.inner.create()
    }

    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        match self.opening.next() {
            Some(fault) => Err(HomeError::Store(fault.error())),
            None => {
                let inner = self.inner.open_store()?;
                Ok(Box::new(FaultyStore { inner, faults: self.faults.clone() }))
            }
        }
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        self.inner.read(name)
    }

    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        self.inner.write_durable(name, bytes)
    }

    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        self.inner.remove(name, overwrite)
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        self.inner.rename(from, to)
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.inner.names(prefix)
    }

    fn erase(&mut self) -> Result<(), HomeError> {
        self.inner.erase()
    }

    fn erase_noting(&mut self, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
        self.inner.erase_noting(note, told)
    }

    fn erasing(&self) -> Result<Option<Vec<u8>>, HomeError> {
        self.inner.erasing()
    }

    fn path(&self) -> Option<PathBuf> {
        self.inner.path()
    }

    fn inventory(&self) -> Result<Vec<(PathBuf, u64)>, HomeError> {
        self.inner.inventory()
    }

    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        self.inner.files()
    }

    fn recovery(&self) -> Result<Option<Recovery>, HomeError> {
        self.inner.recovery()
    }

    fn recovery_was_told(&mut self) -> Result<(), HomeError> {
        self.inner.recovery_was_told()
    }

    fn snapshot(&mut self, now: i64) -> Result<bool, HomeError> {
        self.inner.snapshot(now)
    }

    fn last_snapshot(&self) -> Option<i64> {
        self.inner.last_snapshot()
    }

    fn close(&mut self) -> Result<(), HomeError> {
        self.inner.close()
    }

    fn take_notes(&mut self) -> Vec<String> {
        self.inner.take_notes()
    }
}

struct FaultyStore {
    inner: Box<dyn Store>,
    faults: Faults,
}

impl Store for FaultyStore {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(tree, key)
    }

    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        self.inner.scan(tree, prefix)
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        match self.faults.next() {
            None => self.inner.commit(batch),
            Some(fault) => Err(fault.error()),
        }
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.inner.entries()
    }
}
