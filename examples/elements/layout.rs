//! Boxes, and what is divided.

use std::time::Duration;

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "vbox, hbox, box_", about: "Boxes that lay out what is in them.", show: boxes },
    Entry { name: "grid", about: "A box with columns.", show: grid },
    Entry { name: "card", about: "What belongs together, on a ground of its own.", show: card },
    Entry {
        name: "details",
        about: "More about something, which the person opens and closes.",
        show: details,
    },
    Entry { name: "tab_group, tab", about: "One of several things shows at a time.", show: tab_group },
    Entry { name: "tabs", about: "The same in one call, of tabs called what they stand for.", show: tabs },
    Entry {
        name: "split_panel",
        about: "Two panels with a line between them, which the person moves.",
        show: split_panel,
    },
    Entry { name: "tree, tree_item", about: "Things in things, which open and can be chosen.", show: tree },
    Entry {
        name: "carousel, carousel_item",
        about: "Things to move along, one after the other.",
        show: carousel,
    },
];

/// A tile with a word on it.
pub(crate) fn tile<'ui>(ui: &'ui Ui, word: &str) -> Container<'ui> {
    let tile = ui.box_().padding(0.75).border((Length::Px(1.0), Color::BORDER)).border_radius(Radius::Medium);
    tile.with(|| ui.plaintext(word));
    tile
}

fn boxes(ui: &Ui) -> Result {
    let words = ["One", "Two", "Three"];
    ui.hbox().gap(2.0).align(Align::Start).with(|| {
        ui.vbox().gap(0.5).with(|| ui.each(words, |word| *word, |word| tile(ui, word)));
        ui.hbox().gap(0.5).align(Align::End).with(|| ui.each(words, |word| *word, |word| tile(ui, word)));
        ui.box_()
            .direction(Direction::HorizontalReverse)
            .gap(0.5)
            .with(|| ui.each(words, |word| *word, |word| tile(ui, word)));
    });
    ui.hbox().justify(Justify::SpaceBetween).with(|| {
        tile(ui, "Pushed apart");
        tile(ui, "Takes what is left").grow(1).margin((0.0, 0.5));
        tile(ui, "At the end");
    });
    Ok(())
}

fn grid(ui: &Ui) -> Result {
    ui.grid(3).gap(0.5).with(|| {
        tile(ui, "Two columns wide").column_span(2);
        tile(ui, "Two rows high").row_span(2);
        tile(ui, "One");
        tile(ui, "Another");
    });
    ui.grid(2).gap(0.5).grid_columns([Track::Length(Length::Rem(8.0)), Track::Share(1.0)]).with(|| {
        tile(ui, "As wide as said");
        tile(ui, "The rest");
    });
    Ok(())
}

fn card(ui: &Ui) -> Result {
    let card =
        ui.card().max_width(22.0).border((Length::Px(2.0), Color::BORDER)).border_radius(Radius::Medium);
    card.image(|| {
        ui.box_().height(5).background_gradient((
            135,
            Hue::Sky.shade(Shade::S400),
            Hue::Violet.shade(Shade::S500),
        ));
    });
    card.header(|| ui.h4("A card with a head"));
    card.with(|| ui.text("A picture reaches the edges; the body is between head and foot."));
    card.footer(|| ui.plaintext("The foot of the card"));
    Ok(())
}

fn details(ui: &Ui) -> Result {
    let more = ui.details("More about this").expand_icon("plus-lg").collapse_icon("dash-lg").spacing(0.75);
    more.with(|| ui.text("It is there whether it is open or not."));
    reports(ui, format_args!("open: {}", more.is_open()));
    ui.each(
        ["First of a group", "Second of the group"],
        |name| *name,
        |name| {
            let details = ui.details(name).group("elements").icon_place(IconPlace::Start);
            details.with(|| ui.text("Of a group one is open at a time."));
        },
    );
    ui.details("Closed, and stays so").disabled(true).with(|| ui.text("Nobody reads this."));
    Ok(())
}

fn tab_group(ui: &Ui) -> Result {
    let drafts = ui.state(|| vec![1, 2]);
    let folders = ui.tab_group().placement(Side::Top).activation(Activation::Auto).no_scroll_controls(true);
    folders.tab("inbox", "Inbox");
    for draft in drafts.cloned() {
        if folders.tab(draft, format_args!("Draft {draft}")).closable(true).closed() {
            drafts.update(|drafts| drafts.retain(|other| *other != draft));
        }
    }
    folders.tab("bin", "Bin").disabled(true);
    reports(ui, format_args!("active: {}", folders.active()));
    Ok(())
}

