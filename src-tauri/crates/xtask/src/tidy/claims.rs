//! `tests/claims.toml`: what the project claims, with the tests that would fail if it were not so.
//!
//! ```toml
//! [[claim]]
//! id = "promise-2"
//! text = "Nothing is written before consent"
//! tests = ["tests/desktop/consent.rs::no_directory_before_consent", "ui/test/mirror.test.ts::keeps the page's storage empty"]
//! command = "cargo test --test desktop"
//! ```
//!
//! A test is FILE::NAME: a function under a `#[test]` attribute, or the title of an `it` or `test` in TypeScript. Modules in between
//! (`FILE::tests::NAME`) may be written and are not looked at.

use std::collections::HashSet;

use toml::{Table, Value};

use super::Tree;
use crate::{Error, Result};

const FILE: &str = "tests/claims.toml";

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    if !tree.has(FILE) {
        return Ok(vec![format!("{FILE} is missing")]);
    }
    let table: Table =
        tree.read(FILE)?.parse().map_err(|error| Error::failed(format!("{FILE} is not TOML: {error}")))?;
    let claims = table.get("claim").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut findings = Vec::new();
    if claims.is_empty() {
        findings.push(format!("{FILE} claims nothing"));
    }
    for key in table.keys().filter(|key| !["claim", "untested"].contains(&key.as_str())) {
        findings.push(format!("{FILE}: `{key}` is not known; a claim begins with [[claim]]"));
    }
    let mut ids = HashSet::new();
    for (number, claim) in claims.iter().enumerate() {
        let field = |name| claim.get(name).and_then(Value::as_str).unwrap_or("");
        let id = field("id");
        let mut find = |what: String| findings.push(format!("{FILE}: claim {} (`{id}`): {what}", number + 1));
        if id.is_empty()
            || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
        {
            find("an id is lower-case letters, digits, dots and hyphens".to_owned());
        } else if !ids.insert(id) {
            find("another claim has this id".to_owned());
        }
        if field("text").trim().is_empty() {
            find("it has no text".to_owned());
        }
        if !["cargo ", "npm ", ".ci/run"].iter().any(|start| field("command").starts_with(start)) {
            find("its command is to be one of cargo, npm or .ci/run".to_owned());
        }
        let keys = claim.as_table().into_iter().flat_map(Table::keys);
        for key in keys.filter(|key| !["id", "text", "tests", "command"].contains(&key.as_str())) {
            find(format!("`{key}` is not known"));
        }
        match claim.get("tests").and_then(Value::as_array) {
            Some(tests) if !tests.is_empty() => {
                for test in tests {
                    match test.as_str().map(|test| problem(tree, test)) {
                        Some(Ok(None)) => {}
                        Some(Ok(Some(what))) => find(what),
                        Some(Err(error)) => return Err(error),
                        None => find("its tests are texts".to_owned()),
                    }
                }
            }
            _ => find("it has no test".to_owned()),
        }
    }
    Ok(findings)
}

/// What is wrong with a FILE::NAME; `None` if the test exists.
pub(super) fn problem(tree: &Tree, test: &str) -> Result<Option<String>> {
    let Some((file, name)) = test.split_once("::").filter(|(_, name)| !name.is_empty()) else {
        return Ok(Some(format!("`{test}` is not FILE::NAME")));
    };
    if !tree.has(file) {
        return Ok(Some(format!("there is no file {file}")));
    }
    let text = tree.read(file)?;
    let exists = if file.ends_with(".rs") {
        let name = name.rsplit("::").next().unwrap_or(name);
        rust_tests(&text).contains(&name)
    } else if file.ends_with(".ts") {
        has_title(&text, name)
    } else {
        return Ok(Some(format!("{file} is neither Rust nor TypeScript")));
    };
    Ok((!exists).then(|| format!("{file} has no test `{name}`")))
}

/// Names of the functions under an attribute whose last word is `test`.
fn rust_tests(text: &str) -> Vec<&str> {
    let (mut names, mut is_test, mut open) = (Vec::new(), false, 0_usize);
    for line in text.lines() {
        let mut rest = line.trim();
        while open > 0 || rest.starts_with("#[") {
            if open == 0 {
                let path = rest.trim_start_matches("#[");
                let path =
                    path.split(|c: char| !(c.is_alphanumeric() || c == ':' || c == '_')).next().unwrap_or("");
                is_test |= path.rsplit("::").next() == Some("test");
            }
            let end = rest.char_indices().find_map(|(at, character)| {
                match character {
                    '[' => open += 1,
                    ']' => open = open.saturating_sub(1),
                    _ => return None,
                }
                (open == 0).then_some(at + 1)
            });
            match end {
                Some(end) => rest = rest[end..].trim_start(),
                None => {
                    rest = "";
                    break;
                }
            }
        }
        if rest.is_empty() || rest.starts_with("//") {
            continue;
        }
        if let Some((_, behind)) = rest.split_once("fn ").filter(|_| is_test) {
            names.extend(behind.split(|c: char| !(c.is_alphanumeric() || c == '_')).next());
        }
        is_test = false;
    }
    names
}

