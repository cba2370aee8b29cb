//! The home as a place for keys, and the keys that are read from it.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::Sessions;
use crate::error::SessionError;
use crate::home::{Home, HomeError};
use crate::key::{self, DataKey, KeyError, KeyStore, OwnerId, Repair, Ring};

const RING: &str = "keys/ring.json";

/// The home, shared between the sessions and their key store.
#[derive(Clone)]
pub(super) struct SharedHome(pub(super) Arc<Mutex<Box<dyn Home>>>);

impl SharedHome {
    pub(super) fn lock(&self) -> MutexGuard<'_, Box<dyn Home>> {
        // Each call of a home is whole in itself: a panic in one leaves nothing half-done in memory.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyStore for SharedHome {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        let bytes = self.lock().read(&path(name)).map_err(|error| refused(name, error))?;
        Ok(bytes.map(Zeroizing::new))
    }

    fn write_durable(&self, name: &str, bytes: &[u8]) -> Result<(), KeyError> {
        self.lock().write_durable(&path(name), bytes).map_err(|error| refused(name, error))
    }

    fn remove(&self, name: &str) -> Result<(), KeyError> {
        self.lock().remove(&path(name), true).map_err(|error| refused(name, error))
    }

    fn names(&self) -> Result<Vec<String>, KeyError> {
        let names = self.lock().names("keys/").map_err(|error| refused("", error))?;
        Ok(names.iter().filter_map(|name| name.strip_prefix("keys/")).map(str::to_owned).collect())
    }
}

fn path(name: &str) -> String {
    format!("keys/{name}")
}

fn refused(name: &str, error: HomeError) -> KeyError {
    KeyError::Io { name: name.to_owned(), source: io::Error::other(error) }
}

impl Sessions {
    /// Reads the ring. One that is missing or damaged is replaced: that costs a sign-in, never data.
    ///
    /// # Errors
    ///
    /// It is there and cannot be read, which another try may mend: it is not replaced, and nobody is signed out by it.
    pub(super) fn load_ring(&mut self) -> Result<(), HomeError> {
        let read = self.home.lock().read(RING)?;
        match read.map(|bytes| Ring::parse(&Zeroizing::new(bytes))) {
            Some(Ok(ring)) => {
                self.ring = ring;
                self.ring_kept = true;
                return Ok(());
            }
            Some(Err(error)) => self.warn(error.to_string()),
            None => {
                self.warn("the signing keys are missing; new ones are made, and everybody signs in again")
            }
        }
        self.ring_lost = true;
        if let Err(error) = self.save_ring() {
            self.warn(format!("the new signing keys could not be kept: {error}"));
        }
        Ok(())
    }

    pub(super) fn save_ring(&mut self) -> Result<(), HomeError> {
        self.ring_kept = false;
        self.home.lock().write_durable(RING, &self.ring.to_bytes())?;
        self.ring_kept = true;
        Ok(())
    }

    /// Sees to it that the ring is on disk, before something is that it has signed.
    pub(super) fn keep_ring(&mut self) -> Result<(), HomeError> {
        let is_there = self.home.lock().read(RING)?.is_some();
        if is_there && self.ring_kept { Ok(()) } else { self.save_ring() }
    }

    /// Whether the signing keys were missing or damaged at the start, so that what they had signed is worth nothing.
    #[must_use]
    pub fn is_ring_lost(&self) -> bool {
        self.ring_lost && self.app_key.is_none()
    }

    /// The data key of an owner whose records are read.
    pub(super) fn data_key(&mut self, owner: OwnerId) -> Result<DataKey, SessionError> {
        if let Some(key) = self.keys.get(&owner) {
            return Ok(key.clone());
        }
        let loaded = key::load_data_key(&self.home, owner)?;
        let Some(loaded) = loaded else {
            return Err(SessionError::damaged("session", MissingKey));
        };
        match loaded.repair {
            Repair::Unneeded => {}
            Repair::Done { .. } => self.warn("a copy of a data key was damaged and was written again"),
            Repair::Failed { source, .. } => {
                self.warn(format!(
                    "a copy of a data key is damaged and could not be written again: {source}"
                ));
            }
        }
        self.keys.insert(owner, loaded.key.clone());
        Ok(loaded.key)
    }
}

#[derive(Debug)]
struct MissingKey;

impl std::fmt::Display for MissingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the key that opens it is missing; restore the keys directory from a backup")
    }
}

impl std::error::Error for MissingKey {}
