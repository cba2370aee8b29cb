//! Values that the app itself keeps: in memory before consent, on disk from then on, whoever is signed in, and never lost to a version
//! or a type that does not fit.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role, StoreFault};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

/// Notes that everybody shares, and a session beside them.
fn app(ui: &Ui) -> Result {
    let session = ui.session();
    let notes = ui.stored::<Notes>("notes");
    let line = ui.text_input("Line").value();
    if ui.button("Add").clicked() {
        notes.update(|notes| notes.lines.push(line))?;
    }
    if ui.button("Forget").clicked() {
        notes.reset()?;
    }
    if ui.button("Keep").clicked() {
        session.create_new(Consent::Granted)?;
    }
    if ui.button("This run").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if ui.button("Log out").clicked() {
        session.clear()?;
    }
    if ui.button("Add and log out").clicked() {
        notes.update(|notes| notes.lines.push("goodbye".into()))?;
        session.clear()?;
    }
    if ui.button("Add and keep").clicked() {
        notes.update(|notes| notes.lines.push("hello".into()))?;
        session.create_new(Consent::Granted)?;
    }
    if ui.button("Add and fail").clicked() {
        notes.update(|notes| notes.lines.push("never".into()))?;
        return Err(std::io::Error::other("the app has failed").into());
    }
    ui.text(format!("signed in: {}", session.is_authenticated()));
    ui.text(notes.with(|notes| format!("notes: {}", notes.lines.join(", ")))?);
    Ok(())
}

fn add(app: &mut Harness, line: &str) {
    app.set("Line", line);
    app.click(Role::Button, "Add");
}

#[track_caller]
fn has(app: &Harness, notes: &str) {
    assert!(app.has(Role::Text, format!("notes: {notes}").trim()), "\n{}", app.tree());
}

#[test]
fn before_consent_it_is_in_memory_and_from_then_on_it_is_kept() {
    let mut app = Harness::new(app);
    has(&app, "");
    add(&mut app, "bread");
    add(&mut app, "milk");
    has(&app, "bread, milk");
    assert!(app.store_bytes().is_empty(), "something was written before consent");
    app.click(Role::Button, "This run");
    assert!(app.store_bytes().is_empty());
    app.click(Role::Button, "Keep");
    app.kill();
    has(&app, "bread, milk");
    add(&mut app, "eggs");
    app.kill();
    has(&app, "bread, milk, eggs");
}

#[test]
fn before_consent_it_is_gone_with_the_process() {
    let mut app = Harness::new(app);
    add(&mut app, "bread");
    app.restart();
    has(&app, "");
}

#[test]
fn a_write_in_the_turn_of_the_consent_is_kept_with_it() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Add and keep");
    app.kill();
    assert!(app.has(Role::Text, "signed in: true"));
    has(&app, "hello");
}

#[test]
fn it_stays_when_a_session_ends_and_is_there_for_the_next() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Keep");
    add(&mut app, "bread");
    app.click(Role::Button, "Log out");
    has(&app, "bread");
    app.kill();
    assert!(app.has(Role::Text, "signed in: false"));
    has(&app, "bread");
    // Nobody is signed in, and the app has its own consent from before.
    add(&mut app, "milk");
    app.kill();
    has(&app, "bread, milk");
    app.click(Role::Button, "This run");
    add(&mut app, "eggs");
    app.kill();
    has(&app, "bread, milk, eggs");
}

#[test]
fn a_write_and_a_log_out_of_one_turn_are_one_commit() {
    // A third commit would fail, if there were one.
    let mut app = Harness::builder().fail_commit(3, StoreFault::Full).build(app);
    app.click(Role::Button, "Keep");
    app.click(Role::Button, "Add and log out");
    assert!(app.has(Role::Text, "signed in: false") && app.count(Role::Alert) == 0, "\n{}", app.tree());
    app.kill();
    assert!(app.has(Role::Text, "signed in: false"));
    has(&app, "goodbye");
}

#[test]
fn a_removal_that_fails_takes_no_write_with_it() {
    let mut app = Harness::builder().fail_commit(2, StoreFault::Full).build(app);
    app.click(Role::Button, "Keep");
    app.click(Role::Button, "Add and log out");
    assert!(app.has(Role::Text, "signed in: false") && app.count(Role::Alert) == 1, "\n{}", app.tree());
    has(&app, "goodbye");
    app.kill();
    assert!(app.has(Role::Text, "signed in: false"));
    has(&app, "goodbye");
}

