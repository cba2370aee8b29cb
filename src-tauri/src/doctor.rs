//! What `hyperdiv doctor` finds: what the program is made of, where its data are, and what is wrong with that. It looks, and
//! repairs nothing.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use hyperdiv_session::directory::{Base, ProfileDirectory};
use hyperdiv_session::format::{self, Format};
use hyperdiv_session::home::StoreHealth;
use hyperdiv_session::runtime_dir::RuntimeDirectory;
use serde::Serialize;
use serde_json::{Value, json};

use crate::control::{self, Ask, State};
use crate::verb::AppData;

/// The oldest WebKitGTK that windows are tried with.
const OLDEST_WEBKIT: (u32, u32) = (2, 44);

/// With less space than this a store may not be able to take a commit soon.
const LITTLE_SPACE: u64 = 100 << 20;

/// What was found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What the program is made of.
    pub versions: Versions,
    /// What windows are opened on: `x11`, `wayland`, the system's own, or nothing.
    pub display: Option<String>,
    /// The directory of all apps.
    pub data: Option<Entry>,
    /// What lives as long as the log-in.
    pub runtime: Option<Entry>,
    /// Bytes free where the data are.
    pub free: Option<u64>,
    /// The apps that have or may have data.
    pub apps: Vec<Health>,
    /// What is wrong, or may become so.
    pub warnings: Vec<Warning>,
}

/// What the program is made of.
#[derive(Debug, Serialize)]
pub struct Versions {
    /// This program.
    pub hyperdiv: &'static str,
    /// What opens its windows.
    pub tauri: &'static str,
    /// What shows its pages: on Linux, WebKitGTK as it is installed.
    pub webview: Option<String>,
    /// GTK as it is installed.
    pub gtk: Option<String>,
}

/// A directory or file.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Where it is, or would be.
    pub path: PathBuf,
    /// The number of the user that owns it, if it is there.
    pub owner: Option<u32>,
    /// Its permission bits as `chmod` takes them, if it is there.
    pub mode: Option<String>,
}

/// How the data of one app are.
#[derive(Debug, Serialize)]
pub struct Health {
    /// The app's id.
    pub app: String,
    /// The profile.
    pub profile: String,
    /// Its directory.
    pub directory: Entry,
    /// The process that runs it.
    pub pid: Option<u32>,
    /// The schema of what is kept.
    pub schema: Option<u32>,
    /// `none` where nothing is kept, `well`, or `unreadable`; nothing where it was not looked at.
    pub store: Option<&'static str>,
    /// How many sessions are kept.
    pub sessions: Option<usize>,
    /// Snapshots of the store, and damaged stores that were kept.
    pub copies: Option<StoreHealth>,
    /// The newest log file.
    pub log: Option<PathBuf>,
}

/// Something that is wrong, or may become so.
#[derive(Debug, Serialize)]
pub struct Warning {
    /// How bad it is.
    pub grade: Grade,
    /// What was found.
    pub what: String,
    /// What to do.
    pub advice: String,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// It works, and may not for long.
    Warning,
    /// An app cannot do its work.
    Error,
}

impl Report {
    /// Looks at the apps `known` and at all that have data; with `profile`, in that one only.
    #[must_use]
    pub fn new(known: &[&str], profile: Option<&str>, data_dir: Option<&Path>) -> Report {
        let mut warnings = Vec::new();
        let versions = versions(&mut warnings);
        let display = display(&mut warnings);
        let base = Base::resolve(data_dir)
            .inspect_err(|error| {
                warn(&mut warnings, Grade::Error, &error.to_string(), "Until then no app starts.")
            })
            .ok();
        let mut report = Report {
            versions,
            display,
            data: base.as_ref().map(|base| Entry::at(base.path())),
            runtime: None,
            free: base.as_ref().and_then(|base| free(base.path())),
            apps: Vec::new(),
            warnings,
        };
        report.look_at_space();
        if base.is_some() {
            match AppData::of_all(known, profile, data_dir) {
                Ok(all) => report.look_at(&all),
                Err(error) => {
                    warn(
                        &mut report.warnings,
                        Grade::Error,
                        &error.sentence,
                        "Until then no app finds its data.",
                    );
                }
            }
        }
        report
    }

