//! A named value of the session, as an app's run reads and writes it.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::{self, Migrate, Schema};
use super::{RECORDS, Session, WHO, record_source};
use crate::error::SessionError;

/// Which write of a record was read: a later write of it has another one, also where it was deleted in between.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Revision(pub(super) u64);

/// A named value of the session.
///
/// Reading it makes the app run again when a run, a task, another window or the command line changes it.
pub struct Record<'ui, T> {
    session: Session<'ui>,
    name: &'static str,
    schema: Schema<T>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Record<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Record<'_, T> {}

impl<'ui, T> Record<'ui, T> {
    pub(super) fn new(session: Session<'ui>, name: &'static str) -> Self {
        Record { session, name, schema: Schema::FIRST, kind: PhantomData }
    }

    /// Says that what is saved from now on is of this version, and how to read what an older version of the app has saved: it is read
    /// through `migrate` until it is saved. What a newer version has saved is refused.
    ///
    /// ```
    /// use hyperdiv_core::{Result, Ui};
    /// use hyperdiv_session::ui::SessionExt;
    ///
    /// /// The person's names; version 1 had one.
    /// fn names(ui: &Ui) -> Result<Vec<String>> {
    ///     let names = ui.session().record::<Vec<String>>("names").version(2, |old| Ok(vec![old.read()?]));
    ///     Ok(names.load()?)
    /// }
    /// ```
    #[must_use]
    pub fn version(self, version: u32, migrate: Migrate<T>) -> Self {
        Record { schema: Schema::new(version, migrate), ..self }
    }

    /// As [`Session::load`].
    ///
    /// # Errors
    ///
    /// As [`Session::load`]; [`SessionError::Newer`] where a newer version of the app has saved it. Its bytes are kept.
    pub fn load(self) -> Result<T, SessionError>
    where
        T: DeserializeOwned + Default,
    {
        self.reads();
        let kept = self.session.with(|sessions, _| sessions.value(self.name))?;
        self.schema.decode(self.name, kept.as_deref())
    }

    /// The value, and which write of it that is, for a later [`save_over`](Self::save_over).
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_revision(self) -> Result<(T, Revision), SessionError>
    where
        T: DeserializeOwned + Default,
    {
        let value = self.load()?;
        let revision = self.session.with(|sessions, _| sessions.revision(self.name))?;
        Ok((value, Revision(revision)))
    }

    /// As [`Session::save`].
    ///
    /// # Errors
    ///
    /// As [`Session::save`]; [`SessionError::Newer`]: what a newer version of the app has saved goes by [`delete`](Self::delete) only.
    #[track_caller]
    pub fn save(self, value: &T) -> Result<(), SessionError>
    where
        T: Serialize,
    {
        let json = schema::json_of(value)?;
        let changed = self.session.with(|sessions, now| {
            let kept = sessions.value(self.name).unwrap_or_default();
            let value = self.schema.stamp(self.name, &json, kept.as_deref(), now)?;
            let changed = kept.as_ref() != Some(&value);
            sessions.set_value(self.name, Some(value)).map(|()| changed)
        })?;
        self.wrote(changed);
        Ok(())
    }

    /// As [`save`](Self::save), where nobody has written the record since it was read as `read`.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save); [`SessionError::Changed`]: then nothing is written.
    #[track_caller]
    pub fn save_over(self, value: &T, read: Revision) -> Result<(), SessionError>
    where
        T: Serialize,
    {
        self.session.with(|sessions, _| sessions.check_revision(self.name, read.0))?;
        self.save(value)
    }

    /// Changes the value in place and saves it.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load) and [`save`](Self::save).
    #[track_caller]
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Result<R, SessionError>
    where
        T: DeserializeOwned + Default + Serialize,
    {
        let mut value = self.load()?;
        let result = change(&mut value);
        self.save(&value)?;
        Ok(result)
    }

    /// Removes the value with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`].
    #[track_caller]
    pub fn delete(self) -> Result<(), SessionError> {
        let changed = self.session.with(|sessions, _| {
            let changed = sessions.value(self.name).map_or(true, |before| before.is_some());
            sessions.set_value(self.name, None).map(|()| changed)
        })?;
        self.wrote(changed);
        Ok(())
    }

    fn reads(self) {
        self.session.ui.read(WHO);
        self.session.ui.read(record_source(self.name));
    }

    #[track_caller]
    fn wrote(self, changed: bool) {
        if changed {
            self.session.ui.wrote(record_source(self.name));
            self.session.ui.wrote(RECORDS);
        }
    }
}
