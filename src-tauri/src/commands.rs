//! The commands that a page may call: thin adapters from Tauri's messages to those of the app thread.
//!
//! Tauri denies every command that no capability names for the window. `capabilities/main.json` names the four that the
//! page itself needs; [`capability`] adds those that the app asked for.
//!
//! A message is only read and handed on here, on the main thread, so that messages keep the order in which the page sent
//! them (Tauri's `async` commands may overtake each other); the answer comes from the app thread.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;

use hyperdiv_core::WindowId;
use hyperdiv_session::ui::{COMMANDS, CommandError};
use serde_json::Value;
use tauri::Wry;
use tauri::ipc::{CapabilityBuilder, Channel, Invoke, InvokeBody, InvokeResponseBody, JavaScriptChannelId};

use crate::log::{Level, say};
use crate::message::{Answer, Call, Message, Page};

/// The label of the window that the program opens with.
pub(crate) const MAIN_LABEL: &str = "main";

/// The window that the runtime knows under this label.
pub(crate) const MAIN_WINDOW: WindowId = WindowId(1);

/// What the labels of windows begin with that the app opens.
const FURTHER: &str = "window-";

/// The label of a window.
pub(crate) fn label(window: WindowId) -> String {
    if window == MAIN_WINDOW { MAIN_LABEL.to_owned() } else { format!("{FURTHER}{}", window.0) }
}

/// The window of a label.
pub(crate) fn window_of(label: &str) -> Option<WindowId> {
    match label.strip_prefix(FURTHER) {
        Some(number) => number.parse().ok().map(WindowId).filter(|window| *window != MAIN_WINDOW),
        None => (label == MAIN_LABEL).then_some(MAIN_WINDOW),
    }
}

/// The version of the wire.
const WIRE: u64 = 1;

/// The largest body of `ui_event`, in bytes.
const LARGEST_EVENT: usize = 1024 * 1024;

/// The longest thing that localStorage may hold for a token to be looked at: a token has 140 bytes.
const LONGEST_TOKEN: usize = 1024;

/// The largest message that travels as a string; Tauri delivers larger ones faster as raw bytes.
const LARGEST_STRING: usize = 8 * 1024;

/// The largest arguments of a command that the app named, in bytes, and of the one that brings a record.
const LARGEST_ARGUMENTS: usize = 1024 * 1024;
const LARGEST_RECORD: usize = 4 * 1024 * 1024;

/// How many commands may wait for their answer.
const MOST_WAITING: usize = 1024;

/// A command that the app named and that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownCommand(String);

impl fmt::Display for UnknownCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App::commands names {:?}, which is no command; there are {}", self.0, COMMANDS.join(", "))
    }
}

impl std::error::Error for UnknownCommand {}

/// Checks the names that the app gave.
///
/// # Errors
///
/// [`UnknownCommand`] for the first that is none.
pub(crate) fn named(names: &[String]) -> Result<Vec<&'static str>, UnknownCommand> {
    let find = |name: &String| COMMANDS.iter().copied().find(|known| known == name);
    names.iter().map(|name| find(name).ok_or_else(|| UnknownCommand(name.clone()))).collect()
}

