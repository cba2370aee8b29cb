//! The pages that promise something to people, and the tests that hold them to it: each is named in brackets, as [`FILE::NAME`].

use super::Tree;
use super::claims::problem;
use crate::Result;

const PAGES: [&str; 2] = ["src-tauri/PRIVACY.md", ".github/SECURITY.md"];

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for page in PAGES {
        if !tree.has(page) {
            findings.push(format!("{page} is missing"));
            continue;
        }
        let text = tree.read(page)?;
        let tests = named(&text);
        if tests.is_empty() {
            findings.push(format!("{page} names no test"));
        }
        for test in tests {
            findings.extend(problem(tree, test)?.map(|what| format!("{page}: {what}")));
        }
    }
    Ok(findings)
}

fn named(text: &str) -> Vec<&str> {
    let starts = text.match_indices("[`").filter_map(|(at, _)| text.get(at + 2..));
    starts.filter_map(|rest| rest.split_once("`]").map(|(test, _)| test)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    #[test]
    fn a_test_that_is_not_there_and_a_page_without_tests_are_found() {
        let tree = Scratch::new();
        tree.write("tests/a.rs", "#[test]\nfn holds() {}\n");
        tree.write("src-tauri/PRIVACY.md", "It is so. [`tests/a.rs::holds`] And so. [`tests/a.rs::gone`]\n");
        tree.write(".github/SECURITY.md", "Trust us.\n");
        assert_eq!(
            check(&tree.tree()).expect("read"),
            ["src-tauri/PRIVACY.md: tests/a.rs has no test `gone`", ".github/SECURITY.md names no test"]
        );
    }
}
