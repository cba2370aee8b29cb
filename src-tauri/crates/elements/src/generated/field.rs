//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Value};

use super::words::{ColorFormat, ControlSize, Orientation, Placement};
use crate::style::Css;
use crate::style::{Length, Paint};

impl crate::control::TextInput<'_> {
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

    /// Whether it has a button that empties it.
    pub fn clearable(self, clearable: bool) -> Self {
        self.0.set("clearable", clearable);
        self
    }

    /// Whether it can be read and copied, but not changed.
    pub fn readonly(self, readonly: bool) -> Self {
        self.0.set("readonly", readonly);
        self
    }

    /// Whether it has a button that shows what is behind the dots.
    pub fn password_toggle(self, password_toggle: bool) -> Self {
        self.0.set("password_toggle", password_toggle);
        self
    }

    /// How many letters it is to hold at least, as assistive technology tells; the app checks it.
    pub fn min_length(self, min_length: u32) -> Self {
        self.0.set("min_length", Value::Int(i64::from(min_length)));
        self
    }

    /// How many letters the person can type.
    pub fn max_length(self, max_length: u32) -> Self {
        self.0.set("max_length", Value::Int(i64::from(max_length)));
        self
    }

    /// Whether spelling is checked, as far as the system does it.
    pub fn spellcheck(self, spellcheck: bool) -> Self {
        self.0.set("spellcheck", spellcheck);
        self
    }

    /// An icon before what is typed.
    pub fn prefix_icon(self, prefix_icon: &str) -> Self {
        crate::icon::put(self.0, "prefix_icon", prefix_icon);
        self
    }

    /// An icon behind what is typed.
    pub fn suffix_icon(self, suffix_icon: &str) -> Self {
        crate::icon::put(self.0, "suffix_icon", suffix_icon);
        self
    }

    /// Another icon for the button that empties it.
    pub fn clear_icon(self, clear_icon: &str) -> Self {
        crate::icon::put(self.0, "clear_icon", clear_icon);
        self
    }

    /// Another icon for the button that shows what is behind the dots.
    pub fn show_password_icon(self, show_password_icon: &str) -> Self {
        crate::icon::put(self.0, "show_password_icon", show_password_icon);
        self
    }

    /// Another icon for the button that puts the dots back.
    pub fn hide_password_icon(self, hide_password_icon: &str) -> Self {
        crate::icon::put(self.0, "hide_password_icon", hide_password_icon);
        self
    }
}

impl crate::control::Checkbox<'_> {
    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether it shows that some of what it stands for is ticked and some is not, until the person ticks it.
    pub fn indeterminate(self, indeterminate: bool) -> Self {
        self.0.set("indeterminate", indeterminate);
        self
    }
}

impl crate::control::Switch<'_> {
    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// How wide it is.
    pub fn switch_width(self, switch_width: impl Into<Length>) -> Self {
        switch_width.into().put(self.0, "switch_width");
        self
    }

    /// How high it is.
    pub fn switch_height(self, switch_height: impl Into<Length>) -> Self {
        switch_height.into().put(self.0, "switch_height");
        self
    }

    /// How large what moves in it is.
    pub fn thumb_size(self, thumb_size: impl Into<Length>) -> Self {
        thumb_size.into().put(self.0, "thumb_size");
        self
    }
}

impl crate::entry::Textarea<'_> {
    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether it has a ground of another colour than the page.
    pub fn filled(self, filled: bool) -> Self {
        self.0.set("filled", filled);
        self
    }
}

impl crate::choose::Select<'_> {
    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether it has a ground of another colour than the page.
    pub fn filled(self, filled: bool) -> Self {
        self.0.set("filled", filled);
        self
    }

    /// Whether its ends are round.
    pub fn pill(self, pill: bool) -> Self {
        self.0.set("pill", pill);
        self
    }
}

impl crate::choose::RadioGroup<'_> {
    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether the ends are round, where they look like buttons.
    pub fn pill(self, pill: bool) -> Self {
        self.0.set("pill", pill);
        self
    }
}

pub(crate) static SLIDER: Kind = Kind {
    name: "slider",
    id: 260,
    children: true,
    role: Some(Role::Slider),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Number { min: 0.0, max: 100.0, start: 0.0 } }],
    events: &[],
};

