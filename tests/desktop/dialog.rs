//! Dialogs of an app, by keyboard.

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::input::{noted, notes, open};
use crate::page::App;

const FOCUSED: &str = "(() => {
    const e = document.activeElement;
    return e === null || e === document.body ? '' : (e.label ?? e.textContent ?? '').trim() || e.getAttribute('aria-label') || '';
})()";

fn focused(app: &App) -> String {
    app.run(&format!("return {FOCUSED}"), &[]).as_str().unwrap_or_default().to_owned()
}

fn is_open(title: &str) -> String {
    format!("document.querySelector('dialog[aria-label=\"{title}\"]').open")
}

const RENAME: &str = "Rename the file";
const REPLACE: &str = "Replace the other file?";

#[test]
fn a_dialog_keeps_the_focus_and_gives_it_back() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    app.run(
        "[...document.querySelectorAll('#app button')].find(b => b.textContent === 'Rename').focus()",
        &[],
    );
    desk.press_key("Return");
    app.wait(&is_open(RENAME), &[]);
    app.wait_often(&format!("{FOCUSED} === 'New name'"));
    // The Tab key comes by everything in it, and by nothing else.
    let mut stops = Vec::new();
    for _ in 0..12 {
        desk.press_key("Tab");
        stops.push(focused(&app));
    }
    for inside in ["Close", "New name", "Cancel", "Apply"] {
        assert!(stops.iter().any(|stop| stop == inside), "{inside}: {stops:?}");
    }
    // The dialog itself has the focus between its last and its first.
    let inside = |stop: &&String| {
        ["Close", "New name", "Cancel", "Apply"].contains(&stop.as_str()) || stop.starts_with(RENAME)
    };
    assert!(stops.iter().all(|stop| inside(&stop)), "{stops:?}");
    app.picture(&desk, "dialog-light");
    desk.press_key("Escape");
    app.wait(&format!("!{}", is_open(RENAME)), &[]);
    noted(&app, "dialog closed");
    app.wait_often(&format!("{FOCUSED} === 'Rename'"));
}

#[test]
fn a_dialog_in_a_dialog_closes_by_itself() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    desk.press_key("F2");
    app.wait(&is_open(RENAME), &[]);
    app.run("document.querySelector('dialog wa-input').focus()", &[]);
    desk.xdotool(&["key", "--delay", "0", "ctrl+a", "x", "ctrl+Return"]);
    app.wait(&is_open(REPLACE), &[]);
    noted(&app, "renamed \"x\"");
    app.picture(&desk, "dialog-in-dialog");
    desk.press_key("Escape");
    app.wait(&format!("!{}", is_open(REPLACE)), &[]);
    noted(&app, "inner closed");
    assert_eq!(app.run(&format!("return {}", is_open(RENAME)), &[]), json!(true));
    assert!(!notes(&app).contains("dialog closed"), "{}", notes(&app));
    // What is behind a dialog cannot be reached by its keys.
    desk.press_key("ctrl+s");
    desk.press_key("Escape");
    noted(&app, "dialog closed");
    desk.press_key("ctrl+s");
    noted(&app, "saved");
    assert_eq!(notes(&app).matches("saved").count(), 1, "{}", notes(&app));
    // It opens again, as often as it is asked for.
    desk.press_key("F2");
    app.wait(&is_open(RENAME), &[]);
    app.reload();
    app.wait(&is_open(RENAME), &[]);
    app.wait_often("document.querySelector('dialog:modal') !== null");
}

#[test]
fn what_the_runtime_says_can_be_used_while_a_dialog_is_open() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    app.click("Rename");
    app.wait(&is_open(RENAME), &[]);
    // Behind the dialog nobody can click; a page that does it all the same makes the app fail.
    app.run("[...document.querySelectorAll('#app button')].find(b => b.textContent === 'Fail').click()", &[]);
    app.see_notice("Asked to fail.");
    app.picture(&desk, "dialog-with-notice");
    app.act("retry");
    app.see_no_notice();
    assert_eq!(app.run(&format!("return {}", is_open(RENAME)), &[]), json!(true));
    app.click_at("//dialog//button[normalize-space()='Cancel']");
    app.wait(&format!("!{}", is_open(RENAME)), &[]);
    app.wait_often("document.querySelector('#notice').parentElement === document.body");
}

#[test]
fn a_dialog_is_dark_where_the_window_is() {
    let desk = Desk::new();
    desk.prefer_dark(true);
    let app = desk.app("input_probe", Under::Nothing);
    app.click("Rename");
    app.wait(&is_open(RENAME), &[]);
    let ground = app.run(
        "return getComputedStyle(document.querySelector('dialog[open]')).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)",
        &[],
    );
    let ground: Vec<f64> = serde_json::from_value(ground).unwrap();
    assert!(ground.iter().all(|part| *part < 80.0), "{ground:?}");
    app.picture(&desk, "dialog-dark");
}
