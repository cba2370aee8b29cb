//! Functions that are no components.

use hyperdiv::prelude::*;

#[component]
fn nothing() {}

#[component]
fn another_first(label: &str, ui: &Ui) {
    ui.text(label);
}

#[component]
fn another_name(window: &Ui) {
    window.text("");
}

#[component]
fn changeable(ui: &mut Ui) {
    ui.text("");
}

#[component]
async fn later(ui: &Ui) {}

#[component(cached)]
fn with_option(ui: &Ui) {}

#[component(memo)]
fn with_result(ui: &Ui) -> Result {
    Ok(())
}

#[component]
#[track_caller]
fn tracked(ui: &Ui) {}

struct Page;

impl Page {
    #[component]
    fn show(&self, ui: &Ui) {}
}

#[component]
struct NoFunction;

fn main() {}
