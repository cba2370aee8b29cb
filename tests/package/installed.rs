//! The package, installed by dpkg into a root of its own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Where dpkg notes what it has installed.
const ADMIN: &str = "var/lib/dpkg";

/// An installed package.
pub(crate) struct Installed(TempDir);

impl Installed {
    pub(crate) fn new() -> Installed {
        let package = std::env::var_os("HYPERDIV_PACKAGE")
            .expect("HYPERDIV_PACKAGE names the package; `cargo xtask bundle` makes it and runs this");
        let root = tempfile::Builder::new().prefix("hyperdiv-root-").tempdir().unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for folder in ["updates", "info"] {
            fs::create_dir_all(root.path().join(ADMIN).join(folder)).unwrap();
        }
        fs::write(root.path().join(ADMIN).join("status"), "").unwrap();
        let installed = Installed(root);
        // What it depends on is in the real root.
        installed.dpkg(&["--force-depends", "--install", package.to_str().unwrap()]);
        installed
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    pub(crate) fn program(&self) -> PathBuf {
        self.path("usr/bin/hyperdiv")
    }

    /// What dpkg finds altered.
    pub(crate) fn altered(&self) -> String {
        self.dpkg(&["--verify", "hyperdiv"])
    }

    /// Removes the package; the answer is what is left in the root of what is not dpkg's own.
    pub(crate) fn removed(&self) -> Vec<String> {
        self.dpkg(&["--purge", "hyperdiv"]);
        let mut left = Vec::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let below = path.strip_prefix(self.0.path()).unwrap();
                if Path::new(ADMIN).starts_with(below) || below.starts_with(ADMIN) {
                    if !below.starts_with(ADMIN) {
                        folders.push(path);
                    }
                } else {
                    left.push(below.display().to_string());
                }
            }
        }
        left
    }

    /// What dpkg prints.
    fn dpkg(&self, words: &[&str]) -> String {
        let mut command = Command::new("dpkg");
        // It looks for the tools of root, which a caller's path may lack.
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("LC_ALL", "C.UTF-8");
        let output = command.arg("--root").arg(self.0.path()).args(words).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "dpkg {words:?}: {error}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
