//! What comes up on a screen: windows, and menus, which ask no window manager.

use std::cell::RefCell;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt, EventMask, MapState, WindowClass};
use x11rb::rust_connection::RustConnection;

/// Watches a screen.
pub(crate) struct Popups {
    screen: RustConnection,
    root: u32,
    shown: RefCell<Vec<(i16, i16)>>,
}

impl Popups {
    pub(crate) fn watch(display: &str) -> Popups {
        let (screen, number) = x11rb::connect(Some(display)).unwrap();
        let root = screen.setup().roots[number].root;
        let events = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        screen.change_window_attributes(root, &events).unwrap().check().unwrap();
        Popups { screen, root, shown: RefCell::default() }
    }

    /// How many windows that are no menus are on the screen.
    pub(crate) fn windows(&self) -> usize {
        let children = self.screen.query_tree(self.root).unwrap().reply().unwrap().children;
        let is_window = |window: &u32| {
            let about = self.screen.get_window_attributes(*window).unwrap().reply();
            about.is_ok_and(|about| about.map_state == MapState::VIEWABLE && !about.override_redirect)
        };
        children.into_iter().filter(is_window).count()
    }

    /// Where each menu that came up since the start of the watch has its corner.
    pub(crate) fn shown(&self) -> Vec<(i16, i16)> {
        while let Some(event) = self.screen.poll_for_event().unwrap() {
            let Event::MapNotify(mapped) = event else { continue };
            if !mapped.override_redirect {
                continue;
            }
            // One may be gone already, and one beside the screen that only takes the keyboard is no menu.
            let about = self.screen.get_window_attributes(mapped.window).unwrap().reply();
            if about.is_ok_and(|about| about.class == WindowClass::INPUT_OUTPUT)
                && let Ok(place) = self.screen.get_geometry(mapped.window).unwrap().reply()
            {
                self.shown.borrow_mut().push((place.x, place.y));
            }
        }
        self.shown.borrow().clone()
    }
}
