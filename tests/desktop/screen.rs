//! The X server of a desk: where windows are, what they are told, and what is seen.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, EventMask,
    ImageFormat, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::process::until;

/// How bright the empty screen is made, so that no window, a light one and a dark one are three things.
const EMPTY: u8 = 96;

pub(crate) struct Screen {
    server: RustConnection,
    root: Window,
    width: u16,
}

/// A place and a size, in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Area {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// How much of the screen is light and how much is dark, from 0 to 1; the rest is empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brightness {
    pub(crate) light: f64,
    pub(crate) dark: f64,
}

impl Screen {
    pub(crate) fn connect(display: Option<&str>) -> Screen {
        let (server, number) = x11rb::connect(display).unwrap();
        let screen = &server.setup().roots[number];
        let (root, width) = (screen.root, screen.width_in_pixels);
        Screen { server, root, width }
    }

    fn atom(&self, name: &str) -> u32 {
        self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn property(&self, window: Window, name: &str) -> Option<Vec<u8>> {
        let value = self.server.get_property(false, window, self.atom(name), AtomEnum::ANY, 0, 64);
        let value = value.unwrap().reply().ok()?;
        (value.type_ != 0).then_some(value.value)
    }

    fn numbers(&self, window: Window, name: &str) -> Vec<u32> {
        let bytes = self.property(window, name).unwrap_or_default();
        bytes.chunks_exact(4).map(|four| u32::from_ne_bytes(four.try_into().unwrap())).collect()
    }

    /// Whether a window manager is there.
    pub(crate) fn is_managed(&self) -> bool {
        !self.numbers(self.root, "_NET_SUPPORTING_WM_CHECK").is_empty()
    }

    /// The main window of a process, if it is on the screen.
    pub(crate) fn find_window_of(&self, pid: u32) -> Option<Window> {
        let delete = self.atom("WM_DELETE_WINDOW");
        let mut windows = vec![self.root];
        let mut next = 0;
        while next < windows.len() {
            // One may be gone by now.
            let tree = self.server.query_tree(windows[next]).unwrap().reply();
            windows.extend(tree.map(|tree| tree.children).unwrap_or_default());
            next += 1;
        }
        windows.into_iter().find(|window| {
            self.numbers(*window, "_NET_WM_PID") == [pid]
                && self.numbers(*window, "WM_PROTOCOLS").contains(&delete)
                && self
                    .server
                    .get_window_attributes(*window)
                    .unwrap()
                    .reply()
                    .is_ok_and(|a| a.map_state == MapState::VIEWABLE)
        })
    }

    /// The main window of a process, waited for.
    pub(crate) fn window_of(&self, pid: u32) -> Window {
        let mut found = None;
        until("the window is on the screen", || {
            found = self.find_window_of(pid);
            found.is_some()
        });
        found.unwrap()
    }

    /// Tells a window what a window manager tells it when its close button is pressed.
    pub(crate) fn send_delete(&self, window: Window) {
        let (protocols, delete) = (self.atom("WM_PROTOCOLS"), self.atom("WM_DELETE_WINDOW"));
        let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        self.server.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
    }

    /// Asks the window manager to maximise a window, or to make it again as it was.
    pub(crate) fn maximise(&self, window: Window, on: bool) {
        let state = self.atom("_NET_WM_STATE");
        let [wide, high] =
            ["_NET_WM_STATE_MAXIMIZED_HORZ", "_NET_WM_STATE_MAXIMIZED_VERT"].map(|name| self.atom(name));
        let message = ClientMessageEvent::new(32, window, state, [u32::from(on), wide, high, 2, 0]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.server.send_event(false, self.root, mask, message).unwrap().check().unwrap();
    }

    pub(crate) fn is_maximised(&self, window: Window) -> bool {
        self.numbers(window, "_NET_WM_STATE").contains(&self.atom("_NET_WM_STATE_MAXIMIZED_VERT"))
    }

    /// Where a window's content is on the screen.
    pub(crate) fn area(&self, window: Window) -> Area {
        let own = self.server.get_geometry(window).unwrap().reply().unwrap();
        let at = self.server.translate_coordinates(window, self.root, 0, 0).unwrap().reply().unwrap();
        Area { x: at.dst_x.into(), y: at.dst_y.into(), width: own.width.into(), height: own.height.into() }
    }

    /// Moves and resizes a window, as a person does with its title bar and its edges.
    pub(crate) fn put(&self, window: Window, area: Area) {
        let change = ConfigureWindowAux::new().x(area.x).y(area.y).width(area.width).height(area.height);
        self.server.configure_window(window, &change).unwrap().check().unwrap();
    }

    /// The variant of the toolkit's theme that the title bar is drawn in.
    pub(crate) fn theme_variant(&self, window: Window) -> String {
        let variant = self.property(window, "_GTK_THEME_VARIANT").unwrap_or_default();
        String::from_utf8(variant).unwrap()
    }

    /// Gives the empty screen a grey that is neither light nor dark.
    pub(crate) fn make_grey(&self) {
        let grey = u32::from_be_bytes([0, EMPTY, EMPTY, EMPTY]);
        let ground = ChangeWindowAttributesAux::new().background_pixel(grey);
        self.server.change_window_attributes(self.root, &ground).unwrap().check().unwrap();
        self.server.clear_area(false, self.root, 0, 0, 0, 0).unwrap().check().unwrap();
    }

    /// What the screen shows now, looked at in a few rows, so that it can be looked at often.
    pub(crate) fn brightness(&self) -> Brightness {
        const ROWS: i16 = 24;
        const APART: i16 = 28;
        let row = |number: i16| {
            let y = APART / 2 + number * APART;
            self.server.get_image(ImageFormat::Z_PIXMAP, self.root, 0, y, self.width, 1, !0).unwrap()
        };
        let asked: Vec<_> = (0..ROWS).map(row).collect();
        let (mut light, mut dark, mut all) = (0_u32, 0_u32, 0_u32);
        for answer in asked {
            for pixel in answer.reply().unwrap().data.chunks_exact(4) {
                let brightest = pixel[0].max(pixel[1]).max(pixel[2]);
                all += 1;
                light += u32::from(brightest > 128);
                dark += u32::from(brightest < 64);
            }
        }
        let part = |count: u32| f64::from(count) / f64::from(all);
        Brightness { light: part(light), dark: part(dark) }
    }
}
