//! The run algorithm and what a run depends on, beside Hyperdiv's.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// An app that, asked to, changes what it has read in this many runs.
fn restless(changes: u32) -> Harness {
    Harness::new(move |ui| {
        let on = ui.checkbox("Spin").is_checked();
        let count = ui.state(|| 0);
        let seen = count.get();
        if on && seen < changes {
            count.update(|count| *count += 1);
        }
        ui.text(seen);
        Ok(())
    })
}

/// Hyperdiv gives up behind the twentieth run, also where that one has come to rest.
#[test]
fn an_app_that_rests_in_its_twentieth_run_is_shown() {
    let mut app = restless(19);
    let runs = app.runs();
    app.click(Role::Checkbox, "Spin");
    assert_eq!(app.runs(), runs + 20);
    assert!(app.has(Role::Text, "19"), "\n{}", app.tree());

    let mut app = restless(20);
    app.click(Role::Checkbox, "Spin");
    assert!(app.has(Role::Alert, "The app never comes to rest."), "\n{}", app.tree());
    app.click(Role::Button, "Try again");
    assert!(app.has(Role::Text, "20"), "state stays, and the next turn has runs of its own\n{}", app.tree());
}

/// Hyperdiv sends the tree of the event run where nothing that was read has changed, and it stays until the next run.
#[test]
fn what_is_made_under_an_event_is_never_shown() {
    let mut app = Harness::new(|ui| {
        if ui.button("Help").clicked() {
            ui.text("Press F1");
        }
        Ok(())
    });
    let frames = app.frames().len();
    app.click(Role::Button, "Help");
    assert_eq!(app.count(Role::Text), 0);
    assert_eq!(app.frames().len(), frames, "a turn that changes nothing sends nothing");
}

/// Hyperdiv runs the app again for what it reads alone, and so do we; what is written to a field shows all the same.
#[test]
fn what_is_written_to_a_field_that_nobody_reads_is_shown() {
    let mut app = Harness::new(|ui| {
        let name = ui.text_input("Name");
        if ui.button("Fill in").clicked() {
            name.set("Ada");
        }
        Ok(())
    });
    app.click(Role::Button, "Fill in");
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
}

#[test]
fn a_run_depends_on_what_it_has_read_itself_and_on_nothing_from_before() {
    let setter = Rc::new(RefCell::new(None::<Setter<u32>>));
    let out = Rc::clone(&setter);
    let mut app = Harness::new(move |ui| {
        let news = ui.state(|| 0);
        out.borrow_mut().get_or_insert_with(|| news.setter());
        if ui.checkbox("Read").is_checked() {
            ui.text(format_args!("{} news", news.get()));
        }
        Ok(())
    });
    let sender = setter.borrow().clone().expect("taken in the first run");
    let runs_for = |app: &mut Harness, value| {
        let runs = app.runs();
        assert!(sender.send(value));
        app.run_until_idle();
        app.runs() - runs
    };
    assert_eq!(runs_for(&mut app, 1), 0, "it was made and not read");
    app.click(Role::Checkbox, "Read");
    assert_eq!(runs_for(&mut app, 2), 1);
    assert!(app.has(Role::Text, "2 news"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Read");
    assert_eq!(runs_for(&mut app, 3), 0, "it was read by the run before the last");
    app.click(Role::Checkbox, "Read");
    assert!(app.has(Role::Text, "3 news"), "\n{}", app.tree());
}

/// Each run begins with nothing of the one before: what a failed run had open is not open.
#[test]
fn a_run_begins_afresh() {
    let fails = Rc::new(Cell::new(false));
    let asked = Rc::clone(&fails);
    let mut app = Harness::new(move |ui| {
        let _look = ui.button("Look").clicked();
        ui.vbox().with(|| {
            ui.scope("inner", || -> Result {
                ui.text("before");
                if asked.get() { Err(Error::new("half way")) } else { Ok(()) }
            })
        })?;
        ui.text("after");
        Ok(())
    });
    let tree = app.tree();
    fails.set(true);
    app.click(Role::Button, "Look");
    assert!(app.has(Role::Text, "Half way."), "\n{}", app.tree());
    fails.set(false);
    app.click(Role::Button, "Try again");
    assert_eq!(app.tree(), tree);
    assert_eq!(app.warnings(), Vec::<String>::new());
}
