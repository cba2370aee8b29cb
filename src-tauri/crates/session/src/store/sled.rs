//! The store on disk: sled 0.34.7, the only module that names it.
//!
//! What was measured of it, and what follows:
//!
//! - `flush` on Linux calls `sync_file_range` and not fsync (sled issues #1351 and #1452). A commit is one atomic
//!   batch, `flush`, and `sync_data` on a handle of our own to the log file.
//! - Nodes over 128 KiB go to files that nobody fsyncs: values are cut into chunks, see `chunk`.
//! - Without a snapshot file a damaged log may open as an empty store, or panic. A store carries an id that must be
//!   the expected one, and every call is made under `catch_unwind`.
//! - After an error a `Db` stays broken until it is opened again, which fails while the disk is full. Until then
//!   reads go on with the values from before the failed commits.
//! - It follows links and creates its files by the umask: the directory is checked and the files made first.
//!
//! Commits of several threads are written together: each queues its batch, and who finds nobody writing applies all that are
//! queued as one batch of sled's, and syncs once. Readers see a batch from its sync on and not before, which `pending`
//! arranges.

mod engine;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use self::engine::{Engine, Row, Rows, STANDING_ROW};
use super::{Batch, Counts, Entry, Pair, Standing, Store, StoreError, Tree, chunk};
use crate::format::StoreId;

/// The longest that a sync waits for those who were part of the last one: about what a sync takes.
const GATHERED_FOR: Duration = Duration::from_micros(500);

/// Whether a store is expected to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Make a new store; one that is there is refused as damaged unless it has the same id.
    Create,
    /// Open what is there; nothing there, or a store without the expected id, is damage.
    Existing,
}

/// A store in a directory of its own.
///
/// Dropping it closes it; what was committed is on disk already.
pub struct SledStore {
    dir: PathBuf,
    id: StoreId,
    core: RwLock<Core>,
    /// Commits that nobody has begun to write, oldest first.
    queue: Mutex<Vec<Queued>>,
    /// How many commits the last sync was for.
    together: AtomicUsize,
    /// Whether a thread is writing or opening again, see [`Turn`]. A turn is always taken before `core`.
    busy: Mutex<bool>,
    turn_over: Condvar,
}

struct Core {
    /// `None` if opening again failed.
    engine: Option<Engine>,
    /// Why commits are refused until the store has been opened again.
    broken: Option<StoreError>,
    /// The rows that are being written, or could not be, as they were before.
    pending: Rows,
    /// How far the store has come with the last commit that is on disk.
    synced: Standing,
}

/// A commit that waits to be written.
struct Queued {
    batch: Batch,
    outcome: Outcome,
}

/// Commits that were applied and not yet synced.
struct Applied {
    engine: Engine,
    /// How far the store comes with them.
    standing: Standing,
}

/// What became of a commit: set once, by whoever wrote it.
type Outcome = Arc<OnceLock<Result<(), StoreError>>>;

impl std::fmt::Debug for SledStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SledStore").field("dir", &self.dir).finish_non_exhaustive()
    }
}

impl SledStore {
    /// Opens the store in `dir`, whose id must be `id`.
    ///
    /// The directory must be owned by this user and reached through no link that others could plant; see
    /// [`ProfileDirectory`](crate::directory::ProfileDirectory). It is made with mode 0700 by
    /// [`OpenMode::Create`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if what is there is no store, not this store, or makes sled err or panic, and with
    /// [`OpenMode::Existing`] if there is nothing; [`StoreError::Locked`] if it is open elsewhere;
    /// [`StoreError::TimedOut`] after 10 s; [`StoreError::Full`], [`StoreError::ReadOnly`] and [`StoreError::Io`]
    /// as the system says.
    pub fn open(dir: &Path, id: StoreId, mode: OpenMode) -> Result<Self, StoreError> {
        let engine = Engine::open(dir, id, mode)?;
        let standing = standing_of(&engine)?;
        let core = Core { engine: Some(engine), broken: None, pending: Rows::new(), synced: standing };
        Ok(Self {
            dir: dir.to_owned(),
            id,
            core: RwLock::new(core),
            queue: Mutex::default(),
            together: AtomicUsize::new(0),
            busy: Mutex::new(false),
            turn_over: Condvar::new(),
        })
    }

