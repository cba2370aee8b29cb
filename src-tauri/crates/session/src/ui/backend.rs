//! [`Backend`]: one process's runtime and sessions, as the host and the headless harness drive them.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use hyperdiv_core::wire::WireError;
use hyperdiv_core::{
    Action, Activity, Assets, Clock, DroppedFiles, FileAnswer, Level, LogLine, Notice, Outgoing, Request,
    Runtime, Spawner, ThemeMode, Ui, Waker, WindowId, WindowRequest,
};
use serde_json::{Value, json};

use super::command::{self, CommandError, Effect};
use super::kept::Kept;
use super::notices::{keys_lost, mirror_silent, nothing_is_saved, store_restored, store_unreadable};
use super::{RECORDS, Service, WHO, record_source};
use crate::home::{Home, HomeError};
use crate::life::{Mirror, OpenError, Restored, Sessions, Settings};

/// How long the page may take to tell what localStorage holds.
const MIRROR_AWAITED_MS: u64 = 5000;
/// How long a frame that shows a new token's session waits for the page to have read it back.
const FRAME_HELD_MS: u64 = 1000;
/// How often the last use of a session is noted on disk.
const USE_NOTED_EVERY_MS: u64 = 60 * 1000;
/// How often a removal that failed is tried again.
const REMOVAL_RETRIED_EVERY_MS: u64 = 2000;
/// How often sessions past their limits are looked for while the program runs.
const SWEPT_EVERY_MS: u64 = 3600 * 1000;
/// The same after a leap of the clock has turned out to be time that passed, or a mistake.
const SETTLED_EVERY_MS: u64 = 60 * 1000;
/// When, after a start, the first snapshot is taken if there is none of the last day.
const SNAPSHOT_AFTER_MS: u64 = 60 * 1000;
/// Longer tokens from the page are cut before they are looked at; they are refused either way.
const MOST_TOKEN_BYTES: usize = 1024;

/// What a backend starts with.
pub struct Start {
    /// Where the profile's things live.
    pub home: Box<dyn Home>,
    /// The time.
    pub clock: Rc<dyn Clock>,
    /// Called from other threads when [`Backend::run`] should be.
    pub waker: Waker,
    /// What runs the app's tasks.
    pub spawner: Arc<dyn Spawner>,
    /// What the app has set.
    pub settings: Settings,
    /// Whether the webview's localStorage outlives the process: not before consent.
    pub webview_persistent: bool,
    /// The windows.
    pub windows: Vec<WindowId>,
}

/// Why a backend could not start.
pub type StartError = OpenError;

/// One process's app: what the host puts in windows and the harness drives without one. It lives on one thread.
///
/// Call [`run`](Backend::run) after every other call, when the waker is called, and after
/// [`next_wake`](Backend::next_wake).
pub struct Backend {
    runtime: Runtime,
    service: Rc<Service>,
    clock: Rc<dyn Clock>,
    webview_persistent: bool,
    /// The windows of the start, whose addresses are kept.
    first_windows: Vec<WindowId>,
    /// Pages that have told what localStorage holds, once each.
    restored: HashSet<WindowId>,
    stage: Stage,
    kept: Kept,
    held_until: Option<u64>,
    use_noted: u64,
    removal_tried: u64,
    swept: u64,
    /// When the snapshot is due that the start has left for later. Nothing wakes for it: an idle process has the hourly one.
    snapshot_due: Option<u64>,
    last_id: String,
    log: Vec<LogLine>,
    reloads: Vec<WindowId>,
}

/// How far the start is.
enum Stage {
    /// No page is there yet.
    Waiting,
    /// A page is there and has not told what localStorage holds.
    Asked { since: u64, shown: bool },
    /// The store could not be read; what the page told is kept for another try.
    Unreadable { mirror: Option<String> },
    /// It is known who is signed in; the store was made anew, and the person has not read that yet.
    Restored,
    /// It is known who is signed in.
    Running,
}

