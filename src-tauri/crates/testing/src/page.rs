//! A model of the page: what the messages of the wire make of it. It takes them as strictly as the real one.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::document;
use hyperdiv_core::{Gesture, Kind, Role};
use hyperdiv_elements::kinds;
use serde_json::{Map, Value as Json, json};

use crate::overlay;

/// The root's id.
pub(crate) const ROOT: u32 = 1;

/// An element that a query has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is.
    pub role: Role,
    /// Its accessible name.
    pub name: String,
    /// The text or number of a field, what is chosen as the person reads it with commas between several, `true` or `false` of what
    /// is ticked, empty for the rest.
    pub value: String,
    /// What is read after the name: the hint and what is wrong.
    pub description: String,
    /// Whether something is wrong with it.
    pub invalid: bool,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// It is outside the dialog that is open, and cannot be used.
    pub(crate) behind: bool,
    pub(crate) target: Target,
}

impl Found {
    /// What is only there to be read or pressed.
    fn of(role: Role, name: &str, target: Target) -> Self {
        Found {
            role,
            name: name.trim().to_owned(),
            value: String::new(),
            description: String::new(),
            invalid: false,
            required: false,
            disabled: false,
            behind: false,
            target,
        }
    }
}

/// What an input goes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Node(u32),
    /// An action of the runtime's notice.
    Action(String),
    /// The notice itself.
    Notice,
    /// The button that closes a message of the app.
    Dismiss(u32),
    /// The button that closes a dialog.
    Close(u32),
    /// A part of an element whose pressing is an event of that.
    Part(u32, &'static str),
    /// A link in a document, and where it leads.
    Followed(u32, String),
    /// The button that copies a piece of code.
    Copy(u32, String),
    /// Something in a document that nothing can be done to.
    Inside(u32),
}

pub(crate) struct Node {
    pub(crate) kind: &'static Kind,
    pub(crate) props: BTreeMap<String, Json>,
    pub(crate) children: Vec<u32>,
    pub(crate) parent: u32,
}

/// A model of the page, which a [`Harness`](crate::Harness) has for each window: for tests that carry the messages between runtime
/// and page themselves, late or in another order.
///
/// ```
/// # use std::sync::Arc;
/// # use hyperdiv_core::{Runtime, WindowId};
/// # use hyperdiv_elements::Elements;
/// # use hyperdiv_testing::Page;
/// let app = |ui: &hyperdiv_core::Ui| {
///     ui.text("Hello");
///     Ok(())
/// };
/// let mut runtime = Runtime::new(app, Arc::new(|| {}));
/// runtime.open_window(WindowId(1));
/// let number = runtime.connect(WindowId(1))?;
/// runtime.release();
/// let mut page = Page::default();
/// for message in runtime.run() {
///     page.apply(&message.json)?;
///     let ack = format!(r#"{{"v":1,"page":{number},"ack":{}}}"#, message.frame);
///     runtime.receive(WindowId(1), ack.as_bytes())?;
/// }
/// assert_eq!(page.to_string(), "text \"Hello\"\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Page {
    pub(crate) number: u32,
    pub(crate) frame: u64,
    shapes: Vec<(&'static Kind, bool, Vec<String>)>,
    pub(crate) nodes: BTreeMap<u32, Node>,
    top: Vec<u32>,
    revisions: BTreeMap<(u32, String), u64>,
    notice: Option<Json>,
    /// What the page follows: `light`, `dark` or `system`.
    pub(crate) theme: String,
    pub(crate) effects: Vec<String>,
    /// What has the keyboard focus.
    pub(crate) focus: Option<Target>,
    /// What the pointer is over.
    pub(crate) pointer: Option<u32>,
    /// The dialogs that are open, the topmost one last.
    dialogs: Vec<u32>,
    /// Files are dragged over the page.
    pub(crate) dragging: bool,
    /// The number of the files that were dropped and not placed yet.
    pub(crate) dropped: Option<u64>,
    /// What moving the focus has made happen and the app asks about.
    pub(crate) happened: Vec<Json>,
}

/// A message that breaks the protocol.
pub(crate) type Broken = String;

