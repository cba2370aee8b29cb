//! The start of a process: who is signed in, decided from the mirror and the store.

use super::{Current, Sessions, Standing};
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, OwnerRecord, SessionRecord};
use crate::signing::{KeyPosition, RecordKey, Token, Verified};
use crate::store::{Batch, Tree};

/// What localStorage held when the page loaded.
pub type MirrorAtStart<'a> = Option<&'a str>;

/// What was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restored {
    /// Nobody is signed in.
    SignedOut,
    /// The session of the mirror, or of the file that stood in for it, is live.
    SignedIn,
    /// The store is there and cannot be read: nothing was decided, nothing was touched.
    Unreadable,
}

/// A token with its live record.
struct Live {
    verified: Verified,
    key: RecordKey,
    record: SessionRecord,
}

/// Why a token signs nobody in, in words without the token.
struct Refusal {
    reason: String,
    /// The token of a session that is over only by a clock that is not believed yet.
    doubtful: Option<Box<Token>>,
}

impl Refusal {
    fn new(reason: impl Into<String>) -> Self {
        Refusal { reason: reason.into(), doubtful: None }
    }
}

impl Sessions {
    /// Decides who is signed in. Called once in the life of a process, before the app first runs.
    pub fn restore(&mut self, mirror: MirrorAtStart<'_>, now: i64) -> Restored {
        if self.unreadable().is_some() {
            return Restored::Unreadable;
        }
        if let Some(pending) = self.read_pending() {
            match self.look_up(&pending, now) {
                Ok(live) => return self.resume(live, mirror, now),
                // It waits until it is certain which clock is right; meanwhile the mirror decides.
                Err(Refusal { doubtful: Some(_), .. }) => {}
                // The session ended, or another one took its place: the mirror decides.
                Err(_) => self.remove_pending(),
            }
        }
        let Some(mirror) = mirror else { return Restored::SignedOut };
        match self.look_up(mirror.as_bytes(), now) {
            Ok(live) => self.resume(live, Some(mirror), now),
            Err(Refusal { reason, doubtful }) => {
                self.warn(format!("the session in localStorage was refused: {reason}"));
                match doubtful {
                    Some(token) => self.wait_for_clock(&token),
                    None => self.mirror(None),
                }
                Restored::SignedOut
            }
        }
    }

    /// The live record of a token, or why there is none.
    fn look_up(&mut self, token: &[u8], now: i64) -> Result<Live, Refusal> {
        // The record knows the token's age better: it was issued by what was believed then.
        let verified = self.verifier().any_age().verify(token, now);
        let verified = verified.map_err(|invalid| Refusal::new(invalid.reason().to_string()))?;
        let key = verified.token.id().record_key();
        let record = self.read_record(key).map_err(|error| Refusal::new(error.to_string()))?;
        let Some(mut record) = record else {
            let old = now.saturating_sub(verified.token.issued_at()) > self.limits.absolute;
            return Err(Refusal::new(if old { "expired" } else { "it has ended" }));
        };
        if OwnerId::parse(&record.owner).is_some_and(|owner| self.gone.contains(&owner)) {
            return Err(Refusal::new("it has ended"));
        }
        if let Some(right) = self.settled {
            record.settle(right);
        }
        match self.standing(&record, now) {
            Standing::Live => Ok(Live { verified, key, record }),
            Standing::Over => Err(Refusal::new("it is past its limit")),
            Standing::Doubtful => Err(Refusal {
                reason: "it is past its limit by the computer's clock".into(),
                doubtful: Some(Box::new(verified.token)),
            }),
        }
    }

    fn read_record(&self, key: RecordKey) -> Result<Option<SessionRecord>, SessionError> {
        let Some(disk) = self.disk() else { return Ok(None) };
        let bytes = disk.get(Tree::Sessions, key.as_bytes())?;
        Ok(bytes.map(|bytes| record::decode(&bytes)).transpose()?)
    }

    fn resume(&mut self, live: Live, mirror: MirrorAtStart<'_>, now: i64) -> Restored {
        match self.adopt(live, now) {
            Ok(current) => {
                let token = current.token.expose().to_owned();
                self.current = Some(current);
                if mirror != Some(token.as_str()) || self.mirrors.pending {
                    self.mirror(Some(token));
                }
                Restored::SignedIn
            }
            Err(error) => {
                self.warn(format!("the session could not be restored: {error}"));
                self.disk = Err(match error {
                    SessionError::Home(home) => home,
                    other => crate::home::HomeError::Store(crate::store::StoreError::Damaged {
                        path: std::path::PathBuf::new(),
                        source: std::sync::Arc::new(other),
                    }),
                });
                Restored::Unreadable
            }
        }
    }

    /// Makes the session of `live` the current one: touched, and with a fresh token where one is due.
    fn adopt(&mut self, live: Live, now: i64) -> Result<Current, SessionError> {
        let Live { verified, key, mut record } = live;
        let owner = OwnerId::parse(&record.owner).ok_or_else(|| SessionError::damaged("session", NoOwner))?;
        let owner_record = self.read_owner(owner)?;
        let replaced = record.renewed_to.is_some();
        let age = now.saturating_sub(verified.token.issued_at());
        let due = replaced || verified.key != KeyPosition::Current || age >= self.limits.renew;
        record.touch(now, self.clock.ahead());
        let current = Current {
            token: verified.token,
            key,
            record,
            owner,
            owner_record,
            kept: true,
            number: 0,
            taken_over: false,
        };
        if due {
            match self.renewed(&current, now) {
                Ok(renewed) => {
                    self.tell_renewal(current.key, renewed.key);
                    return Ok(renewed);
                }
                Err(error) => {
                    self.restore_pending(&current.token);
                    self.warn(format!("the session could not be renewed and goes on as it is: {error}"));
                }
            }
        }
        self.presented(current)
    }

