//! Ways through an app.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "nav", about: "A box of links through the app.", show: nav },
    Entry {
        name: "breadcrumb, breadcrumb_item",
        about: "The way from the start of the app to where the person is.",
        show: breadcrumb,
    },
    Entry {
        name: "icon_link",
        about: "A link with an icon, which in a narrow window is the icon alone.",
        show: icon_link,
    },
    Entry {
        name: "navigation_menu",
        about: "Links through the app, of which the one to where the person is is marked.",
        show: navigation_menu,
    },
    Entry { name: "location", about: "Where the window is, and the way back: no element.", show: location },
];

fn nav(ui: &Ui) -> Result {
    ui.nav().label("Example of links").direction(Direction::Horizontal).gap(1.0).with(|| {
        ui.link("/navigation", "Navigation").underline(true);
        ui.link("/lists", "Lists before it").underline(true);
        ui.link("/overlays", "Overlays behind it").underline(true);
    });
    Ok(())
}

fn breadcrumb(ui: &Ui) -> Result {
    ui.breadcrumb().label("Way to this element").with(|| {
        ui.breadcrumb_item("/", "Start").prefix_icon("house");
        ui.breadcrumb_item("/navigation", "Ways through an app");
        ui.breadcrumb_item("", "This element").current(true);
    });
    Ok(())
}

fn icon_link(ui: &Ui) -> Result {
    ui.icon_link("table", "All about tables", "/lists");
    Ok(())
}

fn navigation_menu(ui: &Ui) -> Result {
    let fields = [
        NavLink { icon: "input-cursor-text", name: "Words", to: "/words" },
        NavLink { icon: "123", name: "Numbers", to: "/numbers" },
    ];
    let followed = ui.navigation_menu(
        "Example of a menu",
        &[
            NavItem::Link(NavLink { icon: "house", name: "All of it", to: "/" }),
            NavItem::Section { name: "Kinds of fields", links: &fields },
        ],
    );
    if followed {
        ui.toast("Followed");
    }
    Ok(())
}

fn location(ui: &Ui) -> Result {
    let location = ui.location();
    ui.hbox().gap(0.75).with(|| {
        let back = ui.button("Back").prefix_icon("arrow-left").disabled(!location.can_go_back()).clicked();
        let forward =
            ui.button("Forward").suffix_icon("arrow-right").disabled(!location.can_go_forward()).clicked();
        reports(ui, format_args!("at {}", location.address()));
        if back {
            location.back();
        }
        if forward {
            location.forward();
        }
    });
    Ok(())
}
