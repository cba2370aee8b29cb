//! A window of the app: its queue of updates from the page, and how they reach the app's fields and events.

use std::any::Any;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::activity::Cause;
use crate::dropped::Waiting;
use crate::effect::Effect;
use crate::element::changed_bit;
use crate::file::ANSWERED;
use crate::gesture::Gesture;
use crate::inner::Happened;
use crate::key::{Key, NONE};
use crate::location::Step;
use crate::notice::{Action, Notice};
use crate::runtime::{App, Level, LogLine, Origin, WindowId};
use crate::state::Field;
use crate::theme::ThemeMode;
use crate::tree::Stored;
use crate::ui::Ui;
use crate::value::InputValue;
use crate::view::View;
use crate::wire::decode::Event;
use crate::wire::encode::Tables;

/// Events that wait for the app beyond this number are refused: no person is that fast.
const MOST_QUEUED: usize = 1024;
/// The property that makes an element a link: what happens to it leads there.
const HREF: &str = "href";
/// The property that names the addresses inside the app that an element's markup has links to, one a line.
const LINKS: &str = "links";
/// The event that one of these links was followed.
pub(crate) const FOLLOWED: &str = "followed";

/// An update from the page that waits for its turn.
pub(crate) struct Queued {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    /// None: an event, or a step back or forward where the key is the root's. Some: the new value of a property, and the page's
    /// revision.
    pub(crate) value: Option<(InputValue, u64)>,
    /// What came with an event.
    pub(crate) extra: Option<Rc<dyn Any>>,
}

pub(crate) struct Window {
    pub(crate) id: WindowId,
    /// By which the app knows it; the first ones have none.
    pub(crate) name: Option<String>,
    /// What it shows, where that is not what the first one shows.
    pub(crate) app: Option<App>,
    pub(crate) root: Key,
    pub(crate) view: View,
    pub(crate) queue: VecDeque<Queued>,
    /// The page load that is connected.
    pub(crate) page: u32,
    pub(crate) connected: bool,
    pub(crate) reset: bool,
    pub(crate) sent: u64,
    pub(crate) acknowledged: u64,
    pub(crate) tables: Tables,
    /// A run is due whatever was read: the first one, or one after a failure.
    pub(crate) due: bool,
    /// The last run failed: any event runs the app again.
    pub(crate) failed: bool,
    /// Its first turn has come to rest.
    pub(crate) started: bool,
    /// What of the window itself the app asked for in its last run.
    pub(crate) asks: u8,
    /// The title that the host knows of.
    pub(crate) title: Option<String>,
    pub(crate) notice: Option<(Notice, Origin)>,
    pub(crate) notice_changed: bool,
    /// What the page follows.
    pub(crate) theme_shown: ThemeMode,
    pub(crate) effects: Vec<Effect>,
    /// How often files were dropped on it.
    pub(crate) drops: u64,
    /// Those that the page has not placed yet.
    pub(crate) dropped: Option<Waiting>,
    pub(crate) mirrors: VecDeque<String>,
}

impl Window {
    /// A window that has shown nothing yet.
    pub(crate) fn new(id: WindowId) -> Self {
        let root = Key::root(id.0);
        Window {
            id,
            name: None,
            app: None,
            root,
            view: View::new(root),
            queue: VecDeque::new(),
            page: 0,
            connected: false,
            reset: true,
            sent: 0,
            acknowledged: 0,
            tables: Tables::new(),
            due: true,
            failed: false,
            started: false,
            asks: 0,
            title: None,
            notice: None,
            notice_changed: false,
            theme_shown: ThemeMode::System,
            effects: Vec::new(),
            drops: 0,
            dropped: None,
            mirrors: VecDeque::new(),
        }
    }

    /// A window of this name, which shows what `app` describes.
    pub(crate) fn named(id: WindowId, name: String, app: App) -> Self {
        Window { name: Some(name), app: Some(app), ..Window::new(id) }
    }

