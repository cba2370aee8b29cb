//! Animations: by the names of animate.css, or by key frames of the app's own.

use std::sync::OnceLock;

use hyperdiv_core::{Accepts, Input, InputValue, Kind, Ui, Value};

use crate::style::{Css, Share};

pub(crate) static ANIMATION: Kind = Kind {
    name: "animation",
    id: 360,
    children: true,
    role: None,
    name_from: None,
    inputs: &[Input { name: "playing", accepts: Accepts::Bool }],
    events: &["finished"],
};
pub(crate) static KEYFRAME: Kind = Kind {
    name: "keyframe",
    id: 361,
    children: false,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

/// All names, one a line, sorted by bytes. A test of the page compares them with what the library has.
static NAMES: &str = include_str!("animations.txt");

/// The names of all animations, sorted.
pub fn animation_names() -> &'static [&'static str] {
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    LINES.get_or_init(|| NAMES.lines().collect())
}

/// The curves, with their names in the component library.
macro_rules! easings {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)*) => {
        /// How fast an animation goes at which time.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[non_exhaustive]
        pub enum Easing {
            $($(#[$doc])* $name,)*
        }

        impl Easing {
            fn word(self) -> &'static str {
                match self {
                    $(Easing::$name => $word,)*
                }
            }
        }
    };
}

easings! {
    /// Always the same.
    Linear => "linear",
    /// Slower at both ends.
    Ease => "ease",
    /// Slower at the beginning.
    EaseIn => "easeIn",
    /// Slower at the end.
    EaseOut => "easeOut",
    /// Slower at both ends, and alike there.
    EaseInOut => "easeInOut",
    /// At the beginning, as a wave.
    EaseInSine => "easeInSine",
    /// At the end, as a wave.
    EaseOutSine => "easeOutSine",
    /// At both ends, as a wave.
    EaseInOutSine => "easeInOutSine",
    /// At the beginning, by the square of the time.
    EaseInQuad => "easeInQuad",
    /// At the end, by the square of the time.
    EaseOutQuad => "easeOutQuad",
    /// At both ends, by the square of the time.
    EaseInOutQuad => "easeInOutQuad",
    /// At the beginning, by its third power.
    EaseInCubic => "easeInCubic",
    /// At the end, by its third power.
    EaseOutCubic => "easeOutCubic",
    /// At both ends, by its third power.
    EaseInOutCubic => "easeInOutCubic",
    /// At the beginning, by its fourth power.
    EaseInQuart => "easeInQuart",
    /// At the end, by its fourth power.
    EaseOutQuart => "easeOutQuart",
    /// At both ends, by its fourth power.
    EaseInOutQuart => "easeInOutQuart",
    /// At the beginning, by its fifth power.
    EaseInQuint => "easeInQuint",
    /// At the end, by its fifth power.
    EaseOutQuint => "easeOutQuint",
    /// At both ends, by its fifth power.
    EaseInOutQuint => "easeInOutQuint",
    /// At the beginning, hardly at all at first.
    EaseInExpo => "easeInExpo",
    /// At the end, hardly at all at first.
    EaseOutExpo => "easeOutExpo",
    /// At both ends, hardly at all at first.
    EaseInOutExpo => "easeInOutExpo",
    /// At the beginning, as along a circle.
    EaseInCirc => "easeInCirc",
    /// At the end, as along a circle.
    EaseOutCirc => "easeOutCirc",
    /// At both ends, as along a circle.
    EaseInOutCirc => "easeInOutCirc",
    /// At the beginning, a little too far, and back.
    EaseInBack => "easeInBack",
    /// At the end, a little too far, and back.
    EaseOutBack => "easeOutBack",
    /// At both ends, a little too far, and back.
    EaseInOutBack => "easeInOutBack",
}

crate::handle! {
    /// Moves the one element that is put into it. Where the system asks for less motion, it ends at once.
    Animation
}

impl<'ui> Animation<'ui> {
    /// Puts what is to be moved into it, and returns what `body` returns.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// A frame of the app's own, in place of the name: what it says by style properties holds at this time, from 0 to 1.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let grow = ui.animation("fadeIn");
    /// grow.keyframe(0.0).width(0).opacity(0.0);
    /// grow.keyframe(1.0).width(12).opacity(1.0);
    /// grow.with(|| ui.card());
    /// # }
    /// ```
    #[track_caller]
    pub fn keyframe(self, at: f64) -> Keyframe<'ui> {
        let at = crate::value::finite(self.0, "keyframe", at).clamp(0.0, 1.0);
        Keyframe::new(self.0.child(&KEYFRAME).set("offset", Value::Float(at)))
    }

    /// How fast it goes at which time.
    pub fn easing(self, easing: Easing) -> Self {
        self.0.set("easing", Value::Word(easing.word()));
        self
    }

    /// How often it goes; once, unless it is said.
    pub fn iterations(self, times: impl Into<Share>) -> Self {
        times.into().put(self.0, "iterations");
        self
    }

    /// Whether it goes on for as long as it plays.
    pub fn forever(self, forever: bool) -> Self {
        self.0.set("forever", forever);
        self
    }

    /// Whether it plays.
    #[track_caller]
    #[must_use]
    pub fn is_playing(self) -> bool {
        self.0.input(0) == InputValue::Bool(true)
    }

    /// Whether it has just come to its end: true in one run.
    #[must_use]
    pub fn finished(self) -> bool {
        self.0.happened(0)
    }

    /// Whether it plays from the start.
    pub fn default_playing(self, playing: bool) -> Self {
        self.0.default_input(0, InputValue::Bool(playing));
        self
    }

    /// Sets it going: an effect.
    #[track_caller]
    pub fn play(self) -> Self {
        self.0.change_later("play", 0, InputValue::Bool(true));
        self
    }

    /// Stops it: an effect.
    #[track_caller]
    pub fn stop(self) -> Self {
        self.0.change_later("stop", 0, InputValue::Bool(false));
        self
    }
}

crate::handle! {
    /// What holds at one time of an animation, by style properties.
    Keyframe
}

/// Animations, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Animations: crate::sealed::Sealed {
    /// Moves the one element that is put into it, by a name of animate.css; [`animation_names`] lists them. Where there is none of
    /// that name, nothing moves, and the developer is told.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let shake = ui.animation("headShake").iterations(2);
    /// shake.with(|| ui.text("Wrong password"));
    /// if ui.button("Sign in").clicked() {
    ///     shake.play();
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn animation(&self, name: &str) -> Animation<'_>;
}

impl Animations for Ui {
    #[track_caller]
    fn animation(&self, name: &str) -> Animation<'_> {
        let element = self.element(&ANIMATION);
        let names = animation_names();
        match names.binary_search(&name).ok().and_then(|at| names.get(at)) {
            Some(known) => _ = element.set("name", Value::Word(known)),
            None => element.warn("animation", |site| {
                format!("there is no animation {name:?} ({site}); the names are those of animate.css")
            }),
        }
        Animation::new(element)
    }
}

#[cfg(test)]
mod tests {
    use super::animation_names;

    #[test]
    fn names_are_sorted_and_letters() {
        let names = animation_names();
        assert!(names.len() > 90 && names.is_sorted());
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic())));
    }
}
