//! The elements an app is built from.
//!
//! [`Elements`] adds a method for each of them to [`Ui`]. An element is in the tree once it is constructed; its setters edit
//! it in place and return the handle again, which is `Copy`. Events (`clicked`, `changed`) are true in one run; state
//! (`value`, `is_checked`) is there in every run.

mod container;
mod control;
mod style;
mod text;

pub use container::Container;
pub use control::{Button, Checkbox, TextInput, Variant};
pub use style::{
    Align, Border, Color, ColorError, Corner, Corners, Cursor, Direction, FontFamily, FontSize, FontStyle,
    FontWeight, Gradient, Hue, Justify, Leading, Length, LetterSpacing, Level, LineHeight, LineStyle, Margin,
    Offset, Opacity, Padding, Paint, Position, Radius, STYLE_NAMES, Shade, Shadow, Share, Size, Spacing,
    Style, Styled, TextAlign, TextDecoration, TextOverflow, TextTransform, Tracking, TypeSize, UserSelect,
    WhiteSpace, Wrap, tokens,
};
pub use text::Text;

use hyperdiv_core::{Content, Kind, Ui};

/// The elements, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Elements: sealed::Sealed {
    /// Children one below the other.
    #[track_caller]
    fn vbox(&self) -> Container<'_>;

    /// Children side by side.
    #[track_caller]
    fn hbox(&self) -> Container<'_>;

    /// A box that lays its children out from top to bottom unless its style says otherwise.
    #[track_caller]
    fn box_(&self) -> Container<'_>;

    /// A paragraph of text. It is always text, never markup.
    #[track_caller]
    fn text(&self, content: impl Content) -> Text<'_>;

    /// Something to press.
    #[track_caller]
    fn button(&self, label: impl Content) -> Button<'_>;

    /// A field for one line of text.
    #[track_caller]
    fn text_input(&self, label: impl Content) -> TextInput<'_>;

    /// A box to tick.
    #[track_caller]
    fn checkbox(&self, label: impl Content) -> Checkbox<'_>;
}

impl Elements for Ui {
    #[track_caller]
    fn vbox(&self) -> Container<'_> {
        Container::new(self.element(&container::VBOX))
    }

    #[track_caller]
    fn hbox(&self) -> Container<'_> {
        Container::new(self.element(&container::HBOX))
    }

    #[track_caller]
    fn box_(&self) -> Container<'_> {
        Container::new(self.element(&container::BOX))
    }

    #[track_caller]
    fn text(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::TEXT).set_content("content", &content))
    }

    #[track_caller]
    fn button(&self, label: impl Content) -> Button<'_> {
        Button::new(self.element(&control::BUTTON).set_content("label", &label))
    }

    #[track_caller]
    fn text_input(&self, label: impl Content) -> TextInput<'_> {
        TextInput::new(self.element(&control::TEXT_INPUT).set_content("label", &label))
    }

    #[track_caller]
    fn checkbox(&self, label: impl Content) -> Checkbox<'_> {
        Checkbox::new(self.element(&control::CHECKBOX).set_content("label", &label))
    }
}

/// Every kind of element, for whoever has to know them by name: the harness, and checks against the page's registry.
pub static KINDS: &[&Kind] = &[
    &container::VBOX,
    &container::HBOX,
    &container::BOX,
    &text::TEXT,
    &control::BUTTON,
    &control::TEXT_INPUT,
    &control::CHECKBOX,
];

mod sealed {
    pub trait Sealed {}

    impl Sealed for hyperdiv_core::Ui {}
}

/// A typed handle over an element of the current run.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'ui>(hyperdiv_core::Element<'ui>);

        impl<'ui> $name<'ui> {
            pub(crate) fn new(element: hyperdiv_core::Element<'ui>) -> Self {
                $name(element)
            }

            /// Calls `edit` where `condition` holds, for setters that depend on something:
            /// `ui.button("Save").maybe(busy, |button| button.variant(Variant::Warning))`.
            pub fn maybe(self, condition: bool, edit: impl FnOnce(Self) -> Self) -> Self {
                if condition { edit(self) } else { self }
            }
        }

        impl<'ui> crate::style::Styled for $name<'ui> {
            fn styled(&self) -> hyperdiv_core::Element<'_> {
                self.0
            }
        }

        impl hyperdiv_core::Body for $name<'_> {
            type All = ();

            fn next(self) -> Result<(), ()> {
                Ok(())
            }

            fn done() {}
        }
    };
}
pub(crate) use handle;
