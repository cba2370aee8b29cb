//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use std::time::Duration;

use hyperdiv_core::{Asset, Content, Kind, Role, Value};

use super::words::{
    AnimationDirection, AnimationFill, AvatarShape, ByteUnit, ErrorCorrection, NumberStyle, Wording,
};
use crate::style::Css;
use crate::style::Length;

pub(crate) static AVATAR: Kind = Kind {
    name: "avatar",
    id: 205,
    children: true,
    role: Some(Role::Img),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};

crate::handle! {
/// Somebody, as a picture, as initials, or as an icon where neither is there. The label names them; it is read, and not shown.
Avatar
}

impl<'ui> Avatar<'ui> {
    /// A part of it, for style properties: `icon`, `initials`, `image`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["icon", "initials", "image"], name)
    }
}

impl Avatar<'_> {
    /// Whether it was clicked: true in one run. What is also to be done by keyboard is a button.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// The picture.
    pub fn image(self, image: Asset) -> Self {
        self.0.set_text("image", &image.address());
        self
    }

    /// What shows where there is no picture.
    pub fn initials(self, initials: impl Content) -> Self {
        self.0.set_content("initials", &initials);
        self
    }

    /// Another icon, which shows where there are neither picture nor initials.
    pub fn icon(self, icon: &str) -> Self {
        crate::icon::put(self.0, "icon", icon);
        self
    }

    /// Its outline.
    pub fn shape(self, shape: AvatarShape) -> Self {
        self.0.set("shape", Value::Word(shape.word()));
        self
    }

    /// How wide and high it is.
    pub fn size(self, size: impl Into<Length>) -> Self {
        size.into().put(self.0, "size");
        self
    }
}

pub(crate) static QR_CODE: Kind = Kind {
    name: "qr_code",
    id: 206,
    children: true,
    role: Some(Role::Img),
    name_from: Some("value"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A text of at most 1,024 bytes as a code for cameras. Without a label it is read as the text itself.
QrCode
}

impl<'ui> QrCode<'ui> {
    /// A part of it, for style properties: `base`, `qr-code`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "qr-code"], name)
    }
}

impl QrCode<'_> {
    /// What it is, to whoever does not see it.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }

    /// How wide and high it is, in CSS pixels.
    pub fn size(self, size: u32) -> Self {
        self.0.set("size", Value::Int(i64::from(size.clamp(1, 4096))));
        self
    }

    /// How round its squares are, from 0 to 0.5.
    pub fn radius(self, radius: impl Into<f64>) -> Self {
        crate::value::put_number(self.0, "radius", radius.into());
        self
    }

    /// How much of it may be dirty or covered.
    pub fn error_correction(self, error_correction: ErrorCorrection) -> Self {
        self.0.set("error_correction", Value::Word(error_correction.word()));
        self
    }
}

pub(crate) static FORMAT_NUMBER: Kind = Kind {
    name: "format_number",
    id: 207,
    children: false,
    role: Some(Role::Text),
    name_from: Some("value"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A number as the page's language writes it. A test finds it by the number itself.
FormatNumber
}

impl FormatNumber<'_> {
    /// What it stands for.
    pub fn style(self, style: NumberStyle) -> Self {
        self.0.set("style", Value::Word(style.word()));
        self
    }

    /// The currency, by its three letters.
    pub fn currency(self, currency: &str) -> Self {
        crate::value::put_currency(self.0, "currency", currency);
        self
    }

    /// Whether thousands stay together.
    pub fn ungrouped(self, ungrouped: bool) -> Self {
        self.0.set("ungrouped", ungrouped);
        self
    }

    /// How many digits it has before the point at least.
    pub fn min_integer_digits(self, min_integer_digits: u32) -> Self {
        self.0.set("min_integer_digits", Value::Int(i64::from(min_integer_digits.clamp(1, 20))));
        self
    }

    /// How many digits it has behind the point at most.
    pub fn max_fraction_digits(self, max_fraction_digits: u32) -> Self {
        self.0.set("max_fraction_digits", Value::Int(i64::from(max_fraction_digits.min(20))));
        self
    }
}

pub(crate) static FORMAT_BYTES: Kind = Kind {
    name: "format_bytes",
    id: 208,
    children: false,
    role: Some(Role::Text),
    name_from: Some("value"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A size in bytes as a person reads it. A test finds it by the number itself.
FormatBytes
}

impl FormatBytes<'_> {
    /// What is counted.
    pub fn unit(self, unit: ByteUnit) -> Self {
        self.0.set("unit", Value::Word(unit.word()));
        self
    }

    /// How long it is written.
    pub fn display(self, display: Wording) -> Self {
        self.0.set("display", Value::Word(display.word()));
        self
    }
}

pub(crate) static RELATIVE_TIME: Kind = Kind {
    name: "relative_time",
    id: 209,
    children: false,
    role: Some(Role::Text),
    name_from: Some("date"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// How long ago something was, or how long it will be, as the page's language says it: `2 hours ago`. The date is as ISO 8601 writes it. A test finds it by the date itself.
RelativeTime
}

impl RelativeTime<'_> {
    /// How long it is written.
    pub fn style(self, style: Wording) -> Self {
        self.0.set("style", Value::Word(style.word()));
        self
    }

    /// Whether it goes on by itself as time passes.
    pub fn live(self, live: bool) -> Self {
        self.0.set("live", live);
        self
    }
}

pub(crate) static VISUALLY_HIDDEN: Kind = Kind {
    name: "visually_hidden",
    id: 210,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// What is in it is read and not shown.
VisuallyHidden
}

impl VisuallyHidden<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

impl crate::animation::Animation<'_> {
    /// How long it waits before it begins.
    pub fn delay(self, delay: Duration) -> Self {
        crate::value::put_milliseconds(self.0, "delay", delay);
        self
    }

    /// How long it takes.
    pub fn duration(self, duration: Duration) -> Self {
        crate::value::put_milliseconds(self.0, "duration", duration);
        self
    }

    /// How long it waits before it ends.
    pub fn end_delay(self, end_delay: Duration) -> Self {
        crate::value::put_milliseconds(self.0, "end_delay", end_delay);
        self
    }

    /// Where in itself it begins: 0.5 is its middle.
    pub fn iteration_start(self, iteration_start: impl Into<f64>) -> Self {
        crate::value::put_within(self.0, "iteration_start", iteration_start.into(), 0.0..=f64::MAX);
        self
    }

    /// How many times as fast it is.
    pub fn playback_rate(self, playback_rate: impl Into<f64>) -> Self {
        crate::value::put_within(self.0, "playback_rate", playback_rate.into(), 0.01..=100.0);
        self
    }

    /// Which way it goes.
    pub fn direction(self, direction: AnimationDirection) -> Self {
        self.0.set("direction", Value::Word(direction.word()));
        self
    }

    /// What shows before and behind it.
    pub fn fill(self, fill: AnimationFill) -> Self {
        self.0.set("fill", Value::Word(fill.word()));
        self
    }
}
