//! The run loop of Hyperdiv: keys, tree, state, events, turns, difference and wire messages.
//!
//! An app is a function of [`Ui`]. [`Runtime`] runs it whenever something that it has read changes, compares what it
//! describes with what the page shows, and answers the difference as messages. There is no I/O here and no thread:
//! time, storage and the page are traits and bytes.

mod activity;
mod app_window;
mod asset;
mod boundary;
mod clock;
mod content;
mod detached;
mod diff;
mod effect;
mod element;
mod error;
mod failure;
mod file;
mod gesture;
mod inner;
mod key;
mod kind;
mod location;
mod memo;
mod notice;
mod persistence;
mod request;
mod role;
pub mod route;
mod runtime;
mod send;
mod shortcut;
mod spawn;
mod state;
pub mod task;
mod tend;
mod theme;
mod timer;
mod track;
mod trail;
mod tree;
mod turn;
mod ui;
mod value;
mod view;
mod window;
mod windows;
pub mod wire;

pub use activity::{Activity, Cause};
pub use app_window::{AppWindow, Lifecycle};
pub use asset::{Asset, Assets, Served};
pub use boundary::Caught;
pub use clock::Clock;
pub use content::Content;
pub use detached::Detached;
pub use element::Element;
pub use error::{Error, Panic, Result};
pub use file::{ChosenFile, FileAnswer, FileError, OpenFile, SaveFile};
pub use gesture::Gesture;
pub use key::Site;
pub use kind::{Accepts, Input, Kind};
pub use location::{Address, AddressError, Location};
pub use notice::{Action, Notice, Severity};
pub use persistence::{CommitError, Committed, Persistence};
pub use request::{Clipboard, Request, UrlError};
pub use role::Role;
pub use route::Route;
pub use runtime::{Level, LogLine, Outgoing, Runtime, WindowId};
pub use shortcut::{Shortcut, ShortcutError};
pub use spawn::{Abort, Job, NoTasks, Spawner, Work};
pub use state::{Remote, Setter, State, Waker};
pub use task::sleep;
pub use theme::{Theme, ThemeMode};
pub use ui::{Body, Source, Ui};
pub use value::{InputValue, Measure, Rgba, Unit, Value};
pub use windows::{NewWindow, WindowRequest};
