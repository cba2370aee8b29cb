//! Time, from outside: the host reads the system's clocks, tests set their own.

/// The two clocks a runtime needs.
pub trait Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z by the wall clock, which may jump.
    fn now_ms(&self) -> i64;

    /// Milliseconds since some moment, never going back.
    fn monotonic_ms(&self) -> u64;
}

/// For runtimes that were given none: time stands still.
pub(crate) struct Stopped;

impl Clock for Stopped {
    fn now_ms(&self) -> i64 {
        0
    }

    fn monotonic_ms(&self) -> u64 {
        0
    }
}
