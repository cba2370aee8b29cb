//! The example `elements` in its window: each section of it, in light and dark, looked at by axe-core. With `HYPERDIV_SCREENSHOTS`
//! all of it becomes pictures, from the top of each section to its end.

use serde_json::{Value, json};

use crate::axe::violations;
use crate::desk::Desk;
use crate::input::managed;
use crate::page::App;

/// The links to the sections, everything first.
const LINKS: &str = "[...document.querySelectorAll('#app nav[aria-label=Sections] a')]";

/// Shows a section, once it is there and has come to rest.
fn go_to(app: &App, path: &str) {
    app.run(
        &format!("{LINKS}.find((link) => link.getAttribute('href') === arguments[0]).click()"),
        &[json!(path)],
    );
    app.wait(
        &format!("{LINKS}.some((link) => link.getAttribute('href') === arguments_[0] && link.getAttribute('aria-current') === 'page')"),
        &[json!(path)],
    );
    app.wait_often("[...document.querySelectorAll('#app *')].every((each) => each.updateComplete === undefined || each.isUpdatePending !== true)");
}

/// Pictures of all that is there, a window's height each.
fn pictures(desk: &Desk, app: &App, name: &str) {
    let [height, whole]: [u64; 2] = serde_json::from_value(
        app.run("return [window.innerHeight, document.documentElement.scrollHeight]", &[]),
    )
    .unwrap();
    for part in 0..whole.div_ceil(height.max(1)) {
        app.run(
            "document.scrollingElement.scrollTo({ top: arguments[0], behavior: 'instant' })",
            &[json!(part * height)],
        );
        app.picture(desk, &format!("elements-{name}-{part}"));
    }
    app.run("document.scrollingElement.scrollTo({ top: 0, behavior: 'instant' })", &[]);
}

#[test]
fn every_section_is_shown_without_a_violation_in_light_and_dark() {
    let mut all: Vec<(String, Value)> = Vec::new();
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let look = if dark { "dark" } else { "light" };
        let (_manager, app) = managed(&desk, "elements");
        app.wait(&format!("{LINKS}.length > 10"), &[]);
        let paths = app.run(&format!("return {LINKS}.map((link) => link.getAttribute('href'))"), &[]);
        let paths: Vec<String> = serde_json::from_value(paths).unwrap();
        // Everything at once is what the sections are.
        for path in paths.iter().filter(|path| *path != "/") {
            go_to(&app, path);
            let name = format!("{}-{look}", path.trim_start_matches('/'));
            pictures(&desk, &app, &name);
            all.extend(violations(&app, &name).into_iter().map(|violation| (name.clone(), violation)));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn what_opens_over_the_page_is_used_and_left_by_keyboard() {
    let mut all: Vec<(String, Value)> = Vec::new();
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let look = if dark { "dark" } else { "light" };
        let (_manager, app) = managed(&desk, "elements");
        app.wait(&format!("{LINKS}.length > 10"), &[]);
        go_to(&app, "/overlays");
        for (button, is_open) in [
            ("Open the dialog", "document.querySelector('dialog[open]') !== null"),
            ("Open at the end", "document.querySelector('dialog[open]') !== null"),
            ("File", "document.activeElement?.getAttribute('role') === 'menuitem'"),
        ] {
            app.run(
                "[...document.querySelectorAll('#app button')].find((each) => each.textContent.trim() === arguments[0]).focus()",
                &[json!(button)],
            );
            desk.press_key("Return");
            app.wait_often(is_open);
            let name = format!("open-{}-{look}", button.to_lowercase().replace(' ', "-"));
            all.extend(violations(&app, &name).into_iter().map(|violation| (name.clone(), violation)));
            app.picture(&desk, &name);
            desk.press_key("Escape");
            app.wait_often(&format!("!({is_open})"));
            // Whoever goes on by keyboard goes on where they were.
            let back = "document.activeElement?.textContent.trim()";
            app.wait_often(&format!("{back} === {}", json!(button)));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}
