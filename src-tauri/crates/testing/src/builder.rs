//! [`Builder`]: what a harness starts with.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hyperdiv_core::{Result, Ui};
use hyperdiv_session::Settings;

use crate::fault::StoreFault;
use crate::harness::Harness;
use crate::storage::PageMirror;

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600;

/// What a harness starts with.
#[derive(Clone)]
pub struct Builder {
    pub(crate) app_id: String,
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) profile: String,
    pub(crate) now: i64,
    pub(crate) settings: Settings,
    pub(crate) faults: Vec<(u64, StoreFault)>,
    pub(crate) opening: Vec<(u64, StoreFault)>,
    pub(crate) mirror: PageMirror,
    pub(crate) windows: u32,
    pub(crate) size: (u32, u32),
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            app_id: "org.example.test".into(),
            data_dir: None,
            profile: "default".into(),
            now: START,
            settings: Settings::default(),
            faults: Vec::new(),
            opening: Vec::new(),
            mirror: PageMirror::Absent,
            windows: 1,
            size: (900, 680),
        }
    }
}

impl Builder {
    /// The app's id.
    #[must_use]
    pub fn app_id(mut self, app_id: &str) -> Self {
        self.app_id = app_id.into();
        self
    }

    /// Keeps what is kept in a real store under this directory, in place of memory.
    #[must_use]
    pub fn data_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.data_dir = Some(dir.as_ref().to_owned());
        self
    }

    /// The profile.
    #[must_use]
    pub fn profile(mut self, profile: &str) -> Self {
        self.profile = profile.into();
        self
    }

    /// The time at the start, in Unix seconds; 2026-01-01T00:00:00Z unless set.
    #[must_use]
    pub fn now(mut self, unix_seconds: i64) -> Self {
        self.now = unix_seconds;
        self
    }

    /// Limits of sessions, and the app's own secret.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The `nth` commit to the store, counted from 1, fails.
    #[must_use]
    pub fn fail_commit(mut self, nth: u64, fault: StoreFault) -> Self {
        self.faults.push((nth, fault));
        self
    }

    /// The `nth` opening of the store fails, counted from 1: consent opens it, every later start, and every other try.
    #[must_use]
    pub fn fail_open(mut self, nth: u64, fault: StoreFault) -> Self {
        self.opening.push((nth, fault));
        self
    }

    /// What localStorage holds when the app starts for the first time.
    #[must_use]
    pub fn mirror(mut self, mirror: impl Into<PageMirror>) -> Self {
        self.mirror = mirror.into();
        self
    }

    /// How large a window's content is, in CSS pixels; 900 by 680 unless set.
    #[must_use]
    pub fn window(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// Opens this many windows, at least one. The verbs are of the first one until [`Harness::in_window`] says otherwise.
    #[must_use]
    pub fn windows(mut self, count: u32) -> Self {
        self.windows = count.max(1);
        self
    }

    /// Starts the app.
    ///
    /// # Panics
    ///
    /// Where it cannot start: the message says why.
    #[track_caller]
    #[must_use]
    pub fn build(self, app: impl Fn(&Ui) -> Result + 'static) -> Harness {
        Harness::start(self, Rc::new(app))
    }
}
