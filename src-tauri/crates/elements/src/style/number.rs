//! Numbers without a unit.

use hyperdiv_core::{Element, Value};

use super::{Css, put};

/// A share of the room along a box's direction: a number, or `true` for one share and `false` for none. What is less than
/// nothing, or no number, is no share; the developer is warned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Share(f64);

impl From<f64> for Share {
    fn from(share: f64) -> Self {
        Share(share)
    }
}

impl From<i32> for Share {
    fn from(share: i32) -> Self {
        Share(share.into())
    }
}

impl From<bool> for Share {
    fn from(share: bool) -> Self {
        Share(share.into())
    }
}

impl Css for Share {
    fn put(self, at: Element<'_>, name: &'static str) {
        let Share(share) = self;
        let good = share >= 0.0 && share.is_finite();
        if !good {
            at.warn(name, |site| {
                let name = &name[1..];
                format!("the {name} at {site} cannot be {share}; it is taken as 0")
            });
        }
        put(at, name, Value::Float(if good { share } else { 0.0 }));
    }
}

/// How opaque something is: from 0, not to be seen, to 1. What is outside is taken as the nearer end, what is no number as 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Opacity(f64);

impl From<f64> for Opacity {
    fn from(opacity: f64) -> Self {
        Opacity(if opacity.is_nan() { 1.0 } else { opacity.clamp(0.0, 1.0) })
    }
}

impl Css for Opacity {
    fn put(self, at: Element<'_>, name: &'static str) {
        put(at, name, Value::Float(self.0));
    }
}

/// A place in a stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Level(i32);

impl From<i32> for Level {
    fn from(level: i32) -> Self {
        Level(level)
    }
}

impl Css for Level {
    fn put(self, at: Element<'_>, name: &'static str) {
        put(at, name, Value::Int(self.0.into()));
    }
}
