//! What a turn has changed becomes durable, or is dropped.

use std::fmt;

use super::values::place_of;
use super::{Current, Ended, Sessions, Turn};
use crate::error::SessionError;
use crate::home::HomeError;
use crate::key;
use crate::record;
use crate::store::{Batch, Store, Tree};

/// Where the store notes owners whose data key is to go: this, then the owner's 16 bytes.
pub(super) const KEY_TO_GO: &[u8] = b"key-to-go/";

/// Where the store notes that the home goes, where nobody is kept in it any more.
const HOME_TO_GO: &[u8] = b"home-to-go";

/// What a commit did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Saved {
    /// There was nothing to write.
    Nothing,
    /// In memory: the session is not kept on this computer.
    InMemory,
    /// Everything is durable.
    Durable,
}

/// A turn that could not be saved.
#[derive(Debug)]
pub struct SaveError {
    /// What became of it.
    pub lost: Lost,
    pub(super) source: SessionError,
}

/// What became of a turn that could not be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Lost {
    /// The writes are dropped. They can be tried again.
    Writes,
    /// The session could not be kept on this computer: it lasts for this run, its data in memory.
    Keeping,
    /// The session has ended, but its record is still on disk. It is removed as soon as it can be.
    Removal,
    /// As [`Removal`](Lost::Removal), of a session of another start: whoever is signed in still is.
    Revocation,
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = &self.source;
        match self.lost {
            Lost::Writes => write!(f, "What you just did was not saved: {source}."),
            Lost::Keeping => {
                write!(f, "You are signed in until you close this app, but not on this computer: {source}.")
            }
            Lost::Removal => {
                write!(f, "You are signed out, but what was kept could not be removed yet: {source}.")
            }
            Lost::Revocation => {
                write!(
                    f,
                    "The session is revoked, but what was kept of it could not be removed yet: {source}."
                )
            }
        }
    }
}

impl SaveError {
    /// Why it could not be saved.
    #[must_use]
    pub fn into_source(self) -> SessionError {
        self.source
    }

    /// Whether space must be made before trying again.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(&self.source, SessionError::Home(home) if home.is_full())
    }
}

impl std::error::Error for SaveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl Sessions {
    /// A turn begins.
    pub fn begin(&mut self) {
        self.parts.clear();
        self.turn = Turn { open: true, before: self.current.clone(), ..Turn::default() };
    }

    /// The turn failed: nothing of it happened.
    pub fn discard(&mut self) {
        let turn = std::mem::take(&mut self.turn);
        if turn.open {
            self.current = turn.before;
        }
    }

    /// A part of the turn begins whose changes may be dropped alone.
    pub fn begin_part(&mut self) {
        self.parts.push((self.current.clone(), self.turn.clone()));
    }

    /// The part that began last is over: its changes stay in the turn, or never were.
    pub fn end_part(&mut self, keep: bool) {
        if let Some((current, turn)) = self.parts.pop().filter(|_| !keep) {
            self.current = current;
            self.turn = turn;
        }
    }

    /// Everything that the turn changed, at once and together.
    ///
    /// # Errors
    ///
    /// What could not be done; see [`Lost`]. The turn is over either way.
    pub fn commit(&mut self) -> Result<Saved, SaveError> {
        let used = self.turn.used();
        self.verified.retain(|(number, ..)| !used.contains(number));
        self.leaving |= self.turn.leaves_disk;
        let story = self.story();
        let result = self.commit_turn();
        self.turn = Turn::default();
        // Where only its removal failed, a session has ended all the same.
        if result
            .as_ref()
            .map_or_else(|error| matches!(error.lost, Lost::Removal | Lost::Revocation), |_| true)
        {
            story.into_iter().for_each(|sentence| self.note(sentence));
        }
        let saved = result?;
        self.leave_home().map_err(|source| SaveError { lost: Lost::Removal, source })?;
        Ok(saved)
    }

    fn commit_turn(&mut self) -> Result<Saved, SaveError> {
        let nothing = !self.turn.session_changed
            && self.turn.values.is_empty()
            && self.turn.stored.is_empty()
            && self.turn.ended.is_empty();
        if nothing && self.unremoved.is_empty() {
            return Ok(Saved::Nothing);
        }
        if self.turn.brings_guest {
            return self.commit_sign_in();
        }
        let ended = std::mem::take(&mut self.turn.ended);
        let any_ended = !ended.is_empty();
        self.end_in_memory(&ended);
        let removed = self.remove_ended(ended);
        let written = self.write_current();
        match (written, removed) {
            (Err(error), _) | (Ok(_), Err(error)) => Err(error),
            (Ok(_), Ok(true)) => Ok(Saved::Durable),
            (Ok(Saved::Nothing), Ok(false)) if any_ended => Ok(Saved::InMemory),
            (Ok(written), Ok(false)) => Ok(written),
        }
    }

