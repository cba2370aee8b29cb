//! An editor for a Markdown file, with what it will look like beside it: open, save, save by itself, and nothing that is not saved is
//! lost by a slip.
//!
//! Run it with `cargo run --example markdown_editor`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hyperdiv::prelude::*;

/// From this width on, in CSS pixels, text and document are beside each other.
const WIDE: u32 = 800;

const WELCOME: &str = "\
# A new document

Write on one side, and read on the *other*.

- [x] tables, `code` and tasks
- [ ] your own words
";

/// What the file holds, and where it is once it is one.
#[derive(Clone, Default, PartialEq)]
struct Saved {
    path: Option<PathBuf>,
    text: String,
}

impl Saved {
    fn name(&self) -> String {
        let name = self.path.as_deref().and_then(Path::file_name);
        name.map_or_else(|| "document.md".to_owned(), |name| name.to_string_lossy().into_owned())
    }
}

/// What is written, where it comes from, and what went wrong last.
#[derive(Clone, Copy)]
struct Editor<'ui> {
    ui: &'ui Ui,
    field: Textarea<'ui>,
    saved: State<'ui, Saved>,
    trouble: State<'ui, Option<String>>,
}

pub(crate) fn app(ui: &Ui) -> Result {
    let saved = ui.state(|| Saved { path: None, text: WELCOME.to_owned() });
    let trouble = ui.state(|| None::<String>);
    ui.vbox().padding(1.0).gap(0.75).with(|| {
        // Made before the buttons that act on it, and shown below them.
        let written = ui.detached(|| written(ui));
        let editor = Editor { ui, field: *written.get(), saved, trouble };
        editor.title();
        ui.hbox().gap(0.75).align(Align::Center).with(|| {
            editor.open();
            editor.save();
            editor.state_of_saving();
        });
        editor.close();
        if let Some(why) = trouble.cloned() {
            ui.scope(&why, || ui.alert(Variant::Danger, &*why));
        }
        written.place();
    });
    Ok(())
}

/// The text, and the document that it is: beside each other where there is room.
fn written(ui: &Ui) -> Textarea<'_> {
    let wide = ui.window().width() >= WIDE;
    let direction = if wide { Direction::Horizontal } else { Direction::Vertical };
    ui.box_().direction(direction).gap(1.5).wrap(Wrap::NoWrap).with(|| {
        let field = ui
            .vbox()
            .grow(1)
            .basis(0.0)
            .min_width(0.0)
            .with(|| ui.textarea("Text").rows(24).default_value(WELCOME).font_family(FontFamily::Mono));
        ui.vbox().grow(1).basis(0.0).min_width(0.0).with(|| ui.markdown(field.value()));
        field
    })
}

impl Editor<'_> {
    fn is_changed(self) -> bool {
        self.saved.with(|saved| saved.text != self.field.value())
    }

    fn title(self) {
        let mark = if self.is_changed() { "* " } else { "" };
        self.ui.window().set_title(format_args!("{mark}{}", self.saved.with(Saved::name)));
    }

    /// Opens a file, once what is not saved may go.
    fn open(self) {
        let (file, sure) = (self.ui.open_file(), self.ui.confirmation());
        if self.ui.button("Open").shortcut("Ctrl+O").clicked() {
            if self.is_changed() {
                sure.ask(
                    "Open another file?",
                    "What you have written since the last time it was saved goes.",
                    "_Open",
                );
            } else {
                file.ask_for(&["md", "markdown", "txt"]);
            }
        }
        if sure.answered() == Some(true) {
            file.ask_for(&["md", "markdown", "txt"]);
        }
        match file.chosen() {
            None => {}
            Some(Err(error)) => self.trouble.set(Some(error.to_string())),
            Some(Ok(chosen)) => match String::from_utf8(chosen.bytes.to_vec()) {
                Ok(text) => {
                    self.field.set(text.clone());
                    self.saved.set(Saved { path: Some(chosen.path), text });
                    self.trouble.set(None);
                }
                Err(_) => self.trouble.set(Some(format!("{} is no text in UTF-8.", chosen.name()))),
            },
        }
    }

    /// Saves where the file is, by itself where the person wants that, or asks where it is to be.
    fn save(self) {
        let (place, write) = (self.ui.save_file(), self.ui.action_blocking(write));
        let save = self.ui.button("Save").shortcut("Ctrl+S").variant(Variant::Primary).clicked();
        let elsewhere = self.ui.button("Save as").shortcut("Ctrl+Shift+S").clicked();
        let by_itself = self.ui.switch("Save by itself").is_checked();
        let (path, text) = (self.saved.with(|saved| saved.path.clone()), self.field.value());
        let finished = write.finished();
        let (has_ended, typed) = (finished.is_some(), self.field.changed().is_some());
        match finished {
            Some(Ok(saved)) => {
                self.saved.set(Saved::clone(&saved));
                self.trouble.set(None);
            }
            Some(Err(error)) => self.trouble.set(Some(format!("It was not saved: {error}."))),
            None => {}
        }
        match path {
            // What is typed while it is saved is saved when that is done.
            Some(path)
                if save
                    || (by_itself && self.is_changed() && !write.is_pending() && (typed || has_ended)) =>
            {
                write.run(Saved { path: Some(path), text });
            }
            None if save => place.ask("document.md", text.into_bytes()),
            _ if elsewhere => place.ask(self.saved.with(Saved::name), text.into_bytes()),
            _ => {}
        }
        match place.saved() {
            // What was typed while the dialog was open is not in it.
            Some(Ok(path)) => write.run(Saved { path: Some(path), text: self.field.value() }),
            Some(Err(error)) => self.trouble.set(Some(format!("It was not saved: {error}."))),
            None => {}
        }
    }

    fn state_of_saving(self) {
        let text = match (self.is_changed(), self.saved.with(|saved| saved.path.is_some())) {
            (true, _) => "Not saved",
            (false, true) => "Saved",
            (false, false) => "New",
        };
        self.ui.text(text).font_color(Color::TEXT_QUIET);
    }

    /// Lets the window close where everything is saved, or may go.
    fn close(self) {
        let (asked, sure) = (self.ui.window().close_requested(), self.ui.confirmation());
        if asked && self.is_changed() {
            sure.ask(
                "Close without saving?",
                "What you have written since the last time it was saved goes.",
                "_Close",
            );
        }
        if (asked && !self.is_changed()) || sure.answered() == Some(true) {
            self.ui.window().close();
        }
    }
}

/// Replaces the file as a whole, so that a full disk or a crash leaves the one that was there.
fn write(new: Saved) -> io::Result<Saved> {
    let Some(path) = &new.path else { return Ok(new) };
    let mut beside = path.clone().into_os_string();
    beside.push(".new");
    let written = replace(path, Path::new(&beside), new.text.as_bytes());
    if written.is_err() {
        // Where it cannot be removed either, the cause that is told is the first one.
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| new)
}

fn replace(path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    if let Ok(there) = fs::metadata(path) {
        file.set_permissions(there.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.markdown-editor")
        .title("Markdown editor")
        .window_size(1100.0, 760.0)
        .run(app)
}
