//! Both ends of the wire, with what lies between them: fields that wait for the next key, messages that are late, events of different
//! fields that overtake each other, acknowledgements that take their time. Whatever the order, no keystroke is lost, no text jumps, and
//! both ends agree when all has arrived.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv::core::{Outgoing, Runtime};
use hyperdiv::prelude::*;
use hyperdiv::testing::{Found, Page, Role};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::page::WINDOW;
use super::runner;

const FIELDS: usize = 3;
/// Frames that a page may not have acknowledged.
const MOST_IN_FLIGHT: u64 = 2;

/// What the app does with what is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    /// It shows it again, elsewhere.
    Echoes,
    /// It writes capitals into the field.
    Shouts,
    /// It gives the field a value of its own in each run, as a default.
    Defaults,
}

/// Something that happens somewhere.
#[derive(Clone, Debug)]
enum Event {
    /// The person presses a key in a field.
    Key(u8, char),
    /// A field has waited for long enough, and hands its text over.
    Rests(u8),
    /// The person presses the button: what was typed goes before it, in the same message.
    Press,
    /// The oldest message reaches the app, which runs.
    ToApp,
    /// The newest message overtakes the one before, where both are of fields, and of different ones.
    Overtake,
    /// The oldest frame reaches the page.
    ToPage,
    /// The page says which frame it has applied last.
    Acknowledge,
    /// The app shows its fields in another order.
    Shuffle,
    /// The app leaves an empty field out from now on.
    Leave(u8),
    /// The page is loaded again: it hands over what was typed, forgets everything, and gets the tree whole.
    Reload,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (any::<u8>(), prop::char::range('a', 'z')).prop_map(|(field, key)| Event::Key(field, key)),
        3 => any::<u8>().prop_map(Event::Rests),
        1 => Just(Event::Press),
        4 => Just(Event::ToApp),
        1 => Just(Event::Overtake),
        4 => Just(Event::ToPage),
        3 => Just(Event::Acknowledge),
        1 => Just(Event::Shuffle),
        1 => any::<u8>().prop_map(Event::Leave),
        1 => Just(Event::Reload),
    ]
}

/// A message on its way to the app, and the field that it is of alone.
struct Letter {
    body: Value,
    field: Option<usize>,
}

struct Ends {
    runtime: Runtime,
    shown: Setter<(Vec<usize>, u32)>,
    order: (Vec<usize>, u32),
    page: Page,
    number: u32,
    /// Texts that wait for the next key, the one that began first in front.
    waiting: Vec<(usize, Value)>,
    to_app: VecDeque<Letter>,
    to_page: VecDeque<Outgoing>,
    applied: u64,
    /// What the runtime has sent, and what it has heard back.
    sent: u64,
    acknowledged: u64,
    presses: u32,
    typed: BTreeMap<usize, String>,
}

fn name(field: usize) -> String {
    format!("field {field}")
}

impl Ends {
    fn new(manner: Manner) -> Self {
        let setter = Rc::new(RefCell::new(None));
        let give = Rc::clone(&setter);
        let app = move |ui: &Ui| {
            let shown = ui.state(|| ((0..FIELDS).collect::<Vec<_>>(), 0_u32));
            let pressed = ui.state(|| 0_u32);
            give.borrow_mut().get_or_insert_with(|| shown.setter());
            let (order, turn) = shown.cloned();
            ui.text(format!("order {turn}"));
            ui.each(
                order,
                |field| *field,
                |field| {
                    let input = ui.text_input(name(field));
                    if manner == Manner::Defaults {
                        input.default_value(String::new());
                    }
                    let text = input.value();
                    if manner == Manner::Shouts && text != text.to_uppercase() {
                        input.set(text.to_uppercase());
                    }
                    ui.text(format!("{field} holds {text}"));
                },
            );
            if ui.button("Press").clicked() {
                pressed.update(|pressed| *pressed += 1);
            }
            ui.text(format!("pressed {}", pressed.get()));
            Ok(())
        };
        let mut runtime = Runtime::new(app, Arc::new(|| {}));
        runtime.open_window(WINDOW);
        runtime.release();
        let number = runtime.connect(WINDOW).unwrap();
        let to_page = VecDeque::from(runtime.run());
        let shown = setter.borrow_mut().take().unwrap();
        Ends {
            runtime,
            shown,
            order: ((0..FIELDS).collect(), 0),
            page: Page::default(),
            number,
            waiting: Vec::new(),
            to_app: VecDeque::new(),
            sent: to_page.len() as u64,
            to_page,
            applied: 0,
            acknowledged: 0,
            presses: 0,
            typed: (0..FIELDS).map(|field| (field, String::new())).collect(),
        }
    }

