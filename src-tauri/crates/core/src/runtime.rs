//! [`Runtime`]: windows, their queues of events, and what is sent to their pages.

use std::any::Any;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::activity::{Activity, Cause};
use crate::diff::Differ;
use crate::effect::Effect;
use crate::element::changed_bit;
use crate::error::Result;
use crate::key::{Key, Site};
use crate::kind::Accepts;
use crate::location::{Address, Step};
use crate::notice::{Action, Notice};
use crate::persistence::{Nothing, Persistence};
use crate::state::{Field, Waker};
use crate::theme::ThemeMode;
use crate::tree::{Frame, Stored};
use crate::ui::{Happened, Source, Ui};
use crate::value::InputValue;
use crate::view::View;
use crate::wire::WireError;
use crate::wire::decode::{self, Changed, Event};
use crate::wire::encode::{self, Extras, Message, Tables, WireEffect};

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

/// Events that wait for the app beyond this number are refused: no person is that fast.
const MOST_QUEUED: usize = 1024;
/// Frames that the page has not acknowledged; later turns are sent together when it does.
const MOST_IN_FLIGHT: u64 = 2;
/// The property that makes an element a link: what happens to it leads there.
const HREF: &str = "href";
/// Ids on the wire that are given out before the tree is sent whole again and counting starts anew.
const MOST_IDS: u32 = 1 << 31;

/// An update from the page that waits for its turn.
pub(crate) struct Queued {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    /// None: an event, or a step back or forward where the key is the root's. Some: the new value of a property, and the page's
    /// revision.
    pub(crate) value: Option<(InputValue, u64)>,
}

pub(crate) struct Window {
    pub(crate) id: WindowId,
    pub(crate) root: Key,
    pub(crate) view: View,
    pub(crate) queue: VecDeque<Queued>,
    /// The page load that is connected.
    page: u32,
    connected: bool,
    reset: bool,
    sent: u64,
    acknowledged: u64,
    tables: Tables,
    /// A run is due whatever was read: the first one, or one after a failure.
    pub(crate) due: bool,
    /// The last run failed: any event runs the app again.
    pub(crate) failed: bool,
    pub(crate) notice: Option<(Notice, Origin)>,
    pub(crate) notice_changed: bool,
    /// What the page follows.
    theme_shown: ThemeMode,
    pub(crate) effects: Vec<Effect>,
    mirrors: VecDeque<String>,
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
    differ: Differ,
    pub(crate) log: Vec<LogLine>,
    pub(crate) observer: Box<dyn Fn(Activity)>,
    pages: u32,
    released: bool,
    held: bool,
    answers: Vec<(WindowId, Action)>,
    pub(crate) app_runs: u64,
}

