//! Node.js, which builds and tests the front end. No program that is delivered contains it.

use std::path::PathBuf;

use super::apt;
use crate::process;
use crate::{Error, Repo, Result};

/// The oldest that Vite 8 runs on.
pub(super) const OLDEST: &str = "20.19";

/// The release line that is brought where the system's is too old.
const BROUGHT: &str = "22";

/// Finds a Node.js that is new enough, or installs one.
///
/// Debian 12 and Ubuntu 24.04 package version 18. There Debian's npm fetches the binary of a newer one, which is published as an
/// npm package, into `target/tools`; nothing of the system is replaced.
pub(super) fn ensure(repo: &mut Repo) -> Result<()> {
    if is_ready(repo) {
        return Ok(());
    }
    let brought = bin(repo);
    if brought.join("node").exists() {
        repo.tools = Some(brought.clone());
        if is_ready(repo) {
            return Ok(());
        }
        repo.tools = None;
    }
    if !apt::is_here() {
        return Err(Error::failed(format!(
            "Node.js {OLDEST} or newer and npm are needed, see https://nodejs.org"
        )));
    }
    if !has_npm(repo) {
        // Of a node that is here already only npm can be missing, but Debian's npm brings its own.
        let packages = ["nodejs", "npm"];
        apt::install(repo, &packages)?;
        if is_ready(repo) {
            return Ok(());
        }
    }
    bring(repo)?;
    repo.tools = Some(brought);
    if is_ready(repo) {
        Ok(())
    } else {
        Err(Error::failed(format!(
            "Node.js {OLDEST} or newer is needed and could not be made to run, see https://nodejs.org"
        )))
    }
}

fn is_ready(repo: &Repo) -> bool {
    process::ask(repo.command("node", &["--version"])).is_some_and(|version| is_new_enough(&version))
        && has_npm(repo)
}

fn has_npm(repo: &Repo) -> bool {
    // Of the file, not of the program: npm takes 0.3 s to tell its version.
    std::env::var_os("PATH").is_some_and(|path| {
        let names: &[&str] = if cfg!(windows) { &["npm.cmd", "npm.exe"] } else { &["npm"] };
        std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
    }) || repo.tools.as_ref().is_some_and(|tools| tools.join("npm").exists())
}

/// Whether `node --version`'s answer is one that Vite runs on: 20.19 and later 20s, 22.12 and everything after it.
fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(20)), Some(Ok(minor))) => minor >= 19,
        (Some(Ok(22)), Some(Ok(minor))) => minor >= 12,
        (Some(Ok(major)), Some(Ok(_))) => major > 22,
        _ => false,
    }
}

fn folder(repo: &Repo) -> PathBuf {
    repo.path("target/tools/node")
}

fn bin(repo: &Repo) -> PathBuf {
    folder(repo).join("node_modules").join(".bin")
}

fn bring(repo: &Repo) -> Result<()> {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => {
            return Err(Error::failed(format!(
                "Node.js {OLDEST} or newer has to be installed by hand on {other}"
            )));
        }
    };
    let package = format!("node-linux-{architecture}@{BROUGHT}");
    let folder = folder(repo);
    println!("Installing with npm into {}: {package}", folder.display());
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let mut npm =
        repo.npm(&["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix"]);
    npm.arg(&folder).arg(&package).current_dir(&folder);
    process::run(npm)
        .map_err(|_| Error::failed(format!("npm could not install {package}; is there a network?")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_vite_runs_on() {
        for version in ["v20.19.0\n", "v20.20.2", "v22.12.0", "v24.1.0", "v26.10.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0", "v8.0.0", "", "node", "v20"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
