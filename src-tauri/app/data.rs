//! `hyperdiv data`: what an app keeps, written to a file, read back, and erased.
//!
//! A running app does it itself, so that its windows follow at once; the data of one that does not run are opened.

mod ask;
mod file;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hyperdiv::Exit;
use hyperdiv::session::life::{Import, Receipt, text_of};
use hyperdiv_desktop::verb::{AppData, VerbError};
use serde_json::{Value, json};

use self::ask::{Answer, Progress};
use crate::line::Line;
use crate::output;
use crate::session::AppRef;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write everything that an app keeps to one JSON file, without keys and tokens.
    #[command(after_help = "Examples:
  hyperdiv data export --app session-demo --output diary.json
  hyperdiv data export --app org.example.notes --profile work | less

Without --output, or with '-', it goes to standard output. The file is for its owner alone (0600).")]
    Export {
        #[command(flatten)]
        of: Of,
        /// The file to write.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Write over a file that is there.
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Read back what `hyperdiv data export` has written. Signs nobody in.
    #[command(after_help = "Examples:
  hyperdiv data import diary.json
  hyperdiv data import diary.json --profile work --consent --json

A guest's data wait for the next session that is kept. '-' is standard input. Nothing that is there is written over.")]
    Import {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        of: Of,
        /// Add to data that are there already, instead of refusing.
        #[arg(long)]
        merge: bool,
        /// You agree that the data are kept on this computer. Asked at a terminal.
        #[arg(long)]
        consent: bool,
    },
    /// Erase everything that an app keeps, for good, and say what that was.
    #[command(after_help = "Examples:
  hyperdiv data erase --app session-demo
  hyperdiv data erase --app session-demo --profile work --yes --json

Sessions end, keys go first. An erasure that was cut short is finished by the next one, or by the next start of the app.")]
    Erase {
        #[command(flatten)]
        of: Of,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

/// Whose data.
#[derive(Args, Debug)]
pub(crate) struct Of {
    /// Of this app: the name of a bundled one, or an id such as org.example.notes. May be left out where one app has data.
    #[arg(long, value_name = "APP")]
    app: Option<AppRef>,
}

/// Does what the verb says.
///
/// # Errors
///
/// Where standard output does not take what is printed.
pub(crate) fn run(verb: &Verb, line: &Line) -> io::Result<Exit> {
    let done = match verb {
        Verb::Export { of, output, force } => export(of, output.as_ref(), *force, line),
        Verb::Import { file, of, merge, consent } => import(file, of, *merge, *consent, line),
        Verb::Erase { of, yes } => erase(of, *yes, line),
    };
    match done {
        Ok(printed) => printed.map(|()| Exit::Done),
        Err(error) => {
            error.tell();
            Ok(error.exit)
        }
    }
}

/// What was printed, or why nothing was done.
type Done = Result<io::Result<()>, VerbError>;

fn export(of: &Of, output: Option<&PathBuf>, force: bool, line: &Line) -> Done {
    let data = meant(of, line)?;
    let file = output.filter(|output| output.as_os_str() != "-");
    if let Some(file) = file {
        file::check(file, force)?;
    }
    let progress = Progress::start("Exporting");
    let exported = data.command("data_export", &json!({}));
    drop(progress);
    let exported = exported?;
    let text = text_of(&exported);
    let Some(file) = file else { return Ok(output::text(&text)) };
    file::write(file, text.as_bytes(), force)?;
    let values = count(&exported, "records") + count(&exported, "settings");
    let told = json!({ "app": data.app(), "profile": data.profile(), "file": file, "bytes": text.len(), "values": values });
    let sentence =
        format!("Wrote {} of {} to {}.\n", output::counted(values, "value"), data.app(), file.display());
    Ok(tell(line, &told, &sentence))
}

fn import(file: &Path, of: &Of, merge: bool, consent: bool, line: &Line) -> Done {
    let text = file::read(file)?;
    let refused = |error: hyperdiv::session::life::ImportError| VerbError {
        exit: Exit::Failed,
        sentence: format!("{}: {error}", file.display()),
    };
    // Checked here as it is in the file, where a key may be there twice; what is sent on has been read.
    let import = Import::parse(&text).map_err(refused)?;
    let document: Value = serde_json::from_slice(&text).map_err(|error| VerbError {
        exit: Exit::Failed,
        sentence: format!("{} cannot be read: {error}", file.display()),
    })?;
    let app = of.app.as_ref().map_or(import.app(), AppRef::id);
    let data = line.place.of_app(app)?;
    if !consent {
        let question = format!(
            "Keep what is in {} on this computer, as data of {} (profile {})?",
            file.display(),
            data.app(),
            data.profile()
        );
        agreed(ask::person(&question), "--consent")?;
    }
    let progress = Progress::start("Importing");
    let args = json!({ "document": document, "merge": merge, "consent": true });
    let imported = data.command("data_import", &args);
    drop(progress);
    let imported = imported?;
    let number = |name: &str| imported[name].as_u64().unwrap_or(0);
    let mut sentence =
        format!("Imported {} of {}.\n", output::counted(number("values"), "value"), data.app());
    if number("guests") > 0 {
        sentence.push_str("They are there for the next session that is kept.\n");
    }
    if number("left_out") > 0 {
        sentence.push_str(&format!("Left out {} that are there already.\n", number("left_out")));
    }
    Ok(tell(line, &imported, &sentence))
}

fn erase(of: &Of, yes: bool, line: &Line) -> Done {
    let data = meant(of, line)?;
    if !yes {
        let question = format!(
            "Erase everything that {} keeps on this computer (profile {})? This cannot be undone.",
            data.app(),
            data.profile()
        );
        agreed(ask::person(&question), "--yes")?;
    }
    let progress = Progress::start("Erasing");
    let receipt = data.command("data_erase", &json!({}));
    drop(progress);
    let receipt = receipt?;
    let text = serde_json::from_value::<Receipt>(receipt.clone()).map(|receipt| receipt.to_string());
    Ok(tell(line, &receipt, &text.unwrap_or_else(|_| "Erased.\n".to_owned())))
}

/// Lets through what the person has agreed to.
fn agreed(answer: Answer, flag: &str) -> Result<(), VerbError> {
    match answer {
        Answer::Yes => Ok(()),
        Answer::No => Err(VerbError { exit: Exit::Failed, sentence: "nothing was done".to_owned() }),
        Answer::Nobody => {
            let sentence =
                format!("there is no terminal to ask at, and nothing was done; add {flag} to agree");
            Err(VerbError { exit: Exit::Usage, sentence })
        }
    }
}

/// The data that a command line means: those of the app that it names, or of the only one that has some.
fn meant(of: &Of, line: &Line) -> Result<AppData, VerbError> {
    if let Some(app) = &of.app {
        return line.place.of_app(app.id());
    }
    let all = line.place.all()?;
    let names: Vec<&str> = all.iter().map(AppData::app).collect();
    match all.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(VerbError {
            exit: Exit::Failed,
            sentence: format!(
                "no app has data in the profile {}; name one with --app",
                line.place.profile()?
            ),
        }),
        _ => Err(VerbError {
            exit: Exit::Usage,
            sentence: format!("more than one app has data; name one with --app: {}", names.join(", ")),
        }),
    }
}

/// How many entries an export has of this kind.
fn count(exported: &Value, field: &str) -> u64 {
    let owners = exported["owners"].as_array().into_iter().flatten();
    owners.map(|owner| owner[field].as_array().map_or(0, Vec::len) as u64).sum()
}

fn tell(line: &Line, value: &Value, sentence: &str) -> io::Result<()> {
    if line.json { output::json(value) } else { output::text(sentence) }
}

/// A line on standard error, where a person reads it.
fn on_terminal(text: &str) {
    // Nobody misses it where it cannot be written.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
