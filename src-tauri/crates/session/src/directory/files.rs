//! Private files and directories, opened without following links and checked on what was opened.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use rustix::fs::OFlags;

#[cfg(feature = "conformance")]
pub(crate) use super::fault::step;
use super::{DirectoryError, Repair};

/// Before each call that changes something on disk: tests let it fail here.
#[cfg(not(feature = "conformance"))]
#[expect(clippy::unnecessary_wraps, reason = "the one of the tests fails")]
pub(crate) const fn step() -> io::Result<()> {
    Ok(())
}

/// What others may not have.
const OTHERS: u32 = 0o077;

/// Larger than any small file that is written here; a planted one is not read into memory.
const SMALL_FILE_BYTES: u64 = 64 << 20;

/// What the name of a file starts with that is being written. One that a killed process left has no other name.
pub(crate) const TEMPORARY: &str = ".tmp-";

/// What is done about what others could reach.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TooOpen {
    /// It is closed to them, and told.
    Close,
    /// It is told.
    Tell,
}

/// Whether a second name of a file is an attack, or WebKit's way to cache.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Ours,
    Toolkit,
}

fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Opens without following a link in the last component, without blocking on a pipe, and closed on exec.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    let flags = OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    options.mode(0o600).custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    options
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> DirectoryError + use<> {
    let path = path.to_owned();
    move |error| {
        // What `O_NOFOLLOW` answers for a link.
        if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
            return DirectoryError::Link { path };
        }
        DirectoryError::from_io(path, error)
    }
}

fn check_owner(path: &Path, metadata: &Metadata) -> Result<(), DirectoryError> {
    let path = path.to_owned();
    if metadata.file_type().is_symlink() {
        Err(DirectoryError::Link { path })
    } else if metadata.uid() != user() {
        Err(DirectoryError::ForeignOwner { path, owner: metadata.uid() })
    } else {
        Ok(())
    }
}

fn check_regular(path: &Path, metadata: &Metadata, content: Content) -> Result<(), DirectoryError> {
    check_owner(path, metadata)?;
    if !metadata.is_file() {
        return Err(DirectoryError::Unusable { path: path.to_owned() });
    }
    if content == Content::Ours && metadata.nlink() > 1 {
        return Err(DirectoryError::Link { path: path.to_owned() });
    }
    Ok(())
}

/// Takes the rights of others from what `file` has open.
fn close_to_others(path: &Path, file: &File, metadata: &Metadata) -> Result<Option<Repair>, DirectoryError> {
    let repair = too_open(path, metadata);
    if let Some(repair) = &repair {
        file.set_permissions(fs::Permissions::from_mode(repair.to)).map_err(at(path))?;
    }
    Ok(repair)
}

/// What would be taken from others.
fn too_open(path: &Path, metadata: &Metadata) -> Option<Repair> {
    let from = metadata.mode() & 0o7777;
    (from & OTHERS != 0).then(|| Repair { path: path.to_owned(), from, to: from & !OTHERS })
}

/// Checks that `path` is a directory of ours and no link, and closes it to others.
fn check_dir(path: &Path) -> Result<Option<Repair>, DirectoryError> {
    check_dir_and(path, TooOpen::Close)
}

/// Checks that `path` is a directory of ours and no link.
pub(super) fn check_dir_and(path: &Path, then: TooOpen) -> Result<Option<Repair>, DirectoryError> {
    // Before opening, because one that cannot be opened has an owner too.
    let seen = path.symlink_metadata().map_err(at(path))?;
    check_owner(path, &seen)?;
    if !seen.is_dir() {
        return Err(DirectoryError::Unusable { path: path.to_owned() });
    }
    if then == TooOpen::Tell {
        return Ok(too_open(path, &seen));
    }
    let dir = options().read(true).open(path).map_err(at(path))?;
    let metadata = dir.metadata().map_err(at(path))?;
    check_owner(path, &metadata)?;
    close_to_others(path, &dir, &metadata)
}

fn check_file(path: &Path, content: Content) -> Result<Option<Repair>, DirectoryError> {
    check_file_and(path, content, TooOpen::Close)
}

fn check_file_and(path: &Path, content: Content, then: TooOpen) -> Result<Option<Repair>, DirectoryError> {
    let seen = path.symlink_metadata().map_err(at(path))?;
    check_regular(path, &seen, content)?;
    let found = too_open(path, &seen);
    if found.is_none() || then == TooOpen::Tell {
        return Ok(found);
    }
    let file = options().read(true).open(path).map_err(at(path))?;
    let metadata = file.metadata().map_err(at(path))?;
    check_regular(path, &metadata, content)?;
    close_to_others(path, &file, &metadata)
}

