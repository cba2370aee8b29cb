//! The system's clocks.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use hyperdiv_core::Clock;

/// Reads the clocks of the system.
pub(crate) struct SystemClock {
    started: Instant,
}

impl SystemClock {
    pub(crate) fn new() -> SystemClock {
        SystemClock { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        let ms = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => ms(since),
            Err(before) => -ms(before.duration()),
        }
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_counts_milliseconds_since_1970_and_the_other_never_goes_back() {
        let clock = SystemClock::new();
        // 2024-01-01 and 2100-01-01.
        assert!((1_704_067_200_000..4_102_444_800_000).contains(&clock.now_ms()), "{}", clock.now_ms());
        let first = clock.monotonic_ms();
        assert!(clock.monotonic_ms() >= first);
    }
}
