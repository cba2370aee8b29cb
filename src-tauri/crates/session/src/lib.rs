//! .
pub mod signing;
