//! [`Harness`].

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv_core::{Clock as _, LogLine, Outgoing, Result, Ui, WindowId, WindowRequest};
use hyperdiv_session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv_session::home::{DiskHome, Home, MemoryHome};
use hyperdiv_session::ui::{Backend, CommandError, Start};
use serde_json::{Value as Json, json};

use crate::builder::Builder;
use crate::clock::FakeClock;
use crate::executor::Executor;
use crate::fault::{Faults, FaultyHome};
use crate::page::Page;
use crate::storage::{PageMirror, Storage};
use crate::window::Desktop;

const FIRST: WindowId = WindowId(1);

pub(crate) type App = Rc<dyn Fn(&Ui) -> Result>;

/// An app without a window.
///
/// Its verbs speak of elements by role and name: the whole accessible name, trimmed. What cannot be done fails the test
/// with the tree and the lines that made it.
pub struct Harness {
    pub(crate) builder: Builder,
    pub(crate) app: App,
    pub(crate) clock: Rc<FakeClock>,
    pub(crate) executor: Executor,
    pub(crate) memory: MemoryHome,
    pub(crate) faults: Faults,
    pub(crate) opening: Faults,
    pub(crate) backend: Option<Backend>,
    /// The window that the verbs are of, and its page.
    pub(crate) window: WindowId,
    pub(crate) page: Page,
    /// The window that the app has brought to the front last.
    pub(crate) front: WindowId,
    /// The other windows' pages.
    pub(crate) others: HashMap<WindowId, Page>,
    /// The page carries out mirror messages and does not say so.
    pub(crate) mirror_unanswered: bool,
    pub(crate) storage: Storage,
    pub(crate) desktop: Desktop,
    pub(crate) persistent: bool,
    pub(crate) frames: Vec<String>,
    pub(crate) log: Vec<LogLine>,
    pub(crate) last_patch_bytes: usize,
}

impl Harness {
    /// Starts `app`, with everything in memory and the clock at 2026-01-01T00:00:00Z.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.text("Hello");
    ///     Ok(())
    /// });
    /// assert!(app.has(Role::Text, "Hello"));
    /// ```
    #[track_caller]
    #[must_use]
    pub fn new(app: impl Fn(&Ui) -> Result + 'static) -> Self {
        Builder::default().build(app)
    }