    /// The directory that the store is in.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// How far the store has come with what is on disk. One that an earlier version of this program wrote, and no commit
    /// of this one, is at the epoch 0.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.read().synced
    }

    /// Counts what the store holds, and sets how often it was made anew and how many commits it has taken: for one that takes
    /// the place of another.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn begin_at(&self, epoch: u64, generation: u64) -> Result<(), StoreError> {
        let mut core = self.write();
        let Some(engine) = core.engine.clone() else { return Err(core.refusal(&self.dir)) };
        let standing = Standing { epoch, generation, counts: counts_of(&engine)? };
        engine.apply(&Rows::from([(Row::from(STANDING_ROW), Some(row_of(standing)))]))?;
        engine.sync()?;
        core.synced = standing;
        Ok(())
    }

    /// Reads every value, and compares what is there with what the store says of itself.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if a value cannot be read, or there are more or fewer than there should be.
    pub fn verify(&self) -> Result<(), StoreError> {
        self.reading(|core, engine| {
            let mut counts = Counts::default();
            for tree in Tree::ALL {
                core.visit(engine, tree, &[], |_, _| counts = counts.add(tree, 1))?;
            }
            if counts == core.synced.counts {
                return Ok(());
            }
            let (found, due) = (counts.all(), core.synced.counts.all());
            Err(engine::damaged(&self.dir, &format!("it holds {found} entries and should hold {due}")))
        })
    }

    /// Opens the store again after a failed commit, as the next commit would. Does nothing to a sound store.
    ///
    /// # Errors
    /// [`StoreError::Poisoned`] with the cause if it still cannot be opened.
    pub fn reopen(&self) -> Result<(), StoreError> {
        let _turn = self.turn();
        let mut core = self.write();
        if core.broken.is_none() {
            return Ok(());
        }
        self.recover(&mut core).map_err(|cause| StoreError::Poisoned { source: Box::new(cause) })
    }

    /// Drops the broken engine, opens a new one and takes back what failed commits may have left on disk.
    fn recover(&self, core: &mut Core) -> Result<(), StoreError> {
        if core.engine.is_some() {
            // sled does not open on a full disk: as long as that is so, the broken engine at least reads.
            engine::probe(&self.dir)?;
            core.engine = None;
        }
        // Also where a try before this one got no further.
        if matches!(core.broken, Some(StoreError::Io { .. })) {
            engine::write_again(&self.dir)?;
        }
        let engine = Engine::open(&self.dir, self.id, OpenMode::Existing)?;
        let mut undo = Rows::new();
        for (row, old) in &core.pending {
            if engine.get(row)? != *old {
                undo.insert(row.clone(), old.clone());
            }
        }
        if !undo.is_empty() {
            engine.apply(&undo)?;
            engine.sync()?;
        }
        core.synced = standing_of(&engine)?;
        core.pending.clear();
        core.broken = None;
        core.engine = Some(engine);
        Ok(())
    }

    /// Writes all commits that are queued, as one. Whoever calls it has the turn.
    fn write_queued(&self) {
        self.gather();
        let mut group = std::mem::take(&mut *self.queue());
        self.together.store(group.len(), Ordering::Relaxed);
        let written = match self.apply(&mut group) {
            Ok(Some(applied)) => self.sync(applied),
            Ok(None) => Ok(()),
            Err(cause) => Err(cause),
        };
        for commit in group {
            let _ = commit.outcome.set(written.clone());
        }
    }

    /// Lets writers catch up that were told together of the last sync and are likely to commit again, so that the next one is not
    /// for the first of them alone. A writer who is alone waits for nobody.
    fn gather(&self) {
        let expected = self.together.load(Ordering::Relaxed);
        let began = Instant::now();
        while self.queue().len() < expected && began.elapsed() < GATHERED_FOR {
            std::thread::yield_now();
        }
    }

    /// Applies a group of commits as one, and takes those out of it that have failed by themselves. None: all of them have.
    fn apply(&self, group: &mut Vec<Queued>) -> Result<Option<Applied>, StoreError> {
        let mut core = self.write();
        if core.broken.is_some() {
            self.recover(&mut core).map_err(|cause| StoreError::Poisoned { source: Box::new(cause) })?;
        }
        let Some(engine) = core.engine.clone() else { return Err(core.refusal(&self.dir)) };
        let begun = Changes::begin(&engine, core.synced);
        if let Err(cause) = &begun
            && is_of_the_disk(cause)
        {
            core.broken = Some(cause.clone());
        }
        let mut changes = begun?;
        let mut failed = None;
        group.retain(|commit| match changes.add(&engine, &commit.batch) {
            Ok(()) => true,
            // After an error of the disk everything fails; another one is of the rows that this commit asks for.
            Err(cause) if is_of_the_disk(&cause) => {
                failed = Some(cause);
                true
            }
            Err(cause) => {
                let _ = commit.outcome.set(Err(cause));
                false
            }
        });
        if let Some(cause) = failed {
            core.broken = Some(cause.clone());
            return Err(cause);
        }
        if group.is_empty() {
            return Ok(None);
        }
        let Changes { mut rows, before, standing } = changes;
        rows.insert(Row::from(STANDING_ROW), Some(row_of(standing)));
        core.pending = before;
        if let Err(cause) = engine.apply(&rows) {
            core.broken = Some(cause.clone());
            return Err(cause);
        }
        Ok(Some(Applied { engine, standing }))
    }

    /// Brings what was applied to the disk, from where on it is seen. Readers go on meanwhile.
    fn sync(&self, Applied { engine, standing }: Applied) -> Result<(), StoreError> {
        let synced = engine.sync();
        // A clone that outlives the turn would keep the log locked while another thread opens the store again.
        drop(engine);
        let mut core = self.write();
        match &synced {
            Ok(()) => {
                core.pending.clear();
                core.synced = standing;
            }
            Err(cause) => core.broken = Some(cause.clone()),
        }
        synced
    }

    fn queue(&self) -> MutexGuard<'_, Vec<Queued>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, Core> {
        // Sled's panics are caught inside the engine, and nothing else under these locks panics.
        self.core.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Core> {
        self.core.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self) -> Turn<'_> {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let mut busy = self.turn_over.wait_while(busy, |busy| *busy).unwrap_or_else(PoisonError::into_inner);
        *busy = true;
        Turn { store: self }
    }

    /// A turn, or the outcome of a commit that another thread has written in its turn.
    ///
    /// All who wait wake at the end of a turn: were they let in one after another, the first of them would write its next
    /// commit before the others could add theirs.
    fn turn_or(&self, outcome: &Outcome) -> Result<Turn<'_>, Result<(), StoreError>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(outcome) = outcome.get() {
                return Err(outcome.clone());
            }
            if !*busy {
                *busy = true;
                return Ok(Turn { store: self });
            }
            busy = self.turn_over.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Runs `read` on a core that can be read, after trying to open a store that is closed, or that a read has found broken: a
    /// read of sled may write, and after one write that failed everything fails.
    fn reading<T>(&self, read: impl Fn(&Core, &Engine) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let failed = {
            let core = self.read();
            match core.engine.as_ref().map(|engine| read(&core, engine)) {
                Some(Err(error)) if is_of_the_disk(&error) => Some(error),
                Some(read) => return read,
                None => None,
            }
        };
        if let Some(error) = failed {
            let mut core = self.write();
            if core.broken.is_none() {
                core.broken = Some(error);
            }
        }
        self.reopen()?;
        let core = self.read();
        match &core.engine {
            Some(engine) => read(&core, engine),
            None => Err(core.refusal(&self.dir)),
        }
    }
}

