//! Accounts: register, sign in, sign out, and whose data are whose.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::session::Settings;
use hyperdiv::testing::{Harness, Role, StoreFault};

/// An app with every verb of accounts. Each answers in a text of its own.
fn app(ui: &Ui) -> Result {
    let (session, accounts) = (ui.session(), ui.accounts());
    ui.text(match session.user_name() {
        Some(name) => format!("signed in as {name}"),
        None if session.is_authenticated() => "a guest".to_owned(),
        None => "signed out".to_owned(),
    });
    let name = ui.text_input("Name").value();
    let password = ui.text_input("Password").value();
    let typed = (name, password);

    let register = {
        let accounts = accounts.clone();
        ui.action(move |(name, password): (String, String)| accounts.register(&name, &password))
    };
    if ui.button("Register").clicked() {
        register.run(typed.clone());
    }
    told(ui, "register", register.poll().map_ready(|()| "done".to_owned()));

    let verify = {
        let accounts = accounts.clone();
        ui.action(move |(name, password): (String, String)| accounts.verify(&name, &password))
    };
    if ui.button("Sign in").clicked() {
        verify.run(typed.clone());
    }
    let keep = ui.checkbox("Keep me").is_checked();
    if let Some(Ok(who)) = verify.finished() {
        session.sign_in(&who)?;
        if keep {
            session.grant()?;
        }
    }
    told(ui, "verify", verify.poll().map_ready(|who| who.name().to_owned()));

    let change = {
        let accounts = accounts.clone();
        let (name, password) = typed.clone();
        ui.action(move |new: String| {
            let (accounts, name, password) = (accounts.clone(), name.clone(), password.clone());
            async move {
                let who = accounts.verify(&name, &password).await?;
                accounts.change_password(&who, &new).await
            }
        })
    };
    if ui.button("Change password").clicked() {
        change.run("another password".to_owned());
    }
    told(ui, "change", change.poll().map_ready(|ended| format!("{ended} ended")));

    let delete = ui.action(move |(name, password): (String, String)| {
        let accounts = accounts.clone();
        async move {
            let who = accounts.verify(&name, &password).await?;
            accounts.delete(&who).await
        }
    });
    if ui.button("Delete account").clicked() {
        delete.run(typed);
    }
    told(ui, "delete", delete.poll().map_ready(|()| "done".to_owned()));

    if ui.button("Guest").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if ui.button("Sign out").clicked() {
        session.clear()?;
    }
    if ui.button("Withdraw").clicked() {
        session.withdraw()?;
    }
    if ui.button("Erase").clicked() {
        session.erase()?;
    }
    ui.text(format_args!("state {}", ui.state(|| 0).get()));
    let times = ui.state(|| 0);
    if ui.button("Count").clicked() {
        times.update(|times| *times += 1);
    }
    ui.text(format_args!("counted {}", times.get()));
    if session.is_authenticated() {
        let note = ui.text_input("Note").value();
        if ui.button("Save note").clicked() {
            session.record::<String>("note").save(&note)?;
        }
        ui.text(format_args!("note: {}", session.record::<String>("note").load()?));
        for one in session.list()? {
            let current = if one.current { "this" } else { "another" };
            ui.scope(&one.handle, || ui.text(format_args!("{current} session")));
        }
    }
    Ok(())
}

trait MapReady<T> {
    fn map_ready(self, text: impl FnOnce(&T) -> String) -> String;
}

impl<T> MapReady<T> for Poll<T> {
    fn map_ready(self, text: impl FnOnce(&T) -> String) -> String {
        match self {
            Poll::Idle => "idle".into(),
            Poll::Pending => "pending".into(),
            Poll::Ready(value) => text(&value),
            Poll::Failed(error) => error.to_string(),
        }
    }
}

fn told(ui: &Ui, what: &str, answer: impl std::fmt::Display) {
    ui.text(format_args!("{what}: {answer}"));
}

#[track_caller]
fn shows(harness: &Harness, text: &str) {
    assert!(harness.has(Role::Text, text), "no {text:?}\n{}", harness.tree());
}

/// Clicks, and lets the tasks come to their end.
#[track_caller]
fn press(harness: &mut Harness, button: &str) {
    harness.click(Role::Button, button);
    harness.run_until_idle();
}

fn others(harness: &Harness) -> usize {
    harness.get_all(Role::Text, "another session").len()
}

#[track_caller]
fn type_who(harness: &mut Harness, name: &str, password: &str) {
    harness.set("Name", name);
    harness.set("Password", password);
}

