//! A session that outlives the program, if the person wants it to: sign in, count, close the window, start again.
//!
//! Run it with `cargo run --example session_demo`.

use hyperdiv::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
struct Counter {
    count: u64,
}

pub(crate) fn app(ui: &Ui) -> Result {
    let session = ui.session();
    ui.vbox().padding(8.0).gap(2.0).with(|| -> Result {
        if !session.is_authenticated() {
            ui.text("Not authenticated yet.");
            let keep = ui.checkbox("Keep me signed in on this computer").is_checked();
            if ui.button("Authenticate").clicked() {
                session.create_new(if keep { Consent::Granted } else { Consent::ThisRunOnly })?;
            }
            return Ok(());
        }
        let mut counter: Counter = session.load()?;
        ui.text("Session demo app.");
        ui.text(session.id());
        ui.text(counter.count);
        let (increment, log_out) = (ui.button("Increment").clicked(), ui.button("Log out").clicked());
        if increment {
            counter.count += 1;
            session.save(&counter)?;
        }
        if log_out {
            session.clear()?;
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.session-demo").title("Session demo").run(app)
}
