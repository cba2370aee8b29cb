//! What the app asks of the system around its windows: once, after the turn that asked has been committed.

use std::fmt;
use std::sync::Arc;

use crate::content::Content;
use crate::effect::Effect;
use crate::ui::Ui;

/// Longer texts are no addresses.
const MOST_URL_BYTES: usize = 8 * 1024;

/// Something that the host does for the app.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Request {
    /// The text goes to the computer's clipboard.
    Copy(String),
    /// The system opens the address, which is `https`, `http` or `mailto`.
    OpenUrl(String),
    /// The desktop shows a notification.
    Notify {
        /// What happened, in a few words.
        title: String,
        /// More about it; it may be empty.
        body: String,
    },
    /// The window's title.
    Title(String),
    /// The window fills the screen, or does so no more.
    Fullscreen(bool),
    /// The window closes.
    Close,
    /// The person is asked whether they agree, in a dialog of the system.
    Confirm {
        /// The number that the answer repeats.
        question: u64,
        /// The question.
        title: String,
        /// What happens if they do.
        text: String,
        /// What the button says that agrees, an underscore before the letter of its key.
        agree: String,
    },
    /// The person is asked for a file to read.
    OpenFile {
        /// The number that the answer repeats.
        question: u64,
        /// The ends of the names of files that are offered, without the dot; all where there are none.
        extensions: Vec<String>,
    },
    /// The person is asked where to write a file.
    SaveFile {
        /// The number that the answer repeats.
        question: u64,
        /// The name that is proposed.
        name: String,
        /// What is to be in it.
        bytes: Arc<[u8]>,
    },
}

impl Request {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Request::Copy(_) => "clipboard().write",
            Request::OpenUrl(_) => "open_url",
            Request::Notify { .. } => "notify",
            Request::Title(_) => "set_title",
            Request::Fullscreen(_) => "set_fullscreen",
            Request::Close => "close",
            Request::Confirm { .. } => "confirmation().ask",
            Request::OpenFile { .. } => "open_file().ask",
            Request::SaveFile { .. } => "save_file().ask",
        }
    }
}

/// Why an address is not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum UrlError {
    /// It begins with neither `https://`, `http://` nor `mailto:`.
    Scheme,
    /// Spaces, control characters or backslashes, which programs would mend each in their own way, or nothing but a scheme.
    Malformed,
    /// Over 8 KiB.
    TooLong,
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UrlError::Scheme => {
                "an address that the system opens begins with `https://`, `http://` or `mailto:`"
            }
            UrlError::Malformed => {
                "the address has spaces, control characters or backslashes, or nothing behind its beginning"
            }
            UrlError::TooLong => "the address is over 8 KiB",
        })
    }
}

impl std::error::Error for UrlError {}

fn check_url(url: &str) -> Result<(), UrlError> {
    if url.len() > MOST_URL_BYTES {
        return Err(UrlError::TooLong);
    }
    let scheme = ["https://", "http://", "mailto:"]
        .into_iter()
        .find(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let rest = &url[scheme.ok_or(UrlError::Scheme)?.len()..];
    let bad = |character: char| character.is_control() || character.is_whitespace() || character == '\\';
    if rest.is_empty() || rest.starts_with('/') || rest.contains(bad) {
        return Err(UrlError::Malformed);
    }
    Ok(())
}

/// The computer's clipboard.
#[derive(Clone, Copy)]
pub struct Clipboard<'ui> {
    ui: &'ui Ui,
}

impl Clipboard<'_> {
    /// Writes a text to it: an effect. What is on it is read only where the person pastes it: see `pasted` of an element.
    #[track_caller]
    pub fn write(self, text: impl Content) {
        self.ui.request(Request::Copy(written(&text)));
    }
}

impl Ui {
    /// The computer's clipboard.
    #[must_use]
    pub fn clipboard(&self) -> Clipboard<'_> {
        Clipboard { ui: self }
    }

    /// Opens an address with the program that the person has chosen for it: an effect.
    ///
    /// # Errors
    ///
    /// What is neither on a server nor mail; nothing happens then.
    #[track_caller]
    pub fn open_url(&self, url: impl Content) -> Result<(), UrlError> {
        let url = written(&url);
        check_url(&url)?;
        self.request(Request::OpenUrl(url));
        Ok(())
    }

    /// Shows a notification on the desktop: an effect. Where the desktop shows none, the log says so.
    #[track_caller]
    pub fn notify(&self, title: impl Content, body: impl Content) {
        self.request(Request::Notify { title: written(&title), body: written(&body) });
    }

    #[track_caller]
    pub(crate) fn request(&self, request: Request) {
        self.effect(Effect::Request(request), std::panic::Location::caller());
    }
}

fn written(content: &impl Content) -> String {
    let mut text = String::new();
    content.write_text(&mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_servers_and_mail_are_opened() {
        for good in [
            "https://example.org",
            "HTTP://example.org/a?b#c",
            "mailto:ada@example.org?subject=x",
            "https://example.org/?q=javascript:alert(1)",
        ] {
            assert_eq!(check_url(good), Ok(()), "{good:?}");
        }
        for (bad, why) in [
            ("", UrlError::Scheme),
            ("javascript:alert(1)", UrlError::Scheme),
            ("file:///etc/passwd", UrlError::Scheme),
            (" https://example.org", UrlError::Scheme),
            ("example.org", UrlError::Scheme),
            ("--help", UrlError::Scheme),
            ("https://", UrlError::Malformed),
            ("https:///etc", UrlError::Malformed),
            ("https://a b", UrlError::Malformed),
            ("https://a\nb", UrlError::Malformed),
            ("https://a\\b", UrlError::Malformed),
        ] {
            assert_eq!(check_url(bad), Err(why), "{bad:?}");
        }
        assert_eq!(check_url(&format!("https://{}", "a".repeat(MOST_URL_BYTES))), Err(UrlError::TooLong));
    }
}
