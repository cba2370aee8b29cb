//! Turns as an app's author meets them: events, state, fields, lists, effects, failures.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde_json::json;

/// A list that a test edits from outside, with a button that makes the app look at it.
fn with_list<T: Clone + 'static>(
    items: Vec<T>,
    row: impl Fn(&Ui, &T) + 'static,
    key: impl Fn(&T) -> u64 + 'static,
) -> (Rc<RefCell<Vec<T>>>, Harness) {
    let list = Rc::new(RefCell::new(items));
    let shared = Rc::clone(&list);
    let harness = Harness::new(move |ui| {
        if ui.button("Look").clicked() { /* the run that follows sees the list */ }
        let items = shared.borrow().clone();
        ui.each(&items, |item| key(item), |item| row(ui, item));
        Ok(())
    });
    (list, harness)
}

#[test]
fn an_event_is_true_in_one_run_and_the_run_after_it_is_shown() {
    let seen = Rc::new(Cell::new(0));
    let count = Rc::clone(&seen);
    let mut harness = Harness::new(move |ui| {
        if ui.button("Go").clicked() {
            count.set(count.get() + 1);
            ui.text("only in the event run");
        }
        Ok(())
    });
    harness.click(Role::Button, "Go");
    assert_eq!(seen.get(), 1);
    assert!(harness.frames().iter().all(|frame| !frame.contains("only in")), "{:?}", harness.frames());
    harness.click(Role::Button, "Go");
    assert_eq!(seen.get(), 2);
}

#[test]
fn a_button_behind_an_or_stays_on_screen() {
    let mut harness = Harness::new(|ui| {
        let hits = ui.state(|| 0);
        if ui.button("A").clicked() || ui.button("B").clicked() {
            hits.update(|hits| *hits += 1);
        }
        ui.text(hits.get());
        Ok(())
    });
    harness.click(Role::Button, "A");
    harness.click(Role::Button, "B");
    assert!(harness.has(Role::Text, "2"), "\n{}", harness.tree());
    assert!(harness.frames().iter().all(|frame| frame.contains("button \"B\"")), "{:?}", harness.frames());
}

#[test]
fn two_clicks_in_one_message_are_two_turns() {
    let mut harness = Harness::new(|ui| {
        let count = ui.state(|| 0);
        if ui.button("More").clicked() {
            count.update(|count| *count += 1);
        }
        ui.text(count.get());
        Ok(())
    });
    let id = harness.wire_id(Role::Button, "More");
    harness.receive_events(&json!([[id, "clicked"], [id, "clicked"], [id, "clicked"]])).expect("well-formed");
    assert!(harness.has(Role::Text, "3"), "\n{}", harness.tree());
}

#[test]
fn a_field_changed_in_the_clicks_message_is_in_its_value_already() {
    let mut harness = Harness::new(|ui| {
        let name = ui.text_input("Name");
        let saved = ui.state(String::new);
        if ui.button("Save").clicked() {
            saved.set(name.value());
        }
        ui.text(format_args!("saved {}", saved.cloned()));
        Ok(())
    });
    let (field, button) = (harness.wire_id(Role::Textbox, "Name"), harness.wire_id(Role::Button, "Save"));
    let events = json!([[field, "value", "Ada", 1], [button, "clicked"], [field, "value", "Ada L.", 2]]);
    harness.receive_events(&events).expect("well-formed");
    assert!(
        harness.has(Role::Text, "saved Ada"),
        "what was typed after the click is not in it\n{}",
        harness.tree()
    );
    assert_eq!(harness.value(Role::Textbox, "Name"), "", "the model of the page was not told of the typing");
}

#[test]
fn a_change_that_nobody_reads_runs_nothing() {
    let mut harness = Harness::new(|ui| {
        ui.text_input("Unread");
        let read = ui.text_input("Read").value();
        ui.text(format_args!("[{read}]"));
        ui.button("Deaf");
        Ok(())
    });
    let before = harness.runs();
    harness.type_into("Unread", "hello");
    harness.click(Role::Button, "Deaf");
    assert_eq!(harness.runs(), before);
    harness.type_into("Read", "x");
    assert_eq!(harness.runs(), before + 1);
    assert!(harness.has(Role::Text, "[x]"));
    assert_eq!(harness.value(Role::Textbox, "Unread"), "hello", "a run leaves typed text alone");
}