#[test]
fn a_reset_is_as_durable_as_a_write() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Keep");
    add(&mut app, "bread");
    app.click(Role::Button, "Forget");
    has(&app, "");
    app.kill();
    has(&app, "");
}

#[test]
fn what_could_not_be_saved_is_not_shown_and_can_be_tried_again() {
    let mut app =
        Harness::builder().fail_commit(2, StoreFault::Full).fail_commit(3, StoreFault::Full).build(app);
    app.click(Role::Button, "Keep");
    add(&mut app, "bread");
    has(&app, "");
    assert!(app.has(Role::Alert, "Not saved"), "\n{}", app.tree());
    assert!(
        app.frames().iter().all(|frame| !frame.contains("notes: bread")),
        "it was shown before it was saved"
    );
    app.click(Role::Button, "Try again");
    has(&app, "");
    app.click(Role::Button, "Try again");
    has(&app, "bread");
    assert!(!app.has(Role::Alert, "Not saved"), "\n{}", app.tree());
    add(&mut app, "milk");
    app.kill();
    has(&app, "bread, milk");
}

#[test]
fn a_turn_that_fails_stores_nothing() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Keep");
    add(&mut app, "bread");
    app.click(Role::Button, "Add and fail");
    app.click(Role::Button, "Try again");
    has(&app, "bread");
    app.kill();
    has(&app, "bread");
}

#[test]
fn a_part_that_fails_stores_nothing_and_the_rest_of_its_turn_does() {
    let mut app = Harness::new(|ui| {
        let (kept, dropped) = (ui.stored::<u32>("kept"), ui.stored::<u32>("dropped"));
        let go = ui.button("Go").clicked();
        if go {
            ui.session().create_new(Consent::Granted)?;
            kept.set(1)?;
        }
        ui.boundary(
            || {
                if go {
                    dropped.set(1)?;
                    kept.set(2)?;
                    return Err(Error::new("the part is broken"));
                }
                Ok(())
            },
            |failure| _ = ui.text(failure),
        );
        ui.text(format!("{} {}", kept.cloned()?, dropped.cloned()?));
        Ok(())
    });
    app.click(Role::Button, "Go");
    assert!(app.has(Role::Text, "1 0"), "\n{}", app.tree());
    app.kill();
    assert!(app.has(Role::Text, "1 0"), "\n{}", app.tree());
}

#[test]
fn it_is_one_value_in_all_windows() {
    let mut app = Harness::builder().windows(2).build(app);
    add(&mut app, "bread");
    has(app.in_window(2), "bread");
    add(&mut app, "milk");
    has(app.in_window(1), "bread, milk");
}

#[test]
fn only_what_reads_it_runs_again() {
    let mut app = Harness::new(|ui| {
        if ui.button("Count").clicked() {
            ui.stored::<u32>("count").update(|count| *count += 1)?;
        }
        if ui.checkbox("Look").is_checked() {
            ui.text(ui.stored::<u32>("count").cloned()?);
        }
        Ok(())
    });
    let before = app.runs();
    app.click(Role::Button, "Count");
    // `update` reads, and the event run is followed by a run without events: no more than these two.
    assert_eq!(app.runs() - before, 2);
    app.set("Look", true);
    assert!(app.has(Role::Text, "1"));
    app.click(Role::Button, "Count");
    assert!(app.has(Role::Text, "2"), "\n{}", app.tree());
}

#[test]
fn an_equal_value_commits_nothing() {
    // The second commit would fail, if there were one.
    let mut app = Harness::builder().fail_commit(2, StoreFault::Full).build(|ui| {
        let stored = ui.stored::<u32>("number");
        if ui.button("Keep").clicked() {
            stored.set(7)?;
            ui.session().create_new(Consent::Granted)?;
        }
        if ui.button("Same").clicked() {
            stored.set(7)?;
        }
        ui.text(stored.cloned()?);
        Ok(())
    });
    app.click(Role::Button, "Keep");
    app.click(Role::Button, "Same");
    assert!(app.has(Role::Text, "7") && !app.has(Role::Alert, "Not saved"), "\n{}", app.tree());
}