/// The right to write or to open again, which one thread has at a time, until it is dropped.
struct Turn<'a> {
    store: &'a SledStore,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.store.busy.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.store.turn_over.notify_all();
    }
}

impl Store for SledStore {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.reading(|core, engine| {
            core.row(engine, &chunk::value_row(tree, key))?
                .map(|row| core.value(engine, tree, key, &row))
                .transpose()
        })
    }

    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        self.reading(|core, engine| core.scan(engine, tree, prefix))
    }

    /// As of one moment, even while other threads commit.
    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.reading(|core, engine| {
            let mut entries = Vec::new();
            for tree in Tree::ALL {
                let pairs = core.scan(engine, tree, &[])?;
                entries.extend(pairs.into_iter().map(|(key, value)| (tree, key, value)));
            }
            Ok(entries)
        })
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        if batch.is_empty() {
            return Ok(());
        }
        let outcome = Outcome::default();
        self.queue().push(Queued { batch: batch.clone(), outcome: Arc::clone(&outcome) });
        let turn = match self.turn_or(&outcome) {
            Ok(turn) => turn,
            Err(outcome) => return outcome,
        };
        self.write_queued();
        drop(turn);
        outcome.get().cloned().unwrap_or_else(|| Err(self.read().refusal(&self.dir)))
    }
}

