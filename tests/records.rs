//! Records of a session: named values with versions, revisions and a list, for runs, tasks, pages and the command line alike.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use hyperdiv::prelude::*;
use hyperdiv::session::ui::{Migrate, Revision};
use hyperdiv::testing::{Harness, Role, StoreFault};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

type Handles = Arc<Mutex<Option<SessionHandle>>>;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

/// Notes of whoever is signed in, a list of what is kept for them, and a form that was opened earlier.
fn notes(handles: &Handles) -> impl Fn(&Ui) -> Result + 'static {
    let handles = Arc::clone(handles);
    move |ui| {
        let session = ui.session();
        if ui.button("Keep").clicked() {
            session.create_new(Consent::Granted)?;
        }
        if ui.button("Log out").clicked() {
            session.clear()?;
        }
        *handles.lock().unwrap() = Some(session.handle());
        if !session.is_authenticated() {
            ui.text("Signed out.");
            return Ok(());
        }
        let notes = session.record::<Notes>("notes");
        let line = ui.text_input("Line").value();
        let opened = ui.state(|| None::<(Notes, Revision)>);
        let said = ui.state(String::new);
        let (add, both) = (ui.button("Add").clicked(), ui.button("Add twice and fail").clicked());
        if ui.button("Open").clicked() {
            opened.set(Some(notes.load_revision()?));
        }
        if ui.button("Save what was opened").clicked()
            && let Some((mut value, revision)) = opened.cloned()
        {
            value.lines.push(line.clone());
            said.set(match notes.save_over(&value, revision) {
                Ok(()) => "saved".into(),
                Err(error) => error.to_string(),
            });
        }
        if ui.button("Delete").clicked() {
            notes.delete()?;
        }
        if ui.button("Grow").clicked() {
            said.set(match session.record::<String>("large").save(&"x".repeat(5 << 20)) {
                Ok(()) => "saved".into(),
                Err(error) => error.to_string(),
            });
        }
        if ui.button("Nest").clicked() {
            session.record::<String>("large").save(&"x".repeat(3 << 20))?;
        }
        if add {
            notes.update(|notes| notes.lines.push(line.clone()))?;
        }
        if both {
            notes.update(|notes| notes.lines.push("half".into()))?;
            session.record::<u64>("count").save(&1)?;
            return Err(std::io::Error::other("the app has failed").into());
        }
        ui.text(format!("notes: {}", notes.load()?.lines.join(", ")));
        ui.text(format!("said: {}", said.cloned()));
        let large = session.record::<String>("large").load()?;
        ui.text(format!("large: {}", large.len()));
        for record in session.records()? {
            let at = record.changed_at.unwrap_or_default();
            ui.text(format!("{} {} bytes at {at}", record.name, record.bytes));
        }
        Ok(())
    }
}

fn open() -> (Harness, Handles) {
    let handles = Handles::default();
    let mut app = Harness::new(notes(&handles));
    app.click(Role::Button, "Keep");
    (app, handles)
}

fn handle(handles: &Handles) -> SessionHandle {
    handles.lock().unwrap().clone().expect("taken in each run")
}

fn add(app: &mut Harness, line: &str) {
    app.set("Line", line);
    app.click(Role::Button, "Add");
}

#[track_caller]
fn shows(app: &Harness, text: &str) {
    assert!(app.has(Role::Text, text), "no {text:?}\n{}", app.tree());
}

#[track_caller]
fn answer<T>(app: &mut Harness, future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10 {
        if let std::task::Poll::Ready(answer) = future.as_mut().poll(&mut context) {
            return answer;
        }
        app.run_until_idle();
    }
    panic!("the app does not answer");
}

#[test]
fn a_record_has_a_name_a_type_and_survives_a_kill() {
    let (mut app, _) = open();
    add(&mut app, "bread");
    shows(&app, "notes: bread");
    app.kill();
    shows(&app, "notes: bread");
}

