//! Accounts: sign in, keep notes that are yours alone, and see and end everything that is kept of you.
//!
//! Run it with `cargo run --example accounts`.

use std::time::Duration;

use hyperdiv::prelude::*;
use serde::{Deserialize, Serialize};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Notes {
    next: u64,
    notes: Vec<Note>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Note {
    id: u64,
    text: String,
}

#[derive(Form)]
struct NewNote {
    #[field(required, multiline, label = "New note")]
    text: String,
}

pub(crate) fn app(ui: &Ui) -> Result {
    let session = ui.session();
    ui.vbox()
        .max_width(44.0)
        .width(Length::Percent(100.0))
        .margin((0.0, Offset::Auto))
        .padding((2.0, 1.5))
        .gap(1.5)
        .with(|| -> Result {
            ui.hbox().gap(1.0).align(Align::Center).with(|| -> Result {
                ui.h1("Notes").grow(1);
                ui.account_row()?;
                Ok(())
            })?;
            if session.user_name().is_none() {
                ui.text("Whoever signs in sees their own notes, and nobody else's.");
                ui.sign_in_form()?;
                return Ok(());
            }
            if session.consent().is_none() {
                not_kept(ui)?;
            }
            notes(ui)
        })
}

/// Notes of somebody who has not agreed to being kept.
fn not_kept(ui: &Ui) -> Result {
    let question = ui.consent_dialog("session")?;
    let ask = ui
        .alert(Variant::Warning, "Your account and your notes are gone when you close this app.")
        .with(|| ui.button("Keep them on this computer").clicked());
    if ask {
        question.ask();
    }
    Ok(())
}

fn notes(ui: &Ui) -> Result {
    let record = ui.session().record::<Notes>("notes");
    let mut notes = record.load()?;
    let new = ui.form::<NewNote>().submit_label("Add the note").reset_on_submit(true).submitted();
    if let Some(NewNote { text }) = new {
        let id = notes.next;
        notes.next += 1;
        notes.notes.insert(0, Note { id, text });
        record.save(&notes)?;
    }
    if notes.notes.is_empty() {
        ui.text("No notes yet.").font_color(Color::TEXT_QUIET);
    }
    let removed = ui.state(|| None::<Note>);
    let mut gone = None;
    ui.each(
        &notes.notes,
        |note| note.id,
        |note| {
            ui.card().with(|| {
                ui.hbox().gap(1.0).align(Align::Center).wrap(Wrap::NoWrap).with(|| {
                    ui.text(&*note.text).grow(1);
                    if ui.button("Remove").clicked() {
                        gone = Some(note.clone());
                    }
                });
            });
        },
    );
    if let Some(note) = gone {
        notes.notes.retain(|kept| kept.id != note.id);
        record.save(&notes)?;
        removed.set(Some(note));
    }
    if let Some(note) = removed.cloned() {
        let undo =
            ui.alert(Variant::Neutral, "The note is removed.").with(|| ui.button("Bring it back").clicked());
        if undo {
            notes.notes.insert(0, note);
            record.save(&notes)?;
            removed.set(None);
        }
    }
    Ok(())
}

/// What the app keeps, as the person reads it under "Privacy and sessions".
pub(crate) fn records() -> [RecordRule; 1] {
    [RecordRule::new("notes", "Your notes").keep_for(DAY * 365)]
}

/// What the app asks before it keeps anything.
pub(crate) fn purposes() -> [Purpose; 1] {
    [Purpose::new("session", 1, "Keep my account and my notes on this computer")]
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.accounts")
        .title("Notes")
        .version(env!("CARGO_PKG_VERSION"))
        .purposes(purposes())
        .records(records())
        .run(app)
}
