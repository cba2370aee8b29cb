//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use std::time::Duration;

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Value};

use super::words::{Activation, GuideStyle, Orientation, PanelEnd, Side};
use crate::container::Container;
use crate::style::Css;
use crate::style::{Length, Paint};

pub(crate) static SPLIT_PANEL: Kind = Kind {
    name: "split_panel",
    id: 251,
    children: true,
    role: Some(Role::Separator),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Number { min: 0.0, max: 100.0, start: 50.0 } }],
    events: &[],
};

pub(crate) static SPLIT_PANEL_START: Kind = Kind {
    name: "split_panel_start",
    id: 252,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

pub(crate) static SPLIT_PANEL_END: Kind = Kind {
    name: "split_panel_end",
    id: 253,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::control::control! {
/// Two panels with a line between them, which the person moves: at 50 per cent, unless it is said. The label names the line.
SplitPanel
}

crate::value::numbered!(SplitPanel);

impl<'ui> SplitPanel<'ui> {
    /// A part of it, for style properties: `start`, `end`, `panel`, `divider`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["start", "end", "panel", "divider"], name)
    }
}

impl SplitPanel<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Fills the first panel.
    #[track_caller]
    pub fn start<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&SPLIT_PANEL_START)).with(body)
    }

    /// Fills the second panel.
    #[track_caller]
    pub fn end<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&SPLIT_PANEL_END)).with(body)
    }

    /// Whether the panels are side by side or one above the other.
    pub fn orientation(self, orientation: Orientation) -> Self {
        self.0.set("orientation", Value::Word(orientation.word()));
        self
    }

    /// Which panel keeps its size.
    pub fn primary(self, primary: PanelEnd) -> Self {
        self.0.set("primary", Value::Word(primary.word()));
        self
    }

    /// Where the line stops when it comes near: places such as `25% 50%` or `120px`, or `repeat(10%)`.
    pub fn snap(self, snap: impl Content) -> Self {
        self.0.set_content("snap", &snap);
        self
    }

    /// How near the line has to come to where it snaps, in CSS pixels.
    pub fn snap_threshold(self, snap_threshold: u32) -> Self {
        self.0.set("snap_threshold", Value::Int(i64::from(snap_threshold)));
        self
    }

    /// How wide the line is.
    pub fn divider_width(self, divider_width: impl Into<Length>) -> Self {
        divider_width.into().put(self.0, "divider_width");
        self
    }

    /// How wide the line is for the pointer.
    pub fn divider_hit_area(self, divider_hit_area: impl Into<Length>) -> Self {
        divider_hit_area.into().put(self.0, "divider_hit_area");
        self
    }

    /// The least size of the panel that keeps its size.
    pub fn primary_min_size(self, primary_min_size: impl Into<Length>) -> Self {
        primary_min_size.into().put(self.0, "primary_min_size");
        self
    }

    /// The most size of the panel that keeps its size.
    pub fn primary_max_size(self, primary_max_size: impl Into<Length>) -> Self {
        primary_max_size.into().put(self.0, "primary_max_size");
        self
    }
}

pub(crate) static IMAGE_COMPARER: Kind = Kind {
    name: "image_comparer",
    id: 254,
    children: true,
    role: Some(Role::Slider),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Number { min: 0.0, max: 100.0, start: 50.0 } }],
    events: &[],
};

pub(crate) static IMAGE_COMPARER_BEFORE: Kind = Kind {
    name: "image_comparer_before",
    id: 255,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

pub(crate) static IMAGE_COMPARER_AFTER: Kind = Kind {
    name: "image_comparer_after",
    id: 256,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// Two pictures on top of each other, and a line that the person moves to see more of one or of the other.
ImageComparer
}

crate::value::numbered!(ImageComparer);

impl<'ui> ImageComparer<'ui> {
    /// A part of it, for style properties: `base`, `comparison`, `before`, `after`, `divider`, `handle`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "comparison", "before", "after", "divider", "handle"], name)
    }
}

