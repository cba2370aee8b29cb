//! [`App`]: what a program's `main` calls.

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use hyperdiv_core::Ui;
use hyperdiv_session::directory::{self, AppId};
use hyperdiv_session::{Purpose, RecordRule, Settings};

use crate::args::{self, Request};
use crate::commands;
use crate::exit::Exit;
use crate::host::{self, Plan};
use crate::log;
use crate::window::Look;

/// An app: its id, how its window looks at first, and what its page may ask for.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     hyperdiv_desktop::App::new("org.example.greeter").title("Greeter").run(|_ui| Ok(()))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct App {
    id: String,
    title: Option<String>,
    size: (f64, f64),
    commands: Vec<String>,
    secret: Option<Secret>,
    version: Option<String>,
    limits: Option<(Duration, Duration)>,
    purposes: Vec<Purpose>,
    records: Vec<RecordRule>,
    args: Option<Vec<OsString>>,
}

/// Bytes that no log shows.
#[derive(Clone)]
struct Secret(Vec<u8>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl App {
    /// An app with this id: a domain read backwards, as in `org.example.notes`. It names the directory of the app's data, so it must stay the same from release to release.
    #[must_use]
    pub fn new(app_id: &str) -> App {
        App {
            id: app_id.to_owned(),
            title: None,
            size: (900.0, 680.0),
            commands: Vec::new(),
            secret: None,
            version: None,
            limits: None,
            purposes: Vec::new(),
            records: Vec::new(),
            args: None,
        }
    }

    /// The window's title; without it, the app's id.
    #[must_use]
    pub fn title(mut self, title: &str) -> App {
        self.title = Some(title.to_owned());
        self
    }

    /// The size of the window's content at first, in logical pixels; without it, 900 by 680.
    #[must_use]
    pub fn window_size(mut self, width: f64, height: f64) -> App {
        self.size = (width, height);
        self
    }

    /// The commands that scripts in the window's page may call, such as `session_status`. Without it there are none: what
    /// the app function does itself needs no command.
    #[must_use]
    pub fn commands(mut self, names: &[&str]) -> App {
        self.commands = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// The secret that signs session tokens, at least 16 bytes, for apps that manage one themselves. Without it, one is
    /// made at random for each profile and kept with its data.
    #[must_use]
    pub fn secret(mut self, bytes: &[u8]) -> App {
        self.secret = Some(Secret(bytes.to_vec()));
        self
    }

    /// The app's version, as in `env!("CARGO_PKG_VERSION")`: records of consent name it.
    #[must_use]
    pub fn version(mut self, version: &str) -> App {
        self.version = Some(version.to_owned());
        self
    }

    /// When sessions end: so long after the person's last activity, and so long after they have signed in. Without it, 30 and 90
    /// days.
    #[must_use]
    pub fn session_limits(mut self, idle: Duration, absolute: Duration) -> App {
        self.limits = Some((idle, absolute));
        self
    }

    /// What the app asks the person to agree to. One of the name `session` has the app's own words for being kept on this computer at
    /// all; without it there are the program's.
    ///
    /// ```no_run
    /// use hyperdiv_session::{Purpose, RecordRule};
    ///
    /// fn main() -> std::process::ExitCode {
    ///     let history = Purpose::new("history", 1, "Keep a list of what I have read, for 30 days");
    ///     let visits = RecordRule::new("visits", "What you have read").purpose("history");
    ///     hyperdiv_desktop::App::new("org.example.reader").purposes([history]).records([visits]).run(|_ui| Ok(()))
    /// }
    /// ```
    #[must_use]
    pub fn purposes(mut self, purposes: impl IntoIterator<Item = Purpose>) -> App {
        self.purposes = purposes.into_iter().collect();
        self
    }

    /// What the app keeps for whoever is signed in: what for, how long, and in which words the person is told.
    #[must_use]
    pub fn records(mut self, rules: impl IntoIterator<Item = RecordRule>) -> App {
        self.records = rules.into_iter().collect();
        self
    }

    /// The arguments to read in place of the program's own, without the program's name: for programs with a command line of
    /// their own around the app.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<OsString>>) -> App {
        self.args = Some(args.into_iter().map(Into::into).collect());
        self
    }

    /// Opens the window and runs the app until it is closed. Reads the program's arguments (`--help` lists them).
    ///
    /// The exit code says how it ended: 0 closed or asked to end, or the app was open already and its window has come to
    /// the front, 1 could not run, 2 the arguments or the settings above make no sense, 3 another process has this
    /// profile and does not answer, 4 the data directory was refused or there is no home directory,
    /// 5 the store is newer than this program or unreadable, 8 no display. 1, 2, 3 and 8 print one line on standard
    /// error; 4 and 5 print it as well and show it in a window, whose closing ends the program.
    ///
    /// Call it on the main thread, before any other thread is started: windows belong to that thread, and the mask for
    /// new files is set for the whole process.
    pub fn run(self, app: impl Fn(&Ui) -> hyperdiv_core::Result + Send + 'static) -> ExitCode {
        private_files();
        let exit = match self.plan() {
            Ok(Some(plan)) => host::run(plan, app),
            Ok(None) => Exit::Done,
            Err(error) => {
                log::line(error);
                Exit::Usage
            }
        };
        exit.into()
    }

    /// What to do; `None` if everything was said already.
    fn plan(self) -> Result<Option<Plan>, Box<dyn std::error::Error>> {
        let options = match args::parse(self.args.unwrap_or_else(|| std::env::args_os().skip(1).collect()))? {
            Request::Run(options) => options,
            Request::Help => {
                let title = self.title.as_deref().unwrap_or(&self.id);
                // Nobody reads the help of a closed pipe.
                let _ = std::io::Write::write_all(
                    &mut std::io::stdout(),
                    format!("{title}\n\n{}", args::USAGE).as_bytes(),
                );
                return Ok(None);
            }
        };
        let app_id = AppId::parse(&self.id)?;
        let commands = commands::named(&self.commands)?;
        let title = self.title.unwrap_or(self.id);
        let look = Look { title, size: self.size };
        let mut settings = Settings::default();
        settings.secret = self.secret.map(|secret| secret.0);
        settings.app_version = self.version;
        if let Some((idle, absolute)) = self.limits {
            (settings.idle_limit, settings.absolute_limit) = (idle, absolute);
        }
        settings.purposes = self.purposes;
        settings.records = self.records;
        Ok(Some(Plan { app_id, look, commands, settings, options }))
    }
}

/// From here on no file that this process creates can be read by anybody else, whatever library creates it. [`App::run`]
/// does it; programs that do more than that do it first.
pub fn private_files() {
    directory::set_umask_077();
    #[cfg(unix)]
    {
        // A dump of the memory would hold tokens and keys.
        let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
        if let Err(error) = rustix::process::setrlimit(rustix::process::Resource::Core, none) {
            log::say(log::Level::Debug, format_args!("memory dumps stay possible: {error}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let app = App::new("a.b").secret(b"correct horse battery");
        let shown = format!("{app:?}");
        assert!(!shown.contains("horse") && shown.contains("[redacted]"), "{shown}");
        assert!(!shown.contains(&format!("{:?}", b"correct horse battery")), "{shown}");
    }
}
