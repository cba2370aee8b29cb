//! A computer of its own for each test: home, runtime directory, and what apps have left there.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyperdiv::testing::{Harness, Role};
use serde_json::Value;
use tempfile::TempDir;

#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/session_demo.rs"]
mod session_demo;

pub(crate) const DEMO_ID: &str = "io.hyperdiv.session-demo";

pub(crate) struct Ground {
    dir: TempDir,
}

/// How a command ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Expects this exit code, one line on standard error with `culprit` in it, and nothing else.
    #[track_caller]
    pub(crate) fn refused(&self, code: i32, culprit: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.out.is_empty(), "{self:?}");
        assert!(self.err.starts_with("hyperdiv: ") && self.err.contains(culprit), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
    }

    /// Expects that it went well and complained of nothing. Answers what it printed.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// As [`done`](Self::done), with one JSON value printed.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }
}

impl Ground {
    pub(crate) fn new() -> Ground {
        let dir = tempfile::tempdir().unwrap();
        for name in ["home", "run"] {
            DirBuilder::new().mode(0o700).create(dir.path().join(name)).unwrap();
        }
        Ground { dir }
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub(crate) fn run(&self) -> PathBuf {
        self.dir.path().join("run")
    }

    /// The directory of all apps.
    pub(crate) fn base(&self) -> PathBuf {
        self.home().join(".local/share/hyperdiv")
    }

    /// The session demo's data.
    pub(crate) fn data(&self) -> PathBuf {
        self.base().join(DEMO_ID).join("default")
    }

    pub(crate) fn hyperdiv(&self, args: &[&str]) -> Ended {
        self.by(Path::new(env!("CARGO_BIN_EXE_hyperdiv")), args)
    }

    /// Runs a program that is given to `hyperdiv`, for what only a shell can set.
    pub(crate) fn by(&self, program: &Path, args: &[&str]) -> Ended {
        let output = Command::new(program)
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.run())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Signs somebody in, with consent, in the session demo, and ends it. Answers their token.
    pub(crate) fn sign_in(&self) -> String {
        let mut demo = self.demo(None);
        demo.click(Role::Checkbox, "Keep me signed in on this computer");
        demo.click(Role::Button, "Authenticate");
        demo.click(Role::Button, "Increment");
        // The webview keeps the token from the second start on, and a little later it is nowhere else.
        demo.restart();
        demo.advance(Duration::from_secs(5));
        assert!(demo.has(Role::Text, "1"), "\n{}", demo.tree());
        demo.mirror().unwrap()
    }

    /// Whether somebody with this token is signed in at a start.
    pub(crate) fn is_signed_in(&self, token: &str) -> bool {
        self.demo(Some(token)).has(Role::Text, "Session demo app.")
    }

    fn demo(&self, mirror: Option<&str>) -> Harness {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let builder = Harness::builder().app_id(DEMO_ID).data_dir(self.base()).now(now.try_into().unwrap());
        let builder = match mirror {
            Some(token) => builder.mirror(token),
            None => builder,
        };
        fs::create_dir_all(self.base().parent().unwrap()).unwrap();
        builder.build(session_demo::app)
    }
}