impl Page {
    /// Applies a message and answers its mirror, if it has one.
    ///
    /// # Errors
    ///
    /// What in the message is not as the protocol has it.
    pub fn apply(&mut self, text: &str) -> Result<Option<Json>, Broken> {
        let message: Map<String, Json> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if message.get("v") != Some(&Json::from(1)) {
            return Err("another version".into());
        }
        let frame = message.get("frame").and_then(Json::as_u64).ok_or("no frame number")?;
        if message.contains_key("reset") {
            *self =
                Page { number: self.number, effects: std::mem::take(&mut self.effects), ..Page::default() };
        }
        if frame != self.frame + 1 {
            return Err(format!("frame {frame} after frame {}", self.frame));
        }
        self.frame = frame;
        for shape in list(&message, "shapes")? {
            self.add_shape(shape)?;
        }
        let strings: Vec<String> = list(&message, "strings")?
            .iter()
            .map(|text| text.as_str().map(str::to_owned).ok_or("a string that is none"))
            .collect::<Result<_, _>>()?;
        let mut ops = Ops { items: list(&message, "ops")?.iter(), strings: &strings };
        while let Some(op) = ops.items.next() {
            self.carry_out(op.as_u64().ok_or("an op that is no number")?, &mut ops)?;
        }
        if let Some(theme) = message.get("theme") {
            let theme = theme.as_str().filter(|theme| ["light", "dark", "system"].contains(theme));
            self.theme = theme.ok_or("a theme that is none")?.to_owned();
        }
        if let Some(notice) = message.get("notice") {
            self.notice = (!notice.is_null()).then(|| notice.clone());
        }
        for effect in list(&message, "effects")? {
            self.happen(effect)?;
        }
        Ok(message.get("mirror").cloned())
    }

    fn add_shape(&mut self, shape: &Json) -> Result<(), Broken> {
        let name = shape[0].as_str().ok_or("a shape without a kind")?;
        let kind = kinds().find(|kind| kind.name == name).ok_or_else(|| format!("unknown kind {name}"))?;
        let children = shape[1] == 1;
        if children != kind.children {
            return Err(format!("{name} disagrees on having children"));
        }
        let props = shape[2].as_array().ok_or("a shape without properties")?;
        let props = props.iter().map(|prop| prop.as_str().map(str::to_owned).ok_or("a nameless property"));
        self.shapes.push((kind, children, props.collect::<Result<_, _>>()?));
        Ok(())
    }

    fn carry_out(&mut self, op: u64, ops: &mut Ops<'_>) -> Result<(), Broken> {
        match op {
            1 => {
                let (parent, before, first, count) = (ops.id()?, ops.id()?, ops.id()?, ops.id()?);
                let mut next = first;
                for _ in 0..count {
                    let id = self.insert(parent, &mut next, ops)?;
                    self.attach(id, parent, before)?;
                }
            }
            2 => {
                let id = ops.id()?;
                self.detach(id)?;
                self.drop_subtree(id)?;
            }
            3 => {
                let (id, before) = (ops.id()?, ops.id()?);
                let parent = self.nodes.get(&id).ok_or("moves what is not there")?.parent;
                self.detach(id)?;
                self.attach(id, parent, before)?;
            }
            4 => {
                let (id, name, value) = (ops.id()?, ops.text()?, ops.value()?);
                self.set(id, name, value)?;
            }
            5 => {
                let (id, name, value, revision) = (ops.id()?, ops.text()?, ops.value()?, ops.number()?);
                // The person has typed since.
                if self.revisions.get(&(id, name.clone())).copied().unwrap_or(0) <= revision {
                    self.set(id, name, value)?;
                }
            }
            other => return Err(format!("unknown op {other}")),
        }
        Ok(())
    }

