//! Keys on disk: the ring that signs tokens, and one data key for each owner of data.
//!
//! They are unrelated secrets. Losing the ring costs everyone a sign-in and never data; losing a data key makes its owner's
//! sealed records unreadable for ever, which is how erasure reaches copies that cannot be overwritten, and why each data
//! key is kept twice. Nothing here touches a file: [`KeyStore`] does, and [`MemoryKeyStore`] stands in for it before consent.

mod data;
mod ring;
mod store;

pub use data::{
    DataKey, DataKeyError, LoadedDataKey, OwnerId, Repair, load_data_key, remove_data_key, save_data_key,
};
pub use ring::{MAX_KEYS, Ring, RingError};
pub use store::{KeyError, KeyStore, MemoryKeyStore};
