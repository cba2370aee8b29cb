//! What of the window comes back after a restart: place, size, theme and address, with consent.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, Under, ready};
use crate::page::App;
use crate::process::{Process, signal, until};
use crate::screen::{Area, Screen};

const THEME: &str = "return document.documentElement.dataset.theme";
const ELSEWHERE: Area = Area { x: 211, y: 123, width: 640, height: 480 };

fn probe(desk: &Desk) -> App {
    desk.app("kept_probe", Under::Nothing)
}

fn sign_in(app: &App, button: &str) {
    app.see("Signed out.");
    app.click(button);
    app.see("Noted \"\", news false.");
}

fn follow_link(app: &App) {
    app.click_at("//main[@id='app']//a[normalize-space()='Deep']");
    app.see("At /deep/down?tab=2#end");
}

/// Moves the window, and waits until the page has noticed.
fn put(app: &App, screen: &Screen, area: Area) {
    screen.put(screen.window_of(app.pid()), area);
    until("the page has the size", || has_size(app, area));
}

fn has_size(app: &App, area: Area) -> bool {
    app.run("return [innerWidth, innerHeight]", &[]) == json!([area.width, area.height])
}

/// Waits until a window is where it is expected: without a window manager it is moved there after it has come.
fn comes_to(screen: &Screen, pid: u32, expected: Area) {
    let window = screen.window_of(pid);
    let mut area = screen.area(window);
    let began = Instant::now();
    while area != expected && began.elapsed() < Duration::from_secs(20) {
        std::thread::park_timeout(Duration::from_millis(10));
        area = screen.area(window);
    }
    assert_eq!(area, expected);
}

/// Starts the app without a driver, expects its window there, and ends it again.
fn starts_at(desk: &Desk, expected: Area) {
    let (mut app, log) = desk.bare("kept_probe", &["--log-ready"]);
    ready(&log);
    comes_to(&desk.screen(), app.pid(), expected);
    end(&mut app);
}

fn end(app: &mut Process) {
    signal(app.pid(), Signal::TERM);
    assert_eq!(app.wait().code(), Some(0));
}

#[test]
fn place_size_theme_and_address_come_back_after_the_window_was_closed() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    follow_link(&app);
    app.click("Dark");
    put(&app, &screen, ELSEWHERE);
    app.close(&desk);

    let app = probe(&desk);
    comes_to(&screen, app.pid(), ELSEWHERE);
    assert_eq!(app.run(THEME, &[]), json!("dark"));
    app.see("At /deep/down?tab=2#end");
    app.picture(&desk, "restart-dark");
    // The app's first run knew it all: no other address was ever shown.
    let texts = app.shown_from_the_first_frame().unwrap_or_default();
    assert!(texts.iter().all(|text| text.starts_with("At /deep/down?tab=2#end")), "{texts:?}");

    // It stays where it is, however often it is started.
    app.close(&desk);
    starts_at(&desk, ELSEWHERE);
    starts_at(&desk, ELSEWHERE);
}

#[test]
fn a_killed_app_has_lost_half_a_second_of_it_at_most() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    put(&app, &screen, ELSEWHERE);
    app.click("Dark");
    follow_link(&app);
    // Here time is the subject.
    std::thread::park_timeout(Duration::from_millis(1500));
    app.kill_with_web_processes();

    let app = probe(&desk);
    comes_to(&screen, app.pid(), ELSEWHERE);
    assert_eq!(app.run(THEME, &[]), json!("dark"));
    app.see("At /deep/down?tab=2#end");
}

#[test]
fn without_consent_nothing_comes_back() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    let first = screen.area(screen.window_of(app.pid()));
    assert_ne!(first, ELSEWHERE);
    sign_in(&app, "Sign in");
    follow_link(&app);
    app.click("Dark");
    put(&app, &screen, ELSEWHERE);
    app.close(&desk);
    assert!(!desk.base().exists(), "the app's directory was made");

    let app = probe(&desk);
    comes_to(&screen, app.pid(), first);
    assert_eq!(app.run(THEME, &[]), json!("light"));
    app.see("At /");
}

#[test]
fn signing_out_keeps_theme_and_place_and_leads_home() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    follow_link(&app);
    app.click("Dark");
    put(&app, &screen, ELSEWHERE);
    app.click("Sign out");
    app.see("At /");
    app.close(&desk);

    let app = probe(&desk);
    comes_to(&screen, app.pid(), ELSEWHERE);
    assert_eq!(app.run(THEME, &[]), json!("dark"));
    app.see("At /");
    app.see("Signed out.");
}

#[test]
fn a_window_that_was_out_of_reach_is_brought_back() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    let far = Area { x: 5000, y: 4000, ..ELSEWHERE };
    put(&app, &screen, far);
    app.close(&desk);
    // The screen has 1280 by 900 pixels.
    starts_at(&desk, Area { x: 1280 - 640, y: 900 - 480, ..ELSEWHERE });
}

#[test]
fn a_managed_window_does_not_creep_and_comes_back_maximised() {
    let desk = Desk::new();
    let _manager = desk.manage();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    put(&app, &screen, ELSEWHERE);
    let first = screen.area(screen.window_of(app.pid()));
    app.close(&desk);
    // Title bar and border are not added at each start.
    starts_at(&desk, first);
    starts_at(&desk, first);

    let app = probe(&desk);
    let window = screen.window_of(app.pid());
    screen.maximise(window, true);
    until("it is maximised", || screen.is_maximised(window));
    until("the page is as wide as the screen", || {
        app.run("return innerWidth", &[]).as_u64().is_some_and(|w| w > 1200)
    });
    app.close(&desk);

    let app = probe(&desk);
    let window = screen.window_of(app.pid());
    until("it comes back maximised", || screen.is_maximised(window));
    app.picture(&desk, "restart-maximised");
    screen.maximise(window, false);
    until("it is as large as before", || has_size(&app, ELSEWHERE));
    comes_to(&screen, app.pid(), first);
}

#[test]
fn the_title_bar_follows_the_theme_at_once_and_after_a_restart() {
    let desk = Desk::new();
    let screen = desk.screen();
    let app = probe(&desk);
    sign_in(&app, "Sign in and keep");
    let variant = |app: &App| screen.theme_variant(screen.window_of(app.pid()));
    assert_eq!(variant(&app), "");
    app.click("Dark");
    until("the title bar is dark", || variant(&app) == "dark");
    app.click("System");
    until("the title bar is light again", || variant(&app) != "dark");
    app.wait("document.documentElement.dataset.theme === 'light'", &[]);
    app.click("Dark");
    until("the title bar is dark", || variant(&app) == "dark");
    app.close(&desk);
    let app = probe(&desk);
    assert_eq!(variant(&app), "dark");
    // The page itself takes the choice for the system's preference: one that is built again is dark at once.
    assert_eq!(app.run("return matchMedia('(prefers-color-scheme: dark)').matches", &[]), json!(true));
    app.click("System");
    app.wait("document.documentElement.dataset.theme === 'light'", &[]);
}