    /// A harness to be set up.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::builder().profile("work").build(|ui| {
    ///     ui.text("Hello");
    ///     Ok(())
    /// });
    /// assert!(app.has(Role::Text, "Hello"));
    /// ```
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    #[track_caller]
    pub(crate) fn start(builder: Builder, app: App) -> Self {
        let mut storage = Storage::new();
        storage.plant(builder.mirror.clone());
        let mut harness = Harness {
            clock: Rc::new(FakeClock::at(builder.now.saturating_mul(1000))),
            executor: Executor::default(),
            memory: MemoryHome::new(),
            faults: Faults::new(builder.faults.clone()),
            opening: Faults::new(builder.opening.clone()),
            backend: None,
            window: FIRST,
            front: FIRST,
            page: Page::default(),
            others: HashMap::new(),
            mirror_unanswered: false,
            storage,
            desktop: Desktop::default(),
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
    pub(crate) fn home(&self) -> Box<dyn Home> {
        let inner: Box<dyn Home> = match &self.builder.data_dir {
            None => Box::new(self.memory.clone()),
            Some(dir) => match disk_home(dir, &self.builder) {
                Ok(home) => Box::new(home),
                Err(error) => panic!("the directory cannot be used: {error}"),
            },
        };
        Box::new(FaultyHome { inner, faults: self.faults.clone(), opening: self.opening.clone() })
    }

    /// A process starts: a webview that is persistent only where the home exists, and a page in it.
    #[track_caller]
    pub(crate) fn boot(&mut self) {
        let home = self.home();
        let exists = home.exists().unwrap_or(true);
        if !self.persistent {
            self.storage = Storage::new();
        }
        self.persistent = exists;
        self.frames.clear();
        // What ran in the process before has ended with it.
        self.executor = Executor::default();
        self.executor.set_now(self.clock.monotonic_ms());
        let start = Start {
            home,
            clock: Rc::clone(&self.clock) as _,
            waker: Arc::new(|| {}),
            spawner: Arc::new(self.executor.clone()),
            settings: self.builder.settings.clone(),
            webview_persistent: exists,
            windows: self.first_windows(),
        };
        // One that the app had opened by itself is not there any more.
        let at = Some(self.window).filter(|at| self.first_windows().contains(at)).unwrap_or(FIRST);
        let app = Rc::clone(&self.app);
        match Backend::start(move |ui: &Ui| app(ui), start) {
            Ok(mut backend) => {
                backend.set_origin(&self.builder.app_id, &self.builder.profile);
                self.backend = Some(backend);
            }
            Err(error) => panic!("the app cannot start: {error}"),
        }
        self.others.clear();
        self.window = FIRST;
        self.front = FIRST;
        for window in self.windows() {
            self.go_to(window);
            self.load_page();
        }
        self.go_to(at);
    }

    fn first_windows(&self) -> Vec<WindowId> {
        (FIRST.0..FIRST.0 + self.builder.windows).map(WindowId).collect()
    }

    /// The windows that are open, in the order in which they were opened.
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::builder().windows(2).build(|_| Ok(()));
    /// assert_eq!(app.windows().len(), 2);
    /// ```
    #[must_use]
    pub fn windows(&self) -> Vec<WindowId> {
        self.backend.as_ref().map_or_else(|| self.first_windows(), |backend| backend.runtime().windows())
    }

    /// The window that the app has opened or brought to the front last.
    ///
    /// ```
    /// # use hyperdiv_core::NewWindow;
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     if ui.button("Open").clicked() {
    ///         ui.open_window(NewWindow::new("notes"), |_| Ok(()));
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Open");
    /// assert_eq!(app.front(), app.windows()[1]);
    /// ```
    #[must_use]
    pub fn front(&self) -> WindowId {
        self.front
    }

    /// A window is closed: a further one is gone, and the verbs are of the first one then; with the first one the app ends.
    pub(crate) fn gone(&mut self, window: WindowId) {
        if window == FIRST {
            self.desktop.closed.push(window);
            return;
        }
        if self.window == window {
            self.go_to(FIRST);
        }
        self.others.remove(&window);
        self.backend().window_closed(window);
    }

    /// Turns to the `nth` window, counted from 1: the verbs are of it from now on.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::builder().windows(2).build(|ui| {
    ///     ui.text_input("Name");
    ///     Ok(())
    /// });
    /// app.in_window(2).type_into("Name", "Ada");
    /// assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    /// assert_eq!(app.in_window(1).value(Role::Textbox, "Name"), "");
    /// ```
    #[track_caller]
    pub fn in_window(&mut self, nth: u32) -> &mut Self {
        match self.windows().get((nth as usize).wrapping_sub(1)).copied() {
            Some(window) => self.go_to(window),
            None => panic!("there are {} windows and none is the {nth}.", self.windows().len()),
        }
        self
    }

    pub(crate) fn go_to(&mut self, window: WindowId) {
        let page = self.others.remove(&window);
        let left = std::mem::replace(&mut self.window, window);
        if left != window {
            let left_page = std::mem::replace(&mut self.page, page.unwrap_or_default());
            self.others.insert(left, left_page);
        }
    }

    #[track_caller]
    pub(crate) fn load_page(&mut self) {
        self.page = Page::default();
        let (window, (width, height)) = (self.window, self.builder.size);
        self.backend().resized(window, width, height);
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

    pub(crate) fn backend(&mut self) -> &mut Backend {
        match &mut self.backend {
            Some(backend) => backend,
            None => panic!("the app is not running"),
        }
    }

    pub(crate) fn carry_out_mirror(&mut self, id: u64, token: Option<String>) {
        let now = self.clock.monotonic_ms();
        self.storage.set(PageMirror::from(token), now);
        if !self.mirror_unanswered {
            self.backend().mirror_ack(id, true);
        }
    }

    /// Runs the backend and carries its messages to the page and back, until both rest.
    #[track_caller]
    pub(crate) fn pump(&mut self) {
        loop {
            let outgoing = self.backend().run();
            let log = self.backend().take_log();
            self.log.extend(log);
            let idle = outgoing.is_empty();
            for message in outgoing {
                self.deliver(&message);
            }
            if !self.do_as_asked() && idle {
                break;
            }
        }
        let at = self.window;
        for window in self.backend().take_reloads() {
            self.go_to(window);
            self.load_page();
        }
        for request in self.backend().take_window_requests() {
            match request {
                WindowRequest::Open { window, .. } => {
                    self.front = window;
                    self.go_to(window);
                    self.load_page();
                }
                WindowRequest::Present(window) => self.front = window,
                _ => {}
            }
        }
        self.go_to(at);
    }

    #[track_caller]
    pub(crate) fn deliver(&mut self, message: &Outgoing) {
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
                self.tell_what_happened(message.window);
            }
        }
    }

    /// An effect has moved the focus in a page, and the app may have asked about that.
    #[track_caller]
    fn tell_what_happened(&mut self, window: WindowId) {
        let page = match self.window == window {
            true => &mut self.page,
            false => self.others.entry(window).or_default(),
        };
        let events = std::mem::take(&mut page.happened);
        if events.is_empty() {
            return;
        }
        let message = json!({ "v": 1, "page": page.number, "events": events });
        if let Err(error) = self.backend().ui_event(window, message.to_string().as_bytes()) {
            panic!("the event is refused: {error}");
        }
    }

    pub(crate) fn send(&mut self, message: &Json) -> Result<(), CommandError> {
        let (window, body) = (self.window, message.to_string());
        self.backend().ui_event(window, body.as_bytes())
    }

    #[track_caller]
    pub(crate) fn send_event(&mut self, event: &Json) {
        let message = json!({ "v": 1, "page": self.page.number, "events": [event] });
        if let Err(error) = self.send(&message) {
            panic!("the event is refused: {error}");
        }
        self.pump();
    }
}

fn disk_home(dir: &Path, builder: &Builder) -> std::result::Result<DiskHome, String> {
    let base = Base::resolve(Some(dir)).map_err(|error| error.to_string())?;
    let app_id = AppId::parse(&builder.app_id).map_err(|error| error.to_string())?;
    let profile = ProfileName::parse(&builder.profile).map_err(|error| error.to_string())?;
    DiskHome::open(ProfileDirectory::new(base, app_id, profile)).map_err(|error| error.to_string())
}
