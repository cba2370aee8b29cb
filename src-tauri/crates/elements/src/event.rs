//! What can happen to any element, and what can be asked of any.

use hyperdiv_core::{Content, DroppedFiles, Gesture};

use crate::style::Styled;

impl<T: Styled + Copy> Events for T {}

/// Events and effects that every element has. Events are true in one run; what begins with `is_` is state. The page tells
/// only what the app asked for when it ran last, so an element that nobody asks about costs nothing.
///
/// ```
/// use hyperdiv_elements::{Elements, Events};
/// # fn app(ui: &hyperdiv_core::Ui) {
/// let row = ui.hbox();
/// row.with(|| ui.text("Report.pdf"));
/// if row.double_clicked() { /* open it */ }
/// if row.context_menu() { /* show what can be done with it */ }
/// # }
/// ```
pub trait Events: Styled + Sized + Copy {
    /// Whether the keyboard focus has just come to it, or to something in it.
    #[must_use]
    fn focused(self) -> bool {
        self.styled().gesture(Gesture::Focused)
    }

    /// Whether the keyboard focus has just left it, and everything in it.
    #[must_use]
    fn blurred(self) -> bool {
        self.styled().gesture(Gesture::Blurred)
    }

    /// Whether the keyboard focus is on it, or on something in it.
    #[track_caller]
    #[must_use]
    fn is_focused(self) -> bool {
        self.styled().is_focused()
    }

    /// Whether it was clicked twice in a row. Of elements inside each other that ask, the innermost one is told.
    #[must_use]
    fn double_clicked(self) -> bool {
        self.styled().gesture(Gesture::DoubleClicked)
    }

    /// Whether the pointer has just come over it.
    #[must_use]
    fn hovered(self) -> bool {
        self.styled().gesture(Gesture::Hovered)
    }

    /// Whether the pointer has just left it.
    #[must_use]
    fn unhovered(self) -> bool {
        self.styled().gesture(Gesture::Unhovered)
    }

    /// Whether the pointer is over it. Where only the look is to change, `hover_background_color` needs no run.
    #[track_caller]
    #[must_use]
    fn is_hovered(self) -> bool {
        self.styled().is_hovered()
    }

    /// Whether a menu was asked for, by the pointer's other button or by keyboard. The webview's own menu does not show then. Of
    /// elements inside each other that ask, the innermost one is told.
    #[must_use]
    fn context_menu(self) -> bool {
        self.styled().gesture(Gesture::ContextMenu)
    }

    /// The text that was just pasted into it, of at most 256 KiB; a longer one is refused. A text field takes it in as well. Of
    /// elements inside each other that ask, the innermost one is told.
    #[must_use]
    fn pasted(self) -> Option<String> {
        self.styled().pasted()
    }

    /// The files that the person has just dropped on it, or in it, each with what was in it or why it could not be read. While files are dragged
    /// over the window, it shows that they can be dropped here. Of nested elements that ask, the innermost one has them.
    ///
    /// ```
    /// use hyperdiv_elements::{Elements, Events};
    /// # fn app(ui: &hyperdiv_core::Ui) {
    /// let place = ui.vbox();
    /// place.with(|| ui.text("Drop your pictures here"));
    /// for file in place.dropped().unwrap_or_default() {
    ///     match file {
    ///         Ok(file) => ui.toast(format_args!("{} has {} bytes", file.name(), file.bytes.len())),
    ///         Err(error) => ui.toast(format_args!("It was not read: {error}")),
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use]
    fn dropped(self) -> Option<DroppedFiles> {
        self.styled().dropped()
    }

    /// Brings it into sight: an effect.
    #[track_caller]
    fn scroll_to(self) -> Self {
        self.styled().scroll_to();
        self
    }

    /// Lets an address that ends in `#name` lead to it.
    fn anchor(self, name: impl Content) -> Self {
        self.styled().set_content("anchor", &name);
        self
    }
}