crate::control::field! {
/// A number that the person moves along. 0 is a value like any other.
Slider
}

crate::value::numbered!(Slider);

impl<'ui> Slider<'ui> {
    /// A part of it, for style properties: `label`, `hint`, `slider`, `track`, `indicator`, `markers`, `marker`, `references`, `thumb`, `thumb-min`, `thumb-max`, `tooltip`, `tooltip__tooltip`, `tooltip__body`, `tooltip__arrow`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(
            self.0,
            &[
                "label",
                "hint",
                "slider",
                "track",
                "indicator",
                "markers",
                "marker",
                "references",
                "thumb",
                "thumb-min",
                "thumb-max",
                "tooltip",
                "tooltip__tooltip",
                "tooltip__body",
                "tooltip__arrow",
            ],
            name,
        )
    }
}

impl Slider<'_> {
    /// The least number; 0 unless it is said.
    pub fn min(self, min: impl Into<f64>) -> Self {
        crate::value::put_number(self.0, "min", min.into());
        crate::value::keep_marks_few(self.0, "markers");
        self
    }

    /// The greatest number; 100 unless it is said.
    pub fn max(self, max: impl Into<f64>) -> Self {
        crate::value::put_number(self.0, "max", max.into());
        crate::value::keep_marks_few(self.0, "markers");
        self
    }

    /// How far apart the numbers are; 1 unless it is said.
    pub fn step(self, step: impl Into<f64>) -> Self {
        crate::value::put_step(self.0, "step", step.into());
        crate::value::keep_marks_few(self.0, "markers");
        self
    }

    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether it lies or stands.
    pub fn orientation(self, orientation: Orientation) -> Self {
        self.0.set("orientation", Value::Word(orientation.word()));
        self
    }

    /// Whether the number shows while it is moved.
    pub fn tooltip(self, tooltip: bool) -> Self {
        self.0.set("tooltip", tooltip);
        self
    }

    /// Whether each step has a mark, where there are 200 steps at most. To be said after the limits and the step.
    pub fn markers(self, markers: bool) -> Self {
        crate::value::put_marks(self.0, "markers", markers);
        self
    }

    /// Whether it shows a number that the person cannot change.
    pub fn readonly(self, readonly: bool) -> Self {
        self.0.set("readonly", readonly);
        self
    }

    /// How thick its line is.
    pub fn track_height(self, track_height: impl Into<Length>) -> Self {
        track_height.into().put(self.0, "track_height");
        self
    }

    /// How wide what is moved is.
    pub fn thumb_width(self, thumb_width: impl Into<Length>) -> Self {
        thumb_width.into().put(self.0, "thumb_width");
        self
    }

    /// How high what is moved is.
    pub fn thumb_height(self, thumb_height: impl Into<Length>) -> Self {
        thumb_height.into().put(self.0, "thumb_height");
        self
    }
}

pub(crate) static RATING: Kind = Kind {
    name: "rating",
    id: 261,
    children: true,
    role: Some(Role::Slider),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Number { min: 0.0, max: 5.0, start: 0.0 } }],
    events: &[],
};

crate::control::control! {
/// Stars that the person gives. None is a value like any other. The label is read, and not shown.
Rating
}

crate::value::numbered!(Rating);

impl<'ui> Rating<'ui> {
    /// A part of it, for style properties: `base`, `rating`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(self.0, &["base", "rating"], name)
    }
}

impl Rating<'_> {
    /// How many stars there are; 5 unless it is said.
    pub fn max(self, max: u32) -> Self {
        self.0.set("max", Value::Int(i64::from(max.clamp(1, 100))));
        self
    }

    /// The least part of a star that can be given; 1 unless it is said.
    pub fn step(self, step: impl Into<f64>) -> Self {
        crate::value::put_step(self.0, "step", step.into());
        self
    }

    /// How large the stars are.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether it shows stars that the person cannot change.
    pub fn readonly(self, readonly: bool) -> Self {
        self.0.set("readonly", readonly);
        self
    }

    /// The colour of stars that are not given.
    pub fn symbol_color(self, symbol_color: impl Into<Paint>) -> Self {
        symbol_color.into().put(self.0, "symbol_color");
        self
    }

    /// The colour of stars that are given.
    pub fn symbol_color_active(self, symbol_color_active: impl Into<Paint>) -> Self {
        symbol_color_active.into().put(self.0, "symbol_color_active");
        self
    }

    /// Space between the stars.
    pub fn symbol_spacing(self, symbol_spacing: impl Into<Length>) -> Self {
        symbol_spacing.into().put(self.0, "symbol_spacing");
        self
    }
}

