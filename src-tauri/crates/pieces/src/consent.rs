//! The question for consent.

use hyperdiv_core::{Result, Ui};
use hyperdiv_elements::{Dialog, Elements, Style};
use hyperdiv_session::SessionError;
use hyperdiv_session::ui::SessionExt;

/// The question for a purpose of the app's, made by [`consent_dialog`](crate::Pieces::consent_dialog).
#[derive(Clone, Copy)]
pub struct ConsentDialog<'ui> {
    dialog: Dialog<'ui>,
    answered: Option<bool>,
}

impl std::fmt::Debug for ConsentDialog<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConsentDialog").field("answered", &self.answered).finish_non_exhaustive()
    }
}

impl ConsentDialog<'_> {
    /// Asks: an effect.
    #[track_caller]
    pub fn ask(self) {
        self.dialog.open();
    }

    /// What the person has just answered: true in one run where they agree. What they have closed, they have not agreed to.
    #[must_use]
    pub fn answered(self) -> Option<bool> {
        self.answered
    }
}

pub(crate) fn dialog<'ui>(ui: &'ui Ui, purpose: &str) -> Result<ConsentDialog<'ui>> {
    let session = ui.session();
    let found = session.purposes().into_iter().find(|known| known.name() == purpose);
    let Some(purpose) = found else {
        return Err(SessionError::NoSuchPurpose { name: purpose.to_owned() }.into());
    };
    let due = session.consents_due().contains(&purpose);
    let asked = ui.state(|| false);
    let dialog = ui.dialog("May this be kept on this computer?");
    let (agrees, refuses) = dialog.with(|| {
        if due {
            ui.text("What this app asks has changed since you agreed to it.");
        }
        ui.text(purpose.text()).font_weight(hyperdiv_elements::FontWeight::Semibold);
        ui.text(
            "Nothing leaves this computer. You can take it back at any time, under Privacy and sessions.",
        );
        dialog.footer(|| (ui.button("Yes, keep it").clicked(), ui.button("No").clicked()))
    });
    if due && !asked.get() {
        asked.set(true);
        dialog.open();
    }
    let answered = if agrees {
        Some(true)
    } else if refuses || dialog.closed() {
        Some(false)
    } else {
        None
    };
    match answered {
        Some(true) => session.grant_for(purpose.name())?,
        // Whoever closes a question about a new text has not answered it: what they have agreed to holds.
        Some(false) if refuses && session.is_authenticated() => session.withdraw_for(purpose.name())?,
        _ => {}
    }
    if agrees || refuses {
        dialog.close();
    }
    Ok(ConsentDialog { dialog, answered })
}
