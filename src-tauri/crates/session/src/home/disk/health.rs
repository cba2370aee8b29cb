//! How a store is, as far as that can be told without opening it.

use serde::Serialize;

use super::{DiskHome, replace, watched::SUSPECT};
use crate::{
    directory::{self, ProfileDirectory},
    home::HomeError,
};

/// How the store of a profile is, by what lies beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreHealth {
    /// When the last snapshot was taken, in Unix seconds.
    pub last_snapshot: Option<i64>,
    /// How many snapshots there are.
    pub snapshots: usize,
    /// The names of quarantined stores, which the program leaves to the person.
    pub quarantines: Vec<String>,
    /// Whether something was found that the next start of the app looks into.
    pub suspect: bool,
    /// Whether the store was made anew and the person has not been told yet.
    pub untold: bool,
}

impl StoreHealth {
    /// Looks, and changes nothing.
    ///
    /// # Errors
    /// [`HomeError::Directory`] if the directory cannot be read.
    pub fn look(directory: &ProfileDirectory) -> Result<Self, HomeError> {
        let home = DiskHome::unchecked(directory.clone());
        let snapshots = home.snapshots();
        let quarantines = directory::list(&home.at("quarantine"))?;
        let name = |path: &std::path::PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        Ok(Self {
            last_snapshot: snapshots.last().map(|name| name.at),
            snapshots: snapshots.len(),
            quarantines: quarantines.iter().filter_map(name).filter(|name| !name.starts_with('.')).collect(),
            suspect: home.is_there(SUSPECT)?,
            untold: home.is_there(replace::RECOVERY)?,
        })
    }
}