    /// Whether nothing keeps an app from its work.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.warnings.iter().all(|warning| warning.grade != Grade::Error)
    }

    fn look_at_space(&mut self) {
        if let Some(free) = self.free.filter(|free| *free < LITTLE_SPACE) {
            let what = format!("Only {} MiB are free where the data are", free >> 20);
            warn(
                &mut self.warnings,
                Grade::Warning,
                &what,
                "Free some space: an app that cannot save says so.",
            );
        }
    }

    fn look_at(&mut self, all: &[AppData]) {
        let Some(first) = all.first() else { return };
        let entry = Entry::at(RuntimeDirectory::locate(first.directory()).path());
        let usable = self.look_at_runtime(&entry);
        self.runtime = Some(entry);
        for data in all.iter().filter(|data| data.may_hold_something()) {
            let health = self.examine(data, usable);
            self.apps.push(health);
        }
    }

    /// Whether the runtime directory can be used as it is.
    fn look_at_runtime(&mut self, entry: &Entry) -> bool {
        let path = entry.path.display();
        let own = rustix::process::geteuid().as_raw();
        let linked = entry.path.is_symlink();
        if linked || entry.owner.is_some_and(|owner| owner != own) {
            let what = format!("{path} is {}", if linked { "a link" } else { "another user's" });
            warn(
                &mut self.warnings,
                Grade::Error,
                &what,
                "Remove it, or have it removed: no app starts beside it.",
            );
            return false;
        }
        let open = entry.mode.as_deref().filter(|mode| *mode != "0700");
        if let Some(mode) = open {
            let what = format!("{path} is open to others (mode {mode})");
            warn(&mut self.warnings, Grade::Warning, &what, "The next start of an app makes it 0700.");
        }
        open.is_none()
    }

    /// Looks at one app. Only with a `usable` runtime directory can it be asked, or its store be opened.
    fn examine(&mut self, data: &AppData, usable: bool) -> Health {
        let directory = data.directory();
        let mut health = Health {
            app: data.app().to_owned(),
            profile: data.profile().to_owned(),
            directory: Entry::at(directory.path()),
            pid: None,
            schema: None,
            store: None,
            sessions: None,
            copies: None,
            log: newest_log(&directory.logs()),
        };
        let sound = self.look_at_modes(directory);
        if sound {
            self.look_at_format(directory, &mut health);
        }
        let name = format!("{} ({})", health.app, health.profile);
        self.look_at_copies(&name, directory, &mut health);
        if !usable {
            return health;
        }
        match control::look(&RuntimeDirectory::locate(directory), &Ask::Status) {
            State::Answered(status) => self.hear(&name, data, &status, &mut health),
            State::Silent(sentence) => {
                let advice = "It is starting, ending, or hangs: look again, or end it.";
                warn(&mut self.warnings, Grade::Error, &format!("{name}: {sentence}"), advice);
            }
            State::NotRunning if sound => self.count(&name, data, &mut health),
            State::NotRunning => {}
        }
        health
    }

    /// Whether the directory can be used as it is.
    fn look_at_modes(&mut self, directory: &ProfileDirectory) -> bool {
        match directory.inspect() {
            Ok(open) => {
                for repair in &open {
                    let what =
                        format!("{} is open to others (mode {:04o})", repair.path.display(), repair.from);
                    let advice = format!("The next start of its app makes it {:04o}.", repair.to);
                    warn(&mut self.warnings, Grade::Warning, &what, &advice);
                }
                open.is_empty()
            }
            Err(error) => {
                warn(
                    &mut self.warnings,
                    Grade::Error,
                    &error.to_string(),
                    "Until then its app keeps nothing.",
                );
                false
            }
        }
    }

    fn look_at_format(&mut self, directory: &ProfileDirectory, health: &mut Health) {
        let Ok(bytes) = fs::read(directory.path().join(format::FILE_NAME)) else { return };
        match Format::parse(&bytes) {
            Ok(format) => health.schema = Some(format.schema()),
            // Opening it says the same, in the same words.
            Err(_) => health.store = Some("unreadable"),
        }
    }

    /// Looks at what lies beside the store: snapshots, and what was found damaged.
    fn look_at_copies(&mut self, name: &str, directory: &ProfileDirectory, health: &mut Health) {
        let Ok(copies) = StoreHealth::look(directory) else { return };
        if copies.suspect {
            let what = format!("{name}: something in the store could not be read");
            warn(
                &mut self.warnings,
                Grade::Warning,
                &what,
                "The next start of the app restores what it can.",
            );
        }
        if copies.untold {
            let what = format!("{name}: the store was damaged and was made anew");
            warn(&mut self.warnings, Grade::Warning, &what, "Start the app: it says what was restored.");
        }
        if !copies.quarantines.is_empty() {
            let kept = directory.path().join("quarantine");
            let what = format!("{name}: {} kept in {}", copies.quarantines.join(", "), kept.display());
            let advice =
                "Stores as they were before they were made anew. Remove them when nothing in them is missed.";
            warn(&mut self.warnings, Grade::Warning, &what, advice);
        }
        health.copies = Some(copies);
    }

    /// What a running app says of itself.
    fn hear(&mut self, name: &str, data: &AppData, status: &Value, health: &mut Health) {
        health.pid = status["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok());
        let refused = status["refused"].as_str();
        let why = refused.or_else(|| status["store"]["why"].as_str());
        match (why, status["store"]["state"].as_str()) {
            (Some(why), _) => self.unreadable(name, why, health),
            (None, Some("open")) => self.count(name, data, health),
            (None, _) => health.store = Some("none"),
        }
    }

    /// Counts the sessions, for which the store has to be opened.
    fn count(&mut self, name: &str, data: &AppData, health: &mut Health) {
        match data.command("session_list", &json!({})) {
            Ok(list) => {
                let kept = data.directory().path().join(format::FILE_NAME).exists();
                health.store = Some(if kept { "well" } else { "none" });
                health.sessions = list["sessions"].as_array().map(Vec::len);
            }
            Err(error) => self.unreadable(name, &error.sentence, health),
        }
    }

    fn unreadable(&mut self, name: &str, why: &str, health: &mut Health) {
        health.store = Some("unreadable");
        warn(&mut self.warnings, Grade::Error, &format!("{name}: {why}"), "Nothing was changed.");
    }
}

