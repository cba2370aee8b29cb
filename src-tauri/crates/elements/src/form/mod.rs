//! Forms: a struct as fields to fill in, and a value of it once what was filled in is right.
//!
//! `#[derive(Form)]` says what the fields are; [`Elements::form`](crate::Elements::form) shows them. The values live in the
//! controls, as everywhere, and are read when the form is submitted: typing into it does not run the app. What is wrong is told
//! where it is, after a submit and not before, and goes when it is right. A rule over several fields, or of any other kind, is an
//! `impl` of [`Validate`]; what only the world outside can tell, such as that a name is taken, is told by
//! [`ShownForm::reject`].

mod choice;
mod field;
mod told;

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;

use hyperdiv_core::{Content, Element, InputValue, Kind, State, Ui, Value};

pub use choice::{Choice, Chosen};
pub use field::{AnyField, Described, Field, FieldType, NoRange, Pattern, Rules, read, write};
use told::{Origin, Problem, Told};

use crate::container::HBOX;
use crate::control::{BUTTON, SUBMIT_BUTTON, Variant};
use crate::feedback::Alert;

pub(crate) static FORM: Kind = Kind {
    name: "form",
    id: 88,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &["submitted"],
};

/// A struct that is filled in. Made by `#[derive(Form)]`, where there is an example.
#[diagnostic::on_unimplemented(message = "`{Self}` is no form", note = "put `#[derive(Form)]` on the struct")]
pub trait Form: Sized + 'static {
    #[doc(hidden)]
    const FIELDS: &'static [&'static dyn AnyField];
    #[doc(hidden)]
    fn write(&self) -> Vec<InputValue>;
    /// By field, what is wrong.
    #[doc(hidden)]
    fn read(values: &[InputValue]) -> Result<Self, Vec<Option<String>>>;
    #[doc(hidden)]
    fn check(&self, errors: &mut Errors<Self>);
}

/// Rules of a form over all its fields. They are asked once each field by itself is right.
///
/// ```
/// use hyperdiv::prelude::*;
///
/// #[derive(Form)]
/// struct Password {
///     #[field(required, password, min_len = 12)]
///     password: String,
///     #[field(password)]
///     again: String,
/// }
///
/// impl Validate for Password {
///     fn validate(&self, errors: &mut Errors<Self>) {
///         if self.password != self.again {
///             errors.add(Password::AGAIN, "The two differ.");
///         }
///     }
/// }
/// # let _ = |ui: &Ui| ui.form::<Password>().submitted();
/// ```
pub trait Validate: Form {
    /// Adds what is wrong to `errors`.
    fn validate(&self, errors: &mut Errors<Self>);
}

/// What a form's own rules find wrong.
pub struct Errors<F> {
    fields: Vec<Option<String>>,
    form: Vec<String>,
    of: PhantomData<fn(F)>,
}

impl<F: Form> Errors<F> {
    fn new() -> Self {
        Errors { fields: vec![None; F::FIELDS.len()], form: Vec::new(), of: PhantomData }
    }

    /// What is wrong with a field, as a sentence for the person. Of several about one field the first is shown.
    pub fn add<T>(&mut self, field: Field<F, T>, text: impl Into<String>) {
        if let Some(place) = self.fields.get_mut(field.index).filter(|place| place.is_none()) {
            *place = Some(text.into());
        }
    }

    /// What is wrong with the form as a whole.
    pub fn add_to_form(&mut self, text: impl Into<String>) {
        self.form.push(text.into());
    }

    fn is_empty(&self) -> bool {
        self.form.is_empty() && self.fields.iter().all(Option::is_none)
    }
}

/// By which the macro asks for rules without knowing whether there are any: the method of the reference goes first, and is
/// there only where there are.
#[doc(hidden)]
pub struct Checked<'a, F>(pub &'a F);

#[doc(hidden)]
pub trait WithRules<F: Form> {
    fn run(&self, errors: &mut Errors<F>);
}

impl<F: Validate> WithRules<F> for &Checked<'_, F> {
    fn run(&self, errors: &mut Errors<F>) {
        self.0.validate(errors);
    }
}

