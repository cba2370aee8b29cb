//! [`Runtime`]: windows, their queues of events, and what is sent to their pages.

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::activity::Activity;
use crate::asset::Assets;
use crate::clock::Clock;
use crate::diff::Differ;
use crate::error::Result;
use crate::key::Site;
use crate::location::Address;
use crate::notice::{Action, Notice};
use crate::persistence::{Nothing, Persistence};
use crate::request::Request;
use crate::spawn::Spawner;
use crate::state::Waker;
use crate::theme::ThemeMode;
use crate::ui::{Source, Ui};
use crate::window::Window;
use crate::windows::WindowRequest;
use crate::wire::WireError;
use crate::wire::decode::{self, Event};

/// A window of the app.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct WindowId(pub u32);

/// A message for a window's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outgoing {
    /// Whose page.
    pub window: WindowId,
    /// The frame's number.
    pub frame: u64,
    /// The message.
    pub json: String,
}

/// Something for the log: a sentence without the person's data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogLine {
    /// How grave it is.
    pub level: Level,
    /// What happened.
    pub text: String,
}

/// How grave a line of the log is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something was refused, or looks wrong in the app's code.
    Warn,
    /// Something noteworthy went as it should.
    Info,
}

/// Who answers a notice's actions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// The app failed: "try again" runs it again.
    App,
    /// A commit failed: "try again" commits again.
    Commit,
    /// Whoever called [`Runtime::set_notice`].
    Outside,
}

pub(crate) type App = Rc<dyn Fn(&Ui) -> Result>;

/// One process's app: all windows, their state, and what their pages show. It lives on one thread and never waits: time,
/// threads and input come from outside.
pub struct Runtime {
    pub(crate) ui: Ui,
    pub(crate) app: App,
    pub(crate) persistence: Rc<dyn Persistence>,
    pub(crate) windows: Vec<Window>,
    pub(crate) differ: Differ,
    pub(crate) log: Vec<LogLine>,
    pub(crate) observer: Box<dyn Fn(Activity)>,
    pages: u32,
    released: bool,
    pub(crate) held: bool,
    /// Another person was signed in, or nobody any more, in the turn that is not committed yet.
    pub(crate) was_reset: bool,
    answers: Vec<(WindowId, Action)>,
    pub(crate) app_runs: u64,
    pub(crate) last_window: u32,
    pub(crate) window_requests: Vec<WindowRequest>,
    pub(crate) requests: Vec<(WindowId, Request)>,
}

