//! Timers: events that come by themselves.

use std::panic::Location;
use std::time::Duration;

use crate::inner::Inner;
use crate::key::{Made, Site};
use crate::ui::Ui;

/// The event of a timer's slot.
const TICK: &str = "tick";

/// What the slot of a timer holds. All times are milliseconds of the monotonic clock.
pub(crate) struct Timer {
    /// What the app asked for.
    wait: Duration,
    repeats: bool,
    /// None: it has fired for good.
    due: Option<u64>,
}

impl Timer {
    fn new(wait: Duration, repeats: bool, now: u64) -> Self {
        Timer { wait, repeats, due: Some(now.saturating_add(millis(wait))) }
    }

    pub(crate) fn due(&self) -> Option<u64> {
        self.due
    }

    /// Whether it fires at `now`. One that is late fires once and stays in its beat.
    fn fires(&mut self, now: u64) -> bool {
        let Some(due) = self.due.filter(|due| *due <= now) else { return false };
        let period = millis(self.wait).max(1);
        let missed = (now - due) / period;
        self.due = self.repeats.then(|| due.saturating_add(period.saturating_mul(missed.saturating_add(1))));
        true
    }
}

/// Rounded up, so that no timer is early.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

impl Ui {
    /// True in one run each time `period` has passed: an event. It counts from when this place is first reached, for as long
    /// as it is.
    ///
    /// An app that is late gets one event, not one for each period that it missed. Another period starts it anew; a period
    /// of nothing never comes.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn app(ui: &Ui) -> Result {
    /// let seconds = ui.state(|| 0);
    /// if ui.every(Duration::from_secs(1)) {
    ///     seconds.update(|seconds| *seconds += 1);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    #[must_use]
    pub fn every(&self, period: Duration) -> bool {
        let site = Location::caller();
        if period.is_zero() {
            self.warn_once(site, "every", || {
                format!("the timer at {site} has a period of nothing and never fires: give it one")
            });
        }
        self.timer(period, true, site)
    }

    /// True in one run, once `wait` has passed since this place was reached: an event. It comes once, and once again each
    /// time that the place is reached after it was not. Another `wait` starts it anew.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use hyperdiv_core::{Result, Ui};
    /// # fn app(ui: &Ui) -> Result {
    /// let shown = ui.state(|| true);
    /// if shown.get() && ui.after(Duration::from_secs(5)) {
    ///     shown.set(false);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    #[must_use]
    pub fn after(&self, wait: Duration) -> bool {
        self.timer(wait, false, Location::caller())
    }

    fn timer(&self, wait: Duration, repeats: bool, site: Site) -> bool {
        let slot = self.slot_here(Made::TIMER, site);
        let inner = &mut *self.inner.borrow_mut();
        inner.note_slot(slot);
        let now = inner.clock.monotonic_ms();
        let Some(place) = inner.slots.get_mut(slot) else { return false };
        let goes_on = place.cell.as_ref().is_some_and(|cell| {
            let cell = cell.borrow();
            cell.downcast_ref::<Timer>().is_some_and(|timer| timer.wait == wait && timer.repeats == repeats)
        });
        if goes_on {
            return inner.happened_to(slot, TICK);
        }
        let mut timer = Timer::new(wait, repeats, now);
        if repeats && wait.is_zero() {
            timer.due = None;
        }
        place.cell = Some(std::rc::Rc::new(std::cell::RefCell::new(timer)));
        inner.mark_live(slot);
        false
    }
}

impl Inner {
    /// The timers that are due tick.
    pub(crate) fn tick_timers(&mut self) {
        let now = self.clock.monotonic_ms();
        for index in 0..self.live.len() {
            let slot = self.live[index];
            let cell = self.slots.get(slot).and_then(|slot| slot.cell.clone());
            let fires = cell.is_some_and(|cell| {
                cell.borrow_mut().downcast_mut::<Timer>().is_some_and(|timer| timer.fires(now))
            });
            if fires {
                self.tick(slot, TICK);
            }
        }
    }

    /// When the next timer is due, by the monotonic clock.
    pub(crate) fn next_tick(&self) -> Option<u64> {
        let cells = self.live.iter().filter_map(|slot| self.slots.get(*slot)?.cell.as_ref());
        cells.filter_map(|cell| cell.borrow().downcast_ref::<Timer>().and_then(Timer::due)).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wait: Duration, repeats: bool, at: &[u64], expect: &[u64]) {
        let mut timer = Timer::new(wait, repeats, 1000);
        let fired: Vec<u64> = at.iter().copied().filter(|now| timer.fires(*now)).collect();
        assert_eq!(fired, expect);
    }

    #[test]
    fn a_repeating_timer_keeps_its_beat_and_makes_up_for_nothing() {
        check(Duration::from_millis(10), true, &[1009, 1010, 1011, 1019, 1020], &[1010, 1020]);
        check(Duration::from_millis(10), true, &[1057, 1058, 1060, 1061], &[1057, 1060]);
    }

    #[test]
    fn a_timer_of_one_shot_fires_once() {
        check(Duration::from_millis(10), false, &[1009, 1500, 1501, 9000], &[1500]);
        check(Duration::ZERO, false, &[1000, 1000, 1001], &[1000]);
    }

    #[test]
    fn durations_are_rounded_up_and_end_nowhere_in_the_past() {
        check(Duration::from_nanos(1), true, &[1000, 1001], &[1001]);
        check(Duration::MAX, true, &[u64::MAX - 1], &[]);
        check(Duration::MAX, true, &[u64::MAX, u64::MAX], &[u64::MAX, u64::MAX]);
    }
}
