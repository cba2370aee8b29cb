//! What is kept beside the turns: values of the app itself, whoever is signed in, and notes of the live session.
//!
//! The app's values, such as the theme and the places of its windows, belong to an owner of their own, whom a record in
//! [`Tree::Meta`] names: they stay when a session ends and go with the home. Before consent they are in memory; the commit
//! that creates the home takes them along. Notes, such as where the person was in the app, belong to the owner of the live
//! session: they end with its data.
//!
//! Neither is a value that an app saves and shows: no turn waits for them, and losing one is a line in the log. What the app stores
//! itself has the same owner and is part of its turns: `stored.rs`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::values::place_of;
use super::{Sessions, stored, values};
use crate::error::SessionError;
use crate::home::HomeError;
use crate::key::{self, DataKey, KeyError, OwnerId};
use crate::record;
use crate::store::{Batch, Tree};

/// Where the record lies that names the app's owner.
const OWNER: &[u8] = b"app-owner";

/// Begins the names of notes, so that no record of an app has the name of one.
pub(super) const NOTE: char = '\0';

/// The record under [`OWNER`].
#[derive(Serialize, Deserialize)]
struct AppOwner {
    /// 32 hex digits.
    owner: String,
    /// The owner before, whose key is lost, while there are values of theirs that the app stored: as above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lost: Option<String>,
}

/// The app's own values, as far as they have been read or set.
#[derive(Clone, Default)]
pub(super) struct AppValues {
    values: BTreeMap<String, Option<Vec<u8>>>,
    /// Names whose value is not on disk as it is here.
    unsaved: BTreeSet<String>,
    owner: Owner,
    /// An owner before, whose key is lost and who has stored values: to be read again where the key comes back.
    lost: Option<OwnerId>,
}

/// Whose key seals the values.
#[derive(Clone, Default)]
enum Owner {
    /// There is none yet.
    #[default]
    Absent,
    /// Of this owner the key opens nothing any more, or is gone. They are replaced when something is saved.
    Lost(OwnerId),
    /// The key is there; the store does not name the owner yet, and still names the lost one.
    New { owner: OwnerId, instead_of: Option<OwnerId> },
    /// The store names this owner.
    Known(OwnerId),
    /// It cannot be told now. Nothing is written, so that nothing is lost.
    Unreadable,
}

impl Sessions {
    /// The app's own value of this name. One that cannot be read counts as absent.
    pub fn app_value(&mut self, name: &str) -> Option<Vec<u8>> {
        if let Some(known) = self.app.values.get(name) {
            return known.clone();
        }
        let Owner::Known(owner) = self.app.owner else { return None };
        let value = self.read_sealed(owner, name).unwrap_or_else(|error| {
            self.warn(format!("what the app keeps as {name:?} cannot be read and counts as absent: {error}"));
            None
        });
        self.app.values.insert(name.to_owned(), value.clone());
        value
    }

    /// Sets or removes the app's own value of this name, in memory; [`save_beside`](Sessions::save_beside) makes it
    /// durable. True where it is another one than before.
    ///
    /// # Errors
    ///
    /// [`SessionError::TooLarge`].
    pub fn set_app_value(&mut self, name: &str, value: Option<Vec<u8>>) -> Result<bool, SessionError> {
        values::check_size(value.as_deref())?;
        let changed = self.app_value(name) != value;
        if changed {
            self.set_unsaved(name.to_owned(), value);
        }
        Ok(changed)
    }

    pub(super) fn set_unsaved(&mut self, name: String, value: Option<Vec<u8>>) {
        self.app.unsaved.insert(name.clone());
        self.app.values.insert(name, value);
    }

