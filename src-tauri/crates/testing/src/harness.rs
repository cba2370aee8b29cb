//! [`Harness`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use hyperdiv_core::{Clock as _, InputValue, Level, LogLine, Outgoing, Result, Role, Ui, WindowId};
use hyperdiv_session::Settings;
use hyperdiv_session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv_session::home::{DiskHome, Home, MemoryHome};
use hyperdiv_session::ui::{Backend, CommandError, Start};
use serde_json::{Value as Json, json};

use crate::clock::FakeClock;
use crate::fault::{Faults, FaultyHome, StoreFault};
use crate::page::{Found, Page, Target};
use crate::storage::{PageMirror, Storage};

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600;
const FIRST: WindowId = WindowId(1);

type App = Rc<dyn Fn(&Ui) -> Result>;

/// What a harness starts with.
#[derive(Clone)]
pub struct Builder {
    app_id: String,
    data_dir: Option<PathBuf>,
    profile: String,
    now: i64,
    settings: Settings,
    faults: Vec<(u64, StoreFault)>,
    mirror: PageMirror,
    windows: u32,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            app_id: "org.example.test".into(),
            data_dir: None,
            profile: "default".into(),
            now: START,
            settings: Settings::default(),
            faults: Vec::new(),
            mirror: PageMirror::Absent,
            windows: 1,
        }
    }
}

impl Builder {
    /// The app's id.
    #[must_use]
    pub fn app_id(mut self, app_id: &str) -> Self {
        self.app_id = app_id.into();
        self
    }

    /// Keeps what is kept in a real store under this directory, in place of memory.
    #[must_use]
    pub fn data_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.data_dir = Some(dir.as_ref().to_owned());
        self
    }

    /// The profile.
    #[must_use]
    pub fn profile(mut self, profile: &str) -> Self {
        self.profile = profile.into();
        self
    }

    /// The time at the start, in Unix seconds; 2026-01-01T00:00:00Z unless set.
    #[must_use]
    pub fn now(mut self, unix_seconds: i64) -> Self {
        self.now = unix_seconds;
        self
    }

    /// Limits of sessions, and the app's own secret.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The `nth` commit to the store, counted from 1, fails.
    #[must_use]
    pub fn fail_commit(mut self, nth: u64, fault: StoreFault) -> Self {
        self.faults.push((nth, fault));
        self
    }

    /// What localStorage holds when the app starts for the first time.
    #[must_use]
    pub fn mirror(mut self, mirror: impl Into<PageMirror>) -> Self {
        self.mirror = mirror.into();
        self
    }

    /// Opens this many windows, at least one. The verbs are of the first one until [`Harness::in_window`] says otherwise.
    #[must_use]
    pub fn windows(mut self, count: u32) -> Self {
        self.windows = count.max(1);
        self
    }

    /// Starts the app.
    ///
    /// # Panics
    ///
    /// Where it cannot start: the message says why.
    #[track_caller]
    #[must_use]
    pub fn build(self, app: impl Fn(&Ui) -> Result + 'static) -> Harness {
        Harness::start(self, Rc::new(app))
    }
}

/// An app without a window.
///
/// Its verbs speak of elements by role and name: the whole accessible name, trimmed. What cannot be done fails the test
/// with the tree and the lines that made it.
pub struct Harness {
    builder: Builder,
    app: App,
    clock: Rc<FakeClock>,
    memory: MemoryHome,
    faults: Faults,
    backend: Option<Backend>,
    /// The window that the verbs are of, and its page.
    window: WindowId,
    page: Page,
    /// The other windows' pages.
    others: HashMap<WindowId, Page>,
    /// The page carries out mirror messages and does not say so.
    mirror_unanswered: bool,
    storage: Storage,
    persistent: bool,
    frames: Vec<String>,
    log: Vec<LogLine>,
    last_patch_bytes: usize,
}

