//! Sessions as apps see them: `ui.session()`, and what an app keeps whoever is signed in: `ui.stored()`.

mod accounts;
mod backend;
mod command;
mod data;
mod handle;
mod kept;
mod local_storage;
mod notices;
mod record;
mod schema;
mod stored;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv_core::{Clock, CommitError, Committed, Persistence, Source, Spawner, Ui};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use accounts::{Accounts, AccountsExt};
pub use backend::{Backend, Start, StartError};
pub use command::{COMMANDS, CONFIRMED, CommandError, administer_offline, data_offline, is_confirmed};
pub use data::erase_offline;
pub use handle::{RecordHandle, SessionHandle};
pub use local_storage::LocalStorage;
pub use record::{Record, Revision};
pub use schema::{Migrate, Older};
pub use stored::{Stored, StoredExt};

use crate::error::SessionError;
use crate::life::text_of;
use crate::life::{
    Consent, Import, ImportError, Lost, Purpose, RecordInfo, RecordRule, Revoke, SESSION, Saved, SessionInfo,
    Sessions, Verified,
};
use crate::record::ConsentRecord;

/// The record that [`Session::load`] and [`Session::save`] use.
const DEFAULT_RECORD: &str = "session";

/// What a run reads when it asks who is signed in.
const WHO: Source = Source(0x7365_7373_696f_6e00);

/// What a run reads when it lists the sessions.
const LIST: Source = Source(0x6c69_7374_0000_0000);

/// What a run reads when it lists the records.
const RECORDS: Source = Source(0x7265_636f_7264_7300);

/// What a run reads when it loads the record `name`. Every change of session re-runs its readers by [`WHO`].
fn record_source(name: &str) -> Source {
    // FNV-1a: which name it is does not matter to anybody else, and a shared number costs a run.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    Source(hash)
}

/// `ui.session()`. Implemented for [`Ui`] and nothing else.
pub trait SessionExt: sealed::Sealed {
    /// The session of whoever uses the app.
    ///
    /// Its methods panic where the runtime was started without sessions; the host and the harness always bring them.
    fn session(&self) -> Session<'_>;
}

impl SessionExt for Ui {
    fn session(&self) -> Session<'_> {
        Session { ui: self }
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for hyperdiv_core::Ui {}
}

/// Who uses the app, and what is kept for them.
///
/// Reading from it makes the app run again when it changes. Writing is part of the turn: it becomes durable with the turn's
/// one commit, before what shows it is sent to the window.
#[derive(Clone, Copy)]
pub struct Session<'ui> {
    ui: &'ui Ui,
}

