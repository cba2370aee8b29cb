//! Sound and film, of the app's own: nothing is fetched.

use hyperdiv_core::{Accepts, Asset, Content, Input, InputValue, Kind, Role, Ui, Value};

use crate::value::finite;

const fn media(name: &'static str, id: u16) -> Kind {
    Kind {
        name,
        id,
        children: true,
        role: Some(Role::Group),
        name_from: Some("label"),
        inputs: &[
            Input { name: "playing", accepts: Accepts::Bool },
            Input { name: "volume", accepts: Accepts::Number { min: 0.0, max: 1.0, start: 1.0 } },
            Input { name: "muted", accepts: Accepts::Bool },
        ],
        events: &["ended"],
    }
}

pub(crate) static AUDIO: Kind = media("audio", 350);
pub(crate) static VIDEO: Kind = media("video", 351);
pub(crate) static MEDIA_SOURCE: Kind = Kind {
    name: "media_source",
    id: 352,
    children: false,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

const PLAYING: usize = 0;
const VOLUME: usize = 1;
const MUTED: usize = 2;

macro_rules! media {
    ($(#[$doc:meta])* $name:ident) => {
        crate::handle! {
            $(#[$doc])*
            $name
        }

        impl $name<'_> {
            /// The same in another form, for a system that does not play the ones before.
            #[track_caller]
            pub fn source(self, asset: Asset) -> Self {
                self.0.child(&MEDIA_SOURCE).set_text("src", &asset.address());
                self
            }

            /// Whether it shows its own buttons; it does, unless this says otherwise.
            pub fn controls(self, controls: bool) -> Self {
                self.0.set("controls", controls);
                self
            }

            /// Whether it begins again where it ends.
            pub fn loop_around(self, loop_around: bool) -> Self {
                self.0.set("loop_around", loop_around);
                self
            }

            /// Whether it plays. Where the system does not let it, it does not, whatever the app has asked for.
            #[track_caller]
            #[must_use]
            pub fn is_playing(self) -> bool {
                self.0.input(PLAYING) == InputValue::Bool(true)
            }

            /// Whether the person has just set it going: true in one run.
            #[must_use]
            pub fn played(self) -> bool {
                self.0.changed(PLAYING) == Some(InputValue::Bool(true))
            }

            /// Whether the person has just stopped it, or it has ended: true in one run.
            #[must_use]
            pub fn paused(self) -> bool {
                self.0.changed(PLAYING) == Some(InputValue::Bool(false))
            }

            /// Whether it has just come to its end: true in one run.
            #[must_use]
            pub fn ended(self) -> bool {
                self.0.happened(0)
            }

            /// Sets it going: an effect.
            #[track_caller]
            pub fn play(self) -> Self {
                self.0.change_later("play", PLAYING, InputValue::Bool(true));
                self
            }

            /// Stops it: an effect.
            #[track_caller]
            pub fn pause(self) -> Self {
                self.0.change_later("pause", PLAYING, InputValue::Bool(false));
                self
            }

            /// How loud it is, from 0 to 1.
            #[track_caller]
            #[must_use]
            pub fn volume(self) -> f64 {
                match self.0.input(VOLUME) {
                    InputValue::Number(volume) => volume,
                    _ => 0.0,
                }
            }

            /// How loud the person has just made it: there in one run.
            #[must_use]
            pub fn volume_changed(self) -> Option<f64> {
                match self.0.changed(VOLUME) {
                    Some(InputValue::Number(volume)) => Some(volume),
                    _ => None,
                }
            }

            /// How loud it is until the person or the app changes it, from 0 to 1; 1 unless it is said.
            pub fn default_volume(self, volume: f64) -> Self {
                let volume = finite(self.0, "volume", volume).clamp(0.0, 1.0);
                self.0.default_input(VOLUME, InputValue::Number(volume));
                self
            }

            /// Makes it louder or softer, as the person would.
            #[track_caller]
            pub fn set_volume(self, volume: f64) -> Self {
                let volume = finite(self.0, "volume", volume).clamp(0.0, 1.0);
                self.0.set_input(VOLUME, InputValue::Number(volume));
                self
            }

            /// Whether it is muted.
            #[track_caller]
            #[must_use]
            pub fn is_muted(self) -> bool {
                self.0.input(MUTED) == InputValue::Bool(true)
            }

            /// Mutes it or not, as the person would.
            #[track_caller]
            pub fn mute(self, muted: bool) -> Self {
                self.0.set_input(MUTED, InputValue::Bool(muted));
                self
            }
        }
    };
}

media! {
    /// A sound.
    Audio
}

media! {
    /// A film.
    Video
}

impl Video<'_> {
    /// How wide the film is, in CSS pixels.
    pub fn video_width(self, pixels: u32) -> Self {
        self.0.set("video_width", Value::Int(i64::from(pixels)));
        self
    }

    /// How high the film is, in CSS pixels.
    pub fn video_height(self, pixels: u32) -> Self {
        self.0.set("video_height", Value::Int(i64::from(pixels)));
        self
    }
}

/// Sound and film, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Media: crate::sealed::Sealed {
    /// A sound, and what it is, to whoever does not hear it.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui, ogg: &[u8]) {
    /// let song = ui.audio(ui.asset(ogg, "audio/ogg"), "The song of the week");
    /// if ui.button("Play").clicked() {
    ///     song.play();
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn audio(&self, sound: Asset, label: impl Content) -> Audio<'_>;

    /// A film, and what it is, to whoever does not see it.
    #[track_caller]
    fn video(&self, film: Asset, label: impl Content) -> Video<'_>;
}

impl Media for Ui {
    #[track_caller]
    fn audio(&self, sound: Asset, label: impl Content) -> Audio<'_> {
        Audio::new(self.element(&AUDIO).set_content("label", &label)).source(sound)
    }

    #[track_caller]
    fn video(&self, film: Asset, label: impl Content) -> Video<'_> {
        Video::new(self.element(&VIDEO).set_content("label", &label)).source(film)
    }
}
