//! Files that the person drags onto a window.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use hyperdiv_core::{FileAnswer, FileError, WindowId};
use tauri::{AppHandle, DragDropEvent, PhysicalPosition};

use crate::log::{Level, say};
use crate::message::Message;
use crate::requests::read;

/// How many files may be dropped at once; of more, none is read.
const MOST_FILES: usize = 100;

/// Tells the app thread of what is dragged and dropped.
pub(crate) fn told(handle: &AppHandle, window: WindowId, event: &DragDropEvent, inbox: &Sender<Message>) {
    let over = |over| {
        // The thread that would be told has ended only if the program is ending.
        let _ = inbox.send(Message::Dragged { window, over });
    };
    match event {
        DragDropEvent::Enter { .. } => over(true),
        DragDropEvent::Leave => over(false),
        DragDropEvent::Drop { paths, position } => {
            over(false);
            hand_over(window, place(handle, window, *position), paths.clone(), inbox.clone());
        }
        _ => {}
    }
}

/// Reads the files on a thread of its own: they may be large, or far away.
fn hand_over(window: WindowId, at: (f64, f64), paths: Vec<PathBuf>, inbox: Sender<Message>) {
    let work = move || {
        let files = if paths.len() > MOST_FILES {
            let path = paths.into_iter().next().unwrap_or_default();
            let why = format!("more than {MOST_FILES} files were dropped at once; drop fewer");
            vec![Err(FileError::System { path, why })]
        } else {
            paths.into_iter().filter_map(|path| answered(read(&path))).collect()
        };
        // As above: it has ended only if the program is ending.
        let _ = inbox.send(Message::Dropped { window, at, files });
    };
    if let Err(error) = std::thread::Builder::new().name("hyperdiv-drop".to_owned()).spawn(work) {
        say(Level::Error, format_args!("no thread to read what was dropped: {error}"));
    }
}

fn answered(answer: FileAnswer) -> Option<Result<hyperdiv_core::ChosenFile, FileError>> {
    match answer {
        FileAnswer::Opened(file) => Some(Ok(file)),
        FileAnswer::Failed(error) => Some(Err(error)),
        _ => None,
    }
}

/// In CSS pixels. What GTK tells is in them already, whatever its type says.
#[cfg(target_os = "linux")]
fn place(_: &AppHandle, _: WindowId, position: PhysicalPosition<f64>) -> (f64, f64) {
    (position.x, position.y)
}

#[cfg(not(target_os = "linux"))]
fn place(handle: &AppHandle, window: WindowId, position: PhysicalPosition<f64>) -> (f64, f64) {
    use tauri::Manager;
    let window = handle.get_webview_window(&crate::commands::label(window));
    let scale = window.and_then(|window| window.scale_factor().ok()).unwrap_or(1.0);
    let position = position.to_logical::<f64>(scale);
    (position.x, position.y)
}