impl<'ui> Session<'ui> {
    /// Whether somebody is signed in.
    #[must_use]
    pub fn is_authenticated(self) -> bool {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.is_authenticated())
    }

    /// The session's id, 64 hex digits, or nothing when signed out. It is no credential: the token that proves the
    /// session never enters the tree.
    #[must_use]
    pub fn id(self) -> String {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.id())
    }

    /// Begins a session. Over a live one, that one is cleared first.
    ///
    /// # Errors
    ///
    /// The operating system gives no random numbers.
    #[track_caller]
    pub fn create_new(self, consent: Consent) -> Result<(), SessionError> {
        let over_another = self.with(|sessions, _| sessions.is_authenticated());
        self.with(|sessions, now| sessions.create_new(consent, now))?;
        if over_another {
            self.ui.reset_all();
        }
        self.ui.wrote(WHO);
        Ok(())
    }

    /// Signs out. The token is refused from now on; a guest's data and data key are removed. What the app keeps between
    /// runs is forgotten in all windows.
    ///
    /// # Errors
    ///
    /// None at present.
    #[track_caller]
    pub fn clear(self) -> Result<(), SessionError> {
        let ended = self.with(|sessions, _| {
            let ended = sessions.is_authenticated();
            sessions.clear();
            ended
        });
        if ended {
            self.ui.reset_all();
            self.ui.wrote(WHO);
        }
        Ok(())
    }

    /// Gives the session a new id and token. The old ones die with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or no random numbers.
    #[track_caller]
    pub fn rotate(self) -> Result<(), SessionError> {
        self.with(|sessions, now| sessions.rotate(now))?;
        self.ui.wrote(WHO);
        Ok(())
    }

    /// The sessions that whoever uses the app may end, that of this process first: a user's own, and for a guest those of guests.
    ///
    /// # Errors
    ///
    /// The profile's directory cannot be read.
    pub fn list(self) -> Result<Vec<SessionInfo>, SessionError> {
        self.ui.read(WHO);
        self.ui.read(LIST);
        self.with(|sessions, _| sessions.list_mine())
    }

    /// Ends sessions of [`list`](Self::list) with this turn, and answers how many. Their tokens are refused from then on; a guest's data and data
    /// key go with their session. If the live session is among them, that is as by [`clear`](Self::clear).
    ///
    /// # Errors
    ///
    /// [`SessionError::NoSuchSession`], [`SessionError::AmbiguousHandle`], or the profile's directory cannot be read.
    #[track_caller]
    pub fn revoke(self, which: &Revoke) -> Result<usize, SessionError> {
        let (revoked, signed_out) = self.with(|sessions, _| {
            let signed_in = sessions.is_authenticated();
            let revoked = sessions.revoke_mine(which);
            (revoked, signed_in && !sessions.is_authenticated())
        });
        let revoked = revoked?;
        if signed_out {
            self.ui.reset_all();
            self.ui.wrote(WHO);
        }
        if revoked > 0 {
            self.ui.wrote(LIST);
        }
        Ok(revoked)
    }

    /// Signs in whom [`Accounts::verify`] has verified. The session gets a new token; that of another user ends, and what the app
    /// keeps between runs is forgotten in all windows.
    ///
    /// What a guest has saved becomes the user's, where they have nothing of that name. An app that wants to merge the two loads the
    /// guest's before, and saves after. One that wants nothing of it [`clear`](Self::clear)s before.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotVerified`]: `who` was used before, or is older than five minutes; or what is kept cannot be read.
    #[track_caller]
    pub fn sign_in(self, who: &Verified) -> Result<(), SessionError> {
        let others = self.with(|sessions, now| {
            let other = sessions.is_other_user(who);
            sessions.sign_in(who, now).map(|()| other)
        })?;
        if others {
            self.ui.reset_all();
        }
        self.ui.wrote(WHO);
        self.ui.wrote(LIST);
        Ok(())
    }

    /// The name of the account that is signed in; none for a guest, and where nobody is.
    #[must_use]
    pub fn user_name(self) -> Option<String> {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.user_name())
    }

    /// The consent under which the session is kept on this computer.
    #[must_use]
    pub fn consent(self) -> Option<ConsentRecord> {
        self.consent_for(SESSION)
    }

    /// The consent for a purpose of the app's, where it was given and not withdrawn.
    #[must_use]
    pub fn consent_for(self, purpose: &str) -> Option<ConsentRecord> {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.consent_for(purpose))
    }

    /// Everything that whoever is signed in has agreed to, and when they took it back; the oldest first.
    #[must_use]
    pub fn consents(self) -> Vec<ConsentRecord> {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.consents())
    }

    /// What the app asks the person to agree to: `session`, without which nothing is kept, then the app's own.
    #[must_use]
    pub fn purposes(self) -> Vec<Purpose> {
        self.with(|sessions, _| sessions.purposes().to_vec())
    }

    /// Purposes whose text is another one than the person has agreed to: they are to be asked again. Until they answer, what they
    /// have agreed to holds.
    #[must_use]
    pub fn consents_due(self) -> Vec<Purpose> {
        self.ui.read(WHO);
        self.with(|sessions, _| sessions.consents_due())
    }

    /// What the app says of the records that it keeps.
    #[must_use]
    pub fn record_rules(self) -> Vec<RecordRule> {
        self.with(|sessions, _| sessions.record_rules().to_vec())
    }

    /// Keeps the session, and its data, on this computer from now on.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`].
    #[track_caller]
    pub fn grant(self) -> Result<(), SessionError> {
        self.grant_for(SESSION)
    }

    /// The person agrees to a purpose of the app's.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], [`SessionError::NoSuchPurpose`].
    #[track_caller]
    pub fn grant_for(self, purpose: &str) -> Result<(), SessionError> {
        self.with(|sessions, now| sessions.grant_for(purpose, now))?;
        self.ui.wrote(WHO);
        Ok(())
    }

    /// Takes the consent back. Everything that is kept of whoever is signed in goes from this computer with this turn, with their other
    /// sessions; the live session goes on in memory with its data until the app is closed, under another id. Where nobody else is kept,
    /// the directory goes as a whole.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], no random numbers, or what is kept cannot be read: then nothing has changed.
    #[track_caller]
    pub fn withdraw(self) -> Result<(), SessionError> {
        self.withdraw_for(SESSION)
    }

    /// Takes the consent to a purpose of the app's back: the records that are kept for it go.
    ///
    /// # Errors
    ///
    /// As [`withdraw`](Self::withdraw); [`SessionError::NoSuchPurpose`].
    #[track_caller]
    pub fn withdraw_for(self, purpose: &str) -> Result<(), SessionError> {
        let kept = self.with(|sessions, now| {
            sessions.withdraw_for(purpose, now)?;
            let of_purpose = |rule: &&RecordRule| rule.purpose_name() == Some(purpose);
            let names = sessions.record_rules().iter().filter(of_purpose).map(|rule| rule.name().to_owned());
            Ok::<_, SessionError>(names.collect::<Vec<_>>())
        })?;
        kept.iter().for_each(|name| self.ui.wrote(record_source(name)));
        self.ui.wrote(WHO);
        self.ui.wrote(LIST);
        self.ui.wrote(RECORDS);
        Ok(())
    }

    /// Everything that is kept of whoever is signed in, and of the app, as one JSON that a person can read: no token, no key, no password,
    /// and nothing of anybody else.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or what is kept cannot be read.
    pub fn export(self) -> Result<String, SessionError> {
        self.with(|sessions, now| {
            if !sessions.is_authenticated() {
                return Err(SessionError::NotSignedIn);
            }
            sessions.export_mine(now).map(|export| text_of(&export))
        })
    }

    /// Adds the records of a copy, as [`export`](Self::export) makes one, to those of whoever is signed in. What is there under the same
    /// name stays as it is, and so does what the app keeps for everybody; records that are kept for a purpose come along where the person
    /// agrees to it. Answers how many were added, and how many were left out.
    ///
    /// # Errors
    ///
    /// [`ImportError`]: it is no such copy, of another app, or holds the data of several people; nobody is signed in. Then nothing has
    /// changed.
    #[track_caller]
    pub fn import(self, copy: &[u8]) -> Result<(usize, usize), ImportError> {
        let import = Import::parse(copy)?;
        let (added, left_out) = self.with(|sessions, _| sessions.import_mine(&import))?;
        added.iter().for_each(|name| self.ui.wrote(record_source(name)));
        self.ui.wrote(RECORDS);
        Ok((added.len(), left_out))
    }

    /// Erases everything that is kept of whoever is signed in, an account included, and signs out. What was sealed cannot be opened from
    /// then on, wherever a copy is. Where nobody else is kept, the directory goes as a whole.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or what is kept cannot be read: then nothing has changed.
    #[track_caller]
    pub fn erase(self) -> Result<(), SessionError> {
        self.with(|sessions, _| sessions.erase_mine())?;
        self.ui.reset_all();
        self.ui.wrote(WHO);
        self.ui.wrote(LIST);
        Ok(())
    }

    /// The value that was saved; the default where none was.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`]; [`SessionError::Damaged`] where what was saved cannot be read as a `T`. Its bytes
    /// are kept.
    pub fn load<T: DeserializeOwned + Default>(self) -> Result<T, SessionError> {
        self.record(DEFAULT_RECORD).load()
    }

    /// Saves `value` with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], [`SessionError::TooLarge`], or a value that is no JSON.
    #[track_caller]
    pub fn save<T: Serialize>(self, value: &T) -> Result<(), SessionError> {
        self.record(DEFAULT_RECORD).save(value)
    }

    /// A value of its own name.
    #[must_use]
    pub fn record<T>(self, name: &'static str) -> Record<'ui, T> {
        Record::new(self, name)
    }

    /// What is kept for whoever is signed in: each record with its size and when it was changed last, in the order of their names.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or the profile's directory cannot be read.
    pub fn records(self) -> Result<Vec<RecordInfo>, SessionError> {
        self.ui.read(WHO);
        self.ui.read(RECORDS);
        self.with(|sessions, _| sessions.records())
    }

    /// The session for tasks: on any thread, each of its writes a commit of its own.
    ///
    /// ```
    /// # use hyperdiv_core::{Error, Result, Ui};
    /// # use hyperdiv_session::ui::{SessionExt, SessionHandle};
    /// async fn count_on(session: SessionHandle) -> Result<u64> {
    ///     Ok(session.record::<u64>("count").update(|count| { *count += 1; *count }).await?)
    /// }
    /// # fn app(ui: &Ui, clicked: bool) -> Result {
    /// let count = ui.action(count_on);
    /// if clicked {
    ///     count.run(ui.session().handle());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn handle(self) -> SessionHandle {
        self.ui.read(WHO);
        let number = self.with(|sessions, _| sessions.number());
        SessionHandle { remote: self.ui.remote(), number }
    }

    fn with<R>(self, use_it: impl FnOnce(&mut Sessions, i64) -> R) -> R {
        match self.ui.service::<Service>() {
            Some(service) => service.with(use_it),
            None => panic!("this runtime was started without sessions"),
        }
    }
}

