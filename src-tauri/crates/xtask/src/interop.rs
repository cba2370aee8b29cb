//! `cargo xtask interop`: tokens of the original programs against those of `hyperdiv token`, both ways.
//!
//! The originals, Django and hyperdiv-session, run in a Python environment of their own under `target/`. A driver beside this crate
//! (`interop/driver.py`) makes random values and secrets, has both sides sign and verify them, and counts; the vectors that the
//! originals have made go through the command line as well, by `tests/cli_token`.

use crate::summary::{CargoTest, Counts};
use crate::{Error, Repo, Result, numbers, originals, process, run, setup};

const HOW: &str = "usage: cargo xtask interop [--values N] [--seed N]";

/// What `cargo xtask interop` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// How many values, and as many secrets, each format is tried with.
    pub values: u64,
    /// What the random values follow from; without it, the time.
    pub seed: Option<u64>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let (mut values, mut seed) = (Some(1000), None);
        numbers::read(args, HOW, &mut [("--values", &mut values), ("--seed", &mut seed)])?;
        match values {
            Some(values @ 1..) => Ok(Self { values, seed }),
            _ => Err(Error::Usage(format!("0 values prove nothing; {HOW}"))),
        }
    }
}

/// Compares; true if no difference was found.
///
/// # Errors
/// If the environment, the program or the tests cannot be made, or what should be counted is not.
pub fn interop(repo: &mut Repo, options: &Options) -> Result<bool> {
    setup::setup(repo)?;
    let python = originals::python(repo)?;
    let program = run::build(repo, "bin", "hyperdiv")?;
    let mut counts = vectors(repo)?;

    let seed = numbers::seed(options.seed);
    println!("\nRandom values, secrets and salts, seed {seed}");
    let mut driver = repo.command(&python.to_string_lossy(), &[]);
    driver.arg(repo.path("src-tauri/crates/xtask/interop/driver.py")).arg(&program);
    driver.args([options.values, seed].map(|number| number.to_string()));
    let mut compared = None;
    let status = process::tee(driver, |line| compared = counted(line).or(compared))?;
    match compared {
        Some(more) if more.passed + more.failed > 0 && status.success() == (more.failed == 0) => {
            counts += more
        }
        _ => return Err(Error::failed(format!("the comparison was not finished ({status})"))),
    }
    println!("\n{counts}");
    Ok(counts.failed == 0)
}

/// Every vector that the command line can express.
fn vectors(repo: &Repo) -> Result<Counts> {
    let mut tests = CargoTest::default();
    let args = ["test", "--workspace", "--test", "cli_token", "--", "vectors::"];
    let status = process::tee(repo.cargo(&args), |line| tests.line(line))?;
    let (counts, _) = tests.finish();
    if counts.passed + counts.failed == 0 || status.success() != (counts.failed == 0) {
        return Err(Error::failed(format!("the vectors were not tried ({status})")));
    }
    // Those that were filtered out are about other things.
    Ok(Counts { skipped: 0, ..counts })
}

/// `N passed, N failed`
fn counted(line: &str) -> Option<Counts> {
    let (passed, failed) = line.trim().strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Counts { passed: passed.parse().ok()?, failed: failed.parse().ok()?, skipped: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_command_line() {
        assert_eq!(parse("").unwrap(), Options { values: 1000, seed: None });
        assert_eq!(parse("--seed 7 --values 50").unwrap(), Options { values: 50, seed: Some(7) });
        for (line, problem) in [
            ("--values", "--values needs a number"),
            ("--seed x", "--seed needs a number"),
            ("--values 0", "0 values prove nothing"),
            ("--fast", "`--fast` is not known"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(problem) && error.contains("usage: cargo xtask interop"), "{error}");
        }
    }

    #[test]
    fn the_drivers_last_line_is_counted_and_no_other() {
        assert_eq!(counted("4000 passed, 3 failed"), Some(Counts { passed: 4000, failed: 3, skipped: 0 }));
        for other in
            ["", "django: 1000 values and secrets, 9000 checks", "DIFFERENCE '1 passed, x failed'", "failed"]
        {
            assert_eq!(counted(other), None, "{other}");
        }
    }
}
