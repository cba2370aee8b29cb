//! What the command line does with the data of an app: beside its running process through the control socket, else on
//! disk, as the only one that has the profile.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use hyperdiv_session::directory::{AppId, Base, DirectoryError, ProfileDirectory, ProfileName};
use hyperdiv_session::home::{DiskHome, Home, HomeError};
use hyperdiv_session::runtime_dir::RuntimeDirectory;
use hyperdiv_session::ui::{administer_offline, data_offline, erase_offline};
use serde_json::Value;

use crate::control::{self, Ask, Refusal, Taken};
use crate::exit::Exit;
use crate::log::{self, Level, say};
use crate::refusal::Refused;

/// The data of one app in one profile, which need not exist.
#[derive(Clone, Debug)]
pub struct AppData {
    directory: ProfileDirectory,
}

/// Why a verb did nothing, or not all of what it was to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbError {
    /// For the process's exit status.
    pub exit: Exit,
    /// One sentence for a person: what happened, and what to do.
    pub sentence: String,
}

impl VerbError {
    /// Says so in one line on standard error.
    pub fn tell(&self) {
        log::line(&self.sentence);
    }
}

impl fmt::Display for VerbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for VerbError {}

impl From<Refused> for VerbError {
    fn from(refused: Refused) -> VerbError {
        VerbError { exit: refused.exit, sentence: refused.sentence }
    }
}

impl From<DirectoryError> for VerbError {
    fn from(error: DirectoryError) -> VerbError {
        let exit = if matches!(error, DirectoryError::Name { .. }) { Exit::Usage } else { Exit::Refused };
        VerbError { exit, sentence: error.to_string() }
    }
}

impl From<HomeError> for VerbError {
    fn from(error: HomeError) -> VerbError {
        let refused = crate::place::home_refused(&error);
        let exit = match &error {
            HomeError::Store(error) if error.is_locked() => Exit::Locked,
            // Opening a store writes to it.
            HomeError::Store(error) if error.is_full() || error.is_read_only() => Exit::NotWritten,
            _ => refused.exit,
        };
        VerbError { exit, sentence: refused.sentence }
    }
}

impl AppData {
    /// The data of the app with this id.
    ///
    /// # Errors
    ///
    /// Where the id is none, or there is no directory for data.
    pub fn of_app(app_id: &str, profile: &str, data_dir: Option<&Path>) -> Result<AppData, VerbError> {
        let (app, profile) = (AppId::parse(app_id)?, ProfileName::parse(profile)?);
        Ok(AppData { directory: ProfileDirectory::new(Base::resolve(data_dir)?, app, profile) })
    }

    /// The data of every app that has or may have some: those with a directory, and `known` ones, which may be running
    /// and keep nothing. In the order of their ids; with `profile`, of that one only.
    ///
    /// # Errors
    ///
    /// Where there is no directory for data, or it cannot be read.
    pub fn of_all(
        known: &[&str],
        profile: Option<&str>,
        data_dir: Option<&Path>,
    ) -> Result<Vec<AppData>, VerbError> {
        let base = Base::resolve(data_dir)?;
        let profile = profile.map(ProfileName::parse).transpose()?;
        let mut names: Vec<(String, ProfileName)> = Vec::new();
        for app in known {
            names.push(((*app).to_owned(), profile.clone().unwrap_or_default()));
        }
        for app in names_in(base.path())?.into_iter().filter(|name| AppId::parse(name).is_ok()) {
            match &profile {
                Some(profile) => names.push((app, profile.clone())),
                None => {
                    let profiles = names_in(&base.path().join(&app))?;
                    let profiles = profiles.iter().filter_map(|name| ProfileName::parse(name).ok());
                    names.extend(profiles.map(|profile| (app.clone(), profile)));
                }
            }
        }
        names.sort_by(|a, b| (&a.0, a.1.as_str()).cmp(&(&b.0, b.1.as_str())));
        names.dedup();
        let at = |(app, profile): (String, ProfileName)| {
            Ok(AppData { directory: ProfileDirectory::new(base.clone(), AppId::parse(&app)?, profile) })
        };
        names.into_iter().map(at).collect()
    }

    /// The app's id.
    #[must_use]
    pub fn app(&self) -> &str {
        self.directory.app().as_str()
    }

    /// The profile's name.
    #[must_use]
    pub fn profile(&self) -> &str {
        self.directory.profile().as_str()
    }

    /// The directory that it is in, or would be.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn directory(&self) -> &ProfileDirectory {
        &self.directory
    }

    /// Whether anything is kept, or the app has run since the computer was started.
    #[must_use]
    pub fn may_hold_something(&self) -> bool {
        // Not `exists`: what cannot be looked at may well hold something.
        let absent = |path: &Path| {
            path.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        };
        !(absent(self.directory.path()) && absent(&RuntimeDirectory::locate(&self.directory).lock_path()))
    }

    /// Does `session_list`, `session_revoke`, `session_sweep`, `keys_rotate`, `data_export`, `data_import` or `data_erase`. Only an import
    /// that the person has agreed to creates a directory for data.
    ///
    /// # Errors
    ///
    /// [`VerbError`], with the exit code for it.
    pub fn command(&self, name: &str, args: &Value) -> Result<Value, VerbError> {
        let runtime = RuntimeDirectory::open(&self.directory)?;
        let ask = Ask::Command { name: name.to_owned(), args: args.clone() };
        match control::take_or_ask(&runtime, &ask)? {
            Taken::There(answer) => answer.map_err(|refusal| of_refusal(&refusal)),
            // The lock is held until the end of the arm.
            Taken::Here(_lock) => {
                // What is damaged waits for the app, which tells the person what it restores.
                let mut home = DiskHome::open(self.directory.clone())?.without_repair();
                for repair in home.repairs() {
                    say(Level::Warn, repair);
                }
                if name == "data_erase" {
                    // Also of what cannot be opened, and on where an earlier one stopped.
                    return erase_offline(home, now()).map_err(|error| of_refusal(&error.into()));
                }
                if home.exists()? {
                    // What cannot be opened has an exit code of its own, which the answer does not tell.
                    drop(home.open_store()?);
                }
                let done = if name.starts_with("data_") {
                    let of = (self.app(), self.profile());
                    data_offline(Box::new(home), of, now(), name, args)
                } else {
                    administer_offline(Box::new(home), now(), name, args)
                };
                done.map_err(|error| of_refusal(&error.into()))
            }
        }
    }
}

/// The names in a directory; none where it is not there.
fn names_in(dir: &Path) -> Result<Vec<String>, VerbError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| unlisted(dir, &error))?,
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let names = names.collect::<Result<Vec<_>, _>>().map_err(|error| unlisted(dir, &error))?;
    Ok(names.into_iter().filter_map(|name| name.into_string().ok()).collect())
}

fn unlisted(dir: &Path, error: &std::io::Error) -> VerbError {
    let sentence = format!("{} cannot be read: {error}", dir.display());
    VerbError { exit: Exit::Refused, sentence }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

fn of_refusal(refusal: &Refusal) -> VerbError {
    let exit = match refusal.code.as_str() {
        "refused" => Exit::Refused,
        "unreadable" => Exit::Unreadable,
        "storage" | "exists" => Exit::NotWritten,
        "busy" => Exit::Locked,
        _ => Exit::Failed,
    };
    VerbError { exit, sentence: refusal.message.clone() }
}