    /// Checks an event against what the page shows and queues it. Answers the action of a notice.
    pub(crate) fn accept(&mut self, event: Event) -> Result<Option<Action>, &'static str> {
        let (id, name, value) = match event {
            Event::Notice(action) => {
                let offered =
                    self.notice.as_ref().is_some_and(|(notice, _)| notice.actions.contains(&action));
                return if offered { Ok(Some(action)) } else { Err("the notice does not offer this action") };
            }
            Event::SystemTheme { .. } | Event::Resized { .. } => return Ok(None),
            Event::Step(step) => {
                return self.queue(Queued { key: self.root, name: step.name(), value: None, extra: None });
            }
            Event::Followed { node, to } => return self.accept_followed(node, to),
            Event::Pasted { node, text } => {
                return self.accept_gesture(node, Gesture::Pasted, Some(Rc::new(text)));
            }
            Event::Dropped { node: 0, number } => {
                self.dropped_nowhere(number);
                return Ok(None);
            }
            Event::Dropped { node, number } => return self.accept_dropped(node, number),
            Event::Happened { node, name } => match Gesture::parse(&name) {
                Some(Gesture::Pasted) => return Err("what was pasted is too long"),
                Some(Gesture::Dropped) => return Err("the files that were dropped have no number"),
                Some(gesture) => return self.accept_gesture(node, gesture, None),
                None => (node, name, None),
            },
            Event::Changed { node, name, value, revision } => (node, name, Some((value, revision))),
        };
        let shown = self.view.shown();
        let index = shown.by_id(id).filter(|index| *index != crate::tree::ROOT).ok_or("no such element")?;
        let node = shown.node(index);
        if node.disabled {
            return Err("the element is disabled");
        }
        let (name, value) = match value {
            None => {
                let known = node.kind.events.iter().find(|event| **event == name);
                let known = known.filter(|known| crate::accept::can_happen(shown, index, known));
                (*known.ok_or("the element has no such event")?, None)
            }
            Some((value, revision)) => {
                let input = node.kind.inputs.iter().find(|input| input.name == name);
                let input = input.ok_or("the person may not change this property")?;
                let value = crate::accept::checked(shown, index, input, value)?;
                (input.name, Some((value, revision)))
            }
        };
        let key = node.key;
        self.queue(Queued { key, name, value, extra: None })
    }

    /// A gesture on an element that the page shows, as far as the app has asked for it there.
    pub(crate) fn accept_gesture(
        &mut self,
        id: u32,
        gesture: Gesture,
        extra: Option<Rc<dyn Any>>,
    ) -> Result<Option<Action>, &'static str> {
        let key = self.may_have(id, gesture)?;
        self.queue(Queued { key, name: gesture.name(), value: None, extra })
    }

    /// Lets a gesture through to an element that asks for it.
    pub(crate) fn may_have(&self, id: u32, gesture: Gesture) -> Result<Key, &'static str> {
        let shown = self.view.shown();
        let index = shown.by_id(id).filter(|index| *index != crate::tree::ROOT);
        let node = shown.node(index.ok_or("no such element")?);
        if node.disabled {
            return Err("the element is disabled");
        }
        if node.gestures & gesture.bit() == 0 {
            return Err("the app did not ask for this event");
        }
        Ok(node.key)
    }

    /// A link in an element's markup, which has to be one that the app has put there.
    fn accept_followed(&mut self, id: u32, to: String) -> Result<Option<Action>, &'static str> {
        let shown = self.view.shown();
        let index = shown.by_id(id).filter(|index| *index != crate::tree::ROOT).ok_or("no such element")?;
        let node = shown.node(index);
        if !node.kind.events.contains(&FOLLOWED) {
            return Err("the element has no such event");
        }
        let links = match shown.prop(index, LINKS) {
            Some(Stored::Text { start, end }) => shown.text(start, end),
            _ => "",
        };
        if !links.lines().any(|link| link == to) {
            return Err("the element has no such link");
        }
        let key = node.key;
        self.queue(Queued { key, name: FOLLOWED, value: None, extra: Some(Rc::new(to)) })
    }

    /// A newer value of a field takes the place of one that still waits, unless something happened between the two.
    fn queue(&mut self, queued: Queued) -> Result<Option<Action>, &'static str> {
        if let Some((_, revision)) = queued.value {
            let waiting = self.queue.iter_mut().rev().take_while(|waiting| waiting.value.is_some());
            for waiting in waiting {
                if waiting.key == queued.key && waiting.name == queued.name {
                    if waiting.value.as_ref().is_some_and(|(_, before)| *before < revision) {
                        waiting.value = queued.value;
                    }
                    return Ok(None);
                }
            }
        }
        if self.queue.len() >= MOST_QUEUED {
            return Err("more events came than the app can take");
        }
        self.queue.push_back(queued);
        Ok(None)
    }

    /// The page knows nothing: tables and revisions start again.
    pub(crate) fn start_anew(&mut self, ui: &Ui) {
        self.reset = false;
        self.notice_changed = self.notice.is_some() || self.sent > 0;
        self.sent = 0;
        self.acknowledged = 0;
        self.tables = Tables::new();
        self.theme_shown = ThemeMode::System;
        self.view.forget_shown(self.root);
        let inner = &mut *ui.inner.borrow_mut();
        for slot in inner.slots.iter_mut().filter(|slot| slot.window == self.id.0) {
            if let Some(cell) = &slot.cell
                && let Some(field) = cell.borrow_mut().downcast_mut::<Field>()
            {
                field.revision = 0;
            }
        }
    }

    pub(crate) fn put_notice(&mut self, notice: Option<(Notice, Origin)>) {
        if self.notice != notice {
            self.notice = notice;
            self.notice_changed = true;
        }
    }

    /// The updates of one turn: in order, up to the first that would be the second of its field or event.
    pub(crate) fn take_batch(&mut self) -> Vec<Queued> {
        let mut batch: Vec<Queued> = Vec::new();
        while let Some(next) = self.queue.front() {
            if batch.iter().any(|taken| taken.key == next.key && taken.name == next.name) {
                break;
            }
            batch.extend(self.queue.pop_front());
        }
        batch
    }

    /// Puts the batch's values into fields and answers what happened, as far as the app asks for it, and what of it came
    /// first. Values that runs have read make the window due by themselves.
    pub(crate) fn apply(
        &mut self,
        batch: Vec<Queued>,
        ui: &Ui,
        log: &mut Vec<LogLine>,
    ) -> (Vec<Happened>, Option<Cause>) {
        let mut happened = Vec::new();
        let mut cause = None;
        for Queued { key, name, value, extra } in batch {
            if let Some(step) = Step::parse(name).filter(|_| key == self.root) {
                ui.step(self.id.0, step);
                continue;
            }
            if key == self.root || name == ANSWERED {
                happened.push(Happened { key, name, value: None, at: NONE, extra });
                continue;
            }
            // By what the last run described: an element that is gone or disabled by now takes nothing.
            let latest = self.view.previous();
            let Some(index) = latest.nodes.iter().position(|node| node.key == key) else { continue };
            let node = &latest.nodes[index];
            if node.disabled || !latest.is_placed(index as u32) {
                continue;
            }
            let (kind, site, asked, gestures) = (node.kind, node.site, node.asked, node.gestures);
            cause.get_or_insert(Cause { name, kind: kind.name, site });
            if let Some(gesture) = Gesture::parse(name) {
                if gestures & gesture.bit() != 0 {
                    ui.note_gesture(key, site, gesture);
                    happened.push(Happened { key, name, value: None, at: index as u32, extra });
                }
                continue;
            }
            let Some((value, revision)) = value else {
                let followed = extra.as_ref().and_then(|extra| extra.downcast_ref::<String>());
                let to = match latest.prop(index as u32, HREF) {
                    Some(Stored::Text { start, end }) => Some(latest.text(start, end)),
                    _ => followed.filter(|_| name == FOLLOWED).map(String::as_str),
                };
                // To where the page does not follow it by itself; anywhere else is the system's business.
                if to.is_some_and(|to| ui.go_to(self.id.0, to).is_ok()) {
                    ui.arrive_again(self.id.0);
                }
                let event = kind.events.iter().position(|event| *event == name);
                if event.is_some_and(|event| asked & (1 << event) != 0) {
                    happened.push(Happened { key, name, value: None, at: index as u32, extra });
                }
                continue;
            };
            let Some(input) = kind.inputs.iter().position(|input| input.name == name) else { continue };
            if latest.is_read_only(index as u32) {
                continue;
            }
            let slot = ui.field(crate::element::field_key(key, input), site, || kind.inputs[input].default());
            let Some(changed) = ui.change_field(slot, value.clone(), revision) else {
                log.push(LogLine {
                    level: Level::Warn,
                    text: "refused from the page: the change is out of date".into(),
                });
                continue;
            };
            self.note_on_page(key, index as u32, name, &value);
            if changed && asked & changed_bit(input) != 0 {
                happened.push(Happened { key, name, value: Some(value), at: index as u32, extra });
            }
        }
        (happened, cause)
    }

    /// The page shows this value already: it is not to be sent back.
    fn note_on_page(&mut self, key: Key, latest: u32, name: &'static str, value: &InputValue) {
        let previous = self.view.previous_mut();
        previous.set_input(latest, name, value);
        previous.rewritten(latest);
        if !self.view.is_up_to_date() {
            let shown = self.view.shown_mut();
            if let Some(index) = shown.nodes.iter().position(|node| node.key == key) {
                shown.set_input(index as u32, name, value);
            }
        }
    }
}
