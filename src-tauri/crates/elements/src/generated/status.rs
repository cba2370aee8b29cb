//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use std::time::Duration;

use hyperdiv_core::{Content, Kind, Role, Value};

use super::words::{Attention, ControlSize, SkeletonEffect};
use crate::control::Variant;
use crate::style::Css;
use crate::style::{Length, Paint};

pub(crate) static BADGE: Kind = Kind {
    name: "badge",
    id: 200,
    children: true,
    role: Some(Role::Text),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};

crate::handle! {
/// A short mark beside something: a count, a state.
Badge
}

impl<'ui> Badge<'ui> {
    /// A part of it, for style properties: `base`, `badge`, `start`, `end`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "badge", "start", "end"], name)
    }
}

impl Badge<'_> {
    /// Whether it was clicked: true in one run. What is also to be done by keyboard is a button.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// What it says, by its colour.
    pub fn variant(self, variant: Variant) -> Self {
        self.0.set("variant", Value::Word(variant.word()));
        self
    }

    /// Whether its ends are round.
    pub fn pill(self, pill: bool) -> Self {
        self.0.set("pill", pill);
        self
    }

    /// Whether it draws attention to itself, and how.
    pub fn attention(self, attention: Attention) -> Self {
        self.0.set("attention", Value::Word(attention.word()));
        self
    }

    /// An icon before its text.
    pub fn prefix_icon(self, prefix_icon: &str) -> Self {
        crate::icon::put(self.0, "prefix_icon", prefix_icon);
        self
    }

    /// An icon behind its text.
    pub fn suffix_icon(self, suffix_icon: &str) -> Self {
        crate::icon::put(self.0, "suffix_icon", suffix_icon);
        self
    }
}

pub(crate) static TAG: Kind = Kind {
    name: "tag",
    id: 201,
    children: true,
    role: Some(Role::Text),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked", "removed"],
};

crate::handle! {
/// A word that something is filed under.
Tag
}

impl<'ui> Tag<'ui> {
    /// A part of it, for style properties: `base`, `content`, `remove-button`, `remove-button__base`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "content", "remove-button", "remove-button__base"], name)
    }
}

impl Tag<'_> {
    /// Whether it was clicked elsewhere than on its button: true in one run. What is also to be done by keyboard is a button.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Whether the person has just pressed its button: true in one run.
    #[must_use]
    pub fn removed(self) -> bool {
        self.0.happened(1)
    }

    /// What it says, by its colour.
    pub fn variant(self, variant: Variant) -> Self {
        self.0.set("variant", Value::Word(variant.word()));
        self
    }

    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether its ends are round.
    pub fn pill(self, pill: bool) -> Self {
        self.0.set("pill", pill);
        self
    }

    /// Whether it has a button that takes it away: [`removed`](Self::removed) tells, and the app stops describing it.
    pub fn removable(self, removable: bool) -> Self {
        self.0.set("removable", removable);
        self
    }
}

pub(crate) static PROGRESS_BAR: Kind = Kind {
    name: "progress_bar",
    id: 202,
    children: true,
    role: Some(Role::Progressbar),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// How much of something is done, as a bar. The label says of what; it is read, and not shown: what shows is the [caption](ProgressBar::caption).
ProgressBar
}

impl<'ui> ProgressBar<'ui> {
    /// A part of it, for style properties: `base`, `progress-bar`, `indicator`, `label`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "progress-bar", "indicator", "label"], name)
    }
}

