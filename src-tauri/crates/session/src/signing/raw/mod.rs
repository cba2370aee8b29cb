//! The original signing algorithms bit for bit: hyperdiv-session 0.1.1 and Django 5.2.
//!
//! For interoperability and its tests: they accept what the originals accept, which is more than an app should. Sessions
//! are checked by [`super::Verifier`] alone.

pub mod base62;
pub mod django;
pub mod hyperdiv;
mod python_base64;
mod python_json;

pub use python_json::{Json, JsonError, MAX_DEPTH};
