//! `cargo xtask xss`: the published lists of hostile strings, through every text of every element, through documents and through code.
//!
//! The lists are taken out of packages of npm and PyPI, of fixed versions and by their SHA-256, into `target/xss`; they are no part of this
//! repository. What must hold for each string are three tests, which `cargo xtask test` runs with strings of our own: what the sanitiser
//! lets through, judged by a parser of browsers (`tests/xss`); what every property of every element does with a text
//! (`ui/test/xss.test.ts`); and the real window, with traps (`tests/desktop/xss.rs`).

use std::path::{Path, PathBuf};

use crate::summary::{CargoTest, Counts, plain, vitest};
use crate::{Error, Repo, Result, process, setup, table};

const HOW: &str = "usage: cargo xtask xss [--headless]";

/// What begins a line of a test's report.
const REPORT: &str = "xss: ";

/// What `cargo xtask xss` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Without the real window.
    pub headless: bool,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        match args {
            [] => Ok(Self { headless: false }),
            [word] if word == "--headless" => Ok(Self { headless: true }),
            [word, ..] => Err(Error::Usage(format!("`{word}` is not known; {HOW}"))),
        }
    }
}

/// Where a list is from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Npm,
    PyPi,
}

/// A package that holds a list.
struct List {
    from: From,
    name: &'static str,
    version: &'static str,
    file: &'static str,
    sha256: &'static str,
}

const fn list(
    from: From,
    name: &'static str,
    version: &'static str,
    file: &'static str,
    sha256: &'static str,
) -> List {
    List { from, name, version, file, sha256 }
}

/// The lists. Their licences allow to use them, and none is handed on.
const LISTS: [List; 8] = [
    list(
        From::Npm,
        "blns",
        "2.0.4",
        "blns-2.0.4.tgz",
        "07defd1e4ac44024cec61c668696afed8353ee01d2fcaeca2a174d5220c24d9d",
    ),
    list(
        From::Npm,
        "xss-filters",
        "1.2.7",
        "xss-filters-1.2.7.tgz",
        "6498e3f6f52c5a74cc05e132aadbadf4358f473c8a6fc5f87cf04971f69a93f2",
    ),
    list(
        From::Npm,
        "@braintree/sanitize-url",
        "7.1.2",
        "braintree-sanitize-url-7.1.2.tgz",
        "fd9a220c24c5cdd406433cce1c3db7f09222d8f7977f0fe087aec914e1a63dc0",
    ),
    list(
        From::PyPi,
        "feedparser",
        "6.0.14",
        "feedparser-6.0.14.tar.gz",
        "088679b0c4b543ee211a820dd544698c76a402122eae7473c04a43425f283d06",
    ),
    list(
        From::PyPi,
        "html5lib",
        "1.1",
        "html5lib-1.1.tar.gz",
        "b2e5b40261e20f354d198eae92afc10d750afb487ed5e50f9c4eaf07c184146f",
    ),
    list(
        From::PyPi,
        "bleach",
        "6.4.0",
        "bleach-6.4.0.tar.gz",
        "4202482733d85cedd04e59fcb2f89f4e4c7c385a78d3c3c23c30446843a37452",
    ),
    list(
        From::PyPi,
        "lxml_html_clean",
        "0.4.6",
        "lxml_html_clean-0.4.6.tar.gz",
        "ea9db067c3053854fd87f8d5a1cf01221dc893b54dbf6019c689052e05c64f22",
    ),
    list(
        From::PyPi,
        "markdown-it-py",
        "4.3.0",
        "markdown_it_py-4.3.0.tar.gz",
        "91a58fa5b72c71a40cf7177250fd767480d7a2bb3ac426ccfb76fb90305fdaaa",
    ),
];

/// Tries every string; true if none did anything.
///
/// # Errors
/// If a list cannot be fetched or is another one, or a test did not say what it has tried.
pub fn xss(repo: &mut Repo, options: &Options) -> Result<bool> {
    setup::setup(repo)?;
    let strings = strings(repo)?;
    let mut report = Report::default();
    let headless =
        ["test", "--no-default-features", "--features", "testing", "--test", "xss", "--", "--nocapture"];
    report.cargo(repo, &headless, &strings)?;
    report.front_end(repo, &strings)?;
    if !options.headless {
        process::run(repo.cargo(&["build", "--workspace", "--example", "xss_probe"]))?;
        let window = ["test", "--workspace", "--test", "desktop", "--", "xss", "--nocapture"];
        report.cargo(repo, &window, &strings)?;
    }
    report.print()
}

/// The file with the strings of all lists, made if need be.
fn strings(repo: &Repo) -> Result<PathBuf> {
    setup::packages(repo, &["python3", "python3-venv"])?;
    let folder = repo.path("target/xss");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    for list in LISTS.iter().filter(|list| !folder.join(list.file).exists()) {
        println!("Fetching {} {} below {}", list.name, list.version, folder.display());
        fetch(repo, list, &folder).map_err(|error| {
            Error::failed(format!("{} could not be fetched; is there a network? {error}", list.name))
        })?;
    }
    let file = folder.join("strings.json");
    let mut read = repo.command(python(), &[]);
    read.arg(repo.path("src-tauri/crates/xtask/xss/lists.py")).arg(&file).current_dir(&folder);
    read.args(LISTS.iter().map(|list| format!("{}={}", list.file, list.sha256)));
    process::run(read)?;
    Ok(file)
}

