//! Colours: of the theme, of one's own, and mixed.

use std::fmt;
use std::str::FromStr;

use hyperdiv_core::{Element, Rgba, Value};

use super::{Css, put};

/// A colour: one of the theme's, which follows light and dark, or a fixed one.
///
/// ```
/// use hyperdiv_elements::{Color, Hue, Shade, color};
///
/// assert_eq!(color!("blue-500"), Hue::Blue.shade(Shade::S500));
/// assert_eq!(color!("#ff8000"), Color::rgb(255, 128, 0));
/// assert_eq!("neutral-550".parse::<Color>().map_err(|error| error.to_string()), Err(
///     "no colour of this name: a hue such as `blue`, a hue with its shade such as `blue-500`, `#` and 3, 4, 6 or 8 hex \
///      digits, or `transparent`".to_owned()
/// ));
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Color(Kind);

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    /// A custom property of the page's style sheet.
    Token(&'static str),
    Rgba(Rgba),
}

impl Color {
    /// Text.
    pub const TEXT: Color = Color(Kind::Token("var(--hd-text)"));
    /// Text that is less important.
    pub const TEXT_QUIET: Color = Color(Kind::Token("var(--hd-text-quiet)"));
    /// The ground that everything is on.
    pub const SURFACE: Color = Color(Kind::Token("var(--hd-surface)"));
    /// What lies on the ground, such as a card.
    pub const SURFACE_RAISED: Color = Color(Kind::Token("var(--hd-surface-raised)"));
    /// What is let into the ground.
    pub const SURFACE_LOWERED: Color = Color(Kind::Token("var(--hd-surface-lowered)"));
    /// Lines between things.
    pub const BORDER: Color = Color(Kind::Token("var(--hd-border)"));
    /// The colour of the text around.
    pub const CURRENT: Color = Color(Kind::Token("currentcolor"));
    /// None.
    pub const TRANSPARENT: Color = Color(Kind::Token("transparent"));

    /// A fixed colour.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Color {
        Color::rgba(red, green, blue, 255)
    }

    /// A fixed colour that lets through what is behind: `alpha` is 0 for nothing to be seen of it, 255 for opaque.
    #[must_use]
    pub const fn rgba(red: u8, green: u8, blue: u8, alpha: u8) -> Color {
        Color(Kind::Rgba(Rgba([red, green, blue, alpha])))
    }

    /// Reads `blue`, `blue-500`, `#12f`, `#12f8`, `#1122ff`, `#1122ff88` or `transparent`. For a text that is written in the
    /// program use [`color!`](crate::color), which reads it when the program is built.
    ///
    /// # Errors
    ///
    /// The text is none of these.
    pub const fn parse(text: &str) -> Result<Color, ColorError> {
        let bytes = text.as_bytes();
        if equal(bytes, 0, bytes.len(), "transparent") {
            return Ok(Color::TRANSPARENT);
        }
        if let Some((b'#', digits)) = bytes.split_first() {
            return hex(digits);
        }
        let mut hue = 0;
        while hue < HUES.len() {
            let name = HUES[hue].1;
            if equal(bytes, 0, bytes.len(), name) {
                return Ok(HUES[hue].0.shade(Shade::S600));
            }
            if bytes.len() > name.len() && bytes[name.len()] == b'-' && equal(bytes, 0, name.len(), name) {
                return shade(HUES[hue].0, bytes, name.len() + 1);
            }
            hue += 1;
        }
        Err(ColorError)
    }

    /// This colour mixed with another, of which `share` per cent are taken.
    #[must_use]
    pub fn mix(self, other: impl Into<Color>, share: f64) -> Paint {
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 100.0) };
        Paint(Mixed::Mix(self, other.into(), share))
    }

    /// Nearer to the page's ground by `share` per cent: lighter in the light theme, darker in the dark one.
    #[must_use]
    pub fn lighten(self, share: f64) -> Paint {
        self.mix(Hue::Neutral.shade(Shade::S0), share)
    }

    /// Nearer to the page's text by `share` per cent: darker in the light theme, lighter in the dark one.
    #[must_use]
    pub fn darken(self, share: f64) -> Paint {
        self.mix(Hue::Neutral.shade(Shade::S1000), share)
    }

    /// Lets `share` per cent of what is behind through.
    #[must_use]
    pub fn fade(self, share: f64) -> Paint {
        self.mix(Color::TRANSPARENT, share)
    }
}