#[track_caller]
fn register(harness: &mut Harness, name: &str, password: &str) {
    type_who(harness, name, password);
    press(harness, "Register");
    shows(harness, "register: done");
}

#[track_caller]
fn sign_in(harness: &mut Harness, name: &str, password: &str) {
    type_who(harness, name, password);
    press(harness, "Sign in");
    shows(harness, &format!("signed in as {name}"));
}

#[track_caller]
fn save_note(harness: &mut Harness, note: &str) {
    harness.set("Note", note);
    press(harness, "Save note");
    shows(harness, &format!("note: {note}"));
}

const ADA: (&str, &str) = ("Ada", "lovelace 1815");
const BOB: (&str, &str) = ("Bob", "bob's password");

#[test]
fn somebody_registers_signs_in_and_finds_their_data_again() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    shows(&harness, "signed out");
    sign_in(&mut harness, ADA.0, ADA.1);
    save_note(&mut harness, "mine");
    press(&mut harness, "Sign out");
    shows(&harness, "signed out");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "note: mine");
    assert!(harness.store_bytes().is_empty(), "nobody has agreed to being kept");
}

#[test]
fn a_second_user_sees_nothing_of_the_first() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    register(&mut harness, BOB.0, BOB.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    save_note(&mut harness, "only Ada's");
    press(&mut harness, "Count");
    // Without a sign-out in between: the first one's session ends, and what the app has in memory with it.
    sign_in(&mut harness, BOB.0, BOB.1);
    shows(&harness, "note: ");
    shows(&harness, "counted 0");
    shows(&harness, "this session");
    assert_eq!(others(&harness), 0, "{}", harness.tree());
    save_note(&mut harness, "only Bob's");
    press(&mut harness, "Sign out");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "note: only Ada's");
}

#[test]
fn a_user_who_is_kept_is_signed_in_after_a_restart_and_not_after_a_sign_out() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    save_note(&mut harness, "kept");
    harness.restart();
    shows(&harness, "signed in as Ada");
    shows(&harness, "note: kept");
    let mirror = harness.mirror().expect("she is kept");
    press(&mut harness, "Sign out");
    harness.restart();
    shows(&harness, "signed out");
    harness.set_mirror(&*mirror);
    harness.restart();
    shows(&harness, "signed out");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "note: kept");
}

#[test]
fn what_is_saved_in_the_turn_of_a_sign_out_is_there_at_the_next_sign_in() {
    for keep in [false, true] {
        let mut harness = Harness::new(|ui| {
            if ui.button("Save and sign out").clicked() {
                ui.session().record::<String>("note").save(&"the last word".to_owned())?;
                ui.session().clear()?;
            }
            app(ui)
        });
        register(&mut harness, ADA.0, ADA.1);
        harness.set("Keep me", keep);
        sign_in(&mut harness, ADA.0, ADA.1);
        press(&mut harness, "Save and sign out");
        shows(&harness, "signed out");
        sign_in(&mut harness, ADA.0, ADA.1);
        shows(&harness, "note: the last word");
    }
}

#[test]
fn a_name_is_taken_once_whatever_its_case() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    type_who(&mut harness, " aDA ", "another password");
    press(&mut harness, "Register");
    shows(&harness, "register: This name is taken. Choose another one.");
    type_who(&mut harness, "ADA", ADA.1);
    press(&mut harness, "Sign in");
    shows(&harness, "signed in as Ada");
}

#[test]
fn names_and_passwords_that_cannot_be_are_refused_with_what_to_do() {
    let mut harness = Harness::new(app);
    for (name, password, answer) in [
        ("", ADA.1, "A name has 1 to 64 characters, all of which can be seen."),
        ("A\u{200b}da", ADA.1, "A name has 1 to 64 characters, all of which can be seen."),
        ("\u{202e}adA", ADA.1, "A name has 1 to 64 characters, all of which can be seen."),
        (&*"x".repeat(65), ADA.1, "A name has 1 to 64 characters, all of which can be seen."),
        ("Ada", "1234567", "A password has at least 8 characters."),
        ("Ada", &*"x".repeat(1025), "A password has at most 1024 bytes."),
    ] {
        type_who(&mut harness, name, password);
        press(&mut harness, "Register");
        shows(&harness, &format!("register: {answer}"));
    }
}

