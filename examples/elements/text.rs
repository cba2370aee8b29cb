//! Text, and what stands among it.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "text", about: "A paragraph. It is always text, never markup.", show: paragraph },
    Entry { name: "plaintext", about: "Text without margins and without a greatest width.", show: plain },
    Entry {
        name: "h1, h2, h3, h4, h5",
        about: "Headings: the title of the page, of its parts, and of what is in them.",
        show: headings,
    },
    Entry {
        name: "icon",
        about: "One of two thousand icons, as large as the text around it and of its colour.",
        show: icon,
    },
    Entry {
        name: "link",
        about: "Leads to a place in the app, to a page that the system opens, or to whatever the app does.",
        show: link,
    },
    Entry { name: "divider", about: "A line between things.", show: divider },
    Entry { name: "visually_hidden", about: "What is in it is read, and not shown.", show: hidden },
];

fn paragraph(ui: &Ui) -> Result {
    ui.text("A paragraph is as wide as can be read with ease, and <b>what looks like markup</b> is text.");
    ui.text(format_args!("Whatever can be written is text: {} of {}.", 3, 7.5));
    Ok(())
}

fn plain(ui: &Ui) -> Result {
    ui.hbox().gap(1.0).align(Align::Baseline).with(|| {
        ui.plaintext("4,821").font_size(FontSize::XLarge).font_weight(FontWeight::Bold);
        ui.plaintext("visitors this month");
    });
    Ok(())
}

fn headings(ui: &Ui) -> Result {
    ui.text("The title of this page is an h1, that of its section an h2, and the name above an h3.");
    ui.h4("A heading of the fourth order");
    ui.h5("A heading of the fifth order");
    Ok(())
}

fn icon(ui: &Ui) -> Result {
    ui.hbox().gap(1.0).align(Align::Center).with(|| {
        ui.icon("gear");
        ui.icon("heart-fill").font_color(Hue::Danger);
        ui.icon("exclamation-triangle").label("Careful").font_size(FontSize::XLarge);
        reports(ui, format_args!("{} icons", hyperdiv::elements::icon_names().len()));
    });
    Ok(())
}

fn link(ui: &Ui) -> Result {
    let count = ui.state(|| 0);
    ui.hbox().gap(1.5).with(|| {
        ui.link("/buttons#button", "To the buttons");
        ui.link("https://www.rust-lang.org", "To the system's browser").underline(true);
        ui.link("/text", "With an icon, and here").current(true).prefix_icon("geo-alt");
        ui.link("/text#h1", "With more behind it").with(|| ui.icon("chevron-right"));
        ui.link("/text#icon", "An icon alone").prefix_icon("arrow-up-circle").icon_only(true);
        if ui.link("", "Count").underline(true).clicked() {
            count.update(|count| *count += 1);
        }
        reports(ui, format_args!("followed: {}", count.get()));
    });
    Ok(())
}

fn divider(ui: &Ui) -> Result {
    ui.divider();
    ui.divider().color(Hue::Primary).thickness(Length::Px(3.0)).spacing(Spacing::Small);
    ui.hbox().gap(1.0).with(|| {
        ui.plaintext("Left");
        ui.divider().vertical(true);
        ui.plaintext("Right");
    });
    Ok(())
}

fn hidden(ui: &Ui) -> Result {
    ui.hbox().gap(0.5).with(|| {
        ui.plaintext("12").font_weight(FontWeight::Bold);
        ui.visually_hidden().with(|| ui.plaintext("unread letters"));
        ui.icon("envelope");
    });
    Ok(())
}
