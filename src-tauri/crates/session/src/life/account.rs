//! Accounts: whoever signs in by a name and a password has the same data in every session.
//!
//! An account is a sealed value of its owner, so that its name goes with its data key, and a mark in the owner's record. It is kept on this
//! computer where the person who made it has agreed to that, else in memory. Passwords are hashed elsewhere, see
//! `password.rs`: nothing here takes long.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::values::place_of;
use super::{Current, Ended, Sessions, Turn};
use crate::error::SessionError;
use crate::key::{self, DataKey, OwnerId};
use crate::password::BadPassword;
use crate::record::{self, OwnerRecord, SessionRecord, Times};
use crate::store::{Batch, Store, Tree};

/// The name of the value that an account is; no record has it, for it begins like a note.
pub(super) const PLACE: &str = "\0account";

/// The most characters of a name.
const MOST_NAME_CHARS: usize = 64;
/// For how long a verification is good, in seconds.
const VERIFIED_S: i64 = 5 * 60;
/// The most verifications that wait to be used; of more, the oldest is forgotten.
const MOST_VERIFIED: usize = 16;

/// An account, as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Account {
    /// As the person writes it.
    name: String,
    /// The hash of their password, a PHC string.
    password: String,
    created_at: i64,
    password_changed_at: i64,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// Proof that somebody knows the name and the password of an account: for one sign-in, one change of password, or the removal of the
/// account, within five minutes.
#[derive(PartialEq, Eq)]
pub struct Verified {
    owner: OwnerId,
    name: String,
    /// Which verification of this process it is.
    number: u64,
}

impl Verified {
    /// The account's name, as the person writes it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Verified {
    /// The same verification once more, to be taken elsewhere: it is good for one use, whoever has it.
    pub(crate) fn again(&self) -> Self {
        Verified { owner: self.owner, name: self.name.clone(), number: self.number }
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").field("number", &self.number).finish_non_exhaustive()
    }
}

/// What is compared with a password.
pub(crate) struct Challenge {
    name: String,
    owner: Option<OwnerId>,
    /// None: nobody has the name. It takes as long.
    pub(crate) password: Option<String>,
}

/// Why something with an account could not be done.
#[derive(Debug)]
#[non_exhaustive]
pub enum AccountError {
    /// That is no name of an account: empty, too long, or with characters that nobody can see.
    Name,
    /// Somebody has this name.
    NameTaken,
    /// The password has fewer than this many characters.
    ShortPassword {
        /// The fewest.
        least: usize,
    },
    /// The password has more than this many bytes.
    LongPassword {
        /// The most.
        most: usize,
    },
    /// The name or the password is wrong. Which of them, nobody is told.
    Refused,
    /// There were too many failed attempts with this name. Nothing was compared.
    TooManyAttempts {
        /// When the next one may be made.
        wait: Duration,
    },
    /// What the account is kept in, or who is signed in.
    Session(SessionError),
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AccountError::Name => {
                write!(f, "A name has 1 to {MOST_NAME_CHARS} characters, all of which can be seen.")
            }
            AccountError::NameTaken => f.write_str("This name is taken. Choose another one."),
            AccountError::ShortPassword { least } => write!(f, "A password has at least {least} characters."),
            AccountError::LongPassword { most } => write!(f, "A password has at most {most} bytes."),
            AccountError::Refused => f.write_str("The name or the password is wrong."),
            AccountError::TooManyAttempts { wait } => {
                let seconds = wait.as_secs();
                let s = if seconds == 1 { "" } else { "s" };
                write!(f, "There were too many attempts. Try again in {seconds} second{s}.")
            }
            AccountError::Session(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AccountError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            AccountError::Session(error) => error.source(),
            _ => None,
        }
    }
}

impl From<SessionError> for AccountError {
    fn from(error: SessionError) -> Self {
        AccountError::Session(error)
    }
}

