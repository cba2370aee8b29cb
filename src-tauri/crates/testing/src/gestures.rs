//! What a person does to any element: hovering, clicking twice, pasting, pressing keys together.

use hyperdiv_core::{DroppedFiles, Gesture, Role, Shortcut};
use serde_json::{Value as Json, json};

use crate::harness::Harness;
use crate::page::{Found, Target};

impl Harness {
    /// Moves the pointer over an element, and away from where it was.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, Events};
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let over = ui.button("Save").is_hovered();
    ///     ui.text(if over { "Keeps what you typed" } else { "" });
    ///     Ok(())
    /// });
    /// app.hover(Role::Button, "Save");
    /// assert!(app.has(Role::Text, "Keeps what you typed"));
    /// app.unhover();
    /// assert!(app.has(Role::Text, ""));
    /// ```
    #[track_caller]
    pub fn hover(&mut self, role: Role, name: &str) {
        let id = self.node(role, name);
        self.move_pointer(Some(id));
    }

    /// Moves the pointer out of the window.
    #[track_caller]
    pub fn unhover(&mut self) {
        self.move_pointer(None);
    }

    #[track_caller]
    fn move_pointer(&mut self, to: Option<u32>) {
        let from = std::mem::replace(&mut self.page.pointer, to);
        let events = self.page.crossing(from, to, Gesture::Unhovered, Gesture::Hovered);
        self.send_events(events);
    }

    /// Gives an element the keyboard focus, as a click into it does.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, Events};
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text(ui.text_input("Name").is_focused());
    ///     Ok(())
    /// });
    /// app.focus(Role::Textbox, "Name");
    /// assert!(app.has(Role::Text, "true"));
    /// app.blur();
    /// assert!(app.has(Role::Text, "false"));
    /// ```
    #[track_caller]
    pub fn focus(&mut self, role: Role, name: &str) {
        let target = self.usable(role, name).target;
        self.page.move_focus(Some(target));
        self.tell_focus();
    }

    /// Takes the keyboard focus from whatever has it.
    #[track_caller]
    pub fn blur(&mut self) {
        self.page.move_focus(None);
        self.tell_focus();
    }

    /// Sends what moving the focus has made happen.
    #[track_caller]
    pub(crate) fn tell_focus(&mut self) {
        let events = std::mem::take(&mut self.page.happened);
        self.send_events(events);
    }

    /// Clicks an element twice in a row.
    #[track_caller]
    pub fn double_click(&mut self, role: Role, name: &str) {
        let id = self.node(role, name);
        if self.page.has_event(id, "clicked") {
            self.click(role, name);
            self.click(role, name);
        }
        self.innermost(id, Gesture::DoubleClicked, None);
    }

