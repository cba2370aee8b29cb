//! The launcher of the program that is downloaded.

use std::fs;
use std::path::Path;

use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, Under};
use crate::page::App;
use crate::process::{family, open, signal, until, wait_for_end};

fn launcher() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_hyperdiv"))
}

/// The process that the launcher has started for an app, with its arguments.
fn opened(launcher: u32, name: &str) -> Option<(u32, Vec<String>)> {
    family(launcher).into_iter().find_map(|pid| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let words: Vec<String> = line
            .split(|byte| *byte == 0)
            .map(|word| String::from_utf8_lossy(word).into_owned())
            .filter(|word| !word.is_empty())
            .collect();
        (words.get(1..3)? == ["open", name]).then_some((pid, words))
    })
}

#[test]
fn without_a_verb_the_launcher_opens_and_looks_right_in_light_and_dark() {
    for (dark, background) in [(false, "rgb(255, 255, 255)"), (true, "rgb(15, 17, 20)")] {
        let desk = Desk::new();
        let settings = desk.home().join(".config/gtk-3.0");
        fs::create_dir_all(&settings).unwrap();
        let text = format!("[Settings]\ngtk-application-prefer-dark-theme={}\n", u8::from(dark));
        fs::write(settings.join("settings.ini"), text).unwrap();
        let app = desk.open(launcher(), Under::Nothing, &[]);
        assert_eq!(
            app.run("return getComputedStyle(document.documentElement).backgroundColor", &[]),
            json!(background)
        );
        let buttons =
            app.run("return [...document.querySelectorAll('#app button')].map(b => b.textContent)", &[]);
        assert_eq!(
            buttons,
            json!([
                "Privacy and sessions",
                "Open Session demo",
                "Open Notes",
                "Open To do",
                "Open Log in",
                "Open Counter",
                "Open Elements"
            ])
        );
        let overflow = app.run("return document.documentElement.scrollWidth - window.innerWidth", &[]);
        assert_eq!(overflow, json!(0), "nothing is cut off");
        app.picture(&desk, if dark { "launcher-dark" } else { "launcher-light" });
        app.terminate();
        assert!(!desk.base().exists(), "the launcher keeps nothing");
    }
}

#[test]
fn an_app_opened_by_keyboard_has_the_launchers_place_and_outlives_it() {
    let desk = Desk::new();
    let data = desk.file("elsewhere");
    let place = ["--profile", "work", "--data-dir", data.to_str().unwrap()];
    let app = desk.open(launcher(), Under::Nothing, &place);
    app.run(
        "[...document.querySelectorAll('#app button')].find(b => b.textContent === 'Open Counter').focus()",
        &[],
    );
    app.press_keys("\u{e007}");
    let own = app.pid();
    until("the counter is started", || opened(own, "counter").is_some());
    let (counter, words) = opened(own, "counter").unwrap();
    assert_eq!(words[3..], place);
    // One that ends before the launcher leaves nothing of itself behind, not even a zombie.
    signal(counter, Signal::TERM);
    until("the counter is gone", || !Path::new(&format!("/proc/{counter}")).exists());

    app.click("Open Session demo");
    until("the session demo is started", || opened(own, "session-demo").is_some());
    let (demo, _) = opened(own, "session-demo").unwrap();
    signal(own, Signal::TERM);
    wait_for_end(own);
    assert!(open(demo).is_some(), "the app ended with its launcher");
    signal(demo, Signal::TERM);
    wait_for_end(demo);
}

/// The colour of a button with these classes: red, green and blue.
fn ground_of(app: &App, classes: &str) -> [u8; 3] {
    let colour = app.run(
        "const button = document.createElement('button');
         button.className = arguments[0];
         document.body.append(button);
         const colour = getComputedStyle(button).backgroundColor.match(/[0-9]+/g).map(Number);
         button.remove();
         return colour;",
        &[json!(classes)],
    );
    serde_json::from_value(colour).unwrap()
}

#[test]
fn what_apps_keep_is_seen_and_erased_in_a_window_of_its_own_by_keyboard() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let demo = desk.demo();
        demo.sign_in(true);
        until("the session is kept", || desk.data().join("store").exists());
        demo.close(&desk);
        let kept = || {
            let list = desk.verb(&["session", "list", "--json"]);
            serde_json::from_slice::<serde_json::Value>(&list.stdout).unwrap().as_array().unwrap().len()
        };
        assert_eq!(kept(), 1);

        let (_manager, screen) = (desk.manage(), desk.screen());
        let app = desk.open(launcher(), Under::Nothing, &[]);
        let danger = ground_of(&app, "wa-danger wa-accent");
        app.click("Privacy and sessions");
        desk.wait_for_window("Privacy and sessions");
        until("what may be erased is shown", || screen.shows(danger));
        desk.picture(if dark { "kept-dark" } else { "kept-light" });

        // From "Look again" over the session and the copy to what erases.
        for _ in 0..4 {
            desk.press_key("Tab");
        }
        desk.press_key("Return");
        desk.wait_for_window("Erase everything that Session demo keeps?");
        desk.press_key("Escape");
        desk.wait_for_window("Privacy and sessions");
        desk.press_key("Return");
        desk.wait_for_window("Erase everything that Session demo keeps?");
        desk.press_key("alt+e");
        until("nothing is left", || !desk.data().exists());
        assert_eq!(kept(), 0);
        until("there is nothing to erase any more", || !screen.shows(danger));
    }
}
