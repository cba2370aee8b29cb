//! One line on standard error for what a developer or a curious person may want to know: refused messages, the life of
//! sessions, trouble. Never tokens, never values of properties.
//!
//! Once the person has consented the lines also go to files in the profile's `logs/`. `HYPERDIV_LOG` sets how much is said in
//! both places: `off`, `error`, `warn`, `info` (the default) or `debug`.

mod file;

use std::fmt;
use std::io::Write;
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::{Mutex, Once, OnceLock, PoisonError};

use time::OffsetDateTime;

use file::LogFile;

/// The log on disk, while there is one.
static FILE: Mutex<Option<LogFile>> = Mutex::new(None);

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

/// Whether `HYPERDIV_LOG` lets lines of this level through.
fn is_said(level: Level) -> bool {
    static THRESHOLD: OnceLock<Option<Level>> = OnceLock::new();
    let threshold = THRESHOLD.get_or_init(|| threshold(std::env::var("HYPERDIV_LOG").ok().as_deref()));
    threshold.is_some_and(|most| level <= most)
}

/// Says `message` on standard error and in the log on disk, if `HYPERDIV_LOG` lets it through.
pub(crate) fn say(level: Level, message: impl fmt::Display) {
    if is_said(level) {
        let text = format!("{}: {}", level.name(), one_line(&message.to_string()));
        print(&text);
        keep(&text);
    }
}

/// Writes `hyperdiv: ` and the message as one line, whatever the level: for what the command line promises. Control
/// characters are escaped, so that text from a page or a path cannot forge a line or drive the terminal.
pub(crate) fn line(message: impl fmt::Display) {
    let text = one_line(&message.to_string());
    print(&text);
    if is_said(Level::Info) {
        keep(&format!("{}: {text}", Level::Info.name()));
    }
}

fn print(text: &str) {
    // A closed standard error is no reason to end the program.
    let _ = writeln!(std::io::stderr().lock(), "hyperdiv: {text}");
}

/// From here on lines are also kept in files in `dir`, the `logs/` of a profile that exists and whose lock is held. What was
/// said before stays unwritten: there was no consent.
pub(crate) fn keep_in(dir: &Path) {
    let mut file = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    if file.as_ref().is_none_or(|file| file.dir() != dir) {
        *file = Some(LogFile::new(dir));
        if is_said(Level::Info) {
            // For whoever reads it: where a run begins, and of which program.
            let version = env!("CARGO_PKG_VERSION");
            write(&mut file, &format!("info: hyperdiv {version}, process {}", std::process::id()));
        }
    }
}

/// From here on nothing is kept: the files are about to go, and must not come back.
pub(crate) fn keep_no_more() {
    *FILE.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn keep(text: &str) {
    let mut file = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    write(&mut file, text);
}

fn write(file: &mut Option<LogFile>, text: &str) {
    if let Some(file) = file
        && let Err(error) = file.write(OffsetDateTime::now_utc(), text)
    {
        print(&format!("warn: the log in {} cannot be written: {error}", file.dir().display()));
    }
}

/// Notes panics in the log on disk. The runtime keeps those of app code from getting here, and says where they were itself.
pub(crate) fn keep_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            print(panic);
            // The thread may have panicked in the middle of a line of its own.
            if is_said(Level::Error)
                && let Ok(mut file) = FILE.try_lock()
            {
                write(&mut file, &panicked(panic));
            }
        }));
    });
}

/// Where it was, and not its message: that may hold what a person has typed.
fn panicked(panic: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let at = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("error: the thread {:?} panicked at {at}", thread.name().unwrap_or_default())
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
    use hyperdiv_session::home::{Home, MemoryHome};

    use super::*;
    use crate::logged_home::LoggedHome;

    #[test]
    fn a_message_cannot_forge_a_second_line() {
        assert_eq!(one_line("a\nhyperdiv: b\u{1b}[2J"), "a\\nhyperdiv: b\\u{1b}[2J");
    }

    /// The one test that uses the log of the whole process; other tests may say something meanwhile.
    #[test]
    fn lines_are_kept_from_consent_to_withdrawal() {
        let dir = tempfile::tempdir().unwrap();
        let logs = dir.path().join("logs");
        let kept = || std::fs::read_to_string(logs.join("hyperdiv.log")).unwrap_or_default();
        let has = |line: &str| kept().lines().any(|kept| kept.ends_with(&format!("Z {line}")));
        let mut home = LoggedHome::new(MemoryHome::new(), logs.clone());
        say(Level::Warn, "before consent");
        assert!(!logs.exists());

        home.create().unwrap();
        say(Level::Warn, "a\nb");
        line("promised");
        assert!(has("warn: a\\nb") && has("info: promised"), "{}", kept());
        assert!(!kept().contains("before consent"), "{}", kept());

        keep_panics();
        let thread = std::thread::Builder::new().name("doomed".to_owned());
        thread.spawn(|| panic!("the person's secret")).unwrap().join().unwrap_err();
        let at = "error: the thread \"doomed\" panicked at src-tauri/src/log.rs:";
        assert!(kept().lines().any(|line| line.contains(at)), "{}", kept());
        assert!(!kept().contains("secret"), "{}", kept());

        home.erase().unwrap();
        std::fs::remove_dir_all(&logs).unwrap();
        say(Level::Warn, "after withdrawal");
        assert!(!logs.exists());
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
