//! The window that an app function describes: how large it is, what it is called, and whether it may close.

use crate::content::Content;
use crate::key::Key;
use crate::request::Request;
use crate::runtime::{Runtime, WindowId};
use crate::ui::{Source, Ui};
use crate::window::Queued;

/// What runs read of a window; the window's number is added.
const SIZE: u64 = 0x7769_6e73_0000_0000;
const TITLE: u64 = 0x7769_6e74_0000_0000;
const FULL: u64 = 0x7769_6e66_0000_0000;
const FOCUS: u64 = 0x7769_6e6b_0000_0000;

/// The names of events that belong to a window as a whole.
pub(crate) const CLOSE_REQUESTED: &str = "close_requested";
pub(crate) const STARTED: &str = "started";
pub(crate) const RESUMED: &str = "resumed";
pub(crate) const STOPPING: &str = "stopping";

/// What of it the app asked for in its last run.
pub(crate) const ASKS_CLOSE: u8 = 1;
pub(crate) const ASKS_RESUMED: u8 = 2;
pub(crate) const ASKS_STOPPING: u8 = 4;

/// What is known of a window.
#[derive(Default)]
pub(crate) struct Known {
    width: u32,
    height: u32,
    title: Option<String>,
    fullscreen: bool,
    focused: bool,
    /// It has had the focus before.
    left: bool,
}

/// The window that the app function describes.
#[derive(Clone, Copy)]
pub struct AppWindow<'ui> {
    ui: &'ui Ui,
}

impl AppWindow<'_> {
    /// The width of its content, in CSS pixels. A change of the size is told when the person pauses.
    #[must_use]
    pub fn width(self) -> u32 {
        self.read(SIZE, |known| known.width)
    }

    /// The height of its content, in CSS pixels.
    #[must_use]
    pub fn height(self) -> u32 {
        self.read(SIZE, |known| known.height)
    }

    /// The title that the app has given it; nothing until then, where it is the app's own.
    #[must_use]
    pub fn title(self) -> String {
        self.read(TITLE, |known| known.title.clone().unwrap_or_default())
    }

    /// Gives it a title, which stays until it gets another one. It may be called in every run.
    #[track_caller]
    pub fn set_title(self, title: impl Content) {
        let mut text = String::new();
        title.write_text(&mut text);
        let window = self.ui.inner.borrow().window;
        let changed = {
            let inner = &mut *self.ui.inner.borrow_mut();
            let known = inner.known.entry(window).or_default();
            let changed = known.title.as_deref() != Some(text.as_str());
            known.title = Some(text);
            changed
        };
        if changed {
            self.ui.wrote(of(TITLE, window));
        }
    }

    /// Whether it fills the screen.
    #[must_use]
    pub fn is_fullscreen(self) -> bool {
        self.read(FULL, |known| known.fullscreen)
    }

    /// Lets it fill the screen, or not any more: an effect.
    #[track_caller]
    pub fn set_fullscreen(self, fullscreen: bool) {
        self.ui.request(Request::Fullscreen(fullscreen));
    }

    /// Closes it, without asking: an effect.
    #[track_caller]
    pub fn close(self) {
        self.ui.request(Request::Close);
    }

    /// Whether the person has just asked the window to close, for apps with something unsaved. A window whose app asks this in
    /// every run stays open until the app calls [`close`](AppWindow::close).
    ///
    /// It can be closed all the same where the app has failed, and where it has not answered when the person asks a second
    /// time. The end of the program that the system or a terminal asks for is not asked about.
    #[must_use]
    pub fn close_requested(self) -> bool {
        self.ui.window_saw(CLOSE_REQUESTED, ASKS_CLOSE)
    }

    fn read<R>(self, what: u64, read: impl FnOnce(&Known) -> R) -> R {
        let window = self.ui.inner.borrow().window;
        self.ui.read(of(what, window));
        read(self.ui.inner.borrow_mut().known.entry(window).or_default())
    }
}

/// The life of the app's window.
#[derive(Clone, Copy)]
pub struct Lifecycle<'ui> {
    ui: &'ui Ui,
}

