//! Words: properties that have a closed set of values.

use hyperdiv_core::{Element, Value};

use super::{Css, put};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $word:ident $css:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            #[non_exhaustive]
            pub enum $name {
                $($(#[$each])* $word,)*
            }

            impl $name {
                pub(crate) fn css(self) -> &'static str {
                    match self {
                        $($name::$word => $css,)*
                    }
                }
            }

            impl Css for $name {
                fn put(self, at: Element<'_>, name: &'static str) {
                    put(at, name, Value::Word(self.css()));
                }
            }
        )*
    };
}

words! {
    /// Which way the children of a box follow each other.
    Direction {
        /// Side by side.
        Horizontal "row",
        /// One below the other.
        Vertical "column",
        /// Side by side, the first at the end.
        HorizontalReverse "row-reverse",
        /// One above the other, the first at the bottom.
        VerticalReverse "column-reverse",
    }

    /// Where the children of a box stand across its direction.
    Align {
        /// At the start.
        Start "start",
        /// In the middle.
        Center "center",
        /// At the end.
        End "end",
        /// As wide, or as high, as the box.
        Stretch "stretch",
        /// So that their first lines of text are level.
        Baseline "baseline",
    }

    /// How the children of a box share the room along its direction.
    Justify {
        /// Together at the start.
        Start "start",
        /// Together in the middle.
        Center "center",
        /// Together at the end.
        End "end",
        /// As far apart as they can be, the first and the last at the ends.
        SpaceBetween "space-between",
        /// The same room around each.
        SpaceAround "space-around",
        /// The same room before, between and behind.
        SpaceEvenly "space-evenly",
        /// Stretched where their size is left to the layout.
        Stretch "stretch",
    }

    /// Whether the children of a box go on in another line where one is full.
    Wrap {
        /// They do.
        Wrap "wrap",
        /// They do not.
        NoWrap "nowrap",
        /// They do, each further line in front of the one before.
        Reverse "wrap-reverse",
    }

    /// What an element's place is reckoned from.
    Position {
        /// Its place in the layout, without offsets.
        Static "static",
        /// Its place in the layout.
        Relative "relative",
        /// The nearest element around it that is not static. It leaves the layout.
        Absolute "absolute",
        /// The window. It leaves the layout.
        Fixed "fixed",
        /// Its place in the layout, until it would leave what scrolls.
        Sticky "sticky",
    }

    /// How a line is drawn.
    LineStyle {
        /// Unbroken.
        Solid "solid",
        /// In strokes.
        Dashed "dashed",
        /// In dots.
        Dotted "dotted",
        /// Twice.
        Double "double",
    }

    /// How type stands.
    FontStyle {
        /// Upright.
        Normal "normal",
        /// Italic.
        Italic "italic",
        /// Upright letters made to lean.
        Oblique "oblique",
    }

    /// Where lines of text stand.
    TextAlign {
        /// At the side where reading begins.
        Start "start",
        /// In the middle.
        Center "center",
        /// At the side where reading ends.
        End "end",
        /// Both sides straight.
        Justify "justify",
    }

    /// A line along text.
    TextDecoration {
        /// None.
        None "none",
        /// Below it.
        Underline "underline",
        /// Above it.
        Overline "overline",
        /// Through it.
        LineThrough "line-through",
    }

    /// Letters shown larger or smaller than they are written. What is read aloud and copied stays.
    TextTransform {
        /// As they are written.
        None "none",
        /// All large.
        Uppercase "uppercase",
        /// All small.
        Lowercase "lowercase",
        /// Each word's first one large.
        Capitalize "capitalize",
    }

    /// What becomes of spaces and line breaks in text.
    WhiteSpace {
        /// Several are one space, lines break where they are full.
        Normal "normal",
        /// Several are one space, lines do not break.
        NoWrap "nowrap",
        /// All stay, lines break where the text does.
        Pre "pre",
        /// All stay, lines break where they are full as well.
        PreWrap "pre-wrap",
        /// Line breaks stay, several spaces are one.
        PreLine "pre-line",
    }

    /// Text that does not fit into its element.
    TextOverflow {
        /// It is cut off.
        Clip "clip",
        /// It ends in three dots.
        Ellipsis "ellipsis",
    }

    /// What of an element the person can select.
    UserSelect {
        /// Its text.
        Text "text",
        /// Nothing.
        None "none",
        /// Everything at once.
        All "all",
    }

    /// The pointer over an element.
    Cursor {
        /// As for what it is over.
        Auto "auto",
        /// The arrow.
        Default "default",
        /// The hand: it can be pressed.
        Pointer "pointer",
        /// The bar: text can be selected.
        Text "text",
        /// It can be moved.
        Move "move",
        /// It cannot be used now.
        NotAllowed "not-allowed",
        /// It can be taken.
        Grab "grab",
        /// It was taken.
        Grabbing "grabbing",
        /// There is help on it.
        Help "help",
        /// It is at work.
        Wait "wait",
        /// It is at work, and can be used.
        Progress "progress",
    }
}
