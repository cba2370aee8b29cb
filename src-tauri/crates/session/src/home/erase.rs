//! A home is erased: for good, step by step, and to its end also where the process is killed on the way.
//!
//! A note comes first, `.erasing`, and goes last: while it is there, whoever opens the home goes on with what is left to do. Keys go
//! before all else, overwritten: what is left of the rest cannot be read from then on. What another process or the file system has copied
//! elsewhere cannot be reached; of the values there it holds the sealed form only.

use std::path::{Path, PathBuf};

use super::HomeError;
use crate::directory::{self, DirectoryError};
use crate::format::FILE_NAME;

/// There while the home is being erased. It holds what the receipt is to say.
pub(super) const ERASING: &str = ".erasing";

/// The webview's files. A window may be using them: who erases decides when they go.
const WEBVIEW: &str = "webview";

/// A part of what is erased, in the order in which they go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum EraseStep {
    /// The note is durable: from here on it will be erased.
    Noted,
    /// Signing keys, data keys and the token that waits for its mirror are overwritten and gone.
    Keys,
    /// The store is gone, with every stale segment in it.
    Store,
    /// The snapshots are gone.
    Backups,
    /// What was set aside as damaged is gone.
    Quarantine,
    /// Logs and everything else are gone.
    Rest,
    /// The note is gone.
    Done,
}

/// The directories that go one after another; what else there is follows with [`EraseStep::Rest`].
const PLACES: [(&str, EraseStep); 3] =
    [("store", EraseStep::Store), ("backups", EraseStep::Backups), ("quarantine", EraseStep::Quarantine)];

/// Erases what is in `dir`, and tells each step once it is durable.
pub(super) fn erase(dir: &Path, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
    if !is_there(&dir.join(ERASING))? {
        match directory::write_durable(&dir.join(ERASING), note) {
            // A full disk keeps nobody's data from being erased: another name needs no room.
            Err(error) if error.is_full() && is_there(&dir.join(FILE_NAME))? => {
                directory::rename(&dir.join(FILE_NAME), &dir.join(ERASING))?;
                directory::sync_directory(dir)?;
            }
            written => written?,
        }
    }
    told(EraseStep::Noted);
    overwrite_all(&dir.join("keys"))?;
    directory::remove_dir(&dir.join("keys"))?;
    directory::sync_directory(dir)?;
    told(EraseStep::Keys);
    for (name, step) in PLACES {
        directory::remove_dir(&dir.join(name))?;
        directory::sync_directory(dir)?;
        told(step);
    }
    for path in directory::list(dir)? {
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
    directory::sync_directory(dir)?;
    told(EraseStep::Rest);
    directory::remove_file(&dir.join(ERASING))?;
    directory::sync_directory(dir)?;
    told(EraseStep::Done);
    Ok(())
}

/// What is in `dir`: each file's way from there, and its size.
pub(crate) fn inventory(dir: &Path) -> Result<Vec<(PathBuf, u64)>, HomeError> {
    let (mut files, mut left) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(within) = left.pop() {
        for path in directory::list(&within)? {
            let about = match path.symlink_metadata() {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                about => about.map_err(|error| DirectoryError::from_io(&path, error))?,
            };
            if about.is_dir() {
                left.push(path);
            } else if let Ok(name) = path.strip_prefix(dir) {
                files.push((name.to_owned(), about.len()));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_there(path: &Path) -> Result<bool, HomeError> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(DirectoryError::from_io(path, error).into()),
    }
}

fn overwrite_all(dir: &Path) -> Result<(), HomeError> {
    for path in directory::list(dir)? {
        if path.is_dir() && !path.is_symlink() {
            overwrite_all(&path)?;
        } else if path.is_file() && !path.is_symlink() {
            match directory::overwrite_and_remove(&path) {
                // Some file systems need room also to write over what is there.
                Err(error) if error.is_full() => directory::remove_file(&path)?,
                removed => removed?,
            }
        }
    }
    Ok(())
}
