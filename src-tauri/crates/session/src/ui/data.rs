//! The commands of records, and of what is kept as a whole: read, written and erased.

use serde_json::{Value, json};

use super::command::{CommandError, Effect, in_turn, no_arguments};
use crate::error::SessionError;
use crate::home::DiskHome;
use crate::life::{Import, ImportError, Present, Sessions, erase_offline as erase};
use crate::stamped::{FIRST_VERSION, NotStamped, Stamped};

/// Who has agreed to an import.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreed {
    /// The person, whom the host has asked before it let the page's command through.
    Asked,
    /// Whoever the command itself says so for.
    InTheCommand,
}

impl From<ImportError> for CommandError {
    fn from(error: ImportError) -> Self {
        let code = match &error {
            ImportError::Session(_) => match error {
                ImportError::Session(error) => return error.into(),
                error => return CommandError::invalid(error.to_string()),
            },
            ImportError::NoConsent => "not_allowed",
            ImportError::Present => "exists",
            _ => "invalid",
        };
        CommandError::new(code, error.to_string())
    }
}

/// Runs one of these commands; `None` where `name` is none of them.
pub(super) fn run(
    sessions: &mut Sessions,
    now: i64,
    name: &str,
    args: &Value,
    agreed: Agreed,
) -> Option<Result<(Value, Effect), CommandError>> {
    Some(match name {
        "record_get" => get(sessions, args),
        "record_put" => put(sessions, now, args),
        "record_delete" => delete(sessions, args),
        "data_export" => export(sessions, now, args, agreed),
        "data_import" => import(sessions, now, args, agreed),
        "data_erase" => no_arguments(args).and_then(|()| erase_all_or_own(sessions, now, agreed)),
        _ => return None,
    })
}

/// `{"name"}`: the value with its version, null with version 0 where there is none.
fn get(sessions: &mut Sessions, args: &Value) -> Result<(Value, Effect), CommandError> {
    let [name] = fields(args, ["name"], [])?;
    let name = text(name, "name")?;
    let value = match sessions.value(name)? {
        None => Value::Null,
        Some(bytes) => {
            let Stamped { json, .. } = stamped(name, &bytes)?;
            serde_json::from_slice(json).map_err(|error| SessionError::damaged(name, error))?
        }
    };
    Ok((json!({ "value": value, "version": sessions.revision(name)? }), Effect::None))
}

/// `{"name", "value", "expected_version"?}`: the version of what was written.
fn put(sessions: &mut Sessions, now: i64, args: &Value) -> Result<(Value, Effect), CommandError> {
    let [name, value, expected] = fields(args, ["name", "value"], ["expected_version"])?;
    let name = text(name, "name")?;
    let value = value.ok_or_else(|| CommandError::invalid("value is missing"))?;
    let expected = match expected {
        None => None,
        Some(version) => Some(version.as_u64().ok_or_else(|| {
            CommandError::invalid("expected_version has to be the version that record_get has answered")
        })?),
    };
    let json = serde_json::to_vec(value).map_err(|source| SessionError::Encode { source })?;
    in_turn(sessions, |sessions| {
        if let Some(expected) = expected {
            sessions.check_revision(name, expected)?;
        }
        // The page writes what the app reads: a value of the version that is there.
        let kept = sessions.value(name)?;
        let version = match &kept {
            Some(kept) => stamped(name, kept)?.version,
            None => FIRST_VERSION,
        };
        let value = Stamped { version, changed_at: Some(now), json: &json }.to_bytes();
        sessions.set_value(name, Some(value))
    })?;
    Ok((json!({ "version": sessions.revision(name)? }), Effect::Record(name.to_owned())))
}

/// `{"name"}`
fn delete(sessions: &mut Sessions, args: &Value) -> Result<(Value, Effect), CommandError> {
    let [name] = fields(args, ["name"], [])?;
    let name = text(name, "name")?;
    in_turn(sessions, |sessions| sessions.set_value(name, None))?;
    Ok((Value::Null, Effect::Record(name.to_owned())))
}

