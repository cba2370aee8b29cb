//! An app that shows hostile strings, so many at a time: in every property of every element that takes a text, in documents and as code.
//! The strings are in the file `strings.json` of the home.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use hyperdiv::elements::{kinds, languages};
use hyperdiv::prelude::*;

/// How many strings are shown together.
const BATCH: usize = 20;

/// What is shown, and where.
struct Probe {
    strings: Vec<String>,
    properties: BTreeMap<&'static str, Vec<&'static str>>,
}

fn probe() -> &'static Probe {
    static PROBE: OnceLock<Probe> = OnceLock::new();
    PROBE.get_or_init(|| {
        let text = std::fs::read_to_string(std::env::home_dir().unwrap_or_default().join("strings.json"));
        Probe {
            strings: text.ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
            properties: serde_json::from_str(include_str!("../../../ui/test/text-properties.json"))
                .unwrap_or_default(),
        }
    })
}

fn show(ui: &Ui, number: usize, text: &str) {
    let Probe { properties, .. } = probe();
    ui.markdown(text);
    ui.markdown(format_args!("<div>{}</div>", text.replace('\n', " ")));
    let all = languages();
    ui.code(text, all[number % all.len()].0);
    // No code of squares holds more: its own setter refuses it, and so does the page.
    let fits = |kind: &str| kind != "qr_code" || text.len() <= 1024;
    for kind in kinds().filter(|kind| fits(kind.name)) {
        ui.scope(kind.name, || {
            let element = ui.element(kind);
            for property in properties.get(kind.name).into_iter().flatten() {
                element.set_text(property, text);
            }
        });
    }
}

pub(crate) fn app(ui: &Ui) -> Result {
    let strings = &probe().strings;
    let batches = strings.len().div_ceil(BATCH);
    let shown = ui.state(|| 0_usize);
    if ui.button("Show the next strings").clicked() {
        shown.update(|shown| *shown += 1);
    }
    ui.text(format_args!("Batch {} of {batches}", shown.get()));
    if let Some(batch) = shown.get().checked_sub(1).and_then(|batch| strings.chunks(BATCH).nth(batch)) {
        for (number, text) in batch.iter().enumerate() {
            ui.scope((shown.get(), number), || show(ui, number, text));
        }
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.xss-probe").title("Strings").run(app)
}
