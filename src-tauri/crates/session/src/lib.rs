//! Signed tokens, keys, sealed records, consent, and the life cycle of sessions, on a store that survives a killed
//! process.
//!
//! [`life`] is the life cycle; [`ui`] gives it to apps as `ui.session()` and, as [`ui::Backend`], to the host and the
//! headless harness. Below lie [`signing`], [`key`], [`seal`] and [`store`], which know nothing of each other, and the
//! places on disk: [`directory`], [`format`](mod@format), [`home`], [`lock`] and [`runtime_dir`].

pub mod directory;
mod error;
pub mod format;
pub mod home;
pub mod key;
pub mod life;
pub mod lock;
mod password;
pub mod record;
pub mod runtime_dir;
pub mod seal;
mod search;
pub mod signing;
mod stamped;
pub mod store;
mod strict;
pub mod ui;

pub use error::SessionError;
pub use life::{
    AccountError, Consent, ImportError, Purpose, RecordInfo, RecordRule, Revoke, SessionInfo, Settings,
    Verified,
};
