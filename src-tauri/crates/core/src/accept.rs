//! What the page may change a property to: checked against what it shows, so that neither a page gone wrong nor one that is late
//! gets a value into the app which the person could not have made.

use std::collections::HashSet;

use crate::kind::{Accepts, Input};
use crate::tree::Frame;
use crate::value::InputValue;
use crate::wire::decode::Changed;

/// How far from a step a number may be, in steps: what binary fractions add up to.
const OFF_STEP: f64 = 1e-6;

/// Events that the person can make only where a property of the element says so.
static ONLY_WHERE: &[(&str, &str)] = &[("closed", "closable_tab"), ("removed", "removable")];

/// Whether an event of the element can happen.
pub(crate) fn can_happen(shown: &Frame, node: u32, name: &str) -> bool {
    let property = ONLY_WHERE.iter().find(|(event, _)| *event == name).map(|(_, property)| *property);
    property.is_none_or(|property| shown.flag(node, property) == Some(true))
}

/// The value, if the element takes it; else why it does not.
pub(crate) fn checked(
    shown: &Frame,
    node: u32,
    input: &Input,
    value: Changed,
) -> Result<InputValue, &'static str> {
    if shown.is_read_only(node) {
        return Err("the element can only be read");
    }
    if input.name == "opened" && value == Changed::Bool(false) && shown.flag(node, "closable") == Some(false)
    {
        return Err("only the app closes the element");
    }
    match (value, input.accepts) {
        (Changed::Bool(on), Accepts::Bool) => Ok(InputValue::Bool(on)),
        (Changed::Text(text), Accepts::Text { max_bytes }) => {
            let fits = text.len() <= max_bytes && fits(shown, node, input.name, &text);
            fits.then_some(InputValue::Text(text)).ok_or("the text is too long")
        }
        (Changed::Text(text), Accepts::Offered) => {
            shown.offers(node, &text).then_some(InputValue::Text(text)).ok_or("the choice is not offered")
        }
        (Changed::Number(number), Accepts::Number { min, max, .. }) => {
            let (min, max) = limits(shown, node, (min, max));
            let step = shown.number(node, "step").filter(|step| *step > 0.0);
            if !(min..=max).contains(&number) {
                Err("the number is out of its limits")
            } else if number != max && step.is_some_and(|step| is_off(number - min, step)) {
                Err("the number is between two steps")
            } else {
                Ok(InputValue::Number(number))
            }
        }
        (Changed::Number(number), Accepts::Place) => {
            let places = shown.places(node) as f64;
            let is_place = number.fract() == 0.0 && (0.0..places).contains(&number);
            is_place.then_some(InputValue::Number(number)).ok_or("there is no such place")
        }
        (Changed::Texts(texts), Accepts::Texts { most, max_bytes }) => {
            several(shown, node, input.name, texts, most, max_bytes)
        }
        (Changed::Texts(texts), Accepts::Several) => chosen(shown, node, texts),
        (Changed::Bool(_) | Changed::Text(_) | Changed::Number(_) | Changed::Texts(_), _) => {
            Err("the value is of another type")
        }
    }
}

/// Between which numbers an input is: what the element says, else its kind.
pub(crate) fn limits(frame: &Frame, node: u32, (min, max): (f64, f64)) -> (f64, f64) {
    (frame.number(node, "min").unwrap_or(min), frame.number(node, "max").unwrap_or(max))
}

/// Whether a text has no more letters than the element's `max_length`, counted as a page counts them. One that the app has made too
/// long can be made shorter.
fn fits(shown: &Frame, node: u32, name: &str, text: &str) -> bool {
    let letters = |text: &str| text.encode_utf16().count();
    let Some(most) = shown.number(node, "max_length") else { return true };
    letters(text) as f64 <= most || letters(text) < letters(shown.text_prop(node, name))
}

/// Texts that are something, each once, and no more of them than the element's `max_tags`, unless there were more before.
fn several(
    shown: &Frame,
    node: u32,
    name: &str,
    texts: Vec<String>,
    most: usize,
    max_bytes: usize,
) -> Result<InputValue, &'static str> {
    let few = shown.number(node, "max_tags").is_none_or(|most| texts.len() as f64 <= most);
    let mut once = HashSet::new();
    if texts.len() > most || (!few && texts.len() >= shown.texts(node, name).len()) {
        Err("there are too many texts")
    } else if texts.iter().any(|text| text.len() > max_bytes) {
        Err("the text is too long")
    } else if !texts.iter().all(|text| !text.is_empty() && once.insert(text)) {
        Err("a text is empty, or there twice")
    } else {
        Ok(InputValue::Texts(texts))
    }
}

/// What is offered, each once, and as many as the element's `selection` lets be chosen.
fn chosen(shown: &Frame, node: u32, texts: Vec<String>) -> Result<InputValue, &'static str> {
    let (one, leaves) = match shown.word(node, "selection") {
        None | Some("multiple") => (false, false),
        Some(word) => (true, word == "leaf"),
    };
    if one && texts.len() > 1 {
        return Err("only one thing can be chosen");
    }
    let offered = shown.values_in(node, leaves);
    let mut once = HashSet::new();
    let known = texts.iter().all(|text| offered.contains(text.as_str()) && once.insert(text));
    known.then_some(InputValue::Texts(texts)).ok_or("the choice is not offered")
}

/// Whether a distance is no whole number of steps.
fn is_off(distance: f64, step: f64) -> bool {
    let steps = distance / step;
    (steps - steps.round()).abs() > OFF_STEP * steps.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::is_off;

    #[test]
    fn steps_are_whole_but_for_what_binary_fractions_lose() {
        for (distance, step) in
            [(0.0, 1.0), (3.0, 1.0), (0.1 + 0.2, 0.1), (1e9, 0.1), (0.30000000000000004, 0.3)]
        {
            assert!(!is_off(distance, step), "{distance} {step}");
        }
        for (distance, step) in [(0.5, 1.0), (0.15, 0.1), (2.0, 3.0)] {
            assert!(is_off(distance, step), "{distance} {step}");
        }
    }
}
