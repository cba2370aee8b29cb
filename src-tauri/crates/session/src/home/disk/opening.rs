//! How the store of a home is opened, and what is done where it is not as it should be.
//!
//! 1. What a killed process has begun is finished; FORMAT and the names of the store's files are checked: a store of a newer
//!    version, of another engine or with foreign files in it is left alone.
//! 2. Its files are read into memory, because opening may change them. It is opened with a watchdog, its panics caught; it
//!    must have come as far as is known of it ([`manifest`](crate::home::manifest)), and a small one is read and counted.
//! 3. If not, the files go to `quarantine/<time>-<word>/store/` as they were, which the program never removes by itself. Then
//!    the best is taken of: a copy of the files without sled's own snapshot, which must be whole; each snapshot of
//!    `backups/`; else an empty store. The best is the one that had come farthest.
//! 4. It is written as a new store, takes the place of the old one ([`replace`](super::replace)), and what happened is kept
//!    for the person until they have answered.
//!
//! A full disk, a medium that cannot be written, a store that is in use and one that does not open in time are no damage: nothing
//! is changed, and another try can work. One that does not open in time at a second try is treated as damage.

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{
    DiskHome, STORE,
    files::{Files, copy_dir},
    replace::{self, Replacement},
    watched::{Known, Record, SUSPECT, SUSPECT_HANGING, Watched},
};
use crate::{
    directory,
    format::{self, Format, FormatError, SCHEMA, StoreId},
    home::{
        HomeError, format_of,
        manifest::Manifest,
        recovery::{Found, Recovery, Source, utc_name},
        snapshot::{self, Snapshot},
    },
    key::OwnerId,
    record::{self, SessionRecord},
    store::{Entry, OpenMode, SledStore, Standing, Store, StoreError, Tree},
};

/// Where damaged stores are kept.
const QUARANTINE: &str = "quarantine";

/// A quarantine that is being written. One that is still there at a start is unfinished.
pub(super) const PARTIAL: &str = "quarantine/.partial";

/// A copy of the store on which something is tried.
pub(super) const TRIED: &str = ".store-try";

/// A store up to this size is read as a whole when it is opened, which takes a few milliseconds.
const READ_AT_OPENING: u64 = 8 << 20;

/// Why a store is not as it should be.
struct Trouble {
    /// None where another try may work.
    found: Option<Found>,
    error: StoreError,
}

impl Trouble {
    fn damaged(dir: &Path, found: Found, what: String) -> Self {
        let source = Arc::new(std::io::Error::other(what));
        Self { found: Some(found), error: StoreError::Damaged { path: dir.to_owned(), source } }
    }
}

impl DiskHome {
    /// Opens the store, in whatever state it is.
    pub(super) fn open_watched(&mut self) -> Result<Watched, HomeError> {
        let dir = self.directory.path().to_owned();
        let format = format_of(self)?;
        // sled would open it, and fail at the first write.
        self.check_writable()?;
        self.remove_temporary(&dir)?;
        self.remove_temporary(&dir.join(super::KEYS))?;
        self.remove_temporary(&dir.join(snapshot::DIRECTORY))?;
        check_names(&dir.join(STORE))?;
        let old = format.schema() < SCHEMA;
        let mut known = Known::read(&dir, format.store_id(), self.repairing)?;
        if old {
            known.notes.clear();
        }
        self.notes.append(&mut known.notes);
        let files = Files::read(&dir.join(STORE))?;
        if old && self.repairing {
            self.keep_before_migration(&format, files.as_ref())?;
        }
        let store = match self.open_checked(format.store_id(), &known) {
            Ok(store) => store,
            Err(Trouble { found: Some(found), error }) if self.repairing => {
                self.restore(format.store_id(), &known, files.as_ref(), found, &error)?
            }
            Err(Trouble { error, .. }) => return Err(error.into()),
        };
        if self.repairing {
            // Everything was read.
            directory::remove_file(&dir.join(SUSPECT))?;
        }
        let manifest = match directory::read_private(&dir.join(crate::home::manifest::FILE_NAME))? {
            Some(bytes) => Manifest::parse(&bytes, &known.key),
            None => None,
        };
        let is_new = manifest.is_none();
        let manifest = manifest.unwrap_or_else(|| Manifest::new(format.store_id()));
        let record = Record::begin(&dir, known.key, manifest, &store)?;
        if self.repairing && (old || is_new) {
            if old {
                let (epoch, generation) = store.standing().order();
                // Counts what is there: what an earlier version has written was not counted.
                store.begin_at(epoch.max(1), generation.max(1))?;
            }
            record.save(&store, None)?;
        }
        if self.repairing && old {
            // From here on it is of this version; until then the steps above are done again.
            directory::write_durable(&dir.join(format::FILE_NAME), &format.renewed().to_bytes())?;
            self.notes.push(format!("the data of schema {} are now of schema {SCHEMA}", format.schema()));
        }
        Ok(Watched { store: Arc::new(store), record: Arc::new(record) })
    }

