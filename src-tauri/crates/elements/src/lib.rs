//! The elements an app is built from.
//!
//! [`Elements`] adds a method for each of them to [`Ui`]. An element is in the tree once it is constructed; its setters edit
//! it in place and return the handle again, which is `Copy`. Events (`clicked`, `changed`) are true in one run; state
//! (`value`, `is_checked`) is there in every run.

mod animation;
mod card;
mod carousel;
mod choose;
mod code;
mod color_picker;
mod combobox;
mod container;
mod control;
mod date;
mod date_input;
mod dialog;
mod entry;
mod event;
mod feedback;
pub mod form;
mod generated;
mod icon;
mod image;
mod language;
mod link;
mod markdown;
mod media;
mod menu;
mod part;
mod popup;
mod press;
mod sanitise;
mod several;
mod shell;
mod shortcut;
mod style;
mod tabs;
mod text;
mod tree;
mod value;

pub use animation::{Animation, Animations, Easing, Keyframe, animation_names};
pub use card::{Card, Divider};
pub use carousel::{Carousel, Carousels};
pub use choose::{RadioGroup, Radios, Select};
pub use code::Code;
pub use combobox::{Combobox, Comboboxes};
pub use container::Container;
pub use control::{Button, Checkbox, Switch, TextInput, Variant};
pub use date::{Date, DateError, DateTime, Time};
pub use date_input::{DateInput, DateInputs, DateTimeInput, TimeInput};
pub use dialog::{Dialog, Drawer};
pub use entry::{NumberInput, Textarea};
pub use event::Events;
pub use feedback::{Alert, Spinner};
pub use generated::*;
pub use icon::{Icon, icon_names};
pub use image::Image;
pub use language::languages;
pub use link::Link;
pub use markdown::Markdown;
pub use media::{Audio, Media, Video};
pub use menu::{Menu, MenuCheckbox, MenuItem, MenuLabel, Menus};
pub use part::Part;
pub use popup::{Dropdown, Overlays, Popup, Tooltip};
pub use press::{BreadcrumbItem, CopyButton, IconButton, Pressed};
pub use several::{MultiSelect, SeveralFields, TagsInput};
pub use shell::{NavItem, NavLink, Shell, Template};
pub use style::{
    Align, Border, Color, ColorError, Corner, Corners, Cursor, Direction, FontFamily, FontSize, FontStyle,
    FontWeight, Gradient, Hue, Justify, Leading, Length, LetterSpacing, Level, LineHeight, LineStyle, Margin,
    Offset, Opacity, Padding, Paint, Position, Radius, STYLE_NAMES, Shade, Shadow, Share, Size, Spacing,
    Span, Style, Styled, TextAlign, TextDecoration, TextOverflow, TextTransform, Track, Tracking, Tracks,
    TypeSize, UserSelect, WhiteSpace, Wrap, tokens,
};
pub use tabs::{Tab, TabGroup, Tabs};
pub use text::Text;
pub use tree::{Tree, TreeItem, Trees};

use hyperdiv_core::{Asset, Content, Kind, Ui};

