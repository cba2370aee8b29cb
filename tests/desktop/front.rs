//! Which windows are in front on a screen, as the X server knows it.

use std::ffi::OsString;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window as WindowNumber,
};
use x11rb::rust_connection::RustConnection;

/// A window of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) number: WindowNumber,
    /// The process that it belongs to.
    pub(crate) pid: u32,
}

/// A look at the windows of a screen.
pub(crate) struct Front {
    server: RustConnection,
    root: WindowNumber,
}

impl Front {
    pub(crate) fn new(display: &OsString) -> Front {
        let (server, number) = x11rb::connect(display.to_str()).unwrap();
        let root = server.setup().roots[number].root;
        Front { server, root }
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
        let window = self.property(self.root, self.atom("_NET_ACTIVE_WINDOW")).first().copied()?;
        self.pid(window)
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
