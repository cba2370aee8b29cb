//! One line on standard error for what a developer or a curious person may want to know: refused messages, the life of
//! sessions, trouble. Never tokens, never values of properties.
//!
//! `HYPERDIV_LOG` sets how much is said: `off`, `error`, `warn`, `info` (the default) or `debug`.

use std::fmt;
use std::io::Write;
use std::sync::OnceLock;

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Info => "info",
            Level::Debug => "debug",
        }
    }
}

/// The least important level that is still said; `None`: nothing at all.
fn threshold(setting: Option<&str>) -> Option<Level> {
    match setting {
        Some("off") => None,
        Some("error") => Some(Level::Error),
        Some("warn") => Some(Level::Warn),
        Some("debug") => Some(Level::Debug),
        _ => Some(Level::Info),
    }
}

/// Says `message` on standard error, if `HYPERDIV_LOG` lets it through.
pub(crate) fn say(level: Level, message: impl fmt::Display) {
    static THRESHOLD: OnceLock<Option<Level>> = OnceLock::new();
    let threshold = THRESHOLD.get_or_init(|| threshold(std::env::var("HYPERDIV_LOG").ok().as_deref()));
    if threshold.is_some_and(|most| level <= most) {
        line(format_args!("{}: {message}", level.name()));
    }
}

/// Writes `hyperdiv: ` and the message as one line, whatever the level: for what the command line promises. Control
/// characters are escaped, so that text from a page or a path cannot forge a line or drive the terminal.
pub(crate) fn line(message: impl fmt::Display) {
    let text = one_line(&message.to_string());
    // A closed standard error is no reason to end the program.
    let _ = writeln!(std::io::stderr().lock(), "hyperdiv: {text}");
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_forge_a_second_line() {
        assert_eq!(one_line("a\nhyperdiv: b\u{1b}[2J"), "a\\nhyperdiv: b\\u{1b}[2J");
    }

    #[test]
    fn the_setting_names_the_least_important_level_still_said() {
        assert_eq!(threshold(None), Some(Level::Info));
        assert_eq!(threshold(Some("nonsense")), Some(Level::Info));
        assert_eq!(threshold(Some("off")), None);
        assert_eq!(threshold(Some("warn")), Some(Level::Warn));
        assert!(Level::Error < Level::Debug);
    }
}
