//! Puts a new store in the place of the old one, whatever moment the process is killed at.
//!
//! The new store is built beside the old one, under another name. A note then says what is to be done, and from that moment
//! it will be: a start that finds the note goes on where the last one was cut short. Without the note, what was being built
//! is removed and the old store is the store.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{STORE, watched::SUSPECT};
use crate::{
    directory::{self, DirectoryError},
    format::StoreId,
    home::{
        HomeError,
        manifest::{self, Manifest, ManifestKey},
        recovery::Recovery,
    },
    store::{Batch, Entry, OpenMode, SledStore, Standing, Store},
};

/// The note.
const NOTE: &str = ".replacing";

/// The store that is being built.
const NEW: &str = ".store-new";

/// The store whose place was taken.
const OLD: &str = ".store-old";

/// What is to be told to the person.
pub(super) const RECOVERY: &str = "RECOVERY.json";

/// A commit of entries is about this large.
const BATCH_BYTES: usize = 1 << 20;

/// What the note says.
#[derive(Serialize, Deserialize)]
pub(super) struct Replacement {
    /// The manifest of the new store.
    manifest: String,
    recovery: Option<Recovery>,
    /// Where the old store is to be kept, if not in a copy that was made already.
    keep: Option<String>,
}

impl Replacement {
    pub(super) fn new(
        manifest: &Manifest,
        key: &ManifestKey,
        recovery: Option<Recovery>,
        keep: Option<String>,
    ) -> Self {
        let manifest = manifest.to_bytes(key).unwrap_or_default();
        Self { manifest: String::from_utf8(manifest).unwrap_or_default(), recovery, keep }
    }
}

/// Builds a store with these entries beside the old one.
pub(super) fn build(
    dir: &Path,
    id: StoreId,
    entries: &[Entry],
    (epoch, generation): (u64, u64),
) -> Result<Standing, HomeError> {
    let path = dir.join(NEW);
    directory::remove_dir(&path)?;
    let store = SledStore::open(&path, id, OpenMode::Create)?;
    let (mut batch, mut size) = (Batch::new(), 0);
    for (tree, key, value) in entries {
        batch.put(*tree, key.clone(), value.clone());
        size += key.len() + value.len();
        if size >= BATCH_BYTES {
            store.commit(&std::mem::take(&mut batch))?;
            size = 0;
        }
    }
    store.commit(&batch)?;
    store.begin_at(epoch, generation)?;
    store.verify()?;
    Ok(store.standing())
}

/// From here on the new store is the store.
pub(super) fn begin(dir: &Path, replacement: &Replacement) -> Result<(), HomeError> {
    let note = serde_json::to_vec(replacement).map_err(|error| {
        HomeError::Directory(DirectoryError::from_io(dir.join(NOTE), std::io::Error::other(error)))
    })?;
    Ok(directory::write_durable(&dir.join(NOTE), &note)?)
}

/// Does what a note says is to be done. Without a note, what was being built is removed.
pub(super) fn finish(dir: &Path) -> Result<(), HomeError> {
    let (note, new, old, store) = (dir.join(NOTE), dir.join(NEW), dir.join(OLD), dir.join(STORE));
    let Some(bytes) = directory::read_private(&note)? else {
        return Ok(directory::remove_dir(&new)?);
    };
    let replacement: Replacement = serde_json::from_slice(&bytes).map_err(|error| {
        HomeError::Directory(DirectoryError::from_io(&note, std::io::Error::other(error)))
    })?;
    if new.is_dir() {
        if store.is_dir() {
            directory::rename(&store, &old)?;
        }
        directory::rename(&new, &store)?;
        directory::sync_directory(dir)?;
    }
    directory::write_durable(&dir.join(manifest::FILE_NAME), replacement.manifest.as_bytes())?;
    if let Some(recovery) = &replacement.recovery {
        let bytes = serde_json::to_vec(recovery).unwrap_or_default();
        directory::write_durable(&dir.join(RECOVERY), &bytes)?;
        if recovery.quarantine.is_dir() {
            directory::write_durable(&recovery.quarantine.join("report.json"), &bytes)?;
        }
    }
    if old.is_dir() {
        match &replacement.keep {
            Some(place) => {
                let place = dir.join(place);
                if let Some(parent) = place.parent() {
                    if let Some(above) = parent.parent() {
                        directory::create_private_dir(above)?;
                    }
                    directory::create_private_dir(parent)?;
                    directory::rename(&old, &place)?;
                    directory::sync_directory(parent)?;
                }
            }
            None => directory::remove_dir(&old)?,
        }
    }
    directory::remove_file(&dir.join(SUSPECT))?;
    directory::remove_file(&note)?;
    Ok(directory::sync_directory(dir)?)
}
