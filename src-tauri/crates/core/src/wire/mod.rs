//! Messages between runtime and page; the contract is `PROTOCOL.md`.

pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod json;

pub use decode::WireError;

/// The version of the protocol.
pub const VERSION: u32 = 1;
