//! The command line, as a person or a script runs it, where no app is running and there is no display.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod data;
mod doctor;
mod ground;
mod session;