/// The elements, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Elements: sealed::Sealed {
    /// Children one below the other.
    #[track_caller]
    fn vbox(&self) -> Container<'_>;

    /// Children side by side.
    #[track_caller]
    fn hbox(&self) -> Container<'_>;

    /// A box that lays its children out from top to bottom unless its style says otherwise.
    #[track_caller]
    fn box_(&self) -> Container<'_>;

    /// A box that lays its children out in columns of the same width; `grid_columns` says otherwise.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.grid(3).gap(1).with(|| {
    ///     ui.card().column_span(2);
    ///     ui.card();
    /// });
    /// ui.grid(1).grid_columns([Track::Length(Length::Rem(20.0)), Track::Share(1.0)]);
    /// # }
    /// ```
    #[track_caller]
    fn grid(&self, columns: u16) -> Container<'_>;

    /// A paragraph of text. It is always text, never markup.
    #[track_caller]
    fn text(&self, content: impl Content) -> Text<'_>;

    /// Something to press.
    #[track_caller]
    fn button(&self, label: impl Content) -> Button<'_>;

    /// A field for one line of text.
    #[track_caller]
    fn text_input(&self, label: impl Content) -> TextInput<'_>;

    /// A box to tick.
    #[track_caller]
    fn checkbox(&self, label: impl Content) -> Checkbox<'_>;

    /// A field for several lines of text.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let notes = ui.textarea("Notes").rows(6).hint("Only you can read them.").value();
    /// # }
    /// ```
    #[track_caller]
    fn textarea(&self, label: impl Content) -> Textarea<'_>;

    /// A field for a number. What is typed is kept as it is; [`value`](NumberInput::value) is a number where that is one within
    /// the limits, and else nothing.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let seats = ui.number_input("Seats").min(1).max(8).default_value(2);
    /// if seats.value().is_none() {
    ///     seats.error("One to eight, please.");
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn number_input(&self, label: impl Content) -> NumberInput<'_>;

    /// A field that opens a list to choose one thing from.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let size = ui.select("Size").options(["S", "M", "L"]).value();
    /// let country = ui.select("Country").option("de", "Germany").option("fr", "France").value();
    /// # }
    /// ```
    #[track_caller]
    fn select(&self, label: impl Content) -> Select<'_>;

    /// Things to choose one of, beside each other.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let size = ui.radio_group("Size").options(["S", "M", "L"]).default_value("M").value();
    /// # }
    /// ```
    #[track_caller]
    fn radio_group(&self, label: impl Content) -> RadioGroup<'_>;

    /// Something to turn on and off, which counts at once.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let quiet = ui.switch("Do not disturb").is_checked();
    /// # }
    /// ```
    #[track_caller]
    fn switch(&self, label: impl Content) -> Switch<'_>;

    /// A form for an `F`, which derives [`Form`](form::Form): a control with its label, hint and error for each field. It is shown
    /// by [`submitted`](form::FormBuilder::submitted), [`show`](form::FormBuilder::show) or
    /// [`layout`](form::FormBuilder::layout).
    #[track_caller]
    fn form<F: form::Form>(&self) -> form::FormBuilder<'_, F>;

    /// The title of the window's content.
    #[track_caller]
    fn h1(&self, content: impl Content) -> Text<'_>;

    /// The heading of a section.
    #[track_caller]
    fn h2(&self, content: impl Content) -> Text<'_>;

    /// The heading of a section in a section of [`h2`](Elements::h2).
    #[track_caller]
    fn h3(&self, content: impl Content) -> Text<'_>;

    /// The heading of a section in a section of [`h3`](Elements::h3).
    #[track_caller]
    fn h4(&self, content: impl Content) -> Text<'_>;

    /// The heading of a section in a section of [`h4`](Elements::h4).
    #[track_caller]
    fn h5(&self, content: impl Content) -> Text<'_>;

    /// Text that is no paragraph: it has neither margins nor a greatest width.
    #[track_caller]
    fn plaintext(&self, content: impl Content) -> Text<'_>;

    /// An icon, by its name in [Bootstrap Icons](https://icons.getbootstrap.com); [`icon_names`] lists them. One that does not
    /// exist shows a question mark with the name as its label, and the developer is told which one may have been meant.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, FontSize, Hue, Style};
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.icon("gear");
    /// ui.icon("exclamation-triangle-fill").label("Careful").font_size(FontSize::Large).font_color(Hue::Warning);
    /// # }
    /// ```
    #[track_caller]
    fn icon(&self, name: &str) -> Icon<'_>;

    /// A line between things.
    #[track_caller]
    fn divider(&self) -> Divider<'_>;

    /// What belongs together, on a ground of its own.
    #[track_caller]
    fn card(&self) -> Card<'_>;

    /// A message. A warning and a danger interrupt whoever has the page read to them; the others wait their turn.
    #[track_caller]
    fn alert(&self, variant: Variant, message: impl Content) -> Alert<'_>;

    /// The sign that something is being done, and what; the text may be empty.
    #[track_caller]
    fn spinner(&self, label: impl Content) -> Spinner<'_>;

    /// A link: to `https://`, `http://` or `mailto:`, which the system opens, or inside the app to a route or what begins with `/`,
    /// `?` or `#`, or to nothing, for [`Link::clicked`] to act on. Any other address is refused: the link is shown and goes nowhere,
    /// and the developer is told.
    #[track_caller]
    fn link(&self, to: impl Content, label: impl Content) -> Link<'_>;

    /// Whether these keys have just been pressed together: `Ctrl+S`, `F5`, `Ctrl+Shift+Z`. `Ctrl` is the command key on macOS.
    /// Keys that edit a text are the field's while it has the focus. Inside a dialog it counts while the dialog is open, and
    /// outside it while it is not.
    ///
    /// Call it in every run; a button has [`shortcut`](Button::shortcut).
    #[track_caller]
    #[must_use]
    fn shortcut(&self, keys: &str) -> bool;

    /// A dialog with this title. It is closed until [`open`](Dialog::open) opens it.
    #[track_caller]
    fn dialog(&self, label: impl Content) -> Dialog<'_>;

    /// A drawer with this title, at one side of the window. It is closed until [`open`](Drawer::open) opens it.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let filters = ui.drawer("Filters").placement(Side::End);
    /// filters.with(|| ui.checkbox("Only new"));
    /// if ui.button("Filters").clicked() {
    ///     filters.open();
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn drawer(&self, label: impl Content) -> Drawer<'_>;

    /// A picture, and what it says to whoever does not see it; nothing where it is an ornament.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui, png: &[u8]) {
    /// ui.image(ui.asset(png, "image/png"), "The way to the station");
    /// # }
    /// ```
    #[track_caller]
    fn image(&self, picture: Asset, alt: impl Content) -> Image<'_>;

    /// A document in Markdown: [CommonMark](https://commonmark.org) with `~~struck out~~`, tables, `- [x]` tasks, bare addresses and
    /// footnotes. What its lines begin with of common indentation does not count.
    ///
    /// Raw HTML in it is shown as far as it is content; what could run, load something from elsewhere or look like a part of the window
    /// is left out. Links go where those of [`link`](Elements::link) go, and any other is text. Pictures are
    /// [assets](hyperdiv_core::Ui::asset) of the app or `data:image/` addresses, and any other is its text. An address
    /// that ends in `#my-heading` leads to `# My heading`.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.markdown(
    ///     "
    ///     # Bread
    ///
    ///     - [x] flour
    ///     - [ ] salt, see [the list](/shopping)
    ///     ",
    /// );
    /// # }
    /// ```
    #[track_caller]
    fn markdown(&self, content: impl Content) -> Markdown<'_>;

    /// A piece of a program in a language, with a button that copies it. The languages are [`languages`], by any of their names; an
    /// empty name is plain text.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.code("fn main() {}", "rust");
    /// # }
    /// ```
    #[track_caller]
    fn code(&self, content: impl Content, language: &str) -> Code<'_>;
}

