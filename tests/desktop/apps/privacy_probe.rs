//! An app that shows a guest what is kept of them, for the test that takes their consent back and erases everything.

use std::time::Duration;

use hyperdiv::prelude::*;

pub(crate) fn app(ui: &Ui) -> Result {
    let session = ui.session();
    if !session.is_authenticated() && ui.button("Begin").clicked() {
        session.create_new(Consent::Granted)?;
        session.record::<String>("draft").save(&"roses".into())?;
    }
    if session.is_authenticated() {
        let draft = session.record::<String>("draft").load()?;
        ui.text(format_args!("draft: {draft}"));
    }
    ui.privacy_page()
}

fn main() -> std::process::ExitCode {
    let week = Duration::from_secs(7 * 24 * 3600);
    hyperdiv::App::new("io.hyperdiv.privacy-probe")
        .title("Privacy")
        .window_size(900.0, 860.0)
        .purposes([
            Purpose::new("session", 1, "Keep my drafts on this computer"),
            Purpose::new("history", 1, "Keep a list of what I have read, for a week"),
        ])
        .records([
            RecordRule::new("draft", "What you are writing"),
            RecordRule::new("visits", "What you have read").purpose("history").keep_for(week),
        ])
        .run(app)
}
