//! Style, theme and the elements of text, as the real window draws them.

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::page::App;
use crate::process::until;

/// How bright the page's ground is, from 0 to 255.
const BRIGHTNESS: &str = "(() => {
    const paint = document.createElement('canvas').getContext('2d');
    paint.fillStyle = getComputedStyle(document.querySelector('#app > .hd-box')).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    return Math.max(...paint.getImageData(0, 0, 1, 1).data.slice(0, 3));
})()";

fn brightness(app: &App) -> u64 {
    app.run(&format!("return {BRIGHTNESS}"), &[]).as_u64().unwrap()
}

fn element(text: &str) -> String {
    format!("//main[@id='app']//*[not(*) and normalize-space()='{text}']")
}

#[test]
fn the_theme_is_the_systems_until_the_person_chooses_and_stays_over_a_reload() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let theme = "document.documentElement.dataset.theme";
    assert_eq!(app.run(&format!("return {theme}"), &[]), json!("light"));
    assert!(brightness(&app) > 200);
    app.picture(&desk, "gallery-light");
    app.click("Dark");
    app.wait(&format!("{theme} === 'dark'"), &[]);
    assert!(brightness(&app) < 60);
    app.picture(&desk, "gallery-dark");

    app.reload();
    assert_eq!(app.run(&format!("return {theme}"), &[]), json!("dark"));
    app.click("Light");
    app.wait(&format!("{theme} === 'light'"), &[]);
    assert!(brightness(&app) > 200);
}

#[test]
fn headings_go_down_in_size_and_icons_are_files_that_are_there() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let sizes = app.run(
        "return [1, 2, 3, 4, 5].map(n => [...document.querySelectorAll(`h${n}`)].find(h => h.textContent === `Heading ${n}`))
            .map(h => parseFloat(getComputedStyle(h).fontSize))",
        &[],
    );
    let sizes: Vec<f64> = serde_json::from_value(sizes).unwrap();
    assert!(sizes.is_sorted_by(|a, b| a > b), "{sizes:?}");

    let missing = app.run_async(
        "const done = arguments[0];
         const icons = [...document.querySelectorAll('.hd-icon')];
         const address = icon => getComputedStyle(icon).webkitMaskImage.match(/url\\(\"(.*)\"\\)/)?.[1];
         Promise.all(icons.map(async icon => {
             const found = await fetch(address(icon)).then(r => r.ok ? r.text() : '', () => '');
             return found.includes('<svg') ? null : String(address(icon));
         })).then(all => done([all.length, all.filter(a => a !== null)]))",
    );
    assert_eq!(missing[1], json!([]));
    assert!(missing[0].as_u64().unwrap() > 30, "{missing}");
}

#[test]
fn what_the_pointer_is_over_looks_as_the_app_says() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let colour = "getComputedStyle(document.querySelector('[data-hover-background-color]')).backgroundColor";
    let hovered = "(() => {
        const probe = document.createElement('i');
        probe.style.color = document.querySelector('[data-hover-background-color]').style
            .getPropertyValue('--hd-hover-background-color');
        document.body.append(probe);
        const colour = getComputedStyle(probe).color;
        probe.remove();
        return colour;
    })()";
    let [before, expected] = [colour, hovered].map(|script| app.run(&format!("return {script}"), &[]));
    assert_ne!(before, expected);
    app.click_at(&element("background"));
    until("it looks as under the pointer", || app.run(&format!("return {colour}"), &[]) == expected);
    app.click_at(&element("opacity"));
    until("it looks as before", || app.run(&format!("return {colour}"), &[]) == before);
}

#[test]
fn a_message_is_closed_by_the_person_or_by_its_time_and_comes_again() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let shown = "(text => [...document.querySelectorAll('.hd-alert')].some(a => !a.hidden && a.innerText.includes(text)))";
    let broke = json!("The report could not be sent.");
    app.click_at("//div[@role='alert'][contains(., 'could not be sent')]//button");
    app.wait(&format!("!{shown}(arguments_[0])"), std::slice::from_ref(&broke));
    app.click("Show the closed one again");
    app.wait(&format!("{shown}(arguments_[0])"), std::slice::from_ref(&broke));

    let soon = json!("closes itself");
    app.click("Show one for four seconds");
    app.wait(&format!("{shown}(arguments_[0])"), std::slice::from_ref(&soon));
    app.wait(&format!("!{shown}(arguments_[0])"), std::slice::from_ref(&soon));
    // The app has heard of it too.
    app.wait(
        "[...document.querySelectorAll('#app button')].some(b => b.textContent === 'Show one for four seconds' && !b.disabled)",
        &[],
    );
}

#[test]
fn a_link_inside_the_app_leaves_the_page_where_it_is() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let before = app.run("return [location.pathname, performance.timeOrigin]", &[]);
    app.click_at("//main[@id='app']//a[normalize-space()='All figures']");
    app.click_at("//main[@id='app']//a[normalize-space()='Make room']");
    assert_eq!(app.run("return [location.pathname, performance.timeOrigin]", &[]), before);
}

#[test]
fn links_and_keys_lead_through_the_app_and_its_fields_keep_their_text() {
    let desk = Desk::new();
    let app = desk.app("gallery", Under::Nothing);
    let at = |address: &str| {
        app.wait(
            "[...document.querySelectorAll('.hd-plaintext')].some(t => t.textContent === arguments_[0])",
            &[json!(format!("This window is at {address}"))],
        );
    };
    let follow = |label: &str| app.click_at(&format!("//main[@id='app']//a[normalize-space()='{label}']"));
    at("/");
    app.type_into("Name", "Ada");
    follow("Books");
    at("/books");
    follow("Books by Ada");
    at("/books?by=Ada");
    app.back();
    at("/books");
    app.click("Back");
    at("/");
    app.forward();
    at("/books");
    app.reload();
    at("/books");
    assert_eq!(app.run("return document.querySelector('#app wa-input').value", &[]), json!("Ada"));
}
