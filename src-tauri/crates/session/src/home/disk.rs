//! A home in a directory.

mod closing;
mod files;
mod health;
mod opening;
mod replace;
mod watched;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
};

pub use self::health::StoreHealth;
use self::watched::Record;
use super::erase::{self, ERASING, EraseStep};
use super::{
    Home, HomeError, Recovery, check_name, format_of,
    manifest::{self, Manifest},
};
use crate::{
    directory::{self, DirectoryError, ProfileDirectory, Repair},
    format::{self, Format, FormatError, StoreId},
    store::{OpenMode, SledStore, Store},
};

const STORE: &str = "store";
const KEYS: &str = "keys";
const WEBVIEW: &str = "webview";

/// There while the home is being created: what lies beside it is unfinished and holds nothing yet.
const CREATING: &str = ".creating";

/// What may be in a directory that is no home: the webview's data until exit, logs, and what was set aside.
const HARMLESS: [&str; 3] = [WEBVIEW, "logs", "quarantine"];

/// The home in `BASE/<app id>/<profile>/`.
pub struct DiskHome {
    directory: ProfileDirectory,
    repairs: Vec<Repair>,
    /// Whether a damaged store is made anew, and an old one brought up to date.
    repairing: bool,
    /// The open store, as long as it is.
    open: Weak<SledStore>,
    record: Option<Arc<Record>>,
    /// What the store held when the last snapshot was taken.
    live_bytes: Option<u64>,
    notes: Vec<String>,
}

impl std::fmt::Debug for DiskHome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DiskHome").field("directory", &self.directory).finish_non_exhaustive()
    }
}

impl DiskHome {
    /// Checks what exists of `directory`, closes what others could reach, and creates nothing.
    ///
    /// # Errors
    /// [`HomeError::Directory`] if it is refused.
    pub fn open(directory: ProfileDirectory) -> Result<Self, HomeError> {
        let repairs = directory.verify()?;
        Ok(Self { repairs, ..Self::unchecked(directory) })
    }

    fn unchecked(directory: ProfileDirectory) -> Self {
        Self {
            directory,
            repairs: Vec::new(),
            repairing: true,
            open: Weak::new(),
            record: None,
            live_bytes: None,
            notes: Vec::new(),
        }
    }

    /// Leaves a damaged store, and one of an older version, as they are: for whoever could not tell the person.
    #[must_use]
    pub fn without_repair(mut self) -> Self {
        self.repairing = false;
        self
    }

    /// What was found too open and closed, for the log.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Where the home is.
    #[must_use]
    pub fn directory(&self) -> &ProfileDirectory {
        &self.directory
    }

    /// Removes `webview/`, which [`Home::erase`] leaves because a window may be using it, and the directories that
    /// are empty then. For the exit, and for a start that finds no consent.
    ///
    /// # Errors
    /// [`HomeError::Directory`] with what the system says.
    pub fn erase_webview(&mut self) -> Result<(), HomeError> {
        directory::remove_dir(&self.directory.webview())?;
        self.remove_empty()
    }

    /// Whether everything that the store writes can be written.
    ///
    /// # Errors
    /// [`HomeError::Directory`] with the place that cannot be.
    pub fn check_writable(&self) -> Result<(), HomeError> {
        directory::check_writable(self.directory.path())?;
        [STORE, "store/db", KEYS].iter().try_for_each(|name| directory::check_writable(&self.at(name)))?;
        Ok(())
    }

    /// Whether the home is of a version that this program reads.
    ///
    /// # Errors
    /// [`HomeError::Format`], or what the system says.
    pub fn check_format(&self) -> Result<(), HomeError> {
        format_of(self).map(|_| ())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn is_there(&self, name: &str) -> Result<bool, HomeError> {
        let path = self.at(name);
        match path.symlink_metadata() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(DirectoryError::from_io(path, error).into()),
        }
    }

