//! Lengths: how wide, how far, how round.

use std::fmt;

use hyperdiv_core::{Element, Measure, Unit, Value};

use super::{Css, put};

/// A length. A bare number is in rem, the size of the page's text.
///
/// Where a property can be no less than nothing, such as a padding, a negative length becomes 0, and so does everywhere what
/// is no number; the developer is warned.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Length {
    /// Times the page's text size.
    Rem(f64),
    /// CSS pixels.
    Px(f64),
    /// Per cent of the container.
    Percent(f64),
    /// Times the element's text size.
    Em(f64),
    /// Per cent of the window's width.
    Vw(f64),
    /// Per cent of the window's height.
    Vh(f64),
    /// Widths of the digit zero: for the width of text.
    Ch(f64),
    /// One of the theme's distances.
    Spacing(Spacing),
}

impl Length {
    fn measure(self) -> Result<Measure, Spacing> {
        let (number, unit) = match self {
            Length::Rem(number) => (number, Unit::Rem),
            Length::Px(number) => (number, Unit::Px),
            Length::Percent(number) => (number, Unit::Percent),
            Length::Em(number) => (number, Unit::Em),
            Length::Vw(number) => (number, Unit::Vw),
            Length::Vh(number) => (number, Unit::Vh),
            Length::Ch(number) => (number, Unit::Ch),
            Length::Spacing(spacing) => return Err(spacing),
        };
        Ok(Measure { number, unit })
    }

    fn value(self) -> Value {
        match self.measure() {
            Ok(measure) => Value::Measure(measure),
            Err(spacing) => Value::Word(spacing.css()),
        }
    }

    /// The length itself where it is a number of at least `least`, else 0 and a warning.
    pub(super) fn checked(self, least: f64, at: Element<'_>, name: &'static str) -> Length {
        match self.measure() {
            Ok(measure) if !(measure.number >= least && measure.number.is_finite()) => {
                at.warn(name, |site| {
                    let name = &name[1..];
                    format!("the {name} at {site} cannot be {measure:?}; it is taken as 0")
                });
                Length::Px(0.0)
            }
            _ => self,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.measure() {
            Ok(measure) => measure.fmt(f),
            Err(spacing) => f.write_str(spacing.css()),
        }
    }
}

impl Css for Length {
    fn put(self, at: Element<'_>, name: &'static str) {
        put(at, name, self.checked(0.0, at, name).value());
    }
}

/// Negative lengths are as good as others.
const ANY: f64 = f64::MIN;

super::token::token_enum! {
    /// The theme's distances.
    Spacing "spacing" {
        /// 0.125 rem.
        XxxSmall "3x-small",
        /// 0.25 rem.
        XxSmall "2x-small",
        /// 0.5 rem.
        XSmall "x-small",
        /// 0.75 rem.
        Small "small",
        /// 1 rem.
        Medium "medium",
        /// 1.25 rem.
        Large "large",
        /// 1.75 rem.
        XLarge "x-large",
        /// 2.25 rem.
        XxLarge "2x-large",
        /// 3 rem.
        XxxLarge "3x-large",
        /// 4.5 rem.
        XxxxLarge "4x-large",
    }
}

super::token::token_enum! {
    /// The theme's roundings of corners.
    Radius "border-radius" {
        /// 0.1875 rem.
        Small "small",
        /// 0.25 rem.
        Medium "medium",
        /// 0.5 rem.
        Large "large",
        /// 1 rem.
        XLarge "x-large",
        /// A circle, where the element is as wide as high.
        Circle "circle",
        /// Half circles at the short sides.
        Pill "pill",
    }
}

/// How wide or high an element is.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Size {
    /// This much.
    Length(Length),
    /// As the layout has it; no limit, where it is a limit.
    Auto,
    /// Two lengths together: `Length::Percent(50.0) + Length::Rem(1.0)`.
    Sum(Length, Length),
    /// What is left of one length without another: `Length::Percent(100.0) - Length::Rem(20.0)`.
    Difference(Length, Length),
    /// As its content wants it, within the room there is.
    FitContent,
    /// As little as its content can do with.
    MinContent,
    /// As its content wants it.
    MaxContent,
}

impl Css for Size {
    fn put(self, at: Element<'_>, name: &'static str) {
        let word = match self {
            Size::Length(length) => return length.put(at, name),
            Size::Sum(a, b) => {
                let [a, b] = [a, b].map(|length| length.checked(ANY, at, name));
                at.set_content(name, &format_args!("calc({a} + {b})"));
                return;
            }
            Size::Difference(a, b) => {
                let [a, b] = [a, b].map(|length| length.checked(ANY, at, name));
                at.set_content(name, &format_args!("calc({a} - {b})"));
                return;
            }
            Size::Auto if name.starts_with(":max-") => "none",
            Size::Auto => "auto",
            Size::FitContent => "fit-content",
            Size::MinContent => "min-content",
            Size::MaxContent => "max-content",
        };
        put(at, name, Value::Word(word));
    }
}

impl std::ops::Add for Length {
    type Output = Size;

    fn add(self, other: Length) -> Size {
        Size::Sum(self, other)
    }
}

impl std::ops::Sub for Length {
    type Output = Size;

    fn sub(self, other: Length) -> Size {
        Size::Difference(self, other)
    }
}

/// A distance that may be negative, or left to the layout.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Offset {
    /// This much.
    Length(Length),
    /// As the layout has it: margins on both sides share the room that is left.
    Auto,
}

