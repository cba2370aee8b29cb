//! The threads on which an app's tasks run. They are not those that serve the page: however busy a task is, the window
//! answers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyperdiv_core::{Abort, Job, Result, Spawner, Work};
use tokio::runtime::{Builder, Handle, Runtime};

/// The threads of an app's tasks, from the first task on. Dropped, they end without being waited for: a task that is stuck
/// holds up no exit.
pub(crate) struct Tasks(Arc<Threads>);

impl Tasks {
    pub(crate) fn new() -> Tasks {
        Tasks(Arc::new(Threads { state: Mutex::new(State::Unused) }))
    }

    pub(crate) fn spawner(&self) -> Arc<dyn Spawner> {
        Arc::<Threads>::clone(&self.0)
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        if let State::Running(runtime) = std::mem::replace(&mut *self.0.lock(), State::Over) {
            runtime.shutdown_background();
        }
    }
}

struct Threads {
    state: Mutex<State>,
}

enum State {
    /// An app without tasks has no threads for them.
    Unused,
    Running(Runtime),
    Over,
}

impl Threads {
    fn handle(&self) -> Result<Handle> {
        let mut state = self.lock();
        if let State::Unused = *state {
            // "all": also what an app's own use of tokio brings.
            let runtime = Builder::new_multi_thread().thread_name("hyperdiv-task").enable_all().build()?;
            *state = State::Running(runtime);
        }
        match &*state {
            State::Running(runtime) => Ok(runtime.handle().clone()),
            State::Unused | State::Over => Err(hyperdiv_core::Error::new("the app is closing")),
        }
    }

    /// A panic under the lock leaves nothing half-made: each change is one assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spawner for Threads {
    fn spawn(&self, work: Work) -> Result<Abort> {
        let abort = self.handle()?.spawn(work).abort_handle();
        Ok(Box::new(move || abort.abort()))
    }

    fn spawn_blocking(&self, job: Job) -> Result<()> {
        self.handle()?.spawn_blocking(job);
        Ok(())
    }

    fn sleep(&self, duration: Duration) -> Work {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn an_app_without_tasks_has_no_threads_for_them() {
        let tasks = Tasks::new();
        assert!(matches!(*tasks.0.lock(), State::Unused));
        let (tell, told) = channel();
        let _ = tasks.spawner().spawn(Box::pin(async move {
            let _ = tell.send(std::thread::current().name().map(str::to_owned));
        }));
        assert_eq!(told.recv().unwrap().as_deref(), Some("hyperdiv-task"));
    }

    #[test]
    fn aborted_work_is_dropped() {
        struct Dropped(std::sync::mpsc::Sender<()>);
        impl Drop for Dropped {
            fn drop(&mut self) {
                let _ = self.0.send(());
            }
        }
        let tasks = Tasks::new();
        let (tell, told) = channel();
        let (begin, began) = channel();
        let held = Dropped(tell);
        let abort = tasks.spawner().spawn(Box::pin(async move {
            let _held = held;
            let _ = begin.send(());
            std::future::pending::<()>().await;
        }));
        began.recv().unwrap();
        assert!(told.try_recv().is_err());
        abort.unwrap_or_else(|error| panic!("{error}"))();
        told.recv().unwrap();
    }

    #[test]
    fn a_thousand_works_that_wait_need_no_thread_each() {
        let tasks = Tasks::new();
        let spawner = tasks.spawner();
        let (tell, told) = channel();
        for number in 0..1000_u32 {
            let (tell, asleep) = (tell.clone(), spawner.sleep(Duration::from_millis(1)));
            let spawned = spawner.spawn(Box::pin(async move {
                asleep.await;
                let _ = tell.send(number);
            }));
            assert!(spawned.is_ok());
        }
        drop(tell);
        assert_eq!(told.iter().count(), 1000);
    }

    #[test]
    fn work_that_is_stuck_is_not_waited_for() {
        let tasks = Tasks::new();
        let (begin, began) = channel();
        let (let_go, stuck) = channel::<()>();
        let job = move || {
            let _ = begin.send(());
            let _ = stuck.recv();
        };
        assert!(tasks.spawner().spawn_blocking(Box::new(job)).is_ok());
        began.recv().unwrap();
        let spawner = tasks.spawner();
        drop(tasks);
        assert!(spawner.spawn(Box::pin(std::future::pending())).is_err(), "the threads are gone");
        drop(let_go);
    }
}
