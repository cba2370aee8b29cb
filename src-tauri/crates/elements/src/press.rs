//! What is pressed or followed and is neither a plain button nor a plain link.

use hyperdiv_core::{Content, Kind, Ui, Value};

use crate::control::{BUTTON, Variant, control};
use crate::generated::ControlSize;
use crate::link::LINK;
use crate::{icon, link};

pub(crate) static ICON_BUTTON: Kind = Kind { name: "icon_button", id: 340, ..BUTTON };
pub(crate) static COPY_BUTTON: Kind = Kind { name: "copy_button", id: 341, events: &["copied"], ..BUTTON };
pub(crate) static BREADCRUMB_ITEM: Kind = Kind { name: "breadcrumb_item", id: 342, ..LINK };

control! {
    /// A button that is an icon. Its label is read, and not shown.
    IconButton
}

impl IconButton<'_> {
    /// Whether it was pressed: true in one run.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Keys that press it, as in `Ctrl+S`: [`Elements::shortcut`](crate::Elements::shortcut) says which.
    pub fn shortcut(self, keys: &str) -> Self {
        self.0.shortcut(keys);
        self
    }

    /// What it is for, by its colour.
    pub fn variant(self, variant: Variant) -> Self {
        self.0.set("variant", Value::Word(variant.word()));
        self
    }

    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }
}

control! {
    /// A button that puts a text on the computer's clipboard. It does so in the page, at the person's own click, and says whether
    /// it could.
    CopyButton
}

impl CopyButton<'_> {
    /// Whether the text was just copied: true in one run.
    #[must_use]
    pub fn copied(self) -> bool {
        self.0.happened(0)
    }
}

crate::handle! {
    /// A place on the way through the app.
    BreadcrumbItem
}

impl BreadcrumbItem<'_> {
    /// Puts more into it, behind its label, and returns what `body` returns.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Whether it was followed: true in one run.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Whether it is where the person is.
    pub fn current(self, current: bool) -> Self {
        self.0.set("current", current);
        self
    }

    /// An icon before its label, by its name in Bootstrap Icons.
    pub fn prefix_icon(self, name: &str) -> Self {
        icon::put(self.0, "prefix_icon", name);
        self
    }
}

/// What is pressed or followed, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Pressed: crate::sealed::Sealed {
    /// A button that is an icon, by its name in Bootstrap Icons. The label is read, and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// if ui.icon_button("trash", "Delete").clicked() { /* delete */ }
    /// # }
    /// ```
    #[track_caller]
    fn icon_button(&self, icon: &str, label: impl Content) -> IconButton<'_>;

    /// A button that puts a text on the computer's clipboard.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.copy_button("Copy the key", "8f1c-22d0");
    /// # }
    /// ```
    #[track_caller]
    fn copy_button(&self, label: impl Content, text: impl Content) -> CopyButton<'_>;

    /// A place on the way through the app, for a [`breadcrumb`](crate::MoreElements::breadcrumb). Where it leads is as for a
    /// [link](crate::Elements::link).
    #[track_caller]
    fn breadcrumb_item(&self, to: impl Content, label: impl Content) -> BreadcrumbItem<'_>;
}

impl Pressed for Ui {
    #[track_caller]
    fn icon_button(&self, icon: &str, label: impl Content) -> IconButton<'_> {
        let element = self.element(&ICON_BUTTON).set_content("label", &label);
        icon::put(element, "icon", icon);
        IconButton::new(element)
    }

    #[track_caller]
    fn copy_button(&self, label: impl Content, text: impl Content) -> CopyButton<'_> {
        CopyButton::new(self.element(&COPY_BUTTON).set_content("label", &label).set_content("text", &text))
    }

    #[track_caller]
    fn breadcrumb_item(&self, to: impl Content, label: impl Content) -> BreadcrumbItem<'_> {
        let element = self.element(&BREADCRUMB_ITEM).set_content("label", &label);
        link::put(element, &to);
        BreadcrumbItem::new(element)
    }
}
