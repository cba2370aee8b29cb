//! A question that the person answers with yes or no, in a dialog of the system: for what cannot be undone. No script of the page can
//! answer it.

use std::rc::Rc;

use crate::content::Content;
use crate::key::Key;
use crate::request::Request;
use crate::runtime::Runtime;
use crate::ui::Ui;

/// A question to the person, made by [`Ui::confirmation`].
#[derive(Clone, Copy)]
pub struct Confirmation<'ui> {
    ui: &'ui Ui,
    key: Key,
}

impl Confirmation<'_> {
    /// Asks: an effect. `agree` is what the button says that agrees, with an underscore before the letter of its key; the other one says
    /// no, has the focus, and is what Escape presses.
    #[track_caller]
    pub fn ask(self, title: impl Content, text: impl Content, agree: &str) {
        let question = self.ui.question(self.key);
        let [mut asked, mut more] = [String::new(), String::new()];
        title.write_text(&mut asked);
        text.write_text(&mut more);
        self.ui.request(Request::Confirm { question, title: asked, text: more, agree: agree.to_owned() });
    }

    /// What the person has just answered: there in one run. Where they cannot be asked, that is no.
    #[must_use]
    pub fn answered(self) -> Option<bool> {
        self.ui.answer::<bool>(self.key)
    }
}

impl Ui {
    /// A question that the person answers with yes or no, outside of the page, which belongs to this place in the app:
    ///
    /// ```
    /// # fn app(ui: &hyperdiv_core::Ui, delete: bool) -> hyperdiv_core::Result {
    /// let sure = ui.confirmation();
    /// if delete {
    ///     sure.ask("Delete the letter?", "It cannot be brought back.", "_Delete");
    /// }
    /// if sure.answered() == Some(true) {
    ///     // deletes it
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    #[must_use]
    pub fn confirmation(&self) -> Confirmation<'_> {
        Confirmation { ui: self, key: self.place_of_question() }
    }
}

impl Runtime {
    /// Answers a question that the person answers with yes or no. One that nobody asked, or that was answered, is dropped.
    pub fn answer_confirmation(&mut self, question: u64, agreed: bool) {
        self.answer_question(question, Rc::new(agreed));
    }
}