impl ImageComparer<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What shows on the right of the line.
    #[track_caller]
    pub fn before<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&IMAGE_COMPARER_BEFORE)).with(body)
    }

    /// What shows on the left of the line, and covers the other.
    #[track_caller]
    pub fn after<R>(self, body: impl FnOnce() -> R) -> R {
        Container::new(self.0.child(&IMAGE_COMPARER_AFTER)).with(body)
    }

    /// How wide the line is.
    pub fn divider_width(self, divider_width: impl Into<Length>) -> Self {
        divider_width.into().put(self.0, "divider_width");
        self
    }

    /// How large the handle on the line is.
    pub fn handle_size(self, handle_size: impl Into<Length>) -> Self {
        handle_size.into().put(self.0, "handle_size");
        self
    }

    /// Another icon in the handle.
    pub fn handle_icon(self, handle_icon: &str) -> Self {
        crate::icon::put(self.0, "handle_icon", handle_icon);
        self
    }
}

impl<'ui> crate::tabs::TabGroup<'ui> {
    /// A part of it, for style properties: `base`, `tab-group`, `nav`, `tabs`, `body`, `scroll-button`, `scroll-button-start`, `scroll-button-end`, `scroll-button__base`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(
            self.0,
            &[
                "base",
                "tab-group",
                "nav",
                "tabs",
                "body",
                "scroll-button",
                "scroll-button-start",
                "scroll-button-end",
                "scroll-button__base",
            ],
            name,
        )
    }
}

impl crate::tabs::TabGroup<'_> {
    /// On which side of what they show the tabs are.
    pub fn placement(self, placement: Side) -> Self {
        self.0.set("placement", Value::Word(placement.word()));
        self
    }

    /// When a tab that the arrow keys come to shows what it stands for.
    pub fn activation(self, activation: Activation) -> Self {
        self.0.set("activation", Value::Word(activation.word()));
        self
    }

    /// Whether there are no buttons to scroll tabs that do not fit.
    pub fn no_scroll_controls(self, no_scroll_controls: bool) -> Self {
        self.0.set("no_scroll_controls", no_scroll_controls);
        self
    }

    /// The colour of the line at the tab that shows.
    pub fn indicator_color(self, indicator_color: impl Into<Paint>) -> Self {
        indicator_color.into().put(self.0, "indicator_color");
        self
    }

    /// The colour of the line at the other tabs.
    pub fn track_color(self, track_color: impl Into<Paint>) -> Self {
        track_color.into().put(self.0, "track_color");
        self
    }

    /// How thick these lines are.
    pub fn track_width(self, track_width: impl Into<Length>) -> Self {
        track_width.into().put(self.0, "track_width");
        self
    }
}

impl<'ui> crate::tree::Tree<'ui> {
    /// A part of it, for style properties: `base`, `tree`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "tree"], name)
    }
}

impl crate::tree::Tree<'_> {
    /// How far in what is inside something is.
    pub fn indent_size(self, indent_size: impl Into<Length>) -> Self {
        indent_size.into().put(self.0, "indent_size");
        self
    }

    /// How thick the line is along what is inside something.
    pub fn indent_guide_width(self, indent_guide_width: impl Into<Length>) -> Self {
        indent_guide_width.into().put(self.0, "indent_guide_width");
        self
    }

    /// The colour of that line.
    pub fn indent_guide_color(self, indent_guide_color: impl Into<Paint>) -> Self {
        indent_guide_color.into().put(self.0, "indent_guide_color");
        self
    }

    /// How that line looks.
    pub fn indent_guide_style(self, indent_guide_style: GuideStyle) -> Self {
        self.0.set("indent_guide_style", Value::Word(indent_guide_style.word()));
        self
    }

    /// How far that line stops before its ends.
    pub fn indent_guide_offset(self, indent_guide_offset: impl Into<Length>) -> Self {
        indent_guide_offset.into().put(self.0, "indent_guide_offset");
        self
    }
}

