//! Files that the person drops on the window.

use std::cell::RefCell;
use std::rc::Rc;

use hyperdiv::core::DroppedFiles;
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde_json::json;

fn file(name: &str, text: &str) -> Result<ChosenFile, FileError> {
    Ok(ChosenFile { path: format!("/home/ada/{name}").into(), bytes: text.as_bytes().into() })
}

/// What was dropped where.
type Seen = Rc<RefCell<Vec<(&'static str, DroppedFiles)>>>;

fn places() -> (Harness, Seen) {
    let seen = Seen::default();
    let note = Rc::clone(&seen);
    let harness = Harness::new(move |ui| {
        let outer = ui.vbox();
        let (inner, off) = outer.with(|| {
            ui.text("Outer");
            let inner = ui.vbox();
            inner.with(|| ui.text("Inner"));
            (inner, ui.button("Off").disabled(true))
        });
        ui.text("Elsewhere");
        for (place, files) in [("outer", outer.dropped()), ("inner", inner.dropped()), ("off", off.dropped())]
        {
            note.borrow_mut().extend(files.map(|files| (place, files)));
        }
        Ok(())
    });
    (harness, seen)
}

#[test]
fn files_go_to_the_innermost_element_that_asks_in_one_run() {
    let (mut app, seen) = places();
    let gone = Err(FileError::System { path: "/home/ada/gone".into(), why: "it is gone".into() });
    let files = vec![file("a.txt", "one"), gone];
    assert!(app.drop_files(Role::Text, "Inner", files.clone()));
    assert!(app.drop_files(Role::Text, "Outer", vec![file("b.txt", "")]));
    app.reload();
    assert_eq!(*seen.borrow(), [("inner", files), ("outer", vec![file("b.txt", "")])]);
    assert_eq!(app.warnings(), [""; 0]);
}

#[test]
fn where_nothing_asks_nothing_happens() {
    let (mut app, seen) = places();
    let runs = app.runs();
    assert!(!app.drop_files(Role::Text, "Elsewhere", vec![file("b.txt", "two")]));
    assert_eq!((app.runs(), seen.borrow().len()), (runs, 0));
    // One that is switched off asks as well, and has none.
    let off = app.wire_id(Role::Button, "Off");
    app.receive_events(&json!([[off, "dropped", 1]])).expect("well-formed");
    assert!(app.warnings()[0].contains("disabled"), "{:?}", app.warnings());
}

#[test]
fn a_page_gets_nothing_by_naming_a_number_or_a_path() {
    let (mut app, seen) = places();
    let inner = app.wire_id(Role::Text, "Inner");
    // The text does not ask; the box around it does, and is one before it.
    for event in
        [json!([inner, "dropped", 1]), json!([inner - 1, "dropped", 1]), json!([inner - 1, "dropped"])]
    {
        app.receive_events(&json!([event])).expect("well-formed");
    }
    assert!(app.receive_events(&json!([[inner - 1, "dropped", "/etc/passwd"]])).is_err());
    assert_eq!(app.warnings().len(), 4, "{:#?}", app.warnings());
    assert!(!app.drop_files(Role::Text, "Elsewhere", vec![file("a.txt", "one")]));
    // A number is good once: what was dropped nowhere is gone.
    app.receive_events(&json!([[inner - 1, "dropped", 1]])).expect("well-formed");
    assert!(seen.borrow().is_empty(), "{:?}", seen.borrow());
}
