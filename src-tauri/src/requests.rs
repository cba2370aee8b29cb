//! What an app asks of the system: its window, links, the clipboard, notifications, files.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use hyperdiv_core::{ChosenFile, FileAnswer, FileError, Request};
#[cfg(not(target_os = "linux"))]
use hyperdiv_session::ui::CommandError;
use tauri::WebviewWindow;

use crate::links;
use crate::log::{Level, say};
use crate::message::{Answer, Asked, Message};

/// The largest file that an app may read at once.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Does what the app asks. What cannot be done is a line in the log, never the end of anything.
pub(crate) fn carry_out(window: &WebviewWindow, request: Request, inbox: &Sender<Message>) {
    let done = match request {
        Request::OpenUrl(address) => {
            links::open_address(&address);
            Ok(())
        }
        // C ends a text there.
        Request::Title(title) => window.set_title(&title.replace('\0', "")),
        Request::Fullscreen(on) => window.set_fullscreen(on),
        // Nobody is asked any more.
        Request::Close => window.destroy(),
        other => toolkit(window, other, inbox),
    };
    if let Err(error) = done {
        say(Level::Error, format_args!("the window did not do what the app asked: {error}"));
    }
}

/// What the person is asked before a page's command runs, and what the button says that lets it.
#[cfg(target_os = "linux")]
fn question(name: &str, purpose: Option<&str>) -> (&'static str, String, &'static str) {
    let (title, text, agree) = match name {
        "consent_grant" | "session_create" => (
            "May this app keep something on this computer?",
            "The page of this app asks for your consent.",
            "_Yes",
        ),
        "consent_withdraw" => (
            "Take your consent back?",
            "The page of this app asks to take it back. What is kept for it on this computer is erased.",
            "_Take it back",
        ),
        "data_export" => (
            "Hand your data to the page?",
            "The page of this app asks for everything that the app keeps on this computer.",
            "_Hand over",
        ),
        "data_import" => (
            "Keep what the page brings on this computer?",
            "The page of this app asks to add data to what the app keeps on this computer.",
            "_Keep",
        ),
        _ => (
            "Erase everything that this app keeps?",
            "You are signed out, and all data of this app on this computer are erased. This cannot be undone.",
            "_Erase",
        ),
    };
    let text = match purpose {
        Some(purpose) => format!("\u{201c}{purpose}\u{201d}\n\n{text}"),
        None => text.to_owned(),
    };
    (title, text, agree)
}

/// Asks the person in a dialog of the system whether a page's command may run. What they answer goes to the app thread.
#[cfg(target_os = "linux")]
pub(crate) fn confirm(
    on: &WebviewWindow,
    Asked { name, args, purpose }: Asked,
    answer: Answer,
    inbox: &Sender<Message>,
) {
    let (window, inbox) = (on.clone(), inbox.clone());
    let asked = on.run_on_main_thread(move || {
        let (title, text, agree) = question(name, purpose.as_deref());
        crate::linux::confirm(window.gtk_window().ok().as_ref(), (title, &text, agree), move |agreed| {
            // As above: it has ended only if the program is ending.
            let _ = inbox.send(Message::Confirmed { name, args, answer, agreed });
        });
    });
    if let Err(error) = asked {
        say(Level::Error, format_args!("the person could not be asked: {error}"));
    }
}

/// Nobody can be asked here, so that the command does not run.
#[cfg(not(target_os = "linux"))]
pub(crate) fn confirm(_: &WebviewWindow, _: Asked, answer: Answer, _: &Sender<Message>) {
    answer(Err(CommandError::new("not_allowed", "the person can be asked on Linux only so far")));
}

#[cfg(target_os = "linux")]
fn toolkit(window: &WebviewWindow, request: Request, inbox: &Sender<Message>) -> tauri::Result<()> {
    let (on, inbox) = (window.clone(), inbox.clone());
    window.run_on_main_thread(move || match request {
        Request::Copy(text) => crate::linux::copy(&text),
        Request::Notify { title, body } => crate::linux::notify(&title, &body),
        Request::Confirm { question, title, text, agree } => {
            let window = on.gtk_window().ok();
            crate::linux::confirm(window.as_ref(), (&title, &text, &agree), move |agreed| {
                // The thread that is told has ended only if the program is ending.
                let _ = inbox.send(Message::Agreed { question, agreed });
            });
        }
        Request::OpenFile { question, extensions } => {
            crate::linux::choose_file(on.gtk_window().ok().as_ref(), &extensions, move |path| {
                answer(question, path, inbox, |path| read(&path));
            });
        }
        Request::SaveFile { question, name, bytes } => {
            crate::linux::choose_place(on.gtk_window().ok().as_ref(), &name, move |path| {
                answer(question, path, inbox, move |path| write(path, &bytes));
            });
        }
        _ => say(Level::Warn, "this program cannot do what the app asks"),
    })
}

