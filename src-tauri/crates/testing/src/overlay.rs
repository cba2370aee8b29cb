//! What of the page shows and what is hidden, and parts of elements that are no elements of the app.

use std::collections::BTreeMap;

use hyperdiv_core::Kind;
use serde_json::Value as Json;

type Props = BTreeMap<String, Json>;

/// Whether it is above everything else, which cannot be used meanwhile.
pub(crate) fn is_modal(kind: &Kind) -> bool {
    ["dialog", "drawer"].contains(&kind.name)
}

pub(crate) fn is_open(props: &Props) -> bool {
    props.get("opened") == Some(&Json::Bool(true))
}

/// Whether an element hides a child of this kind.
pub(crate) fn hides(kind: &Kind, props: &Props, child: Option<&str>) -> bool {
    match kind.name {
        "details" | "dropdown" => !is_open(props),
        "popup" => !is_open(props) && child != Some("popup_anchor"),
        "tree_item" => props.get("expanded") != Some(&Json::Bool(true)),
        _ => false,
    }
}

/// The button that an element has of itself for the pointer, by its name, and the event of the element that pressing it is.
pub(crate) fn button(kind: &Kind, props: &Props) -> Option<(&'static str, &'static str)> {
    let has = |property| props.get(property) == Some(&Json::Bool(true));
    match kind.name {
        "tag" if has("removable") => Some(("Remove", "removed")),
        "tab" if has("closable_tab") => Some(("Close", "closed")),
        _ => None,
    }
}

/// Whether a click opens it and closes it again.
pub(crate) fn toggles(kind: &Kind) -> bool {
    ["details", "dropdown"].contains(&kind.name)
}

/// Text that is not there: an element that is named by its label and has none.
pub(crate) fn is_empty_label(kind: &Kind, name: &str) -> bool {
    kind.children && name.is_empty()
}
