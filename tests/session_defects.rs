//! Each defect of hyperdiv-session that is not shown not to be ours elsewhere (`tests/claims.toml` has the whole list).

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, PageMirror, Role};

const NOW: i64 = 1_767_225_600;

/// Everything that can be done with a session, each by a button.
fn app(ui: &Ui) -> Result {
    let session = ui.session();
    for (name, consent) in [("Keep", Consent::Granted), ("This run", Consent::ThisRunOnly)] {
        if ui.scope(name, || ui.button(name).clicked()) {
            session.create_new(consent)?;
        }
    }
    let (out, grant) = (ui.button("Sign out").clicked(), ui.button("Grant").clicked());
    let (again, undone) = (ui.button("Out and in").clicked(), ui.button("In and out").clicked());
    let (rotate, hidden) = (ui.button("Rotate").clicked(), ui.button("Out of sight").clicked());
    if out {
        session.clear()?;
    }
    if grant {
        session.grant()?;
    }
    if again {
        session.clear()?;
        session.create_new(Consent::Granted)?;
    }
    if undone {
        session.create_new(Consent::Granted)?;
        session.clear()?;
    }
    if rotate {
        session.rotate()?;
    }
    if hidden {
        // Never placed, so that nothing of it is ever on the page.
        let left = ui.detached(|| ui.session().clear());
        assert!(left.get().is_ok(), "it cannot be left out of sight");
    }
    ui.text(format_args!("id {}", session.id()));
    ui.text(format_args!("consent {}", session.consent().is_some()));
    Ok(())
}

fn id(app: &Harness) -> String {
    let texts = app.names(Role::Text);
    texts.iter().find_map(|text| text.strip_prefix("id")).expect("shown").trim().to_owned()
}

fn at_now() -> Harness {
    Harness::builder().now(NOW).build(app)
}

/// Starts anew, and lets the page's storage become durable.
fn restarted(app: &mut Harness) {
    app.restart();
    app.advance(Duration::from_secs(3));
}

#[test]
fn a_session_that_was_left_before_consent_is_not_what_a_later_consent_keeps() {
    let mut app = at_now();
    app.click(Role::Button, "This run");
    let left = id(&app);
    app.click(Role::Button, "Sign out");
    assert_eq!(id(&app), "");
    app.click(Role::Button, "Keep");
    let kept = id(&app);
    assert_ne!(kept, left);
    restarted(&mut app);
    assert_eq!(id(&app), kept);
    for (path, bytes) in app.store_bytes() {
        assert!(!String::from_utf8_lossy(&bytes).contains(&left), "{} holds it", path.display());
    }
    // Nor what a consent to nobody's session keeps.
    app.click(Role::Button, "Sign out");
    app.click(Role::Button, "Grant");
    app.restart();
    assert_eq!((id(&app).as_str(), app.mirror()), ("", None));
}

#[test]
fn leaving_and_beginning_in_one_run_is_a_new_session_and_the_other_way_round_is_none() {
    let mut app = at_now();
    app.click(Role::Button, "Keep");
    let (first, token) = (id(&app), app.mirror().expect("mirrored"));
    app.click(Role::Button, "Out and in");
    let second = id(&app);
    assert!(!second.is_empty() && second != first);
    restarted(&mut app);
    assert_eq!(id(&app), second, "the new session is gone");
    app.set_mirror(token.as_str());
    app.restart();
    assert_eq!(id(&app), "", "the old one is not");
    app.click(Role::Button, "In and out");
    assert_eq!((id(&app).as_str(), app.mirror()), ("", None));
    app.restart();
    assert_eq!(id(&app), "");
}

#[test]
fn a_session_begun_in_the_very_first_run_is_kept_and_is_the_same_at_each_start() {
    let mut app = Harness::builder().now(NOW).build(|ui| {
        let session = ui.session();
        if !session.is_authenticated() {
            session.create_new(Consent::Granted)?;
        }
        ui.text(format_args!("id {}", session.id()));
        Ok(())
    });
    let first = id(&app);
    assert_eq!(first.len(), 64);
    for _ in 0..3 {
        restarted(&mut app);
        assert_eq!(id(&app), first, "a new session at each start");
        app.reload();
        assert_eq!(id(&app), first, "a new session at each load of the page");
    }
}

#[test]
fn consent_is_remembered_so_that_a_later_token_is_kept_too() {
    let mut app = at_now();
    app.click(Role::Button, "Keep");
    restarted(&mut app);
    assert!(app.has(Role::Text, "consent true"), "\n{}", app.tree());
    let before = app.mirror().expect("mirrored");
    app.click(Role::Button, "Rotate");
    let after = app.mirror().expect("mirrored");
    assert_ne!(after, before);
    restarted(&mut app);
    assert_eq!(app.mirror(), Some(after));
    assert!(app.has(Role::Text, "consent true"), "\n{}", app.tree());
    // It is of that session: the next one is asked for it anew.
    app.click(Role::Button, "Sign out");
    app.click(Role::Button, "This run");
    assert!(app.has(Role::Text, "consent false"), "\n{}", app.tree());
    assert_eq!(app.mirror(), None);
}

