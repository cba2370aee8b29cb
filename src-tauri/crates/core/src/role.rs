//! ARIA roles, by which tests and assistive technology find an element.

use std::fmt;

/// What an element is to the person: an ARIA role, or [`Role::Text`] for text on the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Role {
    /// A message that interrupts: the runtime's notices.
    Alert,
    /// A message that wants an answer.
    AlertDialog,
    /// Something to press.
    Button,
    /// A cell of a table.
    Cell,
    /// A box to tick.
    Checkbox,
    /// A piece of a program, as text.
    Code,
    /// The head of a column.
    Columnheader,
    /// A field that opens a list to choose from.
    Combobox,
    /// A window of the app's own above everything else.
    Dialog,
    /// What belongs together.
    Group,
    /// The title of a section.
    Heading,
    /// A picture that says something.
    Img,
    /// Something that leads elsewhere.
    Link,
    /// A list.
    List,
    /// A list to choose several things from.
    Listbox,
    /// An item of a list.
    Listitem,
    /// A list of things to do.
    Menu,
    /// Something to do, of a menu.
    Menuitem,
    /// Something to tick, of a menu.
    Menuitemcheckbox,
    /// Links through the app.
    Navigation,
    /// Something to choose from a list.
    Option,
    /// How much of something is done.
    Progressbar,
    /// Something to choose, beside what else there is to choose.
    Radio,
    /// What belongs together of these.
    RadioGroup,
    /// A part of the page that has a name.
    Region,
    /// A row of a table.
    Row,
    /// Rows of a table that belong together.
    Rowgroup,
    /// The head of a row.
    Rowheader,
    /// A line between things.
    Separator,
    /// A number to move along.
    Slider,
    /// A field for a number.
    Spinbutton,
    /// A short message that does not interrupt.
    Status,
    /// Something to turn on and off.
    Switch,
    /// Something to show in place of what shows now.
    Tab,
    /// A table.
    Table,
    /// What of it one thing shows at a time.
    Tablist,
    /// Text on the page. Not an ARIA role.
    Text,
    /// A field to type into.
    Textbox,
    /// What something is, told while the person looks at it.
    Tooltip,
    /// Things that are inside each other.
    Tree,
    /// One of them.
    Treeitem,
}

impl Role {
    /// The name in a `role` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Alert => "alert",
            Role::AlertDialog => "alertdialog",
            Role::Button => "button",
            Role::Cell => "cell",
            Role::Checkbox => "checkbox",
            Role::Code => "code",
            Role::Columnheader => "columnheader",
            Role::Combobox => "combobox",
            Role::Dialog => "dialog",
            Role::Group => "group",
            Role::Heading => "heading",
            Role::Img => "img",
            Role::Link => "link",
            Role::List => "list",
            Role::Listbox => "listbox",
            Role::Listitem => "listitem",
            Role::Menu => "menu",
            Role::Menuitem => "menuitem",
            Role::Menuitemcheckbox => "menuitemcheckbox",
            Role::Navigation => "navigation",
            Role::Option => "option",
            Role::Progressbar => "progressbar",
            Role::Radio => "radio",
            Role::RadioGroup => "radiogroup",
            Role::Region => "region",
            Role::Row => "row",
            Role::Rowgroup => "rowgroup",
            Role::Rowheader => "rowheader",
            Role::Separator => "separator",
            Role::Slider => "slider",
            Role::Spinbutton => "spinbutton",
            Role::Status => "status",
            Role::Switch => "switch",
            Role::Tab => "tab",
            Role::Table => "table",
            Role::Tablist => "tablist",
            Role::Text => "text",
            Role::Textbox => "textbox",
            Role::Tooltip => "tooltip",
            Role::Tree => "tree",
            Role::Treeitem => "treeitem",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
