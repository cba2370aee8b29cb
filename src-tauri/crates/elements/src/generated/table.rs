//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Content, Kind, Role, Value};

use super::words::TableBorders;

pub(crate) static TABLE: Kind = Kind {
    name: "table",
    id: 225,
    children: true,
    role: Some(Role::Table),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A table of rows: [`thead`](crate::MoreElements::thead), [`tbody`](crate::MoreElements::tbody) and [`tfoot`](crate::MoreElements::tfoot) hold them.
Table
}

impl Table<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What it is about, to whoever has it read.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }

    /// Whether neighbouring cells share their lines.
    pub fn border_collapse(self, border_collapse: TableBorders) -> Self {
        self.0.set("border_collapse", Value::Word(border_collapse.word()));
        self
    }
}

pub(crate) static THEAD: Kind = Kind {
    name: "thead",
    id: 226,
    children: true,
    role: Some(Role::Rowgroup),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The head of a table.
Thead
}

impl Thead<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static TBODY: Kind = Kind {
    name: "tbody",
    id: 227,
    children: true,
    role: Some(Role::Rowgroup),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The body of a table.
Tbody
}

impl Tbody<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static TFOOT: Kind = Kind {
    name: "tfoot",
    id: 228,
    children: true,
    role: Some(Role::Rowgroup),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The foot of a table.
Tfoot
}

impl Tfoot<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static TR: Kind = Kind {
    name: "tr",
    id: 229,
    children: true,
    role: Some(Role::Row),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A row of a table.
Tr
}

impl Tr<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static TD: Kind = Kind {
    name: "td",
    id: 230,
    children: true,
    role: Some(Role::Cell),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A cell of a table: its text, which may be empty, and what is put into it.
Td
}

impl Td<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// How many columns it takes.
    pub fn colspan(self, colspan: u32) -> Self {
        self.0.set("colspan", Value::Int(i64::from(colspan)));
        self
    }

    /// How many rows it takes.
    pub fn rowspan(self, rowspan: u32) -> Self {
        self.0.set("rowspan", Value::Int(i64::from(rowspan)));
        self
    }
}

pub(crate) static TH: Kind = Kind {
    name: "th",
    id: 231,
    children: true,
    role: Some(Role::Columnheader),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The head of a column.
Th
}

impl Th<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// How many columns it heads.
    pub fn colspan(self, colspan: u32) -> Self {
        self.0.set("colspan", Value::Int(i64::from(colspan)));
        self
    }

    /// How many rows it takes.
    pub fn rowspan(self, rowspan: u32) -> Self {
        self.0.set("rowspan", Value::Int(i64::from(rowspan)));
        self
    }
}

pub(crate) static ROW_HEADER: Kind = Kind {
    name: "row_header",
    id: 232,
    children: true,
    role: Some(Role::Rowheader),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// The head of a row, which is its first cell.
RowHeader
}

impl RowHeader<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// How many columns it takes.
    pub fn colspan(self, colspan: u32) -> Self {
        self.0.set("colspan", Value::Int(i64::from(colspan)));
        self
    }

    /// How many rows it heads.
    pub fn rowspan(self, rowspan: u32) -> Self {
        self.0.set("rowspan", Value::Int(i64::from(rowspan)));
        self
    }
}
