//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Value};

use super::words::{ArrowPlace, Extent, IconPlace, Placement};
use crate::style::Css;
use crate::style::{Length, Paint};

pub(crate) static DETAILS: Kind = Kind {
    name: "details",
    id: 250,
    children: true,
    role: Some(Role::Button),
    name_from: Some("label"),
    inputs: &[Input { name: "opened", accepts: Accepts::Bool }],
    events: &[],
};

crate::control::control! {
/// More about something, which the person opens and closes below its summary. What is in it is described in every run, open or not.
Details
}

crate::value::opens!(Details);

impl<'ui> Details<'ui> {
    /// A part of it, for style properties: `base`, `details`, `header`, `summary`, `icon`, `content`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "details", "header", "summary", "icon", "content"], name)
    }
}

impl Details<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Of several that have the same group, one is open at a time.
    pub fn group(self, group: impl Content) -> Self {
        self.0.set_content("group", &group);
        self
    }

    /// On which side of the summary the icon is.
    pub fn icon_place(self, icon_place: IconPlace) -> Self {
        self.0.set("icon_place", Value::Word(icon_place.word()));
        self
    }

    /// The icon while it is closed.
    pub fn expand_icon(self, expand_icon: &str) -> Self {
        crate::icon::put(self.0, "expand_icon", expand_icon);
        self
    }

    /// The icon while it is open.
    pub fn collapse_icon(self, collapse_icon: &str) -> Self {
        crate::icon::put(self.0, "collapse_icon", collapse_icon);
        self
    }

    /// Space around its summary and what is in it.
    pub fn spacing(self, spacing: impl Into<Length>) -> Self {
        spacing.into().put(self.0, "spacing");
        self
    }
}

impl<'ui> crate::popup::Popup<'ui> {
    /// A part of it, for style properties: `arrow`, `popup`, `hover-bridge`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["arrow", "popup", "hover-bridge"], name)
    }
}

impl crate::popup::Popup<'_> {
    /// Where it floats, as far as there is room.
    pub fn placement(self, placement: Placement) -> Self {
        self.0.set("placement", Value::Word(placement.word()));
        self
    }

    /// How far it is from what it belongs to, in CSS pixels.
    pub fn distance(self, distance: u32) -> Self {
        self.0.set("distance", Value::Int(i64::from(distance)));
        self
    }

    /// How far it is moved along what it belongs to, in CSS pixels.
    pub fn skidding(self, skidding: u32) -> Self {
        self.0.set("skidding", Value::Int(i64::from(skidding)));
        self
    }

    /// Whether it has an arrow.
    pub fn arrow(self, arrow: bool) -> Self {
        self.0.set("arrow", arrow);
        self
    }

    /// Where its arrow is.
    pub fn arrow_placement(self, arrow_placement: ArrowPlace) -> Self {
        self.0.set("arrow_placement", Value::Word(arrow_placement.word()));
        self
    }

    /// How near to a corner its arrow comes, in CSS pixels.
    pub fn arrow_padding(self, arrow_padding: u32) -> Self {
        self.0.set("arrow_padding", Value::Int(i64::from(arrow_padding)));
        self
    }

    /// How large its arrow is.
    pub fn arrow_size(self, arrow_size: impl Into<Length>) -> Self {
        arrow_size.into().put(self.0, "arrow_size");
        self
    }

    /// The colour of its arrow.
    pub fn arrow_color(self, arrow_color: impl Into<Paint>) -> Self {
        arrow_color.into().put(self.0, "arrow_color");
        self
    }

    /// Whether it goes to the other side where there is no room.
    pub fn flip(self, flip: bool) -> Self {
        self.0.set("flip", flip);
        self
    }

    /// How near to the edge it goes before it does, in CSS pixels.
    pub fn flip_padding(self, flip_padding: u32) -> Self {
        self.0.set("flip_padding", Value::Int(i64::from(flip_padding)));
        self
    }

    /// Whether it is moved along where there is no room.
    pub fn shift(self, shift: bool) -> Self {
        self.0.set("shift", shift);
        self
    }

    /// How near to the edge it goes before it is, in CSS pixels.
    pub fn shift_padding(self, shift_padding: u32) -> Self {
        self.0.set("shift_padding", Value::Int(i64::from(shift_padding)));
        self
    }

    /// What of its size it shares with what it belongs to.
    pub fn sync(self, sync: Extent) -> Self {
        self.0.set("sync", Value::Word(sync.word()));
        self
    }
}
