//! The commands that a page may call if its app allows it: thin adapters over what `Session` calls.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::data::{self, Agreed};
use crate::error::SessionError;
use crate::home::Home;
use crate::life::{Consent, Purpose, Revoke, SESSION, SaveError, Sessions, Settings};

/// The commands that an app may name in `App::commands`.
pub const COMMANDS: &[&str] = &[
    "consent_grant",
    "consent_withdraw",
    "data_erase",
    "data_export",
    "data_import",
    "record_delete",
    "record_get",
    "record_put",
    "session_clear",
    "session_create",
    "session_list",
    "session_revoke",
    "session_rotate",
    "session_status",
];

/// Those of [`COMMANDS`] that a page may run only where the person has agreed, asked by the host and not by the page.
pub const CONFIRMED: &[&str] =
    &["consent_grant", "consent_withdraw", "data_erase", "data_export", "data_import", "session_create"];

/// Whether this call of a command is for the person to allow. A session that is not kept needs nobody's leave.
#[must_use]
pub fn is_confirmed(name: &str, args: &Value) -> bool {
    match name {
        "session_create" => args.get("consent").and_then(Value::as_str) == Some("granted"),
        name => CONFIRMED.contains(&name),
    }
}

/// The words of the app for what a page wants the person to agree to, or to take back; none where it is about something else, or
/// nothing that there is.
pub(super) fn purpose_text(sessions: &Sessions, name: &str, args: &Value) -> Option<String> {
    let purpose = match name {
        "session_create" => SESSION,
        "consent_grant" | "consent_withdraw" => args.get("purpose").and_then(Value::as_str)?,
        _ => return None,
    };
    let found = sessions.purposes().iter().find(|known| known.name() == purpose)?;
    Some(found.text().to_owned())
}

/// Why a command was refused: a code from a closed list, and a sentence without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommandError {
    /// `invalid`, `too_large`, `not_allowed`, `not_found`, `not_signed_in`, `changed`, `exists`, `declined`, `storage`, `unreadable` or
    /// `busy`.
    pub code: &'static str,
    /// What happened.
    pub message: String,
}

impl CommandError {
    /// A refusal.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        CommandError { code, message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        CommandError::new("invalid", message)
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for CommandError {}

impl From<SessionError> for CommandError {
    fn from(error: SessionError) -> Self {
        let code = match error {
            SessionError::NotSignedIn => "not_signed_in",
            SessionError::TooLarge { .. } => "too_large",
            SessionError::Changed { .. } => "changed",
            SessionError::Name { .. }
            | SessionError::Encode { .. }
            | SessionError::NoSuchSession { handle: None }
            | SessionError::AmbiguousHandle { .. } => "invalid",
            SessionError::NoSuchSession { handle: Some(_) } | SessionError::NoSuchPurpose { .. } => {
                "not_found"
            }
            SessionError::NoConsent { .. } | SessionError::NotVerified => "not_allowed",
            _ => "storage",
        };
        CommandError::new(code, error.to_string())
    }
}

impl From<SaveError> for CommandError {
    fn from(error: SaveError) -> Self {
        CommandError::new("storage", error.to_string())
    }
}

/// What a command did to the windows.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing changed.
    None,
    /// Who is signed in, or how, or which sessions there are, may have changed.
    Changed,
    /// The record of this name was written or deleted.
    Record(String),
    /// What the app stores in these places was imported.
    Imported(Vec<String>),
    /// Nothing is kept any more, and nobody signed in.
    Erased,
}

