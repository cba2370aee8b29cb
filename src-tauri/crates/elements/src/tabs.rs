//! Tabs: one of several things shows at a time.

use hyperdiv_core::{Accepts, Content, Input, InputValue, Kind, Role, Ui};

use crate::choose::shown;
use crate::control::{control, text_of};

pub(crate) static TAB_GROUP: Kind = Kind {
    name: "tab_group",
    id: 310,
    children: true,
    role: Some(Role::Tablist),
    name_from: None,
    inputs: &[Input { name: "value", accepts: Accepts::Offered }],
    events: &[],
};
pub(crate) static TAB: Kind = Kind {
    name: "tab",
    id: 311,
    children: false,
    role: Some(Role::Tab),
    name_from: Some("label"),
    inputs: &[],
    events: &["closed"],
};

/// Stands for a value that a tab has not: the page has to call it something.
const NAMELESS: &str = " ";

crate::handle! {
    /// Tabs, of which one is active. What it stands for is what the app describes below them while it is.
    TabGroup
}

impl<'ui> TabGroup<'ui> {
    /// Adds a tab: `value` is by what the app knows it, of any type that can be shown, and not empty; `label` is what the person
    /// reads.
    #[track_caller]
    pub fn tab(self, value: impl Content, label: impl Content) -> Tab<'ui> {
        let value = shown(&value);
        let tab = self.0.keyed_child(&TAB, &value).set_content("label", &label);
        if value.is_empty() {
            tab.warn("tab", |site| format!("a tab of the group at {site} has no value; it cannot be chosen"));
            return Tab::new(tab.set_text("value", NAMELESS).disable(true));
        }
        Tab::new(tab.set_text("value", &value))
    }

    /// The tab that is active: the first one, until another is. It is to be asked for once the tabs are there; empty where there
    /// are none.
    #[track_caller]
    #[must_use]
    pub fn active(self) -> String {
        let chosen = text_of(self.0.input(0));
        let offered = self.0.offered();
        if offered.contains(&chosen) { chosen } else { offered.into_iter().next().unwrap_or_default() }
    }

    /// Whether this tab is active.
    #[track_caller]
    #[must_use]
    pub fn is_active(self, value: impl Content) -> bool {
        self.active() == shown(&value)
    }

    /// The tab that the person has just made active: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<String> {
        self.0.changed(0).map(text_of).filter(|value| !value.is_empty())
    }

    /// Makes a tab active, as the person would.
    #[track_caller]
    pub fn set(self, value: impl Content) -> Self {
        self.0.set_input(0, InputValue::Text(shown(&value)));
        self
    }

    /// The tab that is active until the person or the app changes it, and after a [`reset`](Self::reset).
    pub fn default_value(self, value: impl Content) -> Self {
        self.0.default_input(0, InputValue::Text(shown(&value)));
        self
    }

    /// Goes back to the default.
    #[track_caller]
    pub fn reset(self) -> Self {
        self.0.reset_input(0);
        self
    }
}

control! {
    /// One of several tabs.
    Tab
}

impl Tab<'_> {
    /// Whether it has a button that closes it: [`closed`](Self::closed) tells, and the app stops describing it.
    pub fn closable(self, closable: bool) -> Self {
        self.0.set("closable_tab", closable);
        self
    }

    /// Whether its button was just pressed: true in one run.
    #[must_use]
    pub fn closed(self) -> bool {
        self.0.happened(0)
    }
}

/// Tabs, as methods of [`Ui`]. It is implemented for `Ui` and nothing else.
pub trait Tabs: crate::sealed::Sealed {
    /// Tabs, of which one is active.
    ///
    /// ```
    /// # use hyperdiv_elements::*;
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let tabs = ui.tab_group();
    /// for (number, name) in ["Inbox", "Drafts"].iter().enumerate() {
    ///     tabs.tab(number, name);
    /// }
    /// ui.text(format_args!("Folder {}", tabs.active()));
    /// # }
    /// ```
    #[track_caller]
    fn tab_group(&self) -> TabGroup<'_>;

    /// Tabs that are called what they stand for.
    #[track_caller]
    fn tabs<T: Content>(&self, labels: impl IntoIterator<Item = T>) -> TabGroup<'_>;
}

impl Tabs for Ui {
    #[track_caller]
    fn tab_group(&self) -> TabGroup<'_> {
        TabGroup::new(self.element(&TAB_GROUP))
    }

    #[track_caller]
    fn tabs<T: Content>(&self, labels: impl IntoIterator<Item = T>) -> TabGroup<'_> {
        let group = self.tab_group();
        for label in labels {
            let label = shown(&label);
            group.tab(label.as_str(), label.as_str());
        }
        group
    }
}
