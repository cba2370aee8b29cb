//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

mod control;
mod divided;
mod field;
mod list;
mod navigation;
mod opening;
mod show;
mod status;
mod table;
mod words;

pub use control::ButtonGroup;
pub use divided::{CarouselItem, ImageComparer, SplitPanel};
pub use field::{ColorPicker, Rating, Slider};
pub use list::{BoxList, BoxListItem, List, ListItem, OrderedList};
pub use navigation::{Breadcrumb, Nav};
pub use opening::Details;
pub use show::{Avatar, FormatBytes, FormatNumber, QrCode, RelativeTime, VisuallyHidden};
pub use status::{Badge, ProgressBar, ProgressRing, Skeleton, Tag};
pub use table::{RowHeader, Table, Tbody, Td, Tfoot, Th, Thead, Tr};
pub use words::{
    Activation, AnimationDirection, AnimationFill, ArrowPlace, Attention, AvatarShape, ByteUnit, ColorFormat,
    ControlSize, ErrorCorrection, Extent, GuideStyle, IconPlace, ListStyle, NumberStyle, Numbering,
    Orientation, PanelEnd, Placement, Side, SkeletonEffect, TableBorders, TreeSelection, Wording,
};

use hyperdiv_core::{Content, Kind, Ui};

/// Every kind that is made.
pub(crate) static KINDS: &[&Kind] = &[
    &status::BADGE,
    &status::TAG,
    &status::PROGRESS_BAR,
    &status::PROGRESS_RING,
    &status::SKELETON,
    &show::AVATAR,
    &show::QR_CODE,
    &show::FORMAT_NUMBER,
    &show::FORMAT_BYTES,
    &show::RELATIVE_TIME,
    &show::VISUALLY_HIDDEN,
    &list::LIST,
    &list::ORDERED_LIST,
    &list::LIST_ITEM,
    &list::BOX_LIST,
    &list::BOX_LIST_ITEM,
    &table::TABLE,
    &table::THEAD,
    &table::TBODY,
    &table::TFOOT,
    &table::TR,
    &table::TD,
    &table::TH,
    &table::ROW_HEADER,
    &navigation::NAV,
    &navigation::BREADCRUMB,
    &control::BUTTON_GROUP,
    &opening::DETAILS,
    &divided::SPLIT_PANEL,
    &divided::SPLIT_PANEL_START,
    &divided::SPLIT_PANEL_END,
    &divided::IMAGE_COMPARER,
    &divided::IMAGE_COMPARER_BEFORE,
    &divided::IMAGE_COMPARER_AFTER,
    &field::SLIDER,
    &field::RATING,
    &field::COLOR_PICKER,
    &divided::CAROUSEL_ITEM,
];

/// More elements, as methods of [`Ui`]; ELEMENTS.md lists what each can be told. It is implemented for `Ui` and nothing else.
pub trait MoreElements: crate::sealed::Sealed {
    /// A short mark beside something: a count, a state.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.badge("New").variant(Variant::Success).pill(true);
    /// # }
    /// ```
    #[track_caller]
    fn badge(&self, label: impl Content) -> Badge<'_>;

    /// A word that something is filed under.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let tag = ui.tag("urgent").variant(Variant::Danger).removable(true);
    /// if tag.removed() { /* stop describing it */ }
    /// # }
    /// ```
    #[track_caller]
    fn tag(&self, label: impl Content) -> Tag<'_>;

    /// How much of something is done, as a bar. The label says of what; it is read, and not shown: what shows is the [caption](ProgressBar::caption).
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.progress_bar("Upload").value(42);
    /// # }
    /// ```
    #[track_caller]
    fn progress_bar(&self, label: impl Content) -> ProgressBar<'_>;

    /// How much of something is done, as a ring. The label says of what; it is read, and not shown: what shows is the [caption](ProgressRing::caption).
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.progress_ring("Upload").value(42).size(6);
    /// # }
    /// ```
    #[track_caller]
    fn progress_ring(&self, label: impl Content) -> ProgressRing<'_>;

    /// Stands where something will be once it is there. It says nothing: what is awaited is said elsewhere.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.skeleton().effect(SkeletonEffect::Sheen).width(12).height(1);
    /// # }
    /// ```
    #[track_caller]
    fn skeleton(&self) -> Skeleton<'_>;

    /// Somebody, as a picture, as initials, or as an icon where neither is there. The label names them; it is read, and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.avatar("Ada Lovelace").initials("AL");
    /// # }
    /// ```
    #[track_caller]
    fn avatar(&self, label: impl Content) -> Avatar<'_>;

