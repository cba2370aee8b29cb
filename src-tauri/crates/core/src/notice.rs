//! What the runtime itself says to the person, above the app's tree.

/// A message of the runtime.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// How grave it is.
    pub severity: Severity,
    /// What happened, in a few words.
    pub title: String,
    /// A sentence or two: what it means and what to do.
    pub text: String,
    /// Lines for whoever mends it: where in the app it happened.
    pub details: Vec<String>,
    /// What the person can do about it.
    pub actions: Vec<Action>,
}

/// How grave a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Severity {
    /// The app failed.
    Error,
    /// Something could not be done; the app goes on.
    Warning,
    /// The app waits for an answer.
    Question,
}

impl Severity {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Question => "question",
        }
    }
}

/// What the person can do about a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Try the same again.
    Retry,
    /// Go on without.
    Continue,
    /// Go on, and keep nothing of this run.
    ThisRun,
    /// Go on, having read what the notice says.
    Accept,
    /// Copy what the notice says, for whoever is to mend it. The page does this by itself.
    Copy,
}

impl Action {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Action::Retry => "retry",
            Action::Continue => "continue",
            Action::ThisRun => "this_run",
            Action::Accept => "accept",
            Action::Copy => "copy",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "retry" => Some(Action::Retry),
            "continue" => Some(Action::Continue),
            "this_run" => Some(Action::ThisRun),
            "accept" => Some(Action::Accept),
            _ => None,
        }
    }

    /// What its button says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Action::Retry => "Try again",
            Action::Continue => "Continue signed out",
            Action::ThisRun => "Continue without saving",
            Action::Accept => "Continue",
            Action::Copy => "Copy report",
        }
    }
}
