//! The sanitiser: the only way for markup into a page.
//!
//! What is not in the lists below is not let through: of an element its text stays, of an attribute nothing. There is no `id` and no
//! `name`, so that no content can stand in for a part of the page; no `style`, no form control, nothing that loads from elsewhere.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::Builder;
use hyperdiv_core::{Address, Html};

use crate::language;

/// The elements that content may have.
static TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
];

/// The attributes that they may have, as far as [`let_through`] lets each value through.
static ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "aria-label"]),
    ("code", &["class"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ol", &["start"]),
    ("span", &["data-anchor", "data-task"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan"]),
];

/// The attributes that every element may have.
static EVERYWHERE: &[&str] = &["dir", "lang", "title"];

/// Where links and pictures may be; what has no scheme is looked at by [`let_through`] as well.
static SCHEMES: &[&str] = &["data", "hd-asset", "http", "https", "mailto"];

/// The longest name of a place in a document, in bytes.
const MOST_ANCHOR: usize = 200;

/// How often markup goes through before it is taken for something that is not meant to be shown.
const MOST_PASSES: usize = 8;

/// A browser itself goes no deeper than twice as far.
const MOST_DEPTH: usize = 256;

/// No name of an element is longer.
const MOST_NAME: usize = 16;

/// Elements that have nothing in them, or that the next one of their kind ends.
static CLOSED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Markup that may be shown, and where its links inside the app lead.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sanitised {
    pub(crate) html: Html,
    /// Addresses, one a line.
    pub(crate) links: String,
}

/// Lets through what the lists allow.
pub(crate) fn sanitise(markup: &str) -> Sanitised {
    let links = Arc::new(Mutex::new(BTreeSet::new()));
    let found = Arc::clone(&links);
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(
            ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect(),
        )
        .tag_attribute_values(HashMap::new())
        .generic_attributes(EVERYWHERE.iter().copied().collect())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(ammonia::UrlRelative::PassThrough)
        // No link is followed by the page itself, and no window opened.
        .link_rel(None)
        .attribute_filter(move |tag, attribute, value| {
            let kept = let_through(tag, attribute, value)?;
            if (tag, attribute) == ("a", "href") && Address::default().join(value).is_ok() {
                found.lock().unwrap_or_else(PoisonError::into_inner).insert(value.to_owned());
            }
            Some(kept)
        });
    let html = Html::sanitised(settled(&builder, markup));
    let links = links.lock().unwrap_or_else(PoisonError::into_inner);
    Sanitised { html, links: links.iter().map(String::as_str).collect::<Vec<_>>().join("\n") }
}

/// Whether elements are inside each other so deep that a parser, which looks through those that are open again and again, would hold
/// the app up. An estimate from above: what the names of tags say.
pub(crate) fn is_deep(markup: &str) -> bool {
    let mut open: HashMap<&str, usize> = HashMap::new();
    let mut depth = 0;
    for (at, _) in markup.match_indices('<') {
        let rest = markup.get(at + 1..).unwrap_or_default();
        let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).take(MOST_NAME).count();
        let name = rest.get(..length).unwrap_or_default();
        if name.is_empty() || CLOSED.iter().any(|closed| closed.eq_ignore_ascii_case(name)) {
            continue;
        }
        let known = open.entry(name).or_default();
        if !ends {
            *known += 1;
            depth += 1;
        } else if *known > 0 {
            *known -= 1;
            depth -= 1;
        }
        if depth > MOST_DEPTH {
            return true;
        }
    }
    false
}

/// Text as markup that shows it.
pub(crate) fn plain(text: &str) -> String {
    format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// What a browser makes of it is what it was taken for: markup that a parser would put together in another way, once something was taken
/// out, goes through again, and is shown as it is written where it never comes to rest.
fn settled(builder: &Builder<'_>, markup: &str) -> String {
    // A carriage return is the end of a line to a parser.
    let clean = |markup: &str| builder.clean(markup).to_string().replace('\r', "\n");
    let mut before = clean(markup);
    for _ in 0..MOST_PASSES {
        let after = clean(&before);
        if after == before {
            return after;
        }
        before = after;
    }
    plain(markup)
}

/// The value that an attribute has in the page, if it may have one.
fn let_through<'u>(tag: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    if (tag, attribute) == ("code", "class") {
        let language = language::of_fence(value.strip_prefix("language-")?)?;
        return Some(format!("language-{language}").into());
    }
    let is_good = match (tag, attribute) {
        ("a", "href") => !value.is_empty() && crate::link::check(value).is_ok(),
        // What goes back from a footnote is a sign, which needs a name.
        ("a", "aria-label") => value.starts_with("Back to reference "),
        ("img", "src") => is_picture(value),
        ("img", "alt") | (_, "title") => true,
        ("img", "width" | "height") | ("ol", "start") | ("td" | "th", "colspan" | "rowspan") => {
            is_number(value)
        }
        ("td" | "th", "align") => ["left", "center", "right"].contains(&value),
        ("details", "open") => value.is_empty(),
        ("span", "data-task") => ["open", "done"].contains(&value),
        ("span", "data-anchor") => is_anchor(value),
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value),
        (_, "lang") => {
            value.len() <= 35 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        }
        _ => false,
    };
    is_good.then_some(Cow::Borrowed(value))
}

