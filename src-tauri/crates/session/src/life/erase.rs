//! Everything that is kept of a profile goes, and a receipt says what that was.
//!
//! The directory goes as a whole, and so do the snapshots and quarantines in it; [`home`](crate::home) has the steps. An erasure that was
//! cut short is finished by the next one, or by the next start. What is left afterwards is looked through for what was there: tokens, keys
//! and values, in each form in which a program may have written them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::app_values::AppValues;
use super::export::moment;
use super::{Ended, Sessions};
use crate::error::SessionError;
use crate::home::{DiskHome, EraseStep, Home, HomeError};
use crate::key::Ring;
use crate::search::Markers;
use crate::stamped::Stamped;
use crate::store::{Batch, MemoryStore, Tree};

/// How many values are looked for afterwards; of the largest ones only their beginning.
const MOST_MARKERS: usize = 10_000;
const MARKER_BYTES: usize = 64;

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The app's id.
    pub app: String,
    /// The profile's name.
    pub profile: String,
    /// When it began, in RFC 3339.
    pub began_at: Value,
    /// When it was done.
    #[serde(default)]
    pub erased_at: Value,
    /// It had been cut short before.
    #[serde(default)]
    pub resumed: bool,
    /// How many sessions ended; none where the store could not be read.
    pub sessions: Option<usize>,
    /// How many values there were; none where the store could not be read.
    pub values: Option<usize>,
    /// How many files there were, with their bytes, by the directory they were in.
    pub files: BTreeMap<String, Tally>,
    /// What is left and goes when the app is closed.
    #[serde(default)]
    pub left: Vec<String>,
    /// What was found of it in the files that are left.
    #[serde(default)]
    pub searched: Searched,
}

/// Some files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub files: u64,
    /// How large they are together.
    pub bytes: u64,
}

/// The search for what must not be there any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Searched {
    /// How many tokens, keys and values were looked for. None where an erasure that was cut short was finished: its keys were gone
    /// already.
    pub markers: usize,
    /// How many files were left to look through.
    pub files: u64,
    /// The files in which one was found.
    pub found: Vec<String>,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { files, bytes } = self.files.values().fold(Tally::default(), |sum, tally| Tally {
            files: sum.files + tally.files,
            bytes: sum.bytes.saturating_add(tally.bytes),
        });
        writeln!(f, "Erased the data of {} (profile {}).", self.app, self.profile)?;
        if self.resumed {
            writeln!(f, "  An erasure that was cut short was finished.")?;
        }
        let count =
            |count: Option<usize>| count.map_or_else(|| "unknown".to_owned(), |count| count.to_string());
        writeln!(f, "  Sessions ended:  {}", count(self.sessions))?;
        writeln!(f, "  Values removed:  {}", count(self.values))?;
        writeln!(f, "  Files removed:   {files} ({bytes} bytes)")?;
        for (place, tally) in &self.files {
            writeln!(f, "    {place:<13} {} ({} bytes)", tally.files, tally.bytes)?;
        }
        let Searched { markers, files, found } = &self.searched;
        match (*markers, found.len()) {
            (0, _) => writeln!(f, "  Searched:        {files} files are left")?,
            (markers, 0) => {
                writeln!(
                    f,
                    "  Searched:        {files} files are left; none of {markers} traces is in them"
                )?;
            }
            (_, _) => writeln!(f, "  Searched:        traces are left in {}", found.join(", "))?,
        }
        for left in &self.left {
            writeln!(f, "  Left:            {left}, which goes when the app is closed")?;
        }
        let time = |time: &Value| time.as_str().map_or_else(|| time.to_string(), str::to_owned);
        writeln!(f, "  Begun, done:     {}, {}", time(&self.began_at), time(&self.erased_at))?;
        f.write_str("A disk may keep copies of what was on it where no program can reach them; values there are sealed, and their keys are gone.\n")
    }
}

impl Sessions {
    /// Ends every session and erases everything that is kept. What is in memory of whoever is signed in goes as well. Not to be called
    /// within a turn.
    ///
    /// # Errors
    ///
    /// What could not be removed yet. Every session has ended all the same, and the next start goes on where this stopped.
    pub fn erase(&mut self, now: i64, told: &mut dyn FnMut(EraseStep)) -> Result<Receipt, SessionError> {
        let mut markers = Markers::default();
        let mut receipt = self.receipt(now, &mut markers);
        receipt.files = tally(&self.home.lock().inventory()?);
        let note = serde_json::to_vec(&receipt).map_err(|source| SessionError::Encode { source })?;
        self.forget_everything()?;
        let erased = self.home.lock().erase_noting(&note, told);
        if let Err(error) = erased {
            self.disk = self.open_home();
            return Err(error.into());
        }
        receipt.erased_at = moment(now);
        let left = self.home.lock().inventory()?;
        receipt.searched = Searched { markers: markers.len(), files: left.len() as u64, found: Vec::new() };
        if !left.is_empty() {
            receipt.left.push("webview".to_owned());
        }
        self.found(&markers, &mut receipt)?;
        self.note("everything that was kept was erased");
        Ok(receipt)
    }

