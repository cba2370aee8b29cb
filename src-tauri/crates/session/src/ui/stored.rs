//! `ui.stored()`: values that the app itself keeps, whoever is signed in.

use std::marker::PhantomData;

use hyperdiv_core::Ui;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Service, record_source, sealed};
use crate::error::SessionError;
use crate::life::Sessions;
use crate::ui::local_storage::{self, LocalStorage};

/// The first byte of a value as it is kept: how the rest is to be read. Then come the value's version, four bytes with the highest
/// first, and its JSON.
const FORMAT: u8 = 1;

/// The version of a value whose app names none.
const FIRST_VERSION: u32 = 1;

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
    version: u32,
    migrate: Option<Migrate<T>>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Stored<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stored<'_, T> {}

/// Makes of a value of an older version one of this version.
pub type Migrate<T> = fn(&Older<'_>) -> Result<T, SessionError>;

/// A value as an older version of the app has stored it.
pub struct Older<'a> {
    name: &'static str,
    version: u32,
    json: &'a [u8],
}

impl Older<'_> {
    /// Its version; 1 where the app named none.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The value, as what it was then.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`] where it is no such thing.
    pub fn read<O: DeserializeOwned>(&self) -> Result<O, SessionError> {
        serde_json::from_slice(self.json).map_err(|error| SessionError::damaged(self.name, error))
    }
}

impl<'ui, T> Stored<'ui, T> {
    pub(super) fn new(ui: &'ui Ui, within: &'static str, name: &'static str) -> Self {
        Stored { ui, within, name, version: FIRST_VERSION, migrate: None, kind: PhantomData }
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
        Stored { version, migrate: Some(migrate), ..self }
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

    fn with_sessions<R>(self, use_it: impl FnOnce(&mut Sessions) -> R) -> R {
        match self.ui.service::<Service>() {
            Some(service) => service.with(|sessions, _| use_it(sessions)),
            None => panic!("this runtime was started without sessions"),
        }
    }

    fn bytes(self) -> Result<Option<Vec<u8>>, SessionError> {
        self.with_sessions(|sessions| sessions.stored(&self.place())).map_err(|error| match error {
            SessionError::Damaged { source, .. } => SessionError::damaged(self.name, source),
            other => other,
        })
    }

    #[track_caller]
    fn write(self, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        if matches!(self.bytes(), Ok(before) if before == value) {
            return Ok(());
        }
        self.with_sessions(|sessions| sessions.set_stored(&self.place(), value))?;
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
        let Some(bytes) = self.bytes()? else { return Ok(T::default()) };
        let (version, json) = self.split(&bytes)?;
        let old = Older { name: self.name, version, json };
        match self.migrate {
            Some(migrate) if version < self.version => migrate(&old),
            _ => old.read(),
        }
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
        if let Ok(Some(kept)) = self.bytes()
            && let Err(newer @ SessionError::Newer { .. }) = self.split(&kept)
        {
            return Err(newer);
        }
        let mut bytes = vec![FORMAT];
        bytes.extend_from_slice(&self.version.to_be_bytes());
        serde_json::to_writer(&mut bytes, &value).map_err(|source| SessionError::Encode { source })?;
        self.write(Some(bytes))
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

    /// The version and the JSON of what is kept.
    fn split(self, bytes: &[u8]) -> Result<(u32, &[u8]), SessionError> {
        let head = bytes.split_first().filter(|(format, _)| **format == FORMAT);
        let parts = head.and_then(|(_, rest)| rest.split_first_chunk::<4>());
        let (version, json) = parts.ok_or_else(|| SessionError::damaged(self.name, NotStored))?;
        let version = u32::from_be_bytes(*version);
        if version > self.version {
            return Err(SessionError::Newer { name: self.name.to_owned(), version, known: self.version });
        }
        Ok((version, json))
    }
}

/// Bytes that no version of this crate has stored.
#[derive(Debug)]
struct NotStored;

impl std::fmt::Display for NotStored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is of a form that is not known")
    }
}

impl std::error::Error for NotStored {}
