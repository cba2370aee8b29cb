//! The thread that runs the app: it owns the runtime and everything of sessions, takes messages one at a time, and sends
//! what each turn changed to the window's page. Nothing here knows Tauri, so the rules are tested without a window.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use hyperdiv_core::{
    DroppedFiles, FileAnswer, LogLine, Outgoing, Request, ThemeMode, WindowId, WindowRequest,
};
use hyperdiv_session::ui::{CommandError, is_confirmed};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::commands::MAIN_WINDOW;
use crate::control::Ask;
use crate::geometry::Geometry;
use crate::log::{Level, say};
use crate::message::{Answer, Asked, Call, Message, Page};
use crate::watch::Watch;

/// How long the first frame may take before the window is shown as it is: an invisible process could neither be used
/// nor closed.
const BLANK: Duration = Duration::from_secs(10);

/// What the app thread drives: the runtime with its sessions.
pub(crate) trait Engine {
    fn ui_ready(&mut self, window: WindowId) -> Result<u32, CommandError>;
    fn session_restore(&mut self, window: WindowId, token: Option<&str>) -> Result<Value, CommandError>;
    fn mirror_ack(&mut self, id: u64, ok: bool);
    fn ui_event(&mut self, window: WindowId, body: &[u8]) -> Result<(), CommandError>;
    /// The words of the app for what a command wants the person to agree to.
    fn purpose_text(&self, name: &str, args: &Value) -> Option<String>;
    fn command(&mut self, name: &str, args: &Value) -> Result<Value, CommandError>;
    fn administer(&mut self, name: &str, args: &Value) -> Result<Value, CommandError>;
    fn health(&self) -> Value;
    fn focused(&mut self, window: WindowId);
    fn left(&mut self, window: WindowId);
    fn resized(&mut self, window: WindowId, width: u32, height: u32);
    fn fullscreen(&mut self, on: bool);
    /// False where the app does not ask about that.
    fn request_close(&mut self, window: WindowId) -> bool;
    /// The windows that ask the app before they close.
    fn ask_before_close(&self) -> Vec<WindowId>;
    fn drag_files(&mut self, window: WindowId, over: bool);
    fn drop_files(&mut self, window: WindowId, at: (f64, f64), files: DroppedFiles);
    fn answer_file(&mut self, question: u64, answer: FileAnswer);
    fn answer_confirmation(&mut self, question: u64, agreed: bool);
    fn take_requests(&mut self) -> Vec<(WindowId, Request)>;
    fn placed(&mut self, geometry: Geometry);
    /// What the person chose, and whether the windows are dark.
    fn theme(&self) -> (ThemeMode, bool);
    fn run(&mut self) -> Vec<Outgoing>;
    fn next_wake(&self) -> Option<Duration>;
    fn take_reloads(&mut self) -> Vec<WindowId>;
    fn take_window_requests(&mut self) -> Vec<WindowRequest>;
    fn window_closed(&mut self, window: WindowId);
    fn take_log(&mut self) -> Vec<LogLine>;
    fn close(&mut self);
}

/// What the rest of the host does for the app thread.
pub(crate) trait Shell {
    /// The first frame is on the page, or is taking too long: the window may be seen.
    fn reveal(&mut self, window: WindowId, first_frame: bool);
    /// A further window is to be built, hidden.
    fn open(&mut self, window: WindowId, title: String, size: (f64, f64));
    /// The window is to come to the front, for the app wants it.
    fn raise(&mut self, window: WindowId);
    /// The windows are dark or light from now on, because of this choice.
    fn theme(&mut self, mode: ThemeMode, is_dark: bool);
    /// The page is to be loaded again.
    fn reload(&mut self, window: WindowId);
    /// Does what the app asks of the system, for a window.
    fn carry_out(&mut self, window: WindowId, request: Request);
    /// The person is to be asked, outside of the page, whether its command may run. The answer comes as [`Message::Confirmed`].
    fn confirm(&mut self, window: WindowId, asked: Asked, answer: Answer);
    /// Whether the window asks the app before it closes, from now on.
    fn ask_before_close(&mut self, window: WindowId, asks: bool);
    /// The app has been asked about the close: it closes the window itself, or was not asked after all.
    fn close_asked(&mut self, window: WindowId, asked: bool);
    /// The first window is to come to the front for a start that the desktop calls `startup_id`. The event loop answers, so that
    /// one that hangs does not.
    fn present(&mut self, startup_id: Option<String>, answer: Answer);
}

