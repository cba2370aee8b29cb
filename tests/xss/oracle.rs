//! What may be in the markup of a page, judged by a parser of browsers, and by lists that are not the sanitiser's own.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink as _;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};
use url::Url;

/// Where the page itself is.
const PAGE: &str = "tauri://localhost/";

/// Elements that show something and do nothing.
pub(crate) const INERT: &[&str] = &[
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

/// Attributes that name nothing, load nothing and run nothing; addresses are looked at by themselves.
const INERT_ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "aria-label",
    "class",
    "colspan",
    "data-anchor",
    "data-task",
    "dir",
    "height",
    "lang",
    "open",
    "rowspan",
    "start",
    "title",
    "width",
];

/// A document, parsed as the page does it. Its tree is taken apart where this goes.
struct Parsed(RcDom);

impl Parsed {
    fn new(markup: &str, context: &str, scripting: bool) -> Parsed {
        let context = QualName::new(None, ns!(html), LocalName::from(context));
        Parsed(
            parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), scripting)
                .one(markup),
        )
    }

    fn root(&self) -> Handle {
        self.0.document.children.borrow().first().cloned().unwrap_or_else(|| self.0.document.clone())
    }
}

/// Whatever of it could do harm, or nothing.
pub(crate) fn harm_in(markup: &str) -> Vec<String> {
    let mut harm = Vec::new();
    for (context, scripting) in [("div", true), ("div", false), ("template", true)] {
        let parsed = Parsed::new(markup, context, scripting);
        let root = parsed.root();
        for child in root.children.borrow().iter() {
            judge(child, &mut harm);
        }
        let again = written(&root);
        if again != markup {
            harm.push(format!("it is parsed to something else: {again:?}"));
        }
    }
    harm
}

fn written(root: &Handle) -> String {
    let mut bytes = Vec::new();
    let options =
        SerializeOpts { traversal_scope: TraversalScope::ChildrenOnly(None), ..SerializeOpts::default() };
    match serialize(&mut bytes, &SerializableHandle::from(root.clone()), options) {
        Ok(()) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => error.to_string(),
    }
}

fn judge(node: &Handle, harm: &mut Vec<String>) {
    match &node.data {
        NodeData::Text { .. } => {}
        NodeData::Element { name, attrs, template_contents, .. } => {
            if name.ns != ns!(html) || !INERT.contains(&&*name.local) || template_contents.borrow().is_some()
            {
                harm.push(format!("the element {}", name.local));
            }
            for attribute in attrs.borrow().iter() {
                let (local, value) = (&*attribute.name.local, &*attribute.value);
                if attribute.name.ns != ns!() || !may_have(&name.local, local, value) {
                    harm.push(format!("{} {local}={value:?}", name.local));
                }
            }
        }
        _ => harm.push("what is neither element nor text".to_owned()),
    }
    for child in node.children.borrow().iter() {
        judge(child, harm);
    }
}

fn may_have(tag: &str, attribute: &str, value: &str) -> bool {
    match (tag, attribute) {
        ("a", "href") => may_lead_to(value),
        ("img", "src") => value.starts_with("hd-asset://") || value.starts_with("data:image/"),
        ("code", "class") => value.strip_prefix("language-").is_some_and(|language| !language.contains(' ')),
        (_, "class") => false,
        _ => INERT_ATTRIBUTES.contains(&attribute),
    }
}

/// As a browser resolves it.
fn may_lead_to(address: &str) -> bool {
    let Ok(resolved) = Url::parse(PAGE).and_then(|page| page.join(address)) else { return false };
    match resolved.scheme() {
        "http" | "https" | "mailto" => {
            let scheme = format!("{}:", resolved.scheme());
            address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(&scheme))
        }
        "tauri" => address.starts_with(['/', '?', '#']) && resolved.host_str() == Some("localhost"),
        _ => false,
    }
}

/// The names of all inert elements of some markup, as a browser finds them; not those inside of others that are not.
pub(crate) fn inert_in(markup: &str) -> Vec<String> {
    fn collect(node: &Handle, found: &mut Vec<String>) {
        for child in node.children.borrow().iter() {
            if let NodeData::Element { name, .. } = &child.data
                && name.ns == ns!(html)
                && INERT.contains(&&*name.local)
            {
                found.push(name.local.to_string());
                collect(child, found);
            }
        }
    }
    let mut found = Vec::new();
    let parsed = Parsed::new(markup, "div", true);
    collect(&parsed.root(), &mut found);
    found
}

#[test]
fn it_knows_harm_where_it_sees_it() {
    for bad in [
        "<script>a</script>",
        "<p onclick=\"x\">a</p>",
        "<p id=\"a\">a</p>",
        "<p style=\"a\">a</p>",
        "<a href=\"javascript:x\">a</a>",
        "<a href=\"//example.org\">a</a>",
        "<a href=\"x\">a</a>",
        "<a href=\"/\\example.org\">a</a>",
        "<img src=\"https://example.org\">",
        "<svg></svg>",
        "<!--a-->",
        "<code class=\"language-a hd-link\">a</code>",
        "<b>not closed",
    ] {
        assert_ne!(harm_in(bad), Vec::<String>::new(), "{bad}");
    }
    for good in
        ["a &lt; b", "<p>a <b>b</b></p>", "<a href=\"/a?b#c\">a</a>", "<a href=\"https://example.org\">a</a>"]
    {
        assert_eq!(harm_in(good), Vec::<String>::new(), "{good}");
    }
}
