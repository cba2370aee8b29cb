//! What the runtime is busy with, for whoever tells the person that waits.

use std::fmt;

use crate::key::Site;

/// What takes the time of a turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Activity {
    /// The app function runs.
    Running {
        /// What the person did, where it was that.
        after: Option<Cause>,
    },
    /// What the turn has written is being made durable.
    Saving,
}

/// What the person did to an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cause {
    /// The event, or the property that was changed: `clicked`, `value`.
    pub name: &'static str,
    /// The element's kind: `button`.
    pub kind: &'static str,
    /// Where in the app the element is made.
    pub site: Site,
}

impl fmt::Display for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Activity::Running { after: None } => f.write_str("Running the app"),
            Activity::Running { after: Some(Cause { name, kind, site }) } => {
                write!(f, "Running the app after \u{201c}{name}\u{201d} of the {kind} at {site}")
            }
            Activity::Saving => f.write_str("Saving"),
        }
    }
}
