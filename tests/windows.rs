//! Two windows of one app.

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

#[derive(Default)]
struct Notes(Vec<String>);

fn app(ui: &Ui) -> Result {
    let session = ui.session();
    if ui.button("Sign in").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if ui.button("Sign out").clicked() {
        session.clear()?;
    }
    if ui.button("Notes").clicked() {
        ui.open_window(NewWindow::new("notes").title("Notes"), notes);
    }
    ui.global::<Notes>().with(|notes| ui.text(format_args!("{} notes", notes.0.len())));
    Ok(())
}

fn notes(ui: &Ui) -> Result {
    let title = ui.text_input("Note").value();
    let mine = ui.state(|| 0);
    if ui.button("Add").clicked() {
        ui.global::<Notes>().update(|notes| notes.0.push(title.clone()));
        mine.update(|mine| *mine += 1);
    }
    ui.text(if ui.session().is_authenticated() { "signed in" } else { "signed out" });
    ui.text(format_args!("added here: {}", mine.get()));
    Ok(())
}

#[test]
fn a_second_window_shares_global_state_and_session() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Notes");
    assert_eq!(app.windows().len(), 2);
    app.in_window(2);
    assert!(app.has(Role::Text, "signed out"), "\n{}", app.tree());
    app.type_into("Note", "milk");
    app.click(Role::Button, "Add");
    app.in_window(1);
    assert!(app.has(Role::Text, "1 notes"), "\n{}", app.tree());
    app.click(Role::Button, "Sign in");
    app.in_window(2);
    assert!(app.has(Role::Text, "signed in"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Note"), "milk");
    // The end of the session resets both.
    app.in_window(1);
    app.click(Role::Button, "Sign out");
    assert!(app.has(Role::Text, "0 notes"), "\n{}", app.tree());
    app.in_window(2);
    assert!(app.has(Role::Text, "added here: 0") && app.has(Role::Text, "signed out"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Note"), "");
}

#[test]
fn one_name_is_one_window() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Notes");
    let second = app.front();
    app.click(Role::Button, "Notes");
    assert_eq!(app.windows().len(), 2);
    assert_eq!(app.front(), second);
    assert_ne!(app.windows()[0], second);
}

#[test]
fn a_closed_window_takes_its_own_state_with_it_and_no_other() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Notes");
    app.in_window(2);
    app.click(Role::Button, "Add");
    assert!(app.has(Role::Text, "added here: 1"));
    app.close_window();
    assert_eq!(app.windows().len(), 1);
    assert!(app.has(Role::Text, "1 notes"), "\n{}", app.tree());
    app.click(Role::Button, "Notes");
    app.in_window(2);
    assert!(app.has(Role::Text, "added here: 0"), "\n{}", app.tree());
}

#[test]
fn windows_that_the_app_has_opened_do_not_come_back_by_themselves() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Notes");
    app.in_window(2);
    app.restart();
    assert_eq!(app.windows().len(), 1);
    assert!(app.has(Role::Button, "Notes"), "\n{}", app.tree());
}

/// A window that fails or never rests leaves the others alone.
#[test]
fn a_window_that_fails_leaves_the_others_alone() {
    let mut app = Harness::new(|ui| {
        let _open = ui.button("Open").clicked().then(|| {
            ui.open_window(NewWindow::new("bad"), |ui| {
                if ui.button("Break").clicked() {
                    return Err(Error::new("it is broken"));
                }
                Ok(())
            });
        });
        let count = ui.state(|| 0);
        if ui.button("Count").clicked() {
            count.update(|count| *count += 1);
        }
        ui.text(count.get());
        Ok(())
    });
    app.click(Role::Button, "Open");
    app.in_window(2);
    app.click(Role::Button, "Break");
    assert!(app.has(Role::Alert, "The app could not go on."), "\n{}", app.tree());
    app.in_window(1);
    app.click(Role::Button, "Count");
    assert!(app.has(Role::Text, "1"), "\n{}", app.tree());
    app.in_window(2);
    assert!(app.has(Role::Button, "Break"), "\n{}", app.tree());
}
