//! Links.

use hyperdiv_core::{Address, AddressError, Content, Element, Kind, Role};

use crate::icon;

pub(crate) static LINK: Kind = Kind {
    name: "link",
    id: 79,
    children: true,
    role: Some(Role::Link),
    name_from: Some("label"),
    inputs: &[],
    events: &["clicked"],
};

crate::handle! {
    /// A link.
    Link
}

impl Link<'_> {
    /// Puts more into it, behind its label, and returns what `body` returns.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Whether it was followed: true in one run.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Keys that follow it, as in `Ctrl+1`: [`Elements::shortcut`](crate::Elements::shortcut) says which.
    pub fn shortcut(self, keys: &str) -> Self {
        self.0.shortcut(keys);
        self
    }

    /// Whether it leads to where the person is.
    pub fn current(self, current: bool) -> Self {
        self.0.set("current", current);
        self
    }

    /// An icon before its label, by its name in Bootstrap Icons.
    pub fn prefix_icon(self, name: &str) -> Self {
        icon::put(self.0, "prefix_icon", name);
        self
    }

    /// Whether its label is read and not shown: for a link with an icon.
    pub fn icon_only(self, icon_only: bool) -> Self {
        self.0.set("icon_only", icon_only);
        self
    }

    /// Whether it has a line below; else only while the pointer is over it.
    pub fn underline(self, underline: bool) -> Self {
        self.0.set("underline", underline);
        self
    }
}

/// Sets where the link goes. What is refused goes nowhere, and the developer is told.
pub(crate) fn put(at: Element<'_>, to: &(impl Content + ?Sized)) {
    let mut text = String::new();
    let to = match to.as_text() {
        Some(to) => to,
        None => {
            to.write_text(&mut text);
            &text
        }
    };
    match check(to) {
        Ok(()) => _ = at.set_text("href", to),
        Err(reason) => at.warn("link", |site| {
            format!("the link at {site} goes nowhere: {reason}; others begin with `https://`, `http://` or `mailto:`")
        }),
    }
}

/// Checks where a link goes. The browser's own reading is more lenient; what it would have to mend is refused.
pub(crate) fn check(to: &str) -> Result<(), AddressError> {
    let outside = ["https://", "http://", "mailto:"];
    let begins =
        |scheme: &&str| to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    match Address::default().join(to) {
        Err(AddressError::Outside) if to.is_empty() || outside.iter().any(begins) => Ok(()),
        other => other.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn links_go_to_servers_to_mail_and_inside_the_app() {
        for good in [
            "",
            "https://example.org",
            "HTTP://example.org/a?b#c",
            "mailto:a@example.org",
            "/",
            "/todo/3",
            "?tab=1",
            "#top",
            "https://example.org/?q=javascript:alert(1)",
        ] {
            assert_eq!(check(good), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn and_nowhere_else() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{a0}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "blob:x",
            "file:///etc/passwd",
            "tauri://localhost/",
            "hd-asset://x",
            "//example.org",
            "/\\example.org",
            "\\\\example.org",
            "https:example.org",
            "example.org",
            "x",
        ] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
    }
}