    /// A text of at most 1,024 bytes as a code for cameras. Without a label it is read as the text itself.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.qr_code("https://example.org").label("The address of the shop").size(160);
    /// # }
    /// ```
    #[track_caller]
    fn qr_code(&self, value: impl Content) -> QrCode<'_>;

    /// A number as the page's language writes it. A test finds it by the number itself.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.format_number(1234.5).style(NumberStyle::Currency).currency("EUR");
    /// # }
    /// ```
    #[track_caller]
    fn format_number(&self, value: impl Into<f64>) -> FormatNumber<'_>;

    /// A size in bytes as a person reads it. A test finds it by the number itself.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.format_bytes(1_500_000);
    /// # }
    /// ```
    #[track_caller]
    fn format_bytes(&self, value: impl Into<f64>) -> FormatBytes<'_>;

    /// How long ago something was, or how long it will be, as the page's language says it: `2 hours ago`. The date is as ISO 8601 writes it. A test finds it by the date itself.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.relative_time("2026-01-01T12:00:00Z").live(true);
    /// # }
    /// ```
    #[track_caller]
    fn relative_time(&self, date: impl Content) -> RelativeTime<'_>;

    /// What is in it is read and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.visually_hidden().with(|| ui.text("Three messages are new"));
    /// # }
    /// ```
    #[track_caller]
    fn visually_hidden(&self) -> VisuallyHidden<'_>;

    /// A list, each of whose items is a [`list_item`](crate::MoreElements::list_item).
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.list().with(|| {
    ///     ui.list_item("Bread");
    ///     ui.list_item("Milk");
    /// });
    /// # }
    /// ```
    #[track_caller]
    fn list(&self) -> List<'_>;

    /// A list whose items are counted.
    #[track_caller]
    fn ordered_list(&self) -> OrderedList<'_>;

    /// An item of a list: its text, which may be empty, and what is put into it.
    #[track_caller]
    fn list_item(&self, label: impl Content) -> ListItem<'_>;

    /// A list that looks like a box: nothing stands before its items, each a [`box_list_item`](crate::MoreElements::box_list_item).
    #[track_caller]
    fn box_list(&self) -> BoxList<'_>;

    /// An item of a box list: its text, which may be empty, and what is put into it, as in a box.
    #[track_caller]
    fn box_list_item(&self, label: impl Content) -> BoxListItem<'_>;

    /// A table of rows: [`thead`](crate::MoreElements::thead), [`tbody`](crate::MoreElements::tbody) and [`tfoot`](crate::MoreElements::tfoot) hold them.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// ui.table().label("Prices").with(|| {
    ///     ui.thead().with(|| ui.tr().with(|| { ui.th("Item"); ui.th("Price"); }));
    ///     ui.tbody().with(|| ui.tr().with(|| { ui.td("Bread"); ui.td("3.20"); }));
    /// });
    /// # }
    /// ```
    #[track_caller]
    fn table(&self) -> Table<'_>;

    /// The head of a table.
    #[track_caller]
    fn thead(&self) -> Thead<'_>;

    /// The body of a table.
    #[track_caller]
    fn tbody(&self) -> Tbody<'_>;

    /// The foot of a table.
    #[track_caller]
    fn tfoot(&self) -> Tfoot<'_>;

    /// A row of a table.
    #[track_caller]
    fn tr(&self) -> Tr<'_>;

    /// A cell of a table: its text, which may be empty, and what is put into it.
    #[track_caller]
    fn td(&self, label: impl Content) -> Td<'_>;

    /// The head of a column.
    #[track_caller]
    fn th(&self, label: impl Content) -> Th<'_>;

    /// The head of a row, which is its first cell.
    #[track_caller]
    fn row_header(&self, label: impl Content) -> RowHeader<'_>;

    /// A box of links through the app.
    #[track_caller]
    fn nav(&self) -> Nav<'_>;

    /// The way from the start of the app to where the person is, each place a [`breadcrumb_item`](crate::Pressed::breadcrumb_item).
    #[track_caller]
    fn breadcrumb(&self) -> Breadcrumb<'_>;

    /// Buttons that belong together. The label is read, and not shown.
    #[track_caller]
    fn button_group(&self, label: impl Content) -> ButtonGroup<'_>;

    /// More about something, which the person opens and closes below its summary. What is in it is described in every run, open or not.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let more = ui.details("More").default_open(true);
    /// more.with(|| ui.text("All there is to say"));
    /// # }
    /// ```
    #[track_caller]
    fn details(&self, label: impl Content) -> Details<'_>;

    /// Two panels with a line between them, which the person moves: at 50 per cent, unless it is said. The label names the line.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let panel = ui.split_panel("Width of the list").default_value(30);
    /// panel.start(|| ui.text("List"));
    /// panel.end(|| ui.text("Detail"));
    /// ui.text(format_args!("{:.0} per cent", panel.value()));
    /// # }
    /// ```
    #[track_caller]
    fn split_panel(&self, label: impl Content) -> SplitPanel<'_>;

    /// Two pictures on top of each other, and a line that the person moves to see more of one or of the other.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let compare = ui.image_comparer("Before and after");
    /// compare.before(|| ui.text("Before"));
    /// compare.after(|| ui.text("After"));
    /// # }
    /// ```
    #[track_caller]
    fn image_comparer(&self, label: impl Content) -> ImageComparer<'_>;

    /// A number that the person moves along. 0 is a value like any other.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let volume = ui.slider("Volume").min(0).max(11).step(0.5).default_value(3);
    /// ui.text(volume.value());
    /// # }
    /// ```
    #[track_caller]
    fn slider(&self, label: impl Content) -> Slider<'_>;

    /// Stars that the person gives. None is a value like any other. The label is read, and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let stars = ui.rating("Your opinion").max(10).default_value(4).value();
    /// # }
    /// ```
    #[track_caller]
    fn rating(&self, label: impl Content) -> Rating<'_>;

    /// A field for a colour.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let ink = ui.color_picker("Ink").default_value("#FF8000").swatches(["#000000", "#FF8000"]);
    /// if let Some(color) = ink.color() { ui.text("In this colour").font_color(color); }
    /// # }
    /// ```
    #[track_caller]
    fn color_picker(&self, label: impl Content) -> ColorPicker<'_>;

    /// One of what a [`carousel`](crate::Carousels::carousel) shows.
    #[track_caller]
    fn carousel_item(&self) -> CarouselItem<'_>;
}

impl MoreElements for Ui {
    #[track_caller]
    fn badge(&self, label: impl Content) -> Badge<'_> {
        let element = self.element(&status::BADGE);
        element.set_content("label", &label);
        Badge::new(element)
    }

    #[track_caller]
    fn tag(&self, label: impl Content) -> Tag<'_> {
        let element = self.element(&status::TAG);
        element.set_content("label", &label);
        Tag::new(element)
    }

