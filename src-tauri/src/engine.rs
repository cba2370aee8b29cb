//! The app thread's engine: the runtime with its sessions, started on that thread and never leaving it.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use hyperdiv_core::{Assets, FileAnswer, LogLine, Outgoing, Request, ThemeMode, Ui, Waker, WindowId};
use hyperdiv_session::Settings;
use hyperdiv_session::home::Home;
use hyperdiv_session::ui::{Backend, CommandError, Start, StartError};
use serde_json::Value;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::app_thread::{self, Answer, Engine, Message, Shell};
use crate::clock::SystemClock;
use crate::closing::Closing;
use crate::commands::{MAIN_LABEL, MAIN_WINDOW};
use crate::exit::Exit;
use crate::geometry::Geometry;
use crate::log::{self, Level, say};
use crate::place::{HomeOrRefusal, beyond_retry, nothing_kept};
use crate::refusal::{self, Refused};
use crate::requests;
use crate::watch::Watch;
use crate::window;

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
    /// Set once the event loop runs.
    pub(crate) looping: Arc<AtomicBool>,
    pub(crate) closing: Arc<Closing>,
    /// How large the window's content is at first, in logical pixels: a page that is built hidden does not know yet.
    pub(crate) size: (f64, f64),
}

/// The app thread, running.
pub(crate) struct Running {
    pub(crate) inbox: Sender<Message>,
    /// Why it shows a sentence instead of the app, if it does.
    pub(crate) refused: Option<Refused>,
    pub(crate) kept: Kept,
    pub(crate) assets: Assets,
    pub(crate) closing: Arc<Closing>,
    closed: Receiver<Closed>,
    thread: JoinHandle<()>,
}

/// What was kept of the window that is to be built.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) theme: ThemeMode,
    pub(crate) geometry: Option<Geometry>,
}

/// What the app thread tells when it has started.
type Started = (Option<Refused>, Kept, Assets);

/// How the app thread ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    /// It panicked: a fault of the runtime, for the app's own panics are caught.
    pub(crate) panicked: bool,
    /// The store could not be opened until the end, and the person did not go on without it.
    pub(crate) unreadable: bool,
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
    let (answers, closing) = (inbox.clone(), parts.closing.clone());
    let body = move || {
        let ended = app_thread::guarded(|| live(parts, waker, answers, &outbox, &tell_started));
        let panicked = ended.is_none();
        // Whoever is not there any more need not be told.
        let _ = tell_closed.send(Closed { panicked, unreadable: ended.unwrap_or(false) });
        if panicked {
            log::line("the app thread failed; what was shown is saved");
            if let Some(handle) = window.get() {
                handle.exit(i32::from(Exit::Failed.code()));
            }
        }
    };
    let thread = std::thread::Builder::new().name("hyperdiv-app".to_owned()).spawn(body);
    let thread = thread.map_err(|error| failed(&format!("the app thread could not be started: {error}")))?;
    let (refused, kept, assets) = started.recv().unwrap_or_else(|_| Err(failed("the app thread failed")))?;
    Ok(Running { inbox, refused, kept, assets, closing, closed, thread })
}

/// The life of the app thread. True where the store was unreadable to its end.
fn live(
    parts: Parts,
    waker: Waker,
    inbox: Sender<Message>,
    outbox: &Receiver<Message>,
    tell: &Sender<Result<Started, Refused>>,
) -> bool {
    let mut window = Window {
        handle: parts.window.clone(),
        looping: parts.looping.clone(),
        closing: parts.closing.clone(),
        inbox,
        log_ready: parts.log_ready,
    };
    let started = match parts.home {
        Ok(home) => {
            let mut settings = Settings::default();
            settings.secret = parts.secret;
            let start = begin(home, waker.clone(), settings, parts.webview_persistent);
            Backend::start(parts.app, start).and_then(|backend| {
                match backend.unreadable(|error| (error.to_string(), beyond_retry(error))) {
                    Some((_, Some(refused))) => {
                        drop(backend);
                        explain(refused, waker)
                    }
                    Some((sentence, None)) => {
                        log::line(sentence);
                        Ok((backend, None))
                    }
                    None => Ok((backend, None)),
                }
            })
        }
        Err(refused) => explain(refused, waker),
    };
    match started {
        Ok((mut backend, refused)) => {
            let kept = kept(&backend);
            let (width, height) = kept.geometry.map_or(parts.size, |geometry| geometry.size);
            backend.resized(MAIN_WINDOW, pixels(width), pixels(height));
            // The receiver waits for exactly this.
            let _ = tell.send(Ok((refused, kept, backend.assets())));
            let watch = Watch::default();
            let told = watch.clone();
            backend.observe(move |activity| told.doing(activity));
            app_thread::serve(&mut backend, outbox, &mut window, &watch);
            // A full disk and a medium that cannot be written were answered on screen.
            backend.unreadable(|error| !error.is_full() && !error.is_read_only()).unwrap_or(false)
        }
        Err(error) => {
            let exit = if matches!(error, StartError::WeakSecret(_)) { Exit::Usage } else { Exit::Failed };
            let _ = tell.send(Err(Refused { sentence: error.to_string(), exit }));
            false
        }
    }
}

fn pixels(length: f64) -> u32 {
    length.round().clamp(0.0, f64::from(u16::MAX)) as u32
}

/// What the backend has kept of the window.
fn kept(backend: &Backend) -> Kept {
    let geometry = backend.place(MAIN_WINDOW).and_then(|bytes| {
        let geometry = Geometry::parse(&bytes);
        if geometry.is_none() {
            say(Level::Warn, "the place of the window that was kept is none that a window can have");
        }
        geometry
    });
    Kept { theme: backend.theme().0, geometry }
}