impl Runtime {
    /// A runtime for `app`, which first runs after [`release`](Runtime::release). `waker` is called from other threads
    /// when [`run`](Runtime::run) should be.
    pub fn new(app: impl Fn(&Ui) -> Result + 'static, waker: Waker) -> Self {
        crate::failure::catch_panics();
        Runtime {
            ui: Ui::new(waker),
            app: Rc::new(app),
            persistence: Rc::new(Nothing),
            windows: Vec::new(),
            differ: Differ::default(),
            log: Vec::new(),
            observer: Box::new(|_| {}),
            pages: 0,
            released: false,
            held: false,
            was_reset: false,
            answers: Vec::new(),
            app_runs: 0,
            last_window: 0,
            window_requests: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// Opens a window.
    pub fn open_window(&mut self, id: WindowId) {
        self.last_window = self.last_window.max(id.0);
        self.windows.push(Window::new(id));
    }

    /// The turns' writes go through `persistence` from now on.
    pub fn set_persistence(&mut self, persistence: Rc<dyn Persistence>) {
        self.ui.inner.borrow_mut().persistence = Rc::clone(&persistence);
        self.persistence = persistence;
    }

    /// Calls `observer` with what a turn is about to do, so that it can be told to a person who waits for it.
    pub fn observe(&mut self, observer: impl Fn(Activity) + 'static) {
        self.observer = Box::new(observer);
    }

    /// Timers go by `clock` from now on.
    pub fn set_clock(&mut self, clock: Rc<dyn Clock>) {
        self.ui.inner.borrow_mut().clock = clock;
    }

    /// Tasks run on `spawner` from now on.
    pub fn set_spawner(&mut self, spawner: Arc<dyn Spawner>) {
        self.ui.inner.borrow_mut().spawner = spawner;
    }

    /// How long [`run`](Runtime::run) may be left uncalled, as far as the app's timers go.
    #[must_use]
    pub fn next_wake(&self) -> Option<Duration> {
        if !self.released {
            return None;
        }
        let inner = self.ui.inner.borrow();
        let due = inner.next_tick()?;
        Some(Duration::from_millis(due.saturating_sub(inner.clock.monotonic_ms())))
    }

    /// Makes `service` available by [`Ui::service`].
    pub fn add_service<T: Any>(&mut self, service: Rc<T>) {
        self.ui.add_service(service);
    }

    /// Lets the app run: who is signed in is known.
    pub fn release(&mut self) {
        self.released = true;
    }

    /// Whether the app may run.
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.released
    }

    /// Holds frames back, mirror messages aside.
    pub fn set_held(&mut self, held: bool) {
        self.held = held;
    }

    /// A page has loaded, or loaded again: it gets the whole tree. Answers the number by which it names itself.
    ///
    /// # Errors
    ///
    /// The window is not known.
    pub fn connect(&mut self, window: WindowId) -> Result<u32, WireError> {
        self.pages = self.pages.wrapping_add(1).max(1);
        let page = self.pages;
        let window = self.windows.iter_mut().find(|w| w.id == window).ok_or(WireError::UnknownWindow)?;
        window.page = page;
        window.connected = true;
        window.reset = true;
        let id = window.id.0;
        self.ui.end_gestures(id);
        Ok(page)
    }

    /// Takes a message from a page. Answers how many events of the person were in it.
    ///
    /// # Errors
    ///
    /// What was refused, and why. With [`WireError::Event`] only those events were, else the whole message.
    pub fn receive(&mut self, window: WindowId, bytes: &[u8]) -> Result<usize, WireError> {
        let message = decode::parse(bytes)?;
        let window = self.windows.iter_mut().find(|w| w.id == window).ok_or(WireError::UnknownWindow)?;
        if !window.connected {
            return Err(WireError::UnknownWindow);
        }
        if message.page != window.page {
            return Err(WireError::StalePage);
        }
        if let Some(ack) = message.ack {
            if ack > window.sent {
                return Err(WireError::UnknownFrame);
            }
            window.acknowledged = window.acknowledged.max(ack);
        }
        let mut events = message.events.len();
        let mut refused = 0;
        let mut first_reason = "";
        for event in message.events {
            if let Event::SystemTheme { dark } = event {
                self.ui.system_is_dark(dark);
                // Not the person's doing.
                events -= 1;
                continue;
            }
            if let Event::Resized { width, height } = event {
                self.ui.resized(window.id.0, width, height);
                events -= 1;
                continue;
            }
            match window.accept(event) {
                Ok(None) => {}
                Ok(Some(action)) => self.answers.push((window.id, action)),
                Err(reason) => {
                    refused += 1;
                    first_reason = reason;
                }
            }
        }
        if refused > 0 {
            return Err(WireError::Event { refused, reason: first_reason });
        }
        Ok(events)
    }

    /// Runs turns until nothing is left to do, and answers the messages for the pages, in order.
    pub fn run(&mut self) -> Vec<Outgoing> {
        self.turns();
        let mut outgoing = Vec::new();
        for index in 0..self.windows.len() {
            self.send(index, &mut outgoing);
        }
        outgoing
    }

    /// Runs turns until nothing is left to do, and sends nothing.
    pub fn turns_only(&mut self) {
        self.turns();
    }

    /// The answers to notices of [`set_notice`](Runtime::set_notice) since the last call. Answers to the runtime's own
    /// notices are dealt with by [`run`](Runtime::run).
    pub fn take_answers(&mut self) -> Vec<(WindowId, Action)> {
        let windows = &self.windows;
        let outside = |id: &WindowId| {
            windows.iter().any(|w| w.id == *id && w.notice.as_ref().is_some_and(|n| n.1 == Origin::Outside))
        };
        let (outside, own) = std::mem::take(&mut self.answers).into_iter().partition(|(id, _)| outside(id));
        self.answers = own;
        outside
    }

    pub(crate) fn own_answers(&mut self) -> Vec<(WindowId, Action)> {
        std::mem::take(&mut self.answers)
    }

    /// Shows a notice above the app of one window, or takes it away.
    pub fn set_notice(&mut self, window: WindowId, notice: Option<Notice>) {
        if let Some(window) = self.windows.iter_mut().find(|w| w.id == window) {
            window.put_notice(notice.map(|notice| (notice, Origin::Outside)));
        }
    }

    /// Whether a notice is shown above the app of a window.
    #[must_use]
    pub fn has_notice(&self, window: WindowId) -> bool {
        self.windows.iter().any(|w| w.id == window && w.notice.is_some())
    }

    /// What the person chose as the theme.
    #[must_use]
    pub fn theme(&self) -> ThemeMode {
        self.ui.inner.borrow().themes.mode
    }

    /// Whether the windows are dark now, by choice or by the system as their pages have told it.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        self.ui.inner.borrow().themes.is_dark()
    }