#[test]
fn a_wrong_name_and_a_wrong_password_have_one_answer_and_wait_alike() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    for name in ["Ada", "Nobody"] {
        for _ in 0..3 {
            type_who(&mut harness, name, "wrong password");
            press(&mut harness, "Sign in");
            shows(&harness, "verify: The name or the password is wrong.");
        }
        press(&mut harness, "Sign in");
        shows(&harness, "verify: There were too many attempts. Try again in 1 second.");
        harness.advance(Duration::from_secs(1));
        press(&mut harness, "Sign in");
        shows(&harness, "verify: The name or the password is wrong.");
        press(&mut harness, "Sign in");
        shows(&harness, "verify: There were too many attempts. Try again in 2 seconds.");
    }
    // Also the right password waits, and then it is let in and the waiting is over.
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign in");
    shows(&harness, "signed out");
    harness.advance(Duration::from_secs(2));
    sign_in(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign out");
    type_who(&mut harness, ADA.0, "wrong password");
    press(&mut harness, "Sign in");
    shows(&harness, "verify: The name or the password is wrong.");
}

#[test]
fn the_wait_outlives_a_restart() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign out");
    type_who(&mut harness, ADA.0, "wrong password");
    for _ in 0..3 {
        press(&mut harness, "Sign in");
    }
    harness.kill();
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign in");
    shows(&harness, "verify: There were too many attempts. Try again in 1 second.");
}

#[test]
fn a_change_of_password_ends_the_other_sessions_and_the_old_password() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    let first = harness.mirror().expect("she is kept");
    // As in another start whose mirror was lost: the session stays on the disk.
    harness.restart();
    harness.advance(Duration::from_secs(60));
    harness.set_mirror(None::<&str>);
    harness.restart();
    shows(&harness, "signed out");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "another session");
    let second = harness.mirror().expect("she is kept");
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Change password");
    shows(&harness, "change: 1 ended");
    shows(&harness, "signed in as Ada");
    assert_eq!(others(&harness), 0);
    assert_ne!(harness.mirror().as_deref(), Some(&*second), "the live session has its token from before");
    harness.advance(Duration::from_secs(60));
    for stale in [first, second] {
        harness.set_mirror(&*stale);
        harness.restart();
        shows(&harness, "signed out");
    }
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign in");
    shows(&harness, "verify: The name or the password is wrong.");
    sign_in(&mut harness, ADA.0, "another password");
}

#[test]
fn a_change_of_password_that_the_disk_refuses_changes_nothing() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    // As in another start whose mirror was lost: the session stays on the disk.
    harness.restart();
    harness.advance(Duration::from_secs(60));
    harness.set_mirror(None::<&str>);
    drop(harness);
    // The first commit lets go of the token that was kept beside, the second is the sign-in's.
    let mut harness = Harness::builder().data_dir(dir.path()).fail_commit(3, StoreFault::Full).build(app);
    sign_in(&mut harness, ADA.0, ADA.1);
    assert_eq!(others(&harness), 1);
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Change password");
    assert!(!harness.has(Role::Text, "change: 1 ended"), "{}", harness.tree());
    shows(&harness, "signed in as Ada");
    assert_eq!(others(&harness), 1);
    harness.restart();
    shows(&harness, "signed in as Ada");
    assert_eq!(others(&harness), 1);
    sign_in(&mut harness, ADA.0, ADA.1);
}

/// `app`, which also copies the first note that it sees into its own state, and cannot show Bob anything while `breaks`.
fn copying(ui: &Ui, breaks: &Cell<bool>) -> Result {
    let (session, seen) = (ui.session(), ui.state(String::new));
    if session.is_authenticated() && seen.cloned().is_empty() {
        seen.set(session.record::<String>("note").load()?);
    }
    ui.text(format_args!("seen: {}", seen.cloned()));
    let is_bob = session.user_name().as_deref() == Some(BOB.0);
    app(ui)?;
    if breaks.get() && is_bob && !seen.cloned().is_empty() {
        "nothing".parse::<u32>()?;
    }
    Ok(())
}

/// What the app has copied is of whoever is signed in.
#[track_caller]
fn has_seen_only_their_own(harness: &Harness) {
    if harness.has(Role::Text, "signed out") {
        assert!(harness.has(Role::Text, "seen:"), "{}", harness.tree());
    }
    for (one, another) in [(ADA, BOB), (BOB, ADA)] {
        if harness.has(Role::Text, &format!("signed in as {}", one.0)) {
            let stranger = format!("seen: of {}", another.0);
            assert!(!harness.has(Role::Text, &stranger), "{}", harness.tree());
        }
    }
}

