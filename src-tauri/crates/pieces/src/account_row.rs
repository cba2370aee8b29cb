//! Who is signed in.

use hyperdiv_core::{Result, Ui};
use hyperdiv_elements::{Align, Color, Elements, Style};
use hyperdiv_session::ui::SessionExt;

use crate::Pieces;

/// What the person has asked for, made by [`account_row`](Pieces::account_row).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AccountRow {
    /// They have just signed out: true in one run.
    pub signed_out: bool,
}

pub(crate) fn row(ui: &Ui) -> Result<AccountRow> {
    let session = ui.session();
    let (privacy, out) = ui.hbox().gap(0.75).align(Align::Center).with(|| {
        ui.icon("person-circle").font_color(Color::TEXT_QUIET);
        ui.text(match session.user_name() {
            Some(name) => name,
            None if session.is_authenticated() => "Guest".to_owned(),
            None => "Not signed in".to_owned(),
        });
        let privacy = ui.button("Privacy and sessions").clicked();
        (privacy, session.is_authenticated() && ui.button("Sign out").clicked())
    });
    if privacy {
        ui.open_privacy_window();
    }
    if out {
        session.clear()?;
    }
    Ok(AccountRow { signed_out: out })
}
