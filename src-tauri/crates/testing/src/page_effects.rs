//! What happens once in the page of a test, after a frame.

use serde_json::Value as Json;

use crate::page::{Broken, Page, Target, name_of};

impl Page {
    /// Carries out what the message has after its changes.
    pub(crate) fn happen(&mut self, effect: &Json) -> Result<(), Broken> {
        match effect[0].as_str() {
            // What the person does, and no effect of the app's.
            Some("drag") if effect[1].is_boolean() => self.dragging = effect[1] == true,
            Some("drop") => self.dropped = Some(effect[1].as_u64().ok_or("a drop without a number")?),
            _ => {
                let told = self.effect(effect)?;
                self.effects.push(told);
            }
        }
        Ok(())
    }

    /// Carries an effect of the app's out, and answers how a test is told of it.
    fn effect(&mut self, effect: &Json) -> Result<String, Broken> {
        match (effect[0].as_str(), &effect[1]) {
            (Some("toast"), Json::String(text)) => Ok(format!("toast {text:?}")),
            (Some("focus"), id) => {
                let id =
                    id.as_u64().and_then(|id| u32::try_from(id).ok()).ok_or("focus without an element")?;
                let node = self.nodes.get(&id).ok_or("focus on nothing")?;
                let told = format!("focus {} {:?}", node.kind.name, name_of(node));
                self.move_focus(Some(Target::Node(id)));
                Ok(told)
            }
            (Some("scroll_to"), id) => {
                let id = id.as_u64().and_then(|id| u32::try_from(id).ok()).ok_or("scrolls to no element")?;
                let node = self.nodes.get(&id).ok_or("scrolls to nothing")?;
                Ok(format!("scroll_to {} {:?}", node.kind.name, name_of(node)))
            }
            (Some("arrive"), visit) => {
                let visit = visit.as_u64().ok_or("arrives on no visit")?;
                let to = effect[3]
                    .as_u64()
                    .and_then(|id| u32::try_from(id).ok())
                    .ok_or("arrives at no element")?;
                let anchor = match self.nodes.get(&to) {
                    Some(node) => {
                        node.props.get("anchor").and_then(Json::as_str).unwrap_or_default().to_owned()
                    }
                    None if to == 0 => String::new(),
                    None => return Err("arrives at nothing".into()),
                };
                let inside = effect.get(5).and_then(Json::as_str);
                if effect[2] == false
                    && let Some(name) = inside.filter(|name| self.has_place(name))
                {
                    return Ok(format!("arrive {visit} inside {name:?}"));
                }
                let how = match (&effect[2], &effect[4]) {
                    (Json::Bool(true), _) => "again",
                    (Json::Bool(false), _) if to != 0 => "anchor",
                    (Json::Bool(false), Json::Bool(true)) => "top",
                    (Json::Bool(false), Json::Bool(false)) => "stay",
                    _ => return Err(format!("arrives in no way: {effect}")),
                };
                Ok(format!("arrive {visit} {how} {anchor:?}"))
            }
            _ => Err(format!("unknown effect {effect}")),
        }
    }
}
