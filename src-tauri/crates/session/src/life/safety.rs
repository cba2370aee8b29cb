//! Snapshots of the store, and what the person is told of one that was made anew.

use super::Sessions;
use crate::home::Recovery;

/// A snapshot is taken where the last one is older than this, in seconds.
const SNAPSHOT_EVERY_S: i64 = 24 * 3600;

impl Sessions {
    /// What the person has not been told yet of a store that was made anew.
    pub fn recovery(&mut self) -> Option<Recovery> {
        self.disk()?;
        let read = self.home.lock().recovery();
        read.unwrap_or_else(|error| {
            self.warn(format!("what was restored at an earlier start cannot be told: {error}"));
            None
        })
    }

    /// The person has been told.
    pub fn recovery_was_told(&mut self) {
        let told = self.home.lock().recovery_was_told();
        if let Err(error) = told {
            self.warn(format!("what was restored will be told again at the next start: {error}"));
        }
    }

    /// Takes a snapshot of the store, where there is none of the last day and anything was committed since.
    pub fn snapshot_if_due(&mut self) {
        let now = self.clock.now();
        let last = self.home.lock().last_snapshot();
        // Also where the clock was turned back.
        let due = last.is_none_or(|last| now.abs_diff(last) >= SNAPSHOT_EVERY_S.unsigned_abs());
        if due && self.disk().is_some() {
            self.snapshot();
        }
    }

    fn snapshot(&mut self) {
        let now = self.clock.now();
        let taken = self.home.lock().snapshot(now);
        if let Err(error) = taken {
            self.warn(format!("no snapshot of the data could be taken: {error}"));
        }
    }

    /// Closes the store for the end of the process, after a snapshot of what has changed.
    pub fn close_disk(&mut self) {
        if self.disk().is_none() {
            return;
        }
        self.snapshot();
        self.disk = Ok(None);
        let (closed, notes) = {
            let mut home = self.home.lock();
            (home.close(), home.take_notes())
        };
        for note in notes {
            self.note(note);
        }
        if let Err(error) = closed {
            self.warn(format!("the store could not be made smaller: {error}"));
        }
    }
}
