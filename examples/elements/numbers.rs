//! Fields for numbers, days and colours.

use hyperdiv::prelude::*;

use super::marks::SIZES;
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "number_input", about: "A field for a number, within limits.", show: number_input },
    Entry { name: "slider", about: "A number that the person moves along.", show: slider },
    Entry { name: "rating", about: "Stars that the person gives.", show: rating },
    Entry { name: "date_input", about: "A field for a day.", show: date_input },
    Entry { name: "time_input", about: "A field for a time of the day.", show: time_input },
    Entry { name: "date_time_input", about: "A field for a day and a time of it.", show: date_time_input },
    Entry { name: "color_picker", about: "A field for a colour.", show: color_picker },
];

fn number_input(ui: &Ui) -> Result {
    let seats = ui.number_input("Seats").min(1).max(8).default_value(2).hint("The arrow keys count");
    if seats.value().is_none() {
        seats.error("One to eight, please.");
    }
    reports(ui, format_args!("value: {:?}, text: {:?}", seats.value(), seats.text()));
    ui.number_input("In steps of a half").step(0.5).placeholder("0.5").required(true);
    ui.number_input("Seats in the clouds").default_value(0).disabled(true);
    Ok(())
}

fn slider(ui: &Ui) -> Result {
    let volume = ui.slider("Volume").min(0).max(11).step(0.5).default_value(3).hint("Up to eleven");
    let changes = ui.state(|| 0);
    if volume.changed().is_some() {
        changes.update(|changes| *changes += 1);
    }
    reports(ui, format_args!("value: {}, changed: {}", volume.value(), changes.get()));
    ui.hbox().gap(0.75).with(|| {
        let (mute, reset) = (ui.button("Mute").clicked(), ui.button("As at first").clicked());
        if mute {
            volume.set(0);
        }
        if reset {
            volume.reset();
        }
    });
    ui.slider("With marks and its number").max(5).markers(true).tooltip(true).default_value(2);
    ui.each(
        SIZES,
        |(_, name)| *name,
        |(size, name)| ui.slider(format_args!("{name} slider")).size(size).default_value(30),
    );
    ui.slider("Thick").track_height(0.75).thumb_width(1.5).thumb_height(1.5).default_value(60);
    ui.slider("Wrong").default_value(99).error("That is too loud for the neighbours.");
    ui.slider("Only to be seen").default_value(50).readonly(true);
    ui.slider("Switched-off volume").default_value(20).disabled(true);
    ui.slider("Upright").orientation(Orientation::Vertical).default_value(40);
    Ok(())
}

fn rating(ui: &Ui) -> Result {
    let stars = ui.rating("Your opinion").default_value(3.5).step(0.5);
    reports(ui, format_args!("value: {}", stars.value()));
    ui.hbox().gap(1.5).align(Align::Center).with(|| {
        ui.each(
            SIZES,
            |(_, name)| *name,
            |(size, name)| ui.rating(format_args!("{name} stars")).size(size).default_value(2),
        );
        ui.rating("Out of ten, in another colour")
            .max(10)
            .default_value(7)
            .symbol_color(Hue::Neutral.shade(Shade::S300))
            .symbol_color_active(Hue::Danger)
            .symbol_spacing(0.25);
        ui.rating("The opinion of others").default_value(4).readonly(true);
        ui.rating("Nobody's opinion").disabled(true);
    });
    Ok(())
}

fn date_input(ui: &Ui) -> Result {
    let day = ui.date_input("Day of travel").hint("In 2026");
    if let (Ok(first), Ok(last)) = (Date::new(2026, 1, 1), Date::new(2026, 12, 31)) {
        day.min(first).max(last).default_value(first);
    }
    if day.value().is_none() {
        day.error("A day of 2026, please.");
    }
    reports(ui, format_args!("value: {:?}", day.text()));
    ui.date_input("Day of return").required(true);
    ui.date_input("Day of nothing").disabled(true);
    Ok(())
}

fn time_input(ui: &Ui) -> Result {
    let time = ui.time_input("Departure");
    if let Ok(noon) = Time::new(12, 0, 0) {
        time.default_value(noon);
    }
    reports(ui, format_args!("value: {:?}", time.text()));
    ui.time_input("Arrival").hint("Local time").disabled(true);
    Ok(())
}

fn date_time_input(ui: &Ui) -> Result {
    let when = ui.date_time_input("Appointment").hint("Day and time at once");
    reports(ui, format_args!("value: {:?}", when.text()));
    ui.date_time_input("Appointment that is cancelled").disabled(true);
    Ok(())
}

fn color_picker(ui: &Ui) -> Result {
    let ink = ui
        .color_picker("Ink")
        .default_value("#0F766E")
        .swatches(["#0F766E", "#B91C1C", "#1D4ED8"])
        .hint("Colours the line below");
    if let Some(color) = ink.color() {
        ui.divider().color(color).thickness(0.5);
    }
    reports(ui, format_args!("value: {}", ink.value()));
    ui.hbox().gap(1.5).with(|| {
        ui.color_picker("See-through")
            .opacity(true)
            .color_format(ColorFormat::Rgb)
            .default_value("rgb(0, 0, 0)");
        ui.color_picker("In capitals").uppercase(true).no_format_toggle(true).placement(Placement::TopStart);
        ui.color_picker("With a large plane")
            .color_format(ColorFormat::Hsl)
            .grid_width(20)
            .grid_height(15)
            .grid_handle_size(1.5)
            .slider_height(1)
            .slider_handle_size(1.25);
        ui.each(
            SIZES,
            |(_, name)| *name,
            |(size, name)| ui.color_picker(format_args!("{name} ink")).size(size),
        );
        ui.color_picker("No ink").disabled(true);
    });
    Ok(())
}
