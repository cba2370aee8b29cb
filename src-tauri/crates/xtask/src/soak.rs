//! `cargo xtask soak`: what must not lose data is killed, starved of space and cut off from power, for as long as one likes.
//!
//! The loops are tests of the session crate, a short run of which is part of `cargo xtask test`. This builds them as they are
//! released, gives them counts and a seed, and collects what they tell.

use std::time::Instant;

use crate::summary::CargoTest;
use crate::{Error, Repo, Result, numbers, process, table};

const HOW: &str = "usage: cargo xtask soak [--kills N] [--cuts N] [--seed N]";

/// What begins a line of a loop's report.
const REPORT: &str = "soak: ";

/// The tests that hold the loops.
const LOOPS: [&str; 5] = ["killed", "steps", "sectors", "crash", "load"];

/// What `cargo xtask soak` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// How often a writing app is killed at a random moment.
    pub kills: u64,
    /// After how many commits the power is cut, several times each.
    pub cuts: u64,
    /// What the random moments follow from; without it, the time.
    pub seed: Option<u64>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let (mut kills, mut cuts, mut seed) = (Some(1000), Some(400), None);
        let flags = &mut [("--kills", &mut kills), ("--cuts", &mut cuts), ("--seed", &mut seed)];
        numbers::read(args, HOW, flags)?;
        match (kills, cuts) {
            (Some(kills @ 1..), Some(cuts @ 20..)) => Ok(Self { kills, cuts, seed }),
            _ => Err(Error::Usage(format!("1 kill and 20 cuts are the least that prove something; {HOW}"))),
        }
    }
}

/// Runs the loops; true if nothing was lost.
///
/// # Errors
/// If they cannot be built, or did not say what they have tried.
pub fn soak(repo: &Repo, options: &Options) -> Result<bool> {
    let seed = numbers::seed(options.seed);
    println!("{} kills, {} commits with power cuts, seed {seed}", options.kills, options.cuts);
    let begun = Instant::now();
    let mut args = vec!["test", "--release", "--locked", "--package", "hyperdiv-session", "--no-fail-fast"];
    for name in LOOPS {
        args.extend(["--test", name]);
    }
    args.extend(["--", "--nocapture", "--test-threads=1"]);
    let mut command = repo.cargo(&args);
    command.env("HYPERDIV_SEED", seed.to_string());
    command.env("HYPERDIV_KILLS", options.kills.to_string());
    command.env("HYPERDIV_CUT_COMMITS", options.cuts.to_string());
    command.env("HYPERDIV_CUTS", "5");
    command.env("HYPERDIV_EVERY_STEP", "1");
    let (mut tests, mut rows) = (CargoTest::default(), Vec::new());
    let status = process::tee(command, |line| {
        tests.line(line);
        rows.extend(reported(line));
    })?;
    let (counts, silent) = tests.finish();
    if counts.passed + counts.failed == 0 || !silent.is_empty() {
        return Err(Error::failed(format!("not every loop has run ({status})")));
    }
    println!("\n{}", table::aligned(&rows, &[1]));
    let good = status.success() && counts.failed == 0;
    let end =
        if good { "nothing was lost without a word" } else { "data was lost, or a loop failed: see above" };
    println!("soak: {counts}, seed {seed}, {:.0} s: {end}", begun.elapsed().as_secs_f64());
    Ok(good)
}

/// What a loop has tried, and how often: `soak: killed during opening: 27`.
fn reported(line: &str) -> Option<Vec<String>> {
    let (what, count) = line.strip_prefix(REPORT)?.rsplit_once(": ")?;
    count.trim().parse::<u64>().ok()?;
    Some(vec![what.to_owned(), count.trim().to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> std::result::Result<Options, String> {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&args).map_err(|error| error.to_string())
    }

    #[test]
    fn the_command_line() {
        assert_eq!(parse(""), Ok(Options { kills: 1000, cuts: 400, seed: None }));
        assert_eq!(
            parse("--seed 7 --kills 5000 --cuts 20"),
            Ok(Options { kills: 5000, cuts: 20, seed: Some(7) })
        );
        for (bad, why) in [
            ("--kills", "--kills needs a number"),
            ("--seed x", "--seed needs a number"),
            ("--kills 0", "1 kill and 20 cuts"),
            ("--cuts 3", "1 kill and 20 cuts"),
            ("--hours 2", "`--hours` is not known"),
        ] {
            let error = parse(bad).unwrap_err();
            assert!(error.starts_with(why) && error.contains(HOW), "{error}");
        }
    }

    #[test]
    fn what_a_loop_reports_is_a_row_and_nothing_else_is() {
        let row = |what: &str, count: &str| Some(vec![what.to_owned(), count.to_owned()]);
        assert_eq!(reported("soak: killed during opening: 27"), row("killed during opening", "27"));
        for other in ["soak: 3 passed", "50 of 100 kills, 21 s", "test a: 5", "soak: a: b", "x soak: a: 1"] {
            assert_eq!(reported(other), None, "{other}");
        }
    }
}
