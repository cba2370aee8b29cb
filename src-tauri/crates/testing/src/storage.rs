//! The webview's localStorage, with what a real one forgets.

/// WebKit writes localStorage to disk on a timer: what was written later is lost with a kill.
const WRITTEN_AFTER_MS: u64 = 500;

/// What the page has under the session's key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageMirror {
    /// Nothing.
    Absent,
    /// This text.
    Holds(String),
    /// The page cannot read it, and does not answer.
    Silent,
}

impl From<&str> for PageMirror {
    fn from(text: &str) -> Self {
        PageMirror::Holds(text.to_owned())
    }
}

impl From<Option<&str>> for PageMirror {
    fn from(text: Option<&str>) -> Self {
        text.map_or(PageMirror::Absent, PageMirror::from)
    }
}

impl From<Option<String>> for PageMirror {
    fn from(text: Option<String>) -> Self {
        text.map_or(PageMirror::Absent, PageMirror::Holds)
    }
}

/// One webview's localStorage.
pub(crate) struct Storage {
    /// What it held from when on, the newest last.
    history: Vec<(u64, PageMirror)>,
}

impl Storage {
    pub(crate) fn new() -> Self {
        Storage { history: vec![(0, PageMirror::Absent)] }
    }

    pub(crate) fn get(&self) -> PageMirror {
        self.history.last().map_or(PageMirror::Absent, |(_, mirror)| mirror.clone())
    }

    pub(crate) fn set(&mut self, mirror: PageMirror, now_ms: u64) {
        self.history.push((now_ms, mirror));
    }

    /// An edit from outside, on disk already.
    pub(crate) fn plant(&mut self, mirror: PageMirror) {
        self.history = vec![(0, mirror)];
    }

    /// The web processes were killed: what had not reached the disk is lost.
    pub(crate) fn kill(&mut self, now_ms: u64) {
        let on_disk = now_ms.saturating_sub(WRITTEN_AFTER_MS);
        let kept = self.history.iter().rev().find(|(at, _)| *at <= on_disk).map(|(_, mirror)| mirror.clone());
        self.plant(kept.unwrap_or(PageMirror::Absent));
    }
}
