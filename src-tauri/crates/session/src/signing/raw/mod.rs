//! The original signing algorithms bit for bit: hyperdiv-session 0.1.1 and Django 5.2.
//!
//! For interoperability and its tests: they accept what the originals accept, which is more than an app should. Sessions
//! are checked by [`super::Verifier`] alone.

pub mod hyperdiv;
