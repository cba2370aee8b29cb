//! `cargo xtask bundle`: the program as a Debian package, and the test of that package.
//!
//! What can only be asked of the release is asked here, of the very binary that is packed: its size, that it has no developer tools
//! and no symbols, what a page may do, and, as a new user of the system, that a session survives a kill and the removal of the package. The last line is
//! `N passed, N failed`.

mod licence;
mod notices;
mod package;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::summary::{CargoTest, Counts};
use crate::{Error, Repo, Result, process, release, setup, with_causes};

/// What packing and trying need beyond what everything needs.
const PACKAGES: [&str; 6] =
    ["appstream", "binutils", "desktop-file-utils", "dpkg-dev", "librsvg2-bin", "passwd"];

/// What the program may weigh, in bytes.
const LARGEST: u64 = 25_000_000;

const HOW: &str = "usage: cargo xtask bundle [--untried]";

/// What `cargo xtask bundle` was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Do not try the package as a new user of this system, which takes root.
    pub untried: bool,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        for word in args {
            match word.as_str() {
                "--untried" => options.untried = true,
                other => return Err(Error::Usage(format!("`{other}` is not known; {HOW}"))),
            }
        }
        Ok(options)
    }
}

/// Builds, packs and tries. True if all held.
///
/// # Errors
/// If set-up fails.
pub fn bundle(repo: &mut Repo, options: &Options) -> Result<bool> {
    setup::setup(repo)?;
    setup::packages(repo, &PACKAGES)?;
    let mut tally = Tally::default();
    if let Err(error) = made(repo, options, &mut tally) {
        tally.note("the package", Err(with_causes(&error)));
    }
    println!("{}", tally.0);
    Ok(tally.0.failed == 0)
}

/// What held, and what did not.
#[derive(Default)]
struct Tally(Counts);

impl Tally {
    fn note(&mut self, what: &str, verdict: std::result::Result<String, String>) {
        let counted = if verdict.is_ok() { &mut self.0.passed } else { &mut self.0.failed };
        *counted += 1;
        match verdict {
            Ok(detail) if detail.is_empty() => println!("== ok: {what}"),
            Ok(detail) => println!("== ok: {what}: {detail}"),
            Err(why) => println!("== FAILED: {what}: {why}"),
        }
    }
}

fn made(repo: &Repo, options: &Options, tally: &mut Tally) -> Result<()> {
    let program = release::build(repo)?;
    let size = fs::metadata(&program).map_err(Error::file(&program))?.len();
    tally.note("size of the binary", within(size));
    tally.note("no symbols", without_symbols(&asked(repo, "readelf", &["--sections", "--wide"], &program)?));
    tally.note("no directory of this machine", without_places(repo, &program)?);
    let target = target(repo)?;
    tally.note("no developer tools", without_tools(&features(repo, &target)?));
    let launcher = repo.path("src-tauri/packaging/io.hyperdiv.Hyperdiv.desktop");
    tally.note("desktop file", valid(repo, "desktop-file-validate", &[], &launcher));
    let metainfo = repo.path("src-tauri/packaging/io.hyperdiv.Hyperdiv.metainfo.xml");
    tally.note("metainfo", valid(repo, "appstreamcli", &["validate", "--no-net"], &metainfo));

    let parts = notices::collect(repo, &target)?;
    let number = parts.len();
    let notices = match notices::notices(repo, parts)? {
        Ok(notices) => notices,
        Err(findings) => {
            // Without them there is nothing that may be handed on.
            tally.note("third-party notices", Err(format!("\n  {}", findings.join("\n  "))));
            return Ok(());
        }
    };
    tally.note("third-party notices", Ok(format!("{number} packages")));

    hardened(repo, tally)?;
    let package = packed(repo, &program, &notices, tally)?;
    if options.untried {
        println!("== not tried, as asked");
        return Ok(());
    }
    tried(repo, &package, tally)
}