#[test]
fn reads_in_the_turn_see_its_writes() {
    let app = Harness::new(|ui| {
        let number = ui.stored::<u32>("number");
        if number.cloned()? == 0 {
            number.set(3)?;
            number.update(|number| *number += 1)?;
            assert_eq!(number.cloned()?, 4);
            number.reset()?;
            assert_eq!(number.cloned()?, 0);
            number.set(5)?;
        }
        ui.text(number.cloned()?);
        Ok(())
    });
    assert!(app.has(Role::Text, "5"), "\n{}", app.tree());
}

/// One app in several versions, each a function over the one store.
fn versions(by: &Rc<Cell<u8>>) -> impl Fn(&Ui) -> Result + 'static {
    let by = Rc::clone(by);
    move |ui| {
        let keep = ui.button("Keep").clicked();
        if keep {
            ui.session().create_new(Consent::Granted)?;
        }
        if ui.button("Dark").clicked() {
            ui.theme().set(ThemeMode::Dark);
        }
        let (write, reset) = (ui.button("Write").clicked(), ui.button("Reset").clicked());
        let shown = match by.get() {
            // Just a name.
            1 => {
                let name = ui.stored::<String>("who");
                if keep {
                    name.set("Ada".into())?;
                }
                if write {
                    name.set("Grace".into())?;
                }
                if reset {
                    name.reset()?;
                }
                name.cloned()
            }
            // A list of names.
            2 => {
                let names = ui.stored::<Vec<String>>("who").version(2, |old| Ok(vec![old.read()?]));
                if write {
                    names.update(|names| names.push("Grace".into()))?;
                }
                names.cloned().map(|names| names.join(" and "))
            }
            // Something that no name is.
            _ => {
                let number = ui.stored::<u32>("who");
                if write {
                    number.set(7)?;
                }
                number.cloned().map(|number| number.to_string())
            }
        };
        ui.text(shown.unwrap_or_else(|error| format!("error: {error}")));
        Ok(())
    }
}

#[test]
fn an_older_value_is_migrated_when_it_is_read_and_stays_until_it_is_written() {
    let by = Rc::new(Cell::new(1));
    let mut app = Harness::new(versions(&by));
    app.click(Role::Button, "Keep");
    assert!(app.has(Role::Text, "Ada"));
    by.set(2);
    app.restart();
    assert!(app.has(Role::Text, "Ada"), "\n{}", app.tree());
    // Reading has written nothing: the older app still can.
    by.set(1);
    app.restart();
    assert!(app.has(Role::Text, "Ada"), "\n{}", app.tree());
    by.set(2);
    app.restart();
    app.click(Role::Button, "Write");
    app.kill();
    assert!(app.has(Role::Text, "Ada and Grace"), "\n{}", app.tree());
}

#[test]
fn a_newer_value_is_refused_and_goes_by_a_reset_only() {
    let by = Rc::new(Cell::new(1));
    let mut app = Harness::new(versions(&by));
    app.click(Role::Button, "Keep");
    by.set(2);
    app.restart();
    app.click(Role::Button, "Write");
    by.set(1);
    app.restart();
    let refused = "error: the record \"who\" is of version 2, and this app knows versions up to 1; its bytes are kept; start the newer app";
    assert!(app.has(Role::Text, refused), "\n{}", app.tree());
    app.click(Role::Button, "Write");
    assert!(app.tree().starts_with("notice error"), "it was overwritten\n{}", app.tree());
    by.set(2);
    app.restart();
    assert!(app.has(Role::Text, "Ada and Grace"), "the newer value is there no more\n{}", app.tree());
    by.set(1);
    app.restart();
    app.click(Role::Button, "Reset");
    assert!(!app.tree().contains("error:"), "\n{}", app.tree());
    app.click(Role::Button, "Write");
    app.kill();
    assert!(app.has(Role::Text, "Grace"), "\n{}", app.tree());
}

#[test]
fn a_value_of_another_type_is_an_error_and_its_bytes_stay_until_the_app_writes() {
    let by = Rc::new(Cell::new(1));
    let mut app = Harness::new(versions(&by));
    app.click(Role::Button, "Keep");
    by.set(3);
    app.restart();
    let damaged = "error: the record \"who\" cannot be read as what the app asked for; its bytes are kept";
    assert!(app.has(Role::Text, damaged), "\n{}", app.tree());
    by.set(1);
    app.restart();
    assert!(app.has(Role::Text, "Ada"), "\n{}", app.tree());
    by.set(3);
    app.restart();
    app.click(Role::Button, "Write");
    app.kill();
    assert!(app.has(Role::Text, "7"), "\n{}", app.tree());
}