    fn insert(&mut self, parent: u32, next: &mut u32, ops: &mut Ops<'_>) -> Result<u32, Broken> {
        let id = *next;
        *next += 1;
        let (kind, children, names) =
            self.shapes.get(ops.number()? as usize).cloned().ok_or("a shape that was never sent")?;
        let mut props = BTreeMap::new();
        for name in names {
            let value = ops.value()?;
            check_markup(&name, &value)?;
            if !value.is_null() {
                props.insert(name, value);
            }
        }
        let count = if children { ops.number()? } else { 0 };
        let opened = overlay::is_modal(kind) && overlay::is_open(&props);
        if self.nodes.insert(id, Node { kind, props, children: Vec::new(), parent }).is_some() {
            return Err(format!("id {id} is given twice"));
        }
        if opened {
            self.dialogs.push(id);
        }
        for _ in 0..count {
            let child = self.insert(id, next, ops)?;
            self.attach(child, id, 0)?;
        }
        Ok(id)
    }

    fn siblings(&mut self, parent: u32) -> Result<&mut Vec<u32>, Broken> {
        if parent == ROOT {
            return Ok(&mut self.top);
        }
        let node = self.nodes.get_mut(&parent).ok_or("a parent that is not there")?;
        if !node.kind.children {
            return Err(format!("{} cannot have children", node.kind.name));
        }
        Ok(&mut node.children)
    }

    fn attach(&mut self, id: u32, parent: u32, before: u32) -> Result<(), Broken> {
        let siblings = self.siblings(parent)?;
        let at = match before {
            0 => siblings.len(),
            _ => siblings.iter().position(|sibling| *sibling == before).ok_or("in front of a stranger")?,
        };
        siblings.insert(at, id);
        Ok(())
    }

    fn detach(&mut self, id: u32) -> Result<(), Broken> {
        let parent = self.nodes.get(&id).ok_or("removes what is not there")?.parent;
        let siblings = self.siblings(parent)?;
        let at = siblings
            .iter()
            .position(|sibling| *sibling == id)
            .ok_or("a child that its parent does not know")?;
        siblings.remove(at);
        Ok(())
    }

    fn drop_subtree(&mut self, id: u32) -> Result<(), Broken> {
        let node = self.nodes.remove(&id).ok_or("removes what is not there")?;
        self.revisions.retain(|(of, _), _| *of != id);
        self.dialogs.retain(|dialog| *dialog != id);
        node.children.into_iter().try_for_each(|child| self.drop_subtree(child))
    }

    fn set(&mut self, id: u32, name: String, value: Json) -> Result<(), Broken> {
        check_markup(&name, &value)?;
        self.note_dialog(id, &name, &value);
        let node = self.nodes.get_mut(&id).ok_or("sets a property of nothing")?;
        if value.is_null() {
            node.props.remove(&name);
        } else {
            node.props.insert(name, value);
        }
        Ok(())
    }

    /// The person changes a field. Answers the event to send, unless it is no field or switched off.
    pub fn edit(&mut self, field: &Found, value: impl Into<Json>) -> Option<Json> {
        let Target::Node(id) = field.target else { return None };
        let name = self.nodes.get(&id).filter(|node| !is_disabled(node))?.kind.inputs.first()?.name;
        let value = value.into();
        let revision = self.change(id, name, value.clone());
        Some(json!([id, name, value, revision]))
    }

    /// The person presses something. Answers the event to send, unless there is none or it is switched off.
    #[must_use]
    pub fn press(&self, element: &Found) -> Option<Json> {
        let Target::Node(id) = element.target else { return None };
        let node = self.nodes.get(&id).filter(|node| !is_disabled(node))?;
        node.kind.events.contains(&"clicked").then(|| json!([id, "clicked"]))
    }

    /// What a field takes of a text that is typed: no more letters than it says.
    pub(crate) fn cut(&self, id: u32, value: Json) -> Json {
        let most = self.look(id, "max_length").and_then(|(_, most)| most?.as_u64());
        let (Some(most), Json::String(text)) = (most, &value) else { return value };
        let mut left = most;
        let fits = |letter: &char| {
            let units = letter.len_utf16() as u64;
            let fits = units <= left;
            left = if fits { left - units } else { 0 };
            fits
        };
        Json::String(text.chars().take_while(fits).collect())
    }

