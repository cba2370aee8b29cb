//! How a program ended, as its caller sees it.

use std::process::ExitCode;

/// The documented exit codes of apps, and of the `hyperdiv` command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
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
    /// A verb of the command line could not write.
    NotWritten,
    /// A token that a verb of the command line was given is invalid.
    Invalid,
    /// There is no display to open a window on.
    NoDisplay,
}

impl Exit {
    /// The number of the process's exit status.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Locked => 3,
            Exit::Refused => 4,
            Exit::Unreadable => 5,
            Exit::NotWritten => 6,
            Exit::Invalid => 7,
            Exit::NoDisplay => 8,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
