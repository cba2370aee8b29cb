//! Values of an owner: sealed, each with a version that every write raises.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::Sessions;
use super::app_values::NOTE;
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::seal::{self, Context};
use crate::signing::EntropyError;
use crate::signing::entropy::random;
use crate::stamped::Stamped;
use crate::store::{Batch, MAX_VALUE_BYTES, Pair, Store, Tree};

/// What the envelope and the version add to a value.
const OVERHEAD: usize = 8 + seal::OVERHEAD;

/// The name of the tree as it is bound into envelopes. Part of the format.
const DATA: &str = "data";

/// The longest name of a record, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// A record in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecordInfo {
    /// Its name.
    pub name: String,
    /// The size of its value as JSON, in bytes.
    pub bytes: usize,
    /// Which of the app's versions it is of.
    pub version: u32,
    /// When it was changed last, in Unix seconds; none where an earlier program has written it.
    pub changed_at: Option<i64>,
    /// Whether it can be opened. What cannot is kept, and of it only the name is known.
    pub readable: bool,
}

/// Where a value lies: the owner's 16 bytes, then its name.
pub(super) fn place_of(owner: OwnerId, name: &str) -> Vec<u8> {
    let mut key = owner.as_bytes().to_vec();
    key.extend_from_slice(name.as_bytes());
    key
}

impl Sessions {
    /// The live session's value of this name; this turn's writes are in it.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`]; [`SessionError::Damaged`] where it is there and cannot be opened.
    pub fn value(&mut self, name: &str) -> Result<Option<Vec<u8>>, SessionError> {
        let owner = self.owner().ok_or(SessionError::NotSignedIn)?;
        // What begins like a note is no record: an account, with the hash of its password, is one of those.
        check_name(name)?;
        if let Some(written) = self.turn.values.get(&(owner, name.to_owned())) {
            return Ok(written.as_deref().map(<[u8]>::to_vec));
        }
        let current = self.current.clone().ok_or(SessionError::NotSignedIn)?;
        let key = place_of(owner, name);
        let Some(stored) = self.place(&current).get(Tree::Data, &key)? else { return Ok(None) };
        let value = self.open_value(owner, name, &stored)?;
        Ok((!self.is_expired(name, &value)).then_some(value))
    }

    /// The value of this name that the home's store has for `owner`.
    pub(super) fn read_sealed(
        &mut self,
        owner: OwnerId,
        name: &str,
    ) -> Result<Option<Vec<u8>>, SessionError> {
        let Some(disk) = self.disk() else { return Ok(None) };
        let Some(stored) = disk.get(Tree::Data, &place_of(owner, name))? else { return Ok(None) };
        self.open_value(owner, name, &stored).map(Some)
    }

    /// What is in memory and begins with these bytes.
    pub(super) fn memory_scan(&self, prefix: &[u8]) -> Result<Vec<Pair>, SessionError> {
        Ok(self.memory.scan(Tree::Data, prefix)?)
    }

    pub(super) fn open_value(
        &mut self,
        owner: OwnerId,
        name: &str,
        stored: &[u8],
    ) -> Result<Vec<u8>, SessionError> {
        let data_key = self.data_key(owner)?;
        let (version, envelope) = split(stored).ok_or_else(|| SessionError::damaged(name, Short))?;
        let context = Context { tree: DATA, key: &place_of(owner, name), version };
        seal::open(&data_key, context, envelope).map_err(|error| SessionError::damaged(name, error))
    }

    /// Sets or deletes the live session's value of this name, with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], [`SessionError::TooLarge`], [`SessionError::NoConsent`].
    pub fn set_value(&mut self, name: &str, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        let owner = self.owner().ok_or(SessionError::NotSignedIn)?;
        check_name(name)?;
        check_size(value.as_deref())?;
        if value.is_some() {
            self.check_purpose(name)?;
        }
        self.turn.values.insert((owner, name.to_owned()), value.map(Arc::from));
        Ok(())
    }

    /// Which write of the live session's value of this name is kept: no other one of the same name has the number. 0: there is
    /// none. This turn's writes have no number yet.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or the store cannot be read.
    pub fn revision(&self, name: &str) -> Result<u64, SessionError> {
        let current = self.current.as_ref().ok_or(SessionError::NotSignedIn)?;
        check_name(name)?;
        let kept = self.place(current).get(Tree::Data, &place_of(current.owner, name))?;
        Ok(kept.as_deref().and_then(split).map_or(0, |(version, _)| version))
    }

    /// Lets through a write of what was read as `read`, unless it has been written since.
    ///
    /// # Errors
    ///
    /// As [`revision`](Sessions::revision); [`SessionError::Changed`].
    pub fn check_revision(&self, name: &str, read: u64) -> Result<(), SessionError> {
        let kept = self.revision(name)?;
        let written =
            self.owner().is_some_and(|owner| self.turn.values.contains_key(&(owner, name.to_owned())));
        if written || kept != read {
            return Err(SessionError::Changed { name: name.to_owned() });
        }
        Ok(())
    }

