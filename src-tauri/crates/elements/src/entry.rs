//! Fields for more than a line of text, and for numbers.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Value};

use crate::control::{field, text_of, typed};
use crate::value::{finite, put_step};

/// More than a person writes; well below what one message of the page may hold.
const MAX_LINES: usize = 512 * 1024;
/// Longer than any number.
const MAX_NUMBER: usize = 512;

pub(crate) static TEXTAREA: Kind = Kind {
    name: "textarea",
    id: 81,
    children: false,
    role: Some(Role::Textbox),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: MAX_LINES } }],
    events: &[],
};

pub(crate) static NUMBER_INPUT: Kind = Kind {
    name: "number_input",
    id: 82,
    children: false,
    role: Some(Role::Spinbutton),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: MAX_NUMBER } }],
    events: &[],
};

field! {
    /// A field for several lines of text.
    Textarea
}

typed!(Textarea);

impl Textarea<'_> {
    /// How many lines it shows; 4 unless it is said.
    pub fn rows(self, rows: u32) -> Self {
        self.0.set("rows", Value::Int(i64::from(rows)));
        self
    }

    /// Whether it can be read and copied, but not changed.
    pub fn readonly(self, readonly: bool) -> Self {
        self.0.set("readonly", readonly);
        self
    }

    /// How many letters it is to hold at least, as assistive technology tells; the app checks it.
    pub fn min_length(self, letters: u32) -> Self {
        self.0.set("min_length", Value::Int(i64::from(letters)));
        self
    }

    /// Whether spelling is checked, as far as the system does it; it is, unless this says otherwise.
    pub fn spellcheck(self, spellcheck: bool) -> Self {
        self.0.set("spellcheck", spellcheck);
        self
    }

    /// How many letters the person can type.
    pub fn max_length(self, letters: u32) -> Self {
        self.0.set("max_length", Value::Int(i64::from(letters)));
        self
    }

    /// Whether the person can change its height; they can, unless this says otherwise.
    pub fn resizable(self, resizable: bool) -> Self {
        self.0.set("resizable", resizable);
        self
    }
}

field! {
    /// A field for a number.
    NumberInput
}

impl NumberInput<'_> {
    /// The number, where there is one, and it is neither less than [`min`](Self::min) nor more than [`max`](Self::max).
    #[track_caller]
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.within(&self.text())
    }

    /// What is in it, a number or not.
    #[track_caller]
    #[must_use]
    pub fn text(self) -> String {
        text_of(self.0.input(0))
    }

    /// The number that the person has just changed it to, or none where it is no number within the limits: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<Option<f64>> {
        self.0.changed(0).map(|value| self.within(&text_of(value)))
    }

    /// The least number. To be said before the value is asked for. One that is not finite counts for nothing, and so do both
    /// limits where this one is over [`max`](Self::max); the developer is told.
    pub fn min(self, min: impl Into<f64>) -> Self {
        self.limited("min", min.into())
    }

    /// The greatest number. To be said before the value is asked for. One that is not finite counts for nothing, and so do both
    /// limits where this one is under [`min`](Self::min); the developer is told.
    pub fn max(self, max: impl Into<f64>) -> Self {
        self.limited("max", max.into())
    }

    /// By how much the arrow keys change it; 1 unless it is said.
    pub fn step(self, step: impl Into<f64>) -> Self {
        put_step(self.0, "step", step.into());
        self
    }

    /// The number that it holds until the person or the app changes it, and after a [`reset`](Self::reset).
    pub fn default_value(self, number: impl Into<f64>) -> Self {
        let number = finite(self.0, "default_value", number.into());
        self.0.default_input(0, InputValue::Text(number.to_string()));
        self
    }

    /// Changes the number as the person would.
    #[track_caller]
    pub fn set(self, number: impl Into<f64>) -> Self {
        let number = finite(self.0, "set", number.into());
        self.0.set_input(0, InputValue::Text(number.to_string()));
        self
    }

    /// Goes back to the default.
    #[track_caller]
    pub fn reset(self) -> Self {
        self.0.reset_input(0);
        self
    }

    /// A hint that shows while it is empty.
    pub fn placeholder(self, hint: impl Content) -> Self {
        self.0.set_content("placeholder", &hint);
        self
    }

    fn within(self, text: &str) -> Option<f64> {
        let number = number(text)?;
        let good = self.limit("min").is_none_or(|min| number >= min)
            && self.limit("max").is_none_or(|max| number <= max);
        good.then_some(number)
    }

    fn limit(self, name: &str) -> Option<f64> {
        match self.0.get(name) {
            Some(Value::Float(limit)) => Some(limit).filter(|limit| limit.is_finite()),
            _ => None,
        }
    }

    fn limited(self, name: &'static str, limit: f64) -> Self {
        if !limit.is_finite() {
            self.0.warn(name, |site| format!("the {name} at {site} cannot be {limit}; it is left out"));
            return self;
        }
        self.0.set(name, Value::Float(limit));
        if let (Some(min), Some(max)) = (self.limit("min"), self.limit("max"))
            && min > max
        {
            self.0.warn("limits", |site| {
                format!("no number at {site} is at least {min} and at most {max}; it has no limits")
            });
            // What is no number is unset in the page.
            self.0.set("min", Value::Float(f64::NAN)).set("max", Value::Float(f64::NAN));
        }
        self
    }
}

/// What a person means by a text: infinity and "not a number" are none of it.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_finite_and_alone() {
        for (text, expected) in [("3", 3.0), (" -0.5 ", -0.5), ("1e3", 1000.0), ("+2", 2.0), (".5", 0.5)] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["", " ", "three", "3 4", "1,5", "inf", "-infinity", "NaN", "0x10", "1_000", "1e999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
