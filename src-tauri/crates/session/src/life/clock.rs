//! What time it is for the limits of sessions, on a computer whose clock may be set, wrongly or on purpose.
//!
//! The latest time that was believed is kept in the store: the high-water mark. It goes on with the monotonic clock while
//! the program runs, and follows the computer's clock as long as that stays near:
//!
//! - **Behind.** A clock more than a minute behind the mark is not believed: the mark counts, and goes on by itself. Turning
//!   the clock back extends no session.
//! - **A leap.** A clock more than a week ahead of the mark is believed a day after it was first seen so: by a later start,
//!   or after a day of this run. Until then there are two times. A session that is past a limit by either is refused, so
//!   that a leap extends none. But only what is past a limit by the believed time is removed: a guest's data cannot be
//!   erased by a clock that was wrong for an hour, and their token waits in `mirror.pending` until it is known which clock
//!   was right. What happens meanwhile is stamped by both, and the time that turns out to be right wins.
//! - **Nothing to protect.** Where no session is left, the clock is believed whatever it says: so a mark that a wrong clock
//!   left a hundred years ahead does not stay for ever.
//!
//! A leap of up to a week is believed at once: a computer that was off for a weekend is the ordinary case.

use serde::{Deserialize, Serialize};

/// How far behind the mark the clock is still believed, in seconds.
const SLACK: i64 = 60;
/// How far ahead of the mark the clock is believed at once, in seconds.
pub(super) const LEAP: i64 = 7 * DAY;
/// How long a leap has to last to be believed, in seconds.
const DAY: i64 = 24 * 3600;
/// The latest time that a token can say.
const LATEST: i64 = 999_999_999_999;

/// What the store keeps of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ClockRecord {
    /// The latest time believed, in Unix seconds.
    pub(super) seen: i64,
    /// When, by the clock itself, it was first seen far ahead of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) leapt: Option<i64>,
    /// The idle limit that the app has set, in seconds: the command line has to keep to it.
    pub(super) idle: i64,
    /// The absolute limit, in seconds.
    pub(super) absolute: i64,
}

/// The record with the fields that this version does not know, which are kept.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct KeptClock<T> {
    #[serde(flatten)]
    pub(super) record: T,
    #[serde(flatten)]
    pub(super) unknown: serde_json::Map<String, serde_json::Value>,
}

/// The time, as believed.
pub(super) struct Clock {
    /// The latest time believed, and the monotonic milliseconds at which it was.
    mark: i64,
    at: Option<u64>,
    leap: Option<Leap>,
    behind: bool,
    wall: i64,
    now: i64,
    told: bool,
}

struct Leap {
    since: i64,
    /// It was seen by an earlier start.
    earlier: bool,
    /// The monotonic milliseconds at which this run saw it first.
    at: Option<u64>,
}

/// What reading the clock brought to light.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// It is behind; once in a process.
    Behind,
    /// It is far ahead, and was not when it was last read.
    Leapt,
    /// The leap was time that passed.
    Believed,
    /// The leap was a mistake: the clock is back.
    Returned,
}

impl Clock {
    pub(super) fn new(wall: i64) -> Self {
        let wall = wall.clamp(0, LATEST);
        Clock { mark: wall, at: None, leap: None, behind: false, wall, now: wall, told: false }
    }

    /// What an earlier process has kept counts from now on.
    pub(super) fn begin(&mut self, kept: &ClockRecord) -> Option<Event> {
        self.mark = kept.seen;
        self.at = None;
        self.leap = kept.leapt.map(|since| Leap { since, earlier: true, at: None });
        self.read(self.wall, None)
    }

    /// The computer's clock says `wall` when the monotonic one says `monotonic_ms`.
    pub(super) fn read(&mut self, wall: i64, monotonic_ms: Option<u64>) -> Option<Event> {
        let wall = wall.clamp(0, LATEST);
        self.wall = wall;
        let expected = self.expected(monotonic_ms);
        self.at = self.at.or(monotonic_ms);
        self.behind = wall < expected.saturating_sub(SLACK);
        if wall <= expected.saturating_add(LEAP) {
            self.now = if self.behind { expected } else { wall };
            let leapt = self.leap.take().is_some();
            if wall > expected {
                self.believe(monotonic_ms);
            }
            if leapt {
                return Some(Event::Returned);
            }
            let first = self.behind && !self.told;
            self.told |= self.behind;
            return first.then_some(Event::Behind);
        }
        self.now = expected;
        let Some(leap) = &mut self.leap else {
            self.leap = Some(Leap { since: wall, earlier: false, at: monotonic_ms });
            return Some(Event::Leapt);
        };
        let lasted = match (monotonic_ms, leap.at) {
            (Some(now), Some(at)) => now.saturating_sub(at) / 1000 >= DAY.unsigned_abs(),
            (Some(now), None) => {
                leap.at = Some(now);
                false
            }
            // The start of a process.
            (None, _) => leap.earlier && wall >= leap.since.saturating_add(DAY),
        };
        if lasted {
            self.believe(monotonic_ms);
            return Some(Event::Believed);
        }
        None
    }

    /// The clock is right, whatever it says: there is no session whose limits it could move.
    pub(super) fn trust(&mut self) {
        self.at = None;
        self.believe(None);
        self.behind = false;
        self.told = false;
    }

    fn believe(&mut self, monotonic_ms: Option<u64>) {
        self.mark = self.wall;
        self.now = self.wall;
        self.at = monotonic_ms;
        self.leap = None;
    }