/// What allows the windows to call the commands that the app named.
pub(crate) fn capability(named: &[&'static str]) -> CapabilityBuilder {
    let windows = CapabilityBuilder::new("named-by-the-app").window(MAIN_LABEL).window(format!("{FURTHER}*"));
    named
        .iter()
        .fold(windows, |capability, name| capability.permission(format!("allow-{}", name.replace('_', "-"))))
}

/// Takes commands from pages to the app thread.
pub(crate) struct Commands {
    inbox: Sender<Message>,
    named: Vec<&'static str>,
    waiting: Arc<AtomicUsize>,
}

impl Commands {
    pub(crate) fn new(inbox: Sender<Message>, named: Vec<&'static str>) -> Commands {
        Commands { inbox, named, waiting: Arc::default() }
    }

    /// Handles one message of Tauri's; `true`, for every message is answered.
    pub(crate) fn handle(&self, invoke: Invoke<Wry>) -> bool {
        let Invoke { message, resolver, .. } = invoke;
        let call = match window_of(message.webview_ref().label()) {
            Some(window) => read(message.command(), message.payload(), &self.named, |id| {
                page(&id.channel_on(message.webview()))
            })
            .map(|call| (window, call)),
            None => Err(CommandError::new("not_allowed", "this window may call nothing")),
        };
        let call = match call {
            Ok(_) if self.waiting.load(Ordering::Relaxed) >= MOST_WAITING => {
                Err(CommandError::new("busy", "too many commands wait for their answer"))
            }
            call => call,
        };
        let (window, call) = match call {
            Ok(call) => call,
            Err(refusal) => {
                let name = message.command();
                say(Level::Warn, format_args!("refused {name}: {}: {}", refusal.code, refusal.message));
                resolver.reject(refusal);
                return true;
            }
        };
        let waiting = self.waiting.clone();
        waiting.fetch_add(1, Ordering::Relaxed);
        let answer: Answer = Box::new(move |answer| {
            waiting.fetch_sub(1, Ordering::Relaxed);
            match answer {
                Ok(value) => resolver.resolve(value),
                Err(refusal) => resolver.reject(refusal),
            }
        });
        // A thread that has ended is ending the program: nobody waits for the answer any more.
        let _ = self.inbox.send(Message::Call { window, call, answer });
        true
    }
}

/// The way to the page behind a channel.
fn page(channel: &Channel<InvokeResponseBody>) -> Page {
    let channel = channel.clone();
    Arc::new(move |json| {
        // As a string, not as an object: the page parses it as JSON, where the channel would evaluate it as a program.
        let body = match serde_json::to_string(&json) {
            Ok(text) if text.len() <= LARGEST_STRING => InvokeResponseBody::Json(text),
            _ => InvokeResponseBody::Raw(json.into_bytes()),
        };
        channel.send(body).is_ok()
    })
}

/// Reads one message.
fn read(
    command: &str,
    body: &InvokeBody,
    named: &[&'static str],
    page: impl FnOnce(JavaScriptChannelId) -> Page,
) -> Result<Call, CommandError> {
    match command {
        "ui_ready" => {
            let args = json(body)?;
            if args.get("v").and_then(Value::as_u64) != Some(WIRE) {
                return Err(invalid("the page speaks another version of the wire"));
            }
            let channel = args.get("channel").and_then(Value::as_str).and_then(|id| id.parse().ok());
            let pixels = |name| args.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
            let size = pixels("width").zip(pixels("height"));
            channel.map(|id| Call::Ready(page(id), size)).ok_or_else(|| invalid("channel is no channel"))
        }
        "session_restore" => match json(body)?.get("token") {
            Some(Value::Null) => Ok(Call::Restore(None)),
            // Too long to be a token: what is left is still none, and the mirror is cleared as for any other bad one.
            Some(Value::String(token)) => {
                Ok(Call::Restore(Some(token.chars().take(LONGEST_TOKEN).collect())))
            }
            _ => Err(invalid("token must be a string or null")),
        },
        "mirror_ack" => {
            let args = json(body)?;
            match (args.get("id").and_then(Value::as_u64), args.get("ok").and_then(Value::as_bool)) {
                (Some(id), Some(ok)) => Ok(Call::MirrorAck { id, ok }),
                _ => Err(invalid("id must be a number and ok a boolean")),
            }
        }
        "ui_event" => bytes(body).map(Call::Event),
        other => match named.iter().copied().find(|name| *name == other) {
            Some(name) => {
                let args = json(body)?;
                fits(name, args)?;
                Ok(Call::Named { name, args: args.clone() })
            }
            None => Err(CommandError::new("not_allowed", "the app has not named this command")),
        },
    }
}

/// Lets through arguments that are not too large, measured as JSON.
fn fits(name: &str, args: &Value) -> Result<(), CommandError> {
    struct Left(usize);

    impl std::io::Write for Left {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::FileTooLarge)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let limit = if name == "record_put" { LARGEST_RECORD } else { LARGEST_ARGUMENTS };
    serde_json::to_writer(Left(limit), args)
        .map_err(|_| CommandError::new("too_large", format!("the arguments have more than {limit} bytes")))
}

fn invalid(message: &str) -> CommandError {
    CommandError::new("invalid", message)
}

fn json(body: &InvokeBody) -> Result<&Value, CommandError> {
    match body {
        InvokeBody::Json(value) => Ok(value),
        InvokeBody::Raw(_) => Err(invalid("the arguments must be JSON")),
    }
}

/// A raw body. Where WebKit could not fetch `ipc:` once, Tauri sends all later ones as arrays of numbers.
fn bytes(body: &InvokeBody) -> Result<Vec<u8>, CommandError> {
    let (length, bytes) = match body {
        InvokeBody::Raw(bytes) => (bytes.len(), None),
        InvokeBody::Json(Value::Array(numbers)) => (numbers.len(), Some(numbers)),
        InvokeBody::Json(_) => return Err(invalid("the body must be bytes")),
    };
    if length > LARGEST_EVENT {
        return Err(CommandError::new("too_large", format!("{length} bytes; at most {LARGEST_EVENT}")));
    }
    match (bytes, body) {
        (None, InvokeBody::Raw(bytes)) => Ok(bytes.clone()),
        (Some(numbers), _) => numbers
            .iter()
            .map(|number| number.as_u64().and_then(|number| u8::try_from(number).ok()))
            .collect::<Option<_>>()
            .ok_or_else(|| invalid("the body must be bytes")),
        _ => Err(invalid("the body must be bytes")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(command: &str, body: &InvokeBody) -> Result<Call, &'static str> {
        read(command, body, &["session_status"], |_| Arc::new(|_| true)).map_err(|refusal| refusal.code)
    }

    fn with(command: &str, args: Value) -> Result<Call, &'static str> {
        call(command, &InvokeBody::Json(args))
    }

    #[test]
    fn ready_wants_the_version_of_the_wire_and_a_channel() {
        assert!(matches!(
            with("ui_ready", json!({"v": 1, "channel": "__CHANNEL__:7"})),
            Ok(Call::Ready(_, None))
        ));
        let sized = json!({"v": 1, "channel": "__CHANNEL__:7", "width": 900, "height": 680});
        assert!(matches!(with("ui_ready", sized), Ok(Call::Ready(_, Some((900, 680))))));
        for bad in [
            json!({"v": 2, "channel": "__CHANNEL__:7"}),
            json!({"v": 1, "channel": "7"}),
            json!({"v": 1}),
            json!(3),
        ] {
            assert!(matches!(with("ui_ready", bad), Err("invalid")));
        }
    }

    #[test]
    fn a_token_is_a_string_or_null() {
        assert!(matches!(with("session_restore", json!({"token": null})), Ok(Call::Restore(None))));
        assert!(
            matches!(with("session_restore", json!({"token": "t"})), Ok(Call::Restore(Some(t))) if t == "t")
        );
        let long = "\u{e9}".repeat(1 << 20);
        assert!(
            matches!(with("session_restore", json!({"token": long})), Ok(Call::Restore(Some(t))) if t.chars().count() == LONGEST_TOKEN)
        );
        for bad in [json!({"token": 1}), json!({}), json!([]), json!(null)] {
            assert!(matches!(with("session_restore", bad), Err("invalid")));
        }
        assert!(matches!(call("session_restore", &InvokeBody::Raw(vec![])), Err("invalid")));
    }

    #[test]
    fn an_acknowledgement_of_the_mirror_has_an_id_and_an_outcome() {
        assert!(matches!(
            with("mirror_ack", json!({"id": 4, "ok": false})),
            Ok(Call::MirrorAck { id: 4, ok: false })
        ));
        for bad in [json!({"id": -4, "ok": true}), json!({"id": 4}), json!({"id": "4", "ok": true})] {
            assert!(matches!(with("mirror_ack", bad), Err("invalid")));
        }
    }

    #[test]
    fn events_are_bytes_up_to_one_mebibyte() {
        let event = |body| call("ui_event", &body);
        assert!(matches!(event(InvokeBody::Raw(b"{}".to_vec())), Ok(Call::Event(bytes)) if bytes == b"{}"));
        assert!(
            matches!(event(InvokeBody::Json(json!([123, 125]))), Ok(Call::Event(bytes)) if bytes == b"{}")
        );
        assert!(matches!(event(InvokeBody::Raw(vec![b' '; LARGEST_EVENT])), Ok(Call::Event(_))));
        assert!(matches!(event(InvokeBody::Raw(vec![b' '; LARGEST_EVENT + 1])), Err("too_large")));
        assert!(matches!(event(InvokeBody::Json(json!([256]))), Err("invalid")));
        assert!(matches!(event(InvokeBody::Json(json!({"v": 1}))), Err("invalid")));
    }

    #[test]
    fn only_commands_that_the_app_named_are_read() {
        assert!(matches!(with("session_status", json!({})), Ok(Call::Named { name: "session_status", .. })));
        assert!(matches!(with("session_clear", json!({})), Err("not_allowed")));
        assert!(matches!(with("no_such_command", json!({})), Err("not_allowed")));
    }

    #[test]
    fn arguments_are_at_most_one_mebibyte_and_four_with_a_record() {
        let read = |name: &'static str, size: usize| {
            let body = InvokeBody::Json(json!({ "value": "x".repeat(size) }));
            read(name, &body, &["record_put", "data_import"], |_| Arc::new(|_| true))
                .map(|_| ())
                .map_err(|error| error.code)
        };
        assert_eq!(read("data_import", LARGEST_ARGUMENTS - 12), Ok(()));
        assert_eq!(read("data_import", LARGEST_ARGUMENTS - 11), Err("too_large"));
        assert_eq!(read("record_put", LARGEST_RECORD - 12), Ok(()));
        assert_eq!(read("record_put", LARGEST_RECORD - 11), Err("too_large"));
    }

    #[test]
    fn a_label_is_of_one_window() {
        for window in [MAIN_WINDOW, WindowId(2), WindowId(40)] {
            assert_eq!(window_of(&label(window)), Some(window));
        }
        for none in ["", "other", "window-", "window-x", "window-1", "window--2", "main2"] {
            assert_eq!(window_of(none), None, "{none}");
        }
    }

    #[test]
    fn an_app_that_names_an_unknown_command_is_told_which() {
        assert_eq!(named(&["session_status".into()]), Ok(vec!["session_status"]));
        let error = named(&["session_status".into(), "session_steal".into()]).unwrap_err();
        assert!(error.to_string().contains("\"session_steal\""), "{error}");
    }

    #[test]
    fn a_page_has_four_commands_of_its_own_and_nothing_of_the_toolkit_or_from_elsewhere() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
        let files: Vec<_> =
            std::fs::read_dir(directory).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["main.json"]);
        let main: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        assert_eq!(main["windows"], json!([MAIN_LABEL, format!("{FURTHER}*")]));
        let permissions = ["allow-mirror-ack", "allow-session-restore", "allow-ui-event", "allow-ui-ready"];
        assert_eq!(main["permissions"], json!(permissions));
        let fields: Vec<&String> = main.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["$schema", "description", "identifier", "permissions", "windows"]);
    }

    #[test]
    fn tauri_knows_every_command_and_no_other() {
        let build = include_str!("../build.rs");
        let own = ["mirror_ack", "session_restore", "ui_event", "ui_ready"];
        for name in COMMANDS.iter().chain(&own) {
            assert!(build.contains(&format!("\"{name}\",")), "build.rs does not name {name}");
        }
        let listed = build.lines().filter(|line| line.starts_with("    \"")).count();
        assert_eq!(listed, COMMANDS.len() + own.len());
    }
}
