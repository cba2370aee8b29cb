//! The files of a store, as they lie in its directory.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use crate::{
    directory::{self, DirectoryError},
    home::HomeError,
};

/// Files up to this size are held in memory while they are opened. Of larger ones what opening has left is quarantined.
const HELD_IN_MEMORY: u64 = 64 << 20;

/// The files of a store in memory, by their names.
pub(super) struct Files(Vec<(PathBuf, Vec<u8>)>);

impl Files {
    /// Reads them, unless they are too large.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, HomeError> {
        let mut names = Vec::new();
        let size = list_files(dir, Path::new(""), &mut names)?;
        if size > HELD_IN_MEMORY {
            return Ok(None);
        }
        let read = |name: PathBuf| -> Result<_, HomeError> {
            let path = dir.join(&name);
            let bytes = fs::read(&path).map_err(|error| DirectoryError::from_io(path, error))?;
            Ok((name, bytes))
        };
        Ok(Some(Self(names.into_iter().map(read).collect::<Result<_, _>>()?)))
    }

    /// Writes them below `dir`, durably.
    pub(super) fn write(&self, dir: &Path, wanted: impl Fn(&str) -> bool) -> Result<(), HomeError> {
        directory::create_private_dir(dir)?;
        for (name, bytes) in self.0.iter().filter(|(name, _)| wanted(&name.to_string_lossy())) {
            let path = dir.join(name);
            if let Some(parent) = path.parent() {
                directory::create_private_dir(parent)?;
            }
            directory::write_durable(&path, bytes)?;
        }
        Ok(directory::sync_directory(dir)?)
    }
}

/// Adds the names of regular files below `dir`, and answers how large they are together.
fn list_files(dir: &Path, below: &Path, names: &mut Vec<PathBuf>) -> Result<u64, HomeError> {
    let mut size = 0;
    for path in directory::list(&dir.join(below))? {
        let meta = path.symlink_metadata().map_err(|error| DirectoryError::from_io(&path, error))?;
        let name = below.join(path.file_name().unwrap_or_default());
        if meta.is_dir() {
            size += list_files(dir, &name, names)?;
        } else if meta.is_file() {
            size += meta.size();
            names.push(name);
        }
    }
    Ok(size)
}

/// Copies regular files of a directory that is too large for memory.
pub(super) fn copy_dir(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool) -> Result<(), HomeError> {
    let mut names = Vec::new();
    list_files(from, Path::new(""), &mut names)?;
    directory::create_private_dir(to)?;
    for name in names.iter().filter(|name| wanted(&name.to_string_lossy())) {
        let path = to.join(name);
        if let Some(parent) = path.parent() {
            directory::create_private_dir(parent)?;
        }
        let copied = fs::copy(from.join(name), &path).and_then(|_| fs::File::open(&path)?.sync_all());
        copied.map_err(|error| DirectoryError::from_io(path, error))?;
    }
    Ok(directory::sync_directory(to)?)
}
