//! The rules of the repository that no compiler checks, each with a sentence that says how to mend what it finds.
//!
//! `cargo xtask tidy` runs them alone; `tests/tidy.rs` has one test for each, so that plain `cargo test` holds them too.

mod claims;
mod conformance;
mod documents;
mod layers;
mod macs;
mod parity;
#[cfg(test)]
pub(crate) mod scratch;
mod text;
mod top_level;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Error, Repo, Result, process};

/// A rule of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Every claim of `tests/claims.toml` names tests that exist.
    Claims,
    /// Every line of the tables of conformance is claimed, or untested for a reason.
    Conformance,
    /// The pages on privacy and security name tests that exist.
    Documents,
    /// Every rule and defect of Hyperdiv's runtime is in `tests/parity_runtime.toml` once, with tests that exist.
    Parity,
    /// No file is longer than 800 lines.
    Length,
    /// Sources are ASCII.
    Ascii,
    /// Nothing is left for later and no test is switched off.
    Words,
    /// Crates depend on each other in one direction; one module names sled, one crate names Tauri.
    Layers,
    /// Nothing compares a MAC or a secret by `==`.
    Macs,
    /// `src-tauri/PROTOCOL.md` was read again after the last change of the wire module.
    Wire,
    /// What lies at the top of the checkout, and nothing else.
    TopLevel,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 11] = [
        Self::Claims,
        Self::Conformance,
        Self::Documents,
        Self::Parity,
        Self::Length,
        Self::Ascii,
        Self::Words,
        Self::Layers,
        Self::Macs,
        Self::Wire,
        Self::TopLevel,
    ];

    fn check(self, tree: &Tree) -> Result<Vec<String>> {
        match self {
            Self::Claims => claims::check(tree),
            Self::Conformance => conformance::check(tree),
            Self::Documents => documents::check(tree),
            Self::Parity => parity::check(tree),
            Self::Length => text::length(tree),
            Self::Ascii => text::ascii(tree),
            Self::Words => text::words(tree),
            Self::Layers => layers::check(tree),
            Self::Macs => macs::check(tree),
            Self::Wire => wire::check(tree),
            Self::TopLevel => Ok(top_level::check(tree)),
        }
    }
}

/// What one rule finds in the checkout at `root`: a sentence for each place to mend.
///
/// # Errors
/// If a file cannot be read, or Git cannot tell which files belong to the checkout.
pub fn check(root: &Path, rule: Rule) -> Result<Vec<String>> {
    rule.check(&Tree::of_git(root)?)
}

/// What all rules find.
///
/// # Errors
/// As [`check`].
pub fn check_all(root: &Path) -> Result<Vec<String>> {
    let tree = Tree::of_git(root)?;
    let mut findings = Vec::new();
    for rule in Rule::ALL {
        findings.extend(rule.check(&tree)?);
    }
    Ok(findings)
}

/// `cargo xtask tidy`: prints what it finds; true if that is nothing. With `bless` the seal in PROTOCOL.md is renewed first.
///
/// # Errors
/// As [`check`].
pub fn command(repo: &Repo, bless: bool) -> Result<bool> {
    if bless {
        wire::bless(&Tree::of_git(repo.root())?)?;
    }
    let findings = check_all(repo.root())?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{} rules, {} places to mend", Rule::ALL.len(), findings.len());
    Ok(findings.is_empty())
}

/// The files that belong to a checkout.
pub(crate) struct Tree {
    root: PathBuf,
    /// Relative, with `/`, sorted.
    files: Vec<String>,
}

impl Tree {
    /// What is committed or would be: Git knows what is ignored.
    fn of_git(root: &Path) -> Result<Self> {
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let list = process::ask(git)
            .ok_or_else(|| Error::failed(format!("git does not know {}; is it a clone?", root.display())))?;
        // A file that is deleted and not committed yet is still in the list.
        let present = |file: &&str| !file.is_empty() && root.join(file).is_file();
        Ok(Self::new(root, list.split('\0').filter(present).map(str::to_owned).collect()))
    }

    fn new(root: &Path, mut files: Vec<String>) -> Self {
        files.sort();
        files.dedup();
        Self { root: root.to_owned(), files }
    }

    fn has(&self, file: &str) -> bool {
        self.files.iter().any(|known| known == file)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    fn read(&self, file: &str) -> Result<String> {
        let path = self.path(file);
        let bytes = fs::read(&path).map_err(Error::file(&path))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Files whose name ends with one of these extensions.
    fn with_extension<'t>(&'t self, extensions: &'t [&str]) -> impl Iterator<Item = &'t str> {
        self.files.iter().map(String::as_str).filter(|file| {
            file.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
        })
    }
}