/// Serves messages until [`Message::Close`].
pub(crate) fn serve(
    engine: &mut dyn Engine,
    inbox: &Receiver<Message>,
    shell: &mut dyn Shell,
    watch: &Watch,
) {
    let theme = engine.theme();
    let mut thread = Serving {
        engine,
        shell,
        watch,
        pages: HashMap::new(),
        hidden: HashMap::from([(MAIN_WINDOW, Instant::now() + BLANK)]),
        unshown: HashSet::new(),
        theme,
        asks: Vec::new(),
    };
    watch.start();
    watch.during(|| thread.run());
    loop {
        let message = thread.next(inbox);
        if matches!(message, Message::Close) {
            break;
        }
        watch.during(|| thread.take(message));
    }
    watch.end();
    thread.engine.close();
    thread.tell();
}

struct Serving<'a> {
    engine: &'a mut dyn Engine,
    shell: &'a mut dyn Shell,
    watch: &'a Watch,
    pages: HashMap<WindowId, Page>,
    /// Windows that are not seen yet, and when they will be whatever is on them.
    hidden: HashMap<WindowId, Instant>,
    /// Windows whose connected page has shown nothing yet.
    unshown: HashSet<WindowId>,
    theme: (ThemeMode, bool),
    /// The windows that ask the app before they close.
    asks: Vec<WindowId>,
}

