//! `cargo xtask test`: everything that has to hold, in the order in which it fails soonest.
//!
//! The last line is `N passed, N failed`, with `, N skipped` behind it where there are any, and counts what Cargo's and Vitest's tests
//! say. A step that fails without a failed test counts as one, so that the line never claims success for a run that had none.

use std::process::Command;
use std::time::Instant;

use crate::summary::{CargoTest, Counts, vitest};
use crate::{Error, Repo, Result, process, setup, tidy};

/// What the front end may weigh in the program: scripts and style sheets of `ui/dist`, compressed with gzip, in bytes. The build of the
/// front end itself holds what is loaded before the first paint to a tighter one.
const FRONT_END_BUDGET: u64 = 700 * 1024;

/// Packages of the window. The headless inner loop must build without any of them.
const WINDOW: [&str; 5] = ["tauri", "wry", "tao", "gtk", "webkit2gtk"];

/// The features of the inner loop.
const INNER_LOOP: [&str; 3] = ["--no-default-features", "--features", "testing"];

/// Why a step did not succeed; the text is printed, and what has been counted stays counted.
type Verdict = std::result::Result<(), String>;

type Step<'a> = (&'a str, fn(&Repo, &mut Counts) -> Result<Verdict>);

const STEPS: [Step<'static>; 9] = [
    ("formatting", formatting),
    ("tidy", tidy_rules),
    ("lints of the core crates", |repo, _| {
        lints(repo, &["--package", "hyperdiv-core", "--package", "hyperdiv-session"])
    }),
    ("lints", |repo, _| lints(repo, &["--workspace"])),
    ("front end: tests", front_end_tests),
    ("front end: size", front_end_size),
    ("tests", cargo_tests),
    ("inner loop without a window", inner_loop),
    ("documentation", documentation),
];

/// Runs every step until one fails; with `keep_going`, all of them. True if all held.
///
/// # Errors
/// If set-up fails, or a program that a step needs cannot be started.
pub fn test(repo: &mut Repo, keep_going: bool) -> Result<bool> {
    let start = Instant::now();
    setup::setup(repo)?;
    println!("set-up: {:.1} s", start.elapsed().as_secs_f64());

    let mut counts = Counts::default();
    let mut good = true;
    for (number, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {} of {}: {name}", number + 1, STEPS.len());
        let began = Instant::now();
        let failed_before = counts.failed;
        // A program that is missing fails its step; the summary is printed in any case.
        let verdict = step(repo, &mut counts).unwrap_or_else(|error| Err(crate::with_causes(&error)));
        let seconds = began.elapsed().as_secs_f64();
        match verdict {
            Ok(()) => println!("== ok: {name}, {seconds:.1} s"),
            Err(why) => {
                println!("== FAILED: {name}, {seconds:.1} s: {why}");
                good = false;
                if counts.failed == failed_before {
                    counts.failed += 1;
                }
                if !keep_going {
                    let left = STEPS.len() - number - 1;
                    if left > 0 {
                        println!(
                            "== {left} more steps did not run; `cargo xtask test --keep-going` runs them all the same"
                        );
                    }
                    break;
                }
            }
        }
    }
    println!("\n{:.0} s in all", start.elapsed().as_secs_f64());
    println!("{counts}");
    Ok(good)
}

/// Runs a command with its output shown, and without a network: what a test needs was fetched by set-up.
fn watched(mut command: Command, line: impl FnMut(&str)) -> Result<Verdict> {
    use std::io::IsTerminal;
    command.env("CARGO_NET_OFFLINE", "true").env("npm_config_offline", "true");
    if std::io::stdout().is_terminal() {
        // The output goes through a pipe; it is still for a terminal.
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let shown = process::shown(&command);
    println!("   {shown}");
    let status = process::tee(command, line)?;
    Ok(if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status})")) })
}

fn formatting(repo: &Repo, _: &mut Counts) -> Result<Verdict> {
    watched(repo.cargo(&["fmt", "--all", "--check"]), |_| {})
}

fn tidy_rules(repo: &Repo, _: &mut Counts) -> Result<Verdict> {
    let findings = tidy::check_all(repo.root())?;
    for finding in &findings {
        println!("{finding}");
    }
    Ok(if findings.is_empty() { Ok(()) } else { Err(format!("{} places to mend", findings.len())) })
}

fn lints(repo: &Repo, packages: &[&str]) -> Result<Verdict> {
    let mut command = repo.cargo(&["clippy", "--all-targets"]);
    command.args(packages).args(["--", "-D", "warnings"]);
    watched(command, |_| {})
}

fn front_end_tests(repo: &Repo, counts: &mut Counts) -> Result<Verdict> {
    let mut ran = Counts::default();
    let verdict = watched(repo.npm(&["test"]), |line| {
        if let Some(more) = vitest(line) {
            ran += more;
        }
    })?;
    *counts += ran;
    Ok(verdict.and_then(|()| if ran.passed > 0 { Ok(()) } else { Err("no test ran".to_owned()) }))
}

