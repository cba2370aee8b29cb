//! The sessions of this computer as the person sees them: listed by their handles, and ended.

use serde::Serialize;

use super::{Ended, Sessions, Standing};
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, SessionRecord};
use crate::signing::RecordKey;
use crate::store::Tree;

/// A session in a list. It names neither a token nor the whole key of its record. All times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionInfo {
    /// The first 12 hex digits of its record's key: by this it is revoked.
    pub handle: String,
    /// When the person signed in.
    pub created_at: i64,
    /// The person's last activity in it.
    pub last_used: i64,
    /// When it ends if nothing happens.
    pub ends_at: i64,
    /// It is the session of this process.
    pub current: bool,
    /// It is kept on this computer; else it ends with this process.
    pub kept: bool,
}

/// Which sessions are to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revoke {
    /// The one with this handle.
    Handle(String),
    /// All but the live session of this process.
    Others,
    /// All.
    All,
}

impl Revoke {
    /// `others`, `all`, or a handle.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "others" => Revoke::Others,
            "all" => Revoke::All,
            handle => Revoke::Handle(handle.to_owned()),
        }
    }
}

/// A session with whose it is.
pub(super) struct Listed {
    pub(super) owner: OwnerId,
    pub(super) info: SessionInfo,
}

const HANDLE_DIGITS: usize = 12;

impl Sessions {
    /// The sessions of this profile that are not past their limits: that of this process first, then by their last use,
    /// the latest first. One that is being renewed is one session.
    ///
    /// # Errors
    ///
    /// The home cannot be read.
    pub fn list(&self) -> Result<Vec<SessionInfo>, SessionError> {
        Ok(self.list_all()?.into_iter().map(|listed| listed.info).collect())
    }

    /// As [`list`](Sessions::list), of those that whoever is signed in may see: a user's own, and of guests those of guests.
    ///
    /// # Errors
    ///
    /// The home cannot be read.
    pub fn list_mine(&self) -> Result<Vec<SessionInfo>, SessionError> {
        let mut listed = self.list_all()?;
        listed.retain(|session| self.is_mine(session.owner));
        Ok(listed.into_iter().map(|listed| listed.info).collect())
    }

    fn is_mine(&self, owner: OwnerId) -> bool {
        match self.current.as_ref().filter(|current| current.owner_record.account) {
            Some(user) => user.owner == owner,
            None => !self.is_user(owner),
        }
    }

    /// As [`list`](Sessions::list), with whose they are.
    pub(super) fn list_all(&self) -> Result<Vec<Listed>, SessionError> {
        let mut all = self.all()?;
        all.sort_by_key(|session| {
            (!session.current, std::cmp::Reverse(session.record.last_used), *session.key.as_bytes())
        });
        let limits = self.limits;
        let info = |session: Ended| {
            // As the person's clock has it.
            let record = session.record.by_clock();
            let info = SessionInfo {
                handle: session.key.handle(),
                created_at: record.created_at,
                last_used: record.last_used,
                ends_at: record.ends_at(limits.idle, limits.absolute),
                current: session.current,
                kept: session.kept,
            };
            Listed { owner: session.owner, info }
        };
        Ok(all.into_iter().map(info).collect())
    }

    /// Ends sessions with this turn, and answers how many. The token of each is refused from then on; a guest's data and
    /// data key go with it. The live session of this process ends as by [`clear`](Sessions::clear).
    ///
    /// # Errors
    ///
    /// [`SessionError::NoSuchSession`], [`SessionError::AmbiguousHandle`], or the home cannot be read.
    pub fn revoke(&mut self, which: &Revoke) -> Result<usize, SessionError> {
        self.revoke_of(which, |_, _| true)
    }

    /// As [`revoke`](Sessions::revoke), of those that [`list_mine`](Sessions::list_mine) has.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Sessions::revoke).
    pub fn revoke_mine(&mut self, which: &Revoke) -> Result<usize, SessionError> {
        self.revoke_of(which, Sessions::is_mine)
    }

    fn revoke_of(
        &mut self,
        which: &Revoke,
        of: impl Fn(&Sessions, OwnerId) -> bool,
    ) -> Result<usize, SessionError> {
        if let Err(error) = &self.disk {
            return Err(SessionError::damaged("session", error.to_string()));
        }
        let mut chosen = self.all()?;
        chosen.retain(|session| of(self, session.owner));
        match which {
            Revoke::All => {}
            Revoke::Others => chosen.retain(|session| !session.current),
            Revoke::Handle(handle) => {
                let is_handle = handle.len() == HANDLE_DIGITS
                    && handle.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
                if !is_handle {
                    return Err(SessionError::NoSuchSession { handle: None });
                }
                chosen.retain(|session| session.key.handle() == *handle);
                match chosen.len() {
                    0 => return Err(SessionError::NoSuchSession { handle: Some(handle.clone()) }),
                    1 => {}
                    _ => return Err(SessionError::AmbiguousHandle { handle: handle.clone() }),
                }
            }
        }
        let count = chosen.len();
        for session in chosen {
            if session.current {
                self.end_current();
            } else {
                self.turn.ended.push(session);
            }
        }
        Ok(count)
    }

    /// Every session that is there and has not ended, in this turn or before. A home that cannot be opened signs nobody in.
    pub(super) fn all(&self) -> Result<Vec<Ended>, SessionError> {
        let current = self.current.as_ref();
        let mut all: Vec<Ended> = current.map(Ended::of).into_iter().collect();
        for (key, bytes) in
            self.disk().map(|disk| disk.scan(Tree::Sessions, &[])).transpose()?.unwrap_or_default()
        {
            // What cannot be read signs nobody in.
            let Ok(record) = record::decode::<SessionRecord>(&bytes) else { continue };
            let (Ok(key), Some(owner)) = (<[u8; 32]>::try_from(key), OwnerId::parse(&record.owner)) else {
                continue;
            };
            let data_go = !self.is_user(owner);
            let key = RecordKey::from_bytes(key);
            all.push(Ended { key, record, owner, kept: true, current: false, data_go, note: None });
        }
        let gone: Vec<RecordKey> = self.gone().collect();
        let replaced = |session: &Ended| {
            let successor = session.record.renewed_to.as_deref().and_then(record::key_of);
            successor.is_some_and(|successor| all.iter().any(|other| other.key == successor))
        };
        let is_listed: Vec<bool> = all
            .iter()
            .enumerate()
            .map(|(at, session)| {
                let is_copy = at > 0 && current.is_some_and(|current| current.key == session.key);
                let over = at > 0 && self.standing(&session.record, self.clock.now()) == Standing::Over;
                !is_copy && !over && !gone.contains(&session.key) && !replaced(session)
            })
            .collect();
        let mut is_listed = is_listed.into_iter();
        all.retain(|_| is_listed.next().unwrap_or(false));
        Ok(all)
    }

    /// Sessions that have ended and may still be on disk, with the ids that end with them.
    fn gone(&self) -> impl Iterator<Item = RecordKey> {
        let ended = self.turn.ended.iter().chain(&self.unremoved).flat_map(|session| {
            let others = [&session.record.renewed_from, &session.record.renewed_to];
            let others = others.into_iter().filter_map(|key| key.as_deref().and_then(record::key_of));
            others.chain([session.key])
        });
        ended.chain(self.turn.rotated.iter().copied())
    }
}
