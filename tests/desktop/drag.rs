//! Files that are dragged from another program onto an app, as X has it: the other program is this one, by the protocol XDND 5.

use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::desk::Desk;
use crate::input::managed;
use crate::page::App;
use crate::process::until;
use crate::screen::Window;

/// A drag of files over a window.
struct Drag {
    server: RustConnection,
    source: u32,
    target: u32,
    /// `text/uri-list` of the files.
    list: String,
    /// The list was asked for and handed over.
    handed_over: bool,
    /// The window has said that it takes part.
    heard: bool,
    /// The window is done with what was dropped.
    finished: bool,
}

impl Drag {
    fn begin(desk: &Desk, target: Window, files: &[&Path]) -> Drag {
        let (server, number) = x11rb::connect(Some(desk.display())).unwrap();
        let root = server.setup().roots[number].root;
        let source = server.generate_id().unwrap();
        let none = CreateWindowAux::new();
        server
            .create_window(0, source, root, 0, 0, 1, 1, 0, WindowClass::INPUT_OUTPUT, 0, &none)
            .unwrap()
            .check()
            .unwrap();
        let list = files.iter().map(|file| format!("file://{}\r\n", file.display())).collect();
        let target = target.number;
        let drag = Drag { server, source, target, list, handed_over: false, heard: false, finished: false };
        let selection = drag.atom("XdndSelection");
        drag.server.set_selection_owner(source, selection, x11rb::CURRENT_TIME).unwrap().check().unwrap();
        drag.send("XdndEnter", [5 << 24, drag.atom("text/uri-list"), 0, 0]);
        drag
    }

    fn atom(&self, name: &str) -> u32 {
        self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn send(&self, kind: &str, [a, b, c, d]: [u32; 4]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(kind), [self.source, a, b, c, d]);
        self.server.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap().check().unwrap();
    }

    /// Moves over a place of the screen, and answers what the window asks.
    fn over(&mut self, (x, y): (u32, u32)) {
        self.heard = false;
        self.send("XdndPosition", [0, x << 16 | y, x11rb::CURRENT_TIME, self.atom("XdndActionCopy")]);
        until("the window has heard of it", || {
            self.answer();
            self.heard && self.handed_over
        });
    }

    fn leave(&self) {
        self.send("XdndLeave", [0; 4]);
    }

    fn drop_here(mut self) {
        self.send("XdndDrop", [0, x11rb::CURRENT_TIME, 0, 0]);
        until("the window is done with it", || {
            self.answer();
            self.finished
        });
    }

    fn answer(&mut self) {
        while let Some(event) = self.server.poll_for_event().unwrap() {
            match event {
                Event::SelectionRequest(request) => self.hand_over(&request),
                Event::ClientMessage(message) if message.type_ == self.atom("XdndStatus") => {
                    self.heard = true
                }
                Event::ClientMessage(message) if message.type_ == self.atom("XdndFinished") => {
                    self.finished = true;
                }
                _ => {}
            }
        }
    }

    fn hand_over(&mut self, request: &SelectionRequestEvent) {
        let SelectionRequestEvent { requestor, selection, target, property, time, .. } = *request;
        let list = self.list.as_bytes();
        self.server.change_property8(PropMode::REPLACE, requestor, property, target, list).unwrap();
        let notice = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time,
            requestor,
            selection,
            target,
            property,
        };
        self.server.send_event(false, requestor, EventMask::NO_EVENT, notice).unwrap().check().unwrap();
        self.handed_over = true;
    }
}

/// The middle of what shows this text, on the screen.
fn middle_of(desk: &Desk, app: &App, window: Window, text: &str) -> (u32, u32) {
    let place = app.run(
        "const at = [...document.querySelectorAll('#app *')].filter(e => e.textContent === arguments[0]).at(-1);
         at.scrollIntoView({ block: 'center' });
         const { left, top, width, height } = at.getBoundingClientRect();
         return [left + width / 2, top + height / 2];",
        &[serde_json::json!(text)],
    );
    let [x, y]: [f64; 2] = serde_json::from_value(place).unwrap();
    let area = desk.screen().area(window);
    (area.x as u32 + x as u32, area.y as u32 + y as u32)
}

#[test]
fn files_that_are_dropped_on_an_element_are_read_and_told_to_it() {
    let desk = Desk::new();
    let (_manager, app) = managed(&desk, "input_probe");
    let window = desk.screen().window_of(app.pid());
    let (first, second) = (desk.file("one.txt"), desk.file("gone.txt"));
    std::fs::write(&first, "one").unwrap();
    let highlighted = "document.documentElement.hasAttribute('data-dragging')";

    let mut drag = Drag::begin(&desk, window, &[&first, &second]);
    let place = middle_of(&desk, &app, window, "Drop here");
    drag.over(place);
    app.wait_often(highlighted);
    app.picture(&desk, "dragged");
    drag.over(place);
    drag.drop_here();
    crate::input::noted(&app, "dropped one.txt 3, gone.txt No such file");
    app.wait_often(&format!("!{highlighted}"));

    // Beside it nothing happens, and neither where the pointer leaves the window again.
    let mut drag = Drag::begin(&desk, window, &[&first]);
    let elsewhere = middle_of(&desk, &app, window, "Area");
    drag.over(elsewhere);
    drag.over(elsewhere);
    drag.drop_here();
    let mut drag = Drag::begin(&desk, window, &[&first]);
    drag.over(place);
    app.wait_often(highlighted);
    drag.leave();
    app.wait_often(&format!("!{highlighted}"));
    assert_eq!(crate::input::notes(&app).matches("dropped").count(), 1, "{}", crate::input::notes(&app));
    // The page has not gone to the file.
    assert_eq!(app.run("return location.protocol", &[]), serde_json::json!("tauri:"));
}
