//! What can be shown as text.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// What a label or a text may be: strings, numbers, `true` and `false`, and what `format_args!` makes of everything else.
///
/// ```
/// # use hyperdiv_core::Content;
/// # fn shown(content: impl Content) -> String { let mut text = String::new(); content.write_text(&mut text); text }
/// assert_eq!(shown("a text"), "a text");
/// assert_eq!(shown(3_u8), "3");
/// assert_eq!(shown(format_args!("{:?}", [1, 2])), "[1, 2]");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    note = "write `format_args!(\"{{}}\", value)` for what implements `Display`"
)]
pub trait Content {
    /// Appends the text to `out`.
    fn write_text(&self, out: &mut String);

    /// The text itself, where it lies in memory already.
    fn as_text(&self) -> Option<&str> {
        None
    }
}

impl Content for str {
    fn write_text(&self, out: &mut String) {
        out.push_str(self);
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Content for String {
    fn write_text(&self, out: &mut String) {
        out.push_str(self);
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Content for fmt::Arguments<'_> {
    fn write_text(&self, out: &mut String) {
        // Writing to a string cannot fail; a `Display` that says so has written what it has.
        let _ = fmt::write(out, *self);
    }
}

impl Content for bool {
    fn write_text(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Content for char {
    fn write_text(&self, out: &mut String) {
        out.push(*self);
    }
}

macro_rules! integers {
    ($($kind:ty)*) => {
        $(impl Content for $kind {
            fn write_text(&self, out: &mut String) {
                out.push_str(itoa::Buffer::new().format(*self));
            }
        })*
    };
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($kind:ty)*) => {
        $(impl Content for $kind {
            fn write_text(&self, out: &mut String) {
                let _ = fmt::write(out, format_args!("{self}"));
            }
        })*
    };
}

floats!(f32 f64);

macro_rules! through {
    ($($kind:ty)*) => {
        $(impl<T: Content + ?Sized> Content for $kind {
            fn write_text(&self, out: &mut String) {
                (**self).write_text(out);
            }

            fn as_text(&self) -> Option<&str> {
                (**self).as_text()
            }
        })*
    };
}

through!(&T Box<T> Rc<T> Arc<T>);

impl<T: Content + ToOwned + ?Sized> Content for Cow<'_, T> {
    fn write_text(&self, out: &mut String) {
        (**self).write_text(out);
    }

    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}