/// Checks all that lies below `root`, and closes what is too open. In `webview/`, which is the toolkit's, links stay.
pub(crate) fn tighten(root: &Path) -> Result<Vec<Repair>, DirectoryError> {
    check_below(root, TooOpen::Close)
}

/// Checks all that lies below `root`.
pub(super) fn check_below(root: &Path, then: TooOpen) -> Result<Vec<Repair>, DirectoryError> {
    let mut repairs = Vec::new();
    let mut left = vec![(root.to_owned(), Content::Ours)];
    while let Some((dir, content)) = left.pop() {
        repairs.extend(check_dir_and(&dir, then)?);
        for entry in fs::read_dir(&dir).map_err(at(&dir))? {
            let entry = entry.map_err(at(&dir))?;
            let path = entry.path();
            let kind = match entry.file_type() {
                // A file of a process that is just ending.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                kind => kind.map_err(at(&path))?,
            };
            let within =
                if dir == root && entry.file_name() == "webview" { Content::Toolkit } else { content };
            if within == Content::Toolkit && content == Content::Ours && !kind.is_dir() {
                // The toolkit would fail in it without a word.
                return Err(DirectoryError::Unusable { path });
            }
            if kind.is_dir() {
                left.push((path, within));
            } else if kind.is_file() || content == Content::Ours {
                match check_file_and(&path, content, then) {
                    Err(error) if error.is_not_found() => {}
                    repair => repairs.extend(repair?),
                }
            }
        }
    }
    Ok(repairs)
}

/// A directory above ours: its rights are not ours to repair.
pub(super) fn check_above(path: &Path) -> Result<(), DirectoryError> {
    const GROUP: u32 = 0o020;
    const ALL: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    /// What the owner of a file is called that a user namespace does not know, root's among them.
    const UNKNOWN: u32 = 65_534;
    let metadata = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata.map_err(at(path))?,
    };
    if !metadata.is_dir() {
        return Err(DirectoryError::Unusable { path: path.to_owned() });
    }
    if ![0, UNKNOWN, user()].contains(&metadata.uid()) {
        return Err(DirectoryError::WritableByOthers { path: path.to_owned() });
    }
    let mode = metadata.mode();
    // A group that has the user's own number is that user's alone, by the convention of `pam_umask`.
    let own_group = metadata.gid() == user() && metadata.gid() == rustix::process::getegid().as_raw();
    if mode & STICKY == 0 && (mode & ALL != 0 || mode & GROUP != 0 && !own_group) {
        return Err(DirectoryError::WritableByOthers { path: path.to_owned() });
    }
    Ok(())
}