impl Backend {
    /// Opens the profile and prepares the app, which first runs once the page has told what localStorage holds.
    ///
    /// # Errors
    ///
    /// [`OpenError`]. A store that cannot be read is shown to the person instead.
    pub fn start(
        app: impl Fn(&Ui) -> hyperdiv_core::Result + 'static,
        start: Start,
    ) -> Result<Backend, StartError> {
        let now = start.clock.now_ms().div_euclid(1000);
        let swept = start.clock.monotonic_ms();
        let sessions = Sessions::open(start.home, &start.settings, now)?;
        let service = Rc::new(Service {
            sessions: RefCell::new(sessions),
            spawner: Arc::clone(&start.spawner),
            clock: Rc::clone(&start.clock),
        });
        let mut runtime = Runtime::new(app, start.waker);
        runtime.set_clock(Rc::clone(&start.clock));
        runtime.set_spawner(start.spawner);
        runtime.add_service(Rc::clone(&service));
        runtime.set_persistence(Rc::clone(&service) as _);
        for window in &start.windows {
            runtime.open_window(*window);
        }
        runtime.set_asset_names(|| {
            let mut name = [0; 16];
            getrandom::fill(&mut name).ok()?;
            Some(name)
        });
        let mut kept = Kept::default();
        service.with(|sessions, _| kept.restore_theme(&mut runtime, sessions));
        Ok(Backend {
            runtime,
            service,
            clock: start.clock,
            webview_persistent: start.webview_persistent,
            first_windows: start.windows,
            restored: HashSet::new(),
            stage: Stage::Waiting,
            kept,
            held_until: None,
            use_noted: swept,
            removal_tried: 0,
            swept,
            snapshot_due: Some(swept.saturating_add(SNAPSHOT_AFTER_MS)),
            last_id: String::new(),
            log: Vec::new(),
            reloads: Vec::new(),
        })
    }

    /// Whose data these are: the app's id and the profile's name, for exports and imports.
    pub fn set_origin(&mut self, app: &str, profile: &str) {
        self.service.with(|sessions, _| sessions.set_origin(app, profile));
    }

    /// Calls `observer` with what a turn is about to do, so that it can be told to a person who waits for it.
    pub fn observe(&mut self, observer: impl Fn(Activity) + 'static) {
        self.runtime.observe(observer);
    }

    /// A page has loaded. Answers the number by which it names itself.
    ///
    /// # Errors
    ///
    /// The window is not known.
    pub fn ui_ready(&mut self, window: WindowId) -> Result<u32, CommandError> {
        let page = self.runtime.connect(window).map_err(|error| refusal(&error))?;
        self.restored.remove(&window);
        if matches!(self.stage, Stage::Waiting) {
            self.stage = Stage::Asked { since: self.clock.monotonic_ms(), shown: false };
        }
        Ok(page)
    }

    /// The page tells what localStorage holds. At the start of the process that decides who is signed in; on a reload
    /// memory knows, whatever the page says.
    ///
    /// # Errors
    ///
    /// It was told before in this page load.
    pub fn session_restore(
        &mut self,
        window: WindowId,
        token: Option<&str>,
    ) -> Result<Option<Mirror>, CommandError> {
        if !self.runtime.windows().contains(&window) || !self.restored.insert(window) {
            return Err(CommandError::new("not_allowed", "a page may tell its mirror once"));
        }
        match self.stage {
            Stage::Running | Stage::Restored => self.service.with(|sessions, _| {
                let known = sessions.mirrored_token();
                if known.as_deref() != token {
                    sessions.repeat_mirror();
                }
            }),
            Stage::Waiting | Stage::Asked { .. } | Stage::Unreadable { .. } => {
                // Cut, a token that is too long stays one that is refused.
                let token = token.map(|token| token.get(..MOST_TOKEN_BYTES).unwrap_or(token));
                self.decide(token.map(str::to_owned));
            }
        }
        let mirror = self.service.with(|sessions, _| sessions.take_mirrors().pop());
        Ok(mirror)
    }

    /// Decides who is signed in, and lets the app run.
    fn decide(&mut self, mirror: Option<String>) {
        let told = mirror.is_some();
        let restored = self.service.with(|sessions, now| sessions.restore(mirror.as_deref(), now));
        if restored == Restored::Unreadable {
            let notice = self.unreadable(store_unreadable);
            self.stage = Stage::Unreadable { mirror };
            return self.show(notice.as_ref());
        }
        if let Some(recovery) = self.service.with(|sessions, _| sessions.recovery()) {
            self.stage = Stage::Restored;
            return self.show(Some(&store_restored(&recovery)));
        }
        self.begin();
        // Who was signed in is told why they are not.
        let lost = self.service.with(|sessions, _| sessions.is_ring_lost());
        if restored == Restored::SignedOut && told && lost {
            self.show(Some(&keys_lost()));
        }
    }