    /// Makes an empty file durably, under its own name from the start: one with a temporary name, in a directory that holds
    /// nothing else yet, would look like a directory of somebody else to the next start.
    fn set_marker(&self, name: &str) -> Result<(), HomeError> {
        directory::ensure_file(&self.at(name))?;
        Ok(directory::sync_directory(self.directory.path())?)
    }

    /// Finishes what a killed process has begun.
    fn settle(&self) -> Result<(), HomeError> {
        if self.is_there(ERASING)? {
            self.erase_all(b"", &mut |_| {})?;
        }
        if self.is_there(CREATING)? {
            if !self.is_there(format::FILE_NAME)? {
                directory::remove_dir(&self.at(STORE))?;
                directory::remove_dir(&self.at(KEYS))?;
                for name in [manifest::FILE_NAME, manifest::MARK_NAME] {
                    directory::remove_file(&self.at(name))?;
                }
                self.remove_temporary(self.directory.path())?;
            }
            directory::remove_file(&self.at(CREATING))?;
            directory::sync_directory(self.directory.path())?;
            self.remove_empty()?;
        }
        if self.is_there("")? {
            replace::finish(self.directory.path())?;
            directory::remove_dir(&self.at(opening::TRIED))?;
            directory::remove_dir(&self.at(opening::PARTIAL))?;
        }
        Ok(())
    }

    /// Removes what a killed process was writing, which may hold key material.
    fn remove_temporary(&self, dir: &Path) -> Result<(), HomeError> {
        for path in directory::list(dir)? {
            if is_temporary(&path) {
                directory::overwrite_and_remove(&path)?;
            } else if path.is_dir() && !path.is_symlink() && dir != self.directory.path() {
                self.remove_temporary(&path)?;
            }
        }
        Ok(())
    }

    fn erase_all(&self, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
        erase::erase(self.directory.path(), note, told)?;
        self.remove_empty()
    }

    /// Removes the profile's, the app's and the base directory as far as nothing is in them.
    fn remove_empty(&self) -> Result<(), HomeError> {
        for dir in self.directory.path().ancestors().take(3) {
            if !directory::remove_dir_if_empty(dir)? {
                break;
            }
        }
        Ok(())
    }

    fn collect(&self, dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), HomeError> {
        for path in directory::list(dir)? {
            if path.is_dir() && !path.is_symlink() {
                self.collect(&path, files)?;
            } else {
                files.push(path);
            }
        }
        Ok(())
    }

    fn name_of(&self, path: &Path) -> Option<String> {
        let name = path.strip_prefix(self.directory.path()).ok()?;
        let parts: Option<Vec<&str>> = name.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }
}

impl Home for DiskHome {
    fn exists(&self) -> Result<bool, HomeError> {
        self.settle()?;
        if self.is_there(format::FILE_NAME)? {
            return Ok(true);
        }
        let found = directory::list(self.directory.path())?;
        let harmless = |path: &PathBuf| HARMLESS.iter().any(|name| path.file_name() == Some(name.as_ref()));
        if found.iter().all(harmless) {
            Ok(false)
        } else {
            Err(FormatError::Missing { path: self.directory.path().to_owned() }.into())
        }
    }

