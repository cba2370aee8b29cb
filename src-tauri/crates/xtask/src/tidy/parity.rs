//! `tests/parity_runtime.toml`: Hyperdiv's runtime and this one, rule by rule.
//!
//! ```toml
//! [[rule]]
//! id = "2.6.5"
//! text = "Behind the twentieth run it is an error, whether that one came to rest or not"
//! ours = "different"
//! why = "Twenty runs may be made"
//! tests = ["tests/parity_runs.rs::an_app_that_rests_in_its_twentieth_run_is_shown"]
//! ```
//!
//! A `[[rule]]` is of Hyperdiv's semantics, a `[[defect]]` one of its defects. A test is named as in `tests/claims.toml`.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{Tree, claims};
use crate::{Error, Result};

const FILE: &str = "tests/parity_runtime.toml";

/// How many rules each section has; the behaviour tests of Hyperdiv itself are one.
const RULES: [(&str, u32); 18] = [
    ("2.1.", 6),
    ("2.2.", 7),
    ("2.3.", 8),
    ("2.4.", 6),
    ("2.5.", 7),
    ("2.6.", 10),
    ("2.7.", 4),
    ("2.8.", 8),
    ("2.9.", 6),
    ("2.10.", 4),
    ("2.11.", 7),
    ("2.12.", 9),
    ("2.13.", 7),
    ("2.14.", 7),
    ("2.15.", 6),
    ("2.16.", 10),
    ("2.17.", 2),
    ("4.3.", 19),
];
/// Defects that were seen, and those that were read.
const DEFECTS: [(&str, u32); 2] = [("V", 26), ("R", 17)];

/// What a row may say of this runtime: for rules or defects, and whether it says why and has to name a test.
struct Ours {
    word: &'static str,
    of_rules: bool,
    of_defects: bool,
    why: bool,
    tests: bool,
}

const OURS: [Ours; 5] = [
    Ours { word: "same", of_rules: true, of_defects: false, why: false, tests: true },
    Ours { word: "different", of_rules: true, of_defects: false, why: true, tests: true },
    Ours { word: "not ours", of_rules: false, of_defects: true, why: false, tests: true },
    Ours { word: "later issue", of_rules: true, of_defects: true, why: true, tests: false },
    Ours { word: "cannot apply", of_rules: true, of_defects: true, why: true, tests: false },
];

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    if !tree.has(FILE) {
        return Ok(vec![format!("{FILE} is missing")]);
    }
    let table: Table =
        tree.read(FILE)?.parse().map_err(|error| Error::failed(format!("{FILE} is not TOML: {error}")))?;
    let unknown = table.keys().filter(|key| !["rule", "defect"].contains(&key.as_str()));
    let mut findings: Vec<String> = unknown
        .map(|key| format!("{FILE}: `{key}` is not known; rows are [[rule]] and [[defect]]"))
        .collect();
    for (kind, sections) in [("rule", &RULES[..]), ("defect", &DEFECTS[..])] {
        let rows = table.get(kind).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut times = BTreeMap::new();
        for row in rows {
            let id = text_of(row, "id");
            *times.entry(id.to_owned()).or_insert(0) += 1;
            findings.extend(
                row_problems(tree, kind, row)?
                    .into_iter()
                    .map(|what| format!("{FILE}: {kind} `{id}`: {what}")),
            );
        }
        for id in
            sections.iter().flat_map(|(section, count)| (1..=*count).map(move |n| format!("{section}{n}")))
        {
            match times.remove(&id) {
                Some(1) => {}
                Some(times) => findings.push(format!("{FILE}: {kind} `{id}` is there {times} times")),
                None => findings.push(format!("{FILE}: {kind} `{id}` is not there")),
            }
        }
        findings.extend(times.keys().map(|id| format!("{FILE}: there is no {kind} `{id}`")));
    }
    Ok(findings)
}

fn text_of<'r>(row: &'r Value, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or("").trim()
}

