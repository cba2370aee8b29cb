//! The app thread's engine: the runtime with its sessions, started on that thread and never leaving it.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use hyperdiv_core::{
    Assets, DroppedFiles, FileAnswer, LogLine, NoTasks, Outgoing, Request, Spawner, ThemeMode, Ui, Waker,
    WindowId, WindowRequest,
};
use hyperdiv_session::Settings;
use hyperdiv_session::home::Home;
use hyperdiv_session::ui::{Backend, CommandError, Start, StartError};
use serde_json::Value;
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::app_thread::{self, Engine, Shell};
use crate::clock::SystemClock;
use crate::closing::Closing;
use crate::commands::{MAIN_LABEL, MAIN_WINDOW, label};
use crate::exit::Exit;
use crate::geometry::Geometry;
use crate::log::{self, Level, say};
use crate::message::{Answer, Asked, Message};
use crate::place::{HomeOrRefusal, beyond_retry, nothing_kept};
use crate::refusal::{self, Refused};
use crate::requests;
use crate::tasks::Tasks;
use crate::watch::Watch;
use crate::window::{self, Look};

/// An app function on its way to the app thread.
pub(crate) type AppFn = Box<dyn Fn(&Ui) -> hyperdiv_core::Result + Send>;

/// What the app thread needs.
pub(crate) struct Parts {
    pub(crate) app: AppFn,
    /// The app's id and the profile's name.
    pub(crate) origin: (String, String),
    pub(crate) home: HomeOrRefusal,
    pub(crate) webview_persistent: bool,
    pub(crate) settings: Settings,
    pub(crate) log_ready: bool,
    /// Filled in once there are windows.
    pub(crate) windows: Arc<OnceLock<Open>>,
    /// Set once the event loop runs.
    pub(crate) looping: Arc<AtomicBool>,
    pub(crate) closing: Arc<Closing>,
    /// How large the window's content is at first, in logical pixels: a page that is built hidden does not know yet.
    pub(crate) size: (f64, f64),
}