pub(crate) static COLOR_PICKER: Kind = Kind {
    name: "color_picker",
    id: 262,
    children: true,
    role: Some(Role::Button),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: 64 } }],
    events: &[],
};

crate::control::field! {
/// A field for a colour.
ColorPicker
}

impl<'ui> ColorPicker<'ui> {
    /// A part of it, for style properties: `base`, `color-picker`, `trigger`, `trigger-container`, `form-control`, `form-control-label`, `form-control-input`, `hint`, `swatches`, `swatch`, `grid`, `grid-handle`, `slider`, `slider-handle`, `hue-slider`, `hue-slider-handle`, `opacity-slider`, `opacity-slider-handle`, `preview`, `input`, `eyedropper-button`, `eyedropper-button__base`, `eyedropper-button__start`, `eyedropper-button__label`, `eyedropper-button__end`, `eyedropper-button__caret`, `format-button`, `format-button__base`, `format-button__start`, `format-button__label`, `format-button__end`, `format-button__caret`.
    #[track_caller]
    pub fn part(self, name: &str) -> crate::Part<'ui> {
        crate::part::part(
            self.0,
            &[
                "base",
                "color-picker",
                "trigger",
                "trigger-container",
                "form-control",
                "form-control-label",
                "form-control-input",
                "hint",
                "swatches",
                "swatch",
                "grid",
                "grid-handle",
                "slider",
                "slider-handle",
                "hue-slider",
                "hue-slider-handle",
                "opacity-slider",
                "opacity-slider-handle",
                "preview",
                "input",
                "eyedropper-button",
                "eyedropper-button__base",
                "eyedropper-button__start",
                "eyedropper-button__label",
                "eyedropper-button__end",
                "eyedropper-button__caret",
                "format-button",
                "format-button__base",
                "format-button__start",
                "format-button__label",
                "format-button__end",
                "format-button__caret",
            ],
            name,
        )
    }
}

impl ColorPicker<'_> {
    /// How the colour is written.
    pub fn color_format(self, color_format: ColorFormat) -> Self {
        self.0.set("color_format", Value::Word(color_format.word()));
        self
    }

    /// Whether the person can choose how opaque it is.
    pub fn opacity(self, opacity: bool) -> Self {
        self.0.set("opacity", opacity);
        self
    }

    /// Whether letters of the colour are written large.
    pub fn uppercase(self, uppercase: bool) -> Self {
        self.0.set("uppercase", uppercase);
        self
    }

    /// Whether the person cannot choose how the colour is written.
    pub fn no_format_toggle(self, no_format_toggle: bool) -> Self {
        self.0.set("no_format_toggle", no_format_toggle);
        self
    }

    /// How large the field is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Where it opens.
    pub fn placement(self, placement: Placement) -> Self {
        self.0.set("placement", Value::Word(placement.word()));
        self
    }

    /// Colours to choose from.
    pub fn swatches(self, swatches: impl IntoIterator<Item = impl Content>) -> Self {
        crate::value::put_texts(self.0, "swatches", swatches);
        self
    }

    /// How wide the plane of colours is.
    pub fn grid_width(self, grid_width: impl Into<Length>) -> Self {
        grid_width.into().put(self.0, "grid_width");
        self
    }

    /// How high the plane of colours is.
    pub fn grid_height(self, grid_height: impl Into<Length>) -> Self {
        grid_height.into().put(self.0, "grid_height");
        self
    }

    /// How large the handle on the plane is.
    pub fn grid_handle_size(self, grid_handle_size: impl Into<Length>) -> Self {
        grid_handle_size.into().put(self.0, "grid_handle_size");
        self
    }

    /// How high the sliders are.
    pub fn slider_height(self, slider_height: impl Into<Length>) -> Self {
        slider_height.into().put(self.0, "slider_height");
        self
    }

    /// How large the handles of the sliders are.
    pub fn slider_handle_size(self, slider_handle_size: impl Into<Length>) -> Self {
        slider_handle_size.into().put(self.0, "slider_handle_size");
        self
    }
}
