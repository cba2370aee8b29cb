//! The mirror of the session in the webview's localStorage, and the file that stands in for it until it is durable.
//!
//! WebKit writes localStorage on a timer of 500 ms, in another process: a token that the page has read back may still be
//! lost with a kill. So a new token first goes to `keys/mirror.pending`, and stays there until a persistent webview has
//! had it for two seconds. A webview of before consent is not persistent: then it stays until a later start.

use serde::Serialize;

use super::Sessions;
use crate::signing::Token;

/// The file, relative to the home.
pub(super) const PENDING: &str = "keys/mirror.pending";
/// How long after the page's acknowledgement the file stays, in milliseconds.
pub const PENDING_KEPT_MS: u64 = 2000;

/// What the page is to do with localStorage. Serialised, it is `PROTOCOL.md`'s `Mirror`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Mirror {
    /// Comes back with the acknowledgement.
    pub id: u64,
    /// The token to write; none: what is there is overwritten and removed.
    pub token: Option<String>,
}

impl std::fmt::Debug for Mirror {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let token = self.token.as_ref().map(|_| "[redacted]");
        f.debug_struct("Mirror").field("id", &self.id).field("token", &token).finish()
    }
}

#[derive(Default)]
pub(super) struct Mirrors {
    last_id: u64,
    due: Vec<Mirror>,
    /// The write whose acknowledgement is waited for.
    awaited: Option<u64>,
    /// When, by the monotonic clock in milliseconds, the page has had the token for long enough.
    settled_at: Option<u64>,
    pub(super) pending: bool,
}

impl Sessions {
    /// Messages for the page since the last call.
    pub fn take_mirrors(&mut self) -> Vec<Mirror> {
        std::mem::take(&mut self.mirrors.due)
    }

    /// The page has carried out a message, and read it back if `ok`. `persistent` tells whether its localStorage outlives
    /// the process. `now_ms` is of the monotonic clock.
    pub fn mirror_ack(&mut self, id: u64, ok: bool, persistent: bool, now_ms: u64) {
        if self.mirrors.awaited != Some(id) {
            return;
        }
        self.mirrors.awaited = None;
        if !ok {
            self.warn(
                "the page could not mirror the session; it is kept on disk and found at the next start",
            );
        } else if persistent && self.mirrors.pending {
            self.mirrors.settled_at = Some(now_ms.saturating_add(PENDING_KEPT_MS));
        }
    }

    /// Whether a write of the mirror has not been read back yet.
    #[must_use]
    pub fn awaits_mirror(&self) -> bool {
        self.mirrors.awaited.is_some()
    }

    /// When [`settle_mirror`](Sessions::settle_mirror) has something to do.
    #[must_use]
    pub fn mirror_settles_at(&self) -> Option<u64> {
        self.mirrors.settled_at
    }

    /// Removes the file that stood in for the mirror, once the page has had the token for long enough.
    pub fn settle_mirror(&mut self, now_ms: u64) {
        if self.mirrors.settled_at.is_some_and(|at| at <= now_ms) {
            self.remove_pending();
        }
    }

    /// The page may have been edited, or come back: memory wins. Not where the home is passed over, whose session the mirror is
    /// of.
    pub fn repeat_mirror(&mut self) {
        if self.passed_over {
            return;
        }
        let token = self.mirrored_token();
        self.mirror(token);
    }

    /// The token that localStorage should hold: none where nobody is signed in, or the session is not kept.
    #[must_use]
    pub fn mirrored_token(&self) -> Option<String> {
        let current = self.current.as_ref().filter(|current| current.kept)?;
        Some(current.token.expose().to_owned())
    }

    pub(super) fn mirror(&mut self, token: Option<String>) {
        self.mirrors.last_id += 1;
        let id = self.mirrors.last_id;
        self.mirrors.awaited = token.is_some().then_some(id);
        // Only the newest counts: the page carries messages out in order.
        self.mirrors.due.clear();
        self.mirrors.due.push(Mirror { id, token });
    }

    pub(super) fn write_pending(&mut self, token: &Token) -> Result<(), crate::home::HomeError> {
        self.home.lock().write_durable(PENDING, token.expose().as_bytes())?;
        self.mirrors.pending = true;
        self.mirrors.settled_at = None;
        Ok(())
    }

    /// What `write_pending` was to announce did not come to be: the token before it is good again.
    pub(super) fn restore_pending(&mut self, before: &Token) {
        if let Err(error) = self.write_pending(before) {
            self.warn(format!("the token that waits for its mirror could not be written again: {error}"));
            self.remove_pending();
        }
    }

    pub(super) fn read_pending(&mut self) -> Option<Vec<u8>> {
        let read = self.home.lock().read(PENDING);
        match read {
            Ok(bytes) => {
                self.mirrors.pending = bytes.is_some();
                bytes
            }
            Err(error) => {
                self.warn(format!("the token that waits for its mirror cannot be read: {error}"));
                None
            }
        }
    }

    /// The file that stood in for the mirror is gone with everything else.
    pub(super) fn mirrors_are_forgotten(&mut self) {
        self.mirrors.settled_at = None;
        self.mirrors.pending = false;
    }

    pub(super) fn remove_pending(&mut self) {
        self.mirrors.settled_at = None;
        if !self.mirrors.pending {
            return;
        }
        let removed = self.home.lock().remove(PENDING, true);
        match removed {
            Ok(()) => self.mirrors.pending = false,
            Err(error) => {
                self.warn(format!("the token that waited for its mirror cannot be removed: {error}"))
            }
        }
    }
}
