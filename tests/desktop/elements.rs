//! The example `elements` in its window: every part of it, in light and dark, looked at by axe-core.

use serde_json::json;

use crate::axe::violations;
use crate::desk::Desk;
use crate::input::managed;

#[test]
fn every_part_is_shown_without_a_violation_in_light_and_dark() {
    let mut all = Vec::new();
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let look = if dark { "dark" } else { "light" };
        let (_manager, app) = managed(&desk, "elements");
        let tabs = app.run("return [...document.querySelectorAll('#app wa-tab, #app [role=tab]')].map(t => t.textContent.trim())", &[]);
        println!("{tabs}");
        for tab in tabs.as_array().unwrap() {
            let tab = tab.as_str().unwrap();
            app.run("[...document.querySelectorAll('#app wa-tab, #app [role=tab]')].find(t => t.textContent.trim() === arguments[0]).click()", &[json!(tab)]);
            std::thread::sleep(std::time::Duration::from_secs(1));
            app.picture(&desk, &format!("elements-{tab}-{look}"));
            let what = format!("elements {tab}, {look}");
            all.extend(violations(&app, &what).into_iter().map(|violation| (what.clone(), violation)));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}