fn front_end_size(repo: &Repo, _: &mut Counts) -> Result<Verdict> {
    // By Node.js, which is needed for the front end anyway; this program does without a compressor of its own.
    const SCRIPT: &str = "const fs = require('fs'), zlib = require('zlib'), path = require('path');\
        const files = fs.readdirSync('dist', { recursive: true }).filter(f => /\\.(js|css)$/.test(f));\
        const size = f => zlib.gzipSync(fs.readFileSync(path.join('dist', f)), { level: 9 }).length;\
        console.log(files.length, files.reduce((sum, f) => sum + size(f), 0));";
    let mut command = repo.command("node", &["-e", SCRIPT]);
    command.current_dir(repo.path("ui"));
    let answer = process::ask(command).ok_or_else(|| Error::failed("ui/dist could not be measured"))?;
    Ok(size_verdict(&answer))
}

fn size_verdict(answer: &str) -> Verdict {
    let numbers: Vec<u64> = answer.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [0, _] => Err("ui/dist has neither scripts nor style sheets".to_owned()),
        [_, bytes] if bytes > FRONT_END_BUDGET => {
            Err(format!("{bytes} bytes compressed, and the budget is {FRONT_END_BUDGET}"))
        }
        [_, bytes] => {
            println!("{bytes} bytes compressed of {FRONT_END_BUDGET}");
            Ok(())
        }
        _ => Err(format!("ui/dist could not be measured: {answer}")),
    }
}

fn cargo_tests(repo: &Repo, counts: &mut Counts) -> Result<Verdict> {
    let mut reader = CargoTest::default();
    // All binaries even after one has failed: the summary counts everything.
    let verdict = watched(repo.cargo(&["test", "--workspace", "--no-fail-fast"]), |line| reader.line(line))?;
    let (ran, silent) = reader.finish();
    *counts += ran;
    Ok(verdict.and_then(|()| match (ran.passed, silent.is_empty()) {
        (0, _) => Err("no test ran".to_owned()),
        (_, true) => Ok(()),
        (_, false) => Err(format!("no test ran in {}", silent.join(", "))),
    }))
}

/// That the headless build needs nothing of the window is a question about the graph of dependencies; building it again without the
/// window would answer no more and cost minutes.
fn inner_loop(repo: &Repo, _: &mut Counts) -> Result<Verdict> {
    let graph = |features: &[&str]| -> Result<Vec<String>> {
        let mut command = repo.cargo(&[
            "tree",
            "--offline",
            "--package",
            "hyperdiv",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]);
        command.args(features);
        let text = process::ask(command).ok_or_else(|| Error::failed("`cargo tree` failed"))?;
        Ok(window_packages(&text))
    };
    let (with, without) = (graph(&[])?, graph(&INNER_LOOP)?);
    // The default build is the control: a check that would not find Tauri there would not find it anywhere.
    Ok(if !with.iter().any(|package| package == "tauri") {
        Err("the default features do not bring the window, so that nothing was compared".to_owned())
    } else if without.is_empty() {
        Ok(())
    } else {
        Err(format!("`{}` brings {}", INNER_LOOP.join(" "), without.join(", ")))
    })
}

/// Those of [`WINDOW`] that a `cargo tree --prefix none --format {p}` names.
fn window_packages(tree: &str) -> Vec<String> {
    let found = |package: &&str| tree.lines().any(|line| line.split(' ').next() == Some(*package));
    WINDOW.iter().filter(|package| found(package)).map(|&package| package.to_owned()).collect()
}

fn documentation(repo: &Repo, _: &mut Counts) -> Result<Verdict> {
    let mut command = repo.cargo(&["doc", "--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    watched(command, |_| {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_found_in_a_tree_by_whole_names() {
        let tree = "hyperdiv v0.1.0 (/r)\ntauri v2.12.5\ntauri-utils v2.9.3\nwebkit2gtk v2.0.2 (*)\n";
        assert_eq!(window_packages(tree), ["tauri", "webkit2gtk"]);
        assert_eq!(
            window_packages("hyperdiv v0.1.0 (/r)\nwebkit2gtk-sys v1\ngtk-like v1\nsled v0.34.7\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_front_end_over_its_budget_or_absent_is_refused() {
        assert_eq!(size_verdict("3 716800\n"), Ok(()));
        assert_eq!(
            size_verdict("3 716801\n").unwrap_err(),
            "716801 bytes compressed, and the budget is 716800"
        );
        assert!(size_verdict("0 0\n").unwrap_err().contains("neither"));
        assert!(size_verdict("").unwrap_err().contains("could not be measured"));
    }
}
