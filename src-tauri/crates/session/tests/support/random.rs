//! Numbers that follow from a seed, and numbers that a soak asks for.

use std::env;

/// Enough randomness to choose moments and bytes by.
pub(crate) struct Random(u64);

impl Random {
    /// From the seed that was asked for, or from the time; prints it.
    pub(crate) fn seeded() -> Self {
        let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let seed = number_of("HYPERDIV_SEED", time.as_secs());
        println!("HYPERDIV_SEED={seed}");
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// What the variable says, or else `usual`.
pub(crate) fn number_of(variable: &str, usual: u64) -> u64 {
    let Ok(text) = env::var(variable) else { return usual };
    text.parse().unwrap_or_else(|error| panic!("{variable}={text}: {error}"))
}