impl Serving<'_> {
    fn next(&mut self, inbox: &Receiver<Message>) -> Message {
        let blank = self.hidden.values().min().map(|at| at.saturating_duration_since(Instant::now()));
        let wait = match (self.engine.next_wake(), blank) {
            (Some(wake), Some(blank)) => Some(wake.min(blank)),
            (wake, blank) => wake.or(blank),
        };
        let received = match wait {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => inbox.recv_timeout(wait),
        };
        match received {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => {
                self.reveal_blank(Instant::now());
                Message::Wake
            }
            Err(RecvTimeoutError::Disconnected) => Message::Close,
        }
    }

    /// Shows the windows whose first frame takes too long.
    fn reveal_blank(&mut self, now: Instant) {
        for (window, blank_until) in self.hidden.iter_mut().filter(|(_, at)| now >= **at) {
            say(Level::Error, "the page has shown nothing yet; showing the window as it is");
            self.shell.reveal(*window, false);
            // On a slow computer there may be no window yet.
            *blank_until = now + BLANK;
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Call { window, call: Call::Named { name, args }, answer }
                if is_confirmed(name, &args) =>
            {
                let purpose = self.engine.purpose_text(name, &args);
                return self.shell.confirm(window, Asked { name, args, purpose }, answer);
            }
            Message::Confirmed { agreed: false, name, answer, .. } => {
                say(Level::Info, format_args!("the person did not let the page run {name}"));
                return answer(Err(CommandError::new("declined", "the person did not agree")));
            }
            Message::Confirmed { name, args, answer, .. } => {
                return self.answer(MAIN_WINDOW, Call::Named { name, args }, answer);
            }
            Message::Call { window, call, answer } => return self.answer(window, call, answer),
            Message::Ask { waits, .. } if !waits() => say(Level::Debug, "who asked has given up"),
            Message::Ask { ask, answer, .. } => return self.heed(ask, answer),
            Message::Focused(window) => self.engine.focused(window),
            Message::Closed(window) => {
                self.pages.remove(&window);
                self.hidden.remove(&window);
                self.unshown.remove(&window);
                self.watch.forget(window);
                self.engine.window_closed(window);
            }
            Message::Left(window) => self.engine.left(window),
            Message::Fullscreen(on) => self.engine.fullscreen(on),
            Message::CloseRequested(window) => {
                let asked = self.engine.request_close(window);
                // Only once its turn is over has the app answered; one that hangs has not.
                self.run();
                return self.shell.close_asked(window, asked);
            }
            Message::Dragged { window, over } => self.engine.drag_files(window, over),
            Message::Dropped { window, at, files } => self.engine.drop_files(window, at, files),
            Message::FileAnswered { question, answer } => self.engine.answer_file(question, answer),
            Message::Agreed { question, agreed } => self.engine.answer_confirmation(question, agreed),
            Message::Placed(geometry) => self.engine.placed(geometry),
            Message::Wake | Message::Close => {}
        }
        self.run();
    }

    fn answer(&mut self, window: WindowId, call: Call, answer: Answer) {
        let name = call.name();
        let result = match call {
            Call::Ready(page, size) => {
                self.watch.page(window, Page::clone(&page));
                self.pages.insert(window, page);
                self.unshown.insert(window);
                say(Level::Debug, "a page is connected");
                // A page that is not laid out yet knows less than the window that was built for it.
                if let Some((width, height)) = size.filter(|(width, height)| *width > 0 && *height > 0) {
                    self.engine.resized(window, width, height);
                }
                self.engine.ui_ready(window).map(|page| json!({ "page": page }))
            }
            Call::Restore(token) => self
                .engine
                .session_restore(window, token.as_deref())
                .map(|mirror| json!({ "mirror": mirror })),
            Call::MirrorAck { id, ok } => {
                self.engine.mirror_ack(id, ok);
                Ok(Value::Null)
            }
            Call::Event(body) => self.engine.ui_event(window, &body).map(|()| {
                if self.unshown.contains(&window) && acknowledges_a_frame(&body) {
                    self.unshown.remove(&window);
                    say(Level::Debug, "the page shows its first frame");
                    if self.hidden.remove(&window).is_some() {
                        self.shell.reveal(window, true);
                    }
                }
                Value::Null
            }),
            Call::Named { name, args } => {
                // Answered only after its turn: what the caller is told has been committed, and is on its way to the page.
                let result = self.engine.command(name, &args);
                self.run();
                result
            }
        };
        // The runtime itself has a line for a refused `ui_event`.
        if let Err(refusal) = &result
            && name != "ui_event"
        {
            say(Level::Warn, format_args!("refused {name}: {}: {}", refusal.code, refusal.message));
        }
        answer(result);
        self.run();
    }

    /// Does what another process of this user asks.
    fn heed(&mut self, ask: Ask, answer: Answer) {
        let result = match ask {
            Ask::Focus { startup_id } => return self.shell.present(startup_id, answer),
            Ask::Command { name, args } => {
                // As for a page: what is answered has been committed.
                let result = self.engine.administer(&name, &args);
                self.run();
                result
            }
            Ask::Status => Ok(self.engine.health()),
        };
        if let Err(refusal) = &result {
            say(Level::Warn, format_args!("refused the command line: {}: {}", refusal.code, refusal.message));
        }
        answer(result);
    }

    /// Runs the turns that are due and sends what they changed.
    fn run(&mut self) {
        for message in self.engine.run() {
            // A page that has not called `ui_ready` yet, or is gone, asks for the whole tree when it comes back.
            let delivered = self.pages.get(&message.window).is_some_and(|page| page(message.json));
            if !delivered {
                say(Level::Debug, format_args!("frame {} found no page", message.frame));
            }
        }
        for window in self.engine.take_reloads() {
            self.shell.reload(window);
        }
        for request in self.engine.take_window_requests() {
            match request {
                WindowRequest::Open { window, title, size } => {
                    self.hidden.insert(window, Instant::now() + BLANK);
                    self.shell.open(window, title, size);
                }
                WindowRequest::Present(window) => self.shell.raise(window),
                _ => {}
            }
        }
        for (window, request) in self.engine.take_requests() {
            self.shell.carry_out(window, request);
        }
        let asks = self.engine.ask_before_close();
        for window in asks.iter().chain(&self.asks) {
            if asks.contains(window) != self.asks.contains(window) {
                self.shell.ask_before_close(*window, asks.contains(window));
            }
        }
        self.asks = asks;
        let theme = self.engine.theme();
        if theme != self.theme {
            self.theme = theme;
            self.shell.theme(theme.0, theme.1);
        }
        self.tell();
    }

    fn tell(&mut self) {
        for line in self.engine.take_log() {
            say(level(line.level), line.text);
        }
    }
}

