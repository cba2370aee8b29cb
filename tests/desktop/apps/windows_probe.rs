//! An app of two windows: notes, and their number.

use hyperdiv::prelude::*;

#[derive(Default)]
struct Notes(Vec<String>);

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().padding(1.0).gap(0.5).with(|| {
        if ui.button("Write notes").clicked() {
            ui.open_window(NewWindow::new("notes").title("Notes to keep").size(420.0, 260.0), notes);
        }
        if ui.button("Dark").clicked() {
            ui.theme().set(ThemeMode::Dark);
        }
        ui.global::<Notes>().with(|notes| {
            ui.text(format_args!("{} notes", notes.0.len()));
            ui.each(notes.0.iter().enumerate(), |note| note.0, |note| ui.text(note.1));
        });
    });
    Ok(())
}

fn notes(ui: &Ui) -> Result {
    ui.vbox().padding(1.0).gap(0.5).with(|| {
        let note = ui.text_input("Note");
        if ui.button("Add").clicked() {
            ui.global::<Notes>().update(|notes| notes.0.push(note.value()));
            note.reset();
        }
    });
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.windows-probe").title("Windows").run(app)
}