    /// The person changes a property. Answers its new revision.
    pub(crate) fn change(&mut self, id: u32, name: &str, value: Json) -> u64 {
        self.note_dialog(id, name, &value);
        if let Some(node) = self.nodes.get_mut(&id) {
            node.props.insert(name.to_owned(), value);
        }
        let revision = self.revisions.entry((id, name.to_owned())).or_insert(0);
        *revision += 1;
        *revision
    }

    /// A dialog opens above the others, or closes.
    fn note_dialog(&mut self, id: u32, name: &str, value: &Json) {
        if name != "opened" || !self.nodes.get(&id).is_some_and(|node| overlay::is_modal(node.kind)) {
            return;
        }
        let open = *value == Json::Bool(true);
        if !open {
            self.dialogs.retain(|dialog| *dialog != id);
        } else if !self.dialogs.contains(&id) {
            self.dialogs.push(id);
        }
    }

    pub(crate) fn top_dialog(&self) -> Option<u32> {
        self.dialogs.last().copied()
    }

    pub(crate) fn is_closable(&self, dialog: u32) -> bool {
        self.nodes.get(&dialog).is_some_and(|node| node.props.get("closable") != Some(&Json::Bool(false)))
    }

    /// A node and all that it is in, from the inside out.
    pub(crate) fn path(&self, id: u32) -> Vec<u32> {
        let parent = |id: &u32| self.nodes.get(id).map(|node| node.parent).filter(|parent| *parent != ROOT);
        std::iter::successors(Some(id), parent).collect()
    }

    /// Whether the app asks about a gesture on this element.
    pub(crate) fn asks(&self, id: u32, gesture: Gesture) -> bool {
        let node = self.nodes.get(&id).filter(|node| !is_disabled(node));
        let asked = node.and_then(|node| node.props.get("listen")).and_then(Json::as_u64).unwrap_or(0);
        asked & u64::from(gesture.bit()) != 0
    }

