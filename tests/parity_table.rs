//! Hyperdiv's runtime and ours, rule by rule: `tests/parity_runtime.toml` is whole, and names tests that exist.

use std::path::Path;

use xtask::tidy::{Rule, check};
use xtask::with_causes;

#[test]
fn every_rule_and_defect_is_there_once_with_tests_that_exist_or_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let findings = check(root, Rule::Parity).unwrap_or_else(|error| vec![with_causes(&error)]);
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}