    fn begin(&mut self) {
        self.stage = Stage::Running;
        self.last_id = self.service.with(|sessions, _| sessions.id());
        self.service.with(|sessions, _| {
            self.kept.restore_addresses(&mut self.runtime, sessions, &self.first_windows);
        });
        self.show(None);
        self.runtime.release();
    }

    /// Looks at why the home cannot be opened, if it cannot.
    pub fn unreadable<R>(&self, look: impl FnOnce(&HomeError) -> R) -> Option<R> {
        self.service.with(|sessions, _| sessions.unreadable().map(look))
    }

    /// Keeps saying that nothing is kept, in windows that have nothing else to say.
    fn remind(&mut self) {
        if !self.service.with(|sessions, _| sessions.is_home_passed_over()) {
            return;
        }
        for window in self.runtime.windows() {
            if !self.runtime.has_notice(window) {
                self.runtime.set_notice(window, Some(nothing_is_saved()));
            }
        }
    }

    fn show(&mut self, notice: Option<&Notice>) {
        for window in self.runtime.windows() {
            self.runtime.set_notice(window, notice.cloned());
        }
    }

    /// The page has carried out a mirror message, and read it back if `ok`.
    pub fn mirror_ack(&mut self, id: u64, ok: bool) {
        let now = self.clock.monotonic_ms();
        let persistent = self.webview_persistent;
        self.service.with(|sessions, _| sessions.mirror_ack(id, ok, persistent, now));
        if !self.service.with(|sessions, _| sessions.awaits_mirror()) {
            self.held_until = None;
        }
    }