    /// A guest's own sign-in: what they bring is written before anything of theirs is removed, so that neither a full disk nor a kill
    /// costs it. Where it cannot be written, they are the guest that they were.
    fn commit_sign_in(&mut self) -> Result<Saved, SaveError> {
        let ended = std::mem::take(&mut self.turn.ended);
        let before = self.turn.before.clone();
        let written = match self.write_current() {
            Ok(written) => written,
            Err(error) => {
                self.current = before;
                if let Some(token) =
                    self.current.as_ref().filter(|guest| guest.kept).map(|guest| guest.token.clone())
                {
                    self.restore_pending(&token);
                }
                return Err(error);
            }
        };
        self.end_in_memory(&ended);
        // Ending the guest has taken away what tells the page and the next start of the user.
        if let Some(token) = self.current.as_ref().filter(|user| user.kept).map(|user| user.token.clone()) {
            self.restore_pending(&token);
            self.mirror(Some(token.expose().to_owned()));
        }
        self.remove_ended(ended)?;
        Ok(written)
    }

    /// Writes a value of the live session as a commit of its own, between two turns: durable when this answers, where the
    /// session is kept.
    ///
    /// # Errors
    ///
    /// As [`set_value`](Sessions::set_value), or what keeps the store from writing: then nothing was written, and there is
    /// nothing to try again.
    pub fn write_beside(&mut self, name: &str, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        let waiting = self.failed.take();
        self.begin();
        let written =
            self.set_value(name, value).and_then(|()| self.write_current().map_err(|error| error.source));
        self.turn = Turn::default();
        self.failed = waiting.map(|mut waiting| {
            if let (Ok(_), Some(owner)) = (&written, self.owner()) {
                // Tried again, the older value would come back.
                waiting.leave_out(Tree::Data, &place_of(owner, name));
            }
            waiting
        });
        written.map(|_| ())
    }

    /// The ended sessions' mirror, and the file that stands in for it, go first: whatever becomes of the disk, they are
    /// signed out.
    fn end_in_memory(&mut self, ended: &[Ended]) {
        for session in ended {
            if session.current {
                self.unkept.clear();
                // Tried again later, it would bring back what ends here.
                self.failed = None;
            }
            self.forget_in_memory(session);
            if !session.kept && !session.data_go {
                self.keep_last_values_in_memory(session.owner);
            }
            // Of another start's sessions only the one whose token waits in the file could have left one.
            if session.kept && (session.current || self.current.is_none()) {
                self.remove_pending();
                self.mirror(None);
            }
        }
    }

    /// What a user has saved in the turn in which they sign out is theirs at the next sign-in.
    fn keep_last_values_in_memory(&mut self, owner: key::OwnerId) {
        let mut batch = Batch::new();
        let kept = self.seal_values(owner, false, &mut batch);
        if let Err(error) = kept.and_then(|()| Ok(self.memory.commit(&batch)?)) {
            self.warn(format!("what was saved last before a sign-out could not be kept in memory: {error}"));
        }
    }

    fn forget_in_memory(&mut self, session: &Ended) {
        let mut batch = Batch::new();
        remove_session(session, &self.memory, &mut batch);
        // The memory store refuses only what is too large, and this removes.
        if self.memory.commit(&batch).is_err() {
            self.warn("a session could not be removed from memory");
        }
    }

