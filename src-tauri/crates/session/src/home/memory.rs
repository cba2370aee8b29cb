//! A home without a disk.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Home, HomeError, check_name, format_of};
use crate::{
    format::{self, Format, StoreId},
    store::{MemoryStore, Store, StoreError},
};

/// A home in memory. Clones share their content, so that it outlives a restart in the harness.
#[derive(Debug, Clone, Default)]
pub struct MemoryHome {
    content: Arc<Mutex<Content>>,
}

#[derive(Debug, Default)]
struct Content {
    files: BTreeMap<String, Vec<u8>>,
    store: MemoryStore,
}

impl MemoryHome {
    /// A home that does not exist yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        // Single map operations and assignments: none leaves half of itself behind.
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Home for MemoryHome {
    fn exists(&self) -> Result<bool, HomeError> {
        Ok(self.content().files.contains_key(format::FILE_NAME))
    }

    fn create(&mut self) -> Result<(), HomeError> {
        if !self.exists()? {
            let format = Format::new(StoreId::random()?).to_bytes();
            let mut content = self.content();
            content.store = MemoryStore::new();
            content.files.insert(format::FILE_NAME.to_owned(), format);
        }
        Ok(())
    }

    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        format_of(self)?;
        Ok(Box::new(self.content().store.clone()))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        check_name(name)?;
        Ok(self.content().files.get(name).cloned())
    }

    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        check_name(name)?;
        if !self.exists()? {
            return Err(HomeError::Absent);
        }
        self.content().files.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn remove(&mut self, name: &str, _overwrite: bool) -> Result<(), HomeError> {
        check_name(name)?;
        self.content().files.remove(name);
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        check_name(from)?;
        check_name(to)?;
        let mut content = self.content();
        if let Some(bytes) = content.files.remove(from) {
            content.files.insert(to.to_owned(), bytes);
        }
        Ok(())
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        Ok(self.content().files.keys().filter(|name| name.starts_with(prefix)).cloned().collect())
    }

    fn erase(&mut self) -> Result<(), HomeError> {
        *self.content() = Content::default();
        Ok(())
    }

    /// The small files, and the store's content as one file `store/db`.
    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        let content = self.content();
        let mut files: Vec<_> =
            content.files.iter().map(|(name, bytes)| (PathBuf::from(name), bytes.clone())).collect();
        if !files.is_empty() {
            files.push((PathBuf::from("store/db"), bytes_of(&content.store)?));
        }
        Ok(files)
    }
}

fn bytes_of(store: &MemoryStore) -> Result<Vec<u8>, StoreError> {
    Ok(store.entries()?.into_iter().flat_map(|(_, key, value)| [key, value].concat()).collect())
}