/// Says why there is no app, on standard error and on a page.
fn explain(refused: Refused, waker: Waker) -> Result<(Backend, Option<Refused>), StartError> {
    log::line(&refused.sentence);
    let start = begin(nothing_kept(), waker, Settings::default(), false);
    let told = refused.clone();
    let backend = Backend::start(move |ui| refusal::page(ui, &told), start)?;
    Ok((backend, Some(refused)))
}

fn begin(home: Box<dyn Home>, waker: Waker, settings: Settings, webview_persistent: bool) -> Start {
    let clock = Rc::new(SystemClock::new());
    Start { home, clock, waker, settings, webview_persistent, windows: vec![MAIN_WINDOW] }
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
    looping: Arc<AtomicBool>,
    closing: Arc<Closing>,
    inbox: Sender<Message>,
    log_ready: bool,
}

impl Window {
    fn get(&self) -> Option<WebviewWindow> {
        self.handle.get()?.get_webview_window(MAIN_LABEL)
    }
}

impl Shell for Window {
    fn carry_out(&mut self, request: Request) {
        if let Some(window) = self.get() {
            requests::carry_out(&window, request, &self.inbox);
        }
    }

    fn ask_before_close(&mut self, asks: bool) {
        self.closing.ask(asks);
    }

    fn close_asked(&mut self, asked: bool) {
        self.closing.answered();
        if !asked {
            self.carry_out(Request::Close);
        }
    }

    fn reload(&mut self) {
        if let Some(Err(error)) = self.get().map(|window| window.reload()) {
            say(Level::Error, format_args!("the page could not be loaded again: {error}"));
        }
    }

    fn present(&mut self, startup_id: Option<String>, answer: Answer) {
        let handle = self.handle.get().filter(|_| self.looping.load(Ordering::SeqCst));
        let Some(handle) = handle.cloned() else {
            // The window is still being made, and comes to the front by itself.
            return answer(Ok(Value::Null));
        };
        let presented = handle.clone().run_on_main_thread(move || {
            let window = handle.get_webview_window(MAIN_LABEL);
            let presented = window.map_or(Ok(()), |window| window::present(&window, startup_id.as_deref()));
            answer(match presented {
                Ok(()) => Ok(Value::Null),
                Err(error) => Err(CommandError::new("window", error.to_string())),
            });
        });
        // Without an answer, whoever asked sees that the program is ending.
        if let Err(error) = presented {
            say(Level::Debug, format_args!("the window was not brought to the front: {error}"));
        }
    }

    fn reveal(&mut self, first_frame: bool) {
        if let Some(Err(error)) = self.get().map(|window| window.show()) {
            say(Level::Error, format_args!("the window could not be shown: {error}"));
        }
        if first_frame && self.log_ready {
            log::line(format_args!("ready frame=1 pid={}", std::process::id()));
        }
    }

    fn theme(&mut self, mode: ThemeMode, is_dark: bool) {
        if let Some(Err(error)) = self.get().map(|window| window::dress(&window, mode, is_dark)) {
            say(Level::Error, format_args!("the window could not follow the theme: {error}"));
        }
    }
}

impl Engine for Backend {
    fn ui_ready(&mut self, window: WindowId) -> Result<u32, CommandError> {
        self.ui_ready(window)
    }

    fn session_restore(&mut self, window: WindowId, token: Option<&str>) -> Result<Value, CommandError> {
        let mirror = self.session_restore(window, token)?;
        serde_json::to_value(mirror).map_err(|error| CommandError::new("storage", error.to_string()))
    }

    fn mirror_ack(&mut self, id: u64, ok: bool) {
        self.mirror_ack(id, ok);
    }

    fn ui_event(&mut self, window: WindowId, body: &[u8]) -> Result<(), CommandError> {
        self.ui_event(window, body)
    }

    fn command(&mut self, name: &str, args: &Value) -> Result<Value, CommandError> {
        self.command(name, args)
    }

    fn administer(&mut self, name: &str, args: &Value) -> Result<Value, CommandError> {
        self.administer(name, args)
    }

    fn health(&self) -> Value {
        self.health()
    }

    fn focused(&mut self) {
        self.focused(MAIN_WINDOW);
    }

    fn left(&mut self) {
        self.left(MAIN_WINDOW);
    }

    fn resized(&mut self, window: WindowId, width: u32, height: u32) {
        self.resized(window, width, height);
    }

    fn fullscreen(&mut self, on: bool) {
        self.set_fullscreen(MAIN_WINDOW, on);
    }

    fn request_close(&mut self) -> bool {
        self.request_close(MAIN_WINDOW)
    }

    fn asks_before_close(&self) -> bool {
        self.asks_before_close(MAIN_WINDOW)
    }

    fn answer_file(&mut self, question: u64, answer: FileAnswer) {
        self.answer_file(question, answer);
    }

    fn take_requests(&mut self) -> Vec<Request> {
        self.take_requests().into_iter().map(|(_, request)| request).collect()
    }

    fn placed(&mut self, geometry: Geometry) {
        self.keep_place(MAIN_WINDOW, geometry.to_bytes());
    }

    fn theme(&self) -> (ThemeMode, bool) {
        self.theme()
    }

    fn run(&mut self) -> Vec<Outgoing> {
        self.run()
    }

    fn next_wake(&self) -> Option<Duration> {
        self.next_wake()
    }

    fn take_reloads(&mut self) -> Vec<WindowId> {
        self.take_reloads()
    }

    fn take_log(&mut self) -> Vec<LogLine> {
        self.take_log()
    }

    fn close(&mut self) {
        self.close();
    }
}