    /// Opens the store where it is as it should be.
    fn open_checked(&self, id: StoreId, known: &Known) -> Result<SledStore, Trouble> {
        let dir = self.at(STORE);
        let suspect = fs::read(self.at(SUSPECT)).ok();
        let unsure = suspect.is_some() || !has_snapshot(&dir);
        let size = dir.join("db").metadata().map_or(0, |meta| meta.len());
        let store = match SledStore::open(&dir, id, OpenMode::Existing) {
            Ok(store) => store,
            Err(error) => {
                let again = suspect.as_deref() == Some(SUSPECT_HANGING);
                if matches!(error, StoreError::TimedOut { .. }) && !again {
                    // Where it cannot be noted, the next try is a first one.
                    let _ = directory::write_durable(&self.at(SUSPECT), SUSPECT_HANGING);
                }
                let gone = !dir.join("db").exists() || size == 0;
                return Err(Trouble { found: found_by(&error, gone, again), error });
            }
        };
        check_standing(&dir, store.standing(), known.standing)?;
        let read = match unsure || size <= READ_AT_OPENING {
            true => store.verify(),
            // What is needed in any case.
            false => store.scan(Tree::Sessions, &[]).map(|_| ()),
        };
        match read {
            Ok(()) => Ok(store),
            Err(error) => Err(Trouble { found: error.is_damaged().then_some(Found::Damaged), error }),
        }
    }

    /// Puts the best that there is in the place of a store that cannot be used.
    fn restore(
        &mut self,
        id: StoreId,
        known: &Known,
        files: Option<&Files>,
        found: Found,
        error: &StoreError,
    ) -> Result<SledStore, HomeError> {
        let at = now();
        let place = self.free_quarantine(at, found.word())?;
        if let Some(files) = files {
            self.keep(&place, files)?;
        }
        let best = self.best(id, files, known.standing);
        let before = known.standing.unwrap_or_default();
        let (source, order, mut entries) = match best {
            Some(Candidate { source, order, entries }) => (source, order, entries),
            None => (Source::Nothing, (0, 0), Vec::new()),
        };
        if source != Source::Whole {
            self.leave_out_what_ended(&mut entries, known.manifest.as_ref())?;
        }
        let records = entries.iter().filter(|(tree, ..)| *tree == Tree::Data).count() as u64;
        let recovery = Recovery {
            found,
            cause: cause_of(error),
            at,
            source,
            records,
            records_before: known.standing.map(|standing| standing.counts.of(Tree::Data)),
            quarantine: self.at(&place),
        };
        let epoch = before.epoch.max(order.0).saturating_add(1);
        let generation = before.generation.max(order.1).saturating_add(1);
        let standing = replace::build(self.directory.path(), id, &entries, (epoch, generation))?;
        let mut manifest = known.manifest.clone().unwrap_or_else(|| Manifest::new(id));
        manifest.standing = standing;
        manifest.sessions = entries
            .into_iter()
            .filter(|(tree, ..)| *tree == Tree::Sessions)
            .map(|(_, key, record)| (key, record))
            .collect();
        let keep = files.is_none().then(|| format!("{place}/{STORE}"));
        let replacement = Replacement::new(&manifest, &known.key, Some(recovery.clone()), keep);
        replace::begin(self.directory.path(), &replacement)?;
        replace::finish(self.directory.path())?;
        self.notes.push(recovery.to_string());
        Ok(SledStore::open(&self.at(STORE), id, OpenMode::Existing)?)
    }

    /// The candidate that had come farthest. None of them is changed.
    fn best(&self, id: StoreId, files: Option<&Files>, known: Option<Standing>) -> Option<Candidate> {
        let known = known.map(|standing| standing.order());
        let own = self.own_files(id, files).map(|(order, entries)| {
            let whole = known.is_none_or(|known| order >= known);
            Candidate { source: if whole { Source::Whole } else { Source::Earlier }, order, entries }
        });
        let mut best = own;
        let mut names = self.snapshots();
        names.reverse();
        for name in names {
            if best.as_ref().is_some_and(|best| best.order >= name.order) {
                break;
            }
            let Some(snapshot) = self.snapshot(&name).filter(|snapshot| snapshot.store == id) else {
                continue;
            };
            let whole = known.is_some_and(|known| snapshot.order >= known);
            best = Some(Candidate {
                source: if whole { Source::Whole } else { Source::Snapshot(snapshot.at) },
                order: snapshot.order,
                entries: snapshot.entries,
            });
            break;
        }
        best
    }

