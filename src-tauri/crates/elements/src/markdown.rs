//! Markdown: text with marks, as HTML that has passed the sanitiser.
//!
//! CommonMark with strike-through, tables, task lists, bare addresses and footnotes. Abbreviations, which Hyperdiv has, are not in it:
//! they are a habit of one parser's and in no specification. Raw HTML goes through the sanitiser like everything else.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use comrak::nodes::{AstNode, NodeHtmlBlock, NodeValue};
use comrak::{Anchorizer, Arena, Options};
use hyperdiv_core::{Content, Element, Kind};

use crate::sanitise::{self, Sanitised};

pub(crate) static MARKDOWN: Kind = Kind {
    name: "markdown",
    id: 500,
    children: false,
    // Its parts have the roles: headings, links, lists, tables.
    role: None,
    name_from: None,
    inputs: &[],
    events: &["followed"],
};

/// How many documents are kept rendered.
const MOST_DOCUMENTS: usize = 256;
/// How many bytes of text and markup they have together.
const MOST_BYTES: usize = 4 << 20;

/// How many headings are places to go to: a name is compared with those before it.
const MOST_ANCHORS: usize = 1000;

/// The kind of block, by CommonMark's count, that an element makes which is none of the known ones.
const HTML_BLOCK: u8 = 7;

thread_local! {
    /// Of the app's thread: what was rendered is asked for again in every run.
    static RENDERED: RefCell<Rendered> = RefCell::default();
}

crate::handle! {
    /// A document in Markdown.
    Markdown
}

/// Sets the element to what the text stands for.
pub(crate) fn put(at: Element<'_>, content: &(impl Content + ?Sized)) {
    let mut text = String::new();
    let text = match content.as_text() {
        Some(text) => text,
        None => {
            content.write_text(&mut text);
            &text
        }
    };
    let rendered = RENDERED.with_borrow_mut(|rendered| rendered.get(text));
    at.set_html("html", &rendered.html);
    if !rendered.links.is_empty() {
        at.set_text("links", &rendered.links);
    }
}

/// What was rendered, by its text; the documents that were not asked for for the longest go first.
#[derive(Default)]
struct Rendered {
    documents: HashMap<Box<str>, Document>,
    bytes: usize,
    asked: u64,
}

struct Document {
    sanitised: Rc<Sanitised>,
    asked: u64,
    bytes: usize,
}

impl Rendered {
    fn get(&mut self, text: &str) -> Rc<Sanitised> {
        self.asked += 1;
        if let Some(known) = self.documents.get_mut(text) {
            known.asked = self.asked;
            return Rc::clone(&known.sanitised);
        }
        let sanitised = Rc::new(render(text));
        let bytes = text.len() + sanitised.html.as_str().len() + sanitised.links.len();
        // One that would drive out all the others is rendered each time.
        if bytes <= MOST_BYTES / 2 {
            self.bytes += bytes;
            let document = Document { sanitised: Rc::clone(&sanitised), asked: self.asked, bytes };
            self.documents.insert(text.into(), document);
            while self.documents.len() > MOST_DOCUMENTS || self.bytes > MOST_BYTES {
                self.forget_oldest();
            }
        }
        sanitised
    }

    fn forget_oldest(&mut self) {
        let oldest = self.documents.iter().min_by_key(|(_, document)| document.asked);
        let Some(text) = oldest.map(|(text, _)| text.clone()) else { return };
        self.bytes -= self.documents.remove(&text).map_or(0, |document| document.bytes);
    }
}

fn render(text: &str) -> Sanitised {
    let options = options();
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &dedent(text), &options);
    let mut anchors = Anchors { names: Anchorizer::new(), left: MOST_ANCHORS };
    // Before anything is added to it.
    let nodes: Vec<_> = root.descendants().collect();
    for node in nodes {
        mark(&arena, node, &mut anchors);
    }
    let mut markup = String::new();
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut markup);
    if sanitise::is_deep(&markup) {
        return sanitise::sanitise(&sanitise::plain(text));
    }
    sanitise::sanitise(&markup)
}

/// The names of places to go to.
struct Anchors {
    names: Anchorizer,
    left: usize,
}

impl Anchors {
    /// The name of the next heading, unless there have been too many.
    fn of<'a>(&mut self, heading: &'a AstNode<'a>) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        Some(self.names.anchorize(&text_of(heading)))
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    // The sanitiser is what makes it safe.
    options.render.r#unsafe = true;
    options
}

