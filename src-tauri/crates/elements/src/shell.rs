//! The frame of an app: title, links, theme, and what shows below and beside them. Composed of other elements.

use hyperdiv_core::{ThemeMode, Ui};

use crate::style::{Align, Length, Size};
use crate::{
    Container, Drawer, Elements as _, Link, Menus as _, MoreElements as _, Overlays as _, Pressed as _,
    Style as _, Variant, color,
};

/// Narrower than this, in CSS pixels, a link of a template's head is its icon alone.
const NARROW_LINKS: u32 = 650;
/// Narrower than this, in CSS pixels, a template's side is a drawer.
const NARROW_FRAME: u32 = 1000;

/// A link of a [`navigation_menu`](Shell::navigation_menu).
#[derive(Clone, Copy, Debug)]
pub struct NavLink<'a> {
    /// An icon before its name; none where this is empty.
    pub icon: &'a str,
    /// What the person reads.
    pub name: &'a str,
    /// Where it leads.
    pub to: &'a str,
}

/// What is in a [`navigation_menu`](Shell::navigation_menu).
#[derive(Clone, Copy, Debug)]
pub enum NavItem<'a> {
    /// A link.
    Link(NavLink<'a>),
    /// Links that belong together, which the person opens and closes. They are open where one of them leads to where the
    /// person is.
    Section {
        /// What the person reads.
        name: &'a str,
        /// The links.
        links: &'a [NavLink<'a>],
    },
}

/// The frame of an app, of which each part is filled.
#[derive(Clone, Copy)]
pub struct Template<'ui> {
    topbar: Container<'ui>,
    side: Side<'ui>,
    body: Container<'ui>,
}

#[derive(Clone, Copy)]
enum Side<'ui> {
    Beside(Container<'ui>),
    Drawer(Drawer<'ui>),
}

impl Template<'_> {
    /// Fills the head, behind the title.
    pub fn topbar<R>(self, body: impl FnOnce() -> R) -> R {
        self.topbar.with(body)
    }

    /// Fills the side: beside the body, or in a narrow window in a drawer that a button of the head opens.
    pub fn sidebar<R>(self, body: impl FnOnce() -> R) -> R {
        match self.side {
            Side::Beside(side) => side.with(body),
            Side::Drawer(drawer) => drawer.with(body),
        }
    }

    /// Fills the body, which scrolls by itself.
    pub fn body<R>(self, body: impl FnOnce() -> R) -> R {
        self.body.with(body)
    }

    /// Closes the side where it is a drawer: an effect.
    #[track_caller]
    pub fn close_sidebar(self) -> Self {
        if let Side::Drawer(drawer) = self.side
            && drawer.is_open()
        {
            drawer.close();
        }
        self
    }
}

/// The frame of an app, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Shell: crate::sealed::Sealed {
    /// A link with an icon. In a narrow window it is the icon alone, with its name told beside it.
    #[track_caller]
    fn icon_link(&self, icon: &str, name: &str, to: &str) -> Link<'_>;

    /// A button by which the person chooses between the light theme, the dark one, and the system's.
    #[track_caller]
    fn theme_switcher(&self);

    /// Links through the app, of which the one that leads to where the person is is marked: the same path, else the longest that the
    /// person's begins with. True in the run in which one was followed.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let guide = [NavLink { icon: "book", name: "Begin", to: "/guide/begin" }];
    /// ui.navigation_menu("Main", &[
    ///     NavItem::Link(NavLink { icon: "house", name: "Home", to: "/" }),
    ///     NavItem::Section { name: "Guide", links: &guide },
    /// ]);
    /// # }
    /// ```
    #[track_caller]
    fn navigation_menu(&self, label: &str, items: &[NavItem<'_>]) -> bool;

    /// The frame of an app: a head with its title and the theme, a side, and a body.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let frame = ui.template("Bookshelf");
    /// frame.topbar(|| ui.icon_link("question-circle", "Help", "/help"));
    /// let followed = frame.sidebar(|| {
    ///     ui.navigation_menu("Main", &[NavItem::Link(NavLink { icon: "house", name: "Home", to: "/" })])
    /// });
    /// if followed {
    ///     frame.close_sidebar();
    /// }
    /// frame.body(|| ui.h1("Welcome"));
    /// # }
    /// ```
    #[track_caller]
    fn template(&self, title: &str) -> Template<'_>;
}

impl Shell for Ui {
    #[track_caller]
    fn icon_link(&self, icon: &str, name: &str, to: &str) -> Link<'_> {
        self.component(|| {
            let link = || self.link(to, name).prefix_icon(icon);
            if self.window().width() <= NARROW_LINKS {
                self.tooltip(name).with(|| link().icon_only(true))
            } else {
                link()
            }
        })
    }

    #[track_caller]
    fn theme_switcher(&self) {
        self.component(|| {
            let theme = self.theme();
            let icon = if theme.is_dark() { "moon" } else { "sun" };
            self.dropdown("Theme").prefix_icon(icon).with(|| {
                self.menu().label("Theme").with(|| {
                    let modes = [
                        (ThemeMode::Light, "sun", "Light"),
                        (ThemeMode::Dark, "moon", "Dark"),
                        (ThemeMode::System, "circle-half", "System"),
                    ];
                    for (mode, icon, name) in modes {
                        self.scope(name, || {
                            if self.menu_item(name).prefix_icon(icon).clicked() {
                                theme.set(mode);
                            }
                        });
                    }
                });
            });
        });
    }

    #[track_caller]
    fn navigation_menu(&self, label: &str, items: &[NavItem<'_>]) -> bool {
        self.component(|| {
            let path = self.location().path();
            let all = items.iter().flat_map(|item| match item {
                NavItem::Link(link) => std::slice::from_ref(link),
                NavItem::Section { links, .. } => links,
            });
            let here = here(&path, all.map(|link| link.to)).map(str::to_owned);
            self.nav().label(label).gap(0.25).with(|| {
                let mut followed = false;
                for item in items {
                    followed |= match item {
                        NavItem::Link(link) => nav_link(self, link, here.as_deref()),
                        NavItem::Section { name, links } => nav_section(self, name, links, here.as_deref()),
                    };
                }
                followed
            })
        })
    }

    #[track_caller]
    fn template(&self, title: &str) -> Template<'_> {
        self.component(|| frame(self, title))
    }
}

