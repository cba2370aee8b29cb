//! The file that is imported, read and checked to the last field. A field that is not known is refused and not passed over: what a newer
//! program has written there would be lost without a word. In consent, whose fields are kept as they are, it is not.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::ImportError;
use crate::life::app_values::NOTE;
use crate::life::export::{FORMAT, VERSION, content_of, seconds_of};
use crate::life::{stored, values};
use crate::record::ConsentRecord;
use crate::stamped::{FIRST_VERSION, Stamped};
use crate::strict;

/// An export, checked.
#[derive(Debug)]
pub struct Import {
    app: String,
    app_values: Vec<(String, Vec<u8>)>,
    guests: Vec<Guest>,
}

/// The data of a guest.
#[derive(Debug)]
pub(super) struct Guest {
    pub(super) consent: Vec<ConsentRecord>,
    /// By their names in the store.
    pub(super) values: Vec<(String, Vec<u8>)>,
    /// When a session of theirs was used last, in Unix seconds.
    pub(super) last_used: Option<i64>,
    /// As the file has it, to be compared.
    pub(super) content: Value,
}

impl Import {
    /// Reads and checks a file. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`ImportError`], which says what is wrong and where.
    pub fn parse(file: &[u8]) -> Result<Self, ImportError> {
        Self::read(strict::parse(file)?)
    }

    /// As [`parse`](Self::parse), of what has been read as JSON elsewhere.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn read(document: Value) -> Result<Self, ImportError> {
        let Value::Object(fields) = document else { return Err(ImportError::NotAnExport) };
        if fields.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(ImportError::NotAnExport);
        }
        if fields.get("version").and_then(Value::as_u64) != Some(VERSION) {
            let found = fields.get("version").map_or_else(|| "none".to_owned(), Value::to_string);
            return Err(ImportError::Version { found: found.chars().take(40).collect(), known: VERSION });
        }
        let mut fields = Fields { at: String::new(), fields };
        for told in ["about", "exported_at", "format", "imports", "profile", "program", "schema", "version"] {
            fields.fields.remove(told);
        }
        let app = fields.text("app")?;
        let mut import = Import { app, app_values: Vec::new(), guests: Vec::new() };
        for owner in fields.objects("owners")? {
            import.add(owner)?;
        }
        fields.end()?;
        Ok(import)
    }

    /// The id of the app whose data it holds.
    #[must_use]
    pub fn app(&self) -> &str {
        &self.app
    }

    pub(super) fn app_values(&self) -> &[(String, Vec<u8>)] {
        &self.app_values
    }

    pub(super) fn guests(&self) -> &[Guest] {
        &self.guests
    }

    fn add(&mut self, mut owner: Fields) -> Result<(), ImportError> {
        let content = content_of(&Value::Object(owner.fields.clone()));
        let is_app = match owner.text("kind")?.as_str() {
            "app" if self.app_values.is_empty() => true,
            "app" => return Err(owner.wrong("kind", "is \"app\" a second time")),
            "guest" => false,
            // An import brings no account: what it has of a user waits as a guest's data do.
            "user" => {
                owner.text("name")?;
                false
            }
            _ => return Err(owner.wrong("kind", "is none of \"app\", \"guest\" and \"user\"")),
        };
        owner.fields.remove("unreadable");
        let consent = owner.objects("consent")?.into_iter().map(consent).collect::<Result<_, _>>()?;
        let mut last_used = None;
        for mut session in owner.objects("sessions")? {
            last_used = last_used.max(Some(session.time("last_used")?));
        }
        let mut read = Vec::new();
        for entry in owner.objects("records")? {
            let (at, name, value) = value(entry)?;
            if is_app && !name.starts_with(stored::PLACES) {
                return Err(ImportError::Field { at, why: "names no place where an app stores something" });
            }
            read.push((at, name, value));
        }
        for entry in owner.objects("settings")? {
            let (at, name, value) = value(entry)?;
            if is_app && name.starts_with(stored::PLACES) {
                return Err(ImportError::Field { at, why: "names what is no setting" });
            }
            read.push((at, if is_app { name } else { format!("{NOTE}{name}") }, value));
        }
        owner.end()?;
        let mut named = BTreeMap::new();
        for (at, name, value) in read {
            if named.insert(name, value).is_some() {
                return Err(ImportError::Field { at, why: "has a name that is there before" });
            }
        }
        let named: Vec<(String, Vec<u8>)> = named.into_iter().collect();
        if is_app {
            self.app_values = named;
        } else {
            self.guests.push(Guest { consent, values: named, last_used, content });
        }
        Ok(())
    }
}

