//! Why a turn came to nothing, and how a person and whoever mends the app are told.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::sync::Once;

use crate::error::{Error, Panic, Result};
use crate::inner::{Inner, Write};
use crate::key::Site;
use crate::task;
use crate::trail::{self, Within};
use crate::turn::MOST_RUNS;

/// A panic of app code, as its hook saw it.
pub(crate) struct Panicked {
    pub(crate) message: String,
    pub(crate) at: Option<String>,
    pub(crate) within: Vec<Within>,
}

impl Panicked {
    fn silent() -> Self {
        Panicked { message: SILENT.to_owned(), at: None, within: Vec::new() }
    }
}

/// Why a turn came to nothing.
pub(crate) enum Failure {
    Error(Error),
    Panic(Panicked),
    Restless(Vec<Write>),
}

impl Failure {
    /// Title, text, and lines for whoever mends it.
    pub(crate) fn describe(self) -> (String, String, Vec<String>) {
        match self {
            Failure::Error(error) => {
                let mut details = vec![format!("at {}", error.at())];
                details.extend(error.within().iter().map(ToString::to_string));
                let mut cause = std::error::Error::source(error.source());
                while let Some(source) = cause {
                    details.push(format!("because {source}"));
                    cause = source.source();
                }
                ("The app could not go on.".into(), sentence(&error.to_string()), details)
            }
            Failure::Panic(Panicked { message, at, within }) => {
                let at = at.map(|at| format!("at {at}"));
                let details = at.into_iter().chain(within.iter().map(ToString::to_string)).collect();
                ("The app stopped at a mistake in its code.".into(), sentence(&message), details)
            }
            Failure::Restless(writes) => {
                let text = format!(
                    "After {MOST_RUNS} runs something that the app reads still changes in every run, so that it never comes to rest."
                );
                let details = writes
                    .iter()
                    .map(|write| match write.made {
                        Some(made) => format!("at {}: writes the state made at {made}", write.at),
                        None => format!("at {}: writes what the app reads", write.at),
                    })
                    .collect();
                ("The app never comes to rest.".into(), text, details)
            }
        }
    }
}

/// What a report needs to say beside the failure itself.
pub(crate) fn version() -> String {
    use std::env::consts::{ARCH, OS};
    format!("Hyperdiv {} on {OS} {ARCH}", env!("CARGO_PKG_VERSION"))
}

/// Error texts begin small and end without a full stop; on screen they are sentences.
pub(crate) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return "It gave no reason.".into() };
    let mut sentence: String = first.to_uppercase().chain(characters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

thread_local! {
    static PANIC: RefCell<Option<Panicked>> = const { RefCell::new(None) };
}

/// Panics of app code are kept for the window; all others are printed as before.
pub(crate) fn catch_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !trail::is_running() && !task::is_inside() {
                return print(panic);
            }
            let message = panic.payload_as_str().unwrap_or(SILENT).to_owned();
            let at = panic.location().map(ToString::to_string);
            let panicked = Panicked { message, at, within: trail::here() };
            PANIC.set(Some(panicked));
        }));
    });
}

/// Calls `body`, a part of an app function that runs; a panic becomes an error at `site`.
pub(crate) fn caught_part<R>(site: Site, body: impl FnOnce() -> Result<R>) -> Result<R> {
    std::panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        let Panicked { message, at, within } = PANIC.take().unwrap_or_else(Panicked::silent);
        Err(Error::of_panic(Panic { message, at }, site, within))
    })
}

const SILENT: &str = "a panic without a message";

/// Calls `body`, which describes `inner`; a panic becomes its message and place.
pub(crate) fn caught<R>(
    inner: &Rc<RefCell<Inner>>,
    body: impl FnOnce() -> R,
) -> std::result::Result<R, Panicked> {
    // What the run leaves half-made is cleared when the next one begins.
    unwound(|| trail::running(inner, body))
}

/// Calls `body`, a part of a task; a panic becomes its message and place.
pub(crate) fn caught_in_task<R>(body: impl FnOnce() -> R) -> std::result::Result<R, Panicked> {
    unwound(body)
}

fn unwound<R>(body: impl FnOnce() -> R) -> std::result::Result<R, Panicked> {
    std::panic::catch_unwind(AssertUnwindSafe(body))
        .map_err(|_| PANIC.take().unwrap_or_else(Panicked::silent))
}
