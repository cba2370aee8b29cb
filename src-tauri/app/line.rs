//! The command line: verbs, options, and the help that explains them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use hyperdiv::Exit;
use hyperdiv_desktop::verb::{AppData, VerbError};
use hyperdiv_session::directory::ProfileName;

use crate::apps::{APPS, AppName};
use crate::data;
use crate::session;
use crate::token;

const EXAMPLES: &str = "\
Examples:
  hyperdiv                           open the launcher
  hyperdiv open session-demo         open an app
  hyperdiv apps --json               list the apps for a program
  hyperdiv token verify --help       sign and verify tokens in a pipe
  hyperdiv session list              list who is signed in on this computer
  hyperdiv data export --help        write, read back and erase what an app keeps
  hyperdiv doctor                    say what is wrong, and what to do about it

Exit codes: 0 done; 1 could not run; 2 usage; 3 another process has the profile and does not answer; 4 the data directory was
refused, or there is no home directory; 5 the store is newer than this program, or unreadable; 6 a verb could not write; 7 a token
is invalid; 8 no display.";

/// Desktop apps with sessions, consent and private data built in.
#[derive(Debug, Parser)]
#[command(name = "hyperdiv", version, after_help = EXAMPLES, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Line {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Print one JSON value instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say on standard error when the window shows its first frame.
    #[arg(long, global = true)]
    pub(crate) log_ready: bool,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// Whose data a verb is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct Place {
    /// Another profile: 1 to 32 of a-z, 0-9 and '-'.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<OsString>,
    /// Keep data below DIR instead of the user's data directory.
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Open an app in its window.
    #[command(after_help = "Example:\n  hyperdiv open session-demo --profile work")]
    Open {
        /// Its name, as `hyperdiv apps` lists it.
        app: AppName,
    },
    /// List the apps.
    #[command(after_help = "Examples:\n  hyperdiv apps\n  hyperdiv apps --json")]
    Apps,
    /// Sign and verify tokens as hyperdiv-session and Django do.
    #[command(subcommand)]
    Token(token::Verb),
    /// List, end and tidy up sessions, beside a running app or without one.
    #[command(subcommand)]
    Session(session::Verb),
    /// Export, import and erase what an app keeps, beside a running app or without one.
    #[command(subcommand)]
    Data(data::Verb),
    /// Say what is wrong with this computer or with the data, and what to do. Changes nothing.
    #[command(after_help = "Examples:\n  hyperdiv doctor\n  hyperdiv doctor --profile work --json")]
    Doctor,
}

impl Place {
    /// The profile that was named.
    ///
    /// # Errors
    ///
    /// Where it is no name of one.
    pub(crate) fn named_profile(&self) -> Result<Option<&str>, VerbError> {
        let Some(name) = &self.profile else { return Ok(None) };
        name.to_str().filter(|name| ProfileName::parse(name).is_ok()).map(Some).ok_or_else(|| VerbError {
            exit: Exit::Usage,
            sentence: format!("{name:?} is no name of a profile; use 1 to 32 of a-z, 0-9 and '-'"),
        })
    }

    /// The profile that is meant.
    ///
    /// # Errors
    ///
    /// As [`named_profile`](Self::named_profile).
    pub(crate) fn profile(&self) -> Result<&str, VerbError> {
        Ok(self.named_profile()?.unwrap_or("default"))
    }

    /// The data of the app with this id, which need not be there.
    ///
    /// # Errors
    ///
    /// Where the id or the profile is none, or there is no directory for data.
    pub(crate) fn of_app(&self, id: &str) -> Result<AppData, VerbError> {
        AppData::of_app(id, self.profile()?, self.data_dir.as_deref())
    }

    /// The data of every app that has or may have some.
    ///
    /// # Errors
    ///
    /// As [`of_app`](Self::of_app), and where the directory cannot be read.
    pub(crate) fn all(&self) -> Result<Vec<AppData>, VerbError> {
        let known: Vec<&str> = APPS.iter().map(|app| app.id).collect();
        let mut all = AppData::of_all(&known, Some(self.profile()?), self.data_dir.as_deref())?;
        all.retain(AppData::may_hold_something);
        Ok(all)
    }

    /// As arguments of an app.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let profile = self.profile.iter().flat_map(|name| ["--profile".into(), name.clone()]);
        let data_dir = self.data_dir.iter().flat_map(|dir| ["--data-dir".into(), dir.into()]);
        profile.chain(data_dir).collect()
    }
}

/// Says what is wrong with a command line in one line, or prints the help that was asked for.
pub(crate) fn refuse(error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        return if error.print().is_ok() { Exit::Done } else { Exit::NotWritten };
    }
    eprintln!("hyperdiv: {}; `hyperdiv --help` shows what there is", sentence(&error.render().to_string()));
    Exit::Usage
}

/// The first paragraph of a message of the parser, and its tip, in one line.
fn sentence(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let mut paragraphs = message.split("\n\n").map(|paragraph| {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        words.join(" ")
    });
    let first = paragraphs.next().unwrap_or_default();
    match paragraphs.find_map(|paragraph| paragraph.strip_prefix("tip: ").map(str::to_owned)) {
        Some(tip) => format!("{first} ({tip})"),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Line::command().debug_assert();
    }

    #[test]
    fn an_error_is_one_line() {
        for bad in [&["--wat"][..], &["open"], &["open", "nothing"], &["aps"], &["--profile"]] {
            let error = Line::try_parse_from([&["hyperdiv"], bad].concat()).unwrap_err();
            let sentence = sentence(&error.render().to_string());
            assert!(
                !sentence.is_empty() && !sentence.contains('\n') && !sentence.contains("Usage"),
                "{sentence}"
            );
        }
    }
}