    fn happens(&mut self, event: &Event) {
        match event {
            Event::Key(field, key) => self.key(usize::from(*field) % FIELDS, *key),
            Event::Rests(field) => {
                let field = usize::from(*field) % FIELDS;
                let (rests, waits) =
                    std::mem::take(&mut self.waiting).into_iter().partition(|(of, _)| *of == field);
                self.waiting = waits;
                self.post(rests, None);
            }
            Event::Press => {
                let Some(button) = self.find(Role::Button, "Press") else { return };
                let waiting = std::mem::take(&mut self.waiting);
                let press = self.page.press(&button).unwrap();
                self.post(waiting, Some(press));
                self.presses += 1;
            }
            Event::ToApp => {
                if let Some(letter) = self.to_app.pop_front() {
                    self.acknowledged = letter.body["ack"].as_u64().unwrap_or(0).max(self.acknowledged);
                    self.runtime.receive(WINDOW, letter.body.to_string().as_bytes()).unwrap();
                    self.run();
                }
            }
            Event::Overtake => {
                let fields = |at: usize| self.to_app.get(at).and_then(|letter| letter.field);
                let last = self.to_app.len().wrapping_sub(1);
                if let (Some(a), Some(b)) = (fields(last), fields(last.wrapping_sub(1)))
                    && a != b
                {
                    self.to_app.swap(last, last - 1);
                }
            }
            Event::ToPage => {
                if let Some(frame) = self.to_page.pop_front() {
                    let applied = self.page.apply(&frame.json);
                    applied
                        .unwrap_or_else(|broken| panic!("the protocol is broken: {broken}\n{}", frame.json));
                    self.applied = frame.frame;
                }
            }
            Event::Acknowledge => {
                let body = json!({ "v": 1, "page": self.number, "ack": self.applied });
                self.to_app.push_back(Letter { body, field: None });
            }
            Event::Shuffle => {
                if !self.order.0.is_empty() {
                    self.order.0.rotate_left(1);
                }
                self.order.1 += 1;
                self.reorder();
            }
            Event::Leave(field) => {
                let field = usize::from(*field) % FIELDS;
                // What is typed into a field that the app takes away has nowhere to go: only one that is empty goes, and for good.
                let at = self.order.0.iter().position(|shown| *shown == field);
                let Some(at) = at.filter(|_| self.typed[&field].is_empty()) else { return };
                self.order.0.remove(at);
                self.reorder();
            }
            Event::Reload => {
                let waiting = std::mem::take(&mut self.waiting);
                self.post(waiting, None);
                while !self.to_app.is_empty() {
                    self.happens(&Event::ToApp);
                }
                self.number = self.runtime.connect(WINDOW).unwrap();
                self.page = Page::default();
                self.to_page.clear();
                (self.applied, self.sent, self.acknowledged) = (0, 0, 0);
                self.run();
            }
        }
    }

    fn reorder(&mut self) {
        assert!(self.shown.send(self.order.clone()));
        self.run();
    }

    fn run(&mut self) {
        let frames = self.runtime.run();
        self.sent += frames.len() as u64;
        self.to_page.extend(frames);
    }

    fn find(&self, role: Role, name: &str) -> Option<Found> {
        self.page.elements().into_iter().find(|found| found.role == role && found.name == name)
    }

