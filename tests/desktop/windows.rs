//! Two windows of one app.

use crate::desk::{Desk, Under};
use crate::process::{until, wait_for_end};
use crate::screen::{Screen, Window};

/// The windows of a process but one, waited for.
fn other_than(screen: &Screen, first: Window) -> Window {
    let mut found = None;
    until("there is a second window", || {
        found = screen.windows().into_iter().find(|window| window.pid == first.pid && *window != first);
        found.is_some()
    });
    found.unwrap()
}

#[test]
fn two_windows_share_what_is_global_and_the_theme() {
    let desk = Desk::new();
    let app = desk.app("windows_probe", Under::Nothing);
    let (_manager, screen) = (desk.manage(), desk.screen());
    app.see("0 notes");
    let first = screen.window_of(app.pid());
    app.click("Write notes");
    let second = other_than(&screen, first);
    until("it has its title", || desk.titles().contains("Notes to keep"));
    until("it has the keyboard", || screen.active_window() == Some(second.number));
    desk.picture("windows-light");

    // By keyboard only: to the field, a note, to the button.
    desk.xdotool(&["key", "Tab", "type", "milk"]);
    desk.xdotool(&["key", "Tab", "key", "space"]);
    app.see("1 notes");
    app.see("milk");

    app.click("Dark");
    until("both are dark", || screen.brightness().light < 0.05);
    desk.picture("windows-dark");

    // Asked for again it comes to the front, and stays one.
    screen.raise(first);
    until("the first one has the keyboard", || screen.active_window() == Some(first.number));
    app.click("Write notes");
    until("it is in front again", || screen.active_window() == Some(second.number));
    assert_eq!(screen.windows().len(), 2);

    // Closed, it leaves the first one alone.
    screen.send_delete(second);
    until("it is gone", || screen.windows() == [first]);
    app.click("Write notes");
    let third = other_than(&screen, first);
    assert_ne!(third, second);
    until("it has the keyboard", || screen.active_window() == Some(third.number));
    desk.xdotool(&["key", "Tab", "type", "bread"]);
    desk.xdotool(&["key", "Tab", "key", "space"]);
    app.see("2 notes");
}

#[test]
fn closing_the_first_window_closes_the_app() {
    let desk = Desk::new();
    let app = desk.app("windows_probe", Under::Shell);
    let screen = desk.screen();
    app.see("0 notes");
    let first = screen.window_of(app.pid());
    app.click("Write notes");
    other_than(&screen, first);
    screen.send_delete(first);
    wait_for_end(first.pid);
    assert_eq!(desk.exit_code(), "0");
}
