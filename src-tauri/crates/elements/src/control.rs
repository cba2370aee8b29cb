//! Controls: what the person presses, ticks and types into.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Value};

pub(crate) static BUTTON: Kind = Kind {
    name: "button",
    id: 5,
    children: false,
    role: Some(Role::Button),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};

/// More than a person types into one line.
const MAX_TEXT: usize = 64 * 1024;

pub(crate) static TEXT_INPUT: Kind = Kind {
    name: "text_input",
    id: 6,
    children: false,
    role: Some(Role::Textbox),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Text { max_bytes: MAX_TEXT } }],
    events: &[],
};

pub(crate) static CHECKBOX: Kind = Kind {
    name: "checkbox",
    id: 7,
    children: false,
    role: Some(Role::Checkbox),
    name_from: Some("label"),
    inputs: &[Input { name: "checked", accepts: Accepts::Bool }],
    events: &[],
};

/// A handle of something that the person can use, and that can be switched off.
macro_rules! control {
    ($(#[$doc:meta])* $name:ident) => {
        crate::handle! {
            $(#[$doc])*
            $name
        }

        impl $name<'_> {
            /// Switches it off: the person cannot use it, and nothing of it reaches the app.
            pub fn disabled(self, disabled: bool) -> Self {
                self.0.disable(disabled);
                self
            }

            /// Gives it the keyboard focus: an effect.
            #[track_caller]
            pub fn focus(self) -> Self {
                self.0.focus();
                self
            }
        }
    };
}

control! {
    /// Something to press.
    Button
}

impl Button<'_> {
    /// Whether it was pressed: true in one run.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Keys that press it, as in `Ctrl+S`: [`Elements::shortcut`](crate::Elements::shortcut) says which. Whoever has the page
    /// read to them hears of it. Where it is switched off, the keys do nothing.
    pub fn shortcut(self, keys: &str) -> Self {
        self.0.shortcut(keys);
        self
    }

    /// What it is for, by its colour.
    pub fn variant(self, variant: Variant) -> Self {
        self.0.set("variant", Value::Word(variant.word()));
        self
    }
}

/// What something is for, by its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Variant {
    /// The thing to do here.
    Primary,
    /// It went well, or makes something go.
    Success,
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Something to think about first.
    Warning,
    /// It destroys.
    Danger,
}

impl Variant {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Variant::Primary => "primary",
            Variant::Success => "success",
            Variant::Neutral => "neutral",
            Variant::Warning => "warning",
            Variant::Danger => "danger",
        }
    }
}

control! {
    /// A field for one line of text. What it holds is kept by the runtime: the person's typing and the app's changes.
    TextInput
}

impl TextInput<'_> {
    /// The text in it.
    #[track_caller]
    #[must_use]
    pub fn value(self) -> String {
        match self.0.input(0) {
            InputValue::Text(text) => text,
            InputValue::Bool(_) => String::new(),
        }
    }

    /// The text that the person has just changed it to: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<String> {
        match self.0.changed(0)? {
            InputValue::Text(text) => Some(text),
            InputValue::Bool(_) => None,
        }
    }

    /// The text that it holds until the person or the app changes it, and after a [`reset`](Self::reset).
    pub fn default_value(self, text: impl Into<String>) -> Self {
        self.0.default_input(0, InputValue::Text(text.into()));
        self
    }

    /// Changes the text as the person would. Text that the person has typed meanwhile is newer and stays.
    #[track_caller]
    pub fn set(self, text: impl Into<String>) -> Self {
        self.0.set_input(0, InputValue::Text(text.into()));
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
}

control! {
    /// A box to tick.
    Checkbox
}

impl Checkbox<'_> {
    /// Whether it is ticked.
    #[track_caller]
    #[must_use]
    pub fn is_checked(self) -> bool {
        self.0.input(0) == InputValue::Bool(true)
    }

    /// What the person has just changed it to: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<bool> {
        self.0.changed(0).map(|value| value == InputValue::Bool(true))
    }

    /// Whether it is ticked until the person or the app changes it, and after a [`reset`](Self::reset).
    pub fn default_checked(self, checked: bool) -> Self {
        self.0.default_input(0, InputValue::Bool(checked));
        self
    }

    /// Ticks it or not, as the person would.
    #[track_caller]
    pub fn set(self, checked: bool) -> Self {
        self.0.set_input(0, InputValue::Bool(checked));
        self
    }

    /// Goes back to the default.
    #[track_caller]
    pub fn reset(self) -> Self {
        self.0.reset_input(0);
        self
    }
}