    /// Removes ended sessions from the disk, together with those that could not be removed before. True where there were
    /// any.
    fn remove_ended(&mut self, ended: Vec<Ended>) -> Result<bool, SaveError> {
        let mut gone = std::mem::take(&mut self.unremoved);
        gone.extend(ended.into_iter().filter(|session| session.kept));
        if gone.is_empty() {
            return Ok(false);
        }
        let stored = self.stored_for_removal();
        let goes_along = stored.is_some();
        let mut batch = stored.unwrap_or_default();
        let mut last = std::mem::take(&mut self.unwritten);
        for session in gone.iter().filter(|session| !session.data_go) {
            if let Err(error) = self.seal_values(session.owner, true, &mut last) {
                self.warn(format!("what was saved last before a sign-out could not be sealed: {error}"));
            }
        }
        batch.extend(last.clone());
        if let Some(disk) = self.disk() {
            for session in &gone {
                remove_session(session, disk, &mut batch);
            }
            if self.leaving {
                batch.put(Tree::Meta, HOME_TO_GO, []);
            }
            if let Err(error) = disk.commit(&batch) {
                let signed_out = gone.iter().any(|session| session.current);
                for session in &gone {
                    self.mark_gone(session.owner, session.data_go);
                }
                self.unremoved = gone;
                self.unwritten = last;
                let lost = if signed_out { Lost::Removal } else { Lost::Revocation };
                return Err(SaveError { lost, source: error.into() });
            }
            if goes_along {
                self.app_values_are_saved();
            }
        }
        for session in gone {
            if session.data_go {
                self.forget_data_key(session.owner);
            } else if let Err(error) = self.forget_gone(session.owner) {
                self.warn(format!("a note of an ended session could not be removed: {error}"));
            }
        }
        Ok(true)
    }

    /// The owner's records are gone: nothing is left that the key opens. False where it could not be removed; the note in
    /// the store stays, and the next sweep tries again.
    pub(super) fn forget_data_key(&mut self, owner: key::OwnerId) -> bool {
        self.keys.remove(&owner);
        let removed = key::remove_data_key(&self.home, owner).map_err(SessionError::from);
        let removed = removed.and(self.forget_gone(owner));
        if let Err(error) = &removed {
            self.warn(format!("a data key that opens nothing any more could not be removed: {error}"));
        }
        removed.is_ok()
    }

    /// Writes the current session, if the turn changed it, its values, and what the app stores.
    fn write_current(&mut self) -> Result<Saved, SaveError> {
        let changed = self.turn.session_changed || !self.turn.values.is_empty();
        let Some(current) = self.current.clone().filter(|_| changed) else { return self.write_stored() };
        if !current.kept {
            let stored = self.write_stored();
            if stored.is_err() && !self.turn.session_changed {
                return stored;
            }
            return match self.write_in_memory(&current) {
                Ok(()) if matches!(stored, Ok(Saved::Nothing)) => Ok(Saved::InMemory),
                Ok(()) => stored,
                Err(source) => Err(SaveError { lost: Lost::Writes, source }),
            };
        }
        let was_kept =
            self.turn.before.as_ref().is_some_and(|before| before.kept && before.owner == current.owner);
        match self.write_on_disk(&current, was_kept) {
            Ok(()) => {
                if self.turn.session_changed {
                    self.mirror(Some(current.token.expose().to_owned()));
                }
                if !was_kept {
                    self.unkept.clear();
                    self.forget_in_memory(&Ended { data_go: true, ..Ended::of(&current) });
                }
                if !was_kept || !self.turn.stored.is_empty() {
                    self.app_values_are_saved();
                }
                self.failed = None;
                Ok(Saved::Durable)
            }
            Err(source) if was_kept => {
                // The session itself goes back to what is on disk.
                if self.turn.session_changed {
                    self.current = self.turn.before.take();
                    if let Some(before) = self.current.clone() {
                        self.restore_pending(&before.token);
                    }
                }
                Err(SaveError { lost: Lost::Writes, source })
            }
            Err(source) if current.owner_record.account && current.taken_over => {
                // Their data are on disk: without them nobody would know themselves again. Who was there before has ended.
                self.remove_pending();
                self.current = None;
                Err(SaveError { lost: Lost::Writes, source })
            }
            Err(source) => {
                self.remove_pending();
                self.keep_for_this_run();
                self.keep_stored_in_memory();
                Err(SaveError { lost: Lost::Keeping, source })
            }
        }
    }

    fn write_in_memory(&mut self, current: &Current) -> Result<(), SessionError> {
        let mut batch = Batch::new();
        batch.put(Tree::Sessions, *current.key.as_bytes(), record::encode(&current.record)?);
        batch.put(Tree::Owners, *current.owner.as_bytes(), record::encode(&current.owner_record)?);
        for rotated in &self.turn.rotated {
            batch.delete(Tree::Sessions, *rotated.as_bytes());
        }
        self.seal_values(current.owner, false, &mut batch)?;
        self.memory.commit(&batch)?;
        Ok(())
    }