/// Runs a command as a turn of its own.
pub(super) fn run(
    sessions: &mut Sessions,
    now: i64,
    name: &str,
    args: &Value,
) -> Result<(Value, Effect), CommandError> {
    if let Some(done) = data::run(sessions, now, name, args, Agreed::Asked) {
        return done;
    }
    let effect = match name {
        "session_status" => {
            no_arguments(args)?;
            return Ok((status(sessions), Effect::None));
        }
        "session_create" => {
            let consent = consent(args)?;
            in_turn(sessions, |sessions| sessions.create_new(consent, now))?;
            Effect::Changed
        }
        "session_clear" => {
            no_arguments(args)?;
            let was_signed_in = sessions.is_authenticated();
            in_turn(sessions, |sessions| {
                sessions.clear();
                Ok(())
            })?;
            if was_signed_in { Effect::Changed } else { Effect::None }
        }
        "session_rotate" => {
            no_arguments(args)?;
            in_turn(sessions, |sessions| sessions.rotate(now))?;
            Effect::Changed
        }
        "consent_grant" => {
            let [purpose, sha256] = data::fields(args, ["purpose", "text_sha256"], [])?;
            let purpose = data::text(purpose, "purpose")?;
            check_text(sessions, purpose, data::text(sha256, "text_sha256")?)?;
            in_turn(sessions, |sessions| sessions.grant_for(purpose, now))?;
            Effect::Changed
        }
        "consent_withdraw" => {
            let [purpose] = data::fields(args, ["purpose"], [])?;
            let purpose = data::text(purpose, "purpose")?;
            in_turn(sessions, |sessions| sessions.withdraw_for(purpose, now))?;
            Effect::Changed
        }
        "session_list" => {
            no_arguments(args)?;
            return Ok((json!({ "sessions": sessions.list_mine()? }), Effect::None));
        }
        "session_revoke" => {
            let which = revoke(args)?;
            let mut revoked = 0;
            in_turn(sessions, |sessions| {
                revoked = sessions.revoke_mine(&which)?;
                Ok(())
            })?;
            return Ok((json!({ "revoked": revoked }), Effect::Changed));
        }
        _ => return Err(no_such_command()),
    };
    Ok((status(sessions), effect))
}

/// Runs a command of the person at the command line, as a turn of its own.
pub(super) fn administer(
    sessions: &mut Sessions,
    now: i64,
    name: &str,
    args: &Value,
) -> Result<(Value, Effect), CommandError> {
    match name {
        "session_list" => {
            no_arguments(args)?;
            Ok((json!({ "sessions": sessions.list()? }), Effect::None))
        }
        "session_revoke" => {
            let which = revoke(args)?;
            let mut revoked = 0;
            in_turn(sessions, |sessions| {
                revoked = sessions.revoke(&which)?;
                Ok(())
            })?;
            Ok((json!({ "revoked": revoked }), Effect::Changed))
        }
        "data_export" | "data_import" | "data_erase" => {
            data::run(sessions, now, name, args, Agreed::InTheCommand)
                .unwrap_or_else(|| Err(no_such_command()))
        }
        "session_sweep" => {
            no_arguments(args)?;
            let removed = sessions.sweep(now)?;
            Ok((json!({ "removed": removed }), Effect::Changed))
        }
        "keys_rotate" => rotate_keys(sessions, now, args),
        _ => Err(no_such_command()),
    }
}

/// `{"now": true | false}`: a new signing key, which with `true` ends all sessions.
fn rotate_keys(sessions: &mut Sessions, now: i64, args: &Value) -> Result<(Value, Effect), CommandError> {
    let fields = args.as_object().filter(|fields| fields.len() == 1);
    let at_once = fields
        .and_then(|fields| fields.get("now"))
        .and_then(Value::as_bool)
        .ok_or_else(|| CommandError::invalid("now has to be true or false"))?;
    if at_once {
        let (mut rotated, mut revoked) = (false, 0);
        in_turn(sessions, |sessions| {
            (rotated, revoked) = sessions.replace_keys(now)?;
            Ok(())
        })?;
        return Ok((json!({ "rotated": rotated, "revoked": revoked }), Effect::Changed));
    }
    let rotated = sessions.rotate_keys(now)?;
    Ok((json!({ "rotated": rotated, "revoked": 0 }), Effect::Changed))
}

/// Runs `session_list`, `session_revoke`, `session_sweep` or `keys_rotate` where no app is running, at `now` in Unix seconds. Whoever
/// calls it holds the profile's lock.
///
/// A home is never created: without one the list is empty and no session has any handle.
///
/// # Errors
///
/// [`CommandError`], as [`Backend::administer`](super::Backend::administer) has it.
pub fn administer_offline(
    home: Box<dyn Home>,
    now: i64,
    name: &str,
    args: &Value,
) -> Result<Value, CommandError> {
    if !(name.starts_with("session_") || name == "keys_rotate") {
        return Err(no_such_command());
    }
    let (mut sessions, now) = open_offline(home, now)?;
    administer(&mut sessions, now, name, args).map(|(value, _)| value)
}

