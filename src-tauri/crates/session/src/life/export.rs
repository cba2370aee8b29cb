//! Everything that is kept of a profile, as one JSON that a person can read, and that [`import`](super::import) reads back.
//!
//! It holds values, consent, and sessions by their handles and times. It holds no token, no key, and nothing from which one could be
//! made: whoever reads the file can read the data, and sign in with none of it. Keys are sorted and owners ordered by what they are, so
//! that two exports of the same data differ in the time only.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::app_values::NOTE;
use super::stored::PLACES;
use super::values::{name_in, place_of};
use super::{Sessions, account, attempts, list};
use crate::error::SessionError;
use crate::format::SCHEMA;
use crate::key::OwnerId;
use crate::record::{self, ConsentRecord, OwnerRecord};
use crate::stamped::Stamped;
use crate::store::Tree;
use crate::strict;

/// What an export says that it is.
pub(super) const FORMAT: &str = "hyperdiv-export";
/// The version that is written, and read.
pub(super) const VERSION: u64 = 1;
/// Where the store keeps what was consented to with each import.
pub(super) const IMPORTS: &[u8] = b"imports";
/// How deep a value may be nested to be written as JSON and not as a text: what is around it is nested as well.
const MOST_DEPTH: usize = strict::MOST_DEPTH - 8;

/// What the fields are, for whoever reads the file.
const ABOUT: [(&str, &str); 8] = [
    ("consent", "what was agreed to: in which words, when, and when that was withdrawn"),
    ("imports", "what was agreed to when data were imported"),
    (
        "kind",
        "whose data: of a guest, which belong to a session, of a user, whose account's name is there as well, or of the app; the last two stay when a session ends",
    ),
    (
        "records",
        "the values by their names, each with the app's version of it and the time of its last change",
    ),
    (
        "sessions",
        "who is signed in, by the handle that `hyperdiv session list` shows; an import signs nobody in",
    ),
    ("settings", "what is kept beside the values: theme, places of windows, where the person was in the app"),
    ("text", "a value that this file can hold as a text only; base64 where it is none"),
    ("unreadable", "what is kept and cannot be opened"),
];

/// An export as it is written to a file: readable, its keys sorted.
#[must_use]
pub fn text_of(export: &Value) -> String {
    format!("{export:#}\n")
}

impl Sessions {
    /// Whose data these are: the app's id and the profile's name, for exports and imports.
    pub fn set_origin(&mut self, app: &str, profile: &str) {
        self.origin = Some((app.to_owned(), profile.to_owned()));
    }

    /// Everything that is kept, and what whoever is signed in has in memory. Not to be called within a turn.
    ///
    /// # Errors
    ///
    /// The home cannot be read.
    pub fn export(&mut self, now: i64) -> Result<Value, SessionError> {
        self.export_of(Whose::Everybody, now)
    }