/// A page gets what is of whoever is signed in; who asks at the command line, everything.
fn export(
    sessions: &mut Sessions,
    now: i64,
    args: &Value,
    agreed: Agreed,
) -> Result<(Value, Effect), CommandError> {
    no_arguments(args)?;
    let export = match agreed {
        Agreed::Asked => sessions.export_mine(now)?,
        Agreed::InTheCommand => sessions.export(now)?,
    };
    Ok((export, Effect::None))
}

/// A page erases what is of whoever is signed in where others are kept beside them, and else everything.
fn erase_all_or_own(
    sessions: &mut Sessions,
    now: i64,
    agreed: Agreed,
) -> Result<(Value, Effect), CommandError> {
    if agreed == Agreed::Asked && sessions.are_others_kept()? {
        in_turn(sessions, Sessions::erase_mine)?;
        return Ok((json!({ "others": "kept" }), Effect::Erased));
    }
    let receipt = sessions.erase(now, &mut |_| {})?;
    Ok((to_value(&receipt)?, Effect::Erased))
}

/// `{"document", "merge"?, "consent"?}`: how much was written, and how much left out.
fn import(
    sessions: &mut Sessions,
    now: i64,
    args: &Value,
    agreed: Agreed,
) -> Result<(Value, Effect), CommandError> {
    let [document, merge, consent] = fields(args, ["document"], ["merge", "consent"])?;
    let document = document.ok_or_else(|| CommandError::invalid("document is missing"))?;
    let present = if flag(merge, "merge")? { Present::Merge } else { Present::Refuse };
    let consented = flag(consent, "consent")? || agreed == Agreed::Asked;
    let import = Import::read(document.clone())?;
    let imported = sessions.import(&import, present, consented, now)?;
    Ok((to_value(&imported)?, Effect::Imported(imported.places)))
}

/// Erases a profile where no app is running; also one whose store cannot be opened. Whoever calls it holds the profile's lock.
///
/// # Errors
///
/// [`CommandError`]; the next call goes on where this one stopped.
pub fn erase_offline(home: DiskHome, now: i64) -> Result<Value, CommandError> {
    to_value(&erase(home, now, &mut |_| {})?)
}

fn to_value(answer: &impl serde::Serialize) -> Result<Value, CommandError> {
    serde_json::to_value(answer).map_err(|error| CommandError::new("storage", error.to_string()))
}

fn stamped<'a>(name: &str, bytes: &'a [u8]) -> Result<Stamped<'a>, SessionError> {
    Stamped::parse(bytes).ok_or_else(|| SessionError::damaged(name, NotStamped))
}

/// The arguments by their names, those that may be missing last; nothing else may be there.
pub(super) fn fields<'a, const MUST: usize, const MAY: usize, const ALL: usize>(
    args: &'a Value,
    must: [&str; MUST],
    may: [&str; MAY],
) -> Result<[Option<&'a Value>; ALL], CommandError> {
    let names = || must.iter().chain(&may).copied();
    let fields =
        args.as_object().ok_or_else(|| CommandError::invalid("the arguments have to be an object"))?;
    if let Some(unknown) = fields.keys().find(|field| names().all(|name| name != field.as_str())) {
        let unknown: String = unknown.chars().take(40).collect();
        return Err(CommandError::invalid(format!("the command has no argument {unknown:?}")));
    }
    if let Some(missing) = must.iter().find(|name| !fields.contains_key(**name)) {
        return Err(CommandError::invalid(format!("{missing} is missing")));
    }
    let mut names = names();
    Ok(std::array::from_fn(|_| names.next().and_then(|name| fields.get(name))))
}

pub(super) fn text<'a>(value: Option<&'a Value>, name: &str) -> Result<&'a str, CommandError> {
    let text = value.and_then(Value::as_str);
    text.ok_or_else(|| CommandError::invalid(format!("{name} has to be a text")))
}

fn flag(value: Option<&Value>, name: &str) -> Result<bool, CommandError> {
    match value {
        None => Ok(false),
        Some(value) => {
            value.as_bool().ok_or_else(|| CommandError::invalid(format!("{name} has to be true or false")))
        }
    }
}
