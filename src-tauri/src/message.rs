//! What the app thread is told, by pages, by the system and by other processes.

use std::sync::Arc;

use hyperdiv_core::{DroppedFiles, FileAnswer, WindowId};
use hyperdiv_session::ui::CommandError;
use serde_json::Value;

use crate::control::{Ask, Waits};
use crate::geometry::Geometry;

/// Takes the answer to a command back to the page.
pub(crate) type Answer = Box<dyn FnOnce(Result<Value, CommandError>) + Send>;

/// Sends one message to a page; `false` where the page is gone.
pub(crate) type Page = Arc<dyn Fn(String) -> bool + Send + Sync>;

/// A command of a page.
pub(crate) enum Call {
    /// `ui_ready`, with the way back to the page and how large it is.
    Ready(Page, Option<(u32, u32)>),
    /// `session_restore`
    Restore(Option<String>),
    /// `mirror_ack`
    MirrorAck { id: u64, ok: bool },
    /// `ui_event`
    Event(Vec<u8>),
    /// A command that the app has named.
    Named { name: &'static str, args: Value },
}

impl Call {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Call::Ready(..) => "ui_ready",
            Call::Restore(_) => "session_restore",
            Call::MirrorAck { .. } => "mirror_ack",
            Call::Event(_) => "ui_event",
            Call::Named { name, .. } => name,
        }
    }
}

/// A page's command that the person is asked about.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) args: Value,
    /// The words of the app for what it is about, where it has some.
    pub(crate) purpose: Option<String>,
}

/// What the app thread is told.
pub(crate) enum Message {
    Call {
        window: WindowId,
        call: Call,
        answer: Answer,
    },
    /// The person was asked whether a page's command may run.
    Confirmed {
        name: &'static str,
        args: Value,
        answer: Answer,
        agreed: bool,
    },
    /// Another process of this user asks, through the control socket.
    Ask {
        ask: Ask,
        waits: Waits,
        answer: Answer,
    },
    /// The window got the focus.
    Focused(WindowId),
    /// The window lost the focus.
    Left(WindowId),
    /// The window fills the screen, or does so no more.
    Fullscreen(bool),
    /// The person asks for the window to close.
    CloseRequested(WindowId),
    /// Files are dragged over the window, or are so no more.
    Dragged {
        window: WindowId,
        over: bool,
    },
    /// The person has dropped files on the window, at this place of its content, in CSS pixels.
    Dropped {
        window: WindowId,
        at: (f64, f64),
        files: DroppedFiles,
    },
    /// The person has answered a question for a file.
    FileAnswered {
        question: u64,
        answer: FileAnswer,
    },
    /// The person has answered a question of the app's with yes or no.
    Agreed {
        question: u64,
        agreed: bool,
    },
    /// A window that the app had opened was closed.
    Closed(WindowId),
    /// The window was moved, resized or maximised.
    Placed(Geometry),
    /// Something happened that the runtime has to look at.
    Wake,
    /// The program ends.
    Close,
}
