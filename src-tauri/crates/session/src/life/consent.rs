//! Consent: what a person agrees to be kept on this computer, in which words, and that they take it back.
//!
//! Each purpose has a text of its own, and agreeing to one is agreeing to nothing else. `session` is there in every app: without it
//! nothing is kept at all. What an app keeps for further purposes, it names by [`RecordRule`](super::RecordRule).

use sha2::{Digest, Sha256};

use super::account::Account;
use super::{Current, Ended, Sessions};
use crate::error::SessionError;
use crate::home::HomeError;
use crate::key::{DataKey, OwnerId};
use crate::record::{self, ConsentRecord, OwnerRecord};
use crate::store::{Store, Tree};

/// The purpose without which nothing is kept.
pub const SESSION: &str = "session";

/// What a person may agree to, and the words in which they are asked.
///
/// ```
/// use hyperdiv_session::Purpose;
///
/// let history = Purpose::new("history", 2, "Keep a list of the pages that I have opened, for 30 days");
/// assert_eq!((history.name(), history.version()), ("history", 2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    name: String,
    version: u32,
    text: String,
    locale: String,
}

impl Purpose {
    /// A purpose by its name, for which the person is asked with this text, in English. Whoever changes the text changes the
    /// version: who has agreed to another one is asked again.
    #[must_use]
    pub fn new(name: &str, version: u32, text: &str) -> Self {
        Purpose { name: name.to_owned(), version, text: text.to_owned(), locale: "en".to_owned() }
    }

    /// The language of the text, as a BCP 47 tag.
    #[must_use]
    pub fn locale(mut self, tag: &str) -> Self {
        tag.clone_into(&mut self.locale);
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version of the text.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text, in hex: what a record of consent holds.
    #[must_use]
    pub fn text_sha256(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What every app asks for, where it has no words of its own.
    pub(super) fn session() -> Self {
        Purpose::new(SESSION, 1, super::CONSENT_TEXT)
    }

    fn is_that_of(&self, given: &ConsentRecord) -> bool {
        given.purpose == self.name
            && given.text_version == self.version
            && given.text_sha256 == self.text_sha256()
    }
}

/// The consent for a purpose that holds: the newest one, where it has not been withdrawn.
fn holding<'a>(owner: &'a OwnerRecord, purpose: &str) -> Option<&'a ConsentRecord> {
    let newest = owner.consent.iter().rev().find(|given| given.purpose == purpose)?;
    newest.withdrawn_at.is_none().then_some(newest)
}

fn withdraw_in(owner: &mut OwnerRecord, purpose: &str, at: i64) {
    for given in &mut owner.consent {
        if given.purpose == purpose && given.withdrawn_at.is_none() {
            given.withdrawn_at = Some(at);
        }
    }
}

impl Sessions {
    /// What the app may ask the person to agree to: `session` first.
    #[must_use]
    pub fn purposes(&self) -> &[Purpose] {
        &self.purposes
    }

    /// The consent under which the session is kept on this computer.
    #[must_use]
    pub fn consent(&self) -> Option<ConsentRecord> {
        self.consent_for(SESSION)
    }

    /// The consent for a purpose, where it was given and not withdrawn.
    #[must_use]
    pub fn consent_for(&self, purpose: &str) -> Option<ConsentRecord> {
        holding(&self.current.as_ref()?.owner_record, purpose).cloned()
    }

    /// Everything that whoever is signed in has agreed to, and when they took it back; the oldest first.
    #[must_use]
    pub fn consents(&self) -> Vec<ConsentRecord> {
        self.current.as_ref().map(|current| current.owner_record.consent.clone()).unwrap_or_default()
    }

    /// Purposes for which the person has agreed to another text than the app has now: they are to be asked again. Until they
    /// answer, what they have agreed to holds.
    #[must_use]
    pub fn consents_due(&self) -> Vec<Purpose> {
        let Some(current) = &self.current else { return Vec::new() };
        let due = |purpose: &&Purpose| {
            holding(&current.owner_record, purpose.name()).is_some_and(|given| !purpose.is_that_of(given))
        };
        self.purposes.iter().filter(due).cloned().collect()
    }

    /// The person agrees to a purpose. `session` keeps the live session, and its data, on this computer.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`]; [`SessionError::NoSuchPurpose`].
    pub fn grant_for(&mut self, purpose: &str, now: i64) -> Result<(), SessionError> {
        let purpose = self.purpose(purpose)?.clone();
        let given = self.consent_given(&purpose, now);
        let current = self.current.as_mut().ok_or(SessionError::NotSignedIn)?;
        let known =
            holding(&current.owner_record, purpose.name()).is_some_and(|given| purpose.is_that_of(given));
        let keeps = purpose.name() == SESSION && !current.kept;
        if !known || keeps {
            if keeps {
                // What could not be kept when it was agreed to is kept now.
                current.owner_record.consent.splice(..0, self.unkept.iter().cloned());
            }
            current.owner_record.consent.push(given);
            current.kept |= keeps;
            self.turn.session_changed = true;
        }
        Ok(())
    }

