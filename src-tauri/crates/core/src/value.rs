//! Values of properties, as an app sets them.

use std::fmt;

/// What a measure counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Unit {
    /// Times the page's text size.
    Rem,
    /// CSS pixels.
    Px,
    /// Per cent of the container.
    Percent,
    /// Times the element's text size.
    Em,
    /// Per cent of the window's width.
    Vw,
    /// Per cent of the window's height.
    Vh,
    /// Widths of the digit zero.
    Ch,
    /// Seconds.
    Seconds,
}

impl Unit {
    /// As CSS writes it.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Unit::Rem => "rem",
            Unit::Px => "px",
            Unit::Percent => "%",
            Unit::Em => "em",
            Unit::Vw => "vw",
            Unit::Vh => "vh",
            Unit::Ch => "ch",
            Unit::Seconds => "s",
        }
    }
}

/// A number with its unit. Not a number and infinities are no CSS; nothing is the nearest that is.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// How many.
    pub number: f64,
    /// Of what.
    pub unit: Unit,
}

impl PartialEq for Measure {
    /// By bits, so that not-a-number equals itself and is not sent again and again.
    fn eq(&self, other: &Self) -> bool {
        self.unit == other.unit && self.number.to_bits() == other.number.to_bits()
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = if self.number.is_finite() { self.number } else { 0.0 };
        // Most are whole, and whole numbers are written a good deal faster.
        let whole = number as i32;
        if f64::from(whole) == number {
            f.write_str(itoa::Buffer::new().format(whole))?;
        } else {
            write!(f, "{number}")?;
        }
        f.write_str(self.unit.css())
    }
}

/// A colour of red, green, blue and how opaque it is, each of 255.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rgba(pub [u8; 4]);

impl fmt::Display for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue, alpha] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")?;
        if alpha == 255 { Ok(()) } else { write!(f, "{alpha:02x}") }
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
    /// A number with its unit.
    Measure(Measure),
    /// A colour.
    Rgba(Rgba),
    /// One of a closed set of words.
    Word(&'static str),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<Measure> for Value {
    fn from(value: Measure) -> Self {
        Value::Measure(value)
    }
}

/// The value of a property that the person may change.
#[derive(Clone, PartialEq, Debug)]
pub enum InputValue {
    /// Of a checkbox.
    Bool(bool),
    /// Of a text field, and of what one thing is chosen from.
    Text(String),
    /// Of a slider. It is finite.
    Number(f64),
    /// Of what several things are chosen from, or put into.
    Texts(Vec<String>),
}

impl InputValue {
    /// The value of the same type that says nothing.
    pub(crate) fn nothing(&self) -> InputValue {
        match self {
            InputValue::Bool(_) => InputValue::Bool(false),
            InputValue::Text(_) => InputValue::Text(String::new()),
            InputValue::Number(_) => InputValue::Number(0.0),
            InputValue::Texts(_) => InputValue::Texts(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_css_whatever_the_number() {
        let css = |number, unit| Measure { number, unit }.to_string();
        assert_eq!(css(8.0, Unit::Rem), "8rem");
        assert_eq!(css(-0.125, Unit::Em), "-0.125em");
        assert_eq!(css(0.3, Unit::Seconds), "0.3s");
        assert_eq!(css(3e9, Unit::Px), "3000000000px");
        assert_eq!(css(1e-7, Unit::Percent), "0.0000001%");
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(css(bad, Unit::Px), "0px");
        }
    }

    #[test]
    fn a_measure_that_is_no_number_equals_itself() {
        let nan = Measure { number: f64::NAN, unit: Unit::Px };
        assert_eq!(nan, nan);
        assert_ne!(nan, Measure { unit: Unit::Rem, ..nan });
    }

    #[test]
    fn colours_are_written_in_hex() {
        assert_eq!(Rgba([1, 2, 255, 255]).to_string(), "#0102ff");
        assert_eq!(Rgba([1, 2, 255, 0]).to_string(), "#0102ff00");
    }
}
