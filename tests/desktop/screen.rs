//! What is on a screen, as the X server knows it.

use std::ffi::OsString;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, EventMask,
    ImageFormat, MapState, Window as WindowNumber,
};
use x11rb::rust_connection::RustConnection;

use crate::process::until;

/// How bright the empty screen is made, so that no window, a light one and a dark one are three things.
const EMPTY: u8 = 96;

/// A window of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) number: WindowNumber,
    /// The process that it belongs to.
    pub(crate) pid: u32,
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

/// A look at a screen.
pub(crate) struct Screen {
    server: RustConnection,
    root: WindowNumber,
    width: u16,
    height: u16,
}

impl Screen {
    pub(crate) fn new(display: &OsString) -> Screen {
        let (server, number) = x11rb::connect(display.to_str()).unwrap();
        let screen = &server.setup().roots[number];
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        Screen { server, root, width, height }
    }

    /// The windows that can be seen and closed, from the lowest to the topmost, whether or not they are framed.
    pub(crate) fn windows(&self) -> Vec<Window> {
        let mut found = Vec::new();
        self.collect(self.root, 0, &mut found);
        found
    }

    fn collect(&self, parent: WindowNumber, depth: u32, found: &mut Vec<Window>) {
        // Windows come and go while this looks.
        let Ok(tree) = self.server.query_tree(parent).unwrap().reply() else { return };
        let (protocols, delete) = (self.atom("WM_PROTOCOLS"), self.atom("WM_DELETE_WINDOW"));
        for number in tree.children {
            let shown = self.server.get_window_attributes(number).unwrap().reply();
            let closable = self.property(number, protocols).contains(&delete);
            match self.pid(number) {
                Some(pid) if closable && shown.is_ok_and(|a| a.map_state == MapState::VIEWABLE) => {
                    found.push(Window { number, pid });
                }
                _ if depth < 3 => self.collect(number, depth + 1, found),
                _ => {}
            }
        }
    }

    /// The process whose window gets what is typed.
    pub(crate) fn focused(&self) -> Option<u32> {
        let mut window = self.server.get_input_focus().unwrap().reply().unwrap().focus;
        loop {
            // 0 and 1: nobody, and whoever is under the pointer.
            if window <= 1 || window == self.root {
                return None;
            }
            if let Some(pid) = self.pid(window) {
                return Some(pid);
            }
            window = self.server.query_tree(window).unwrap().reply().ok()?.parent;
        }
    }

    /// The process whose window the window manager calls the active one.
    pub(crate) fn active(&self) -> Option<u32> {
        self.active_window().and_then(|window| self.pid(window))
    }

    /// The number of the window that the window manager calls the active one.
    pub(crate) fn active_window(&self) -> Option<WindowNumber> {
        self.property(self.root, self.atom("_NET_ACTIVE_WINDOW")).first().copied()
    }

    /// Asks the window manager to bring a window to the front, as a task bar does.
    pub(crate) fn raise(&self, window: Window) {
        const BY_A_PAGER: u32 = 2;
        let kind = self.atom("_NET_ACTIVE_WINDOW");
        let message = ClientMessageEvent::new(32, window.number, kind, [BY_A_PAGER, 0, 0, 0, 0]);
        let to = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.server.send_event(false, self.root, to, message).unwrap().check().unwrap();
    }

    /// Whether there is a window manager.
    pub(crate) fn is_managed(&self) -> bool {
        !self.property(self.root, self.atom("_NET_SUPPORTING_WM_CHECK")).is_empty()
    }

    /// Asks the window manager to minimise a window.
    pub(crate) fn minimise(&self, window: Window) {
        const ICONIC: u32 = 3;
        let kind = self.atom("WM_CHANGE_STATE");
        let message = ClientMessageEvent::new(32, window.number, kind, [ICONIC, 0, 0, 0, 0]);
        let to = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.server.send_event(false, self.root, to, message).unwrap().check().unwrap();
    }

