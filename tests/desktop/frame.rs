//! The window itself: its title, its size, and how it closes.

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, Under};
use crate::input::{noted, open};
use crate::page::App;
use crate::process::{signal, until, wait_for_end};
use crate::screen::Area;

const QUESTION: &str = "document.querySelector('dialog[aria-label=\"Close without saving?\"]').open";

#[test]
fn the_window_has_the_title_that_the_app_gives_it() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    until("the title is the program's", || desk.titles().lines().any(|title| title == "Input"));
    app.click("Title");
    until("the title is the app's", || desk.titles().lines().any(|title| title == "Another title"));
}

#[test]
fn the_app_knows_how_large_its_window_is_and_fills_the_screen() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    let size = |full: bool| {
        let size = app.run("return [innerWidth, innerHeight]", &[]);
        format!("Window {} by {} {full}.", size[0], size[1])
    };
    app.see(&size(false));
    let screen = desk.screen();
    let window = screen.window_of(app.pid());
    screen.put(window, Area { x: 20, y: 40, width: 700, height: 600 });
    app.wait_often("innerWidth === 700 && innerHeight === 600");
    app.see("Window 700 by 600 false.");
    desk.press_key("F11");
    app.wait_often("innerWidth === 1280 && innerHeight === 900");
    app.see("Window 1280 by 900 true.");
    desk.press_key("F11");
    app.see("Window 700 by 600 false.");
}

fn with_something_unsaved(desk: &Desk) -> App {
    let app = desk.app("input_probe", Under::Shell);
    app.tick("Unsaved");
    app.wait("[...document.querySelectorAll('wa-checkbox')].some(c => c.checked)", &[]);
    // The app has taken it in: what comes after it is answered.
    app.click("Save");
    noted(&app, "saved");
    app
}

#[test]
fn an_app_with_something_unsaved_is_asked_and_closes_when_it_says_so() {
    let desk = Desk::new();
    let app = with_something_unsaved(&desk);
    for _ in 0..2 {
        desk.close_window(app.pid());
        app.wait(QUESTION, &[]);
        app.press_keys("\u{e00c}");
        app.wait(&format!("!{QUESTION}"), &[]);
    }
    desk.close_window(app.pid());
    app.wait(QUESTION, &[]);
    let pid = app.pid();
    app.click_last("Close anyway");
    wait_for_end(pid);
    assert_eq!(desk.exit_code(), "0");
    assert_eq!(std::fs::read_to_string(desk.home().join("last-words")).unwrap(), "bye");
}

#[test]
fn an_app_that_has_failed_or_hangs_cannot_keep_its_window() {
    let desk = Desk::new();
    let app = with_something_unsaved(&desk);
    app.click("Fail");
    app.see_notice("Asked to fail.");
    let pid = app.pid();
    desk.close_window(pid);
    wait_for_end(pid);
    assert_eq!(desk.exit_code(), "0");

    let desk = Desk::new();
    let app = with_something_unsaved(&desk);
    app.tick("Hang at the close");
    app.click("Save");
    noted(&app, "saved \"\", saved \"\"");
    let gate = desk.home().join("gate");
    mknodat(CWD, &gate, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let pid = app.pid();
    desk.close_window(pid);
    app.wait("document.querySelector('#busy').textContent !== ''", &[]);
    desk.close_window(pid);
    wait_for_end(pid);
    // The window went at once; the program says that the app did not end.
    assert_eq!(desk.exit_code(), "1");
}

#[test]
fn the_system_may_end_an_app_with_something_unsaved() {
    let desk = Desk::new();
    let app = with_something_unsaved(&desk);
    let pid = app.pid();
    assert_eq!(app.run("return document.querySelectorAll('dialog[open]').length", &[]), json!(0));
    signal(pid, Signal::TERM);
    wait_for_end(pid);
    assert_eq!(desk.exit_code(), "0");
    assert_eq!(std::fs::read_to_string(desk.home().join("last-words")).unwrap(), "bye");
}
