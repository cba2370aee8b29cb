//! What is sent to a window's page: the difference, and what goes along with it.

use crate::effect::Effect;
use crate::key::Key;
use crate::runtime::{Outgoing, Runtime};
use crate::state::Field;
use crate::tree::{Frame, Stored};
use crate::ui::Ui;
use crate::wire::encode::{self, Extras, Message, WireEffect};

/// Frames that the page has not acknowledged; later turns are sent together when it does.
const MOST_IN_FLIGHT: u64 = 2;
/// Ids on the wire that are given out before the tree is sent whole again and counting starts anew.
const MOST_IDS: u32 = 1 << 31;

/// The property that an address ending in `#name` names an element by.
const ANCHOR: &str = "anchor";

impl Runtime {
    pub(crate) fn send(&mut self, index: usize, outgoing: &mut Vec<Outgoing>) {
        let window = &mut self.windows[index];
        if !window.connected {
            return;
        }
        if window.tables.next_id > MOST_IDS {
            window.reset = true;
        }
        if window.reset {
            window.start_anew(&self.ui);
        }
        if window.sent - window.acknowledged >= MOST_IN_FLIGHT {
            return;
        }
        let mirror = window.mirrors.pop_front();
        let mut message = Message::new();
        let mut extras = Extras { reset: window.sent == 0, mirror: mirror.as_deref(), ..Extras::default() };
        let mut effects = Vec::new();
        if !self.held {
            let ui = &self.ui;
            if let Some((shown, current)) = window.view.pair() {
                let revision = |key| revision_of(ui, key);
                self.differ.run(shown, current, &mut window.tables, &mut message, &revision);
                for key in self.differ.new_fields.drain(..) {
                    forget_revision(ui, key);
                }
                window.view.show_previous();
            }
            if window.notice_changed {
                extras.notice = Some(window.notice.as_ref().map(|(notice, _)| notice));
            }
            let theme = self.ui.inner.borrow().themes.mode;
            extras.theme = (theme != window.theme_shown).then_some(theme);
            effects = std::mem::take(&mut window.effects);
        }
        extras.effects =
            effects.into_iter().filter_map(|effect| on_wire(effect, window.view.shown())).collect();
        // Before the app has run for the first time there is nothing to show but a notice.
        let nothing_yet = extras.reset && window.due && extras.notice.is_none() && extras.mirror.is_none();
        if nothing_yet
            || (message.is_empty()
                && extras.notice.is_none()
                && extras.theme.is_none()
                && extras.effects.is_empty()
                && extras.mirror.is_none()
                && !extras.reset)
        {
            return;
        }
        window.sent += 1;
        let json = encode::finish(&message, window.sent, &extras);
        if !self.held {
            window.notice_changed = false;
            window.theme_shown = extras.theme.unwrap_or(window.theme_shown);
        }
        outgoing.push(Outgoing { window: window.id, frame: window.sent, json });
        if !window.mirrors.is_empty() {
            self.send(index, outgoing);
        }
    }
}

/// The newest of the page's revisions that a field's value includes.
fn revision_of(ui: &Ui, key: Key) -> u64 {
    let inner = ui.inner.borrow();
    let slot = inner.slots.get(inner.slots.find(key, crate::key::NONE));
    let cell = slot.and_then(|slot| slot.cell.clone());
    cell.and_then(|cell| cell.borrow().downcast_ref::<Field>().map(|field| field.revision)).unwrap_or(0)
}

/// The page makes the field's element anew, and counts the person's changes of it from the start.
fn forget_revision(ui: &Ui, key: Key) {
    let inner = ui.inner.borrow();
    let slot = inner.slots.get(inner.slots.find(key, crate::key::NONE));
    if let Some(cell) = slot.and_then(|slot| slot.cell.as_ref())
        && let Some(field) = cell.borrow_mut().downcast_mut::<Field>()
    {
        field.revision = 0;
    }
}

fn on_wire(effect: Effect, shown: &Frame) -> Option<WireEffect> {
    match effect {
        Effect::Focus(key) => {
            let node = shown.nodes.iter().find(|node| node.key == key)?;
            Some(WireEffect::Focus(node.id))
        }
        Effect::Drag(over) => Some(WireEffect::Drag(over)),
        Effect::Drop { number, x, y } => Some(WireEffect::Drop { number, x, y }),
        Effect::ScrollTo(key) => {
            let node = shown.nodes.iter().find(|node| node.key == key)?;
            Some(WireEffect::ScrollTo(node.id))
        }
        Effect::Toast(text) => Some(WireEffect::Toast(text)),
        Effect::Arrive(arrival) => {
            let anchored = (0..shown.nodes.len() as u32).find(|node| {
                !arrival.anchor.is_empty()
                    && matches!(shown.prop(*node, ANCHOR), Some(Stored::Text { start, end })
                        if shown.text(start, end) == arrival.anchor)
            });
            let to = anchored.map_or(0, |node| shown.node(node).id);
            // A heading of a text, say, which only the page knows.
            let inside = (to == 0 && !arrival.anchor.is_empty()).then_some(arrival.anchor);
            Some(WireEffect::Arrive {
                visit: arrival.visit,
                again: arrival.again,
                to,
                to_top: arrival.to_top,
                inside,
            })
        }
        // Carried out by the turn.
        Effect::Change(_) | Effect::Request(_) | Effect::OpenWindow(..) => None,
    }
}
