//! `cargo xtask axe`: axe-core over every element and the examples, in the real window, in light and dark; with pictures of what it has
//! looked at.

use std::fs;
use std::path::PathBuf;

use crate::summary::{CargoTest, Counts};
use crate::{Error, Repo, Result, process, setup};

const HOW: &str = "usage: cargo xtask axe [--pictures DIR]";

/// What begins a line of the tests' report.
const REPORT: &str = "axe, ";

/// What `cargo xtask axe` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Where the pictures go; `target/pictures` unless said otherwise.
    pub pictures: Option<PathBuf>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        match args {
            [] => Ok(Self { pictures: None }),
            [word, dir] if word == "--pictures" => Ok(Self { pictures: Some(dir.into()) }),
            [word] if word == "--pictures" => {
                Err(Error::Usage(format!("--pictures needs a directory; {HOW}")))
            }
            [word, ..] => Err(Error::Usage(format!("`{word}` is not known; {HOW}"))),
        }
    }
}

/// Looks at everything; true if nothing was found.
///
/// # Errors
/// If set-up or a build fails, or the tests do not say what they have looked at.
pub fn axe(repo: &mut Repo, options: &Options) -> Result<bool> {
    setup::setup(repo)?;
    let pictures = match &options.pictures {
        Some(dir) => std::path::absolute(dir).map_err(Error::file(dir))?,
        None => repo.path("target/pictures"),
    };
    fs::create_dir_all(&pictures).map_err(Error::file(&pictures))?;
    process::run(repo.cargo(&["build", "--workspace", "--examples", "--bins"]))?;
    let mut command = repo.cargo(&[
        "test",
        "--workspace",
        "--test",
        "desktop",
        "--",
        "axe::",
        "elements::",
        "--nocapture",
        "--test-threads",
        "1",
    ]);
    command.env("HYPERDIV_SCREENSHOTS", &pictures);
    let (mut reader, mut report) = (CargoTest::default(), Vec::new());
    let status = process::tee(command, |line| {
        reader.line(line);
        report.extend(looked_at(line).map(str::to_owned));
    })?;
    let (counts, _) = reader.finish();
    if report.is_empty() {
        return Err(Error::failed(format!("the tests did not say what they have looked at ({status})")));
    }
    println!("\n== what axe-core has looked at\n{}", report.join("\n"));
    println!("pictures: {}", pictures.display());
    println!("{}", Counts { skipped: 0, ..counts });
    Ok(status.success() && counts.failed == 0)
}

/// A line of the report, which may begin behind what the test's runner has written.
fn looked_at(line: &str) -> Option<&str> {
    line.find(REPORT).map(|at| &line[at + REPORT.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line() {
        let words =
            |words: &[&str]| Options::parse(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&[]).unwrap(), Options { pictures: None });
        assert_eq!(words(&["--pictures", "p"]).unwrap(), Options { pictures: Some("p".into()) });
        for bad in [&["--pictures"][..], &["--fast"], &["p", "q"]] {
            assert!(words(bad).is_err_and(|error| error.to_string().contains("usage")), "{bad:?}");
        }
    }

    #[test]
    fn a_line_of_the_report_is_found_behind_the_runners_own() {
        let line = "test axe::all ... axe, text-light: 35 rules passed, 0 violated";
        assert_eq!(looked_at(line), Some("text-light: 35 rules passed, 0 violated"));
        assert_eq!(looked_at("test axe::all ... ok"), None);
    }
}