    /// As [`export`](Sessions::export), of whoever is signed in and of the app: nothing of anybody else.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn export_mine(&mut self, now: i64) -> Result<Value, SessionError> {
        self.export_of(Whose::Of(self.owner()), now)
    }

    fn export_of(&mut self, whose: Whose, now: i64) -> Result<Value, SessionError> {
        let owners = self.export_owners(whose)?;
        let about: BTreeMap<&str, &str> = ABOUT.into_iter().collect();
        let mut export = json!({
            "about": about,
            "exported_at": moment(self.clock.ahead().unwrap_or(now)),
            "format": FORMAT,
            "imports": self.imports()?.iter().map(consent_json).collect::<Vec<_>>(),
            "owners": owners,
            "program": env!("CARGO_PKG_VERSION"),
            "schema": SCHEMA,
            "version": VERSION,
        });
        if let Some((app, profile)) = &self.origin {
            export["app"] = app.as_str().into();
            export["profile"] = profile.as_str().into();
        }
        Ok(export)
    }

    /// What was consented to with each import.
    pub(super) fn imports(&self) -> Result<Vec<ConsentRecord>, SessionError> {
        let kept = self.disk().map(|disk| disk.get(Tree::Meta, IMPORTS)).transpose()?.flatten();
        Ok(kept.map(|bytes| record::decode(&bytes)).transpose()?.unwrap_or_default())
    }

    /// The app, then the guests and users.
    pub(super) fn export_owners(&mut self, whose: Whose) -> Result<Vec<Value>, SessionError> {
        if let Err(error) = &self.disk {
            return Err(SessionError::damaged("session", error.to_string()));
        }
        let mut sessions: BTreeMap<OwnerId, Vec<Value>> = BTreeMap::new();
        for session in self.list_all()? {
            sessions.entry(session.owner).or_default().push(session_json(&session.info));
        }
        let mut guests = Vec::new();
        for (owner, kept) in self.guests()? {
            if matches!(whose, Whose::Of(only) if only != Some(owner)) {
                continue;
            }
            let record = self.owner_record(owner, kept);
            let user = self.name_of_user(owner);
            let kind = if user.is_some() { "user" } else { "guest" };
            let mut guest = self.export_owner(kind, owner, kept, NOTE_NAMES)?;
            if let Some(name) = user {
                guest["name"] = name.into();
            }
            guest["consent"] = record.iter().flat_map(|record| &record.consent).map(consent_json).collect();
            if record.is_none() {
                note_unreadable(&mut guest, "owner");
            }
            guest["sessions"] = sessions.remove(&owner).unwrap_or_default().into();
            guests.push(guest);
        }
        guests.sort_by_cached_key(|guest| content_of(guest).to_string());
        let mut owners: Vec<Value> = self.export_app()?.into_iter().collect();
        owners.append(&mut guests);
        Ok(owners)
    }

    /// Every guest and user, and whether they are kept.
    fn guests(&self) -> Result<BTreeSet<(OwnerId, bool)>, SessionError> {
        let mut guests = BTreeSet::new();
        if let Some(disk) = self.disk() {
            for (key, _) in disk.scan(Tree::Owners, &[])? {
                guests.extend(<[u8; 16]>::try_from(key).ok().map(|key| (OwnerId::from_bytes(key), true)));
            }
        }
        // Of a user only the sessions are over.
        guests.retain(|(owner, _)| !self.gone.contains(owner) || self.is_user(*owner));
        guests.extend(
            self.current.as_ref().filter(|current| !current.kept).map(|current| (current.owner, false)),
        );
        Ok(guests)
    }

    fn owner_record(&self, owner: OwnerId, kept: bool) -> Option<OwnerRecord> {
        match &self.current {
            Some(current) if !kept && current.owner == owner => Some(current.owner_record.clone()),
            _ => self.read_owner(owner).ok(),
        }
    }

    fn export_app(&mut self) -> Result<Option<Value>, SessionError> {
        let mut app = match self.app_owner() {
            Some(owner) => self.export_owner("app", owner, true, APP_NAMES)?,
            None => owner_json("app"),
        };
        // What waits in memory is newer.
        for (name, value) in self.unsaved_app_values().into_iter().filter(|(name, _)| !is_secret(name)) {
            let (field, entry) = APP_NAMES.entry(&name, value.as_deref());
            replace(&mut app, field, &name, entry);
        }
        let is_empty = ["records", "settings", "unreadable"]
            .iter()
            .all(|field| app.get(*field).and_then(Value::as_array).is_none_or(Vec::is_empty));
        Ok((!is_empty).then_some(app))
    }

    fn export_owner(
        &mut self,
        kind: &str,
        owner: OwnerId,
        kept: bool,
        names: Names,
    ) -> Result<Value, SessionError> {
        let within = place_of(owner, "");
        let values = match self.disk() {
            Some(disk) if kept => disk.scan(Tree::Data, &within)?,
            _ => self.memory_scan(&within)?,
        };
        let mut exported = owner_json(kind);
        for (key, stored) in values {
            let Some(name) = name_in(&key) else {
                note_unreadable(&mut exported, &String::from_utf8_lossy(key.get(16..).unwrap_or_default()));
                continue;
            };
            if is_secret(name) {
                continue;
            }
            match self.open_value(owner, name, &stored) {
                // One that the app cannot read any more is nobody's to carry away.
                Ok(value) if self.is_expired(name, &value) => {}
                Ok(value) => {
                    let (field, entry) = names.entry(name, Some(&value));
                    replace(&mut exported, field, name, entry);
                }
                Err(_) => note_unreadable(&mut exported, name.trim_start_matches(NOTE)),
            }
        }
        Ok(exported)
    }
}

/// Whose data are exported.
#[derive(Clone, Copy)]
pub(super) enum Whose {
    Everybody,
    /// Those of one owner, or of nobody.
    Of(Option<OwnerId>),
}

