//! Failed sign-ins, and how long a name then has to wait: each further failure doubles it.
//!
//! A name that nobody has waits like one that somebody has, so that nothing can be learned from it. What is kept is one value of the
//! app's own, sealed, with the names hashed under a random salt; before there is a home it is in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Sessions;
use crate::error::SessionError;
use crate::signing::entropy::random;
use crate::signing::hex;

/// The app's value that it is kept as.
pub(super) const PLACE: &str = "sign-in-attempts";

/// This many failures cost nothing: typing errors.
const FREE: u32 = 3;
/// The longest that a name waits, in seconds.
const LONGEST_S: i64 = 15 * 60;
/// For how long a failure counts, in seconds.
const REMEMBERED_S: i64 = 24 * 3600;
/// How many names are remembered each by itself. All others count together: whoever invents names makes none be forgotten.
const MOST_NAMES: usize = 1000;
/// Where those count.
const OTHERS: &str = "others";

#[derive(Clone, Default, Serialize, Deserialize)]
struct Attempts {
    salt: String,
    names: BTreeMap<String, Failures>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Failures {
    count: u32,
    /// When the last one was, in Unix seconds.
    last: i64,
}

impl Failures {
    fn wait(self, now: i64) -> i64 {
        let delay = match self.count.checked_sub(FREE) {
            None => 0,
            Some(over) => (1_i64 << over.min(20)).min(LONGEST_S),
        };
        // A clock that was turned back makes nobody wait for longer than the delay itself.
        self.last.saturating_add(delay).saturating_sub(now).clamp(0, delay)
    }
}

impl Attempts {
    fn place_of(&self, name: &str) -> String {
        let digest = Sha256::digest([self.salt.as_bytes(), b"/", name.as_bytes()].concat());
        let place = hex::encode(digest.get(..16).unwrap_or_default());
        let is_full = self.names.len() >= MOST_NAMES;
        if is_full && !self.names.contains_key(&place) { OTHERS.to_owned() } else { place }
    }

    fn wait(&self, name: &str, now: i64) -> i64 {
        self.names.get(&self.place_of(name)).map_or(0, |failures| failures.wait(now))
    }

    fn fail(&mut self, name: &str, now: i64) {
        self.names.retain(|_, failures| now.saturating_sub(failures.last) < REMEMBERED_S);
        let failures = self.names.entry(self.place_of(name)).or_insert(Failures { count: 0, last: now });
        *failures = Failures { count: failures.count.saturating_add(1), last: now };
    }
}

impl Sessions {
    /// How long whoever uses this name has to wait before the next attempt.
    pub(super) fn wait_of(&mut self, name: &str, now: i64) -> Option<Duration> {
        let wait = self.attempts().wait(name, now);
        u64::try_from(wait).ok().filter(|wait| *wait > 0).map(Duration::from_secs)
    }

    /// Somebody has used this name with a wrong password.
    pub(super) fn attempt_failed(&mut self, name: &str, now: i64) -> Result<(), SessionError> {
        let mut attempts = self.attempts();
        if attempts.salt.is_empty() {
            attempts.salt = hex::encode(&*random::<16>()?);
        }
        attempts.fail(name, now);
        self.keep_attempts(&attempts)
    }

    /// Somebody has signed in by this name, or it is gone.
    pub(super) fn forget_attempts(&mut self, name: &str) -> Result<(), SessionError> {
        let mut attempts = self.attempts();
        let place = attempts.place_of(name);
        if place == OTHERS || attempts.names.remove(&place).is_none() {
            return Ok(());
        }
        self.keep_attempts(&attempts)
    }

    fn attempts(&mut self) -> Attempts {
        let kept = self.app_value(PLACE);
        // What cannot be read counts as none: nobody is kept from their account by it.
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    fn keep_attempts(&mut self, attempts: &Attempts) -> Result<(), SessionError> {
        let bytes = serde_json::to_vec(attempts).map_err(|source| SessionError::Encode { source })?;
        self.set_app_value(PLACE, Some(bytes))?;
        self.save_beside(&BTreeMap::new());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_after_the_third_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let wait = |count, after: i64| Failures { count, last: 1000 }.wait(1000 + after);
        assert_eq!([1, 2, 3, 4, 5, 9].map(|count| wait(count, 0)), [0, 0, 1, 2, 4, 64]);
        assert_eq!([13, 40, 66, 67, 200, u32::MAX].map(|count| wait(count, 0)), [900; 6]);
        assert_eq!([wait(9, 63), wait(9, 64), wait(9, 65)], [1, 0, 0]);
        assert_eq!(wait(5, -1_000_000), 4, "a clock that was turned back");
    }

    #[test]
    fn invented_names_make_no_other_name_be_forgotten_and_none_is_free_of_waiting() {
        let mut attempts = Attempts { salt: "salt".into(), ..Attempts::default() };
        let mut fail = |name: &str| attempts.fail(name, 1000);
        (0..5).for_each(|_| fail("Ada"));
        (0..5 * MOST_NAMES).for_each(|n| fail(&format!("nobody {n}")));
        (0..5).for_each(|_| fail("Bob"));
        assert!(attempts.names.len() <= MOST_NAMES + 1);
        assert_eq!(attempts.wait("Ada", 1000), 4);
        assert_eq!(attempts.wait("Bob", 1000), LONGEST_S, "with the others");
        assert_eq!(attempts.wait("Bob", 1000 + LONGEST_S), 0);
    }
}