/// Whether the system refused, after which sled refuses everything, and not what lies on the disk.
fn is_of_the_disk(error: &StoreError) -> bool {
    matches!(error, StoreError::Full { .. } | StoreError::ReadOnly { .. } | StoreError::Io { .. })
}

impl Core {
    fn refusal(&self, dir: &Path) -> StoreError {
        let cause = self.broken.clone().unwrap_or_else(|| StoreError::Locked { path: dir.to_owned() });
        StoreError::Poisoned { source: Box::new(cause) }
    }

    /// A row as of the last synced commit.
    fn row(&self, engine: &Engine, row: &[u8]) -> Result<Option<Row>, StoreError> {
        match self.pending.get(row) {
            Some(old) => Ok(old.clone()),
            None => engine.get(row),
        }
    }

    /// The pairs of a tree as of the last synced commit.
    fn scan(&self, engine: &Engine, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        let mut pairs = Vec::new();
        self.visit(engine, tree, prefix, |key, value| pairs.push((key.to_vec(), value)))?;
        Ok(pairs)
    }

    /// Visits the pairs of a tree as of the last synced commit.
    fn visit(
        &self,
        engine: &Engine,
        tree: Tree,
        prefix: &[u8],
        mut visit: impl FnMut(&[u8], Vec<u8>),
    ) -> Result<(), StoreError> {
        let prefix = chunk::value_row(tree, prefix);
        let mut rows: BTreeMap<Row, Row> = engine.scan(&prefix)?.into_iter().collect();
        for (row, old) in &self.pending {
            if row.starts_with(&prefix) {
                match old {
                    Some(old) => rows.insert(row.clone(), old.clone()),
                    None => rows.remove(row),
                };
            }
        }
        for (row, content) in &rows {
            let key = row.get(1..).unwrap_or_default();
            visit(key, self.value(engine, tree, key, content)?);
        }
        Ok(())
    }

    fn value(&self, engine: &Engine, tree: Tree, key: &[u8], row: &[u8]) -> Result<Vec<u8>, StoreError> {
        let prefix = chunk::chunk_prefix(tree, key);
        chunk::decode(row, |index| -> Result<_, ReadError> {
            Ok(self.row(engine, &chunk::chunk_row(&prefix, index))?.map(|chunk| chunk.to_vec()))
        })
        .map_err(|error| error.at(engine))
    }
}

/// An error of the rows themselves, or of reading them.
enum ReadError {
    Rows(chunk::ChunkError),
    Store(StoreError),
}

impl ReadError {
    fn at(self, engine: &Engine) -> StoreError {
        match self {
            Self::Rows(source) => {
                StoreError::Damaged { path: engine.dir().to_owned(), source: Arc::new(source) }
            }
            Self::Store(error) => error,
        }
    }
}

impl From<chunk::ChunkError> for ReadError {
    fn from(error: chunk::ChunkError) -> Self {
        Self::Rows(error)
    }
}

impl From<StoreError> for ReadError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What the store says of itself, or what is true of one that says nothing yet.
fn standing_of(engine: &Engine) -> Result<Standing, StoreError> {
    match engine.get(STANDING_ROW)? {
        Some(row) => Standing::from_bytes(&row)
            .ok_or_else(|| engine::damaged(engine.dir(), "what it says of itself cannot be read")),
        None => Ok(Standing { counts: counts_of(engine)?, ..Standing::default() }),
    }
}

