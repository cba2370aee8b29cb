//! Session tokens: the bytes of hyperdiv-session 0.1.1, the policy that it lacks.
//!
//! A token is `<64 hex digits>.<Unix seconds>.<64 hex digits>`: 32 random bytes, the time of issue, and the HMAC-SHA256 of
//! everything before the last dot under SHA-256(salt then secret). Any hyperdiv-session that holds the secret accepts it.
//! The original accepts whatever carries a good MAC, of any shape and any age; [`Verifier`] also checks both. A verified
//! token is still no session: that takes a live record, found by [`SessionId::record_key`].
//!
//! [`raw`] holds the original algorithms bit for bit, quirks included, for interoperability only.

pub(crate) mod entropy;
pub(crate) mod hex;
mod issue;
mod key;
pub mod raw;
mod token;
mod verifier;

pub use entropy::EntropyError;
pub use issue::{issue, issue_fresh, issue_from};
pub use key::{MIN_SECRET_LEN, SALT, SigningKey, WeakSecret, purpose_key};
pub use token::{RecordKey, SessionId, Token};
pub use verifier::{DEFAULT_MAX_AGE, Invalid, KeyPosition, MAX_SKEW, Reason, Verified, Verifier};
