//! Two users of one computer.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::desk::{Desk, ready, said};
use crate::process::{PATIENCE, Process, files, quiet_as, signal};

/// A user made for a test, removed with everything that is theirs when it is over.
struct User {
    name: String,
    number: u32,
}

impl User {
    /// `None` where this process may not make one.
    fn make() -> Option<User> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("not tried: only root can make users");
            return None;
        }
        let mut random = [0; 4];
        getrandom::fill(&mut random).unwrap();
        let name = format!("hdtest-{:08x}", u32::from_le_bytes(random));
        run("useradd", &["--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", &name]);
        let mut user = User { name, number: 0 };
        user.number = run("id", &["--user", &user.name]).trim().parse().unwrap();
        Some(user)
    }

    /// Where this user's things go where the log-in makes no directory for them.
    fn runtime(&self) -> PathBuf {
        PathBuf::from(format!("/dev/shm/hyperdiv-{}", self.number))
    }

    fn desk(&self) -> Desk {
        let mut desk = Desk::of_user(self.number);
        desk.without("XDG_RUNTIME_DIR");
        // The directories above the app's own are open to look through, as they are on many computers.
        for dir in ["", "home", "home/.local", "home/.local/share"] {
            let dir = desk.file(dir);
            if !dir.exists() {
                fs::create_dir(&dir).unwrap();
                std::os::unix::fs::chown(&dir, Some(self.number), Some(self.number)).unwrap();
            }
            fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        }
        desk
    }

    fn has_processes(&self) -> bool {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes.filter_map(|entry| entry.metadata().ok()).any(|meta| meta.uid() == self.number)
    }

    /// What a program run by this user prints, both ways.
    fn runs(&self, program: &str, args: &[&str]) -> (bool, String) {
        let path = [("PATH", std::env::var_os("PATH").unwrap())];
        let mut command = quiet_as(Some(self.number), program, &path);
        let output = command
            .args(args)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // Web processes end a little after their app.
        let began = Instant::now();
        while self.has_processes() && began.elapsed() < PATIENCE {
            std::thread::park_timeout(Duration::from_millis(10));
        }
        let removed = Command::new("userdel").args(["--force", &self.name]).output();
        let ok = removed.is_ok_and(|output| output.status.success());
        if self.number != 0 {
            // It may not have been made.
            let _ = fs::remove_dir_all(self.runtime());
        }
        // A test that fails already has said why.
        assert!(ok || std::thread::panicking(), "the user {} is left", self.name);
    }
}

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn socket(dir: &Path) -> PathBuf {
    files(dir).into_iter().find(|file| file.extension().is_some_and(|end| end == "sock")).unwrap()
}

fn start(desk: &Desk) -> (Process, Receiver<String>) {
    let (app, log) = desk.bare("session_demo", &["--log-ready"]);
    ready(&log);
    (app, log)
}

/// Perl is part of every Debian.
const CONNECT: &str = "use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die; connect($s, sockaddr_un($ARGV[0])) or die \"$!\";";

#[test]
fn two_users_side_by_side_cannot_read_or_reach_each_other() {
    let Some(ada) = User::make() else { return };
    let bob = User::make().unwrap();
    let (at_ada, at_bob) = (ada.desk(), bob.desk());
    // What is kept needs somebody who clicks.
    let app = at_ada.demo();
    app.sign_in(true);
    app.increment_to(3);
    app.terminate();
    let secrets = files(&at_ada.base());
    assert!(secrets.len() > 5, "{secrets:?}");

    let (mut of_ada, log_of_ada) = start(&at_ada);
    let (mut of_bob, _log) = start(&at_bob);

    let socket = socket(&ada.runtime());
    for (what, args) in [("ls", at_ada.base()), ("ls", ada.runtime()), ("cat", socket.clone())]
        .into_iter()
        .chain(secrets.iter().map(|secret| ("cat", secret.clone())))
    {
        let (worked, said) = bob.runs(what, &[args.to_str().unwrap()]);
        assert!(!worked && said.contains("Permission denied"), "{what} {}: {said}", args.display());
    }
    // The way to what is refused is open: it is refused for what it is.
    assert!(bob.runs("ls", &[at_ada.base().parent().unwrap().to_str().unwrap()]).0);
    let connect = |user: &User| user.runs("perl", &["-e", CONNECT, socket.to_str().unwrap()]);
    let (worked, said_to_bob) = connect(&bob);
    assert!(!worked && said_to_bob.contains("Permission denied"), "{said_to_bob}");
    assert!(connect(&ada).0, "their own user can connect");

    // Modes do not hold root back. It is another user all the same, and gets no answer.
    let mut stream = UnixStream::connect(&socket).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "");
    let line = said(&log_of_ada, "hyperdiv: warn: refused another user");
    assert!(line.contains("number 0"), "{line}");

    // Each finds their own.
    for desk in [&at_ada, &at_bob] {
        let (mut second, _) = desk.bare("session_demo", &[]);
        assert_eq!(second.wait().code(), Some(0));
        assert_eq!(desk.front().windows().len(), 1);
    }
    for app in [&mut of_ada, &mut of_bob] {
        signal(app.pid(), Signal::TERM);
        assert_eq!(app.wait().code(), Some(0));
    }
}
