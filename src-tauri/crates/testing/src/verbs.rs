//! What a person, the system or a test does to an app: clicking, typing, time passing, the process ending.

use std::time::Duration;

use hyperdiv_core::{Clock as _, InputValue, Role};
use serde_json::{Value as Json, json};

use crate::chosen::is_typed;
use crate::harness::Harness;
use crate::overlay;
use crate::page::{Found, Target};
use crate::storage::PageMirror;

/// Tasks that keep waking themselves are left after so many rounds.
const MOST_ROUNDS: u32 = 1000;

impl Harness {
    /// Presses a button, ticks or unticks a box, turns a switch on or off, or chooses what is offered.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     if ui.button("Greet").clicked() {
    ///         ui.toast("Hello");
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Greet");
    /// assert_eq!(app.effects(), [r#"toast "Hello""#]);
    /// ```
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        let found = self.usable(role, name);
        match found.target {
            Target::Action(action) if action == "copy" => {
                self.desktop.clipboard = self.page.report().unwrap_or_default();
            }
            Target::Action(action) => self.send_event(&json!([0, action])),
            Target::Part(id, event) => self.send_event(&json!([id, event])),
            Target::Node(id) if self.page.is_branch(id) => {
                let open =
                    self.page.look(id, "expanded").is_some_and(|(_, open)| open == Some(&Json::Bool(true)));
                self.change(id, "expanded", &Json::Bool(!open));
            }
            Target::Node(id) if self.page.picked(id).is_some() => {
                if let Some((holder, held)) = self.page.picked(id)
                    && let Some(input) = self.page.look(holder, "").and_then(|(kind, _)| kind.inputs.first())
                {
                    self.change(holder, input.name, &held);
                }
            }
            Target::Node(id) if self.page.look(id, "").is_some_and(|(kind, _)| overlay::toggles(kind)) => {
                let open =
                    self.page.look(id, "opened").is_some_and(|(_, open)| open == Some(&Json::Bool(true)));
                self.change(id, "opened", &Json::Bool(!open));
            }
            Target::Node(id) if role == Role::Menuitem => {
                self.send_event(&json!([id, "clicked"]));
                self.close_around(id);
            }
            Target::Node(id) if self.page.has_event(id, "copied") => {
                self.desktop.clipboard = self.page.text_of(id, "text");
                self.send_event(&json!([id, "copied"]));
            }
            Target::Node(id) if matches!(role, Role::Checkbox | Role::Switch | Role::Menuitemcheckbox) => {
                self.change(id, "checked", &Json::Bool(found.value != "true"));
            }
            Target::Node(id) if matches!(role, Role::Radio | Role::Option | Role::Tab) => {
                let value = self.page.look(id, "value").and_then(|(_, value)| value.cloned());
                if let (Some((group, _)), Some(value)) = (self.page.parent(id), value) {
                    self.change(group, "value", &value);
                }
            }
            Target::Node(id)
                if self.page.look(id, "").is_some_and(|(kind, _)| kind.name == "submit_button") =>
            {
                self.submit(id);
            }
            Target::Node(id) => self.send_event(&json!([id, "clicked"])),
            Target::Close(id) => self.change(id, "opened", &Json::Bool(false)),
            Target::Dismiss(id) => self.change(id, "dismissed", &Json::Bool(true)),
            // Anywhere else is the system's business.
            Target::Followed(id, to) if self.page.leads_inside(id, &to) => {
                self.send_event(&json!([id, "followed", to]));
            }
            Target::Followed(..) => {}
            // By the page itself, without the app.
            Target::Copy(_, text) => self.desktop.clipboard = text,
            Target::Inside(_) => self.fail("there is nothing to click: it is part of a document"),
            Target::Notice => self.fail("a notice is not to be clicked, but its buttons are"),
        }
    }

    /// Presses a key where the keyboard focus is, as a browser would take it: `Tab` and `Shift+Tab` move the focus, `Enter`
    /// and `Space` press a button, `Enter` follows a link, `Space` ticks a box, a character and `Backspace` edit a text field, `ArrowUp` and `ArrowDown`
    /// count and choose, `Enter` in a field submits its form, `Escape` closes a dialog, and keys pressed together, as in `Ctrl+S`,
    /// are a shortcut.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let name = ui.text_input("Name").value();
    ///     ui.text(format_args!("Hello {name}"));
    ///     Ok(())
    /// });
    /// for key in ["Tab", "A", "d", "a"] {
    ///     app.press(key);
    /// }
    /// assert!(app.has(Role::Text, "Hello Ada"));
    /// ```
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
            (
                Role::Button | Role::Menuitem | Role::Menuitemcheckbox | Role::Tab | Role::Treeitem,
                "Enter" | "Space",
            )
            | (Role::Link, "Enter")
            | (Role::Checkbox | Role::Switch, "Space") => self.click(focused.role, &focused.name),
            (Role::Tab, "Delete") => {
                if let Target::Node(id) = focused.target
                    && self
                        .page
                        .look(id, "closable_tab")
                        .is_some_and(|(_, has)| has == Some(&Json::Bool(true)))
                {
                    self.send_event(&json!([id, "closed"]));
                }
            }
            (Role::Slider, "ArrowUp" | "ArrowRight") => self.step_along(&focused, 1.0),
            (Role::Slider, "ArrowDown" | "ArrowLeft") => self.step_along(&focused, -1.0),
            (Role::Combobox | Role::RadioGroup, "ArrowDown" | "ArrowUp") => {
                self.choose_next(&focused.target, key == "ArrowDown");
            }
            (Role::Spinbutton, "ArrowUp" | "ArrowDown") => {
                self.step_number(&focused, if key == "ArrowUp" { 1.0 } else { -1.0 });
            }
            (Role::Textbox | Role::Spinbutton, "Enter") => match focused.target {
                Target::Node(id)
                    if self.page.look(id, "").is_some_and(|(kind, _)| kind.name == "textarea") =>
                {
                    self.type_into(&focused.name, "\n");
                }
                Target::Node(id) => self.submit(id),
                _ => {}
            },
            (Role::Textbox | Role::Spinbutton, "Backspace") => {
                let mut text = focused.value.clone();
                text.pop();
                self.set(&focused.name, text.as_str());
            }
            (Role::Textbox | Role::Spinbutton, "Space") => self.type_into(&focused.name, " "),
            (Role::Textbox | Role::Spinbutton, character) if character.chars().count() == 1 => {
                self.type_into(&focused.name, character)
            }
            _ => self.fail(&format!("{} {:?} takes no {key}", focused.role, focused.name)),
        }
    }

    /// Types into a field for text or a number, behind what is in it.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text_input("Name").default_value("Ada");
    ///     Ok(())
    /// });
    /// app.type_into("Name", " Lovelace");
    /// assert_eq!(app.value(Role::Textbox, "Name"), "Ada Lovelace");
    /// ```
    #[track_caller]
    pub fn type_into(&mut self, name: &str, text: &str) {
        let found = self.field(&[Role::Textbox, Role::Spinbutton, Role::Combobox], name);
        let value = format!("{}{text}", found.value);
        self.set(name, value.as_str());
    }

    /// Sets a field to a text or a number, what is chosen to what the person reads there, or a box or a switch to ticked or not.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let agreed = ui.checkbox("I agree").is_checked();
    ///     ui.text_input("Name").disabled(!agreed);
    ///     Ok(())
    /// });
    /// app.set("I agree", true);
    /// app.set("Name", "Ada");
    /// assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    /// ```
    #[track_caller]
    pub fn set(&mut self, name: &str, value: impl IntoInput) {
        let value = value.into_input();
        if let InputValue::Number(_) | InputValue::Texts(_) = value {
            return self.set_first(name, value);
        }
        let (found, prop, value) = match value {
            InputValue::Bool(on) => {
                let roles = [Role::Checkbox, Role::Switch, Role::Menuitemcheckbox, Role::Treeitem];
                let found = self.field(&roles, name);
                let prop = if found.role == Role::Treeitem { "expanded" } else { "checked" };
                (found, prop, Json::Bool(on))
            }
            InputValue::Text(text) => {
                let fields = [Role::Textbox, Role::Spinbutton, Role::Combobox, Role::RadioGroup];
                let found = self.field(&fields, name);
                let text = match (&found.target, found.role) {
                    (Target::Node(id), Role::Combobox | Role::RadioGroup)
                        if !text.is_empty()
                            && !self.page.look(*id, "").is_some_and(|(kind, _)| is_typed(kind)) =>
                    {
                        match self.page.offered(*id, text.trim()) {
                            Some(value) => value,
                            None => self.fail(&format!("{} {name:?} does not offer {text:?}", found.role)),
                        }
                    }
                    _ => text,
                };
                (found, "value", Json::String(text))
            }
            InputValue::Number(_) | InputValue::Texts(_) => return,
        };
        self.check_usable(&found);
        if let Target::Node(id) = found.target {
            let value = self.page.cut(id, value);
            self.change(id, prop, &value);
        }
    }

    /// Sets what an element holds, where that is a number or several things, which a person chooses by what they read there.
    #[track_caller]
    fn set_first(&mut self, name: &str, value: InputValue) {
        let roles = [
            Role::Slider,
            Role::Separator,
            Role::Region,
            Role::Textbox,
            Role::Group,
            Role::Tree,
            Role::Button,
        ];
        let found = self.field(&roles, name);
        self.check_usable(&found);
        let Target::Node(id) = found.target else { return };
        let input = self.page.look(id, "").and_then(|(kind, _)| kind.inputs.first());
        let Some(input) = input else { self.fail(&format!("{name:?} holds nothing that can be changed")) };
        let value = match value {
            InputValue::Number(number) => Json::from(number),
            InputValue::Texts(texts) => {
                let known = |text: &String| self.page.offered(id, text).unwrap_or_else(|| text.clone());
                Json::from(texts.iter().map(known).collect::<Vec<_>>())
            }
            InputValue::Bool(on) => Json::from(on),
            InputValue::Text(text) => Json::from(text),
        };
        self.change(id, input.name, &value);
    }

    /// What a menu is in closes where something of the menu was done.
    #[track_caller]
    fn close_around(&mut self, id: u32) {
        for around in self.page.path(id) {
            let open = self
                .page
                .look(around, "opened")
                .is_some_and(|(kind, open)| kind.name == "dropdown" && open == Some(&Json::Bool(true)));
            if open {
                return self.change(around, "opened", &Json::Bool(false));
            }
        }
    }

    /// The one control of this name that has one of these roles.
    #[track_caller]
    fn field(&self, roles: &[Role], name: &str) -> Found {
        let there = roles.iter().find(|role| self.has(**role, name));
        self.get(there.copied().unwrap_or(roles[0]), name)
    }

    /// Submits the form that an element is in, as far as it is in one that can be submitted.
    #[track_caller]
    fn submit(&mut self, id: u32) {
        if let Some(form) = self.page.form_of(id) {
            self.send_event(&json!([form, "submitted"]));
        }
    }

    /// As the arrow keys do in a list.
    #[track_caller]
    fn choose_next(&mut self, target: &Target, forward: bool) {
        let Target::Node(id) = target else { return };
        let offered = self.page.choices(*id);
        let chosen = self.page.look(*id, "value").and_then(|(_, value)| value.cloned());
        let at = offered.iter().position(|value| Some(value) == chosen.as_ref());
        let next = match at {
            Some(at) if forward => at + 1,
            Some(at) => at.saturating_sub(1),
            None => 0,
        };
        if let Some(value) = offered.get(next).filter(|_| Some(next) != at) {
            self.change(*id, "value", value);
        }
    }

    /// As the arrow keys do in a number, by so many steps.
    #[track_caller]
    fn step_number(&mut self, found: &Found, steps: f64) {
        let Target::Node(id) = found.target else { return };
        let number = |name| self.page.look(id, name).and_then(|(_, value)| value?.as_f64());
        let (step, min, max) = (number("step").unwrap_or(1.0), number("min"), number("max"));
        let next = found.value.trim().parse().unwrap_or(0.0) + steps * step;
        let next = next.min(max.unwrap_or(f64::MAX)).max(min.unwrap_or(f64::MIN));
        self.set(&found.name, next.to_string().as_str());
    }

    /// As the arrow keys do in what is moved along, by so many steps and within its limits.
    #[track_caller]
    fn step_along(&mut self, found: &Found, steps: f64) {
        let Target::Node(id) = found.target else { return };
        let number = |name| self.page.look(id, name).and_then(|(_, value)| value?.as_f64());
        let (step, min) = (number("step").unwrap_or(1.0), number("min").unwrap_or(0.0));
        let most =
            if self.page.look(id, "").is_some_and(|(kind, _)| kind.name == "rating") { 5.0 } else { 100.0 };
        let next = found.value.parse().unwrap_or(min) + steps * step;
        self.set(&found.name, next.clamp(min, number("max").unwrap_or(most).max(min)));
    }

    #[track_caller]
    pub(crate) fn change(&mut self, id: u32, prop: &str, value: &Json) {
        if self.page.look(id, "readonly").is_some_and(|(_, is_set)| is_set == Some(&Json::Bool(true))) {
            self.fail("it can only be read");
        }
        let revision = self.page.change(id, prop, value.clone());
        self.send_event(&json!([id, prop, value, revision]));
    }

    /// The person goes back, by keyboard or mouse.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.link("/help", "Help");
    ///     ui.text(ui.location().path());
    ///     Ok(())
    /// });
    /// app.click(Role::Link, "Help");
    ///
    /// app.go_back();
    /// assert_eq!(app.location(), "/");
    /// ```
    #[track_caller]
    pub fn go_back(&mut self) {
        self.send_event(&json!([0, "back"]));
    }

    /// The person goes forward again.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.link("/help", "Help");
    ///     ui.text(ui.location().path());
    ///     Ok(())
    /// });
    /// app.click(Role::Link, "Help");
    ///
    /// app.go_back();
    /// app.go_forward();
    /// assert_eq!(app.location(), "/help");
    /// ```
    #[track_caller]
    pub fn go_forward(&mut self) {
        self.send_event(&json!([0, "forward"]));
    }

    /// The system turns dark or light.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text(if ui.theme().is_dark() { "Night" } else { "Day" });
    ///     Ok(())
    /// });
    /// app.set_system_dark(true);
    /// assert!(app.has(Role::Text, "Night"));
    /// ```
    #[track_caller]
    pub fn set_system_dark(&mut self, dark: bool) {
        self.send_event(&json!([0, "system_theme", if dark { "dark" } else { "light" }]));
    }

    /// Edits localStorage behind the app's back; it is on disk at once.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use std::time::Duration;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.restart();
    /// app.advance(Duration::from_secs(3));
    /// app.set_mirror("not a token");
    /// app.restart();
    /// assert!(app.has(Role::Text, "Signed out"));
    /// assert_eq!(app.mirror(), None);
    /// ```
    pub fn set_mirror(&mut self, mirror: impl Into<PageMirror>) {
        self.storage.plant(mirror.into());
    }

    /// From now on the page carries out mirror messages without saying so, or says so again.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use std::time::Duration;
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     if session.is_authenticated() && ui.button("New token").clicked() {
    ///         session.rotate()?;
    ///     }
    ///     ui.text(session.id());
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    /// let before = app.tree();
    /// app.leave_mirror_unanswered(true);
    /// app.click(Role::Button, "New token");
    /// assert_eq!(app.tree(), before, "a new id is shown once the page holds the token");
    /// app.advance(Duration::from_secs(1));
    /// assert_ne!(app.tree(), before, "or a second later");
    /// ```
    pub fn leave_mirror_unanswered(&mut self, unanswered: bool) {
        self.mirror_unanswered = unanswered;
    }

    /// The computer sleeps: the wall clock goes on and the monotonic one stands still.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use std::time::Duration;
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.suspend(Duration::from_secs(40 * 24 * 3600));
    /// app.run_until_idle();
    /// assert!(app.has(Role::Text, "Signed out"));
    /// ```
    #[track_caller]
    pub fn suspend(&mut self, duration: Duration) {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        self.set_now(self.clock.now_ms().div_euclid(1000).saturating_add(seconds));
    }

    /// The window gets the keyboard focus.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// let token = app.mirror();
    /// app.set_mirror("edited");
    /// app.focus_window();
    /// assert_eq!(app.mirror(), token, "memory knows better");
    /// ```
    #[track_caller]
    pub fn focus_window(&mut self) {
        let window = self.window;
        self.backend().focused(window);
        self.pump();
    }

    /// Lets time pass: everything that is due on the way happens when it is due, timers and what tasks sleep for included.
    /// Tasks run until each of them waits for something.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use std::time::Duration;
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.advance(Duration::from_secs(31 * 24 * 3600));
    /// assert!(app.has(Role::Text, "Signed out"));
    /// ```
    #[track_caller]
    pub fn advance(&mut self, duration: Duration) {
        self.run_until_idle();
        let mut left = duration;
        while let Some(wake) = self.next_due().filter(|wake| *wake <= left) {
            self.pass(wake);
            left -= wake;
            // Whatever is due again at once has had its chance.
            if wake.is_zero() {
                break;
            }
        }
        self.pass(left);
    }

    #[track_caller]
    fn pass(&mut self, time: Duration) {
        self.clock.advance(time);
        self.executor.set_now(self.clock.monotonic_ms());
        self.run_until_idle();
    }

    /// In how long something is due.
    fn next_due(&mut self) -> Option<Duration> {
        let now = self.clock.monotonic_ms();
        let sleeper = self.executor.next_wake().map(|at| Duration::from_millis(at.saturating_sub(now)));
        self.backend().next_wake().into_iter().chain(sleeper).min()
    }

    /// Time passes without the app being run, as on a computer that is busy: what came due meanwhile is late.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use std::time::Duration;
    /// let mut app = Harness::new(|ui| {
    ///     let ticks = ui.state(|| 0);
    ///     if ui.every(Duration::from_secs(1)) {
    ///         ticks.update(|ticks| *ticks += 1);
    ///     }
    ///     ui.text(ticks.get());
    ///     Ok(())
    /// });
    /// app.stall(Duration::from_millis(1500));
    /// assert!(app.has(Role::Text, "0"));
    /// app.run_until_idle();
    /// assert!(app.has(Role::Text, "1"));
    /// ```
    pub fn stall(&mut self, duration: Duration) {
        self.clock.advance(duration);
        self.executor.set_now(self.clock.monotonic_ms());
    }

    /// Sets the wall clock, in Unix seconds: it may jump.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.set_now(0);
    /// assert!(app.has(Role::Text, "Signed in"), "a clock turned back ends nothing");
    /// ```
    #[track_caller]
    pub fn set_now(&mut self, unix_seconds: i64) {
        self.clock.set_now(unix_seconds.saturating_mul(1000));
        self.pump();
    }

    /// Runs what other threads have sent, and the app's tasks until each of them waits for something.
    ///
    /// Tasks run nowhere else than here and in [`advance`](Self::advance), on the test's thread: before it, the page shows
    /// that they are awaited. Time stands still meanwhile: what sleeps goes on in `advance`. One that never waits is
    /// left after a thousand rounds, and goes on with the next call; a blocking task runs to its end.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// use std::sync::mpsc::channel;
    ///
    /// let (give, take) = channel();
    /// let mut app = Harness::new(move |ui| {
    ///     let news = ui.state(|| "Nothing new");
    ///     let _ = give.send(news.setter());
    ///     ui.text(news.get());
    ///     Ok(())
    /// });
    /// let setter = take.recv()?;
    /// std::thread::spawn(move || setter.send("Rain")).join().expect("the thread ends");
    /// app.run_until_idle();
    /// assert!(app.has(Role::Text, "Rain"));
    /// # Ok::<(), std::sync::mpsc::RecvError>(())
    /// ```
    #[track_caller]
    pub fn run_until_idle(&mut self) {
        for _ in 0..MOST_ROUNDS {
            self.pump();
            let polled = self.executor.poll_woken();
            let worked = self.executor.run_jobs();
            // A timer that has nothing to wait for.
            let due = self.backend().runtime().next_wake() == Some(Duration::ZERO);
            if !polled && !worked && !due {
                return;
            }
        }
        self.pump();
    }

    /// The page is loaded again.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text_input("Name");
    ///     Ok(())
    /// });
    /// app.type_into("Name", "Ada");
    /// app.reload();
    /// assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    /// ```
    #[track_caller]
    pub fn reload(&mut self) {
        self.load_page();
    }

    /// The app is closed and started again.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.restart();
    /// assert!(app.has(Role::Text, "Signed in"));
    /// ```
    #[track_caller]
    pub fn restart(&mut self) {
        self.backend().close();
        self.backend = None;
        self.boot();
    }

    /// The app and its web processes are killed, and the app is started again. Commits and synced files stay, and what
    /// localStorage has held for 500 ms.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let session = ui.session();
    ///     if ui.button("Sign in").clicked() {
    ///         session.create_new(Consent::Granted)?;
    ///     }
    ///     ui.text(if session.is_authenticated() { "Signed in" } else { "Signed out" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Sign in");
    ///
    /// app.kill();
    /// assert!(app.has(Role::Text, "Signed in"), "what was shown is on disk");
    /// ```
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

impl IntoInput for f64 {
    fn into_input(self) -> InputValue {
        InputValue::Number(self)
    }
}

impl IntoInput for i32 {
    fn into_input(self) -> InputValue {
        InputValue::Number(f64::from(self))
    }
}

impl<const N: usize> IntoInput for [&str; N] {
    fn into_input(self) -> InputValue {
        InputValue::Texts(self.into_iter().map(str::to_owned).collect())
    }
}

impl IntoInput for bool {
    fn into_input(self) -> InputValue {
        InputValue::Bool(self)
    }
}
