//! Desktop apps as one Rust function, with sessions, consent and private on-disk data built in.
//!
//! ```no_run
//! use hyperdiv::prelude::*;
//!
//! fn app(ui: &Ui) -> Result {
//!     let count = ui.state(|| 0);
//!     ui.text(format_args!("Pressed {} times", count.get()));
//!     if ui.button("Press").clicked() {
//!         count.update(|count| *count += 1);
//!     }
//!     Ok(())
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     hyperdiv::App::new("org.example.counter").title("Counter").run(app)
//! }
//! ```
//!
//! The app function runs again whenever something that it has read changes. An element is on screen once it is constructed;
//! events such as `clicked` are true in one run; state stays between runs.

#[cfg(not(feature = "desktop"))]
mod windowless;

pub use hyperdiv_core::{Error, Result, sleep};
#[cfg(feature = "desktop")]
pub use hyperdiv_desktop::{App, Exit};
#[cfg(not(feature = "desktop"))]
pub use windowless::App;

pub use hyperdiv_core as core;
pub use hyperdiv_elements as elements;
pub use hyperdiv_macros::{Choice, Form, Route, component};
pub use hyperdiv_pieces as pieces;
pub use hyperdiv_session as session;

#[cfg(feature = "testing")]
pub use hyperdiv_testing as testing;

/// What an app needs: `use hyperdiv::prelude::*`.
pub mod prelude {
    pub use hyperdiv_core::task::{Action, Cancel, Poll, Task};
    pub use hyperdiv_core::{
        AppWindow, Asset, Caught, ChosenFile, Clipboard, Confirmation, Content, Detached, Error, FileError,
        Lifecycle, Location, NewWindow, OpenFile, Result, Route, SaveFile, Setter, Shortcut, State, Theme,
        ThemeMode, Ui, UrlError,
    };
    pub use hyperdiv_elements::form::{Choice, Errors, Form, FormBuilder, ShownForm, Validate};
    pub use hyperdiv_elements::{
        Activation, Alert, Align, AnimationDirection, AnimationFill, Animations, ArrowPlace, Attention,
        Audio, AvatarShape, Border, Button, ByteUnit, Card, Carousel, Carousels, Checkbox, Code, Color,
        ColorFormat, Comboboxes, Container, ControlSize, Cursor, Date, DateError, DateInputs, DateTime,
        Dialog, Direction, Divider, Drawer, Dropdown, Easing, Elements, ErrorCorrection, Events, Extent,
        FontFamily, FontSize, FontStyle, FontWeight, Gradient, GuideStyle, Hue, Icon, IconPlace, Image,
        Justify, Length, LetterSpacing, LineHeight, LineStyle, Link, ListStyle, Markdown, Media, Menus,
        MoreElements, NavItem, NavLink, NumberInput, NumberStyle, Numbering, Offset, Orientation, Overlays,
        Paint, PanelEnd, Placement, Popup, Position, Pressed, RadioGroup, Radios, Radius, Select,
        SeveralFields, Shade, Shadow, Shell, Side, Size, SkeletonEffect, Spacing, Spinner, Style, Switch,
        TabGroup, TableBorders, Tabs, Text, TextAlign, TextDecoration, TextInput, TextOverflow,
        TextTransform, Textarea, Time, Tooltip, Track, Tree, TreeSelection, Trees, UserSelect, Variant,
        Video, WhiteSpace, Wording, Wrap, color,
    };
    pub use hyperdiv_macros::{Choice, Form, Route, component};
    pub use hyperdiv_pieces::Pieces;
    pub use hyperdiv_session::ui::{
        Accounts, AccountsExt, LocalStorage, Older, Record, RecordHandle, Revision, Session, SessionExt,
        SessionHandle, Stored, StoredExt,
    };
    pub use hyperdiv_session::{
        AccountError, Consent, ImportError, Purpose, RecordInfo, RecordRule, Revoke, SessionError,
        SessionInfo, Verified,
    };
}