/// Two users with a note each, the second of which signs in again.
fn change_users(harness: &mut Harness, before_the_last: impl FnOnce()) {
    harness.set("Keep me", true);
    for user in [ADA, BOB] {
        type_who(harness, user.0, user.1);
        press(harness, "Register");
    }
    let mut before_the_last = Some(before_the_last);
    for (turn, user) in [BOB, ADA, BOB].into_iter().enumerate() {
        if turn == 2 {
            before_the_last.take().into_iter().for_each(|call| call());
        }
        harness.set("Keep me", true);
        type_who(harness, user.0, user.1);
        press(harness, "Sign in");
        has_seen_only_their_own(harness);
        if turn < 2 && harness.has(Role::Button, "Save note") {
            harness.set("Note", &*format!("of {}", user.0));
            press(harness, "Save note");
            has_seen_only_their_own(harness);
        }
    }
}

#[test]
fn a_sign_in_whose_turn_fails_leaves_nothing_of_that_user_in_the_app() {
    let breaks = Rc::new(Cell::new(false));
    let mut harness = {
        let breaks = Rc::clone(&breaks);
        Harness::new(move |ui| copying(ui, &breaks))
    };
    change_users(&mut harness, || breaks.set(true));
    breaks.set(false);
    press(&mut harness, "Count");
    shows(&harness, "signed in as Ada");
    has_seen_only_their_own(&harness);
    shows(&harness, "seen: of Ada");
}

#[test]
fn a_sign_in_that_the_disk_refuses_leaves_nothing_of_that_user_in_the_app() {
    for nth in 1..=12 {
        let dir = tempfile::tempdir().expect("a directory");
        let mut harness = Harness::builder()
            .data_dir(dir.path())
            .fail_commit(nth, StoreFault::Full)
            .build(|ui| copying(ui, &Cell::new(false)));
        change_users(&mut harness, || {});
        press(&mut harness, "Count");
        has_seen_only_their_own(&harness);
    }
}

#[test]
fn a_user_has_at_most_so_many_sessions_and_the_least_recently_used_ends() {
    let mut settings = Settings::default();
    settings.most_sessions = 2;
    let mut harness = Harness::builder().settings(settings).build(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    // From the next start on the page keeps the token by itself, and a session without its mirror is left behind.
    harness.restart();
    press(&mut harness, "Sign out");
    let mut mirrors = Vec::new();
    for _ in 0..3 {
        sign_in(&mut harness, ADA.0, ADA.1);
        mirrors.push(harness.mirror().expect("she is kept"));
        harness.advance(Duration::from_secs(60));
        harness.set_mirror(None::<&str>);
        harness.restart();
        shows(&harness, "signed out");
    }
    let told = harness.notes().iter().filter(|note| note.contains("least recently used makes room")).count();
    assert_eq!(told, 1, "{:?}", harness.notes());
    let signed_in = mirrors.iter().map(|mirror| {
        harness.set_mirror(&**mirror);
        harness.restart();
        harness.has(Role::Text, "signed in as Ada")
    });
    assert_eq!(signed_in.collect::<Vec<_>>(), [false, true, true]);
}

/// Both are kept, Ada is signed in, and the page keeps her token by itself.
fn kept_in_a_later_start(dir: &tempfile::TempDir) -> Harness {
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, ADA.0, ADA.1);
    register(&mut harness, BOB.0, BOB.1);
    for (name, password) in [BOB, ADA] {
        harness.set("Keep me", true);
        sign_in(&mut harness, name, password);
    }
    harness.restart();
    harness.advance(Duration::from_secs(60));
    shows(&harness, "signed in as Ada");
    harness
}

#[track_caller]
fn is_refused(harness: &mut Harness, token: &str) {
    harness.set_mirror(token);
    harness.restart();
    shows(harness, "signed out");
}

#[test]
fn each_sign_in_gives_another_token_and_ends_the_one_before() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = kept_in_a_later_start(&dir);
    let mut tokens = vec![harness.mirror().expect("she is kept")];
    // As who one is already, as somebody else, and back.
    for user in [ADA, BOB, ADA] {
        sign_in(&mut harness, user.0, user.1);
        assert_eq!(others(&harness), 0, "{}", harness.tree());
        let token = harness.mirror().expect("both are kept");
        assert!(!tokens.contains(&token), "a token was used twice");
        tokens.push(token);
    }
    harness.advance(Duration::from_secs(60));
    let live = tokens.pop().expect("the last one");
    for stale in &tokens {
        is_refused(&mut harness, stale);
    }
    harness.set_mirror(&*live);
    harness.restart();
    shows(&harness, "signed in as Ada");
}