    /// The live session's values with their sizes, in the order of their names; this turn's writes are in it.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or the store cannot be read.
    pub fn records(&mut self) -> Result<Vec<RecordInfo>, SessionError> {
        let current = self.current.clone().ok_or(SessionError::NotSignedIn)?;
        let kept = self.place(&current).scan(Tree::Data, &place_of(current.owner, ""))?;
        let mut records = BTreeMap::new();
        for (key, stored) in kept {
            let Some(name) = name_in(&key).filter(|name| !name.starts_with(NOTE)) else { continue };
            let value = self.open_value(current.owner, name, &stored).ok();
            if value.as_ref().is_some_and(|value| self.is_expired(name, value)) {
                continue;
            }
            records.insert(name.to_owned(), Some(info(name, value.as_deref())));
        }
        let is_record = |of: &OwnerId, name: &str| *of == current.owner && !name.starts_with(NOTE);
        let written = self.turn.values.iter().filter(|((of, name), _)| is_record(of, name));
        for ((_, name), value) in written {
            let value = value.as_deref().map(|value| info(name, Some(value)));
            records.insert(name.clone(), value);
        }
        Ok(records.into_values().flatten().collect())
    }

    /// Seals this turn's values of `owner` into `batch`; `store` is where their versions are now.
    pub(super) fn seal_values(
        &mut self,
        owner: OwnerId,
        kept: bool,
        batch: &mut Batch,
    ) -> Result<(), SessionError> {
        let values: Vec<(String, Option<Arc<[u8]>>)> = self
            .turn
            .values
            .iter()
            .filter(|((of, _), _)| *of == owner)
            .map(|((_, name), value)| (name.clone(), value.clone()))
            .collect();
        for (name, value) in values {
            self.seal_value(owner, &name, value.as_deref(), kept, batch)?;
        }
        Ok(())
    }

    /// Seals one value of `owner` into `batch`, or removes it; `kept` tells where its version is now.
    pub(super) fn seal_value(
        &mut self,
        owner: OwnerId,
        name: &str,
        value: Option<&[u8]>,
        kept: bool,
        batch: &mut Batch,
    ) -> Result<(), SessionError> {
        let key = place_of(owner, name);
        let Some(value) = value else {
            batch.delete(Tree::Data, key);
            return Ok(());
        };
        let stored = match self.disk() {
            Some(disk) if kept => disk.get(Tree::Data, &key)?,
            _ => self.memory.get(Tree::Data, &key)?,
        };
        let version = match stored.as_deref().and_then(split) {
            Some((version, _)) => version.saturating_add(1),
            None => first_version()?,
        };
        let context = Context { tree: DATA, key: &key, version };
        let envelope = seal::seal(&self.data_key(owner)?, context, value)?;
        let mut bytes = version.to_be_bytes().to_vec();
        bytes.extend_from_slice(&envelope);
        batch.put(Tree::Data, key, bytes);
        Ok(())
    }
}

/// Where the versions of a value begin: far from those of one of the same name that was deleted, and low enough for a page, whose numbers
/// are exact up to 2^53.
fn first_version() -> Result<u64, EntropyError> {
    Ok((u64::from(u32::from_be_bytes(*random()?)) << 20) | 1)
}

/// The name of the value that lies here.
pub(super) fn name_in(key: &[u8]) -> Option<&str> {
    std::str::from_utf8(key.get(16..)?).ok()
}

fn info(name: &str, value: Option<&[u8]>) -> RecordInfo {
    let stamped = value.and_then(Stamped::parse);
    RecordInfo {
        name: name.to_owned(),
        bytes: stamped.map_or(0, |stamped| stamped.json.len()),
        version: stamped.map_or(0, |stamped| stamped.version),
        changed_at: stamped.and_then(|stamped| stamped.changed_at),
        readable: stamped.is_some(),
    }
}

/// Lets through the name of a record: something that can be shown in a line, and that a page can have as a key.
pub(super) fn check_name(name: &str) -> Result<(), SessionError> {
    let good = !name.is_empty()
        && name.len() <= MAX_NAME_BYTES
        && !name.contains(char::is_control)
        && name != "__proto__";
    if good { Ok(()) } else { Err(SessionError::Name { name: name.chars().take(40).collect() }) }
}

/// Lets through what fits a record.
pub(super) fn check_size(value: Option<&[u8]>) -> Result<(), SessionError> {
    let size = value.map_or(0, <[u8]>::len);
    let limit = MAX_VALUE_BYTES - OVERHEAD;
    if size > limit { Err(SessionError::TooLarge { size, limit }) } else { Ok(()) }
}

/// The version and the envelope.
fn split(stored: &[u8]) -> Option<(u64, &[u8])> {
    let (version, envelope) = stored.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*version), envelope))
}

#[derive(Debug)]
struct Short;

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is too short")
    }
}

impl std::error::Error for Short {}
