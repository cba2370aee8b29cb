//! What an app asks of the system: the clipboard, links, notifications, files, and what it shows of its own bytes.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::input::{focus, noted, open};
use crate::process::{files, lines, spawn, until};

#[test]
fn what_the_app_copies_is_on_the_clipboard_of_every_program() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    app.type_into("Text", "x");
    app.click("Copy");
    until("the text is on the clipboard", || desk.clipboard() == "copied \u{e9}\u{65e5} x");
    focus(&app, "More");
    desk.press_key("ctrl+v");
    app.see("Text \"x\" more \"copied \u{e9}\u{65e5} x\".");
}

#[test]
fn an_address_is_opened_by_the_system() {
    let mut desk = Desk::new();
    let opened = desk.stand_in("xdg-open");
    let app = desk.app("input_probe", Under::Nothing);
    let home = app.run("return location.href", &[]);
    app.click("Browse");
    until("the address is opened", || opened() == ["https://example.org/asked"]);
    assert_eq!(app.run("return location.href", &[]), home);
}

#[test]
fn a_notification_goes_to_the_desktop_and_where_there_is_none_the_log_says_so() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    let mut monitor = desk.command("dbus-monitor");
    let mut monitor = spawn(
        monitor.args(["--session", "interface='org.freedesktop.Notifications'"]).stdout(Stdio::piped()),
    );
    let told = lines(monitor.0.stdout.take().unwrap());
    // It tells of itself first; from then on it hears all.
    assert!(told.recv().is_ok());
    app.click("Notify");
    let mut call = Vec::new();
    until("the desktop is told", || {
        call.extend(told.try_iter());
        call.iter().any(|line| line.contains("int32 -1"))
    });
    let call = call.join("\n");
    assert!(call.contains("member=Notify"), "{call}");
    assert!(
        call.contains("string \"Probe\"") && call.contains("string \"one &lt; two &amp; three\""),
        "{call}"
    );
    // Nothing on this bus shows it.
    let mut said = Vec::new();
    until("the log says so", || {
        said = app.said();
        said.iter().any(|line| line.contains("the desktop showed no notification"))
    });
    assert!(!said.join("\n").contains("one < two"), "the text is nobody's business: {said:?}");
    app.click("Save");
    noted(&app, "saved");
}

#[test]
fn a_picture_of_the_apps_own_bytes_is_drawn_and_no_other_address_is_served() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    let picture = "document.querySelector('#app img')";
    app.run_async(&format!(
        "const done = arguments[0]; {picture}.decode().then(() => done(true), e => done(String(e)))"
    ));
    let drawn =
        app.run(&format!("const i = {picture}; return [i.naturalWidth, i.naturalHeight, i.alt, i.src]"), &[]);
    assert_eq!((&drawn[0], &drawn[1], &drawn[2]), (&json!(2), &json!(1), &json!("Red")));
    let address = drawn[3].as_str().unwrap().to_owned();
    assert!(address.starts_with("hd-asset://") && address.len() >= 43, "{address}");
    // A picture may be shown and not read: nothing else of the page reaches the scheme.
    let read = app.run_async(&format!(
        "const done = arguments[0]; fetch({address:?}).then(() => done('read'), () => done('refused'))"
    ));
    assert_eq!(read, json!("refused"));
    let shown = |address: &str| {
        app.run_async(&format!(
            "const done = arguments[0], image = new Image();
             image.onload = () => done([image.naturalWidth]); image.onerror = () => done('nothing'); image.src = {address:?};"
        ))
    };
    assert_eq!(shown(&address), json!([2]));
    for other in ["hd-asset://00000000000000000000000000000000", "hd-asset://localhost/etc/passwd"] {
        assert_eq!(shown(other), json!("nothing"), "{other}");
    }
}

/// Whether there is no window of this title within two seconds.
fn is_gone_soon(desk: &Desk, title: &str) -> bool {
    let began = Instant::now();
    while desk.titles().lines().any(|shown| shown == title) {
        if began.elapsed() > Duration::from_secs(2) {
            return false;
        }
    }
    true
}

#[test]
fn a_file_is_chosen_in_the_desktops_own_dialog_and_read() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    let path = desk.home().join("poem.txt");
    fs::write(&path, "roses").unwrap();
    app.click("Import");
    desk.wait_for_window("Open");
    app.picture(&desk, "open-file");
    until("the dialog has taken the path", || {
        // It begins with the files that were used last; these keys ask for a path in their place. They are lost on a dialog that
        // is not ready for them yet.
        desk.press_key("ctrl+l");
        desk.press_key("ctrl+a");
        desk.xdotool(&["type", "--delay", "20", path.to_str().unwrap()]);
        desk.press_key("Return");
        is_gone_soon(&desk, "Open")
    });
    noted(&app, "read poem.txt \"roses\"");
    // The dialog is the toolkit's own, and so is what it remembers; the window manager has a log.
    let known = |name: &str| {
        let toolkit = include_str!("toolkit-files.txt")
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        name == "poem.txt" || toolkit.chain([".cache/openbox/"]).any(|start| name.starts_with(start))
    };
    for file in files(&desk.home()) {
        let name = file.strip_prefix(desk.home()).unwrap().to_str().unwrap().to_owned();
        assert!(known(&name), "{name} is not known as a file of the toolkit");
    }
}

#[test]
fn a_file_is_written_where_the_person_says() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    app.click("Export");
    desk.wait_for_window("Save");
    let path = desk.home().join("mine.txt");
    desk.press_key("ctrl+a");
    desk.xdotool(&["type", "--delay", "20", path.to_str().unwrap()]);
    desk.press_key("Return");
    noted(&app, "wrote mine.txt");
    assert_eq!(fs::read_to_string(&path).unwrap(), "exported");

    // Escape is no answer, and nothing is written.
    app.click("Export");
    desk.wait_for_window("Save");
    desk.press_key("Escape");
    until("the dialog is gone", || !desk.titles().lines().any(|title| title == "Save"));
    app.click("Save");
    noted(&app, "saved");
    assert!(!desk.home().join("export.txt").exists());
}

#[test]
fn an_anchor_comes_into_sight_and_going_back_is_where_it_was() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    let at = "Math.round(document.scrollingElement.scrollTop)";
    let scrolled = |what: &str| app.wait_often(&format!("{at} {what}"));
    app.run("document.scrollingElement.scrollTop = 40", &[]);
    scrolled("=== 40");
    app.click_at("//main[@id='app']//a[normalize-space()='To the end']");
    let in_sight = "(() => { const r = document.querySelector('[data-anchor=end]').getBoundingClientRect();
        return r.top >= 0 && r.bottom <= innerHeight; })()";
    app.wait_often(in_sight);
    let left = app.run(&format!("return {at}"), &[]);
    app.back();
    let before = app.run(&format!("return {at}"), &[]);
    scrolled(&format!("!== {left}"));
    app.forward();
    scrolled(&format!("=== {left}"));
    app.back();
    scrolled(&format!("!== {left}"));
    let again = app.run(&format!("return {at}"), &[]);
    assert!(again.as_u64() < left.as_u64(), "{before} {again} {left}");
}
