//! An [`export`](super::export) comes back: everything in it is checked before anything is written, and then it is written at once.
//!
//! An import signs nobody in and brings no key. The data of each guest get a new owner with a new key, and wait for the next session that
//! the person lets the app keep, which takes them over. What the app stores is added where there is nothing of that name. Nothing that is
//! there is written over.

mod document;
mod error;

pub use self::document::Import;
pub use self::error::ImportError;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use self::document::Guest;
use super::app_values::NOTE;
use super::export::{IMPORTS, Whose, content_of};
use super::values::{check_name, check_size};
use super::{SESSION, Sessions, stored};
use crate::error::SessionError;
use crate::key::{self, DataKey, OwnerId};
use crate::record::{self, OwnerRecord};
use crate::store::{Batch, Tree};

/// What an import does where the profile has data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Present {
    /// It does nothing.
    Refuse,
    /// It adds what is not there. What is there stays as it is.
    Merge,
}

/// What an import has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// How many guests' data wait for a session.
    pub guests: usize,
    /// How many values were written.
    pub values: usize,
    /// How many values were left out because there is one of that name.
    pub left_out: usize,
    /// Where the app's own values were written that are part of its turns.
    #[serde(skip)]
    pub(crate) places: Vec<String>,
}

impl Sessions {
    /// Writes what `import` holds, in one commit. Not to be called within a turn. The person has consented to keeping it here if
    /// `consented`.
    ///
    /// # Errors
    ///
    /// [`ImportError`]; then nothing was written.
    pub fn import(
        &mut self,
        import: &Import,
        present: Present,
        consented: bool,
        now: i64,
    ) -> Result<Imported, ImportError> {
        if let Some((app, _)) = self.origin.as_ref().filter(|(app, _)| *app != import.app()) {
            return Err(ImportError::OtherApp { found: import.app().to_owned(), app: app.clone() });
        }
        if !consented {
            return Err(ImportError::NoConsent);
        }
        let there: Vec<Value> = self.export_owners(Whose::Everybody)?.iter().map(content_of).collect();
        if present == Present::Refuse && !there.iter().all(is_settings_only) {
            return Err(ImportError::Present);
        }
        let app_before = self.app_values();
        self.begin();
        let imported = self.import_in_turn(import, &there, now);
        self.turn = super::Turn::default();
        imported.map_err(|(error, made)| {
            self.put_back_app_values(app_before);
            if made {
                self.disk = Ok(None);
                let erased = self.home.lock().erase();
                if let Err(error) = erased {
                    self.warn(format!("a directory that holds nothing could not be removed: {error}"));
                }
            }
            error.into()
        })
    }

    /// Adds the records of a copy of somebody's own data to those of whoever is signed in, with this turn. What is there under the same
    /// name stays as it is, and so does what the app keeps for everybody. What was agreed to elsewhere is not agreed to here: records of
    /// a purpose come along where the person agrees to that. Answers the names of what was added, and how many were left out.
    ///
    /// # Errors
    ///
    /// [`ImportError`]; then nothing has changed.
    pub fn import_mine(&mut self, import: &Import) -> Result<(Vec<String>, usize), ImportError> {
        if let Some((app, _)) = self.origin.as_ref().filter(|(app, _)| *app != import.app()) {
            return Err(ImportError::OtherApp { found: import.app().to_owned(), app: app.clone() });
        }
        let current = self.current.clone().ok_or(SessionError::NotSignedIn)?;
        let values = match import.guests() {
            [] => return Ok((Vec::new(), 0)),
            [guest] => &guest.values,
            _ => return Err(ImportError::Several),
        };
        let there = self.values_of(&current)?;
        let (mut added, mut left_out) = (Vec::new(), 0);
        for (name, value) in values.iter().filter(|(name, _)| !name.starts_with(NOTE)) {
            let is_there = there.iter().any(|(one, value)| one == name && !self.is_expired(one, value));
            if is_there || self.check_purpose(name).is_err() || self.is_expired(name, value) {
                left_out += 1;
            } else {
                added.push((name.clone(), value.clone()));
            }
        }
        for (name, value) in &added {
            check_name(name)?;
            check_size(Some(value))?;
        }
        for (name, value) in &added {
            self.turn.values.insert((current.owner, name.clone()), Some(Arc::from(value.as_slice())));
        }
        Ok((added.into_iter().map(|(name, _)| name).collect(), left_out))
    }

