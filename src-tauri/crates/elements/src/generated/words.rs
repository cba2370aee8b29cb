//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

/// How large a control is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ControlSize {
    /// Less than the text around it.
    Small,
    /// As the text around it.
    Medium,
    /// More than the text around it.
    Large,
}

impl ControlSize {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ControlSize::Small => "small",
            ControlSize::Medium => "medium",
            ControlSize::Large => "large",
        }
    }
}

/// How something draws attention to itself. Where the system asks for less motion, it does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Attention {
    /// It glows and fades.
    Pulse,
    /// It jumps.
    Bounce,
}

impl Attention {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Attention::Pulse => "pulse",
            Attention::Bounce => "bounce",
        }
    }
}

/// The outline of an avatar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AvatarShape {
    /// Round.
    Circle,
    /// With corners.
    Square,
    /// With rounded corners.
    Rounded,
}

impl AvatarShape {
    pub(crate) fn word(self) -> &'static str {
        match self {
            AvatarShape::Circle => "circle",
            AvatarShape::Square => "square",
            AvatarShape::Rounded => "rounded",
        }
    }
}

/// How a placeholder shows that something is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SkeletonEffect {
    /// It glows and fades.
    Pulse,
    /// A light passes over it.
    Sheen,
}

impl SkeletonEffect {
    pub(crate) fn word(self) -> &'static str {
        match self {
            SkeletonEffect::Pulse => "pulse",
            SkeletonEffect::Sheen => "sheen",
        }
    }
}

/// How long something is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Wording {
    /// In 3 months.
    Long,
    /// In 3 mo.
    Short,
    /// In 3mo.
    Narrow,
}

impl Wording {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Wording::Long => "long",
            Wording::Short => "short",
            Wording::Narrow => "narrow",
        }
    }
}

/// What a size counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ByteUnit {
    /// Bytes.
    Byte,
    /// Bits.
    Bit,
}

impl ByteUnit {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ByteUnit::Byte => "byte",
            ByteUnit::Bit => "bit",
        }
    }
}

/// What a number stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum NumberStyle {
    /// Itself.
    Decimal,
    /// A share of one, as per cent.
    Percent,
    /// An amount of money.
    Currency,
}

impl NumberStyle {
    pub(crate) fn word(self) -> &'static str {
        match self {
            NumberStyle::Decimal => "decimal",
            NumberStyle::Percent => "percent",
            NumberStyle::Currency => "currency",
        }
    }
}

/// How much of a code may be dirty or covered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorCorrection {
    /// 7 per cent.
    Low,
    /// 15 per cent.
    Medium,
    /// 25 per cent.
    Quartile,
    /// 30 per cent.
    High,
}

impl ErrorCorrection {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ErrorCorrection::Low => "low",
            ErrorCorrection::Medium => "medium",
            ErrorCorrection::Quartile => "quartile",
            ErrorCorrection::High => "high",
        }
    }
}

/// What stands before the items of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ListStyle {
    /// A dot.
    Disc,
    /// A ring.
    Circle,
    /// A square.
    Square,
    /// Nothing.
    None,
}

impl ListStyle {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ListStyle::Disc => "disc",
            ListStyle::Circle => "circle",
            ListStyle::Square => "square",
            ListStyle::None => "none",
        }
    }
}

/// How the items of a list are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Numbering {
    /// 1, 2, 3.
    Decimal,
    /// a, b, c.
    LowerLatin,
    /// A, B, C.
    UpperLatin,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// Not at all.
    None,
}

impl Numbering {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Numbering::Decimal => "decimal",
            Numbering::LowerLatin => "lower-latin",
            Numbering::UpperLatin => "upper-latin",
            Numbering::LowerRoman => "lower-roman",
            Numbering::UpperRoman => "upper-roman",
            Numbering::None => "none",
        }
    }
}

/// Whether neighbouring cells share their lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TableBorders {
    /// They do.
    Collapse,
    /// Each cell has its own.
    Separate,
}

impl TableBorders {
    pub(crate) fn word(self) -> &'static str {
        match self {
            TableBorders::Collapse => "collapse",
            TableBorders::Separate => "separate",
        }
    }
}

/// Along which line something goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Orientation {
    /// From side to side.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

impl Orientation {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Orientation::Horizontal => "horizontal",
            Orientation::Vertical => "vertical",
        }
    }
}

/// On which side an icon is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum IconPlace {
    /// Before the text.
    Start,
    /// Behind the text.
    End,
}

impl IconPlace {
    pub(crate) fn word(self) -> &'static str {
        match self {
            IconPlace::Start => "start",
            IconPlace::End => "end",
        }
    }
}

/// A side of a box, in the direction of reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Side {
    /// Above.
    Top,
    /// Below.
    Bottom,
    /// Where lines begin.
    Start,
    /// Where lines end.
    End,
}

impl Side {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Side::Top => "top",
            Side::Bottom => "bottom",
            Side::Start => "start",
            Side::End => "end",
        }
    }
}

