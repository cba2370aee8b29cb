//! Rules about the text of single files.

use super::Tree;
use crate::Result;

/// What people write and read here. Lock files, pictures and recorded data are not.
const SOURCES: [&str; 10] = ["rs", "ts", "js", "mjs", "css", "html", "toml", "yml", "sh", "md"];

const LONGEST: usize = 800;

/// Tables that grow with what is claimed, compared and made, and are read one entry at a time.
const TABLES: [&str; 4] = [
    "tests/claims.toml",
    "tests/parity.toml",
    "tests/parity_runtime.toml",
    "src-tauri/crates/elements/elements.toml",
];

/// Files with characters outside ASCII, each with the reason why an escape would not do.
const NOT_ASCII: [(&str, &str); 3] = [
    ("examples/calculator.rs", "The signs of sums as people write them."),
    ("tests/calculator.rs", "The same signs, pressed."),
    ("tests/desktop/examples.rs", "The same signs, seen in the window."),
];

/// What is not to be found in any source. In two halves: this file is a source as well.
const WORDS: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("#[ig", "nore"),
    // An example in the documentation that nobody compiles.
    concat!("```ig", "nore"),
];

/// What is not to be found in TypeScript: tests that are switched off, or that switch off the others.
const WORDS_OF_VITEST: [&str; 6] = [
    concat!(".sk", "ip("),
    concat!(".on", "ly("),
    concat!(".to", "do("),
    concat!("x", "it("),
    concat!("xdes", "cribe("),
    concat!("@ts-ig", "nore"),
];

fn sources(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.with_extension(&SOURCES)
}

pub(super) fn length(tree: &Tree) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in sources(tree).filter(|file| !TABLES.contains(file)) {
        let lines = tree.read(file)?.lines().count();
        if lines > LONGEST {
            findings
                .push(format!("{file} has {lines} lines; split it by what it does, {LONGEST} are the most"));
        }
    }
    Ok(findings)
}

pub(super) fn ascii(tree: &Tree) -> Result<Vec<String>> {
    ascii_but(tree, &NOT_ASCII)
}

fn ascii_but(tree: &Tree, exceptions: &[(&str, &str)]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        let text = tree.read(file)?;
        let place = text.lines().enumerate().find(|(_, line)| !line.is_ascii());
        let excepted = exceptions.iter().any(|(name, _)| *name == file);
        match (place, excepted) {
            (Some((number, line)), false) => {
                let character = line.chars().find(|character| !character.is_ascii()).unwrap_or_default();
                findings.push(format!(
                    "{file}:{}: `{}` is outside ASCII; write an escape, or name the file and the reason in `NOT_ASCII`",
                    number + 1,
                    character.escape_unicode()
                ));
            }
            (None, true) => findings.push(format!("{file} is ASCII; take it out of `NOT_ASCII`")),
            _ => {}
        }
    }
    let gone = exceptions.iter().filter(|(name, _)| !tree.has(name));
    findings.extend(gone.map(|(name, _)| format!("{name} is no longer there; take it out of `NOT_ASCII`")));
    Ok(findings)
}

pub(super) fn words(tree: &Tree) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in sources(tree) {
        let text = tree.read(file)?;
        for (number, line) in text.lines().enumerate() {
            let of_vitest = WORDS_OF_VITEST.iter().filter(|_| file.ends_with(".ts"));
            for word in WORDS.iter().chain(of_vitest).filter(|word| has_word(line, word)) {
                findings.push(format!("{file}:{}: `{word}`; do it now, or file an issue", number + 1));
            }
        }
    }
    Ok(findings)
}

/// Whether `line` has `word` not as a part of a longer word.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, behind) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        let open = |inside: Option<char>, outside: Option<char>| {
            !(inside.is_some_and(is_part) && outside.is_some_and(is_part))
        };
        open(word.chars().next(), before) && open(word.chars().next_back(), behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    #[test]
    fn a_file_may_have_800_lines() {
        let tree = Scratch::new();
        tree.write("a.rs", &"x\n".repeat(800)).write("Cargo.lock", &"x\n".repeat(900));
        assert_eq!(length(&tree.tree()).unwrap(), [""; 0]);
        tree.write("a.rs", &"x\n".repeat(801));
        assert!(length(&tree.tree()).unwrap()[0].starts_with("a.rs has 801 lines"));
    }

    #[test]
    fn a_character_outside_ascii_needs_a_reason_that_is_still_true() {
        let tree = Scratch::new();
        tree.write("a.rs", "plain\nna\u{ef}ve\n").write("b.rs", "plain").write("picture.png", "\u{ef}");
        let findings = ascii_but(&tree.tree(), &[]).unwrap();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("a.rs:2: `\\u{ef}` is outside ASCII"), "{findings:?}");

        let excepted = [("a.rs", "a test of input"), ("b.rs", "none"), ("c.rs", "none")];
        let findings = ascii_but(&tree.tree(), &excepted).unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(
            findings[0].starts_with("b.rs is ASCII") && findings[1].starts_with("c.rs is no longer there")
        );
    }

    #[test]
    fn work_left_for_later_is_found_with_its_line() {
        let tree = Scratch::new();
        tree.write("a.rs", &format!("fn a() {{}}\n// {}: later\n", WORDS[0]));
        tree.write("b.ts", &format!("it{}'x', f);\n", WORDS_OF_VITEST[0]));
        // Not in Rust: there it is an iterator's method.
        tree.write("c.rs", &format!("rows.iter(){}1)\n", WORDS_OF_VITEST[0]));
        let findings = words(&tree.tree()).unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].starts_with("a.rs:2: ") && findings[1].starts_with("b.ts:1: "));
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("(FIX)", "FIX") && has_word("FIX", "FIX") && has_word("a b::c", "b::"));
        assert!(!has_word("PREFIX FIXED FIX_IT", "FIX") && !has_word("ab::c", "b::"));
        assert!(has_word("\u{e9}.skip(1)", ".skip("));
    }
}