#[test]
fn the_writes_of_a_turn_that_fails_are_all_dropped() {
    let (mut app, _) = open();
    add(&mut app, "bread");
    app.click(Role::Button, "Add twice and fail");
    app.kill();
    shows(&app, "notes: bread");
    assert!(!app.names(Role::Text).iter().any(|text| text.starts_with("count")), "{}", app.tree());
}

#[test]
fn the_list_has_names_sizes_and_times_and_follows_every_write() {
    let (mut app, handles) = open();
    assert_eq!(app.names(Role::Text).iter().filter(|text| text.contains(" bytes at ")).count(), 0);
    add(&mut app, "bread");
    shows(&app, "notes 19 bytes at 1767225600");
    app.advance(std::time::Duration::from_secs(60));
    // A task's write, and one that changes nothing.
    answer(&mut app, handle(&handles).record::<u64>("count").save(&7)).unwrap();
    shows(&app, "count 1 bytes at 1767225660");
    answer(&mut app, handle(&handles).record::<Notes>("notes").update(|_| ())).unwrap();
    shows(&app, "notes 19 bytes at 1767225600");
    let listed = answer(&mut app, handle(&handles).records()).unwrap();
    let listed: Vec<(&str, usize, bool)> =
        listed.iter().map(|record| (record.name.as_str(), record.bytes, record.readable)).collect();
    assert_eq!(listed, [("count", 1, true), ("notes", 19, true)]);
    app.click(Role::Button, "Delete");
    assert!(!app.names(Role::Text).iter().any(|text| text.starts_with("notes 1")), "{}", app.tree());
    app.kill();
    shows(&app, "count 1 bytes at 1767225660");
}

#[test]
fn a_write_from_a_stale_read_is_refused_and_says_so() {
    let (mut app, handles) = open();
    add(&mut app, "bread");
    app.click(Role::Button, "Open");
    app.set("Line", "milk");
    app.click(Role::Button, "Save what was opened");
    shows(&app, "said: saved");
    shows(&app, "notes: bread, milk");
    // What was opened is stale now.
    app.set("Line", "eggs");
    app.click(Role::Button, "Save what was opened");
    shows(&app, "notes: bread, milk");
    assert!(app.names(Role::Text).iter().any(|text| text.contains("was written since")), "{}", app.tree());
    // A task between the reading and the writing of another one.
    let notes = handle(&handles).record::<Notes>("notes");
    let (value, read) = answer(&mut app, notes.load_revision()).unwrap();
    add(&mut app, "salt");
    let refused = answer(&mut app, notes.save_over(&Notes::default(), read));
    assert!(matches!(&refused, Err(SessionError::Changed { name }) if name == "notes"), "{refused:?}");
    shows(&app, "notes: bread, milk, salt");
    assert_eq!(value.lines, ["bread", "milk"]);
}

#[test]
fn a_record_that_was_deleted_and_made_again_is_another_one() {
    let (mut app, handles) = open();
    for _ in 0..20 {
        add(&mut app, "bread");
        let notes = handle(&handles).record::<Notes>("notes");
        let (_, read) = answer(&mut app, notes.load_revision()).unwrap();
        app.click(Role::Button, "Delete");
        let refused = answer(&mut app, notes.save_over(&Notes::default(), read));
        assert!(matches!(refused, Err(SessionError::Changed { .. })));
        add(&mut app, "other");
        let refused = answer(&mut app, notes.save_over(&Notes::default(), read));
        assert!(matches!(refused, Err(SessionError::Changed { .. })));
        shows(&app, "notes: other");
        app.click(Role::Button, "Delete");
    }
}

#[test]
fn a_write_of_an_ended_session_is_refused_and_nothing_comes_back() {
    let (mut app, handles) = open();
    add(&mut app, "bread");
    let notes = handle(&handles).record::<Notes>("notes");
    let (value, read) = answer(&mut app, notes.load_revision()).unwrap();
    app.click(Role::Button, "Log out");
    app.click(Role::Button, "Keep");
    let refused = answer(&mut app, notes.save_over(&value, read));
    assert!(matches!(refused, Err(SessionError::Ended)), "{refused:?}");
    shows(&app, "notes:");
}