#[test]
fn what_the_page_holds_replaces_no_session_that_the_app_has_begun() {
    let mut app = at_now();
    app.click(Role::Button, "Keep");
    restarted(&mut app);
    let other = app.mirror().expect("mirrored");
    app.set_mirror(PageMirror::Absent);
    app.restart();
    app.click(Role::Button, "Keep");
    let (begun, token) = (id(&app), app.mirror());
    // A good token, of a live session of this profile.
    app.set_mirror(other.as_str());
    app.reload();
    assert_eq!((id(&app), app.mirror()), (begun.clone(), token.clone()));
    app.set_mirror(other.as_str());
    app.focus_window();
    assert_eq!((id(&app), app.mirror()), (begun, token));
}

#[test]
fn apps_and_profiles_beside_each_other_do_not_meet_and_two_uses_in_one_app_are_one() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let builder = |app_id: &str, profile: &str| {
        Harness::builder().now(NOW).data_dir(dir.path()).app_id(app_id).profile(profile)
    };
    let mut one = builder("org.example.one", "default").build(app);
    one.click(Role::Button, "Keep");
    restarted(&mut one);
    let token = one.mirror().expect("mirrored");
    for (app_id, profile) in [("org.example.two", "default"), ("org.example.one", "work")] {
        let other = builder(app_id, profile).mirror(token.as_str()).build(app);
        assert_eq!((id(&other).as_str(), other.mirror()), ("", None), "{app_id} {profile}");
    }
    assert!(!id(&one).is_empty());

    let mut twice = Harness::new(|ui| {
        if ui.button("Keep").clicked() {
            ui.session().create_new(Consent::Granted)?;
        }
        ui.vbox().with(|| ui.text(format_args!("left {}", ui.session().id())));
        ui.vbox().with(|| ui.text(format_args!("right {}", ui.session().id())));
        Ok(())
    });
    twice.click(Role::Button, "Keep");
    let texts = twice.names(Role::Text);
    let of = |side: &str| texts.iter().find_map(|text| text.strip_prefix(side)).map(str::to_owned);
    assert!(of("left ").is_some_and(|id| id.len() == 64) && of("left ") == of("right "), "{texts:?}");
}

#[test]
fn a_session_needs_no_place_on_the_page() {
    let mut app = at_now();
    app.click(Role::Button, "Keep");
    restarted(&mut app);
    app.click(Role::Button, "Out of sight");
    assert_eq!((id(&app).as_str(), app.mirror()), ("", None));
    app.click(Role::Button, "Keep");
    assert!(!id(&app).is_empty(), "leaving goes on for ever");
    restarted(&mut app);
    assert!(!id(&app).is_empty());
}

#[test]
fn a_record_that_is_not_what_the_app_asks_for_is_an_error_that_leaves_it_as_it_is() {
    const PICKLE: &str = "cos\nsystem\n(S'touch pickled'\ntR.";
    let mut app = Harness::builder().now(NOW).build(|ui| {
        let session = ui.session();
        let (sign_in, write) = (ui.button("Sign in").clicked(), ui.button("Write a text").clicked());
        let as_number = ui.checkbox("As a number").is_checked();
        if sign_in {
            session.create_new(Consent::Granted)?;
        }
        if !session.is_authenticated() {
            return Ok(());
        }
        if write {
            session.save(&PICKLE)?;
        }
        if as_number {
            let read = session.load::<u64>();
            ui.text(read.map_or_else(|error| error.to_string(), |number| format!("number {number}")));
        } else {
            ui.text(format_args!("text of {} bytes", session.load::<String>()?.len()));
        }
        Ok(())
    });
    app.click(Role::Button, "Sign in");
    assert!(app.has(Role::Text, "text of 0 bytes"), "nothing saved yet is the default\n{}", app.tree());
    app.click(Role::Button, "Write a text");
    app.click(Role::Checkbox, "As a number");
    let texts = app.names(Role::Text);
    assert!(texts.iter().any(|text| text.contains("cannot be read") && text.contains("kept")), "{texts:?}");
    app.restart();
    assert!(app.has(Role::Text, &format!("text of {} bytes", PICKLE.len())), "\n{}", app.tree());
}

#[test]
fn no_word_has_a_meaning_in_place_of_a_token() {
    for word in ["None", "null", "undefined", "false", "true", "0", "''", "hyperdiv-session"] {
        let app = Harness::builder().now(NOW).mirror(word).build(app);
        assert_eq!((id(&app).as_str(), app.mirror()), ("", None), "{word}");
    }
}