    /// What there is, and what of it must not be found afterwards.
    fn receipt(&mut self, now: i64, markers: &mut Markers) -> Receipt {
        let (app, profile) = self.origin.clone().unwrap_or_default();
        let mut receipt = Receipt { app, profile, began_at: moment(now), ..Receipt::default() };
        if let Some(current) = &self.current {
            markers.add(current.token.expose().as_bytes());
        }
        if let Some(pending) = self.read_pending() {
            markers.add(&pending);
        }
        if self.unreadable().is_none() {
            receipt.sessions = self.list().ok().map(|sessions| sessions.len());
            receipt.values = self.mark_values(markers).ok();
        }
        receipt
    }

    fn mark_values(&mut self, markers: &mut Markers) -> Result<usize, SessionError> {
        let Some(disk) = self.disk() else { return Ok(0) };
        let values = disk.scan(Tree::Data, &[])?;
        let count = values.len();
        for (key, stored) in values.into_iter().take(MOST_MARKERS) {
            let owner = key.first_chunk::<16>().map(|owner| crate::key::OwnerId::from_bytes(*owner));
            let (Some(owner), Some(name)) = (owner, super::values::name_in(&key)) else { continue };
            let Ok(value) = self.open_value(owner, name, &stored) else { continue };
            markers.add(owner.to_hex().as_bytes());
            let json = Stamped::parse(&value).map_or(&*value, |stamped| stamped.json);
            markers.add(json.get(..MARKER_BYTES).unwrap_or(json));
            if let Some(key) = self.keys.get(&owner) {
                markers.add(key.secret());
            }
        }
        Ok(count)
    }

    /// Nobody is signed in, nothing is known, and nothing waits to be written.
    fn forget_everything(&mut self) -> Result<(), SessionError> {
        let was_kept = self.current.as_ref().map(Ended::of).is_some_and(|current| current.kept);
        self.turn = super::Turn::default();
        self.parts.clear();
        self.current = None;
        if was_kept || self.is_kept_on_disk() {
            self.mirror(None);
        }
        // The store is closed before its files go.
        self.disk = Ok(None);
        self.memory = MemoryStore::new();
        self.keys.clear();
        self.put_back_app_values(AppValues::default());
        self.failed = None;
        self.unkept.clear();
        self.verified.clear();
        self.leaving = false;
        self.gone.clear();
        self.unremoved.clear();
        self.unwritten = Batch::new();
        self.use_saved = None;
        self.clock_saved = None;
        self.clock_unknown.clear();
        self.mirrors_are_forgotten();
        self.ring = Ring::generate(self.clock.now())?;
        Ok(())
    }

    fn found(&self, markers: &Markers, receipt: &mut Receipt) -> Result<(), HomeError> {
        let Some(dir) = self.home.lock().path() else { return Ok(()) };
        search(&dir, markers, &mut receipt.searched)
    }
}

/// Looks through what is left in `dir`, but for the webview's files: they go when the app is closed.
fn search(dir: &Path, markers: &Markers, searched: &mut Searched) -> Result<(), HomeError> {
    for (name, _) in crate::home::inventory(dir)? {
        if name.starts_with("webview") {
            continue;
        }
        let path = dir.join(&name);
        let file = File::open(&path).and_then(|file| markers.find_in(file));
        let (_, found) = file.map_err(|error| crate::directory::DirectoryError::from_io(&path, error))?;
        if found {
            searched.found.push(name.display().to_string());
        }
    }
    Ok(())
}

fn tally(files: &[(std::path::PathBuf, u64)]) -> BTreeMap<String, Tally> {
    let mut places: BTreeMap<String, Tally> = BTreeMap::new();
    for (name, bytes) in files {
        let place = name.iter().next().unwrap_or_default().to_string_lossy().into_owned();
        let tally = places.entry(place).or_default();
        tally.files += 1;
        tally.bytes = tally.bytes.saturating_add(*bytes);
    }
    places
}

/// Erases a profile where no app is running, `webview/` included. Whoever calls it holds the profile's lock.
///
/// # Errors
///
/// What could not be removed. The next call goes on where this one stopped.
pub fn erase_offline(
    mut home: DiskHome,
    now: i64,
    told: &mut dyn FnMut(EraseStep),
) -> Result<Receipt, SessionError> {
    let directory = home.directory().clone();
    let (app, profile) = (directory.app().as_str().to_owned(), directory.profile().as_str().to_owned());
    let again = |home: DiskHome| DiskHome::open(home.directory().clone());
    let mut receipt = if let Some(note) = home.erasing()? {
        let noted = serde_json::from_slice(&note).ok();
        let mut receipt: Receipt =
            noted.unwrap_or_else(|| Receipt { began_at: moment(now), ..Receipt::default() });
        home.erase_noting(&note, told)?;
        receipt.resumed = true;
        receipt.erased_at = moment(now);
        receipt
    } else {
        let files = tally(&home.inventory()?);
        let opened = Sessions::administer(Box::new(again(home)?), &super::Settings::default(), now);
        let mut sessions = opened.map_err(|error| match error {
            super::OpenError::Session(error) => error,
            super::OpenError::WeakSecret(error) => SessionError::damaged("session", error),
        })?;
        sessions.set_origin(&app, &profile);
        sessions.load_app_owner();
        let mut receipt = sessions.erase(now, told)?;
        receipt.files = files;
        home = DiskHome::open(directory)?;
        receipt
    };
    home.erase_webview()?;
    receipt.app = app;
    receipt.profile = profile;
    receipt.left.clear();
    receipt.searched.files = home.inventory()?.len() as u64;
    Ok(receipt)
}
