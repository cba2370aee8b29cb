//! `hyperdiv session`: who is signed in on this computer, and the end of that.
//!
//! A running app is asked, so that its windows follow at once; the data of one that does not run are opened. No verb
//! makes a directory for data.

use std::io;
use std::str::FromStr;

use clap::{ArgGroup, Args, Subcommand};
use hyperdiv::Exit;
use hyperdiv_desktop::verb::{AppData, VerbError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::apps::APPS;
use crate::line::Line;
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the sessions.
    #[command(after_help = "Examples:
  hyperdiv session list
  hyperdiv session list --app session-demo --profile work --json

Times are in UTC. A session that is not kept ends with its app.")]
    List {
        #[command(flatten)]
        of: Of,
    },
    /// End sessions: their tokens are refused from then on, and the data of guests go with them.
    #[command(after_help = "Examples:
  hyperdiv session revoke 0123456789ab
  hyperdiv session revoke --others --app session-demo
  hyperdiv session revoke --all --app org.example.notes")]
    #[command(group = ArgGroup::new("which").required(true))]
    Revoke {
        /// The one with this handle, as `hyperdiv session list` shows it.
        #[arg(group = "which")]
        handle: Option<String>,
        /// All but the one that is open in the app's window.
        #[arg(long, group = "which", requires = "app")]
        others: bool,
        /// All.
        #[arg(long, group = "which", requires = "app")]
        all: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Sign with a new key from now on: sessions go on, or end with --now.
    #[command(after_help = "Examples:
  hyperdiv session rotate
  hyperdiv session rotate --now --app session-demo

Without --now what the former key has signed stays good, and is signed anew when it is next used. With it all sessions end as by
`revoke --all`, and the former keys are removed: for the case that someone else has them.")]
    Rotate {
        /// End all sessions, and forget the former keys.
        #[arg(long, requires = "app")]
        now: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Remove what is left of sessions that have ended or expired.
    #[command(after_help = "Example:\n  hyperdiv session sweep")]
    Sweep {
        #[command(flatten)]
        of: Of,
    },
}

/// Whose sessions.
#[derive(Args, Debug)]
pub(crate) struct Of {
    /// Of this app only: the name of a bundled one, or an id such as org.example.notes.
    #[arg(long, value_name = "APP")]
    app: Option<AppRef>,
}

/// An app, by its id.
#[derive(Clone, Debug)]
pub(crate) struct AppRef(String);

impl AppRef {
    pub(crate) fn id(&self) -> &str {
        &self.0
    }
}

impl FromStr for AppRef {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<AppRef, Self::Err> {
        let bundled = APPS.iter().find(|app| app.name == text);
        Ok(AppRef(bundled.map_or(text, |app| app.id).to_owned()))
    }
}

/// A session, as the app tells it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Session {
    pub(crate) handle: String,
    pub(crate) created_at: i64,
    pub(crate) last_used: i64,
    pub(crate) ends_at: i64,
    /// It is the one of the app's open window.
    pub(crate) current: bool,
    pub(crate) kept: bool,
}

/// A session with where it is.
#[derive(Debug, Serialize)]
struct Row {
    app: String,
    profile: String,
    #[serde(flatten)]
    session: Session,
}

/// Does what the verb says.
///
/// # Errors
///
/// Where standard output does not take what is printed.
pub(crate) fn run(verb: &Verb, line: &Line) -> io::Result<Exit> {
    match verb {
        Verb::List { of } => list(of, line),
        Verb::Revoke { handle, others, all, of } => match handle {
            Some(handle) => revoke_one(handle, of, line),
            None => {
                debug_assert!(others != all, "the command line has exactly one of the three");
                revoke_many(if *all { "all" } else { "others" }, of, line)
            }
        },
        Verb::Rotate { now, of } => rotate(*now, of, line),
        Verb::Sweep { of } => sweep(of, line),
    }
}

fn list(of: &Of, line: &Line) -> io::Result<Exit> {
    let rows_of = |data: &AppData| {
        let (app, profile) = (data.app().to_owned(), data.profile().to_owned());
        let row = move |session| Row { app: app.clone(), profile: profile.clone(), session };
        Ok(sessions_of(data)?.into_iter().map(row).collect::<Vec<_>>())
    };
    let (listed, exit) = each(of, line, rows_of);
    if listed.is_empty() && exit != Exit::Done {
        return Ok(exit);
    }
    let rows: Vec<Row> = listed.into_iter().flatten().collect();
    if line.json {
        output::json(&rows)?;
    } else {
        output::text(&table(&rows))?;
    }
    Ok(exit)
}

fn sweep(of: &Of, line: &Line) -> io::Result<Exit> {
    let sweep = |data: &AppData| Ok(number(&data.command("session_sweep", &json!({}))?, "removed"));
    let (removed, exit) = each(of, line, sweep);
    if !removed.is_empty() || exit == Exit::Done {
        tell(line, "removed", removed.iter().sum(), "Removed what is left of")?;
    }
    Ok(exit)
}

fn rotate(at_once: bool, of: &Of, line: &Line) -> io::Result<Exit> {
    let rotate = |data: &AppData| data.command("keys_rotate", &json!({ "now": at_once }));
    let (answers, exit) = each(of, line, rotate);
    if answers.is_empty() && exit != Exit::Done {
        return Ok(exit);
    }
    let rotated = answers.iter().filter(|answer| answer["rotated"] == true).count();
    let revoked: u64 = answers.iter().map(|answer| number(answer, "revoked")).sum();
    if line.json {
        output::json(&json!({ "rotated": rotated, "revoked": revoked }))?;
        return Ok(exit);
    }
    let mut text = format!("Made new keys for {}", output::counted(rotated as u64, "app"));
    if at_once {
        text.push_str(&format!(", and ended {}", output::counted(revoked, "session")));
    }
    output::text(&format!("{text}.\n"))?;
    Ok(exit)
}

fn revoke_many(which: &str, of: &Of, line: &Line) -> io::Result<Exit> {
    let revoke =
        |data: &AppData| Ok(number(&data.command("session_revoke", &json!({ "handle": which }))?, "revoked"));
    let (revoked, exit) = each(of, line, revoke);
    if !revoked.is_empty() || exit == Exit::Done {
        tell(line, "revoked", revoked.iter().sum(), "Ended")?;
    }
    Ok(exit)
}

/// Looks for the handle in each app, and ends its session there.
fn revoke_one(handle: &str, of: &Of, line: &Line) -> io::Result<Exit> {
    let mut known = Vec::new();
    let (revoked, exit) = each(of, line, |data| {
        let sessions = sessions_of(data)?;
        let found = sessions.iter().any(|session| session.handle == handle);
        known.extend(sessions.into_iter().map(|session| session.handle));
        if !found {
            return Ok(0);
        }
        Ok(number(&data.command("session_revoke", &json!({ "handle": handle }))?, "revoked"))
    });
    let revoked: u64 = revoked.into_iter().sum();
    // Where an app could not be looked at, or its session not be ended, that is the answer.
    if revoked == 0 && exit == Exit::Done {
        let there = if known.is_empty() {
            "there are none".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        let sentence = format!("No session has the handle {handle:?}; {there}");
        VerbError { exit: Exit::Failed, sentence }.tell();
        return Ok(Exit::Failed);
    }
    if revoked > 0 {
        tell(line, "revoked", revoked, "Ended")?;
    }
    Ok(exit)
}

/// Does something with the data of each app that is meant. What fails is said; the others are still done, and the first
/// failure decides the exit code.
fn each<T>(of: &Of, line: &Line, mut verb: impl FnMut(&AppData) -> Result<T, VerbError>) -> (Vec<T>, Exit) {
    let mut exit = Exit::Done;
    let mut fail = |error: &VerbError| {
        error.tell();
        if exit == Exit::Done {
            exit = error.exit;
        }
    };
    let done = match meant(of, line) {
        Err(error) => {
            fail(&error);
            Vec::new()
        }
        Ok(all) => all.iter().filter_map(|data| verb(data).inspect_err(&mut fail).ok()).collect(),
    };
    (done, exit)
}

/// The data that a command line means: of one app, or of all that have some.
fn meant(of: &Of, line: &Line) -> Result<Vec<AppData>, VerbError> {
    let Some(AppRef(id)) = &of.app else { return line.place.all() };
    let mut one = vec![line.place.of_app(id)?];
    one.retain(AppData::may_hold_something);
    Ok(one)
}

/// The sessions of an app.
///
/// # Errors
///
/// Where it cannot be asked, or its data not be opened.
pub(crate) fn sessions_of(data: &AppData) -> Result<Vec<Session>, VerbError> {
    let mut list = data.command("session_list", &json!({}))?;
    serde_json::from_value(list["sessions"].take()).map_err(|error| VerbError {
        exit: Exit::Failed,
        sentence: format!("{} answered what this version does not know: {error}", data.app()),
    })
}

fn number(answer: &Value, name: &str) -> u64 {
    answer[name].as_u64().unwrap_or(0)
}

fn tell(line: &Line, name: &str, count: u64, what: &str) -> io::Result<()> {
    if line.json {
        return output::json(&json!({ (name): count }));
    }
    output::text(&format!("{what} {count} session{}.\n", if count == 1 { "" } else { "s" }))
}

/// The sessions in columns, each as wide as it needs to be.
fn table(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "No sessions.\n".to_owned();
    }
    let head = ["APP", "HANDLE", "SIGNED IN", "LAST USED", "ENDS", ""].map(str::to_owned);
    let cells: Vec<[String; 6]> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let width = |column: usize| cells.iter().filter_map(|row| row.get(column)).map(String::len).max();
    let widths: Vec<usize> = (0..6).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &cells {
        let columns: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(columns.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn cells(row: &Row) -> [String; 6] {
    let session = &row.session;
    let bundled = APPS.iter().find(|app| app.id == row.app);
    let name = bundled.map_or(row.app.as_str(), |app| app.name).to_owned();
    let note = match (session.current, session.kept) {
        (true, true) => "current",
        (true, false) => "current, not kept",
        (false, _) => "",
    };
    let at = [session.created_at, session.last_used, session.ends_at].map(moment);
    let [created, used, ends] = at;
    [name, session.handle.clone(), created, used, ends, note.to_owned()]
}

/// A time as people and programs read it alike, to the second.
fn moment(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok();
    time.and_then(|time| time.format(&Rfc3339).ok()).unwrap_or_else(|| "-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_utc() {
        assert_eq!(moment(1_767_225_600), "2026-01-01T00:00:00Z");
        assert_eq!(moment(i64::MAX), "-");
    }

    #[test]
    fn columns_line_up() {
        let row = |app: &str, current| Row {
            app: app.to_owned(),
            profile: "default".to_owned(),
            session: Session {
                handle: "0123456789ab".to_owned(),
                created_at: 0,
                last_used: 60,
                ends_at: 3600,
                current,
                kept: true,
            },
        };
        let text = table(&[row("io.hyperdiv.session-demo", true), row("org.example.notes", false)]);
        assert_eq!(
            text,
            "APP                HANDLE        SIGNED IN             LAST USED             ENDS\n\
             session-demo       0123456789ab  1970-01-01T00:00:00Z  1970-01-01T00:01:00Z  1970-01-01T01:00:00Z  current\n\
             org.example.notes  0123456789ab  1970-01-01T00:00:00Z  1970-01-01T00:01:00Z  1970-01-01T01:00:00Z\n"
        );
        assert_eq!(table(&[]), "No sessions.\n");
    }

    #[test]
    fn an_app_is_called_by_its_name_or_its_id() {
        let id = |text: &str| text.parse::<AppRef>().unwrap().0;
        assert_eq!(id("counter"), "io.hyperdiv.counter");
        assert_eq!(id("org.example.notes"), "org.example.notes");
    }
}
