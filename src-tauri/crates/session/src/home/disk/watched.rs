//! The store of a home while it is open: what is known of it outside is kept up to date, and damage that shows late is
//! noted for the next start.

use std::{
    fs::File,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    directory::{self, DirectoryError},
    format::{FormatError, StoreId},
    home::{
        HomeError,
        manifest::{self, KEY_NAME, MARK_NAME, Manifest, ManifestKey, Taken},
    },
    store::{Batch, Entry, Pair, SledStore, Standing, Store, StoreError, Tree},
};

/// There while something is wrong with the store that could not be mended while it was open: one word.
pub(super) const SUSPECT: &str = ".suspect";

/// A value could not be read.
pub(super) const SUSPECT_DAMAGED: &[u8] = b"damaged";

/// The store did not open in time.
pub(super) const SUSPECT_HANGING: &[u8] = b"hanging";

/// What is known of a store outside of it.
pub(super) struct Known {
    pub(super) key: ManifestKey,
    pub(super) manifest: Option<Manifest>,
    /// How far it had come at least, by manifest and mark.
    pub(super) standing: Option<Standing>,
    /// What is to be told of it.
    pub(super) notes: Vec<String>,
}

impl Known {
    /// Reads it. Files that cannot be believed count as absent; a key that is gone is made anew where it is to be kept.
    pub(super) fn read(dir: &Path, store: StoreId, repairing: bool) -> Result<Self, HomeError> {
        let mut notes = Vec::new();
        let read = directory::read_private(&dir.join(KEY_NAME))?;
        let key = match read.as_deref().and_then(ManifestKey::from_bytes) {
            Some(key) => key,
            None if repairing => {
                notes.push(format!("{KEY_NAME} is missing or damaged, and was made anew"));
                new_key(dir)?
            }
            None => random_key()?,
        };
        let manifest = match directory::read_private(&dir.join(manifest::FILE_NAME))? {
            Some(bytes) => Manifest::parse(&bytes, &key).filter(|manifest| manifest.store == store),
            None => None,
        };
        if manifest.is_none() {
            notes.push(format!(
                "{} is missing or damaged: what the store lost before, if it did, cannot be told",
                manifest::FILE_NAME
            ));
        }
        let mark = directory::read_private(&dir.join(MARK_NAME))?;
        let mark = mark.and_then(|bytes| manifest::parse_mark(&bytes, &key));
        let standing =
            manifest.iter().map(|manifest| manifest.standing).chain(mark).max_by_key(Standing::order);
        Ok(Self { key, manifest, standing, notes })
    }
}

/// Makes the key of the manifest, durably.
pub(super) fn new_key(dir: &Path) -> Result<ManifestKey, HomeError> {
    let key = random_key()?;
    let keys = dir.join("keys");
    if !keys.is_dir() {
        directory::create_private_dir(&keys)?;
        directory::sync_directory(dir)?;
    }
    directory::write_durable(&dir.join(KEY_NAME), key.as_bytes())?;
    Ok(key)
}

fn random_key() -> Result<ManifestKey, FormatError> {
    ManifestKey::random().map_err(|source| FormatError::NoRandom { source })
}

/// Writes `MANIFEST.json` as a whole and durably.
pub(super) fn write_manifest(
    dir: &Path,
    manifest: &Manifest,
    key: &ManifestKey,
) -> Result<(), DirectoryError> {
    // HMAC takes keys of any length.
    let bytes = manifest.to_bytes(key).unwrap_or_default();
    directory::write_durable(&dir.join(manifest::FILE_NAME), &bytes)
}

/// What is known of the open store, kept up to date.
pub(super) struct Record {
    dir: PathBuf,
    key: ManifestKey,
    state: Mutex<State>,
    suspected: AtomicBool,
}

struct State {
    manifest: Manifest,
    mark: Option<File>,
    marked: (u64, u64),
}

impl Record {
    /// Begins with the sessions that are in the store, whatever the manifest says of them.
    pub(super) fn begin(
        dir: &Path,
        key: ManifestKey,
        mut manifest: Manifest,
        store: &SledStore,
    ) -> Result<Self, HomeError> {
        manifest.sessions = store.scan(Tree::Sessions, &[])?.into_iter().collect();
        let state = State { manifest, mark: None, marked: (0, 0) };
        Ok(Self { dir: dir.to_owned(), key, state: Mutex::new(state), suspected: AtomicBool::new(false) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under this lock panics between two changes that belong together.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last snapshot.
    pub(super) fn snapshot(&self) -> Option<Taken> {
        self.state().manifest.snapshot.clone()
    }

    /// Writes the manifest as the store is now.
    pub(super) fn save(&self, store: &SledStore, snapshot: Option<Taken>) -> Result<(), HomeError> {
        let sessions = store.scan(Tree::Sessions, &[])?.into_iter().collect();
        let standing = store.standing();
        let mut state = self.state();
        state.manifest.sessions = sessions;
        state.manifest.standing = standing;
        if snapshot.is_some() {
            state.manifest.snapshot = snapshot;
        }
        Ok(write_manifest(&self.dir, &state.manifest, &self.key)?)
    }

    /// Before a commit: where it begins or ends sessions, the manifest says so first.
    fn announce(&self, batch: &Batch, store: &SledStore) -> Result<(), StoreError> {
        let mut state = self.state();
        let mut changed = false;
        for (_, key, record) in batch.iter().filter(|(tree, ..)| *tree == Tree::Sessions) {
            changed |= match record {
                Some(record) => state.manifest.sessions.insert(key.clone(), record.clone()).is_none(),
                None => state.manifest.sessions.remove(key).is_some(),
            };
        }
        if !changed {
            return Ok(());
        }
        state.manifest.standing = store.standing();
        write_manifest(&self.dir, &state.manifest, &self.key).map_err(|error| match error.into_io() {
            Ok(source) => StoreError::from_io(store.dir(), source),
            Err(error) => StoreError::Io { path: store.dir().to_owned(), source: Arc::new(error) },
        })
    }

    /// After a commit, which is on disk. A mark that cannot be written stays behind, which it may.
    fn mark(&self, standing: Standing) {
        let mut state = self.state();
        if standing.order() <= state.marked {
            return;
        }
        if state.mark.is_none() {
            state.mark = open_mark(&self.dir.join(MARK_NAME)).ok();
        }
        if let (Some(mark), Some(bytes)) = (&state.mark, manifest::mark_of(standing, &self.key))
            && mark.write_all_at(&bytes, 0).is_ok()
        {
            state.marked = standing.order();
        }
    }

    /// A value could not be read: the next start looks at all of them.
    pub(super) fn suspect(&self, error: &StoreError) {
        if error.is_damaged() && !self.suspected.swap(true, Ordering::Relaxed) {
            // Where it cannot be noted, the next start still reads what the app reads.
            let _ = directory::write_durable(&self.dir.join(SUSPECT), SUSPECT_DAMAGED);
        }
    }
}

fn open_mark(path: &Path) -> Result<File, DirectoryError> {
    directory::open_lock_file(path)
}

/// The store, with what is known of it.
pub(super) struct Watched {
    pub(super) store: Arc<SledStore>,
    pub(super) record: Arc<Record>,
}

impl Watched {
    fn look<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.inspect_err(|error| self.record.suspect(error))
    }
}

impl Store for Watched {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.look(self.store.get(tree, key))
    }

    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        self.look(self.store.scan(tree, prefix))
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.record.announce(batch, &self.store)?;
        self.look(self.store.commit(batch))?;
        self.record.mark(self.store.standing());
        Ok(())
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.look(self.store.entries())
    }
}