/// On the way to our directory a link may be the system's or our own, not another user's.
pub(super) fn check_link_above(path: &Path) -> Result<(), DirectoryError> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() && ![0, user()].contains(&metadata.uid()) => {
            Err(DirectoryError::Link { path: path.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Makes what is missing above our own directory, private as the XDG base directory specification asks.
pub(super) fn create_dirs_above(path: &Path) -> Result<(), DirectoryError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(at(path))
}

/// Makes a directory that is private from its first moment, or checks the one that is there.
pub(crate) fn create_private_dir(path: &Path) -> Result<(), DirectoryError> {
    match step().and_then(|()| DirBuilder::new().mode(0o700).create(path)) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(at(path)(error)),
        _ => check_dir(path).map(|_| ()),
    }
}

/// Makes a new private file.
pub(crate) fn create_file(path: &Path) -> Result<File, DirectoryError> {
    step().and_then(|()| options().write(true).create_new(true).open(path)).map_err(at(path))
}

/// Makes an empty private file, or checks the one that is there.
pub(crate) fn ensure_file(path: &Path) -> Result<(), DirectoryError> {
    match create_file(path) {
        Err(DirectoryError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
            check_file(path, Content::Ours).map(|_| ())
        }
        made => made.map(|_| ()),
    }
}

/// Opens a file to lock, makes it if need be, and checks it.
pub(crate) fn open_lock_file(path: &Path) -> Result<File, DirectoryError> {
    let file = options().read(true).write(true).create(true).truncate(false).open(path).map_err(at(path))?;
    let metadata = file.metadata().map_err(at(path))?;
    check_regular(path, &metadata, Content::Ours)?;
    close_to_others(path, &file, &metadata)?;
    Ok(file)
}

/// The bytes of a private file, or `None` if there is none. One that others could read is closed to them first.
///
/// # Errors
/// [`DirectoryError::Link`] for a link or a file with a second name, [`DirectoryError::ForeignOwner`],
/// [`DirectoryError::Unusable`] for what is no file or larger than 64 MiB, or what the system says.
pub fn read_private(path: &Path) -> Result<Option<Vec<u8>>, DirectoryError> {
    let mut file = match options().read(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(at(path))?,
    };
    let metadata = file.metadata().map_err(at(path))?;
    check_regular(path, &metadata, Content::Ours)?;
    close_to_others(path, &file, &metadata)?;
    if metadata.len() > SMALL_FILE_BYTES {
        return Err(DirectoryError::Unusable { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(at(path))?;
    Ok(Some(bytes))
}

/// Writes a private file as a whole: after this returns, or a crash at any moment, the file holds either its old
/// or its new content, and once it has returned `Ok`, the new one survives a power cut.
///
/// # Errors
/// [`DirectoryError::Link`], [`DirectoryError::ForeignOwner`] or [`DirectoryError::Unusable`] if something else is in
/// the place; [`DirectoryError::Full`], [`DirectoryError::ReadOnly`] or [`DirectoryError::Io`] as the system says.
pub fn write_durable(path: &Path, bytes: &[u8]) -> Result<(), DirectoryError> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(DirectoryError::Unusable { path: path.to_owned() });
    };
    match check_file(path, Content::Ours) {
        Err(error) if error.is_not_found() => {}
        checked => checked.map(|_| ())?,
    }
    // One writer per directory, which holds the profile's lock: a leftover of the same name is a killed one's.
    let temporary = dir.join([TEMPORARY.as_ref(), name].into_iter().collect::<std::ffi::OsString>());
    remove_file(&temporary)?;
    let mut file = create_file(&temporary)?;
    let written = step()
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| step())
        .and_then(|()| file.sync_all())
        .and_then(|()| step())
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(at(path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = remove_file(&temporary);
        return written;
    }
    sync_directory(dir)
}

/// Makes the entries of a directory durable.
pub(crate) fn sync_directory(path: &Path) -> Result<(), DirectoryError> {
    step().and_then(|()| File::open(path)).and_then(|dir| dir.sync_all()).map_err(at(path))
}

/// Whether nothing is at `path`, which could not be removed. Of what is not there, a medium that cannot be written says first that it
/// cannot be.
fn is_gone(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
        || path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Removes a file, or a link and not what it points to. None there is no error.
pub(crate) fn remove_file(path: &Path) -> Result<(), DirectoryError> {
    match step().and_then(|()| fs::remove_file(path)) {
        Err(error) if !is_gone(path, &error) => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Gives a file another name, over one that has it.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), DirectoryError> {
    step().and_then(|()| fs::rename(from, to)).map_err(at(from))
}

/// Overwrites a file with zeros on disk before removing it. Disks that write elsewhere keep a copy all the same.
pub(crate) fn overwrite_and_remove(path: &Path) -> Result<(), DirectoryError> {
    let mut file = match options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(at(path))?,
    };
    let metadata = file.metadata().map_err(at(path))?;
    check_regular(path, &metadata, Content::Ours)?;
    let mut zeros = io::repeat(0).take(metadata.len());
    step()
        .and_then(|()| io::copy(&mut zeros, &mut file))
        .and_then(|_| step())
        .and_then(|()| file.sync_all())
        .map_err(at(path))?;
    remove_file(path)
}

/// Removes a directory and all in it, following no link. None there is no error.
pub(crate) fn remove_dir(path: &Path) -> Result<(), DirectoryError> {
    match step().and_then(|()| fs::remove_dir_all(path)) {
        Err(error) if !is_gone(path, &error) => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Removes a directory if nothing is in it, and answers whether it is gone.
pub(crate) fn remove_dir_if_empty(path: &Path) -> Result<bool, DirectoryError> {
    match fs::remove_dir(path) {
        Ok(()) => Ok(true),
        Err(error) if is_gone(path, &error) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
        // What cannot be written cannot be tidied either: a medium, or a parent that is not this user's.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(false)
        }
        // Something is mounted there.
        Err(error) if error.kind() == io::ErrorKind::ResourceBusy => Ok(false),
        Err(error) => Err(at(path)(error)),
    }
}

/// Whether this process may write `path`; the medium may be one that nobody writes. One that is not there is no error.
///
/// # Errors
/// [`DirectoryError::ReadOnly`], or what else the system says.
pub(crate) fn check_writable(path: &Path) -> Result<(), DirectoryError> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    match accessat(CWD, path, Access::WRITE_OK, AtFlags::EACCESS) {
        Err(rustix::io::Errno::NOENT) => Ok(()),
        checked => checked.map_err(|error| at(path)(error.into())),
    }
}

/// The paths in a directory in order, or none if it is not there.
pub(crate) fn list(path: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(at(path))?,
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(at(path))?;
    paths.sort();
    Ok(paths)
}
