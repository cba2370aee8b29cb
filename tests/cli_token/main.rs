//! `hyperdiv token`, as a person and a program use it: through a pipe, without a display.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod line;
mod run;
mod vectors;