const fn equal(bytes: &[u8], from: usize, to: usize, word: &str) -> bool {
    let word = word.as_bytes();
    if to - from != word.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if bytes[from + at] != word[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn shade(hue: Hue, bytes: &[u8], from: usize) -> Result<Color, ColorError> {
    let mut at = 0;
    while at < SHADES.len() {
        let (shade, name) = SHADES[at];
        let of_this_hue = matches!(hue, Hue::Neutral) || !matches!(shade, Shade::S0 | Shade::S1000);
        if of_this_hue && equal(bytes, from, bytes.len(), name) {
            return Ok(hue.shade(shade));
        }
        at += 1;
    }
    Err(ColorError)
}

const fn hex(digits: &[u8]) -> Result<Color, ColorError> {
    let short = match digits.len() {
        3 | 4 => true,
        6 | 8 => false,
        _ => return Err(ColorError),
    };
    let mut parts = [0, 0, 0, 255];
    let mut at = 0;
    while at < digits.len() {
        let digit = match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            _ => return Err(ColorError),
        };
        if short {
            parts[at] = digit * 17;
        } else if at % 2 == 0 {
            parts[at / 2] = digit * 16;
        } else {
            parts[at / 2] += digit;
        }
        at += 1;
    }
    Ok(Color(Kind::Rgba(Rgba(parts))))
}

/// A text is no colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ColorError;

impl fmt::Display for ColorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no colour of this name: a hue such as `blue`, a hue with its shade such as `blue-500`, `#` and 3, 4, 6 or \
             8 hex digits, or `transparent`",
        )
    }
}

impl std::error::Error for ColorError {}

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        Color::parse(text)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Token(css) => f.write_str(css),
            Kind::Rgba(rgba) => rgba.fmt(f),
        }
    }
}

impl From<Hue> for Color {
    fn from(hue: Hue) -> Self {
        hue.shade(Shade::S600)
    }
}

impl From<(u8, u8, u8)> for Color {
    fn from((red, green, blue): (u8, u8, u8)) -> Self {
        Color::rgb(red, green, blue)
    }
}

impl From<(u8, u8, u8, u8)> for Color {
    fn from((red, green, blue, alpha): (u8, u8, u8, u8)) -> Self {
        Color::rgba(red, green, blue, alpha)
    }
}

/// A colour by its name or number, read when the program is built: a name that does not exist does not compile.
///
/// ```
/// use hyperdiv_elements::color;
/// let ink = color!("neutral-900");
/// ```
///
/// ```compile_fail
/// use hyperdiv_elements::color;
/// let ink = color!("neutral-950-ish");
/// ```
#[macro_export]
macro_rules! color {
    ($text:literal) => {
        const {
            match $crate::Color::parse($text) {
                Ok(color) => color,
                Err(_) => panic!("no colour of this name"),
            }
        }
    };
}

/// What something is painted with: a colour, or two of them mixed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paint(Mixed);

#[derive(Clone, Copy, PartialEq, Debug)]
enum Mixed {
    One(Color),
    /// The second's share is in per cent.
    Mix(Color, Color, f64),
}

impl<T: Into<Color>> From<T> for Paint {
    fn from(color: T) -> Self {
        Paint(Mixed::One(color.into()))
    }
}

impl fmt::Display for Paint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Mixed::One(color) => color.fmt(f),
            Mixed::Mix(a, b, share) => write!(f, "color-mix(in srgb, {a}, {b} {share}%)"),
        }
    }
}

