//! A home in a directory.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Home, HomeError, check_name, format_of};
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

/// There while the home is being erased: what lies beside it is to go.
const ERASING: &str = ".erasing";

/// What may be in a directory that is no home: the webview's data until exit, logs, and what was set aside.
const HARMLESS: [&str; 3] = [WEBVIEW, "logs", "quarantine"];

/// The home in `BASE/<app id>/<profile>/`.
#[derive(Debug)]
pub struct DiskHome {
    directory: ProfileDirectory,
    repairs: Vec<Repair>,
}

impl DiskHome {
    /// Checks what exists of `directory`, closes what others could reach, and creates nothing.
    ///
    /// # Errors
    /// [`HomeError::Directory`] if it is refused.
    pub fn open(directory: ProfileDirectory) -> Result<Self, HomeError> {
        let repairs = directory.verify()?;
        Ok(Self { directory, repairs })
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
        [STORE, "store/db", KEYS].iter().try_for_each(|name| directory::check_writable(&self.path(name)))?;
        Ok(())
    }

    /// Whether the home is of a version that this program reads.
    ///
    /// # Errors
    /// [`HomeError::Format`], or what the system says.
    pub fn check_format(&self) -> Result<(), HomeError> {
        format_of(self).map(|_| ())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn is_there(&self, name: &str) -> Result<bool, HomeError> {
        let path = self.path(name);
        match path.symlink_metadata() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(DirectoryError::from_io(path, error).into()),
        }
    }

    /// Finishes what a killed process has begun.
    fn settle(&self) -> Result<(), HomeError> {
        if self.is_there(ERASING)? {
            self.erase_rest()?;
        }
        // Of a process that was killed while it wrote the marker itself: there is nothing yet.
        directory::remove_file(&self.path(&format!("{}{CREATING}", directory::TEMPORARY)))?;
        if self.is_there(CREATING)? {
            if !self.is_there(format::FILE_NAME)? {
                directory::remove_dir(&self.path(STORE))?;
                directory::remove_dir(&self.path(KEYS))?;
                self.remove_temporary(self.directory.path())?;
            }
            directory::remove_file(&self.path(CREATING))?;
            directory::sync_directory(self.directory.path())?;
            self.remove_empty()?;
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

    fn erase_rest(&self) -> Result<(), HomeError> {
        // Keys first: without them what is left of the rest cannot be read.
        overwrite_all(&self.path(KEYS))?;
        for path in directory::list(self.directory.path())? {
            let name = path.file_name().unwrap_or_default();
            if name == WEBVIEW || name == ERASING {
                continue;
            }
            if path.is_dir() && !path.is_symlink() {
                directory::remove_dir(&path)?;
            } else {
                directory::remove_file(&path)?;
            }
        }
        directory::sync_directory(self.directory.path())?;
        directory::remove_file(&self.path(ERASING))?;
        directory::sync_directory(self.directory.path())?;
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
        directory::write_durable(&self.path(CREATING), b"")?;
        let made = || -> Result<(), HomeError> {
            directory::create_private_dir(&self.path(KEYS))?;
            drop(SledStore::open(&self.path(STORE), id, OpenMode::Create)?);
            // From here on it exists, and with it a store that has the id.
            directory::write_durable(&self.path(format::FILE_NAME), &Format::new(id).to_bytes())?;
            directory::remove_file(&self.path(CREATING))?;
            Ok(directory::sync_directory(self.directory.path())?)
        };
        made().inspect_err(|_| {
            // Only tidying: what it cannot remove now, the next start finds with its marker.
            let _ = self.settle();
        })
    }

    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        self.settle()?;
        let format = format_of(self)?;
        // sled would open it, and fail at the first write.
        self.check_writable()?;
        self.remove_temporary(self.directory.path())?;
        self.remove_temporary(&self.path(KEYS))?;
        Ok(Box::new(SledStore::open(&self.path(STORE), format.store_id(), OpenMode::Existing)?))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        check_name(name)?;
        Ok(directory::read_private(&self.path(name))?)
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
        Ok(directory::write_durable(&self.path(name), bytes)?)
    }

    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        check_name(name)?;
        let path = self.path(name);
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
        directory::rename(&self.path(from), &self.path(to))?;
        match self.path(to).parent() {
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
        if !self.is_there("")? {
            return Ok(());
        }
        directory::write_durable(&self.path(ERASING), b"")?;
        self.erase_rest()
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

fn overwrite_all(dir: &Path) -> Result<(), HomeError> {
    for path in directory::list(dir)? {
        if path.is_dir() && !path.is_symlink() {
            overwrite_all(&path)?;
        } else if path.is_file() && !path.is_symlink() {
            directory::overwrite_and_remove(&path)?;
        }
    }
    Ok(())
}