/// What windows are built with.
pub(crate) struct Open {
    pub(crate) handle: AppHandle,
    pub(crate) webview_dir: PathBuf,
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
    let windows = parts.windows.clone();
    let (answers, closing) = (inbox.clone(), parts.closing.clone());
    let body = move || {
        let ended = app_thread::guarded(|| live(parts, waker, answers, &outbox, &tell_started));
        let panicked = ended.is_none();
        // Whoever is not there any more need not be told.
        let _ = tell_closed.send(Closed { panicked, unreadable: ended.unwrap_or(false) });
        if panicked {
            log::line("the app thread failed; what was shown is saved");
            if let Some(open) = windows.get() {
                open.handle.exit(i32::from(Exit::Failed.code()));
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
    let mut windows = Windows {
        open: parts.windows.clone(),
        looping: parts.looping.clone(),
        closing: parts.closing.clone(),
        inbox,
        log_ready: parts.log_ready,
        theme: ThemeMode::System,
    };
    let tasks = Tasks::new();
    let started = match parts.home {
        Ok(home) => {
            let start = begin(home, waker.clone(), parts.settings, parts.webview_persistent, tasks.spawner());
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
            backend.set_origin(&parts.origin.0, &parts.origin.1);
            let kept = kept(&backend);
            let (width, height) = kept.geometry.map_or(parts.size, |geometry| geometry.size);
            backend.resized(MAIN_WINDOW, pixels(width), pixels(height));
            // The receiver waits for exactly this.
            let _ = tell.send(Ok((refused, kept, backend.assets())));
            let watch = Watch::default();
            let told = watch.clone();
            backend.observe(move |activity| told.doing(activity));
            windows.theme = Engine::theme(&backend).0;
            app_thread::serve(&mut backend, outbox, &mut windows, &watch);
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
    let start = begin(nothing_kept(), waker, Settings::default(), false, Arc::new(NoTasks));
    let told = refused.clone();
    let backend = Backend::start(move |ui| refusal::page(ui, &told), start)?;
    Ok((backend, Some(refused)))
}

fn begin(
    home: Box<dyn Home>,
    waker: Waker,
    settings: Settings,
    webview_persistent: bool,
    spawner: Arc<dyn Spawner>,
) -> Start {
    let clock = Rc::new(SystemClock::new());
    Start { home, clock, waker, spawner, settings, webview_persistent, windows: vec![MAIN_WINDOW] }
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

/// The windows, as the app thread sees them.
struct Windows {
    open: Arc<OnceLock<Open>>,
    looping: Arc<AtomicBool>,
    closing: Arc<Closing>,
    inbox: Sender<Message>,
    log_ready: bool,
    theme: ThemeMode,
}

impl Windows {
    fn get(&self, window: WindowId) -> Option<WebviewWindow> {
        self.open.get()?.handle.get_webview_window(&label(window))
    }
}

impl Shell for Windows {
    fn carry_out(&mut self, window: WindowId, request: Request) {
        if let Some(window) = self.get(window) {
            requests::carry_out(&window, request, &self.inbox);
        }
    }

    fn ask_before_close(&mut self, window: WindowId, asks: bool) {
        self.closing.ask(window, asks);
    }

    fn close_asked(&mut self, window: WindowId, asked: bool) {
        self.closing.answered(window);
        if !asked {
            self.carry_out(window, Request::Close);
        }
    }

    fn confirm(&mut self, window: WindowId, asked: Asked, answer: Answer) {
        let Some(on) = self.get(window) else {
            return answer(Err(CommandError::new("not_allowed", "there is no window to ask the person in")));
        };
        requests::confirm(&on, asked, answer, &self.inbox);
    }

    fn open(&mut self, window: WindowId, title: String, size: (f64, f64)) {
        let Some(open) = self.open.get() else { return };
        let (handle, webview_dir, theme) = (open.handle.clone(), open.webview_dir.clone(), self.theme);
        let built = open.handle.run_on_main_thread(move || {
            let look = Look { title, size };
            if let Err(error) = window::build_further(&handle, &label(window), &look, theme, webview_dir) {
                say(Level::Error, format_args!("a window could not be opened: {error}"));
            }
        });
        if let Err(error) = built {
            say(Level::Debug, format_args!("a window was not opened: {error}"));
        }
    }

    fn raise(&mut self, window: WindowId) {
        let Some(open) = self.open.get() else { return };
        let handle = open.handle.clone();
        let raised = open.handle.run_on_main_thread(move || {
            let raised =
                handle.get_webview_window(&label(window)).map(|window| window::present(&window, None));
            if let Some(Err(error)) = raised {
                say(Level::Error, format_args!("a window could not be brought to the front: {error}"));
            }
        });
        if let Err(error) = raised {
            say(Level::Debug, format_args!("a window was not brought to the front: {error}"));
        }
    }

    fn reload(&mut self, window: WindowId) {
        if let Some(Err(error)) = self.get(window).map(|window| window.reload()) {
            say(Level::Error, format_args!("the page could not be loaded again: {error}"));
        }
    }

    fn present(&mut self, startup_id: Option<String>, answer: Answer) {
        let open = self.open.get().filter(|_| self.looping.load(Ordering::SeqCst));
        let Some(handle) = open.map(|open| open.handle.clone()) else {
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

    fn reveal(&mut self, window: WindowId, first_frame: bool) {
        if let Some(Err(error)) = self.get(window).map(|window| window.show()) {
            say(Level::Error, format_args!("the window could not be shown: {error}"));
        }
        if first_frame && self.log_ready && window == MAIN_WINDOW {
            log::line(format_args!("ready frame=1 pid={}", std::process::id()));
        }
    }

    fn theme(&mut self, mode: ThemeMode, is_dark: bool) {
        self.theme = mode;
        let windows = self.open.get().map(|open| open.handle.webview_windows()).unwrap_or_default();
        for window in windows.into_values() {
            if let Err(error) = window::dress(&window, mode, is_dark) {
                say(Level::Error, format_args!("a window could not follow the theme: {error}"));
            }
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

    fn purpose_text(&self, name: &str, args: &Value) -> Option<String> {
        self.purpose_text(name, args)
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

    fn focused(&mut self, window: WindowId) {
        self.focused(window);
    }

    fn left(&mut self, window: WindowId) {
        self.left(window);
    }

    fn resized(&mut self, window: WindowId, width: u32, height: u32) {
        self.resized(window, width, height);
    }

    fn fullscreen(&mut self, on: bool) {
        self.set_fullscreen(MAIN_WINDOW, on);
    }

    fn request_close(&mut self, window: WindowId) -> bool {
        self.request_close(window)
    }

    fn ask_before_close(&self) -> Vec<WindowId> {
        self.ask_before_close()
    }

    fn drag_files(&mut self, window: WindowId, over: bool) {
        self.drag_files(window, over);
    }

    fn drop_files(&mut self, window: WindowId, at: (f64, f64), files: DroppedFiles) {
        self.drop_files(window, at, files);
    }

    fn answer_file(&mut self, question: u64, answer: FileAnswer) {
        self.answer_file(question, answer);
    }

    fn answer_confirmation(&mut self, question: u64, agreed: bool) {
        self.answer_confirmation(question, agreed);
    }

    fn take_requests(&mut self) -> Vec<(WindowId, Request)> {
        self.take_requests()
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

    fn take_window_requests(&mut self) -> Vec<WindowRequest> {
        self.take_window_requests()
    }

    fn window_closed(&mut self, window: WindowId) {
        self.window_closed(window);
    }

    fn take_log(&mut self) -> Vec<LogLine> {
        self.take_log()
    }

    fn close(&mut self) {
        self.close();
    }
}