/// Whether a value is nobody's data, but what guards them: a password's hash, and who has guessed at one.
fn is_secret(name: &str) -> bool {
    name == account::PLACE || name == attempts::PLACE
}

/// Which of an owner's values are records of the app.
#[derive(Clone, Copy)]
struct Names {
    is_record: fn(&str) -> bool,
}

const NOTE_NAMES: Names = Names { is_record: |name| !name.starts_with(NOTE) };
const APP_NAMES: Names = Names { is_record: |name| name.starts_with(PLACES) };

impl Names {
    /// Where a value goes, and as what; nothing where it was removed.
    fn entry(self, name: &str, value: Option<&[u8]>) -> (&'static str, Option<Value>) {
        if (self.is_record)(name) {
            ("records", value.map(|value| record_json(name, value)))
        } else {
            let entry = |value| text_json(name.trim_start_matches(NOTE), value);
            ("settings", value.map(entry))
        }
    }
}

fn owner_json(kind: &str) -> Value {
    json!({ "consent": [], "kind": kind, "records": [], "sessions": [], "settings": [] })
}

/// Puts an entry in its place among those of its name.
fn replace(owner: &mut Value, field: &str, name: &str, entry: Option<Value>) {
    let name = name.trim_start_matches(NOTE);
    let Some(entries) = owner.get_mut(field).and_then(Value::as_array_mut) else { return };
    let name_of = |entry: &Value| entry["name"].as_str().unwrap_or_default().to_owned();
    match entries.binary_search_by_key(&name.to_owned(), name_of) {
        Ok(at) => {
            entries.remove(at);
            entries.splice(at..at, entry);
        }
        Err(at) => {
            entries.splice(at..at, entry);
        }
    }
}

fn note_unreadable(owner: &mut Value, name: &str) {
    let Some(fields) = owner.as_object_mut() else { return };
    let unreadable = fields.entry("unreadable").or_insert_with(|| json!([]));
    if let Some(names) = unreadable.as_array_mut() {
        names.push(name.into());
    }
}

/// An owner without what is another thing after every import.
pub(super) fn content_of(owner: &Value) -> Value {
    let mut content = owner.clone();
    if let Some(fields) = content.as_object_mut() {
        fields.remove("sessions");
        fields.remove("unreadable");
    }
    content
}

fn record_json(name: &str, value: &[u8]) -> Value {
    let Some(Stamped { version, changed_at, json }) = Stamped::parse(value) else {
        return text_json(name, value);
    };
    let mut entry = match strict::parse_within(json, MOST_DEPTH) {
        Ok(value) => json!({ "name": name, "value": value }),
        Err(_) => text_json(name, json),
    };
    entry["version"] = version.into();
    if let Some(time) = changed_at {
        entry["changed_at"] = moment(time);
    }
    entry
}

fn text_json(name: &str, bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "name": name, "text": text }),
        Err(_) => json!({ "name": name, "base64": STANDARD.encode(bytes) }),
    }
}

fn consent_json(consent: &ConsentRecord) -> Value {
    let mut fields: Map<String, Value> = consent.unknown.clone();
    fields.insert("purpose".into(), consent.purpose.as_str().into());
    fields.insert("text_version".into(), consent.text_version.into());
    fields.insert("text_sha256".into(), consent.text_sha256.as_str().into());
    fields.insert("locale".into(), consent.locale.as_str().into());
    if let Some(version) = &consent.app_version {
        fields.insert("app_version".into(), version.as_str().into());
    }
    fields.insert("given_at".into(), moment(consent.given_at));
    if let Some(time) = consent.withdrawn_at {
        fields.insert("withdrawn_at".into(), moment(time));
    }
    Value::Object(fields)
}

fn session_json(session: &list::SessionInfo) -> Value {
    json!({
        "created_at": moment(session.created_at),
        "ends_at": moment(session.ends_at),
        "handle": session.handle,
        "kept": session.kept,
        "last_used": moment(session.last_used),
    })
}

/// A time as people and programs read it alike; one that no calendar has, in seconds.
pub(super) fn moment(seconds: i64) -> Value {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.and_then(|time| time.format(&Rfc3339).ok()).map_or_else(|| seconds.into(), Value::from)
}

/// The time that [`moment`] wrote.
pub(super) fn seconds_of(moment: &Value) -> Option<i64> {
    match moment {
        Value::String(text) => OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp),
        number => number.as_i64(),
    }
}
