//! Style properties, typed.
//!
//! What a property can be is a type, so that a value is CSS by construction: no text of the app becomes part of a style. A
//! colour that is read from text is an error where it is none.

mod border;
mod color;
mod grid;
mod length;
mod number;
mod token;
mod word;

pub use border::Border;
pub use color::{Color, ColorError, Gradient, Hue, Paint, Shade};
pub use grid::{Span, Track, Tracks};
pub use length::{Corner, Corners, Length, Margin, Offset, Padding, Radius, Size, Spacing};
pub use number::{Level, Opacity, Share};
pub use token::{
    FontFamily, FontSize, FontWeight, Leading, LetterSpacing, LineHeight, Shadow, Tracking, TypeSize,
};
pub use word::{
    Align, Cursor, Direction, FontStyle, Justify, LineStyle, Position, TextAlign, TextDecoration,
    TextOverflow, TextTransform, UserSelect, WhiteSpace, Wrap,
};

use hyperdiv_core::{Element, Value};

/// The theme's tokens that values can name, as CSS names them, for checks against the page's style sheet.
#[must_use]
pub fn tokens() -> Vec<String> {
    let mut all = color::tokens();
    all.extend(token::tokens());
    all
}

/// A value that can become a CSS declaration.
pub(crate) trait Css {
    fn put(self, at: Element<'_>, name: &'static str);
}

fn put(at: Element<'_>, name: &'static str, value: Value) {
    at.set(name, value);
}

/// What has style properties: every handle of this crate, and nothing else.
pub trait Styled {
    #[doc(hidden)]
    fn styled(&self) -> Element<'_>;
}

impl<T: Styled + Copy> Style for T {}

