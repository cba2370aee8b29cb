//! .
pub mod key;
pub mod seal;
pub mod signing;
