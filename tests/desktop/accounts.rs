//! The example `accounts` in its window, used by keyboard alone: an account, notes, and the window of what is kept.

use serde_json::json;

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
        app.wait_often(&format!("window.moves > {moves}"));
    }
    panic!("the Tab key leads to no {name:?}; it is on {}", app.run(&format!("return {NAME}"), &[]));
}

fn see_heading(app: &App, text: &str) {
    let headings = "[...document.querySelectorAll('#app h1, #app h2')]";
    app.wait(&format!("{headings}.some((heading) => heading.textContent === arguments[0])"), &[json!(text)]);
}

/// Waits for a text that is not a paragraph, such as a message.
fn see_somewhere(app: &App, text: &str) {
    app.wait("document.querySelector('#app').textContent.includes(arguments[0])", &[json!(text)]);
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
    see_heading(&app, "Sign in");
    app.picture(&desk, "accounts-sign-in");

    // Nobody has this account: the answer is where the form is, and nothing is on the disk.
    fill(&desk, &app, "Name", "Ada");
    fill(&desk, &app, "Password", "lovelace 1815");
    desk.press_key("Return");
    see_somewhere(&app, "The name or the password is wrong.");
    // It was switched off meanwhile; whoever types again types into it.
    app.wait_often("document.activeElement?.label === 'Password' && !document.activeElement.disabled");
    assert!(!profile.exists());

    press(&desk, &app, "Make an account", "Return");
    see_heading(&app, "Make an account");
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
        // The form before it has a field of the same name.
        see_heading(app, "Make an account");
        app.type_into("Name", name);
        app.type_into("Password", "a long password");
        app.type_into("Password once more", "a long password");
        if keep {
            app.tick("Keep my account and my notes on this computer");
            app.see("The account is there when you open the app again.");
        }
        app.click("Make the account");
        app.see(name);
    };
    make(&app, "Ada", true);
    fill(&desk, &app, "New note", "Ada alone");
    // By a key, which comes after those of the text.
    press(&desk, &app, "Add the note", "Return");
    app.see("Ada alone");
    app.close(&desk);

    let app = desk.app("accounts", Under::Nothing);
    app.see("Ada alone");
    app.click("Sign out");
    see_heading(&app, "Sign in");
    make(&app, "Bob", false);
    see_somewhere(&app, "Your account and your notes are gone when you close this app.");
    assert!(!app.texts().iter().any(|text| text.contains("Ada")), "{:?}", app.texts());
    app.close(&desk);
}

#[test]
fn what_is_kept_is_seen_taken_back_and_erased_in_light_and_dark() {
    for dark in [false, true] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let (_manager, app) = managed(&desk, "privacy_probe");
        let look = if dark { "dark" } else { "light" };
        let profile = desk.base().join("io.hyperdiv.privacy-probe/default");
        app.see(
            "You are not signed in. Of whoever is not, nothing is kept but what the app itself has stored.",
        );
        app.click("Begin");
        app.see("You are signed in as a guest.");
        until("the guest is kept", || profile.join("store").exists());
        app.see("What you are writing");
        app.see("Kept for 7 days after it was changed, for the purpose history.");
        app.picture(&desk, &format!("privacy-{look}"));
        app.run("document.querySelector('#app').scrollIntoView({ block: 'end', behavior: 'instant' })", &[]);
        app.picture(&desk, &format!("privacy-end-{look}"));

        // Asked outside of the page, where Escape is no and Return is too.
        for no in ["Escape", "Return"] {
            app.click("Take back: session");
            desk.wait_for_window("Take your consent back?");
            app.picture(&desk, &format!("privacy-take-back-{look}"));
            desk.press_key(no);
            desk.wait_for_no_window("Take your consent back?");
            assert!(profile.join("store").exists());
        }
        app.click("Take back: session");
        desk.wait_for_window("Take your consent back?");
        desk.press_key("alt+t");
        until("nothing is kept", || !profile.join("store").exists() && !profile.join("keys").exists());
        app.see("draft: roses");
        // The page is told of it after the disk.
        app.wait_often("localStorage.length === 0");

        app.click("Agree: session");
        until("the guest is kept again", || profile.join("store").exists());
        app.click("Erase everything");
        desk.wait_for_window("Erase everything?");
        desk.press_key("alt+e");
        app.see(
            "You are not signed in. Of whoever is not, nothing is kept but what the app itself has stored.",
        );
        app.close(&desk);
        assert!(!profile.exists(), "{profile:?} is left");
    }
}
