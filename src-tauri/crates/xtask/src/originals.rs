//! The original programs, in a Python environment of their own under `target/`: what `interop` compares with and `bench` measures
//! beside.

use std::path::PathBuf;
use std::process::Command;

use crate::{Error, Repo, Result, process, setup};

/// The originals, in the versions that made the vectors.
const ORIGINALS: [(&str, &str); 3] =
    [("Django", "5.2.19"), ("hyperdiv", "0.1.9"), ("hyperdiv-session", "0.1.1")];

/// The Python of the environment, which is made and filled if need be.
pub(crate) fn python(repo: &Repo) -> Result<PathBuf> {
    setup::packages(repo, &["python3", "python3-venv"])?;
    let dir = repo.path("target/interop");
    let (bin, name) = if cfg!(windows) { ("Scripts", "python.exe") } else { ("bin", "python") };
    let python = dir.join(bin).join(name);
    let in_it = |args: &[&str]| repo.command(&python.to_string_lossy(), args);
    if is_complete(in_it(&["-m", "pip", "freeze", "--disable-pip-version-check"])) {
        return Ok(python);
    }
    let wanted: Vec<String> = ORIGINALS.iter().map(|(name, version)| format!("{name}=={version}")).collect();
    println!("Installing with pip below {}: {}", dir.display(), wanted.join(" "));
    let mut make = repo.command(if cfg!(windows) { "python" } else { "python3" }, &["-m", "venv", "--clear"]);
    make.arg(&dir);
    process::run(make)?;
    let mut install = in_it(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.args(&wanted);
    process::run(install)
        .map_err(|_| Error::failed("pip could not install the originals; is there a network?"))?;
    Ok(python)
}

/// Whether the environment is there and has the originals, as `pip freeze` prints them.
fn is_complete(freeze: Command) -> bool {
    process::ask(freeze).is_some_and(|installed| has_originals(&installed))
}

fn has_originals(installed: &str) -> bool {
    // A name may be written with either sign.
    let line = |name: &str, version: &str| format!("{name}=={version}").to_lowercase().replace('_', "-");
    ORIGINALS.iter().all(|(name, version)| {
        installed.lines().any(|have| have.trim().to_lowercase().replace('_', "-") == line(name, version))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_versions_that_made_the_vectors_will_do() {
        let good = "asgiref==3.9\nDjango==5.2.19\nhyperdiv==0.1.9\nhyperdiv-session==0.1.1\n";
        assert!(has_originals(good));
        assert!(has_originals(&good.replace("hyperdiv-session", "hyperdiv_session")));
        for bad in
            [good.replace("5.2.19", "5.2.190"), good.replace("hyperdiv==", "hyperdivx=="), String::new()]
        {
            assert!(!has_originals(&bad), "{bad}");
        }
    }
}
