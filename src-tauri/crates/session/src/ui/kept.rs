//! What of the windows comes back after a restart: the theme, where each window was in the app, and what the host keeps of
//! their places on the screen.
//!
//! Theme and places are the app's own and stay when a session ends. An address belongs to the session under which the person
//! was there: it comes back with that session only, and goes with its data.

use std::collections::BTreeMap;

use hyperdiv_core::{Address, Runtime, ThemeMode, WindowId};

use crate::key::OwnerId;
use crate::life::Sessions;

/// How long after a change it is saved, with whatever else has changed by then: a window that is moved about is not saved at
/// every step, and a killed process loses this much at most.
const SAVED_AFTER_MS: u64 = 500;

const THEME: &str = "theme";

/// What is kept of the windows, and what of it is not saved yet.
#[derive(Default)]
pub(super) struct Kept {
    theme: ThemeMode,
    /// Whose session is kept, and where its windows are by its notes.
    owner: Option<OwnerId>,
    addresses: BTreeMap<WindowId, Address>,
    notes: BTreeMap<String, Option<Vec<u8>>>,
    due: Option<u64>,
}

impl Kept {
    /// Gives the windows the theme that was kept.
    pub(super) fn restore_theme(&mut self, runtime: &mut Runtime, sessions: &mut Sessions) {
        let Some(bytes) = sessions.app_value(THEME) else { return };
        match std::str::from_utf8(&bytes).ok().and_then(ThemeMode::parse) {
            Some(mode) => {
                self.theme = mode;
                runtime.set_theme(mode);
            }
            None => sessions.warn("the theme that was kept is none that is known"),
        }
    }

    /// Lets the windows begin where they were, if the session that was there goes on.
    pub(super) fn restore_addresses(
        &mut self,
        runtime: &mut Runtime,
        sessions: &mut Sessions,
        windows: &[WindowId],
    ) {
        self.follow_owner(sessions, windows);
        for (window, address) in &self.addresses {
            runtime.begin_at(*window, address);
        }
    }

    /// Looks for what has changed since the last call.
    pub(super) fn look(
        &mut self,
        runtime: &Runtime,
        sessions: &mut Sessions,
        windows: &[WindowId],
        now_ms: u64,
    ) {
        let theme = runtime.theme();
        if theme != self.theme {
            self.theme = theme;
            self.set(sessions, THEME, theme.as_str().into(), now_ms);
        }
        self.follow_owner(sessions, windows);
        if self.owner.is_none() {
            return;
        }
        for (window, known) in &mut self.addresses {
            let address = runtime.location(*window);
            if address != *known {
                let is_home = address == Address::default();
                self.notes.insert(name_of(*window), (!is_home).then(|| address.to_string().into_bytes()));
                *known = address;
                self.due.get_or_insert(now_ms.saturating_add(SAVED_AFTER_MS));
            }
        }
    }

    /// Sets one of the app's own values.
    pub(super) fn set(&mut self, sessions: &mut Sessions, name: &str, value: Vec<u8>, now_ms: u64) {
        match sessions.set_app_value(name, Some(value)) {
            // Before there is a home it waits in memory for consent, and for nothing else.
            Ok(true) if sessions.has_home() => {
                self.due.get_or_insert(now_ms.saturating_add(SAVED_AFTER_MS));
            }
            Ok(_) => {}
            Err(error) => sessions.warn(format!("{name} is not kept for the next start: {error}")),
        }
    }

    /// When [`save`](Kept::save) is due, by the monotonic clock.
    pub(super) fn due(&self) -> Option<u64> {
        self.due
    }

    /// Saves what is not saved yet. What cannot be waits for the next change, or for the end.
    pub(super) fn save(&mut self, sessions: &mut Sessions) {
        self.due = None;
        if sessions.save_beside(&self.notes) {
            self.notes.clear();
        }
    }

    /// Reads where the session's windows were, if it is another session's turn.
    fn follow_owner(&mut self, sessions: &mut Sessions, windows: &[WindowId]) {
        let owner = sessions.kept_owner();
        if owner == self.owner {
            return;
        }
        self.owner = owner;
        self.notes.clear();
        self.addresses.clear();
        if owner.is_some() {
            for window in windows {
                let address = sessions.note_of(&name_of(*window)).map(|bytes| address(&bytes));
                if address == Some(None) {
                    sessions.warn("the address that a window was at is none inside the app");
                }
                self.addresses.insert(*window, address.flatten().unwrap_or_default());
            }
        }
    }
}

fn name_of(window: WindowId) -> String {
    format!("address/{}", window.0)
}

fn address(bytes: &[u8]) -> Option<Address> {
    Address::default().join(std::str::from_utf8(bytes).ok()?).ok()
}
