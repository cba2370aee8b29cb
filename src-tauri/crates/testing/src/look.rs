//! What a test sees of an app: its elements by role and name, what it told the page, what it keeps.

use std::path::PathBuf;
use std::time::Duration;

use hyperdiv_core::{Level, Role};
use hyperdiv_session::ui::Backend;

use crate::harness::Harness;
use crate::page::Found;
use crate::storage::PageMirror;

impl Harness {
    /// The role and name of what has the keyboard focus.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::Harness;
    /// let mut app = Harness::new(|ui| {
    ///     ui.button("First");
    ///     ui.button("Second");
    ///     Ok(())
    /// });
    /// app.press("Tab");
    /// app.press("Tab");
    /// assert_eq!(app.focused().map(|found| found.name).as_deref(), Some("Second"));
    /// ```
    #[must_use]
    pub fn focused(&self) -> Option<Found> {
        let focus = self.page.focus.as_ref()?;
        self.page.focusable().into_iter().find(|stop| stop.target == *focus)
    }

    /// The one element of this role and name.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.button("Send").disabled(true);
    ///     Ok(())
    /// });
    /// assert!(app.get(Role::Button, "Send").disabled);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn get(&self, role: Role, name: &str) -> Found {
        let mut found = self.get_all(role, name);
        match found.len() {
            1 => found.remove(0),
            0 => self.fail_missing(role, name),
            _ => self.fail_ambiguous(&found),
        }
    }

    /// All elements of this role and name.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.each(["bread", "milk"], |item| *item, |item| {
    ///         ui.text(item);
    ///         ui.button("Remove");
    ///     });
    ///     Ok(())
    /// });
    /// assert_eq!(app.get_all(Role::Button, "Remove").len(), 2);
    /// ```
    #[must_use]
    pub fn get_all(&self, role: Role, name: &str) -> Vec<Found> {
        let name = name.trim();
        self.page.elements().into_iter().filter(|found| found.role == role && found.name == name).collect()
    }

    /// Whether there is an element of this role and name.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.text("  Welcome ");
    ///     Ok(())
    /// });
    /// assert!(app.has(Role::Text, "Welcome"));
    /// assert!(!app.has(Role::Text, "Wel"), "the whole name counts");
    /// ```
    #[must_use]
    pub fn has(&self, role: Role, name: &str) -> bool {
        !self.get_all(role, name).is_empty()
    }

    /// How many elements of this role there are.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.each(0..3, |row| *row, |row| ui.text(row));
    ///     Ok(())
    /// });
    /// assert_eq!(app.count(Role::Text), 3);
    /// ```
    #[must_use]
    pub fn count(&self, role: Role) -> usize {
        self.page.elements().iter().filter(|found| found.role == role).count()
    }

    /// The names of all elements of this role, in the order of the page.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.each(["b", "a"], |item| *item, |item| ui.text(item));
    ///     Ok(())
    /// });
    /// assert_eq!(app.names(Role::Text), ["b", "a"]);
    /// ```
    #[must_use]
    pub fn names(&self, role: Role) -> Vec<String> {
        self.page.elements().into_iter().filter(|found| found.role == role).map(|found| found.name).collect()
    }

    /// The text of a field; what is chosen, as the person reads it; `true` or `false` of what is ticked.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let app = Harness::new(|ui| {
    ///     ui.text_input("City").default_value("London");
    ///     ui.checkbox("Capital").default_checked(true);
    ///     Ok(())
    /// });
    /// assert_eq!(app.value(Role::Textbox, "City"), "London");
    /// assert_eq!(app.value(Role::Checkbox, "Capital"), "true");
    /// ```
    #[track_caller]
    #[must_use]
    pub fn value(&self, role: Role, name: &str) -> String {
        self.get(role, name).value
    }

    /// The page as text, an element a line.
    ///
    /// ```
    /// # use hyperdiv_elements::{Elements, Style};
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::new(|ui| {
    ///     ui.vbox().gap(1.0).with(|| _ = ui.text("Inside"));
    ///     Ok(())
    /// });
    /// assert_eq!(app.tree(), "vbox :gap=\"1rem\"\n  text \"Inside\"\n");
    /// ```
    #[must_use]
    pub fn tree(&self) -> String {
        self.page.tree(&|_| String::new())
    }

    /// The markup of each document in the page, in order, as the page takes it.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::new(|ui| {
    ///     ui.markdown("*Hello*<script>alert(1)</script>");
    ///     Ok(())
    /// });
    /// assert_eq!(app.markup(), ["<p><em>Hello</em></p>\n"]);
    /// ```
    #[must_use]
    pub fn markup(&self) -> Vec<String> {
        self.page.markup()
    }

    /// Every tree that the page has shown since the process started.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let done = ui.state(|| false);
    ///     if ui.button("Do").clicked() {
    ///         done.set(true);
    ///     }
    ///     ui.text(if done.get() { "Done" } else { "To do" });
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Do");
    /// assert!(app.frames().iter().all(|frame| frame.contains("Done") != frame.contains("To do")));
    /// ```
    #[must_use]
    pub fn frames(&self) -> &[String] {
        &self.frames
    }

    /// What the developer was warned of, and what was refused.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let rows = ui.state(|| 2);
    ///     if ui.button("Add").clicked() {
    ///         rows.update(|rows| *rows += 1);
    ///     }
    ///     for row in 0..rows.get() {
    ///         ui.text(row);
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Add");
    /// assert!(app.warnings()[0].contains("use `ui.each`"), "{:?}", app.warnings());
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.lines(Level::Warn)
    }

    /// What failed.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::new(|ui| {
    ///     ui.text("Never seen");
    ///     Err(std::io::Error::other("the disk is on fire"))?;
    ///     Ok(())
    /// });
    /// assert_eq!(app.errors().len(), 1);
    /// ```
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        self.lines(Level::Error)
    }

    /// What is worth knowing, and went as it should.
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
    /// assert!(app.notes().iter().any(|note| note.contains("reached its limit")), "{:?}", app.notes());
    /// ```
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.lines(Level::Info)
    }

    fn lines(&self, level: Level) -> Vec<String> {
        self.log.iter().filter(|line| line.level == level).map(|line| line.text.clone()).collect()
    }

    /// The effects that the page was told, in order.
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
    #[must_use]
    pub fn effects(&self) -> &[String] {
        &self.page.effects
    }

    /// The theme that the page follows: `light`, `dark`, or `system`.
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::new(|ui| {
    ///     ui.theme().set(hyperdiv_core::ThemeMode::Dark);
    ///     Ok(())
    /// });
    /// assert_eq!(app.theme(), "dark");
    /// ```
    #[must_use]
    pub fn theme(&self) -> &str {
        match self.page.theme.as_str() {
            "" => "system",
            theme => theme,
        }
    }

    /// Where the window is in the app.
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
    /// assert_eq!(app.location(), "/help");
    /// ```
    #[must_use]
    pub fn location(&self) -> String {
        self.backend
            .as_ref()
            .map_or_else(String::new, |backend| backend.runtime().location(self.window).to_string())
    }

    /// What is on the computer's clipboard: what the person or the app has copied last.
    ///
    /// ```
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|_| Err(std::io::Error::other("the disk is on fire"))?);
    /// app.click(Role::Button, "Copy report");
    /// assert!(app.clipboard().contains("disk is on fire"), "{}", app.clipboard());
    /// ```
    #[must_use]
    pub fn clipboard(&self) -> &str {
        &self.desktop.clipboard
    }

    /// What the current webview's localStorage holds under the session's key.
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
    /// assert!(app.mirror().is_some_and(|token| token.len() > 64));
    /// ```
    #[must_use]
    pub fn mirror(&self) -> Option<String> {
        match self.storage.get() {
            PageMirror::Holds(token) => Some(token),
            PageMirror::Absent | PageMirror::Silent => None,
        }
    }

    /// How long the app may sleep.
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
    /// app.advance(Duration::from_secs(10));
    /// assert!(app.next_wake().is_some_and(|wake| wake > Duration::from_secs(3000)), "nothing is due for an hour");
    /// ```
    #[must_use]
    pub fn next_wake(&self) -> Option<Duration> {
        self.backend.as_ref().and_then(Backend::next_wake)
    }

    /// How often the app function has run since the process started.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::Harness;
    /// let mut app = Harness::new(|ui| {
    ///     ui.text_input("Nobody reads this");
    ///     Ok(())
    /// });
    /// let before = app.runs();
    /// app.type_into("Nobody reads this", "x");
    /// assert_eq!(app.runs(), before);
    /// ```
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.backend.as_ref().map_or(0, |backend| backend.runtime().app_runs())
    }

    /// The size of the last message that changed the tree.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let count = ui.state(|| 0);
    ///     ui.each(0..1000, |row| *row, |row| ui.text(row));
    ///     if ui.button("Count").clicked() {
    ///         count.update(|count| *count += 1);
    ///     }
    ///     ui.text(format_args!("Counted to {}", count.get()));
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Count");
    /// assert!(app.last_patch_bytes() < 80, "one text has changed, in {} bytes", app.last_patch_bytes());
    /// ```
    #[must_use]
    pub fn last_patch_bytes(&self) -> usize {
        self.last_patch_bytes
    }

    /// Every file of the profile's directory; none before consent.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     if ui.button("Keep me signed in").clicked() {
    ///         ui.session().create_new(Consent::Granted)?;
    ///     }
    ///     Ok(())
    /// });
    /// assert!(app.store_bytes().is_empty());
    /// app.click(Role::Button, "Keep me signed in");
    /// assert!(!app.store_bytes().is_empty());
    /// ```
    #[track_caller]
    #[must_use]
    pub fn store_bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        match self.home().files() {
            Ok(files) => files,
            Err(error) => panic!("the directory cannot be read: {error}"),
        }
    }
}
