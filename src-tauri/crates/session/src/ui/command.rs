//! The commands that a page may call if its app allows it: thin adapters over what `Session` calls.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use crate::error::SessionError;
use crate::life::{Consent, SaveError, Sessions};

/// The commands that an app may name in `App::commands`.
pub const COMMANDS: &[&str] = &["session_clear", "session_create", "session_rotate", "session_status"];

/// Why a command was refused: a code from a closed list, and a sentence without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommandError {
    /// `invalid`, `too_large`, `not_allowed`, `not_signed_in`, `storage` or `busy`.
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
            SessionError::Encode { .. } => "invalid",
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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing changed.
    None,
    /// Who is signed in, or how, has changed.
    Changed,
    /// A session ended: what the app keeps between runs goes.
    Ended,
}

/// Runs a command as a turn of its own.
pub(super) fn run(
    sessions: &mut Sessions,
    now: i64,
    name: &str,
    args: &Value,
) -> Result<(Value, Effect), CommandError> {
    let effect = match name {
        "session_status" => {
            no_arguments(args)?;
            return Ok((status(sessions), Effect::None));
        }
        "session_create" => {
            let consent = consent(args)?;
            let over_another = sessions.is_authenticated();
            in_turn(sessions, |sessions| sessions.create_new(consent, now))?;
            if over_another { Effect::Ended } else { Effect::Changed }
        }
        "session_clear" => {
            no_arguments(args)?;
            let was_signed_in = sessions.is_authenticated();
            in_turn(sessions, |sessions| {
                sessions.clear();
                Ok(())
            })?;
            if was_signed_in { Effect::Ended } else { Effect::None }
        }
        "session_rotate" => {
            no_arguments(args)?;
            in_turn(sessions, |sessions| sessions.rotate(now))?;
            Effect::Changed
        }
        _ => return Err(CommandError::new("not_allowed", "there is no such command")),
    };
    Ok((status(sessions), effect))
}

fn in_turn(
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
    json!({
        "authenticated": sessions.is_authenticated(),
        "id": sessions.id(),
        "kept": sessions.consent().is_some(),
    })
}

fn no_arguments(args: &Value) -> Result<(), CommandError> {
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