#[test]
fn state_follows_its_row_through_every_edit() {
    let (list, mut harness) = with_list(
        vec![1_u64, 2, 3, 4],
        |ui, item| {
            let ticked = ui.checkbox(format_args!("row {item}")).is_checked();
            let clicks = ui.state(|| 0);
            if ui.button(format_args!("hit {item}")).clicked() {
                clicks.update(|clicks| *clicks += 1);
            }
            ui.text(format_args!("{item}: {ticked} {}", clicks.get()));
        },
        |item| *item,
    );
    harness.click(Role::Checkbox, "row 3");
    harness.click(Role::Button, "hit 3");
    harness.click(Role::Button, "hit 2");
    for order in [vec![3, 1, 2, 4], vec![9, 4, 3, 2], vec![2, 3], vec![3], vec![1, 2, 3, 4, 5]] {
        *list.borrow_mut() = order.clone();
        harness.click(Role::Button, "Look");
        let expected: Vec<String> = order
            .iter()
            .map(|item| format!("{item}: {} {}", *item == 3, u64::from(*item == 3 || *item == 2)))
            .collect();
        assert_eq!(harness.names(Role::Text), expected);
        assert_eq!(harness.value(Role::Checkbox, "row 3"), "true");
    }
    assert_eq!(harness.warnings(), Vec::<String>::new());
}

#[test]
fn two_items_of_one_key_are_told_once_with_the_line() {
    let (list, mut harness) = with_list(vec![1_u64, 1], |ui, item| _ = ui.text(item), |item| *item);
    list.borrow_mut().push(1);
    harness.click(Role::Button, "Look");
    let warnings = harness.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("tests/turns.rs:") && warnings[0].contains("one key"), "{warnings:?}");
    assert_eq!(harness.count(Role::Text), 3, "a clash is never fatal");
}

#[test]
fn a_list_without_keys_is_told_when_its_length_changes() {
    let rows = Rc::new(Cell::new(3));
    let shared = Rc::clone(&rows);
    let mut harness = Harness::new(move |ui| {
        _ = ui.button("Look").clicked();
        for row in 0..shared.get() {
            ui.text(row);
        }
        Ok(())
    });
    rows.set(2);
    harness.click(Role::Button, "Look");
    let warnings = harness.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("ui.each") && warnings[0].contains("3 times"), "{warnings:?}");
}

#[test]
fn state_stays_while_its_place_is_not_reached() {
    let mut harness = Harness::new(|ui| {
        if ui.checkbox("Show").is_checked() {
            let count = ui.state(|| 0);
            if ui.button("More").clicked() {
                count.update(|count| *count += 1);
            }
            ui.text(format_args!("count {}", count.get()));
        }
        Ok(())
    });
    harness.click(Role::Checkbox, "Show");
    harness.click(Role::Button, "More");
    harness.click(Role::Checkbox, "Show");
    assert_eq!(harness.count(Role::Text), 0);
    harness.click(Role::Checkbox, "Show");
    assert!(harness.has(Role::Text, "count 1"), "\n{}", harness.tree());
}

#[test]
fn setting_an_equal_value_and_resetting_come_to_rest() {
    let mut harness = Harness::new(|ui| {
        let always = ui.state(|| 1);
        always.set(5);
        let counted = ui.state(|| 10);
        if ui.button("More").clicked() {
            counted.update(|counted| *counted += 1);
        }
        if ui.button("Reset").clicked() {
            counted.reset();
        }
        ui.text(format_args!("{} {}", always.get(), counted.get()));
        Ok(())
    });
    assert!(harness.has(Role::Text, "5 10"), "\n{}", harness.tree());
    harness.click(Role::Button, "More");
    assert!(harness.has(Role::Text, "5 11"), "\n{}", harness.tree());
    harness.click(Role::Button, "Reset");
    assert!(harness.has(Role::Text, "5 10"), "\n{}", harness.tree());
    assert_eq!(harness.errors(), Vec::<String>::new());
}

