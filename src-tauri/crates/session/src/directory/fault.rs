//! For tests: the n-th step of this process that changes something on disk fails, or is the last thing the process does.
//!
//! A step is a call of the system that creates, writes, syncs, renames or removes a file of ours, and what the database is
//! asked to write or to sync. A step that fails does nothing.

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use rustix::process::{Signal, getpid, kill_process};

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The disk is full.
    Full,
    /// The disk fails.
    Io,
    /// The process is killed before the step.
    Kill,
}

struct Plan {
    /// `None`: all steps go well.
    fault: Option<Fault>,
    first: u64,
    count: u64,
    taken: u64,
}

static PLAN: Mutex<Plan> = Mutex::new(Plan { fault: None, first: 0, count: 0, taken: 0 });

fn set(fault: Option<Fault>, first: u64, count: u64) -> u64 {
    let mut plan = PLAN.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *plan, Plan { fault, first, count, taken: 0 }).taken
}

/// From the `first` step on, counted from 1 and from now, `count` steps meet `fault`.
pub fn plan(fault: Fault, first: u64, count: u64) {
    set(Some(fault), first, count);
}

/// All steps go well again. Answers how many were taken since [`plan`].
pub fn heal() -> u64 {
    set(None, 0, 0)
}

/// A step begins.
pub(crate) fn step() -> io::Result<()> {
    let mut plan = PLAN.lock().unwrap_or_else(PoisonError::into_inner);
    plan.taken += 1;
    if plan.taken < plan.first || plan.taken - plan.first >= plan.count {
        return Ok(());
    }
    match plan.fault {
        None => Ok(()),
        Some(Fault::Full) => Err(io::ErrorKind::StorageFull.into()),
        Some(Fault::Io) => Err(rustix::io::Errno::IO.into()),
        Some(Fault::Kill) => {
            kill_process(getpid(), Signal::KILL)?;
            // The signal is on its way, and no other thread takes a step meanwhile.
            loop {
                std::thread::park();
            }
        }
    }
}