impl Harness {
    /// Starts `app`, with everything in memory and the clock at 2026-01-01T00:00:00Z.
    #[track_caller]
    #[must_use]
    pub fn new(app: impl Fn(&Ui) -> Result + 'static) -> Self {
        Builder::default().build(app)
    }

    /// A harness to be set up.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    #[track_caller]
    fn start(builder: Builder, app: App) -> Self {
        let mut storage = Storage::new();
        storage.plant(builder.mirror.clone());
        let mut harness = Harness {
            clock: Rc::new(FakeClock::at(builder.now.saturating_mul(1000))),
            memory: MemoryHome::new(),
            faults: Faults::new(builder.faults.clone()),
            backend: None,
            window: FIRST,
            page: Page::default(),
            others: HashMap::new(),
            mirror_unanswered: false,
            storage,
            // What was planted is there as if it had been kept.
            persistent: builder.mirror != PageMirror::Absent,
            frames: Vec::new(),
            log: Vec::new(),
            last_patch_bytes: 0,
            builder,
            app,
        };
        harness.boot();
        harness
    }

    #[track_caller]
    fn home(&self) -> Box<dyn Home> {
        let inner: Box<dyn Home> = match &self.builder.data_dir {
            None => Box::new(self.memory.clone()),
            Some(dir) => match disk_home(dir, &self.builder) {
                Ok(home) => Box::new(home),
                Err(error) => panic!("the directory cannot be used: {error}"),
            },
        };
        Box::new(FaultyHome { inner, faults: self.faults.clone() })
    }

    /// A process starts: a webview that is persistent only where the home exists, and a page in it.
    #[track_caller]
    fn boot(&mut self) {
        let home = self.home();
        let exists = home.exists().unwrap_or(true);
        if !self.persistent {
            self.storage = Storage::new();
        }
        self.persistent = exists;
        self.frames.clear();
        let start = Start {
            home,
            clock: Rc::clone(&self.clock) as _,
            waker: Arc::new(|| {}),
            settings: self.builder.settings.clone(),
            webview_persistent: exists,
            windows: self.windows(),
        };
        let app = Rc::clone(&self.app);
        match Backend::start(move |ui: &Ui| app(ui), start) {
            Ok(backend) => self.backend = Some(backend),
            Err(error) => panic!("the app cannot start: {error}"),
        }
        let at = self.window;
        for window in self.windows() {
            self.go_to(window);
            self.load_page();
        }
        self.go_to(at);
    }

    /// The windows, the first one first.
    #[must_use]
    pub fn windows(&self) -> Vec<WindowId> {
        (FIRST.0..FIRST.0 + self.builder.windows).map(WindowId).collect()
    }

    /// Turns to the `nth` window, counted from 1: the verbs are of it from now on.
    #[track_caller]
    pub fn in_window(&mut self, nth: u32) -> &mut Self {
        match self.windows().into_iter().find(|window| window.0 == nth) {
            Some(window) => self.go_to(window),
            None => panic!("there are {} windows and none is the {nth}.", self.builder.windows),
        }
        self
    }

    fn go_to(&mut self, window: WindowId) {
        let page = self.others.remove(&window);
        let left = std::mem::replace(&mut self.window, window);
        if left != window {
            let left_page = std::mem::replace(&mut self.page, page.unwrap_or_default());
            self.others.insert(left, left_page);
        }
    }

    #[track_caller]
    fn load_page(&mut self) {
        self.page = Page::default();
        let window = self.window;
        match self.backend().ui_ready(window) {
            Ok(number) => self.page.number = number,
            Err(error) => panic!("the page is refused: {error}"),
        }
        self.pump();
        let token = match self.storage.get() {
            PageMirror::Silent => return,
            PageMirror::Absent => None,
            PageMirror::Holds(token) => Some(token),
        };
        match self.backend().session_restore(window, token.as_deref()) {
            Ok(Some(mirror)) => self.carry_out_mirror(mirror.id, mirror.token),
            Ok(None) => {}
            Err(error) => panic!("the mirror is refused: {error}"),
        }
        self.pump();
    }