fn python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

fn fetch(repo: &Repo, list: &List, folder: &Path) -> Result<()> {
    if list.from == From::Npm {
        let mut pack = repo.npm(&["pack", "--silent", "--ignore-scripts"]);
        pack.arg(format!("{}@{}", list.name, list.version)).current_dir(folder);
        return process::run(pack);
    }
    // pip asks a source package for its metadata, which runs its set-up: in an environment of its own, with tools as old as it needs.
    let (bin, name) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python") };
    let tool = folder.join("python").join(bin).join(name);
    let pip = |words: &[&str]| {
        let mut pip = repo.command(&tool.to_string_lossy(), &["-m", "pip"]);
        pip.args(words).arg("--disable-pip-version-check").current_dir(folder);
        pip
    };
    if !tool.exists() {
        let mut make = repo.command(python(), &["-m", "venv"]);
        make.arg(folder.join("python"));
        process::run(make)?;
        process::run(pip(&[
            "install",
            "--quiet",
            "setuptools==80.9.0",
            "wheel==0.45.1",
            "flit_core==3.12.0",
        ]))?;
    }
    let mut download =
        pip(&["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]);
    download.args(["--dest", ".", &format!("{}=={}", list.name, list.version)]);
    process::run(download)
}

/// What the tests have tried, and how it went.
#[derive(Default)]
struct Report {
    rows: Vec<Vec<String>>,
    counts: Counts,
    failed: bool,
}

impl Report {
    fn cargo(&mut self, repo: &Repo, args: &[&str], strings: &Path) -> Result<()> {
        let mut command = repo.cargo(args);
        command.env("HYPERDIV_XSS_STRINGS", strings);
        let (mut tests, before) = (CargoTest::default(), self.rows.len());
        let status = process::tee(command, |line| {
            tests.line(line);
            self.rows.extend(reported(line));
        })?;
        let (counts, _) = tests.finish();
        // The others of the file were left out on purpose.
        self.counts += Counts { skipped: 0, ..counts };
        self.failed |= !status.success();
        if status.success() && self.rows.len() == before {
            return Err(Error::failed("nothing was tried"));
        }
        Ok(())
    }

    fn front_end(&mut self, repo: &Repo, strings: &Path) -> Result<()> {
        let mut command = repo.npm(&["test", "--", "test/xss.test.ts"]);
        command.env("HYPERDIV_XSS_STRINGS", strings);
        let (mut counts, before) = (Counts::default(), self.rows.len());
        let status = process::tee(command, |line| {
            counts += vitest(line).unwrap_or_default();
            self.rows.extend(reported(line));
        })?;
        self.counts += counts;
        self.failed |= !status.success();
        if status.success() && self.rows.len() == before {
            return Err(Error::failed("nothing was tried"));
        }
        Ok(())
    }

    fn print(&self) -> Result<bool> {
        let good = !self.failed && self.counts.failed == 0;
        println!("\n{}", table::aligned(&self.rows, &[]));
        let end = if good {
            "no string did anything"
        } else {
            "a string did something, or a test failed: see above"
        };
        println!("xss: {}: {end}", self.counts);
        Ok(good)
    }
}

/// What a test has tried: `xss: window: 3178 strings, 0 executions`.
fn reported(line: &str) -> Option<Vec<String>> {
    let line = plain(line);
    let (what, counts) = line.trim().strip_prefix(REPORT)?.split_once(": ")?;
    Some(vec![what.to_owned(), counts.to_owned()])
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
        assert_eq!(parse(""), Ok(Options { headless: false }));
        assert_eq!(parse("--headless"), Ok(Options { headless: true }));
        for bad in ["--window", "--headless --headless"] {
            let error = parse(bad).unwrap_err();
            assert!(error.contains("is not known") && error.contains(HOW), "{error}");
        }
    }

    #[test]
    fn a_tests_report_is_read_and_no_other_line() {
        let row = |line: &str| reported(line).map(|row| row.join("|"));
        assert_eq!(
            row("xss: window: 7 strings, 0 executions").as_deref(),
            Some("window|7 strings, 0 executions")
        );
        assert_eq!(row("\u{1b}[22m\u{1b}[39mxss: page: 7 strings").as_deref(), Some("page|7 strings"));
        for other in ["test xss: ok", "xss: nothing", ""] {
            assert_eq!(row(other), None, "{other}");
        }
    }

    #[test]
    fn every_list_is_pinned() {
        for list in LISTS {
            assert!(
                list.sha256.len() == 64 && list.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{}",
                list.name
            );
            assert!(list.file.contains(list.version), "{}", list.file);
        }
    }
}
