//! The app thread's engine: the runtime with its sessions, started on that thread and never leaving it.

use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use hyperdiv_core::{Outgoing, Ui, Waker, WindowId};
use hyperdiv_session::backend::{Backend, CommandError, Settings, Start, StartError};
use hyperdiv_session::home::Home;
use serde_json::Value;
use tauri::{AppHandle, Manager};

use crate::app_thread::{self, Engine, Message, Refusal, Shell};
use crate::clock::SystemClock;
use crate::commands::{MAIN_LABEL, MAIN_WINDOW};
use crate::exit::Exit;
use crate::log::{self, Level, say};
use crate::place::{HomeOrRefusal, nothing_kept};
use crate::refusal::{self, Refused};

/// An app function on its way to the app thread.
pub(crate) type AppFn = Box<dyn Fn(&Ui) -> hyperdiv_core::Result + Send>;

/// What the app thread needs.
pub(crate) struct Parts {
    pub(crate) app: AppFn,
    pub(crate) home: HomeOrRefusal,
    pub(crate) webview_persistent: bool,
    pub(crate) secret: Option<Vec<u8>>,
    pub(crate) log_ready: bool,
    /// Filled in once there is a window.
    pub(crate) window: Arc<OnceLock<AppHandle>>,
}

/// The app thread, running.
pub(crate) struct Running {
    pub(crate) inbox: Sender<Message>,
    /// Why it shows a sentence instead of the app, if it does.
    pub(crate) refused: Option<Refused>,
    closed: Receiver<Closed>,
    thread: JoinHandle<()>,
}

/// How the app thread ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    /// It panicked: a fault of the runtime, for the app's own panics are caught.
    pub(crate) panicked: bool,
    /// Consent is gone, and with it the webview's files must go.
    pub(crate) erase_webview: bool,
}

/// Starts the app thread, and on it the app, or the page that says why the app cannot run.
///
/// # Errors
///
/// Where not even that can be started.
pub(crate) fn start(parts: Parts) -> Result<Running, Refused> {
    let failed = |sentence: &str| Refused { sentence: sentence.to_owned(), exit: Exit::Failed };
    let (inbox, outbox) = channel();
    let (tell_started, started) = channel();
    let (tell_closed, closed) = channel();
    let wake = inbox.clone();
    let waker: Waker = Arc::new(move || {
        // After the thread has ended there is nobody to wake.
        let _ = wake.send(Message::Wake);
    });
    let window = parts.window.clone();
    let body = move || {
        let erase_webview = app_thread::guarded(|| live(parts, waker, &outbox, &tell_started));
        let panicked = erase_webview.is_none();
        // Whoever is not there any more need not be told.
        let _ = tell_closed.send(Closed { panicked, erase_webview: erase_webview.unwrap_or(false) });
        if panicked {
            log::line("the app thread failed; what was shown is saved");
            if let Some(handle) = window.get() {
                handle.exit(i32::from(Exit::Failed.code()));
            }
        }
    };
    let thread = std::thread::Builder::new().name("hyperdiv-app".to_owned()).spawn(body);
    let thread = thread.map_err(|error| failed(&format!("the app thread could not be started: {error}")))?;
    let refused = started.recv().unwrap_or_else(|_| Err(failed("the app thread failed")))?;
    Ok(Running { inbox, refused, closed, thread })
}

/// The life of the app thread. Answers whether the webview's files must go.
fn live(
    parts: Parts,
    waker: Waker,
    outbox: &Receiver<Message>,
    tell: &Sender<Result<Option<Refused>, Refused>>,
) -> bool {
    let mut window = Window { handle: parts.window.clone(), log_ready: parts.log_ready };
    let started = match backend(parts, &waker) {
        Ok(backend) => Ok((backend, None)),
        Err(refused) => {
            log::line(&refused.sentence);
            let shown = refused.clone();
            explain(shown, waker).map(|backend| (backend, Some(refused)))
        }
    };
    match started {
        Ok((mut backend, refused)) => {
            // The receiver waits for exactly this.
            let _ = tell.send(Ok(refused));
            app_thread::serve(&mut backend, outbox, &mut window);
            backend.webview_to_be_erased()
        }
        Err(refused) => {
            let _ = tell.send(Err(refused));
            false
        }
    }
}

