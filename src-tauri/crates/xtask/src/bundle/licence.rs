//! Licence expressions as manifests write them, and which of them the program may contain.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::{Error, Repo, Result};

const RULES: &str = "src-tauri/deny.toml";

/// The licences that may be part of the program.
pub(super) struct Allowed(BTreeSet<String>);

impl Allowed {
    /// Those that `deny.toml` allows, so that there is one list.
    pub(super) fn read(repo: &Repo) -> Result<Self> {
        let path = repo.path(RULES);
        let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
        Self::parse(&text)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let rules: Table =
            text.parse().map_err(|error| Error::failed(format!("{RULES} is not TOML: {error}")))?;
        let list = rules.get("licenses").and_then(|rules| rules.get("allow")).and_then(Value::as_array);
        let list = list.ok_or_else(|| Error::failed(format!("{RULES} has no licenses.allow")))?;
        Ok(Self(list.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
    }

    /// Whether an expression leaves a choice that is allowed; an expression that makes no sense allows nothing.
    pub(super) fn permits(&self, expression: &str) -> bool {
        // Old manifests write `MIT/Apache-2.0` for a choice.
        let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut rest = words.as_slice();
        self.choice(&mut rest) == Some(true) && rest.is_empty()
    }

    fn choice(&self, rest: &mut &[&str]) -> Option<bool> {
        let mut any = self.all(rest)?;
        while take(rest, "OR") {
            any |= self.all(rest)?;
        }
        Some(any)
    }

    fn all(&self, rest: &mut &[&str]) -> Option<bool> {
        let mut all = self.one(rest)?;
        while take(rest, "AND") {
            all &= self.one(rest)?;
        }
        Some(all)
    }

    fn one(&self, rest: &mut &[&str]) -> Option<bool> {
        if take(rest, "(") {
            let inner = self.choice(rest)?;
            return take(rest, ")").then_some(inner);
        }
        let name = word(rest)?;
        if take(rest, "WITH") {
            let exception = word(rest)?;
            return Some(self.0.contains(&format!("{name} WITH {exception}")));
        }
        Some(self.0.contains(name))
    }
}

fn take(rest: &mut &[&str], wanted: &str) -> bool {
    match rest.split_first() {
        Some((first, behind)) if *first == wanted => {
            *rest = behind;
            true
        }
        _ => false,
    }
}

/// The next word, if it is a name.
fn word<'a>(rest: &mut &[&'a str]) -> Option<&'a str> {
    let (first, behind) = rest.split_first()?;
    *rest = behind;
    (!["OR", "AND", "WITH", "(", ")"].contains(first)).then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allowed_choice_is_enough_and_every_part_of_a_sum_is_needed() {
        let allowed = Allowed::parse(
            "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\", \"Unicode-3.0\"]",
        )
        .unwrap();
        for good in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/Apache-2.0",
            "BSD-3-Clause / MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
            "GPL-2.0-only AND MIT OR Apache-2.0",
        ] {
            assert!(allowed.permits(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "MIT AND (GPL-2.0-only OR GPL-3.0-only)",
            "Apache-2.0 WITH Classpath-exception",
            "MIT OR",
            "(MIT",
            "MIT MIT",
            "mit",
        ] {
            assert!(!allowed.permits(bad), "{bad}");
        }
    }

    #[test]
    fn rules_without_a_list_are_refused() {
        assert!(
            Allowed::parse("[licenses]").is_err_and(|error| error.to_string().contains("licenses.allow"))
        );
    }
}
