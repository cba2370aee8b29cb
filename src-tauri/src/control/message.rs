//! What is said over the control socket.

use std::time::Duration;

use hyperdiv_session::ui::CommandError;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The version of what is said. A process of another version answers with a refusal and changes nothing.
const VERSION: u32 = 1;

/// The longest request, in bytes.
const MOST_REQUEST: u64 = 64 * 1024;

/// The longest request that begins with arguments, as those of commands do: an import is in one piece.
const MOST_ARGUMENTS: u64 = 257 * 1024 * 1024;

/// How long a request may be that begins so.
pub(super) fn most_request(beginning: &[u8]) -> u64 {
    if beginning.starts_with(br#"{"args":"#) { MOST_ARGUMENTS } else { MOST_REQUEST }
}

/// The longest answer, in bytes: so is an export.
pub(super) const MOST_ANSWER: u64 = 257 * 1024 * 1024;

/// How long an export, an import or an erasure may take.
const LONG_WORK: Duration = Duration::from_secs(120);

/// What another process of this user wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Ask {
    /// That the window comes to the front.
    Focus {
        /// What the desktop calls the start that this is for: it says when the person asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        startup_id: Option<String>,
    },
    /// That sessions or data are listed or changed.
    Command {
        /// Which of the verbs.
        name: String,
        /// Its arguments.
        #[serde(default)]
        args: Value,
    },
    /// How the process is.
    Status,
}

impl Ask {
    /// How long the app may take to answer, once it is known to be alive.
    pub(super) fn patience(&self, usual: Duration) -> Duration {
        match self {
            Ask::Command { name, .. } if name.starts_with("data_") => LONG_WORK,
            _ => usual,
        }
    }
}

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    /// From the list in `PROTOCOL.md`.
    pub(crate) code: String,
    /// What happened.
    pub(crate) message: String,
}

impl From<CommandError> for Refusal {
    fn from(error: CommandError) -> Refusal {
        Refusal { code: error.code.to_owned(), message: error.message }
    }
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// Writes a request as a line.
pub(super) fn request(ask: &Ask) -> serde_json::Result<Vec<u8>> {
    let mut value = serde_json::to_value(ask)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("v".to_owned(), VERSION.into());
    }
    line(&value)
}

/// Reads a request.
///
/// # Errors
///
/// What is wrong with it, as it is answered.
pub(super) fn parse_request(line: &[u8]) -> Result<Ask, CommandError> {
    let invalid = |error: serde_json::Error| {
        CommandError::new("invalid", format!("the request cannot be read: {error}"))
    };
    let Version { v } = serde_json::from_slice(line).map_err(invalid)?;
    if v != VERSION {
        return Err(CommandError::new("invalid", format!("the request is of version {v}, not {VERSION}")));
    }
    serde_json::from_slice(line).map_err(invalid)
}

/// Writes an answer as a line.
pub(super) fn answer(answer: &Result<Value, CommandError>) -> serde_json::Result<Vec<u8>> {
    line(&match answer {
        Ok(value) => json!({ "v": VERSION, "ok": value }),
        Err(error) => json!({ "v": VERSION, "error": { "code": error.code, "message": error.message } }),
    })
}

/// Reads an answer; `None` if it is none.
pub(super) fn parse_answer(line: &[u8]) -> Option<Result<Value, Refusal>> {
    let mut value: Value = serde_json::from_slice(line).ok()?;
    let fields = value.as_object_mut()?;
    if let Some(ok) = fields.remove("ok") {
        return Some(Ok(ok));
    }
    Some(Err(serde_json::from_value(fields.remove("error")?).ok()?))
}

fn line(value: &Value) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_they_are_written() {
        let focus = |id: Option<&str>| Ask::Focus { startup_id: id.map(str::to_owned) };
        assert_eq!(request(&focus(None)).unwrap(), b"{\"do\":\"focus\",\"v\":1}\n");
        let command = Ask::Command { name: "session_list".into(), args: json!({}) };
        for ask in [focus(None), focus(Some("a_TIME7")), command, Ask::Status] {
            assert_eq!(parse_request(&request(&ask).unwrap()).unwrap(), ask);
        }
    }

    #[test]
    fn what_is_no_request_is_refused_by_a_sentence() {
        for bad in [
            "",
            "null",
            "[]",
            "{}",
            "{\"v\":1}",
            "{\"v\":2,\"do\":\"focus\"}",
            "{\"v\":1,\"do\":\"eval\"}",
            "{\"v\":\"1\",\"do\":\"focus\"}",
            "{\"v\":1,\"do\":\"command\"}",
            "{\"v\":1,\"do\":\"focus\"} {}",
            "\u{fffd}",
        ] {
            let refusal = parse_request(bad.as_bytes()).unwrap_err();
            assert_eq!(refusal.code, "invalid", "{bad}");
        }
        assert!(parse_request("[".repeat(60_000).as_bytes()).is_err());
    }

    #[test]
    fn answers_are_read_as_they_are_written() {
        let refused = Err(CommandError::new("busy", "not yet"));
        for given in [Ok(Value::Null), Ok(json!({ "a": [1] })), refused] {
            let read = parse_answer(&answer(&given).unwrap()).unwrap();
            assert_eq!(read, given.map_err(Refusal::from));
        }
        for bad in ["", "{}", "{\"error\":{}}", "7"] {
            assert_eq!(parse_answer(bad.as_bytes()), None, "{bad}");
        }
    }
}
