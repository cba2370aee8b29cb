//! The smallest app: a number that lives as long as the window, and a button.
//!
//! Run it with `cargo run --example counter`.

use hyperdiv::prelude::*;

pub(crate) fn app(ui: &Ui) -> Result {
    let count = ui.state(|| 0);
    ui.vbox().padding(1.0).gap(1.0).with(|| {
        ui.text(format_args!("Clicked {} times", count.get()));
        if ui.button("Click me").clicked() {
            count.update(|n| *n += 1);
        }
    });
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.counter").title("Counter").run(app)
}
