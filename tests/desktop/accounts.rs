//! The example `accounts` in its window, used by keyboard alone: an account, notes, and the window of what is kept.

use crate::desk::{Desk, Under};
use crate::input::managed;
use crate::page::App;
use crate::process::until;

/// Goes on with the Tab key until the focus is on what has this name.
fn tab_to(desk: &Desk, app: &App, name: &str) {
    const NAME: &str = "(() => {
        const e = document.activeElement;
        const inner = e?.shadowRoot?.activeElement ?? e;
        return (e?.label ?? '') || inner?.labels?.[0]?.textContent?.trim() || e?.textContent?.trim() || '';
    })()";
    app.run(
        "if (window.moves === undefined) { window.moves = 0; addEventListener('focusin', () => { window.moves += 1; }); }",
        &[],
    );
    for _ in 0..40 {
        if app.run(&format!("return {NAME}"), &[]) == name {
            return;
        }
        let moves = app.run("return window.moves", &[]);
        desk.press_key("Tab");
        app.wait("window.moves > arguments[0]", &[moves]);
    }
    panic!("the Tab key leads to no {name:?}; it is on {}", app.run(&format!("return {NAME}"), &[]));
}

fn fill(desk: &Desk, app: &App, field: &str, text: &str) {
    tab_to(desk, app, field);
    desk.xdotool(&["type", "--delay", "15", text]);
}

fn press(desk: &Desk, app: &App, button: &str, key: &str) {
    tab_to(desk, app, button);
    desk.press_key(key);
}

#[test]
fn an_account_is_made_and_used_and_everything_seen_and_erased_by_keyboard_alone() {
    let desk = Desk::new();
    let (_manager, app) = managed(&desk, "accounts");
    let profile = desk.base().join("io.hyperdiv.accounts");
    app.see("Sign in");
    app.picture(&desk, "accounts-sign-in");

    // Nobody has this account: the answer is where the form is, and nothing is on the disk.
    fill(&desk, &app, "Name", "Ada");
    fill(&desk, &app, "Password", "lovelace 1815");
    desk.press_key("Return");
    app.see("The name or the password is wrong.");
    assert!(!profile.exists());

    press(&desk, &app, "Make an account", "Return");
    app.see("Make an account");
    fill(&desk, &app, "Name", "Ada");
    fill(&desk, &app, "Password", "lovelace 1815");
    fill(&desk, &app, "Password once more", "lovelace 1815");
    app.picture(&desk, "accounts-register");
    press(&desk, &app, "Keep my account and my notes on this computer", "space");
    press(&desk, &app, "Make the account", "Return");
    app.see("No notes yet.");
    until("the account is kept", || profile.exists());

    fill(&desk, &app, "New note", "Call Charles");
    press(&desk, &app, "Add the note", "Return");
    app.see("Call Charles");
    app.picture(&desk, "accounts-notes");

    press(&desk, &app, "Privacy and sessions", "Return");
    desk.wait_for_window("Privacy and sessions");
    desk.picture("accounts-privacy");
    app.close(&desk);
}

#[test]
fn a_user_is_there_after_a_restart_and_the_next_one_sees_nothing_of_them() {
    let desk = Desk::new();
    let (_manager, app) = managed(&desk, "accounts");
    let make = |app: &App, name: &str, keep: bool| {
        app.click("Make an account");
        app.type_into("Name", name);
        app.type_into("Password", "a long password");
        app.type_into("Password once more", "a long password");
        if keep {
            app.tick("Keep my account and my notes on this computer");
        }
        app.click("Make the account");
        app.see(name);
    };
    make(&app, "Ada", true);
    app.type_into("New note", "Only Ada's");
    app.click("Add the note");
    app.see("Only Ada's");
    app.close(&desk);

    let app = desk.app("accounts", Under::Nothing);
    app.see("Only Ada's");
    app.click("Sign out");
    app.see("Sign in");
    make(&app, "Bob", false);
    app.see("Your account and your notes are gone when you close this app.");
    assert!(!app.texts().iter().any(|text| text.contains("Ada")), "{:?}", app.texts());
    app.close(&desk);
}
