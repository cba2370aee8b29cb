//! An app that lets its page call the commands of sessions, for the test that calls them.

use hyperdiv::prelude::*;

pub(crate) fn app(ui: &Ui) -> Result {
    let session = ui.session();
    ui.vbox().with(|| {
        ui.text(if session.is_authenticated() { "Signed in." } else { "Signed out." });
    });
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.commands-probe")
        .title("Commands")
        .version("1.2.3")
        .purposes([Purpose::new("session", 2, "Keep my roses on this computer")])
        .commands(&[
            "consent_grant",
            "consent_withdraw",
            "data_erase",
            "data_export",
            "data_import",
            "record_get",
            "record_put",
            "session_create",
            "session_status",
            "session_rotate",
            "session_list",
            "session_revoke",
            "session_clear",
        ])
        .run(app)
}
