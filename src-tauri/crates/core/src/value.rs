//! Values of properties, as an app sets them.

use std::fmt;

/// A length in CSS. A bare number is in rem, the size of the page's text.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Length {
    /// Times the page's text size.
    Rem(f64),
    /// CSS pixels.
    Px(f64),
    /// Per cent of the container.
    Percent(f64),
}

impl From<f64> for Length {
    fn from(rem: f64) -> Self {
        Length::Rem(rem)
    }
}

impl From<i32> for Length {
    fn from(rem: i32) -> Self {
        Length::Rem(f64::from(rem))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, unit) = match self {
            Length::Rem(value) => (value, "rem"),
            Length::Px(value) => (value, "px"),
            Length::Percent(value) => (value, "%"),
        };
        // Not a number and infinities are no CSS; nothing is the nearest that is.
        let value = if value.is_finite() { *value } else { 0.0 };
        write!(f, "{value}{unit}")
    }
}

/// A value that a property is set to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// The property's default.
    Unset,
    /// A flag.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A length.
    Length(Length),
    /// One of a closed set of words.
    Word(&'static str),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<Length> for Value {
    fn from(value: Length) -> Self {
        Value::Length(value)
    }
}

/// The value of a property that the person may change.
#[derive(Clone, PartialEq, Debug)]
pub enum InputValue {
    /// Of a checkbox.
    Bool(bool),
    /// Of a text field.
    Text(String),
}
