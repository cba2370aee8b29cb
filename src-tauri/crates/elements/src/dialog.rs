//! Dialogs and drawers: windows of the app's own above everything else.

use hyperdiv_core::{Accepts, Input, Kind, Role, Value};

use crate::container::Container;
use crate::generated::Side;
use crate::value::opens;

const fn window(name: &'static str, id: u16) -> Kind {
    Kind {
        name,
        id,
        children: true,
        role: Some(Role::Dialog),
        name_from: Some("label"),
        inputs: &[Input { name: "opened", accepts: Accepts::Bool }],
        events: &[],
    }
}

pub(crate) static DIALOG: Kind = window("dialog", 121);
pub(crate) static DRAWER: Kind = window("drawer", 308);

pub(crate) static DIALOG_FOOTER: Kind = Kind {
    name: "dialog_footer",
    id: 122,
    children: true,
    role: None,
    name_from: None,
    inputs: &[],
    events: &[],
};

macro_rules! window {
    ($(#[$doc:meta])* $name:ident) => {
        crate::handle! {
            $(#[$doc])*
            $name
        }

        opens!($name);

        impl $name<'_> {
            /// Fills it, and returns what `body` returns. More than one call adds.
            pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
                self.0.with(body)
            }

            /// Fills its foot, where people look for what to do. Call it last.
            #[track_caller]
            pub fn footer<R>(self, body: impl FnOnce() -> R) -> R {
                Container::new(self.0.child(&DIALOG_FOOTER)).with(body)
            }

            /// Whether the person can close it by its button and by Escape; they can, unless this says otherwise.
            pub fn closable(self, closable: bool) -> Self {
                self.0.set("closable", closable);
                self
            }

            /// Whether a click outside closes it as well, where the person can close it. It does not, unless this says so: what was
            /// typed would be gone by a slip.
            pub fn light_dismiss(self, light_dismiss: bool) -> Self {
                self.0.set("light_dismiss", light_dismiss);
                self
            }
        }
    };
}

window! {
    /// A window of the app's own above everything else, which has to be dealt with first. The keyboard focus goes into it, stays
    /// there, and goes back to where it was when it closes. Describe it in every run: closed, it is not seen.
    Dialog
}

window! {
    /// A dialog at one side of the window. Describe it in every run: closed, it is not seen.
    Drawer
}

impl Drawer<'_> {
    /// At which side it is; where lines begin, unless it is said.
    pub fn placement(self, side: Side) -> Self {
        self.0.set("placement", Value::Word(side.word()));
        self
    }

    /// Whether it goes without a title and its button. Its name is still read.
    pub fn no_header(self, no_header: bool) -> Self {
        self.0.set("no_header", no_header);
        self
    }
}
