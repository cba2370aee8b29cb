//! Where the window is on the screen and how large, as it is kept for the next start.
//!
//! The size is in logical pixels, so that a screen of another density shows as much as before. The place is in physical
//! pixels, because that is what the edges of several screens are told in. Both are of the window as it is when it is neither
//! maximised nor fills the screen: what it goes back to.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// A window's place and size.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Geometry {
    /// The upper left corner with the title bar, in physical pixels; none where the desktop does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<(i32, i32)>,
    /// Width and height of the content, in logical pixels.
    pub(crate) size: (f64, f64),
    #[serde(default)]
    pub(crate) maximized: bool,
    #[serde(default)]
    pub(crate) fullscreen: bool,
}

/// A screen: its part that windows may fill, in physical pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Screen {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) scale: f64,
}

/// The smallest window that is made, in logical pixels: it can still be found and made larger.
const SMALLEST: (f64, f64) = (160.0, 120.0);
/// How much of the title bar must be on a screen for a person to take hold of it, in logical pixels: its height, and a part
/// of its width.
const HANDLE: (f64, f64) = (96.0, 32.0);
/// The largest number that is believed, either way.
const MOST: f64 = 100_000.0;

impl Geometry {
    /// Reads what [`to_bytes`](Geometry::to_bytes) wrote; `None` for anything that no window can have.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Geometry> {
        let geometry: Geometry = serde_json::from_slice(bytes).ok()?;
        let (width, height) = geometry.size;
        let sane = |length: f64| (1.0..=MOST).contains(&length);
        let near = |(x, y): (i32, i32)| f64::from(x).abs() <= MOST && f64::from(y).abs() <= MOST;
        (sane(width) && sane(height) && geometry.place.is_none_or(near)).then_some(geometry)
    }

    /// For [`parse`](Geometry::parse).
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        // Numbers and truths are always JSON.
        serde_json::to_vec(&self).unwrap_or_default()
    }

    /// The same window on the screens that are there now: not larger than its screen, and with its title bar in reach. The
    /// first screen is the one where windows go that were on none of these.
    pub(crate) fn fitted(self, screens: &[Screen]) -> Geometry {
        let Some(first) = screens.first() else { return self };
        let screen = self.place.and_then(|place| self.screen_of(place, screens)).unwrap_or(first);
        let (width, height) =
            (f64::from(screen.width) / screen.scale, f64::from(screen.height) / screen.scale);
        let size = (
            self.size.0.min(width).max(SMALLEST.0.min(width)),
            self.size.1.min(height).max(SMALLEST.1.min(height)),
        );
        let within = |at: i32, length: f64, from: i32, room: i32| {
            let last = from.saturating_add(room).saturating_sub(physical(length, screen.scale)).max(from);
            at.clamp(from, last)
        };
        let place = self.place.map(|(x, y)| {
            if is_in_reach((x, y), size.0, screen) {
                (x, y)
            } else {
                (within(x, size.0, screen.x, screen.width), within(y, size.1, screen.y, screen.height))
            }
        });
        Geometry { place, size, ..self }
    }

    /// The screen that the window's corner is on, or else most of its title bar.
    fn screen_of<'a>(&self, (x, y): (i32, i32), screens: &'a [Screen]) -> Option<&'a Screen> {
        let overlap = |at: i32, length: i32, from: i32, room: i32| {
            let end = at.saturating_add(length).min(from.saturating_add(room));
            i64::from(end.saturating_sub(at.max(from)).max(0))
        };
        let corner = |screen: &&Screen| {
            overlap(x, 1, screen.x, screen.width) > 0 && overlap(y, 1, screen.y, screen.height) > 0
        };
        let bar = |screen: &Screen| {
            overlap(x, physical(self.size.0, screen.scale), screen.x, screen.width)
                * overlap(y, physical(HANDLE.1, screen.scale), screen.y, screen.height)
        };
        let most = || screens.iter().filter(|screen| bar(screen) > 0).max_by_key(|screen| bar(screen));
        screens.iter().find(corner).or_else(most)
    }
}

/// Whether a person can take hold of the title bar of a window that is this wide.
fn is_in_reach((x, y): (i32, i32), width: f64, screen: &Screen) -> bool {
    let handle = (physical(HANDLE.0.min(width), screen.scale), physical(HANDLE.1, screen.scale));
    let right = screen.x.saturating_add(screen.width);
    let bottom = screen.y.saturating_add(screen.height);
    let end = x.saturating_add(physical(width, screen.scale));
    x <= right.saturating_sub(handle.0)
        && end >= screen.x.saturating_add(handle.0)
        && (screen.y..=bottom.saturating_sub(handle.1)).contains(&y)
}

