//! Menus: things to do and things to tick, which the arrow keys go through.

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Ui};

use crate::control::{control, ticked};
use crate::icon;

pub(crate) static MENU: Kind = Kind {
    name: "menu",
    id: 304,
    children: true,
    role: Some(Role::Menu),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};
pub(crate) static MENU_ITEM: Kind = Kind {
    name: "menu_item",
    id: 305,
    children: false,
    role: Some(Role::Menuitem),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};
pub(crate) static MENU_CHECKBOX: Kind = Kind {
    name: "menu_checkbox",
    id: 306,
    children: false,
    role: Some(Role::Menuitemcheckbox),
    name_from: Some("label"),
    inputs: &[Input { name: "checked", accepts: Accepts::Bool }],
    events: &[],
};
pub(crate) static MENU_LABEL: Kind = Kind {
    name: "menu_label",
    id: 307,
    children: false,
    role: Some(Role::Text),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A list of things to do. One stop of the Tab key: the arrow keys, Home, End and letters go through it.
    Menu
}

impl Menu<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What it is about, to whoever has it read.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }
}

control! {
    /// Something to do, of a menu.
    MenuItem
}

impl MenuItem<'_> {
    /// Whether it was chosen: true in one run.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Keys that do it, as in `Ctrl+X`, whether the menu shows or not: [`Elements::shortcut`](crate::Elements::shortcut) says
    /// which.
    pub fn shortcut(self, keys: &str) -> Self {
        self.0.shortcut(keys);
        self
    }
}

control! {
    /// Something to tick, of a menu.
    MenuCheckbox
}

ticked!(MenuCheckbox);

macro_rules! icons {
    ($name:ident) => {
        impl $name<'_> {
            /// An icon before its label.
            pub fn prefix_icon(self, name: &str) -> Self {
                icon::put(self.0, "prefix_icon", name);
                self
            }

            /// An icon behind its label.
            pub fn suffix_icon(self, name: &str) -> Self {
                icon::put(self.0, "suffix_icon", name);
                self
            }
        }
    };
}

icons!(MenuItem);
icons!(MenuCheckbox);

crate::handle! {
    /// The title of what follows it in a menu.
    MenuLabel
}

/// Menus, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Menus: crate::sealed::Sealed {
    /// A list of things to do, by itself or in a [`dropdown`](crate::Overlays::dropdown).
    #[track_caller]
    fn menu(&self) -> Menu<'_>;

    /// Something to do, of a menu.
    #[track_caller]
    fn menu_item(&self, label: impl Content) -> MenuItem<'_>;

    /// Something to tick, of a menu.
    #[track_caller]
    fn menu_checkbox(&self, label: impl Content) -> MenuCheckbox<'_>;

    /// The title of what follows it in a menu.
    #[track_caller]
    fn menu_label(&self, label: impl Content) -> MenuLabel<'_>;
}

impl Menus for Ui {
    #[track_caller]
    fn menu(&self) -> Menu<'_> {
        Menu::new(self.element(&MENU))
    }

    #[track_caller]
    fn menu_item(&self, label: impl Content) -> MenuItem<'_> {
        MenuItem::new(self.element(&MENU_ITEM).set_content("label", &label))
    }

    #[track_caller]
    fn menu_checkbox(&self, label: impl Content) -> MenuCheckbox<'_> {
        MenuCheckbox::new(self.element(&MENU_CHECKBOX).set_content("label", &label))
    }

    #[track_caller]
    fn menu_label(&self, label: impl Content) -> MenuLabel<'_> {
        MenuLabel::new(self.element(&MENU_LABEL).set_content("label", &label))
    }
}
