//! The real window, driven as a person would: through WebKit's own WebDriver, on a private X server and session bus, with
//! a private home.
//!
//! Needs Debian's `xvfb`, `dbus`, `xclip`, `webkit2gtk-driver`, `openbox`, `xdotool` and `strace`. Tests wait for facts, such as the
//! number of the frame that the page shows; where time itself is the subject, the test says so.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod accounts;
mod asked;
mod axe;
mod comeback;
mod commands;
mod contents;
#[expect(dead_code, reason = "what only the tests of the package and the bench of the start need")]
mod desk;
mod dialog;
mod drag;
mod durability;
mod elements;
mod examples;
mod failures;
mod first_frames;
mod frame;
mod gallery;
mod hardening;
mod input;
mod kill;
mod launcher;
mod logs;
mod overlay;
mod page;
mod place;
mod policy;
mod process;
mod restart;
mod screen;
mod second;
mod secrets;
mod session;
mod tasks;
mod todo;
mod trace;
mod users;
mod verbs;
mod webdriver;
mod windows;
mod xss;
