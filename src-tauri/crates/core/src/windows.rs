//! The windows of an app beside its first one.

use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::effect::Effect;
use crate::error::Result;
use crate::runtime::{App, Runtime, WindowId};
use crate::ui::Ui;
use crate::window::Window;

/// A window to be opened by [`Ui::open_window`].
#[derive(Clone, PartialEq, Debug)]
#[must_use]
pub struct NewWindow {
    name: String,
    title: String,
    size: (f64, f64),
}

impl NewWindow {
    /// A window of this name. One name is one window.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        NewWindow { title: name.clone(), name, size: (800.0, 600.0) }
    }

    /// What its title bar says; its name unless said otherwise.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Width and height of its content, in logical pixels; 800 by 600 unless said otherwise.
    pub fn size(mut self, width: f64, height: f64) -> Self {
        self.size = (width, height);
        self
    }
}

/// An app function on its way to its window.
#[derive(Clone)]
pub(crate) struct Shows(pub(crate) App);

impl fmt::Debug for Shows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an app function")
    }
}

impl PartialEq for Shows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What the host is to do with windows.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum WindowRequest {
    /// A window is to be built for what [`Runtime`] has opened already.
    Open {
        /// Which.
        window: WindowId,
        /// What its title bar says.
        title: String,
        /// Width and height of its content, in logical pixels.
        size: (f64, f64),
    },
    /// The window is to come to the front.
    Present(WindowId),
}

impl Ui {
    /// Opens another window of the app, or brings the one of this name to the front: an effect.
    ///
    /// `app` describes that window as the app function describes the first one. State belongs to its window; what both show is
    /// shared by [`global`](Ui::global), by the session and by what it stores, and the theme is one for all. Closing the first
    /// window closes the others.
    ///
    /// ```
    /// # use hyperdiv_core::{NewWindow, Result, Ui};
    /// # fn button_clicked(_: &Ui) -> bool { false }
    /// fn app(ui: &Ui) -> Result {
    ///     if button_clicked(ui) {
    ///         ui.open_window(NewWindow::new("notes").title("Notes").size(400.0, 300.0), notes);
    ///     }
    ///     Ok(())
    /// }
    ///
    /// fn notes(ui: &Ui) -> Result {
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn open_window(&self, window: NewWindow, app: impl Fn(&Ui) -> Result + 'static) {
        self.effect(Effect::OpenWindow(window, Shows(Rc::new(app))), Location::caller());
    }
}

impl Runtime {
    /// Opens a window that shows what `app` describes, or asks for the one of this name to come to the front.
    pub(crate) fn open_named(&mut self, new: NewWindow, app: App) {
        if let Some(open) = self.windows.iter().find(|window| window.name.as_deref() == Some(&*new.name)) {
            self.window_requests.push(WindowRequest::Present(open.id));
            return;
        }
        self.last_window += 1;
        let id = WindowId(self.last_window);
        self.windows.push(Window::named(id, new.name, app));
        // A page that is built hidden does not know it yet.
        self.ui.resized(id.0, new.size.0 as u32, new.size.1 as u32);
        self.window_requests.push(WindowRequest::Open { window: id, title: new.title, size: new.size });
    }

    /// A window is gone: with it what belongs to it alone.
    pub fn close_window(&mut self, window: WindowId) {
        self.windows.retain(|open| open.id != window);
        let values = self.ui.inner.borrow_mut().forget_window(window.0);
        drop(values);
    }

    /// The windows that are open, the first one first.
    #[must_use]
    pub fn windows(&self) -> Vec<WindowId> {
        self.windows.iter().map(|window| window.id).collect()
    }

    /// What the host is to do with windows, since the last call.
    pub fn take_window_requests(&mut self) -> Vec<WindowRequest> {
        std::mem::take(&mut self.window_requests)
    }
}
