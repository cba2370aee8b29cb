//! The frame of an app.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        name: "theme_switcher",
        about: "A button by which the person chooses light, dark, or what the system has; one is at the top of this page.",
        show: theme,
    },
    Entry {
        name: "template",
        about: "A head with a title and the theme, a side, and a body: all that is around an app.",
        show: link_to_template,
    },
    Entry {
        name: "window",
        about: "The window: how large it is, what its title is. No element.",
        show: window,
    },
];

fn theme(ui: &Ui) -> Result {
    let theme = ui.theme();
    reports(ui, format_args!("chosen: {}, dark: {}", theme.mode().as_str(), theme.is_dark()));
    Ok(())
}

fn link_to_template(ui: &Ui) -> Result {
    ui.link("/shell/template", "Show one in the whole window").underline(true);
    Ok(())
}

fn window(ui: &Ui) -> Result {
    let window = ui.window();
    reports(ui, format_args!("{} by {} pixels, {:?}", window.width(), window.height(), window.title()));
    Ok(())
}

/// A page of the app that is nothing but its frame.
pub(crate) fn template(ui: &Ui) -> Result {
    let frame = ui.template("Elements");
    frame.topbar(|| ui.icon_link("arrow-left", "Back to the frame of an app", "/shell#template"));
    let fields = [
        NavLink { icon: "input-cursor-text", name: "Fields for words", to: "/words" },
        NavLink { icon: "sliders", name: "Fields for numbers", to: "/numbers" },
    ];
    let followed = frame.sidebar(|| {
        ui.navigation_menu(
            "Main",
            &[
                NavItem::Link(NavLink { icon: "window-sidebar", name: "This page", to: "/shell/template" }),
                NavItem::Section { name: "Fields", links: &fields },
            ],
        )
    });
    if followed {
        frame.close_sidebar();
    }
    frame.body(|| {
        ui.h1("The frame of an app");
        ui.text(
            "The head stays, the side becomes a drawer in a narrow window, and the body scrolls by itself.",
        );
    });
    Ok(())
}