/// Marks what the page, and not the markup, makes a thing of: places to go to and boxes of tasks. A picture that may not be shown is
/// its text.
fn mark<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, anchors: &mut Anchors) {
    let value = node.data().value.clone();
    match value {
        NodeValue::Heading(_) => {
            if let Some(name) = anchors.of(node) {
                node.prepend(inline(arena, "anchor", &name));
            }
        }
        NodeValue::FootnoteDefinition(definition) => {
            begin(arena, node, "anchor", &format!("fn-{}", definition.name));
        }
        NodeValue::FootnoteReference(reference) => {
            let mut name = format!("fnref-{}", reference.name);
            if reference.ref_num > 1 {
                name = format!("{name}-{}", reference.ref_num);
            }
            node.insert_before(inline(arena, "anchor", &name));
        }
        NodeValue::TaskItem(task) => {
            let done = if task.symbol.is_some() { "done" } else { "open" };
            let list = node.parent().map(|list| list.data().value.clone());
            if let Some(NodeValue::List(list)) = list {
                node.data_mut().value = NodeValue::Item(list);
                begin(arena, node, "task", done);
            }
        }
        NodeValue::Image(picture) if !sanitise::is_picture(&picture.url) => {
            for child in node.children().collect::<Vec<_>>() {
                node.insert_before(child);
            }
            node.detach();
        }
        _ => {}
    }
}

/// Puts a mark at the beginning of what a block says.
fn begin<'a>(arena: &'a Arena<'a>, block: &'a AstNode<'a>, name: &str, value: &str) {
    let paragraph = block.first_child().filter(|child| matches!(child.data().value, NodeValue::Paragraph));
    match paragraph {
        Some(paragraph) => paragraph.prepend(inline(arena, name, value)),
        None => {
            let literal = format!("{}\n", span(name, value));
            let html = NodeHtmlBlock { block_type: HTML_BLOCK, literal };
            block.prepend(arena.alloc(NodeValue::HtmlBlock(html).into()));
        }
    }
}

fn inline<'a>(arena: &'a Arena<'a>, name: &str, value: &str) -> &'a AstNode<'a> {
    arena.alloc(NodeValue::HtmlInline(span(name, value)).into())
}

/// A mark, which the sanitiser looks at like everything else.
fn span(name: &str, value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('"', "&quot;");
    format!("<span data-{name}=\"{value}\"></span>")
}

/// The text of a heading.
fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for part in node.descendants() {
        match &part.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(part) => text.push_str(&part.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// Takes away what all lines begin with of spaces and tabs, so that a text may be indented as the program around it is.
fn dedent(text: &str) -> Cow<'_, str> {
    let written = |line: &&str| !line.trim().is_empty();
    let mut margin: Option<&str> = None;
    for line in text.lines().filter(written) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        margin = Some(margin.map_or(indent, |margin| common(margin, indent)));
    }
    match margin {
        None | Some("") => Cow::Borrowed(text),
        Some(margin) => text
            .lines()
            .flat_map(|line| [line.strip_prefix(margin).unwrap_or_default(), "\n"])
            .collect::<String>()
            .into(),
    }
}

