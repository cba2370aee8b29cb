//! Lists and tables.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "list, list_item", about: "Items with a mark before each.", show: list },
    Entry { name: "ordered_list", about: "Items that are counted.", show: ordered_list },
    Entry { name: "box_list, box_list_item", about: "A list that looks like a box.", show: box_list },
    Entry {
        name: "table, thead, tbody, tfoot, tr, th, row_header, td",
        about: "Rows of cells, under headers and beside them.",
        show: table,
    },
];

fn list(ui: &Ui) -> Result {
    let styles = [
        (ListStyle::Disc, "Disc"),
        (ListStyle::Circle, "Circle"),
        (ListStyle::Square, "Square"),
        (ListStyle::None, "None"),
    ];
    ui.hbox().gap(3.0).align(Align::Start).with(|| {
        ui.each(
            styles,
            |(_, name)| *name,
            |(style, name)| {
                ui.list().style_type(style).with(|| {
                    ui.list_item(name);
                    ui.list_item("Bread");
                    ui.list_item("With ").with(|| ui.link("/lists", "a link").underline(true));
                });
            },
        );
    });
    Ok(())
}

fn ordered_list(ui: &Ui) -> Result {
    let styles = [
        (Numbering::Decimal, "Decimal"),
        (Numbering::LowerLatin, "Lower Latin"),
        (Numbering::UpperLatin, "Upper Latin"),
        (Numbering::LowerRoman, "Lower Roman"),
        (Numbering::UpperRoman, "Upper Roman"),
        (Numbering::None, "Not counted"),
    ];
    ui.hbox().gap(3.0).align(Align::Start).with(|| {
        ui.each(
            styles,
            |(_, name)| *name,
            |(style, name)| {
                ui.ordered_list().style_type(style).with(|| {
                    ui.list_item(name);
                    ui.list_item("Second");
                });
            },
        );
    });
    Ok(())
}

fn box_list(ui: &Ui) -> Result {
    let read = ui.state(|| "nothing");
    ui.box_list().gap(0.5).with(|| {
        for (icon, title) in [("envelope", "A letter"), ("file-earmark", "A report")] {
            ui.scope(title, || {
                ui.box_list_item("").direction(Direction::Horizontal).align(Align::Center).gap(0.75).with(
                    || {
                        ui.icon(icon);
                        ui.plaintext(title).grow(1);
                        if ui.button(format_args!("Read {}", title.to_lowercase())).clicked() {
                            read.set(title);
                        }
                    },
                );
            });
        }
    });
    reports(ui, format_args!("read: {}", read.get()));
    Ok(())
}

fn table(ui: &Ui) -> Result {
    let rows = [("Bread", "Baker", 3.2), ("Milk", "Dairy", 1.1), ("Cheese", "Dairy", 5.4)];
    ui.table().label("Prices").with(|| {
        ui.thead().with(|| {
            ui.tr().with(|| {
                ui.th("Item");
                ui.th("From");
                ui.th("Price");
            });
        });
        ui.tbody().with(|| {
            ui.each(
                rows,
                |(item, ..)| *item,
                |(item, from, price)| {
                    ui.tr().with(|| {
                        ui.row_header(item);
                        ui.td(from);
                        ui.td("")
                            .with(|| ui.format_number(price).style(NumberStyle::Currency).currency("EUR"));
                    });
                },
            );
        });
        ui.tfoot().with(|| {
            ui.tr().with(|| {
                ui.row_header("Together").colspan(2);
                ui.td(format_args!("{:.2}", rows.iter().map(|(.., price)| price).sum::<f64>()));
            });
        });
    });
    let spans = ui.table().label("Opening hours").border_collapse(TableBorders::Separate);
    spans.with(|| {
        ui.tbody().with(|| {
            ui.tr().with(|| {
                ui.row_header("Morning");
                ui.td("Open").rowspan(2);
            });
            ui.tr().with(|| ui.row_header("Evening"));
        });
    });
    Ok(())
}