/// The process's sessions, shared by the runtime, the app's runs and the page's commands. All on the app thread.
pub(crate) struct Service {
    sessions: RefCell<Sessions>,
    /// What takes long and has to be away from the app thread.
    spawner: Arc<dyn Spawner>,
    clock: Rc<dyn Clock>,
}

impl Service {
    /// Uses the sessions at the time that they believe, in Unix seconds.
    pub(crate) fn with<R>(&self, use_it: impl FnOnce(&mut Sessions, i64) -> R) -> R {
        let sessions = &mut *self.sessions.borrow_mut();
        let now = sessions.time(self.clock.now_ms().div_euclid(1000), self.clock.monotonic_ms());
        use_it(sessions, now)
    }
}

impl Persistence for Service {
    fn begin(&self) {
        self.with(|sessions, _| sessions.begin());
    }

    fn commit(&self) -> Result<Committed, CommitError> {
        match self.with(|sessions, _| sessions.commit()) {
            Ok(Saved::Durable) => Ok(Committed::Durable),
            Ok(Saved::InMemory) if self.with(|sessions, _| !sessions.has_to_retry()) => {
                Ok(Committed::InMemory)
            }
            Ok(Saved::Nothing | Saved::InMemory) => Ok(Committed::Nothing),
            Err(error) => Err(CommitError { message: told(&error) }),
        }
    }

    fn discard(&self) {
        self.with(|sessions, _| sessions.discard());
    }

    fn begin_part(&self) {
        self.with(|sessions, _| sessions.begin_part());
    }

    fn end_part(&self, keep: bool) {
        self.with(|sessions, _| sessions.end_part(keep));
    }

    fn retry(&self) -> Result<(), CommitError> {
        self.with(|sessions, _| sessions.retry()).map_err(|error| CommitError { message: told(&error) })
    }
}

/// The error as the person is told it, with what they can do.
fn told(error: &crate::life::SaveError) -> String {
    let advice = match (error.is_full(), error.lost) {
        // The error itself says so.
        (true, _) => "",
        (false, Lost::Keeping) => "",
        (false, _) => " Nothing else is lost.",
    };
    format!("{error}{advice}")
}
