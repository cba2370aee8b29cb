//! The life of sessions, for one person: limits, the clock, lists and revocation, in all windows.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::session::Settings;
use hyperdiv::session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv::session::home::DiskHome;
use hyperdiv::session::ui::administer_offline;
use hyperdiv::testing::{Builder, Harness, PageMirror, Role, StoreFault};
use serde_json::{Value, json};

const NOW: i64 = 1_767_225_600;
const DAY: i64 = 24 * 3600;
const HOUR: Duration = Duration::from_secs(3600);

fn app(ui: &Ui) -> Result {
    let session = ui.session();
    let scribbles = ui.state(|| 0);
    if ui.button("Scribble").clicked() {
        scribbles.update(|count| *count += 1);
    }
    ui.text(format_args!("scribbles {}", scribbles.get()));
    if !session.is_authenticated() {
        ui.text("Signed out");
        let (kept, brief) =
            (ui.button("Sign in and keep").clicked(), ui.button("Sign in for this run").clicked());
        if kept || brief {
            session.create_new(if kept { Consent::Granted } else { Consent::ThisRunOnly })?;
        }
    } else {
        ui.text("Signed in");
        let count: u64 = session.load()?;
        ui.text(format_args!("count {count}"));
        if ui.button("Count").clicked() {
            session.save(&(count + 1))?;
        }
        if ui.button("Rotate").clicked() {
            session.rotate()?;
        }
        if ui.button("Sign out").clicked() {
            session.clear()?;
        }
    }
    let sessions = session.list()?;
    ui.text(format_args!("sessions {}", sessions.len()));
    ui.each(
        &sessions,
        |listed| listed.handle.clone(),
        |listed| -> Result {
            let which = if listed.current { "this session" } else { "another session" };
            ui.text(format_args!("{which} {} kept {}", listed.handle, listed.kept));
            if ui.button(format_args!("End {}", listed.handle)).clicked() {
                session.revoke(&Revoke::Handle(listed.handle.clone()))?;
            }
            Ok(())
        },
    )?;
    if ui.button("End the others").clicked() {
        session.revoke(&Revoke::Others)?;
    }
    if ui.button("End all").clicked() {
        session.revoke(&Revoke::All)?;
    }
    Ok(())
}

fn at_now() -> Builder {
    Harness::builder().now(NOW)
}

fn kept(builder: Builder) -> Harness {
    let mut app = builder.build(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "Count");
    app
}

#[track_caller]
fn is_signed_in(app: &Harness) -> bool {
    assert!(app.has(Role::Text, "Signed in") != app.has(Role::Text, "Signed out"), "\n{}", app.tree());
    app.has(Role::Text, "Signed in")
}

/// The session lives on without a page that knows its token, which is answered.
fn orphan(app: &mut Harness) -> String {
    app.restart();
    app.advance(Duration::from_secs(3));
    let token = app.mirror().expect("mirrored");
    app.set_mirror(PageMirror::Absent);
    app.restart();
    assert!(!is_signed_in(app), "\n{}", app.tree());
    token
}

fn sessions(app: &mut Harness) -> Vec<Value> {
    let answer = app.administer("session_list", &json!({})).expect("a list");
    answer["sessions"].as_array().expect("an array").clone()
}

fn handle(session: &Value) -> String {
    session["handle"].as_str().expect("a handle").to_owned()
}

fn data_keys(app: &Harness) -> usize {
    let files = app.store_bytes();
    let keys: std::collections::BTreeSet<_> = files
        .iter()
        .filter_map(|(path, _)| path.to_str()?.split("keys/data/").nth(1))
        .map(|name| name.split('.').next().unwrap_or_default().to_owned())
        .collect();
    keys.len()
}

// Lists and revocation.

