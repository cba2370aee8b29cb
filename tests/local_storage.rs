//! Hyperdiv's `local_storage`, over the store: its calls, when it is kept, and that the webview's own localStorage is left alone.

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};

fn app(ui: &Ui) -> Result {
    let storage = ui.local_storage();
    let (name, text) = (ui.text_input("Name").value(), ui.text_input("Text").value());
    if ui.button("Set").clicked() {
        storage.set_item(&name, &text)?;
    }
    if ui.button("Remove").clicked() {
        storage.remove_item(&name)?;
    }
    if ui.button("Clear").clicked() {
        storage.clear()?;
    }
    if ui.button("Keep").clicked() {
        ui.session().create_new(Consent::Granted)?;
    }
    if ui.button("Log out").clicked() {
        ui.session().clear()?;
    }
    ui.text(format!("has it: {}", storage.has_item(&name)?));
    ui.text(format!("{name}: {}", storage.get_item(&name)?.unwrap_or_else(|| "nothing".into())));
    Ok(())
}

fn set(app: &mut Harness, name: &str, text: &str) {
    app.set("Name", name);
    app.set("Text", text);
    app.click(Role::Button, "Set");
}

#[track_caller]
fn holds(app: &mut Harness, name: &str, text: &str) {
    app.set("Name", name);
    assert!(app.has(Role::Text, &format!("{name}: {text}")), "\n{}", app.tree());
    assert!(app.has(Role::Text, &format!("has it: {}", text != "nothing")), "\n{}", app.tree());
}

#[test]
fn items_are_set_read_removed_and_cleared() {
    let mut app = Harness::new(app);
    holds(&mut app, "a", "nothing");
    set(&mut app, "a", "1");
    set(&mut app, "b", "<b>2</b>");
    set(&mut app, "a", "one");
    holds(&mut app, "a", "one");
    holds(&mut app, "b", "<b>2</b>");
    app.set("Name", "a");
    app.click(Role::Button, "Remove");
    app.click(Role::Button, "Remove");
    holds(&mut app, "a", "nothing");
    holds(&mut app, "b", "<b>2</b>");
    app.click(Role::Button, "Clear");
    holds(&mut app, "b", "nothing");
}

/// Hyperdiv answers a changed name at one call site with the value of the one before.
#[test]
fn another_name_at_one_line_reads_another_item() {
    let mut app = Harness::new(app);
    set(&mut app, "first", "1");
    set(&mut app, "second", "2");
    for (name, text) in [("first", "1"), ("second", "2"), ("third", "nothing"), ("first", "1")] {
        holds(&mut app, name, text);
    }
}

#[test]
fn it_is_memory_before_consent_and_kept_from_then_on_whoever_is_signed_in() {
    let mut app = Harness::new(app);
    set(&mut app, "language", "en");
    assert!(app.store_bytes().is_empty(), "something was written before consent");
    app.restart();
    holds(&mut app, "language", "nothing");
    set(&mut app, "language", "de");
    app.click(Role::Button, "Keep");
    app.kill();
    holds(&mut app, "language", "de");
    app.click(Role::Button, "Log out");
    set(&mut app, "size", "large");
    app.kill();
    holds(&mut app, "language", "de");
    holds(&mut app, "size", "large");
}

#[test]
fn the_webviews_own_storage_is_not_touched() {
    let mut app = Harness::new(app);
    set(&mut app, "a", "1");
    app.click(Role::Button, "Clear");
    set(&mut app, "hyperdiv-session", "a token of mine");
    assert_eq!(app.mirror(), None, "it has something before consent");
    app.click(Role::Button, "Keep");
    let token = app.mirror();
    assert!(token.is_some());
    set(&mut app, "hyperdiv-session", "another");
    app.click(Role::Button, "Clear");
    assert_eq!(app.mirror(), token, "it holds the session's token and nothing else");
    assert_eq!(app.effects(), [""; 0], "the page was told to do something");
    app.restart();
    assert_eq!(app.mirror(), token);
}

#[test]
fn what_could_not_be_saved_is_not_shown() {
    let mut app = Harness::builder().fail_commit(2, StoreFault::ReadOnly).build(app);
    app.click(Role::Button, "Keep");
    set(&mut app, "a", "1");
    assert!(app.has(Role::Alert, "Not saved"), "\n{}", app.tree());
    holds(&mut app, "a", "nothing");
    app.click(Role::Button, "Try again");
    holds(&mut app, "a", "1");
}

#[test]
fn all_windows_see_it() {
    let mut app = Harness::builder().windows(2).build(app);
    app.in_window(2).set("Name", "a");
    set(app.in_window(1), "a", "1");
    assert!(app.in_window(2).has(Role::Text, "a: 1"), "\n{}", app.tree());
}
