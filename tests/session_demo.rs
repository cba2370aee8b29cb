//! The session demo, as a person uses it, without a window.

#[path = "../examples/session_demo.rs"]
#[expect(dead_code, reason = "its `main` opens a window")]
mod session_demo;

use std::time::Duration;

use hyperdiv::testing::{Harness, PageMirror, Role, StoreFault};
use session_demo::app;

const KEEP: &str = "Keep me signed in on this computer";
const SIGNED_OUT: &str = "Not authenticated yet.";

/// A person who consents, signs in and counts to three.
fn signed_in_at_three(mut harness: Harness) -> Harness {
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    for _ in 0..3 {
        harness.click(Role::Button, "Increment");
    }
    assert!(harness.has(Role::Text, "3"), "\n{}", harness.tree());
    harness
}

fn id_of(harness: &Harness) -> String {
    harness.names(Role::Text).into_iter().find(|text| text.len() == 64).unwrap_or_default()
}

#[test]
fn a_kept_session_comes_back_after_a_restart_and_a_kill() {
    let mut harness = signed_in_at_three(Harness::new(app));
    for kill in [false, true, true, false] {
        if kill {
            harness.kill()
        } else {
            harness.restart()
        }
        assert!(harness.has(Role::Text, "3"), "\n{}", harness.tree());
        let signed_out = harness.frames().iter().any(|frame| frame.contains(SIGNED_OUT));
        assert!(!signed_out, "a signed-out frame was shown: {:?}", harness.frames());
    }
    harness.click(Role::Button, "Increment");
    harness.kill();
    assert!(harness.has(Role::Text, "4"), "\n{}", harness.tree());
}

#[test]
fn the_real_store_keeps_what_was_shown() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut harness = signed_in_at_three(Harness::builder().data_dir(dir.path()).build(app));
    harness.kill();
    assert!(harness.has(Role::Text, "3"), "\n{}", harness.tree());
    harness.click(Role::Button, "Log out");
    harness.restart();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
}

#[test]
fn without_consent_nothing_is_kept() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut harness = Harness::builder().data_dir(dir.path().join("data")).build(app);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    assert!(harness.has(Role::Text, "1"), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None);
    assert_eq!(harness.store_bytes(), []);
    assert!(!dir.path().join("data").exists(), "the directory was made before consent");
    harness.restart();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert!(!dir.path().join("data").exists());
}

#[test]
fn logging_out_removes_everything_and_refuses_the_copied_token() {
    let mut harness = signed_in_at_three(Harness::new(app));
    harness.restart();
    let token = harness.mirror().expect("a kept session is mirrored");
    let id = id_of(&harness);
    assert_eq!(token.split('.').next(), Some(id.as_str()));
    harness.click(Role::Button, "Log out");
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None);
    for (path, bytes) in harness.store_bytes() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&id) && !text.contains(&token), "{} holds the session", path.display());
    }
    // While the app runs, what it knows decides and not what the page holds.
    harness.set_mirror(token.as_str());
    harness.reload();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None, "the planted token stays");
    harness.set_mirror(token.as_str());
    harness.restart();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None, "a refused token is removed from the mirror");
    let warnings = harness.warnings().join("\n");
    assert!(warnings.contains("refused: it has ended") && !warnings.contains(&token), "{warnings}");
}

#[test]
fn a_failed_commit_is_told_and_never_shown() {
    // The first commit keeps the session, the second is the first increment.
    let mut harness = Harness::builder().fail_commit(3, StoreFault::Full).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    harness.click(Role::Button, "Increment");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "1"), "the page shows what is on disk\n{}", harness.tree());
    assert!(harness.frames().iter().all(|frame| !frame.contains("text \"2\"")), "{:?}", harness.frames());
    harness.click(Role::Button, "Try again");
    assert!(!harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "2"), "\n{}", harness.tree());
    harness.kill();
    assert!(harness.has(Role::Text, "2"), "\n{}", harness.tree());
}