    /// Notes that the session was used, and that its token was presented at a later start.
    fn presented(&mut self, mut current: Current) -> Result<Current, SessionError> {
        let mut batch = Batch::new();
        retire_predecessor(&mut current.record, &mut batch);
        batch.put(Tree::Sessions, *current.key.as_bytes(), record::encode(&current.record)?);
        self.put_clock(&mut batch)?;
        if let Some(Err(error)) = self.disk().map(|disk| disk.commit(&batch)) {
            self.warn(format!("the session's last use could not be noted: {error}"));
        }
        Ok(current)
    }

    /// A new token beside the old one, which stays good until the new one has been presented at a later start.
    fn renewed(&mut self, old: &Current, now: i64) -> Result<Current, SessionError> {
        let token: Token = crate::signing::issue_fresh(&self.signing_key(), now)?;
        let mut batch = Batch::new();
        let mut before = old.record.clone();
        retire_predecessor(&mut before, &mut batch);
        let mut renewed = Current { key: token.id().record_key(), token, ..old.clone() };
        // A successor that nobody ever presented was lost with its mirror.
        if let Some(lost) = before.renewed_to.take().as_deref().and_then(record::key_of) {
            batch.delete(Tree::Sessions, *lost.as_bytes());
        }
        renewed.record.renewed_to = None;
        renewed.record.renewed_from = Some(record::hex_of(old.key));
        before.renewed_to = Some(record::hex_of(renewed.key));
        batch.put(Tree::Sessions, *old.key.as_bytes(), record::encode(&before)?);
        batch.put(Tree::Sessions, *renewed.key.as_bytes(), record::encode(&renewed.record)?);
        self.put_clock(&mut batch)?;
        self.write_pending(&renewed.token)?;
        if let Some(disk) = self.disk() {
            disk.commit(&batch)?;
        }
        Ok(renewed)
    }

    /// A session in use for longer than a token lasts gets a new one, also while the program runs. The token that this
    /// process was started with stays good until the newest one has been presented at a later start; one between the two,
    /// which was in this process's mirror only, goes. True where there is a new one.
    pub fn renew_if_due(&mut self, now: i64) -> bool {
        let Some(old) = self.current.clone().filter(|current| current.kept) else { return false };
        // What waits for another try is of the session as it is.
        if self.failed.is_some() || self.turn.open {
            return false;
        }
        let young = old.record.last_used.saturating_sub(old.token.issued_at()) < self.limits.renew;
        if young && !self.is_of_former_key(&old.token, now) {
            return false;
        }
        match self.renewed_while_open(&old, now) {
            Ok(renewed) => {
                self.mirror(Some(renewed.token.expose().to_owned()));
                self.tell_renewal(old.key, renewed.key);
                self.current = Some(renewed);
                true
            }
            Err(error) => {
                self.restore_pending(&old.token);
                self.warn(format!("the session could not be renewed and goes on as it is: {error}"));
                false
            }
        }
    }

    fn renewed_while_open(&mut self, old: &Current, now: i64) -> Result<Current, SessionError> {
        let first = old.record.renewed_from.as_deref().and_then(record::key_of);
        let Some(first) = first else { return self.renewed(old, now) };
        let token = crate::signing::issue_fresh(&self.signing_key(), now)?;
        let renewed = Current { key: token.id().record_key(), token, ..old.clone() };
        let mut batch = Batch::new();
        if let Some(mut before) = self.read_record(first)? {
            before.renewed_to = Some(record::hex_of(renewed.key));
            batch.put(Tree::Sessions, *first.as_bytes(), record::encode(&before)?);
        }
        batch.delete(Tree::Sessions, *old.key.as_bytes());
        batch.put(Tree::Sessions, *renewed.key.as_bytes(), record::encode(&renewed.record)?);
        self.put_clock(&mut batch)?;
        self.write_pending(&renewed.token)?;
        self.commit_on_disk(&batch)?;
        Ok(renewed)
    }

    pub(super) fn read_owner(&self, owner: OwnerId) -> Result<OwnerRecord, SessionError> {
        let Some(disk) = self.disk() else { return Ok(OwnerRecord::default()) };
        let bytes = disk.get(Tree::Owners, owner.as_bytes())?;
        Ok(bytes.map(|bytes| record::decode(&bytes)).transpose()?.unwrap_or_default())
    }
}

/// The session's token was presented at a later start than it was made: the one whose place it took has done its service.
fn retire_predecessor(record: &mut SessionRecord, batch: &mut Batch) {
    if let Some(predecessor) = record.renewed_from.take().as_deref().and_then(record::key_of) {
        batch.delete(Tree::Sessions, *predecessor.as_bytes());
    }
}

#[derive(Debug)]
pub(super) struct NoOwner;

impl std::fmt::Display for NoOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the record names no owner")
    }
}

impl std::error::Error for NoOwner {}
