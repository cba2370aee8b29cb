//! Where a page may go: nowhere but the app itself. What a person means to open elsewhere opens in the system's browser.

use tauri::Url;

use crate::log::{Level, say};

/// What to do with an address that the page wants to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The app's own page.
    Stay,
    /// To be opened by the system.
    Outside,
    /// Neither.
    Refused,
}

fn way(url: &Url) -> Way {
    let own = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost") && url.port().is_none(),
        // Windows has no custom schemes.
        "http" | "https" if cfg!(windows) => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    match url.scheme() {
        _ if own => Way::Stay,
        "http" | "https" | "mailto" => Way::Outside,
        _ => Way::Refused,
    }
}

/// Whether the page may navigate to `url`; if not, a link goes to the system instead.
pub(crate) fn may_navigate(url: &Url) -> bool {
    match way(url) {
        Way::Stay => true,
        Way::Outside => {
            open(url);
            false
        }
        Way::Refused => {
            say(Level::Warn, format_args!("refused to go to an address with the scheme {:?}", url.scheme()));
            false
        }
    }
}

/// A link that asks for a window of its own: the system may have it, if it is not the app's.
pub(crate) fn new_window(url: &Url) {
    if way(url) == Way::Outside {
        open(url);
    } else {
        say(Level::Warn, "refused to open another window");
    }
}

/// Opens an address that the app asks for, as a link to it would.
pub(crate) fn open_address(address: &str) {
    match address.parse::<Url>() {
        Ok(url) if way(&url) == Way::Outside => open(&url),
        _ => say(Level::Warn, "refused to open an address that is no server's and no mail"),
    }
}

fn open(url: &Url) {
    if let Err(error) = open::that_detached(url.as_str()) {
        // The whole error would repeat the command, and with it the address, which is the app's own.
        say(Level::Error, format_args!("the system could not open a link: {}", error.kind()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: Way) {
        assert_eq!(way(&url.parse().unwrap()), expected, "{url}");
    }

    #[cfg(not(windows))]
    #[test]
    fn only_the_apps_own_origin_is_ever_shown() {
        check("tauri://localhost/index.html", Way::Stay);
        check("tauri://localhost.evil.test/", Way::Refused);
        check("tauri://evil.test/", Way::Refused);
        check("http://tauri.localhost/", Way::Outside);
        check("https://example.org/a?b#c", Way::Outside);
        check("mailto:ada@example.org", Way::Outside);
        for refused in [
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
            "ftp://a/",
            "blob:x",
        ] {
            check(refused, Way::Refused);
        }
    }
}
