//! Debian's and Ubuntu's packages.

use std::path::Path;
use std::process::Command;

use crate::process;
use crate::{Error, Repo, Result};

/// Whether this system has dpkg and apt.
pub(super) fn is_here() -> bool {
    cfg!(target_os = "linux")
        && Path::new("/usr/bin/dpkg-query").exists()
        && Path::new("/usr/bin/apt-get").exists()
}

/// Installs those of `wanted` that are missing, after saying so.
pub(super) fn ensure(repo: &Repo, wanted: &[&str]) -> Result<()> {
    let mut query = repo.command("dpkg-query", &["-W", "-f", "${Package} ${db:Status-Status}\\n"]);
    query.args(wanted);
    // A package that it has never heard of makes it fail, with the known ones printed.
    let known = query.output().map_err(|source| Error::Start { command: "dpkg-query".to_owned(), source })?;
    let missing = missing(wanted, &String::from_utf8_lossy(&known.stdout));
    if missing.is_empty() { Ok(()) } else { install(repo, &missing) }
}

/// Those of `wanted` that `dpkg-query -W -f '${Package} ${db:Status-Status}\n'` does not print as installed.
fn missing<'a>(wanted: &[&'a str], known: &str) -> Vec<&'a str> {
    let installed =
        |package: &str| known.lines().any(|line| line.split_once(' ') == Some((package, "installed")));
    wanted.iter().copied().filter(|package| !installed(package)).collect()
}

/// Brings the lists of packages up to date, once per process at most.
pub(super) fn update(repo: &Repo) -> Result<()> {
    static DONE: std::sync::OnceLock<()> = std::sync::OnceLock::new();
    if DONE.get().is_none() {
        process::run(as_root(repo, &["update", "--quiet"])?)
            .map_err(|_| Error::failed("`apt-get update` failed; is there a network?"))?;
        let _ = DONE.set(());
    }
    Ok(())
}

/// Installs packages, after saying so.
pub(super) fn install(repo: &Repo, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    println!("Installing with apt-get: {list}");
    let mut args = vec!["install", "--yes", "--no-install-recommends"];
    args.extend(packages);
    // Asked for before the update, so that one who may not install hears of it at once, with the whole list.
    let install = as_root(repo, &args).map_err(|_| {
        Error::failed(format!("run as root, or install sudo: apt-get install --no-install-recommends {list}"))
    })?;
    update(repo)?;
    process::run(install).map_err(|_| Error::failed(format!("apt-get could not install: {list}")))
}

fn as_root(repo: &Repo, args: &[&str]) -> Result<Command> {
    let mut words = Vec::new();
    if !is_root() {
        if process::ask(repo.command("sudo", &["--version"])).is_none() {
            return Err(Error::failed("sudo is missing"));
        }
        words.push("sudo");
    }
    // By `env`, since sudo does not hand the caller's environment on.
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    words.extend(args);
    let (program, args) = words.split_first().ok_or_else(|| Error::failed("no command"))?;
    Ok(repo.command(program, args))
}

/// Whether this process may do everything.
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Whether this process may do everything.
#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_installed_is_missing() {
        // xdotool was removed but not purged, strace is half unpacked, and dpkg has never heard of xvfb.
        let known =
            "curl installed\nlibwebkit2gtk-4.1-dev installed\nxdotool config-files\nstrace half-installed\n";
        let wanted = ["libwebkit2gtk-4.1-dev", "xvfb", "strace", "xdotool", "curl"];
        assert_eq!(missing(&wanted, known), ["xvfb", "strace", "xdotool"]);
    }

    #[test]
    fn a_longer_name_is_another_package() {
        assert_eq!(missing(&["dbus"], "dbus-x11 installed\n"), ["dbus"]);
        assert_eq!(missing(&["dbus"], ""), ["dbus"]);
    }
}