    /// One commit: the session's record, the owner's, its values, what the app stores, and the death of rotated ids.
    fn write_on_disk(&mut self, current: &Current, was_kept: bool) -> Result<(), SessionError> {
        let mut batch = Batch::new();
        let on_disk = was_kept || current.taken_over;
        if !was_kept {
            self.make_home(current)?;
            for (key, value) in self.memory.scan(Tree::Data, current.owner.as_bytes())? {
                batch.put(Tree::Data, key, value);
            }
        }
        if !was_kept || !self.turn.stored.is_empty() {
            self.seal_app_values(&mut batch)?;
        }
        self.seal_values(current.owner, on_disk, &mut batch)?;
        if self.turn.session_changed {
            for rotated in &self.turn.rotated {
                batch.delete(Tree::Sessions, *rotated.as_bytes());
            }
            batch.put(Tree::Owners, *current.owner.as_bytes(), record::encode(&current.owner_record)?);
            self.write_pending(&current.token)?;
        }
        batch.put(Tree::Sessions, *current.key.as_bytes(), record::encode(&current.record)?);
        self.put_clock(&mut batch)?;
        let Some(disk) = self.disk() else { return Err(HomeError::Absent.into()) };
        if let Err(error) = disk.commit(&batch) {
            if was_kept && !self.turn.session_changed {
                self.failed = Some(batch);
            }
            return Err(error.into());
        }
        Ok(())
    }

    /// Consent was given: the directory, the signing keys and the owner's data key, each durable before what needs it.
    fn make_home(&mut self, current: &Current) -> Result<(), SessionError> {
        self.make_directory()?;
        let data_key = self.data_key(current.owner)?;
        key::save_data_key(&self.home, &data_key)?;
        Ok(())
    }

    /// The directory with its store and signing keys. True where there was none.
    pub(super) fn make_directory(&mut self) -> Result<bool, SessionError> {
        if self.passed_over {
            return Err(HomeError::PassedOver.into());
        }
        if self.disk.is_err() {
            self.disk = self.open_home();
        }
        if let Err(error) = &self.disk {
            return Err(SessionError::damaged("session", error.to_string()));
        }
        let is_new = self.disk().is_none();
        if is_new {
            self.home.lock().create()?;
            let opened = self.home.lock().open_store()?;
            self.disk = Ok(Some(opened));
            self.move_app_values();
        }
        self.keep_ring()?;
        Ok(is_new)
    }

    /// What was to be kept lasts for this run: nothing that the person did is lost but its durability.
    fn keep_for_this_run(&mut self) {
        if let Err(error) = self.leave_waiting() {
            self.warn(format!("the session could not be kept in memory: {error}"));
        }
        let Some(current) = &mut self.current else { return };
        current.kept = false;
        self.unkept = std::mem::take(&mut current.owner_record.consent);
        let current = current.clone();
        if let Err(error) = self.write_in_memory(&current) {
            self.warn(format!("the session could not be kept in memory: {error}"));
        }
    }

    /// A session that could not take over what was imported leaves that as it is, and has data of its own.
    fn leave_waiting(&mut self) -> Result<(), SessionError> {
        let Some(current) = self.current.as_mut().filter(|current| current.taken_over) else { return Ok(()) };
        let owner = key::OwnerId::generate()?;
        let before = std::mem::replace(&mut current.owner, owner);
        current.record.owner = owner.to_hex();
        current.taken_over = false;
        current.owner_record.waiting = None;
        let agreed = current.owner_record.consent.pop();
        current.owner_record.consent = agreed.into_iter().collect();
        self.keys.insert(owner, key::DataKey::generate(owner)?);
        let written = std::mem::take(&mut self.turn.values).into_iter();
        let of = |of| if of == before { owner } else { of };
        self.turn.values = written.map(|((by, name), value)| ((of(by), name), value)).collect();
        Ok(())
    }

    /// Tries again what the last failed commit could not write or remove.
    ///
    /// # Errors
    ///
    /// As [`commit`](Sessions::commit); a further try is possible.
    pub fn retry(&mut self) -> Result<(), SaveError> {
        self.retry_removal()?;
        self.keep_again()?;
        if let Some(batch) = self.failed.take()
            && let Some(disk) = self.disk()
        {
            if let Err(error) = disk.commit(&batch) {
                self.failed = Some(batch);
                return Err(SaveError { lost: Lost::Writes, source: error.into() });
            }
            self.read_app_values_again();
        }
        Ok(())
    }

    /// Tries again to remove ended sessions from the disk. What the person was told is not saved stays as it is: that is
    /// theirs to try again.
    ///
    /// # Errors
    ///
    /// As [`commit`](Sessions::commit); a further try is possible.
    pub fn retry_removal(&mut self) -> Result<(), SaveError> {
        self.remove_ended(Vec::new())?;
        self.leave_home().map_err(|source| SaveError { lost: Lost::Removal, source })
    }

