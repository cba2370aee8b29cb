//! Light and dark: the person's choice, the system's, and what stays.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, StoreFault};

/// From a change to when it is on disk.
const SAVED: Duration = Duration::from_millis(500);

fn app(ui: &Ui) -> Result {
    let theme = ui.theme();
    for mode in [ThemeMode::Light, ThemeMode::Dark, ThemeMode::System] {
        let chosen = ui.scope(mode.as_str(), || ui.button(mode.as_str()).clicked());
        if chosen {
            theme.set(mode);
        }
    }
    ui.text(format_args!("{:?} dark {} light {}", theme.mode(), theme.is_dark(), theme.is_light()));
    let session = ui.session();
    if session.is_authenticated() {
        ui.text("Signed in");
    }
    if ui.button("Sign in").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if ui.button("Sign in and keep").clicked() {
        session.create_new(Consent::Granted)?;
    }
    if ui.button("Sign out").clicked() {
        session.clear()?;
    }
    Ok(())
}

#[test]
fn the_system_decides_until_the_person_does() {
    let mut app = Harness::new(app);
    assert_eq!(app.theme(), "system");
    assert!(app.has(Role::Text, "System dark false light true"), "\n{}", app.tree());
    app.set_system_dark(true);
    assert!(app.has(Role::Text, "System dark true light false"), "\n{}", app.tree());
    app.click(Role::Button, "light");
    assert_eq!(app.theme(), "light");
    assert!(app.has(Role::Text, "Light dark false light true"), "\n{}", app.tree());
    app.set_system_dark(false);
    app.click(Role::Button, "dark");
    assert_eq!(app.theme(), "dark");
    assert!(app.has(Role::Text, "Dark dark true light false"), "\n{}", app.tree());
    app.click(Role::Button, "system");
    assert_eq!(app.theme(), "system");
    assert!(app.has(Role::Text, "System dark false light true"), "\n{}", app.tree());
}

#[test]
fn an_app_that_does_not_ask_for_the_theme_does_not_run_for_it() {
    let mut app = Harness::new(|ui| {
        if ui.button("Dark").clicked() {
            ui.theme().set(ThemeMode::Dark);
        }
        Ok(())
    });
    let runs = app.runs();
    app.set_system_dark(true);
    assert_eq!(app.runs(), runs);
    app.click(Role::Button, "Dark");
    assert_eq!(app.theme(), "dark");
}

#[test]
fn it_stays_over_a_reload_and_the_end_of_a_session() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "dark");
    app.reload();
    assert_eq!(app.theme(), "dark");
    app.click(Role::Button, "Sign in");
    app.click(Role::Button, "Sign out");
    assert_eq!(app.theme(), "dark");
    assert!(app.has(Role::Text, "Dark dark true light false"), "\n{}", app.tree());
}

#[test]
fn a_page_tells_of_the_system_and_of_nothing_else() {
    let mut app = Harness::new(app);
    for bad in ["\"blue\"", "true", "1", "null"] {
        let body = format!(r#"{{"v":1,"page":1,"events":[[0,"system_theme",{bad}]]}}"#);
        assert!(app.receive(body.as_bytes()).is_err(), "{bad}");
    }
    assert!(app.has(Role::Text, "System dark false light true"), "\n{}", app.tree());
}

#[test]
fn it_comes_back_after_a_restart_where_something_is_kept() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "dark");
    app.click(Role::Button, "Sign in");
    app.advance(SAVED);
    app.restart();
    assert_eq!(app.theme(), "system", "nothing is kept before consent");
    assert!(app.store_bytes().is_empty());

    // What was chosen before goes along with consent.
    app.click(Role::Button, "dark");
    app.click(Role::Button, "Sign in and keep");
    app.kill();
    assert_eq!(app.theme(), "dark");
    assert!(app.has(Role::Text, "Dark dark true light false"), "\n{}", app.tree());

    app.click(Role::Button, "light");
    app.restart();
    assert_eq!(app.theme(), "light");
    app.click(Role::Button, "system");
    app.restart();
    assert_eq!(app.theme(), "system");
}

#[test]
fn a_kill_loses_half_a_second_of_it_at_most() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "light");
    app.advance(SAVED - Duration::from_millis(1));
    // Another change in the meantime does not put it off.
    app.click(Role::Button, "dark");
    app.advance(Duration::from_millis(1));
    app.kill();
    assert_eq!(app.theme(), "dark");
    app.click(Role::Button, "light");
    app.advance(SAVED - Duration::from_millis(1));
    app.kill();
    assert_eq!(app.theme(), "dark");
}

#[test]
fn it_outlives_the_session_under_which_it_was_chosen() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "dark");
    app.click(Role::Button, "Sign out");
    app.restart();
    assert_eq!(app.theme(), "dark");
    // And the next person's choice is theirs to make.
    app.click(Role::Button, "light");
    app.advance(SAVED);
    app.kill();
    assert_eq!(app.theme(), "light");
}

#[test]
fn a_lost_key_costs_the_theme_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut app = Harness::builder().data_dir(dir.path()).build(app);
    app.click(Role::Button, "Sign in and keep");
    let keys = || -> BTreeSet<PathBuf> {
        let dir = dir.path().join("org.example.test/default/keys/data");
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let of_the_guest = keys();
    app.click(Role::Button, "dark");
    app.restart();
    assert_eq!(app.theme(), "dark");
    let of_the_app: Vec<PathBuf> = keys().difference(&of_the_guest).cloned().collect();
    assert_eq!(of_the_app.len(), 2, "{of_the_app:?}");
    for damage in [&b""[..], b"not a key"] {
        for key in keys().difference(&of_the_guest) {
            std::fs::write(key, damage).unwrap();
        }
        let before = app.warnings().len();
        app.restart();
        assert_eq!(app.theme(), "system");
        let told = app.warnings().split_off(before);
        assert!(matches!(&told[..], [line] if line.contains("key")), "{told:?}");
        assert!(app.has(Role::Text, "Signed in"), "\n{}", app.tree());
        // The next choice is kept under a key of its own, and what the lost one sealed is gone.
        app.click(Role::Button, "dark");
        app.restart();
        assert_eq!(app.theme(), "dark");
        assert_eq!(app.warnings().len(), before + 1, "{:?}", app.warnings());
        assert_eq!(keys().difference(&of_the_guest).count(), 2, "the lost key's files are gone");
    }
}

#[test]
fn a_full_disk_costs_the_theme_and_the_app_goes_on() {
    let mut app = Harness::builder().fail_commit(2, StoreFault::Full).build(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "dark");
    app.advance(SAVED);
    assert_eq!(app.warnings().len(), 1, "{:?}", app.warnings());
    assert_eq!(app.theme(), "dark");
    // It is not tried again by itself, but with the next change, or at the end.
    app.advance(Duration::from_secs(10));
    assert_eq!(app.warnings().len(), 1, "{:?}", app.warnings());
    app.restart();
    assert_eq!(app.theme(), "dark");
}
