//! What is in a document, as whoever has it read to them finds it. The markup is parsed as a browser does.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use hyperdiv_core::Role;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A part of a document that has a role.
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) name: String,
    /// Where a link leads, as the document has it.
    pub(crate) to: Option<String>,
    /// Whether a box, which nobody can tick, is ticked.
    pub(crate) ticked: Option<bool>,
}

impl Part {
    fn of(role: Role, name: &str) -> Self {
        Part { role, name: name.to_owned(), to: None, ticked: None }
    }
}

/// All parts of a document, in its order.
pub(crate) fn parts(markup: &str) -> Vec<Part> {
    let mut found = Vec::new();
    for root in body(markup) {
        collect(&root, None, &mut found);
    }
    found
}

/// Whether there is a place of this name in it.
pub(crate) fn has_anchor(markup: &str, name: &str) -> bool {
    fn is_in(node: &Handle, name: &str) -> bool {
        attribute(node, "data-anchor").as_deref() == Some(name)
            || node.children.borrow().iter().any(|child| is_in(child, name))
    }
    body(markup).iter().any(|root| is_in(root, name))
}

fn body(markup: &str) -> Vec<Handle> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false).one(markup);
    let html = dom.document.children.borrow().first().cloned();
    // Taken out, because the tree is taken apart where its root goes.
    html.map(|html| std::mem::take(&mut *html.children.borrow_mut())).unwrap_or_default()
}

/// `item` is the text of the list item that the node is in.
fn collect(node: &Handle, item: Option<&str>, found: &mut Vec<Part>) {
    let tag = match &node.data {
        NodeData::Element { name, .. } => name.local.to_string(),
        _ => return,
    };
    let text = text_of(node, &[]);
    let part = |role| Part::of(role, &text);
    match tag.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => found.push(part(Role::Heading)),
        "p" | "dt" | "dd" | "caption" | "figcaption" | "summary" => found.push(part(Role::Text)),
        "ul" | "ol" => found.push(Part::of(Role::List, "")),
        "table" => found.push(Part::of(Role::Table, "")),
        "th" => found.push(part(Role::Columnheader)),
        "td" => found.push(part(Role::Cell)),
        "code" => found.push(part(Role::Code)),
        "hr" => found.push(Part::of(Role::Separator, "")),
        "a" => found.extend(link(node, &text)),
        "img" => {
            let alt = attribute(node, "alt").filter(|alt| !alt.trim().is_empty());
            found.extend(
                alt.filter(|_| attribute(node, "src").is_some()).map(|alt| Part::of(Role::Img, &alt)),
            );
        }
        "span" => {
            let task = attribute(node, "data-task").map(|task| Part {
                ticked: Some(task == "done"),
                ..Part::of(Role::Checkbox, item.unwrap_or_default())
            });
            found.extend(task);
        }
        _ => {}
    }
    let own = (tag == "li").then(|| text_of(node, &["ul", "ol"]));
    if let Some(own) = &own {
        found.push(Part::of(Role::Listitem, own));
    }
    for child in node.children.borrow().iter() {
        collect(child, own.as_deref().or(item), found);
    }
    if tag == "pre" {
        found.push(Part::of(Role::Button, "Copy"));
    }
}

fn link(node: &Handle, text: &str) -> Option<Part> {
    let to = attribute(node, "href")?;
    let name = attribute(node, "aria-label").unwrap_or_else(|| text.to_owned());
    Some(Part { to: Some(to), ..Part::of(Role::Link, &name) })
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.to_string())
}

/// The text in a node, without that of the elements `but`; a picture that is not shown is its text.
fn text_of(node: &Handle, but: &[&str]) -> String {
    fn write(node: &Handle, but: &[&str], text: &mut String) {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if &*name.local == "img" => {
                text.push_str(&attribute(node, "alt").unwrap_or_default());
            }
            NodeData::Element { name, .. } if &*name.local == "br" => text.push(' '),
            _ => {}
        }
        for child in node.children.borrow().iter() {
            let left_out =
                matches!(&child.data, NodeData::Element { name, .. } if but.contains(&&*name.local));
            if !left_out {
                write(child, but, text);
            }
        }
    }
    let mut text = String::new();
    write(node, but, &mut text);
    text.trim().to_owned()
}