/// The app.
fn backend(parts: Parts, waker: &Waker) -> Result<Backend, Refused> {
    let settings = Settings { secret: parts.secret, ..Settings::default() };
    let start = begin(parts.home?, waker.clone(), settings, parts.webview_persistent);
    Backend::start(parts.app, start).map_err(|error| start_refused(&error))
}

/// The page that says why there is no app.
fn explain(refused: Refused, waker: Waker) -> Result<Backend, Refused> {
    let start = begin(nothing_kept(), waker, Settings::default(), false);
    Backend::start(move |ui| refusal::page(ui, &refused), start).map_err(|error| start_refused(&error))
}

fn begin(home: Box<dyn Home>, waker: Waker, settings: Settings, webview_persistent: bool) -> Start {
    let clock = Rc::new(SystemClock::new());
    Start { home, clock, waker, settings, webview_persistent, windows: vec![MAIN_WINDOW] }
}

fn start_refused(error: &StartError) -> Refused {
    Refused { sentence: error.to_string(), exit: Exit::Unreadable }
}

impl Running {
    /// Ends the app thread: everything is flushed when this returns. `None` if it did not end within `patience`.
    pub(crate) fn close(self, patience: Duration) -> Option<Closed> {
        // A thread that has ended already has said so.
        let _ = self.inbox.send(Message::Close);
        let closed = self.closed.recv_timeout(patience).ok()?;
        // Its last word is said; only the stack is left to unwind, and a panic was reported in that word.
        let _ = self.thread.join();
        Some(closed)
    }
}

/// The main window, as the app thread sees it.
struct Window {
    handle: Arc<OnceLock<AppHandle>>,
    log_ready: bool,
}

impl Shell for Window {
    fn reveal(&mut self, first_frame: bool) {
        let window = self.handle.get().and_then(|handle| handle.get_webview_window(MAIN_LABEL));
        if let Some(Err(error)) = window.map(|window| window.show()) {
            say(Level::Error, format_args!("the window could not be shown: {error}"));
        }
        if first_frame && self.log_ready {
            log::line(format_args!("ready frame=1 pid={}", std::process::id()));
        }
    }
}

impl Engine for Backend {
    fn ui_ready(&mut self, window: WindowId) -> u32 {
        self.ui_ready(window)
    }

    fn session_restore(&mut self, window: WindowId, token: Option<&str>) -> Result<Value, Refusal> {
        let mirror = self.session_restore(window, token).map_err(refusal)?;
        serde_json::to_value(mirror).map_err(|_| Refusal::invalid("the answer is no JSON"))
    }

    fn mirror_ack(&mut self, window: WindowId, id: u64, ok: bool) {
        self.mirror_ack(window, id, ok);
    }

    fn ui_event(&mut self, window: WindowId, body: &[u8]) -> Result<(), Refusal> {
        self.ui_event(window, body).map_err(refusal)
    }

    fn command(&mut self, window: WindowId, name: &str, args: &Value) -> Result<Value, Refusal> {
        self.command(window, name, args).map_err(refusal)
    }

    fn focused(&mut self, window: WindowId) {
        self.focused(window);
    }

    fn run(&mut self) -> Vec<Outgoing> {
        self.run()
    }

    fn next_wake(&self) -> Option<Duration> {
        self.next_wake()
    }

    fn close(&mut self) {
        self.close();
    }
}

fn refusal(error: CommandError) -> Refusal {
    Refusal { code: error.code(), message: error.message().to_owned() }
}