/// Whether `title` is the first argument of an `it` or `test`, or of the function that their `each` answers.
fn has_title(text: &str, title: &str) -> bool {
    ['"', '\'', '`'].iter().any(|quote| {
        let quoted = format!("{quote}{title}{quote}");
        text.match_indices(&quoted).any(|(at, _)| {
            let Some(call) = text[..at].trim_end().strip_suffix('(') else { return false };
            let start = call.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
            ["it", "test"].contains(&&call[start.min(call.len())..]) || call.ends_with(')')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    const ATTRIBUTE: &str = "#[test]";

    fn findings(claims: &str) -> Vec<String> {
        let tree = Scratch::new();
        tree.write(FILE, claims);
        tree.write("tests/a.rs", &format!("{ATTRIBUTE}\nfn holds() {{}}\n\nfn helper() {{}}\n"));
        tree.write("ui/test/a.test.ts", "describe('a', () => {\n  it('keeps focus', () => {});\n});\n");
        check(&tree.tree()).unwrap()
    }

    fn claim(id: &str, tests: &str) -> String {
        format!("[[claim]]\nid = \"{id}\"\ntext = \"t\"\ncommand = \"cargo test\"\ntests = [{tests}]\n")
    }

    #[test]
    fn a_claim_with_its_tests_is_good() {
        let good = claim(
            "promise-1",
            "\"tests/a.rs::holds\", \"tests/a.rs::inner::holds\", \"ui/test/a.test.ts::keeps focus\"",
        );
        assert_eq!(findings(&good), [""; 0]);
    }

    #[test]
    fn what_does_not_exist_is_found() {
        for (tests, what) in [
            ("\"tests/a.rs::helper\"", "tests/a.rs has no test `helper`"),
            ("\"tests/a.rs::gone\"", "tests/a.rs has no test `gone`"),
            ("\"tests/b.rs::holds\"", "there is no file tests/b.rs"),
            ("\"ui/test/a.test.ts::keeps\"", "has no test `keeps`"),
            ("\"ui/test/a.test.ts::a\"", "has no test `a`"),
            ("\"tests/a.rs\"", "is not FILE::NAME"),
            ("\"tests/claims.toml::x\"", "neither Rust nor TypeScript"),
            ("", "it has no test"),
            ("1", "its tests are texts"),
        ] {
            let found = findings(&claim("x", tests));
            assert!(found.len() == 1 && found[0].contains(what), "{tests}: {found:?}");
        }
    }

    #[test]
    fn a_claim_is_complete_and_its_id_its_own() {
        let good = claim("x", "\"tests/a.rs::holds\"");
        for (claims, what) in [
            (format!("{good}{good}"), "another claim has this id"),
            (good.replace("\"x\"", "\"X y\""), "an id is"),
            (good.replace("text = \"t\"", ""), "it has no text"),
            (good.replace("cargo test", "true"), "its command"),
            (good.replace("text", "note = \"n\"\ntext"), "`note` is not known"),
            (good.replace("[[claim]]", "[[claims]]"), "claims nothing"),
        ] {
            let found = findings(&claims);
            assert!(found.first().is_some_and(|first| first.contains(what)), "{claims}: {found:?}");
        }
    }

    #[test]
    fn tests_are_known_by_their_attribute() {
        let text = format!(
            "{ATTRIBUTE} fn one() {{}}\n#[tokio::test(flavor = \"current_thread\")]\nasync fn two() {{}}\n\
             {ATTRIBUTE}\n/// Says why.\n#[expect(\n    clippy::x,\n    reason = \"y[0]\"\n)]\npub(crate) fn three() {{}}\n\
             #[cfg(test)]\nmod tests {{}}\nfn four() {{}}\n#[latest]\nfn five() {{}}\n// {ATTRIBUTE}\nfn six() {{}}\n"
        );
        // `#[cfg(test)]` is no test: the path ends before the bracket.
        assert_eq!(rust_tests(&text), ["one", "two", "three"]);
    }

    #[test]
    fn titles_are_whole_and_of_tests() {
        let text = "it(\n  \"breaks a line\",\n f);\ntest.each([1, 2])('counts %d', f);\nsplit('x');\nconst a = 'y';";
        for (title, is_one) in
            [("breaks a line", true), ("counts %d", true), ("x", false), ("y", false), ("breaks", false)]
        {
            assert_eq!(has_title(text, title), is_one, "{title}");
        }
    }
}
