//! The first pixels of the window: never white where the page is going to be dark.
//!
//! The screen is looked at as fast as the X server answers, from before the process starts until a second after there was
//! something to read in the window. The empty screen is grey, so that "not there yet", "light" and "dark" are three things.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::desk::{Desk, Under};
use crate::policy::web_process;
use crate::process::{PATIENCE, signal, until};
use crate::screen::{Area, Brightness};

/// From which part of the screen on light is a flash: text is light on dark, but far less of it.
const FLASH: f64 = 0.05;
/// From which part of the screen on the window counts as shown: it covers half of it.
const SHOWN: f64 = 0.3;

/// From which part of the screen on there is something to read.
const TEXT: f64 = 0.0001;

/// Starts the probe and looks at the screen until a second after its text can be read.
fn start(desk: &Desk, name: &str) -> Vec<Brightness> {
    let screen = desk.screen();
    screen.make_grey();
    let before = screen.brightness();
    assert!(before.light < 0.01 && before.dark < 0.01, "the empty screen is grey: {before:?}");

    let (mut app, log) = desk.bare("kept_probe", &["--log-ready"]);
    let mut seen = Vec::new();
    let (mut shown, mut read) = (None, None);
    let started = Instant::now();
    while read.is_none_or(|at: Instant| at.elapsed() < Duration::from_secs(1)) {
        assert!(
            started.elapsed() < PATIENCE,
            "there is nothing to read: {:?}",
            log.try_iter().collect::<Vec<_>>()
        );
        let look = screen.brightness();
        seen.push(look);
        if look.light + look.dark > SHOWN {
            shown.get_or_insert_with(Instant::now);
        }
        if look.light.min(look.dark) > TEXT {
            read.get_or_insert_with(Instant::now);
        }
    }
    let after = |at: Option<Instant>| at.map(|at| at.duration_since(started));
    println!(
        "{name}: {} looks; the window after {:?}, its text after {:?}",
        seen.len(),
        after(shown),
        after(read)
    );
    desk.picture(name);
    signal(app.pid(), Signal::TERM);
    assert_eq!(app.wait().code(), Some(0));
    seen
}

/// Looks at the screen for a while after what is done to a dark app, in which nothing light may be seen.
fn stays_dark(desk: &Desk, what: &str, done: impl FnOnce()) {
    let screen = desk.screen();
    done();
    let began = Instant::now();
    let mut looks = 0;
    while began.elapsed() < Duration::from_millis(2500) {
        let look = screen.brightness();
        assert!(look.light < FLASH, "{what}: a flash of white: {look:?}");
        assert!(look.dark > SHOWN, "{what}: the window is there: {look:?}");
        looks += 1;
    }
    println!("{what}: {looks} looks");
}

fn is_ever_light(seen: &[Brightness]) -> bool {
    seen.iter().any(|look| look.light > FLASH)
}

fn choose(desk: &Desk, theme: &str) {
    let app = desk.app("kept_probe", Under::Nothing);
    app.click("Sign in and keep");
    app.see("Noted \"\", news false.");
    app.click(theme);
    app.wait("document.documentElement.dataset.theme === arguments_[0]", &[theme.to_lowercase().into()]);
    app.terminate();
}

#[test]
fn a_kept_dark_theme_is_dark_from_the_first_pixel_on() {
    let desk = Desk::new();
    choose(&desk, "Dark");
    for round in 0..3 {
        let seen = start(&desk, &format!("first-frames-kept-dark-{round}"));
        let flash = seen.iter().find(|look| look.light > FLASH);
        assert!(flash.is_none(), "a flash of white: {flash:?}");
        assert!(seen.last().unwrap().dark > SHOWN, "{:?}", seen.last());
    }
}

#[test]
fn on_a_dark_desktop_the_window_is_dark_from_the_first_pixel_on() {
    let desk = Desk::new();
    desk.prefer_dark(true);
    let seen = start(&desk, "first-frames-dark-desktop");
    let flash = seen.iter().find(|look| look.light > FLASH);
    assert!(flash.is_none(), "a flash of white: {flash:?}");
    assert!(seen.last().unwrap().dark > SHOWN, "{:?}", seen.last());
}

/// The other way round, which also shows that the eye that looks for a flash sees one.
#[test]
fn a_kept_light_theme_on_a_dark_desktop_is_light_from_the_first_pixel_on() {
    let desk = Desk::new();
    desk.prefer_dark(true);
    choose(&desk, "Light");
    let seen = start(&desk, "first-frames-kept-light");
    assert!(is_ever_light(&seen));
    let dark = seen.iter().find(|look| look.dark > FLASH);
    assert!(dark.is_none(), "a flash of black: {dark:?}");
    assert!(seen.last().unwrap().light > SHOWN, "{:?}", seen.last());
}

#[test]
fn a_dark_window_stays_dark_where_it_is_made_larger_loaded_again_and_where_its_page_dies() {
    let desk = Desk::new();
    choose(&desk, "Light");
    let app = desk.app("kept_probe", Under::Nothing);
    let screen = desk.screen();
    screen.make_grey();
    let has_text = |look: Brightness| look.light.min(look.dark) > TEXT;
    until("the window is light", || screen.brightness().light > SHOWN && has_text(screen.brightness()));
    // Chosen while it runs: what is outside of the page follows.
    app.click("Dark");
    // It is painted part by part.
    until("the window is dark", || {
        let look = screen.brightness();
        look.dark > SHOWN && look.light < FLASH && has_text(look)
    });
    let window = screen.window_of(app.pid());
    let larger = |width, height| screen.put(window, Area { x: 0, y: 0, width, height });
    stays_dark(&desk, "made larger", || larger(1200, 800));
    stays_dark(&desk, "made larger again", || larger(1280, 900));
    stays_dark(&desk, "loaded again", || drop(app.run("location.reload()", &[])));
    stays_dark(&desk, "its page died", || signal(web_process(app.pid()), Signal::KILL));
}