    /// The main window of a process, if it is on the screen.
    pub(crate) fn find_window_of(&self, pid: u32) -> Option<Window> {
        self.windows().into_iter().find(|window| window.pid == pid)
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
        let message =
            ClientMessageEvent::new(32, window.number, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
        self.server.send_event(false, window.number, EventMask::NO_EVENT, message).unwrap().check().unwrap();
    }

    /// Asks the window manager to maximise a window, or to make it again as it was.
    pub(crate) fn maximise(&self, window: Window, on: bool) {
        let state = self.atom("_NET_WM_STATE");
        let [wide, high] =
            ["_NET_WM_STATE_MAXIMIZED_HORZ", "_NET_WM_STATE_MAXIMIZED_VERT"].map(|name| self.atom(name));
        let message = ClientMessageEvent::new(32, window.number, state, [u32::from(on), wide, high, 2, 0]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.server.send_event(false, self.root, mask, message).unwrap().check().unwrap();
    }

    pub(crate) fn is_maximised(&self, window: Window) -> bool {
        self.property(window.number, self.atom("_NET_WM_STATE"))
            .contains(&self.atom("_NET_WM_STATE_MAXIMIZED_VERT"))
    }

    /// Where a window's content is on the screen.
    pub(crate) fn area(&self, window: Window) -> Area {
        let own = self.server.get_geometry(window.number).unwrap().reply().unwrap();
        let at = self.server.translate_coordinates(window.number, self.root, 0, 0).unwrap().reply().unwrap();
        Area { x: at.dst_x.into(), y: at.dst_y.into(), width: own.width.into(), height: own.height.into() }
    }

    /// Moves and resizes a window, as a person does with its title bar and its edges.
    pub(crate) fn put(&self, window: Window, area: Area) {
        let change = ConfigureWindowAux::new().x(area.x).y(area.y).width(area.width).height(area.height);
        self.server.configure_window(window.number, &change).unwrap().check().unwrap();
    }

    /// The variant of the toolkit's theme that the title bar is drawn in.
    pub(crate) fn theme_variant(&self, window: Window) -> String {
        let name = self.atom("_GTK_THEME_VARIANT");
        let variant = self.server.get_property(false, window.number, name, AtomEnum::ANY, 0, 64).unwrap();
        variant.reply().map(|variant| String::from_utf8(variant.value).unwrap()).unwrap_or_default()
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
        let (mut light, mut dark, mut all) = (0_u32, 0_u32, 0_u32);
        self.look_at_rows(28, |pixel| {
            let brightest = pixel[0].max(pixel[1]).max(pixel[2]);
            all += 1;
            light += u32::from(brightest > 128);
            dark += u32::from(brightest < 64);
        });
        let part = |count: u32| f64::from(count) / f64::from(all);
        Brightness { light: part(light), dark: part(dark) }
    }

    /// Whether something as high as a button has this colour.
    pub(crate) fn shows(&self, [red, green, blue]: [u8; 3]) -> bool {
        let mut found = false;
        self.look_at_rows(8, |pixel| found |= pixel == [blue, green, red]);
        found
    }

    /// Hands over the pixels of every row that is `apart` from the one before, as blue, green and red.
    fn look_at_rows(&self, apart: u16, mut look: impl FnMut([u8; 3])) {
        let row = |y: u16| {
            self.server.get_image(ImageFormat::Z_PIXMAP, self.root, 0, y as i16, self.width, 1, !0).unwrap()
        };
        let rows = (apart / 2..self.height).step_by(apart.into());
        let asked: Vec<_> = rows.map(row).collect();
        for answer in asked {
            for pixel in answer.reply().unwrap().data.chunks_exact(4) {
                look([pixel[0], pixel[1], pixel[2]]);
            }
        }
    }

    fn pid(&self, window: WindowNumber) -> Option<u32> {
        self.property(window, self.atom("_NET_WM_PID")).first().copied()
    }

    fn property(&self, window: WindowNumber, name: u32) -> Vec<u32> {
        let value = self.server.get_property(false, window, name, AtomEnum::ANY, 0, 8).unwrap().reply();
        value.ok().and_then(|value| Some(value.value32()?.collect())).unwrap_or_default()
    }

    fn atom(&self, name: &str) -> u32 {
        self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }
}
