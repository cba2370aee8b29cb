//! The session as tasks hold it: on any thread, each write a commit of its own.

use std::fmt;
use std::marker::PhantomData;

use futures_channel::oneshot;
use hyperdiv_core::{Remote, Ui};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::record::Revision;
use super::schema::{self, Migrate, Schema};
use super::{DEFAULT_RECORD, RECORDS, Service, record_source};
use crate::error::SessionError;
use crate::life::RecordInfo;

/// A session for tasks, made by [`Session::handle`](super::Session::handle).
///
/// Its writes do not wait for a turn: each is a commit of its own, and its future resolves when that is durable, or in memory
/// where the person wants nothing kept. What reads the value runs again. Once the session has ended, all that a handle of it
/// answers is [`SessionError::Ended`], also where another session has begun.
///
/// Two handles are equal where they are of one session, so that a task can depend on one.
#[derive(Clone)]
pub struct SessionHandle {
    pub(super) remote: Remote,
    /// None: nobody was signed in.
    pub(super) number: Option<u64>,
}

impl PartialEq for SessionHandle {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for SessionHandle {}

impl fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionHandle").field("number", &self.number).finish_non_exhaustive()
    }
}

impl SessionHandle {
    /// As [`Session::load`](super::Session::load).
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Ended`], [`SessionError::Closed`].
    pub fn load<T: DeserializeOwned + Default>(
        &self,
    ) -> impl Future<Output = Result<T, SessionError>> + Send + use<T> {
        self.record(DEFAULT_RECORD).load()
    }

    /// As [`Session::save`](super::Session::save), durable when it answers.
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Ended`], [`SessionError::Closed`], and what keeps the store from writing: then nothing was
    /// written.
    pub fn save<T: Serialize>(
        &self,
        value: &T,
    ) -> impl Future<Output = Result<(), SessionError>> + Send + use<T> {
        self.record(DEFAULT_RECORD).save(value)
    }

    /// A value of its own name.
    #[must_use]
    pub fn record<T>(&self, name: &'static str) -> RecordHandle<T> {
        RecordHandle { session: self.clone(), name, schema: Schema::FIRST, kind: PhantomData }
    }

    /// As [`Session::records`](super::Session::records).
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Ended`], [`SessionError::Closed`].
    pub fn records(&self) -> impl Future<Output = Result<Vec<RecordInfo>, SessionError>> + Send + use<> {
        self.clone().ask(|_, service| service.with(|sessions, _| sessions.records()))
    }

    /// Does something with the session on the app thread, between two turns.
    async fn ask<R: Send + 'static>(
        self,
        ask: impl FnOnce(&Ui, &Service) -> Result<R, SessionError> + Send + 'static,
    ) -> Result<R, SessionError> {
        let number = self.number.ok_or(SessionError::NotSignedIn)?;
        let (tell, told) = oneshot::channel();
        let asked = self.remote.post(move |ui| {
            let answer = match ui.service::<Service>() {
                Some(service) if service.with(|sessions, _| sessions.number()) == Some(number) => {
                    ask(ui, &service)
                }
                Some(_) => Err(SessionError::Ended),
                None => Err(SessionError::Closed),
            };
            // Who does not wait any more need not be told; what they have asked for is done.
            let _ = tell.send(answer);
        });
        if !asked {
            return Err(SessionError::Closed);
        }
        told.await.unwrap_or(Err(SessionError::Closed))
    }
}

/// A named value of a session, for tasks.
pub struct RecordHandle<T> {
    session: SessionHandle,
    name: &'static str,
    schema: Schema<T>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for RecordHandle<T> {
    fn clone(&self) -> Self {
        RecordHandle { session: self.session.clone(), ..*self }
    }
}

impl<T> RecordHandle<T> {
    /// As [`Record::version`](super::Record::version).
    #[must_use]
    pub fn version(self, version: u32, migrate: Migrate<T>) -> Self {
        RecordHandle { schema: Schema::new(version, migrate), ..self }
    }

    /// As [`SessionHandle::load`].
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Newer`].
    pub fn load(&self) -> impl Future<Output = Result<T, SessionError>> + Send + use<T>
    where
        T: DeserializeOwned + Default,
    {
        let loaded = self.load_revision();
        async move { loaded.await.map(|(value, _)| value) }
    }

    /// The value, and which write of it that is, for a later [`save_over`](Self::save_over).
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_revision(&self) -> impl Future<Output = Result<(T, Revision), SessionError>> + Send + use<T>
    where
        T: DeserializeOwned + Default,
    {
        let (session, name, schema) = (self.session.clone(), self.name, self.schema);
        let asked = session.ask(move |_, service| {
            service.with(|sessions, _| Ok((sessions.value(name)?, sessions.revision(name)?)))
        });
        async move {
            let (kept, revision) = asked.await?;
            Ok((schema.decode(name, kept.as_deref())?, Revision(revision)))
        }
    }

    /// As [`SessionHandle::save`].
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Newer`].
    pub fn save(&self, value: &T) -> impl Future<Output = Result<(), SessionError>> + Send + use<T>
    where
        T: Serialize,
    {
        // Encoded here, so that the future holds no borrow.
        let (record, json) = (self.clone(), schema::json_of(value));
        async move { record.write(json?, None).await }
    }

    /// As [`save`](Self::save), where nobody has written the record since it was read as `read`.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save); [`SessionError::Changed`]: then nothing was written.
    pub fn save_over(
        &self,
        value: &T,
        read: Revision,
    ) -> impl Future<Output = Result<(), SessionError>> + Send + use<T>
    where
        T: Serialize,
    {
        let (record, json) = (self.clone(), schema::json_of(value));
        async move { record.write(json?, Some(read)).await }
    }

    /// Changes the value in place, on the app's thread, and saves it: of many at a time none is lost. Answers what `change`
    /// answers.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load) and [`save`](Self::save).
    pub fn update<R: Send + 'static, F: FnOnce(&mut T) -> R + Send + 'static>(
        &self,
        change: F,
    ) -> impl Future<Output = Result<R, SessionError>> + Send + use<T, R, F>
    where
        T: DeserializeOwned + Default + Serialize + 'static,
    {
        let (session, name, schema) = (self.session.clone(), self.name, self.schema);
        session.ask(move |ui, service| {
            let kept = service.with(|sessions, _| sessions.value(name))?;
            let mut value = schema.decode(name, kept.as_deref())?;
            let result = change(&mut value);
            let (json, version) = (schema::json_of(&value)?, schema.version());
            write(ui, service, name, |kept, now| schema::stamp(name, version, &json, kept, now).map(Some))?;
            Ok(result)
        })
    }

    /// Removes the value.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save).
    pub fn delete(&self) -> impl Future<Output = Result<(), SessionError>> + Send + use<T> {
        let (session, name) = (self.session.clone(), self.name);
        session.ask(move |ui, service| write(ui, service, name, |_, _| Ok(None)))
    }

    async fn write(self, json: Vec<u8>, read: Option<Revision>) -> Result<(), SessionError> {
        let (session, name, version) = (self.session, self.name, self.schema.version());
        let asked = session.ask(move |ui, service| {
            if let Some(Revision(read)) = read {
                service.with(|sessions, _| sessions.check_revision(name, read))?;
            }
            write(ui, service, name, |kept, now| schema::stamp(name, version, &json, kept, now).map(Some))
        });
        asked.await
    }
}

/// Writes what `value` makes of what is kept now, at this time.
fn write(
    ui: &Ui,
    service: &Service,
    name: &str,
    value: impl FnOnce(Option<&[u8]>, i64) -> Result<Option<Vec<u8>>, SessionError>,
) -> Result<(), SessionError> {
    let changed = service.with(|sessions, now| {
        let before = sessions.value(name);
        let value = value(before.as_ref().ok().and_then(|before| before.as_deref()), now)?;
        let changed = before.map_or(true, |before| before != value);
        sessions.write_beside(name, value).map(|()| changed)
    })?;
    if changed {
        ui.wrote(record_source(name));
        ui.wrote(RECORDS);
    }
    Ok(())
}