fn row_problems(tree: &Tree, kind: &str, row: &Value) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let known = ["id", "text", "ours", "why", "tests"];
    let keys = row.as_table().into_iter().flat_map(Table::keys);
    problems
        .extend(keys.filter(|key| !known.contains(&key.as_str())).map(|key| format!("`{key}` is not known")));
    if text_of(row, "text").is_empty() {
        problems.push("it has no text".to_owned());
    }
    let tests = row.get("tests").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let of_kind = |ours: &&Ours| if kind == "rule" { ours.of_rules } else { ours.of_defects };
    let word = text_of(row, "ours");
    match OURS.iter().filter(of_kind).find(|ours| ours.word == word) {
        None => {
            let words: Vec<_> = OURS.iter().filter(of_kind).map(|ours| ours.word).collect();
            problems.push(format!("`ours` is to be one of: {}", words.join(", ")));
        }
        Some(ours) => {
            if ours.why && text_of(row, "why").is_empty() {
                problems.push(format!("`{word}` needs a `why`"));
            }
            if !ours.why && row.get("why").is_some() {
                problems.push(format!("`{word}` has no `why`"));
            }
            if ours.tests && tests.is_empty() {
                problems.push(format!("`{word}` needs a test that shows it"));
            }
        }
    }
    for test in tests {
        match test.as_str() {
            Some(test) => problems.extend(claims::problem(tree, test)?),
            None => problems.push("its tests are texts".to_owned()),
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    /// Every row there has to be, each as `ours` says.
    fn rows() -> String {
        let mut rows = String::new();
        for (kind, sections, ours) in [("rule", &RULES[..], "same"), ("defect", &DEFECTS[..], "not ours")] {
            for (section, count) in sections {
                for n in 1..=*count {
                    rows += &format!(
                        "[[{kind}]]\nid = \"{section}{n}\"\ntext = \"t\"\nours = \"{ours}\"\ntests = [\"tests/a.rs::holds\"]\n\n"
                    );
                }
            }
        }
        rows
    }

    fn findings(rows: &str) -> Vec<String> {
        let tree = Scratch::new();
        tree.write(FILE, rows);
        tree.write("tests/a.rs", "#[test]\nfn holds() {}\n");
        check(&tree.tree()).unwrap()
    }

    #[test]
    fn a_table_with_every_row_once_is_good() {
        assert_eq!(findings(&rows()), [""; 0]);
    }

    #[test]
    fn what_is_missing_double_or_unknown_is_found() {
        let good = rows();
        let row =
            "[[rule]]\nid = \"2.6.5\"\ntext = \"t\"\nours = \"same\"\ntests = [\"tests/a.rs::holds\"]\n\n";
        for (rows, what) in [
            (good.replace(row, ""), "rule `2.6.5` is not there"),
            (format!("{good}{row}"), "rule `2.6.5` is there 2 times"),
            (format!("{good}{}", row.replace("2.6.5", "2.6.50")), "there is no rule `2.6.50`"),
            (good.replace("id = \"V22\"", "id = \"V27\""), "defect `V22` is not there"),
            (format!("{good}[[other]]\n"), "`other` is not known"),
        ] {
            let found = findings(&rows);
            assert!(found.iter().any(|finding| finding.contains(what)), "{what}: {found:?}");
        }
    }

    #[test]
    fn a_row_says_what_it_has_to() {
        let good = rows();
        let change = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            good.replacen(from, to, 1)
        };
        let tests = "tests = [\"tests/a.rs::holds\"]\n";
        for (rows, what) in [
            (change("ours = \"same\"", "ours = \"different\""), "`different` needs a `why`"),
            (change("ours = \"same\"", "ours = \"same\"\nwhy = \"w\""), "`same` has no `why`"),
            (
                change("ours = \"same\"", "ours = \"not ours\""),
                "one of: same, different, later issue, cannot apply",
            ),
            (change("ours = \"not ours\"", "ours = \"same\""), "one of: not ours, later issue, cannot apply"),
            (change("ours = \"not ours\"", "ours = \"later issue\""), "`later issue` needs a `why`"),
            (change(tests, ""), "`same` needs a test that shows it"),
            (change("::holds", "::gone"), "tests/a.rs has no test `gone`"),
            (change("text = \"t\"", "text = \" \""), "it has no text"),
            (change("text = \"t\"", "text = \"t\"\nnote = 1"), "`note` is not known"),
        ] {
            let found = findings(&rows);
            assert!(found.len() == 1 && found[0].contains(what), "{what}: {found:?}");
        }
        let applies_not = "ours = \"cannot apply\"\nwhy = \"there is no server\"\n";
        let found = findings(&change(&format!("ours = \"same\"\n{tests}"), applies_not));
        assert_eq!(found, [""; 0], "what cannot be has no test");
    }
}