    /// Asks for an element's menu.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, Events};
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     if ui.text("Row").context_menu() {
    ///         ui.toast("Here is the menu");
    ///     }
    ///     Ok(())
    /// });
    /// assert!(app.context_menu(Role::Text, "Row"));
    /// assert_eq!(app.effects(), ["toast \"Here is the menu\""]);
    /// ```
    ///
    /// False where the app does not ask about that: the webview shows its own.
    #[track_caller]
    pub fn context_menu(&mut self, role: Role, name: &str) -> bool {
        let id = self.node(role, name);
        self.innermost(id, Gesture::ContextMenu, None)
    }

    /// Pastes a text into a text field, behind what is in it.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, Events};
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let field = ui.text_input("Address");
    ///     if field.pasted().is_some_and(|text| text.contains(' ')) {
    ///         ui.toast("An address has no spaces");
    ///     }
    ///     Ok(())
    /// });
    /// app.paste_into("Address", "a b");
    /// assert_eq!(app.value(Role::Textbox, "Address"), "a b");
    /// assert_eq!(app.effects(), ["toast \"An address has no spaces\""]);
    /// ```
    #[track_caller]
    pub fn paste_into(&mut self, name: &str, text: &str) {
        let id = self.node(Role::Textbox, name);
        self.innermost(id, Gesture::Pasted, Some(text));
        self.type_into(name, text);
    }

    /// Drags files over an element and drops them there. False where neither it nor what is around it asks for files.
    ///
    /// ```
    /// # use hyperdiv_core::ChosenFile;
    /// # use hyperdiv_elements::{Elements, Events};
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let place = ui.vbox();
    ///     place.with(|| ui.text("Drop pictures here"));
    ///     for file in place.dropped().into_iter().flatten().flatten() {
    ///         ui.toast(file.name());
    ///     }
    ///     Ok(())
    /// });
    /// let file = ChosenFile { path: "/tmp/a.png".into(), bytes: (*b"...").into() };
    /// assert!(app.drop_files(Role::Text, "Drop pictures here", vec![Ok(file)]));
    /// assert_eq!(app.effects(), ["toast \"a.png\""]);
    /// ```
    #[track_caller]
    pub fn drop_files(&mut self, role: Role, name: &str, files: DroppedFiles) -> bool {
        let id = self.node(role, name);
        let window = self.window;
        self.backend().drag_files(window, true);
        self.pump();
        assert!(self.page.dragging, "the page was not told that files are dragged over it");
        self.backend().drag_files(window, false);
        self.backend().drop_files(window, (0.0, 0.0), files);
        self.pump();
        let number = self.page.dropped.take().unwrap_or_default();
        let target = self.page.path(id).into_iter().find(|id| self.page.asks(*id, Gesture::Dropped));
        self.send_event(&json!([target.unwrap_or(0), Gesture::Dropped.name(), number]));
        target.is_some()
    }

    #[track_caller]
    fn innermost(&mut self, id: u32, gesture: Gesture, text: Option<&str>) -> bool {
        let Some(id) = self.page.path(id).into_iter().find(|id| self.page.asks(*id, gesture)) else {
            return false;
        };
        match text {
            Some(text) => self.send_event(&json!([id, gesture.name(), text])),
            None => self.send_event(&json!([id, gesture.name()])),
        }
        true
    }

    /// Presses keys that were pressed together, where they are a shortcut or close a dialog. True where that is all they do.
    #[track_caller]
    pub(crate) fn press_together(&mut self, keys: &str) -> bool {
        let Ok(shortcut) = Shortcut::parse(keys) else { return false };
        let keys = shortcut.to_string();
        let modified = ["Ctrl+", "Alt+", "Meta+"].iter().any(|held| keys.contains(held));
        let outside_text =
            keys == "Escape" || keys.strip_prefix('F').is_some_and(|n| n.parse::<u8>().is_ok());
        let focused = self.focused();
        let typing = focused.as_ref().is_some_and(|found| found.role == Role::Textbox);
        if keys == "Escape"
            && let Some(dialog) = self.page.top_dialog()
        {
            if self.page.is_closable(dialog) {
                self.change(dialog, "opened", &Json::Bool(false));
            }
            return true;
        }
        let moves = ["Enter", "Space", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown"];
        let needed = match focused {
            _ if modified || outside_text => false,
            Some(_) => typing || moves.contains(&keys.as_str()),
            None => false,
        };
        if needed {
            return false;
        }
        match self.page.with_shortcut(&keys) {
            Some((id, event)) => self.send_event(&json!([id, event])),
            // Nobody takes them.
            None if modified || outside_text => {}
            None => return false,
        }
        true
    }

    #[track_caller]
    fn node(&mut self, role: Role, name: &str) -> u32 {
        match self.usable(role, name).target {
            Target::Node(id) | Target::Followed(id, _) | Target::Copy(id, _) | Target::Inside(id) => id,
            _ => self.fail("what the runtime says has no gestures"),
        }
    }

    /// The one element of this role and name, which has to be in reach.
    #[track_caller]
    pub(crate) fn usable(&self, role: Role, name: &str) -> Found {
        let found = self.get(role, name);
        self.check_usable(&found);
        found
    }

    /// Fails where it is not in reach.
    #[track_caller]
    pub(crate) fn check_usable(&self, found: &Found) {
        if found.disabled {
            self.fail_disabled(found);
        }
        if found.behind {
            self.fail(&format!("{} {:?} is behind an open dialog", found.role, found.name));
        }
    }

    #[track_caller]
    fn send_events(&mut self, events: Vec<Json>) {
        for event in events {
            self.send_event(&event);
        }
    }
}
