//! Sessions past their limits are removed, with what only they could open.

use super::Sessions;
use super::commit::remove_owner;
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, SessionRecord};
use crate::store::{Batch, Tree};

impl Sessions {
    /// Removes sessions past their limits from the home, with their guests' data and data keys. Answers how many there
    /// were.
    ///
    /// It is one commit: one that was cut short has not happened, and the next one does it.
    ///
    /// # Errors
    ///
    /// The home cannot be read or written; then nothing was removed.
    pub fn sweep(&mut self, now: i64) -> Result<usize, SessionError> {
        let Some(disk) = self.disk() else { return Ok(0) };
        let current = self.current.as_ref().map(|current| current.key);
        let limits = self.limits;
        let mut batch = Batch::new();
        let (mut owners, mut live) = (Vec::new(), Vec::new());
        let mut removed = 0;
        for (key, bytes) in disk.scan(Tree::Sessions, &[])? {
            // A record of a later version is not ours to remove.
            let Ok(session) = record::decode::<SessionRecord>(&bytes) else { continue };
            let owner = OwnerId::parse(&session.owner);
            // The live session's last use is in memory, and its limits are kept by a timer.
            let is_current = current.is_some_and(|current| current.as_bytes().as_slice() == key);
            if is_current || session.is_live(now, limits.idle, limits.absolute) {
                live.extend(owner);
            } else {
                batch.delete(Tree::Sessions, key);
                owners.extend(owner);
                removed += 1;
            }
        }
        owners.sort_by_key(|owner| *owner.as_bytes());
        owners.dedup();
        owners.retain(|owner| !live.contains(owner));
        for owner in &owners {
            remove_owner(*owner, disk, &mut batch);
        }
        if batch.is_empty() {
            return Ok(0);
        }
        disk.commit(&batch)?;
        for owner in owners {
            self.forget_data_key(owner);
        }
        self.note(format!("sessions past their limit were removed: {removed}"));
        Ok(removed)
    }
}
