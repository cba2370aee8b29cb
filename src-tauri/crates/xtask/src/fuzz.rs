//! `cargo xtask fuzz`: messages that no page of ours would send, against a running app, and texts that nobody has signed, against all
//! that reads signed ones; for as long as one likes.
//!
//! What is tried, and what must hold for it, are `tests/fuzz.rs` and the session crate's test of that name, a short run of which is part
//! of the tests. This gives each half of the time, and a seed of its own.

use crate::{Error, Repo, Result, numbers, process};

const HOW: &str = "usage: cargo xtask fuzz [--seconds N] [--seed N]";

/// What begins the line that sums up a run.
const SUMMARY: &str = "fuzz: ";

/// What `cargo xtask fuzz` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// For how long messages and texts are tried.
    pub seconds: u64,
    /// What they follow from; without it, the time.
    pub seed: Option<u64>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let (mut seconds, mut seed) = (Some(30), None);
        numbers::read(args, HOW, &mut [("--seconds", &mut seconds), ("--seed", &mut seed)])?;
        match seconds {
            Some(seconds @ 1..) => Ok(Self { seconds, seed }),
            _ => Err(Error::Usage(format!("0 seconds prove nothing; {HOW}"))),
        }
    }
}

/// What is tried: the words for cargo before `--test fuzz`.
const TARGETS: [&[&str]; 2] =
    [&["--no-default-features", "--features", "testing"], &["--package", "hyperdiv-session"]];

/// Tries messages and texts; true if every one was dealt with as it must be.
///
/// # Errors
/// If a test cannot be built, or did not say what it has tried.
pub fn fuzz(repo: &Repo, options: &Options) -> Result<bool> {
    let (seed, each) = (numbers::seed(options.seed), options.seconds.div_ceil(2));
    for target in TARGETS {
        if !run(repo, target, each, seed)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run(repo: &Repo, target: &[&str], seconds: u64, seed: u64) -> Result<bool> {
    let mut command = repo.cargo(&["test", "--quiet"]);
    command.args(target).args(["--test", "fuzz", "--", "--nocapture"]);
    command.env("HYPERDIV_FUZZ_SECONDS", seconds.to_string());
    command.env("HYPERDIV_FUZZ_SEED", seed.to_string());
    let mut told = false;
    let status = process::tee(command, |line| told |= line.starts_with(SUMMARY))?;
    match (status.success(), told) {
        (true, false) => Err(Error::failed("nothing was tried")),
        (good, _) => Ok(good),
    }
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
        assert_eq!(parse(""), Ok(Options { seconds: 30, seed: None }));
        assert_eq!(parse("--seed 7 --seconds 600"), Ok(Options { seconds: 600, seed: Some(7) }));
        for (bad, why) in [
            ("--seconds", "--seconds needs a number"),
            ("--seed x", "--seed needs a number"),
            ("--seconds 0", "0 seconds prove nothing"),
            ("wire", "`wire` is not known"),
        ] {
            let error = parse(bad).unwrap_err();
            assert!(error.starts_with(why) && error.contains(HOW), "{error}");
        }
    }
}
