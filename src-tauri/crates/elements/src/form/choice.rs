//! Enums to choose from.

/// An enum of which one variant is chosen. Made by `#[derive(Choice)]`, where there is an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing to choose from",
    note = "put `#[derive(Choice)]` on the enum",
    note = "other fields of a form are a `String`, a `bool`, a number, or an `Option` of a text, a number or a choice"
)]
pub trait Choice: Sized + 'static {
    #[doc(hidden)]
    const CHOICES: &'static [Chosen];
    #[doc(hidden)]
    const DEFAULT: Option<usize>;
    #[doc(hidden)]
    fn position(&self) -> usize;
    #[doc(hidden)]
    fn at(position: usize) -> Option<Self>;

    /// What there is to choose, in order.
    #[must_use]
    fn choices() -> &'static [Chosen] {
        Self::CHOICES
    }

    /// The variant of this name, as the code has it.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::at(Self::CHOICES.iter().position(|choice| choice.name == name)?)
    }

    /// The variant as people read it.
    #[must_use]
    fn label(&self) -> &'static str {
        Self::CHOICES.get(self.position()).map_or("", |choice| choice.label)
    }
}

/// One of the variants of a [`Choice`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chosen {
    name: &'static str,
    label: &'static str,
}

impl Chosen {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str) -> Self {
        Chosen { name, label }
    }

    /// As the code has it: `VeryUrgent`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// As people read it: "Very urgent".
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.label
    }
}
