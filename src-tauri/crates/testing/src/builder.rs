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
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::builder().app_id("org.example.notes").build(|_| Ok(()));
    /// assert!(app.errors().is_empty());
    /// ```
    #[must_use]
    pub fn app_id(mut self, app_id: &str) -> Self {
        self.app_id = app_id.into();
        self
    }

    /// Keeps what is kept in a real store under this directory, in place of memory.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let dir = tempfile::tempdir()?;
    /// let mut app = Harness::builder().data_dir(dir.path()).build(|ui| {
    ///     if ui.button("Keep me signed in").clicked() {
    ///         ui.session().create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(ui.session().is_authenticated());
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Keep me signed in");
    /// app.restart();
    /// assert!(app.has(Role::Text, "true"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn data_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.data_dir = Some(dir.as_ref().to_owned());
        self
    }

    /// The profile.
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::builder().profile("work").build(|_| Ok(()));
    /// assert!(app.errors().is_empty());
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: &str) -> Self {
        self.profile = profile.into();
        self
    }

    /// The time at the start, in Unix seconds; 2026-01-01T00:00:00Z unless set.
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::builder().now(1_800_000_000).build(|_| Ok(()));
    /// assert!(app.warnings().is_empty());
    /// ```
    #[must_use]
    pub fn now(mut self, unix_seconds: i64) -> Self {
        self.now = unix_seconds;
        self
    }

    /// Limits of sessions, and the app's own secret.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use std::time::Duration;
    /// let mut settings = hyperdiv_session::Settings::default();
    /// settings.idle_limit = Duration::from_secs(600);
    /// let mut app = Harness::builder().settings(settings).build(|ui| {
    ///     if ui.button("Sign in").clicked() {
    ///         ui.session().create_new(Consent::ThisRunOnly)?;
    ///     }
    ///     ui.text(ui.session().is_authenticated());
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    /// app.advance(Duration::from_secs(601));
    /// assert!(app.has(Role::Text, "false"));
    /// ```
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The `nth` commit to the store, counted from 1, fails.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role, StoreFault};
    /// let mut app = Harness::builder().fail_commit(1, StoreFault::Full).build(|ui| {
    ///     if ui.button("Keep me signed in").clicked() {
    ///         ui.session().create_new(Consent::Granted)?;
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Keep me signed in");
    /// assert!(app.has(Role::Alert, "Not saved"));
    /// ```
    #[must_use]
    pub fn fail_commit(mut self, nth: u64, fault: StoreFault) -> Self {
        self.faults.push((nth, fault));
        self
    }

    /// The `nth` opening of the store fails, counted from 1: consent opens it, every later start, and every other try.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role, StoreFault};
    /// let mut app = Harness::builder().fail_open(2, StoreFault::Io).build(|ui| {
    ///     if ui.button("Keep me signed in").clicked() {
    ///         ui.session().create_new(Consent::Granted)?;
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Keep me signed in");
    /// app.restart();
    /// assert!(app.has(Role::Alert, "Your data cannot be read"));
    /// ```
    #[must_use]
    pub fn fail_open(mut self, nth: u64, fault: StoreFault) -> Self {
        self.opening.push((nth, fault));
        self
    }

    /// What localStorage holds when the app starts for the first time.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::builder().mirror("a forged token").build(|ui| {
    ///     ui.text(ui.session().is_authenticated());
    ///     Ok(())
    /// });
    /// assert!(app.has(Role::Text, "false"));
    /// assert_eq!(app.mirror(), None);
    /// ```
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
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::builder().windows(2).build(|ui| {
    ///     ui.text_input("Name");
    ///     Ok(())
    /// });
    /// app.in_window(2).type_into("Name", "Ada");
    /// assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    /// assert_eq!(app.in_window(1).value(Role::Textbox, "Name"), "");
    /// ```
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
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::builder().profile("work").build(|ui| {
    ///     ui.text("Hello");
    ///     Ok(())
    /// });
    /// assert!(app.has(Role::Text, "Hello"));
    /// ```
    #[track_caller]
    #[must_use]
    pub fn build(self, app: impl Fn(&Ui) -> Result + 'static) -> Harness {
        Harness::start(self, Rc::new(app))
    }
}