#[test]
fn an_account_that_is_deleted_takes_all_its_sessions_along() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = kept_in_a_later_start(&dir);
    let first = harness.mirror().expect("she is kept");
    // As where the mirror was lost: that session stays on the disk.
    harness.set_mirror(None::<&str>);
    harness.restart();
    sign_in(&mut harness, ADA.0, ADA.1);
    assert_eq!(others(&harness), 1);
    let second = harness.mirror().expect("she is kept");
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Delete account");
    shows(&harness, "signed out");
    for token in [first, second] {
        is_refused(&mut harness, &token);
    }
    sign_in(&mut harness, BOB.0, BOB.1);
    assert_eq!(others(&harness), 0);
}

#[test]
fn a_guest_brings_their_data_where_the_user_has_none() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Guest");
    save_note(&mut harness, "the guest's");
    press(&mut harness, "Count");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "note: the guest's");
    shows(&harness, "counted 1");
    press(&mut harness, "Sign out");
    press(&mut harness, "Guest");
    save_note(&mut harness, "a later guest's");
    sign_in(&mut harness, ADA.0, ADA.1);
    shows(&harness, "note: the guest's");
}

#[test]
fn an_account_that_is_deleted_is_gone_with_its_data_and_others_stay() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, ADA.0, ADA.1);
    register(&mut harness, BOB.0, BOB.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, BOB.0, BOB.1);
    save_note(&mut harness, "Bob stays");
    sign_in(&mut harness, ADA.0, ADA.1);
    save_note(&mut harness, "Ada goes");
    let keys = |harness: &Harness| {
        let is_key = |path: &std::path::Path| path.to_string_lossy().contains("keys/data/");
        harness.store_bytes().iter().filter(|(path, _)| is_key(path)).count()
    };
    let before = keys(&harness);
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Delete account");
    shows(&harness, "signed out");
    assert_eq!(keys(&harness), before - 2, "both copies of her data key are gone");
    harness.restart();
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Sign in");
    shows(&harness, "verify: The name or the password is wrong.");
    sign_in(&mut harness, BOB.0, BOB.1);
    shows(&harness, "note: Bob stays");
}

#[test]
fn the_last_account_that_is_deleted_takes_the_directory_along() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    assert!(!harness.store_bytes().is_empty());
    type_who(&mut harness, ADA.0, ADA.1);
    press(&mut harness, "Delete account");
    shows(&harness, "signed out");
    assert!(
        harness.store_bytes().is_empty(),
        "{:?}",
        harness.store_bytes().iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert_eq!(harness.mirror(), None);
}

#[test]
fn a_verification_is_good_once_and_for_five_minutes() {
    let mut harness = Harness::new(|ui| {
        let accounts = ui.accounts();
        let verify = ui.action(move |()| {
            let accounts = accounts.clone();
            async move {
                if accounts.verify("Ada", "lovelace 1815").await.is_err() {
                    accounts.register("Ada", "lovelace 1815").await?;
                }
                accounts.verify("Ada", "lovelace 1815").await
            }
        });
        if ui.button("Verify").clicked() {
            verify.run(());
        }
        let answer = ui.state(String::new);
        if ui.button("Use").clicked()
            && let Some(who) = verify.latest()
        {
            answer.set(match ui.session().sign_in(&who) {
                Ok(()) => "signed in".into(),
                Err(error) => error.to_string(),
            });
        }
        if ui.button("Use twice").clicked()
            && let Some(who) = verify.latest()
        {
            ui.session().sign_in(&who)?;
            answer.set(match ui.session().sign_in(&who) {
                Ok(()) => "signed in twice".into(),
                Err(error) => error.to_string(),
            });
        }
        ui.text(answer.cloned());
        Ok(())
    });
    let refused = "the sign-in was not verified, or too long ago; verify name and password again";
    press(&mut harness, "Verify");
    press(&mut harness, "Use");
    shows(&harness, "signed in");
    press(&mut harness, "Use");
    shows(&harness, refused);
    press(&mut harness, "Verify");
    harness.advance(Duration::from_secs(301));
    press(&mut harness, "Use");
    shows(&harness, refused);
    press(&mut harness, "Verify");
    harness.advance(Duration::from_secs(300));
    press(&mut harness, "Use");
    shows(&harness, "signed in");
    press(&mut harness, "Verify");
    press(&mut harness, "Use twice");
    shows(&harness, refused);
}