    /// The session that could not be kept is to be kept after all.
    fn keep_again(&mut self) -> Result<(), SaveError> {
        let consent = std::mem::take(&mut self.unkept);
        if consent.is_empty() || self.current.as_ref().is_none_or(|current| current.kept) {
            return Ok(());
        }
        self.begin();
        if let Some(current) = &mut self.current {
            current.kept = true;
            // What was agreed to since stays agreed to.
            current.owner_record.consent.splice(..0, consent);
            self.turn.session_changed = true;
        }
        self.commit().map(|_| ())
    }

    /// Whether [`retry`](Sessions::retry) has something to do.
    #[must_use]
    pub fn has_to_retry(&self) -> bool {
        self.failed.is_some() || !self.unkept.is_empty() || self.has_unremoved()
    }

    /// Whether the removal of an ended session waits for another try.
    #[must_use]
    pub fn has_unremoved(&self) -> bool {
        !self.unremoved.is_empty() || self.leaving
    }

    /// Notes on disk when the session was last used, where that is not there yet.
    pub fn save_last_use_if_newer(&mut self) {
        let Some(current) = self.current.as_ref().filter(|current| current.kept) else { return };
        let used = current.record.ahead.map_or(current.record.last_used, |times| times.last_used);
        if self.use_saved == Some((current.key, used)) {
            return;
        }
        self.use_saved = Some((current.key, used));
        let (key, encoded) = (current.key, record::encode(&current.record));
        let Ok(bytes) = encoded else { return };
        let mut batch = Batch::new();
        batch.put(Tree::Sessions, *key.as_bytes(), bytes);
        if let Err(error) = self.put_clock(&mut batch).and_then(|()| self.commit_on_disk(&batch)) {
            self.warn(format!("the session's last use could not be noted: {error}"));
        }
    }

    /// Notes on disk what time it is, where that has moved by more than a minute. For the end of the process.
    pub fn save_clock_if_newer(&mut self) {
        let newer =
            self.clock_saved.is_some_and(|saved| self.clock_record().seen > saved.seen.saturating_add(60));
        let mut batch = Batch::new();
        if newer && let Err(error) = self.put_clock(&mut batch).and_then(|()| self.commit_on_disk(&batch)) {
            self.warn(format!("the time could not be noted: {error}"));
        }
    }

    /// Whether somebody left before this start, who may have been the last one in the home.
    pub(super) fn read_home_to_go(&mut self) {
        let noted = self.disk().is_some_and(|disk| matches!(disk.get(Tree::Meta, HOME_TO_GO), Ok(Some(_))));
        self.leaving |= noted;
    }

    /// The home stays: others are kept in it.
    pub(super) fn forget_home_to_go(&mut self) -> Result<(), SessionError> {
        let Some(disk) = self.disk() else { return Ok(()) };
        if disk.get(Tree::Meta, HOME_TO_GO)?.is_none() {
            return Ok(());
        }
        let mut batch = Batch::new();
        batch.delete(Tree::Meta, HOME_TO_GO);
        self.commit_on_disk(&batch)
    }

    pub(super) fn commit_on_disk(&self, batch: &Batch) -> Result<(), SessionError> {
        let disk = self.disk().ok_or(HomeError::Absent)?;
        Ok(disk.commit(batch)?)
    }
}

/// Everything that `store` keeps of a session, and of its owner where that goes with it.
fn remove_session(session: &Ended, store: &dyn Store, batch: &mut Batch) {
    for key in session.keys() {
        batch.delete(Tree::Sessions, *key.as_bytes());
    }
    if session.data_go {
        remove_owner(session.owner, store, batch);
    }
    if let Some(note) = session.note.as_ref().filter(|_| session.kept)
        && let Ok(note) = record::encode(note)
    {
        batch.put(Tree::Owners, *session.owner.as_bytes(), note);
    }
}

/// Removes an owner and their data, and notes that their data key is to follow: a process that is killed before it does
/// leaves the note to the next one.
pub(super) fn remove_owner(owner: key::OwnerId, store: &dyn Store, batch: &mut Batch) {
    batch.delete(Tree::Owners, *owner.as_bytes());
    // Values that cannot be listed are unreadable without the data key, which goes next.
    for (key, _) in store.scan(Tree::Data, &place_of(owner, "")).unwrap_or_default() {
        batch.delete(Tree::Data, key);
    }
    batch.put(Tree::Meta, [KEY_TO_GO, owner.as_bytes()].concat(), []);
}