impl Elements for Ui {
    #[track_caller]
    fn vbox(&self) -> Container<'_> {
        Container::new(self.element(&container::VBOX))
    }

    #[track_caller]
    fn hbox(&self) -> Container<'_> {
        Container::new(self.element(&container::HBOX))
    }

    #[track_caller]
    fn box_(&self) -> Container<'_> {
        Container::new(self.element(&container::BOX))
    }

    #[track_caller]
    fn grid(&self, columns: u16) -> Container<'_> {
        Container::new(self.element(&container::GRID)).grid_columns(columns)
    }

    #[track_caller]
    fn text(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::TEXT).set_content("content", &content))
    }

    #[track_caller]
    fn button(&self, label: impl Content) -> Button<'_> {
        Button::new(self.element(&control::BUTTON).set_content("label", &label))
    }

    #[track_caller]
    fn text_input(&self, label: impl Content) -> TextInput<'_> {
        TextInput::new(self.element(&control::TEXT_INPUT).set_content("label", &label))
    }

    #[track_caller]
    fn checkbox(&self, label: impl Content) -> Checkbox<'_> {
        Checkbox::new(self.element(&control::CHECKBOX).set_content("label", &label))
    }

    #[track_caller]
    fn textarea(&self, label: impl Content) -> Textarea<'_> {
        Textarea::new(self.element(&entry::TEXTAREA).set_content("label", &label))
    }

    #[track_caller]
    fn number_input(&self, label: impl Content) -> NumberInput<'_> {
        NumberInput::new(self.element(&entry::NUMBER_INPUT).set_content("label", &label))
    }

    #[track_caller]
    fn select(&self, label: impl Content) -> Select<'_> {
        Select::new(self.element(&choose::SELECT).set_content("label", &label))
    }

    #[track_caller]
    fn radio_group(&self, label: impl Content) -> RadioGroup<'_> {
        RadioGroup::new(self.element(&choose::RADIO_GROUP).set_content("label", &label))
    }

    #[track_caller]
    fn switch(&self, label: impl Content) -> Switch<'_> {
        Switch::new(self.element(&control::SWITCH).set_content("label", &label))
    }

    #[track_caller]
    fn form<F: form::Form>(&self) -> form::FormBuilder<'_, F> {
        form::FormBuilder::new(self.element(&form::FORM))
    }

    #[track_caller]
    fn h1(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::H1).set_content("content", &content))
    }

    #[track_caller]
    fn h2(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::H2).set_content("content", &content))
    }

    #[track_caller]
    fn h3(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::H3).set_content("content", &content))
    }

    #[track_caller]
    fn h4(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::H4).set_content("content", &content))
    }

    #[track_caller]
    fn h5(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::H5).set_content("content", &content))
    }

    #[track_caller]
    fn plaintext(&self, content: impl Content) -> Text<'_> {
        Text::new(self.element(&text::PLAINTEXT).set_content("content", &content))
    }

    #[track_caller]
    fn icon(&self, name: &str) -> Icon<'_> {
        let element = self.element(&icon::ICON);
        if !icon::put(element, "name", name) {
            element.set_text("label", name);
        }
        Icon::new(element)
    }

    #[track_caller]
    fn divider(&self) -> Divider<'_> {
        Divider::new(self.element(&card::DIVIDER))
    }

    #[track_caller]
    fn card(&self) -> Card<'_> {
        Card::new(self.element(&card::CARD))
    }

    #[track_caller]
    fn alert(&self, variant: Variant, message: impl Content) -> Alert<'_> {
        Alert::new(Alert::make(self, variant).set_content("label", &message))
    }

    #[track_caller]
    fn spinner(&self, label: impl Content) -> Spinner<'_> {
        Spinner::new(self.element(&feedback::SPINNER).set_content("label", &label))
    }

    #[track_caller]
    fn link(&self, to: impl Content, label: impl Content) -> Link<'_> {
        let element = self.element(&link::LINK).set_content("label", &label);
        link::put(element, &to);
        Link::new(element)
    }

    #[track_caller]
    fn shortcut(&self, keys: &str) -> bool {
        self.element(&shortcut::SHORTCUT).shortcut(keys).happened(0)
    }

    #[track_caller]
    fn dialog(&self, label: impl Content) -> Dialog<'_> {
        Dialog::new(self.element(&dialog::DIALOG).set_content("label", &label))
    }

    #[track_caller]
    fn drawer(&self, label: impl Content) -> Drawer<'_> {
        Drawer::new(self.element(&dialog::DRAWER).set_content("label", &label))
    }

    #[track_caller]
    fn image(&self, picture: Asset, alt: impl Content) -> Image<'_> {
        let element = self.element(&image::IMAGE).set_text("src", &picture.address());
        Image::new(element.set_content("alt", &alt))
    }

    #[track_caller]
    fn markdown(&self, content: impl Content) -> Markdown<'_> {
        let element = self.element(&markdown::MARKDOWN);
        markdown::put(element, &content);
        Markdown::new(element)
    }

    #[track_caller]
    fn code(&self, content: impl Content, language: &str) -> Code<'_> {
        let element = self.element(&code::CODE).set_content("content", &content);
        code::put(element, language);
        Code::new(element)
    }
}

