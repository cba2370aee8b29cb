//! Opening, reading, writing and syncing one `sled::Db`, with its panics and its permissions kept in.

use std::{
    any::Any,
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, Write as _},
    os::unix::fs::FileExt as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{FallocateFlags, fallocate},
    io::Errno,
};

use super::OpenMode;
use crate::{
    directory::{self, DirectoryError},
    format::StoreId,
    store::StoreError,
};

/// The content of a row, or its key: cheap to clone.
pub(super) type Row = sled::IVec;

/// Rows by key; `None` is absent.
pub(super) type Rows = BTreeMap<Row, Option<Row>>;

/// sled keeps up to 1 GiB by default; what a desktop app stores fits in far less.
const CACHE_BYTES: u64 = 32 << 20;

/// A store of 100,000 records opens in tens of milliseconds.
const OPEN_LIMIT: Duration = Duration::from_secs(10);

/// How long a lock is waited for that this process itself, or one that is just dying, may still hold.
const LOCK_LIMIT: Duration = Duration::from_secs(1);
const LOCK_POLL: Duration = Duration::from_millis(5);

/// Two segments of sled's log: with that much space it opens and takes a commit.
const PROBE_BYTES: u64 = 1 << 20;

/// So much of the log is written over itself at once.
const REWRITE_BYTES: usize = 1 << 20;

/// The row that says whose store this is. No tree has the byte 0xff.
const ID_ROW: &[u8] = b"\xffstore_id";

/// The row that says how far the store has come.
pub(super) const STANDING_ROW: &[u8] = b"\xffstanding";

/// An open database with its log file. A clone is another handle to the same one.
#[derive(Clone)]
pub(super) struct Engine {
    dir: PathBuf,
    db: sled::Db,
    log: Arc<File>,
}

impl Engine {
    /// Opens on a thread of its own: sled has been seen to hang and to panic on damaged files.
    pub(super) fn open(dir: &Path, id: StoreId, mode: OpenMode) -> Result<Self, StoreError> {
        let directory = dir.to_owned();
        within(OPEN_LIMIT, dir, move || Self::open_here(&directory, id, mode))
    }

    fn open_here(dir: &Path, id: StoreId, mode: OpenMode) -> Result<Self, StoreError> {
        let log_path = dir.join("db");
        prepare(dir, mode)?;
        // Opened on a full disk, sled leaves a snapshot that is cut short, and after that takes the store for damaged.
        probe(dir)?;
        let config = sled::Config::default()
            .path(dir)
            .mode(sled::Mode::LowSpace)
            .cache_capacity(CACHE_BYTES)
            // Every commit flushes itself. A timer would only wake an idle process.
            .flush_every_ms(None);
        let deadline = Instant::now() + LOCK_LIMIT;
        let db = loop {
            match config.open().map_err(|error| sort(dir, error)) {
                Err(StoreError::Locked { .. }) if Instant::now() < deadline => {
                    thread::park_timeout(LOCK_POLL)
                }
                opened => break opened?,
            }
        };
        let log = File::open(&log_path).map_err(|error| StoreError::from_io(dir, error))?;
        let engine = Self { dir: dir.to_owned(), db, log: Arc::new(log) };
        engine.check_id(id, mode)?;
        // Recovery writes a snapshot, with the mode that the umask gives.
        refused(dir, directory::tighten(dir).map(|_| ()))?;
        Ok(engine)
    }

    fn check_id(&self, id: StoreId, mode: OpenMode) -> Result<(), StoreError> {
        let expected = Row::from(id.to_string().as_bytes());
        let found = self.get(ID_ROW)?;
        if found.as_ref() == Some(&expected) {
            return Ok(());
        }
        let is_id = |id: &Row| str::from_utf8(id).is_ok_and(|id| id.parse::<StoreId>().is_ok());
        match found {
            Some(other) if is_id(&other) => return Err(StoreError::Another { path: self.dir.clone() }),
            Some(_) => return Err(damaged(&self.dir, "its id is damaged")),
            None if mode == OpenMode::Existing || self.db.iter().next().is_some() => {
                return Err(damaged(&self.dir, "its id is gone"));
            }
            None => {}
        }
        self.apply(&Rows::from([(Row::from(ID_ROW), Some(expected))]))?;
        self.sync()?;
        let synced = File::open(self.dir.join("conf")).and_then(|conf| conf.sync_all());
        synced.map_err(|error| StoreError::from_io(&self.dir, error))?;
        refused(&self.dir, directory::sync_directory(&self.dir))?;
        match self.dir.parent() {
            Some(parent) => refused(&self.dir, directory::sync_directory(parent)),
            None => Ok(()),
        }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn get(&self, row: &[u8]) -> Result<Option<Row>, StoreError> {
        guard(&self.dir, || self.db.get(row).map_err(|error| sort(&self.dir, error)))
    }

    pub(super) fn scan(&self, prefix: &[u8]) -> Result<Vec<(Row, Row)>, StoreError> {
        guard(&self.dir, || {
            self.db.scan_prefix(prefix).collect::<Result<_, _>>().map_err(|error| sort(&self.dir, error))
        })
    }

    /// Applies all rows or, as seen after the next opening, none.
    pub(super) fn apply(&self, rows: &Rows) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (row, content) in rows {
            match content {
                Some(content) => batch.insert(row, content),
                None => batch.remove(row),
            }
        }
        directory::step().map_err(|error| StoreError::from_io(&self.dir, error))?;
        guard(&self.dir, || self.db.apply_batch(batch).map_err(|error| sort(&self.dir, error)))
    }