impl Entry {
    fn at(path: &Path) -> Entry {
        let meta = path.symlink_metadata().ok();
        Entry {
            path: path.to_owned(),
            owner: meta.as_ref().map(MetadataExt::uid),
            mode: meta.map(|meta| format!("{:04o}", meta.mode() & 0o7777)),
        }
    }
}

fn warn(warnings: &mut Vec<Warning>, grade: Grade, what: &str, advice: &str) {
    warnings.push(Warning { grade, what: what.to_owned(), advice: advice.to_owned() });
}

fn versions(warnings: &mut Vec<Warning>) -> Versions {
    let webview = tauri::webview_version().ok();
    let old = webview.as_deref().and_then(version).is_none_or(|found| found < OLDEST_WEBKIT);
    if old && cfg!(target_os = "linux") {
        let found = webview.as_deref().unwrap_or("of an unknown version");
        let what = format!("WebKitGTK is {found}; windows are tried with 2.44 and newer");
        warn(warnings, Grade::Error, &what, "Bring the system up to date.");
    }
    Versions {
        hyperdiv: env!("CARGO_PKG_VERSION"),
        tauri: tauri::VERSION,
        webview,
        #[cfg(target_os = "linux")]
        gtk: Some(format!("{}.{}.{}", gtk::major_version(), gtk::minor_version(), gtk::micro_version())),
        #[cfg(not(target_os = "linux"))]
        gtk: None,
    }
}

/// The first two numbers of a version.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn display(warnings: &mut Vec<Warning>) -> Option<String> {
    #[cfg(target_os = "linux")]
    {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if crate::linux::has_display() {
            return Some(if set("WAYLAND_DISPLAY") { "wayland" } else { "x11" }.to_owned());
        }
        let advice = "Start it in a desktop session, or set DISPLAY or WAYLAND_DISPLAY.";
        warn(warnings, Grade::Warning, "There is no display to open a window on", advice);
        None
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = warnings;
        Some(std::env::consts::OS.to_owned())
    }
}

/// The bytes that this user can still write at a path, or where it would be made.
fn free(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|path| path.exists())?;
    let space = rustix::fs::statvfs(there).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

fn newest_log(dir: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(dir).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files
        .filter(|path| path.is_file())
        .max_by_key(|path| path.metadata().and_then(|meta| meta.modified()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(version("2.9.1"), Some((2, 9)));
        assert!(version("2.9.1") < Some(OLDEST_WEBKIT) && version("2.52.3") > Some(OLDEST_WEBKIT));
        for none in ["", "2", "two.three", "2."] {
            assert_eq!(version(none), None, "{none}");
        }
    }
}
