//! What a task finds around it while it runs: the clock that it sleeps by, and whether anybody still waits for it.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use crate::failure::{Panicked, caught_in_task};
use crate::spawn::Spawner;

thread_local! {
    /// The task that runs on this thread. It is reached through the thread because what a task calls has nothing of it at
    /// hand.
    static HERE: RefCell<Option<Context>> = const { RefCell::new(None) };
}

#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) spawner: Arc<dyn Spawner>,
    pub(crate) cancel: Cancel,
}

impl Context {
    /// Calls `body` as a part of this task; a panic becomes its message and place.
    pub(crate) fn within<R>(&self, body: impl FnOnce() -> R) -> Result<R, Panicked> {
        struct Ends(Option<Context>);
        impl Drop for Ends {
            fn drop(&mut self) {
                HERE.set(self.0.take());
            }
        }
        let _ends = Ends(HERE.replace(Some(self.clone())));
        caught_in_task(body)
    }
}

/// Whether a task runs on this thread.
pub(crate) fn is_inside() -> bool {
    // Borrowed only while it is exchanged, which does not panic.
    HERE.try_with(|here| here.try_borrow().is_ok_and(|here| here.is_some())).unwrap_or(false)
}

fn here() -> Option<Context> {
    HERE.with_borrow(Option::clone)
}

/// A future that is polled as a part of a task, and whose panics are caught.
pub(crate) struct Watched<F> {
    context: Context,
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Watched<F> {
    pub(crate) fn new(context: Context, future: F) -> Self {
        Watched { context, future: Some(Box::pin(future)) }
    }
}

impl<F: Future> Future for Watched<F> {
    type Output = Result<F::Output, Panicked>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let Some(future) = &mut this.future else { return Poll::Pending };
        let polled = this.context.within(|| future.as_mut().poll(cx));
        let ended = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(output)) => Ok(output),
            Err(panicked) => Err(panicked),
        };
        let future = this.future.take();
        // What a future that panicked has left may panic as well.
        Poll::Ready(this.context.within(|| drop(future)).and(ended))
    }
}

/// Tells work that blocks its thread whether anybody still waits for it.
///
/// An async task needs none: its future is dropped when nobody does.
///
/// ```
/// # use hyperdiv_core::{Result, Ui};
/// use hyperdiv_core::task::Cancel;
///
/// fn primes(below: u32) -> Result<Vec<u32>> {
///     let cancel = Cancel::current();
///     let mut found = Vec::new();
///     for n in 2..below {
///         if cancel.is_cancelled() {
///             break;
///         }
///         if found.iter().take_while(|p| *p * *p <= n).all(|p| n % p != 0) {
///             found.push(n);
///         }
///     }
///     Ok(found)
/// }
/// # fn app(ui: &Ui) -> Result {
/// let found = ui.task_blocking(100_000, primes);
/// # let _ = found.poll();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Of the task that calls this. It can be handed on to threads that help; outside of tasks it is one that is never
    /// cancelled.
    #[must_use]
    pub fn current() -> Cancel {
        here().map(|here| here.cancel).unwrap_or_default()
    }

    /// Whether the result of the task is of no use any more: its scope is gone, its `deps` have changed, its session has
    /// ended, or the app closes.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    pub(crate) fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Ends after this long. For tasks: in an app it takes that long, in a test it ends when the test lets that time pass.
///
/// ```
/// # use std::time::Duration;
/// # use hyperdiv_core::{Result, Ui, sleep};
/// async fn search(text: String) -> Result<Vec<String>> {
///     // A task of another text takes the place of this one: only who stops typing gets beyond this line.
///     sleep(Duration::from_millis(300)).await;
///     Ok(vec![text])
/// }
/// # fn app(ui: &Ui) -> Result {
/// # let _ = ui.task(String::new(), search).poll();
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// Where it is awaited outside of a task, which nothing drives.
pub async fn sleep(duration: Duration) {
    let Some(asleep) = here().map(|here| here.spawner.sleep(duration)) else {
        panic!("`hyperdiv::sleep` is awaited outside of a task")
    };
    asleep.await;
}
