//! The smallest list of things to do: type, press Enter, and tick what is done. It is gone when the window is closed; the example
//! `todo` keeps its list.
//!
//! Run it with `cargo run --example simple_todo`.

use hyperdiv::prelude::*;

#[derive(Form)]
struct NewItem {
    #[field(required, max_len = 200, label = "What is to be done")]
    text: String,
}

pub(crate) fn app(ui: &Ui) -> Result {
    // What is done is not here: each box keeps that itself.
    let items = ui.state(Vec::<String>::new);
    ui.vbox()
        .padding(2.0)
        .gap(1.0)
        .max_width(36.0)
        .width(Length::Percent(100.0))
        .margin((0.0, Offset::Auto))
        .with(|| {
            ui.h1("Things to do");
            let mut form = ui.form::<NewItem>().submit_label("Add").reset_on_submit(true).show();
            if let Some(NewItem { text }) = form.submitted() {
                items.update(|items| items.push(text));
            }
            let mut left = 0;
            ui.each(
                items.cloned().into_iter().enumerate(),
                |(place, _)| *place,
                |(_, text)| {
                    let item = ui.checkbox(text);
                    let done = item.is_checked();
                    item.maybe(done, |item| {
                        item.text_decoration(TextDecoration::LineThrough).font_color(Color::TEXT_QUIET)
                    });
                    left += usize::from(!done);
                },
            );
            ui.text(format_args!("{left} left")).font_color(Color::TEXT_QUIET);
        });
    Ok(())
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.simple-todo").title("Things to do").window_size(520.0, 640.0).run(app)
}