#[test]
fn the_list_shows_handles_and_times_and_no_token() {
    let mut app = kept(at_now());
    let token = orphan(&mut app);
    app.advance(HOUR);
    app.click(Role::Button, "Sign in for this run");
    let listed = sessions(&mut app);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(
        (&listed[0]["current"], &listed[0]["kept"], &listed[1]["current"], &listed[1]["kept"]),
        (&json!(true), &json!(false), &json!(false), &json!(true))
    );
    assert_eq!(listed[1]["created_at"], json!(NOW));
    assert_eq!(listed[1]["ends_at"], json!(NOW + 30 * DAY));
    for session in &listed {
        assert_eq!(handle(session).len(), 12);
        assert_eq!(session.as_object().expect("an object").len(), 6);
        assert!(app.has(Role::Button, &format!("End {}", handle(session))), "\n{}", app.tree());
    }
    let text = json!(listed).to_string();
    assert!(
        token.split('.').filter(|part| part.len() > 12).all(|part| !text.contains(&part[..12])),
        "{text}"
    );
    assert!(
        app.has(Role::Text, &format!("this session {} kept false", handle(&listed[0]))),
        "\n{}",
        app.tree()
    );
}

#[test]
fn nobody_and_nothing_is_an_empty_list() {
    let mut app = at_now().build(app);
    assert_eq!(sessions(&mut app), [] as [Value; 0]);
    assert!(app.has(Role::Text, "sessions 0"));
    assert_eq!(app.store_bytes(), []);
}

#[test]
fn a_session_that_is_being_renewed_is_listed_once_and_ends_as_one() {
    let mut app = kept(at_now());
    app.restart();
    app.advance(Duration::from_secs(3));
    let old = app.mirror().expect("mirrored");
    app.set_now(NOW + 2 * DAY);
    app.restart();
    let new = app.mirror().expect("mirrored");
    assert_ne!(old, new, "not renewed");
    let listed = sessions(&mut app);
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!(listed[0]["created_at"], json!(NOW));
    app.click(Role::Button, &format!("End {}", handle(&listed[0])));
    for token in [old, new] {
        app.set_mirror(token.as_str());
        app.restart();
        assert!(!is_signed_in(&app), "a renewed session outlives its end");
    }
}

#[test]
fn another_session_is_ended_by_its_handle_and_refused_from_then_on() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut app = kept(at_now().data_dir(dir.path()));
    let token = orphan(&mut app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "Count");
    app.click(Role::Button, "Count");
    assert_eq!(data_keys(&app), 2);
    let other = handle(&sessions(&mut app)[1]);
    app.click(Role::Button, &format!("End {other}"));
    assert!(app.has(Role::Text, "sessions 1"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "count 2"), "the live session lost something\n{}", app.tree());
    assert_eq!(data_keys(&app), 1, "the data key of the revoked session stays");
    app.kill();
    assert!(app.has(Role::Text, "count 2"), "\n{}", app.tree());
    app.advance(Duration::from_secs(3));
    app.set_mirror(token.as_str());
    app.restart();
    assert!(!is_signed_in(&app), "a revoked token signs in");
}

#[test]
fn ending_the_others_keeps_this_one_and_ending_all_keeps_none() {
    for all in [false, true] {
        let mut app = kept(at_now());
        orphan(&mut app);
        app.click(Role::Button, "Sign in and keep");
        orphan(&mut app);
        app.click(Role::Button, "Sign in and keep");
        assert_eq!(sessions(&mut app).len(), 3);
        app.click(Role::Button, if all { "End all" } else { "End the others" });
        assert_eq!(is_signed_in(&app), !all);
        assert_eq!(sessions(&mut app).len(), usize::from(!all));
        assert_eq!(app.mirror().is_some(), !all);
        assert_eq!(data_keys(&app), usize::from(!all));
    }
}

