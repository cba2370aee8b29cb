//! Where things are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Result};

/// The checkout that the commands work on.
pub struct Repo {
    root: PathBuf,
    /// Directories put in front of `PATH` for every child: a Node.js that set-up brought.
    pub(crate) tools: Option<PathBuf>,
}

impl Repo {
    /// The checkout that `cargo xtask` was called in.
    pub fn here() -> Result<Self> {
        // Cargo sets the variable when it runs the program; the compiled-in value serves a program that is started by hand.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        match package.ancestors().nth(3) {
            Some(root) if root.join("src-tauri").is_dir() => Ok(Self { root: root.to_owned(), tools: None }),
            _ => Err(Error::failed(format!("{} is not inside a checkout of Hyperdiv", package.display()))),
        }
    }

    /// The top of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the top.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// A command that runs at the top of the checkout. What Cargo told this program about itself is taken out of its environment.
    pub(crate) fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        if let Some(tools) = &self.tools {
            let mut path = OsString::from(tools);
            if let Some(rest) = std::env::var_os("PATH") {
                path.push(if cfg!(windows) { ";" } else { ":" });
                path.push(rest);
            }
            command.env("PATH", path);
        }
        command
    }

    /// Cargo itself, the one that runs this program.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        self.command(&cargo, args)
    }

    /// npm, in `ui/`.
    pub(crate) fn npm(&self, args: &[&str]) -> Command {
        let mut command = self.command(if cfg!(windows) { "npm.cmd" } else { "npm" }, args);
        command.current_dir(self.path("ui")).env("npm_config_update_notifier", "false");
        command
    }
}
