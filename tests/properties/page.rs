//! A runtime with one window and its page, and the messages between the two.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv::core::{Outgoing, Runtime, WindowId};
use hyperdiv::prelude::*;
use hyperdiv::testing::Page;
use serde_json::{Value, json};

use super::rows::{EXPECTED, Item, show};

pub(crate) const WINDOW: WindowId = WindowId(1);

/// An app of [`show`], whose items are a state that is set from outside.
pub(crate) struct Driver {
    pub(crate) runtime: Runtime,
    pub(crate) page: Page,
    number: u32,
    items: Setter<Vec<Item>>,
    /// All messages to the page since it was connected.
    pub(crate) messages: Vec<String>,
}

impl Driver {
    pub(crate) fn start(first: Vec<Item>) -> Self {
        let setter = Rc::new(RefCell::new(None));
        let give = Rc::clone(&setter);
        let app = move |ui: &Ui| {
            let items = ui.state(|| first.clone());
            give.borrow_mut().get_or_insert_with(|| items.setter());
            items.with(|items| show(ui, items));
            Ok(())
        };
        let mut runtime = Runtime::new(app, Arc::new(|| {}));
        runtime.open_window(WINDOW);
        runtime.release();
        let number = runtime.connect(WINDOW).unwrap();
        let first = runtime.run();
        let items = setter.borrow_mut().take().unwrap();
        let mut driver = Driver { runtime, page: Page::default(), number, items, messages: Vec::new() };
        driver.deliver(first);
        driver
    }

    /// Another page takes this one's place: it gets the tree whole.
    pub(crate) fn connect(&mut self) {
        self.number = self.runtime.connect(WINDOW).unwrap();
        self.page = Page::default();
        self.messages.clear();
        self.run();
    }

    pub(crate) fn show(&mut self, items: Vec<Item>) {
        assert!(self.items.send(items), "the state of the app is gone");
        self.run();
    }

    pub(crate) fn send(&mut self, event: &Value) {
        let message = json!({ "v": 1, "page": self.number, "events": [event] }).to_string();
        self.runtime.receive(WINDOW, message.as_bytes()).unwrap();
        self.run();
    }

    fn run(&mut self) {
        let outgoing = self.runtime.run();
        self.deliver(outgoing);
    }

    fn deliver(&mut self, mut outgoing: Vec<Outgoing>) {
        while !outgoing.is_empty() {
            for message in outgoing {
                let applied = self.page.apply(&message.json);
                applied.unwrap_or_else(|broken| panic!("the protocol is broken: {broken}\n{}", message.json));
                let ack = json!({ "v": 1, "page": self.number, "ack": message.frame }).to_string();
                self.runtime.receive(WINDOW, ack.as_bytes()).unwrap();
                self.messages.push(message.json);
            }
            outgoing = self.runtime.run();
        }
    }

    /// What the runtime has logged: nothing, where all is well, but [`EXPECTED`].
    pub(crate) fn told(&mut self) -> Vec<String> {
        let lines = self.runtime.take_log().into_iter().map(|line| line.text);
        lines.filter(|line| !EXPECTED.iter().any(|expected| line.contains(expected))).collect()
    }
}