impl Runtime {
    /// A runtime for `app`, which first runs after [`release`](Runtime::release). `waker` is called from other threads
    /// when [`run`](Runtime::run) should be.
    pub fn new(app: impl Fn(&Ui) -> Result + 'static, waker: Waker) -> Self {
        crate::turn::catch_panics();
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
            answers: Vec::new(),
            app_runs: 0,
        }
    }

    /// Opens a window.
    pub fn open_window(&mut self, id: WindowId) {
        let root = Key::root(id.0);
        self.windows.push(Window {
            id,
            root,
            view: View::new(root),
            queue: VecDeque::new(),
            page: 0,
            connected: false,
            reset: true,
            sent: 0,
            acknowledged: 0,
            tables: Tables::new(),
            due: true,
            failed: false,
            notice: None,
            notice_changed: false,
            theme_shown: ThemeMode::System,
            effects: Vec::new(),
            mirrors: VecDeque::new(),
        });
    }

    /// The turns' writes go through `persistence` from now on.
    pub fn set_persistence(&mut self, persistence: Rc<dyn Persistence>) {
        self.persistence = persistence;
    }

    /// Calls `observer` with what a turn is about to do, so that it can be told to a person who waits for it.
    pub fn observe(&mut self, observer: impl Fn(Activity) + 'static) {
        self.observer = Box::new(observer);
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
        let warnings = std::mem::take(&mut self.ui.inner.borrow_mut().warnings);
        self.log.extend(warnings.into_iter().map(|text| LogLine { level: Level::Warn, text }));
        std::mem::take(&mut self.log)
    }

    /// Where in the app an element on the page was made.
    #[must_use]
    pub fn call_site(&self, window: WindowId, id: u32) -> Option<Site> {
        let frame = self.windows.iter().find(|w| w.id == window)?.view.shown();
        frame.by_id(id).map(|index| frame.node(index).site)
    }

    fn send(&mut self, index: usize, outgoing: &mut Vec<Outgoing>) {
        let window = &mut self.windows[index];
        if !window.connected {
            return;
        }
        if window.tables.next_id > MOST_IDS {
            window.reset = true;
        }
        if window.reset {
            window.start_anew(&self.ui);
        }
        if window.sent - window.acknowledged >= MOST_IN_FLIGHT {
            return;
        }
        let mirror = window.mirrors.pop_front();
        let mut message = Message::new();
        let mut extras = Extras { reset: window.sent == 0, mirror: mirror.as_deref(), ..Extras::default() };
        let mut effects = Vec::new();
        if !self.held {
            let ui = &self.ui;
            if let Some((shown, current)) = window.view.pair() {
                let revision = |key| revision_of(ui, key);
                self.differ.run(shown, current, &mut window.tables, &mut message, &revision);
                window.view.show_previous();
            }
            if window.notice_changed {
                extras.notice = Some(window.notice.as_ref().map(|(notice, _)| notice));
            }
            let theme = self.ui.inner.borrow().themes.mode;
            extras.theme = (theme != window.theme_shown).then_some(theme);
            effects = std::mem::take(&mut window.effects);
        }
        extras.effects =
            effects.into_iter().filter_map(|effect| on_wire(effect, window.view.shown())).collect();
        // Before the app has run for the first time there is nothing to show but a notice.
        let nothing_yet = extras.reset && window.due && extras.notice.is_none() && extras.mirror.is_none();
        if nothing_yet
            || (message.is_empty()
                && extras.notice.is_none()
                && extras.theme.is_none()
                && extras.effects.is_empty()
                && extras.mirror.is_none()
                && !extras.reset)
        {
            return;
        }
        window.sent += 1;
        let json = encode::finish(&message, window.sent, &extras);
        if !self.held {
            window.notice_changed = false;
            window.theme_shown = extras.theme.unwrap_or(window.theme_shown);
        }
        outgoing.push(Outgoing { window: window.id, frame: window.sent, json });
        if !window.mirrors.is_empty() {
            self.send(index, outgoing);
        }
    }
}

/// The newest of the page's revisions that a field's value includes.
fn revision_of(ui: &Ui, key: Key) -> u64 {
    let inner = ui.inner.borrow();
    let slot = inner.slots.get(inner.slots.find(key, crate::key::NONE));
    let cell = slot.and_then(|slot| slot.cell.clone());
    cell.and_then(|cell| cell.borrow().downcast_ref::<Field>().map(|field| field.revision)).unwrap_or(0)
}

fn on_wire(effect: Effect, shown: &Frame) -> Option<WireEffect> {
    match effect {
        Effect::Focus(key) => {
            let node = shown.nodes.iter().find(|node| node.key == key)?;
            Some(WireEffect::Focus(node.id))
        }
        Effect::Toast(text) => Some(WireEffect::Toast(text)),
    }
}