#[test]
fn a_setter_changes_state_from_another_thread() {
    let setter = Rc::new(RefCell::new(None::<Setter<i32>>));
    let out = Rc::clone(&setter);
    let mut harness = Harness::new(move |ui| {
        let progress = ui.state(|| 0);
        out.borrow_mut().get_or_insert_with(|| progress.setter());
        ui.text(format_args!("{} %", progress.get()));
        Ok(())
    });
    let sender = setter.borrow().clone().expect("taken in the first run");
    let sent = std::thread::scope(|threads| threads.spawn(|| sender.send(40)).join().expect("no panic"));
    assert!(sent);
    harness.run_until_idle();
    assert!(harness.has(Role::Text, "40 %"), "\n{}", harness.tree());
    drop(harness);
    assert!(!sender.send(41), "the app is closed");
}

#[test]
fn fields_follow_their_default_until_they_are_changed_and_after_a_reset() {
    let mut harness = Harness::new(|ui| {
        let german = ui.checkbox("German").is_checked();
        let greeting = ui.text_input("Greeting").default_value(if german { "Hallo" } else { "Hello" });
        if ui.button("Reset").clicked() {
            greeting.reset();
        }
        if ui.button("Shout").clicked() {
            greeting.set(greeting.value().to_uppercase());
        }
        ui.text(format_args!("<{}>", greeting.value()));
        Ok(())
    });
    harness.click(Role::Checkbox, "German");
    assert_eq!(harness.value(Role::Textbox, "Greeting"), "Hallo");
    harness.set("Greeting", "Servus");
    harness.click(Role::Checkbox, "German");
    assert_eq!(harness.value(Role::Textbox, "Greeting"), "Servus");
    harness.click(Role::Button, "Shout");
    assert!(harness.has(Role::Text, "<SERVUS>"), "\n{}", harness.tree());
    assert_eq!(harness.value(Role::Textbox, "Greeting"), "SERVUS");
    harness.click(Role::Button, "Reset");
    assert_eq!(harness.value(Role::Textbox, "Greeting"), "Hello");
}

#[test]
fn an_app_that_rewrites_a_field_never_overwrites_newer_typing() {
    // The app shouts; the person types on while it does. What was computed from older typing is dropped by the page.
    let mut harness = Harness::new(|ui| {
        let field = ui.text_input("Code");
        if let Some(text) = field.changed() {
            field.set(text.to_uppercase());
        }
        ui.text(format_args!("the app has {}", field.value()));
        Ok(())
    });
    harness.type_into("Code", "ab");
    assert_eq!(harness.value(Role::Textbox, "Code"), "AB");
    harness.type_into("Code", "c");
    assert_eq!(harness.value(Role::Textbox, "Code"), "ABC");
    // A change that reaches the runtime late: the page has typed revision 9, the answer to revision 8 must not win.
    let id = harness.wire_id(Role::Textbox, "Code");
    for _ in 0..6 {
        harness.set("Code", "newest");
    }
    let before = harness.value(Role::Textbox, "Code");
    harness.receive_events(&json!([[id, "value", "late", 1]])).expect("well-formed");
    assert_eq!(harness.value(Role::Textbox, "Code"), before, "an answer to old typing was shown");
    assert!(harness.has(Role::Text, "the app has NEWEST"), "the app took old typing\n{}", harness.tree());
}

#[test]
fn a_disabled_element_takes_nothing() {
    let clicked = Rc::new(Cell::new(false));
    let seen = Rc::clone(&clicked);
    let mut harness = Harness::new(move |ui| {
        if ui.button("Off").disabled(true).clicked() {
            seen.set(true);
        }
        let text = ui.text_input("Locked").disabled(true).value();
        ui.text(format_args!("[{text}]"));
        Ok(())
    });
    let (button, field) = (harness.wire_id(Role::Button, "Off"), harness.wire_id(Role::Textbox, "Locked"));
    harness
        .receive_events(&json!([[button, "clicked"], [field, "value", "x", 1]]))
        .expect("dropped, not refused");
    assert!(!clicked.get());
    assert!(harness.has(Role::Text, "[]"), "\n{}", harness.tree());
    assert!(harness.warnings().iter().any(|line| line.contains("disabled")), "{:?}", harness.warnings());
}

