//! `ui.local_storage()`: Hyperdiv's calls, over one record of the store.

use std::collections::BTreeMap;

use hyperdiv_core::Ui;

use super::stored::Stored;
use crate::error::SessionError;

/// Texts by name that the app keeps, made by [`StoredExt::local_storage`](super::StoredExt::local_storage).
///
/// Hyperdiv's calls, in Rust form: they answer at once, for there is no browser to wait for. Reading makes the app run again when
/// something in it changes.
#[derive(Clone, Copy)]
pub struct LocalStorage<'ui> {
    items: Stored<'ui, BTreeMap<String, String>>,
}

pub(super) fn of(ui: &Ui) -> LocalStorage<'_> {
    // Beside the places of `ui.stored`, so that no name of an app is this one.
    LocalStorage { items: Stored::new(ui, "stored-", "local_storage") }
}

impl LocalStorage<'_> {
    /// The text of this name; this turn's writes are in it.
    ///
    /// # Errors
    ///
    /// As [`Stored::cloned`].
    pub fn get_item(self, name: &str) -> Result<Option<String>, SessionError> {
        self.items.with(|items| items.get(name).cloned())
    }

    /// Whether there is a text of this name.
    ///
    /// # Errors
    ///
    /// As [`Stored::cloned`].
    pub fn has_item(self, name: &str) -> Result<bool, SessionError> {
        self.items.with(|items| items.contains_key(name))
    }

    /// Keeps a text by this name, with this turn.
    ///
    /// # Errors
    ///
    /// As [`Stored::update`]; all texts together may be as large as a record.
    #[track_caller]
    pub fn set_item(self, name: &str, text: &str) -> Result<(), SessionError> {
        self.items.update(|items| _ = items.insert(name.to_owned(), text.to_owned()))
    }

    /// Removes the text of this name, with this turn. None there is no error.
    ///
    /// # Errors
    ///
    /// As [`Stored::update`].
    #[track_caller]
    pub fn remove_item(self, name: &str) -> Result<(), SessionError> {
        if !self.has_item(name)? {
            return Ok(());
        }
        self.items.update(|items| _ = items.remove(name))
    }

    /// Removes all texts, with this turn, also where they cannot be read.
    ///
    /// # Errors
    ///
    /// None at present.
    #[track_caller]
    pub fn clear(self) -> Result<(), SessionError> {
        self.items.reset()
    }
}
