//! `ui.accounts()`: accounts by name and password, for apps that want sign-in.

use std::fmt;
use std::sync::Arc;

use futures_channel::oneshot;
use hyperdiv_core::{Remote, Spawner, Ui};

use super::{LIST, Service, WHO, sealed};
use crate::error::SessionError;
use crate::life::{AccountError, Sessions, Verified};
use crate::password::Password;

/// `ui.accounts()`. Implemented for [`Ui`] and nothing else.
pub trait AccountsExt: sealed::Sealed {
    /// The accounts of this profile, for tasks: hashing a password takes a while, and the window goes on meanwhile.
    ///
    /// ```
    /// use hyperdiv_core::{Result, Ui};
    /// use hyperdiv_session::ui::{AccountsExt, SessionExt};
    ///
    /// fn sign_in(ui: &Ui, name: String, password: String, clicked: bool) -> Result {
    ///     let accounts = ui.accounts();
    ///     let verify = ui.action(move |(name, password): (String, String)| accounts.verify(&name, &password));
    ///     if clicked {
    ///         verify.run((name, password));
    ///     }
    ///     if let Some(verified) = verify.finished() {
    ///         ui.session().sign_in(&*verified?)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn accounts(&self) -> Accounts;
}

impl AccountsExt for Ui {
    fn accounts(&self) -> Accounts {
        match self.service::<Service>() {
            Some(service) => Accounts { remote: self.remote(), spawner: service.spawner.clone() },
            None => panic!("this runtime was started without sessions"),
        }
    }
}

/// The accounts of a profile, on any thread, made by [`AccountsExt::accounts`].
///
/// Nothing here tells whether a name exists: a wrong name and a wrong password have one answer, which takes as long. After three
/// failures with a name, each further one doubles the time until the next attempt, up to a quarter of an hour.
#[derive(Clone)]
pub struct Accounts {
    remote: Remote,
    spawner: Arc<dyn Spawner>,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl PartialEq for Accounts {
    /// There is one set of accounts in a process: a task may depend on it.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Accounts {}

impl Accounts {
    /// Makes an account. It signs nobody in. It is kept on this computer where the live session is, else until the app is closed or its
    /// owner agrees to being kept.
    ///
    /// # Errors
    ///
    /// [`AccountError::Name`], [`AccountError::NameTaken`], [`AccountError::ShortPassword`], [`AccountError::LongPassword`], or
    /// what keeps the account from being written.
    pub fn register(
        &self,
        name: &str,
        password: &str,
    ) -> impl Future<Output = Result<(), AccountError>> + Send + use<> {
        let (accounts, name, password) = (self.clone(), name.to_owned(), Password::chosen(password));
        async move {
            let password = password?;
            let wanted = name.clone();
            accounts.ask(Changes::Nothing, move |sessions, _| sessions.check_free(&wanted)).await?;
            let hash = accounts.away(move || password.hash()).await??;
            let register = move |sessions: &mut Sessions, now| sessions.register(&name, hash, now);
            accounts.ask(Changes::Nothing, register).await
        }
    }

    /// Finds out whether somebody knows the name and the password of an account. What it answers is good for one
    /// [`sign_in`](super::Session::sign_in), one [`change_password`](Self::change_password) or one [`delete`](Self::delete),
    /// within five minutes.
    ///
    /// # Errors
    ///
    /// [`AccountError::Refused`], [`AccountError::TooManyAttempts`], or the accounts cannot be read.
    pub fn verify(
        &self,
        name: &str,
        password: &str,
    ) -> impl Future<Output = Result<Verified, AccountError>> + Send + use<> {
        let (accounts, name, password) = (self.clone(), name.to_owned(), Password::typed(password));
        async move {
            let challenge = move |sessions: &mut Sessions, now| sessions.challenge(&name, now);
            let challenge = accounts.ask(Changes::Nothing, challenge).await?;
            let kept = challenge.password.clone();
            let (matches, raised) = accounts
                .away(move || {
                    let checked = password.check(kept.as_deref());
                    // A hash that cannot be raised is still good.
                    (checked.matches, checked.outdated.then(|| password.hash().ok()).flatten())
                })
                .await?;
            let settle =
                move |sessions: &mut Sessions, now| sessions.challenged(&challenge, matches, raised, now);
            accounts.ask(Changes::Nothing, settle).await
        }
    }

    /// Gives an account another password, and ends its other sessions. Answers how many those were.
    ///
    /// # Errors
    ///
    /// [`AccountError::ShortPassword`], [`AccountError::LongPassword`]; [`SessionError::NotVerified`] where `who` was used before or is
    /// too old; what keeps it from being written: then the password is as before. Where only the other sessions cannot be removed, it is
    /// changed, they have ended, and their removal is tried again.
    pub fn change_password(
        &self,
        who: &Verified,
        password: &str,
    ) -> impl Future<Output = Result<usize, AccountError>> + Send + use<> {
        let (accounts, who, password) = (self.clone(), who.again(), Password::chosen(password));
        async move {
            let password = password?;
            let hash = accounts.away(move || password.hash()).await??;
            let change = move |sessions: &mut Sessions, now| sessions.change_password(&who, hash, now);
            accounts.ask(Changes::Sessions, change).await
        }
    }

    /// Removes an account, its sessions and its data. What it has sealed cannot be opened from then on, wherever a copy is.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotVerified`] where `who` was used before or is too old; what could not be removed yet.
    pub fn delete(&self, who: &Verified) -> impl Future<Output = Result<(), AccountError>> + Send + use<> {
        let (accounts, who) = (self.clone(), who.again());
        let delete = move |sessions: &mut Sessions, now| {
            sessions.begin();
            if let Err(error) = sessions.delete_account(&who, now) {
                sessions.discard();
                return Err(error.into());
            }
            sessions.commit().map_err(|error| error.into_source())?;
            Ok(())
        };
        async move { accounts.ask(Changes::Sessions, delete).await }
    }

    /// Does something on the app thread, between two turns. The windows follow where it changes who is signed in, or how.
    async fn ask<R: Send + 'static>(
        &self,
        changes: Changes,
        ask: impl FnOnce(&mut Sessions, i64) -> Result<R, AccountError> + Send + 'static,
    ) -> Result<R, AccountError> {
        let (tell, told) = oneshot::channel();
        let asked = self.remote.post(move |ui| {
            let Some(service) = ui.service::<Service>() else { return };
            let (before, answer, after) = service.with(|sessions, now| {
                let before = sessions.owner();
                let answer = ask(sessions, now);
                (before, answer, sessions.owner())
            });
            if before.is_some() && before != after {
                ui.reset_all();
            }
            if changes == Changes::Sessions {
                ui.wrote(WHO);
                ui.wrote(LIST);
            }
            // Who does not wait any more need not be told; what they have asked for is done.
            let _ = tell.send(answer);
        });
        let closed = || AccountError::Session(SessionError::Closed);
        if !asked {
            return Err(closed());
        }
        told.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Does something that takes long, on a thread that it may keep.
    async fn away<R: Send + 'static>(
        &self,
        job: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, AccountError> {
        let (tell, told) = oneshot::channel();
        let started = self.spawner.spawn_blocking(Box::new(move || {
            // As above.
            let _ = tell.send(job());
        }));
        let closed = |_| AccountError::Session(SessionError::Closed);
        started.map_err(|_| AccountError::Session(SessionError::Closed))?;
        told.await.map_err(closed)
    }
}

/// What something with an account changes for the windows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    Nothing,
    Sessions,
}