/// Packs twice, and answers where the package is.
fn packed(repo: &Repo, program: &Path, notices: &str, tally: &mut Tally) -> Result<PathBuf> {
    let folder = repo.path("target/bundle");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let (version, about) = about(repo)?;
    let architecture = ask(repo, "dpkg", &["--print-architecture"])?;
    let std_notices = PathBuf::from(ask(repo, "rustc", &["--print", "sysroot"])?)
        .join("share/doc/rust/COPYRIGHT-library.html");
    let contents = package::Contents {
        program,
        notices,
        std_notices: &std_notices,
        version: &version,
        about: &about,
        architecture: &architecture,
        depends: &package::depends(repo, program)?,
        epoch: &epoch(repo)?,
    };
    let (tree, path) = (folder.join("tree"), folder.join(format!("hyperdiv_{version}_{architecture}.deb")));
    let again = folder.join("again.deb");
    let installed = package::pack(repo, &contents, &tree, &path)?;
    package::pack(repo, &contents, &tree, &again)?;
    let read = |path: &Path| fs::read(path).map_err(Error::file(path));
    let (first, second) = (read(&path)?, read(&again)?);
    fs::remove_file(&again).map_err(Error::file(&again))?;
    let same = if first == second { Ok(String::new()) } else { Err("they differ".to_owned()) };
    tally.note("two runs give the same bytes", same);
    println!(
        "{}: {}, {installed} KiB installed\nDepends: {}",
        path.display(),
        megabytes(first.len() as u64),
        contents.depends
    );
    Ok(path)
}

/// Tries what a page may do in apps that are built as the program is.
fn hardened(repo: &Repo, tally: &mut Tally) -> Result<()> {
    let mut examples = PathBuf::new();
    for name in ["commands_probe", "counter", "session_demo"] {
        let built = release::example(repo, name)?;
        examples = built.parent().map(Path::to_owned).unwrap_or_default();
    }
    let mut command = repo.cargo(&[
        "test",
        "--workspace",
        "--test",
        "desktop",
        "--",
        "hardening::",
        "policy::",
        "commands::",
    ]);
    command.env("HYPERDIV_EXAMPLES", examples);
    counted(command, "what a page may do in the release", tally)
}

/// Tries the package as a new user of this system would.
fn tried(repo: &Repo, package: &Path, tally: &mut Tally) -> Result<()> {
    if !setup::is_root() {
        let why = "not tried: a new user of this system can be made by root only; `--untried` goes without";
        tally.note("the package as a new user", Err(why.to_owned()));
        return Ok(());
    }
    let mut command = repo.cargo(&["test", "--test", "package"]);
    command.env("HYPERDIV_PACKAGE", package);
    counted(command, "the package as a new user", tally)
}

/// Runs tests and counts them; that none has run is a failure.
fn counted(command: Command, what: &str, tally: &mut Tally) -> Result<()> {
    let mut reader = CargoTest::default();
    let status = process::tee(command, |line| reader.line(line))?;
    let (ran, _) = reader.finish();
    tally.0 += ran;
    if ran.passed == 0 || (!status.success() && ran.failed == 0) {
        tally.note(what, Err(format!("its tests did not run ({status})")));
    }
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}

fn within(size: u64) -> std::result::Result<String, String> {
    let text = format!("{} of {}", megabytes(size), megabytes(LARGEST));
    if size <= LARGEST { Ok(text) } else { Err(text) }
}

/// Of `readelf --sections --wide`.
fn without_symbols(sections: &str) -> std::result::Result<String, String> {
    let named = |name: &str| sections.split_whitespace().any(|word| word.starts_with(name));
    // A list without code would be no list of sections.
    if !named(".text") {
        Err("readelf listed no sections".to_owned())
    } else if named(".symtab") || named(".debug_") {
        Err("the binary has symbols; the release profile strips them".to_owned())
    } else {
        Ok(String::new())
    }
}

/// Neither the checkout nor the registry's sources are named: the binary is the same wherever it is built.
fn without_places(repo: &Repo, program: &Path) -> Result<std::result::Result<String, String>> {
    let bytes = fs::read(program).map_err(Error::file(program))?;
    let places = [release::cargo_home()?, repo.root().to_owned()];
    let named = places.iter().find(|place| holds(&bytes, place.as_os_str().as_encoded_bytes()));
    Ok(named.map_or(Ok(String::new()), |place| Err(format!("the binary names {}", place.display()))))
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// The program's dependencies with their features.
fn features(repo: &Repo, target: &str) -> Result<String> {
    let tree =
        ["tree", "--locked", "--package", "hyperdiv", "--edges", "normal,features", "--target", target];
    let mut command = repo.cargo(&tree);
    command.args(["--prefix", "none", "--features", release::PACKED]);
    process::ask(command).ok_or_else(|| Error::failed("`cargo tree` failed"))
}

fn without_tools(features: &str) -> std::result::Result<String, String> {
    if !features.lines().any(|line| line.starts_with("tauri feature \"wry\"")) {
        Err("the list of features does not have what it must have".to_owned())
    } else if let Some(line) = features.lines().find(|line| line.contains("feature \"devtools\"")) {
        Err(line.to_owned())
    } else {
        Ok(String::new())
    }
}

fn valid(repo: &Repo, tool: &str, args: &[&str], file: &Path) -> std::result::Result<String, String> {
    let mut command = repo.command(tool, args);
    let output = command.arg(file).output().map_err(|error| format!("{tool}: {error}"))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    // The desktop file's tool is content with what it warns of; here nothing is.
    if output.status.success() && (tool != "desktop-file-validate" || said.is_empty()) {
        Ok(String::new())
    } else {
        Err(said)
    }
}

fn asked(repo: &Repo, tool: &str, args: &[&str], file: &Path) -> Result<String> {
    let mut command = repo.command(tool, args);
    command.arg(file);
    process::ask(command).ok_or_else(|| Error::failed(format!("`{tool}` failed on {}", file.display())))
}

/// What a program answers, in one line.
fn ask(repo: &Repo, program: &str, args: &[&str]) -> Result<String> {
    let answer = process::ask(repo.command(program, args)).map(|text| text.trim().to_owned());
    answer.filter(|text| !text.is_empty()).ok_or_else(|| Error::failed(format!("`{program}` did not answer")))
}

/// The target that the program is built for.
fn target(repo: &Repo) -> Result<String> {
    let about = ask(repo, "rustc", &["-vV"])?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Error::failed("rustc did not tell what it builds for"))
}

