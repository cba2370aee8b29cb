//! Fields: what each type of value looks like in a form, and how it is read.

use std::fmt::Display;
use std::marker::PhantomData;
use std::num::IntErrorKind;
use std::sync::OnceLock;

use hyperdiv_core::{Element, InputValue, Kind, Ui, Value};
use regex::Regex;

use super::choice::Choice;
use crate::choose::{self, OPTION, RADIO, RADIO_GROUP, SELECT};
use crate::control::{CHECKBOX, TEXT_INPUT};
use crate::entry::{NUMBER_INPUT, TEXTAREA, number};

/// What a field of a form may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a form",
    label = "there is no control for this type",
    note = "a field is a `String`, a `bool`, a number, an `Option` of a text, a number or a choice, or an enum that derives `Choice`"
)]
pub trait FieldType: Sized + 'static {
    /// What `min` and `max` are.
    #[doc(hidden)]
    type Bound: Copy + 'static;
    #[doc(hidden)]
    fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui>;
    /// The value, or what is wrong, as a sentence for the person.
    #[doc(hidden)]
    fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String>;
    #[doc(hidden)]
    fn write(&self) -> InputValue;
    /// What the field holds where nothing was given.
    #[doc(hidden)]
    fn start() -> InputValue {
        InputValue::Text(String::new())
    }
}

/// There is no least and no greatest of these.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum NoRange {}

/// A field of the form `F`, which holds a `T`: the constants that `#[derive(Form)]` makes.
pub struct Field<F, T> {
    pub(super) index: usize,
    of: PhantomData<fn(F) -> T>,
}

impl<F, T> Clone for Field<F, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, T> Copy for Field<F, T> {}

impl<F, T> Field<F, T> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Field { index, of: PhantomData }
    }
}

/// What is said of a field, whatever its type.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Rules {
    pub label: &'static str,
    pub hint: Option<&'static str>,
    pub placeholder: Option<&'static str>,
    pub required: bool,
    pub optional: bool,
    pub min_len: Option<usize>,
    pub max_len: Option<usize>,
    pub pattern: Option<&'static Pattern>,
    pub password: bool,
    pub multiline: bool,
    pub radio: bool,
}

/// A field with all that is said of it.
#[doc(hidden)]
pub struct Described<T: FieldType> {
    pub rules: Rules,
    pub min: Option<T::Bound>,
    pub max: Option<T::Bound>,
}

impl<T: FieldType> Described<T> {
    #[must_use]
    pub const fn new(label: &'static str) -> Self {
        let rules = Rules {
            label,
            hint: None,
            placeholder: None,
            required: false,
            optional: false,
            min_len: None,
            max_len: None,
            pattern: None,
            password: false,
            multiline: false,
            radio: false,
        };
        Described { rules, min: None, max: None }
    }

    fn missing(&self) -> String {
        format!("{} is required.", self.rules.label)
    }

    fn must(&self, be: impl Display) -> String {
        format!("{} must be {be}.", self.rules.label)
    }

    /// A control with what all of them have.
    #[track_caller]
    fn start<'ui>(&self, ui: &'ui Ui, kind: &'static Kind, required: bool) -> Element<'ui> {
        let element = ui.element(kind).set_text("label", self.rules.label).set("required", required);
        for (name, text) in [("hint", self.rules.hint), ("placeholder", self.rules.placeholder)] {
            if let Some(text) = text {
                element.set_text(name, text);
            }
        }
        element
    }
}

/// The value of the field at `index`.
///
/// # Errors
///
/// What is wrong with it.
#[doc(hidden)]
pub fn read<T: FieldType>(of: &Described<T>, values: &[InputValue], index: usize) -> Result<T, String> {
    values.get(index).map_or_else(|| Err(of.missing()), |value| T::read(value, of))
}

#[doc(hidden)]
#[must_use]
pub fn write<T: FieldType>(value: &T) -> InputValue {
    value.write()
}

/// A field of any type.
#[doc(hidden)]
pub trait AnyField {
    fn control<'ui>(&self, ui: &'ui Ui) -> Element<'ui>;
    fn start(&self) -> InputValue;
}

impl<T: FieldType> AnyField for Described<T> {
    fn control<'ui>(&self, ui: &'ui Ui) -> Element<'ui> {
        T::control(ui, self)
    }

    fn start(&self) -> InputValue {
        T::start()
    }
}

/// A form that a whole text has to have. Compiled when it is first asked; the macro has checked that it is one.
#[doc(hidden)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Pattern { text, compiled: OnceLock::new() }
    }

    fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(&format!(r"\A(?:{})\z", self.text)).ok());
        compiled.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

