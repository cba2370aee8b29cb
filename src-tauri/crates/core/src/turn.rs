//! A turn: one batch of updates, the event run, settle runs until nothing that was read has changed, and one commit.
//! Only then is anything compared and shown.

use std::rc::Rc;

use crate::activity::Activity;
use crate::app_window::STARTED;
use crate::effect::Effect;
use crate::element::field_key;
use crate::failure::{Failure, Panicked, caught, version};
use crate::inner::Happened;
use crate::key::{KeyMap, NONE};
use crate::notice::{Action, Notice, Severity};
use crate::persistence::{CommitError, Committed};
use crate::request::Request;
use crate::runtime::{Level, LogLine, Origin, Runtime, WindowId};
use crate::shortcut::given_twice;
use crate::window::Window;

/// As Hyperdiv has it: an app that has not come to rest by then never will.
pub(crate) const MOST_RUNS: u32 = 20;
/// Turns without a pause for the pages, so that windows that keep changing each other's state do not stop everything.
const MOST_TURNS: u32 = 1000;

impl Runtime {
    pub(crate) fn turns(&mut self) {
        self.answer_notices();
        if self.is_released() {
            // Once: a timer that an app cannot keep up with must not keep the pages waiting.
            self.ui.inner.borrow_mut().tick_timers();
        }
        let mut panicked = None;
        for _ in 0..MOST_TURNS {
            panicked = self.take_posted().or(panicked);
            self.take_reset();
            if !self.is_released() {
                return;
            }
            let mut dirty = self.ui.inner.borrow().dirty.clone();
            dirty.extend(self.ui.inner.borrow().ticks.iter().map(|(window, _)| *window));
            let next = self
                .windows
                .iter()
                .position(|window| window.due || !window.queue.is_empty() || dirty.contains(&window.id.0));
            match next {
                Some(index) => self.turn(index),
                None => {
                    if let Some(panicked) = panicked
                        && !self.windows.is_empty()
                    {
                        self.fail(0, Failure::Panic(panicked));
                    }
                    return;
                }
            }
        }
        (self.ui.mailbox.waker())();
    }

    fn answer_notices(&mut self) {
        for (id, action) in self.own_answers() {
            let Some(index) = self.windows.iter().position(|window| window.id == id) else { continue };
            let origin = self.windows[index].notice.as_ref().map(|(_, origin)| *origin);
            match (origin, action) {
                (Some(Origin::App), Action::Retry) => self.windows[index].due = true,
                (Some(Origin::Commit), Action::Retry) => match self.persistence.retry() {
                    Ok(()) => {
                        self.clear_commit_notices();
                        for window in &mut self.windows {
                            window.due = true;
                        }
                    }
                    Err(error) => self.tell_commit_failed(index, &error),
                },
                _ => {}
            }
        }
    }

    /// What other threads have sent. A change, or a comparison, of the app may panic: answers the last that did.
    fn take_posted(&mut self) -> Option<Panicked> {
        let posted = self.ui.mailbox.take().into_iter();
        posted.filter_map(|posted| caught(&self.ui.inner, || posted(&self.ui)).err()).last()
    }

    /// The session has ended: what the app kept between runs goes, in all windows.
    fn take_reset(&mut self) {
        if self.ui.reset_asked.take() {
            self.ui.inner.borrow_mut().slots.forget_all();
            for window in &mut self.windows {
                window.due = true;
            }
        }
    }

    fn turn(&mut self, index: usize) {
        let window = &mut self.windows[index];
        let batch = window.take_batch();
        let mut any = !batch.is_empty();
        let (mut happened, cause) = window.apply(batch, &self.ui, &mut self.log);
        let has_input = any;
        let ticks = self.ui.inner.borrow_mut().take_ticks(window.id.0);
        any |= !ticks.is_empty();
        happened.extend(ticks);
        if !window.started {
            happened.push(Happened { key: window.root, name: STARTED, value: None, at: NONE, extra: None });
        }
        let dirty = self.ui.inner.borrow().dirty.contains(&window.id.0);
        let due = std::mem::take(&mut window.due) || dirty || !happened.is_empty() || (window.failed && any);
        if !due {
            // Where the window has come to is told even where nobody reads it.
            let arrival = self.ui.take_arrival(self.windows[index].id.0);
            self.windows[index].effects.extend(arrival.map(Effect::Arrive));
            return;
        }
        {
            let inner = &mut *self.ui.inner.borrow_mut();
            inner.turn += 1;
            inner.turn_has_input = has_input;
        }
        self.was_reset = false;
        self.persistence.begin();
        (self.observer)(Activity::Running { after: cause });
        match self.settle(index, happened) {
            Ok(()) => self.commit(index),
            Err(failure) => self.fail(index, failure),
        }
    }

