//! The window around the page: what the app asks of the system, and what the person does to the window itself.

use hyperdiv_core::{FileAnswer, Request, Role, Served, WindowId};
use serde_json::json;

use crate::harness::Harness;
use crate::page::Target;

/// What the harness has in place of the desktop.
#[derive(Default)]
pub(crate) struct Desktop {
    /// The computer's clipboard.
    pub(crate) clipboard: String,
    titles: Vec<(WindowId, String)>,
    pub(crate) closed: Vec<WindowId>,
    questions: Vec<Request>,
}

impl Harness {
    /// The title that the app has given its window; nothing until then.
    #[must_use]
    pub fn title(&self) -> &str {
        let title = self.desktop.titles.iter().find(|(window, _)| *window == self.window);
        title.map_or("", |(_, title)| title.as_str())
    }

    /// Whether the window was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.desktop.closed.contains(&self.window)
    }

    /// The person closes the window. An app that asks about that is asked, and the window stays open until it closes it. Where
    /// it is a window that the app has opened, the verbs are of the first one from then on.
    ///
    /// ```
    /// # use hyperdiv_testing::Harness;
    /// let mut app = Harness::new(|ui| {
    ///     if ui.window().close_requested() {
    ///         ui.window().close();
    ///     }
    ///     Ok(())
    /// });
    /// app.close_window();
    /// assert!(app.is_closed());
    /// ```
    #[track_caller]
    pub fn close_window(&mut self) {
        let window = self.window;
        if !self.backend().request_close(window) {
            self.gone(window);
        }
        self.pump();
    }

    /// The person makes the window this large, in CSS pixels.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     ui.text(ui.window().width());
    ///     Ok(())
    /// });
    /// app.resize(400, 300);
    /// assert!(app.has(Role::Text, "400"));
    /// ```
    #[track_caller]
    pub fn resize(&mut self, width: u32, height: u32) {
        self.send_event(&json!([0, "resized", width, height]));
    }

    /// The window loses the keyboard focus.
    #[track_caller]
    pub fn leave_window(&mut self) {
        let window = self.window;
        self.backend().left(window);
        self.pump();
    }

    /// What the app asks the person about a file, the oldest question first.
    #[must_use]
    pub fn file_question(&self) -> Option<&Request> {
        self.desktop.questions.iter().find(|asked| !matches!(asked, Request::Confirm { .. }))
    }

    /// What the app asks the person to confirm, the oldest question first; nothing where it asks nothing.
    #[must_use]
    pub fn confirmation(&self) -> &str {
        let title = self.desktop.questions.iter().find_map(|asked| match asked {
            Request::Confirm { title, .. } => Some(title.as_str()),
            _ => None,
        });
        title.unwrap_or_default()
    }

    /// Answers the oldest question that the person is to confirm.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let sure = ui.confirmation();
    ///     if ui.button("Delete").clicked() {
    ///         sure.ask("Delete the letter?", "It cannot be brought back.", "_Delete");
    ///     }
    ///     if sure.answered() == Some(true) {
    ///         ui.toast("Deleted");
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Delete");
    /// assert_eq!(app.confirmation(), "Delete the letter?");
    /// app.confirm(true);
    /// assert_eq!(app.effects(), ["confirm \"Delete the letter?\"", "toast \"Deleted\""]);
    /// ```
    #[track_caller]
    pub fn confirm(&mut self, agreed: bool) {
        let at = self.desktop.questions.iter().position(|asked| matches!(asked, Request::Confirm { .. }));
        match at.map(|at| self.desktop.questions.remove(at)) {
            Some(Request::Confirm { question, .. }) => self.backend().answer_confirmation(question, agreed),
            _ => self.fail("the app asks the person to confirm nothing"),
        }
        self.pump();
    }

    /// Answers the oldest question for a file as the person and the system would.
    ///
    /// ```
    /// # use hyperdiv_core::{ChosenFile, FileAnswer};
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::{Harness, Role};
    /// let mut app = Harness::new(|ui| {
    ///     let file = ui.open_file();
    ///     if ui.button("Open").clicked() {
    ///         file.ask();
    ///     }
    ///     if let Some(Ok(chosen)) = file.chosen() {
    ///         ui.toast(chosen.name());
    ///     }
    ///     Ok(())
    /// });
    /// app.click(Role::Button, "Open");
    /// app.answer_file(FileAnswer::Opened(ChosenFile { path: "/tmp/a.txt".into(), bytes: (*b"text").into() }));
    /// assert_eq!(app.effects(), ["open_file", "toast \"a.txt\""]);
    /// ```
    #[track_caller]
    pub fn answer_file(&mut self, answer: FileAnswer) {
        let is_of_file = |asked: &Request| !matches!(asked, Request::Confirm { .. });
        let at = self.desktop.questions.iter().position(is_of_file);
        match at.map(|at| self.desktop.questions.remove(at)) {
            Some(Request::OpenFile { question, .. } | Request::SaveFile { question, .. }) => {
                self.backend().answer_file(question, answer);
            }
            _ => self.fail("the app asks for no file"),
        }
        self.pump();
    }

    /// What the picture with this text shows, as the webview gets it; nothing where its address leads nowhere.
    ///
    /// ```
    /// # use hyperdiv_elements::Elements;
    /// # use hyperdiv_testing::Harness;
    /// let app = Harness::new(|ui| {
    ///     ui.image(ui.asset(b"...", "image/png"), "Chart");
    ///     Ok(())
    /// });
    /// assert_eq!(app.picture("Chart").map(|served| served.bytes.len()), Some(3));
    /// ```
    #[track_caller]
    #[must_use]
    pub fn picture(&self, alt: &str) -> Option<Served> {
        self.address_of_picture(alt).strip_prefix("hd-asset://").and_then(|name| self.asset(name))
    }

    /// The address of the picture with this text.
    #[track_caller]
    #[must_use]
    pub fn address_of_picture(&self, alt: &str) -> String {
        match self.get(Role::Img, alt).target {
            Target::Node(id) => self.page.text_of(id, "src"),
            _ => String::new(),
        }
    }

    /// The asset of this name, as the webview gets it.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<Served> {
        self.backend.as_ref()?.assets().get(name)
    }

    /// Does what the app has asked of the system. True where there was something.
    pub(crate) fn do_as_asked(&mut self) -> bool {
        let requests = self.backend().take_requests();
        let any = !requests.is_empty();
        for (window, request) in requests {
            let told = match &request {
                Request::Copy(text) => format!("copy {text:?}"),
                Request::OpenUrl(url) => format!("open_url {url:?}"),
                Request::Notify { title, body } => format!("notify {title:?} {body:?}"),
                Request::Title(title) => format!("title {title:?}"),
                Request::Fullscreen(on) => format!("fullscreen {on}"),
                Request::Close => "close".to_owned(),
                Request::OpenFile { .. } => "open_file".to_owned(),
                Request::SaveFile { name, .. } => format!("save_file {name:?}"),
                Request::Confirm { title, .. } => format!("confirm {title:?}"),
                other => format!("{other:?}"),
            };
            match self.window == window {
                true => self.page.effects.push(told),
                false => self.others.entry(window).or_default().effects.push(told),
            }
            match request {
                Request::Copy(text) => self.desktop.clipboard = text,
                Request::Title(title) => {
                    self.desktop.titles.retain(|(known, _)| *known != window);
                    self.desktop.titles.push((window, title));
                }
                Request::Fullscreen(on) => self.backend().set_fullscreen(window, on),
                Request::Close => self.gone(window),
                question
                @ (Request::OpenFile { .. } | Request::SaveFile { .. } | Request::Confirm { .. }) => {
                    self.desktop.questions.push(question);
                }
                _ => {}
            }
        }
        any
    }
}