#[test]
fn consent_that_cannot_be_kept_is_a_session_for_this_run() {
    let mut harness = Harness::builder().fail_commit(1, StoreFault::ReadOnly).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    assert!(harness.has(Role::Button, "Increment"), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None);
    harness.click(Role::Button, "Increment");
    assert!(harness.has(Role::Text, "1"), "\n{}", harness.tree());
    harness.restart();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
}

#[test]
fn a_write_that_was_not_saved_does_not_come_back_by_itself() {
    let mut harness = Harness::builder().fail_commit(3, StoreFault::Io).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    harness.click(Role::Button, "Increment");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    harness.advance(Duration::from_secs(10));
    harness.restart();
    assert!(harness.has(Role::Text, "1"), "\n{}", harness.tree());
}

#[test]
fn keeping_the_session_can_be_tried_again() {
    let mut harness =
        Harness::builder().fail_commit(1, StoreFault::Full).fail_commit(2, StoreFault::Full).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    harness.click(Role::Button, "Try again");
    assert!(harness.has(Role::Alert, "Not saved"), "the second try failed too\n{}", harness.tree());
    harness.click(Role::Button, "Try again");
    assert!(!harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    assert!(harness.mirror().is_some());
    harness.kill();
    assert!(harness.has(Role::Text, "1"), "what was done meanwhile is kept\n{}", harness.tree());
}

#[test]
fn a_log_out_that_cannot_be_written_still_ends_the_session_and_is_made_up_for() {
    let mut harness = Harness::builder().fail_commit(2, StoreFault::Io).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    let token = harness.mirror().expect("mirrored");
    harness.click(Role::Button, "Log out");
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None);
    harness.advance(Duration::from_secs(5));
    harness.set_mirror(token.as_str());
    harness.restart();
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
}

#[test]
fn a_mirror_edited_while_running_is_repaired() {
    let mut harness = signed_in_at_three(Harness::new(app));
    harness.restart();
    let token = harness.mirror();
    harness.set_mirror("something else");
    harness.focus_window();
    assert_eq!(harness.mirror(), token);
    harness.set_mirror(PageMirror::Absent);
    harness.reload();
    assert_eq!(harness.mirror(), token);
    assert!(harness.has(Role::Text, "3"), "\n{}", harness.tree());
}

#[test]
fn the_session_ends_at_its_limits_while_open() {
    let mut harness = signed_in_at_three(Harness::new(app));
    harness.advance(Duration::from_secs(30 * 24 * 3600 - 10));
    assert!(harness.has(Role::Button, "Log out"), "\n{}", harness.tree());
    harness.advance(Duration::from_secs(20));
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None);
}

#[test]
fn a_page_that_does_not_tell_its_mirror_is_asked_about() {
    let mut harness = Harness::builder().mirror(PageMirror::Silent).build(app);
    assert_eq!(harness.tree(), "", "nothing is shown before the mirror is known");
    harness.advance(Duration::from_secs(5));
    assert!(harness.has(Role::AlertDialog, "Your sign-in could not be read"), "\n{}", harness.tree());
    harness.click(Role::Button, "Continue signed out");
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
    assert!(!harness.has(Role::AlertDialog, "Your sign-in could not be read"));
}

#[test]
fn signing_in_forgets_nothing_and_signing_out_forgets_the_ticked_box() {
    let mut harness = signed_in_at_three(Harness::new(app));
    harness.click(Role::Button, "Log out");
    assert_eq!(harness.value(Role::Checkbox, KEEP), "false");
}

#[test]
fn everything_can_be_done_by_keyboard() {
    let mut harness = Harness::new(app);
    for key in ["Tab", "Space", "Tab", "Enter"] {
        harness.press(key);
    }
    assert!(harness.has(Role::Button, "Increment"), "\n{}", harness.tree());
    assert!(harness.mirror().is_some(), "the box was ticked");
    for key in ["Tab", "Enter", "Space", "Tab"] {
        harness.press(key);
    }
    assert!(harness.has(Role::Text, "2"), "\n{}", harness.tree());
    assert_eq!(harness.focused().map(|found| found.name), Some("Log out".into()));
    for key in ["Shift+Tab", "Enter", "Tab", "Enter"] {
        harness.press(key);
    }
    assert!(harness.has(Role::Text, SIGNED_OUT), "\n{}", harness.tree());
}