/// Version and description of the package `hyperdiv`.
fn about(repo: &Repo) -> Result<(String, String)> {
    let command = repo.cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"]);
    let text = process::ask(command).ok_or_else(|| Error::failed("`cargo metadata` failed"))?;
    let metadata: Json = serde_json::from_str(&text)
        .map_err(|error| Error::failed(format!("`cargo metadata` is not understood: {error}")))?;
    let packages = metadata.get("packages").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let ours = packages.iter().find(|package| package.get("name").is_some_and(|name| name == "hyperdiv"));
    let field = |name: &str| ours?.get(name)?.as_str().map(str::to_owned);
    field("version").zip(field("description")).ok_or_else(|| Error::failed("Cargo.toml has no description"))
}

/// The time of the last commit, or what the caller says.
fn epoch(repo: &Repo) -> Result<String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(time) if !time.is_empty() => Ok(time),
        _ => ask(repo, "git", &["log", "-1", "--format=%ct"])
            .map_err(|_| Error::failed("there is no commit to take the time from; set SOURCE_DATE_EPOCH")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_over_its_budget_is_refused() {
        assert_eq!(within(8_904_321), Ok("8.90 MB of 25.00 MB".to_owned()));
        assert!(within(LARGEST).is_ok());
        assert_eq!(within(25_010_000), Err("25.01 MB of 25.00 MB".to_owned()));
    }

    #[test]
    fn symbols_are_found_and_so_is_an_answer_without_sections() {
        let text = "  [14] .text PROGBITS 00 AX\n  [29] .shstrtab STRTAB\n";
        assert!(without_symbols(text).is_ok());
        for more in ["  [30] .symtab SYMTAB\n", "  [31] .debug_info PROGBITS\n"] {
            assert!(without_symbols(&format!("{text}{more}")).is_err(), "{more}");
        }
        assert!(without_symbols("").is_err());
    }

    #[test]
    fn developer_tools_are_found_and_so_is_an_answer_without_features() {
        let text = "hyperdiv v0.1.0 (/r)\ntauri feature \"wry\"\ntauri v2.12.5\n";
        assert!(without_tools(text).is_ok());
        for more in ["tauri feature \"devtools\"\n", "tauri-runtime-wry feature \"devtools\" (*)\n"] {
            assert!(without_tools(&format!("{text}{more}")).is_err(), "{more}");
        }
        assert!(without_tools("").is_err());
    }

    #[test]
    fn a_place_is_found_anywhere_in_the_binary() {
        assert!(holds(b"\0\0/home/ada/.cargo/registry\0", b"/home/ada/.cargo"));
        assert!(!holds(b"/cargo/registry/src", b"/home/ada/.cargo"));
    }

    #[test]
    fn what_did_not_hold_is_counted() {
        let mut tally = Tally::default();
        tally.note("one", Ok(String::new()));
        tally.note("two", Err("because".to_owned()));
        assert_eq!(tally.0, Counts { passed: 1, failed: 1, skipped: 0 });
    }

    #[test]
    fn the_command_line() {
        assert_eq!(Options::parse(&["--untried".to_owned()]).unwrap(), Options { untried: true });
        assert!(
            Options::parse(&["--fast".to_owned()]).is_err_and(|error| error.to_string().contains("usage"))
        );
    }
}