impl Css for Paint {
    fn put(self, at: Element<'_>, name: &'static str) {
        match self.0 {
            Mixed::One(Color(Kind::Token(css))) => put(at, name, Value::Word(css)),
            Mixed::One(Color(Kind::Rgba(rgba))) => put(at, name, Value::Rgba(rgba)),
            Mixed::Mix(..) => {
                at.set_content(name, &format_args!("{self}"));
            }
        }
    }
}

/// A gradient from one colour to another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gradient {
    degrees: i32,
    from: Paint,
    to: Paint,
}

impl Gradient {
    /// Towards an angle in degrees: 0 upwards, 90 to the right.
    pub fn new(degrees: i32, from: impl Into<Paint>, to: impl Into<Paint>) -> Gradient {
        Gradient { degrees, from: from.into(), to: to.into() }
    }
}

impl<A: Into<Paint>, B: Into<Paint>> From<(i32, A, B)> for Gradient {
    fn from((degrees, from, to): (i32, A, B)) -> Self {
        Gradient::new(degrees, from, to)
    }
}

impl Css for Gradient {
    fn put(self, at: Element<'_>, name: &'static str) {
        let Gradient { degrees, from, to } = self;
        at.set_content(name, &format_args!("linear-gradient({degrees}deg, {from}, {to})"));
    }
}

/// How far a theme's colour is from the page's ground. In the light theme 50 is nearly white and 950 nearly black, in the dark
/// theme it is the other way round; so a pair of shades that can be read in one theme can be read in the other.
///
/// Text of shade 600 and above can be read on shade 0 and 50 of any hue, and shade 0 on fills of shade 600 and above: their
/// contrast is at least 4.5 to 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Shade {
    /// The page's end of the scale, white or black. All hues share it.
    S0,
    /// Hardly to be told from the page.
    S50,
    /// A quiet fill.
    S100,
    /// A fill, a quiet border.
    S200,
    /// A border.
    S300,
    /// A loud border.
    S400,
    /// The hue at its strongest.
    S500,
    /// Text and loud fills; what a hue without a shade means.
    S600,
    /// Text that stands out.
    S700,
    /// Strong text.
    S800,
    /// Stronger text.
    S900,
    /// Nearly the text's end of the scale.
    S950,
    /// The text's end of the scale, black or white. All hues share it.
    S1000,
}

const SHADES: [(Shade, &str); 13] = [
    (Shade::S0, "0"),
    (Shade::S50, "50"),
    (Shade::S100, "100"),
    (Shade::S200, "200"),
    (Shade::S300, "300"),
    (Shade::S400, "400"),
    (Shade::S500, "500"),
    (Shade::S600, "600"),
    (Shade::S700, "700"),
    (Shade::S800, "800"),
    (Shade::S900, "900"),
    (Shade::S950, "950"),
    (Shade::S1000, "1000"),
];