impl<'ui> crate::tree::TreeItem<'ui> {
    /// A part of it, for style properties: `base`, `tree-item`, `item`, `indentation`, `expand-button`, `spinner`, `spinner__base`, `label`, `children`, `checkbox`, `checkbox__base`, `checkbox__control`, `checkbox__checked-icon`, `checkbox__indeterminate-icon`, `checkbox__label`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(
            self.0,
            &[
                "base",
                "tree-item",
                "item",
                "indentation",
                "expand-button",
                "spinner",
                "spinner__base",
                "label",
                "children",
                "checkbox",
                "checkbox__base",
                "checkbox__control",
                "checkbox__checked-icon",
                "checkbox__indeterminate-icon",
                "checkbox__label",
            ],
            name,
        )
    }
}

impl crate::tree::TreeItem<'_> {
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
}

impl<'ui> crate::carousel::Carousel<'ui> {
    /// A part of it, for style properties: `base`, `carousel`, `scroll-container`, `pagination`, `pagination-item`, `pagination-item-active`, `navigation`, `navigation-button`, `navigation-button-previous`, `navigation-button-next`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(
            self.0,
            &[
                "base",
                "carousel",
                "scroll-container",
                "pagination",
                "pagination-item",
                "pagination-item-active",
                "navigation",
                "navigation-button",
                "navigation-button-previous",
                "navigation-button-next",
            ],
            name,
        )
    }
}

impl crate::carousel::Carousel<'_> {
    /// Whether the first follows the last.
    pub fn loop_around(self, loop_around: bool) -> Self {
        self.0.set("loop_around", loop_around);
        self
    }

    /// Whether it has buttons for the next and the one before.
    pub fn navigation(self, navigation: bool) -> Self {
        self.0.set("navigation", navigation);
        self
    }

    /// Whether it has a dot for each.
    pub fn pagination(self, pagination: bool) -> Self {
        self.0.set("pagination", pagination);
        self
    }

    /// After what time it goes on by itself.
    pub fn autoplay_interval(self, autoplay_interval: Duration) -> Self {
        crate::value::put_milliseconds(
            self.0,
            "autoplay_interval",
            autoplay_interval.max(Duration::from_millis(1000)),
        );
        self
    }

    /// How many show at once.
    pub fn slides_per_page(self, slides_per_page: u32) -> Self {
        self.0.set("slides_per_page", Value::Int(i64::from(slides_per_page.clamp(1, 100))));
        self
    }

    /// How many it goes on by.
    pub fn slides_per_move(self, slides_per_move: u32) -> Self {
        self.0.set("slides_per_move", Value::Int(i64::from(slides_per_move.clamp(1, 100))));
        self
    }

    /// Whether it goes sideways or up and down.
    pub fn orientation(self, orientation: Orientation) -> Self {
        self.0.set("orientation", Value::Word(orientation.word()));
        self
    }

    /// Whether the mouse can pull it.
    pub fn mouse_dragging(self, mouse_dragging: bool) -> Self {
        self.0.set("mouse_dragging", mouse_dragging);
        self
    }

    /// Space between what it shows.
    pub fn slide_gap(self, slide_gap: impl Into<Length>) -> Self {
        slide_gap.into().put(self.0, "slide_gap");
        self
    }

    /// How much of the neighbours shows.
    pub fn scroll_hint(self, scroll_hint: impl Into<Length>) -> Self {
        scroll_hint.into().put(self.0, "scroll_hint");
        self
    }

    /// Another icon of the button for the next.
    pub fn next_icon(self, next_icon: &str) -> Self {
        crate::icon::put(self.0, "next_icon", next_icon);
        self
    }

    /// Another icon of the button for the one before.
    pub fn previous_icon(self, previous_icon: &str) -> Self {
        crate::icon::put(self.0, "previous_icon", previous_icon);
        self
    }
}

pub(crate) static CAROUSEL_ITEM: Kind = Kind {
    name: "carousel_item",
    id: 271,
    children: true,
    role: Some(Role::Group),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// One of what a [`carousel`](crate::Carousels::carousel) shows.
CarouselItem
}

impl CarouselItem<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}
