//! How long records are kept, and what for: what an app says of them, which is also what the person is told.

use std::time::Duration;

use super::values::name_in;
use super::{Sessions, seconds};
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::stamped::Stamped;
use crate::store::{Batch, Tree};

/// What an app says of a record that it keeps for whoever is signed in.
///
/// ```
/// use std::time::Duration;
/// use hyperdiv_session::RecordRule;
///
/// let visits = RecordRule::new("visits", "The pages that you have opened")
///     .purpose("history")
///     .keep_for(Duration::from_secs(30 * 24 * 3600));
/// assert_eq!(visits.name(), "visits");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRule {
    pub(super) name: String,
    about: String,
    pub(super) purpose: Option<String>,
    keep_for: Option<Duration>,
}

impl RecordRule {
    /// The record of this name, and in a few words what it holds: the person reads them where they see what is kept.
    #[must_use]
    pub fn new(name: &str, about: &str) -> Self {
        RecordRule { name: name.to_owned(), about: about.to_owned(), purpose: None, keep_for: None }
    }

    /// It is written only while the person agrees to this [`Purpose`](super::Purpose), and removed when they take that back.
    #[must_use]
    pub fn purpose(mut self, name: &str) -> Self {
        self.purpose = Some(name.to_owned());
        self
    }

    /// It is removed this long after it was written last, to the second; from then on nobody can read it.
    #[must_use]
    pub fn keep_for(mut self, duration: Duration) -> Self {
        self.keep_for = Some(duration);
        self
    }

    /// The record's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The purpose that it is kept for; none where that is the session's own.
    #[must_use]
    pub fn purpose_name(&self) -> Option<&str> {
        self.purpose.as_deref()
    }

    /// How long it is kept after it was written last; none: as long as the session, or the account.
    #[must_use]
    pub fn kept_for(&self) -> Option<Duration> {
        self.keep_for
    }
}

impl Sessions {
    /// What the app says of its records.
    #[must_use]
    pub fn record_rules(&self) -> &[RecordRule] {
        &self.rules
    }

    /// Whether a value of this name, which was opened, is past the time for which it is kept.
    pub(super) fn is_expired(&self, name: &str, value: &[u8]) -> bool {
        let rule = self.rules.iter().find(|rule| rule.name == name);
        let Some(keep_for) = rule.and_then(|rule| rule.keep_for) else { return false };
        // One whose time is not known is of before times were kept.
        let changed_at = Stamped::parse(value).and_then(|stamped| stamped.changed_at);
        changed_at.is_some_and(|at| self.clock.now().saturating_sub(at) > seconds(keep_for))
    }

    /// Removes values on disk that are past the time for which they are kept.
    pub(super) fn remove_expired_values(&mut self, batch: &mut Batch) -> Result<(), SessionError> {
        let timed: Vec<String> =
            self.rules.iter().filter(|rule| rule.keep_for.is_some()).map(|rule| rule.name.clone()).collect();
        let Some(disk) = self.disk().filter(|_| !timed.is_empty()) else { return Ok(()) };
        for (key, stored) in disk.scan(Tree::Data, &[])? {
            let owner = key.first_chunk::<16>().map(|owner| OwnerId::from_bytes(*owner));
            let (Some(owner), Some(name)) = (owner, name_in(&key).map(str::to_owned)) else { continue };
            if timed.contains(&name)
                && let Ok(value) = self.open_value(owner, &name, &stored)
                && self.is_expired(&name, &value)
            {
                batch.delete(Tree::Data, key);
            }
        }
        Ok(())
    }
}