    /// The person takes their consent to a purpose back. With that to `session` everything that is kept of them goes from this
    /// computer, with all their sessions; the live one goes on in memory, under another id, with its data. With that to another purpose the
    /// records go that the app keeps for it.
    ///
    /// Where nobody else has agreed to being kept, the directory goes as a whole.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`]; [`SessionError::NoSuchPurpose`]; what is kept cannot be read, or no random numbers: then nothing
    /// has changed.
    pub fn withdraw_for(&mut self, purpose: &str, now: i64) -> Result<(), SessionError> {
        let purpose = self.purpose(purpose)?.name().to_owned();
        let current = self.current.as_ref().ok_or(SessionError::NotSignedIn)?;
        // What could not be kept is not to be kept after all.
        self.unkept.retain(|given| purpose != SESSION && given.purpose != purpose);
        if holding(&current.owner_record, &purpose).is_none() {
            return Ok(());
        }
        if purpose == SESSION {
            self.leave_disk(now)?;
        } else {
            let of_purpose = self.rules.iter().filter(|rule| rule.purpose.as_deref() == Some(&*purpose));
            for name in of_purpose.map(|rule| rule.name.clone()).collect::<Vec<_>>() {
                self.set_value(&name, None)?;
            }
        }
        let at = self.clock.ahead().unwrap_or(now);
        if let Some(current) = &mut self.current {
            withdraw_in(&mut current.owner_record, &purpose, at);
        }
        self.turn.session_changed = true;
        Ok(())
    }