fn nav_link(ui: &Ui, link: &NavLink<'_>, here: Option<&str>) -> bool {
    ui.scope((link.name, link.to), || {
        let shown = ui.link(link.to, link.name).current(here == Some(link.to));
        if !link.icon.is_empty() {
            shown.prefix_icon(link.icon);
        }
        shown.padding((0.25, 0.5)).clicked()
    })
}

fn nav_section(ui: &Ui, name: &str, links: &[NavLink<'_>], here: Option<&str>) -> bool {
    ui.scope(name, || {
        let is_here = links.iter().any(|link| here == Some(link.to));
        ui.details(name).default_open(is_here).with(|| {
            let mut followed = false;
            for link in links {
                followed |= nav_link(ui, link, here);
            }
            followed
        })
    })
}

/// The address of those that leads to this path: the same, else the longest folder that it is in.
fn here<'a>(path: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    for to in all {
        let within = to == path
            || (to != "/"
                && path.strip_prefix(to).is_some_and(|rest| to.ends_with('/') || rest.starts_with('/')));
        if within && best.is_none_or(|best| to.len() > best.len()) {
            best = Some(to);
        }
    }
    best
}

fn frame<'ui>(ui: &'ui Ui, title: &str) -> Template<'ui> {
    let is_narrow = ui.window().width() <= NARROW_FRAME;
    let frame = ui.vbox().height(Length::Vh(100.0));
    frame.with(|| {
        let drawer = is_narrow.then(|| ui.drawer(title));
        let head =
            ui.hbox().gap(1).padding((0.5, 1.0)).border_bottom((Length::Px(1.0), color!("neutral-200")));
        let topbar = head.with(|| {
            if let Some(drawer) = drawer
                && ui.icon_button("list", "Menu").variant(Variant::Neutral).clicked()
            {
                drawer.open();
            }
            ui.link("/", title);
            let topbar = ui.hbox().gap(1).grow(true);
            ui.theme_switcher();
            topbar
        });
        let row = ui.hbox().grow(true).min_height(0).align(Align::Stretch).wrap(crate::Wrap::NoWrap);
        row.with(|| {
            let side = match drawer {
                Some(drawer) => Side::Drawer(drawer),
                None => Side::Beside(ui.vbox().width(20).shrink(0).padding(1).gap(1).vertical_scroll(true)),
            };
            let body = ui
                .vbox()
                .grow(true)
                .min_width(Size::Length(Length::Px(0.0)))
                .padding(2)
                .gap(1)
                .vertical_scroll(true);
            Template { topbar, side, body }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn the_link_to_where_the_person_is_is_the_same_path_or_the_nearest_folder() {
        let all = ["/", "/guide", "/guide/begin", "/guidelines/"];
        for (path, expected) in [
            ("/", Some("/")),
            ("/guide", Some("/guide")),
            ("/guide/begin", Some("/guide/begin")),
            ("/guide/begin/now", Some("/guide/begin")),
            ("/guidebook", None),
            ("/guidelines/x", Some("/guidelines/")),
            ("/other", None),
        ] {
            assert_eq!(here(path, all.into_iter()), expected, "{path}");
        }
    }
}
