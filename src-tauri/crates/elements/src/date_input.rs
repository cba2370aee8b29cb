//! Fields for dates and times. What the page sends is text, which is a date within the limits or not.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Ui};

use crate::control::{field, text_of};
use crate::date::{Date, DateTime, Time};

const fn kind(name: &'static str, id: u16) -> Kind {
    Kind {
        name,
        id,
        children: false,
        role: Some(Role::Textbox),
        name_from: Some("label"),
        // Longer than any date, so that what is typed where the system has no such field arrives.
        inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: 64 } }],
        events: &[],
    }
}

pub(crate) static DATE_INPUT: Kind = kind("date_input", 330);
pub(crate) static TIME_INPUT: Kind = kind("time_input", 331);
pub(crate) static DATE_TIME_INPUT: Kind = kind("date_time_input", 332);

macro_rules! dated {
    ($(#[$doc:meta])* $name:ident of $holds:ident) => {
        field! {
            $(#[$doc])*
            $name
        }

        impl $name<'_> {
            /// What it holds, where that is one, and neither before [`min`](Self::min) nor behind [`max`](Self::max). They are to
            /// be said before it is asked for.
            #[track_caller]
            #[must_use]
            pub fn value(self) -> Option<$holds> {
                self.within(&self.text())
            }

            /// What is in it, as it is written.
            #[track_caller]
            #[must_use]
            pub fn text(self) -> String {
                text_of(self.0.input(0))
            }

            /// What the person has just changed it to, or none where that is none within the limits: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<Option<$holds>> {
                self.0.changed(0).map(|value| self.within(&text_of(value)))
            }

            /// The first that it takes.
            pub fn min(self, min: $holds) -> Self {
                self.0.set_content("min", &min);
                self
            }

            /// The last that it takes.
            pub fn max(self, max: $holds) -> Self {
                self.0.set_content("max", &max);
                self
            }

            /// What it holds until the person or the app changes it, and after a [`reset`](Self::reset).
            pub fn default_value(self, value: $holds) -> Self {
                self.0.default_input(0, InputValue::Text(value.to_string()));
                self
            }

            /// Changes what it holds, as the person would.
            #[track_caller]
            pub fn set(self, value: $holds) -> Self {
                self.0.set_input(0, InputValue::Text(value.to_string()));
                self
            }

            /// Goes back to the default.
            #[track_caller]
            pub fn reset(self) -> Self {
                self.0.reset_input(0);
                self
            }

            fn within(self, text: &str) -> Option<$holds> {
                let limit = |name| self.0.text(name).parse::<$holds>().ok();
                let value: $holds = text.parse().ok()?;
                let good = limit("min").is_none_or(|min| value >= min) && limit("max").is_none_or(|max| value <= max);
                good.then_some(value)
            }
        }
    };
}

dated! {
    /// A field for a day.
    DateInput of Date
}

dated! {
    /// A field for a time of day.
    TimeInput of Time
}

dated! {
    /// A field for a time of a day.
    DateTimeInput of DateTime
}

/// Fields for dates and times, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait DateInputs: crate::sealed::Sealed {
    /// A field for a day.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) -> Result<(), DateError> {
    /// let birthday = ui.date_input("Born on").max(Date::new(2026, 1, 1)?);
    /// if birthday.value().is_none() {
    ///     birthday.error("A day in the past, please.");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    fn date_input(&self, label: impl Content) -> DateInput<'_>;

    /// A field for a time of day.
    #[track_caller]
    fn time_input(&self, label: impl Content) -> TimeInput<'_>;

    /// A field for a time of a day.
    #[track_caller]
    fn date_time_input(&self, label: impl Content) -> DateTimeInput<'_>;
}

impl DateInputs for Ui {
    #[track_caller]
    fn date_input(&self, label: impl Content) -> DateInput<'_> {
        DateInput::new(self.element(&DATE_INPUT).set_content("label", &label))
    }

    #[track_caller]
    fn time_input(&self, label: impl Content) -> TimeInput<'_> {
        TimeInput::new(self.element(&TIME_INPUT).set_content("label", &label))
    }

    #[track_caller]
    fn date_time_input(&self, label: impl Content) -> DateTimeInput<'_> {
        DateTimeInput::new(self.element(&DATE_TIME_INPUT).set_content("label", &label))
    }
}