/// Where something floats beside what it belongs to: on which side, and there in the middle, or level with the beginning or the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Placement {
    /// Above, in the middle.
    Top,
    /// Above, at the beginning.
    TopStart,
    /// Above, at the end.
    TopEnd,
    /// Below, in the middle.
    Bottom,
    /// Below, at the beginning.
    BottomStart,
    /// Below, at the end.
    BottomEnd,
    /// To the left, in the middle.
    Left,
    /// To the left, at the top.
    LeftStart,
    /// To the left, at the bottom.
    LeftEnd,
    /// To the right, in the middle.
    Right,
    /// To the right, at the top.
    RightStart,
    /// To the right, at the bottom.
    RightEnd,
}

impl Placement {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Placement::Top => "top",
            Placement::TopStart => "top-start",
            Placement::TopEnd => "top-end",
            Placement::Bottom => "bottom",
            Placement::BottomStart => "bottom-start",
            Placement::BottomEnd => "bottom-end",
            Placement::Left => "left",
            Placement::LeftStart => "left-start",
            Placement::LeftEnd => "left-end",
            Placement::Right => "right",
            Placement::RightStart => "right-start",
            Placement::RightEnd => "right-end",
        }
    }
}

/// Which of two panels keeps its size while the window changes its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PanelEnd {
    /// The first.
    Start,
    /// The second.
    End,
}

impl PanelEnd {
    pub(crate) fn word(self) -> &'static str {
        match self {
            PanelEnd::Start => "start",
            PanelEnd::End => "end",
        }
    }
}

/// Where the arrow of a popup is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ArrowPlace {
    /// Over the middle of what the popup belongs to.
    Anchor,
    /// At the beginning of the popup.
    Start,
    /// In the middle of the popup.
    Center,
    /// At the end of the popup.
    End,
}

impl ArrowPlace {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ArrowPlace::Anchor => "anchor",
            ArrowPlace::Start => "start",
            ArrowPlace::Center => "center",
            ArrowPlace::End => "end",
        }
    }
}

/// What of its size something shares with what it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Extent {
    /// The width.
    Width,
    /// The height.
    Height,
    /// Width and height.
    Both,
}

impl Extent {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Extent::Width => "width",
            Extent::Height => "height",
            Extent::Both => "both",
        }
    }
}

/// When a tab that the arrow keys come to shows what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Activation {
    /// At once.
    Auto,
    /// When Enter or Space is pressed.
    Manual,
}

impl Activation {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Activation::Auto => "auto",
            Activation::Manual => "manual",
        }
    }
}

/// How a line along something looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum GuideStyle {
    /// There is none.
    None,
    /// One line.
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}

impl GuideStyle {
    pub(crate) fn word(self) -> &'static str {
        match self {
            GuideStyle::None => "none",
            GuideStyle::Solid => "solid",
            GuideStyle::Dashed => "dashed",
            GuideStyle::Dotted => "dotted",
        }
    }
}

/// What of a tree can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TreeSelection {
    /// One thing.
    Single,
    /// Several things, and what is in them.
    Multiple,
    /// One thing that has nothing in it.
    Leaf,
}

impl TreeSelection {
    pub(crate) fn word(self) -> &'static str {
        match self {
            TreeSelection::Single => "single",
            TreeSelection::Multiple => "multiple",
            TreeSelection::Leaf => "leaf",
        }
    }
}

/// How a colour is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ColorFormat {
    /// `#ff8000`.
    Hex,
    /// `rgb(255, 128, 0)`.
    Rgb,
    /// `hsl(30, 100%, 50%)`.
    Hsl,
    /// `hsv(30, 100%, 100%)`.
    Hsv,
}

impl ColorFormat {
    pub(crate) fn word(self) -> &'static str {
        match self {
            ColorFormat::Hex => "hex",
            ColorFormat::Rgb => "rgb",
            ColorFormat::Hsl => "hsl",
            ColorFormat::Hsv => "hsv",
        }
    }
}

/// Which way an animation goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AnimationDirection {
    /// Forwards.
    Normal,
    /// Backwards.
    Reverse,
    /// Forwards, then backwards.
    Alternate,
    /// Backwards, then forwards.
    AlternateReverse,
}

impl AnimationDirection {
    pub(crate) fn word(self) -> &'static str {
        match self {
            AnimationDirection::Normal => "normal",
            AnimationDirection::Reverse => "reverse",
            AnimationDirection::Alternate => "alternate",
            AnimationDirection::AlternateReverse => "alternate-reverse",
        }
    }
}

/// What of an animation shows while it does not run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AnimationFill {
    /// Nothing.
    Auto,
    /// Its beginning, before it.
    Backwards,
    /// Its end, behind it.
    Forwards,
    /// Both.
    Both,
}

impl AnimationFill {
    pub(crate) fn word(self) -> &'static str {
        match self {
            AnimationFill::Auto => "auto",
            AnimationFill::Backwards => "backwards",
            AnimationFill::Forwards => "forwards",
            AnimationFill::Both => "both",
        }
    }
}
