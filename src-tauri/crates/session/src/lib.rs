//! .
pub mod directory;
pub mod format;
pub mod home;
pub mod lock;
pub mod runtime_dir;
pub mod store;
