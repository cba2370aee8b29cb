//! Files that the person chooses: the app never names a path.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::content::Content;
use crate::key::{Key, Made};
use crate::request::Request;
use crate::runtime::{Runtime, WindowId};
use crate::ui::Ui;
use crate::window::Queued;

/// How many questions may wait for their answer.
const MOST_OPEN: usize = 64;
/// The name of the event that answers.
pub(crate) const ANSWERED: &str = "answered";

/// A file that the person has chosen, and what was in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChosenFile {
    /// Where it is.
    pub path: PathBuf,
    /// What was in it when it was chosen.
    pub bytes: Arc<[u8]>,
}

impl ChosenFile {
    /// Its name, without the way to it.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Why a file that the person has chosen could not be read or written.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FileError {
    /// It is larger than an app may read at once.
    TooLarge {
        /// Where it is.
        path: PathBuf,
        /// How many bytes may be read.
        most: u64,
    },
    /// The system refused.
    System {
        /// Where it is.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// This system's dialogs are not known to the program.
    Unavailable,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::TooLarge { path, most } => {
                write!(f, "{} is over {most} bytes; choose a smaller one", path.display())
            }
            FileError::System { path, why } => write!(f, "{}: {why}", path.display()),
            FileError::Unavailable => f.write_str("the system's file dialog is not available here"),
        }
    }
}

impl std::error::Error for FileError {}

/// The host's answer to a question for a file.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FileAnswer {
    /// The person chose none.
    Cancelled,
    /// A file was read.
    Opened(ChosenFile),
    /// A file was written.
    Saved(PathBuf),
    /// It could not be.
    Failed(FileError),
}

/// A question for a file to read.
#[derive(Clone, Copy)]
pub struct OpenFile<'ui> {
    ui: &'ui Ui,
    key: Key,
}

impl OpenFile<'_> {
    /// Asks the person for a file: an effect.
    #[track_caller]
    pub fn ask(self) {
        self.ask_for(&[]);
    }

    /// As [`ask`](Self::ask), with only those files offered whose names end in a dot and one of these.
    #[track_caller]
    pub fn ask_for(self, extensions: &[&str]) {
        let question = self.ui.question(self.key);
        let extensions = extensions.iter().map(|end| (*end).to_owned()).collect();
        self.ui.request(Request::OpenFile { question, extensions });
    }

    /// The file that the person has just chosen: there in one run.
    #[must_use]
    pub fn chosen(self) -> Option<Result<ChosenFile, FileError>> {
        match self.ui.answer::<FileAnswer>(self.key)? {
            FileAnswer::Opened(file) => Some(Ok(file)),
            FileAnswer::Failed(error) => Some(Err(error)),
            FileAnswer::Cancelled | FileAnswer::Saved(_) => None,
        }
    }
}

/// A question where to write a file.
#[derive(Clone, Copy)]
pub struct SaveFile<'ui> {
    ui: &'ui Ui,
    key: Key,
}

impl SaveFile<'_> {
    /// Asks the person where to write `bytes`, with a name that they may change: an effect. A file of that name is replaced as
    /// a whole, or stays as it was.
    #[track_caller]
    pub fn ask(self, name: impl Content, bytes: impl Into<Arc<[u8]>>) {
        let question = self.ui.question(self.key);
        let mut text = String::new();
        name.write_text(&mut text);
        self.ui.request(Request::SaveFile { question, name: text, bytes: bytes.into() });
    }

    /// Where the file was just written: there in one run.
    #[must_use]
    pub fn saved(self) -> Option<Result<PathBuf, FileError>> {
        match self.ui.answer::<FileAnswer>(self.key)? {
            FileAnswer::Saved(path) => Some(Ok(path)),
            FileAnswer::Failed(error) => Some(Err(error)),
            FileAnswer::Cancelled | FileAnswer::Opened(_) => None,
        }
    }
}

/// Questions that were asked, until they are answered.
#[derive(Default)]
pub(crate) struct Questions {
    last: u64,
    open: Vec<(u64, u32, Key)>,
}

impl Ui {
    /// A question for a file to read, which belongs to this place in the app:
    ///
    /// ```
    /// # fn app(ui: &hyperdiv_core::Ui, import: bool) -> hyperdiv_core::Result {
    /// let file = ui.open_file();
    /// if import {
    ///     file.ask_for(&["csv"]);
    /// }
    /// if let Some(chosen) = file.chosen() {
    ///     let chosen = chosen?;
    ///     ui.toast(format_args!("{} has {} bytes", chosen.name(), chosen.bytes.len()));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    #[must_use]
    pub fn open_file(&self) -> OpenFile<'_> {
        OpenFile { ui: self, key: self.place_of_question() }
    }

    /// A question where to write a file, which belongs to this place in the app.
    #[track_caller]
    #[must_use]
    pub fn save_file(&self) -> SaveFile<'_> {
        SaveFile { ui: self, key: self.place_of_question() }
    }

    #[track_caller]
    pub(crate) fn place_of_question(&self) -> Key {
        let site = std::panic::Location::caller();
        let slot = self.slot_here(Made::QUESTION, site);
        self.inner.borrow().slots.get(slot).map_or(Key::root(0), |slot| slot.key)
    }

    pub(crate) fn question(&self, key: Key) -> u64 {
        let inner = &mut *self.inner.borrow_mut();
        let questions = &mut inner.questions;
        questions.last += 1;
        // What a failed turn asked is never answered.
        if questions.open.len() >= MOST_OPEN {
            questions.open.remove(0);
        }
        questions.open.push((questions.last, inner.window, key));
        questions.last
    }

    pub(crate) fn answer<T: Clone + 'static>(&self, key: Key) -> Option<T> {
        let answer = self.saw(key, ANSWERED)??;
        answer.downcast::<T>().ok().map(|answer| T::clone(&answer))
    }
}

impl Runtime {
    /// Answers a question for a file. One that nobody asked, or that was answered, is dropped.
    pub fn answer_file(&mut self, question: u64, answer: FileAnswer) {
        self.answer_question(question, std::rc::Rc::new(answer));
    }

    pub(crate) fn answer_question(&mut self, question: u64, answer: std::rc::Rc<dyn std::any::Any>) {
        let asked = {
            let open = &mut self.ui.inner.borrow_mut().questions.open;
            let at = open.iter().position(|(number, ..)| *number == question);
            at.map(|at| open.swap_remove(at))
        };
        let Some((_, window, key)) = asked else { return };
        // A part that has asked is not left out of the run.
        self.ui.inner.borrow_mut().touch(key);
        if let Some(window) = self.windows.iter_mut().find(|w| w.id == WindowId(window)) {
            window.queue.push_back(Queued { key, name: ANSWERED, value: None, extra: Some(answer) });
        }
    }
}