#[test]
fn a_value_too_large_is_refused_and_the_one_before_stays() {
    let mut app = Harness::new(|ui| {
        let text = ui.stored::<String>("text");
        if ui.button("Keep").clicked() {
            text.set("small".into())?;
            ui.session().create_new(Consent::Granted)?;
        }
        if ui.button("Flood").clicked()
            && let Err(error) = text.set("x".repeat(5 << 20))
        {
            ui.toast(error.to_string());
        }
        ui.text(text.cloned()?);
        Ok(())
    });
    app.click(Role::Button, "Keep");
    app.click(Role::Button, "Flood");
    assert!(app.effects()[0].contains("over the limit"), "{:?}", app.effects());
    app.kill();
    assert!(app.has(Role::Text, "small"));
}

#[test]
fn names_do_not_meet_those_of_the_session_or_of_the_app_itself() {
    let mut app = Harness::new(|ui| {
        let (theme, session) = (ui.stored::<String>("theme"), ui.stored::<String>("session"));
        if ui.button("Keep").clicked() {
            ui.session().create_new(Consent::Granted)?;
            ui.session().save(&"of the session")?;
            theme.set("of the app".into())?;
            session.set("of the app too".into())?;
            ui.local_storage().set_item("theme", "an item")?;
            ui.theme().set(ThemeMode::Dark);
        }
        ui.text(theme.cloned()?);
        ui.text(session.cloned()?);
        if ui.session().is_authenticated() {
            ui.text(ui.session().load::<String>()?);
        }
        Ok(())
    });
    app.click(Role::Button, "Keep");
    app.advance(Duration::from_secs(1));
    app.kill();
    assert_eq!(app.names(Role::Text), ["of the app", "of the app too", "of the session"]);
    assert_eq!(app.theme(), "dark");
}

#[test]
fn on_a_real_store_it_is_sealed_and_survives() {
    let dir = tempfile::tempdir().unwrap();
    let mut app = Harness::builder().data_dir(dir.path()).build(app);
    add(&mut app, "a very private line of text");
    app.click(Role::Button, "Keep");
    add(&mut app, "milk");
    let plain = b"a very private line";
    let found =
        app.store_bytes().iter().any(|(_, bytes)| bytes.windows(plain.len()).any(|window| window == plain));
    assert!(!found, "a stored value lies open on the disk");
    app.kill();
    has(&app, "a very private line of text, milk");
}

/// The key of what the app keeps, in both of its copies.
fn app_key_files(dir: &std::path::Path, sessions: usize) -> Vec<std::path::PathBuf> {
    let keys = walk(dir).into_iter().filter(|path| path.to_string_lossy().contains("keys/data/"));
    let mut keys: Vec<_> = keys.collect();
    assert!(keys.len() >= 2 * (sessions + 1), "{keys:?}");
    keys.sort();
    keys
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn a_lost_key_is_an_error_and_what_it_opened_is_there_when_the_key_comes_back() {
    let by = Rc::new(Cell::new(1));
    let dir = tempfile::tempdir().unwrap();
    let mut app = Harness::builder().data_dir(dir.path()).build(versions(&by));
    app.click(Role::Button, "Keep");
    // All keys go: that of the session, and that of what the app keeps.
    let keys: Vec<_> = app_key_files(dir.path(), 1)
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    for (path, _) in &keys {
        std::fs::remove_file(path).unwrap();
    }
    app.kill();
    let damaged = "error: the record \"who\" cannot be read as what the app asked for; its bytes are kept";
    assert!(app.has(Role::Text, damaged), "\n{}", app.tree());
    // The app goes on keeping other things, under a key of its own.
    app.click(Role::Button, "Dark");
    app.advance(Duration::from_secs(1));
    app.kill();
    assert_eq!(app.theme(), "dark");
    assert!(app.has(Role::Text, damaged), "\n{}", app.tree());
    for (path, bytes) in &keys {
        std::fs::write(path, bytes).unwrap();
    }
    app.kill();
    assert!(app.has(Role::Text, "Ada"), "\n{}", app.tree());
}
