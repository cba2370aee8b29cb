//! The built program, run once.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use tempfile::TempDir;

/// When most tokens of these tests are signed.
pub(crate) const NOW: i64 = 1_700_000_000;

/// The program, in an environment without a display and without a home.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hyperdiv"));
    command.env_clear();
    command
}

/// A command line on its way.
pub(crate) struct Token {
    dir: TempDir,
    args: Vec<OsString>,
    files: usize,
}

/// How it ended, and what it said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

pub(crate) fn sign(format: &str, secret: impl AsRef<[u8]>) -> Token {
    Token::new("sign", format, secret.as_ref())
}

pub(crate) fn verify(format: &str, secret: impl AsRef<[u8]>) -> Token {
    Token::new("verify", format, secret.as_ref())
}

impl Token {
    fn new(verb: &str, format: &str, secret: &[u8]) -> Token {
        let args = ["token", verb, "--format", format].map(OsString::from).to_vec();
        let token = Token { dir: tempfile::tempdir().unwrap(), args, files: 0 };
        token.file("--secret-file", secret)
    }

    fn file(mut self, option: &str, bytes: &[u8]) -> Token {
        let path = self.dir.path().join(self.files.to_string());
        fs::write(&path, bytes).unwrap();
        self.files += 1;
        self.args.extend([option.into(), path.into()]);
        self
    }

    pub(crate) fn fallback(self, secret: impl AsRef<[u8]>) -> Token {
        self.file("--fallback-secret-file", secret.as_ref())
    }

    pub(crate) fn with(mut self, args: &[&str]) -> Token {
        self.args.extend(args.iter().map(OsString::from));
        self
    }

    pub(crate) fn at(self, now: &impl ToString) -> Token {
        self.with(&["--now", &now.to_string()])
    }

    pub(crate) fn salt(self, salt: Option<&str>) -> Token {
        match salt {
            Some(salt) => self.with(&[&format!("--salt={salt}")]),
            None => self,
        }
    }

    /// Where the secret is.
    pub(crate) fn secret(&self) -> PathBuf {
        self.dir.path().join("0")
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.args(&self.args);
        command
    }

    pub(crate) fn run(&self, input: impl AsRef<[u8]>) -> Ran {
        ran(&mut self.command(), input.as_ref())
    }

    /// The one line that a line is answered with.
    pub(crate) fn line(&self, line: impl AsRef<[u8]>) -> String {
        self.lines(&[line]).remove(0)
    }

    /// The lines that lines are answered with, one for each.
    pub(crate) fn lines(&self, lines: &[impl AsRef<[u8]>]) -> Vec<String> {
        let input: Vec<u8> = lines.iter().flat_map(|line| [line.as_ref(), b"\n"].concat()).collect();
        let ran = self.run(input);
        assert!(matches!(ran.code, 0 | 7), "{ran:?}");
        let out = String::from_utf8(ran.out).unwrap();
        let answers: Vec<String> = out.split_terminator('\n').map(str::to_owned).collect();
        assert_eq!(answers.len(), lines.len(), "{out}");
        let any_invalid = answers.iter().any(|answer| answer == "invalid");
        assert_eq!(ran.code, if any_invalid { 7 } else { 0 }, "{out}");
        answers
    }
}

/// Runs it with this input, which it need not read.
pub(crate) fn ran(command: &mut Command, input: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writing = writes(move || pipe.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // It may end, with a word, before it has read everything.
    let _ = writing.join().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: output.stdout,
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A thread that writes while the test reads.
pub(crate) fn writes<R: Send + 'static>(write: impl FnOnce() -> R + Send + 'static) -> JoinHandle<R> {
    std::thread::Builder::new().name("writes".to_owned()).spawn(write).unwrap()
}

/// That it printed exactly this, and was content.
#[track_caller]
pub(crate) fn prints(ran: &Ran, out: &str) {
    assert_eq!((ran.code, String::from_utf8_lossy(&ran.out).as_ref(), &*ran.err), (0, out, ""));
}

/// That it ended with this code and one line that names `culprit`.
#[track_caller]
pub(crate) fn refuses(ran: &Ran, code: i32, culprit: &str) {
    assert_eq!(ran.code, code, "{ran:?}");
    let line = ran.err.strip_prefix("hyperdiv: ").and_then(|line| line.strip_suffix('\n'));
    assert!(line.is_some_and(|line| line.contains(culprit) && !line.contains('\n')), "{ran:?}");
}
