//! Controls: what the person presses, ticks and types into.

use hyperdiv_core::{Accepts, Input, InputValue, Kind, Role, Value};

use crate::generated::ControlSize;
use crate::icon;

pub(crate) static BUTTON: Kind = Kind {
    name: "button",
    id: 5,
    children: false,
    role: Some(Role::Button),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};

/// Sends the form that it is in.
pub(crate) static SUBMIT_BUTTON: Kind = Kind { name: "submit_button", id: 87, events: &[], ..BUTTON };

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

const fn to_tick(name: &'static str, id: u16, role: Role) -> Kind {
    Kind {
        name,
        id,
        children: false,
        role: Some(role),
        name_from: Some("label"),
        inputs: &[Input { name: "checked", accepts: Accepts::Bool }],
        events: &[],
    }
}

pub(crate) static CHECKBOX: Kind = to_tick("checkbox", 7, Role::Checkbox);
pub(crate) static SWITCH: Kind = to_tick("switch", 80, Role::Switch);

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

/// A control that holds a value, with what is said about it: a hint, an error, whether it has to be filled in.
macro_rules! field {
    ($(#[$doc:meta])* $name:ident) => {
        crate::control::control! {
            $(#[$doc])*
            $name
        }

        impl $name<'_> {
            /// Help below it, which is read with it.
            pub fn hint(self, hint: impl hyperdiv_core::Content) -> Self {
                self.0.set_content("hint", &hint);
                self
            }

            /// What is wrong with its value, below it; nothing where that is right. It is read with the control, which then
            /// counts as invalid.
            pub fn error(self, error: impl hyperdiv_core::Content) -> Self {
                self.0.set_content("error", &error);
                self
            }

            /// Marks it as one that has to be filled in. It is the app that asks for it, or a form.
            pub fn required(self, required: bool) -> Self {
                self.0.set("required", required);
                self
            }
        }
    };
}
pub(crate) use {control, field};

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

    /// How large it is.
    pub fn size(self, size: ControlSize) -> Self {
        self.0.set("size", Value::Word(size.word()));
        self
    }

    /// Whether its ends are round.
    pub fn pill(self, pill: bool) -> Self {
        self.0.set("pill", pill);
        self
    }

    /// Whether it has an outline in place of a ground.
    pub fn outline(self, outline: bool) -> Self {
        self.0.set("outline", outline);
        self
    }

    /// Whether it has neither ground nor outline until the pointer is on it: Hyperdiv's variant `text`.
    pub fn plain(self, plain: bool) -> Self {
        self.0.set("plain", plain);
        self
    }

    /// Whether it is a circle: for a label of a letter or two.
    pub fn circle(self, circle: bool) -> Self {
        self.0.set("circle", circle);
        self
    }

    /// Whether it has the sign of something that opens.
    pub fn caret(self, caret: bool) -> Self {
        self.0.set("caret", caret);
        self
    }

    /// Whether it shows that what it does is being done. It is switched off meanwhile.
    pub fn loading(self, loading: bool) -> Self {
        self.0.set("loading", loading);
        if loading { self.disabled(true) } else { self }
    }

    /// An icon before its label, by its name in Bootstrap Icons.
    pub fn prefix_icon(self, name: &str) -> Self {
        icon::put(self.0, "prefix_icon", name);
        self
    }

    /// An icon behind its label, by its name in Bootstrap Icons.
    pub fn suffix_icon(self, name: &str) -> Self {
        icon::put(self.0, "suffix_icon", name);
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

/// What a text field does, of one line or several.
macro_rules! typed {
    ($name:ident) => {
        impl $name<'_> {
            /// The text in it.
            #[track_caller]
            #[must_use]
            pub fn value(self) -> String {
                crate::control::text_of(self.0.input(0))
            }

            /// The text that the person has just changed it to: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<String> {
                self.0.changed(0).map(crate::control::text_of)
            }

            /// The text that it holds until the person or the app changes it, and after a [`reset`](Self::reset).
            pub fn default_value(self, text: impl Into<String>) -> Self {
                self.0.default_input(0, hyperdiv_core::InputValue::Text(text.into()));
                self
            }

            /// Changes the text as the person would. Text that the person has typed meanwhile is newer and stays.
            #[track_caller]
            pub fn set(self, text: impl Into<String>) -> Self {
                self.0.set_input(0, hyperdiv_core::InputValue::Text(text.into()));
                self
            }

            /// Goes back to the default.
            #[track_caller]
            pub fn reset(self) -> Self {
                self.0.reset_input(0);
                self
            }

            /// A hint that shows while it is empty.
            pub fn placeholder(self, hint: impl hyperdiv_core::Content) -> Self {
                self.0.set_content("placeholder", &hint);
                self
            }
        }
    };
}
pub(crate) use typed;

pub(crate) fn text_of(value: InputValue) -> String {
    match value {
        InputValue::Text(text) => text,
        InputValue::Bool(_) | InputValue::Number(_) | InputValue::Texts(_) => String::new(),
    }
}

field! {
    /// A field for one line of text. What it holds is kept by the runtime: the person's typing and the app's changes.
    TextInput
}

typed!(TextInput);

impl TextInput<'_> {
    /// Whether it has a ground of another colour than the page.
    pub fn filled(self, filled: bool) -> Self {
        self.0.set("filled", filled);
        self
    }

    /// Whether what is typed shows as dots.
    pub fn password(self, password: bool) -> Self {
        self.0.set("password", password);
        self
    }
}

/// What a box to tick and a switch do.
macro_rules! ticked {
    ($name:ident) => {
        impl $name<'_> {
            /// Whether it is ticked.
            #[track_caller]
            #[must_use]
            pub fn is_checked(self) -> bool {
                self.0.input(0) == hyperdiv_core::InputValue::Bool(true)
            }

            /// What the person has just changed it to: there in one run.
            #[must_use]
            pub fn changed(self) -> Option<bool> {
                self.0.changed(0).map(|value| value == hyperdiv_core::InputValue::Bool(true))
            }

            /// Whether it is ticked until the person or the app changes it, and after a [`reset`](Self::reset).
            pub fn default_checked(self, checked: bool) -> Self {
                self.0.default_input(0, hyperdiv_core::InputValue::Bool(checked));
                self
            }

            /// Ticks it or not, as the person would.
            #[track_caller]
            pub fn set(self, checked: bool) -> Self {
                self.0.set_input(0, hyperdiv_core::InputValue::Bool(checked));
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

pub(crate) use ticked;

field! {
    /// A box to tick.
    Checkbox
}

ticked!(Checkbox);

field! {
    /// Something to turn on and off, which counts at once.
    Switch
}

ticked!(Switch);