#[test]
fn a_record_over_its_quota_says_its_size_and_the_limit_and_one_of_3_mib_is_kept_in_chunks() {
    let (mut app, _) = open();
    app.click(Role::Button, "Grow");
    let said = app.names(Role::Text).into_iter().find(|text| text.starts_with("said: ")).unwrap();
    assert!(said.contains("5242895 bytes") && said.contains("limit of 4194239 bytes"), "{said}");
    shows(&app, "large: 0");
    app.click(Role::Button, "Nest");
    app.kill();
    shows(&app, "large: 3145728");
}

#[test]
fn a_record_on_a_full_disk_is_not_shown_as_saved() {
    let handles = Handles::default();
    let mut app = Harness::builder().fail_commit(3, StoreFault::Full).build(notes(&handles));
    app.click(Role::Button, "Keep");
    add(&mut app, "bread");
    add(&mut app, "milk");
    assert!(app.has(Role::Alert, "Not saved"), "{}", app.tree());
    shows(&app, "notes: bread");
}

#[test]
fn what_is_kept_is_sealed_and_its_text_is_in_no_file() {
    let (mut app, _) = open();
    add(&mut app, "a very private line");
    let marker = b"very private";
    for (path, bytes) in app.store_bytes() {
        assert!(!bytes.windows(marker.len()).any(|part| part == marker), "{}", path.display());
    }
}

/// An app of a later version, which knows how to read the lines of the first.
fn later(known: u32, migrate: Option<Migrate<Vec<String>>>) -> impl Fn(&Ui) -> Result + 'static {
    move |ui| {
        let session = ui.session();
        if ui.button("Keep").clicked() {
            session.create_new(Consent::Granted)?;
        }
        let task = ui.action(|session: SessionHandle| async move {
            let names = session.record::<Vec<String>>("names").version(2, |old| Ok(vec![old.read()?]));
            Ok::<_, Error>(names.update(|names| names.push("task".into())).await?)
        });
        if ui.button("Task").clicked() {
            task.run(session.handle());
        }
        let mut names = session.record::<Vec<String>>("names");
        if let Some(migrate) = migrate {
            names = names.version(known, migrate);
        }
        if ui.button("Add").clicked() {
            names.update(|names| names.push("new".into()))?;
        }
        if ui.button("First").clicked() {
            session.record::<String>("names").save(&"Ann".into())?;
        }
        if session.is_authenticated() {
            ui.text(match names.load() {
                Ok(names) => format!("names: {}", names.join(", ")),
                Err(error) => format!("error: {error}"),
            });
        }
        Ok(())
    }
}

#[test]
fn an_older_version_is_migrated_and_a_newer_one_refused_with_its_bytes_kept() {
    let dir = tempfile::tempdir().unwrap();
    let open = |known, migrate, token: Option<String>| {
        let builder = Harness::builder().data_dir(dir.path());
        let builder = match token {
            Some(token) => builder.mirror(token.as_str()),
            None => builder,
        };
        builder.build(later(known, migrate))
    };
    let mut first = open(1, None, None);
    first.click(Role::Button, "Keep");
    first.click(Role::Button, "First");
    // What a String is, a list is not: without a migration it is damaged, and kept.
    assert!(first.names(Role::Text).iter().any(|text| text.contains("cannot be read")), "{}", first.tree());
    first.restart();
    first.advance(std::time::Duration::from_secs(5));
    let token = first.mirror();
    drop(first);

    let mut second = open(2, Some(|old| Ok(vec![old.read()?])), token.clone());
    shows(&second, "names: Ann");
    second.click(Role::Button, "Add");
    shows(&second, "names: Ann, new");
    second.click(Role::Button, "Task");
    second.run_until_idle();
    shows(&second, "names: Ann, new, task");
    drop(second);

    let mut first = open(1, None, token.clone());
    let newer = "error: the record \"names\" is of version 2, and this app knows versions up to 1";
    assert!(first.names(Role::Text).iter().any(|text| text.starts_with(newer)), "{}", first.tree());
    first.click(Role::Button, "Add");
    assert!(first.count(Role::Alert) > 0, "it was written over\n{}", first.tree());
    drop(first);

    let second = open(2, Some(|old| Ok(vec![old.read()?])), token);
    shows(&second, "names: Ann, new, task");
}