/// A picture that is here already: an asset of the app, or one that its address contains.
pub(crate) fn is_picture(address: &str) -> bool {
    if let Some(name) = address.strip_prefix("hd-asset://") {
        return name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    }
    address.starts_with("data:image/")
        && !address.chars().any(|char| char.is_control() || char.is_whitespace())
}

/// Whether a place in a document may be called so.
fn is_anchor(name: &str) -> bool {
    (1..=MOST_ANCHOR).contains(&name.len()) && !name.chars().any(char::is_control)
}

/// A small whole number.
fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markup: &str, expected: &str) {
        let once = sanitise(markup);
        assert_eq!(once.html.as_str(), expected);
        assert_eq!(sanitise(expected).html, once.html, "a second time changes nothing");
    }

    #[test]
    fn what_is_active_is_gone_and_its_text_stays_where_it_has_any() {
        check("<script>alert(1)</script>a", "a");
        check("<style>*{}</style><p style='color:red' onclick=x>b</p>", "<p>b</p>");
        check("<svg><a xlink:href='javascript:x'>c</a></svg>c", "c");
        check("<form action=x><input autofocus onfocus=y><button formaction=z>d</button></form>", "d");
        check("<iframe srcdoc='<script>'></iframe><object data=x>e</object><embed src=y>", "e");
        check("<base href=//x><meta http-equiv=refresh content='0;url=//x'><link rel=import href=x>f", "f");
        check("<math><mi//xlink:href='data:x,<script>'>h</mi></math>g", "g");
    }

    #[test]
    fn what_is_taken_out_leaves_nothing_that_a_parser_reads_in_another_way() {
        check("<p>a<object><p>b</p></object></p>", "<p>a</p><p>b</p><p></p>");
        check("a\r\nb&#13;c", "a\nb\nc");
    }

    #[test]
    fn nothing_can_take_the_name_of_a_part_of_the_page() {
        check("<p id=app name=x class=hd-link>a</p>", "<p>a</p>");
        check("<img name=querySelector alt=b>", "<img alt=\"b\">");
    }

    #[test]
    fn links_lead_where_links_of_the_app_may_and_are_named() {
        check("<a href='https://example.org'>a</a>", "<a href=\"https://example.org\">a</a>");
        for bad in [
            "",
            "x",
            "//x",
            "javascript:x",
            "JAVA\tscript:x",
            "data:text/html,x",
            "file:///x",
            "hd-asset://x",
        ] {
            check(&format!("<a href='{bad}'>a</a>"), "<a>a</a>");
        }
        let links =
            sanitise("<a href=/b>b</a><a href='#a'>a</a><a href='https://x.example'>c</a><a href=/b>d</a>")
                .links;
        assert_eq!(links, "#a\n/b");
    }

    #[test]
    fn pictures_are_the_apps_own() {
        let asset = format!("hd-asset://{}", "0a".repeat(16));
        check(&format!("<img src='{asset}' alt=a>"), &format!("<img src=\"{asset}\" alt=\"a\">"));
        check("<img src='data:image/png;base64,AA=='>", "<img src=\"data:image/png;base64,AA==\">");
        for bad in [
            "https://example.org/a.png",
            "data:text/html,x",
            "hd-asset://x",
            "x.png",
            "/x.png",
            "data:image/x, y",
        ] {
            check(&format!("<img src='{bad}' srcset='{bad}' alt=a>"), "<img alt=\"a\">");
        }
    }

    #[test]
    fn values_are_looked_at_one_by_one() {
        check(
            "<table><tr><td align=center colspan=2><td align=x colspan=-1></table>",
            "<table><tbody><tr><td align=\"center\" colspan=\"2\"></td><td></td></tr></tbody></table>",
        );
        check(
            "<span data-task=done></span><span data-task=x data-other=y>",
            "<span data-task=\"done\"></span><span></span>",
        );
        check("<code class='language-rs hd-x'>a</code>", "<code class=\"language-rust\">a</code>");
        check("<code class='hd-link'>a</code>", "<code>a</code>");
        check("<p lang=de dir=rtl title='t'>a</p>", "<p lang=\"de\" dir=\"rtl\" title=\"t\">a</p>");
        check("<a aria-label='Press here' href='/x'>a</a>", "<a href=\"/x\">a</a>");
    }
}
