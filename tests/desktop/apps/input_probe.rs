//! An app for what a person does with keys and pointer, for what it asks of the system, and for its window.

use std::path::PathBuf;

use hyperdiv::prelude::*;

/// A picture of two red pixels side by side.
const PICTURE: &[u8] = include_bytes!("red.png");

pub(crate) fn app(ui: &Ui) -> Result {
    let (notes, window, life) = (ui.state(Vec::<String>::new), ui.window(), ui.lifecycle());
    let note = |what: String| notes.update(|notes| notes.push(what));
    let slow = ui.state(|| false);
    if slow.get() {
        take_time();
    }
    if life.stopping()
        && let Some(home) = std::env::home_dir()
    {
        std::fs::write(home.join("last-words"), "bye")?;
    }
    // Full of things, so that it scrolls.
    ui.vbox().gap(0.5).padding(1.0).with(|| -> Result {
        let text = ui.text_input("Text");
        let more = ui.text_input("More");
        ui.text(format_args!("Text {:?} more {:?}.", text.value(), more.value()));
        if let Some(pasted) = text.pasted() {
            note(format!("pasted {pasted:?}"));
        }
        if more.focused() {
            note("more in".into());
        }
        if more.blurred() {
            note("more out".into());
        }

        let save = ui.button("Save").shortcut("Ctrl+S");
        if save.clicked() {
            note(format!("saved {:?}", text.value()));
        }
        if ui.shortcut("J") {
            note("next".into());
        }
        let area = ui.box_().padding(1.0).border((Length::Px(1.0), Hue::Neutral));
        area.with(|| ui.plaintext("Area"));
        if area.context_menu() {
            note("menu".into());
        }
        if area.double_clicked() {
            note("twice".into());
        }
        let place = ui.box_().padding(1.0).border((Length::Px(1.0), Hue::Neutral));
        place.with(|| ui.plaintext("Drop here"));
        if let Some(files) = place.dropped() {
            let told = files.iter().map(|file| match file {
                Ok(file) => format!("{} {}", file.name(), file.bytes.len()),
                Err(FileError::System { path, why }) => {
                    format!("{} {why}", path.file_name().unwrap_or_default().display())
                }
                Err(error) => error.to_string(),
            });
            note(format!("dropped {}", told.collect::<Vec<_>>().join(", ")));
        }
        ui.text(if area.is_hovered() { "Over." } else { "Not over." });

        ui.hbox().gap(0.5).with(|| -> Result {
            if ui.button("Slow").clicked() {
                slow.set(true);
            }
            if ui.button("Copy").clicked() {
                ui.clipboard().write(format_args!("copied \u{e9}\u{65e5} {}", text.value()));
            }
            if ui.button("Browse").clicked() {
                ui.open_url("https://example.org/asked")?;
            }
            if ui.button("Notify").clicked() {
                ui.notify("Probe", "one < two & three");
            }
            if ui.button("Fail").clicked() {
                return Err(Error::new("asked to fail"));
            }
            Ok(())
        })?;

        let (open, save) = (ui.open_file(), ui.save_file());
        ui.hbox().gap(0.5).with(|| {
            if ui.button("Import").clicked() {
                open.ask();
            }
            if ui.button("Export").clicked() {
                save.ask("export.txt", *b"exported");
            }
        });
        if let Some(file) = open.chosen() {
            let file = file?;
            note(format!("read {} {:?}", file.name(), String::from_utf8_lossy(&file.bytes)));
        }
        if let Some(path) = save.saved() {
            let path: PathBuf = path?;
            note(format!("wrote {}", path.file_name().unwrap_or_default().to_string_lossy()));
        }

        dialogs(ui, note);

        if ui.button("Title").clicked() {
            window.set_title("Another title");
        }
        if ui.button("Full").shortcut("F11").clicked() {
            window.set_fullscreen(!window.is_fullscreen());
        }
        ui.text(format_args!("Window {} by {} {}.", window.width(), window.height(), window.is_fullscreen()));
        ui.image(ui.asset(PICTURE, "image/png"), "Red");

        closing(ui)?;

        ui.text(format_args!("Notes: {}", notes.with(|notes| notes.join(", "))));
        ui.link("/end#end", "To the end");
        if ui.button("Show the end").clicked() {
            note("scrolls".into());
        }
        for line in 0..60 {
            ui.scope(line, || ui.text(format_args!("Line {line}")));
        }
        let end = ui.text("The end").anchor("end");
        if ui.shortcut("Ctrl+E") {
            end.scroll_to();
        }
        ui.link("/", "Home");
        Ok(())
    })
}

#[expect(clippy::disallowed_methods, reason = "an app whose turns take long is what is tested")]
fn take_time() {
    std::thread::sleep(std::time::Duration::from_millis(100));
}

fn dialogs(ui: &Ui, note: impl Fn(String)) {
    let dialog = ui.dialog("Rename the file");
    if ui.button("Rename").shortcut("F2").clicked() {
        dialog.open();
    }
    dialog.with(|| {
        let name = ui.text_input("New name").default_value("report.pdf");
        ui.text("The file keeps its place.");
        let inner = ui.dialog("Replace the other file?");
        dialog.footer(|| {
            if ui.button("Cancel").clicked() {
                dialog.close();
            }
            if ui.button("Apply").variant(Variant::Primary).shortcut("Ctrl+Enter").clicked() {
                note(format!("renamed {:?}", name.value()));
                inner.open();
            }
        });
        inner.with(|| {
            ui.text("There is one of this name already.");
            if ui.button("Replace").variant(Variant::Danger).clicked() {
                inner.close();
                dialog.close();
            }
        });
        if inner.closed() {
            note("inner closed".into());
        }
    });
    if dialog.closed() {
        note("dialog closed".into());
    }
}

/// While "Unsaved" is ticked, the app asks before it closes.
fn closing(ui: &Ui) -> Result {
    let (window, unsaved) = (ui.window(), ui.checkbox("Unsaved").is_checked());
    let hangs = ui.checkbox("Hang at the close").is_checked();
    let question = ui.dialog("Close without saving?");
    if unsaved && window.close_requested() {
        if hangs {
            // A pipe that the test makes: reading it takes until the test writes.
            std::fs::read(std::env::home_dir().unwrap_or_default().join("gate"))?;
        }
        question.open();
    }
    question.footer(|| {
        if ui.button("Close anyway").variant(Variant::Danger).clicked() {
            window.close();
        }
    });
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.input-probe").title("Input").run(app)
}
