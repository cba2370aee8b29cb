//! `cargo xtask setup`: finds what is missing, says what it will install, installs it.
//!
//! Every other command begins with this one, so it has to be quick when there is nothing to do: it asks the package manager once,
//! and two stamps tell whether the front end's packages and its built files are those of the sources that are here.

mod apt;
mod front_end;
mod node;

pub(crate) use apt::is_root;

use crate::process;
use crate::{Error, Repo, Result};

/// Packages of Debian and Ubuntu that building, running and testing need.
const PACKAGES: [&str; 14] = [
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "strace",
    "xclip",
    "xdotool",
    "openbox",
    "imagemagick",
    "x11-utils",
    "build-essential",
    "pkg-config",
    "fonts-dejavu-core",
    "curl",
];

/// Makes the checkout ready to build, run and test. The repository knows afterwards where Node.js is.
///
/// # Errors
/// If something is missing that cannot be installed here; the sentence names it.
pub fn setup(repo: &mut Repo) -> Result<()> {
    if apt::is_here() {
        apt::ensure(repo, &PACKAGES)?;
    } else {
        print_needs(std::env::consts::OS);
    }
    rust_components(repo)?;
    node::ensure(repo)?;
    front_end::ensure(repo)?;
    fetch(repo)
}

/// Packages of Debian and Ubuntu that one command alone needs. Elsewhere it is for the command to say what is missing.
pub(crate) fn packages(repo: &Repo, wanted: &[&str]) -> Result<()> {
    if apt::is_here() { apt::ensure(repo, wanted) } else { Ok(()) }
}

/// Where the system's packages are not ours to install: what has to be there.
fn print_needs(system: &str) {
    println!("{}", needs(system));
}

fn needs(system: &str) -> String {
    let native = match system {
        "macos" => "the Xcode command line tools (`xcode-select --install`)",
        "windows" => {
            "the Visual Studio build tools with the C++ workload, and the WebView2 runtime (part of Windows 11)"
        }
        _ => {
            "the development files of WebKitGTK 4.1, WebKitWebDriver, Xvfb, dbus-daemon, strace, xdotool, openbox and ImageMagick"
        }
    };
    format!(
        "Needed on this system, and not installed by this command: {native}; Node.js {} or newer.",
        node::OLDEST
    )
}

/// The lints and the formatter are separate components, and a minimal toolchain has neither.
fn rust_components(repo: &Repo) -> Result<()> {
    let missing: Vec<&str> = [("clippy", "clippy"), ("rustfmt", "fmt")]
        .into_iter()
        .filter(|(_, subcommand)| process::ask(repo.cargo(&[subcommand, "--version"])).is_none())
        .map(|(component, _)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing with rustup: {}", missing.join(" "));
    let mut args = vec!["component", "add"];
    args.extend(&missing);
    process::run(repo.command("rustup", &args)).map_err(|_| {
        Error::failed(format!(
            "the Rust components {} are missing and rustup could not add them",
            missing.join(", ")
        ))
    })
}

/// Everything that Cargo needs from the registry, so that the rest works offline.
fn fetch(repo: &Repo) -> Result<()> {
    // Offline first: it answers at once when everything is here, and then works without a network.
    if process::ask(repo.cargo(&["fetch", "--quiet", "--locked", "--offline"])).is_some() {
        return Ok(());
    }
    println!("Fetching the crates of Cargo.lock");
    process::run(repo.cargo(&["fetch", "--locked"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_is_told_what_it_needs() {
        for (system, word) in [("macos", "xcode-select"), ("windows", "WebView2"), ("freebsd", "WebKitGTK")] {
            let text = needs(system);
            assert!(text.contains(word) && text.contains("Node.js 20.19"), "{text}");
        }
    }
}
