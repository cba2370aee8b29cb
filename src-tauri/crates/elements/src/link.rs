//! Links.

use hyperdiv_core::{Content, Element, Kind, Role};

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
    match target(to) {
        Ok(to) => _ = at.set_text("href", to),
        Err(reason) => at.warn("link", |site| {
            format!(
                "the link at {site} goes nowhere: {reason}. A link goes to `https://`, `http://` or `mailto:`, or inside the \
                 app to what begins with `/`, `?` or `#`"
            )
        }),
    }
}

/// Checks where a link goes. The browser's own reading is more lenient; what it would have to mend is refused.
fn target(to: &str) -> Result<&str, &'static str> {
    if to.chars().any(char::is_control) || to != to.trim() || to.contains('\\') {
        return Err("its address has spaces around it, control characters or backslashes");
    }
    let outside = ["https://", "http://", "mailto:"];
    let begins =
        |scheme: &&str| to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if to.is_empty() || outside.iter().any(begins) {
        return Ok(to);
    }
    match to.as_bytes() {
        [b'/', b'/', ..] => Err("its address names another server without saying how to reach it"),
        [b'/' | b'?' | b'#', ..] => Ok(to),
        _ => Err("its address is of another kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::target;

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
            assert_eq!(target(good), Ok(good));
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
            assert!(target(bad).is_err(), "{bad:?}");
        }
    }
}
