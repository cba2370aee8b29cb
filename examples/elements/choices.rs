//! What is ticked, turned on and chosen.

use hyperdiv::prelude::*;

use super::marks::SIZES;
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "checkbox", about: "A box to tick.", show: checkbox },
    Entry { name: "switch", about: "Something to turn on and off, which counts at once.", show: switch },
    Entry { name: "select", about: "A field that opens a list to choose one thing from.", show: select },
    Entry {
        name: "multi_select",
        about: "Several things to choose, each with a box to tick.",
        show: multi_select,
    },
    Entry { name: "radio_group", about: "Things to choose one of, beside each other.", show: radio_group },
    Entry {
        name: "radios",
        about: "The same in one call, of what is called as the person reads it.",
        show: radios,
    },
    Entry { name: "radio_buttons", about: "The same as buttons beside each other.", show: radio_buttons },
];

/// An enum is a list of choices, and what is chosen is one of it.
#[derive(Choice, Clone, Copy, Debug)]
enum Topping {
    Cheese,
    Olives,
    #[choice(label = "Basil, from the garden")]
    Basil,
}

fn checkbox(ui: &Ui) -> Result {
    let keep = ui.checkbox("Keep me signed in").hint("On this computer");
    reports(ui, format_args!("checked: {}", keep.is_checked()));
    ui.hbox().gap(1.5).with(|| {
        ui.checkbox("Some of them").indeterminate(true);
        ui.checkbox("Ticked, switched off").default_checked(true).disabled(true);
        ui.each(SIZES, |(_, name)| *name, |(size, name)| ui.checkbox(format_args!("{name} box")).size(size));
    });
    let terms = ui.checkbox("I have read the terms").required(true);
    if !terms.is_checked() {
        terms.error("They are short.");
    }
    Ok(())
}

fn switch(ui: &Ui) -> Result {
    let quiet = ui.switch("Do not disturb").hint("Until tomorrow");
    reports(ui, format_args!("checked: {}", quiet.is_checked()));
    ui.hbox().gap(1.5).with(|| {
        ui.switch("On, switched off").default_checked(true).disabled(true);
        ui.each(SIZES, |(_, name)| *name, |(size, name)| ui.switch(format_args!("{name} switch")).size(size));
        ui.switch("Of another shape").switch_width(4).switch_height(1.25).thumb_size(1);
    });
    Ok(())
}

fn select(ui: &Ui) -> Result {
    let country = ui
        .select("Country")
        .option("de", "Germany")
        .option("fr", "France")
        .disabled_option("aq", "Antarctica")
        .placeholder("Where you live")
        .hint("What is offered has a value and a label");
    reports(ui, format_args!("value: {:?}", country.value()));
    let topping = ui.select("Topping").choices::<Topping>().required(true);
    reports(ui, format_args!("choice: {:?}", topping.choice::<Topping>()));
    ui.select("Language").options(["English", "German"]).default_value("German").disabled(true);
    ui.hbox().gap(1.5).with(|| {
        ui.select("With a ground").options(["Stone", "Sand"]).filled(true);
        ui.select("With round ends").options(["Bread", "Sausage"]).pill(true);
        ui.each(
            SIZES,
            |(_, name)| *name,
            |(size, name)| ui.select(format_args!("{name} list")).options(["One", "Two"]).size(size),
        );
    });
    ui.select("Size of the pizza").options(["S", "M"]).error("We are out of dough.");
    Ok(())
}

fn multi_select(ui: &Ui) -> Result {
    let toppings = ui.multi_select("Toppings").choices::<Topping>().hint("As many as you like");
    reports(ui, format_args!("chosen: {:?}", toppings.chosen::<Topping>()));
    ui.multi_select("Days")
        .options(["Monday", "Tuesday"])
        .option("fri", "Friday")
        .disabled_option("sun", "Sunday")
        .default_values(["fri"]);
    ui.multi_select("Days that are gone").options(["Yesterday"]).disabled(true);
    Ok(())
}

fn radio_group(ui: &Ui) -> Result {
    let meal = ui
        .radio_group("Meal")
        .option("b", "Breakfast")
        .option("h", "Half board")
        .disabled_option("n", "Nothing")
        .default_value("b")
        .hint("Every day of your stay");
    reports(ui, format_args!("value: {:?}", meal.value()));
    ui.radio_group("Meal of the cat").options(["Fish", "More fish"]).disabled(true);
    Ok(())
}

fn radios(ui: &Ui) -> Result {
    let room = ui.radios("Room", ["Single", "Double", "Suite"]).required(true);
    if room.value().is_none() {
        room.error("Choose one of them.");
    }
    reports(ui, format_args!("value: {:?}", room.value()));
    Ok(())
}

fn radio_buttons(ui: &Ui) -> Result {
    let size = ui.radio_buttons("Shirt", ["S", "M", "L", "XL"]).default_value("M");
    reports(ui, format_args!("value: {:?}", size.value()));
    ui.radio_buttons("Trousers", ["30", "32", "34"]).pill(true);
    ui.each(
        SIZES,
        |(_, name)| *name,
        |(size, name)| ui.radio_buttons(format_args!("{name} buttons"), ["On", "Off"]).size(size),
    );
    Ok(())
}
