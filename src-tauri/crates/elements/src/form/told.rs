//! What a person was told about a form, and when it is not to be told any more.

use hyperdiv_core::InputValue;

use super::{Errors, Form};

/// Who found something wrong.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Origin {
    /// A rule of one field.
    Field,
    /// The form's own rules, which are asked only where all fields by themselves are right.
    Form,
    /// The app, about what was submitted.
    Outside,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Problem {
    origin: Origin,
    text: String,
}

impl Problem {
    pub(super) fn new(origin: Origin, text: String) -> Self {
        Problem { origin, text }
    }
}

/// What is wrong with a form now.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct Problems {
    fields: Vec<Option<Problem>>,
    form: Vec<Problem>,
}

impl Problems {
    /// Whether the form's own rules have been asked.
    fn form_was_asked(&self) -> bool {
        !self.fields.iter().flatten().any(|problem| problem.origin == Origin::Field)
    }
}

/// Reads a form, and finds what is wrong with it.
pub(super) fn read<F: Form>(values: &[InputValue]) -> Result<F, Problems> {
    let of_origin = |origin| move |text: String| Problem { origin, text };
    let value = F::read(values).map_err(|fields| Problems {
        fields: fields.into_iter().map(|text| text.map(of_origin(Origin::Field))).collect(),
        form: Vec::new(),
    })?;
    let mut errors = Errors::<F>::new();
    value.check(&mut errors);
    if errors.is_empty() {
        return Ok(value);
    }
    Err(Problems {
        fields: errors.fields.into_iter().map(|text| text.map(of_origin(Origin::Form))).collect(),
        form: errors.form.into_iter().map(of_origin(Origin::Form)).collect(),
    })
}

/// What the person was told when they submitted, as far as it still holds.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct Told {
    /// What was in the fields then.
    values: Vec<InputValue>,
    problems: Problems,
}

impl Told {
    pub(super) fn new(values: Vec<InputValue>, problems: Problems) -> Self {
        Told { values, problems }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.problems.form.is_empty() && self.problems.fields.iter().all(Option::is_none)
    }

    pub(super) fn of_field(&self, index: usize) -> Option<&str> {
        self.problems.fields.get(index)?.as_ref().map(|problem| problem.text.as_str())
    }

    pub(super) fn of_form(&self) -> impl Iterator<Item = &str> {
        self.problems.form.iter().map(|problem| problem.text.as_str())
    }

    /// One more, about a field or about the form.
    pub(super) fn add(&mut self, values: Vec<InputValue>, field: Option<usize>, problem: Problem) {
        self.problems.fields.resize(values.len(), None);
        self.values = values;
        match field {
            Some(field) => {
                if let Some(place) = self.problems.fields.get_mut(field) {
                    *place = Some(problem);
                }
            }
            None if self.problems.form.contains(&problem) => {}
            None => self.problems.form.push(problem),
        }
    }

    /// Keeps of what was told what still holds, as it holds now. Nothing is told that was not told before.
    pub(super) fn look_again(&mut self, values: &[InputValue], now: Option<Problems>) {
        let form_was_asked = now.as_ref().is_none_or(Problems::form_was_asked);
        let now = now.unwrap_or_default();
        let unchanged = |index: usize| values.get(index) == self.values.get(index);
        let all_unchanged = values == self.values;
        for (index, told) in self.problems.fields.iter_mut().enumerate() {
            let Some(problem) = told else { continue };
            let holds = match problem.origin {
                Origin::Outside => unchanged(index),
                Origin::Form if !form_was_asked => unchanged(index),
                Origin::Field | Origin::Form => false,
            };
            let anew = now.fields.get(index).cloned().flatten();
            if anew.is_some() || !holds {
                *told = anew;
            }
        }
        self.problems.form.retain(|problem| match problem.origin {
            Origin::Outside => all_unchanged,
            Origin::Form | Origin::Field => !form_was_asked || now.form.contains(problem),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(texts: [&str; 2]) -> Vec<InputValue> {
        texts.map(|text| InputValue::Text(text.into())).into()
    }

    fn problems(fields: [Option<(Origin, &str)>; 2]) -> Problems {
        let problem = |(origin, text): (Origin, &str)| Problem::new(origin, text.into());
        Problems { fields: fields.map(|field| field.map(problem)).into(), form: Vec::new() }
    }

    #[test]
    fn a_problem_goes_when_it_is_mended_and_changes_with_its_cause() {
        let mut told = Told::new(
            values(["", ""]),
            problems([Some((Origin::Field, "empty")), Some((Origin::Field, "empty"))]),
        );
        told.look_again(&values(["a", "x"]), Some(problems([Some((Origin::Field, "short")), None])));
        assert_eq!((told.of_field(0), told.of_field(1)), (Some("short"), None));
        told.look_again(&values(["a", ""]), Some(problems([None, Some((Origin::Field, "empty"))])));
        assert!(told.is_empty(), "nothing is told that was not told at the last submit");
    }

    #[test]
    fn a_rule_over_fields_is_asked_again_where_it_can_be() {
        let differ = || problems([None, Some((Origin::Form, "differ"))]);
        let mut told = Told::new(values(["a", "b"]), differ());
        // The first field is wrong by itself: nobody knows whether the two still differ.
        told.look_again(&values(["", "b"]), Some(problems([Some((Origin::Field, "empty")), None])));
        assert_eq!((told.of_field(0), told.of_field(1)), (None, Some("differ")));
        told.look_again(&values(["c", "b"]), Some(differ()));
        assert_eq!(told.of_field(1), Some("differ"));
        told.look_again(&values(["b", "b"]), None);
        assert!(told.is_empty());
    }

    #[test]
    fn what_was_rejected_stays_until_it_is_changed() {
        let mut told = Told::default();
        told.add(values(["a", "b"]), Some(0), Problem::new(Origin::Outside, "taken".into()));
        told.add(values(["a", "b"]), None, Problem::new(Origin::Outside, "no".into()));
        told.look_again(&values(["a", "b"]), None);
        assert_eq!(told.of_form().collect::<Vec<_>>(), ["no"]);
        told.look_again(&values(["a", "c"]), None);
        assert_eq!((told.of_field(0), told.of_form().count()), (Some("taken"), 0));
        told.look_again(&values(["d", "c"]), None);
        assert!(told.is_empty());
    }
}