/// As [`administer_offline`], for `data_export` and `data_import` of an app, by its id, and a profile. An import that the person has
/// agreed to creates the home.
///
/// # Errors
///
/// As there.
pub fn data_offline(
    home: Box<dyn Home>,
    (app, profile): (&str, &str),
    now: i64,
    name: &str,
    args: &Value,
) -> Result<Value, CommandError> {
    let (mut sessions, now) = open_offline(home, now)?;
    sessions.set_origin(app, profile);
    sessions.load_app_owner();
    administer(&mut sessions, now, name, args).map(|(value, _)| value)
}

fn open_offline(home: Box<dyn Home>, now: i64) -> Result<(Sessions, i64), CommandError> {
    let opened = Sessions::administer(home, &Settings::default(), now);
    let mut sessions = opened.map_err(|error| CommandError::new("storage", error.to_string()))?;
    if let Some(error) = sessions.unreadable() {
        return Err(CommandError::new("storage", error.to_string()));
    }
    let now = sessions.time(now, 0);
    Ok((sessions, now))
}

fn no_such_command() -> CommandError {
    CommandError::new("not_allowed", "there is no such command")
}

/// `{"handle": H | "others" | "all"}`.
fn revoke(args: &Value) -> Result<Revoke, CommandError> {
    let fields = args.as_object().filter(|fields| fields.len() == 1);
    let handle = fields.and_then(|fields| fields.get("handle")).and_then(Value::as_str);
    let handle = handle
        .ok_or_else(|| CommandError::invalid("handle has to be a session's handle, \"others\" or \"all\""))?;
    Ok(Revoke::parse(handle))
}

pub(super) fn in_turn(
    sessions: &mut Sessions,
    change: impl FnOnce(&mut Sessions) -> Result<(), SessionError>,
) -> Result<(), CommandError> {
    sessions.begin();
    if let Err(error) = change(sessions) {
        sessions.discard();
        return Err(error.into());
    }
    sessions.commit()?;
    Ok(())
}

fn status(sessions: &Sessions) -> Value {
    let purpose = |purpose: &Purpose| {
        json!({
            "agreed": sessions.consent_for(purpose.name()).is_some(),
            "purpose": purpose.name(),
            "text": purpose.text(),
            "text_sha256": purpose.text_sha256(),
            "text_version": purpose.version(),
        })
    };
    json!({
        "authenticated": sessions.is_authenticated(),
        "id": sessions.id(),
        "kept": sessions.consent().is_some(),
        "purposes": sessions.purposes().iter().map(purpose).collect::<Vec<_>>(),
    })
}

/// Lets through who knows the text that the person is asked with.
fn check_text(sessions: &Sessions, purpose: &str, sha256: &str) -> Result<(), CommandError> {
    let known = sessions.purposes().iter().find(|known| known.name() == purpose);
    match known {
        Some(known) if known.text_sha256() == sha256 => Ok(()),
        Some(_) => Err(CommandError::new("changed", "the text is another one; ask session_status for it")),
        None => Err(CommandError::new("not_found", "the app has named no such purpose")),
    }
}

pub(super) fn no_arguments(args: &Value) -> Result<(), CommandError> {
    match args {
        Value::Null => Ok(()),
        Value::Object(fields) if fields.is_empty() => Ok(()),
        _ => Err(CommandError::invalid("the command takes no arguments")),
    }
}

/// `{"consent": "granted" | "this_run_only"}`.
fn consent(args: &Value) -> Result<Consent, CommandError> {
    let fields = args.as_object().filter(|fields| fields.len() == 1);
    match fields.and_then(|fields| fields.get("consent")).and_then(Value::as_str) {
        Some("granted") => Ok(Consent::Granted),
        Some("this_run_only") => Ok(Consent::ThisRunOnly),
        _ => Err(CommandError::invalid("consent has to be \"granted\" or \"this_run_only\"")),
    }
}
