//! What is chosen, of what is offered.

use std::collections::BTreeSet;

use hyperdiv_core::{Accepts, Kind, Role};
use serde_json::Value as Json;

use crate::page::{Node, Page, is_disabled, name_of, text_of, value_of};

/// Whether any text can be typed into it, whatever else it offers.
pub(crate) fn is_typed(kind: &Kind) -> bool {
    kind.inputs.first().is_some_and(|input| matches!(input.accepts, Accepts::Text { .. }))
}

impl Page {
    /// The value as the person has it before them.
    pub(crate) fn value_of(&self, node: &Node) -> String {
        if node.kind.role == Some(Role::Progressbar) {
            return node.props.get("value").and_then(Json::as_f64).unwrap_or_default().to_string();
        }
        if let Some(holder) = self.holder_of(node) {
            let held = self.nodes.get(&holder).and_then(|holder| self.held(holder));
            return held.is_some_and(|held| held.iter().any(|one| one == text_of(node, "value"))).to_string();
        }
        if node.kind.role == Some(Role::Tab) {
            let active = self.active_tab(node.parent);
            return (active.as_deref() == Some(text_of(node, "value"))).to_string();
        }
        if node.kind.role == Some(Role::Radio) {
            let group = self.nodes.get(&node.parent);
            return group.is_some_and(|group| text_of(group, "value") == text_of(node, "value")).to_string();
        }
        if let Some(Role::Combobox | Role::RadioGroup) = node.kind.role
            && !is_typed(node.kind)
        {
            let chosen = text_of(node, "value");
            let offered = node.children.iter().filter_map(|child| self.nodes.get(child));
            return offered
                .filter(|offered| !chosen.is_empty() && text_of(offered, "value") == chosen)
                .map(|offered| name_of(offered).trim().to_owned())
                .next()
                .unwrap_or_default();
        }
        value_of(node)
    }

    /// What the element holds several of.
    fn held(&self, node: &Node) -> Option<Vec<String>> {
        let name = node.kind.inputs.first()?.name;
        let texts = node.props.get(name).and_then(Json::as_array);
        Some(texts.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect())
    }

    /// What an element is chosen in, where several are: the list or tree around it.
    fn holder_of(&self, node: &Node) -> Option<u32> {
        let (within, name) = match node.kind.name {
            "tree_item" => ("tree", "tree_item"),
            "multi_option" => ("multi_select", ""),
            _ => return None,
        };
        let mut at = node.parent;
        loop {
            let around = self.nodes.get(&at)?;
            if around.kind.name == within {
                return Some(at);
            }
            if around.kind.name != name {
                return None;
            }
            at = around.parent;
        }
    }

    /// What a person's click on an element makes of what its list or tree holds.
    pub(crate) fn picked(&self, id: u32) -> Option<(u32, Json)> {
        let node = self.nodes.get(&id)?;
        let holder = self.holder_of(node)?;
        let around = self.nodes.get(&holder)?;
        let value = text_of(node, "value").to_owned();
        let held = self.held(around)?;
        let next = if around.kind.name == "tree" {
            match text_of(around, "selection") {
                "multiple" => self.picked_several(holder, id, &held),
                _ => vec![value],
            }
        } else if held.contains(&value) {
            held.into_iter().filter(|one| *one != value).collect()
        } else {
            held.into_iter().chain([value]).collect()
        };
        Some((holder, Json::from(next)))
    }

    /// Whether a click opens an item of a tree, because only what has nothing in it can be chosen there.
    pub(crate) fn is_branch(&self, id: u32) -> bool {
        let tree = self.nodes.get(&id).and_then(|node| self.holder_of(node));
        tree.and_then(|tree| self.nodes.get(&tree)).is_some_and(|tree| text_of(tree, "selection") == "leaf")
            && !self.items_in(id).is_empty()
    }

    fn items_in(&self, id: u32) -> Vec<u32> {
        let children = self.nodes.get(&id).map(|node| node.children.clone()).unwrap_or_default();
        let is_item = |id: &u32| self.nodes.get(id).is_some_and(|node| node.kind.name == "tree_item");
        children.into_iter().filter(is_item).collect()
    }

    /// As the tree does it: what is in an item goes with it, and an item goes with all that is in it. In the order of the tree.
    fn picked_several(&self, tree: u32, id: u32, held: &[String]) -> Vec<String> {
        let value = |id: u32| self.nodes.get(&id).map(|node| text_of(node, "value")).unwrap_or_default();
        let can = |id: u32| self.nodes.get(&id).is_some_and(|node| !is_disabled(node));
        let mut all = Vec::new();
        let mut open = self.items_in(tree);
        open.reverse();
        while let Some(item) = open.pop() {
            all.push(item);
            open.extend(self.items_in(item).into_iter().rev());
        }
        let mut chosen: BTreeSet<u32> =
            all.iter().copied().filter(|item| held.iter().any(|held| held == value(*item))).collect();
        let on = !chosen.contains(&id);
        let mut below = vec![id];
        while let Some(item) = below.pop() {
            if on && can(item) {
                chosen.insert(item);
            } else {
                chosen.remove(&item);
            }
            below.extend(self.items_in(item));
        }
        for above in self.path(id).into_iter().skip(1).take_while(|above| *above != tree) {
            let mut inside = self.items_in(above).into_iter().filter(|item| can(*item)).peekable();
            if inside.peek().is_some() {
                if inside.all(|item| chosen.contains(&item)) {
                    chosen.insert(above);
                } else {
                    chosen.remove(&above);
                }
            }
        }
        let chosen = all.into_iter().filter(|item| chosen.contains(item) && can(*item));
        chosen.map(|item| value(item).to_owned()).collect()
    }

    /// The value of the tab that shows.
    fn active_tab(&self, group: u32) -> Option<String> {
        let choices: Vec<String> =
            self.choices(group).iter().filter_map(Json::as_str).map(str::to_owned).collect();
        let chosen = self.nodes.get(&group).map(|group| text_of(group, "value").to_owned())?;
        if choices.contains(&chosen) { Some(chosen) } else { choices.into_iter().next() }
    }

    /// What a person chooses by its label: the `value` of one of the node's children.
    pub(crate) fn offered(&self, id: u32, label: &str) -> Option<String> {
        let children = self.nodes.get(&id)?.children.iter().filter_map(|child| self.nodes.get(child));
        let mut named = children.filter(|child| name_of(child).trim() == label && !is_disabled(child));
        named.next().map(|child| text_of(child, "value").to_owned())
    }

    /// What may be chosen of a node's children, in order.
    pub(crate) fn choices(&self, id: u32) -> Vec<Json> {
        let children = self.nodes.get(&id).into_iter().flat_map(|node| &node.children);
        let children = children.filter_map(|child| self.nodes.get(child)).filter(|child| !is_disabled(child));
        children.filter_map(|child| child.props.get("value").cloned()).collect()
    }

    /// What is offered by a control that is switched off is not there to be chosen.
    pub(crate) fn is_offered_by_disabled(&self, node: &Node) -> bool {
        let is_offered =
            matches!(node.kind.role, Some(Role::Option | Role::Radio)) || node.kind.name == "multi_option";
        is_offered && self.nodes.get(&node.parent).is_some_and(is_disabled)
    }
}
