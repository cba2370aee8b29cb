//! Where tasks run, from outside: the host gives them threads, tests run them on their own.

use std::pin::Pin;
use std::time::Duration;

use crate::error::Result;

/// The work of a task. What it finds it has sent to the app by the time it ends.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Work that keeps its thread to itself.
pub type Job = Box<dyn FnOnce() + Send>;

/// Ends work before its time: its future is dropped as soon as it rests. Work that has ended is no error.
pub type Abort = Box<dyn FnOnce() + Send>;

/// What runs tasks, never on the app thread's time.
pub trait Spawner: Send + Sync {
    /// Runs work beside the app.
    ///
    /// # Errors
    ///
    /// It cannot be run: the task fails with this error.
    fn spawn(&self, work: Work) -> Result<Abort>;

    /// Runs a job where it may block.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Spawner::spawn).
    fn spawn_blocking(&self, job: Job) -> Result<()>;

    /// Ends after this long, by a clock that never goes back.
    fn sleep(&self, duration: Duration) -> Work;
}

/// Runs nothing: each task fails and says so. A runtime that is given no other has this one.
#[derive(Clone, Copy, Debug)]
pub struct NoTasks;

impl Spawner for NoTasks {
    fn spawn(&self, _: Work) -> Result<Abort> {
        Err(crate::Error::new("this runtime was started with nothing to run tasks on"))
    }

    fn spawn_blocking(&self, job: Job) -> Result<()> {
        drop(job);
        self.spawn(Box::pin(std::future::pending())).map(|_| ())
    }

    fn sleep(&self, _: Duration) -> Work {
        Box::pin(std::future::pending())
    }
}