#[doc(hidden)]
pub trait WithoutRules<F: Form> {
    fn run(&self, _errors: &mut Errors<F>) {}
}

impl<F: Form> WithoutRules<F> for Checked<'_, F> {}

/// A form that is about to be shown.
#[must_use = "a form is shown by `submitted`, `show` or `layout`"]
pub struct FormBuilder<'ui, F> {
    element: Element<'ui>,
    initial: Option<Vec<InputValue>>,
    submit: String,
    reset: Option<String>,
    disabled: bool,
    reset_on_submit: bool,
    submit_now: bool,
    of: PhantomData<fn() -> F>,
}

impl<'ui, F: Form> FormBuilder<'ui, F> {
    pub(crate) fn new(element: Element<'ui>) -> Self {
        FormBuilder {
            element,
            initial: None,
            submit: "Submit".to_owned(),
            reset: None,
            disabled: false,
            reset_on_submit: false,
            submit_now: false,
            of: PhantomData,
        }
    }

    /// What the fields hold until the person changes them, and after a reset: `F::default()`, or what there is to edit.
    pub fn initial(mut self, value: impl std::borrow::Borrow<F>) -> Self {
        self.initial = Some(value.borrow().write());
        self
    }

    /// What the button says that submits it: "Submit", unless it is said.
    pub fn submit_label(mut self, label: impl Content) -> Self {
        self.submit.clear();
        label.write_text(&mut self.submit);
        self
    }

    /// A second button, which brings the initial values back.
    pub fn reset_label(mut self, label: impl Content) -> Self {
        let mut text = String::new();
        label.write_text(&mut text);
        self.reset = Some(text);
        self
    }

    /// Switches all of it off: while what was submitted is being dealt with.
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Brings the initial values back once the form was submitted, so that the next one can be filled in. Where something can still
    /// go wrong with what was submitted, use [`ShownForm::reset`] after it has not.
    pub fn reset_on_submit(mut self, reset: bool) -> Self {
        self.reset_on_submit = reset;
        self
    }

    /// Submits it now where `event` is true, as its button does: for a shortcut, or a button elsewhere.
    pub fn submit_when(mut self, event: bool) -> Self {
        self.submit_now = event;
        self
    }

    /// Shows the fields one below the other, and answers what the person has just submitted, if it is right: there in one run.
    #[must_use]
    pub fn submitted(self) -> Option<F> {
        self.show().submitted()
    }