    pub(crate) fn has_event(&self, id: u32, event: &str) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.kind.events.contains(&event))
    }

    /// A text property; empty where there is none.
    pub(crate) fn text_of(&self, id: u32, name: &str) -> String {
        let value = self.nodes.get(&id).and_then(|node| node.props.get(name)).and_then(Json::as_str);
        value.unwrap_or_default().to_owned()
    }

    /// The first element in reach with this shortcut, and the event that it acts as.
    pub(crate) fn with_shortcut(&self, keys: &str) -> Option<(u32, &'static str)> {
        let mut found = None;
        // Those of a menu that does not show as well.
        self.walk_as(&self.top, 0, false, &mut |id, node, _| {
            let has = node.props.get("shortcut").and_then(Json::as_str) == Some(keys);
            if found.is_none() && has && !is_disabled(node) && !self.is_behind(id) {
                found = node.kind.events.first().map(|event| (id, *event));
            }
        });
        found
    }

    fn is_behind(&self, id: u32) -> bool {
        self.top_dialog().is_some_and(|dialog| !self.path(id).contains(&dialog))
    }

    /// What happens where something that was in `from` goes over to `to`.
    pub(crate) fn crossing(
        &self,
        from: Option<u32>,
        to: Option<u32>,
        leaves: Gesture,
        comes: Gesture,
    ) -> Vec<Json> {
        let path = |id: Option<u32>| id.map(|id| self.path(id)).unwrap_or_default();
        let (from, to) = (path(from), path(to));
        let left = from.iter().filter(|id| !to.contains(id) && self.asks(**id, leaves));
        let come = to.iter().filter(|id| !from.contains(id) && self.asks(**id, comes));
        left.map(|id| json!([id, leaves.name()])).chain(come.map(|id| json!([id, comes.name()]))).collect()
    }

    /// The keyboard focus goes to another place.
    pub(crate) fn move_focus(&mut self, to: Option<Target>) {
        let node = |target: &Option<Target>| match target {
            Some(Target::Node(id)) => Some(*id),
            _ => None,
        };
        let events = self.crossing(node(&self.focus), node(&to), Gesture::Blurred, Gesture::Focused);
        self.happened.extend(events);
        self.focus = to;
    }

    /// What the notice says, as its button copies it. The page does this by itself: the app may be what failed.
    pub(crate) fn report(&self) -> Option<String> {
        let notice = self.notice.as_ref()?;
        let details = notice["details"].as_array().into_iter().flatten();
        let lines = [&notice["title"], &notice["text"]].into_iter().chain(details);
        Some(lines.filter_map(Json::as_str).map(|line| format!("{line}\n")).collect())
    }

    /// Everything that has a role, in the order of the page; the notice first.
    #[must_use]
    pub fn elements(&self) -> Vec<Found> {
        let mut found = Vec::new();
        if let Some(notice) = &self.notice {
            let role = if notice["severity"] == "question" { Role::AlertDialog } else { Role::Alert };
            found.push(Found::of(role, notice["title"].as_str().unwrap_or_default(), Target::Notice));
            let details = notice["details"].as_array().cloned().unwrap_or_default();
            for text in std::iter::once(&notice["text"]).chain(&details) {
                found.push(Found::of(Role::Text, text.as_str().unwrap_or_default(), Target::Notice));
            }
            for action in notice["actions"].as_array().cloned().unwrap_or_default() {
                let target = Target::Action(action[0].as_str().unwrap_or_default().to_owned());
                found.push(Found::of(Role::Button, action[1].as_str().unwrap_or_default(), target));
            }
        }
        self.walk(&self.top, 0, &mut |id, node, _| {
            if let Some(role) = node.kind.role.filter(|role| self.is_told(id, *role, node)) {
                found.push(Found {
                    value: self.value_of(node),
                    description: described(node),
                    invalid: !text_of(node, "error").is_empty(),
                    required: node.props.get("required") == Some(&Json::Bool(true)),
                    disabled: is_disabled(node) || self.is_offered_by_disabled(node),
                    behind: self.is_behind(id),
                    ..Found::of(role, name_of(node), Target::Node(id))
                });
            }
            found.extend(
                inside(id, node).into_iter().map(|part| Found { behind: self.is_behind(id), ..part }),
            );
            for note in
                ["hint", "error"].map(|name| text_of(node, name)).into_iter().filter(|note| !note.is_empty())
            {
                let note = Found::of(Role::Text, note, Target::Node(id));
                found.push(Found { behind: self.is_behind(id), ..note });
            }
            if overlay::is_modal(node.kind) && self.is_closable(id) {
                let close = Found::of(Role::Button, "Close", Target::Close(id));
                found.push(Found { behind: self.is_behind(id), ..close });
            }
            if node.props.get("closable") == Some(&Json::Bool(true)) {
                let close = Found::of(Role::Button, "Close", Target::Dismiss(id));
                found.push(Found { behind: self.is_behind(id), ..close });
            }
            if let Some((name, event)) = overlay::button(node.kind, &node.props) {
                let button = Found::of(Role::Button, name, Target::Part(id, event));
                found.push(Found { behind: self.is_behind(id), disabled: is_disabled(node), ..button });
            }
        });
        found
    }

    /// Whether an element of this role is told: an ornament is not, and what describes something only while it shows.
    fn is_told(&self, id: u32, role: Role, node: &Node) -> bool {
        match role {
            Role::Img => !name_of(node).is_empty(),
            Role::Text => !overlay::is_empty_label(node.kind, name_of(node)),
            Role::Tooltip => {
                let focused = match self.focus {
                    Some(Target::Node(focused)) => self.path(focused).contains(&id),
                    _ => false,
                };
                let off = node.props.get("off") == Some(&Json::Bool(true));
                !off && (focused || self.pointer.is_some_and(|over| self.path(over).contains(&id)))
            }
            _ => true,
        }
    }

    /// The node that one is in, and what it is.
    pub(crate) fn parent(&self, id: u32) -> Option<(u32, &'static Kind)> {
        let parent = self.nodes.get(&id)?.parent;
        self.nodes.get(&parent).map(|node| (parent, node.kind))
    }

    /// The form that a node is in, where its button for it can be pressed.
    pub(crate) fn form_of(&self, id: u32) -> Option<u32> {
        let mut at = id;
        loop {
            let (parent, kind) = self.parent(at)?;
            if kind.name == "form" {
                let can = self.nodes.get(&parent).is_some_and(|form| !is_disabled(form));
                return can.then_some(parent);
            }
            at = parent;
        }
    }

    /// The markup of each document.
    pub(crate) fn markup(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(&self.top, 0, &mut |_, node, _| {
            if node.props.contains_key("html") {
                found.push(html_of(node).to_owned());
            }
        });
        found
    }

    /// Whether a document in the page has a place of this name.
    pub(crate) fn has_place(&self, name: &str) -> bool {
        self.nodes.values().any(|node| document::has_anchor(html_of(node), name))
    }

    /// Whether a document says that this link of it leads to somewhere in the app.
    pub(crate) fn leads_inside(&self, id: u32, to: &str) -> bool {
        self.nodes.get(&id).is_some_and(|node| text_of(node, "links").lines().any(|link| link == to))
    }

    /// The kind of a node, and a property of it.
    pub(crate) fn look(&self, id: u32, property: &str) -> Option<(&'static Kind, Option<&Json>)> {
        self.nodes.get(&id).map(|node| (node.kind, node.props.get(property)))
    }

    fn walk<'a>(&'a self, ids: &[u32], depth: usize, visit: &mut impl FnMut(u32, &'a Node, usize)) {
        self.walk_as(ids, depth, true, visit);
    }

    /// As a person sees it, or as it is.
    fn walk_as<'a>(
        &'a self,
        ids: &[u32],
        depth: usize,
        seen: bool,
        visit: &mut impl FnMut(u32, &'a Node, usize),
    ) {
        for id in ids {
            if let Some(node) = self.nodes.get(id).filter(|node| !is_dismissed(node)) {
                visit(*id, node, depth);
                for child in &node.children {
                    let kind = self.nodes.get(child).map(|child| child.kind.name);
                    if !seen || !overlay::hides(node.kind, &node.props, kind) {
                        self.walk_as(std::slice::from_ref(child), depth + 1, seen, visit);
                    }
                }
            }
        }
    }

    /// What the Tab key stops at, in order.
    pub(crate) fn focusable(&self) -> Vec<Found> {
        let stops = [
            Role::Button,
            Role::Checkbox,
            Role::Combobox,
            Role::Link,
            Role::RadioGroup,
            Role::Spinbutton,
            Role::Menuitem,
            Role::Menuitemcheckbox,
            Role::Slider,
            Role::Switch,
            Role::Tab,
            Role::Textbox,
            Role::Treeitem,
        ];
        let mut found = self.elements();
        found.retain(|found| stops.contains(&found.role) && !found.disabled && !found.behind);
        found
    }

    /// The page as text: an element a line, indented; `note` may add to a line.
    pub(crate) fn tree(&self, note: &dyn Fn(u32) -> String) -> String {
        let mut text = String::new();
        if let Some(notice) = &self.notice {
            let string = |name: &str| notice[name].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(text, "notice {} {:?}: {}", string("severity"), string("title"), string("text"));
            for detail in notice["details"].as_array().into_iter().flatten() {
                let _ = writeln!(text, "  {}", detail.as_str().unwrap_or_default());
            }
            for action in notice["actions"].as_array().into_iter().flatten() {
                let _ = writeln!(text, "  button {}", action[1]);
            }
        }
        self.walk(&self.top, 0, &mut |id, node, depth| {
            let _ = write!(text, "{:indent$}{}", "", node.kind.name, indent = depth * 2);
            if node.kind.name_from.is_some() {
                let _ = write!(text, " {:?}", name_of(node));
            }
            for (name, value) in &node.props {
                let named = node.kind.name_from == Some(name.as_str());
                let default = *value == Json::Bool(false) || *value == Json::String(String::new());
                if !named && !default {
                    let _ = write!(text, " {name}={value}");
                }
            }
            let _ = writeln!(text, "{}", note(id));
        });
        text
    }
}

