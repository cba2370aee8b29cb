//! An app with all that is to come back: a theme, an address, a field and a box, and a session that can be kept.

use hyperdiv::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed and ticked last, as the session keeps it.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Noted {
    name: String,
    news: bool,
}

pub(crate) fn app(ui: &Ui) -> Result {
    let (session, theme, location) = (ui.session(), ui.theme(), ui.location());
    ui.vbox().gap(0.5).with(|| -> Result {
        let name = ui.text_input("Name");
        let news = ui.checkbox("News");
        ui.text(format_args!("At {}", location.address()));
        ui.link("/deep/down?tab=2#end", "Deep");
        for (mode, label) in
            [(ThemeMode::Light, "Light"), (ThemeMode::Dark, "Dark"), (ThemeMode::System, "System")]
        {
            if ui.scope(label, || ui.button(label).clicked()) {
                theme.set(mode);
            }
        }
        let (keep, run_only, out) = (
            ui.button("Sign in and keep").clicked(),
            ui.button("Sign in").clicked(),
            ui.button("Sign out").clicked(),
        );
        if keep || run_only {
            session.create_new(if keep { Consent::Granted } else { Consent::ThisRunOnly })?;
        }
        if out {
            session.clear()?;
        }
        if !session.is_authenticated() {
            ui.text("Signed out.");
            return Ok(());
        }
        let noted: Noted = session.load()?;
        ui.text(format_args!("Noted {:?}, news {}.", noted.name, noted.news));
        if name.changed().is_some() || news.changed().is_some() {
            let now = Noted { name: name.value(), news: news.is_checked() };
            session.save(&now)?;
            // For a test without a driver, which can see nothing of the page.
            eprintln!("probe: {:?}, news {}", now.name, now.news);
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.kept-probe").title("Kept").run(app)
}
