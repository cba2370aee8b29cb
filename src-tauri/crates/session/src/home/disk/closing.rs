//! What is done with the store when nothing is being shown: snapshots, and a new store where the old one has grown far beyond
//! what it holds.

use std::{fs, os::unix::fs::MetadataExt as _};

use super::{
    DiskHome, STORE,
    replace::{self, Replacement},
    watched::Known,
};
use crate::{
    directory::{self, DirectoryError},
    home::{
        HomeError, format_of,
        manifest::{Manifest, Taken},
        snapshot::{self, KEPT, Name, Snapshot},
    },
    store::{OpenMode, SledStore, Store},
};

/// A store that takes no more than this is left as it is.
const BLOATED_BYTES: u64 = 32 << 20;

/// A store that takes no more than this many times what it holds is left as it is.
const BLOATED_TIMES: u64 = 4;

impl DiskHome {
    /// Takes a snapshot, if anything was committed since the last one. True where there is a new one.
    pub(super) fn take_snapshot(&mut self, now: i64) -> Result<bool, HomeError> {
        let (Some(store), Some(record)) = (self.open.upgrade(), self.record.clone()) else {
            return Ok(false);
        };
        let order = store.standing().order();
        if record.snapshot().is_some_and(|taken| taken.order == order) {
            return Ok(false);
        }
        let id = format_of(self)?.store_id();
        // Reads and checks every value.
        let entries = store.entries().inspect_err(|error| record.suspect(error))?;
        self.live_bytes = Some(entries.iter().map(|(_, key, value)| (key.len() + value.len()) as u64).sum());
        let snapshot = Snapshot { store: id, order, at: now, entries };
        let dir = self.at(snapshot::DIRECTORY);
        if !dir.is_dir() {
            directory::create_private_dir(&dir)?;
            directory::sync_directory(self.directory.path())?;
        }
        let path = dir.join(snapshot.name().to_string());
        let refused = |error| HomeError::from(DirectoryError::from_io(&path, error));
        let bytes = snapshot.to_bytes().map_err(refused)?;
        directory::write_durable(&path, &bytes)?;
        let read = Snapshot::parse(&fs::read(&path).map_err(refused)?);
        if read.as_ref() != Some(&snapshot) {
            directory::remove_file(&path)?;
            return Err(refused(std::io::Error::other("it does not read as it was written")));
        }
        record.save(&store, Some(Taken { at: now, order }))?;
        let mut names = self.snapshots();
        names.truncate(names.len().saturating_sub(KEPT));
        for name in names {
            directory::remove_file(&dir.join(name.to_string()))?;
        }
        Ok(true)
    }

    /// The snapshots that there are, the newest last.
    pub(super) fn snapshots(&self) -> Vec<Name> {
        let paths = directory::list(&self.at(snapshot::DIRECTORY)).unwrap_or_default();
        let mut names: Vec<Name> =
            paths.iter().filter_map(|path| Name::parse(path.file_name()?.to_str()?)).collect();
        names.sort();
        names
    }

    /// Makes the store anew where it has grown far beyond what it holds. It must have been closed. True where it was done.
    pub(super) fn rebuild_if_bloated(&mut self) -> Result<bool, HomeError> {
        self.record = None;
        let Some(live) = self.live_bytes.take() else { return Ok(false) };
        let size = self.size_on_disk()?;
        if size <= BLOATED_BYTES || size <= live.saturating_mul(BLOATED_TIMES) {
            return Ok(false);
        }
        let dir = self.directory.path().to_owned();
        let id = format_of(self)?.store_id();
        let (standing, entries) = {
            let store = SledStore::open(&self.at(STORE), id, OpenMode::Existing)?;
            (store.standing(), store.entries()?)
        };
        let known = Known::read(&dir, id, true)?;
        let mut manifest = known.manifest.unwrap_or_else(|| Manifest::new(id));
        // The same content under the same standing: snapshots of it stay as good as they were.
        manifest.standing = replace::build(&dir, id, &entries, standing.order())?;
        replace::begin(&dir, &Replacement::new(&manifest, &known.key, None, None))?;
        replace::finish(&dir)?;
        Ok(true)
    }

    fn size_on_disk(&self) -> Result<u64, HomeError> {
        let mut size = 0;
        for dir in [self.at(STORE), self.at(STORE).join("blobs")] {
            for path in directory::list(&dir)? {
                let meta = path.symlink_metadata().map_err(|error| DirectoryError::from_io(&path, error))?;
                size += if meta.is_file() { meta.blocks() * 512 } else { 0 };
            }
        }
        Ok(size)
    }
}