impl fmt::Display for Page {
    /// The page as text: an element a line, indented.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tree(&|_| String::new()))
    }
}

/// The parts of an element that the page makes of its properties.
fn inside(id: u32, node: &Node) -> Vec<Found> {
    if node.kind.name == "code" {
        return vec![Found::of(Role::Button, "Copy", Target::Copy(id, name_of(node).to_owned()))];
    }
    let mut code = String::new();
    let found = |part: document::Part| {
        if part.role == Role::Code {
            code.clone_from(&part.name);
        }
        let target = match part.to {
            Some(to) => Target::Followed(id, to),
            None if part.role == Role::Button => Target::Copy(id, code.clone()),
            None => Target::Inside(id),
        };
        Found {
            value: part.ticked.map(|ticked| ticked.to_string()).unwrap_or_default(),
            disabled: part.ticked.is_some(),
            ..Found::of(part.role, &part.name, target)
        }
    };
    document::parts(html_of(node)).into_iter().map(found).collect()
}

/// The markup of a document.
fn html_of(node: &Node) -> &str {
    node.props.get("html").and_then(|html| html["html"].as_str()).unwrap_or_default()
}

pub(crate) fn name_of(node: &Node) -> &str {
    node.kind.name_from.and_then(|prop| node.props.get(prop)).and_then(Json::as_str).unwrap_or_default()
}

