//! What an app writes as a plain function or type, and the compiler turns into calls of the runtime: [`component`],
//! [`Form`](macro@Form), [`Choice`](macro@Choice) and [`Route`](macro@Route).
//!
//! Each macro checks what it is given and says what is wrong at the place where it is; what it then writes is short and
//! uses only the facade, `hyperdiv`.

mod choice;
mod component;
mod form;
mod parse;
mod route;

use proc_macro::TokenStream;

fn answer(made: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    made.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// A function that describes a part of the app, with state and elements of its own wherever it is called.
///
/// Without it, two calls of one function share the lines in it: where the first call disappears, the second takes over its state.
/// The first parameter is always `ui: &Ui`; the others, and what it returns, are free. It is told apart by the line that calls it,
/// the container or list item it is in, and how often that line was reached there.
///
/// ```
/// use hyperdiv::core::Role;
/// use hyperdiv::prelude::*;
/// use hyperdiv::testing::Harness;
///
/// #[component]
/// fn counter(ui: &Ui, label: &str) {
///     let count = ui.state(|| 0);
///     if ui.button(format_args!("{label}: {}", count.get())).clicked() {
///         count.update(|count| *count += 1);
///     }
/// }
///
/// let mut app = Harness::new(|ui| {
///     counter(ui, "Apples");
///     counter(ui, "Pears");
///     Ok(())
/// });
/// app.click(Role::Button, "Pears: 0");
/// assert!(app.has(Role::Button, "Apples: 0") && app.has(Role::Button, "Pears: 1"));
/// ```
///
/// `#[component(memo)]` is a component and a `ui.memo` of its parameters: it runs only when one of them is
/// another value than in the last run, when something that it has read has changed, or when something happened in it. It returns nothing,
/// and its parameters are `Clone + PartialEq + 'static`, or borrow what is: of `&str` a `String` is kept, of `&T` a `T`.
///
/// ```
/// # use hyperdiv::core::Role;
/// # use hyperdiv::prelude::*;
/// # use hyperdiv::testing::Harness;
/// #[component(memo)]
/// fn row(ui: &Ui, name: &str, done: bool) {
///     ui.checkbox(name).default_checked(done);
/// }
/// # let app = Harness::new(|ui| { ui.each(["a", "b"], |n| *n, |n| row(ui, n, true)); Ok(()) });
/// # assert_eq!(app.names(Role::Checkbox), ["a", "b"]);
/// ```
#[proc_macro_attribute]
pub fn component(attribute: TokenStream, item: TokenStream) -> TokenStream {
    answer(component::expand(attribute.into(), item.into()))
}

/// The fields of a struct as a form: a label, a control, a hint and an error for each, and a value of the struct once the person
/// has submitted what is right.
///
/// A field is a `String`, a `bool`, a number, an `Option` of a text, a number or a choice, or an enum that derives
/// [`Choice`](macro@Choice). For each field `title` there is a constant `TITLE`, by which a
/// layout of the app's own and rules of the app's own name it.
///
/// | attribute | on | meaning |
/// |---|---|---|
/// | `label = "Title"` | all | else it is the field's name |
/// | `required` | `String`, `bool` | not empty; ticked. Numbers and choices are required unless they are an `Option` |
/// | `min = 1`, `max = 9` | numbers | inclusive |
/// | `min_len = 2`, `max_len = 80` | texts | in characters |
/// | `pattern = "[a-z]+"` | texts | the whole text is of this form, in the syntax of the crate `regex` |
/// | `hint = "..."` | all | help below the control |
/// | `placeholder = "..."` | texts, numbers, choices | shows while nothing is there |
/// | `password` | texts | what is typed is not shown |
/// | `multiline` | texts | several lines |
/// | `radio` | choices | all choices beside each other, instead of a list that opens |
///
/// A text that may be empty, is: length and pattern are asked of texts that are there. Rules over several fields, and of any other
/// kind, are an `impl Validate`.
///
/// ```
/// use hyperdiv::core::Role;
/// use hyperdiv::prelude::*;
/// use hyperdiv::testing::Harness;
///
/// #[derive(Form)]
/// struct Booking {
///     #[field(required, max_len = 40)]
///     name: String,
///     #[field(min = 1, max = 8)]
///     seats: u8,
/// }
///
/// impl Validate for Booking {
///     fn validate(&self, errors: &mut Errors<Self>) {
///         if self.name == "Nobody" && self.seats > 1 {
///             errors.add(Booking::SEATS, "Nobody needs one seat at most.");
///         }
///     }
/// }
///
/// fn app(ui: &Ui) -> Result {
///     let booked = ui.state(|| 0);
///     if let Some(Booking { seats, .. }) = ui.form().submitted() {
///         booked.update(|booked| *booked += u32::from(seats));
///     }
///     ui.text(format_args!("{} seats", booked.get()));
///     Ok(())
/// }
///
/// let mut app = Harness::new(app);
/// app.set("Name", "Ada");
/// app.set("Seats", "9");
/// app.click(Role::Button, "Submit");
/// assert!(app.has(Role::Text, "Seats must be at most 8."), "\n{}", app.tree());
/// app.set("Seats", "2");
/// app.click(Role::Button, "Submit");
/// assert!(app.has(Role::Text, "2 seats"), "\n{}", app.tree());
/// ```
#[proc_macro_derive(Form, attributes(field))]
pub fn form(item: TokenStream) -> TokenStream {
    answer(form::expand(item.into()))
}

/// An enum without data as something to choose from. `#[choice(label = "...")]` gives a variant another label than its name, and
/// the variant marked `#[default]` is chosen at first.
///
/// ```
/// use hyperdiv::prelude::*;
///
/// #[derive(Choice, Clone, Copy, Debug, Default, PartialEq)]
/// enum Priority {
///     #[default]
///     Normal,
///     VeryUrgent,
///     #[choice(label = "When there is time")]
///     Later,
/// }
///
/// let labels: Vec<_> = Priority::choices().iter().map(|choice| choice.label()).collect();
/// assert_eq!(labels, ["Normal", "Very urgent", "When there is time"]);
/// ```
#[proc_macro_derive(Choice, attributes(choice, default))]
pub fn choice(item: TokenStream) -> TokenStream {
    answer(choice::expand(item.into()))
}

/// The pages of an app as an enum: read from addresses and written as addresses.
///
/// `#[route("/todo/{id}?{tab}")]` on each variant is its address. What is in braces is a field of the variant, which is read by
/// `FromStr` and written by `Display`; behind the `?` it is a parameter of the query, which may be an `Option`. Text in addresses is
/// percent-encoded, and decoded when it is read; a value that cannot be read makes the address another one, or none. Where two
/// variants fit, the one with more fixed text in front goes first, so that `/todo/new` is not `/todo/{name}`. Upper and lower case
/// differ everywhere.
///
/// A variant marked `#[not_found]` takes every address that no other one does; it may hold that address, as one `String`.
///
/// ```
/// use hyperdiv::prelude::*;
///
/// #[derive(Route, Clone, Debug, PartialEq)]
/// enum Page {
///     #[route("/")]
///     List,
///     #[route("/todo/{id}?{tab}")]
///     Todo { id: u32, tab: Option<String> },
/// }
///
/// assert_eq!(Page::parse("/todo/3"), Some(Page::Todo { id: 3, tab: None }));
/// assert_eq!(Page::parse("/todo/three"), None);
/// assert_eq!(Page::Todo { id: 3, tab: Some("a b".into()) }.to_string(), "/todo/3?tab=a%20b");
///
/// fn app(ui: &Ui) -> Result {
///     ui.hbox().with(|| ui.link(Page::List, "All"));
///     match ui.route() {
///         Some(Page::List) => _ = ui.link(Page::Todo { id: 3, tab: None }, "The third"),
///         Some(Page::Todo { id, .. }) => _ = ui.h1(format_args!("Todo {id}")),
///         None => _ = ui.h1("There is no such page"),
///     }
///     Ok(())
/// }
/// # hyperdiv::testing::Harness::new(app).click(hyperdiv::core::Role::Link, "The third");
/// ```
///
/// A page that needs a session is behind an `if`, and one that has moved is a `ui.redirect`, which
/// the person who goes back does not run into again:
///
/// ```
/// # use hyperdiv::core::Role;
/// # use hyperdiv::prelude::*;
/// # #[derive(Route)]
/// # enum Page {
/// #     #[route("/")]
/// #     Home,
/// #     #[route("/private")]
/// #     Private,
/// #     #[route("/secret")]
/// #     Secret,
/// # }
/// fn app(ui: &Ui) -> Result {
///     match ui.route() {
///         Some(Page::Private) if !ui.session().is_authenticated() => _ = ui.text("Sign in first."),
///         Some(Page::Private) => _ = ui.text("For your eyes only"),
///         Some(Page::Secret) => ui.redirect(Page::Private),
///         Some(Page::Home) | None => _ = ui.link(Page::Secret, "Go in"),
///     }
///     Ok(())
/// }
/// # let mut app = hyperdiv::testing::Harness::new(app);
/// # app.click(Role::Link, "Go in");
/// # assert!(app.has(Role::Text, "Sign in first."));
/// ```
#[proc_macro_derive(Route, attributes(route, not_found))]
pub fn route(item: TokenStream) -> TokenStream {
    answer(route::expand(item.into()))
}
