//! What elements hold and the person changes, apart from text and ticks: numbers, several things at once, and being open. And
//! numbers and times that an app sets.

use std::ops::RangeInclusive;
use std::time::Duration;

use hyperdiv_core::{Element, InputValue, Measure, Unit, Value};

/// What an element that holds a number does.
macro_rules! numbered {
    ($name:ident) => {
        impl $name<'_> {
            /// The number in it, within its limits. They are to be said before it is asked for.
            #[track_caller]
            #[must_use]
            pub fn value(self) -> f64 {
                crate::value::number_of(self.0, &self.0.input(0))
            }

            /// The number that the person has just changed it to: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<f64> {
                self.0.changed(0).map(|value| crate::value::number_of(self.0, &value))
            }

            /// The number that it holds until the person or the app changes it, and after a [`reset`](Self::reset).
            pub fn default_value(self, number: impl Into<f64>) -> Self {
                let number = crate::value::finite(self.0, "default_value", number.into());
                self.0.default_input(0, hyperdiv_core::InputValue::Number(number));
                self
            }

            /// Changes the number as the person would.
            #[track_caller]
            pub fn set(self, number: impl Into<f64>) -> Self {
                let number = crate::value::finite(self.0, "set", number.into());
                self.0.set_input(0, hyperdiv_core::InputValue::Number(number));
                self
            }

            /// Goes back to the default.
            #[track_caller]
            pub fn reset(self) -> Self {
                self.0.reset_input(0);
                self
            }
        }
    };
}

/// What an element that holds several texts does.
macro_rules! several {
    ($name:ident) => {
        crate::value::several!(
            $name,
            "What is in it, in the order of the person's choosing.",
            |_, values| values
        );
    };
    ($name:ident, $doc:literal, $there:expr) => {
        impl $name<'_> {
            #[doc = $doc]
            #[track_caller]
            #[must_use]
            pub fn values(self) -> Vec<String> {
                let there: fn(hyperdiv_core::Element<'_>, Vec<String>) -> Vec<String> = $there;
                there(self.0, crate::value::texts_of(self.0.input(0)))
            }

            /// What the person has just changed it to: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<Vec<String>> {
                self.0.changed(0).map(crate::value::texts_of)
            }

            /// What it holds until the person or the app changes it, and after a [`reset`](Self::reset).
            pub fn default_values<T: hyperdiv_core::Content>(
                self,
                values: impl IntoIterator<Item = T>,
            ) -> Self {
                self.0.default_input(0, crate::value::texts(values));
                self
            }

            /// Changes what it holds, as the person would.
            #[track_caller]
            pub fn set<T: hyperdiv_core::Content>(self, values: impl IntoIterator<Item = T>) -> Self {
                self.0.set_input(0, crate::value::texts(values));
                self
            }

            /// Goes back to the default.
            #[track_caller]
            pub fn reset(self) -> Self {
                self.0.reset_input(0);
                self
            }
        }
    };
}

/// What an element that opens and closes does.
macro_rules! openable {
    ($name:ident) => {
        impl $name<'_> {
            /// Whether it is open.
            #[track_caller]
            #[must_use]
            pub fn is_open(self) -> bool {
                self.0.input(0) == hyperdiv_core::InputValue::Bool(true)
            }

            /// Whether it is open for as long as neither the person nor the app has opened or closed it.
            pub fn default_open(self, open: bool) -> Self {
                self.0.default_input(0, hyperdiv_core::InputValue::Bool(open));
                self
            }

            /// Opens it: an effect.
            #[track_caller]
            pub fn open(self) -> Self {
                self.0.change_later("open", 0, hyperdiv_core::InputValue::Bool(true));
                self
            }

            /// Closes it: an effect.
            #[track_caller]
            pub fn close(self) -> Self {
                self.0.change_later("close", 0, hyperdiv_core::InputValue::Bool(false));
                self
            }
        }
    };
}

/// What is told of an element that the person opens and closes.
macro_rules! heard {
    ($name:ident) => {
        impl $name<'_> {
            /// Whether the person has just opened it: true in one run.
            #[must_use]
            pub fn opened(self) -> bool {
                self.0.changed(0) == Some(hyperdiv_core::InputValue::Bool(true))
            }

            /// Whether the person has just closed it: true in one run.
            #[must_use]
            pub fn closed(self) -> bool {
                self.0.changed(0) == Some(hyperdiv_core::InputValue::Bool(false))
            }
        }
    };
}

/// Both.
macro_rules! opens {
    ($name:ident) => {
        crate::value::openable!($name);
        crate::value::heard!($name);
    };
}
pub(crate) use {heard, numbered, openable, opens, several};

