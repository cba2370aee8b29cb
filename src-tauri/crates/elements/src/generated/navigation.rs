//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Content, Kind, Role};

pub(crate) static NAV: Kind = Kind {
    name: "nav",
    id: 240,
    children: true,
    role: Some(Role::Navigation),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A box of links through the app.
Nav
}

impl Nav<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Where it leads through, where there are several.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }
}

pub(crate) static BREADCRUMB: Kind = Kind {
    name: "breadcrumb",
    id: 241,
    children: true,
    role: Some(Role::Navigation),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The way from the start of the app to where the person is, each place a [`breadcrumb_item`](crate::Pressed::breadcrumb_item).
Breadcrumb
}

impl Breadcrumb<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Another name than `Breadcrumb`.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }
}
