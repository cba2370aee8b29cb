//! The smallest app with a sign-in: a door, and what is behind it.
//!
//! Run it with `cargo run --example login`.

use hyperdiv::prelude::*;

pub(crate) fn app(ui: &Ui) -> Result {
    let session = ui.session();
    ui.vbox().padding(3.0).gap(1.0).align(Align::Center).with(|| -> Result {
        match session.user_name() {
            None => {
                ui.sign_in_form()?;
            }
            Some(name) => {
                ui.h1(format_args!("Hello, {name}"));
                ui.text("Only you see this.");
                if ui.button("Sign out").clicked() {
                    session.clear()?;
                }
            }
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.login").title("Log in").window_size(640.0, 620.0).run(app)
}