#[test]
fn what_is_no_handle_is_refused_without_repeating_it() {
    let mut app = kept(at_now());
    let token = app.mirror().expect("mirrored");
    for (handle, code) in [
        ("0123456789ab", "not_found"),
        ("", "invalid"),
        ("01234567", "invalid"),
        ("0123456789AB", "invalid"),
        ("0123456789abc", "invalid"),
        ("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", "invalid"),
        (token.as_str(), "invalid"),
    ] {
        for command in [Harness::command, Harness::administer] {
            let error = command(&mut app, "session_revoke", &json!({ "handle": handle })).expect_err(handle);
            assert_eq!(error.code, code, "{error}");
            assert!(error.message.contains("list"), "it does not say what to do: {error}");
            assert!(handle.len() < 13 || !error.message.contains(handle), "{error}");
        }
    }
    for args in
        [json!({}), json!(null), json!({ "handle": 7 }), json!({ "handle": "all", "more": 1 }), json!([])]
    {
        let error = app.command("session_revoke", &args).expect_err("refused");
        assert_eq!(error.code, "invalid", "{args}: {error}");
    }
    let error = app.command("session_list", &json!({ "all": true })).expect_err("refused");
    assert_eq!(error.code, "invalid");
    let error = app.command("session_sweep", &json!({})).expect_err("a page may not sweep");
    assert_eq!(error.code, "not_allowed");
    assert!(is_signed_in(&app));
}

#[test]
fn the_page_lists_and_revokes() {
    let mut app = kept(at_now());
    let listed = app.command("session_list", &json!({})).expect("a list");
    let handle = handle(&listed["sessions"][0]);
    assert_eq!(app.command("session_revoke", &json!({ "handle": handle })), Ok(json!({ "revoked": 1 })));
    assert!(!is_signed_in(&app));
    assert_eq!(app.command("session_list", &json!({})), Ok(json!({ "sessions": [] })));
    assert_eq!(app.command("session_revoke", &json!({ "handle": "all" })), Ok(json!({ "revoked": 0 })));
    assert_eq!(app.command("session_revoke", &json!({ "handle": "others" })), Ok(json!({ "revoked": 0 })));
}

#[test]
fn the_command_line_ends_a_session_beside_the_running_app_and_without_it() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let offline = |now: i64, name: &str, args: Value| {
        let base = Base::resolve(Some(dir.path())).expect("a base");
        let app_id = AppId::parse("org.example.test").expect("an id");
        let profile = ProfileName::parse("default").expect("a profile");
        let home = DiskHome::open(ProfileDirectory::new(base, app_id, profile)).expect("a home");
        administer_offline(Box::new(home), now, name, &args)
    };
    assert_eq!(offline(NOW, "session_list", json!({})), Ok(json!({ "sessions": [] })));
    assert_eq!(offline(NOW, "session_sweep", json!({})), Ok(json!({ "removed": 0 })));
    let error =
        offline(NOW, "session_revoke", json!({ "handle": "0123456789ab" })).expect_err("there is none");
    assert_eq!(error.code, "not_found");
    assert_eq!(std::fs::read_dir(dir.path()).expect("readable").count(), 0, "a verb made the directory");

    let mut app = kept(at_now().data_dir(dir.path()));
    let answer = app.administer("session_revoke", &json!({ "handle": "all" }));
    assert_eq!(answer, Ok(json!({ "revoked": 1 })));
    assert!(!is_signed_in(&app));
    app.kill();
    assert!(!is_signed_in(&app));
    app.click(Role::Button, "Sign in and keep");
    app.restart();
    app.advance(Duration::from_secs(3));
    let token = app.mirror().expect("mirrored");
    drop(app);

    let listed = offline(NOW + 10, "session_list", json!({})).expect("a list");
    let handle = handle(&listed["sessions"][0]);
    assert_eq!(listed["sessions"][0]["current"], json!(false));
    assert_eq!(offline(NOW + 10, "session_revoke", json!({ "handle": handle })), Ok(json!({ "revoked": 1 })));
    let mut app = at_now().now(NOW + 20).data_dir(dir.path()).mirror(token.as_str()).build(crate::app);
    assert!(!is_signed_in(&app), "\n{}", app.tree());
    assert_eq!(sessions(&mut app), [] as [Value; 0]);
}

