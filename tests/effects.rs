//! Effects: each once, after the difference, and none of a turn that failed.

use std::path::PathBuf;
use std::sync::Arc;

use hyperdiv::core::{FileAnswer, Request};
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

#[test]
fn each_effect_is_told_once_in_the_order_of_the_calls() {
    let mut app = Harness::new(|ui| {
        let end = ui.text("The end");
        if ui.button("All").clicked() {
            ui.toast("one");
            end.scroll_to();
            ui.clipboard().write(format_args!("{} rows", 3));
            ui.notify("Done", "All rows were read.");
            ui.open_url("https://example.org/a?b#c")?;
        }
        ui.button("Other");
        Ok(())
    });
    app.click(Role::Button, "All");
    let told = [
        "toast \"one\"",
        "scroll_to text \"The end\"",
        "copy \"3 rows\"",
        "notify \"Done\" \"All rows were read.\"",
        "open_url \"https://example.org/a?b#c\"",
    ];
    assert_eq!(app.effects(), told);
    assert_eq!(app.clipboard(), "3 rows");
    app.click(Role::Button, "Other");
    assert_eq!(app.effects(), told, "none comes a second time");
    app.reload();
    app.click(Role::Button, "Other");
    assert_eq!(app.effects(), Vec::<String>::new(), "nor to a page that is built again");
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn effects_of_a_failed_turn_are_dropped_whatever_they_are() {
    let mut app = Harness::new(|ui| {
        let dialog = ui.dialog("Sure?");
        if ui.button("Fail").clicked() {
            ui.clipboard().write("secret");
            ui.notify("a", "b");
            ui.open_file().ask();
            ui.window().set_fullscreen(true);
            ui.window().close();
            dialog.open();
            return Err(Error::new("asked to fail"));
        }
        Ok(())
    });
    app.click(Role::Button, "Fail");
    app.click(Role::Button, "Try again");
    assert_eq!(app.effects(), Vec::<String>::new());
    assert!(app.clipboard().is_empty() && !app.is_closed() && app.file_question().is_none());
    assert!(!app.has(Role::Dialog, "Sure?"), "\n{}", app.tree());
}

#[test]
fn an_effect_in_a_run_without_an_event_is_warned_of_once() {
    let mut app = Harness::new(|ui| {
        _ = ui.button("Again").clicked();
        ui.clipboard().write("always");
        ui.dialog("Always").open();
        Ok(())
    });
    for _ in 0..2 {
        app.click(Role::Button, "Close");
        app.click(Role::Button, "Again");
    }
    let warnings = app.warnings();
    assert_eq!(warnings.len(), 2, "{warnings:#?}");
    assert!(warnings[0].contains("clipboard().write at tests/effects.rs:"), "{warnings:#?}");
    assert!(warnings[1].contains("open at tests/effects.rs:"), "{warnings:#?}");
}

#[test]
fn an_address_that_is_no_server_and_no_mail_is_an_error_and_opens_nothing() {
    let mut app = Harness::new(|ui| {
        let said = ui.state(String::new);
        let address = ui.text_input("Address").value();
        if ui.button("Open").clicked() {
            said.set(match ui.open_url(&address) {
                Ok(()) => "opened".to_owned(),
                Err(error) => error.to_string(),
            });
        }
        ui.text(said.cloned());
        Ok(())
    });
    for address in ["javascript:alert(1)", "file:///etc/passwd", "--help", "", "https://a\\b"] {
        app.set("Address", address);
        app.click(Role::Button, "Open");
        assert!(app.tree().contains("the address") || app.tree().contains("an address"), "\n{}", app.tree());
    }
    assert_eq!(app.effects(), Vec::<String>::new());
    app.set("Address", "mailto:ada@example.org");
    app.click(Role::Button, "Open");
    assert_eq!(app.effects(), ["open_url \"mailto:ada@example.org\""]);
}

/// A dialog in a dialog, and what is said of both.
fn dialogs(ui: &Ui) -> Result {
    let closed = ui.state(Vec::<&'static str>::new);
    let outer = ui.dialog("Settings");
    if ui.button("Settings").clicked() {
        outer.open();
    }
    outer.with(|| {
        let inner = ui.dialog("Reset all?").closable(false);
        let name = ui.text_input("Name");
        if ui.button("Reset").clicked() {
            inner.open();
        }
        inner.with(|| {
            ui.text("There is no way back.");
            inner.footer(|| {
                if ui.button("Yes").clicked() {
                    name.reset();
                    inner.close();
                }
            });
        });
        if inner.closed() {
            closed.update(|closed| closed.push("inner"));
        }
        ui.text(format_args!("inner {}", inner.is_open()));
    });
    if outer.closed() {
        closed.update(|closed| closed.push("outer"));
    }
    ui.text(format_args!("outer {} {:?}", outer.is_open(), closed.cloned()));
    Ok(())
}

#[test]
fn a_dialog_opens_by_an_effect_and_is_closed_by_the_person_or_the_app() {
    let mut app = Harness::new(dialogs);
    assert!(!app.has(Role::Textbox, "Name"), "closed, it is not seen\n{}", app.tree());
    app.click(Role::Button, "Settings");
    assert!(app.has(Role::Dialog, "Settings") && app.has(Role::Text, "outer true []"), "\n{}", app.tree());
    app.press("Escape");
    assert!(!app.has(Role::Dialog, "Settings"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "outer false [\"outer\"]"), "\n{}", app.tree());
    // It opens again, however it was closed.
    app.click(Role::Button, "Settings");
    app.click(Role::Button, "Close");
    assert!(app.has(Role::Text, "outer false [\"outer\", \"outer\"]"), "\n{}", app.tree());
    app.click(Role::Button, "Settings");
    assert!(app.has(Role::Dialog, "Settings"), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn dialogs_inside_each_other_open_and_close_by_themselves() {
    let mut app = Harness::new(dialogs);
    app.click(Role::Button, "Settings");
    app.type_into("Name", "Ada");
    app.click(Role::Button, "Reset");
    assert!(app.has(Role::Text, "inner true") && app.has(Role::Text, "outer true []"), "\n{}", app.tree());
    app.press("Escape");
    assert!(app.has(Role::Dialog, "Reset all?"), "it says that it cannot be closed\n{}", app.tree());
    app.click(Role::Button, "Yes");
    assert!(app.has(Role::Text, "inner false") && app.has(Role::Text, "outer true []"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Name"), "");
    // Open dialogs stay open over a reload.
    app.reload();
    assert!(app.has(Role::Dialog, "Settings"), "\n{}", app.tree());
}

#[test]
#[should_panic(expected = "\"Settings\" is behind an open dialog")]
fn what_is_behind_a_dialog_cannot_be_used() {
    let mut app = Harness::new(dialogs);
    app.click(Role::Button, "Settings");
    app.click(Role::Button, "Settings");
}

#[test]
fn the_app_that_opens_and_closes_in_one_turn_shows_what_it_asked_last() {
    let mut app = Harness::new(|ui| {
        let dialog = ui.dialog("Quick");
        let (both, again) = (ui.button("Both").clicked(), ui.button("Again").clicked());
        if both {
            dialog.open();
            dialog.close();
        }
        if again {
            dialog.close();
            dialog.open();
        }
        Ok(())
    });
    app.click(Role::Button, "Both");
    assert!(!app.has(Role::Dialog, "Quick"), "\n{}", app.tree());
    app.click(Role::Button, "Again");
    assert!(app.has(Role::Dialog, "Quick"), "\n{}", app.tree());
}

fn files(ui: &Ui) -> Result {
    let said = ui.state(|| "nothing".to_owned());
    let (open, save) = (ui.open_file(), ui.save_file());
    let (import, export) = (ui.button("Import").clicked(), ui.button("Export").clicked());
    if import {
        open.ask_for(&["csv", "txt"]);
    }
    if export {
        save.ask("rows.csv", *b"1,2");
    }
    match open.chosen() {
        Some(Ok(file)) => said.set(format!("{} has {} bytes", file.name(), file.bytes.len())),
        Some(Err(error)) => said.set(error.to_string()),
        None => {}
    }
    match save.saved() {
        Some(Ok(path)) => said.set(format!("written to {}", path.display())),
        Some(Err(error)) => said.set(error.to_string()),
        None => {}
    }
    ui.text(said.cloned());
    Ok(())
}

#[test]
fn a_file_that_the_person_chooses_is_there_in_one_run() {
    let mut app = Harness::new(files);
    app.click(Role::Button, "Import");
    assert_eq!(app.effects(), ["open_file"]);
    assert!(
        matches!(app.file_question(), Some(Request::OpenFile { extensions, .. }) if extensions == &["csv", "txt"])
    );
    let file = ChosenFile { path: PathBuf::from("/home/ada/rows.csv"), bytes: Arc::from(&b"1,2\n"[..]) };
    app.answer_file(FileAnswer::Opened(file));
    assert!(app.has(Role::Text, "rows.csv has 4 bytes"), "\n{}", app.tree());

    app.click(Role::Button, "Import");
    app.answer_file(FileAnswer::Cancelled);
    assert!(app.has(Role::Text, "rows.csv has 4 bytes"), "nothing happened\n{}", app.tree());

    app.click(Role::Button, "Import");
    let path = PathBuf::from("/dev/full");
    app.answer_file(FileAnswer::Failed(FileError::System { path, why: "it is no file".into() }));
    assert!(app.has(Role::Text, "/dev/full: it is no file"), "\n{}", app.tree());
}

#[test]
fn a_file_is_written_where_the_person_says() {
    let mut app = Harness::new(files);
    app.click(Role::Button, "Export");
    let Some(Request::SaveFile { name, bytes, .. }) = app.file_question() else { panic!("it asks") };
    assert_eq!((name.as_str(), &bytes[..]), ("rows.csv", &b"1,2"[..]));
    app.answer_file(FileAnswer::Saved(PathBuf::from("/home/ada/mine.csv")));
    assert!(app.has(Role::Text, "written to /home/ada/mine.csv"), "\n{}", app.tree());
    assert_eq!(app.effects(), ["save_file \"rows.csv\""]);
}

#[test]
fn going_on_begins_at_the_top_or_at_the_anchor_and_going_back_where_it_was() {
    let mut app = Harness::new(|ui| {
        for place in ["/", "/long", "/long#end", "?tab=2", "/long#na%C3%AFve"] {
            ui.scope(place, || ui.link(place, place));
        }
        ui.text("The end").anchor("end");
        ui.text("Naive").anchor("na\u{ef}ve");
        Ok(())
    });
    for link in ["/long", "/long#end", "/long#end", "?tab=2", "/", "/long#na%C3%AFve"] {
        app.click(Role::Link, link);
    }
    app.go_back();
    app.go_back();
    let told = [
        "arrive 1 top \"\"",
        "arrive 2 anchor \"end\"",
        "arrive 2 anchor \"end\"",
        "arrive 3 stay \"\"",
        "arrive 4 top \"\"",
        "arrive 5 anchor \"na\u{ef}ve\"",
        "arrive 4 again \"\"",
        "arrive 3 again \"\"",
    ];
    assert_eq!(app.effects(), told);
    assert_eq!(app.location(), "/long?tab=2");
}

#[test]
fn where_the_window_has_come_to_is_told_after_the_difference_that_shows_it() {
    let mut app = Harness::new(|ui| {
        if ui.location().path() == "/part" {
            ui.text("The part").anchor("here");
        } else {
            ui.link("/part#here", "Part");
        }
        Ok(())
    });
    app.click(Role::Link, "Part");
    assert_eq!(app.effects(), ["arrive 1 anchor \"here\""]);
    assert_eq!(app.warnings(), Vec::<String>::new());
    let text = app.wire_id(Role::Text, "The part");
    assert!(text > 0);
    app.receive(b"{}").unwrap_err();
}