    fn backend(&mut self) -> &mut Backend {
        match &mut self.backend {
            Some(backend) => backend,
            None => panic!("the app is not running"),
        }
    }

    fn carry_out_mirror(&mut self, id: u64, token: Option<String>) {
        let now = self.clock.monotonic_ms();
        self.storage.set(PageMirror::from(token), now);
        if !self.mirror_unanswered {
            self.backend().mirror_ack(id, true);
        }
    }

    /// Runs the backend and carries its messages to the page and back, until both rest.
    #[track_caller]
    fn pump(&mut self) {
        loop {
            let outgoing = self.backend().run();
            let log = self.backend().take_log();
            self.log.extend(log);
            if outgoing.is_empty() {
                break;
            }
            for message in outgoing {
                self.deliver(&message);
            }
        }
        let at = self.window;
        for window in self.backend().take_reloads() {
            self.go_to(window);
            self.load_page();
        }
        self.go_to(at);
    }

    #[track_caller]
    fn deliver(&mut self, message: &Outgoing) {
        if message.json.contains("\"ops\":[") {
            self.last_patch_bytes = message.json.len();
        }
        let page = match self.window == message.window {
            true => &mut self.page,
            false => self.others.entry(message.window).or_default(),
        };
        match page.apply(&message.json) {
            Err(broken) => panic!("the runtime breaks the protocol: {broken}\n{}", message.json),
            Ok(mirror) => {
                let ack = json!({ "v": 1, "page": page.number, "ack": message.frame });
                self.frames.push(page.tree(&|_| String::new()));
                if let Some(mirror) = mirror {
                    let id = mirror["id"].as_u64().unwrap_or(0);
                    self.carry_out_mirror(id, mirror["token"].as_str().map(str::to_owned));
                }
                if let Err(error) = self.backend().ui_event(message.window, ack.to_string().as_bytes()) {
                    panic!("the acknowledgement is refused: {error}");
                }
            }
        }
    }

    fn send(&mut self, message: &Json) -> Result<(), CommandError> {
        let (window, body) = (self.window, message.to_string());
        self.backend().ui_event(window, body.as_bytes())
    }

    #[track_caller]
    fn send_event(&mut self, event: &Json) {
        let message = json!({ "v": 1, "page": self.page.number, "events": [event] });
        if let Err(error) = self.send(&message) {
            panic!("the event is refused: {error}");
        }
        self.pump();
    }