impl Lifecycle<'_> {
    /// Whether this is the window's first turn: true in one run. A page that is built again is no start.
    #[must_use]
    pub fn started(self) -> bool {
        self.ui.window_saw(STARTED, 0)
    }

    /// Whether the person has just come back to the window after they were elsewhere: true in one run.
    #[must_use]
    pub fn resumed(self) -> bool {
        self.ui.window_saw(RESUMED, ASKS_RESUMED)
    }

    /// Whether the program is about to end: true in one run, the last one, whose writes are still saved. A program that is killed
    /// has none.
    #[must_use]
    pub fn stopping(self) -> bool {
        self.ui.window_saw(STOPPING, ASKS_STOPPING)
    }

    /// Whether the window has the keyboard focus.
    #[must_use]
    pub fn is_focused(self) -> bool {
        AppWindow { ui: self.ui }.read(FOCUS, |known| known.focused)
    }
}

fn of(what: u64, window: u32) -> Source {
    Source(what | u64::from(window))
}

impl Ui {
    /// This window.
    #[must_use]
    pub fn window(&self) -> AppWindow<'_> {
        AppWindow { ui: self }
    }

    /// The life of this window: when it began, when the person came back to it, when it ends.
    #[must_use]
    pub fn lifecycle(&self) -> Lifecycle<'_> {
        Lifecycle { ui: self }
    }

    fn window_saw(&self, name: &'static str, asks: u8) -> bool {
        let window = {
            let inner = &mut *self.inner.borrow_mut();
            inner.window_asks |= asks;
            // What is asked of the window is asked in each run.
            inner.cannot_repeat();
            inner.window
        };
        self.saw(Key::root(window), name).is_some()
    }

    #[track_caller]
    fn know(&self, window: u32, what: u64, change: impl FnOnce(&mut Known) -> bool) {
        let changed = change(self.inner.borrow_mut().known.entry(window).or_default());
        if changed {
            self.wrote(of(what, window));
        }
    }

    /// The page tells how large it is.
    #[track_caller]
    pub(crate) fn resized(&self, window: u32, width: u32, height: u32) {
        self.know(window, SIZE, |known| {
            let changed = (known.width, known.height) != (width, height);
            (known.width, known.height) = (width, height);
            changed
        });
    }

    /// The title that a window is to have, if the app has given it one.
    pub(crate) fn title_of(&self, window: u32) -> Option<String> {
        self.inner.borrow().known.get(&window)?.title.clone()
    }
}

impl Runtime {
    /// A window has got the keyboard focus, or lost it.
    pub fn set_focused(&mut self, window: WindowId, focused: bool) {
        let mut resumed = false;
        self.ui.know(window.0, FOCUS, |known| {
            resumed = focused && !known.focused && known.left;
            known.left |= !focused && known.focused;
            std::mem::replace(&mut known.focused, focused) != focused
        });
        if resumed {
            self.tell_window(window, RESUMED, ASKS_RESUMED);
        }
    }

    /// How large the content of a window is, in CSS pixels.
    pub fn set_size(&mut self, window: WindowId, width: u32, height: u32) {
        self.ui.resized(window.0, width, height);
    }

    /// A window fills the screen, or does so no more.
    pub fn set_fullscreen(&mut self, window: WindowId, fullscreen: bool) {
        self.ui
            .know(window.0, FULL, |known| std::mem::replace(&mut known.fullscreen, fullscreen) != fullscreen);
    }

    /// Whether the app is to be asked before a window closes: it said so in its last run, and that did not fail.
    #[must_use]
    pub fn asks_before_close(&self, window: WindowId) -> bool {
        let window = self.windows.iter().find(|w| w.id == window);
        window.is_some_and(|window| window.asks & ASKS_CLOSE != 0 && !window.failed)
    }

    /// The person asks for a window to close. False where the app does not ask about that: the window closes.
    pub fn request_close(&mut self, window: WindowId) -> bool {
        self.asks_before_close(window) && self.tell_window(window, CLOSE_REQUESTED, ASKS_CLOSE)
    }

    /// The program is about to end: each window that asks for it gets a last run.
    pub fn stop(&mut self) {
        let windows: Vec<_> = self.windows.iter().map(|window| window.id).collect();
        for window in windows {
            self.tell_window(window, STOPPING, ASKS_STOPPING);
        }
        self.turns_only();
    }

    fn tell_window(&mut self, window: WindowId, name: &'static str, asks: u8) -> bool {
        let Some(window) = self.windows.iter_mut().find(|w| w.id == window && w.asks & asks != 0) else {
            return false;
        };
        let key = window.root;
        if !window.queue.iter().any(|waiting| waiting.key == key && waiting.name == name) {
            window.queue.push_back(Queued { key, name, value: None, extra: None });
        }
        true
    }
}
