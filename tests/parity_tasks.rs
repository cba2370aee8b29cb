//! Work beside the app, and what a form asks of it, beside Hyperdiv's tasks and validators.

use std::cell::Cell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

#[derive(Clone, Form)]
struct SignUp {
    #[field(required)]
    name: String,
}

/// A form whose name is looked up elsewhere before it is taken; what was signed up, and how often.
fn sign_up(answer: impl Fn(&str) -> Result<bool> + Copy + Send + 'static, taken: &Rc<Cell<u32>>) -> Harness {
    let taken = Rc::clone(taken);
    Harness::new(move |ui| {
        let asked = ui.state(String::new);
        let lookup = ui.action(move |name: String| async move { answer(&name) });
        let mut form = ui.form::<SignUp>().disabled(lookup.is_pending()).submit_label("Sign up").show();
        if let Some(SignUp { name }) = form.submitted() {
            asked.set(name.clone());
            lookup.run(name);
        }
        match lookup.finished() {
            Some(Ok(free)) if *free => {
                taken.set(taken.get() + 1);
                ui.toast(format_args!("Welcome, {}", asked.cloned()));
            }
            Some(Ok(_)) => form.reject(SignUp::NAME, "This name is taken."),
            Some(Err(error)) => form.reject_all(format!("It could not be looked up: {error}.")),
            None => {}
        }
        Ok(())
    })
}

/// In Hyperdiv a validator that raises has found nothing wrong, and one that is fast submits twice now and then.
#[test]
fn a_check_that_fails_lets_nothing_through_and_one_that_is_fast_submits_once() {
    let taken = Rc::new(Cell::new(0));
    let mut app = sign_up(|_| Err(Error::new("no answer")), &taken);
    app.set("Name", "ada");
    app.click(Role::Button, "Sign up");
    app.run_until_idle();
    assert!(app.has(Role::Alert, "It could not be looked up: no answer."), "\n{}", app.tree());
    assert_eq!((taken.get(), app.effects().iter().any(|effect| effect.contains("Welcome"))), (0, false));

    let mut app = sign_up(|_| panic!("the lookup is broken"), &taken);
    app.set("Name", "ada");
    app.click(Role::Button, "Sign up");
    app.run_until_idle();
    assert_eq!((taken.get(), app.count(Role::Alert)), (0, 1), "\n{}", app.tree());

    let mut app = sign_up(|name| Ok(name != "root"), &taken);
    app.set("Name", "root");
    app.click(Role::Button, "Sign up");
    app.run_until_idle();
    assert_eq!(taken.get(), 0);
    assert!(app.get(Role::Textbox, "Name").invalid, "\n{}", app.tree());
    for round in 1..=30 {
        app.set("Name", "ada");
        app.click(Role::Button, "Sign up");
        app.run_until_idle();
        assert_eq!(taken.get(), round, "submitted exactly once each time");
    }
}

#[derive(Clone, Form)]
struct Sheet {
    rows: u32,
}

impl Validate for Sheet {
    fn validate(&self, errors: &mut Errors<Self>) {
        assert!(self.rows != 13, "thirteen rows");
        if 100 / self.rows.max(1) < 2 {
            errors.add(Sheet::ROWS, "These are too many.");
        }
    }
}

/// A rule of a form that raises ends a session of Hyperdiv.
#[test]
fn a_rule_that_panics_is_told_and_lets_nothing_through() {
    let mut app = Harness::new(|ui| {
        let sheets = ui.state(|| 0);
        if ui.form::<Sheet>().submit_label("Make").submitted().is_some() {
            sheets.update(|sheets| *sheets += 1);
        }
        ui.text(format_args!("{} sheets", sheets.get()));
        Ok(())
    });
    app.set("Rows", "13");
    app.click(Role::Button, "Make");
    assert!(app.has(Role::Text, "Thirteen rows."), "\n{}", app.tree());
    assert!(app.has(Role::Text, "0 sheets"), "\n{}", app.tree());
    app.set("Rows", "10");
    app.click(Role::Button, "Make");
    assert!(app.has(Role::Text, "1 sheets"), "\n{}", app.tree());
}

/// Hyperdiv's delayed writes cannot be taken back, add up, and come after what they were for has gone.
#[test]
fn a_delayed_write_goes_with_what_it_was_for() {
    const SECOND: std::time::Duration = std::time::Duration::from_secs(1);
    let mut app = Harness::new(|ui| {
        let copied = ui.state(|| 0);
        let copy = ui.button("Copy").clicked();
        if copy {
            copied.update(|copied| *copied += 1);
        }
        if copied.get() > 0 {
            ui.text("Copied");
            // Another click is another wait.
            if ui.scope(copied.get(), || ui.after(SECOND)) {
                copied.set(0);
            }
        }
        Ok(())
    });
    app.click(Role::Button, "Copy");
    app.advance(SECOND * 3 / 4);
    app.click(Role::Button, "Copy");
    app.advance(SECOND * 3 / 4);
    assert!(app.has(Role::Text, "Copied"), "the first wait went with its click\n{}", app.tree());
    app.advance(SECOND / 4);
    assert_eq!(app.count(Role::Text), 0, "\n{}", app.tree());
    let runs = app.runs();
    app.advance(10 * SECOND);
    assert_eq!(app.runs(), runs, "nothing is left behind");
}

/// Ten long tasks take all that Hyperdiv has for the tasks of all its sessions.
#[test]
fn tasks_that_never_end_keep_no_other_from_starting() {
    let mut app = Harness::new(|ui| {
        for number in 0..100 {
            ui.scope(number, || _ = ui.task(number, |_| std::future::pending::<Result<()>>()).poll());
        }
        let quick = ui.task((), |()| async { Ok::<_, Error>(7) });
        ui.text(format_args!("{:?}", quick.poll().ready()));
        Ok(())
    });
    app.run_until_idle();
    assert!(app.has(Role::Text, "Some(7)"), "\n{}", app.tree());
}
