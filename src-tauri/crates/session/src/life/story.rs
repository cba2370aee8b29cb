//! The life of sessions as the log tells it: when one begins, goes on with another token, and ends, each by its handle, which is a
//! hash of its id. It is what OWASP's Session Management Cheat Sheet asks of a log.

use super::{Current, Sessions};
use crate::signing::RecordKey;

impl Sessions {
    /// What the turn does to sessions, one sentence each: asked before its commit, to be told after it.
    pub(super) fn story(&self) -> Vec<String> {
        let is_session = |key: &RecordKey| *key.as_bytes() != [0; 32];
        let ended = self.turn.ended.iter().map(|ended| ended.key).filter(is_session);
        let mut story: Vec<String> = ended.map(|key| format!("session {} ends", key.handle())).collect();
        if let Some(current) = self.current.as_ref().filter(|_| self.turn.open) {
            story.extend(
                self.turn.before.as_ref().map_or_else(|| begins(current), |old| changes(old, current)),
            );
        }
        story
    }

    /// Tells that a session has got another token.
    pub(super) fn tell_renewal(&mut self, old: RecordKey, new: RecordKey) {
        self.note(goes_on(old, new));
    }
}

fn begins(current: &Current) -> Option<String> {
    let whose = if current.owner_record.account { "a user's" } else { "a guest's" };
    let kept = if current.kept { "kept on this computer" } else { "for this run" };
    Some(format!("session {} begins, {whose}, {kept}", current.key.handle()))
}

fn changes(old: &Current, new: &Current) -> Option<String> {
    if old.number != new.number {
        return begins(new);
    }
    match (old.kept, new.kept) {
        (false, true) => Some(format!("session {} is kept on this computer from now on", new.key.handle())),
        (true, false) => Some(format!("session {} is not kept any more", new.key.handle())),
        _ if old.key != new.key => Some(goes_on(old.key, new.key)),
        _ => None,
    }
}

fn goes_on(old: RecordKey, new: RecordKey) -> String {
    format!("session {} goes on with another token as {}", old.handle(), new.handle())
}