#[test]
fn a_revocation_that_cannot_be_written_holds_in_memory_and_is_made_up_for() {
    let mut app = kept(at_now().fail_commit(3, StoreFault::Io));
    let token = app.mirror().expect("mirrored");
    let error = app.administer("session_revoke", &json!({ "handle": "all" })).expect_err("the disk fails");
    assert_eq!(error.code, "storage");
    assert!(!is_signed_in(&app), "\n{}", app.tree());
    assert!(app.has(Role::Text, "scribbles 0"));
    assert_eq!(sessions(&mut app), [] as [Value; 0], "what has ended is not listed");
    assert_eq!(app.mirror(), None);
    app.advance(Duration::from_secs(5));
    app.kill();
    app.set_mirror(token.as_str());
    app.restart();
    assert!(!is_signed_in(&app), "the removal was not made up for");
    assert_eq!(data_keys(&app), 0);
}

#[test]
fn a_token_that_was_planted_before_the_first_sign_in_is_not_adopted() {
    let mut other = kept(at_now());
    other.restart();
    let planted = other.mirror().expect("mirrored");
    let mut app = at_now().mirror(planted.as_str()).build(app);
    assert!(!is_signed_in(&app));
    assert_eq!(app.mirror(), None);
    app.set_mirror(planted.as_str());
    app.click(Role::Button, "Sign in and keep");
    let token = app.mirror().expect("mirrored");
    assert_ne!(token.split('.').next(), planted.split('.').next(), "the planted id was taken over");
}

#[test]
fn a_sign_in_over_a_live_session_ends_that_one_and_forgets_what_it_kept() {
    let mut app = scribbled_in_two_windows();
    let before = handle(&sessions(&mut app)[0]);
    app.command("session_create", &json!({ "consent": "this_run_only" })).expect("signed in");
    for window in [1, 2] {
        app.in_window(window);
        assert!(app.has(Role::Text, "scribbles 0") && app.has(Role::Text, "count 0"), "\n{}", app.tree());
    }
    let listed = sessions(&mut app);
    assert!(listed.len() == 1 && handle(&listed[0]) != before, "{listed:?}");
    assert_eq!((app.mirror(), data_keys(&app)), (None, 0));
}

// All windows.

fn scribbled_in_two_windows() -> Harness {
    let mut app = kept(at_now().windows(2));
    for window in [1, 2] {
        app.in_window(window).click(Role::Button, "Scribble");
        assert!(app.has(Role::Text, "scribbles 1"), "\n{}", app.tree());
        assert!(is_signed_in(&app) && app.has(Role::Text, "count 1"), "\n{}", app.tree());
    }
    app
}

#[track_caller]
fn both_have_forgotten(app: &mut Harness) {
    for window in [1, 2] {
        app.in_window(window);
        assert!(!is_signed_in(app), "window {window}\n{}", app.tree());
        assert!(app.has(Role::Text, "scribbles 0"), "window {window} remembers\n{}", app.tree());
        assert!(app.has(Role::Text, "sessions 0"), "window {window}\n{}", app.tree());
    }
}

#[test]
fn a_sign_out_in_one_window_is_one_in_all() {
    let mut app = scribbled_in_two_windows();
    app.in_window(2).click(Role::Button, "Sign out");
    both_have_forgotten(&mut app);
}

#[test]
fn a_revocation_ends_the_session_in_all_windows() {
    let mut app = scribbled_in_two_windows();
    let handle = handle(&sessions(&mut app)[0]);
    app.administer("session_revoke", &json!({ "handle": handle })).expect("revoked");
    both_have_forgotten(&mut app);
    let mut app = scribbled_in_two_windows();
    app.in_window(1).click(Role::Button, "End all");
    both_have_forgotten(&mut app);
}

#[test]
fn a_limit_ends_the_session_in_all_windows() {
    let mut app = scribbled_in_two_windows();
    app.advance(Duration::from_secs(31 * 24 * 3600));
    both_have_forgotten(&mut app);
    assert_eq!(app.mirror(), None);
}

#[test]
fn a_new_session_and_what_it_saves_are_shown_in_all_windows() {
    let mut app = scribbled_in_two_windows();
    app.in_window(1).click(Role::Button, "Count");
    app.in_window(2);
    assert!(app.has(Role::Text, "count 2"), "\n{}", app.tree());
    app.click(Role::Button, "Sign out");
    app.click(Role::Button, "Sign in for this run");
    app.in_window(1);
    assert!(is_signed_in(&app) && app.has(Role::Text, "count 0"), "\n{}", app.tree());
    app.restart();
    both_have_forgotten(&mut app);
}

