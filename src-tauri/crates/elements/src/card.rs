//! Cards and dividers.

use hyperdiv_core::{Kind, Role};

use crate::container::Container;
use crate::style::{Css, Length, Paint};

const fn part(name: &'static str, id: u16) -> Kind {
    Kind { name, id, children: true, role: None, name_from: None, inputs: &[], events: &[] }
}

pub(crate) static CARD: Kind = part("card", 71);
pub(crate) static CARD_HEADER: Kind = part("card_header", 72);
pub(crate) static CARD_FOOTER: Kind = part("card_footer", 73);
pub(crate) static CARD_IMAGE: Kind = part("card_image", 74);

pub(crate) static DIVIDER: Kind = Kind {
    name: "divider",
    id: 75,
    children: false,
    role: Some(Role::Separator),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A card: what belongs together, on a ground of its own.
    Card
}

impl Card<'_> {
    /// Fills the card with what `body` makes, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Fills the card's head, which is above its body wherever this is called. It is read where it is called: before the body
    /// is where people expect it.
    #[track_caller]
    pub fn header<R>(self, body: impl FnOnce() -> R) -> R {
        let header = Container::new(self.0.child(&CARD_HEADER));
        header.with(body)
    }

    /// Fills the card's foot, which is below its body.
    #[track_caller]
    pub fn footer<R>(self, body: impl FnOnce() -> R) -> R {
        let footer = Container::new(self.0.child(&CARD_FOOTER));
        footer.with(body)
    }

    /// Fills the top of the card from edge to edge.
    #[track_caller]
    pub fn image<R>(self, body: impl FnOnce() -> R) -> R {
        let image = Container::new(self.0.child(&CARD_IMAGE));
        image.with(body)
    }

    /// Space between the edges of the card, its head and its foot, and what is in them.
    pub fn padding(self, padding: impl Into<Length>) -> Self {
        padding.into().put(self.0, "padding");
        self
    }
}

crate::handle! {
    /// A line between things.
    Divider
}

impl Divider<'_> {
    /// Whether it stands between things side by side.
    pub fn vertical(self, vertical: bool) -> Self {
        self.0.set("vertical", vertical);
        self
    }

    /// The colour of the line.
    pub fn color(self, color: impl Into<Paint>) -> Self {
        color.into().put(self.0, "color");
        self
    }

    /// How thick the line is.
    pub fn thickness(self, thickness: impl Into<Length>) -> Self {
        thickness.into().put(self.0, "thickness");
        self
    }

    /// Space before and behind the line.
    pub fn spacing(self, spacing: impl Into<Length>) -> Self {
        spacing.into().put(self.0, "spacing");
        self
    }
}