impl ProgressBar<'_> {
    /// What is written on the part that is done, such as `42 %`; not where it is not known how much is done.
    pub fn caption(self, caption: impl Content) -> Self {
        self.0.set_content("caption", &caption);
        self
    }

    /// How much is done, of 100.
    pub fn value(self, value: impl Into<f64>) -> Self {
        crate::value::put_number(self.0, "value", value.into());
        self
    }

    /// Whether it is not known how much is done.
    pub fn indeterminate(self, indeterminate: bool) -> Self {
        self.0.set("indeterminate", indeterminate);
        self
    }

    /// How high the bar is.
    pub fn bar_height(self, bar_height: impl Into<Length>) -> Self {
        bar_height.into().put(self.0, "bar_height");
        self
    }

    /// The colour of what is left.
    pub fn track_color(self, track_color: impl Into<Paint>) -> Self {
        track_color.into().put(self.0, "track_color");
        self
    }

    /// The colour of what is done.
    pub fn indicator_color(self, indicator_color: impl Into<Paint>) -> Self {
        indicator_color.into().put(self.0, "indicator_color");
        self
    }

    /// The colour of its caption.
    pub fn label_color(self, label_color: impl Into<Paint>) -> Self {
        label_color.into().put(self.0, "label_color");
        self
    }
}

pub(crate) static PROGRESS_RING: Kind = Kind {
    name: "progress_ring",
    id: 203,
    children: true,
    role: Some(Role::Progressbar),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// How much of something is done, as a ring. The label says of what; it is read, and not shown: what shows is the [caption](ProgressRing::caption).
ProgressRing
}

impl<'ui> ProgressRing<'ui> {
    /// A part of it, for style properties: `base`, `progress-ring`, `label`, `track`, `indicator`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "progress-ring", "label", "track", "indicator"], name)
    }
}

impl ProgressRing<'_> {
    /// What is written in it, such as `42 %`.
    pub fn caption(self, caption: impl Content) -> Self {
        self.0.set_content("caption", &caption);
        self
    }

    /// How much is done, of 100.
    pub fn value(self, value: impl Into<f64>) -> Self {
        crate::value::put_number(self.0, "value", value.into());
        self
    }

    /// How wide the ring is.
    pub fn size(self, size: impl Into<Length>) -> Self {
        size.into().put(self.0, "size");
        self
    }

    /// How thick the ring is where something is left.
    pub fn track_width(self, track_width: impl Into<Length>) -> Self {
        track_width.into().put(self.0, "track_width");
        self
    }

    /// The colour of what is left.
    pub fn track_color(self, track_color: impl Into<Paint>) -> Self {
        track_color.into().put(self.0, "track_color");
        self
    }

    /// How thick the ring is where it is done.
    pub fn indicator_width(self, indicator_width: impl Into<Length>) -> Self {
        indicator_width.into().put(self.0, "indicator_width");
        self
    }

    /// The colour of what is done.
    pub fn indicator_color(self, indicator_color: impl Into<Paint>) -> Self {
        indicator_color.into().put(self.0, "indicator_color");
        self
    }

    /// The colour of its caption.
    pub fn label_color(self, label_color: impl Into<Paint>) -> Self {
        label_color.into().put(self.0, "label_color");
        self
    }

    /// How long it takes to show a change.
    pub fn transition_duration(self, transition_duration: Duration) -> Self {
        crate::value::put_seconds(self.0, "transition_duration", transition_duration);
        self
    }
}

pub(crate) static SKELETON: Kind =
    Kind { name: "skeleton", id: 204, children: true, role: None, name_from: None, inputs: &[], events: &[] };

crate::handle! {
/// Stands where something will be once it is there. It says nothing: what is awaited is said elsewhere.
Skeleton
}

impl<'ui> Skeleton<'ui> {
    /// A part of it, for style properties: `indicator`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["indicator"], name)
    }
}

impl Skeleton<'_> {
    /// How it shows that something is on its way.
    pub fn effect(self, effect: SkeletonEffect) -> Self {
        self.0.set("effect", Value::Word(effect.word()));
        self
    }

    /// Its colour.
    pub fn color(self, color: impl Into<Paint>) -> Self {
        color.into().put(self.0, "color");
        self
    }

    /// The colour of the light that passes over it.
    pub fn sheen_color(self, sheen_color: impl Into<Paint>) -> Self {
        sheen_color.into().put(self.0, "sheen_color");
        self
    }
}