    /// As [`app_value`](Sessions::app_value), and one that cannot be read is an error.
    pub(super) fn kept_app_value(&mut self, name: &str) -> Result<Option<Vec<u8>>, SessionError> {
        if let Some(known) = self.app.values.get(name) {
            return Ok(known.clone());
        }
        let owner = match self.app.owner {
            Owner::Absent => None,
            Owner::Known(owner) | Owner::Lost(owner) => Some(owner),
            Owner::New { instead_of, .. } => instead_of,
            Owner::Unreadable => self.read_app_owner()?.map(|(owner, _)| owner),
        };
        let mut value = None;
        for owner in owner.into_iter().chain(self.app.lost) {
            if value.is_none() {
                value = self.read_sealed(owner, name)?;
            }
        }
        self.app.values.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    /// The owner of the app's values on disk, if there is one whose key is known.
    pub(super) fn app_owner(&self) -> Option<OwnerId> {
        match self.app.owner {
            Owner::Known(owner) => Some(owner),
            Owner::Absent | Owner::Lost(_) | Owner::New { .. } | Owner::Unreadable => None,
        }
    }

    /// What of the app's values is in memory only.
    pub(super) fn unsaved_app_values(&self) -> Vec<(String, Option<Vec<u8>>)> {
        let unsaved = |name: &String| !self.has_home() || self.app.unsaved.contains(name);
        let values = self.app.values.iter().filter(|(name, _)| unsaved(name));
        values.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The app's values as they are in memory, to go back to.
    pub(super) fn app_values(&self) -> AppValues {
        self.app.clone()
    }

    pub(super) fn put_back_app_values(&mut self, values: AppValues) {
        self.app = values;
    }

    /// The live session's note of this name, where the session is kept. One that cannot be read counts as absent.
    pub fn note_of(&mut self, name: &str) -> Option<Vec<u8>> {
        let owner = self.kept_owner()?;
        self.read_sealed(owner, &format!("{NOTE}{name}")).unwrap_or_else(|error| {
            self.warn(format!("the session's note {name:?} cannot be read and counts as absent: {error}"));
            None
        })
    }

    /// Whose session is kept on this computer, if one is.
    #[must_use]
    pub fn kept_owner(&self) -> Option<OwnerId> {
        self.current.as_ref().filter(|current| current.kept).map(|current| current.owner)
    }

    /// Whether there is a home to keep anything in.
    #[must_use]
    pub fn has_home(&self) -> bool {
        self.disk().is_some()
    }

    /// Makes the app's values durable, and `notes` of the live session, in one commit. Not to be called within a turn.
    /// Without a home the values stay in memory; without a kept session there is no place for notes. False where it could not
    /// be done, which is in the log.
    pub fn save_beside(&mut self, notes: &BTreeMap<String, Option<Vec<u8>>>) -> bool {
        let result = self.try_save_beside(notes);
        if let Err(error) = &result {
            self.warn(format!("theme, window or address could not be kept for the next start: {error}"));
        }
        result.is_ok()
    }

    fn try_save_beside(&mut self, notes: &BTreeMap<String, Option<Vec<u8>>>) -> Result<(), SessionError> {
        if !self.has_home() {
            return Ok(());
        }
        let mut batch = Batch::new();
        self.seal_app_values(&mut batch)?;
        if let Some(owner) = self.kept_owner() {
            for (name, value) in notes {
                self.seal_value(owner, &format!("{NOTE}{name}"), value.as_deref(), true, &mut batch)?;
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.disk().ok_or(HomeError::Absent)?.commit(&batch)?;
        self.app_values_are_saved();
        Ok(())
    }

    /// Reads who the app's owner is.
    pub(crate) fn load_app_owner(&mut self) {
        let read = self.read_app_owner();
        self.app.lost = read.as_ref().ok().and_then(|read| read.as_ref()?.1);
        self.app.owner = match read {
            Ok(None) => Owner::Absent,
            Ok(Some((owner, _))) => match self.data_key(owner) {
                Ok(_) => Owner::Known(owner),
                // The key itself is not known to be gone.
                Err(SessionError::Key(error @ (KeyError::Io { .. } | KeyError::Conflict { .. }))) => {
                    self.warn(format!("theme and windows are as at a first start: {error}"));
                    Owner::Unreadable
                }
                Err(error) => {
                    self.warn(format!(
                        "theme and windows are as at a first start, for their key is lost: {error}"
                    ));
                    Owner::Lost(owner)
                }
            },
            Err(error) => {
                self.warn(format!("theme and windows are as at a first start: {error}"));
                Owner::Unreadable
            }
        };
    }

    /// Who the app's owner is, and who was before, if that is to be remembered.
    fn read_app_owner(&self) -> Result<Option<(OwnerId, Option<OwnerId>)>, SessionError> {
        let Some(disk) = self.disk() else { return Ok(None) };
        let Some(bytes) = disk.get(Tree::Meta, OWNER)? else { return Ok(None) };
        let record: AppOwner = record::decode(&bytes)?;
        let owner = OwnerId::parse(&record.owner);
        let owner = owner.ok_or_else(|| SessionError::damaged("app-owner", super::start::NoOwner))?;
        Ok(Some((owner, record.lost.as_deref().and_then(OwnerId::parse))))
    }

    /// The home is about to go: what it holds of the app's values goes on in memory.
    pub(super) fn take_app_values_along(&mut self) -> Result<(), SessionError> {
        let owner = self.app_owner();
        let kept = match (owner, self.disk()) {
            (Some(owner), Some(disk)) => disk.scan(Tree::Data, &place_of(owner, ""))?,
            _ => Vec::new(),
        };
        for (key, _) in kept {
            if let Some(name) = values::name_in(&key).map(str::to_owned) {
                // One that cannot be read counts as absent from here on.
                self.app_value(&name);
            }
        }
        self.app.owner = Owner::Absent;
        self.app.lost = None;
        self.app.unsaved.clear();
        Ok(())
    }

    /// The home has just been made: everything is to go there, under an owner of its own.
    pub(super) fn move_app_values(&mut self) {
        self.app.owner = Owner::Absent;
        self.app.lost = None;
        let names = self.app.values.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name.clone());
        self.app.unsaved = names.collect();
    }

    /// Seals what is not on disk yet into `batch`, with what the turn stores; the first time with the record that names the
    /// owner, whose key is durable before that.
    pub(super) fn seal_app_values(&mut self, batch: &mut Batch) -> Result<(), SessionError> {
        if self.app.unsaved.is_empty() && self.turn.stored.is_empty() {
            return Ok(());
        }
        let lost = match self.app.owner {
            Owner::Absent => None,
            Owner::Lost(owner) => Some(owner),
            Owner::New { instead_of, .. } => instead_of,
            Owner::Known(_) | Owner::Unreadable => None,
        };
        let owner = match self.app.owner {
            Owner::Unreadable if self.turn.stored.is_empty() => return Ok(()),
            Owner::Unreadable => return Err(SessionError::damaged("app-owner", OwnerUnreadable)),
            Owner::Known(owner) => owner,
            Owner::New { owner, .. } => owner,
            Owner::Absent | Owner::Lost(_) => {
                let owner = OwnerId::generate()?;
                self.keys.insert(owner, DataKey::generate(owner)?);
                self.app.owner = Owner::New { owner, instead_of: lost };
                owner
            }
        };
        if let Owner::New { .. } = self.app.owner {
            let data_key = self.data_key(owner)?;
            key::save_data_key(&self.home, &data_key)?;
            let mut before = None;
            if let (Some(lost), Some(disk)) = (lost, self.disk()) {
                let stored = place_of(lost, stored::PLACES);
                for (key, _) in disk.scan(Tree::Data, &place_of(lost, ""))? {
                    match key.starts_with(&stored) {
                        // The app is told that it is damaged, and decides.
                        true => before = Some(lost),
                        false => batch.delete(Tree::Data, key),
                    }
                }
            }
            let record = AppOwner { owner: owner.to_hex(), lost: before.map(|before| before.to_hex()) };
            batch.put(Tree::Meta, OWNER, record::encode(&record)?);
            self.app.lost = before;
        }
        for name in self.app.unsaved.clone() {
            let value = self.app.values.get(&name).cloned().flatten();
            self.seal_value(owner, &name, value.as_deref(), true, batch)?;
        }
        for (place, value) in self.turn.stored.clone() {
            self.seal_value(owner, &place, value.as_deref(), true, batch)?;
            if let Some(lost) = self.app.lost {
                batch.delete(Tree::Data, place_of(lost, &place));
            }
        }
        Ok(())
    }

    /// What [`seal_app_values`](Sessions::seal_app_values) has sealed is durable.
    pub(super) fn app_values_are_saved(&mut self) {
        if matches!(self.app.owner, Owner::Unreadable) {
            return;
        }
        self.new_owner_is_saved();
        self.app.unsaved.clear();
        let stored = std::mem::take(&mut self.turn.stored).into_iter();
        self.app.values.extend(stored.map(|(place, value)| (place, value.as_deref().map(<[u8]>::to_vec))));
    }

    fn new_owner_is_saved(&mut self) {
        let Owner::New { owner, instead_of } = self.app.owner else { return };
        self.app.owner = Owner::Known(owner);
        if let Some(lost) = instead_of
            && self.app.lost.is_none()
            && let Err(error) = key::remove_data_key(&self.home, lost)
        {
            self.warn(format!("a data key that opens nothing any more could not be removed: {error}"));
        }
    }

    /// What an earlier turn could not write is durable after all: the disk knows better than memory does.
    pub(super) fn read_app_values_again(&mut self) {
        if let Owner::New { owner, .. } = self.app.owner
            && matches!(self.read_app_owner(), Ok(Some((known, _))) if known == owner)
        {
            self.new_owner_is_saved();
        }
        let AppValues { values, unsaved, .. } = &mut self.app;
        values.retain(|name, _| unsaved.contains(name));
    }
}

/// Why nothing that the app stores can be written.
#[derive(Debug)]
struct OwnerUnreadable;

impl std::fmt::Display for OwnerUnreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the key of what the app stores cannot be read now; start the app again")
    }
}

impl std::error::Error for OwnerUnreadable {}
