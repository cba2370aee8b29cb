//! What a page sends, as it is: messages of the wire and commands, also those that no page of ours would send.

use hyperdiv_core::Role;
use hyperdiv_session::ui::CommandError;
use serde_json::{Value as Json, json};

use crate::harness::Harness;
use crate::page::Target;

impl Harness {
    /// Sends a message as a page would, whatever is in it.
    ///
    /// # Errors
    ///
    /// What the runtime refuses it with.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text("Unharmed");
    ///     Ok(())
    /// });
    /// assert!(app.receive(b"no JSON").is_err());
    /// assert!(app.has(Role::Text, "Unharmed"));
    /// ```
    #[track_caller]
    pub fn receive(&mut self, body: &[u8]) -> Result<(), CommandError> {
        let window = self.window;
        let result = self.backend().ui_event(window, body);
        self.pump();
        result
    }

    /// A message with these events, in the form of the wire, with the right envelope. The id of an element is
    /// [`Harness::wire_id`].
    ///
    /// # Errors
    ///
    /// What the runtime refuses it with.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use serde_json::json;
    /// let mut app = Harness::new(|ui| {
    ///     let count = ui.state(|| 0);
    ///     if ui.button("Count").clicked() {
    ///         count.update(|count| *count += 1);
    ///     }
    ///     ui.text(count.get());
    ///     Ok(())
    /// });
    /// let button = app.wire_id(Role::Button, "Count");
    /// app.receive_events(&json!([[button, "clicked"], [button, "clicked"]]))?;
    /// assert!(app.has(Role::Text, "2"));
    /// # Ok::<(), hyperdiv_session::ui::CommandError>(())
    /// ```
    #[track_caller]
    pub fn receive_events(&mut self, events: &Json) -> Result<(), CommandError> {
        let message = self.message(events);
        self.receive(message.as_bytes())
    }

    /// The message of this page with these events, as [`receive_events`](Self::receive_events) sends it.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use serde_json::json;
    /// let mut app = Harness::new(|ui| {
    ///     ui.button("Press");
    ///     Ok(())
    /// });
    /// let button = app.wire_id(Role::Button, "Press");
    /// let press = app.message(&json!([[button, "clicked"]]));
    /// assert!(app.receive(press.as_bytes()).is_ok());
    /// app.reload();
    /// assert!(app.receive(press.as_bytes()).is_err(), "that page is gone");
    /// ```
    #[must_use]
    pub fn message(&self, events: &Json) -> String {
        json!({ "v": 1, "page": self.page.number, "events": events }).to_string()
    }

    /// The id on the wire of an element.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text_input("Name");
    ///     Ok(())
    /// });
    /// let name = app.wire_id(Role::Textbox, "Name");
    /// app.reload();
    /// assert!(name > 0 && app.wire_id(Role::Textbox, "Name") > 0);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn wire_id(&mut self, role: Role, name: &str) -> u32 {
        match self.get(role, name).target {
            Target::Node(id) | Target::Followed(id, _) | Target::Copy(id, _) | Target::Inside(id) => id,
            _ => self.fail("the notice has no id"),
        }
    }

    /// Calls a command as a page would.
    ///
    /// # Errors
    ///
    /// As the page gets it.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use serde_json::json;
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
    /// let status = app.command("session_status", &json!({}))?;
    /// assert_eq!(status["authenticated"], true);
    /// # Ok::<(), hyperdiv_session::ui::CommandError>(())
    /// ```
    #[track_caller]
    pub fn command(&mut self, name: &str, args: &Json) -> Result<Json, CommandError> {
        let result = self.backend().command(name, args);
        self.pump();
        result
    }

    /// Runs `session_list`, `session_revoke`, `session_sweep` or `keys_rotate` as the command line does beside a running app.
    ///
    /// # Errors
    ///
    /// As the command line gets it.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_session::Consent;
    /// # use hyperdiv_session::ui::SessionExt;
    /// # use hyperdiv_testing::{Harness, Role};
    /// # use serde_json::json;
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
    /// app.administer("session_revoke", &json!({ "handle": "all" }))?;
    /// assert!(app.has(Role::Text, "Signed out"));
    /// # Ok::<(), hyperdiv_session::ui::CommandError>(())
    /// ```
    #[track_caller]
    pub fn administer(&mut self, name: &str, args: &Json) -> Result<Json, CommandError> {
        let result = self.backend().administer(name, args);
        self.pump();
        result
    }
}
