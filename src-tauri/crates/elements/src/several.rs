//! Fields that hold several things: boxes to tick, and tags to type.

use hyperdiv_core::{Accepts, Content, Input, Kind, Role, Ui, Value};

use crate::choose::{put, shown};
use crate::control::field;
use crate::form::Choice;
use crate::value::several;

/// More than anybody puts into one field.
const MOST_TAGS: usize = 256;
/// More than a word.
const MAX_TAG: usize = 1024;

pub(crate) static MULTI_SELECT: Kind = Kind {
    name: "multi_select",
    id: 320,
    children: true,
    role: Some(Role::Group),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Several }],
    events: &[],
};
pub(crate) static MULTI_OPTION: Kind = Kind {
    name: "multi_option",
    id: 321,
    children: false,
    role: Some(Role::Checkbox),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};
pub(crate) static TAGS_INPUT: Kind = Kind {
    name: "tags_input",
    id: 322,
    children: false,
    role: Some(Role::Textbox),
    name_from: Some("label"),
    inputs: &[Input { name: "value", accepts: Accepts::Texts { most: MOST_TAGS, max_bytes: MAX_TAG } }],
    events: &[],
};

field! {
    /// Things to choose several of, each with a box to tick.
    MultiSelect
}

several!(
    MultiSelect,
    "What is ticked of what has been offered before this is asked, in the order of the person's choosing.",
    |element, values| {
        let offered = element.offered();
        values.into_iter().filter(|value| offered.contains(value)).collect()
    }
);

impl MultiSelect<'_> {
    /// Offers something: `value` is what the app gets, and not empty; `label` is what the person reads.
    #[track_caller]
    pub fn option(self, value: impl Content, label: impl Content) -> Self {
        put(self.0, &MULTI_OPTION, &shown(&value), &label, false);
        self
    }

    /// Shows something that cannot be chosen now.
    #[track_caller]
    pub fn disabled_option(self, value: impl Content, label: impl Content) -> Self {
        put(self.0, &MULTI_OPTION, &shown(&value), &label, true);
        self
    }

    /// Offers several things, which the app gets as the person reads them.
    #[track_caller]
    pub fn options<T: Content>(self, options: impl IntoIterator<Item = T>) -> Self {
        for option in options {
            let option = shown(&option);
            put(self.0, &MULTI_OPTION, &option, option.as_str(), false);
        }
        self
    }

    /// Offers what an enum has: to be asked for by [`chosen`](Self::chosen).
    #[track_caller]
    pub fn choices<C: Choice>(self) -> Self {
        for choice in C::choices() {
            put(self.0, &MULTI_OPTION, choice.name(), choice.label(), false);
        }
        self
    }

    /// What is chosen of what an enum has.
    #[track_caller]
    #[must_use]
    pub fn chosen<C: Choice>(self) -> Vec<C> {
        self.values().iter().filter_map(|value| C::named(value)).collect()
    }
}

field! {
    /// A field for words: what is typed becomes a tag at Enter or a comma, and Backspace takes the last one away.
    TagsInput
}

several!(TagsInput);

impl TagsInput<'_> {
    /// A hint that shows while it is empty.
    pub fn placeholder(self, hint: impl Content) -> Self {
        self.0.set_content("placeholder", &hint);
        self
    }

    /// How many tags the person can put in: at most 256.
    pub fn max_tags(self, most: u32) -> Self {
        self.0.set("max_tags", Value::Int(i64::from(most.min(MOST_TAGS as u32))));
        self
    }
}

/// Fields that hold several things, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait SeveralFields: crate::sealed::Sealed {
    /// Things to choose several of.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let toppings = ui.multi_select("Toppings").options(["Cheese", "Olives", "Basil"]).values();
    /// # }
    /// ```
    #[track_caller]
    fn multi_select(&self, label: impl Content) -> MultiSelect<'_>;

    /// A field for words.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let tags = ui.tags_input("Tags").default_values(["home"]).max_tags(5).values();
    /// # }
    /// ```
    #[track_caller]
    fn tags_input(&self, label: impl Content) -> TagsInput<'_>;
}

impl SeveralFields for Ui {
    #[track_caller]
    fn multi_select(&self, label: impl Content) -> MultiSelect<'_> {
        MultiSelect::new(self.element(&MULTI_SELECT).set_content("label", &label))
    }

    #[track_caller]
    fn tags_input(&self, label: impl Content) -> TagsInput<'_> {
        TagsInput::new(self.element(&TAGS_INPUT).set_content("label", &label))
    }
}
