//! Directories, locks and displays that an app cannot use, and how it says so.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, symlink};

use rustix::process::Signal;

use crate::desk::{DEMO_ID, Desk, Under, ready, said};
use crate::process::{PATIENCE, signal};

/// Starts the session demo, expects one sentence that names `culprit`, on standard error and on a page, and answers the exit
/// code that follows when the window is closed.
fn refused(desk: &Desk, args: &[&str], culprit: &str) -> String {
    let app = desk.app_with("session_demo", Under::Shell, args);
    let said = app.said();
    let sentences: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix("hyperdiv: ")).collect();
    let [sentence] = sentences[..] else { panic!("one line was due: {said:#?}") };
    assert!(sentence.contains(culprit), "{sentence}");
    assert!(app.texts().iter().any(|text| text == sentence), "{:?}", app.texts());
    app.picture(desk, "refused");
    app.terminate();
    desk.exit_code()
}

#[test]
fn a_data_directory_behind_a_link_is_refused() {
    let desk = Desk::new();
    let elsewhere = desk.file("elsewhere");
    fs::DirBuilder::new().mode(0o700).create(&elsewhere).unwrap();
    fs::create_dir_all(desk.base()).unwrap();
    symlink(&elsewhere, desk.base().join(DEMO_ID)).unwrap();
    assert_eq!(refused(&desk, &[], DEMO_ID), "4");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "something was written through the link");
}

#[test]
fn a_data_directory_of_another_user_is_refused() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("not tried: only root can make a directory another user's");
        return;
    }
    let desk = Desk::new();
    fs::create_dir_all(desk.base()).unwrap();
    std::os::unix::fs::chown(desk.base(), Some(4242), Some(4242)).unwrap();
    assert_eq!(refused(&desk, &[], "another user"), "4");
    assert_eq!(fs::read_dir(desk.base()).unwrap().count(), 0);
}

#[test]
fn a_data_directory_in_a_place_that_others_can_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let open = desk.file("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    let dir = open.join("data");
    assert_eq!(refused(&desk, &["--data-dir", dir.to_str().unwrap()], "Other users"), "4");
    assert!(!dir.exists());
}

#[test]
fn without_a_home_directory_there_is_no_place_for_data() {
    let desk = Desk::new();
    let (mut app, log) = desk.bare_with("session_demo", &["--log-ready"], &[("HOME", None)]);
    assert!(said(&log, "hyperdiv: ").contains("HOME"));
    ready(&log);
    signal(app.pid(), Signal::TERM);
    assert_eq!(app.wait().code(), Some(4));
}

#[test]
fn a_runtime_directory_behind_a_link_is_refused() {
    let desk = Desk::new();
    let elsewhere = desk.file("elsewhere");
    fs::DirBuilder::new().mode(0o700).create(&elsewhere).unwrap();
    symlink(&elsewhere, desk.run().join("hyperdiv")).unwrap();
    let (mut app, log) = desk.bare("session_demo", &[]);
    assert!(said(&log, "hyperdiv: ").contains("link"));
    assert_eq!(app.wait().code(), Some(4));
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn without_a_display_one_line_says_so() {
    let desk = Desk::new();
    for display in [None, Some(":4242")] {
        let env = [("DISPLAY", display), ("WAYLAND_DISPLAY", None)];
        let (mut app, log) = desk.bare_with("session_demo", &[], &env);
        assert!(said(&log, "hyperdiv: ").contains("display"));
        assert_eq!(app.wait().code(), Some(8));
        assert_eq!(log.recv_timeout(PATIENCE).ok(), None, "one line, no more");
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused_in_one_line() {
    let desk = Desk::new();
    for args in [&["--nonsense"][..], &["--profile", "../x"], &["--data-dir"], &["file"]] {
        let (mut app, log) = desk.bare("session_demo", args);
        said(&log, "hyperdiv: ");
        assert_eq!(app.wait().code(), Some(2), "{args:?}");
        assert_eq!(log.recv_timeout(PATIENCE).ok(), None, "one line, no more");
    }
}

#[test]
fn the_signals_that_end_a_program_end_it_in_order() {
    for end in [Signal::TERM, Signal::INT, Signal::HUP] {
        let desk = Desk::new();
        let (mut app, log) = desk.bare("counter", &["--log-ready"]);
        ready(&log);
        signal(app.pid(), end);
        assert_eq!(app.wait().code(), Some(0), "{end:?}");
    }
}

#[test]
fn a_crash_leaves_no_memory_on_the_disk() {
    let desk = Desk::new();
    let (app, log) = desk.bare("counter", &["--log-ready"]);
    ready(&log);
    let limits = fs::read_to_string(format!("/proc/{}/limits", app.pid())).unwrap();
    let dumps = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let sizes: Vec<&str> = dumps.split_whitespace().skip(4).take(2).collect();
    assert_eq!(sizes, ["0", "0"], "{dumps}");
}