#[expect(clippy::cast_possible_truncation, reason = "a float becomes the nearest number that there is")]
fn physical(logical: f64, scale: f64) -> i32 {
    (logical * scale).round() as i32
}

/// What a window is just now.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Seen {
    pub(crate) place: Option<(i32, i32)>,
    pub(crate) size: (f64, f64),
    pub(crate) maximized: bool,
    pub(crate) fullscreen: bool,
}

/// How long a window must have been like this for it to be what the window goes back to.
const SETTLED: Duration = Duration::from_millis(400);

/// How long a window may take to come to the place that it was built for: desktops map it elsewhere first, and move it then.
const ARRIVES: Duration = Duration::from_secs(2);

/// A place and a size.
type Bounds = (Option<(i32, i32)>, (f64, f64));

/// Follows a window. Desktops first tell the size of a window that is being maximised and then that it is: a size counts as
/// the window's own only when another one has followed it.
pub(crate) struct Tracker {
    own: Bounds,
    /// What it has been like lately, neither maximised nor filling the screen, and since when.
    latest: Option<(Bounds, Instant)>,
    told: Option<Geometry>,
    /// It has been where it was built for, or had the time to get there.
    arrived: bool,
    arrives_by: Option<Instant>,
}

impl Tracker {
    /// Begins with the geometry that the window was built with.
    pub(crate) fn new(built: Geometry) -> Tracker {
        let arrived = built.place.is_none();
        Tracker { own: (built.place, built.size), latest: None, told: None, arrived, arrives_by: None }
    }