macro_rules! hues {
    ($($(#[$doc:meta])* $hue:ident $name:literal),* $(,)?) => {
        /// A family of the theme's colours.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[non_exhaustive]
        pub enum Hue {
            $($(#[$doc])* $hue,)*
        }

        const HUES: &[(Hue, &str)] = &[$((Hue::$hue, $name)),*];

        impl Hue {
            /// The colour of this hue that is `shade` away from the page's ground.
            #[must_use]
            pub const fn shade(self, shade: Shade) -> Color {
                match self {
                    $(Hue::$hue => {
                        const CSS: [&str; 13] = [
                            "var(--hd-color-neutral-0)",
                            concat!("var(--hd-color-", $name, "-50)"),
                            concat!("var(--hd-color-", $name, "-100)"),
                            concat!("var(--hd-color-", $name, "-200)"),
                            concat!("var(--hd-color-", $name, "-300)"),
                            concat!("var(--hd-color-", $name, "-400)"),
                            concat!("var(--hd-color-", $name, "-500)"),
                            concat!("var(--hd-color-", $name, "-600)"),
                            concat!("var(--hd-color-", $name, "-700)"),
                            concat!("var(--hd-color-", $name, "-800)"),
                            concat!("var(--hd-color-", $name, "-900)"),
                            concat!("var(--hd-color-", $name, "-950)"),
                            "var(--hd-color-neutral-1000)",
                        ];
                        Color(Kind::Token(CSS[shade as usize]))
                    })*
                }
            }
        }
    };
}

hues! {
    /// The app's colour.
    Primary "primary",
    /// It went well.
    Success "success",
    /// Think first.
    Warning "warning",
    /// It destroys.
    Danger "danger",
    /// Greys with a little blue, from the page's ground to its text.
    Neutral "neutral",
    /// Greys.
    Gray "gray",
    /// Red.
    Red "red",
    /// Orange.
    Orange "orange",
    /// Amber.
    Amber "amber",
    /// Yellow.
    Yellow "yellow",
    /// Lime.
    Lime "lime",
    /// Green.
    Green "green",
    /// Emerald.
    Emerald "emerald",
    /// Teal.
    Teal "teal",
    /// Cyan.
    Cyan "cyan",
    /// Sky.
    Sky "sky",
    /// Blue.
    Blue "blue",
    /// Indigo.
    Indigo "indigo",
    /// Violet.
    Violet "violet",
    /// Purple.
    Purple "purple",
    /// Fuchsia.
    Fuchsia "fuchsia",
    /// Pink.
    Pink "pink",
    /// Rose.
    Rose "rose",
}

/// As the page's style sheet has them.
pub(super) fn tokens() -> Vec<String> {
    let shades = HUES.iter().flat_map(|(hue, _)| SHADES.map(|(shade, _)| hue.shade(shade)));
    let named = [
        Color::TEXT,
        Color::TEXT_QUIET,
        Color::SURFACE,
        Color::SURFACE_RAISED,
        Color::SURFACE_LOWERED,
        Color::BORDER,
    ];
    shades.chain(named).map(|color| color.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_read() {
        let css = |text: &str| Color::parse(text).unwrap().to_string();
        assert_eq!(css("blue"), "var(--hd-color-blue-600)");
        assert_eq!(css("primary-50"), "var(--hd-color-primary-50)");
        assert_eq!(css("neutral-1000"), "var(--hd-color-neutral-1000)");
        assert_eq!(css("#12F"), "#1122ff");
        assert_eq!(css("#12f8"), "#1122ff88");
        assert_eq!(css("#0a0B0c"), "#0a0b0c");
        assert_eq!(css("transparent"), "transparent");
    }

    #[test]
    fn what_is_no_colour_is_an_error_and_never_css() {
        for bad in [
            "",
            "-",
            "#",
            "blue-",
            "blue-0",
            "blue-1000",
            "blue-55",
            "blue-500 ",
            "Blue",
            "grey",
            "red;",
            "#12345",
            "#ggg",
            "red;background:url(http://x)",
            "}*{display:none",
            "url(javascript:alert(1))",
            "var(--x)",
            "expression(1)",
            "neutral\u{0}",
            "#\u{e9}\u{e9}",
            "#\u{1f600}\u{1f600}",
        ] {
            assert_eq!(Color::parse(bad), Err(ColorError), "{bad}");
        }
    }

    #[test]
    fn mixing_is_css_whatever_the_share() {
        let mixed = |share| Hue::Blue.shade(Shade::S500).lighten(share).to_string();
        assert_eq!(
            mixed(12.5),
            "color-mix(in srgb, var(--hd-color-blue-500), var(--hd-color-neutral-0) 12.5%)"
        );
        for (share, taken) in [(f64::NAN, "0%"), (f64::INFINITY, "100%"), (-1.0, "0%"), (101.0, "100%")] {
            assert!(mixed(share).ends_with(&format!(" {taken})")), "{}", mixed(share));
        }
    }
}
