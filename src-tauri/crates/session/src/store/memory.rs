//! The twin of the store that is on disk: for tests, for the headless harness, and for everything before consent.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Batch, Entry, Pair, Store, StoreError, Tree};

type Content = BTreeMap<(Tree, Vec<u8>), Vec<u8>>;

/// A store that lives as long as its last clone. Clones share their content.
#[derive(Clone, Default)]
pub struct MemoryStore {
    content: Arc<Mutex<Content>>,
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryStore").field("entries", &self.content().len()).finish()
    }
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The map. A panic in another thread cannot have left half a batch in it: a batch is checked before its first
    /// write, and map insertions do not panic.
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.content().get(&(tree, key.to_vec())).cloned())
    }

    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        Ok(self
            .content()
            .range((tree, prefix.to_vec())..)
            .take_while(|((at, key), _)| *at == tree && key.starts_with(prefix))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect())
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let content = self.content();
        Ok(content.iter().map(|((tree, key), value)| (*tree, key.clone(), value.clone())).collect())
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        let mut content = self.content();
        for (tree, key, value) in batch.iter() {
            match value {
                Some(value) => content.insert((*tree, key.clone()), value.clone()),
                None => content.remove(&(*tree, key.clone())),
            };
        }
        Ok(())
    }
}
