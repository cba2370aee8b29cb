//! What the log tells of the life of sessions.

use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};

fn app(ui: &Ui) -> Result {
    let session = ui.session();
    let pressed = |name: &str| ui.scope(name, || ui.button(name).clicked());
    if pressed("Sign in") {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if pressed("Keep me") {
        session.grant()?;
    }
    if pressed("Rotate") {
        session.rotate()?;
    }
    if pressed("Forget me") {
        session.withdraw()?;
    }
    if pressed("Sign out") {
        session.clear()?;
    }
    let handle = session.list()?.into_iter().find(|one| one.current).map(|one| one.handle);
    ui.text(handle.unwrap_or_default());
    Ok(())
}

/// The lines that a press has brought, and the handle of the session after it.
fn after(app: &mut Harness, name: &str) -> (Vec<String>, String) {
    let before = app.notes().len();
    app.click(Role::Button, name);
    (app.notes().split_off(before), app.names(Role::Text).concat())
}

#[test]
fn the_log_tells_the_life_of_a_session_by_its_handle_and_never_shows_a_token() {
    let mut harness = Harness::new(app);
    let (lines, first) = after(&mut harness, "Sign in");
    assert_eq!(first.len(), 12, "\n{}", harness.tree());
    assert_eq!(lines, [format!("session {first} begins, a guest's, for this run")]);
    let (lines, kept) = after(&mut harness, "Keep me");
    assert_eq!(lines, [format!("session {kept} is kept on this computer from now on")]);
    let token = harness.mirror().expect("it is kept");
    let (lines, second) = after(&mut harness, "Rotate");
    assert_eq!(lines, [format!("session {kept} goes on with another token as {second}")]);
    assert_ne!(kept, second);

    harness.advance(Duration::from_secs(25 * 3600));
    harness.restart();
    let third = harness.names(Role::Text).concat();
    assert!(
        harness.notes().contains(&format!("session {second} goes on with another token as {third}")),
        "{:?}",
        harness.notes()
    );

    let (lines, last) = after(&mut harness, "Forget me");
    assert!(lines.contains(&format!("session {last} is not kept any more")), "{lines:?}");
    let (lines, nobody) = after(&mut harness, "Sign out");
    assert_eq!((lines, nobody.as_str()), (vec![format!("session {last} ends")], ""));
    assert!(harness.notes().iter().all(|line| !line.contains(&token[..13])), "{:?}", harness.notes());
}

#[test]
fn an_end_is_told_whichever_commit_the_disk_refuses() {
    for nth in 1..=5 {
        let mut harness = Harness::builder().fail_commit(nth, StoreFault::Full).build(app);
        harness.click(Role::Button, "Sign in");
        harness.click(Role::Button, "Keep me");
        // Beside what a banner says of the refusal.
        let is_handle = |text: &String| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let handle = harness.names(Role::Text).into_iter().find(is_handle).expect("somebody is signed in");
        let (lines, _) = after(&mut harness, "Sign out");
        assert!(!harness.names(Role::Text).iter().any(is_handle), "commit {nth}\n{}", harness.tree());
        assert!(lines.contains(&format!("session {handle} ends")), "commit {nth}: {lines:?}");
    }
}