    /// Returns when everything applied so far survives a power cut.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        guard(&self.dir, || self.db.flush().map_err(|error| sort(&self.dir, error)))?;
        // Elsewhere sled syncs by itself, with what the system needs for it.
        if cfg!(target_os = "linux") {
            directory::step()
                .and_then(|()| self.log.sync_data())
                .map_err(|error| StoreError::from_io(&self.dir, error))?;
        }
        Ok(())
    }
}

/// Whether there is space, and permission, to open the store.
pub(super) fn probe(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join("probe");
    let reserved = directory::create_file(&path).and_then(|mut file| {
        match fallocate(&file, FallocateFlags::empty(), 0, PROBE_BYTES) {
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => {
                file.write_all(&vec![0; PROBE_BYTES as usize]).and_then(|()| file.sync_data())
            }
            reserved => reserved.map_err(io::Error::from),
        }
        .map_err(|source| DirectoryError::from_io(&path, source))
    });
    let removed = directory::remove_file(&path);
    refused(dir, reserved.and(removed))
}

/// Writes the log over itself and syncs it. After a failed sync the system takes what it could not write for written: what is
/// read of it is right, and a later sync that goes well leaves it out, in the midst of what was acknowledged since.
pub(super) fn write_again(dir: &Path) -> Result<(), StoreError> {
    let written = || -> io::Result<()> {
        let log = File::options().read(true).write(true).open(dir.join("db"))?;
        let mut part = vec![0; REWRITE_BYTES];
        let mut at = 0;
        loop {
            let read = log.read_at(&mut part, at)?;
            let Some(part) = part.get(..read).filter(|part| !part.is_empty()) else { break };
            directory::step()?;
            log.write_all_at(part, at)?;
            at += read as u64;
        }
        directory::step()?;
        log.sync_data()
    };
    written().map_err(|error| StoreError::from_io(dir, error))
}

/// Makes directory and files where they are due, before sled does it with the umask's modes and through links.
fn prepare(dir: &Path, mode: OpenMode) -> Result<(), StoreError> {
    if mode == OpenMode::Existing && !dir.join("db").try_exists().unwrap_or(true) {
        return Err(damaged(dir, "its log file is gone"));
    }
    let made = || {
        directory::create_private_dir(dir)?;
        directory::create_private_dir(&dir.join("blobs"))?;
        directory::check_store_files(dir)?;
        for name in ["db", "conf"] {
            directory::ensure_file(&dir.join(name))?;
        }
        // A snapshot that a killed process was writing: sled would take it for the newest one, and for damage.
        for path in
            directory::list(dir)?.iter().filter(|path| path.extension() == Some("generating".as_ref()))
        {
            directory::remove_file(path)?;
        }
        // What a probe that was cut short has left.
        directory::remove_file(&dir.join("probe"))
    };
    refused(dir, made())
}

/// The store's view of an error of its directory: a link or a foreign owner is nothing that a retry cures.
fn refused(dir: &Path, result: Result<(), DirectoryError>) -> Result<(), StoreError> {
    result.map_err(|error| match error.into_io() {
        Ok(source) => StoreError::from_io(dir, source),
        Err(error) => StoreError::Io { path: dir.to_owned(), source: Arc::new(error) },
    })
}

/// Calls `open` on a thread of its own, and waits for it no longer than this.
fn within<T: Send + 'static>(
    limit: Duration,
    dir: &Path,
    open: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (answer, opened) = mpsc::sync_channel(1);
    let directory = dir.to_owned();
    thread::Builder::new()
        .name("hyperdiv-store-open".to_owned())
        .spawn(move || {
            let opened = guard(&directory, open);
            // Nobody waits any more after the limit: dropping what was opened closes it.
            let _ = answer.send(opened);
        })
        .map_err(|error| StoreError::from_io(dir, error))?;
    match opened.recv_timeout(limit) {
        Ok(opened) => opened,
        Err(_) => Err(StoreError::TimedOut { path: dir.to_owned(), after: limit }),
    }
}

/// Turns a panic of sled into damage: it panics where its files contradict themselves.
fn guard<T>(dir: &Path, call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(damaged(dir, panic_text(panic.as_ref()))))
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("the database panicked")
}

fn sort(dir: &Path, error: sled::Error) -> StoreError {
    match error {
        // sled gives the system's error as text, so that only its own sentence tells this case.
        sled::Error::Io(error) if error.to_string().contains("could not acquire lock") => {
            StoreError::Locked { path: dir.to_owned() }
        }
        sled::Error::Io(error) => match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                StoreError::Damaged { path: dir.to_owned(), source: Arc::new(error) }
            }
            _ => StoreError::from_io(dir, error),
        },
        error => StoreError::Damaged { path: dir.to_owned(), source: Arc::new(error) },
    }
}

pub(super) fn damaged(dir: &Path, what: &str) -> StoreError {
    StoreError::Damaged { path: dir.to_owned(), source: Arc::new(Finding(what.to_owned())) }
}

/// What was found in a damaged store.
#[derive(Debug)]
struct Finding(String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Finding {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_is_not_waited_for_without_end_and_a_panic_in_it_is_damage() {
        let dir = Path::new("store");
        let (end, ended) = mpsc::channel::<()>();
        let hung = within(Duration::from_millis(20), dir, move || {
            // Until the test is over.
            let _ = ended.recv();
            Ok(())
        });
        assert!(matches!(hung, Err(StoreError::TimedOut { .. })), "{hung:?}");
        drop(end);
        let panicked = within(OPEN_LIMIT, dir, || -> Result<(), StoreError> { panic!("as sled does") });
        assert!(panicked.is_err_and(|error| error.is_damaged()));
        assert_eq!(within(OPEN_LIMIT, dir, || Ok(7)).ok(), Some(7));
    }
}