    /// Chooses the theme for all windows, as the person would.
    #[track_caller]
    pub fn set_theme(&mut self, mode: ThemeMode) {
        self.ui.theme().set(mode);
    }

    /// Where a window is in its app.
    #[must_use]
    pub fn location(&self, window: WindowId) -> Address {
        self.ui.address_of(window.0)
    }

    /// Lets a window begin at an address, with nothing to go back to.
    #[track_caller]
    pub fn begin_at(&mut self, window: WindowId, address: &Address) {
        self.ui.begin_at(window.0, address.clone());
    }

    /// Sends a mirror message, ready as JSON, to a window's page.
    pub fn send_mirror(&mut self, window: WindowId, json: String) {
        if let Some(window) = self.windows.iter_mut().find(|w| w.id == window) {
            window.mirrors.push_back(json);
        }
    }

    /// `source` has changed outside of any run: its readers run again.
    #[track_caller]
    pub fn wrote(&mut self, source: Source) {
        self.ui.wrote(source);
    }

    /// Forgets every value that the app keeps between runs, and runs it again in all windows.
    pub fn reset_all(&mut self) {
        self.ui.reset_all();
    }

    /// How often the app function has run.
    #[must_use]
    pub fn app_runs(&self) -> u64 {
        self.app_runs
    }

    /// Lines for the log since the last call.
    pub fn take_log(&mut self) -> Vec<LogLine> {
        let (warnings, failures) = {
            let inner = &mut *self.ui.inner.borrow_mut();
            (std::mem::take(&mut inner.warnings), std::mem::take(&mut inner.failures))
        };
        self.log.extend(failures.into_iter().map(|text| LogLine { level: Level::Error, text }));
        self.log.extend(warnings.into_iter().map(|text| LogLine { level: Level::Warn, text }));
        self.log.append(&mut self.ui.inner.borrow_mut().told);
        std::mem::take(&mut self.log)
    }

    /// What the app has asked of the system since the last call, in order. What a failed turn asked for is not among it.
    pub fn take_requests(&mut self) -> Vec<(WindowId, Request)> {
        std::mem::take(&mut self.requests)
    }

    /// The assets that the windows show, for whoever serves them.
    #[must_use]
    pub fn assets(&self) -> Assets {
        self.ui.inner.borrow().assets.assets.clone()
    }

    /// Where the names of assets come from: 128 bits that nobody can guess.
    pub fn set_asset_names(&mut self, names: impl Fn() -> Option<[u8; 16]> + 'static) {
        self.ui.inner.borrow_mut().assets.names = Some(Box::new(names));
    }

    /// Where in the app an element on the page was made.
    #[must_use]
    pub fn call_site(&self, window: WindowId, id: u32) -> Option<Site> {
        let frame = self.windows.iter().find(|w| w.id == window)?.view.shown();
        frame.by_id(id).map(|index| frame.node(index).site)
    }
}
