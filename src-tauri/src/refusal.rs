//! What is shown where an app cannot have its data: the sentence that standard error got, as a page.

use hyperdiv_core::Ui;
use hyperdiv_elements::{Elements, Style};

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
    ui.vbox().padding(2.0).gap(1.0).with(|| {
        ui.text("This app cannot use its data directory.");
        ui.text(&refused.sentence);
        ui.text("Nothing was changed. Close the window, put it right, and start the app again.");
    });
    Ok(())
}
