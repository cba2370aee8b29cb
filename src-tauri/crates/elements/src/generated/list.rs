//! Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.

use hyperdiv_core::{Kind, Role, Value};

use super::words::{ListStyle, Numbering};

pub(crate) static LIST: Kind = Kind {
    name: "list",
    id: 220,
    children: true,
    role: Some(Role::List),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A list, each of whose items is a [`list_item`](crate::MoreElements::list_item).
List
}

impl List<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What stands before its items.
    pub fn style_type(self, style_type: ListStyle) -> Self {
        self.0.set("style_type", Value::Word(style_type.word()));
        self
    }
}

pub(crate) static ORDERED_LIST: Kind = Kind {
    name: "ordered_list",
    id: 221,
    children: true,
    role: Some(Role::List),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A list whose items are counted.
OrderedList
}

impl OrderedList<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// How its items are counted.
    pub fn style_type(self, style_type: Numbering) -> Self {
        self.0.set("style_type", Value::Word(style_type.word()));
        self
    }
}

pub(crate) static LIST_ITEM: Kind = Kind {
    name: "list_item",
    id: 222,
    children: true,
    role: Some(Role::Listitem),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// An item of a list: its text, which may be empty, and what is put into it.
ListItem
}

impl ListItem<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static BOX_LIST: Kind = Kind {
    name: "box_list",
    id: 223,
    children: true,
    role: Some(Role::List),
    name_from: None,
    inputs: &[],
    events: &[],
};

crate::handle! {
/// A list that looks like a box: nothing stands before its items, each a [`box_list_item`](crate::MoreElements::box_list_item).
BoxList
}

impl BoxList<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}

pub(crate) static BOX_LIST_ITEM: Kind = Kind {
    name: "box_list_item",
    id: 224,
    children: true,
    role: Some(Role::Listitem),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
/// An item of a box list: its text, which may be empty, and what is put into it, as in a box.
BoxListItem
}

impl BoxListItem<'_> {
    /// Fills it, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }
}