    fn create(&mut self) -> Result<(), HomeError> {
        if self.exists()? {
            return Ok(());
        }
        let id = StoreId::random()?;
        self.directory.create()?;
        self.set_marker(CREATING)?;
        let made = || -> Result<(), HomeError> {
            directory::create_private_dir(&self.at(KEYS))?;
            let key = watched::new_key(self.directory.path())?;
            let store = SledStore::open(&self.at(STORE), id, OpenMode::Create)?;
            store.begin_at(1, 0)?;
            let mut manifest = Manifest::new(id);
            manifest.standing = store.standing();
            drop(store);
            watched::write_manifest(self.directory.path(), &manifest, &key)?;
            // From here on it exists, and with it a store that has the id.
            directory::write_durable(&self.at(format::FILE_NAME), &Format::new(id).to_bytes())?;
            directory::remove_file(&self.at(CREATING))?;
            Ok(directory::sync_directory(self.directory.path())?)
        };
        made().inspect_err(|_| {
            // Only tidying: what it cannot remove now, the next start finds with its marker.
            let _ = self.settle();
        })
    }

    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        self.settle()?;
        let watched = self.open_watched()?;
        self.open = Arc::downgrade(&watched.store);
        self.record = Some(Arc::clone(&watched.record));
        Ok(Box::new(watched))
    }

    fn recovery(&self) -> Result<Option<Recovery>, HomeError> {
        let bytes = directory::read_private(&self.at(replace::RECOVERY))?;
        // One that cannot be read is told by the log, the report in the quarantine and the data themselves.
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    fn recovery_was_told(&mut self) -> Result<(), HomeError> {
        self.remove(replace::RECOVERY, false)
    }

    fn snapshot(&mut self, now: i64) -> Result<bool, HomeError> {
        self.take_snapshot(now)
    }

    fn last_snapshot(&self) -> Option<i64> {
        Some(self.record.as_ref()?.snapshot()?.at)
    }

    fn close(&mut self) -> Result<(), HomeError> {
        if self.open.strong_count() == 0 && self.rebuild_if_bloated()? {
            self.notes.push("the store had grown far beyond what it holds, and was made anew".to_owned());
        }
        Ok(())
    }

    fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        check_name(name)?;
        Ok(directory::read_private(&self.at(name))?)
    }

    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        check_name(name)?;
        if !self.is_there(format::FILE_NAME)? {
            return Err(HomeError::Absent);
        }
        let mut dir = self.directory.path().to_owned();
        let mut parts = name.split('/').peekable();
        while let Some(part) = parts.next()
            && parts.peek().is_some()
        {
            let parent = dir.clone();
            dir.push(part);
            if !dir.is_dir() {
                directory::create_private_dir(&dir)?;
                directory::sync_directory(&parent)?;
            }
        }
        Ok(directory::write_durable(&self.at(name), bytes)?)
    }

    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        check_name(name)?;
        let path = self.at(name);
        if !self.is_there(name)? {
            return Ok(());
        }
        if overwrite {
            directory::overwrite_and_remove(&path)?;
        } else {
            directory::remove_file(&path)?;
        }
        match path.parent() {
            Some(dir) => Ok(directory::sync_directory(dir)?),
            None => Ok(()),
        }
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        check_name(from)?;
        check_name(to)?;
        if !self.is_there(from)? {
            return Ok(());
        }
        directory::rename(&self.at(from), &self.at(to))?;
        match self.at(to).parent() {
            Some(dir) => Ok(directory::sync_directory(dir)?),
            None => Ok(()),
        }
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        let mut files = Vec::new();
        self.collect(self.directory.path(), &mut files)?;
        let mut names: Vec<String> = files
            .iter()
            .filter_map(|path| self.name_of(path))
            .filter(|name| name.starts_with(prefix) && check_name(name).is_ok())
            .collect();
        names.sort();
        Ok(names)
    }

    fn erase(&mut self) -> Result<(), HomeError> {
        self.erase_noting(b"", &mut |_| {})
    }

    fn erase_noting(&mut self, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
        if !self.is_there("")? {
            return Ok(());
        }
        self.record = None;
        self.live_bytes = None;
        self.erase_all(note, told)
    }

    fn erasing(&self) -> Result<Option<Vec<u8>>, HomeError> {
        Ok(directory::read_private(&self.at(ERASING))?)
    }

    fn path(&self) -> Option<PathBuf> {
        Some(self.directory.path().to_owned())
    }

    fn inventory(&self) -> Result<Vec<(PathBuf, u64)>, HomeError> {
        erase::inventory(self.directory.path())
    }

    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        let mut paths = Vec::new();
        self.collect(self.directory.path(), &mut paths)?;
        let mut files = Vec::new();
        for path in paths {
            match fs::read(&path) {
                Ok(bytes) => files.push((path, bytes)),
                // Removed since the directory was listed.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(DirectoryError::from_io(path, error).into()),
            }
        }
        Ok(files)
    }
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(directory::TEMPORARY))
}