    /// Lets through what may be written to a record: for a purpose that the person has agreed to.
    pub(super) fn check_purpose(&self, name: &str) -> Result<(), SessionError> {
        let rule = self.rules.iter().find(|rule| rule.name == name);
        let purpose = rule.and_then(|rule| rule.purpose.clone());
        match purpose {
            Some(purpose) if self.consent_for(&purpose).is_none() => {
                Err(SessionError::NoConsent { name: name.to_owned(), purpose })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn purpose(&self, name: &str) -> Result<&Purpose, SessionError> {
        let found = self.purposes.iter().find(|purpose| purpose.name() == name);
        found.ok_or_else(|| SessionError::NoSuchPurpose { name: name.chars().take(40).collect() })
    }

    pub(super) fn consent_given(&self, purpose: &Purpose, now: i64) -> ConsentRecord {
        ConsentRecord {
            purpose: purpose.name.clone(),
            text_version: purpose.version,
            text_sha256: purpose.text_sha256(),
            locale: purpose.locale.clone(),
            app_version: self.app_version.clone(),
            given_at: self.clock.ahead().unwrap_or(now),
            withdrawn_at: None,
            unknown: serde_json::Map::new(),
        }
    }

    /// The live session goes on in memory with a copy of its data, under another id and owner; what is kept of the one before ends
    /// with this turn, with everything that is theirs.
    fn leave_disk(&mut self, now: i64) -> Result<(), SessionError> {
        let Some(before) = self.current.clone() else { return Ok(()) };
        let was_on_disk = before.taken_over
            || self.turn.before.as_ref().is_some_and(|old| old.kept && old.owner == before.owner);
        if !was_on_disk {
            // It was to be kept from this turn on, and is not.
            if let Some(current) = &mut self.current {
                current.kept = false;
            }
            return Ok(());
        }
        let owner = OwnerId::generate()?;
        let data_key = DataKey::generate(owner)?;
        let token = crate::signing::issue_fresh(&self.signing_key(), now)?;
        let values = self.values_of(&before)?;
        let mut note = OwnerRecord { account: false, waiting: None, ..before.owner_record.clone() };
        withdraw_in(&mut note, SESSION, self.clock.ahead().unwrap_or(now));
        self.end_all_of(before.owner)?;
        for ended in self.turn.ended.iter_mut().filter(|ended| ended.owner == before.owner) {
            ended.note = Some(note.clone());
        }
        self.keys.insert(owner, data_key);
        self.turn.values.retain(|(of, _), _| *of != before.owner);
        self.turn.values.extend(values.into_iter().map(|(name, value)| ((owner, name), Some(value.into()))));
        self.turn.leaves_disk = true;
        let mut record = before.record.clone();
        record.owner = owner.to_hex();
        record.renewed_to = None;
        record.renewed_from = None;
        self.current = Some(Current {
            key: token.id().record_key(),
            token,
            record,
            owner,
            kept: false,
            taken_over: false,
            ..before
        });
        Ok(())
    }

    /// Everything of whoever is signed in goes with this turn, their account included, and they are signed out.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or what is kept cannot be read.
    pub fn erase_mine(&mut self) -> Result<(), SessionError> {
        let owner = self.owner().ok_or(SessionError::NotSignedIn)?;
        let on_disk = self.is_on_disk(owner);
        self.end_all_of(owner)?;
        self.turn.leaves_disk |= on_disk;
        Ok(())
    }

    /// Every session of an owner ends with this turn, the live one included, and so does everything that is kept of them.
    pub(super) fn end_all_of(&mut self, owner: OwnerId) -> Result<(), SessionError> {
        let mut sessions: Vec<Ended> =
            self.all()?.into_iter().filter(|session| session.owner == owner).collect();
        if sessions.is_empty() {
            sessions.push(Ended::without_session(owner, self.is_on_disk(owner)));
        }
        self.turn.values.retain(|(of, _), _| *of != owner);
        for session in &mut sessions {
            session.data_go = true;
            if session.current {
                self.end_current();
                if let Some(ended) = self.turn.ended.last_mut() {
                    ended.data_go = true;
                }
            }
        }
        self.turn.ended.extend(sessions.into_iter().filter(|session| !session.current));
        Ok(())
    }

    /// The values of the live session, notes and account included, with what this turn has written.
    pub(super) fn values_of(&mut self, current: &Current) -> Result<Vec<(String, Vec<u8>)>, SessionError> {
        let kept = self.place(current).scan(Tree::Data, current.owner.as_bytes())?;
        let mut values = Vec::new();
        for (key, stored) in kept {
            let Some(name) = super::values::name_in(&key).map(str::to_owned) else { continue };
            if self.turn.values.contains_key(&(current.owner, name.clone())) {
                continue;
            }
            match self.open_value(current.owner, &name, &stored) {
                Ok(value) => values.push((name, value)),
                // It could not be read before either, and whoever takes their consent back wants it gone.
                Err(error) => self.warn(format!("a value that cannot be read goes with the rest: {error}")),
            }
        }
        let written = self.turn.values.iter().filter(|((of, _), _)| *of == current.owner);
        values.extend(
            written.filter_map(|((_, name), value)| Some((name.clone(), value.as_deref()?.to_vec()))),
        );
        Ok(values)
    }

    /// After a turn in which somebody has left: where nobody is there any more who has agreed to being kept, the home goes as a
    /// whole, and what the app stores goes on in memory.
    ///
    /// # Errors
    ///
    /// What could not be removed: the next start goes on with it.
    pub(super) fn leave_home(&mut self) -> Result<(), SessionError> {
        if !self.leaving {
            return Ok(());
        }
        if self.is_anybody_kept()? {
            self.leaving = false;
            if let Err(error) = self.forget_home_to_go() {
                self.warn(format!("a note that nobody needs any more could not be removed: {error}"));
            }
            return Ok(());
        }
        self.take_app_values_along()?;
        self.disk = Ok(None);
        let memory = &self.memory;
        self.keys.retain(|owner, _| matches!(memory.get(Tree::Owners, owner.as_bytes()), Ok(Some(_))));
        self.ring_kept = false;
        self.mirrors_are_forgotten();
        self.clock_saved = None;
        self.use_saved = None;
        let erased = self.home.lock().erase();
        if let Err(error) = erased {
            return Err(error.into());
        }
        self.leaving = false;
        // It would be tried again in a store that has gone.
        self.failed = None;
        self.note("nobody has agreed to being kept any more: everything that was kept was erased");
        Ok(())
    }

    fn is_anybody_kept(&self) -> Result<bool, SessionError> {
        let kept = self.current.as_ref().is_some_and(|current| current.kept);
        Ok(kept || !self.unremoved.is_empty() || self.are_others_kept()?)
    }

    /// Whether anybody is kept on this computer beside whoever is signed in.
    ///
    /// # Errors
    ///
    /// The home cannot be read.
    pub fn are_others_kept(&self) -> Result<bool, SessionError> {
        if self.passed_over {
            // Whoever is there cannot be seen.
            return Err(HomeError::PassedOver.into());
        }
        if let Err(error) = &self.disk {
            return Err(SessionError::damaged("session", error.to_string()));
        }
        let Some(disk) = self.disk() else { return Ok(false) };
        let owners = disk.scan(Tree::Owners, &[])?;
        let mine = self.owner();
        let keeps = |key: &[u8], bytes: &[u8]| {
            let is_mine = mine.is_some_and(|mine| mine.as_bytes().as_slice() == key);
            // One of a later version is not ours to judge.
            !is_mine
                && record::decode::<OwnerRecord>(bytes)
                    .map_or(true, |owner| holding(&owner, SESSION).is_some() || owner.waiting.is_some())
        };
        Ok(owners.iter().any(|(key, bytes)| keeps(key, bytes)))
    }
}

impl Account {
    /// What the account of somebody new has agreed to: what the guest has who makes it.
    pub(super) fn consent_of(guest: Option<&Current>) -> Vec<ConsentRecord> {
        guest
            .filter(|guest| guest.kept && !guest.owner_record.account)
            .map(|guest| guest.owner_record.consent.clone())
            .unwrap_or_default()
    }
}