    /// What the store's own log holds, read from a copy without sled's snapshot, where it is consistent in itself.
    fn own_files(&self, id: StoreId, files: Option<&Files>) -> Option<((u64, u64), Vec<Entry>)> {
        let tried = self.at(TRIED);
        let read = || -> Result<_, HomeError> {
            directory::remove_dir(&tried)?;
            let is_log = |name: &str| !is_snapshot(name);
            match files {
                Some(files) => files.write(&tried, is_log)?,
                None => copy_dir(&self.at(STORE), &tried, is_log)?,
            }
            let store = SledStore::open(&tried, id, OpenMode::Existing)?;
            store.verify()?;
            Ok((store.standing().order(), store.entries()?))
        };
        let read = read();
        // What cannot be removed now is removed by the next start.
        let _ = directory::remove_dir(&tried);
        read.ok()
    }

    /// The snapshot of this name, if it is whole.
    fn snapshot(&self, name: &snapshot::Name) -> Option<Snapshot> {
        let bytes = fs::read(self.at(snapshot::DIRECTORY).join(name.to_string())).ok()?;
        Snapshot::parse(&bytes).filter(|snapshot| snapshot.name() == *name)
    }

    /// Takes out of an earlier state what ended after it: sessions that are not live by the manifest, and the data of owners
    /// whose key is gone. A live session that began after it is put in.
    fn leave_out_what_ended(
        &self,
        entries: &mut Vec<Entry>,
        manifest: Option<&Manifest>,
    ) -> Result<(), HomeError> {
        let none = Default::default();
        let live = manifest.map_or(&none, |manifest| &manifest.sessions);
        entries.retain(|(tree, key, _)| *tree != Tree::Sessions || live.contains_key(key));
        // Without the owner's record, which holds their consent, nobody is signed in.
        let missing = live.iter().filter(|(key, record)| {
            let owner = record::decode::<SessionRecord>(record).ok();
            let owner = owner.and_then(|session| OwnerId::parse(&session.owner));
            let has = |of, key: &[u8]| entries.iter().any(|(tree, found, _)| *tree == of && found == key);
            !has(Tree::Sessions, key) && owner.is_some_and(|owner| has(Tree::Owners, owner.as_bytes()))
        });
        let missing: Vec<Entry> =
            missing.map(|(key, record)| (Tree::Sessions, key.clone(), record.clone())).collect();
        entries.extend(missing);
        let mut gone: Vec<Vec<u8>> = Vec::new();
        for (_, key, _) in entries.iter().filter(|(tree, ..)| *tree == Tree::Owners) {
            let Ok(owner) = <[u8; 16]>::try_from(key.as_slice()) else { continue };
            let [first, second] = OwnerId::from_bytes(owner).key_names();
            if !self.is_there(&format!("keys/{first}"))? && !self.is_there(&format!("keys/{second}"))? {
                gone.push(key.clone());
            }
        }
        entries.retain(|(tree, key, _)| {
            ![Tree::Owners, Tree::Data].contains(tree) || !gone.iter().any(|owner| key.starts_with(owner))
        });
        Ok(())
    }

    /// A name below `quarantine/` that nothing has.
    fn free_quarantine(&self, at: i64, word: &str) -> Result<String, HomeError> {
        let name = format!("{QUARANTINE}/{}-{word}", utc_name(at));
        let mut free = name.clone();
        let mut nth = 1_u32;
        while self.is_there(&free)? {
            nth = nth.saturating_add(1);
            free = format!("{name}-{nth}");
        }
        Ok(free)
    }

    /// Keeps files of the store as they were, with the manifest beside them: whole and durably, or not at all.
    fn keep(&self, place: &str, files: &Files) -> Result<(), HomeError> {
        let partial = self.at(PARTIAL);
        directory::create_private_dir(&self.at(QUARANTINE))?;
        directory::sync_directory(self.directory.path())?;
        directory::remove_dir(&partial)?;
        directory::create_private_dir(&partial)?;
        files.write(&partial.join(STORE), |_| true)?;
        for name in [crate::home::manifest::FILE_NAME, format::FILE_NAME] {
            if let Some(bytes) = directory::read_private(&self.at(name))? {
                directory::write_durable(&partial.join(name), &bytes)?;
            }
        }
        directory::sync_directory(&partial)?;
        directory::rename(&partial, &self.at(place))?;
        Ok(directory::sync_directory(&self.at(QUARANTINE))?)
    }

