//! [`App`] where the feature `desktop` is off.

use std::process::ExitCode;
use std::time::Duration;

use hyperdiv_core::{Result, Ui};
use hyperdiv_session::{Purpose, RecordRule};

/// Takes the host's place in a build without windows, so that a program's `main` compiles beside its headless tests.
#[derive(Debug)]
pub struct App(());

impl App {
    /// As the host's.
    #[must_use]
    pub fn new(_app_id: &str) -> Self {
        App(())
    }

    /// As the host's.
    #[must_use]
    pub fn title(self, _title: &str) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn window_size(self, _width: f64, _height: f64) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn commands(self, _names: &[&str]) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn secret(self, _bytes: &[u8]) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn version(self, _version: &str) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn session_limits(self, _idle: Duration, _absolute: Duration) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn purposes(self, _purposes: impl IntoIterator<Item = Purpose>) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn records(self, _rules: impl IntoIterator<Item = RecordRule>) -> Self {
        self
    }

    /// As the host's.
    #[must_use]
    pub fn args(self, _args: impl IntoIterator<Item = impl Into<std::ffi::OsString>>) -> Self {
        self
    }

    /// Says that there is no window in this build.
    pub fn run(self, _app: impl Fn(&Ui) -> Result + Send + 'static) -> ExitCode {
        eprintln!("this program was built without windows: build it with the feature `desktop`");
        ExitCode::FAILURE
    }
}
