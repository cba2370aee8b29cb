//! Fields for words.

use hyperdiv::prelude::*;

use super::marks::SIZES;
use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "text_input", about: "A field for one line of text.", show: text_input },
    Entry { name: "textarea", about: "A field for several lines of text.", show: textarea },
    Entry { name: "combobox", about: "A field for any text, which suggests some.", show: combobox },
    Entry { name: "tags_input", about: "A field for words: Enter or a comma ends each.", show: tags_input },
];

fn text_input(ui: &Ui) -> Result {
    let name = ui.text_input("Name").placeholder("Ada Lovelace").hint("As others call you").required(true);
    reports(ui, format_args!("value: {:?}, focused: {}", name.value(), name.is_focused()));
    ui.hbox().gap(0.75).with(|| {
        let (focus, reset) = (ui.button("Go to the name").clicked(), ui.button("Empty the name").clicked());
        if focus {
            name.focus();
        }
        if reset {
            name.reset();
        }
    });
    let code = ui.text_input("Code of four letters").default_value("ABC").min_length(4).max_length(4);
    if code.value().chars().count() != 4 {
        code.error("Four letters, please.");
    }
    ui.grid(2).gap(1.0).with(|| {
        ui.text_input("Password").password(true).password_toggle(true);
        ui.text_input("New password")
            .password(true)
            .password_toggle(true)
            .show_password_icon("unlock")
            .hide_password_icon("lock");
        ui.text_input("Search for a street").clearable(true).clear_icon("eraser").filled(true);
        ui.text_input("City").clearable(true).default_value("Lisbon").prefix_icon("geo-alt");
        ui.text_input("Address of a page").suffix_icon("link-45deg").spellcheck(false).pill(true);
        ui.text_input("Number of your seat").default_value("12A").readonly(true);
        ui.text_input("Not now").disabled(true);
        ui.each(
            SIZES,
            |(_, name)| *name,
            |(size, name)| ui.text_input(format_args!("{name} field")).size(size),
        );
    });
    Ok(())
}

fn textarea(ui: &Ui) -> Result {
    let notes = ui.textarea("Notes").rows(3).hint("10 to 200 letters").min_length(10).max_length(200);
    reports(ui, format_args!("letters: {}", notes.value().chars().count()));
    ui.textarea("Of a fixed height").rows(2).resizable(false).placeholder("Write here");
    ui.textarea("Of names that no dictionary has").rows(2).spellcheck(false).filled(true);
    ui.each(
        SIZES,
        |(_, name)| *name,
        |(size, name)| ui.textarea(format_args!("{name} notes")).rows(2).size(size),
    );
    ui.textarea("Only to be read").rows(2).default_value("Nobody changes this.").readonly(true);
    ui.textarea("Wrong notes").rows(2).required(true).error("Write at least one word.");
    ui.textarea("No notes today").rows(2).disabled(true);
    Ok(())
}

fn combobox(ui: &Ui) -> Result {
    let capital = ui
        .combobox("Capital")
        .suggestions(["Berlin", "Bern", "Lisbon", "Ljubljana", "Paris"])
        .placeholder("Any, also one that is not in the list")
        .hint("The arrow keys go through what is suggested");
    reports(ui, format_args!("value: {:?}", capital.value()));
    ui.combobox("Capital of nowhere").suggestion("Utopia").disabled(true);
    Ok(())
}

fn tags_input(ui: &Ui) -> Result {
    let tags = ui
        .tags_input("Tags")
        .default_values(["home"])
        .placeholder("Another word")
        .max_tags(5)
        .hint("Five at most; Backspace takes the last one away");
    reports(ui, format_args!("values: {:?}", tags.values()));
    ui.tags_input("Tags of the archive").default_values(["old", "done"]).disabled(true);
    Ok(())
}
