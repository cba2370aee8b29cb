//! What is in the window when its page comes back: after a reload, and after the page's process was killed.

use std::fs;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, Under, ready, said};
use crate::page::App;
use crate::policy::web_process;
use crate::process::{Process, signal};

/// How long the window may be dead, on a computer that has nothing else to do.
const ALIVE_WITHIN: Duration = Duration::from_secs(2);

/// How many programs want each processor, at least one: everything takes that much longer.
fn busy() -> f64 {
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    let load: f64 = load.split_whitespace().next().unwrap().parse().unwrap();
    let processors = std::thread::available_parallelism().unwrap().get();
    (load / f64::from(u32::try_from(processors).unwrap())).max(1.0)
}

/// Text, tick, address and theme, as the page has them.
const SHOWN: &str = "return [
    document.querySelector('#app wa-input').value,
    document.querySelector('#app wa-checkbox').checked,
    [...document.querySelectorAll('#app p')].map(p => p.textContent)[0],
    document.documentElement.dataset.theme,
]";

fn signed_in(desk: &Desk) -> App {
    let app = desk.app("kept_probe", Under::Nothing);
    app.see("Signed out.");
    app.click("Sign in and keep");
    app.see("Noted \"\", news false.");
    app
}

#[test]
fn a_reload_keeps_what_was_typed_and_everything_else() {
    let desk = Desk::new();
    let app = signed_in(&desk);
    app.type_into("Name", "Ada <b>\u{1f980}");
    app.tick("News");
    app.click_at("//main[@id='app']//a[normalize-space()='Deep']");
    app.click("Dark");
    app.see("At /deep/down?tab=2#end");
    app.see("Noted \"Ada <b>\u{1f980}\", news true.");
    let expected = json!(["Ada <b>\u{1f980}", true, "At /deep/down?tab=2#end", "dark"]);
    assert_eq!(app.run(SHOWN, &[]), expected);
    for _ in 0..3 {
        app.reload();
        assert_eq!(app.run(SHOWN, &[]), expected);
    }
    // The page that came back is alive: typing goes on behind what was there.
    app.type_into("Name", "!");
    app.see("Noted \"Ada <b>\u{1f980}!\", news true.");
}

#[test]
fn a_reload_at_once_loses_no_key_that_was_pressed() {
    let desk = Desk::new();
    let app = signed_in(&desk);
    app.type_into("Name", "Ada");
    // Before the field's pause is over: what waits is sent as the page goes.
    app.reload();
    app.see("Noted \"Ada\", news false.");
    assert_eq!(app.run("return document.querySelector('#app wa-input').value", &[]), json!("Ada"));
}

/// Where a person would click, in a window at the screen's corner.
fn middle_of(app: &App, selector: &str) -> (u64, u64) {
    let script =
        "const { left, top, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
        return [Math.round(left + Math.min(width / 2, 100)), Math.round(top + height - 16)]";
    serde_json::from_value(app.run(script, &[json!(selector)])).unwrap()
}

/// Kills the page's process, and answers how long it took until a page was shown again.
fn kill_page(app: &Process, log: &Receiver<String>) -> Duration {
    let killed = Instant::now();
    signal(web_process(app.pid()), Signal::KILL);
    said(log, "hyperdiv: warn: the page's process ended");
    let noticed = killed.elapsed();
    said(log, "hyperdiv: debug: a page is connected");
    let connected = killed.elapsed();
    said(log, "hyperdiv: debug: the page shows its first frame");
    let alive = killed.elapsed();
    println!("killed: noticed after {noticed:?}, connected after {connected:?}, alive after {alive:?}");
    alive
}

/// Does something to the page until the app has heard of it, and answers what the app then knows. A page that has just come,
/// or has just got the keyboard, may miss the first of it.
fn until_heard(log: &Receiver<String>, mut what: impl FnMut()) -> String {
    for _ in 0..30 {
        what();
        while let Ok(line) = log.recv_timeout(Duration::from_secs(2)) {
            if let Some(known) = line.strip_prefix("probe: ") {
                return known.to_owned();
            }
        }
    }
    panic!("the app has heard nothing");
}

/// The driver's session ends with the page's process, so here nobody but `xdotool` can click and type, and what the page
/// held is told by what the app then hears of it.
#[test]
fn a_page_whose_process_was_killed_is_back_within_two_seconds_with_what_was_typed() {
    let desk = Desk::new();
    let app = signed_in(&desk);
    let field = middle_of(&app, "#app wa-input");
    let tick = middle_of(&app, "#app wa-checkbox");
    app.terminate();

    let (mut app, log) = desk.bare_with("kept_probe", &["--log-ready"], &[("HYPERDIV_LOG", Some("debug"))]);
    ready(&log);
    let typed = |key: &str| {
        until_heard(&log, || {
            desk.click(field.0, field.1);
            desk.press_key("End");
            desk.press_key(key);
        })
    };
    assert_eq!(typed("a"), "\"a\", news false");
    assert_eq!(until_heard(&log, || desk.click(tick.0, tick.1)), "\"a\", news true");
    desk.picture("before-the-kill");

    // Other programs that keep the computer busy can only make it slower: the fastest of a few counts.
    let mut fastest = Duration::MAX;
    for (key, known) in
        [("b", "\"ab\", news true"), ("c", "\"abc\", news true"), ("d", "\"abcd\", news true")]
    {
        fastest = fastest.min(kill_page(&app, &log));
        // The text is in the page as well, not in the app alone: the next key goes behind it.
        assert_eq!(typed(key), known);
        desk.picture(&format!("after-the-kill-{key}"));
    }
    let limit = ALIVE_WITHIN.mul_f64(busy());
    println!("dead for {fastest:?} at least; {limit:?} allowed");
    assert!(fastest < limit, "the window was dead for {fastest:?}, where {limit:?} are allowed");
    signal(app.pid(), Signal::TERM);
    assert_eq!(app.wait().code(), Some(0));

    let app = desk.app("kept_probe", Under::Nothing);
    app.see("Noted \"abcd\", news true.");
}
