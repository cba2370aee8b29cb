//! A clock that goes only when it is told to.

use std::cell::Cell;
use std::time::Duration;

use hyperdiv_core::Clock;

/// Both clocks of a harness.
pub(crate) struct FakeClock {
    now_ms: Cell<i64>,
    monotonic_ms: Cell<u64>,
}

impl FakeClock {
    pub(crate) fn at(now_ms: i64) -> Self {
        FakeClock { now_ms: Cell::new(now_ms), monotonic_ms: Cell::new(1_000_000) }
    }

    pub(crate) fn advance(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.monotonic_ms.set(self.monotonic_ms.get().saturating_add(ms));
        self.now_ms.set(self.now_ms.get().saturating_add(i64::try_from(ms).unwrap_or(i64::MAX)));
    }

    pub(crate) fn set_now(&self, now_ms: i64) {
        self.now_ms.set(now_ms);
    }
}

impl Clock for FakeClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn monotonic_ms(&self) -> u64 {
        self.monotonic_ms.get()
    }
}