/// The number of an input, within the limits that the element has now.
pub(crate) fn number_of(at: Element<'_>, value: &InputValue) -> f64 {
    let InputValue::Number(number) = *value else { return 0.0 };
    at.limits(0).map_or(number, |(min, max)| number.min(max).max(min))
}

/// As many marks a page can draw without holding anybody up, and a person tell from each other.
const MOST_MARKS: f64 = 200.0;

/// Puts a mark at each step of an element, unless there are too many of them: the page makes an element of each.
pub(crate) fn put_marks(at: Element<'_>, name: &'static str, marked: bool) {
    at.set(name, marked);
    keep_marks_few(at, name);
}

/// Takes the marks away again where limits or a step make too many of them, and tells the developer.
pub(crate) fn keep_marks_few(at: Element<'_>, name: &'static str) {
    let (Some(Value::Bool(true)), Some((min, max))) = (at.get(name), at.limits(0)) else { return };
    let step = match at.get("step") {
        Some(Value::Float(step)) => step,
        _ => 1.0,
    };
    let steps = (max - min) / step;
    if steps > MOST_MARKS {
        at.set(name, false);
        at.warn(name, |site| {
            format!(
                "the {name} at {site} would be at {steps:.0} steps; there are none, because a page draws {MOST_MARKS} at most. \
                 Limits and step are to be said before"
            )
        });
    }
}

/// The number; 0 where it is none, and the developer is told.
pub(crate) fn finite(at: Element<'_>, what: &'static str, number: f64) -> f64 {
    if number.is_finite() {
        return number;
    }
    at.warn(what, |site| format!("the {what} at {site} cannot be {number}; it is taken as 0"));
    0.0
}

/// Puts a distance between numbers, which is more than none.
pub(crate) fn put_step(at: Element<'_>, name: &'static str, number: f64) {
    if number.is_finite() && number > 0.0 {
        at.set(name, Value::Float(number));
    } else {
        at.warn(name, |site| format!("the {name} at {site} cannot be {number}; it is left out"));
    }
}

pub(crate) fn put_number(at: Element<'_>, name: &'static str, number: f64) {
    at.set(name, Value::Float(finite(at, name, number)));
}

/// Puts a number within what a component can do with; the developer is told of another one.
pub(crate) fn put_within(at: Element<'_>, name: &'static str, number: f64, limits: RangeInclusive<f64>) {
    let finite = finite(at, name, number);
    let taken = finite.clamp(*limits.start(), *limits.end());
    if taken != finite {
        at.warn(name, |site| format!("the {name} at {site} cannot be {number}; it is taken as {taken}"));
    }
    at.set(name, Value::Float(taken));
}

/// Puts a text that a component can only do with up to this length, in bytes; a longer one is left out, and the developer is told.
pub(crate) fn put_short(
    at: Element<'_>,
    name: &'static str,
    text: &(impl hyperdiv_core::Content + ?Sized),
    most: usize,
) {
    let text = crate::choose::shown(text);
    if text.len() > most {
        at.warn(name, |site| format!("the {name} at {site} is longer than {most} bytes; it is left out"));
    } else {
        at.set_text(name, &text);
    }
}

/// Puts a currency by its three letters; what is none is left out, and the developer is told.
pub(crate) fn put_currency(at: Element<'_>, name: &'static str, text: &str) {
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        at.set_text(name, text);
    } else {
        at.warn(name, |site| format!("the {name} at {site} has no three letters; it is left out"));
    }
}

/// Puts a number as the text that it is.
pub(crate) fn put_decimal(at: Element<'_>, name: &'static str, number: f64) {
    at.set_content(name, &finite(at, name, number));
}

pub(crate) fn put_texts<T: hyperdiv_core::Content>(
    at: Element<'_>,
    name: &'static str,
    values: impl IntoIterator<Item = T>,
) {
    let texts: Vec<_> = values.into_iter().map(|value| crate::choose::shown(&value)).collect();
    at.set_texts(name, &texts);
}

/// A timer of the page cannot wait longer than 24 days.
pub(crate) fn put_milliseconds(at: Element<'_>, name: &'static str, time: Duration) {
    at.set(name, Value::Int(i64::from(i32::try_from(time.as_millis()).unwrap_or(i32::MAX))));
}

pub(crate) fn put_seconds(at: Element<'_>, name: &'static str, time: Duration) {
    at.set(name, Measure { number: time.as_secs_f64(), unit: Unit::Seconds });
}

pub(crate) fn texts_of(value: InputValue) -> Vec<String> {
    match value {
        InputValue::Texts(texts) => texts,
        InputValue::Bool(_) | InputValue::Text(_) | InputValue::Number(_) => Vec::new(),
    }
}

pub(crate) fn texts<T: hyperdiv_core::Content>(values: impl IntoIterator<Item = T>) -> InputValue {
    InputValue::Texts(values.into_iter().map(|value| crate::choose::shown(&value)).collect())
}
