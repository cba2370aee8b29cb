//! The window around the app: its size and title, how it closes, when its life begins and ends.

use std::cell::RefCell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[test]
fn the_size_is_known_from_the_first_run_on_and_followed_where_it_is_read() {
    let sizes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&sizes);
    let mut app = Harness::builder().window(1000, 700).build(move |ui| {
        let window = ui.window();
        seen.borrow_mut().push((window.width(), window.height()));
        ui.text(if window.width() < 600 { "narrow" } else { "wide" });
        Ok(())
    });
    assert_eq!(*sizes.borrow(), [(1000, 700)], "it ran once, and knew");
    app.resize(500, 700);
    assert!(app.has(Role::Text, "narrow"), "\n{}", app.tree());
    app.resize(500, 700);
    assert_eq!(*sizes.borrow(), [(1000, 700), (500, 700)]);
}

#[test]
fn a_size_that_nobody_reads_runs_nothing() {
    let mut app = Harness::new(|ui| {
        ui.text("Hello");
        Ok(())
    });
    let before = app.runs();
    app.resize(10, 10);
    assert_eq!(app.runs(), before);
    let sizes = [json!([0, "resized", 10]), json!([0, "resized", "10", 10]), json!([0, "resized", 1e12, 1])];
    for bad in sizes {
        assert!(app.receive_events(&json!([bad])).is_err(), "{bad}");
    }
}

#[test]
fn a_title_may_be_set_in_every_run_and_is_told_when_it_changes() {
    let mut app = Harness::new(|ui| {
        let name = ui.text_input("Name").default_value("Untitled").value();
        ui.window().set_title(format_args!("{name} - Editor"));
        ui.text(ui.window().title());
        if name == "bad" {
            return Err(Error::new("no such name"));
        }
        _ = ui.button("Look").clicked();
        Ok(())
    });
    assert_eq!(app.title(), "Untitled - Editor");
    app.click(Role::Button, "Look");
    app.set("Name", "bad");
    assert_eq!(app.title(), "Untitled - Editor", "a failed turn shows nothing");
    app.set("Name", "Poem");
    assert_eq!(app.title(), "Poem - Editor");
    assert!(app.has(Role::Text, "Poem - Editor"), "\n{}", app.tree());
    assert_eq!(app.effects(), ["title \"Untitled - Editor\"", "title \"Poem - Editor\""]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn the_window_fills_the_screen_by_an_effect_and_says_so() {
    let mut app = Harness::new(|ui| {
        let window = ui.window();
        let full = window.is_fullscreen();
        if ui.button("Full screen").shortcut("F11").clicked() {
            window.set_fullscreen(!full);
        }
        ui.text(full);
        Ok(())
    });
    app.press("F11");
    assert!(app.has(Role::Text, "true"), "\n{}", app.tree());
    app.press("F11");
    assert!(app.has(Role::Text, "false"), "\n{}", app.tree());
    assert_eq!(app.effects(), ["fullscreen true", "fullscreen false"]);
}

/// Asks before its window closes, while something is unsaved.
fn careful(ui: &Ui) -> Result {
    let window = ui.window();
    let text = ui.text_input("Text");
    let asks = ui.dialog("Save first?");
    let requested = window.close_requested();
    if requested && text.value().is_empty() {
        window.close();
    } else if requested {
        asks.open();
    }
    asks.with(|| {
        if ui.button("Throw away").clicked() {
            window.close();
        }
    });
    if text.value() == "fail" {
        return Err(Error::new("asked to fail"));
    }
    Ok(())
}

#[test]
fn an_app_that_asks_is_asked_before_its_window_closes() {
    let mut app = Harness::new(careful);
    app.type_into("Text", "x");
    app.close_window();
    assert!(!app.is_closed() && app.has(Role::Dialog, "Save first?"), "\n{}", app.tree());
    app.press("Escape");
    app.close_window();
    assert!(!app.is_closed(), "each time anew\n{}", app.tree());
    app.click(Role::Button, "Throw away");
    assert!(app.is_closed());

    let mut app = Harness::new(careful);
    app.close_window();
    assert!(app.is_closed(), "there is nothing unsaved");
}

#[test]
fn a_window_whose_app_does_not_ask_or_has_failed_closes() {
    let mut app = Harness::new(|ui| {
        ui.text("Hello");
        Ok(())
    });
    app.close_window();
    assert!(app.is_closed());

    let mut app = Harness::new(careful);
    app.set("Text", "fail");
    app.close_window();
    assert!(app.is_closed(), "an app that failed cannot keep its window\n{}", app.tree());
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Noted {
    last_words: String,
}

#[test]
fn the_last_run_is_saved_and_the_first_one_is_told_once() {
    let started = Rc::new(RefCell::new(0));
    let seen = Rc::clone(&started);
    let mut app = Harness::new(move |ui| {
        let (session, life) = (ui.session(), ui.lifecycle());
        if life.started() {
            *seen.borrow_mut() += 1;
        }
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::Granted)?;
        }
        if life.stopping() && session.is_authenticated() {
            session.save(&Noted { last_words: "see you".into() })?;
        }
        if session.is_authenticated() {
            ui.text(session.load::<Noted>()?.last_words);
        }
        Ok(())
    });
    assert_eq!(*started.borrow(), 1);
    app.click(Role::Button, "Sign in");
    app.reload();
    assert_eq!(*started.borrow(), 1, "a page that is built again is no start");
    app.restart();
    assert_eq!(*started.borrow(), 2);
    assert!(app.has(Role::Text, "see you"), "\n{}", app.tree());
}

#[test]
fn a_first_run_that_fails_is_told_again_that_it_is_the_first() {
    let tries = Rc::new(RefCell::new(0));
    let seen = Rc::clone(&tries);
    let mut app = Harness::new(move |ui| {
        let started = ui.lifecycle().started();
        if started {
            *seen.borrow_mut() += 1;
        }
        if started && *seen.borrow() == 1 {
            return Err(Error::new("not yet"));
        }
        ui.text("Here");
        Ok(())
    });
    app.click(Role::Button, "Try again");
    assert!(app.has(Role::Text, "Here"), "\n{}", app.tree());
    assert_eq!(*tries.borrow(), 2);
}

#[test]
fn coming_back_to_the_window_is_an_event_and_being_there_is_state() {
    let mut app = Harness::new(|ui| {
        let (life, back) = (ui.lifecycle(), ui.state(|| 0));
        if life.resumed() {
            back.update(|back| *back += 1);
        }
        ui.text(format_args!("{} {}", life.is_focused(), back.get()));
        Ok(())
    });
    assert!(app.has(Role::Text, "false 0"), "\n{}", app.tree());
    app.focus_window();
    assert!(app.has(Role::Text, "true 0"), "the first time is no coming back\n{}", app.tree());
    app.leave_window();
    assert!(app.has(Role::Text, "false 0"), "\n{}", app.tree());
    app.focus_window();
    app.focus_window();
    assert!(app.has(Role::Text, "true 1"), "\n{}", app.tree());
}
