//! `cargo xtask bench`: runs the benches, prints their lines as one table, and says how many keep their budget.
//!
//! A bench is a program of the root package (`tests/bench/NAME.rs`, `harness = false`) that prints one JSON object a line:
//! `{"name", "ours", "peer", "peer_value", "unit", "ratio", "budget", "ok"}`. What else it prints is passed on. With `--peers` the peers
//! are built and measured first, on the same machine in the same minute, and the benches find the figures in the file that
//! `HYPERDIV_PEERS` names: an object from a row's name to `{"peer", "value", "unit"}`. The bench of the start gets two programs instead,
//! ours and a bare Tauri window, and starts them in turn; that of the page gets an app, and brings its peer itself.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Map, Value};

use crate::{Error, Repo, Result, originals, process, release, setup, table};

/// The bench programs, in the order of the table.
const BENCHES: [&str; 5] = ["runtime", "tokens", "store", PAGE, STARTUP];

/// The bench that clicks in the real window.
const PAGE: &str = "page";

/// The bench that starts the program itself, as it is packed.
const STARTUP: &str = "startup";

const HOW: &str = "usage: cargo xtask bench [NAME]... [--json FILE] [--peers]";

/// What `cargo xtask bench` was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Run these alone; all where none is named.
    pub names: Vec<&'static str>,
    /// Write the lines here, as one JSON array.
    pub json: Option<PathBuf>,
    /// Build and measure the peers first.
    pub peers: bool,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(word) = args.next() {
            match word.as_str() {
                "--peers" => options.peers = true,
                "--json" => {
                    let file =
                        args.next().ok_or_else(|| Error::Usage(format!("--json needs a file; {HOW}")))?;
                    options.json = Some(file.into());
                }
                other => match BENCHES.iter().find(|bench| **bench == other) {
                    Some(bench) => options.names.push(bench),
                    None => return Err(Error::Usage(format!("`{other}` is not known; {HOW}"))),
                },
            }
        }
        Ok(options)
    }

    /// The benches to run, in the order of the table. Windows are opened on Linux alone.
    fn benches(&self) -> impl Iterator<Item = &'static str> {
        let wanted = |bench: &&str| self.names.is_empty() || self.names.contains(bench);
        let can_run = |bench: &&str| ![PAGE, STARTUP].contains(bench) || cfg!(target_os = "linux");
        BENCHES.into_iter().filter(wanted).filter(can_run)
    }
}

/// Runs the benches; true if every line keeps its budget.
///
/// # Errors
/// If a bench or peer cannot be built or fails, or prints no line.
pub fn bench(repo: &mut Repo, options: &Options) -> Result<bool> {
    setup::setup(repo)?;
    let mut command = repo.cargo(&["bench", "--no-default-features", "--features", "testing"]);
    for bench in options.benches() {
        command.args(["--bench", bench]);
        match bench {
            "runtime" if options.peers => {
                command.env("HYPERDIV_PEERS", peers(repo)?);
            }
            PAGE => {
                command.env("HYPERDIV_ROWS_PROGRAM", release::example(repo, "rows_probe")?);
            }
            STARTUP => {
                command.env("HYPERDIV_PROGRAM", release::build(repo)?);
                if options.peers {
                    command.env("HYPERDIV_PEER_TAURI", tauri(repo)?);
                }
            }
            _ => {}
        }
    }
    let mut lines = Vec::new();
    let status = process::tee(command, |line| lines.extend(Line::parse(line)))?;
    if !status.success() {
        return Err(Error::failed(format!("`cargo bench` failed ({status})")));
    }
    if lines.is_empty() {
        return Err(Error::failed("the benches measured nothing"));
    }
    if let Some(file) = &options.json {
        let array = Value::Array(lines.iter().map(|line| line.0.clone()).collect());
        fs::write(file, format!("{array:#}\n")).map_err(Error::file(file))?;
    }
    print!("\n{}\n", report(&lines));
    let over = lines.iter().filter(|line| !line.is_ok()).count();
    println!("{} within budget, {over} over", lines.len() - over);
    Ok(over == 0)
}

/// Builds and runs the runtime's peers; the answer is the file with their figures.
fn peers(repo: &Repo) -> Result<PathBuf> {
    let mut hyperdiv = repo.command(&originals::python(repo)?.to_string_lossy(), &[]);
    hyperdiv.arg(repo.path("src-tauri/crates/xtask/peers/hyperdiv/rows.py"));
    println!("Measuring Hyperdiv");
    let mut all = figures(hyperdiv)?;
    all.extend(figures(peer(repo, "run", "dioxus"))?);
    let file = repo.path("target/peers/figures.json");
    fs::write(&file, format!("{:#}\n", Value::Object(all))).map_err(Error::file(&file))?;
    Ok(file)
}

