//! What an app may set of its sessions.

use std::time::Duration;

use super::{Purpose, RecordRule, SESSION};

/// What an app may set. The defaults are those of OWASP ASVS 4.0 level 1 for the idle limit and, for the absolute limit,
/// three times that.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// A session that is not used for this long ends.
    pub idle_limit: Duration,
    /// A session ends after this long, used or not.
    pub absolute_limit: Duration,
    /// A session in use gets a new token after this long.
    pub renew_after: Duration,
    /// Signs tokens in place of the profile's own ring: at least 16 bytes.
    pub secret: Option<Vec<u8>>,
    /// How many sessions a user may have at a time; one more ends the one that was used least recently.
    pub most_sessions: usize,
    /// What the person may be asked to agree to. `session` is there without being named, in words of the program's own.
    pub purposes: Vec<Purpose>,
    /// What is known of the app's records: what they are for, and how long they are kept.
    pub records: Vec<RecordRule>,
    /// The app's version, for the records of consent.
    pub app_version: Option<String>,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Settings {
    fn default() -> Self {
        Settings {
            idle_limit: DAY.saturating_mul(30),
            absolute_limit: DAY.saturating_mul(90),
            renew_after: DAY,
            secret: None,
            most_sessions: 10,
            purposes: Vec::new(),
            records: Vec::new(),
            app_version: None,
        }
    }
}

/// When sessions end and get new tokens, in seconds.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) idle: i64,
    pub(super) absolute: i64,
    pub(super) renew: i64,
}

impl Limits {
    pub(super) fn of(settings: &Settings) -> Self {
        Limits {
            idle: seconds(settings.idle_limit),
            absolute: seconds(settings.absolute_limit),
            renew: seconds(settings.renew_after),
        }
    }
}

pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// What the app asks for, `session` first and in its own words where it has some.
pub(super) fn purposes_of(settings: &Settings) -> Vec<Purpose> {
    let is_session = |purpose: &&Purpose| purpose.name() == SESSION;
    let session = settings.purposes.iter().find(is_session).cloned().unwrap_or_else(Purpose::session);
    let others = settings.purposes.iter().filter(|purpose| !is_session(purpose)).cloned();
    std::iter::once(session).chain(others).collect()
}
