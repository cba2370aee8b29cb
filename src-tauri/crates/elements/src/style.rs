//! Style properties, typed.

use hyperdiv_core::{Element, Length, Value};

/// Style properties, on every element. Lengths without a unit are in rem.
pub trait Style: Styled + Sized + Copy {
    /// Space between the element's edge and what is in it.
    fn padding(self, all_sides: impl Into<Length>) -> Self {
        self.style(":padding", Value::Length(all_sides.into()))
    }

    /// Space around the element.
    fn margin(self, all_sides: impl Into<Length>) -> Self {
        self.style(":margin", Value::Length(all_sides.into()))
    }

    /// Space between the children of a box.
    fn gap(self, gap: impl Into<Length>) -> Self {
        self.style(":gap", Value::Length(gap.into()))
    }

    /// Where the children of a box stand across its direction.
    fn align(self, align: Align) -> Self {
        self.style(":align-items", Value::Word(align.css()))
    }

    /// How the children of a box share the room along its direction.
    fn justify(self, justify: Justify) -> Self {
        self.style(":justify-content", Value::Word(justify.css()))
    }

    /// The width.
    fn width(self, width: impl Into<Length>) -> Self {
        self.style(":width", Value::Length(width.into()))
    }

    /// The most width that the element takes.
    fn max_width(self, width: impl Into<Length>) -> Self {
        self.style(":max-width", Value::Length(width.into()))
    }

    #[doc(hidden)]
    fn style(self, name: &'static str, value: Value) -> Self {
        self.element().set_style(name, value);
        self
    }
}

impl<T: Styled + Copy> Style for T {}

/// What has style properties: every handle of this crate, and nothing else.
pub trait Styled {
    #[doc(hidden)]
    fn element(self) -> impl SetStyle;
}

#[doc(hidden)]
pub trait SetStyle {
    fn set_style(self, name: &'static str, value: Value);
}

impl SetStyle for Element<'_> {
    fn set_style(self, name: &'static str, value: Value) {
        self.set(name, value);
    }
}

/// Where the children of a box stand across its direction: CSS `align-items`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Align {
    /// At the start.
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
    /// As wide, or as high, as the box.
    Stretch,
}

impl Align {
    fn css(self) -> &'static str {
        match self {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
            Align::Stretch => "stretch",
        }
    }
}

/// How the children of a box share the room along its direction: CSS `justify-content`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Justify {
    /// Together at the start.
    Start,
    /// Together in the middle.
    Center,
    /// Together at the end.
    End,
    /// As far apart as they can be, the first and the last at the ends.
    SpaceBetween,
    /// The same room around each.
    SpaceAround,
    /// The same room before, between and behind.
    SpaceEvenly,
}

impl Justify {
    fn css(self) -> &'static str {
        match self {
            Justify::Start => "start",
            Justify::Center => "center",
            Justify::End => "end",
            Justify::SpaceBetween => "space-between",
            Justify::SpaceAround => "space-around",
            Justify::SpaceEvenly => "space-evenly",
        }
    }
}
