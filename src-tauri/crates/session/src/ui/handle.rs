//! The session as tasks hold it: on any thread, each write a commit of its own.

use std::fmt;
use std::marker::PhantomData;

use futures_channel::oneshot;
use hyperdiv_core::{Remote, Ui};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{DEFAULT_RECORD, Service, record_source};
use crate::error::SessionError;

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
        RecordHandle { session: self.clone(), name, kind: PhantomData }
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
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for RecordHandle<T> {
    fn clone(&self) -> Self {
        RecordHandle { session: self.session.clone(), ..*self }
    }
}

impl<T> RecordHandle<T> {
    /// As [`SessionHandle::load`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn load(&self) -> impl Future<Output = Result<T, SessionError>> + Send + use<T>
    where
        T: DeserializeOwned + Default,
    {
        let (session, name) = (self.session.clone(), self.name);
        let bytes = session.ask(move |_, service| service.with(|sessions, _| sessions.value(name)));
        async move { decoded(name, bytes.await?) }
    }

    /// As [`SessionHandle::save`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn save(&self, value: &T) -> impl Future<Output = Result<(), SessionError>> + Send + use<T>
    where
        T: Serialize,
    {
        // Encoded here, so that the future holds no borrow.
        let (record, bytes) = (self.clone(), encoded(value));
        async move { record.write(bytes?).await }
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
        T: DeserializeOwned + Default + Serialize,
    {
        let (session, name) = (self.session.clone(), self.name);
        session.ask(move |ui, service| {
            let mut value: T = decoded(name, service.with(|sessions, _| sessions.value(name))?)?;
            let result = change(&mut value);
            write(ui, service, name, encoded(&value)?)?;
            Ok(result)
        })
    }

    /// Removes the value.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save).
    pub fn delete(&self) -> impl Future<Output = Result<(), SessionError>> + Send + use<T> {
        self.clone().write(None)
    }

    async fn write(self, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        let name = self.name;
        self.session.ask(move |ui, service| write(ui, service, name, value)).await
    }
}

fn write(ui: &Ui, service: &Service, name: &str, value: Option<Vec<u8>>) -> Result<(), SessionError> {
    let changed = service.with(|sessions, _| {
        let changed = sessions.value(name).map_or(true, |before| before != value);
        sessions.write_beside(name, value).map(|()| changed)
    })?;
    if changed {
        ui.wrote(record_source(name));
    }
    Ok(())
}

fn encoded<T: Serialize>(value: &T) -> Result<Option<Vec<u8>>, SessionError> {
    serde_json::to_vec(value).map(Some).map_err(|source| SessionError::Encode { source })
}

fn decoded<T: DeserializeOwned + Default>(name: &str, bytes: Option<Vec<u8>>) -> Result<T, SessionError> {
    let Some(bytes) = bytes else { return Ok(T::default()) };
    serde_json::from_slice(&bytes).map_err(|error| SessionError::damaged(name, error))
}