#[test]
fn nothing_on_the_disk_shows_a_name_a_password_or_a_note() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    register(&mut harness, "Unmistakable Name", ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, "Unmistakable Name", ADA.1);
    save_note(&mut harness, "unmistakable note");
    type_who(&mut harness, "Unmistakable Name", "a wrong password");
    press(&mut harness, "Sign in");
    harness.restart();
    let files = harness.store_bytes();
    assert!(!files.is_empty());
    for text in ["Unmistakable", "unmistakable", ADA.1, "a wrong password", "argon2id"] {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (path, bytes) in &files {
            for wanted in [text.as_bytes(), &utf16] {
                let found = bytes.windows(wanted.len()).any(|window| window == wanted);
                assert!(!found, "{text:?} is in {}", path.display());
            }
        }
    }
}

#[test]
fn a_sign_out_that_the_disk_refuses_is_one_all_the_same_and_costs_no_data() {
    let mut refused = 0;
    for first in 1..=12 {
        let faults = (first..first + 3)
            .fold(Harness::builder(), |builder, nth| builder.fail_commit(nth, StoreFault::Full));
        let mut harness = faults.build(app);
        register(&mut harness, ADA.0, ADA.1);
        harness.set("Keep me", true);
        type_who(&mut harness, ADA.0, ADA.1);
        press(&mut harness, "Sign in");
        let Some(token) = harness.mirror() else { continue };
        harness.set("Note", "mine");
        press(&mut harness, "Save note");
        if !harness.has(Role::Text, "note: mine") {
            continue;
        }
        press(&mut harness, "Sign out");
        shows(&harness, "signed out");
        if !harness.has(Role::Alert, "Not saved") {
            continue;
        }
        refused += 1;
        // The process ends before there is room, and somebody has copied the token.
        harness.kill();
        harness.set_mirror(&*token);
        harness.restart();
        shows(&harness, "signed out");
        sign_in(&mut harness, ADA.0, ADA.1);
        shows(&harness, "note: mine");
    }
    assert!(refused > 0, "no sign-out met the full disk");
}

#[test]
fn a_guest_whose_sign_in_cannot_be_written_keeps_what_they_have() {
    let mut refused = 0;
    for first in 1..=12 {
        let mut harness = Harness::builder().fail_commit(first, StoreFault::Full).build(app);
        register(&mut harness, ADA.0, ADA.1);
        harness.set("Keep me", true);
        type_who(&mut harness, ADA.0, ADA.1);
        press(&mut harness, "Sign in");
        if harness.mirror().is_none() {
            continue;
        }
        press(&mut harness, "Sign out");
        press(&mut harness, "Guest");
        save_note(&mut harness, "the guest's");
        type_who(&mut harness, ADA.0, ADA.1);
        press(&mut harness, "Sign in");
        if harness.has(Role::Text, "a guest") {
            refused += 1;
            shows(&harness, "note: the guest's");
            press(&mut harness, "Sign in");
        }
        shows(&harness, "signed in as Ada");
        shows(&harness, "note: the guest's");
    }
    assert!(refused > 0, "no sign-in met the full disk");
}

#[test]
fn an_erasure_without_the_home_leaves_the_home_of_others_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut harness = Harness::builder().data_dir(dir.path()).fail_open(2, StoreFault::Full).build(app);
    register(&mut harness, ADA.0, ADA.1);
    harness.set("Keep me", true);
    sign_in(&mut harness, ADA.0, ADA.1);
    save_note(&mut harness, "stays");
    harness.restart();
    press(&mut harness, "Continue without saving");
    press(&mut harness, "Guest");
    press(&mut harness, "Erase");
    shows(&harness, "signed out");
    harness.restart();
    shows(&harness, "signed in as Ada");
    shows(&harness, "note: stays");
}

#[test]
fn no_page_gets_the_hash_of_a_password() {
    let mut harness = Harness::new(app);
    register(&mut harness, ADA.0, ADA.1);
    sign_in(&mut harness, ADA.0, ADA.1);
    for name in ["\0account", "\0address/1"] {
        let refused =
            harness.command("record_get", &serde_json::json!({ "name": name })).expect_err("no record");
        assert_eq!(refused.code, "invalid");
    }
}