// Limits.

/// What the two pages promise people is what an app has that sets nothing.
#[test]
fn the_pages_on_security_and_privacy_say_the_limits_that_are_in_force() {
    let page = |name: &str| -> String {
        let text =
            std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the page");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let settings = Settings::default();
    let [idle, absolute] =
        [settings.idle_limit, settings.absolute_limit].map(|limit| limit.as_secs() / DAY.unsigned_abs());
    let security = page(".github/SECURITY.md");
    for said in [
        &*format!("A session ends {idle} days after its last use and {absolute} days after the sign-in"),
        "NIST SP 800-63B asks for 12 hours and 30 minutes at its second level: that is for accounts that are reached over a network",
        "Of more than ten sessions of one user, the one that was used least recently ends, and the log says so.",
        "Cookies are not used",
    ] {
        assert!(security.contains(said), "{said:?} is not in {security}");
    }
    assert_eq!(settings.most_sessions, 10);
    let privacy = page("src-tauri/PRIVACY.md");
    assert!(privacy.contains(&format!("{idle} days unused, {absolute} days in all")), "{privacy}");
}

#[test]
fn the_idle_limit_holds_to_the_second() {
    let limit = 30 * DAY.unsigned_abs();
    for kept in [true, false] {
        let mut app = at_now().build(app);
        app.click(Role::Button, if kept { "Sign in and keep" } else { "Sign in for this run" });
        app.advance(Duration::from_secs(limit - 1));
        assert!(is_signed_in(&app));
        app.advance(Duration::from_secs(2));
        assert!(!is_signed_in(&app));
    }
}

#[test]
fn what_the_person_does_counts_as_use_and_nothing_else() {
    let limit = 30 * DAY.unsigned_abs();
    let mut app = kept(at_now());
    app.advance(Duration::from_secs(limit - 1));
    app.click(Role::Button, "Scribble");
    app.advance(Duration::from_secs(limit - 1));
    assert!(is_signed_in(&app), "a click is use");
    app.focus_window();
    app.set_system_dark(true);
    app.reload();
    sessions(&mut app);
    app.command("session_status", &json!({})).expect("a status");
    app.advance(Duration::from_secs(2));
    assert!(!is_signed_in(&app), "what no person did has kept the session");
}

#[test]
fn the_absolute_limit_holds_to_the_second_however_much_it_is_used() {
    let mut app = kept(at_now());
    let limit = 90 * DAY;
    for day in 1..90 {
        app.advance(Duration::from_secs(DAY.unsigned_abs()));
        app.click(Role::Button, "Scribble");
        assert!(is_signed_in(&app), "day {day}");
    }
    app.advance(Duration::from_secs(u64::try_from(limit - 89 * DAY - 1).expect("positive")));
    app.click(Role::Button, "Scribble");
    assert!(is_signed_in(&app));
    app.advance(Duration::from_secs(2));
    assert!(!is_signed_in(&app));
}

#[test]
fn a_session_open_for_days_is_renewed_and_the_old_token_is_good_until_a_later_start() {
    let mut app = kept(at_now());
    app.restart();
    app.advance(Duration::from_secs(3));
    let first = app.mirror().expect("mirrored");
    let mut seen = vec![first.clone()];
    for _ in 0..3 {
        app.advance(Duration::from_secs(25 * 3600));
        app.click(Role::Button, "Scribble");
        app.advance(2 * HOUR);
        let token = app.mirror().expect("mirrored");
        assert!(!seen.contains(&token), "a day of use and no new token");
        seen.push(token);
        assert_eq!(sessions(&mut app).len(), 1);
        assert!(app.has(Role::Text, "count 1"), "\n{}", app.tree());
    }
    // Without use there is no renewal.
    let last = app.mirror().expect("mirrored");
    app.advance(Duration::from_secs(60 * 3600));
    assert_eq!(app.mirror(), Some(last));
    // The page never had the newer ones on disk, and the file is lost too: the token of the start is still good.
    app.set_mirror(first.as_str());
    app.restart();
    assert!(is_signed_in(&app), "\n{}", app.tree());
    app.advance(Duration::from_secs(3));
    app.restart();
    app.advance(Duration::from_secs(3));
    app.set_mirror(first.as_str());
    app.restart();
    assert!(!is_signed_in(&app), "the old token outlives its successor's first start");
}

#[test]
fn rotation_ends_the_old_token_and_its_frame_waits_a_second_for_the_page() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut app = kept(at_now().data_dir(dir.path()));
    app.restart();
    app.advance(Duration::from_secs(3));
    let old = app.mirror().expect("mirrored");
    let before = handle(&sessions(&mut app)[0]);
    app.leave_mirror_unanswered(true);
    app.click(Role::Button, "Rotate");
    let after = handle(&sessions(&mut app)[0]);
    assert_ne!(before, after);
    app.advance(Duration::from_millis(999));
    assert!(
        app.has(Role::Button, &format!("End {before}")),
        "shown before the page has the token\n{}",
        app.tree()
    );
    app.advance(Duration::from_millis(1));
    assert!(app.has(Role::Button, &format!("End {after}")), "held for longer than a second\n{}", app.tree());
    app.kill();
    assert!(is_signed_in(&app) && app.has(Role::Text, "count 1"), "\n{}", app.tree());
    app.leave_mirror_unanswered(false);
    app.restart();
    app.advance(Duration::from_secs(3));
    app.set_mirror(old.as_str());
    app.restart();
    assert!(!is_signed_in(&app), "the rotated token signs in");
}