    /// Only into what is on the page, and is to stay there.
    fn key(&mut self, field: usize, key: char) {
        let Some(found) = self.find(Role::Textbox, &name(field)).filter(|_| self.order.0.contains(&field))
        else {
            return;
        };
        let edit = self.page.edit(&found, format!("{}{key}", found.value)).unwrap();
        match self.waiting.iter_mut().find(|(of, _)| *of == field) {
            Some(waiting) => waiting.1 = edit,
            None => self.waiting.push((field, edit)),
        }
        self.typed.entry(field).or_default().push(key);
    }

    fn post(&mut self, texts: Vec<(usize, Value)>, then: Option<Value>) {
        let field = match (&texts[..], &then) {
            ([(field, _)], None) => Some(*field),
            ([], None) => return,
            _ => None,
        };
        let events: Vec<Value> = texts.into_iter().map(|(_, event)| event).chain(then).collect();
        let body = json!({ "v": 1, "page": self.number, "events": events });
        self.to_app.push_back(Letter { body, field });
    }

    /// At any moment: the page has every key that was pressed, in order, and no more frames are under way than may be.
    fn holds(&self, when: &str) -> Result<(), TestCaseError> {
        for (field, typed) in &self.typed {
            if let Some(found) = self.find(Role::Textbox, &name(*field)) {
                prop_assert_eq!(&found.value.to_lowercase(), typed, "field {} after {}", field, when);
            }
        }
        let in_flight = self.sent - self.acknowledged;
        prop_assert!(in_flight <= MOST_IN_FLIGHT, "{} frames in flight after {}", in_flight, when);
        Ok(())
    }

    /// Everything arrives.
    fn settle(&mut self) {
        for field in 0..FIELDS {
            self.happens(&Event::Rests(field as u8));
        }
        loop {
            while !self.to_page.is_empty() {
                self.happens(&Event::ToPage);
            }
            self.happens(&Event::Acknowledge);
            while !self.to_app.is_empty() {
                self.happens(&Event::ToApp);
            }
            if self.to_page.is_empty() {
                return;
            }
        }
    }
}

fn tried(manner: Manner) {
    let script = prop::collection::vec(event(), 1..80);
    let run = |events: Vec<Event>| {
        let mut ends = Ends::new(manner);
        for (number, event) in events.iter().enumerate() {
            ends.happens(event);
            ends.holds(&format!("event {number}, {event:?}"))?;
        }
        ends.settle();
        ends.holds("everything has arrived")?;
        for field in &ends.order.0 {
            let typed = match manner {
                Manner::Shouts => ends.typed[field].to_uppercase(),
                Manner::Echoes | Manner::Defaults => ends.typed[field].clone(),
            };
            let held = format!("{field} holds {typed}");
            prop_assert!(ends.find(Role::Text, held.trim()).is_some(), "no {:?} on\n{}", held, ends.page);
            let shown = ends.find(Role::Textbox, &name(*field)).unwrap();
            prop_assert_eq!(shown.value, typed, "the page and the app disagree");
        }
        prop_assert!(ends.find(Role::Text, &format!("pressed {}", ends.presses)).is_some(), "{}", ends.page);
        prop_assert_eq!(ends.runtime.take_log(), vec![]);
        Ok(())
    };
    runner(200).run(&script, run).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_keystroke_is_lost_and_both_ends_agree() {
    tried(Manner::Echoes);
    tried(Manner::Defaults);
}

#[test]
fn an_app_that_rewrites_what_is_typed_loses_no_keystroke_either() {
    tried(Manner::Shouts);
}

/// Hyperdiv takes this text for an order to reset the field.
#[test]
fn no_text_is_an_order() {
    let mut ends = Ends::new(Manner::Echoes);
    ends.settle();
    for key in "$reset".chars() {
        ends.key(0, key);
    }
    ends.settle();
    assert!(ends.find(Role::Text, "0 holds $reset").is_some(), "\n{}", ends.page);
}
