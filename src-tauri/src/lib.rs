//! The desktop host: a Tauri window that shows what a Hyperdiv app describes.
//!
//! [`App::run`] is all that a program calls. It keeps files private, takes the profile, starts the app thread, which owns
//! the runtime and everything of sessions, and opens a window whose page talks to that thread through four commands.
//! The wire between the two is described in `PROTOCOL.md`.

mod app;
mod app_thread;
mod args;
mod asset;
mod clock;
mod closing;
mod commands;
mod control;
pub mod doctor;
mod dropped;
mod engine;
mod exit;
mod geometry;
mod host;
mod links;
#[cfg(target_os = "linux")]
mod linux;
mod locale;
mod log;
mod logged_home;
mod message;
mod place;
mod refusal;
mod requests;
mod tasks;
pub mod verb;
mod watch;
mod window;

pub use app::{App, private_files};
pub use exit::Exit;
