//! Files that the person drags onto a window and drops there. The host tells where they were dropped, and the page what is there: it
//! hears of a number, never of a path.

use std::rc::Rc;

use crate::effect::Effect;
use crate::element::Element;
use crate::file::{ChosenFile, FileError};
use crate::gesture::Gesture;
use crate::notice::Action;
use crate::runtime::{Runtime, WindowId};
use crate::window::Window;

/// One or more files that were dropped together, each as it was read or why it could not be.
pub type DroppedFiles = Vec<Result<ChosenFile, FileError>>;

/// What was dropped on a window last, until the page has told on what.
pub(crate) struct Waiting {
    number: u64,
    files: DroppedFiles,
}

impl Runtime {
    /// Files are dragged over a window, or are so no more: the page shows meanwhile where they can be dropped.
    pub fn drag_files(&mut self, window: WindowId, over: bool) {
        if let Some(window) = self.windows.iter_mut().find(|open| open.id == window) {
            window.effects.push(Effect::Drag(over));
        }
    }

    /// The person has dropped files on a window, at this place of its content, in CSS pixels. What is dropped again before the page has
    /// answered takes their place.
    pub fn drop_files(&mut self, window: WindowId, (x, y): (f64, f64), files: DroppedFiles) {
        let Some(window) = self.windows.iter_mut().find(|open| open.id == window) else { return };
        window.drops += 1;
        window.dropped = Some(Waiting { number: window.drops, files });
        window.effects.push(Effect::Drop { number: window.drops, x: pixel(x), y: pixel(y) });
    }
}

/// A place that a page can look at, whatever the system has told.
fn pixel(place: f64) -> u32 {
    // Saturating; what is no number is 0.
    place.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

impl Window {
    /// The page has found what the files were dropped on.
    pub(crate) fn accept_dropped(&mut self, node: u32, number: u64) -> Result<Option<Action>, &'static str> {
        self.may_have(node, Gesture::Dropped)?;
        let waiting = self.dropped.take_if(|waiting| waiting.number == number);
        let files = waiting.ok_or("no such files were dropped")?.files;
        self.accept_gesture(node, Gesture::Dropped, Some(Rc::new(files)))
    }

    /// The page has found nothing there that asks for files.
    pub(crate) fn dropped_nowhere(&mut self, number: u64) {
        self.dropped.take_if(|waiting| waiting.number == number);
    }
}

impl Element<'_> {
    /// The files that were just dropped on it: there in one run.
    #[must_use]
    pub fn dropped(self) -> Option<DroppedFiles> {
        self.ask(Gesture::Dropped);
        let files = self.ui().saw(self.key(), Gesture::Dropped.name())??;
        files.downcast::<DroppedFiles>().ok().map(|files| DroppedFiles::clone(&files))
    }
}

#[cfg(test)]
mod tests {
    use super::pixel;

    #[test]
    fn a_place_is_one_whatever_the_system_has_told() {
        assert_eq!([12.4, -3.0, f64::NAN, f64::INFINITY].map(pixel), [12, 0, 0, u32::MAX]);
    }
}
