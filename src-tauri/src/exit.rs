//! How a run ended, as the caller of the program sees it.

use std::process::ExitCode;

/// The documented exit codes of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The window was closed, or the program was asked to end.
    Done,
    /// It could not run, for a cause that no other code names.
    Failed,
    /// The arguments, or the app's own settings, make no sense.
    Usage,
    /// Another process holds the profile.
    Locked,
    /// The data directory was refused, or there is none.
    Refused,
    /// The store is newer than the program, or unreadable with nothing to restore.
    Unreadable,
    /// There is no display to open a window on.
    NoDisplay,
}

impl Exit {
    /// The number that the documentation names.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Locked => 3,
            Exit::Refused => 4,
            Exit::Unreadable => 5,
            Exit::NoDisplay => 8,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