fn text_in(value: &InputValue) -> &str {
    match value {
        InputValue::Text(text) => text,
        InputValue::Bool(_) | InputValue::Number(_) | InputValue::Texts(_) => "",
    }
}

impl FieldType for String {
    type Bound = NoRange;

    fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
        let kind = if of.rules.multiline { &TEXTAREA } else { &TEXT_INPUT };
        let element = of.start(ui, kind, of.rules.required);
        if of.rules.password { element.set("password", true) } else { element }
    }

    fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
        let (text, rules) = (text_in(value), &of.rules);
        if text.trim().is_empty() {
            return if rules.required { Err(of.missing()) } else { Ok(text.to_owned()) };
        }
        let length = text.chars().count();
        let characters = |count: usize| if count == 1 { "character" } else { "characters" };
        if let Some(least) = rules.min_len.filter(|least| length < *least) {
            return Err(format!("{} needs at least {least} {}.", rules.label, characters(least)));
        }
        if let Some(most) = rules.max_len.filter(|most| length > *most) {
            return Err(format!("{} has {length} characters, and at most {most} fit.", rules.label));
        }
        if rules.pattern.is_some_and(|pattern| !pattern.matches(text)) {
            return Err(format!("{} does not have the right form.", rules.label));
        }
        Ok(text.to_owned())
    }

    fn write(&self) -> InputValue {
        InputValue::Text(self.clone())
    }
}

impl FieldType for bool {
    type Bound = NoRange;

    fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
        of.start(ui, &CHECKBOX, of.rules.required)
    }

    fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
        let ticked = *value == InputValue::Bool(true);
        if of.rules.required && !ticked {
            return Err(format!("\"{}\" has to be ticked.", of.rules.label));
        }
        Ok(ticked)
    }

    fn write(&self) -> InputValue {
        InputValue::Bool(*self)
    }

    fn start() -> InputValue {
        InputValue::Bool(false)
    }
}

impl<T: FieldType> FieldType for Option<T> {
    type Bound = T::Bound;

    fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
        T::control(ui, &some(of))
    }

    fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
        if text_in(value).trim().is_empty() { Ok(None) } else { T::read(value, &some(of)).map(Some) }
    }

    fn write(&self) -> InputValue {
        self.as_ref().map_or_else(|| InputValue::Text(String::new()), T::write)
    }
}

fn some<T: FieldType>(of: &Described<Option<T>>) -> Described<T> {
    Described { rules: Rules { optional: true, ..of.rules }, min: of.min, max: of.max }
}

impl<C: Choice> FieldType for C {
    type Bound = NoRange;

    fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
        let (kind, offer) = if of.rules.radio { (&RADIO_GROUP, &RADIO) } else { (&SELECT, &OPTION) };
        let element = of.start(ui, kind, !of.rules.optional);
        for choice in C::choices() {
            choose::put(element, offer, choice.name(), choice.label(), false);
        }
        element
    }

    fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
        C::named(text_in(value)).ok_or_else(|| of.missing())
    }

    fn write(&self) -> InputValue {
        InputValue::Text(
            C::CHOICES.get(self.position()).map(|choice| choice.name()).unwrap_or_default().to_owned(),
        )
    }

    fn start() -> InputValue {
        C::DEFAULT.and_then(C::at).map_or_else(|| InputValue::Text(String::new()), |choice| choice.write())
    }
}

fn number_control<'ui, T: FieldType>(
    ui: &'ui Ui,
    of: &Described<T>,
    min: Option<f64>,
    max: Option<f64>,
) -> Element<'ui> {
    let element = of.start(ui, &NUMBER_INPUT, !of.rules.optional);
    for (name, bound) in [("min", min), ("max", max)] {
        if let Some(bound) = bound {
            element.set(name, Value::Float(bound));
        }
    }
    element
}

/// A number within its limits.
fn within<T: FieldType<Bound = T> + PartialOrd + Copy + Display>(
    value: T,
    of: &Described<T>,
) -> Result<T, String> {
    match (of.min, of.max) {
        (Some(min), _) if value < min => Err(of.must(format_args!("at least {min}"))),
        (_, Some(max)) if value > max => Err(of.must(format_args!("at most {max}"))),
        _ => Ok(value),
    }
}