#[cfg(not(target_os = "linux"))]
fn toolkit(_: &WebviewWindow, request: Request, inbox: &Sender<Message>) -> tauri::Result<()> {
    let what = match request {
        Request::OpenFile { question, .. } | Request::SaveFile { question, .. } => {
            let answer = FileAnswer::Failed(FileError::Unavailable);
            // The thread that would be told has ended only if the program is ending.
            let _ = inbox.send(Message::FileAnswered { question, answer });
            "files"
        }
        Request::Confirm { question, .. } => {
            // As above. Who cannot be asked has not agreed.
            let _ = inbox.send(Message::Agreed { question, agreed: false });
            "questions"
        }
        Request::Copy(_) => "the clipboard",
        Request::Notify { .. } => "notifications",
        _ => "this",
    };
    say(Level::Warn, format_args!("the app asks for {what}, which there is on Linux only so far"));
    Ok(())
}

/// Answers on a thread of its own: a file may be large, or far away.
#[cfg(target_os = "linux")]
fn answer(
    question: u64,
    path: Option<PathBuf>,
    inbox: Sender<Message>,
    deal: impl FnOnce(PathBuf) -> FileAnswer + Send + 'static,
) {
    let work = move || {
        let answer = path.map_or(FileAnswer::Cancelled, deal);
        // As above: it has ended only if the program is ending.
        let _ = inbox.send(Message::FileAnswered { question, answer });
    };
    if let Err(error) = std::thread::Builder::new().name("hyperdiv-file".to_owned()).spawn(work) {
        say(Level::Error, format_args!("no thread to read or write a file: {error}"));
    }
}

fn refused(path: &Path, error: &std::io::Error) -> FileAnswer {
    FileAnswer::Failed(FileError::System { path: path.to_owned(), why: error.to_string() })
}

pub(crate) fn read(path: &Path) -> FileAnswer {
    let mut bytes = Vec::new();
    let read = fs::metadata(path).and_then(|about| {
        // Before it is opened: opening a pipe waits for whoever writes to it.
        if !about.is_file() {
            return Err(std::io::Error::new(ErrorKind::InvalidInput, "it is no file"));
        }
        fs::File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)
    });
    match read {
        Ok(length) if length as u64 > MOST_BYTES => {
            FileAnswer::Failed(FileError::TooLarge { path: path.to_owned(), most: MOST_BYTES })
        }
        Ok(_) => FileAnswer::Opened(ChosenFile { path: path.to_owned(), bytes: bytes.into() }),
        Err(error) => refused(path, &error),
    }
}

/// Writes beside the file and puts the whole in its place, so that a full disk costs nothing that was there. A link leads to
/// the file, which stays open to those it was open to; a new one is the person's alone.
fn write(chosen: PathBuf, bytes: &[u8]) -> FileAnswer {
    let path = fs::canonicalize(&chosen).unwrap_or_else(|_| chosen.clone());
    let before = fs::metadata(&path).ok();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        if let Some(before) = &before {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &path)
    });
    match written {
        Ok(()) => FileAnswer::Saved(chosen),
        Err(error) => {
            if error.kind() != ErrorKind::AlreadyExists {
                // What could not be written may not be removable either; it is told with the cause.
                let _ = fs::remove_file(&beside);
            }
            refused(&chosen, &error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whole_and_what_is_none_says_why() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        fs::write(&path, "text").unwrap();
        let chosen = ChosenFile { path: path.clone(), bytes: std::sync::Arc::from(&b"text"[..]) };
        assert_eq!(read(&path), FileAnswer::Opened(chosen));
        fs::File::create(&path).unwrap().set_len(MOST_BYTES + 1).unwrap();
        assert!(matches!(read(&path), FileAnswer::Failed(FileError::TooLarge { .. })));
        assert!(matches!(read(dir.path()), FileAnswer::Failed(FileError::System { .. })));
        assert!(matches!(read(&dir.path().join("b")), FileAnswer::Failed(FileError::System { .. })));
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        fs::write(&path, "before").unwrap();
        assert_eq!(write(path.clone(), b"after"), FileAnswer::Saved(path.clone()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            let link = dir.path().join("link");
            symlink(&path, &link).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            assert_eq!(write(link.clone(), b"through"), FileAnswer::Saved(link.clone()));
            assert_eq!(fs::read_to_string(&path).unwrap(), "through");
            assert!(link.is_symlink() && fs::metadata(&path).unwrap().permissions().mode() & 0o777 == 0o644);
            fs::remove_file(link).unwrap();
        }
        let gone = dir.path().join("gone/a.txt");
        assert!(matches!(write(gone, b"x"), FileAnswer::Failed(FileError::System { .. })));
        fs::create_dir(dir.path().join("d")).unwrap();
        assert!(matches!(write(dir.path().join("d"), b"x"), FileAnswer::Failed(FileError::System { .. })));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