    /// The window's geometry, if it is another one than it was at the last call.
    pub(crate) fn look(&mut self, seen: Seen, now: Instant) -> Option<Geometry> {
        let bounds = (seen.place, seen.size);
        let filled = seen.maximized || seen.fullscreen;
        let arrives_by = *self.arrives_by.get_or_insert(now + ARRIVES);
        self.arrived |= filled || seen.place == self.own.0 || now >= arrives_by;
        if !self.arrived {
            return None;
        }
        let other = self.latest.filter(|(latest, _)| *latest != bounds);
        if let Some((latest, since)) = other
            && now.duration_since(since) > SETTLED
        {
            self.own = latest;
        }
        if filled {
            self.latest = None;
        } else if self.latest.is_none() || other.is_some() {
            self.latest = Some((bounds, now));
        }
        let (place, size) = if filled { self.own } else { bounds };
        let geometry = Geometry { place, size, maximized: seen.maximized, fullscreen: seen.fullscreen };
        (self.told.replace(geometry) != Some(geometry)).then_some(geometry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { x: 0, y: 0, width: 1920, height: 1080, scale: 1.0 };
    /// To the right of it, half as large and twice as dense.
    const DENSE: Screen = Screen { x: 1920, y: 0, width: 1280, height: 1600, scale: 2.0 };

    fn at(x: i32, y: i32) -> Geometry {
        Geometry { place: Some((x, y)), size: (800.0, 600.0), maximized: false, fullscreen: false }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        let geometry = Geometry { maximized: true, ..at(-5, 7) };
        assert_eq!(Geometry::parse(&geometry.to_bytes()), Some(geometry));
        let placeless = Geometry { place: None, ..geometry };
        assert_eq!(Geometry::parse(&placeless.to_bytes()), Some(placeless));
        for bad in [
            "",
            "{}",
            "[]",
            r#"{"size":[800]}"#,
            r#"{"size":[0,600]}"#,
            r#"{"size":[-800,600]}"#,
            r#"{"size":[1e300,600]}"#,
            r#"{"size":["800","600"]}"#,
            r#"{"size":[800,600],"place":[2000000000,0]}"#,
            r#"{"size":[800,600],"place":[9999999999,0]}"#,
            r#"{"size":[800,600],"maximized":1}"#,
        ] {
            assert_eq!(Geometry::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn a_window_whose_title_bar_is_in_reach_stays() {
        for (x, y) in [(0, 0), (100, 50), (1120, 480), (-700, 10), (1824, 1048), (1500, 0)] {
            assert_eq!(at(x, y).fitted(&[SCREEN]), at(x, y), "{x} {y}");
            assert_eq!(at(x, y).fitted(&[SCREEN, DENSE]), at(x, y), "{x} {y}");
        }
        assert_eq!(at(2000, 100).fitted(&[SCREEN, DENSE]).place, Some((2000, 100)));
    }

    #[test]
    fn a_window_that_is_out_of_reach_is_moved_inside() {
        let moved = |x, y, screens: &[Screen]| at(x, y).fitted(screens).place.unwrap();
        assert_eq!(moved(2000, 100, &[SCREEN]), (1120, 100), "its screen is gone");
        assert_eq!(moved(-2000, 100, &[SCREEN]), (0, 100));
        assert_eq!(moved(100, 5000, &[SCREEN]), (100, 480));
        assert_eq!(moved(100, -20, &[SCREEN]), (100, 0), "its title bar is cut off");
        assert_eq!(moved(-750, 100, &[SCREEN]), (0, 100), "too little of it is left to take hold of");
        assert_eq!(moved(1900, 100, &[SCREEN]), (1120, 100));
        let far = [Screen { x: -1920, ..SCREEN }, SCREEN];
        assert_eq!(moved(-1000, 100, &far), (-1000, 100));
        assert_eq!(at(5, 5).fitted(&[]), at(5, 5), "nothing is known of the screens");
    }

    #[test]
    fn a_window_is_no_larger_than_its_screen_and_no_smaller_than_can_be_seen() {
        let sized = |width, height, screens: &[Screen]| {
            Geometry { size: (width, height), ..at(0, 0) }.fitted(screens).size
        };
        assert_eq!(sized(5000.0, 5000.0, &[SCREEN]), (1920.0, 1080.0));
        assert_eq!(sized(1.0, 1.0, &[SCREEN]), SMALLEST);
        assert_eq!(sized(1.0, 1.0, &[Screen { width: 100, height: 50, ..SCREEN }]), (100.0, 50.0));
        let on_dense = Geometry { size: (5000.0, 5000.0), ..at(1920, 0) };
        assert_eq!(on_dense.fitted(&[SCREEN, DENSE]).size, (640.0, 800.0));
        let nowhere = Geometry { place: None, size: (5000.0, 100.0), ..at(0, 0) };
        let fitted = nowhere.fitted(&[SCREEN]);
        assert_eq!((fitted.place, fitted.size), (None, (1920.0, 120.0)));
    }

    fn seen(place: (i32, i32), size: (f64, f64), maximized: bool) -> Seen {
        Seen { place: Some(place), size, maximized, fullscreen: false }
    }

    #[test]
    fn a_maximised_window_keeps_what_it_goes_back_to() {
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        let mut tracker = Tracker::new(at(10, 10));
        tracker.look(seen((10, 10), (800.0, 600.0), false), after(0));
        let own = seen((40, 50), (700.0, 500.0), false);
        assert!(tracker.look(own, after(5)).is_some());
        assert!(tracker.look(own, after(10)).is_none(), "nothing has changed");
        // First the size, then what it means, however late.
        tracker.look(seen((0, 0), (1920.0, 1080.0), false), after(2000));
        tracker.look(seen((0, 0), (1920.0, 1080.0), false), after(2700));
        let told = tracker.look(seen((0, 0), (1920.0, 1080.0), true), after(3400)).unwrap();
        assert_eq!((told.place, told.size, told.maximized), (Some((40, 50)), (700.0, 500.0), true));
        assert!(tracker.look(seen((0, 0), (1918.0, 1080.0), true), after(9000)).is_none());
        let told = tracker.look(own, after(9500)).unwrap();
        assert_eq!((told.size, told.maximized), ((700.0, 500.0), false));
    }

    #[test]
    fn a_window_on_its_way_to_its_place_is_not_kept_where_it_is() {
        let start = Instant::now();
        let size = (800.0, 600.0);
        let mut tracker = Tracker::new(at(10, 10));
        assert_eq!(tracker.look(seen((0, 0), size, false), start), None);
        assert_eq!(tracker.look(seen((10, 10), size, false), start + SETTLED), Some(at(10, 10)));
        assert_eq!(tracker.look(seen((0, 0), size, false), start + SETTLED), Some(at(0, 0)));
        let mut tracker = Tracker::new(at(10, 10));
        assert_eq!(tracker.look(seen((0, 0), size, false), start), None);
        let later = tracker.look(seen((0, 0), size, false), start + ARRIVES);
        assert_eq!(later, Some(at(0, 0)), "its desktop puts it elsewhere");
    }

    #[test]
    fn a_window_that_was_built_maximised_keeps_what_it_was_built_with() {
        let mut tracker = Tracker::new(at(10, 10));
        let told = tracker.look(seen((0, 0), (1920.0, 1080.0), true), Instant::now()).unwrap();
        assert_eq!((told.place, told.size), (Some((10, 10)), (800.0, 600.0)));
    }
}