// The clock.

#[test]
fn a_clock_turned_back_extends_no_session_and_is_told_once() {
    let limit = 30 * DAY.unsigned_abs();
    for wall in [NOW - DAY, NOW - 3650 * DAY, 0, -5, i64::MIN / 1000] {
        for restart in [false, true] {
            let mut app = kept(at_now());
            app.advance(Duration::from_secs(limit - 10));
            app.set_now(wall);
            if restart {
                app.restart();
            }
            assert!(is_signed_in(&app), "{wall}: ended before its time");
            let told = app.warnings().into_iter().filter(|line| line.contains("clock is behind")).count();
            assert!(told == 1 || restart && told == 2, "{wall}: {:?}", app.warnings());
            // The start itself is use; nothing else is.
            let left = if restart { limit } else { 10 };
            app.advance(Duration::from_secs(left - 1));
            assert!(is_signed_in(&app), "{wall}: ended early");
            app.advance(Duration::from_secs(2));
            assert!(!is_signed_in(&app), "{wall}: a clock turned back has extended the session");
            let now_told = app.warnings().into_iter().filter(|line| line.contains("clock is behind")).count();
            assert_eq!(now_told, told, "told again");
        }
    }
}

#[test]
fn a_clock_turned_back_does_not_make_a_token_one_of_the_future() {
    let mut app = kept(at_now());
    app.set_now(NOW - 10 * DAY);
    app.restart();
    assert!(is_signed_in(&app) && app.has(Role::Text, "count 1"), "\n{}", app.tree());
}

#[test]
fn a_leap_of_the_clock_refuses_the_session_and_erases_nothing() {
    for far in [NOW + 31 * DAY, NOW + 36_500 * DAY, (1 << 31) + 1, 1 << 40, i64::MAX / 1000] {
        for open in [true, false] {
            let dir = tempfile::tempdir().expect("a scratch directory");
            let mut app = kept(at_now().data_dir(dir.path()));
            app.restart();
            app.advance(Duration::from_secs(3));
            let token = app.mirror().expect("mirrored");
            if open {
                app.set_now(far);
                assert!(!is_signed_in(&app), "{far}: a session past its limit goes on");
            } else {
                drop(app);
                app = at_now().now(far).data_dir(dir.path()).mirror(token.as_str()).build(crate::app);
                assert!(!is_signed_in(&app), "{far}: a session past its limit is restored");
            }
            assert_eq!(app.mirror(), None, "{far}: the mirror stays");
            app.advance(12 * HOUR);
            assert_eq!(app.administer("session_sweep", &json!({})), Ok(json!({ "removed": 0 })));
            app.restart();
            assert!(!is_signed_in(&app), "{far}");
            // Somebody sets the clock right.
            app.set_now(NOW + 13 * 3600);
            app.restart();
            assert!(is_signed_in(&app), "{far}: signed out for ever\n{}", app.tree());
            assert!(app.has(Role::Text, "count 1"), "{far}: data are lost\n{}", app.tree());
        }
    }
}

