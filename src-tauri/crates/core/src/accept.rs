//! What the page may change a property to: checked against what it shows, so that neither a page gone wrong nor one that is late
//! gets a value into the app which the person could not have made.

use std::collections::HashSet;

use crate::kind::Accepts;
use crate::tree::Frame;
use crate::value::InputValue;
use crate::wire::decode::Changed;

/// How far from a step a number may be, in steps: what binary fractions add up to.
const OFF_STEP: f64 = 1e-6;

/// The value, if the element takes it; else why it does not.
pub(crate) fn checked(
    shown: &Frame,
    node: u32,
    accepts: Accepts,
    value: Changed,
) -> Result<InputValue, &'static str> {
    match (value, accepts) {
        (Changed::Bool(on), Accepts::Bool) => Ok(InputValue::Bool(on)),
        (Changed::Text(text), Accepts::Text { max_bytes }) if text.len() <= max_bytes => {
            Ok(InputValue::Text(text))
        }
        (Changed::Text(_), Accepts::Text { .. }) => Err("the text is too long"),
        (Changed::Text(text), Accepts::Offered) if shown.offers(node, &text) => Ok(InputValue::Text(text)),
        (Changed::Text(_), Accepts::Offered) => Err("the choice is not offered"),
        (Changed::Number(number), Accepts::Number { min, max, .. }) => {
            let min = shown.number(node, "min").unwrap_or(min);
            let max = shown.number(node, "max").unwrap_or(max);
            let step = shown.number(node, "step").filter(|step| *step > 0.0);
            if !(min..=max).contains(&number) {
                Err("the number is out of its limits")
            } else if number != max && step.is_some_and(|step| is_off(number - min, step)) {
                Err("the number is between two steps")
            } else {
                Ok(InputValue::Number(number))
            }
        }
        (Changed::Texts(texts), Accepts::Texts { most, max_bytes }) => {
            if texts.len() > most {
                Err("there are too many texts")
            } else if texts.iter().any(|text| text.len() > max_bytes) {
                Err("the text is too long")
            } else {
                Ok(InputValue::Texts(texts))
            }
        }
        (Changed::Texts(texts), Accepts::Several) => {
            let offered = shown.values_in(node);
            let mut chosen = HashSet::new();
            if texts.iter().all(|text| offered.contains(text.as_str()) && chosen.insert(text)) {
                Ok(InputValue::Texts(texts))
            } else {
                Err("the choice is not offered")
            }
        }
        (Changed::Bool(_) | Changed::Text(_) | Changed::Number(_) | Changed::Texts(_), _) => {
            Err("the value is of another type")
        }
    }
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
