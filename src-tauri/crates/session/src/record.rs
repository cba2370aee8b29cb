//! What the store keeps of a session and of an owner of data.
//!
//! Records are JSON behind one version byte. They hold no token and no session id: a session's record lies under the hash
//! of its id, and names nobody. Fields that this version does not know are kept when a record is written again.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::key::OwnerId;
use crate::signing::RecordKey;

const VERSION: u8 = 1;

/// A session, as long as it lives. All times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// Whose data it opens: 32 hex digits.
    pub owner: String,
    /// When the person signed in: renewal and rotation do not change it.
    pub created_at: i64,
    /// The person's last activity.
    pub last_used: i64,
    /// The session that took its place by renewal, while that has not been presented: 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_to: Option<String>,
    /// The session whose place it took, while it has not been presented itself: 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_from: Option<String>,
    /// The times by a clock that is far ahead and not believed yet, where it was used under one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Times>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// The times of a session by another clock than the one that is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// As [`SessionRecord::created_at`].
    pub created_at: i64,
    /// As [`SessionRecord::last_used`].
    pub last_used: i64,
}

impl SessionRecord {
    /// A session that begins now.
    #[must_use]
    pub fn new(owner: OwnerId, now: i64) -> Self {
        SessionRecord {
            owner: owner.to_hex(),
            created_at: now,
            last_used: now,
            renewed_to: None,
            renewed_from: None,
            ahead: None,
            unknown: Map::new(),
        }
    }

    /// The person did something: at `now` and, by a clock that is not believed yet, at `ahead`.
    pub(crate) fn touch(&mut self, now: i64, ahead: Option<i64>) {
        if let Some(ahead) = ahead {
            let times = self.ahead.get_or_insert(Times { created_at: self.created_at, last_used: ahead });
            times.last_used = times.last_used.max(ahead);
        }
        self.last_used = self.last_used.max(now);
    }

    /// The session as a clock that is not believed yet would have it.
    pub(crate) fn by_clock(&self) -> Self {
        let mut record = self.clone();
        record.settle(true);
        record
    }

    /// It is known whether the clock that was ahead is right.
    pub(crate) fn settle(&mut self, right: bool) {
        if let Some(times) = self.ahead.take().filter(|_| right) {
            self.created_at = times.created_at;
            self.last_used = times.last_used;
        }
    }

    /// When it ends if nothing happens: the earlier of the idle and the absolute limit, both in seconds.
    #[must_use]
    pub fn ends_at(&self, idle: i64, absolute: i64) -> i64 {
        self.last_used.saturating_add(idle).min(self.created_at.saturating_add(absolute))
    }

    /// Whether it is within its limits at `now`. The second of the limit itself still is.
    #[must_use]
    pub fn is_live(&self, now: i64, idle: i64, absolute: i64) -> bool {
        now <= self.ends_at(idle, absolute)
    }
}

/// Somebody whose data are kept: a guest, whom one session names, or a user, who has an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerRecord {
    /// They have an account, whose name and password are among their sealed values: their data stay when a session ends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub account: bool,
    /// What they consented to, the newest last.
    #[serde(default)]
    pub consent: Vec<ConsentRecord>,
    /// Their data were imported and wait for the next session that is kept: when they were used last, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Consent to keeping something on this computer: what was asked, in which words, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// What for: `session`, or another purpose of the app's.
    pub purpose: String,
    /// The version of the text that was shown.
    pub text_version: u32,
    /// SHA-256 of that text, in hex.
    pub text_sha256: String,
    /// The language of that text, as a BCP 47 tag.
    pub locale: String,
    /// The version of the app that asked, where it tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// When it was given, in Unix seconds.
    pub given_at: i64,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A record that cannot be read: of a later version, or damaged.
#[derive(Debug)]
pub struct BadRecord {
    source: Option<serde_json::Error>,
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Some(_) => f.write_str("a record in the store cannot be read"),
            None => f.write_str("a record in the store is of another version"),
        }
    }
}

impl std::error::Error for BadRecord {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// The bytes that the store keeps.
pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>, BadRecord> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, record).map_err(|source| BadRecord { source: Some(source) })?;
    Ok(bytes)
}

pub(crate) fn decode<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, BadRecord> {
    match bytes.split_first() {
        Some((&VERSION, json)) => {
            serde_json::from_slice(json).map_err(|source| BadRecord { source: Some(source) })
        }
        _ => Err(BadRecord { source: None }),
    }
}

/// A session's key in a record.
pub(crate) fn hex_of(key: RecordKey) -> String {
    key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn key_of(hex: &str) -> Option<RecordKey> {
    let digits = hex.as_bytes();
    if digits.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(RecordKey::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_they_were_written() {
        let mut record = SessionRecord::new(OwnerId::from_bytes([7; 16]), 1_767_225_600);
        record.renewed_to = Some(hex_of(RecordKey::from_bytes([9; 32])));
        let bytes = encode(&record).expect("plain data");
        assert_eq!(decode::<SessionRecord>(&bytes).expect("just written"), record);
        assert_eq!(key_of(&record.renewed_to.unwrap_or_default()), Some(RecordKey::from_bytes([9; 32])));
    }

    #[test]
    fn fields_of_a_later_version_are_kept_when_a_record_is_written_again() {
        let later = b"\x01{\"consent\":[{\"given_at\":1,\"locale\":\"en\",\"purpose\":\"session\",\"source\":\"dialog\",\"text_sha256\":\"00\",\"text_version\":1}],\"label\":{\"a\":[1,null]}}";
        let mut owner: OwnerRecord = decode(later).expect("a later one is one too");
        owner.waiting = Some(7);
        let kept = encode(&owner).expect("plain data");
        let kept: Value = serde_json::from_slice(&kept[1..]).expect("JSON");
        assert_eq!(kept["label"], serde_json::json!({ "a": [1, null] }));
        assert_eq!(kept["consent"][0]["source"], "dialog");

        let mut session = SessionRecord::new(OwnerId::from_bytes([7; 16]), 1000);
        session.unknown.insert("label".into(), "laptop".into());
        let mut session: SessionRecord = decode(&encode(&session).expect("plain data")).expect("written");
        session.touch(2000, None);
        let kept: SessionRecord = decode(&encode(&session).expect("plain data")).expect("written");
        assert_eq!((kept.last_used, &kept.unknown["label"]), (2000, &Value::from("laptop")));
    }

    #[test]
    fn what_is_no_record_is_an_error() {
        for bytes in [&b""[..], b"\x02{}", b"\x01{", b"\x01[]", b"\xff\xff"] {
            assert!(decode::<SessionRecord>(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn limits_hold_to_the_second() {
        let mut record = SessionRecord::new(OwnerId::from_bytes([7; 16]), 1000);
        assert!(record.is_live(1100, 100, 500));
        assert!(!record.is_live(1101, 100, 500));
        record.last_used = 1490;
        assert!(record.is_live(1500, 100, 500));
        assert!(!record.is_live(1501, 100, 500), "activity does not extend the absolute limit");
        record.last_used = i64::MAX;
        assert!(!record.is_live(1501, i64::MAX, 500));
    }
}