    /// Shows the fields one below the other.
    pub fn show(self) -> ShownForm<'ui, F> {
        self.layout(|form| {
            for index in 0..F::FIELDS.len() {
                form.put(index);
            }
            form.buttons();
        })
    }

    /// Shows the fields where `body` puts them, among whatever else it makes.
    ///
    /// ```
    /// use hyperdiv::prelude::*;
    ///
    /// #[derive(Form)]
    /// struct Name {
    ///     first: String,
    ///     last: String,
    /// }
    ///
    /// fn app(ui: &Ui) -> Result {
    ///     let mut form = ui.form::<Name>().layout(|form| {
    ///         ui.hbox().with(|| {
    ///             form.field(Name::FIRST);
    ///             form.field(Name::LAST);
    ///         });
    ///         ui.text("As in your passport.");
    ///         form.buttons();
    ///     });
    ///     if let Some(name) = form.submitted() {
    ///         ui.toast(format_args!("Hello {} {}", name.first, name.last));
    ///     }
    ///     Ok(())
    /// }
    /// # hyperdiv::testing::Harness::new(app).click(hyperdiv::core::Role::Button, "Submit");
    /// ```
    pub fn layout(self, body: impl FnOnce(&Layout<'ui, F>)) -> ShownForm<'ui, F> {
        let (element, ui, reset_on_submit) = (self.element, self.element.ui(), self.reset_on_submit);
        element.disable(self.disabled);
        element.with(|| {
            let told = ui.state(Told::default);
            let layout = Layout {
                ui,
                told: told.cloned(),
                controls: RefCell::default(),
                reset: Cell::new(false),
                of: self,
            };
            body(&layout);
            layout.tell_of_form();
            let Layout { controls, reset, of, .. } = layout;
            let mut shown = ShownForm {
                element,
                told,
                initial: of.initial,
                controls: controls.into_inner(),
                value: None,
            };
            if (element.happened(0) || of.submit_now) && !of.disabled {
                shown.submit();
            } else if !told.with(Told::is_empty) {
                shown.look_again();
            }
            if reset.get() || (shown.value.is_some() && reset_on_submit) {
                shown.reset();
            }
            shown
        })
    }
}

/// Where the parts of a form go.
pub struct Layout<'ui, F> {
    ui: &'ui Ui,
    told: Told,
    /// In the order of the page.
    controls: RefCell<Vec<(usize, Element<'ui>)>>,
    reset: Cell<bool>,
    of: FormBuilder<'ui, F>,
}

impl<'ui, F: Form> Layout<'ui, F> {
    /// A field: its label, control, hint, and what is wrong with it.
    pub fn field<T>(&self, field: Field<F, T>) {
        self.put(field.index);
    }

    /// The button that submits the form, and the one that resets it where [`FormBuilder::reset_label`] has named one.
    pub fn buttons(&self) {
        let row = self.ui.element(&HBOX);
        row.set(":gap", hyperdiv_core::Measure { number: 0.5, unit: hyperdiv_core::Unit::Rem });
        row.with(|| {
            self.submit_button();
            self.reset_button();
        });
    }

    /// The button that submits the form.
    pub fn submit_button(&self) {
        let button = self.ui.element(&SUBMIT_BUTTON).set_text("label", &self.of.submit);
        button.set("variant", Value::Word(Variant::Primary.word())).disable(self.of.disabled);
    }

    /// The button that resets the form, where [`FormBuilder::reset_label`] has named one.
    pub fn reset_button(&self) {
        if let Some(label) = &self.of.reset {
            let button = self.ui.element(&BUTTON).set_text("label", label).disable(self.of.disabled);
            self.reset.set(self.reset.get() || button.happened(0));
        }
    }

    fn put(&self, index: usize) {
        let Some(field) = F::FIELDS.get(index) else { return };
        // By its number: where in the layout it is does not matter.
        let control = self.ui.scope(index, || field.control(self.ui));
        control.disable(self.of.disabled);
        let initial = self.of.initial.as_ref().and_then(|initial| initial.get(index)).cloned();
        control.default_input(0, initial.unwrap_or_else(|| field.start()));
        if let Some(problem) = self.told.of_field(index) {
            control.set_text("error", problem);
        }
        self.controls.borrow_mut().push((index, control));
    }

    /// What is wrong and has no place of its own, at the end.
    fn tell_of_form(&self) {
        let placed = |index: usize| self.controls.borrow().iter().any(|(placed, _)| *placed == index);
        let of_fields = (0..F::FIELDS.len())
            .filter(|index| !placed(*index))
            .filter_map(|index| self.told.of_field(index));
        self.ui.each(
            self.told.of_form().chain(of_fields).enumerate(),
            |(index, _)| *index,
            |(_, problem)| {
                Alert::make(self.ui, Variant::Danger).set_text("label", problem);
            },
        );
    }
}

/// A form on the page.
///
/// What only the world outside can tell, such as whether a name is free, is asked once the form is submitted; meanwhile it is
/// switched off, and what then turns out to be wrong is told where it is:
///
/// ```
/// use hyperdiv::prelude::*;
///
/// #[derive(Form)]
/// struct SignUp {
///     #[field(required)]
///     name: String,
/// }
///
/// async fn is_free(name: String) -> Result<bool> {
///     // asks a server
///     Ok(name != "ada")
/// }
///
/// fn sign_up(ui: &Ui) {
///     let asking = ui.action(is_free);
///     let mut form = ui.form::<SignUp>().disabled(asking.is_pending()).show();
///     if let Some(SignUp { name }) = form.submitted() {
///         asking.run(name);
///     }
///     match asking.finished() {
///         Some(Ok(free)) if *free => form.reset(),
///         Some(Ok(_)) => form.reject(SignUp::NAME, "This name is taken."),
///         Some(Err(error)) => form.reject_all(error.to_string()),
///         None => {}
///     }
/// }
/// # use hyperdiv::core::Role;
/// # let mut app = hyperdiv::testing::Harness::new(|ui| { sign_up(ui); Ok(()) });
/// # app.set("Name", "ada");
/// # app.click(Role::Button, "Submit");
/// # app.run_until_idle();
/// # assert!(app.has(Role::Text, "This name is taken."));
/// ```
pub struct ShownForm<'ui, F> {
    element: Element<'ui>,
    told: State<'ui, Told>,
    initial: Option<Vec<InputValue>>,
    controls: Vec<(usize, Element<'ui>)>,
    value: Option<F>,
}

impl<F: Form> ShownForm<'_, F> {
    /// What the person has just submitted, if it is right: there in one run, and once.
    #[must_use]
    pub fn submitted(&mut self) -> Option<F> {
        self.value.take()
    }

    /// Whether the person was told that something is wrong, and it still is.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.told.with(Told::is_empty)
    }

    /// Says that a field is wrong for a reason that only showed later: the name is taken, the file is not there. It shows until the
    /// field is changed or the form is submitted again.
    #[track_caller]
    pub fn reject<T>(&self, field: Field<F, T>, text: impl Into<String>) {
        let problem = Problem::new(Origin::Outside, text.into());
        let values = self.values();
        self.tell(|told| told.add(values, Some(field.index), problem));
        self.focus(field);
    }

    /// Gives a field the keyboard focus: an effect. One that is not on the page is left out.
    #[track_caller]
    pub fn focus<T>(&self, field: Field<F, T>) {
        if let Some((_, control)) = self.controls.iter().find(|(index, _)| *index == field.index) {
            control.focus();
        }
    }

    /// Says that what was submitted is not to be had, as a whole. It shows until something is changed or the form is submitted
    /// again.
    #[track_caller]
    pub fn reject_all(&self, text: impl Into<String>) {
        let problem = Problem::new(Origin::Outside, text.into());
        let values = self.values();
        self.tell(|told| told.add(values, None, problem));
    }

    /// Brings the initial values back; what was wrong is forgotten.
    #[track_caller]
    pub fn reset(&self) {
        for (_, control) in &self.controls {
            control.reset_input(0);
        }
        self.told.set(Told::default());
    }

    /// What the fields hold now; the initial value of one that is not on the page.
    fn values(&self) -> Vec<InputValue> {
        let fields = F::FIELDS.iter().enumerate();
        fields
            .map(|(index, field)| match self.controls.iter().find(|(placed, _)| *placed == index) {
                Some((_, control)) => control.input(0),
                None => {
                    let initial = self.initial.as_ref().and_then(|initial| initial.get(index)).cloned();
                    initial.unwrap_or_else(|| field.start())
                }
            })
            .collect()
    }

    fn submit(&mut self) {
        let values = self.values();
        match told::read::<F>(&values) {
            Ok(value) => {
                self.told.set(Told::default());
                self.value = Some(value);
            }
            Err(problems) => {
                let told = Told::new(values, problems);
                let wrong = |(index, _): &&(usize, Element<'_>)| told.of_field(*index).is_some();
                if let Some((_, control)) = self.controls.iter().find(wrong) {
                    control.focus();
                }
                self.told.set(told);
            }
        }
    }

    /// What was told and is right by now is told no more.
    fn look_again(&self) {
        let values = self.values();
        let now = told::read::<F>(&values).err();
        self.tell(|told| told.look_again(&values, now));
    }

    #[track_caller]
    fn tell(&self, edit: impl FnOnce(&mut Told)) {
        let mut told = self.told.cloned();
        edit(&mut told);
        self.told.set(told);
    }

    /// Whether the person may fill it in now.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.element.get("disabled") == Some(Value::Bool(true))
    }
}
