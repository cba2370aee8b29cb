//! Trees: things that are inside each other, of which some are chosen.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Ui, Value};

use crate::control::control;
use crate::generated::TreeSelection;
use crate::value::several;

pub(crate) static TREE: Kind = Kind {
    name: "tree",
    id: 312,
    children: true,
    role: Some(Role::Tree),
    name_from: Some("label"),
    inputs: &[Input { name: "selected", accepts: Accepts::Several }],
    events: &[],
};
pub(crate) static TREE_ITEM: Kind = Kind {
    name: "tree_item",
    id: 313,
    children: true,
    role: Some(Role::Treeitem),
    name_from: Some("label"),
    inputs: &[Input { name: "expanded", accepts: Accepts::Bool }],
    events: &[],
};

crate::handle! {
    /// Things that are inside each other. What is chosen stays chosen until the person or the app chooses something else.
    Tree
}

several!(Tree);

impl Tree<'_> {
    /// Fills it with [items](Trees::tree_item), and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// What can be chosen: one thing, unless it is said.
    pub fn selection(self, selection: TreeSelection) -> Self {
        self.0.set("selection", Value::Word(selection.word()));
        self
    }

    /// The first of what is chosen, where something is.
    #[track_caller]
    #[must_use]
    pub fn selected(self) -> Option<String> {
        self.values().into_iter().next()
    }

    /// Whether this is chosen.
    #[track_caller]
    #[must_use]
    pub fn is_selected(self, value: impl Content) -> bool {
        self.values().contains(&crate::choose::shown(&value))
    }
}

control! {
    /// One of the things of a tree.
    TreeItem
}

impl TreeItem<'_> {
    /// Fills it with what is inside, and returns what `body` returns. More than one call adds.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// By what the app knows it, of which every item has its own.
    #[must_use]
    pub fn value(self) -> String {
        self.0.text("value")
    }

    /// Whether what is inside shows.
    #[track_caller]
    #[must_use]
    pub fn is_expanded(self) -> bool {
        self.0.input(0) == InputValue::Bool(true)
    }

    /// Whether the person has just opened it: true in one run.
    #[must_use]
    pub fn expanded(self) -> bool {
        self.0.changed(0) == Some(InputValue::Bool(true))
    }

    /// Whether the person has just closed it: true in one run.
    #[must_use]
    pub fn collapsed(self) -> bool {
        self.0.changed(0) == Some(InputValue::Bool(false))
    }

    /// Whether what is inside shows until the person or the app changes it.
    pub fn default_expanded(self, expanded: bool) -> Self {
        self.0.default_input(0, InputValue::Bool(expanded));
        self
    }

    /// Opens or closes it, as the person would.
    #[track_caller]
    pub fn expand(self, expanded: bool) -> Self {
        self.0.set_input(0, InputValue::Bool(expanded));
        self
    }
}

/// Trees, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Trees: crate::sealed::Sealed {
    /// Things that are inside each other. The label is read, and not shown.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let files = ui.tree("Files");
    /// files.with(|| {
    ///     ui.tree_item("src", "src").default_expanded(true).with(|| {
    ///         ui.tree_item("src/lib.rs", "lib.rs");
    ///     });
    /// });
    /// if let Some(path) = files.selected() {
    ///     ui.text(path);
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn tree(&self, label: impl Content) -> Tree<'_>;

    /// One of the things of a tree: `value` is by what the app knows it, and not empty; `label` is what the person reads.
    #[track_caller]
    fn tree_item(&self, value: impl Content, label: impl Content) -> TreeItem<'_>;
}

impl Trees for Ui {
    #[track_caller]
    fn tree(&self, label: impl Content) -> Tree<'_> {
        let tree = self.element(&TREE).set_content("label", &label);
        Tree::new(tree).selection(TreeSelection::Single)
    }

    #[track_caller]
    fn tree_item(&self, value: impl Content, label: impl Content) -> TreeItem<'_> {
        TreeItem::new(self.element(&TREE_ITEM).set_content("value", &value).set_content("label", &label))
    }
}