#[test]
fn a_leap_that_lasts_for_a_day_was_time_that_passed() {
    for at_start in [false, true] {
        let mut app = kept(at_now());
        let far = NOW + 40 * DAY;
        app.set_now(far);
        if at_start {
            app.restart();
            app.set_now(far + DAY - 1);
            app.restart();
            assert_eq!(data_keys(&app), 1, "erased before it is certain");
            app.set_now(far + DAY);
            app.restart();
        } else {
            app.advance(23 * HOUR);
            assert_eq!(data_keys(&app), 1, "erased before it is certain");
            app.advance(2 * HOUR);
        }
        assert_eq!(data_keys(&app), 0, "what is past its limit stays");
        assert!(!is_signed_in(&app));
        app.restart();
        assert!(!is_signed_in(&app));
        assert!(app.store_bytes().iter().all(|(path, _)| !path.ends_with("keys/mirror.pending")));
    }
}

#[test]
fn who_comes_back_after_months_and_signs_in_stays_signed_in() {
    let mut app = kept(at_now());
    orphan(&mut app);
    for (far, run) in [(NOW + 200 * DAY, HOUR), (NOW + 201 * DAY + 3600, 2 * HOUR)] {
        app.set_now(far);
        app.restart();
        if !is_signed_in(&app) {
            assert_eq!(far, NOW + 200 * DAY, "the sign-in of the day before is gone\n{}", app.tree());
            app.click(Role::Button, "Sign in and keep");
            app.click(Role::Button, "Count");
            assert_eq!(sessions(&mut app)[0]["created_at"], json!(far), "the list is of another time");
        }
        app.advance(run);
    }
    assert!(app.has(Role::Text, "count 1"), "\n{}", app.tree());
    app.set_now(NOW + 201 * DAY + 29 * DAY);
    app.restart();
    assert!(is_signed_in(&app), "idle counts from before the sign-in\n{}", app.tree());
}

#[test]
fn a_clock_that_leaps_and_returns_extends_no_session_that_was_used_meanwhile() {
    let mut app = kept(at_now());
    app.set_now(NOW + 20 * DAY);
    assert!(is_signed_in(&app), "it is within its limits by either clock");
    app.click(Role::Button, "Scribble");
    app.restart();
    assert!(is_signed_in(&app));
    app.set_now(NOW + 5);
    app.restart();
    assert!(is_signed_in(&app));
    app.set_now(NOW + 32 * DAY);
    assert!(!is_signed_in(&app), "the leap has extended the session\n{}", app.tree());
    app.restart();
    assert!(!is_signed_in(&app), "the leap has extended the session\n{}", app.tree());
}

#[test]
fn a_clock_left_a_century_ahead_locks_nobody_out() {
    let mut app = kept(at_now());
    let century = NOW + 36_500 * DAY;
    app.set_now(century);
    app.advance(25 * HOUR);
    app.restart();
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "Count");
    // The clock is set right: the session and its data are still there, and so is the way out.
    app.set_now(NOW + 2 * DAY);
    app.restart();
    assert!(is_signed_in(&app) && app.has(Role::Text, "count 1"), "\n{}", app.tree());
    assert!(app.warnings().iter().any(|line| line.contains("clock is behind")), "{:?}", app.warnings());
    app.click(Role::Button, "Sign out");
    app.restart();
    app.click(Role::Button, "Sign in and keep");
    let listed = sessions(&mut app);
    assert_eq!(listed[0]["created_at"], json!(NOW + 2 * DAY), "the century is still in force: {listed:?}");
}

