//! Values of an owner: sealed, each with a version that every write raises.

use std::sync::Arc;

use super::Sessions;
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::seal::{self, Context};
use crate::store::{Batch, MAX_VALUE_BYTES, Store, Tree};

/// What the envelope and the version add to a value.
const OVERHEAD: usize = 8 + seal::OVERHEAD;

/// The name of the tree as it is bound into envelopes. Part of the format.
const DATA: &str = "data";

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
        if let Some(written) = self.turn.values.get(&(owner, name.to_owned())) {
            return Ok(written.as_deref().map(<[u8]>::to_vec));
        }
        let current = self.current.clone().ok_or(SessionError::NotSignedIn)?;
        let key = place_of(owner, name);
        let Some(stored) = self.place(&current).get(Tree::Data, &key)? else { return Ok(None) };
        self.open_value(owner, name, &stored).map(Some)
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

    fn open_value(&mut self, owner: OwnerId, name: &str, stored: &[u8]) -> Result<Vec<u8>, SessionError> {
        let data_key = self.data_key(owner)?;
        let (version, envelope) = split(stored).ok_or_else(|| SessionError::damaged(name, Short))?;
        let context = Context { tree: DATA, key: &place_of(owner, name), version };
        seal::open(&data_key, context, envelope).map_err(|error| SessionError::damaged(name, error))
    }

    /// Sets or deletes the live session's value of this name, with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], [`SessionError::TooLarge`].
    pub fn set_value(&mut self, name: &str, value: Option<Vec<u8>>) -> Result<(), SessionError> {
        let owner = self.owner().ok_or(SessionError::NotSignedIn)?;
        check_size(value.as_deref())?;
        self.turn.values.insert((owner, name.to_owned()), value.map(Arc::from));
        Ok(())
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
        let version = stored.as_deref().and_then(split).map_or(1, |(version, _)| version.saturating_add(1));
        let context = Context { tree: DATA, key: &key, version };
        let envelope = seal::seal(&self.data_key(owner)?, context, value)?;
        let mut bytes = version.to_be_bytes().to_vec();
        bytes.extend_from_slice(&envelope);
        batch.put(Tree::Data, key, bytes);
        Ok(())
    }
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
