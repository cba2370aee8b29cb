//! Ended sessions whose records a full disk keeps.
//!
//! A log-out on a full disk cannot be written to the store, and the process may end before there is room. So a copy of the owner's data
//! key takes another name, for which no room is needed: with it the next start knows that the owner's sessions are over, refuses their
//! tokens, and removes what the store still holds. Of a guest, whose data go, no other copy stays; of a user one does, from which the
//! other is made again.

use super::Sessions;
use super::commit::remove_owner;
use crate::error::SessionError;
use crate::key::OwnerId;
use crate::record::{self, SessionRecord};
use crate::store::{Batch, Tree};

const DIRECTORY: &str = "keys/data/";
/// The owner's data go as well.
const WITH_DATA: &str = ".gone";
/// As that, and so does the home, where nobody else is kept in it.
const WITH_HOME: &str = ".left";
/// The owner is a user, whose data stay.
const SESSIONS_ONLY: &str = ".over";

fn name_of(owner: OwnerId, ending: &str) -> String {
    format!("{DIRECTORY}{}{ending}", owner.to_hex())
}

impl Sessions {
    /// Notes that the sessions of `owner` are over, where their records could not be removed, and whether the data go with them.
    pub(super) fn mark_gone(&mut self, owner: OwnerId, data_go: bool) {
        let [first, second] = owner.key_names().map(|name| format!("keys/{name}"));
        let ending = if self.leaving { WITH_HOME } else { WITH_DATA };
        let marked = {
            let mut home = self.home.lock();
            if data_go {
                home.rename(&first, &name_of(owner, ending)).and_then(|()| home.remove(&second, true))
            } else {
                home.rename(&second, &name_of(owner, SESSIONS_ONLY))
            }
        };
        if data_go {
            self.keys.remove(&owner);
        }
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
        let owner = |name: &String| {
            let name = name.strip_prefix(DIRECTORY)?;
            let with_data = name.strip_suffix(WITH_DATA).or_else(|| name.strip_suffix(WITH_HOME));
            let data_go = with_data.map(|owner| (owner, true));
            let (owner, data_go) = data_go.or_else(|| Some((name.strip_suffix(SESSIONS_ONLY)?, false)))?;
            OwnerId::parse(owner).map(|owner| (owner, data_go))
        };
        let gone: Vec<(OwnerId, bool)> = names.iter().filter_map(owner).collect();
        self.gone = gone.iter().map(|(owner, _)| *owner).collect();
        self.leaving |= names.iter().any(|name| name.ends_with(WITH_HOME));
        for (owner, data_go) in gone {
            match self.remove_all_of(owner, data_go) {
                Ok(()) => self.note("a session that ended on a full disk was removed"),
                Err(error) => self.warn(format!("a session that has ended could not be removed: {error}")),
            }
        }
    }

    fn remove_all_of(&mut self, owner: OwnerId, data_go: bool) -> Result<(), SessionError> {
        let mut batch = Batch::new();
        if let Some(disk) = self.disk() {
            for (key, bytes) in disk.scan(Tree::Sessions, &[])? {
                let session = record::decode::<SessionRecord>(&bytes);
                if session.is_ok_and(|session| session.owner == owner.to_hex()) {
                    batch.delete(Tree::Sessions, key);
                }
            }
            if data_go {
                remove_owner(owner, disk, &mut batch);
            }
            disk.commit(&batch)?;
        }
        self.forget_gone(owner)
    }

    /// Nothing of `owner` that was to go is in the store any more.
    pub(super) fn forget_gone(&mut self, owner: OwnerId) -> Result<(), SessionError> {
        let [_, second] = owner.key_names().map(|name| format!("keys/{name}"));
        {
            let mut home = self.home.lock();
            home.remove(&name_of(owner, WITH_DATA), true)?;
            home.remove(&name_of(owner, WITH_HOME), true)?;
            // It is the key's second copy.
            home.rename(&name_of(owner, SESSIONS_ONLY), &second)?;
        }
        self.gone.retain(|gone| *gone != owner);
        Ok(())
    }
}
