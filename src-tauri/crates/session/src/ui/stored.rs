//! `ui.stored()`: values that the app itself keeps, whoever is signed in.

use std::marker::PhantomData;

use hyperdiv_core::Ui;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::{self, Migrate, Schema};
use super::{Service, record_source, sealed};
use crate::error::SessionError;
use crate::life::Sessions;
use crate::ui::local_storage::{self, LocalStorage};

/// `ui.stored()` and `ui.local_storage()`. Implemented for [`Ui`] and nothing else.
pub trait StoredExt: sealed::Sealed {
    /// A value that the app keeps by this name, whoever is signed in: its settings, what it has learned.
    ///
    /// It is one value in all windows and stays when a session ends. Writes are part of the turn, as those of a
    /// [`Session`](super::Session) are. Before somebody has consented to keeping anything on this computer it is in memory, and is
    /// kept from that consent on. Where nothing was stored it is the default.
    ///
    /// ```
    /// use hyperdiv_core::{Result, Ui};
    /// use hyperdiv_session::ui::StoredExt;
    ///
    /// fn app(ui: &Ui) -> Result {
    ///     let starts = ui.stored::<u64>("starts");
    ///     if starts.cloned()? == 0 {
    ///         starts.set(1)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn stored<T>(&self, name: &'static str) -> Stored<'_, T>;

    /// Texts by name that the app keeps, as Hyperdiv's `local_storage` does.
    ///
    /// They are one record of the store, and what is true of [`stored`](Self::stored) is true of it. The webview's own localStorage
    /// is not touched: it holds the session's token and nothing else.
    ///
    /// ```
    /// use hyperdiv_core::{Result, Ui};
    /// use hyperdiv_session::ui::StoredExt;
    ///
    /// fn app(ui: &Ui) -> Result {
    ///     let storage = ui.local_storage();
    ///     if !storage.has_item("greeting")? {
    ///         storage.set_item("greeting", "Hello")?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn local_storage(&self) -> LocalStorage<'_>;
}

impl StoredExt for Ui {
    fn stored<T>(&self, name: &'static str) -> Stored<'_, T> {
        Stored::new(self, "stored/", name)
    }

    fn local_storage(&self) -> LocalStorage<'_> {
        local_storage::of(self)
    }
}

/// A value that the app keeps, made by [`StoredExt::stored`].
///
/// Reading it makes the app run again when it changes. What is kept and cannot be read as a `T` is an error, not a default, and
/// nothing of it is lost until the app sets or resets it.
pub struct Stored<'ui, T> {
    ui: &'ui Ui,
    /// What its place begins with.
    within: &'static str,
    name: &'static str,
    schema: Schema<T>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Stored<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stored<'_, T> {}

impl<'ui, T> Stored<'ui, T> {
    pub(super) fn new(ui: &'ui Ui, within: &'static str, name: &'static str) -> Self {
        Stored { ui, within, name, schema: Schema::FIRST, kind: PhantomData }
    }

    /// Says that what is stored from now on is of this version, and how to read what an older version of the app has stored: it is
    /// read through `migrate` until it is set. What a newer version has stored is refused.
    ///
    /// ```
    /// use hyperdiv_core::{Result, Ui};
    /// use hyperdiv_session::ui::StoredExt;
    ///
    /// /// The names of the open files; version 1 had only one.
    /// fn open_files(ui: &Ui) -> Result<Vec<String>> {
    ///     let files = ui.stored::<Vec<String>>("open files").version(2, |old| Ok(vec![old.read()?]));
    ///     Ok(files.cloned()?)
    /// }
    /// ```
    #[must_use]
    pub fn version(self, version: u32, migrate: Migrate<T>) -> Self {
        Stored { schema: Schema::new(version, migrate), ..self }
    }

    /// Goes back to the default: nothing is stored under this name any more, whatever was.
    ///
    /// # Errors
    ///
    /// None at present.
    #[track_caller]
    pub fn reset(self) -> Result<(), SessionError> {
        self.write(None)
    }

    fn place(self) -> String {
        format!("{}{}", self.within, self.name)
    }

    fn with_sessions<R>(self, use_it: impl FnOnce(&mut Sessions, i64) -> R) -> R {
        match self.ui.service::<Service>() {
            Some(service) => service.with(use_it),
            None => panic!("this runtime was started without sessions"),
        }
    }

    fn bytes(self) -> Result<Option<Vec<u8>>, SessionError> {
        self.with_sessions(|sessions, _| sessions.stored(&self.place())).map_err(|error| match error {
            SessionError::Damaged { source, .. } => SessionError::damaged(self.name, source),
            other => other,
        })
    }

    #[track_caller]
    fn write(self, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        if matches!(self.bytes(), Ok(before) if before == value) {
            return Ok(());
        }
        self.with_sessions(|sessions, _| sessions.set_stored(&self.place(), value))?;
        self.ui.wrote(record_source(&self.place()));
        Ok(())
    }
}

impl<T: Serialize + DeserializeOwned + Default> Stored<'_, T> {
    /// The value; this turn's writes are in it.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`] where what is kept cannot be read as a `T`, [`SessionError::Newer`] where a newer version of the app
    /// has stored it. Its bytes are kept.
    pub fn cloned(self) -> Result<T, SessionError> {
        self.ui.read(record_source(&self.place()));
        self.schema.decode(self.name, self.bytes()?.as_deref())
    }

    /// Reads the value in place.
    ///
    /// # Errors
    ///
    /// As [`cloned`](Self::cloned).
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> Result<R, SessionError> {
        self.cloned().map(|value| read(&value))
    }

    /// Stores `value` with this turn. A value equal to the one before changes nothing.
    ///
    /// # Errors
    ///
    /// [`SessionError::TooLarge`], a value that is no JSON, or [`SessionError::Newer`]: what a newer version of the app has stored
    /// goes by [`reset`](Self::reset) only.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "as that of `State`, which this is used like")]
    pub fn set(self, value: T) -> Result<(), SessionError> {
        let kept = self.bytes().ok().flatten();
        let now = self.with_sessions(|_, now| now);
        let json = schema::json_of(&value)?;
        self.write(Some(self.schema.stamp(self.name, &json, kept.as_deref(), now)?))
    }

    /// Changes the value in place and stores it.
    ///
    /// # Errors
    ///
    /// As [`cloned`](Self::cloned) and [`set`](Self::set).
    #[track_caller]
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Result<R, SessionError> {
        let mut value = self.cloned()?;
        let result = change(&mut value);
        self.set(value)?;
        Ok(result)
    }
}
