//! Parts that fail alone.

use std::cell::Cell;
use std::rc::Rc;

use hyperdiv::core::Panic;
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
struct Count(u32);

#[test]
fn a_part_that_fails_is_replaced_and_the_rest_stays() {
    let mut app = Harness::new(|ui| {
        ui.text("Above");
        let broken = ui.checkbox("Broken").is_checked();
        ui.boundary(
            || {
                ui.text("Half made");
                if broken {
                    return Err(Error::new("the part is broken"));
                }
                ui.text("Whole");
                Ok(())
            },
            |failure| {
                ui.text(failure);
            },
        );
        ui.text("Below");
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["Above", "Half made", "Whole", "Below"]);
    app.click(Role::Checkbox, "Broken");
    assert_eq!(app.names(Role::Text), ["Above", "the part is broken", "Below"]);
    assert!(app.errors().iter().any(|line| line.contains("tests/boundary.rs")), "{:?}", app.errors());
    app.click(Role::Checkbox, "Broken");
    assert_eq!(app.names(Role::Text), ["Above", "Half made", "Whole", "Below"]);
    let whole = app.tree();
    app.reload();
    assert_eq!(app.tree(), whole);
}

#[test]
fn a_panic_is_caught_with_its_message_and_place() {
    let place = Rc::new(Cell::new(false));
    let seen = Rc::clone(&place);
    let mut app = Harness::new(move |ui| {
        let seen = Rc::clone(&seen);
        ui.boundary(
            || {
                ui.vbox().with(|| {
                    if ui.button("Divide").clicked() {
                        panic!("attempt to divide by zero");
                    }
                });
                Ok(())
            },
            |failure| {
                let panic = failure.error().downcast_ref::<Panic>();
                seen.set(panic.and_then(Panic::at).is_some_and(|at| at.contains("tests/boundary.rs")));
                ui.text(failure);
                if ui.button("Again").clicked() {
                    failure.retry();
                }
            },
        );
        Ok(())
    });
    app.click(Role::Button, "Divide");
    assert!(app.has(Role::Text, "attempt to divide by zero"), "\n{}", app.tree());
    assert!(place.get());
    app.click(Role::Button, "Again");
    assert!(app.has(Role::Button, "Divide"), "\n{}", app.tree());
}

/// What an event led to is there to be read, whatever else runs the app, until the person does something.
#[test]
fn a_failure_by_an_event_stays_until_the_person_acts() {
    let setter = Rc::new(std::cell::RefCell::new(None));
    let kept = Rc::clone(&setter);
    let mut app = Harness::new(move |ui| {
        let clock = ui.state(|| 0);
        kept.borrow_mut().get_or_insert_with(|| clock.setter());
        ui.text(format_args!("clock {}", clock.get()));
        let _other = ui.button("Other").clicked();
        let tries = ui.state(|| 0);
        ui.boundary(
            || {
                if ui.button("Save").clicked() {
                    tries.update(|tries| *tries += 1);
                    return Err(Error::new("it could not be saved"));
                }
                ui.text(format_args!("tries {}", tries.get()));
                Ok(())
            },
            |failure| {
                ui.text(failure);
            },
        );
        Ok(())
    });
    app.click(Role::Button, "Save");
    assert!(app.has(Role::Text, "it could not be saved"), "\n{}", app.tree());
    assert!(setter.borrow().as_ref().is_some_and(|setter| setter.send(1)));
    app.run_until_idle();
    assert!(app.has(Role::Text, "clock 1"));
    assert!(app.has(Role::Text, "it could not be saved"), "\n{}", app.tree());
    app.click(Role::Button, "Other");
    assert!(app.has(Role::Text, "tries 1"), "\n{}", app.tree());
}

/// One that fails with an event and without it is tried again in every run, and told in the log once.
#[test]
fn a_part_that_fails_anyway_comes_back_as_soon_as_it_works() {
    let setter = Rc::new(std::cell::RefCell::new(None));
    let kept = Rc::clone(&setter);
    let mut app = Harness::new(move |ui| {
        let broken = ui.state(|| true);
        kept.borrow_mut().get_or_insert_with(|| broken.setter());
        let _other = ui.button("Other").clicked();
        // Known to the part by what it is given, not by what it reads.
        let is_broken = broken.get();
        ui.boundary(
            || {
                if is_broken {
                    return Err(Error::new("it is broken"));
                }
                ui.text("it works");
                Ok(())
            },
            |failure| {
                ui.text(failure);
            },
        );
        Ok(())
    });
    app.click(Role::Button, "Other");
    assert!(app.has(Role::Text, "it is broken"), "\n{}", app.tree());
    assert_eq!(app.errors().len(), 1, "{:?}", app.errors());
    assert!(setter.borrow().as_ref().is_some_and(|setter| setter.send(false)));
    app.run_until_idle();
    assert!(app.has(Role::Text, "it works"), "\n{}", app.tree());
}

/// Writes and effects of the failed part are dropped, those around it are kept; state stays.
#[test]
fn what_a_failed_part_has_written_is_dropped() {
    let mut app = Harness::new(|ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::Granted)?;
        }
        let go = ui.button("Go").clicked();
        if go {
            session.record::<Count>("around").save(&Count(1))?;
            ui.toast("around");
        }
        let tries = ui.state(|| 0);
        ui.boundary(
            || {
                if go {
                    tries.update(|tries| *tries += 1);
                    session.record::<Count>("inside").save(&Count(1))?;
                    session.record::<Count>("around").save(&Count(2))?;
                    ui.toast("inside");
                    return Err(Error::new("it fails"));
                }
                Ok(())
            },
            |failure| {
                ui.text(failure);
            },
        );
        if session.is_authenticated() {
            let around: Count = session.record("around").load()?;
            let inside: Count = session.record("inside").load()?;
            ui.text(format_args!("around {}, inside {}, tries {}", around.0, inside.0, tries.get()));
        }
        Ok(())
    });
    app.click(Role::Button, "Sign in");
    app.click(Role::Button, "Go");
    assert!(app.has(Role::Text, "around 1, inside 0, tries 1"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "it fails"), "the event was outside of the part:\n{}", app.tree());
    assert_eq!(app.effects().len(), 1, "{:?}", app.effects());
    assert_eq!(app.warnings(), Vec::<String>::new());
    app.restart();
    assert!(app.has(Role::Text, "around 1, inside 0, tries 0"), "\n{}", app.tree());
}

