//! Processes that a test starts, ends and waits for.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use crate::secrets;

/// How long anything may take on a busy machine before the test gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A helper process; it ends with the test.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Waits until it has ended.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        wait_for_end(self.pid());
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; `kill` of a child that was not waited for cannot hit another process.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `command`.
pub(crate) fn spawn(command: &mut Command) -> Process {
    let mut spawned = None;
    until("the program can be started", || match command.spawn() {
        // It was copied just now, and a test beside this one forked while the copy was still open for writing.
        Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => false,
        started => {
            spawned = Some(started);
            true
        }
    });
    let started = spawned.unwrap();
    Process(started.unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program())))
}

/// The first line that a process writes to its pipe.
pub(crate) fn first_line(pipe: impl Read) -> String {
    let mut line = String::new();
    BufReader::new(pipe).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

/// The lines of a pipe as they come, read by a thread that ends with the pipe. They also go to the test's own output.
pub(crate) fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::Builder::new()
        .name("lines".to_owned())
        .spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                secrets::heard(&line);
                // The test may have stopped listening; the pipe must be drained all the same.
                let _ = send.send(line);
            }
        })
        .unwrap();
    receive
}

/// A command whose output is not shown and whose environment is `env` alone.
pub(crate) fn quiet(program: &str, env: &[(&str, OsString)]) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(env.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// As [`quiet`], run by another user, by number.
pub(crate) fn quiet_as(user: Option<u32>, program: &str, env: &[(&str, OsString)]) -> Command {
    let mut command = quiet(program, env);
    if let Some(user) = user {
        command.uid(user).gid(user).current_dir("/");
    }
    command
}

/// Sends a signal to one process.
pub(crate) fn signal(pid: u32, signal: Signal) {
    kill_process(raw(pid), signal).unwrap_or_else(|error| panic!("process {pid}: {error}"));
}

/// Kills processes at once, children and all, none of which may have ended already or not.
pub(crate) fn kill_all(pids: &[u32]) {
    for pid in pids {
        // One may end because the one before it did.
        let _ = kill_process(raw(*pid), Signal::KILL);
    }
}

/// Waits until a process, whoever started it, is no more.
pub(crate) fn wait_for_end(pid: u32) {
    let Some(handle) = open(pid) else { return };
    let limit = Timespec::try_from(PATIENCE).unwrap();
    let ready = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&limit)).unwrap();
    assert_eq!(ready, 1, "process {pid} did not end");
}

/// A process by itself rather than by its number; `None` if it has ended.
pub(crate) fn open(pid: u32) -> Option<OwnedFd> {
    pidfd_open(raw(pid), PidfdFlags::empty()).ok()
}

/// A process and all its descendants.
pub(crate) fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut next = 0;
    while next < all.len() {
        let tasks = fs::read_dir(format!("/proc/{}/task", all[next]));
        for task in tasks.into_iter().flatten().flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
        next += 1;
    }
    all
}

/// Waits for a fact that nobody announces, looking again and again.
pub(crate) fn until(what: &str, mut fact: impl FnMut() -> bool) {
    let started = Instant::now();
    while !fact() {
        assert!(started.elapsed() < PATIENCE, "{what}: not after {PATIENCE:?}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// Every file below `dir`, links not followed.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        // Web processes remove files while this looks.
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => dirs.push(entry.path()),
                Ok(_) => found.push(entry.path()),
                Err(_) => {}
            }
        }
    }
    found
}

fn raw(pid: u32) -> Pid {
    i32::try_from(pid).ok().and_then(Pid::from_raw).unwrap()
}
