//! What the runtime asks of whatever keeps data beyond the process.

use std::fmt;

/// Buffered writes that commit with the turn. The runtime calls it in this order: `begin`, the app's runs (whose reads
/// see the buffer), then either `commit` or `discard`.
pub trait Persistence {
    /// A turn begins: the buffer is empty.
    fn begin(&self);

    /// Makes everything buffered durable, at once and together.
    ///
    /// # Errors
    ///
    /// Nothing of the buffer was written; the buffer is dropped.
    fn commit(&self) -> Result<Committed, CommitError>;

    /// Drops the buffer: the app failed.
    fn discard(&self);

    /// A part of the turn begins whose writes may be dropped alone. Parts may be inside parts.
    fn begin_part(&self);

    /// The part that began last is over: its writes stay in the buffer, or are dropped.
    fn end_part(&self, keep: bool);

    /// Tries again what the last failed [`commit`](Persistence::commit) could not write.
    ///
    /// # Errors
    ///
    /// As `commit`; what failed stays available for a further try.
    fn retry(&self) -> Result<(), CommitError>;
}

/// What a commit did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Committed {
    /// There was nothing to write, or something that failed before still waits for another try.
    Nothing,
    /// Everything is in memory, as the person wants it: nothing waits for another try.
    InMemory,
    /// Everything buffered is durable.
    Durable,
}

/// Why a turn could not be saved, as the person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitError {
    /// A sentence: what happened and what to do.
    pub message: String,
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CommitError {}

/// For apps that keep nothing.
pub(crate) struct Nothing;

impl Persistence for Nothing {
    fn begin(&self) {}

    fn commit(&self) -> Result<Committed, CommitError> {
        Ok(Committed::Nothing)
    }

    fn discard(&self) {}

    fn begin_part(&self) {}

    fn end_part(&self, _keep: bool) {}

    fn retry(&self) -> Result<(), CommitError> {
        Ok(())
    }
}