/// The innermost boundary around a failure answers it; one whose fallback fails passes that on.
#[test]
fn boundaries_nest() {
    let mut app = Harness::new(|ui| {
        let inner = ui.checkbox("Inner").is_checked();
        let fallback = ui.checkbox("Fallback").is_checked();
        ui.boundary(
            || {
                ui.text("outer");
                ui.boundary(
                    || if inner { Err(Error::new("inner failed")) } else { Ok(Ok(())) },
                    |failure| {
                        ui.text(failure);
                        if fallback { Err(Error::new("the fallback failed")) } else { Ok(()) }
                    },
                )
            },
            |failure| {
                ui.text(format_args!("outer caught: {failure}"));
            },
        );
        Ok(())
    });
    app.click(Role::Checkbox, "Inner");
    assert_eq!(app.names(Role::Text), ["outer", "inner failed"]);
    app.click(Role::Checkbox, "Fallback");
    assert_eq!(app.names(Role::Text), ["outer caught: the fallback failed"]);
}

/// State inside the part is there again when it works again.
#[test]
fn state_inside_a_failed_part_is_kept() {
    let mut app = Harness::new(|ui| {
        let broken = ui.checkbox("Broken").is_checked();
        ui.boundary(
            || {
                let count = ui.state(|| 0);
                if ui.button("Count").clicked() {
                    count.update(|count| *count += 1);
                }
                let _name = ui.text_input("Name");
                if broken {
                    Err(Error::new("broken"))?;
                }
                ui.text(format_args!("count {}", count.get()));
                Ok(())
            },
            |failure| {
                ui.text(failure);
            },
        );
        Ok(())
    });
    app.click(Role::Button, "Count");
    app.type_into("Name", "Ada");
    app.click(Role::Checkbox, "Broken");
    app.click(Role::Checkbox, "Broken");
    assert!(app.has(Role::Text, "count 1"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
}

/// Elements that the part has put into containers around it go with it.
#[test]
fn nothing_of_a_failed_part_is_left_in_the_containers_around_it() {
    let mut app = Harness::new(|ui| {
        let side = ui.vbox();
        side.with(|| ui.text("side"));
        let broken = ui.checkbox("Broken").is_checked();
        let detached = ui.detached(|| {
            ui.text("detached");
        });
        ui.boundary(
            || {
                side.with(|| ui.text("from the part"));
                detached.place();
                ui.text("part");
                if broken { Err(Error::new("broken")) } else { Ok(()) }
            },
            |failure| {
                ui.text(failure);
            },
        );
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["side", "from the part", "detached", "part"]);
    app.click(Role::Checkbox, "Broken");
    assert_eq!(app.names(Role::Text), ["side", "broken"]);
    app.click(Role::Checkbox, "Broken");
    let whole = app.tree();
    app.reload();
    assert_eq!(app.tree(), whole);
}