impl Window {
    /// Checks an event against what the page shows and queues it. Answers the action of a notice.
    fn accept(&mut self, event: Event) -> Result<Option<Action>, &'static str> {
        let (id, name, value) = match event {
            Event::Notice(action) => {
                let offered =
                    self.notice.as_ref().is_some_and(|(notice, _)| notice.actions.contains(&action));
                return if offered { Ok(Some(action)) } else { Err("the notice does not offer this action") };
            }
            Event::SystemTheme { .. } => return Ok(None),
            Event::Step(step) => {
                return self.queue(Queued { key: self.root, name: step.name(), value: None });
            }
            Event::Happened { node, name } => (node, name, None),
            Event::Changed { node, name, value, revision } => (node, name, Some((value, revision))),
        };
        let shown = self.view.shown();
        let index = shown.by_id(id).filter(|index| *index != crate::tree::ROOT);
        let node = shown.node(index.ok_or("no such element")?);
        if node.disabled {
            return Err("the element is disabled");
        }
        let (name, value) = match value {
            None => {
                let known = node.kind.events.iter().find(|event| **event == name);
                (*known.ok_or("the element has no such event")?, None)
            }
            Some((value, revision)) => {
                let input = node.kind.inputs.iter().find(|input| input.name == name);
                let input = input.ok_or("the person may not change this property")?;
                let value = match (value, input.accepts) {
                    (Changed::Bool(on), Accepts::Bool) => InputValue::Bool(on),
                    (Changed::Text(text), Accepts::Text { max_bytes }) if text.len() <= max_bytes => {
                        InputValue::Text(text)
                    }
                    (Changed::Text(_), Accepts::Text { .. }) => return Err("the text is too long"),
                    _ => return Err("the value is of another type"),
                };
                (input.name, Some((value, revision)))
            }
        };
        let key = node.key;
        self.queue(Queued { key, name, value })
    }

    /// A newer value of a field takes the place of one that still waits, unless something happened between the two.
    fn queue(&mut self, queued: Queued) -> Result<Option<Action>, &'static str> {
        if let Some((_, revision)) = queued.value {
            let waiting = self.queue.iter_mut().rev().take_while(|waiting| waiting.value.is_some());
            for waiting in waiting {
                if waiting.key == queued.key && waiting.name == queued.name {
                    if waiting.value.as_ref().is_some_and(|(_, before)| *before < revision) {
                        waiting.value = queued.value;
                    }
                    return Ok(None);
                }
            }
        }
        if self.queue.len() >= MOST_QUEUED {
            return Err("more events came than the app can take");
        }
        self.queue.push_back(queued);
        Ok(None)
    }

    /// The page knows nothing: tables and revisions start again.
    fn start_anew(&mut self, ui: &Ui) {
        self.reset = false;
        self.notice_changed = self.notice.is_some() || self.sent > 0;
        self.sent = 0;
        self.acknowledged = 0;
        self.tables = Tables::new();
        self.theme_shown = ThemeMode::System;
        self.view.forget_shown(self.root);
        let inner = &mut *ui.inner.borrow_mut();
        for slot in inner.slots.iter_mut().filter(|slot| slot.window == self.id.0) {
            if let Some(cell) = &slot.cell
                && let Some(field) = cell.borrow_mut().downcast_mut::<Field>()
            {
                field.revision = 0;
            }
        }
    }

    pub(crate) fn put_notice(&mut self, notice: Option<(Notice, Origin)>) {
        if self.notice != notice {
            self.notice = notice;
            self.notice_changed = true;
        }
    }

    /// The updates of one turn: in order, up to the first that would be the second of its field or event.
    pub(crate) fn take_batch(&mut self) -> Vec<Queued> {
        let mut batch: Vec<Queued> = Vec::new();
        while let Some(next) = self.queue.front() {
            if batch.iter().any(|taken| taken.key == next.key && taken.name == next.name) {
                break;
            }
            batch.extend(self.queue.pop_front());
        }
        batch
    }

    /// Puts the batch's values into fields and answers what happened, as far as the app asks for it, and what of it came
    /// first. Values that runs have read make the window due by themselves.
    pub(crate) fn apply(
        &mut self,
        batch: Vec<Queued>,
        ui: &Ui,
        log: &mut Vec<LogLine>,
    ) -> (Vec<Happened>, Option<Cause>) {
        let mut happened = Vec::new();
        let mut cause = None;
        for Queued { key, name, value } in batch {
            if let Some(step) = Step::parse(name).filter(|_| key == self.root) {
                ui.step(self.id.0, step);
                continue;
            }
            // By what the last run described: an element that is gone or disabled by now takes nothing.
            let latest = self.view.previous();
            let Some(index) = latest.nodes.iter().position(|node| node.key == key) else { continue };
            let node = &latest.nodes[index];
            if node.disabled {
                continue;
            }
            let (kind, site, asked) = (node.kind, node.site, node.asked);
            cause.get_or_insert(Cause { name, kind: kind.name, site });
            let Some((value, revision)) = value else {
                if let Some(Stored::Text { start, end }) = latest.prop(index as u32, HREF) {
                    // To where the page does not follow it by itself; anywhere else is the system's business.
                    let _ = ui.go_to(self.id.0, latest.text(start, end));
                }
                let event = kind.events.iter().position(|event| *event == name);
                if event.is_some_and(|event| asked & (1 << event) != 0) {
                    happened.push(Happened { key, name, value: None });
                }
                continue;
            };
            let Some(input) = kind.inputs.iter().position(|input| input.name == name) else { continue };
            let slot = ui.field(crate::element::field_key(key, input), site, || kind.inputs[input].default());
            let Some(changed) = ui.change_field(slot, value.clone(), revision) else {
                log.push(LogLine {
                    level: Level::Warn,
                    text: "refused from the page: the change is out of date".into(),
                });
                continue;
            };
            self.note_on_page(key, index as u32, name, &value);
            if changed && asked & changed_bit(input) != 0 {
                happened.push(Happened { key, name, value: Some(value) });
            }
        }
        (happened, cause)
    }

    /// The page shows this value already: it is not to be sent back.
    fn note_on_page(&mut self, key: Key, latest: u32, name: &'static str, value: &InputValue) {
        self.view.previous_mut().set_input(latest, name, value);
        if !self.view.is_up_to_date() {
            let shown = self.view.shown_mut();
            if let Some(index) = shown.nodes.iter().position(|node| node.key == key) {
                shown.set_input(index as u32, name, value);
            }
        }
    }
}
