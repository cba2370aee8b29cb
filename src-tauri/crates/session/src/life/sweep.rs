//! Sessions past their limits are removed, with what only they could open.

use super::commit::{KEY_TO_GO, remove_owner};
use super::{Sessions, Standing};
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, SessionRecord};
use crate::store::{Batch, Tree};

/// How old the clock's record may be where no session writes it, in seconds.
const CLOCK_NOTED_EVERY_S: i64 = 3600;

impl Sessions {
    /// Removes sessions past their limits from the home, with their guests' data and data keys. Answers how many there
    /// were. A session that is over only by a clock that leapt ahead stays until the leap is believed.
    ///
    /// It is one commit: one that was cut short has not happened, and the next one does it.
    ///
    /// # Errors
    ///
    /// The home cannot be read or written; then nothing was removed.
    pub fn sweep(&mut self, now: i64) -> Result<usize, SessionError> {
        let Some(disk) = self.disk() else { return Ok(0) };
        let records = disk.scan(Tree::Sessions, &[])?;
        let current = self.current.as_ref().map(|current| current.key);
        if records.is_empty() && current.is_none() && self.clock.is_doubted() {
            self.clock.trust();
            self.note(
                "no session is left that the computer's clock could extend or end; it is believed again",
            );
        }
        let mut batch = Batch::new();
        let (mut owners, mut live) = (Vec::new(), Vec::new());
        let mut removed = 0;
        for (key, bytes) in records {
            // A record of a later version is not ours to remove.
            let Ok(mut session) = record::decode::<SessionRecord>(&bytes) else { continue };
            let owner = OwnerId::parse(&session.owner);
            if let Some(right) = self.settled.filter(|_| session.ahead.is_some()) {
                session.settle(right);
                batch.put(Tree::Sessions, key.clone(), record::encode(&session)?);
            }
            // The live session's last use is in memory, and its limits are kept by a timer.
            let is_current = current.is_some_and(|current| current.as_bytes().as_slice() == key);
            if is_current || self.standing(&session, now) != Standing::Over {
                live.extend(owner);
            } else {
                batch.delete(Tree::Sessions, key);
                owners.extend(owner);
                removed += 1;
            }
        }
        owners.sort_by_key(|owner| *owner.as_bytes());
        owners.dedup();
        owners.retain(|owner| !live.contains(owner) && !self.is_user(*owner));
        self.remove_expired_values(&mut batch)?;
        self.remove_keys_to_go(&mut batch)?;
        if let Some(disk) = self.disk() {
            for owner in &owners {
                remove_owner(*owner, disk, &mut batch);
            }
        }
        let saved = self.clock_saved;
        if !batch.is_empty() || self.is_clock_due() {
            self.put_clock(&mut batch)?;
        }
        if let Err(error) = self.commit_on_disk(&batch) {
            self.clock_saved = saved;
            return Err(error);
        }
        self.settled = None;
        self.drop_former_keys(now);
        for owner in owners {
            self.forget_data_key(owner);
        }
        if removed > 0 {
            self.note(format!("sessions past their limit were removed: {removed}"));
        }
        Ok(removed)
    }

    /// Removes data keys whose owner went with an earlier commit.
    fn remove_keys_to_go(&mut self, batch: &mut Batch) -> Result<(), SessionError> {
        let Some(disk) = self.disk() else { return Ok(()) };
        for (note, _) in disk.scan(Tree::Meta, KEY_TO_GO)? {
            let owner = note.get(KEY_TO_GO.len()..).and_then(|owner| <[u8; 16]>::try_from(owner).ok());
            if owner.is_none_or(|owner| self.forget_data_key(OwnerId::from_bytes(owner))) {
                batch.delete(Tree::Meta, note);
            }
        }
        Ok(())
    }

    /// Sweeps on the program's own account: a failure is for the log, and the next sweep tries again.
    pub fn sweep_and_tell(&mut self) {
        if let Err(error) = self.sweep(self.clock.now()) {
            self.warn(format!("old sessions could not be removed: {error}"));
        }
    }

    /// Whether there is anything to sweep: a store on disk.
    #[must_use]
    pub fn has_disk(&self) -> bool {
        self.disk().is_some()
    }

    /// Whether it has become known which clock was right, and the disk does not know it yet.
    #[must_use]
    pub fn has_settled(&self) -> bool {
        self.settled.is_some() && self.has_disk()
    }

    fn is_clock_due(&self) -> bool {
        let record = self.clock_record();
        self.clock_saved.is_none_or(|saved| {
            saved.leapt != record.leapt
                || (saved.idle, saved.absolute) != (record.idle, record.absolute)
                || record.seen.abs_diff(saved.seen) >= CLOCK_NOTED_EVERY_S.unsigned_abs()
        })
    }
}