#[test]
fn eight_hours_of_sleep_count_and_so_do_thirty_one_days() {
    let limit = 30 * DAY.unsigned_abs();
    let mut app = kept(at_now());
    app.suspend(8 * HOUR);
    assert!(is_signed_in(&app));
    app.advance(Duration::from_secs(limit - 8 * 3600 - 1));
    assert!(is_signed_in(&app));
    app.advance(Duration::from_secs(2));
    assert!(!is_signed_in(&app), "sleep was not counted");

    let mut app = kept(at_now());
    app.suspend(31 * 24 * HOUR);
    assert!(!is_signed_in(&app), "31 days of sleep were not counted");
}

// The sweep.

#[test]
fn the_sweep_removes_what_is_past_its_limit_with_its_data_and_keeps_the_rest() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut app = kept(at_now().data_dir(dir.path()));
    orphan(&mut app);
    app.advance(Duration::from_secs(20 * 24 * 3600));
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "Count");
    assert_eq!((sessions(&mut app).len(), data_keys(&app)), (2, 2));
    app.advance(Duration::from_secs(11 * 24 * 3600));
    assert_eq!((sessions(&mut app).len(), data_keys(&app)), (1, 1), "not swept while open");
    assert!(app.has(Role::Text, "count 1"), "\n{}", app.tree());
    assert_eq!(app.administer("session_sweep", &json!({})), Ok(json!({ "removed": 0 })));
    app.kill();
    assert!(app.has(Role::Text, "count 1"), "\n{}", app.tree());
}

#[test]
fn a_sweep_of_a_token_that_was_replaced_leaves_the_session_and_its_data() {
    let mut app = kept(at_now());
    app.restart();
    app.advance(Duration::from_secs(3));
    app.set_now(NOW + 2 * DAY);
    app.restart();
    for _ in 0..35 {
        app.advance(24 * HOUR);
        app.click(Role::Button, "Scribble");
    }
    let swept = app.notes().iter().any(|line| line.contains("past their limit were removed: 1"));
    assert!(swept, "the first token's record is still there: {:?}", app.notes());
    assert_eq!(data_keys(&app), 1, "the live session's data key went with a replaced token");
    app.kill();
    assert!(is_signed_in(&app) && app.has(Role::Text, "count 1"), "\n{}", app.tree());
}

#[test]
fn a_sweep_that_fails_is_made_up_for_by_the_next() {
    // Kept, counted, last use, presented: then every commit of the sweeps fails until the process is killed.
    let builder = (5..40).fold(at_now(), |builder, nth| builder.fail_commit(nth, StoreFault::Io));
    let mut app = kept(builder);
    orphan(&mut app);
    app.advance(Duration::from_secs(31 * 24 * 3600));
    assert!(app.warnings().iter().any(|line| line.contains("could not be removed")), "{:?}", app.warnings());
    assert_eq!(data_keys(&app), 0, "the faults are used up by now: {:?}", app.warnings());
}

#[test]
fn the_program_wakes_once_an_hour_and_only_where_there_is_something_to_sweep() {
    let mut app = at_now().build(app);
    assert_eq!(app.next_wake(), None);
    app.click(Role::Button, "Sign in for this run");
    assert_eq!(app.next_wake(), Some(Duration::from_secs(30 * DAY.unsigned_abs() + 1)));
    app.click(Role::Button, "Sign out");
    app.click(Role::Button, "Sign in and keep");
    app.restart();
    app.advance(Duration::from_secs(3));
    let mut wakes = 0;
    let mut left = 10 * HOUR;
    while let Some(wake) = app.next_wake().filter(|wake| *wake <= left) {
        assert!(!wake.is_zero());
        wakes += 1;
        left -= wake;
        app.advance(wake);
    }
    assert!((9..=10).contains(&wakes), "{wakes} wakes in ten hours");
}