    /// Presses a button, or ticks or unticks a box.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        let found = self.get(role, name);
        if found.disabled {
            self.fail(&format!("{role} {name:?} is disabled"));
        }
        match found.target {
            Target::Action(action) if action == "copy" => self.page.copy_report(),
            Target::Action(action) => self.send_event(&json!([0, action])),
            Target::Node(id) if role == Role::Checkbox => {
                self.change(id, "checked", &Json::Bool(found.value != "true"));
            }
            Target::Node(id) => self.send_event(&json!([id, "clicked"])),
            Target::Dismiss(id) => self.change(id, "dismissed", &Json::Bool(true)),
            Target::Notice => self.fail("a notice is not to be clicked, but its buttons are"),
        }
    }

    /// Presses a key where the keyboard focus is, as a browser would take it: `Tab` and `Shift+Tab` move the focus, `Enter`
    /// and `Space` press a button, `Space` ticks a box, a character and `Backspace` edit a text field.
    #[track_caller]
    pub fn press(&mut self, key: &str) {
        let stops = self.page.focusable();
        let at = stops.iter().position(|stop| Some(&stop.target) == self.page.focus.as_ref());
        if let "Tab" | "Shift+Tab" = key {
            let next = match at {
                Some(at) if key == "Tab" => (at + 1) % stops.len(),
                Some(at) => (at + stops.len() - 1) % stops.len(),
                None => 0,
            };
            self.page.focus = stops.get(next).map(|stop| stop.target.clone());
            return;
        }
        let Some(focused) = at.map(|at| stops[at].clone()) else {
            self.fail(&format!("{key} was pressed and nothing has the focus"));
        };
        match (focused.role, key) {
            (Role::Button, "Enter" | "Space") | (Role::Checkbox, "Space") => {
                self.click(focused.role, &focused.name)
            }
            (Role::Textbox, "Backspace") => {
                let mut text = focused.value.clone();
                text.pop();
                self.set(&focused.name, text.as_str());
            }
            (Role::Textbox, "Space") => self.type_into(&focused.name, " "),
            (Role::Textbox, character) if character.chars().count() == 1 => {
                self.type_into(&focused.name, character)
            }
            _ => self.fail(&format!("{} {:?} takes no {key}", focused.role, focused.name)),
        }
    }

    /// The role and name of what has the keyboard focus.
    #[must_use]
    pub fn focused(&self) -> Option<Found> {
        let focus = self.page.focus.as_ref()?;
        self.page.focusable().into_iter().find(|stop| stop.target == *focus)
    }

    /// Types into a text field, behind what is in it.
    #[track_caller]
    pub fn type_into(&mut self, name: &str, text: &str) {
        let found = self.get(Role::Textbox, name);
        let value = format!("{}{text}", found.value);
        self.set(name, value.as_str());
    }

    /// Sets a text field to a text, or a box to ticked or not.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: impl IntoInput) {
        let (role, prop, value) = match value.into_input() {
            InputValue::Bool(on) => (Role::Checkbox, "checked", Json::Bool(on)),
            InputValue::Text(text) => (Role::Textbox, "value", Json::String(text)),
        };
        let found = self.get(role, name);
        if found.disabled {
            self.fail(&format!("{role} {name:?} is disabled"));
        }
        if let Target::Node(id) = found.target {
            self.change(id, prop, &value);
        }
    }

    #[track_caller]
    fn change(&mut self, id: u32, prop: &str, value: &Json) {
        let revision = self.page.change(id, prop, value.clone());
        self.send_event(&json!([id, prop, value, revision]));
    }

    /// Sends a message as a page would, whatever is in it.
    ///
    /// # Errors
    ///
    /// What the runtime refuses it with.
    #[track_caller]
    pub fn receive(&mut self, body: &[u8]) -> Result<(), CommandError> {
        let window = self.window;
        let result = self.backend().ui_event(window, body);
        self.pump();
        result
    }

    /// A message with these events, in the form of the wire, with the right envelope. The id of an element is
    /// [`Harness::wire_id`].
    #[track_caller]
    pub fn receive_events(&mut self, events: &Json) -> Result<(), CommandError> {
        let message = json!({ "v": 1, "page": self.page.number, "events": events });
        self.receive(message.to_string().as_bytes())
    }

    /// The id on the wire of an element.
    #[track_caller]
    #[must_use]
    pub fn wire_id(&mut self, role: Role, name: &str) -> u32 {
        match self.get(role, name).target {
            Target::Node(id) => id,
            _ => self.fail("the notice has no id"),
        }
    }

    /// Calls a command as a page would.
    ///
    /// # Errors
    ///
    /// As the page gets it.
    #[track_caller]
    pub fn command(&mut self, name: &str, args: &Json) -> Result<Json, CommandError> {
        let result = self.backend().command(name, args);
        self.pump();
        result
    }

    /// Runs `session_list`, `session_revoke` or `session_sweep` as the command line does beside a running app.
    ///
    /// # Errors
    ///
    /// As the command line gets it.
    #[track_caller]
    pub fn administer(&mut self, name: &str, args: &Json) -> Result<Json, CommandError> {
        let result = self.backend().administer(name, args);
        self.pump();
        result
    }

    /// The one element of this role and name.
    #[track_caller]
    #[must_use]
    pub fn get(&self, role: Role, name: &str) -> Found {
        let mut found = self.get_all(role, name);
        match found.len() {
            1 => found.remove(0),
            0 => self.fail(&format!("there is no {role} {name:?}")),
            count => self.fail(&format!("there are {count} of {role} {name:?}")),
        }
    }

    /// All elements of this role and name.
    #[must_use]
    pub fn get_all(&self, role: Role, name: &str) -> Vec<Found> {
        let name = name.trim();
        self.page.elements().into_iter().filter(|found| found.role == role && found.name == name).collect()
    }

    /// Whether there is an element of this role and name.
    #[must_use]
    pub fn has(&self, role: Role, name: &str) -> bool {
        !self.get_all(role, name).is_empty()
    }

    /// How many elements of this role there are.
    #[must_use]
    pub fn count(&self, role: Role) -> usize {
        self.page.elements().iter().filter(|found| found.role == role).count()
    }

    /// The names of all elements of this role, in the order of the page.
    #[must_use]
    pub fn names(&self, role: Role) -> Vec<String> {
        self.page.elements().into_iter().filter(|found| found.role == role).map(|found| found.name).collect()
    }

    /// The text of a field; `true` or `false` of a box to tick.
    #[track_caller]
    #[must_use]
    pub fn value(&self, role: Role, name: &str) -> String {
        self.get(role, name).value
    }

    /// The page as text, an element a line.
    #[must_use]
    pub fn tree(&self) -> String {
        self.page.tree(&|_| String::new())
    }

    /// Every tree that the page has shown since the process started.
    #[must_use]
    pub fn frames(&self) -> &[String] {
        &self.frames
    }

    /// What the developer was warned of, and what was refused.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.lines(Level::Warn)
    }

    /// What failed.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        self.lines(Level::Error)
    }

    /// What is worth knowing, and went as it should.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.lines(Level::Info)
    }

    fn lines(&self, level: Level) -> Vec<String> {
        self.log.iter().filter(|line| line.level == level).map(|line| line.text.clone()).collect()
    }

    /// The effects that the page was told, in order.
    #[must_use]
    pub fn effects(&self) -> &[String] {
        &self.page.effects
    }

    /// The theme that the page follows: `light`, `dark`, or `system`.
    #[must_use]
    pub fn theme(&self) -> &str {
        match self.page.theme.as_str() {
            "" => "system",
            theme => theme,
        }
    }

    /// Where the window is in the app.
    #[must_use]
    pub fn location(&self) -> String {
        self.backend
            .as_ref()
            .map_or_else(String::new, |backend| backend.runtime().location(self.window).to_string())
    }

    /// The person goes back, by keyboard or mouse.
    #[track_caller]
    pub fn go_back(&mut self) {
        self.send_event(&json!([0, "back"]));
    }

    /// The person goes forward again.
    #[track_caller]
    pub fn go_forward(&mut self) {
        self.send_event(&json!([0, "forward"]));
    }

    /// The system turns dark or light.
    #[track_caller]
    pub fn set_system_dark(&mut self, dark: bool) {
        self.send_event(&json!([0, "system_theme", if dark { "dark" } else { "light" }]));
    }

    /// What the person has copied last; nothing at first.
    #[must_use]
    pub fn clipboard(&self) -> &str {
        &self.page.clipboard
    }

    /// What the current webview's localStorage holds under the session's key.
    #[must_use]
    pub fn mirror(&self) -> Option<String> {
        match self.storage.get() {
            PageMirror::Holds(token) => Some(token),
            PageMirror::Absent | PageMirror::Silent => None,
        }
    }

    /// Edits localStorage behind the app's back; it is on disk at once.
    pub fn set_mirror(&mut self, mirror: impl Into<PageMirror>) {
        self.storage.plant(mirror.into());
    }

    /// From now on the page carries out mirror messages without saying so, or says so again.
    pub fn leave_mirror_unanswered(&mut self, unanswered: bool) {
        self.mirror_unanswered = unanswered;
    }

    /// How long the app may sleep.
    #[must_use]
    pub fn next_wake(&self) -> Option<Duration> {
        self.backend.as_ref().and_then(Backend::next_wake)
    }

    /// The computer sleeps: the wall clock goes on and the monotonic one stands still.
    #[track_caller]
    pub fn suspend(&mut self, duration: Duration) {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        self.set_now(self.clock.now_ms().div_euclid(1000).saturating_add(seconds));
    }

    /// The window gets the keyboard focus.
    #[track_caller]
    pub fn focus_window(&mut self) {
        self.backend().focused();
        self.pump();
    }

    /// Lets time pass: everything that is due on the way happens when it is due.
    #[track_caller]
    pub fn advance(&mut self, duration: Duration) {
        let mut left = duration;
        while let Some(wake) = self.backend().next_wake().filter(|wake| *wake <= left) {
            self.clock.advance(wake);
            left -= wake;
            self.pump();
            // Whatever is due again at once has had its chance.
            if wake.is_zero() {
                break;
            }
        }
        self.clock.advance(left);
        self.pump();
    }

    /// Sets the wall clock, in Unix seconds: it may jump.
    #[track_caller]
    pub fn set_now(&mut self, unix_seconds: i64) {
        self.clock.set_now(unix_seconds.saturating_mul(1000));
        self.pump();
    }

    /// Runs what other threads have sent.
    #[track_caller]
    pub fn run_until_idle(&mut self) {
        self.pump();
    }

    /// The page is loaded again.
    #[track_caller]
    pub fn reload(&mut self) {
        self.load_page();
    }

    /// The app is closed and started again.
    #[track_caller]
    pub fn restart(&mut self) {
        self.backend().close();
        self.backend = None;
        self.boot();
    }

    /// The app and its web processes are killed, and the app is started again. Commits and synced files stay, and what
    /// localStorage has held for 500 ms.
    #[track_caller]
    pub fn kill(&mut self) {
        self.backend = None;
        self.storage.kill(self.clock.monotonic_ms());
        self.boot();
    }

    /// How often the app function has run since the process started.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.backend.as_ref().map_or(0, |backend| backend.runtime().app_runs())
    }

    /// The size of the last message that changed the tree.
    #[must_use]
    pub fn last_patch_bytes(&self) -> usize {
        self.last_patch_bytes
    }

    /// Every file of the profile's directory; none before consent.
    #[track_caller]
    #[must_use]
    pub fn store_bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        match self.home().files() {
            Ok(files) => files,
            Err(error) => panic!("the directory cannot be read: {error}"),
        }
    }

    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let backend = self.backend.as_ref();
        let site = |id| {
            let site = backend.and_then(|backend| backend.runtime().call_site(self.window, id));
            site.map(|site| format!("    ({site})")).unwrap_or_default()
        };
        panic!("{what}; the page is:\n{}", self.page.tree(&site));
    }
}

fn disk_home(dir: &Path, builder: &Builder) -> std::result::Result<DiskHome, String> {
    let base = Base::resolve(Some(dir)).map_err(|error| error.to_string())?;
    let app_id = AppId::parse(&builder.app_id).map_err(|error| error.to_string())?;
    let profile = ProfileName::parse(&builder.profile).map_err(|error| error.to_string())?;
    DiskHome::open(ProfileDirectory::new(base, app_id, profile)).map_err(|error| error.to_string())
}

/// What [`Harness::set`] takes.
pub trait IntoInput {
    /// The value of the field.
    fn into_input(self) -> InputValue;
}

impl IntoInput for &str {
    fn into_input(self) -> InputValue {
        InputValue::Text(self.to_owned())
    }
}

impl IntoInput for bool {
    fn into_input(self) -> InputValue {
        InputValue::Bool(self)
    }
}