    /// Takes a message from a page.
    ///
    /// # Errors
    ///
    /// What was refused, and why.
    pub fn ui_event(&mut self, window: WindowId, body: &[u8]) -> Result<(), CommandError> {
        let received = self.runtime.receive(window, body);
        // An acknowledgement is the page's doing; only what the person does keeps the session from idling out.
        if matches!(received, Ok(1..) | Err(WireError::Event { .. })) {
            self.service.with(|sessions, now| sessions.touch(now));
        }
        if let Err(error) = &received {
            let text = format!("refused from the page: {error}");
            self.log.push(LogLine { level: Level::Warn, text });
        }
        match received {
            // The rest of the message was used: the page must not send it again.
            Ok(_) | Err(WireError::Event { .. }) => Ok(()),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// The words of the app for what a command wants the person to agree to, or to take back, where it does.
    #[must_use]
    pub fn purpose_text(&self, name: &str, args: &Value) -> Option<String> {
        self.service.with(|sessions, _| command::purpose_text(sessions, name, args))
    }

    /// Runs one of [`COMMANDS`](super::COMMANDS) for a page whose app allows it.
    ///
    /// # Errors
    ///
    /// [`CommandError`].
    pub fn command(&mut self, name: &str, args: &Value) -> Result<Value, CommandError> {
        if !matches!(self.stage, Stage::Running) {
            return Err(CommandError::new("busy", "the app has not started yet"));
        }
        self.turn_of(|sessions, now| command::run(sessions, now, name, args))
    }

    /// Runs `session_list`, `session_revoke`, `session_sweep`, `keys_rotate`, `data_export`, `data_import` or `data_erase` for the person at
    /// the command line. Every window follows; what was to be removed is off the disk when this answers.
    ///
    /// # Errors
    ///
    /// [`CommandError`]. A session whose record could not be removed has ended nevertheless; the removal is tried again.
    pub fn administer(&mut self, name: &str, args: &Value) -> Result<Value, CommandError> {
        match self.stage {
            Stage::Running | Stage::Restored => {}
            Stage::Waiting | Stage::Asked { .. } => {
                return Err(CommandError::new("busy", "the app has not started yet; try again"));
            }
            Stage::Unreadable { .. } if name == "data_erase" => {
                let erased = self.turn_of(|sessions, now| command::administer(sessions, now, name, args))?;
                self.begin();
                return Ok(erased);
            }
            Stage::Unreadable { .. } => {
                let why = self.service.with(|sessions, _| sessions.unreadable().map(ToString::to_string));
                return Err(CommandError::new("unreadable", why.unwrap_or_default()));
            }
        }
        self.turn_of(|sessions, now| command::administer(sessions, now, name, args))
    }

    /// Runs a command, and lets the windows follow.
    fn turn_of(
        &mut self,
        run: impl FnOnce(&mut Sessions, i64) -> Result<(Value, Effect), CommandError>,
    ) -> Result<Value, CommandError> {
        let (before, result, after) = self.service.with(|sessions, now| {
            let before = sessions.number();
            let result = run(sessions, now);
            (before, result, sessions.number())
        });
        // Also after a failed commit: a session that was to end has ended.
        if before.is_some() && before != after {
            self.runtime.reset_all();
        }
        match &result {
            Ok((_, Effect::None)) => {}
            Ok((_, Effect::Record(name))) => {
                self.runtime.wrote(record_source(name));
                self.runtime.wrote(RECORDS);
            }
            Ok((_, Effect::Imported(places))) => {
                self.runtime.wrote(WHO);
                places.iter().for_each(|place| self.runtime.wrote(record_source(place)));
            }
            Ok((_, Effect::Erased)) => {
                self.runtime.reset_all();
                self.runtime.wrote(WHO);
            }
            Ok((_, Effect::Changed)) | Err(_) => self.runtime.wrote(WHO),
        }
        result.map(|(value, _)| value)
    }

    /// How the profile's store is, for `hyperdiv doctor`: `{"state": "none" | "open" | "unreadable", "why"?}`.
    #[must_use]
    pub fn health(&self) -> Value {
        self.service.with(|sessions, _| match sessions.unreadable() {
            Some(why) => json!({ "state": "unreadable", "why": why.to_string() }),
            None if sessions.is_kept_on_disk() => json!({ "state": "open" }),
            None => json!({ "state": "none" }),
        })
    }

    /// A window got the focus: a mirror that was edited is repaired.
    pub fn focused(&mut self, window: WindowId) {
        self.runtime.set_focused(window, true);
        if matches!(self.stage, Stage::Running) {
            self.service.with(|sessions, _| {
                if sessions.mirrored_token().is_some() {
                    sessions.repeat_mirror();
                }
            });
        }
    }

    /// A window lost the focus.
    pub fn left(&mut self, window: WindowId) {
        self.runtime.set_focused(window, false);
    }

    /// A page tells, with its hand-shake, how large it is.
    pub fn resized(&mut self, window: WindowId, width: u32, height: u32) {
        self.runtime.set_size(window, width, height);
    }

    /// A window fills the screen, or does so no more.
    pub fn set_fullscreen(&mut self, window: WindowId, fullscreen: bool) {
        self.runtime.set_fullscreen(window, fullscreen);
    }

    /// The windows whose app is to be asked before they close.
    #[must_use]
    pub fn ask_before_close(&self) -> Vec<WindowId> {
        let mut windows = self.runtime.windows();
        windows.retain(|window| self.runtime.asks_before_close(*window));
        windows
    }

    /// The person asks for a window to close. False where the app does not ask about that: the window closes.
    pub fn request_close(&mut self, window: WindowId) -> bool {
        self.runtime.request_close(window)
    }

    /// What the app has asked of the system since the last call.
    pub fn take_requests(&mut self) -> Vec<(WindowId, Request)> {
        self.runtime.take_requests()
    }

    /// Files are dragged over a window, or are so no more.
    pub fn drag_files(&mut self, window: WindowId, over: bool) {
        self.runtime.drag_files(window, over);
    }

    /// The person has dropped files on a window, at this place of its content, in CSS pixels.
    pub fn drop_files(&mut self, window: WindowId, at: (f64, f64), files: DroppedFiles) {
        self.runtime.drop_files(window, at, files);
    }

    /// Answers the app's question for a file.
    pub fn answer_file(&mut self, question: u64, answer: FileAnswer) {
        self.runtime.answer_file(question, answer);
    }

    /// Answers the app's question that the person answers with yes or no.
    pub fn answer_confirmation(&mut self, question: u64, agreed: bool) {
        self.runtime.answer_confirmation(question, agreed);
    }

    /// The assets that the windows show, for whoever serves them.
    #[must_use]
    pub fn assets(&self) -> Assets {
        self.runtime.assets()
    }

    /// Does all that is due and answers the messages for the pages, in order.
    pub fn run(&mut self) -> Vec<Outgoing> {
        self.watch_start();
        self.keep_limits();
        self.answer();
        let outgoing = self.turn_and_send();
        self.note_use();
        self.keep(outgoing.is_empty());
        outgoing
    }

    /// Keeps theme, places and addresses for the next start. Frames do not wait for that: while there are any, it does.
    fn keep(&mut self, idle: bool) {
        let now = self.clock.monotonic_ms();
        let running = matches!(self.stage, Stage::Running);
        self.service.with(|sessions, _| {
            if running {
                self.kept.look(&self.runtime, sessions, &self.first_windows, now);
            }
            if idle && self.kept.due().is_some_and(|due| due <= now) {
                self.kept.save(sessions);
            }
        });
    }

    /// What the host keeps of a window's place, as [`keep_place`](Backend::keep_place) got it.
    #[must_use]
    pub fn place(&self, window: WindowId) -> Option<Vec<u8>> {
        self.service.with(|sessions, _| sessions.app_value(&place_of(window)))
    }

    /// Keeps a window's place for the next start, if the person has let the app keep something on this computer.
    pub fn keep_place(&mut self, window: WindowId, place: Vec<u8>) {
        let now = self.clock.monotonic_ms();
        self.service.with(|sessions, _| self.kept.set(sessions, &place_of(window), place, now));
    }

    /// What the person chose as the theme, and whether the windows are dark now.
    #[must_use]
    pub fn theme(&self) -> (ThemeMode, bool) {
        (self.runtime.theme(), self.runtime.is_dark())
    }

    fn turn_and_send(&mut self) -> Vec<Outgoing> {
        // A rotated id is shown only after the page holds the new token: the turns run first, with frames held back.
        let now = self.clock.monotonic_ms();
        self.held_until = self.held_until.filter(|until| *until > now);
        self.runtime.set_held(self.held_until.is_some());
        self.runtime.turns_only();
        let id = self.service.with(|sessions, _| sessions.id());
        let replaced = !self.last_id.is_empty() && !id.is_empty() && id != self.last_id;
        let awaited = self.service.with(|sessions, _| sessions.awaits_mirror());
        if replaced && awaited {
            self.held_until = Some(now + FRAME_HELD_MS);
            self.runtime.set_held(true);
        }
        self.last_id = id;
        for mirror in self.service.with(|sessions, _| sessions.take_mirrors()) {
            if let (Some(window), Ok(json)) = (self.runtime.windows().first(), serde_json::to_string(&mirror))
            {
                self.runtime.send_mirror(*window, json);
            }
        }
        self.remind();
        self.runtime.run()
    }

    /// The page does not tell what localStorage holds: the person decides.
    fn watch_start(&mut self) {
        let now = self.clock.monotonic_ms();
        if let Stage::Asked { since, shown } = &mut self.stage
            && !*shown
            && now >= since.saturating_add(MIRROR_AWAITED_MS)
        {
            *shown = true;
            self.show(Some(&mirror_silent()));
        }
    }

    fn answer(&mut self) {
        for (window, action) in self.runtime.take_answers() {
            match (&mut self.stage, action) {
                (Stage::Asked { .. }, Action::Continue) => self.begin(),
                (Stage::Asked { since, shown }, Action::Retry) => {
                    *since = self.clock.monotonic_ms();
                    *shown = false;
                    self.reloads.push(window);
                    self.show(None);
                }
                (Stage::Unreadable { mirror }, Action::Retry) => {
                    let mirror = mirror.take();
                    self.service.with(|sessions, _| {
                        sessions.open_disk();
                        self.kept.restore_theme(&mut self.runtime, sessions);
                    });
                    self.decide(mirror);
                }
                (Stage::Restored, Action::Accept) => {
                    self.service.with(|sessions, _| sessions.recovery_was_told());
                    self.begin();
                }
                (Stage::Unreadable { .. }, Action::ThisRun) => {
                    self.service.with(|sessions, _| sessions.pass_over_home());
                    self.begin();
                }
                (Stage::Running, Action::Continue) => self.show(None),
                _ => {}
            }
        }
    }

    fn keep_limits(&mut self) {
        if !matches!(self.stage, Stage::Running) {
            return;
        }
        let now_ms = self.clock.monotonic_ms();
        let ended = self.service.with(|sessions, now| {
            sessions.settle_mirror(now_ms);
            sessions.begin();
            let ended = sessions.end_expired(now);
            let result = if ended { sessions.commit().map(|_| ()) } else { Ok(()) };
            if !ended {
                sessions.discard();
            }
            (ended, result)
        });
        if ended.0 {
            self.runtime.reset_all();
            self.runtime.wrote(WHO);
        }
        if self.sweep_due().is_some_and(|at| now_ms >= at) {
            self.swept = now_ms;
            let renewed = self.service.with(|sessions, now| {
                sessions.sweep_and_tell();
                sessions.snapshot_if_due();
                sessions.renew_if_due(now)
            });
            if renewed {
                self.runtime.wrote(WHO);
            }
        }
        if self.snapshot_due.is_some_and(|due| now_ms >= due) {
            self.snapshot_due = None;
            self.service.with(|sessions, _| sessions.snapshot_if_due());
        }
        if let Err(error) = ended.1 {
            self.log.push(LogLine { level: Level::Error, text: error.to_string() });
        }
        let retry = self.service.with(|sessions, _| sessions.has_unremoved());
        if retry && now_ms >= self.removal_tried.saturating_add(REMOVAL_RETRIED_EVERY_MS) {
            self.removal_tried = now_ms;
            // Told already when it failed first.
            let _ = self.service.with(|sessions, _| sessions.retry_removal());
        }
    }

    /// When, by the monotonic clock, sessions past their limits are looked for next: only where there are any on disk.
    fn sweep_due(&self) -> Option<u64> {
        let (disk, settled) = self.service.with(|sessions, _| (sessions.has_disk(), sessions.has_settled()));
        let every = if settled { SETTLED_EVERY_MS } else { SWEPT_EVERY_MS };
        (disk && matches!(self.stage, Stage::Running)).then(|| self.swept.saturating_add(every))
    }

    fn note_use(&mut self) {
        let now = self.clock.monotonic_ms();
        if now.saturating_sub(self.use_noted) >= USE_NOTED_EVERY_MS {
            self.use_noted = now;
            self.service.with(|sessions, _| sessions.save_last_use_if_newer());
        }
    }

    /// How long [`run`](Backend::run) may be left uncalled.
    #[must_use]
    pub fn next_wake(&self) -> Option<Duration> {
        let now = self.clock.monotonic_ms();
        let mut wakes: Vec<u64> = Vec::new();
        if let Stage::Asked { since, shown: false } = self.stage {
            wakes.push(since.saturating_add(MIRROR_AWAITED_MS));
        }
        wakes.extend(self.held_until);
        wakes.extend(self.kept.due());
        let unremoved = self.service.with(|sessions, _| {
            wakes.extend(sessions.mirror_settles_at());
            if let Some(left) = sessions.seconds_left() {
                let left = u64::try_from(left.saturating_add(1)).unwrap_or(0);
                wakes.push(now.saturating_add(left.saturating_mul(1000)));
            }
            sessions.has_unremoved()
        });
        wakes.extend(self.sweep_due());
        if unremoved {
            wakes.push(self.removal_tried.saturating_add(REMOVAL_RETRIED_EVERY_MS));
        }
        let own = wakes.into_iter().min().map(|at| Duration::from_millis(at.saturating_sub(now)));
        own.into_iter().chain(self.runtime.next_wake()).min()
    }

    /// What is to be done with windows, since the last call. What [`WindowRequest::Open`] names is open already and waits for
    /// its page.
    pub fn take_window_requests(&mut self) -> Vec<WindowRequest> {
        self.runtime.take_window_requests()
    }

    /// A window was closed.
    pub fn window_closed(&mut self, window: WindowId) {
        self.restored.remove(&window);
        self.runtime.close_window(window);
    }

    /// Windows whose page is to be loaded again, since the last call.
    pub fn take_reloads(&mut self) -> Vec<WindowId> {
        std::mem::take(&mut self.reloads)
    }

    /// Lines for the log since the last call: what was refused, what failed, what looks wrong in the app. None holds a
    /// token or the person's data.
    pub fn take_log(&mut self) -> Vec<LogLine> {
        let mut log = std::mem::take(&mut self.log);
        log.extend(self.runtime.take_log());
        let lines = self.service.with(|sessions, _| sessions.take_log());
        log.extend(lines.into_iter().map(|line| LogLine {
            level: if line.warning { Level::Warn } else { Level::Info },
            text: line.text,
        }));
        log
    }

    /// The runtime, for tests that look inside.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The process is about to end: what is buffered is written.
    pub fn close(&mut self) {
        self.runtime.stop();
        self.keep(false);
        self.service.with(|sessions, _| {
            self.kept.save(sessions);
            // Told already when it failed first; there is nobody left to tell.
            let _ = sessions.retry_removal();
            sessions.save_last_use_if_newer();
            sessions.save_clock_if_newer();
            sessions.close_disk();
        });
    }
}

fn place_of(window: WindowId) -> String {
    format!("place/{}", window.0)
}

fn refusal(error: &WireError) -> CommandError {
    let code = match error {
        WireError::TooLarge => "too_large",
        _ => "invalid",
    };
    CommandError::new(code, error.to_string())
}