#[test]
fn effects_are_told_once_and_an_effect_without_an_event_is_warned_of() {
    let mut harness = Harness::new(|ui| {
        let name = ui.text_input("Name");
        if ui.button("Save").clicked() {
            ui.toast("Saved");
            name.focus();
        }
        Ok(())
    });
    harness.click(Role::Button, "Save");
    assert_eq!(harness.effects(), ["toast \"Saved\"", "focus text_input \"Name\""]);
    for key in ["A", "d", "x", "Backspace", "a"] {
        harness.press(key);
    }
    assert_eq!(harness.value(Role::Textbox, "Name"), "Ada");
    assert_eq!(harness.warnings(), Vec::<String>::new());

    let mut harness = Harness::new(|ui| {
        _ = ui.button("Again").clicked();
        ui.toast("always");
        Ok(())
    });
    harness.click(Role::Button, "Again");
    let warnings = harness.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("toast at tests/turns.rs:"), "{warnings:?}");
}

#[test]
fn an_error_is_shown_with_its_line_and_the_next_event_runs_again() {
    let mut harness = Harness::new(|ui| {
        let text = ui.text_input("Number").default_value("1").value();
        let clicks = ui.state(|| 0);
        if ui.button("Click").clicked() {
            clicks.update(|clicks| *clicks += 1);
            ui.toast("clicked");
        }
        let number: u32 = text.parse()?;
        ui.text(format_args!("{number} {}", clicks.get()));
        Ok(())
    });
    harness.click(Role::Button, "Click");
    harness.set("Number", "one");
    assert!(harness.has(Role::Alert, "The app could not go on."), "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "Invalid digit found in string."), "\n{}", harness.tree());
    let at = harness.names(Role::Text).iter().any(|text| text.starts_with("at tests/turns.rs:"));
    assert!(at, "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "1 1"), "what was shown stays\n{}", harness.tree());
    harness.click(Role::Button, "Click");
    assert_eq!(harness.effects(), ["toast \"clicked\""], "effects of a failed turn are dropped");
    harness.set("Number", "2");
    assert!(!harness.has(Role::Alert, "The app could not go on."), "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "2 2"), "state of the failed turn stays\n{}", harness.tree());
    assert_eq!(harness.effects(), ["toast \"clicked\""], "effects of a failed turn came later");
}

#[test]
fn a_panic_is_shown_with_its_line_and_the_next_run_is_sound() {
    let mut harness = Harness::new(|ui| {
        let armed = ui.state(|| false);
        ui.vbox().with(|| {
            ui.hbox().with(|| {
                if ui.button("Boom").clicked() {
                    armed.set(true);
                    panic!("one row too many");
                }
                ui.text(format_args!("armed {}", armed.get()));
            });
        });
        ui.text("below");
        Ok(())
    });
    let before = harness.tree();
    harness.click(Role::Button, "Boom");
    assert!(harness.has(Role::Text, "One row too many."), "\n{}", harness.tree());
    let at = harness.names(Role::Text).iter().any(|text| text.starts_with("at tests/turns.rs:"));
    assert!(at, "\n{}", harness.tree());
    harness.click(Role::Button, "Try again");
    assert_eq!(harness.tree(), before.replace("armed false", "armed true"));
}

#[test]
fn a_failure_names_the_containers_that_were_open_and_can_be_copied() {
    const OUTER: u32 = line!() + 4;
    const INNER: u32 = OUTER + 2;
    let mut harness = Harness::new(|ui| {
        let (fails, panics) = (ui.button("Fail").clicked(), ui.button("Panic").clicked());
        ui.vbox().with(|| -> Result {
            ui.hbox().with(|| ui.text("closed again"));
            ui.hbox().with(|| {
                assert!(!panics, "asked to panic");
                if fails { Err(Error::new("asked to fail")) } else { Ok(()) }
            })
        })
    });
    for (button, sentence) in [("Fail", "Asked to fail."), ("Panic", "Asked to panic.")] {
        harness.click(Role::Button, button);
        let texts = harness.names(Role::Text);
        let within: Vec<_> = texts.iter().filter(|text| text.starts_with("in ")).collect();
        let lines =
            [format!("in hbox at tests/turns.rs:{INNER}:"), format!("in vbox at tests/turns.rs:{OUTER}:")];
        assert_eq!(within.len(), 2, "{within:?}");
        assert!(within.iter().zip(&lines).all(|(text, line)| text.starts_with(line)), "{within:?} {lines:?}");

        harness.click(Role::Button, "Copy report");
        let report = harness.clipboard();
        for part in [sentence, "at tests/turns.rs:", &lines[0], &lines[1], "Hyperdiv 0."] {
            assert!(report.contains(part), "{part} is not in the report:\n{report}");
        }
        assert!(harness.has(Role::Text, sentence), "copying changes nothing\n{}", harness.tree());
        harness.click(Role::Button, "Try again");
        assert!(!harness.has(Role::Text, sentence), "\n{}", harness.tree());
    }
}

#[test]
fn a_first_run_that_fails_says_so() {
    let harness = Harness::new(|_| Err(Error::new("the settings are missing")));
    assert!(harness.has(Role::Alert, "The app could not go on."), "\n{}", harness.tree());
    assert!(harness.has(Role::Text, "The settings are missing."), "\n{}", harness.tree());
}

#[test]
fn an_app_that_never_rests_is_told_which_state_and_line() {
    let mut harness = Harness::new(|ui| {
        let on = ui.checkbox("Spin").is_checked();
        let ticks = ui.state(|| 0_u64);
        if on {
            ticks.update(|ticks| *ticks += 1);
        }
        ui.text(format_args!("ticks {}", ticks.get() > 0));
        Ok(())
    });
    // Reads after its own write: an app that reads what it writes in every run.
    harness.click(Role::Checkbox, "Spin");
    let quiet = !harness.has(Role::Alert, "The app never comes to rest.");
    assert!(quiet, "a write before the first read needs no further run\n{}", harness.tree());

    let mut harness = Harness::new(|ui| {
        let on = ui.checkbox("Spin").is_checked();
        let ticks = ui.state(|| 0_u64);
        ui.text(format_args!("ticks {}", ticks.get() > 0));
        if on {
            ticks.update(|ticks| *ticks += 1);
        }
        Ok(())
    });
    let before = harness.runs();
    harness.click(Role::Checkbox, "Spin");
    assert!(harness.has(Role::Alert, "The app never comes to rest."), "\n{}", harness.tree());
    assert_eq!(harness.runs(), before + 20);
    let lines = harness
        .names(Role::Text)
        .iter()
        .filter(|text| text.contains("writes the state made at tests/turns.rs"))
        .count();
    assert_eq!(lines, 1, "\n{}", harness.tree());
    harness.click(Role::Checkbox, "Spin");
    assert!(!harness.has(Role::Alert, "The app never comes to rest."), "\n{}", harness.tree());
}

#[test]
fn a_reload_brings_the_tree_and_the_typed_text_back() {
    let mut harness = Harness::new(|ui| {
        ui.text_input("Name");
        ui.text(ui.state(|| 7).get());
        Ok(())
    });
    harness.type_into("Name", "Ada");
    let before = harness.tree();
    let runs = harness.runs();
    harness.reload();
    assert_eq!(harness.tree(), before);
    assert_eq!(harness.runs(), runs, "a reload needs no run");
    harness.type_into("Name", " L.");
    assert_eq!(harness.value(Role::Textbox, "Name"), "Ada L.");
}

#[test]
fn hostile_messages_are_refused_and_the_app_lives() {
    let mut harness = Harness::new(|ui| {
        let on = ui.checkbox("Box").is_checked();
        let text = ui.text_input("Field").value();
        let number = ui.slider("Slider").step(2).value();
        let picked = ui.multi_select("Picked").options(["a"]).values();
        ui.text(format_args!("{on} {}", text.len() + number as usize + picked.len()));
        Ok(())
    });
    let (check, field) = (harness.wire_id(Role::Checkbox, "Box"), harness.wire_id(Role::Textbox, "Field"));
    let (slider, picked) = (harness.wire_id(Role::Slider, "Slider"), harness.wire_id(Role::Group, "Picked"));
    for body in [
        &b""[..],
        b"{",
        b"null",
        b"\xff",
        br#"{"v":9,"page":1}"#,
        br#"{"v":1,"page":77}"#,
        br#"{"v":1,"page":1,"ack":99}"#,
    ] {
        assert_eq!(harness.receive(body).expect_err("refused").code, "invalid");
    }
    assert_eq!(harness.receive(&vec![b' '; (1 << 20) + 1]).expect_err("refused").code, "too_large");
    let dropped = [
        json!([[4000, "clicked"]]),
        json!([[1, "clicked"]]),
        json!([[check, "clicked"]]),
        json!([[check, "checked", "yes", 1]]),
        json!([[check, "label", "other", 1]]),
        json!([[field, "value", true, 1]]),
        json!([[field, "value", "x".repeat(64 * 1024 + 1), 1]]),
        json!([[field, "__proto__", "x", 1]]),
        json!([[field, "value", 1.5, 1]]),
        json!([[field, "value", ["x"], 1]]),
        json!([[slider, "value", 101, 1]]),
        json!([[slider, "value", -0.5, 1]]),
        json!([[slider, "value", 3, 1]]),
        json!([[slider, "value", "4", 1]]),
        json!([[picked, "value", ["b"], 1]]),
        json!([[picked, "value", ["a", "a"], 1]]),
        json!([[picked, "value", vec!["a"; 1024], 1]]),
        json!([[0, "retry"]]),
    ];
    for events in &dropped {
        let before = harness.warnings().len();
        harness.receive_events(events).expect("dropped, and the rest would be used");
        assert_eq!(harness.warnings().len(), before + 1, "{events} was not logged");
    }
    assert!(harness.has(Role::Text, "false 0"), "\n{}", harness.tree());
    harness.click(Role::Checkbox, "Box");
    assert!(harness.has(Role::Text, "true 0"), "\n{}", harness.tree());
    let log = harness.warnings().join("\n");
    assert!(!log.contains("xxxx") && !log.contains("yes"), "the log holds the person's data: {log}");
}

#[test]
fn state_that_is_used_inside_its_own_update_names_its_line() {
    let harness = Harness::new(|ui| {
        let value = ui.state(|| 1);
        value.update(|_| value.get());
        Ok(())
    });
    let told = harness.names(Role::Text).iter().any(|text| {
        text.starts_with("State made at tests/turns.rs:") && text.contains("already being updated")
    });
    assert!(told, "\n{}", harness.tree());
}

/// The page counts a person's changes of an element from its making: one that went and came back begins anew. The runtime once took the
/// first changes of such a field for older ones, and lost as many as had been made before it went.
#[test]
fn typing_into_a_field_that_went_and_came_back_is_not_lost() {
    let mut harness = Harness::new(|ui| {
        if !ui.checkbox("Away").is_checked() {
            ui.text(format_args!("it holds {}", ui.text_input("Name").value()));
            ui.text_input("Nobody reads this");
        }
        Ok(())
    });
    for key in ["a", "b", "c"] {
        harness.type_into("Name", key);
        harness.type_into("Nobody reads this", key);
    }
    harness.set("Away", true);
    harness.set("Away", false);
    assert!(harness.has(Role::Text, "it holds abc"), "\n{}", harness.tree());
    harness.type_into("Name", "d");
    harness.type_into("Nobody reads this", "d");
    assert!(harness.has(Role::Text, "it holds abcd"), "\n{}", harness.tree());
    harness.reload();
    assert_eq!(harness.value(Role::Textbox, "Nobody reads this"), "abcd");
    assert_eq!(harness.warnings(), Vec::<String>::new());
}
