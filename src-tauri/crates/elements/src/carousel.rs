//! Carousels: things that follow each other, a few at a time.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Ui, Value};

pub(crate) static CAROUSEL: Kind = Kind {
    name: "carousel",
    id: 314,
    children: true,
    role: Some(Role::Region),
    name_from: Some("label"),
    inputs: &[Input { name: "slide", accepts: Accepts::Place }],
    events: &[],
};

crate::handle! {
    /// Things that follow each other, one at a time unless it is said. Which one shows is kept.
    Carousel
}

impl Carousel<'_> {
    /// Fills it with [items](crate::MoreElements::carousel_item), and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Which one shows, from 0. Asked after [`with`](Self::with) it is one of those that there are.
    #[track_caller]
    #[must_use]
    pub fn selected(self) -> usize {
        let (place, places) = (place(&self.0.input(0)), self.0.places());
        if places == 0 { place } else { place.min(places - 1) }
    }

    /// Which one the person has just gone to: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<usize> {
        self.0.changed(0).as_ref().map(place)
    }

    /// Goes to one, as the person would.
    #[track_caller]
    pub fn set(self, place: usize) -> Self {
        self.0.set_input(0, number(place));
        self
    }

    /// Which one shows until the person or the app changes it.
    pub fn default_selected(self, place: usize) -> Self {
        self.0.default_input(0, number(place));
        self
    }

    /// Whether it goes on by itself. Where the person is in it, or the system asks for less motion, it does not.
    pub fn autoplay(self, autoplay: bool) -> Self {
        self.0.set("autoplay", autoplay);
        self
    }

    /// How wide what it shows is to how high: `(16, 9)`. Neither is 0.
    pub fn aspect_ratio(self, ratio: (u16, u16)) -> Self {
        let (width, height) = (f64::from(ratio.0.max(1)), f64::from(ratio.1.max(1)));
        self.0.set("aspect_ratio", Value::Float(width / height));
        self
    }
}

fn place(value: &InputValue) -> usize {
    match value {
        InputValue::Number(number) => *number as usize,
        _ => 0,
    }
}

fn number(place: usize) -> InputValue {
    InputValue::Number(place as f64)
}

/// Carousels, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Carousels: crate::sealed::Sealed {
    /// Things that follow each other. The label is read, and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let tour = ui.carousel("Tour").navigation(true).pagination(true);
    /// tour.with(|| {
    ///     for step in ["Welcome", "What is new", "Begin"] {
    ///         ui.carousel_item().with(|| ui.text(step));
    ///     }
    /// });
    /// ui.text(format_args!("Step {}", tour.selected() + 1));
    /// # }
    /// ```
    #[track_caller]
    fn carousel(&self, label: impl Content) -> Carousel<'_>;
}

impl Carousels for Ui {
    #[track_caller]
    fn carousel(&self, label: impl Content) -> Carousel<'_> {
        Carousel::new(self.element(&CAROUSEL).set_content("label", &label))
    }
}
