//! What waits for the app beside Hyperdiv's queue: what one turn takes, in which order, and how much may wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv::core::{Runtime, WindowId};
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde_json::json;

/// Hyperdiv takes what comes later before an earlier second click: `[A, A, B]` is `{A, B}`, then `{A}`.
#[test]
fn a_batch_has_one_event_of_each_and_keeps_the_order_of_what_was_done() {
    let turns = Rc::new(RefCell::new(Vec::new()));
    let noted = Rc::clone(&turns);
    let mut app = Harness::new(move |ui| {
        let (a, b) = (ui.button("A").clicked(), ui.button("B").clicked());
        if a || b {
            noted.borrow_mut().push((a, b));
        }
        Ok(())
    });
    let (a, b) = (app.wire_id(Role::Button, "A"), app.wire_id(Role::Button, "B"));
    let events = json!([[a, "clicked"], [a, "clicked"], [b, "clicked"]]);
    app.receive_events(&events).expect("well-formed");
    assert_eq!(*turns.borrow(), [(true, false), (true, true)]);
}

/// Hyperdiv runs once for each value of a field that has queued up.
#[test]
fn values_of_one_field_that_wait_are_one_run_and_the_last_one_counts() {
    let mut app = Harness::new(|ui| {
        ui.text(format_args!("<{}>", ui.text_input("Name").value()));
        Ok(())
    });
    let field = app.wire_id(Role::Textbox, "Name");
    let runs = app.runs();
    let typed = ["A", "Ad", "Ada", "Ada ", "Ada L"].iter().zip(1..);
    let events: Vec<_> = typed.map(|(text, revision)| json!([field, "value", text, revision])).collect();
    app.receive_events(&json!(events)).expect("well-formed");
    assert!(app.has(Role::Text, "<Ada L>"), "\n{}", app.tree());
    assert_eq!(app.runs(), runs + 1);
}

#[test]
fn what_a_thread_and_the_person_did_is_shown_together() {
    let setter = Rc::new(RefCell::new(None::<Setter<u32>>));
    let out = Rc::clone(&setter);
    let mut app = Harness::new(move |ui| {
        let (found, clicks) = (ui.state(|| 0), ui.state(|| 0));
        out.borrow_mut().get_or_insert_with(|| found.setter());
        if ui.button("Click").clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.text(format_args!("{} found, {} clicks", found.get(), clicks.get()));
        Ok(())
    });
    let (button, frames) = (app.wire_id(Role::Button, "Click"), app.frames().len());
    let sender = setter.borrow().clone().expect("taken in the first run");
    assert!(sender.send(3));
    app.receive_events(&json!([[button, "clicked"]])).expect("well-formed");
    assert!(app.has(Role::Text, "3 found, 1 clicks"), "\n{}", app.tree());
    assert_eq!(app.frames().len(), frames + 1);
}

/// Sessions of Hyperdiv take any number of messages of any length.
#[test]
fn a_page_that_sends_without_end_is_refused_and_the_app_goes_on() {
    let mut app = Harness::new(|ui| {
        let clicks = ui.state(|| 0);
        if ui.button("Click").clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.text(format_args!("{} clicks", clicks.get()));
        Ok(())
    });
    let button = app.wire_id(Role::Button, "Click");
    let flood = |count: usize| json!(vec![json!([button, "clicked"]); count]);
    assert_eq!(app.receive_events(&flood(100_000)).expect_err("too large").code, "too_large");
    assert_eq!(app.receive_events(&flood(257)).expect_err("too many").code, "invalid");
    assert!(app.has(Role::Text, "0 clicks"), "\n{}", app.tree());
    app.receive_events(&flood(256)).expect("as many as a message may have");
    assert!(app.has(Role::Text, "256 clicks"), "\n{}", app.tree());
}

/// While a turn takes long, what the page sends waits up to a limit; the values of a field take one place, however many there are.
#[test]
fn what_waits_for_a_slow_app_is_bounded() {
    const BUTTON: u32 = line!() + 6;
    const FIELD: u32 = BUTTON + 4;
    let clicks = Rc::new(RefCell::new(0));
    let counted = Rc::clone(&clicks);
    let window = WindowId(1);
    let app = move |ui: &Ui| -> Result {
        if ui.button("Click").clicked() {
            *counted.borrow_mut() += 1;
        }

        ui.text_input("Name");
        Ok(())
    };
    let mut runtime = Runtime::new(app, Arc::new(|| ()));
    runtime.open_window(window);
    let page = runtime.connect(window).expect("it is open");
    runtime.release();
    runtime.run();
    let id_of = |runtime: &Runtime, line: u32| {
        (1..100).find(|id| runtime.call_site(window, *id).is_some_and(|site| site.line() == line))
    };
    let (button, field) = (id_of(&runtime, BUTTON), id_of(&runtime, FIELD));
    let mut send = |events: serde_json::Value| {
        let message = json!({ "v": 1, "page": page, "events": events }).to_string();
        runtime.receive(window, message.as_bytes()).map_err(|refused| refused.to_string())
    };
    for message in 0..10 {
        let typed = (1..=200).map(|n| json!([field, "value", format!("{message}-{n}"), message * 200 + n]));
        send(json!(typed.collect::<Vec<_>>())).expect("one place in the queue");
    }
    let mut refused = Vec::new();
    for _ in 0..5 {
        refused.extend(send(json!(vec![json!([button, "clicked"]); 256])).err());
    }
    let told = |count| format!("{count} event(s) refused: more events came than the app can take");
    assert_eq!(refused, [told(1), told(256)]);
    // As many turns as there are without a pause, and the rest.
    runtime.run();
    runtime.run();
    assert_eq!(*clicks.borrow(), 1023);
}