impl From<BadPassword> for AccountError {
    fn from(bad: BadPassword) -> Self {
        match bad {
            BadPassword::Short => AccountError::ShortPassword { least: crate::password::LEAST_CHARS },
            BadPassword::Long => AccountError::LongPassword { most: crate::password::MOST_BYTES },
        }
    }
}

/// A name as it is kept and shown.
fn shown_name(name: &str) -> Result<&str, AccountError> {
    let name = name.trim();
    let chars = name.chars().count();
    let visible = |c: char| !c.is_control() && !INVISIBLE.contains(&c);
    if chars == 0 || chars > MOST_NAME_CHARS || !name.chars().all(visible) {
        return Err(AccountError::Name);
    }
    Ok(name)
}

/// Characters of format by which two names look the same: zero width, and those that change the direction of a text.
const INVISIBLE: [char; 16] = [
    '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}',
    '\u{202d}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{feff}',
];

/// Two names that are equal here are one: case does not count.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Sessions {
    /// The name of the account that is signed in; none for a guest.
    pub fn user_name(&mut self) -> Option<String> {
        let current = self.current.clone().filter(|current| current.owner_record.account)?;
        let written = self.turn.values.get(&(current.owner, PLACE.to_owned())).cloned();
        let account = match written {
            Some(value) => value.and_then(|bytes| serde_json::from_slice::<Account>(&bytes).ok()),
            None => {
                let kept = self.place(&current).get(Tree::Data, &place_of(current.owner, PLACE)).ok()??;
                self.read_account(current.owner, &kept)
            }
        };
        account.map(|account| account.name)
    }

    /// The name of the account that this owner has; none where they are a guest.
    pub(super) fn name_of_user(&mut self, owner: OwnerId) -> Option<String> {
        if !self.is_user(owner) {
            return None;
        }
        self.account_of(owner).ok()?.map(|account| account.name)
    }

    /// Whether anybody has an account here.
    #[must_use]
    pub fn has_accounts(&self) -> bool {
        !self.users().is_empty()
    }

    /// Begins to make an account: its name is free.
    pub(crate) fn check_free(&mut self, name: &str) -> Result<(), AccountError> {
        let name = shown_name(name)?;
        if self.find(name)?.is_some() { Err(AccountError::NameTaken) } else { Ok(()) }
    }

    /// Makes an account. It is kept on this computer where the live session is, else in memory. Not to be called within a turn.
    pub(crate) fn register(&mut self, name: &str, password: String, now: i64) -> Result<(), AccountError> {
        self.check_free(name)?;
        // Nobody had it, so that nothing was guessed.
        self.forget_attempts(&folded(name))?;
        let owner = OwnerId::generate().map_err(SessionError::from)?;
        let now = self.clock.ahead().unwrap_or(now);
        let account = Account {
            name: shown_name(name)?.to_owned(),
            password,
            created_at: now,
            password_changed_at: now,
            unknown: Map::new(),
        };
        let consent = Account::consent_of(self.current.as_ref());
        let keeps = !consent.is_empty() && self.has_home();
        let owner_record = OwnerRecord { account: true, consent, ..OwnerRecord::default() };
        let data_key = DataKey::generate(owner).map_err(SessionError::from)?;
        if keeps {
            key::save_data_key(&self.home, &data_key).map_err(SessionError::from)?;
        }
        self.keys.insert(owner, data_key);
        let mut batch = Batch::new();
        batch.put(
            Tree::Owners,
            *owner.as_bytes(),
            record::encode(&owner_record).map_err(SessionError::from)?,
        );
        let written = self.put_account(owner, batch, &account, keeps);
        if written.is_err() {
            self.keys.remove(&owner);
            if keeps && let Err(error) = key::remove_data_key(&self.home, owner) {
                self.warn(format!("a data key that opens nothing could not be removed: {error}"));
            }
        }
        Ok(written?)
    }

    /// Begins to verify somebody: what their password is compared with.
    pub(crate) fn challenge(&mut self, name: &str, now: i64) -> Result<Challenge, AccountError> {
        let folded = folded(name);
        if let Some(wait) = self.wait_of(&folded, now) {
            return Err(AccountError::TooManyAttempts { wait });
        }
        let found = self.find(name)?;
        let (owner, password) = match found {
            Some((owner, account)) => (Some(owner), Some(account.password)),
            None => (None, None),
        };
        Ok(Challenge { name: folded, owner, password })
    }

    /// The password was compared. `raised` is its hash of today's parameters, where that which is kept is of smaller ones.
    pub(crate) fn challenged(
        &mut self,
        challenge: &Challenge,
        matches: bool,
        raised: Option<String>,
        now: i64,
    ) -> Result<Verified, AccountError> {
        // Others may have failed meanwhile: of many attempts at once no more are let through than one after another.
        if let Some(wait) = self.wait_of(&challenge.name, now) {
            return Err(AccountError::TooManyAttempts { wait });
        }
        // The account may have gone meanwhile, or its password changed.
        let found = self.find(&challenge.name)?.filter(|(owner, account)| {
            Some(*owner) == challenge.owner && Some(&account.password) == challenge.password.as_ref()
        });
        let Some((owner, mut account)) = found.filter(|_| matches) else {
            self.attempt_failed(&challenge.name, now)?;
            return Err(AccountError::Refused);
        };
        self.forget_attempts(&challenge.name)?;
        if let Some(raised) = raised {
            account.password = raised;
            let kept = self.is_on_disk(owner);
            // The next sign-in raises it as well.
            if let Err(error) = self.put_account(owner, Batch::new(), &account, kept) {
                self.warn(format!("a password's hash could not be made stronger: {error}"));
            }
        }
        self.verifications += 1;
        let number = self.verifications;
        self.verified.push((number, owner, now));
        if self.verified.len() > MOST_VERIFIED {
            self.verified.remove(0);
        }
        Ok(Verified { owner, name: account.name, number })
    }

    /// Signs somebody in, with this turn. A guest's own sign-in takes what the guest has saved along, where the user has nothing of
    /// that name; the session of another user ends. Of more than ten sessions of one user the one that was used least recently ends.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotVerified`] where `who` was used before, is too old, or the account has gone; no random numbers, or what is kept
    /// cannot be read.
    pub fn sign_in(&mut self, who: &Verified, now: i64) -> Result<(), SessionError> {
        self.use_verified(who, now)?;
        let token = crate::signing::issue_fresh(&self.signing_key(), now)?;
        let kept = self.is_on_disk(who.owner);
        let owner_record = self.owner_record_of(who.owner)?;
        let guest = self.current.clone().filter(|current| !current.owner_record.account);
        let brought = match &guest {
            Some(guest) => self.brought_by(guest, who.owner)?,
            None => Vec::new(),
        };
        self.end_current();
        self.make_room_for(who.owner)?;
        self.begun += 1;
        let mut record = SessionRecord::new(who.owner, now);
        record.ahead = self.clock.ahead().map(|wall| Times { created_at: wall, last_used: wall });
        self.current = Some(Current {
            key: token.id().record_key(),
            record,
            token,
            owner: who.owner,
            owner_record,
            kept,
            number: self.begun,
            taken_over: kept,
        });
        self.turn
            .values
            .extend(brought.into_iter().map(|(name, value)| ((who.owner, name), Some(value.into()))));
        self.turn.brings_guest = guest.is_some();
        self.turn.session_changed = true;
        Ok(())
    }

    /// Gives an account another password, ends its other sessions, and gives the live one a new token: all of that, or nothing. Not to
    /// be called within a turn. Answers how many sessions have ended.
    pub(crate) fn change_password(
        &mut self,
        who: &Verified,
        password: String,
        now: i64,
    ) -> Result<usize, AccountError> {
        self.begin();
        let ended = match self.change_password_in_turn(who, password, now) {
            Ok(ended) => ended,
            Err(error) => {
                self.discard();
                return Err(error.into());
            }
        };
        self.commit().map_err(|error| error.source)?;
        // What was verified with the former password is good for nothing more.
        self.verified.retain(|(_, of, _)| *of != who.owner);
        Ok(ended)
    }

    fn change_password_in_turn(
        &mut self,
        who: &Verified,
        password: String,
        now: i64,
    ) -> Result<usize, SessionError> {
        self.use_verified(who, now)?;
        let mut account = self.account_of(who.owner)?.ok_or(SessionError::NotVerified)?;
        account.password = password;
        account.password_changed_at = self.clock.ahead().unwrap_or(now);
        let mut others: Vec<Ended> = self.all()?;
        others.retain(|session| session.owner == who.owner && !session.current);
        if self.owner() == Some(who.owner) {
            self.turn.values.insert((who.owner, PLACE.to_owned()), Some(bytes_of(&account)?.into()));
            // They die with the id that the live session gives up, in the same commit.
            self.turn.rotated.extend(others.iter().flat_map(Ended::keys));
            self.rotate(now)?;
        } else {
            let kept = self.is_on_disk(who.owner);
            let mut batch = Batch::new();
            for key in others.iter().flat_map(Ended::keys) {
                batch.delete(Tree::Sessions, *key.as_bytes());
            }
            self.put_account(who.owner, batch, &account, kept)?;
        }
        Ok(others.len())
    }

    /// Removes an account with this turn: its sessions, its data and their key. The session of whoever has it ends.
    ///
    /// # Errors
    ///
    /// As [`sign_in`](Sessions::sign_in).
    pub fn delete_account(&mut self, who: &Verified, now: i64) -> Result<(), SessionError> {
        self.use_verified(who, now)?;
        let on_disk = self.is_on_disk(who.owner);
        self.end_all_of(who.owner)?;
        self.turn.leaves_disk |= on_disk;
        Ok(())
    }

    /// Whether another user is signed in than the one that was verified.
    #[must_use]
    pub fn is_other_user(&self, who: &Verified) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| current.owner_record.account && current.owner != who.owner)
    }

    fn use_verified(&mut self, who: &Verified, now: i64) -> Result<(), SessionError> {
        let good = self.verified.iter().any(|(number, _, at)| {
            *number == who.number && (0..=VERIFIED_S).contains(&now.saturating_sub(*at))
        });
        let mut ended = self.turn.ended.iter().chain(&self.unremoved);
        let leaves = ended.any(|ended| ended.owner == who.owner && ended.data_go);
        if !good || leaves || self.turn.used.contains(&who.number) || !self.users().contains(&who.owner) {
            return Err(SessionError::NotVerified);
        }
        self.turn.used.push(who.number);
        Ok(())
    }

    /// The records that a guest brings to an account: those of whose name it has none.
    fn brought_by(&mut self, guest: &Current, user: OwnerId) -> Result<Vec<(String, Vec<u8>)>, SessionError> {
        let values = self.values_of(guest)?;
        let mut brought = Vec::new();
        for (name, value) in values {
            // What is kept for a purpose, the user has to agree to by themselves.
            let has_purpose = self.rules.iter().any(|rule| rule.name == name && rule.purpose.is_some());
            let is_record = !name.starts_with(super::app_values::NOTE) && !has_purpose;
            if is_record && self.store_of(user).get(Tree::Data, &place_of(user, &name))?.is_none() {
                brought.push((name, value));
            }
        }
        Ok(brought)
    }

    /// A user has at most so many sessions: the one that was used least recently makes room for one more.
    fn make_room_for(&mut self, owner: OwnerId) -> Result<(), SessionError> {
        let mut theirs: Vec<Ended> = self.all()?;
        theirs.retain(|session| session.owner == owner && session.kept);
        theirs.sort_by_key(|session| std::cmp::Reverse(session.record.by_clock().last_used));
        let over = theirs.split_off(theirs.len().min(self.most_sessions.saturating_sub(1)));
        if !over.is_empty() {
            self.note(format!(
                "a user has {} sessions: the least recently used makes room",
                self.most_sessions
            ));
        }
        self.turn.ended.extend(over);
        Ok(())
    }

    /// Users, on disk and in memory.
    fn users(&self) -> Vec<OwnerId> {
        let stores = [self.disk(), Some(&self.memory as &dyn Store)];
        let mut users = Vec::new();
        for store in stores.into_iter().flatten() {
            for (key, bytes) in store.scan(Tree::Owners, &[]).unwrap_or_default() {
                let is_user = record::decode::<OwnerRecord>(&bytes).is_ok_and(|owner| owner.account);
                if let (true, Ok(owner)) = (is_user, <[u8; 16]>::try_from(key)) {
                    users.push(OwnerId::from_bytes(owner));
                }
            }
        }
        users
    }

    /// Whether this owner is a user: their data are theirs from session to session.
    pub(super) fn is_user(&self, owner: OwnerId) -> bool {
        // What cannot be read may be one, whose data are not a session's to take along.
        let kept = self.disk().map(|disk| disk.get(Tree::Owners, owner.as_bytes()));
        match kept {
            Some(Err(_)) => true,
            Some(Ok(Some(bytes))) => {
                record::decode::<OwnerRecord>(&bytes).map_or(true, |record| record.account)
            }
            Some(Ok(None)) | None => self.owner_record_of(owner).map_or(true, |record| record.account),
        }
    }

    pub(super) fn is_on_disk(&self, owner: OwnerId) -> bool {
        self.disk().is_some_and(|disk| matches!(disk.get(Tree::Owners, owner.as_bytes()), Ok(Some(_))))
    }

    fn store_of(&self, owner: OwnerId) -> &dyn Store {
        match self.disk() {
            Some(disk) if self.is_on_disk(owner) => disk,
            _ => &self.memory,
        }
    }

    fn owner_record_of(&self, owner: OwnerId) -> Result<OwnerRecord, SessionError> {
        let bytes = self.store_of(owner).get(Tree::Owners, owner.as_bytes())?;
        Ok(bytes.map(|bytes| record::decode(&bytes)).transpose()?.unwrap_or_default())
    }

    fn find(&mut self, name: &str) -> Result<Option<(OwnerId, Account)>, SessionError> {
        let wanted = folded(name);
        for owner in self.users() {
            if let Some(account) = self.account_of(owner)?
                && folded(&account.name) == wanted
            {
                return Ok(Some((owner, account)));
            }
        }
        Ok(None)
    }

    fn account_of(&mut self, owner: OwnerId) -> Result<Option<Account>, SessionError> {
        let kept = self.store_of(owner).get(Tree::Data, &place_of(owner, PLACE))?;
        Ok(kept.and_then(|kept| self.read_account(owner, &kept)))
    }

    fn read_account(&mut self, owner: OwnerId, kept: &[u8]) -> Option<Account> {
        let opened = self.open_value(owner, PLACE, kept);
        let read = opened.and_then(|bytes| {
            serde_json::from_slice(&bytes).map_err(|error| SessionError::damaged("account", error))
        });
        read.inspect_err(|error| {
            self.warn(format!("an account cannot be read; nobody can sign in by it: {error}"))
        })
        .ok()
    }

    /// Writes an account as a commit of its own, together with what is in `batch`.
    fn put_account(
        &mut self,
        owner: OwnerId,
        mut batch: Batch,
        account: &Account,
        on_disk: bool,
    ) -> Result<(), SessionError> {
        self.seal_value(owner, PLACE, Some(&bytes_of(account)?), on_disk, &mut batch)?;
        if on_disk { self.commit_on_disk(&batch) } else { Ok(self.memory.commit(&batch)?) }
    }
}

fn bytes_of(account: &Account) -> Result<Vec<u8>, SessionError> {
    serde_json::to_vec(account).map_err(|source| SessionError::Encode { source })
}

impl Turn {
    /// What was verified was used with this turn, and is good for nothing else.
    pub(super) fn used(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.used)
    }
}
