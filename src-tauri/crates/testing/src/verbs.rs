//! What a person, the system or a test does to an app: clicking, typing, time passing, the process ending.

use std::time::Duration;

use hyperdiv_core::{Clock as _, InputValue, Role};
use hyperdiv_session::ui::CommandError;
use serde_json::{Value as Json, json};

use crate::harness::Harness;
use crate::page::Target;
use crate::storage::PageMirror;

impl Harness {
    /// Presses a button, or ticks or unticks a box.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        let found = self.usable(role, name);
        match found.target {
            Target::Action(action) if action == "copy" => {
                self.desktop.clipboard = self.page.report().unwrap_or_default();
            }
            Target::Action(action) => self.send_event(&json!([0, action])),
            Target::Node(id) if role == Role::Checkbox => {
                self.change(id, "checked", &Json::Bool(found.value != "true"));
            }
            Target::Node(id) => self.send_event(&json!([id, "clicked"])),
            Target::Close(id) => self.change(id, "opened", &Json::Bool(false)),
            Target::Dismiss(id) => self.change(id, "dismissed", &Json::Bool(true)),
            Target::Notice => self.fail("a notice is not to be clicked, but its buttons are"),
        }
    }

    /// Presses a key where the keyboard focus is, as a browser would take it: `Tab` and `Shift+Tab` move the focus, `Enter`
    /// and `Space` press a button, `Space` ticks a box, a character and `Backspace` edit a text field, `Escape` closes a dialog, and
    /// keys pressed together, as in `Ctrl+S`, are a shortcut.
    #[track_caller]
    pub fn press(&mut self, key: &str) {
        if self.press_together(key) {
            return;
        }
        let stops = self.page.focusable();
        let at = stops.iter().position(|stop| Some(&stop.target) == self.page.focus.as_ref());
        if let "Tab" | "Shift+Tab" = key {
            let next = match at {
                Some(at) if key == "Tab" => (at + 1) % stops.len(),
                Some(at) => (at + stops.len() - 1) % stops.len(),
                None => 0,
            };
            self.page.move_focus(stops.get(next).map(|stop| stop.target.clone()));
            self.tell_focus();
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
        let found = self.usable(role, name);
        if let Target::Node(id) = found.target {
            self.change(id, prop, &value);
        }
    }

    #[track_caller]
    pub(crate) fn change(&mut self, id: u32, prop: &str, value: &Json) {
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

    /// Edits localStorage behind the app's back; it is on disk at once.
    pub fn set_mirror(&mut self, mirror: impl Into<PageMirror>) {
        self.storage.plant(mirror.into());
    }

    /// From now on the page carries out mirror messages without saying so, or says so again.
    pub fn leave_mirror_unanswered(&mut self, unanswered: bool) {
        self.mirror_unanswered = unanswered;
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
        let window = self.window;
        self.backend().focused(window);
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
