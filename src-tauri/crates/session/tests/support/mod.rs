//! Parts of these tests in processes of their own: to be killed, to have another umask, limit or user.
//!
//! A child is this test binary again, told by a variable which role to play. Each binary has a test `child` that
//! plays the role, and without one asserts that a child does.

pub(crate) mod home;
pub(crate) mod random;

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Lines},
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use tempfile::TempDir;

const ROLE: &str = "HYPERDIV_TEST_ROLE";

/// A user that owns nothing.
pub(crate) const NOBODY: u32 = 65_534;

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The role that this process has been given, if any.
pub(crate) fn role() -> Option<Vec<String>> {
    env::var(ROLE).ok().map(|role| role.split('\n').map(str::to_owned).collect())
}

/// A command that plays `role`.
pub(crate) fn command(role: &[&str]) -> Command {
    as_child(Command::new(env::current_exe().expect("this binary")), role)
}

/// A command that plays `role` after a line of shell: limits and signal dispositions survive `exec`.
pub(crate) fn command_after(shell: &str, role: &[&str]) -> Command {
    let mut sh = Command::new("sh");
    sh.arg("-c").arg(format!("{shell}; exec \"$0\" \"$@\"")).arg(env::current_exe().expect("this binary"));
    as_child(sh, role)
}

/// A command that plays `role` as a user without rights, from a copy of this binary in `dir` that they can reach.
///
/// Without root there is no other user to become: the caller is one without rights already.
pub(crate) fn command_as_nobody(dir: &Path, role: &[&str]) -> Command {
    if !is_root() {
        return command(role);
    }
    let copy = dir.join("test-binary");
    fs::copy(env::current_exe().expect("this binary"), &copy).expect("a copy");
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).expect("for all to run");
    let mut command = as_child(Command::new(copy), role);
    command.uid(NOBODY).gid(NOBODY).current_dir("/");
    command
}

fn as_child(mut command: Command, role: &[&str]) -> Command {
    command.args(["--exact", "child", "--nocapture"]).env(ROLE, role.join("\n"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// A child that is killed when its test ends, and what it says.
pub(crate) struct Running {
    pub(crate) child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("a child process");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, lines }
    }

    /// The next line of the child that starts with `word`, without it; `None` when it has ended.
    pub(crate) fn said(&mut self, word: &str) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find_map(|line| {
            // The test runner begins a line with the test's name.
            let at = line.find(word)?;
            Some(line[at + word.len()..].trim().to_owned())
        })
    }

    /// The next line of the child that has one of these words in it, from that word on; `None` when it has ended.
    pub(crate) fn line_of(&mut self, words: &[&str]) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find_map(|line| {
            let at = words.iter().filter_map(|word| line.find(word)).min()?;
            Some(line[at..].trim().to_owned())
        })
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("its end");
    }

    /// Waits for the child, which must have succeeded.
    pub(crate) fn succeeds(mut self) {
        drop(self.child.stdin.take());
        while self.lines.next().is_some_and(|line| line.is_ok()) {}
        let status = self.child.wait().expect("its end");
        assert!(status.success(), "{status}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A directory that others can pass through, as a home directory may be.
pub(crate) fn passable_dir() -> TempDir {
    let dir = TempDir::new().expect("a directory");
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("passable");
    dir
}

/// Waits for a line from the parent.
pub(crate) fn wait_for_parent() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("a line from the parent");
}

/// Every path below `dir`, and `dir`.
pub(crate) fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut paths = vec![dir.to_owned()];
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        next += 1;
        if path.is_dir() && !path.is_symlink() {
            paths.extend(
                fs::read_dir(path).expect("a directory").map(|entry| entry.expect("an entry").path()),
            );
        }
    }
    paths
}

pub(crate) fn mode(path: &Path) -> u32 {
    path.symlink_metadata().expect("its metadata").permissions().mode() & 0o7777
}
