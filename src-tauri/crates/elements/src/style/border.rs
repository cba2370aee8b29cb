//! Borders.

use hyperdiv_core::{Element, Value};

use super::color::Paint;
use super::length::Length;
use super::word::LineStyle;
use super::{Css, put};

/// A line at an edge: `(width, colour)`, `(width, style, colour)`, or none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Border(Option<(Length, LineStyle, Paint)>);

impl Border {
    /// No line, also where the theme has one.
    pub const NONE: Border = Border(None);

    /// A line.
    pub fn new(width: impl Into<Length>, style: LineStyle, color: impl Into<Paint>) -> Border {
        Border(Some((width.into(), style, color.into())))
    }
}

impl<W: Into<Length>, C: Into<Paint>> From<(W, C)> for Border {
    fn from((width, color): (W, C)) -> Self {
        Border::new(width, LineStyle::Solid, color)
    }
}

impl<W: Into<Length>, C: Into<Paint>> From<(W, LineStyle, C)> for Border {
    fn from((width, style, color): (W, LineStyle, C)) -> Self {
        Border::new(width, style, color)
    }
}

impl Css for Border {
    fn put(self, at: Element<'_>, name: &'static str) {
        match self.0 {
            None => put(at, name, Value::Word("none")),
            Some((width, style, color)) => {
                let (width, style) = (width.checked(0.0, at, name), style.css());
                at.set_content(name, &format_args!("{width} {style} {color}"));
            }
        }
    }
}