fn tabs(ui: &Ui) -> Result {
    let seasons = ui.tabs(["Spring", "Summer", "Autumn", "Winter"]).indicator_color(Hue::Success);
    ui.text(match seasons.active().as_str() {
        "Spring" => "It rains.",
        "Summer" => "The sun shines, and it rains.",
        "Autumn" => "Leaves fall, and it rains.",
        _ => "It snows.",
    });
    Ok(())
}

fn split_panel(ui: &Ui) -> Result {
    let panel = ui.split_panel("Width of the list").default_value(30).height(6).divider_width(0.25);
    panel
        .primary(PanelEnd::Start)
        .primary_min_size(5)
        .primary_max_size(30)
        .snap("25% 50% 75%")
        .snap_threshold(12)
        .divider_hit_area(1);
    panel.start(|| ui.text("The list"));
    panel.end(|| ui.text("What is chosen of it"));
    reports(ui, format_args!("value: {:.0}", panel.value()));
    let rows = ui.split_panel("Height of the picture").orientation(Orientation::Vertical).height(8);
    rows.start(|| ui.text("Above"));
    rows.end(|| ui.text("Below"));
    ui.split_panel("Fixed width").disabled(true).height(4).start(|| ui.text("Nobody moves this line."));
    Ok(())
}

fn tree(ui: &Ui) -> Result {
    let files = ui.tree("Files").indent_size(1.5).indent_guide_width(Length::Px(1.0));
    files.indent_guide_color(Color::BORDER).indent_guide_style(GuideStyle::Dashed).indent_guide_offset(0.25);
    let source = files.with(|| {
        let source = ui.tree_item("src", "src").default_expanded(true);
        source.expand_icon("folder").collapse_icon("folder2-open").with(|| {
            ui.tree_item("src/lib.rs", "lib.rs");
            ui.tree_item("src/main.rs", "main.rs");
        });
        ui.tree_item("README.md", "README.md");
        ui.tree_item("secret", "secret.key").disabled(true);
        source
    });
    reports(ui, format_args!("selected: {:?}, src is open: {}", files.selected(), source.is_expanded()));
    ui.hbox().with(|| {
        if ui.button("Open or close src").clicked() {
            source.expand(!source.is_expanded());
        }
    });
    let parts = ui.tree("Parts to order").selection(TreeSelection::Multiple);
    let chosen = parts.with(|| {
        let (wheels, bell) = (ui.tree_item("wheels", "Wheels"), ui.tree_item("bell", "Bell"));
        [wheels, bell].map(|part| parts.is_selected(part.value()))
    });
    reports(ui, format_args!("wheels: {}, bell: {}", chosen[0], chosen[1]));
    let leaves = ui.tree("Only what has nothing in it").selection(TreeSelection::Leaf);
    leaves.with(|| {
        ui.tree_item("fruit", "Fruit").with(|| ui.tree_item("pear", "Pear"));
    });
    Ok(())
}

fn carousel(ui: &Ui) -> Result {
    let tour = ui.carousel("Tour").navigation(true).pagination(true).loop_around(true).mouse_dragging(true);
    tour.previous_icon("arrow-left").next_icon("arrow-right");
    tour.height(8).with(|| {
        ui.each(
            ["The harbour", "The market", "The tower"],
            |name| *name,
            |name| {
                ui.carousel_item().background_color(Color::SURFACE_LOWERED).with(|| ui.text(name));
            },
        );
    });
    reports(ui, format_args!("selected: {}", tour.selected()));
    let goes_on = ui.switch("It goes on by itself").is_checked();
    let several =
        ui.carousel("Two at a time").slides_per_page(2).slides_per_move(2).slide_gap(0.5).scroll_hint(1);
    several.navigation(true).autoplay(goes_on).autoplay_interval(Duration::from_secs(5)).height(6).with(
        || {
            ui.each(
                1..=4,
                |number| *number,
                |number| {
                    ui.carousel_item().background_color(Color::SURFACE_LOWERED).with(|| ui.text(number));
                },
            );
        },
    );
    Ok(())
}