    /// Keeps a copy of a store before it is made one of this version.
    fn keep_before_migration(&self, format: &Format, files: Option<&Files>) -> Result<(), HomeError> {
        let word = format!("schema-{}", format.schema());
        let kept = directory::list(&self.at(QUARANTINE))?;
        if kept.iter().any(|path| path.to_string_lossy().ends_with(&word)) {
            return Ok(());
        }
        let place = self.free_quarantine(now(), &word)?;
        match files {
            Some(files) => self.keep(&place, files),
            None => {
                let partial = self.at(PARTIAL);
                directory::create_private_dir(&self.at(QUARANTINE))?;
                directory::remove_dir(&partial)?;
                directory::create_private_dir(&partial)?;
                copy_dir(&self.at(STORE), &partial.join(STORE), |_| true)?;
                directory::rename(&partial, &self.at(&place))?;
                Ok(directory::sync_directory(&self.at(QUARANTINE))?)
            }
        }
    }
}

/// What a store can be made anew from.
struct Candidate {
    source: Source,
    order: (u64, u64),
    entries: Vec<Entry>,
}

/// What an error of opening says of the store; none where another try may work, or it is not ours to say.
fn found_by(error: &StoreError, gone: bool, hung_before: bool) -> Option<Found> {
    match error {
        // Neither is broken: which of them belongs here is the person's to say.
        StoreError::Another { .. } => None,
        // The disk may have been slow, once.
        StoreError::TimedOut { .. } => hung_before.then_some(Found::Hanging),
        error if error.is_damaged() => Some(if gone { Found::Missing } else { Found::Damaged }),
        _ => None,
    }
}

/// What a store must have come to, by what is known of it.
fn check_standing(dir: &Path, found: Standing, known: Option<Standing>) -> Result<(), Trouble> {
    let Some(known) = known else { return Ok(()) };
    if found.order() < known.order() {
        let what = format!(
            "it is as of commit {} and was as of commit {} before",
            found.generation, known.generation
        );
        return Err(Trouble::damaged(dir, Found::Older, what));
    }
    if found.order() == known.order() && found.counts != known.counts {
        let (found, due) = (found.counts.all(), known.counts.all());
        let what = format!("it says that it holds {found} entries and held {due} before");
        return Err(Trouble::damaged(dir, Found::Damaged, what));
    }
    Ok(())
}

/// The innermost cause of an error.
fn cause_of(error: &StoreError) -> String {
    let mut error: &dyn std::error::Error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    // sled adds a place for a backtrace that it never has.
    error.to_string().trim_end_matches(" backtrace ()").to_owned()
}

fn is_snapshot(name: &str) -> bool {
    name.starts_with("snap.")
}

fn has_snapshot(dir: &Path) -> bool {
    let names = directory::list(dir).unwrap_or_default();
    names.iter().any(|path| path.file_name().is_some_and(|name| is_snapshot(&name.to_string_lossy())))
}

/// Refuses a directory that holds what sled 0.34 does not make: another engine's store, which it would take for an empty one.
fn check_names(dir: &Path) -> Result<(), HomeError> {
    for path in directory::list(dir)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !["db", "conf", "blobs", "probe"].contains(&name.as_ref()) && !is_snapshot(&name) {
            return Err(FormatError::Foreign { path }.into());
        }
    }
    Ok(())
}

/// Now, in Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_other_try_can_cure_is_damage() {
        let path = std::path::PathBuf::from("store");
        let source = || Arc::new(std::io::Error::other("what it is")) as _;
        let timed_out =
            StoreError::TimedOut { path: path.clone(), after: std::time::Duration::from_secs(10) };
        assert_eq!(found_by(&timed_out, false, false), None, "the disk may have been slow");
        assert_eq!(found_by(&timed_out, false, true), Some(Found::Hanging));
        let damaged = StoreError::Damaged { path: path.clone(), source: source() };
        assert_eq!(found_by(&damaged, false, false), Some(Found::Damaged));
        assert_eq!(found_by(&damaged, true, true), Some(Found::Missing));
        for other in [
            StoreError::Another { path: path.clone() },
            StoreError::Locked { path: path.clone() },
            StoreError::Full { path: path.clone(), source: source() },
            StoreError::ReadOnly { path: path.clone(), source: source() },
            StoreError::Io { path, source: source() },
        ] {
            assert_eq!(found_by(&other, true, true), None, "{other:?}");
        }
    }
}
