//! Counting tests in what test runners print.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not run.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// Reads the output of `cargo test`, line by line.
#[derive(Debug, Default)]
pub struct CargoTest {
    counts: Counts,
    /// The integration test whose binary runs now.
    running: Option<String>,
    silent: Vec<String>,
}

impl CargoTest {
    /// Takes in one line.
    pub fn line(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if let Some(target) = line.strip_prefix("Running ").and_then(|rest| rest.split(" (").next()) {
            self.expect_no_more();
            // Of a library or an example it is normal to have no test; a file under `tests/` is there for its tests.
            self.running = target.starts_with("tests/").then(|| target.to_owned());
        } else if line.starts_with("Doc-tests ") {
            self.expect_no_more();
        } else if let Some(counts) = cargo_result(line) {
            if counts.passed + counts.failed == 0 {
                self.expect_no_more();
            }
            self.running = None;
            self.counts += counts;
        }
    }

    /// A test binary that ended without a result, or with a result of nothing, has run no test.
    fn expect_no_more(&mut self) {
        self.silent.extend(self.running.take());
    }

    /// The sum of all results, and the integration tests that ran no test.
    pub fn finish(mut self) -> (Counts, Vec<String>) {
        self.expect_no_more();
        (self.counts, self.silent)
    }
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s`
fn cargo_result(line: &str) -> Option<Counts> {
    let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in numbers.split(';') {
        let Some((number, what)) = part.trim().split_once(' ') else { continue };
        match (number.parse::<u64>(), what) {
            (Ok(number), "passed") => counts.passed += number,
            (Ok(number), "failed") => counts.failed += number,
            (Ok(number), "ignored" | "filtered out") => counts.skipped += number,
            _ => {}
        }
    }
    Some(counts)
}

/// Reads the line of Vitest's summary that counts tests: `Tests  1 failed | 11 passed | 2 skipped (14)`.
pub fn vitest(line: &str) -> Option<Counts> {
    let line = plain(line);
    let numbers = line.trim().strip_prefix("Tests ")?.trim();
    let (numbers, total) = numbers.rsplit_once(" (")?;
    total.strip_suffix(')')?.parse::<u64>().ok()?;
    let mut counts = Counts::default();
    for part in numbers.split('|') {
        let (number, what) = part.trim().split_once(' ')?;
        let number = number.parse::<u64>().ok()?;
        match what {
            "passed" => counts.passed += number,
            "failed" => counts.failed += number,
            _ => counts.skipped += number,
        }
    }
    Some(counts)
}

/// The line without the terminal's colour sequences.
pub(crate) fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            // `ESC [ parameters letter`
            let _ = rest.find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cargo(output: &str) -> (Counts, Vec<String>) {
        let mut reader = CargoTest::default();
        output.lines().for_each(|line| reader.line(line));
        reader.finish()
    }

    #[test]
    fn results_of_all_binaries_are_summed() {
        let (counts, silent) = cargo(
            "     Running unittests src/lib.rs (target/debug/deps/a-1)\n\nrunning 0 tests\n\n\
             test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
             \u{1b}[1m\u{1b}[32m     Running\u{1b}[0m tests/tidy.rs (target/debug/deps/tidy-2)\n\
             test top_level ... ok\n\
             test result: \u{1b}[32mok\u{1b}[0m. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.06s\n\
             \x20  Doc-tests hyperdiv\n\
             test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.10s\n",
        );
        assert_eq!(counts, Counts { passed: 9, failed: 3, skipped: 1 });
        assert_eq!(silent, Vec::<String>::new());
    }

    #[test]
    fn an_integration_test_without_a_test_or_a_result_is_named() {
        let (_, silent) = cargo(
            "     Running tests/empty.rs (target/debug/deps/empty-1)\n\
             test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             \x20    Running tests/crashed.rs (target/debug/deps/crashed-2)\n\
             \x20    Running tests/good.rs (target/debug/deps/good-3)\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             \x20    Running tests/last.rs (target/debug/deps/last-4)\n",
        );
        assert_eq!(silent, ["tests/empty.rs", "tests/crashed.rs", "tests/last.rs"]);
    }

    #[test]
    fn what_a_test_prints_is_not_a_result() {
        let (counts, _) =
            cargo("the test result: ok. 5 passed; 0 failed\nresult: ok. 4 passed\ntest result: none\n");
        assert_eq!(counts, Counts::default());
    }

    #[test]
    fn vitest_summaries() {
        let counts = |passed, failed, skipped| Some(Counts { passed, failed, skipped });
        assert_eq!(vitest("      Tests  12 passed (12)"), counts(12, 0, 0));
        assert_eq!(vitest("      Tests  1 failed | 11 passed | 2 skipped | 1 todo (15)"), counts(11, 1, 3));
        assert_eq!(
            vitest(
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m"
            ),
            counts(3, 0, 0)
        );
        assert_eq!(vitest(" Test Files  2 passed (2)"), None);
        assert_eq!(vitest("      Tests  no tests"), None);
        assert_eq!(vitest("Tests of the applier (3)"), None);
    }

    #[test]
    fn skipped_is_said_only_where_there_is_one() {
        assert_eq!(Counts { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed");
        assert_eq!(Counts { passed: 3, failed: 1, skipped: 2 }.to_string(), "3 passed, 1 failed, 2 skipped");
    }
}
