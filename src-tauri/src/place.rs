//! The profile that a run has taken: its lock, its home, and where the webview's files go.

use std::path::PathBuf;

use hyperdiv_session::directory::{AppId, Base, DirectoryError, ProfileDirectory};
use hyperdiv_session::home::{DiskHome, Home, HomeError, MemoryHome};
use hyperdiv_session::lock::ProfileLock;
use hyperdiv_session::runtime_dir::RuntimeDirectory;

use crate::args::Options;
use crate::control::{self, Ask, Control, Taken, Waits};
use crate::exit::Exit;
use crate::log::{self, Level, say};
use crate::logged_home::LoggedHome;
use crate::message::Answer;
use crate::refusal::Refused;

/// A directory that cannot be: it stands in for the data directory where there is none, so that the runtime directory
/// has a name for what such a run needs.
const NOWHERE: &str = "/nowhere/hyperdiv";

/// A profile, held until this process ends.
pub(crate) struct Place {
    directory: ProfileDirectory,
    runtime: RuntimeDirectory,
    lock: ProfileLock,
    /// Whether the webview's files are kept: the person has consented, and there is where to keep them.
    persistent: bool,
}

/// The home of a place, or why it has none.
pub(crate) type HomeOrRefusal = Result<Box<dyn Home>, Refused>;

impl Place {
    /// Takes the profile, and looks whether its data directory can be used. Creates nothing outside the runtime directory.
    /// `None`: another process has it, and its window has come to the front.
    ///
    /// # Errors
    ///
    /// Where the profile is taken by a process that does not answer, or there is no runtime directory: then there is no
    /// place for a webview either.
    pub(crate) fn take(app: &AppId, options: &Options) -> Result<Option<(Place, HomeOrRefusal)>, Refused> {
        let at = |base| ProfileDirectory::new(base, app.clone(), options.profile.clone());
        let (directory, known) = match Base::resolve(options.data_dir.as_deref()) {
            Ok(base) => (at(base), Ok(())),
            Err(error) => {
                let nowhere =
                    Base::resolve(Some(NOWHERE.as_ref())).map_err(|error| directory_refused(&error))?;
                (at(nowhere), Err(directory_refused(&error)))
            }
        };
        let runtime = RuntimeDirectory::open(&directory).map_err(|error| directory_refused(&error))?;
        let lock = match control::take_or_ask(&runtime, &Ask::Focus { startup_id: startup_id() })? {
            Taken::Here(lock) => lock,
            Taken::There(Ok(_)) => return Ok(None),
            Taken::There(Err(refusal)) => {
                let why = refusal.message;
                let sentence =
                    format!("The app is open, and its window could not be brought to the front: {why}");
                return Err(Refused { exit: Exit::Locked, sentence });
            }
        };
        let mut place = Place { directory, runtime, lock, persistent: false };
        place.remove_passing();
        let home = known.and_then(|()| place.home());
        Ok(Some((place, home)))
    }

    /// Listens to other processes of this user. Without that the app still works.
    pub(crate) fn listen(
        &self,
        take: impl Fn(Ask, Waits, Answer) + Send + Sync + 'static,
    ) -> Option<Control> {
        Control::listen(&self.runtime.socket_path(), take)
            .inspect_err(|error| {
                say(
                    Level::Warn,
                    format_args!("a second start will not find this one: no control socket: {error}"),
                );
            })
            .ok()
    }

    fn home(&mut self) -> HomeOrRefusal {
        let refused = |error: HomeError| home_refused(&error);
        let mut home = DiskHome::open(self.directory.clone()).map_err(refused)?;
        let exists = home.exists().map_err(refused)?;
        if exists {
            // Before anything is written there, the log included.
            home.check_format().map_err(refused)?;
            log::keep_in(&self.directory.logs());
        }
        for repair in home.repairs() {
            say(Level::Warn, repair);
        }
        if exists {
            // The webview would fail where it cannot write. The runtime tells the person, who may go on without their data.
            self.persistent = home.check_writable().is_ok();
        } else {
            // Consent was withdrawn, and the run that did it was killed before it could remove the webview's files.
            home.erase_webview().map_err(refused)?;
        }
        Ok(Box::new(LoggedHome::new(home, self.directory.logs())))
    }

    /// Whether the webview's files are kept.
    pub(crate) fn is_persistent(&self) -> bool {
        self.persistent
    }

    /// Where the webview's files go: beside the data once the person has consented, else where they go with the process.
    pub(crate) fn webview_dir(&self) -> PathBuf {
        if self.persistent { self.directory.webview() } else { self.passing_webview() }
    }

    /// Where the webview's files go that must not outlive the process: in a directory of this process alone, for of what
    /// a killed one left its web processes may still hold files.
    pub(crate) fn passing_webview(&self) -> PathBuf {
        self.runtime.webview_path().join(std::process::id().to_string())
    }

    /// Leaves the place as the next run should find it.
    pub(crate) fn leave(self) {
        if !self.persistent {
            // They end a little after their window, and what one of them writes until then would be left.
            #[cfg(target_os = "linux")]
            crate::linux::end_page_processes();
        }
        self.remove_passing();
        if self.persistent
            && let Err(error) = self.remove_erased()
        {
            say(Level::Debug, format_args!("left for the next start to remove: {error}"));
        }
    }

    /// Where everything was erased while the window was open, its files are the last to go.
    fn remove_erased(&self) -> Result<(), HomeError> {
        let mut home = DiskHome::open(self.directory.clone())?;
        if home.exists()? { Ok(()) } else { home.erase_webview() }
    }

    fn remove_passing(&self) {
        if let Err(error) = self.runtime.remove_leftovers(&self.lock) {
            say(Level::Debug, format_args!("left for the next start to remove: {error}"));
        }
    }
}

#[cfg(target_os = "linux")]
fn startup_id() -> Option<String> {
    crate::linux::startup_id()
}

#[cfg(not(target_os = "linux"))]
fn startup_id() -> Option<String> {
    None
}

/// A home for a run that keeps nothing.
pub(crate) fn nothing_kept() -> Box<dyn Home> {
    Box::new(MemoryHome::new())
}

fn directory_refused(error: &DirectoryError) -> Refused {
    Refused { sentence: error.to_string(), exit: Exit::Refused }
}

pub(crate) fn home_refused(error: &HomeError) -> Refused {
    let exit = match error {
        HomeError::Format(_) | HomeError::Store(_) => Exit::Unreadable,
        _ => Exit::Refused,
    };
    Refused { sentence: error.to_string(), exit }
}

/// The refusal of a store that another try would not open either.
pub(crate) fn beyond_retry(error: &HomeError) -> Option<Refused> {
    let hopeless = matches!(error, HomeError::Format(_)) || error.is_damaged();
    hopeless.then(|| home_refused(error))
}
