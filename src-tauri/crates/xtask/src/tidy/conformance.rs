//! Every line that the project conforms to, and every defect of hyperdiv-session that it must not have, is in `tests/claims.toml` once:
//! as a claim with its tests, or under `[[untested]]` with the reason.
//!
//! ```toml
//! [[untested]]
//! id = "security-s28"
//! why = "There are no accounts yet, and a guest has one session"
//! ```

use std::collections::HashMap;

use toml::{Table, Value};

use super::Tree;
use crate::{Error, Result};

const FILE: &str = "tests/claims.toml";

/// What the ids begin with, and how many there are, from 1 on.
const LINES: [(&str, usize); 11] = [
    ("security-s", 32),
    ("security-k", 6),
    ("security-f", 10),
    ("security-m", 5),
    ("security-r", 20),
    ("security-d", 8),
    ("security-g", 12),
    ("security-w", 9),
    ("security-i", 6),
    ("security-x", 9),
    ("hyperdiv-s", 22),
];

/// The lines of OWASP ASVS that concern a program of this kind, by their first number in version 5, and in version 4 where that has
/// none; and what its session management cheat sheet asks for beside them.
const ASVS: [&str; 33] = [
    "asvs-1.2.10",
    "asvs-3.4.3",
    "asvs-7.1.1",
    "asvs-7.1.2",
    "asvs-7.2.1",
    "asvs-7.2.2",
    "asvs-7.2.3",
    "asvs-7.2.4",
    "asvs-7.3.1",
    "asvs-7.3.2",
    "asvs-7.4.1",
    "asvs-7.4.2",
    "asvs-7.4.3",
    "asvs-7.4.4",
    "asvs-7.4.5",
    "asvs-7.5.1",
    "asvs-7.5.2",
    "asvs-7.5.3",
    "asvs-7.6.2",
    "asvs-9.1.1",
    "asvs-9.2.1",
    "asvs-11.2.4",
    "asvs-11.2.5",
    "asvs-13.3.1",
    "asvs-13.4.2",
    "asvs-14.2.1",
    "asvs-14.2.7",
    "asvs-14.3.1",
    "asvs-14.3.3",
    "asvs-v4-3.4",
    "asvs-cheat-sheet-events",
    "asvs-cheat-sheet-log",
    "asvs-cheat-sheet-renewal",
];

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    if !tree.has(FILE) {
        return Ok(vec![format!("{FILE} is missing")]);
    }
    let table: Table =
        tree.read(FILE)?.parse().map_err(|error| Error::failed(format!("{FILE} is not TOML: {error}")))?;
    let entries = |kind: &str| table.get(kind).and_then(Value::as_array).cloned().unwrap_or_default();
    let id = |entry: &Value| entry.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut findings = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for claim in entries("claim") {
        *known.entry(id(&claim)).or_default() += 1;
    }
    let lines: Vec<String> = all().collect();
    for untested in entries("untested") {
        let id = id(&untested);
        if untested.get("why").and_then(Value::as_str).is_none_or(|why| why.trim().is_empty()) {
            findings.push(format!("{FILE}: `{id}` is untested and does not say why"));
        }
        if !lines.contains(&id) {
            findings.push(format!("{FILE}: `{id}` is untested and no line of a table"));
        }
        *known.entry(id).or_default() += 1;
    }
    for line in lines {
        match known.get(&line) {
            Some(1) => {}
            Some(_) => findings.push(format!("{FILE}: `{line}` is claimed and untested at once")),
            None => findings.push(format!("{FILE}: `{line}` is neither claimed nor untested with a reason")),
        }
    }
    Ok(findings)
}

/// The id of every line.
fn all() -> impl Iterator<Item = String> {
    LINES.iter().flat_map(|line| ids(*line)).chain(ASVS.map(str::to_owned))
}

/// `security-d01` and so on; those of Hyperdiv's list are not padded.
fn ids((start, count): (&str, usize)) -> impl Iterator<Item = String> {
    let padded = start.starts_with("security");
    (1..=count)
        .map(move |number| if padded { format!("{start}{number:02}") } else { format!("{start}{number}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    fn all_but(left_out: &str) -> String {
        let claims = all().filter(|id| id != left_out);
        claims.map(|id| format!("[[claim]]\nid = \"{id}\"\n")).collect()
    }

    fn findings(claims: &str) -> Vec<String> {
        let tree = Scratch::new();
        tree.write(FILE, claims);
        check(&tree.tree()).unwrap()
    }

    #[test]
    fn a_line_is_claimed_or_untested_for_a_reason() {
        assert_eq!(findings(&all_but("")), [""; 0]);
        let untested = "[[untested]]\nid = \"security-s28\"\nwhy = \"no accounts\"\n";
        assert_eq!(findings(&format!("{}{untested}", all_but("security-s28"))), [""; 0]);
        for (claims, what) in [
            (all_but("security-s28"), "`security-s28` is neither"),
            (all_but("hyperdiv-s5"), "`hyperdiv-s5` is neither"),
            (all_but("asvs-7.1.1"), "`asvs-7.1.1` is neither"),
            (format!("{}{untested}", all_but("")), "at once"),
            (
                format!("{}{}", all_but("security-s28"), untested.replace("no accounts", " ")),
                "does not say why",
            ),
            (format!("{}{}", all_but(""), untested.replace("s28", "s99")), "no line of a table"),
        ] {
            let found = findings(&claims);
            assert!(found.len() == 1 && found[0].contains(what), "{what}: {found:?}");
        }
    }
}
