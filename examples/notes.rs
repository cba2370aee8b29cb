//! Notes in Markdown, of whoever signs in: kept on this computer once they have agreed, found by what is in them, and brought back
//! where one was deleted by a slip.
//!
//! Run it with `cargo run --example notes`.

use hyperdiv::prelude::*;
use serde::{Deserialize, Serialize};

/// From this width on, in CSS pixels, list, text and document are beside each other.
const WIDE: u32 = 860;

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Notes {
    next: u64,
    /// The newest first.
    notes: Vec<Note>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Note {
    id: u64,
    text: String,
}

impl Note {
    /// Its first line, without the signs of a heading.
    fn title(&self) -> &str {
        let first = self.text.lines().map(|line| line.trim_start_matches('#').trim());
        first.into_iter().find(|line| !line.is_empty()).unwrap_or("Empty note")
    }

    fn has(&self, words: &str) -> bool {
        let text = self.text.to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

impl Notes {
    fn get(&self, id: u64) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }

    fn add(&mut self) -> u64 {
        let id = self.next;
        self.next += 1;
        self.notes.insert(0, Note { id, text: String::new() });
        id
    }

    fn write(&mut self, id: u64, text: String) {
        if let Some(note) = self.notes.iter_mut().find(|note| note.id == id) {
            note.text = text;
        }
    }
}

#[derive(Route, Clone, Debug, PartialEq)]
enum Page {
    #[route("/")]
    List,
    #[route("/note/{id}")]
    Open { id: u64 },
    #[not_found]
    Elsewhere { address: String },
}

type Kept<'ui> = Record<'ui, Notes>;

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().padding(1.5).gap(1.0).with(|| -> Result {
        ui.hbox().gap(1.0).align(Align::Center).with(|| -> Result {
            ui.h1("Notebook").grow(1);
            ui.account_row()?;
            Ok(())
        })?;
        if ui.session().user_name().is_none() {
            ui.text("Your notes are yours alone: sign in, or make an account on this computer.");
            ui.sign_in_form()?;
            return Ok(());
        }
        notebook(ui, ui.session().record("notes"))
    })
}

fn notebook(ui: &Ui, kept: Kept<'_>) -> Result {
    let notes: Notes = kept.load()?;
    let removed = ui.state(|| None::<Note>);
    bring_back(ui, kept, removed)?;
    let wide = ui.window().width() >= WIDE;
    let open = match ui.route() {
        Some(Page::Open { id }) => notes.get(id).cloned(),
        _ => None,
    };
    ui.hbox().gap(2.0).wrap(Wrap::NoWrap).align(Align::Start).with(|| -> Result {
        // In a narrow window there is room for one of them.
        if wide || open.is_none() {
            list(ui, kept, &notes, open.as_ref())?;
        }
        match open {
            Some(note) => ui.scope(note.id, || one(ui, kept, &note, removed, wide)),
            None if notes.notes.is_empty() => {
                ui.text("No notes yet.").font_color(Color::TEXT_QUIET);
                Ok(())
            }
            None => Ok(()),
        }
    })
}

/// What is there, and what of it has the words that are looked for.
fn list(ui: &Ui, kept: Kept<'_>, notes: &Notes, open: Option<&Note>) -> Result {
    ui.vbox().gap(0.75).width(16.0).shrink(0).with(|| -> Result {
        if ui.button("New note").variant(Variant::Primary).shortcut("Ctrl+N").clicked() {
            let mut notes = notes.clone();
            let id = notes.add();
            kept.save(&notes)?;
            ui.navigate(Page::Open { id });
        }
        let words = ui.text_input("Find").value();
        let found = || notes.notes.iter().filter(|note| note.has(&words));
        if found().next().is_none() && !notes.notes.is_empty() {
            ui.text("No note has these words.").font_color(Color::TEXT_QUIET);
        }
        ui.each(
            found(),
            |note| note.id,
            |note| {
                let is_open = open.is_some_and(|open| open.id == note.id);
                let link = ui.link(Page::Open { id: note.id }, note.title());
                link.maybe(is_open, |link| link.font_weight(FontWeight::Bold));
            },
        );
        Ok(())
    })
}

/// A note: its text and the document that it is, beside each other or one of them.
fn one(ui: &Ui, kept: Kept<'_>, note: &Note, removed: State<'_, Option<Note>>, wide: bool) -> Result {
    ui.window().set_title(note.title());
    ui.vbox().gap(0.75).grow(1).min_width(0.0).with(|| -> Result {
        let (reads, deletes) = ui.hbox().gap(1.0).align(Align::Center).with(|| {
            if !wide {
                ui.link(Page::List, "All notes");
            }
            (!wide && ui.switch("Read").is_checked(), ui.button("Delete this note").clicked())
        });
        ui.hbox().gap(1.5).wrap(Wrap::NoWrap).align(Align::Start).with(|| -> Result {
            if wide || !reads {
                let field =
                    ui.textarea("Text").rows(20).default_value(&*note.text).font_family(FontFamily::Mono);
                field.grow(1).basis(0.0).min_width(0.0);
                if let Some(text) = field.changed() {
                    let mut notes = kept.load()?;
                    notes.write(note.id, text);
                    kept.save(&notes)?;
                }
            }
            if wide || reads {
                ui.vbox().grow(1).basis(0.0).min_width(0.0).with(|| ui.markdown(&*note.text));
            }
            Ok(())
        })?;
        if deletes {
            let mut notes = kept.load()?;
            notes.notes.retain(|other| other.id != note.id);
            kept.save(&notes)?;
            removed.set(Some(note.clone()));
            ui.navigate(Page::List);
        }
        Ok(())
    })
}

/// Brings back the note that was deleted last.
fn bring_back(ui: &Ui, kept: Kept<'_>, removed: State<'_, Option<Note>>) -> Result {
    let Some(note) = removed.cloned() else { return Ok(()) };
    let text = format!("\u{201c}{}\u{201d} is deleted.", note.title());
    if ui.alert(Variant::Neutral, text).with(|| ui.button("Bring it back").clicked()) {
        let mut notes = kept.load()?;
        let id = note.id;
        notes.notes.insert(0, note);
        kept.save(&notes)?;
        removed.set(None);
        ui.navigate(Page::Open { id });
    }
    Ok(())
}

/// What the app keeps, as the person reads it under "Privacy and sessions".
pub(crate) fn records() -> [RecordRule; 1] {
    [RecordRule::new("notes", "Your notes")]
}

/// What the app asks before it keeps anything.
pub(crate) fn purposes() -> [Purpose; 1] {
    [Purpose::new("session", 1, "Keep my account and my notes on this computer")]
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.notebook")
        .title("Notebook")
        .version(env!("CARGO_PKG_VERSION"))
        .window_size(1100.0, 760.0)
        .purposes(purposes())
        .records(records())
        .run(app)
}