fn common<'a>(a: &'a str, b: &str) -> &'a str {
    let length = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(render(text).html.as_str().replace('\n', ""), expected);
    }

    #[test]
    fn what_is_common_to_all_lines_is_no_indentation() {
        assert_eq!(dedent("\n    # A\n\n      b\n    c\n"), "\n# A\n\n  b\nc\n");
        assert_eq!(dedent("\t a\n\tb"), "\n\ta\nb\n".trim_start_matches('\n').replace("\ta", " a"));
        assert_eq!(dedent("a\n    b"), "a\n    b");
        assert_eq!(dedent(""), "");
        assert_eq!(dedent("  \u{e9}\n  \u{e8}"), "\u{e9}\n\u{e8}\n");
    }

    #[test]
    fn a_heading_is_a_place_to_go_to_with_a_name_of_its_own() {
        check(
            "# One `two`\n# One two\n## \u{dc}ber \"x\"",
            "<h1><span data-anchor=\"one-two\"></span>One <code>two</code></h1>\
             <h1><span data-anchor=\"one-two-1\"></span>One two</h1>\
             <h2><span data-anchor=\"\u{fc}ber-x\"></span>\u{dc}ber \"x\"</h2>",
        );
    }

    #[test]
    fn headings_beyond_what_anybody_goes_to_are_no_places() {
        let html = render(&"# Same\n".repeat(MOST_ANCHORS + 500)).html;
        assert_eq!(html.as_str().matches("<h1>").count(), MOST_ANCHORS + 500);
        assert_eq!(html.as_str().matches("data-anchor").count(), MOST_ANCHORS);
        assert!(html.as_str().contains(&format!("data-anchor=\"same-{}\"", MOST_ANCHORS - 1)));
    }

    #[test]
    fn a_task_is_marked_and_no_form_control() {
        check(
            "- [ ] a\n- [x] b\n- c",
            "<ul><li><span data-task=\"open\"></span>a</li><li><span data-task=\"done\"></span>b</li><li>c</li></ul>",
        );
    }

    #[test]
    fn a_footnote_leads_there_and_back() {
        let Sanitised { html, links } = render("a[^n] b[^n]\n\n[^n]: Note");
        for part in [
            "<span data-anchor=\"fnref-n\"></span><sup><a href=\"#fn-n\"",
            "<span data-anchor=\"fnref-n-2\"></span>",
            "<p><span data-anchor=\"fn-n\"></span>Note",
            "href=\"#fnref-n-2\" aria-label=\"Back to reference 1-2\"",
        ] {
            assert!(html.as_str().contains(part), "{part}: {html:?}");
        }
        assert_eq!(links, "#fn-n\n#fnref-n\n#fnref-n-2");
        let other = render("a[^n]\n\n[^n]: <p>Note</p>").html;
        assert!(other.as_str().contains("<span data-anchor=\"fn-n\"></span>\n<p>Note</p>"), "{other:?}");
    }

    #[test]
    fn a_picture_from_elsewhere_is_its_text() {
        check("![the *way*](https://example.org/a.png)", "<p>the <em>way</em></p>");
        check(
            "![a](data:image/gif;base64,AA==)",
            "<p><img src=\"data:image/gif;base64,AA==\" alt=\"a\"></p>",
        );
    }

    #[test]
    fn the_language_of_code_is_one_of_the_pages_or_none() {
        check("```rs,ignore\nlet a;\n```", "<pre><code class=\"language-rust\">let a;</code></pre>");
        check("```klingon\nx\n```", "<pre><code>x</code></pre>");
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut rendered = Rendered::default();
        let first = rendered.get("first");
        for number in 0..MOST_DOCUMENTS - 1 {
            rendered.get(&number.to_string());
        }
        assert!(Rc::ptr_eq(&first, &rendered.get("first")), "it is still there");
        rendered.get("one more");
        assert_eq!(rendered.documents.len(), MOST_DOCUMENTS);
        assert!(Rc::ptr_eq(&first, &rendered.get("first")), "another one was asked for longer ago");

        for number in 0..40 {
            rendered.get(&format!("{number} {}", "long ".repeat(40_000)));
            assert!(rendered.bytes <= MOST_BYTES);
        }
        let counted: usize = rendered.documents.values().map(|document| document.bytes).sum();
        assert_eq!(counted, rendered.bytes);
        assert!(rendered.documents.len() < 40);
        let documents = rendered.documents.len();
        rendered.get(&"x".repeat(MOST_BYTES));
        assert_eq!(rendered.documents.len(), documents, "one that is too large is not kept");
    }

    #[test]
    fn no_depth_of_nesting_ends_the_program() {
        for deep in ["> ", "- ", "[", "*a ", "<div>", "<b>", "![", "`"] {
            let html = render(&deep.repeat(5_000)).html;
            assert!(html.as_str().len() < 20_000_000, "{deep}");
        }
    }

    #[test]
    fn what_is_nested_deeper_than_anybody_reads_is_shown_as_it_is() {
        let quotes = |depth| "> ".repeat(depth) + "a";
        assert!(render(&quotes(100)).html.as_str().starts_with("<blockquote>\n<blockquote>"));
        check(&quotes(50_000), &format!("<p>{}a</p>", "&gt; ".repeat(50_000)));
        for deep in ["<div>", "<ol><li>", "<b></p>", "<DIV>"] {
            let html = render(&deep.repeat(50_000)).html;
            assert!(html.as_str().starts_with("<p>&lt;"), "{deep}");
        }
        // What is closed, or has no inside, is not deep.
        let long = "<div>a</div>\n\n<p>b<br>\n\n- c\n\n".repeat(2_000);
        assert!(render(&long).html.as_str().starts_with("<div>a</div>"));
    }
}
