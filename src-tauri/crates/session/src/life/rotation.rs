//! New signing keys, because the person wants them: as a precaution, or because someone else may have the former ones.
//!
//! A former key stays in the ring for as long as a session that it has signed may live, and no longer. What it has signed is
//! good at the next start and is replaced there by a token of the new key; the live session's is replaced at once.

use super::{Revoke, Sessions};
use crate::error::SessionError;
use crate::home::HomeError;
use crate::key::Ring;
use crate::signing::{EntropyError, KeyPosition, Token};

impl Sessions {
    /// Signs with a new key from now on. Sessions go on. False where nothing is kept on this computer: then there are no keys.
    ///
    /// # Errors
    ///
    /// No random numbers, or the ring cannot be read or written: then it is as it was.
    pub fn rotate_keys(&mut self, now: i64) -> Result<bool, SessionError> {
        let rotated = self.change_ring(|ring| ring.rotate(now))?;
        self.renew_if_due(now);
        Ok(rotated)
    }

    /// Signs with a new key from now on, forgets the former ones, and ends all sessions with this turn. Answers whether there was
    /// a ring, and how many sessions end. The new ring is durable before they do.
    ///
    /// # Errors
    ///
    /// As [`rotate_keys`](Sessions::rotate_keys), or the home cannot be read.
    pub fn replace_keys(&mut self, now: i64) -> Result<(bool, usize), SessionError> {
        let rotated = self.change_ring(|ring| {
            ring.rotate(now)?;
            ring.drop_fallbacks();
            Ok(())
        })?;
        Ok((rotated, self.revoke(&Revoke::All)?))
    }

    fn change_ring(
        &mut self,
        change: impl FnOnce(&mut Ring) -> Result<(), EntropyError>,
    ) -> Result<bool, SessionError> {
        if self.passed_over {
            return Err(HomeError::PassedOver.into());
        }
        if self.disk().is_none() {
            return Ok(false);
        }
        if !self.ring_kept {
            self.load_ring()?;
        }
        let before = self.ring.clone();
        change(&mut self.ring)?;
        if let Err(error) = self.save_ring() {
            self.ring = before;
            return Err(error.into());
        }
        Ok(true)
    }

    /// Whether a token is good, but signed by a key that has a successor.
    pub(super) fn is_of_former_key(&self, token: &Token, now: i64) -> bool {
        let verified = self.verifier().any_age().verify(token.expose(), now);
        verified.is_ok_and(|verified| verified.key != KeyPosition::Current)
    }

    /// Drops former keys that no session can need any more.
    pub(super) fn drop_former_keys(&mut self, now: i64) {
        if !self.ring_kept {
            return;
        }
        let before = self.ring.clone();
        let dropped = self.ring.drop_expired(now, self.limits.absolute);
        if dropped == 0 {
            return;
        }
        match self.save_ring() {
            Ok(()) => {
                self.note(format!("signing keys that no session needs any more were removed: {dropped}"))
            }
            Err(error) => {
                self.ring = before;
                self.warn(format!(
                    "signing keys that no session needs any more could not be removed: {error}"
                ));
            }
        }
    }
}
