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
    /// What a table has in one row and one column.
    Cell,
    /// A box to tick.
    Checkbox,
    /// A piece of a program, as text.
    Code,
    /// What the cells of a column are.
    Columnheader,
    /// A field that opens a list to choose from.
    Combobox,
    /// A window of the app's own above everything else.
    Dialog,
    /// The title of a section.
    Heading,
    /// A picture that says something.
    Img,
    /// Something that leads elsewhere.
    Link,
    /// Things one after another.
    List,
    /// One of the things of a list.
    Listitem,
    /// Something to choose from a list.
    Option,
    /// Something to choose, beside what else there is to choose.
    Radio,
    /// What belongs together of these.
    RadioGroup,
    /// A line between things.
    Separator,
    /// A field for a number.
    Spinbutton,
    /// A short message that does not interrupt.
    Status,
    /// Something to turn on and off.
    Switch,
    /// Rows and columns.
    Table,
    /// Text on the page. Not an ARIA role.
    Text,
    /// A field to type into.
    Textbox,
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
            Role::Heading => "heading",
            Role::Img => "img",
            Role::Link => "link",
            Role::List => "list",
            Role::Listitem => "listitem",
            Role::Option => "option",
            Role::Radio => "radio",
            Role::RadioGroup => "radiogroup",
            Role::Separator => "separator",
            Role::Spinbutton => "spinbutton",
            Role::Status => "status",
            Role::Switch => "switch",
            Role::Table => "table",
            Role::Text => "text",
            Role::Textbox => "textbox",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
