//! What a test sees of an app: its elements by role and name, what it told the page, what it keeps.

use std::path::PathBuf;
use std::time::Duration;

use hyperdiv_core::{Level, Role};
use hyperdiv_session::ui::Backend;

use crate::harness::Harness;
use crate::page::Found;
use crate::storage::PageMirror;

impl Harness {
    /// The role and name of what has the keyboard focus.
    #[must_use]
    pub fn focused(&self) -> Option<Found> {
        let focus = self.page.focus.as_ref()?;
        self.page.focusable().into_iter().find(|stop| stop.target == *focus)
    }

    /// The one element of this role and name.
    #[track_caller]
    #[must_use]
    pub fn get(&self, role: Role, name: &str) -> Found {
        let mut found = self.get_all(role, name);
        match found.len() {
            1 => found.remove(0),
            0 => self.fail(&format!("there is no {role} {name:?}")),
            count => self.fail(&format!("there are {count} of {role} {name:?}")),
        }
    }

    /// All elements of this role and name.
    #[must_use]
    pub fn get_all(&self, role: Role, name: &str) -> Vec<Found> {
        let name = name.trim();
        self.page.elements().into_iter().filter(|found| found.role == role && found.name == name).collect()
    }

    /// Whether there is an element of this role and name.
    #[must_use]
    pub fn has(&self, role: Role, name: &str) -> bool {
        !self.get_all(role, name).is_empty()
    }

    /// How many elements of this role there are.
    #[must_use]
    pub fn count(&self, role: Role) -> usize {
        self.page.elements().iter().filter(|found| found.role == role).count()
    }

    /// The names of all elements of this role, in the order of the page.
    #[must_use]
    pub fn names(&self, role: Role) -> Vec<String> {
        self.page.elements().into_iter().filter(|found| found.role == role).map(|found| found.name).collect()
    }

    /// The text of a field; `true` or `false` of a box to tick.
    #[track_caller]
    #[must_use]
    pub fn value(&self, role: Role, name: &str) -> String {
        self.get(role, name).value
    }

    /// The page as text, an element a line.
    #[must_use]
    pub fn tree(&self) -> String {
        self.page.tree(&|_| String::new())
    }

    /// Every tree that the page has shown since the process started.
    #[must_use]
    pub fn frames(&self) -> &[String] {
        &self.frames
    }

    /// What the developer was warned of, and what was refused.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.lines(Level::Warn)
    }

    /// What failed.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        self.lines(Level::Error)
    }

    /// What is worth knowing, and went as it should.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.lines(Level::Info)
    }

    fn lines(&self, level: Level) -> Vec<String> {
        self.log.iter().filter(|line| line.level == level).map(|line| line.text.clone()).collect()
    }

    /// The effects that the page was told, in order.
    #[must_use]
    pub fn effects(&self) -> &[String] {
        &self.page.effects
    }

    /// The theme that the page follows: `light`, `dark`, or `system`.
    #[must_use]
    pub fn theme(&self) -> &str {
        match self.page.theme.as_str() {
            "" => "system",
            theme => theme,
        }
    }

    /// Where the window is in the app.
    #[must_use]
    pub fn location(&self) -> String {
        self.backend
            .as_ref()
            .map_or_else(String::new, |backend| backend.runtime().location(self.window).to_string())
    }

    /// What is on the computer's clipboard: what the person or the app has copied last.
    #[must_use]
    pub fn clipboard(&self) -> &str {
        &self.desktop.clipboard
    }

    /// What the current webview's localStorage holds under the session's key.
    #[must_use]
    pub fn mirror(&self) -> Option<String> {
        match self.storage.get() {
            PageMirror::Holds(token) => Some(token),
            PageMirror::Absent | PageMirror::Silent => None,
        }
    }

    /// How long the app may sleep.
    #[must_use]
    pub fn next_wake(&self) -> Option<Duration> {
        self.backend.as_ref().and_then(Backend::next_wake)
    }

    /// How often the app function has run since the process started.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.backend.as_ref().map_or(0, |backend| backend.runtime().app_runs())
    }

    /// The size of the last message that changed the tree.
    #[must_use]
    pub fn last_patch_bytes(&self) -> usize {
        self.last_patch_bytes
    }

    /// Every file of the profile's directory; none before consent.
    #[track_caller]
    #[must_use]
    pub fn store_bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        match self.home().files() {
            Ok(files) => files,
            Err(error) => panic!("the directory cannot be read: {error}"),
        }
    }

    #[track_caller]
    pub(crate) fn fail(&self, what: &str) -> ! {
        let backend = self.backend.as_ref();
        let site = |id| {
            let site = backend.and_then(|backend| backend.runtime().call_site(self.window, id));
            site.map(|site| format!("    ({site})")).unwrap_or_default()
        };
        panic!("{what}; the page is:\n{}", self.page.tree(&site));
    }
}
