//! Ended sessions whose records a full disk keeps.
//!
//! A log-out on a full disk cannot be written to the store, and the process may end before there is room. So the guest's data key
//! takes another name, for which no room is needed: with it the next start knows that the session is over, refuses its token, and
//! removes what the store still holds.

use super::Sessions;
use super::commit::remove_owner;
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, SessionRecord};
use crate::store::{Batch, Tree};

const DIRECTORY: &str = "keys/data/";
const ENDING: &str = ".gone";

fn name_of(owner: OwnerId) -> String {
    format!("{DIRECTORY}{}{ENDING}", owner.to_hex())
}

impl Sessions {
    /// Notes that the sessions of `owner` are over, where their records could not be removed.
    pub(super) fn mark_gone(&mut self, owner: OwnerId) {
        let [first, second] = owner.key_names().map(|name| format!("keys/{name}"));
        let marked = {
            let mut home = self.home.lock();
            home.rename(&first, &name_of(owner)).and_then(|()| home.remove(&second, true))
        };
        self.keys.remove(&owner);
        match marked {
            // A removal is tried again and again, and fails as often, while there is no room.
            Ok(()) if self.gone.contains(&owner) => {}
            Ok(()) => self.gone.push(owner),
            Err(error) => self.warn(format!(
                "that a session has ended could not be noted beside the store either: {error}"
            )),
        }
    }

    /// Reads which owners' sessions are over, and removes what the store still holds of them.
    pub(super) fn finish_gone(&mut self) {
        let names = self.home.lock().names(DIRECTORY);
        let names = match names {
            Ok(names) => names,
            Err(error) => return self.warn(format!("the data keys could not be listed: {error}")),
        };
        let owner = |name: &String| OwnerId::parse(name.strip_prefix(DIRECTORY)?.strip_suffix(ENDING)?);
        self.gone = names.iter().filter_map(owner).collect();
        for owner in self.gone.clone() {
            match self.remove_all_of(owner) {
                Ok(()) => self.note("a session that ended on a full disk was removed"),
                Err(error) => self.warn(format!("a session that has ended could not be removed: {error}")),
            }
        }
    }

    fn remove_all_of(&mut self, owner: OwnerId) -> Result<(), SessionError> {
        let mut batch = Batch::new();
        if let Some(disk) = self.disk() {
            for (key, bytes) in disk.scan(Tree::Sessions, &[])? {
                let session = record::decode::<SessionRecord>(&bytes);
                if session.is_ok_and(|session| session.owner == owner.to_hex()) {
                    batch.delete(Tree::Sessions, key);
                }
            }
            remove_owner(owner, disk, &mut batch);
            disk.commit(&batch)?;
        }
        self.forget_gone(owner)
    }

    /// Nothing of `owner` is in the store any more.
    pub(super) fn forget_gone(&mut self, owner: OwnerId) -> Result<(), SessionError> {
        self.home.lock().remove(&name_of(owner), true)?;
        self.gone.retain(|gone| *gone != owner);
        Ok(())
    }
}
