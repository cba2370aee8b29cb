//! Runs tasks on the test's own thread, one after the other, by a clock that the test sets.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use hyperdiv_core::{Abort, Job, Result, Spawner, Work};

/// What takes the place of the host's threads.
#[derive(Clone, Default)]
pub(crate) struct Executor(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    count: u64,
    /// None: it is being polled.
    works: BTreeMap<u64, Option<Work>>,
    /// What is to be polled, in the order in which it was woken.
    ready: Vec<u64>,
    jobs: Vec<Job>,
    now_ms: u64,
    /// By when they end, and in the order in which they began.
    sleepers: BTreeMap<(u64, u64), Waker>,
}

impl Shared {
    /// A poisoned lock means that a test has failed already; each change is one step.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spawner for Executor {
    fn spawn(&self, work: Work) -> Result<Abort> {
        let mut state = self.0.lock();
        state.count += 1;
        let id = state.count;
        state.works.insert(id, Some(work));
        state.ready.push(id);
        drop(state);
        let shared = Arc::clone(&self.0);
        Ok(Box::new(move || {
            let work = shared.lock().works.remove(&id);
            // Outside of the lock: what it drops may wake others. A panic of it is nobody's concern any more.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(work)));
        }))
    }

    fn spawn_blocking(&self, job: Job) -> Result<()> {
        self.0.lock().jobs.push(job);
        Ok(())
    }

    fn sleep(&self, duration: Duration) -> Work {
        let mut state = self.0.lock();
        state.count += 1;
        let ms = u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX);
        let until = (state.now_ms.saturating_add(ms), state.count);
        drop(state);
        Box::pin(Sleep { shared: Arc::clone(&self.0), until })
    }
}

impl Executor {
    /// Polls everything that was woken, each once. False where there was nothing.
    pub(crate) fn poll_woken(&self) -> bool {
        let woken = std::mem::take(&mut self.0.lock().ready);
        for id in &woken {
            let work = self.0.lock().works.get_mut(id).and_then(Option::take);
            let Some(mut work) = work else { continue };
            let waker = Waker::from(Arc::new(Woken { id: *id, shared: Arc::clone(&self.0) }));
            let ended = work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
            let mut state = self.0.lock();
            match state.works.get_mut(id) {
                Some(place) if !ended => *place = Some(work),
                // Ended, or aborted by what it has done itself.
                _ => {
                    state.works.remove(id);
                    drop(state);
                    drop(work);
                }
            }
        }
        !woken.is_empty()
    }

    /// Runs the jobs that wait. False where there were none.
    pub(crate) fn run_jobs(&self) -> bool {
        let jobs = std::mem::take(&mut self.0.lock().jobs);
        let any = !jobs.is_empty();
        for job in jobs {
            job();
        }
        any
    }

    /// It is so late by the monotonic clock: sleepers whose time has come are woken, in order.
    pub(crate) fn set_now(&self, now_ms: u64) {
        let mut state = self.0.lock();
        state.now_ms = now_ms;
        let later = state.sleepers.split_off(&(now_ms.saturating_add(1), 0));
        let due = std::mem::replace(&mut state.sleepers, later);
        drop(state);
        due.into_values().for_each(Waker::wake);
    }

    /// When the next sleeper is to be woken.
    pub(crate) fn next_wake(&self) -> Option<u64> {
        self.0.lock().sleepers.keys().next().map(|(at, _)| *at)
    }
}

struct Woken {
    id: u64,
    shared: Arc<Shared>,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        let mut state = self.shared.lock();
        if !state.ready.contains(&self.id) {
            state.ready.push(self.id);
        }
    }
}

struct Sleep {
    shared: Arc<Shared>,
    until: (u64, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.shared.lock();
        if state.now_ms >= self.until.0 {
            return Poll::Ready(());
        }
        state.sleepers.insert(self.until, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let waker = self.shared.lock().sleepers.remove(&self.until);
        drop(waker);
    }
}
