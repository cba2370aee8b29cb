//! Forms: a struct as fields.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        name: "form",
        about: "A struct as fields, each with its label, its hint, and what is wrong with it.",
        show: form,
    },
    Entry { name: "form.layout", about: "The same, with the fields where the app puts them.", show: layout },
];

#[derive(Choice, Clone, Copy, Default)]
enum Bed {
    #[default]
    Single,
    Double,
    #[choice(label = "One above the other")]
    Bunk,
}

#[derive(Form)]
struct Booking {
    #[field(required, max_len = 40, hint = "As in your passport")]
    guest: String,
    #[field(label = "E-mail", required, pattern = "[^@ ]+@[^@ ]+", placeholder = "you@example.org")]
    email: String,
    bed: Bed,
    #[field(min = 1, max = 14)]
    nights: u8,
    #[field(multiline, label = "Anything else")]
    wishes: Option<String>,
    #[field(required, label = "I have read the rules of the house")]
    rules: bool,
}

impl Validate for Booking {
    fn validate(&self, errors: &mut Errors<Self>) {
        if matches!(self.bed, Bed::Bunk) && self.nights < 2 {
            errors.add(Booking::NIGHTS, "Bunks are let for two nights or more.");
        }
    }
}

fn form(ui: &Ui) -> Result {
    let booked = ui.state(String::new);
    if let Some(booking) = ui.form::<Booking>().submit_label("Book").reset_label("Start again").submitted() {
        let Booking { guest, email, bed, nights, wishes, rules: _ } = booking;
        let wishes = wishes.map_or("no wishes".to_owned(), |wishes| format!("and {wishes:?}"));
        booked.set(format!("{guest} ({email}), {}, nights: {nights}, {wishes}", bed.label()));
    }
    reports(ui, format_args!("submitted: {}", booked.cloned()));
    Ok(())
}

#[derive(Form)]
struct Parcel {
    #[field(required)]
    street: String,
    #[field(label = "House number", required, max_len = 6)]
    house: String,
    #[field(radio, label = "Speed of the parcel")]
    speed: Speed,
}

#[derive(Choice, Clone, Copy)]
enum Speed {
    Tomorrow,
    Whenever,
}

fn layout(ui: &Ui) -> Result {
    let sent = ui.state(String::new);
    let mut form = ui.form::<Parcel>().submit_label("Send the parcel").layout(|form| {
        ui.hbox().gap(1.0).with(|| {
            form.field(Parcel::STREET);
            form.field(Parcel::HOUSE);
        });
        form.field(Parcel::SPEED);
        form.buttons();
    });
    if let Some(Parcel { street, house, speed }) = form.submitted() {
        sent.set(format!("{street} {house}, {}", speed.label()));
    }
    reports(ui, format_args!("submitted: {}", sent.cloned()));
    Ok(())
}
