//! The rules of the repository, one test each. `cargo xtask tidy` runs the same rules without building anything else.

use std::path::Path;

use xtask::tidy::{Rule, check};
use xtask::with_causes;

fn holds(rule: Rule) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let findings = check(root, rule).unwrap_or_else(|error| vec![with_causes(&error)]);
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

#[test]
fn every_claim_names_tests_that_exist() {
    holds(Rule::Claims);
}

#[test]
fn the_pages_on_privacy_and_security_name_tests_that_exist() {
    holds(Rule::Documents);
}

#[test]
fn no_file_is_longer_than_800_lines() {
    holds(Rule::Length);
}

#[test]
fn sources_are_ascii() {
    holds(Rule::Ascii);
}

#[test]
fn nothing_is_left_for_later_and_no_test_is_switched_off() {
    holds(Rule::Words);
}

#[test]
fn crates_depend_in_one_direction_and_sled_and_tauri_stay_in_their_places() {
    holds(Rule::Layers);
}

#[test]
fn every_line_of_the_tables_is_claimed_or_untested_for_a_reason() {
    holds(Rule::Conformance);
}

#[test]
fn no_mac_and_no_secret_is_compared_byte_by_byte() {
    holds(Rule::Macs);
}

#[test]
fn the_protocol_page_is_of_the_wire_module() {
    holds(Rule::Wire);
}

#[test]
fn the_top_level_is_the_agreed_list() {
    holds(Rule::TopLevel);
}

#[test]
fn what_is_made_of_the_library_is_of_its_manifest_and_of_the_plan() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stale = xtask::codegen::stale(root).unwrap_or_else(|error| vec![with_causes(&error)]);
    assert!(stale.is_empty(), "\n{}", stale.join("\n"));
}