fn level(level: hyperdiv_core::Level) -> Level {
    match level {
        hyperdiv_core::Level::Error => Level::Error,
        hyperdiv_core::Level::Warn => Level::Warn,
        hyperdiv_core::Level::Info => Level::Info,
    }
}

/// Whether an accepted body of `ui_event` acknowledges at least one frame.
fn acknowledges_a_frame(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Acknowledgement {
        ack: Option<u64>,
    }
    serde_json::from_slice::<Acknowledgement>(body).is_ok_and(|body| body.ack.is_some_and(|frame| frame >= 1))
}

/// Runs `body` and says so if it panicked: app functions are caught by the runtime, so this is a fault of its own.
pub(crate) fn guarded<T>(body: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(body)).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};
    use std::sync::{Arc, Mutex};

    use hyperdiv_session::ui::CONFIRMED;

    use super::*;

    const MAIN: WindowId = WindowId(1);
    const FURTHER: WindowId = WindowId(2);

    /// Answers every call, and notes the order of things.
    #[derive(Default)]
    struct Fake {
        log: Arc<Mutex<Vec<String>>>,
        due: Vec<Outgoing>,
        reloads: Vec<WindowId>,
        windows: Vec<WindowRequest>,
        theme: ThemeMode,
        requests: Vec<(WindowId, Request)>,
        asks: Vec<WindowId>,
    }

    impl Fake {
        fn note(&self, what: impl Into<String>) {
            self.log.lock().unwrap().push(what.into());
        }
    }

    impl Engine for Fake {
        fn ui_ready(&mut self, _: WindowId) -> Result<u32, CommandError> {
            Ok(7)
        }
        fn session_restore(&mut self, _: WindowId, token: Option<&str>) -> Result<Value, CommandError> {
            self.note(format!("restore {token:?}"));
            self.due.push(Outgoing { window: MAIN, frame: 1, json: "{\"frame\":1}".into() });
            Ok(Value::Null)
        }
        fn mirror_ack(&mut self, id: u64, ok: bool) {
            self.note(format!("mirror {id} {ok}"));
        }
        fn ui_event(&mut self, _: WindowId, body: &[u8]) -> Result<(), CommandError> {
            if body == b"bad" { Err(CommandError::new("invalid", "no object")) } else { Ok(()) }
        }
        fn purpose_text(&self, _: &str, _: &Value) -> Option<String> {
            None
        }
        fn command(&mut self, name: &str, _: &Value) -> Result<Value, CommandError> {
            self.note(name);
            if name == "record_put" {
                let title = "Notes".to_owned();
                self.windows.push(WindowRequest::Open { window: FURTHER, title, size: (1.0, 1.0) });
                self.windows.push(WindowRequest::Present(FURTHER));
                return Ok(Value::Null);
            }
            self.theme = ThemeMode::Dark;
            self.due.push(Outgoing { window: MAIN, frame: 2, json: "{\"frame\":2}".into() });
            Ok(json!("done"))
        }
        fn administer(&mut self, name: &str, args: &Value) -> Result<Value, CommandError> {
            self.note(format!("{name} {args}"));
            self.due.push(Outgoing { window: MAIN, frame: 3, json: "{\"frame\":3}".into() });
            Ok(json!([]))
        }
        fn health(&self) -> Value {
            json!("well")
        }
        fn focused(&mut self, _: WindowId) {
            self.note("focused");
            self.reloads.push(MAIN);
        }
        fn left(&mut self, window: WindowId) {
            self.note(format!("left {}", window.0));
        }
        fn resized(&mut self, _: WindowId, width: u32, height: u32) {
            self.note(format!("{width} by {height}"));
        }
        fn fullscreen(&mut self, on: bool) {
            self.note(format!("fullscreen {on}"));
        }
        fn request_close(&mut self, window: WindowId) -> bool {
            self.requests.push((window, Request::Title("asked".into())));
            self.asks.contains(&window)
        }
        fn ask_before_close(&self) -> Vec<WindowId> {
            self.asks.clone()
        }
        fn drag_files(&mut self, window: WindowId, over: bool) {
            self.note(format!("dragged over {window:?} {over}"));
        }
        fn drop_files(&mut self, window: WindowId, at: (f64, f64), files: DroppedFiles) {
            self.note(format!("dropped on {window:?} at {at:?} {files:?}"));
        }
        fn answer_file(&mut self, question: u64, answer: FileAnswer) {
            self.note(format!("{question} {answer:?}"));
        }
        fn answer_confirmation(&mut self, question: u64, agreed: bool) {
            self.note(format!("confirmed {question} {agreed}"));
        }
        fn take_requests(&mut self) -> Vec<(WindowId, Request)> {
            std::mem::take(&mut self.requests)
        }
        fn placed(&mut self, geometry: Geometry) {
            self.note(format!("placed {:?}", geometry.place));
        }
        fn theme(&self) -> (ThemeMode, bool) {
            (self.theme, self.theme == ThemeMode::Dark)
        }
        fn run(&mut self) -> Vec<Outgoing> {
            std::mem::take(&mut self.due)
        }
        fn next_wake(&self) -> Option<Duration> {
            None
        }
        fn take_reloads(&mut self) -> Vec<WindowId> {
            std::mem::take(&mut self.reloads)
        }
        fn take_window_requests(&mut self) -> Vec<WindowRequest> {
            std::mem::take(&mut self.windows)
        }
        fn window_closed(&mut self, window: WindowId) {
            self.note(format!("closed {}", window.0));
        }
        fn take_log(&mut self) -> Vec<LogLine> {
            Vec::new()
        }
        fn close(&mut self) {
            self.note("closed");
        }
    }

    struct Reveals(Arc<Mutex<Vec<String>>>);

    impl Shell for Reveals {
        fn reveal(&mut self, window: WindowId, first_frame: bool) {
            self.0.lock().unwrap().push(format!("revealed {} {first_frame}", window.0));
        }
        fn open(&mut self, window: WindowId, title: String, _: (f64, f64)) {
            self.0.lock().unwrap().push(format!("opened {} {title}", window.0));
        }
        fn raise(&mut self, window: WindowId) {
            self.0.lock().unwrap().push(format!("raised {}", window.0));
        }
        fn theme(&mut self, mode: ThemeMode, is_dark: bool) {
            self.0.lock().unwrap().push(format!("{mode:?} dark {is_dark}"));
        }
        fn reload(&mut self, window: WindowId) {
            self.0.lock().unwrap().push(format!("reloaded {}", window.0));
        }
        fn carry_out(&mut self, window: WindowId, request: Request) {
            self.0.lock().unwrap().push(format!("{} {request:?}", window.0));
        }
        fn confirm(&mut self, window: WindowId, asked: Asked, answer: Answer) {
            self.0.lock().unwrap().push(format!("{} asked about {}", window.0, asked.name));
            answer(Err(CommandError::new("declined", "no")));
        }
        fn ask_before_close(&mut self, window: WindowId, asks: bool) {
            self.0.lock().unwrap().push(format!("{} asks {asks}", window.0));
        }
        fn close_asked(&mut self, window: WindowId, asked: bool) {
            self.0.lock().unwrap().push(format!("{} close asked {asked}", window.0));
        }
        fn present(&mut self, startup_id: Option<String>, answer: Answer) {
            self.0.lock().unwrap().push(format!("presented {startup_id:?}"));
            answer(Ok(Value::Null));
        }
    }

    struct Drive {
        inbox: Sender<Message>,
        log: Arc<Mutex<Vec<String>>>,
    }

    impl Drive {
        fn call(&self, name: &'static str, call: Call) {
            self.inbox.send(Message::Call { window: MAIN, call, answer: self.noted(name) }).unwrap();
        }

        fn ask(&self, name: &'static str, ask: Ask) {
            self.ask_and(name, ask, true);
        }

        fn ask_and(&self, name: &'static str, ask: Ask, waits: bool) {
            let waits = Box::new(move || waits);
            self.inbox.send(Message::Ask { ask, waits, answer: self.noted(name) }).unwrap();
        }

        fn noted(&self, name: &'static str) -> Answer {
            let log = self.log.clone();
            Box::new(move |answer: Result<Value, CommandError>| {
                let text = answer
                    .map_or_else(|refusal: CommandError| refusal.code.to_owned(), |value| value.to_string());
                log.lock().unwrap().push(format!("{name} -> {text}"));
            })
        }
    }

    /// What happens, in order, when the messages that `script` sends are served.
    fn served(script: impl FnOnce(&Drive)) -> Vec<String> {
        let log = Arc::new(Mutex::new(Vec::new()));
        let (inbox, outbox) = channel();
        let drive = Drive { inbox, log: log.clone() };
        script(&drive);
        drop(drive);
        let mut fake = Fake { log: log.clone(), ..Fake::default() };
        serve(&mut fake, &outbox, &mut Reveals(log.clone()), &Watch::default());
        drop(fake);
        Arc::into_inner(log).unwrap().into_inner().unwrap()
    }

    fn page(drive: &Drive) -> Page {
        let log = drive.log.clone();
        Arc::new(move |json| {
            log.lock().unwrap().push(format!("page {json}"));
            true
        })
    }

    #[test]
    fn frames_go_to_the_page_that_is_ready_after_the_mirror_was_read() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), None));
            drive.call("restore", Call::Restore(Some("t".into())));
            drive.call("ack", Call::MirrorAck { id: 3, ok: true });
        });
        let expected = [
            "ready -> {\"page\":7}",
            "restore Some(\"t\")",
            "restore -> {\"mirror\":null}",
            "page {\"frame\":1}",
            "mirror 3 true",
            "ack -> null",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn the_window_is_revealed_once_by_the_first_acknowledged_frame() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), None));
            for body in ["bad", "{\"events\":[]}", "{\"ack\":0}", "{\"ack\":1,\"v\":1}", "{\"ack\":2}"] {
                drive.call("event", Call::Event(body.into()));
            }
        });
        let expected = [
            "ready -> {\"page\":7}",
            "event -> invalid",
            "event -> null",
            "event -> null",
            "revealed 1 true",
            "event -> null",
            "event -> null",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn a_named_command_is_answered_after_its_turn_and_the_window_follows_its_theme() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), None));
            drive.call("create", Call::Named { name: "session_create", args: Value::Null });
        });
        let expected = [
            "ready -> {\"page\":7}",
            "session_create",
            "page {\"frame\":2}",
            "Dark dark true",
            "create -> \"done\"",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn what_concerns_all_that_is_kept_runs_only_once_the_person_has_agreed_outside_of_the_page() {
        let log = served(|drive| {
            for name in CONFIRMED {
                drive.call(name, Call::Named { name, args: json!({ "consent": "granted" }) });
            }
            for agreed in [false, true] {
                let answer = drive.noted("erase");
                let confirmed = Message::Confirmed { name: "data_erase", args: Value::Null, answer, agreed };
                drive.inbox.send(confirmed).unwrap();
            }
        });
        let expected = [
            "1 asked about consent_grant",
            "consent_grant -> declined",
            "1 asked about consent_withdraw",
            "consent_withdraw -> declined",
            "1 asked about data_erase",
            "data_erase -> declined",
            "1 asked about data_export",
            "data_export -> declined",
            "1 asked about data_import",
            "data_import -> declined",
            "1 asked about session_create",
            "session_create -> declined",
            "erase -> declined",
            "data_erase",
            "Dark dark true",
            "erase -> \"done\"",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn a_further_window_is_built_revealed_by_its_own_first_frame_and_forgotten_when_closed() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), None));
            drive.call("put", Call::Named { name: "record_put", args: Value::Null });
            let ready = Call::Ready(page(drive), None);
            let answer = drive.noted("ready");
            drive.inbox.send(Message::Call { window: FURTHER, call: ready, answer }).unwrap();
            let (call, answer) = (Call::Event("{\"ack\":1}".into()), drive.noted("event"));
            drive.inbox.send(Message::Call { window: FURTHER, call, answer }).unwrap();
            drive.inbox.send(Message::Closed(FURTHER)).unwrap();
        });
        let expected = [
            "ready -> {\"page\":7}",
            "record_put",
            "opened 2 Notes",
            "raised 2",
            "put -> null",
            "ready -> {\"page\":7}",
            "revealed 2 true",
            "event -> null",
            "closed 2",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn another_process_is_answered_after_its_turn_too() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), None));
            drive.ask("focus", Ask::Focus { startup_id: Some("x_TIME7".into()) });
            drive.ask("sweep", Ask::Command { name: "session_sweep".into(), args: json!({}) });
            drive.ask("status", Ask::Status);
            drive.ask_and("late", Ask::Command { name: "session_sweep".into(), args: json!({}) }, false);
        });
        let expected = [
            "ready -> {\"page\":7}",
            "presented Some(\"x_TIME7\")",
            "focus -> null",
            "session_sweep {}",
            "page {\"frame\":3}",
            "sweep -> []",
            "status -> \"well\"",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn what_the_person_does_to_the_window_is_passed_on_and_a_close_is_answered_after_its_turn() {
        let log = served(|drive| {
            drive.call("ready", Call::Ready(page(drive), Some((900, 680))));
            drive.call("ready again", Call::Ready(page(drive), Some((0, 0))));
            for message in [Message::Left(MAIN), Message::Fullscreen(true), Message::CloseRequested(FURTHER)]
            {
                drive.inbox.send(message).unwrap();
            }
            let answer = FileAnswer::Cancelled;
            drive.inbox.send(Message::FileAnswered { question: 3, answer }).unwrap();
            drive.inbox.send(Message::Agreed { question: 4, agreed: true }).unwrap();
        });
        let expected = [
            "900 by 680",
            "ready -> {\"page\":7}",
            "ready again -> {\"page\":7}",
            "left 1",
            "fullscreen true",
            "2 Title(\"asked\")",
            "2 close asked false",
            "3 Cancelled",
            "confirmed 4 true",
            "closed",
        ];
        assert_eq!(log, expected);
    }

    #[test]
    fn the_place_of_the_window_is_passed_on() {
        let geometry =
            Geometry { place: Some((1, 2)), size: (3.0, 4.0), maximized: false, fullscreen: false };
        let log = served(|drive| drive.inbox.send(Message::Placed(geometry)).unwrap());
        assert_eq!(log, ["placed Some((1, 2))", "closed"]);
    }

    #[test]
    fn closing_ends_it_even_where_messages_follow() {
        let log = served(|drive| {
            drive.inbox.send(Message::Focused(MAIN)).unwrap();
            drive.inbox.send(Message::Wake).unwrap();
            drive.inbox.send(Message::Close).unwrap();
            drive.inbox.send(Message::Focused(MAIN)).unwrap();
        });
        assert_eq!(log, ["focused", "reloaded 1", "closed"]);
    }
}
