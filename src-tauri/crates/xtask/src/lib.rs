//! Everything that is done to this repository, as `cargo xtask COMMAND`.
//!
//! It is a program of this workspace and not a set of shell scripts so that the same commands work on every system, and so that
//! what they decide (what is missing, what a test run counted, whether a rule of the repository holds) has tests itself.
//! It depends on nothing heavy: the first `cargo xtask` of a fresh clone must answer within seconds.

pub mod axe;
pub mod bench;
#[cfg(unix)]
pub mod bundle;
pub mod codegen;
mod error;
pub mod fuzz;
mod hash;
mod headless;
pub mod interop;
pub mod names;
mod numbers;
mod originals;
pub mod process;
mod release;
mod repo;
pub mod run;
pub mod setup;
pub mod soak;
pub mod summary;
pub mod table;
pub mod test;
pub mod tidy;
pub mod xss;

pub use error::{Error, Result, with_causes};
pub use repo::Repo;
