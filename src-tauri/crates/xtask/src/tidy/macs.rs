//! A MAC is compared by `hmac`'s own verification, in a time that tells nothing: `==` on bytes stops at the first that differs.
//!
//! What is compared is judged by its name, the last of a path: `mac`, `macs`, `signature`, `secret`.

use super::Tree;
use crate::Result;

const PLACE: &str = "src-tauri/crates/session/";
const SECRET: [&str; 4] = ["mac", "macs", "signature", "secret"];

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs"]).filter(|file| file.starts_with(PLACE)) {
        if file.starts_with("src-tauri/crates/session/tests/") {
            continue;
        }
        let text = tree.read(file)?;
        // What follows are tests, which compare what they have made themselves.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| compares_a_secret(line)) {
            findings.push(format!(
                "{file}:{}: `{}`; verify it with `hmac`, which takes the same time for every wrong one",
                number + 1,
                line.trim()
            ));
        }
    }
    Ok(findings)
}

fn compares_a_secret(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    ["==", "!="].iter().any(|sign| {
        code.match_indices(sign).any(|(at, _)| {
            is_secret(last_name(&code[..at])) || is_secret(first_path(&code[at + sign.len()..]))
        })
    })
}

fn is_secret(name: &str) -> bool {
    SECRET.contains(&name)
}

fn is_of_a_path(character: char) -> bool {
    character.is_alphanumeric() || "_.:".contains(character)
}

/// The last name before a comparison. A call ends in a parenthesis and has none.
fn last_name(before: &str) -> &str {
    before
        .trim_end()
        .rsplit(|character: char| !(character.is_alphanumeric() || character == '_'))
        .next()
        .unwrap_or_default()
}

/// The last name of the path behind a comparison. That of a call is what it is called by.
fn first_path(behind: &str) -> &str {
    let behind = behind.trim_start().trim_start_matches(['&', '*', '(']);
    let end = behind.find(|character| !is_of_a_path(character)).unwrap_or(behind.len());
    behind[..end].rsplit(['.', ':']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    #[test]
    fn a_comparison_of_macs_is_found_wherever_it_stands() {
        let bad = [
            "a == mac",
            "*mac != b",
            "if self.mac == other.mac {",
            "x.signature==y",
            "1 == 1 && a != &b.secret",
        ];
        for line in bad {
            assert!(compares_a_secret(line), "{line}");
        }
        for line in [
            "mac.len() != 3",
            "a == b // mac == mac",
            "machine == b",
            "let mac = a;",
            "other.key == successor",
        ] {
            assert!(!compares_a_secret(line), "{line}");
        }
        let tree = Scratch::new();
        tree.write(
            "src-tauri/crates/session/src/a.rs",
            "fn f() {\n a == mac\n}\n#[cfg(test)]\nmod tests { b == mac }\n",
        );
        tree.write("src-tauri/crates/core/src/a.rs", "a == mac\n");
        let findings = check(&tree.tree()).unwrap();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with("src-tauri/crates/session/src/a.rs:2: `a == mac`"), "{findings:?}");
    }
}