macro_rules! integers {
    ($($kind:ty)*) => {
        $(impl FieldType for $kind {
            type Bound = $kind;

            fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
                number_control(ui, of, of.min.map(|min| min as f64), of.max.map(|max| max as f64))
            }

            fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
                let text = text_in(value).trim();
                let value = text.parse::<$kind>().map_err(|error| match error.kind() {
                    IntErrorKind::Empty => of.missing(),
                    IntErrorKind::PosOverflow => of.must(format_args!("at most {}", of.max.unwrap_or(<$kind>::MAX))),
                    IntErrorKind::NegOverflow => of.must(format_args!("at least {}", of.min.unwrap_or(<$kind>::MIN))),
                    // A type without negative numbers does not know a minus from a letter.
                    _ if text.parse::<i128>().is_ok() => {
                        of.must(format_args!("at least {}", of.min.unwrap_or(<$kind>::MIN)))
                    }
                    _ => of.must("a whole number"),
                })?;
                within(value, of)
            }

            fn write(&self) -> InputValue {
                InputValue::Text(self.to_string())
            }
        })*
    };
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($kind:ty)*) => {
        $(impl FieldType for $kind {
            type Bound = $kind;

            fn control<'ui>(ui: &'ui Ui, of: &Described<Self>) -> Element<'ui> {
                number_control(ui, of, of.min.map(f64::from), of.max.map(f64::from))
            }

            fn read(value: &InputValue, of: &Described<Self>) -> Result<Self, String> {
                let text = text_in(value).trim();
                if text.is_empty() {
                    return Err(of.missing());
                }
                let value = number(text).and_then(|_| text.parse::<$kind>().ok()).filter(|value| value.is_finite());
                within(value.ok_or_else(|| of.must("a number"))?, of)
            }

            fn write(&self) -> InputValue {
                InputValue::Text(self.to_string())
            }
        })*
    };
}

floats!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FieldType>(text: &str, edit: impl FnOnce(&mut Described<T>)) -> Result<T, String> {
        let mut of = Described::new("Field");
        edit(&mut of);
        super::read(&of, &[InputValue::Text(text.into())], 0)
    }

    #[test]
    fn numbers_are_read_exactly_and_say_what_they_want() {
        assert_eq!(read::<u64>("18446744073709551615", |_| {}), Ok(u64::MAX));
        assert_eq!(read::<i8>(" -3 ", |_| {}), Ok(-3));
        for (text, why) in [
            ("", "Field is required."),
            ("three", "Field must be a whole number."),
            ("1.5", "Field must be a whole number."),
            ("256", "Field must be at most 255."),
            ("-1", "Field must be at least 0."),
        ] {
            assert_eq!(read::<u8>(text, |_| {}), Err(why.into()), "{text}");
        }
        let limits = |of: &mut Described<u8>| (of.min, of.max) = (Some(1), Some(8));
        assert_eq!(read("1", limits), Ok(1));
        assert_eq!(read("8", limits), Ok(8));
        assert_eq!(read("0", limits), Err("Field must be at least 1.".into()));
        assert_eq!(read("9", limits), Err("Field must be at most 8.".into()));
        assert_eq!(read("-9", limits), Err("Field must be at least 1.".into()));
        assert_eq!(read("999", limits), Err("Field must be at most 8.".into()));
        assert_eq!(read::<f32>("0.25", |_| {}), Ok(0.25));
        for text in ["NaN", "inf", "1e99", "1,5"] {
            assert_eq!(read::<f32>(text, |_| {}), Err("Field must be a number.".into()), "{text}");
        }
    }

    #[test]
    fn texts_are_measured_in_characters_and_matched_whole() {
        static LETTERS: Pattern = Pattern::new("a|[b-z]+");
        let rules = |of: &mut Described<String>| {
            of.rules = Rules { min_len: Some(2), max_len: Some(3), pattern: Some(&LETTERS), ..of.rules };
        };
        assert_eq!(read("", rules), Ok(String::new()), "what may be empty, is");
        assert_eq!(read("bcd", rules), Ok("bcd".into()));
        assert_eq!(read("b", rules), Err("Field needs at least 2 characters.".into()));
        assert_eq!(read("bcde", rules), Err("Field has 4 characters, and at most 3 fit.".into()));
        assert_eq!(read("ab", rules), Err("Field does not have the right form.".into()));
        assert_eq!(read("\u{e9}\u{e9}\u{e9}", rules), Err("Field does not have the right form.".into()));
        assert_eq!(read::<String>(" \t", |of| of.rules.required = true), Err("Field is required.".into()));
        assert_eq!(read::<Option<String>>(" ", |_| {}), Ok(None));
        assert_eq!(read::<Option<u8>>("3", |of| of.max = Some(2)), Err("Field must be at most 2.".into()));
    }
}