/// Runs a peer that prints its figures.
fn figures(mut command: Command) -> Result<Map<String, Value>> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|source| Error::Start { command: "a peer".to_owned(), source })?;
    if !output.status.success() {
        return Err(no_peer());
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Error::failed(format!("the peers printed no figures: {error}")))
}

/// Builds the start's peer, which the bench starts in turn with ours.
fn tauri(repo: &Repo) -> Result<PathBuf> {
    let mut command = peer(repo, "build", "tauri");
    release::without_places(repo, &mut command)?;
    process::run(command).map_err(|_| no_peer())?;
    Ok(repo.path("target/peers/release/peer-tauri"))
}

/// Cargo on a peer.
fn peer(repo: &Repo, verb: &str, name: &str) -> Command {
    println!("Building the peer {name}");
    let manifest = repo.path("src-tauri/crates/xtask/peers").join(name).join("Cargo.toml");
    let mut command = repo.cargo(&[verb, "--quiet", "--release", "--locked", "--manifest-path"]);
    // A target directory of its own: nothing of a peer may reach the artifacts of this workspace.
    command.arg(manifest).arg("--target-dir").arg(repo.path("target/peers")).stderr(Stdio::inherit());
    command
}

fn no_peer() -> Error {
    Error::failed("a peer could not be built or run; does it need to be fetched, and is there a network?")
}

/// One measured line.
struct Line(Value);

impl Line {
    /// `None` for output that is not a measured line.
    fn parse(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line.trim()).ok().filter(Value::is_object)?;
        let is_one =
            value.get("name").is_some_and(Value::is_string) && value.get("ok").is_some_and(Value::is_boolean);
        is_one.then_some(Self(value))
    }

    fn is_ok(&self) -> bool {
        self.0.get("ok") == Some(&Value::Bool(true))
    }

    /// A field as text: numbers with as many digits as they are good for, absent ones empty.
    fn cell(&self, field: &str) -> String {
        match self.0.get(field) {
            None | Some(Value::Null) => String::new(),
            Some(Value::Number(number)) => number.as_f64().map_or_else(|| number.to_string(), rounded),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }
}

fn rounded(number: f64) -> String {
    match number.abs() {
        size if size >= 1000.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.3}"),
    }
}

fn report(lines: &[Line]) -> String {
    let mut rows =
        vec![["name", "ours", "unit", "peer", "its", "ratio", "budget", ""].map(str::to_owned).to_vec()];
    for line in lines {
        let mut row: Vec<String> = ["name", "ours", "unit", "peer", "peer_value", "ratio", "budget"]
            .map(|field| line.cell(field))
            .to_vec();
        row.push(if line.is_ok() { "" } else { "OVER" }.to_owned());
        rows.push(row);
    }
    table::aligned(&rows, &[1, 4, 5, 6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_measured_lines_are_taken() {
        let good = r#"{"name":"swap","ours":12,"unit":"us","ok":true}"#;
        assert!(Line::parse(good).is_some_and(|line| line.is_ok()));
        for other in ["", "running 3 benches", "[1]", "{}", r#"{"name":"x"}"#, r#"{"name":1,"ok":true}"#] {
            assert!(Line::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_table_shows_ratios_and_marks_what_is_over() {
        let lines = [
            r#"{"name":"click a counter","ours":163.27,"peer":"Dioxus","peer_value":614.2,"unit":"us","ratio":0.2658,"budget":0.5,"ok":true}"#,
            r#"{"name":"verify","ours":1900.4,"peer":null,"unit":"ns","budget":"<= 5 us","ok":false}"#,
        ]
        .map(|line| Line::parse(line).unwrap());
        assert_eq!(
            report(&lines),
            "name              ours  unit  peer      its  ratio   budget\n\
             click a counter  163.3  us    Dioxus  614.2  0.266    0.500\n\
             verify            1900  ns                          <= 5 us  OVER\n"
        );
    }

    #[test]
    fn the_command_line() {
        let parse =
            |line: &str| Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            parse("--json a.json --peers").unwrap(),
            Options { names: Vec::new(), json: Some("a.json".into()), peers: true }
        );
        let some = parse("store runtime").unwrap();
        assert_eq!(some.benches().collect::<Vec<_>>(), ["runtime", "store"]);
        assert!(parse("--json").is_err_and(|error| error.to_string().contains("needs a file")));
        assert!(parse("--fast").is_err_and(|error| error.to_string().contains("not known")));
    }
}