    #[track_caller]
    fn progress_bar(&self, label: impl Content) -> ProgressBar<'_> {
        let element = self.element(&status::PROGRESS_BAR);
        element.set_content("label", &label);
        ProgressBar::new(element)
    }

    #[track_caller]
    fn progress_ring(&self, label: impl Content) -> ProgressRing<'_> {
        let element = self.element(&status::PROGRESS_RING);
        element.set_content("label", &label);
        ProgressRing::new(element)
    }

    #[track_caller]
    fn skeleton(&self) -> Skeleton<'_> {
        let element = self.element(&status::SKELETON);
        Skeleton::new(element)
    }

    #[track_caller]
    fn avatar(&self, label: impl Content) -> Avatar<'_> {
        let element = self.element(&show::AVATAR);
        element.set_content("label", &label);
        Avatar::new(element)
    }

    #[track_caller]
    fn qr_code(&self, value: impl Content) -> QrCode<'_> {
        let element = self.element(&show::QR_CODE);
        crate::value::put_short(element, "value", &value, 1024);
        QrCode::new(element)
    }

    #[track_caller]
    fn format_number(&self, value: impl Into<f64>) -> FormatNumber<'_> {
        let element = self.element(&show::FORMAT_NUMBER);
        crate::value::put_decimal(element, "value", value.into());
        FormatNumber::new(element)
    }

    #[track_caller]
    fn format_bytes(&self, value: impl Into<f64>) -> FormatBytes<'_> {
        let element = self.element(&show::FORMAT_BYTES);
        crate::value::put_decimal(element, "value", value.into());
        FormatBytes::new(element)
    }

    #[track_caller]
    fn relative_time(&self, date: impl Content) -> RelativeTime<'_> {
        let element = self.element(&show::RELATIVE_TIME);
        element.set_content("date", &date);
        RelativeTime::new(element)
    }

    #[track_caller]
    fn visually_hidden(&self) -> VisuallyHidden<'_> {
        let element = self.element(&show::VISUALLY_HIDDEN);
        VisuallyHidden::new(element)
    }

    #[track_caller]
    fn list(&self) -> List<'_> {
        let element = self.element(&list::LIST);
        List::new(element)
    }

    #[track_caller]
    fn ordered_list(&self) -> OrderedList<'_> {
        let element = self.element(&list::ORDERED_LIST);
        OrderedList::new(element)
    }

    #[track_caller]
    fn list_item(&self, label: impl Content) -> ListItem<'_> {
        let element = self.element(&list::LIST_ITEM);
        element.set_content("label", &label);
        ListItem::new(element)
    }

    #[track_caller]
    fn box_list(&self) -> BoxList<'_> {
        let element = self.element(&list::BOX_LIST);
        BoxList::new(element)
    }

    #[track_caller]
    fn box_list_item(&self, label: impl Content) -> BoxListItem<'_> {
        let element = self.element(&list::BOX_LIST_ITEM);
        element.set_content("label", &label);
        BoxListItem::new(element)
    }

    #[track_caller]
    fn table(&self) -> Table<'_> {
        let element = self.element(&table::TABLE);
        Table::new(element)
    }

    #[track_caller]
    fn thead(&self) -> Thead<'_> {
        let element = self.element(&table::THEAD);
        Thead::new(element)
    }

    #[track_caller]
    fn tbody(&self) -> Tbody<'_> {
        let element = self.element(&table::TBODY);
        Tbody::new(element)
    }

    #[track_caller]
    fn tfoot(&self) -> Tfoot<'_> {
        let element = self.element(&table::TFOOT);
        Tfoot::new(element)
    }

    #[track_caller]
    fn tr(&self) -> Tr<'_> {
        let element = self.element(&table::TR);
        Tr::new(element)
    }

    #[track_caller]
    fn td(&self, label: impl Content) -> Td<'_> {
        let element = self.element(&table::TD);
        element.set_content("label", &label);
        Td::new(element)
    }

    #[track_caller]
    fn th(&self, label: impl Content) -> Th<'_> {
        let element = self.element(&table::TH);
        element.set_content("label", &label);
        Th::new(element)
    }

    #[track_caller]
    fn row_header(&self, label: impl Content) -> RowHeader<'_> {
        let element = self.element(&table::ROW_HEADER);
        element.set_content("label", &label);
        RowHeader::new(element)
    }

    #[track_caller]
    fn nav(&self) -> Nav<'_> {
        let element = self.element(&navigation::NAV);
        Nav::new(element)
    }

    #[track_caller]
    fn breadcrumb(&self) -> Breadcrumb<'_> {
        let element = self.element(&navigation::BREADCRUMB);
        Breadcrumb::new(element)
    }

    #[track_caller]
    fn button_group(&self, label: impl Content) -> ButtonGroup<'_> {
        let element = self.element(&control::BUTTON_GROUP);
        element.set_content("label", &label);
        ButtonGroup::new(element)
    }

    #[track_caller]
    fn details(&self, label: impl Content) -> Details<'_> {
        let element = self.element(&opening::DETAILS);
        element.set_content("label", &label);
        Details::new(element)
    }

    #[track_caller]
    fn split_panel(&self, label: impl Content) -> SplitPanel<'_> {
        let element = self.element(&divided::SPLIT_PANEL);
        element.set_content("label", &label);
        SplitPanel::new(element)
    }

    #[track_caller]
    fn image_comparer(&self, label: impl Content) -> ImageComparer<'_> {
        let element = self.element(&divided::IMAGE_COMPARER);
        element.set_content("label", &label);
        ImageComparer::new(element)
    }

    #[track_caller]
    fn slider(&self, label: impl Content) -> Slider<'_> {
        let element = self.element(&field::SLIDER);
        element.set_content("label", &label);
        Slider::new(element)
    }

    #[track_caller]
    fn rating(&self, label: impl Content) -> Rating<'_> {
        let element = self.element(&field::RATING);
        element.set_content("label", &label);
        Rating::new(element)
    }

    #[track_caller]
    fn color_picker(&self, label: impl Content) -> ColorPicker<'_> {
        let element = self.element(&field::COLOR_PICKER);
        element.set_content("label", &label);
        ColorPicker::new(element)
    }

    #[track_caller]
    fn carousel_item(&self) -> CarouselItem<'_> {
        let element = self.element(&divided::CAROUSEL_ITEM);
        CarouselItem::new(element)
    }
}