impl Offset {
    fn checked(self, at: Element<'_>, name: &'static str) -> Offset {
        match self {
            Offset::Length(length) => Offset::Length(length.checked(ANY, at, name)),
            Offset::Auto => self,
        }
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Offset::Length(length) => length.fmt(f),
            Offset::Auto => f.write_str("auto"),
        }
    }
}

impl Css for Offset {
    fn put(self, at: Element<'_>, name: &'static str) {
        let value = match self.checked(at, name) {
            Offset::Length(length) => length.value(),
            Offset::Auto => Value::Word("auto"),
        };
        put(at, name, value);
    }
}

/// A corner: a length, or one of the theme's roundings.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Corner {
    /// This much.
    Length(Length),
    /// As the theme has it.
    Radius(Radius),
}

impl Corner {
    fn checked(self, at: Element<'_>, name: &'static str) -> Corner {
        match self {
            Corner::Length(length) => Corner::Length(length.checked(0.0, at, name)),
            Corner::Radius(_) => self,
        }
    }
}

impl fmt::Display for Corner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Corner::Length(length) => length.fmt(f),
            Corner::Radius(radius) => f.write_str(radius.css()),
        }
    }
}

impl Css for Corner {
    fn put(self, at: Element<'_>, name: &'static str) {
        let value = match self.checked(at, name) {
            Corner::Length(length) => length.value(),
            Corner::Radius(radius) => Value::Word(radius.css()),
        };
        put(at, name, value);
    }
}

macro_rules! from_lengths {
    ($kind:ident, $through:ty, $wrap:path) => {
        impl From<f64> for $kind {
            fn from(rem: f64) -> Self {
                $wrap(<$through>::from(Length::Rem(rem)))
            }
        }

        impl From<i32> for $kind {
            fn from(rem: i32) -> Self {
                $wrap(<$through>::from(Length::Rem(f64::from(rem))))
            }
        }

        impl From<Spacing> for $kind {
            fn from(spacing: Spacing) -> Self {
                $wrap(<$through>::from(Length::Spacing(spacing)))
            }
        }
    };
}
pub(super) use from_lengths;

from_lengths!(Length, Length, std::convert::identity);
from_lengths!(Size, Length, Size::Length);
from_lengths!(Offset, Length, Offset::Length);
from_lengths!(Corner, Length, Corner::Length);

impl From<Length> for Size {
    fn from(length: Length) -> Self {
        Size::Length(length)
    }
}

impl From<Length> for Offset {
    fn from(length: Length) -> Self {
        Offset::Length(length)
    }
}

impl From<Length> for Corner {
    fn from(length: Length) -> Self {
        Corner::Length(length)
    }
}

impl From<Radius> for Corner {
    fn from(radius: Radius) -> Self {
        Corner::Radius(radius)
    }
}

/// One to four values, as CSS reads them.
macro_rules! sides {
    ($(#[$doc:meta])* $name:ident of $one:ident, $check:expr $(, $also:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Debug)]
        pub struct $name([$one; 4]);

        impl Css for $name {
            fn put(self, at: Element<'_>, name: &'static str) {
                let [a, b, c, d] = self.0;
                if a == b && b == c && c == d {
                    return a.put(at, name);
                }
                let [a, b, c, d] = self.0.map(|one| $check(one, at, name));
                if b != d {
                    at.set_content(name, &format_args!("{a} {b} {c} {d}"));
                } else if a != c {
                    at.set_content(name, &format_args!("{a} {b} {c}"));
                } else {
                    at.set_content(name, &format_args!("{a} {b}"));
                }
            }
        }

        impl $name {
            fn all(one: $one) -> Self {
                $name([one; 4])
            }
        }

        from_lengths!($name, $one, $name::all);

        impl From<Length> for $name {
            fn from(length: Length) -> Self {
                $name::all(length.into())
            }
        }
        $(
            impl From<$also> for $name {
                fn from(one: $also) -> Self {
                    $name::all(one.into())
                }
            }
        )*

        impl<A: Into<$one>, B: Into<$one>> From<(A, B)> for $name {
            fn from((a, b): (A, B)) -> Self {
                let (a, b) = (a.into(), b.into());
                $name([a, b, a, b])
            }
        }

        impl<A: Into<$one>, B: Into<$one>, C: Into<$one>> From<(A, B, C)> for $name {
            fn from((a, b, c): (A, B, C)) -> Self {
                let (a, b, c) = (a.into(), b.into(), c.into());
                $name([a, b, c, b])
            }
        }

        impl<A: Into<$one>, B: Into<$one>, C: Into<$one>, D: Into<$one>> From<(A, B, C, D)> for $name {
            fn from((a, b, c, d): (A, B, C, D)) -> Self {
                $name([a.into(), b.into(), c.into(), d.into()])
            }
        }
    };
}

sides! {
    /// The space inside an element: for all sides, `(top and bottom, left and right)`, `(top, left and right, bottom)` or
    /// `(top, right, bottom, left)`.
    Padding of Length, |length: Length, at, name| length.checked(0.0, at, name)
}

sides! {
    /// The space around an element: for all sides, `(top and bottom, left and right)`, `(top, left and right, bottom)` or
    /// `(top, right, bottom, left)`.
    Margin of Offset, |offset: Offset, at, name| offset.checked(at, name), Offset
}

sides! {
    /// The corners of an element: all, `(top left and bottom right, the others)`, `(top left, top right and bottom left,
    /// bottom right)`, or each from the top left one clockwise.
    Corners of Corner, |corner: Corner, at, name| corner.checked(at, name), Radius, Corner
}
