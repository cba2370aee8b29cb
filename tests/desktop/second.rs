//! A second start of an app whose window is open already, and the socket that it finds the first one by.

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;

use crate::desk::{Desk, Under, ready, said};
use crate::process::{PATIENCE, Process, family, lines, quiet, signal, spawn, until};
use crate::screen::Screen;

/// The budget for a second start on a computer that has nothing else to do.
const BUDGET: Duration = Duration::from_secs(1);

/// What it may take beside other tests.
const LIMIT: Duration = Duration::from_secs(3);

const APP: &str = "session_demo";

/// The control sockets of a desktop.
fn sockets(desk: &Desk) -> Vec<PathBuf> {
    let entries = fs::read_dir(desk.run().join("hyperdiv")).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "sock"))
        .collect()
}

/// Waits for the end of a start that found another one. Answers how long it took.
fn focuses(desk: &Desk, args: &[&str]) -> Duration {
    let began = Instant::now();
    let (mut second, told) = desk.bare(APP, args);
    assert_eq!(second.wait().code(), Some(0));
    let took = began.elapsed();
    assert_eq!(all(&told), [""; 0], "nothing is said");
    took
}

/// Everything that a process said until its end.
fn all(log: &Receiver<String>) -> Vec<String> {
    let mut lines = Vec::new();
    while let Ok(line) = log.recv_timeout(PATIENCE) {
        lines.push(line);
    }
    lines
}

/// Waits for the end of a start that gets no answer, and answers its one sentence.
fn locked_out(desk: &Desk, name: &str) -> String {
    let began = Instant::now();
    let (mut second, told) = desk.bare(name, &[]);
    assert_eq!(second.wait().code(), Some(3));
    assert!(began.elapsed() >= LIMIT, "it gave up after {:?}", began.elapsed());
    let lines = all(&told);
    let [line] = &lines[..] else { panic!("one line was due: {lines:#?}") };
    line.clone()
}

/// What a process is doing, by the letter of proc(5): `S` waits, `T` is stopped.
fn state(pid: u32) -> char {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    rest.chars().next().unwrap()
}

fn has_socket(pid: u32) -> bool {
    let open = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    open.filter_map(|entry| fs::read_link(entry.path()).ok())
        .any(|target| target.to_string_lossy().starts_with("socket:"))
}

fn topmost(screen: &Screen) -> Option<u32> {
    screen.windows().last().map(|window| window.pid)
}

