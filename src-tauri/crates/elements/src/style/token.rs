//! The theme's tokens for shadows and type.

use hyperdiv_core::{Element, Value};

use super::length::{Length, Offset, Radius, Spacing, from_lengths};
use super::{Css, put};

/// Words of the theme: each is a custom property of the page's style sheet.
macro_rules! token_enum {
    ($(#[$doc:meta])* $name:ident $family:literal { $($(#[$each:meta])* $word:ident $css:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$each])* $word,)*
        }

        impl $name {
            pub(super) const fn css(self) -> &'static str {
                match self {
                    $($name::$word => concat!("var(--hd-", $family, "-", $css, ")"),)*
                }
            }

            pub(super) const ALL: &[$name] = &[$($name::$word),*];
        }
    };
}
pub(super) use token_enum;

macro_rules! put_words {
    ($($name:ident)*) => {
        $(impl Css for $name {
            fn put(self, at: Element<'_>, name: &'static str) {
                put(at, name, Value::Word(self.css()));
            }
        })*
    };
}

token_enum! {
    /// The theme's shadows, from one that lies close to one that floats.
    Shadow "shadow" {
        /// Close.
        XSmall "x-small",
        /// A little raised.
        Small "small",
        /// Raised.
        Medium "medium",
        /// Above the rest.
        Large "large",
        /// Floating.
        XLarge "x-large",
    }
}

token_enum! {
    /// The theme's families of type.
    FontFamily "font" {
        /// As the system shows text.
        SansSerif "sans",
        /// For long texts.
        Serif "serif",
        /// Of one width, for code and numbers.
        Mono "mono",
    }
}

token_enum! {
    /// The theme's weights of type.
    FontWeight "font-weight" {
        /// 300.
        Light "light",
        /// 400.
        Normal "normal",
        /// 500.
        Semibold "semibold",
        /// 700.
        Bold "bold",
    }
}

token_enum! {
    /// The theme's sizes of type.
    FontSize "font-size" {
        /// 0.625 rem.
        XxSmall "2x-small",
        /// 0.75 rem.
        XSmall "x-small",
        /// 0.875 rem.
        Small "small",
        /// 1 rem.
        Medium "medium",
        /// 1.25 rem.
        Large "large",
        /// 1.5 rem.
        XLarge "x-large",
        /// 2.25 rem.
        XxLarge "2x-large",
        /// 3 rem.
        XxxLarge "3x-large",
        /// 4.5 rem.
        XxxxLarge "4x-large",
    }
}

token_enum! {
    /// The theme's spaces between letters.
    LetterSpacing "letter-spacing" {
        /// -0.03 em.
        Denser "denser",
        /// -0.015 em.
        Dense "dense",
        /// None.
        Normal "normal",
        /// 0.075 em.
        Loose "loose",
        /// 0.15 em.
        Looser "looser",
    }
}

token_enum! {
    /// The theme's heights of lines.
    LineHeight "line-height" {
        /// 1.
        Denser "denser",
        /// 1.2.
        Dense "dense",
        /// 1.4.
        Normal "normal",
        /// 1.8.
        Loose "loose",
        /// 2.4.
        Looser "looser",
    }
}

/// As the page's style sheet has them.
pub(super) fn tokens() -> Vec<String> {
    let mut css = Vec::new();
    css.extend(Shadow::ALL.iter().map(|token| token.css()));
    css.extend(FontFamily::ALL.iter().map(|token| token.css()));
    css.extend(FontWeight::ALL.iter().map(|token| token.css()));
    css.extend(FontSize::ALL.iter().map(|token| token.css()));
    css.extend(LetterSpacing::ALL.iter().map(|token| token.css()));
    css.extend(LineHeight::ALL.iter().map(|token| token.css()));
    css.extend(Spacing::ALL.iter().map(|token| token.css()));
    css.extend(Radius::ALL.iter().map(|token| token.css()));
    css.into_iter().map(str::to_owned).collect()
}

put_words! { Shadow FontFamily FontWeight }

/// A length, or a token of the theme.
macro_rules! or_token {
    ($(#[$doc:meta])* $name:ident $token:ident $length:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Debug)]
        #[non_exhaustive]
        pub enum $name {
            /// As the theme has it.
            Token($token),
            /// This much.
            Length($length),
        }

        impl From<$token> for $name {
            fn from(token: $token) -> Self {
                $name::Token(token)
            }
        }

        impl From<Length> for $name {
            fn from(length: Length) -> Self {
                $name::Length(length.into())
            }
        }

        from_lengths!($name, $length, $name::Length);

        impl Css for $name {
            fn put(self, at: Element<'_>, name: &'static str) {
                match self {
                    $name::Token(token) => put(at, name, Value::Word(token.css())),
                    $name::Length(length) => length.put(at, name),
                }
            }
        }
    };
}

or_token! {
    /// How large text is.
    TypeSize FontSize Length
}

or_token! {
    /// How far letters are apart.
    Tracking LetterSpacing Offset
}

or_token! {
    /// How high lines are.
    Leading LineHeight Length
}