    /// The event run and as many runs after it as it takes until nothing that was read has changed.
    fn settle(&mut self, index: usize, happened: Vec<Happened>) -> Result<(), Failure> {
        let id = self.windows[index].id;
        self.ui.inner.borrow_mut().happened = happened;
        for _ in 0..MOST_RUNS {
            let again = self.run_app(index)?;
            self.ui.inner.borrow_mut().happened.clear();
            if !again {
                return Ok(());
            }
        }
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.dirty.remove(&id.0);
        let mut writes = std::mem::take(&mut inner.writes);
        writes.sort_by_key(|write| (write.at.file(), write.at.line(), write.at.column()));
        writes.dedup();
        Err(Failure::Restless(writes))
    }

    /// Runs the app function once. True where it has to run again.
    fn run_app(&mut self, index: usize) -> Result<bool, Failure> {
        let id = self.windows[index].id;
        {
            let inner = &mut *self.ui.inner.borrow_mut();
            std::mem::swap(&mut inner.view, &mut self.windows[index].view);
            inner.window = id.0;
            inner.run += 1;
            inner.running = true;
            inner.event_seen = false;
            inner.dirty.remove(&id.0);
            inner.writes.clear();
            inner.parts.clear();
            inner.shortcuts.clear();
            inner.window_asks = 0;
            inner.view.begin_run(self.windows[index].root);
        }
        self.app_runs += 1;
        let app = Rc::clone(self.windows[index].app.as_ref().unwrap_or(&self.app));
        let outcome = caught(&self.ui.inner, || app(&self.ui));
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.running = false;
        inner.last_runs.insert(id.0, inner.run);
        let outcome = match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Failure::Error(error)),
            Err(panicked) => Err(Failure::Panic(panicked)),
        };
        if outcome.is_ok() {
            self.windows[index].asks = inner.window_asks;
            if let Some((site, text)) = given_twice(&inner.shortcuts, &inner.view) {
                inner.warn(site, "shortcut twice", || text);
            }
            for unkeyed in inner.view.finish_run() {
                inner.warn(unkeyed.site, "each", || {
                    format!(
                        "{} ran {} times in one place and now {} times: state may follow the wrong row, use `ui.each`",
                        unkeyed.site, unkeyed.before, unkeyed.after
                    )
                });
            }
        }
        std::mem::swap(&mut inner.view, &mut self.windows[index].view);
        if outcome.is_err() {
            // Memos that ran in it are not in the ledger.
            inner.epoch += 1;
        }
        outcome?;
        for slot in std::mem::take(&mut inner.reset) {
            let number = inner.next_write();
            if let Some(slot) = inner.slots.get_mut(slot) {
                slot.forget();
                slot.written = number;
            }
        }
        let mut again = inner.event_seen || inner.dirty.contains(&id.0);
        if self.ui.reset_asked.take() {
            inner.slots.forget_all();
            self.was_reset = true;
            for window in self.windows.iter_mut().filter(|window| window.id != id) {
                window.due = true;
            }
            again = true;
        }
        Ok(again)
    }

    fn commit(&mut self, index: usize) {
        (self.observer)(Activity::Saving);
        let committed = match self.persistence.commit() {
            Ok(committed) => committed,
            Err(error) => {
                self.drop_effects();
                self.start_nothing();
                self.log.push(LogLine { level: Level::Error, text: format!("not saved: {error}") });
                // What was not saved is not shown: the app runs again on what is on disk.
                self.forget_another(index);
                self.persistence.begin();
                match self.settle(index, Vec::new()) {
                    Ok(()) => {
                        self.persistence.discard();
                        self.drop_effects();
                        self.rested(index);
                        self.tell_commit_failed(index, &error);
                    }
                    Err(failure) => self.fail(index, failure),
                }
                return;
            }
        };
        self.rested(index);
        self.hand_out_effects(index);
        if committed != Committed::Nothing {
            self.clear_commit_notices();
        }
    }

    /// The turn has come to rest.
    fn rested(&mut self, index: usize) {
        let window = &mut self.windows[index];
        window.failed = false;
        window.started = true;
        let title = self.ui.title_of(window.id.0);
        if window.title != title {
            window.title.clone_from(&title);
            self.requests.extend(title.map(|title| (window.id, Request::Title(title))));
        }
        if window.notice.as_ref().is_some_and(|(_, origin)| *origin == Origin::App) {
            window.put_notice(None);
        }
        let window = window.id.0;
        self.tend(window);
        let inner = &mut *self.ui.inner.borrow_mut();
        inner.settle_assets(window);
        if inner.slots.are_too_many() {
            let last_runs = std::mem::take(&mut inner.last_runs);
            let fields = fields_of(&self.windows);
            inner.slots.evict(|window| last_runs.get(&window).copied().unwrap_or(0), &fields);
            inner.last_runs = last_runs;
        }
    }

    /// The turn was committed: its effects go to the page, to the host, or to the fields that they change.
    fn hand_out_effects(&mut self, index: usize) {
        let id = self.windows[index].id;
        let effects = std::mem::take(&mut self.ui.inner.borrow_mut().effects);
        for effect in effects {
            match effect {
                Effect::Request(request) => self.requests.push((id, request)),
                Effect::Change(change) => {
                    self.windows[index].due |= self.ui.carry_out_change(change);
                }
                Effect::OpenWindow(new, app) => self.open_named(new, app.0),
                effect => self.windows[index].effects.push(effect),
            }
        }
        let arrival = self.ui.take_arrival(id.0);
        self.windows[index].effects.extend(arrival.map(Effect::Arrive));
    }

    /// The turn is dropped, and with it a change of who is signed in: what the app has kept of the one who is not goes as well.
    fn forget_another(&mut self, index: usize) {
        if std::mem::take(&mut self.was_reset) {
            self.ui.inner.borrow_mut().slots.forget_all();
            for (_, window) in self.windows.iter_mut().enumerate().filter(|(other, _)| *other != index) {
                window.due = true;
            }
        }
    }

    fn drop_effects(&mut self) {
        self.ui.inner.borrow_mut().effects.clear();
    }

    fn tell_commit_failed(&mut self, index: usize, error: &CommitError) {
        let notice = Notice {
            severity: Severity::Warning,
            title: "Not saved".into(),
            text: error.message.clone(),
            details: Vec::new(),
            actions: vec![Action::Retry],
        };
        self.windows[index].put_notice(Some((notice, Origin::Commit)));
    }

    fn clear_commit_notices(&mut self) {
        for window in &mut self.windows {
            if window.notice.as_ref().is_some_and(|(_, origin)| *origin == Origin::Commit) {
                window.put_notice(None);
            }
        }
    }

    /// The app failed: its writes and effects are dropped, its state stays, and the page keeps what it shows under a
    /// message that says where.
    fn fail(&mut self, index: usize, failure: Failure) {
        self.persistence.discard();
        // Also one that the run which failed has asked for, and whose writes came before its failure.
        self.was_reset |= self.ui.reset_asked.take();
        self.forget_another(index);
        self.drop_effects();
        self.start_nothing();
        {
            let inner = &mut *self.ui.inner.borrow_mut();
            inner.happened.clear();
            inner.reset.clear();
            inner.dirty.remove(&self.windows[index].id.0);
        }
        let (title, text, mut details) = failure.describe();
        let at = details.first().cloned().unwrap_or_default();
        details.push(version());
        self.log.push(LogLine { level: Level::Error, text: format!("{title} {at}") });
        let window = &mut self.windows[index];
        window.failed = true;
        let actions = vec![Action::Retry, Action::Copy];
        let notice = Notice { severity: Severity::Error, title, text, details, actions };
        window.put_notice(Some((notice, Origin::App)));
    }

    /// The window with this id, for those that look at it from outside.
    #[must_use]
    pub fn has_failed(&self, window: WindowId) -> bool {
        self.windows.iter().any(|w| w.id == window && w.failed)
    }
}

/// The keys of all fields that windows have: one that the app has not read is in no run, and may hold what was typed.
fn fields_of(windows: &[Window]) -> KeyMap<()> {
    let nodes = windows.iter().flat_map(|window| &window.view.previous().nodes);
    let fields = nodes.flat_map(|node| (0..node.kind.inputs.len()).map(|input| field_key(node.key, input)));
    fields.map(|field| (field, ())).collect()
}
