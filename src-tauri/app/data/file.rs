//! The file of an export: written as a whole and for its owner alone, read as far as it may be large.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hyperdiv::Exit;
use hyperdiv_desktop::verb::VerbError;

/// The largest file that is read, in bytes.
const MOST_BYTES: u64 = 256 << 20;

fn not_written(file: &Path, why: &impl std::fmt::Display) -> VerbError {
    VerbError { exit: Exit::NotWritten, sentence: format!("{} was not written: {why}", file.display()) }
}

/// Refuses a file that is there, before any work is done for it.
pub(super) fn check(file: &Path, force: bool) -> Result<(), VerbError> {
    match file.symlink_metadata() {
        Ok(about) if about.is_dir() => Err(not_written(file, &"it is a directory")),
        Ok(_) if !force => Err(not_written(file, &"it is there already; add --force to write over it")),
        _ => Ok(()),
    }
}

/// Writes it beside its place and puts the whole there: what was there stays until then.
pub(super) fn write(file: &Path, bytes: &[u8], force: bool) -> Result<(), VerbError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = file.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let written = options.open(&beside).and_then(|mut part| {
        let whole = part
            .write_all(bytes)
            .and_then(|()| part.sync_all())
            .and_then(|()| if force { fs::rename(&beside, file) } else { fs::hard_link(&beside, file) });
        // Linked, it has its name; failed, it is of no use. With `--force` it is not there any more.
        if !force || whole.is_err() {
            let removed = fs::remove_file(&beside);
            return whole.and(removed);
        }
        whole
    });
    written.map_err(|error| not_written(file, &error))
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, VerbError> {
    let failed = |why: String| VerbError {
        exit: Exit::Failed,
        sentence: format!("{} cannot be read: {why}", file.display()),
    };
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    match read {
        Ok(size) if size as u64 > MOST_BYTES => Err(failed(format!("it has more than {MOST_BYTES} bytes"))),
        Ok(_) => Ok(bytes),
        Err(error) => Err(failed(error.to_string())),
    }
}