    fn expected(&self, monotonic_ms: Option<u64>) -> i64 {
        let passed = match (self.at, monotonic_ms) {
            (Some(at), Some(now)) => now.saturating_sub(at) / 1000,
            _ => 0,
        };
        self.mark.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX)).min(LATEST)
    }

    /// The time to go by, as of the last reading.
    pub(super) fn now(&self) -> i64 {
        self.now
    }

    /// What the clock says, where that is far ahead and not believed yet.
    pub(super) fn ahead(&self) -> Option<i64> {
        self.leap.is_some().then_some(self.wall)
    }

    /// Whether the clock is far from what is believed, to either side.
    pub(super) fn is_doubted(&self) -> bool {
        self.behind || self.leap.is_some()
    }

    /// By how many days the clock is ahead.
    pub(super) fn days_ahead(&self) -> i64 {
        self.wall.saturating_sub(self.now) / DAY
    }

    /// The latest time believed, and the first sight of a leap.
    pub(super) fn kept(&self) -> (i64, Option<i64>) {
        (self.mark.max(self.now), self.leap.as_ref().map(|leap| leap.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_767_225_600;

    fn kept(seen: i64, leapt: Option<i64>) -> ClockRecord {
        ClockRecord { seen, leapt, idle: 1, absolute: 1 }
    }

    #[test]
    fn a_clock_that_goes_back_is_replaced_by_the_monotonic_one() {
        for back in [61, DAY, 3650 * DAY, NOW, NOW + 5, i64::MAX] {
            let mut clock = Clock::new(NOW);
            assert_eq!(clock.read(NOW, Some(5_000)), None);
            let wall = NOW.saturating_sub(back);
            assert_eq!(clock.read(wall, Some(6_000)), Some(Event::Behind), "{back}");
            assert_eq!(clock.now(), NOW + 1);
            // Readings closer together than a second do not make it stand still.
            for step in 0..=100 {
                assert_eq!(clock.read(wall, Some(6_000 + step * 100)), None, "told once");
            }
            assert_eq!(clock.now(), NOW + 11, "{back}");
        }
    }

    #[test]
    fn small_corrections_are_followed() {
        let mut clock = Clock::new(NOW);
        for (wall, monotonic) in [(NOW, 0), (NOW - 60, 100), (NOW + 3, 1_000), (NOW + 2, 1_200)] {
            assert_eq!(clock.read(wall, Some(monotonic)), None);
            assert_eq!(clock.now(), wall);
        }
    }

    #[test]
    fn the_clock_counts_while_the_monotonic_one_stands_still_in_suspend() {
        let mut clock = Clock::new(NOW);
        clock.read(NOW, Some(5_000));
        clock.read(NOW + 8 * 3600, Some(5_000));
        assert_eq!(clock.now(), NOW + 8 * 3600);
        clock.read(NOW + 8 * 3600 - 100, Some(6_000));
        assert_eq!(clock.now(), NOW + 8 * 3600 + 1, "what was believed is not taken back");
    }

    #[test]
    fn a_leap_is_believed_after_a_day_of_the_run() {
        for leap in [LEAP + 2, 36_500 * DAY, (1 << 31) - NOW + LEAP, i64::MAX] {
            let mut clock = Clock::new(NOW);
            clock.read(NOW, Some(0));
            let wall = NOW.saturating_add(leap);
            assert_eq!(clock.read(wall, Some(1_000)), Some(Event::Leapt), "{leap}");
            assert_eq!((clock.now(), clock.ahead().is_some()), (NOW + 1, true));
            let day = DAY.unsigned_abs() * 1000;
            let later = wall.saturating_add(DAY);
            assert_eq!(clock.read(later - 1, Some(day)), None, "not before it has lasted");
            assert_eq!(clock.read(later, Some(day + 1_000)), Some(Event::Believed));
            assert_eq!((clock.now(), clock.ahead()), (later.min(LATEST), None));
        }
    }

    #[test]
    fn a_week_is_believed_at_once() {
        let mut clock = Clock::new(NOW);
        clock.read(NOW, Some(0));
        assert_eq!(clock.read(NOW + LEAP, Some(0)), None);
        assert_eq!(clock.now(), NOW + LEAP);
    }

    #[test]
    fn a_leap_is_believed_at_a_start_on_a_later_day_and_forgotten_when_the_clock_is_back() {
        let far = NOW + 100 * DAY;
        for (wall, leapt, expected) in [
            (far, None, Some(Event::Leapt)),
            (far + DAY - 1, Some(far), None),
            (far + DAY, Some(far), Some(Event::Believed)),
            (NOW + 5, Some(far), Some(Event::Returned)),
            (NOW - DAY, Some(far), Some(Event::Returned)),
        ] {
            let mut clock = Clock::new(wall);
            assert_eq!(clock.begin(&kept(NOW, leapt)), expected, "{wall} {leapt:?}");
            assert_eq!(clock.ahead().is_some(), matches!(expected, Some(Event::Leapt) | None));
        }
    }

    #[test]
    fn a_second_leap_within_a_run_proves_nothing() {
        let far = NOW + 100 * DAY;
        let mut clock = Clock::new(far + 10);
        clock.begin(&kept(NOW, Some(far)));
        assert_eq!(clock.read(far + 1000 * DAY, Some(1)), None);
        assert_eq!(clock.read(far + 1000 * DAY, Some(2)), None);
        assert_eq!(clock.now(), NOW);
    }

    #[test]
    fn a_mark_that_protects_nothing_follows_the_clock() {
        let mut clock = Clock::new(NOW);
        assert_eq!(clock.begin(&kept(NOW + 36_500 * DAY, None)), Some(Event::Behind));
        clock.trust();
        assert_eq!((clock.now(), clock.is_doubted(), clock.kept()), (NOW, false, (NOW, None)));
    }
}
