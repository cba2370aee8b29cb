//! What holds for every app and everything that a person does with it, tried on random ones.
//!
//! A failure is told with the smallest script that shows it. `PROPTEST_CASES` asks for more rounds and `PROPTEST_RNG_SEED` for others;
//! without them the same ones are run each time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod corpus;
mod ends;
mod keys;
mod page;
mod rows;
mod script;

use proptest::test_runner::{Config, RngSeed, TestRunner};

/// A runner of this many rounds, unless the environment asks for more.
fn runner(rounds: u32) -> TestRunner {
    // Nothing is written beside the sources: the script is small enough to be read from the failure.
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = rounds;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(4);
    }
    TestRunner::new(config)
}