    /// The error, and whether the directory was made for nothing.
    fn import_in_turn(
        &mut self,
        import: &Import,
        there: &[Value],
        now: i64,
    ) -> Result<Imported, (SessionError, bool)> {
        let made = self.make_directory().map_err(|error| (error, false))?;
        let mut new_keys = Vec::new();
        let written = self.write_import(import, there, now, &mut new_keys);
        written.map_err(|error| {
            for owner in new_keys {
                self.keys.remove(&owner);
                if let Err(error) = key::remove_data_key(&self.home, owner) {
                    self.warn(format!("a data key that opens nothing could not be removed: {error}"));
                }
            }
            (error, made)
        })
    }

    fn write_import(
        &mut self,
        import: &Import,
        there: &[Value],
        now: i64,
        new_keys: &mut Vec<OwnerId>,
    ) -> Result<Imported, SessionError> {
        let mut batch = Batch::new();
        let mut imported = Imported::default();
        for guest in import.guests() {
            if there.contains(&guest.content) {
                imported.left_out += guest.values.len();
                continue;
            }
            let owner = OwnerId::generate()?;
            let data_key = DataKey::generate(owner)?;
            new_keys.push(owner);
            key::save_data_key(&self.home, &data_key)?;
            self.keys.insert(owner, data_key);
            self.put_guest(owner, guest, now, &mut batch)?;
            imported.guests += 1;
            imported.values += guest.values.len();
        }
        for (name, value) in import.app_values() {
            // One that cannot be read is there too.
            if !matches!(self.kept_app_value(name), Ok(None)) {
                imported.left_out += 1;
                continue;
            }
            imported.values += 1;
            if name.starts_with(stored::PLACES) {
                self.set_stored(name, Some(value.clone()))?;
                imported.places.push(name.clone());
            } else {
                self.set_unsaved(name.clone(), Some(value.clone()));
            }
        }
        self.seal_app_values(&mut batch)?;
        let mut consents = self.imports()?;
        let agreed = self.consent_given(self.purpose(SESSION)?, now);
        consents.push(record::ConsentRecord { purpose: "import".into(), ..agreed });
        batch.put(Tree::Meta, IMPORTS, record::encode(&consents)?);
        self.put_clock(&mut batch)?;
        self.commit_on_disk(&batch)?;
        self.app_values_are_saved();
        Ok(imported)
    }

    fn put_guest(
        &mut self,
        owner: OwnerId,
        guest: &Guest,
        now: i64,
        batch: &mut Batch,
    ) -> Result<(), SessionError> {
        for (name, value) in &guest.values {
            self.seal_value(owner, name, Some(value), true, batch)?;
        }
        let waiting = Some(guest.last_used.unwrap_or(now));
        let record = OwnerRecord { consent: guest.consent.clone(), waiting, ..OwnerRecord::default() };
        batch.put(Tree::Owners, *owner.as_bytes(), record::encode(&record)?);
        Ok(())
    }

    /// Of those whose data wait for a session, the one that was there last, as it is once it has one.
    pub(super) fn waiting_owner(&mut self) -> Option<(OwnerId, OwnerRecord)> {
        let owners = self.disk()?.scan(Tree::Owners, &[]).ok()?;
        let mut waiting: Vec<(i64, OwnerId, OwnerRecord)> = Vec::new();
        for (key, bytes) in owners {
            let Ok(mut owner_record) = record::decode::<OwnerRecord>(&bytes) else { continue };
            let (Some(since), Ok(key)) = (owner_record.waiting.take(), <[u8; 16]>::try_from(key)) else {
                continue;
            };
            waiting.push((since, OwnerId::from_bytes(key), owner_record));
        }
        waiting.sort_by_key(|(since, owner, _)| (*since, *owner));
        let current = self.owner();
        while let Some((_, owner, owner_record)) = waiting.pop() {
            if current == Some(owner) {
                continue;
            }
            match self.data_key(owner) {
                Ok(_) => return Some((owner, owner_record)),
                Err(error) => self.warn(format!("data that were imported cannot be opened: {error}")),
            }
        }
        None
    }
}

/// Whether an owner has nothing that the person or the app has saved: of such a one nothing could be mixed up.
fn is_settings_only(owner: &Value) -> bool {
    owner["kind"] == "app" && owner["records"].as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::super::values::place_of;
    use super::*;

    #[test]
    fn a_place_in_the_store_is_long_enough_for_every_name_that_is_let_in() {
        let name = "x".repeat(200);
        assert!(
            place_of(OwnerId::from_bytes([0; 16]), &format!("\0{name}")).len() <= crate::store::MAX_KEY_BYTES
        );
    }
}
