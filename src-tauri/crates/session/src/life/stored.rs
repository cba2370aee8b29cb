//! What the app stores itself, whoever is signed in: values of the app's own owner that are part of a turn.
//!
//! They lie beside those of `app_values.rs` and follow the same rules of place: in memory before there is a home, taken along by the
//! commit that creates it, there when a session has ended, gone with the home. Unlike those they are written by the app and shown by
//! it: they commit with the turn, and what cannot be read is an error whose bytes stay.

use std::sync::Arc;

use super::commit::{Lost, SaveError, Saved};
use super::{Sessions, values};
use crate::error::SessionError;
use crate::store::Batch;

/// Begins the places of what the app stores, and of nothing else that is the app's.
pub(super) const PLACES: &str = "stored";

impl Sessions {
    /// What the app stores in this place, which begins with `stored`; this turn's writes are in it.
    ///
    /// # Errors
    ///
    /// It is there and cannot be opened; nothing of it is lost.
    pub fn stored(&mut self, place: &str) -> Result<Option<Vec<u8>>, SessionError> {
        match self.turn.stored.get(place) {
            Some(written) => Ok(written.as_deref().map(<[u8]>::to_vec)),
            None => self.kept_app_value(place),
        }
    }

    /// Stores a value in this place with this turn, or removes it.
    ///
    /// # Errors
    ///
    /// [`SessionError::TooLarge`].
    pub fn set_stored(&mut self, place: &str, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        values::check_size(value.as_deref())?;
        self.turn.stored.insert(place.to_owned(), value.map(Arc::from));
        Ok(())
    }

    /// Commits what the turn stores by itself: no session is written with which it could go.
    pub(super) fn write_stored(&mut self) -> Result<Saved, SaveError> {
        if self.turn.stored.is_empty() {
            return Ok(Saved::Nothing);
        }
        if !self.has_home() {
            self.keep_stored_in_memory();
            return Ok(Saved::InMemory);
        }
        let mut batch = Batch::new();
        if let Err(source) = self.seal_app_values(&mut batch) {
            return Err(SaveError { lost: Lost::Writes, source });
        }
        match self.commit_on_disk(&batch) {
            Ok(()) => {
                self.app_values_are_saved();
                self.failed = None;
                Ok(Saved::Durable)
            }
            Err(source) => {
                self.failed = Some(batch);
                Err(SaveError { lost: Lost::Writes, source })
            }
        }
    }

    /// What the turn stores as a part of the commit that removes ended sessions, where no other follows. What cannot be sealed
    /// must not hold up a removal: it fails by itself afterwards.
    pub(super) fn stored_for_removal(&mut self) -> Option<Batch> {
        let follows = self.current.as_ref().is_some_and(|current| current.kept)
            && (self.turn.session_changed || !self.turn.values.is_empty());
        let mut batch = Batch::new();
        let wanted = !self.turn.stored.is_empty() && !follows;
        (wanted && self.seal_app_values(&mut batch).is_ok()).then_some(batch)
    }

    /// What the turn stores lasts for this run, until there is a home to keep it in.
    pub(super) fn keep_stored_in_memory(&mut self) {
        for (place, value) in std::mem::take(&mut self.turn.stored) {
            self.set_unsaved(place, value.as_deref().map(<[u8]>::to_vec));
        }
    }
}
