//! Light and dark: the person's choice, the system's, and what stays.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

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
