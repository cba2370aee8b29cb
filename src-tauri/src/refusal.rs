//! What is shown where an app cannot have its data: the sentence that standard error got, as a page.

use hyperdiv_core::Ui;
use hyperdiv_elements::{Color, Elements, FontSize, Hue, Length, Spacing, Style};

use crate::exit::Exit;

/// Why the app does not run, and the exit code for it.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    pub(crate) sentence: String,
    pub(crate) exit: Exit,
}

impl Refused {
    /// As it is called over the control socket.
    pub(crate) fn code(&self) -> &'static str {
        match self.exit {
            Exit::Unreadable => "unreadable",
            _ => "refused",
        }
    }
}

/// The page that says so. It keeps nothing and offers nothing: what is wrong lies outside the program.
pub(crate) fn page(ui: &Ui, refused: &Refused) -> hyperdiv_core::Result {
    let (icon, title) = match refused.exit {
        Exit::Unreadable => ("database-exclamation", "This app cannot open its data."),
        _ => ("folder-x", "This app cannot use its data directory."),
    };
    ui.vbox().padding((3.0, 1.5)).gap(1.5).max_width(Length::Rem(44.0)).with(|| {
        ui.icon(icon).font_size(FontSize::XxxLarge).font_color(Hue::Danger);
        ui.vbox().gap(Spacing::Small).with(|| {
            ui.h1(title).font_size(FontSize::XxLarge);
            ui.text(&refused.sentence);
        });
        ui.card().with(|| {
            ui.vbox().gap(Spacing::XSmall).with(|| {
                ui.h2("Nothing was changed").font_size(FontSize::Large);
                ui.text(
                    "What is there was left as it is. Close the window, put it right, and start the app again.",
                )
                .font_color(Color::TEXT_QUIET);
                ui.text(format_args!("The program ends with the exit code {}.", refused.exit.code()))
                    .font_color(Color::TEXT_QUIET)
                    .font_size(FontSize::Small);
            });
        });
    });
    Ok(())
}
