//! The app that the bench of a form clicks through: its fields come and go by a button.

use hyperdiv::prelude::*;

/// A form of `count` fields: text, several lines of it, a list to choose from, and a box to tick, in turns.
pub(crate) fn app(count: usize) -> impl Fn(&Ui) -> Result {
    move |ui| {
        let shown = ui.state(|| false);
        ui.hbox().with(|| {
            if ui.scope("show", || ui.button("show").clicked()) {
                shown.set(true);
            }
            if ui.scope("hide", || ui.button("hide").clicked()) {
                shown.set(false);
            }
        });
        if shown.get() {
            ui.each(0..count, |number| *number, |number| field(ui, number));
        }
        Ok(())
    }
}

fn field(ui: &Ui, number: usize) {
    let label = format_args!("Field {number}");
    match number % 4 {
        0 => _ = ui.text_input(label).value(),
        1 => _ = ui.textarea(label).value(),
        2 => _ = ui.select(label).options(["S", "M", "L"]).value(),
        _ => _ = ui.checkbox(label).is_checked(),
    }
}
