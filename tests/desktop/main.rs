//! The real window, driven as a person would: through WebKit's own WebDriver, on a private X server and session bus, with
//! a private home.
//!
//! Needs Debian's `xvfb`, `dbus`, `webkit2gtk-driver`, `openbox`, `xdotool` and `strace`. Tests wait for facts, such as the
//! number of the frame that the page shows; where time itself is the subject, the test says so.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod commands;
mod contents;
mod desk;
mod durability;
mod front;
mod gallery;
mod kill;
mod overlay;
mod page;
mod place;
mod policy;
mod process;
mod second;
mod session;
mod users;
mod verbs;
mod webdriver;