#[test]
fn a_page_reads_writes_and_deletes_records_and_its_stale_writes_are_refused() {
    let (mut app, _) = open();
    let put = |app: &mut Harness, args: Value| app.command("record_put", &args);
    assert_eq!(
        app.command("record_get", &json!({ "name": "notes" })),
        Ok(json!({ "value": null, "version": 0 }))
    );
    let first = put(&mut app, json!({ "name": "notes", "value": { "lines": ["a"] }, "expected_version": 0 }))
        .unwrap();
    shows(&app, "notes: a");
    let got = app.command("record_get", &json!({ "name": "notes" })).unwrap();
    assert_eq!((&got["value"], &got["version"]), (&json!({ "lines": ["a"] }), &first["version"]));
    let second = put(
        &mut app,
        json!({ "name": "notes", "value": { "lines": ["b"] }, "expected_version": first["version"] }),
    );
    assert_eq!(second.unwrap()["version"], json!(first["version"].as_u64().unwrap() + 1));
    let stale = put(
        &mut app,
        json!({ "name": "notes", "value": { "lines": ["c"] }, "expected_version": first["version"] }),
    );
    assert_eq!(stale.unwrap_err().code, "changed");
    shows(&app, "notes: b");
    app.command("record_delete", &json!({ "name": "notes" })).unwrap();
    shows(&app, "notes:");
    for (name, code) in
        [("", "invalid"), ("__proto__", "invalid"), ("\0theme", "invalid"), (&*"x".repeat(201), "invalid")]
    {
        let refused = put(&mut app, json!({ "name": name, "value": 1 })).unwrap_err();
        assert_eq!(refused.code, code, "{name:?}");
    }
    for args in [
        json!({}),
        json!([]),
        json!(null),
        json!({ "name": 7, "value": 1 }),
        json!({ "name": "a", "value": 1, "x": 1 }),
    ] {
        assert_eq!(put(&mut app, args).unwrap_err().code, "invalid");
    }
    assert_eq!(
        put(&mut app, json!({ "name": "a", "value": "x".repeat(5 << 20) })).unwrap_err().code,
        "too_large"
    );
    app.click(Role::Button, "Log out");
    assert_eq!(app.command("record_get", &json!({ "name": "notes" })).unwrap_err().code, "not_signed_in");
    assert_eq!(put(&mut app, json!({ "name": "a", "value": 1 })).unwrap_err().code, "not_signed_in");
}

#[test]
fn another_window_shows_what_a_page_or_a_task_has_written() {
    let handles = Handles::default();
    let runs = Rc::new(Cell::new(0));
    let app = notes(&handles);
    let counted = Rc::clone(&runs);
    let mut app = Harness::builder().windows(2).build(move |ui: &Ui| {
        counted.set(counted.get() + 1);
        app(ui)
    });
    app.click(Role::Button, "Keep");
    app.command("record_put", &json!({ "name": "notes", "value": { "lines": ["page"] } })).unwrap();
    app.in_window(2);
    shows(&app, "notes: page");
    let before = runs.get();
    app.command("record_put", &json!({ "name": "nobody reads this", "value": 1 })).unwrap();
    // The list does, in both.
    shows(&app, "nobody reads this 1 bytes at 1767225600");
    assert!(runs.get() > before);
    answer(&mut app, handle(&handles).record::<Notes>("notes").save(&Notes { lines: vec!["task".into()] }))
        .unwrap();
    app.in_window(2);
    shows(&app, "notes: task");
}