/// The style properties: one line each, from the method and its type to the CSS property.
macro_rules! style {
    ($($(#[$doc:meta])* $method:ident($kind:ty) => $css:literal;)*) => {
        /// Style properties, on every element.
        ///
        /// Lengths without a unit are in rem, the size of the page's text. Colours are the theme's, which follow light and
        /// dark, or fixed ones. A property that is set again replaces the one before; what is not set is as the theme has it.
        ///
        /// ```
        /// use hyperdiv_elements::{Elements, Hue, Length, Shade, Style, color};
        /// # fn app(ui: &hyperdiv_core::Ui) {
        /// ui.vbox()
        ///     .padding((1.0, 2.0))
        ///     .gap(0.5)
        ///     .max_width(Length::Ch(72.0))
        ///     .border((Length::Px(1.0), Hue::Neutral.shade(Shade::S200)))
        ///     .background_color(color!("primary-50"))
        ///     .hover_background_color(color!("primary-100"));
        /// # }
        /// ```
        pub trait Style: Styled + Sized + Copy {
            $($(#[$doc])*
            fn $method(self, value: impl Into<$kind>) -> Self {
                value.into().put(self.styled(), concat!(":", $css));
                self
            })*

            /// Text that is filled with a gradient.
            fn text_gradient(self, gradient: impl Into<Gradient>) -> Self {
                let element = self.styled();
                gradient.into().put(element, ":background-image");
                element.set(":background-clip", Value::Word("text"));
                element.set(":-webkit-text-fill-color", Value::Word("transparent"));
                self
            }

            /// Whether what is too wide scrolls: `true` for a bar where it is needed, `false` to cut it off.
            fn horizontal_scroll(self, scroll: bool) -> Self {
                self.styled().set(":overflow-x", Value::Word(overflow(scroll)));
                self
            }

            /// Whether what is too high scrolls: `true` for a bar where it is needed, `false` to cut it off.
            fn vertical_scroll(self, scroll: bool) -> Self {
                self.styled().set(":overflow-y", Value::Word(overflow(scroll)));
                self
            }
        }

        /// The CSS properties that the trait sets, as the wire names them.
        pub static STYLE_NAMES: &[&str] = &[
            $(concat!(":", $css),)*
            ":background-clip",
            ":-webkit-text-fill-color",
            ":overflow-x",
            ":overflow-y",
        ];
    };
}

fn overflow(scroll: bool) -> &'static str {
    if scroll { "auto" } else { "hidden" }
}

style! {
    // The box.

    /// The width.
    width(Size) => "width";
    /// The height.
    height(Size) => "height";
    /// The least width.
    min_width(Size) => "min-width";
    /// The least height.
    min_height(Size) => "min-height";
    /// The most width.
    max_width(Size) => "max-width";
    /// The most height.
    max_height(Size) => "max-height";
    /// Space between the element's edge and what is in it: one to four lengths.
    padding(Padding) => "padding";
    /// The padding at the top.
    padding_top(Length) => "padding-top";
    /// The padding at the right.
    padding_right(Length) => "padding-right";
    /// The padding at the bottom.
    padding_bottom(Length) => "padding-bottom";
    /// The padding at the left.
    padding_left(Length) => "padding-left";
    /// Space around the element: one to four lengths, which may be negative or [`Offset::Auto`].
    margin(Margin) => "margin";
    /// The margin at the top.
    margin_top(Offset) => "margin-top";
    /// The margin at the right.
    margin_right(Offset) => "margin-right";
    /// The margin at the bottom.
    margin_bottom(Offset) => "margin-bottom";
    /// The margin at the left.
    margin_left(Offset) => "margin-left";
    /// A line at all edges.
    border(Border) => "border";
    /// A line at the top.
    border_top(Border) => "border-top";
    /// A line at the right.
    border_right(Border) => "border-right";
    /// A line at the bottom.
    border_bottom(Border) => "border-bottom";
    /// A line at the left.
    border_left(Border) => "border-left";
    /// The colour of the lines at all edges.
    border_color(Paint) => "border-color";
    /// How round the corners are: one to four lengths, or roundings of the theme.
    border_radius(Corners) => "border-radius";
    /// The colour behind what is in the element.
    background_color(Paint) => "background-color";
    /// A gradient behind what is in the element.
    background_gradient(Gradient) => "background-image";
    /// The shadow that the element casts.
    shadow(Shadow) => "box-shadow";
    /// How opaque the element is with all that is in it: 0 cannot be seen, 1 hides what is behind.
    opacity(Opacity) => "opacity";
    /// The pointer over the element.
    cursor(Cursor) => "cursor";
    /// What the person can select.
    user_select(UserSelect) => "user-select";

    // How a box lays out its children.

    /// Which way the children of a box follow each other.
    direction(Direction) => "flex-direction";
    /// Where the children of a box stand across its direction.
    align(Align) => "align-items";
    /// How the children of a box share the room along its direction.
    justify(Justify) => "justify-content";
    /// Space between the children of a box.
    gap(Length) => "gap";
    /// Whether the children of a box go on in another line where one is full.
    wrap(Wrap) => "flex-wrap";

    /// The columns of a grid: how many of the same width, or one after the other.
    grid_columns(Tracks) => "grid-template-columns";
    /// The rows of a grid: how many of the same height, or one after the other.
    grid_rows(Tracks) => "grid-template-rows";

    // How the element stands in its box, and elsewhere.

    /// The share that it takes of the room that is left along its box's direction; 0 none.
    grow(Share) => "flex-grow";
    /// The share that it gives where there is too little room; 0 none.
    shrink(Share) => "flex-shrink";
    /// Its size along its box's direction, before growing and shrinking.
    basis(Size) => "flex-basis";
    /// Where it stands across its box's direction, in place of the box's own `align`.
    align_self(Align) => "align-self";
    /// How many columns of its grid it takes.
    column_span(Span) => "grid-column";
    /// How many rows of its grid it takes.
    row_span(Span) => "grid-row";
    /// What its place is reckoned from.
    position(Position) => "position";
    /// How far it is from the top of what its place is reckoned from.
    top(Offset) => "top";
    /// How far it is from the right of what its place is reckoned from.
    right(Offset) => "right";
    /// How far it is from the bottom of what its place is reckoned from.
    bottom(Offset) => "bottom";
    /// How far it is from the left of what its place is reckoned from.
    left(Offset) => "left";
    /// Its place in the stack of those that are not static: more is nearer to the person.
    z_index(Level) => "z-index";

    // Text.

    /// The colour of text.
    font_color(Paint) => "color";
    /// How large text is.
    font_size(TypeSize) => "font-size";
    /// The family of type.
    font_family(FontFamily) => "font-family";
    /// How bold type is.
    font_weight(FontWeight) => "font-weight";
    /// How type stands.
    font_style(FontStyle) => "font-style";
    /// Space between letters.
    letter_spacing(Tracking) => "letter-spacing";
    /// The height of a line.
    line_height(Leading) => "line-height";
    /// Where lines stand.
    text_align(TextAlign) => "text-align";
    /// A line along the text.
    text_decoration(TextDecoration) => "text-decoration";
    /// Letters shown larger or smaller than they are written.
    text_transform(TextTransform) => "text-transform";
    /// What becomes of text that does not fit, where it neither breaks nor scrolls.
    text_overflow(TextOverflow) => "text-overflow";
    /// What becomes of spaces and line breaks.
    white_space(WhiteSpace) => "white-space";

    // While the pointer is over it, and while it is pressed. What is switched off does not change.

    /// The colour behind what is in it, while the pointer is over it.
    hover_background_color(Paint) => "hover-background-color";
    /// The colour of text, while the pointer is over it.
    hover_font_color(Paint) => "hover-color";
    /// The colour of the lines at its edges, while the pointer is over it.
    hover_border_color(Paint) => "hover-border-color";
    /// The shadow that it casts, while the pointer is over it.
    hover_shadow(Shadow) => "hover-box-shadow";
    /// How opaque it is, while the pointer is over it.
    hover_opacity(Opacity) => "hover-opacity";
    /// The colour behind what is in it, while it is pressed.
    active_background_color(Paint) => "active-background-color";
    /// The colour of text, while it is pressed.
    active_font_color(Paint) => "active-color";
    /// The colour of the lines at its edges, while it is pressed.
    active_border_color(Paint) => "active-border-color";
    /// The shadow that it casts, while it is pressed.
    active_shadow(Shadow) => "active-box-shadow";
    /// How opaque it is, while it is pressed.
    active_opacity(Opacity) => "active-opacity";
}
