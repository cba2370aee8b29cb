//! People, numbers and codes.

use hyperdiv::prelude::*;

use super::media::landscape;
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "avatar", about: "Somebody, as a picture, as initials, or as an icon.", show: avatar },
    Entry { name: "format_number", about: "A number as the person's language writes it.", show: number },
    Entry { name: "format_bytes", about: "A size in bytes as a person reads it.", show: bytes },
    Entry { name: "relative_time", about: "How long ago something was, or how long it will be.", show: time },
    Entry { name: "qr_code", about: "A text as a code for cameras.", show: code },
];

fn avatar(ui: &Ui) -> Result {
    let clicks = ui.state(|| 0);
    ui.hbox().gap(1.0).with(|| {
        ui.avatar("Somebody");
        if ui.avatar("Ada Lovelace").initials("AL").clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.avatar("The landscape").image(landscape(ui, "#f59e0b"));
        ui.avatar("A robot").icon("robot").shape(AvatarShape::Square);
        ui.avatar("A large one").initials("L").shape(AvatarShape::Rounded).size(5);
        reports(ui, format_args!("clicks on Ada: {}", clicks.get()));
    });
    Ok(())
}

fn number(ui: &Ui) -> Result {
    ui.hbox().gap(1.5).with(|| {
        ui.format_number(1_234_567.891);
        ui.format_number(1_234_567.891).ungrouped(true).max_fraction_digits(1);
        ui.format_number(7).min_integer_digits(3);
        ui.format_number(0.256).style(NumberStyle::Percent);
        ui.format_number(1234.5).style(NumberStyle::Currency).currency("EUR");
    });
    Ok(())
}

fn bytes(ui: &Ui) -> Result {
    ui.hbox().gap(1.5).with(|| {
        ui.format_bytes(1_500_000);
        ui.format_bytes(1_500_000).display(Wording::Long);
        ui.format_bytes(1_500_000).display(Wording::Narrow);
        ui.format_bytes(64_000).unit(ByteUnit::Bit);
    });
    Ok(())
}

fn time(ui: &Ui) -> Result {
    ui.hbox().gap(1.5).with(|| {
        ui.relative_time("2026-01-01T12:00:00Z");
        ui.relative_time("2026-01-01T12:00:00Z").style(Wording::Short);
        ui.relative_time("2035-01-01T12:00:00Z").style(Wording::Narrow).live(true);
    });
    Ok(())
}

fn code(ui: &Ui) -> Result {
    let text = ui.text_input("Text of the code").default_value("https://www.rust-lang.org").max_length(200);
    ui.hbox().gap(1.5).with(|| {
        ui.qr_code(text.value()).label("The text of the code");
        ui.qr_code(text.value())
            .label("The same, for a dirty place")
            .size(96)
            .radius(0.5)
            .error_correction(ErrorCorrection::High);
    });
    Ok(())
}