/// Every kind of element, for whoever has to know them by name: the harness, and checks against the page's registry.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    BY_HAND.iter().chain(generated::KINDS).copied()
}

static BY_HAND: &[&Kind] = &[
    &container::VBOX,
    &container::HBOX,
    &container::BOX,
    &text::TEXT,
    &control::BUTTON,
    &control::TEXT_INPUT,
    &control::CHECKBOX,
    &text::PLAINTEXT,
    &text::H1,
    &text::H2,
    &text::H3,
    &text::H4,
    &text::H5,
    &icon::ICON,
    &card::CARD,
    &card::CARD_HEADER,
    &card::CARD_FOOTER,
    &card::CARD_IMAGE,
    &card::DIVIDER,
    &feedback::ALERT,
    &feedback::ALERT_STATUS,
    &feedback::SPINNER,
    &link::LINK,
    &control::SWITCH,
    &entry::TEXTAREA,
    &entry::NUMBER_INPUT,
    &choose::SELECT,
    &choose::OPTION,
    &choose::RADIO_GROUP,
    &choose::RADIO,
    &form::FORM,
    &control::SUBMIT_BUTTON,
    &shortcut::SHORTCUT,
    &dialog::DIALOG,
    &dialog::DIALOG_FOOTER,
    &dialog::DRAWER,
    &popup::POPUP,
    &popup::POPUP_ANCHOR,
    &popup::TOOLTIP,
    &popup::DROPDOWN,
    &menu::MENU,
    &menu::MENU_ITEM,
    &menu::MENU_CHECKBOX,
    &menu::MENU_LABEL,
    &tabs::TAB_GROUP,
    &tabs::TAB,
    &tree::TREE,
    &tree::TREE_ITEM,
    &carousel::CAROUSEL,
    &several::MULTI_SELECT,
    &several::MULTI_OPTION,
    &several::TAGS_INPUT,
    &date_input::DATE_INPUT,
    &date_input::TIME_INPUT,
    &date_input::DATE_TIME_INPUT,
    &animation::ANIMATION,
    &animation::KEYFRAME,
    &part::PART,
    &combobox::COMBOBOX,
    &combobox::SUGGESTION,
    &container::GRID,
    &press::ICON_BUTTON,
    &press::COPY_BUTTON,
    &press::BREADCRUMB_ITEM,
    &media::AUDIO,
    &media::VIDEO,
    &media::MEDIA_SOURCE,
    &image::IMAGE,
    &markdown::MARKDOWN,
    &code::CODE,
];

mod sealed {
    pub trait Sealed {}

    impl Sealed for hyperdiv_core::Ui {}
}

/// A typed handle over an element of the current run.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'ui>(pub(crate) hyperdiv_core::Element<'ui>);

        impl<'ui> $name<'ui> {
            pub(crate) fn new(element: hyperdiv_core::Element<'ui>) -> Self {
                $name(element)
            }

            /// Calls `edit` where `condition` holds, for setters that depend on something:
            /// `ui.button("Save").maybe(busy, |button| button.variant(Variant::Warning))`.
            pub fn maybe(self, condition: bool, edit: impl FnOnce(Self) -> Self) -> Self {
                if condition { edit(self) } else { self }
            }
        }

        impl<'ui> crate::style::Styled for $name<'ui> {
            fn styled(&self) -> hyperdiv_core::Element<'_> {
                self.0
            }
        }

        impl hyperdiv_core::Body for $name<'_> {
            type All = ();

            fn next(self) -> Result<(), ()> {
                Ok(())
            }

            fn done() {}
        }
    };
}
pub(crate) use handle;