#[test]
fn a_second_start_brings_the_first_window_to_the_front() {
    let desk = Desk::new();
    let screen = desk.screen();
    let (first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let (other, log) = desk.bare(APP, &["--profile", "other", "--log-ready"]);
    ready(&log);
    until("the other profile's window covers the first", || topmost(&screen) == Some(other.pid()));

    let took = focuses(&desk, &[]);
    // The system has been told before the second one ended; only the X server may still be at it.
    until("the first window is in front", || topmost(&screen) == Some(first.pid()));
    until("the first window has the focus", || screen.focused() == Some(first.pid()));
    assert_eq!(screen.windows().len(), 2, "no window was added");
    println!("a second start took {took:?} (budget {BUDGET:?})");
    assert!(took < LIMIT, "{took:?}");

    focuses(&desk, &["--profile", "other"]);
    until("each profile has its own", || screen.focused() == Some(other.pid()));
    assert_eq!(topmost(&screen), Some(other.pid()));
}

#[test]
fn a_minimised_window_comes_back_and_a_window_manager_calls_it_the_active_one() {
    let desk = Desk::new();
    let _manager = desk.manage();
    let screen = desk.screen();
    let (first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let window = |pid: u32| screen.windows().into_iter().find(|window| window.pid == pid);
    until("the first window is shown", || window(first.pid()).is_some());
    screen.minimise(window(first.pid()).unwrap());
    until("the first window is minimised", || window(first.pid()).is_none());
    // Whose person is at work in another window: the window manager keeps that one in front of those that only ask.
    let (other, log) = desk.bare(APP, &["--profile", "other", "--log-ready"]);
    ready(&log);
    until("the other window is the active one", || screen.active() == Some(other.pid()));
    desk.click(400, 300);

    focuses(&desk, &[]);
    until("the first window is back", || window(first.pid()).is_some());
    until("it is the active one", || screen.active() == Some(first.pid()));
    assert_eq!(topmost(&screen), Some(first.pid()));
}

#[test]
fn a_frozen_first_one_is_named_and_works_on_when_it_goes_on() {
    let desk = Desk::new();
    let screen = desk.screen();
    let (mut first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let (other, log) = desk.bare(APP, &["--profile", "other", "--log-ready"]);
    ready(&log);
    until("the other window covers the first", || topmost(&screen) == Some(other.pid()));
    signal(first.pid(), Signal::STOP);
    let line = locked_out(&desk, APP);
    assert!(line.starts_with("hyperdiv: ") && line.contains(&first.pid().to_string()), "{line}");
    signal(first.pid(), Signal::CONT);
    // Answered after whatever was asked before.
    assert!(desk.verb(&["session", "list"]).status.success());
    assert_eq!(topmost(&screen), Some(other.pid()), "what was given up is not done later");
    focuses(&desk, &[]);
    until("the first window is in front", || topmost(&screen) == Some(first.pid()));
    signal(first.pid(), Signal::TERM);
    assert_eq!(first.wait().code(), Some(0));
}

#[test]
fn a_second_start_that_is_stopped_while_it_waits_goes_on_waiting() {
    let desk = Desk::new();
    let (first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    signal(first.pid(), Signal::STOP);
    let (mut second, log) = desk.bare(APP, &[]);
    until("the second waits for an answer", || has_socket(second.pid()) && state(second.pid()) == 'S');
    signal(second.pid(), Signal::STOP);
    until("the second is stopped", || state(second.pid()) == 'T');
    signal(second.pid(), Signal::CONT);
    signal(first.pid(), Signal::CONT);
    assert_eq!(second.wait().code(), Some(0), "{:?}", all(&log));
}

#[test]
fn a_first_one_whose_app_hangs_is_named() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    let gate = desk.home().join("gate");
    mknodat(CWD, &gate, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    app.click("Wait");
    app.wait("document.querySelector('#busy').textContent.includes('busy')", &[]);
    let line = locked_out(&desk, "page_probe");
    assert!(line.contains("The profile is open in process"), "{line}");
    fs::write(&gate, "open").unwrap();
    app.wait("document.querySelector('#busy').childNodes.length === 0", &[]);
    let (mut second, _) = desk.bare("page_probe", &[]);
    assert_eq!(second.wait().code(), Some(0));
}

/// The main thread alone is held, in the call in which it waits for events; the app thread would answer.
#[test]
fn a_first_one_whose_event_loop_hangs_is_named() {
    let desk = Desk::new();
    let (first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let pid = first.pid().to_string();
    let path = [("PATH", std::env::var_os("PATH").unwrap())];
    let mut command = quiet("strace", &path);
    command.args(["-e", "trace=all", "-e", "inject=all:delay_enter=60000000", "-p", &pid]);
    let mut holder = spawn(command.stderr(Stdio::piped()));
    let told = lines(holder.0.stderr.take().unwrap());
    let line = told.recv_timeout(PATIENCE).unwrap();
    if line.contains("not permitted") {
        eprintln!("not tried: this system does not let one process trace another");
        return;
    }
    assert!(line.contains("attached"), "{line}");
    let line = locked_out(&desk, APP);
    assert!(line.contains(&pid), "{line}");
    // Both end with the test; a traced process that is killed needs no more of its calls.
    drop(holder);
}

#[test]
fn a_window_whose_first_frame_is_not_there_yet_is_not_shown_for_a_second_start() {
    let desk = Desk::new();
    let screen = desk.screen();
    let (first, log) = desk.bare(APP, &["--log-ready"]);
    let mut page = None;
    until("the process of the page is there", || {
        page = family(first.pid()).into_iter().find(|pid| {
            let name = fs::read_to_string(format!("/proc/{pid}/comm"));
            name.is_ok_and(|name| name.starts_with("WebKitWebProces"))
        });
        page.is_some()
    });
    // Held before it has a document.
    signal(page.unwrap(), Signal::STOP);
    focuses(&desk, &[]);
    assert_eq!(screen.windows(), []);
    signal(page.unwrap(), Signal::CONT);
    ready(&log);
    until("it is shown with its first frame", || topmost(&screen) == Some(first.pid()));
}

#[test]
fn a_killed_first_one_leaves_nothing_in_the_way() {
    let desk = Desk::new();
    let (mut first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let before = sockets(&desk);
    signal(first.pid(), Signal::KILL);
    first.wait();
    assert_eq!(sockets(&desk), before, "its socket is left");
    assert_eq!(before.len(), 1);

    let (mut next, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    focuses(&desk, &[]);
    signal(next.pid(), Signal::TERM);
    assert_eq!(next.wait().code(), Some(0));
    assert_eq!(sockets(&desk), [""; 0].map(PathBuf::from), "one that ends in order removes its socket");
}

#[test]
fn of_ten_starts_at_once_one_opens_a_window() {
    let desk = Desk::new();
    let screen = desk.screen();
    let mut starts: Vec<(Process, Receiver<String>)> = (0..10).map(|_| desk.bare(APP, &[])).collect();
    until("nine of ten have ended", || {
        starts.iter_mut().filter_map(|(start, _)| start.0.try_wait().unwrap()).count() == 9
    });
    let mut winners = Vec::new();
    for (start, log) in &mut starts {
        match start.0.try_wait().unwrap() {
            None => winners.push(start.pid()),
            Some(status) => {
                assert_eq!(status.code(), Some(0), "{:?}", all(log));
                assert_eq!(all(log), [""; 0]);
            }
        }
    }
    let [winner] = winners[..] else { panic!("one goes on: {winners:?}") };
    until("its window is shown", || !screen.windows().is_empty());
    focuses(&desk, &[]);
    assert_eq!(screen.windows().iter().map(|window| window.pid).collect::<Vec<_>>(), [winner]);
}

#[test]
fn a_first_one_that_is_ending_is_waited_for() {
    let desk = Desk::new();
    for _ in 0..3 {
        let (mut first, log) = desk.bare(APP, &["--log-ready"]);
        ready(&log);
        signal(first.pid(), Signal::TERM);
        // Either it is focused at the last moment, or it has made room.
        let (mut second, log) = desk.bare(APP, &["--log-ready"]);
        assert_eq!(first.wait().code(), Some(0));
        // One that opens a window is told to end; the toolkit's own lines do not matter.
        while let Ok(line) = log.recv_timeout(PATIENCE) {
            if line.starts_with("hyperdiv: ready frame=1") {
                signal(second.pid(), Signal::TERM);
            } else {
                assert!(!line.starts_with("hyperdiv: "), "{line}");
            }
        }
        assert_eq!(second.wait().code(), Some(0));
    }
}

#[test]
fn the_socket_is_the_users_alone() {
    let desk = Desk::new();
    let (_first, log) = desk.bare(APP, &["--log-ready"]);
    ready(&log);
    let sockets = sockets(&desk);
    let [socket] = &sockets[..] else { panic!("one socket is due: {sockets:?}") };
    let meta = fs::symlink_metadata(socket).unwrap();
    assert!(meta.file_type().is_socket());
    assert_eq!(meta.mode() & 0o7777, 0o600);
    assert_eq!(fs::metadata(socket.parent().unwrap()).unwrap().mode() & 0o7777, 0o700);
}

#[test]
fn without_a_socket_the_app_works_and_a_second_start_says_what_is_wrong() {
    let desk = Desk::new();
    // The name of a socket has at most 108 bytes.
    let long = desk.file(&"x".repeat(100));
    fs::create_dir(&long).unwrap();
    let env = [("XDG_RUNTIME_DIR", long.to_str())];
    let (first, log) = desk.bare_with(APP, &["--log-ready"], &env);
    said(&log, "hyperdiv: warn: a second start will not find this one");
    ready(&log);
    let (mut second, told) = desk.bare_with(APP, &[], &env);
    assert_eq!(second.wait().code(), Some(3));
    assert!(said(&told, "hyperdiv: ").contains(&first.pid().to_string()));
}