/// A value with its name, and where in the file it is.
fn value(mut entry: Fields) -> Result<(String, String, Vec<u8>), ImportError> {
    let name = entry.text("name")?;
    if values::check_name(&name).is_err() {
        return Err(entry.wrong("name", "is no name of a record"));
    }
    let version = match entry.fields.remove("version") {
        None => None,
        Some(version) => {
            let version = version.as_u64().and_then(|version| u32::try_from(version).ok());
            Some(version.ok_or_else(|| entry.wrong("version", "is no whole number"))?)
        }
    };
    let changed_at = match entry.fields.get("changed_at") {
        None => None,
        Some(_) => Some(entry.time("changed_at")?),
    };
    let forms = ["value", "text", "base64"].into_iter().filter(|form| entry.fields.contains_key(*form));
    let bytes = match forms.collect::<Vec<_>>()[..] {
        ["value"] => {
            let value = entry.fields.remove("value").unwrap_or_default();
            let json = serde_json::to_vec(&value).map_err(|_| entry.wrong("value", "is no JSON"))?;
            stamped(version, changed_at, &json)
        }
        ["text"] => {
            let text = entry.text("text")?;
            if version.is_some() && serde_json::from_str::<IgnoredAny>(&text).is_err() {
                return Err(entry.wrong("text", "is no JSON"));
            }
            if version.is_some() { stamped(version, changed_at, text.as_bytes()) } else { text.into_bytes() }
        }
        ["base64"] => {
            let text = entry.text("base64")?;
            STANDARD.decode(text).map_err(|_| entry.wrong("base64", "is no base64"))?
        }
        _ => return Err(entry.wrong("value", "has to be there once, or text, or base64")),
    };
    if values::check_size(Some(&bytes)).is_err() {
        return Err(entry.wrong("value", "is larger than a record may be, which is 4 MiB"));
    }
    let at = entry.at.clone();
    entry.end()?;
    Ok((at, name, bytes))
}

fn stamped(version: Option<u32>, changed_at: Option<i64>, json: &[u8]) -> Vec<u8> {
    Stamped { version: version.unwrap_or(FIRST_VERSION), changed_at, json }.to_bytes()
}

fn consent(mut given: Fields) -> Result<ConsentRecord, ImportError> {
    let text_version = given.fields.remove("text_version").and_then(|version| version.as_u64());
    let text_version = text_version.and_then(|version| u32::try_from(version).ok());
    let withdrawn_at = match given.fields.get("withdrawn_at") {
        None => None,
        Some(_) => Some(given.time("withdrawn_at")?),
    };
    let app_version = given.fields.remove("app_version");
    let app_version = match app_version {
        None => None,
        Some(Value::String(version)) => Some(version),
        Some(_) => return Err(given.wrong("app_version", "is no text")),
    };
    Ok(ConsentRecord {
        app_version,
        purpose: given.text("purpose")?,
        text_version: text_version.ok_or_else(|| given.wrong("text_version", "is no whole number"))?,
        text_sha256: given.text("text_sha256")?,
        locale: given.text("locale")?,
        given_at: given.time("given_at")?,
        withdrawn_at,
        unknown: given.fields,
    })
}

/// The fields of an object that have not been read yet.
struct Fields {
    /// Where the object is; nothing for the whole.
    at: String,
    fields: Map<String, Value>,
}

impl Fields {
    fn path(&self, name: &str) -> String {
        let name: String =
            name.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        if self.at.is_empty() { name } else { format!("{}.{name}", self.at) }
    }

    fn wrong(&self, name: &str, why: &'static str) -> ImportError {
        ImportError::Field { at: self.path(name), why }
    }

    fn text(&mut self, name: &str) -> Result<String, ImportError> {
        match self.fields.remove(name) {
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.wrong(name, "is no text")),
            None => Err(self.wrong(name, "is missing")),
        }
    }

    fn time(&mut self, name: &str) -> Result<i64, ImportError> {
        let time = self.fields.remove(name).and_then(|time| seconds_of(&time));
        time.ok_or_else(|| self.wrong(name, "is no time"))
    }

    fn objects(&mut self, name: &str) -> Result<Vec<Fields>, ImportError> {
        let Some(Value::Array(items)) = self.fields.remove(name) else {
            return Err(self.wrong(name, "is no list"));
        };
        let object = |(nth, item)| {
            let at = format!("{}[{nth}]", self.path(name));
            match item {
                Value::Object(fields) => Ok(Fields { at, fields }),
                _ => Err(ImportError::Field { at, why: "is no object" }),
            }
        };
        items.into_iter().enumerate().map(object).collect()
    }

    /// Nothing is left that this program does not know.
    fn end(self) -> Result<(), ImportError> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(unknown) => Err(self.wrong(unknown, "is a field that this program does not know")),
        }
    }
}