/// How many values there are.
fn counts_of(engine: &Engine) -> Result<Counts, StoreError> {
    let mut counts = Counts::default();
    for tree in Tree::ALL {
        let rows = engine.scan(&chunk::value_row(tree, &[]))?.len();
        counts = counts.add(tree, i64::try_from(rows).unwrap_or(i64::MAX));
    }
    Ok(counts)
}

fn row_of(standing: Standing) -> Row {
    Row::from(&standing.to_bytes()[..])
}

/// What a group of commits writes.
struct Changes {
    rows: Rows,
    /// The same rows as they lie on disk.
    before: Rows,
    /// How far the store has come with it.
    standing: Standing,
}

impl Changes {
    fn begin(engine: &Engine, from: Standing) -> Result<Self, StoreError> {
        let before = Rows::from([(Row::from(STANDING_ROW), engine.get(STANDING_ROW)?)]);
        // A store that says nothing of itself yet has taken no commit of this version.
        let standing = Standing { epoch: from.epoch.max(1), ..from };
        Ok(Changes { rows: Rows::new(), before, standing })
    }

    /// Adds a commit, after those that were added before; as a whole or not at all.
    fn add(&mut self, engine: &Engine, batch: &Batch) -> Result<(), StoreError> {
        let mut before = Rows::new();
        let rows = self.rows_of(engine, batch, &mut before)?;
        for row in rows.keys() {
            if !self.before.contains_key(row) && !before.contains_key(row) {
                before.insert(row.clone(), engine.get(row)?);
            }
        }
        self.before.extend(before);
        let mut counts = self.standing.counts;
        for (row, content) in &rows {
            let tree = Tree::ALL.into_iter().find(|tree| row.first() == Some(&tree.byte()));
            let was = self.rows.get(row).or_else(|| self.before.get(row)).is_some_and(Option::is_some);
            if let Some(tree) = tree {
                counts = counts.add(tree, i64::from(content.is_some()) - i64::from(was));
            }
        }
        let generation = self.standing.generation.saturating_add(1);
        self.standing = Standing { counts, generation, ..self.standing };
        self.rows.extend(rows);
        Ok(())
    }

    /// The rows that a batch writes and removes, given what lies on disk and what is written before it. What it reads from the disk
    /// of them goes into `before`.
    fn rows_of(&self, engine: &Engine, batch: &Batch, before: &mut Rows) -> Result<Rows, StoreError> {
        let mut last: BTreeMap<(Tree, &[u8]), Option<&[u8]>> = BTreeMap::new();
        for (tree, key, value) in batch.iter() {
            last.insert((*tree, key), value.as_deref());
        }
        let mut rows = Rows::new();
        for ((tree, key), value) in last {
            let row = chunk::value_row(tree, key);
            let prefix = chunk::chunk_prefix(tree, key);
            let key = Row::from(&row[..]);
            let old = match self.rows.get(&key) {
                Some(written) => written.clone(),
                None => before.entry(key.clone()).or_insert(engine.get(&row)?).clone(),
            };
            if old.is_some_and(|old| chunk::may_have_chunks(&old)) {
                let chunks = engine.scan(&prefix)?.into_iter().map(|(chunk, _)| chunk);
                let written = self.rows.range(Row::from(&prefix[..])..).map(|(chunk, _)| chunk.clone());
                for chunk in chunks.chain(written.take_while(|chunk| chunk.starts_with(&prefix))) {
                    // A longer key may start with the same bytes.
                    if chunk::chunk_index(&prefix, &chunk).is_some() {
                        rows.insert(chunk, None);
                    }
                }
            }
            match value.map(chunk::encode) {
                None => rows.insert(key, None),
                Some(encoded) => {
                    for (index, chunk) in (0u16..).zip(encoded.chunks) {
                        rows.insert(chunk::chunk_row(&prefix, index).into(), Some(chunk.into()));
                    }
                    rows.insert(key, Some(encoded.row.into()))
                }
            };
        }
        Ok(rows)
    }
}
