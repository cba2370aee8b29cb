//! The program as it is packed and measured: built once, for both.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Repo, Result, process};

/// The feature of a program that is handed on.
pub(crate) const PACKED: &str = "hyperdiv-desktop/packed";

/// Builds the program and answers where it is.
///
/// # Errors
/// If it does not build.
pub(crate) fn build(repo: &Repo) -> Result<PathBuf> {
    built(repo, "--bin", "hyperdiv", "target/release/hyperdiv")
}

/// Builds an example as the program is built, and answers where it is.
///
/// # Errors
/// If it does not build.
pub(crate) fn example(repo: &Repo, name: &str) -> Result<PathBuf> {
    built(repo, "--example", name, &format!("target/release/examples/{name}"))
}

fn built(repo: &Repo, kind: &str, name: &str, place: &str) -> Result<PathBuf> {
    let mut command = repo.cargo(&["build", "--release", "--locked", "--package", "hyperdiv"]);
    command.args([kind, name, "--features", PACKED]);
    without_places(repo, &mut command)?;
    process::run(command)?;
    let program = repo.path(place);
    if program.is_file() {
        Ok(program)
    } else {
        Err(Error::failed(format!("cargo built no {}; is CARGO_TARGET_DIR set?", program.display())))
    }
}

/// Lets a build name no directory of the machine that it runs on, so that its result is the same wherever that is.
///
/// # Errors
/// If it is not known where Cargo keeps its sources.
pub(crate) fn without_places(repo: &Repo, command: &mut Command) -> Result<()> {
    let flags = [remapped(&cargo_home()?, "/cargo"), remapped(repo.root(), "/hyperdiv")];
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(OsString::from("\u{1f}").as_os_str()));
    Ok(())
}

/// Where Cargo keeps the sources of others.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    named
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| Error::failed("neither CARGO_HOME nor HOME is set"))
}

fn remapped(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push("=");
    flag.push(to);
    flag
}