pub(crate) fn text_of<'a>(node: &'a Node, property: &str) -> &'a str {
    node.props.get(property).and_then(Json::as_str).unwrap_or_default()
}

/// As assistive technology puts it together.
fn described(node: &Node) -> String {
    let parts = ["hint", "error"].map(|name| text_of(node, name).trim());
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn value_of(node: &Node) -> String {
    let input = node
        .kind
        .inputs
        .first()
        .filter(|input| !["dismissed", "opened"].contains(&input.name))
        .and_then(|input| node.props.get(input.name));
    match input {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(on)) => on.to_string(),
        Some(Json::Number(number)) => number.as_f64().unwrap_or_default().to_string(),
        Some(Json::Array(texts)) => texts.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// A message that was closed, a dialog that is not open: neither it nor what is in it is there for anybody.
fn is_dismissed(node: &Node) -> bool {
    let closed = overlay::is_modal(node.kind) && !overlay::is_open(&node.props);
    closed || node.props.get("dismissed") == Some(&Json::Bool(true))
}

/// One property is markup, and no other one is.
fn check_markup(name: &str, value: &Json) -> Result<(), Broken> {
    match value {
        Json::Object(markup) if name != "html" || !markup.get("html").is_some_and(Json::is_string) => {
            Err(format!("{name} is markup"))
        }
        Json::String(_) if name == "html" => Err("markup that is a text".into()),
        _ => Ok(()),
    }
}

pub(crate) fn is_disabled(node: &Node) -> bool {
    node.props.get("disabled") == Some(&Json::Bool(true))
}

fn list<'a>(message: &'a Map<String, Json>, name: &str) -> Result<&'a [Json], Broken> {
    match message.get(name) {
        None => Ok(&[]),
        Some(Json::Array(items)) => Ok(items),
        Some(_) => Err(format!("{name} is no list")),
    }
}

/// The flat array of ops, read from its front.
struct Ops<'a> {
    items: std::slice::Iter<'a, Json>,
    strings: &'a [String],
}

impl Ops<'_> {
    fn number(&mut self) -> Result<u64, Broken> {
        self.items.next().and_then(Json::as_u64).ok_or_else(|| "a number is missing".into())
    }

    fn id(&mut self) -> Result<u32, Broken> {
        u32::try_from(self.number()?).map_err(|_| "an id is too large".into())
    }

    fn text(&mut self) -> Result<String, Broken> {
        self.items.next().and_then(Json::as_str).map(str::to_owned).ok_or_else(|| "a name is missing".into())
    }

    fn value(&mut self) -> Result<Json, Broken> {
        match self.items.next().ok_or("a value is missing")? {
            // A list of texts is wrapped, so that it is no reference to one.
            Json::Array(list) if matches!(&list[..], [Json::Array(_)]) => Ok(list[0].clone()),
            Json::Array(reference) => {
                let number = reference.first().and_then(Json::as_u64).ok_or("a reference to nothing")?;
                let text = self.strings.get(number as usize).ok_or("a string that was not sent")?;
                Ok(Json::String(text.clone()))
            }
            value => Ok(value.clone()),
        }
    }
}
