//! `src-tauri/PROTOCOL.md` carries a hash of the wire module, so that neither changes unseen by the other.

use std::fs;

use super::Tree;
use crate::hash::Fnv;
use crate::{Error, Result};

const PAGE: &str = "src-tauri/PROTOCOL.md";
const MODULE: &str = "src-tauri/crates/core/src/wire";
const RENEW: &str = "read it against the module, then run `cargo xtask tidy --bless`";

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let Some(wanted) = hash(tree)? else {
        return Ok(vec![format!("{MODULE} has no source, so that {PAGE} describes nothing")]);
    };
    if !tree.has(PAGE) {
        return Ok(vec![format!("{PAGE} is missing")]);
    }
    Ok(match seal(&tree.read(PAGE)?) {
        Some(found) if found == wanted => Vec::new(),
        Some(_) => vec![format!("{PAGE} is not of the wire module as it is now: {RENEW}")],
        None => vec![format!("{PAGE} has no line `{}`: {RENEW}", line("HASH"))],
    })
}

/// Writes the module's hash into the page.
pub(super) fn bless(tree: &Tree) -> Result<()> {
    let wanted = hash(tree)?.ok_or_else(|| Error::failed(format!("{MODULE} has no source")))?;
    let text = tree.read(PAGE)?;
    let text = match seal(&text) {
        Some(found) => text.replace(&line(found), &line(&wanted)),
        None => format!("{}\n\n{}\n", text.trim_end(), line(&wanted)),
    };
    let path = tree.path(PAGE);
    fs::write(&path, text).map_err(Error::file(&path))
}

fn line(hash: &str) -> String {
    format!("<!-- wire: {hash} -->")
}

fn seal(page: &str) -> Option<&str> {
    page.lines().find_map(|line| line.strip_prefix("<!-- wire: ")?.strip_suffix(" -->"))
}

/// Of the names and contents of the module's sources; `None` where there is none.
fn hash(tree: &Tree) -> Result<Option<String>> {
    let (file, folder) = (format!("{MODULE}.rs"), format!("{MODULE}/"));
    let mut hash = Fnv::new();
    let mut any = false;
    for source in tree.with_extension(&["rs"]).filter(|name| *name == file || name.starts_with(&folder)) {
        hash.piece(source.as_bytes());
        // A checkout may have other line ends.
        hash.piece(tree.read(source)?.replace("\r\n", "\n").as_bytes());
        any = true;
    }
    Ok(any.then(|| hash.hex()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    #[test]
    fn a_change_of_the_module_or_the_seal_is_found_and_blessing_mends_it() {
        let tree = Scratch::new();
        let source = format!("{MODULE}/frame.rs");
        tree.write(&source, "struct Frame;\n").write(PAGE, "# The wire\n\ntext\n");
        assert!(check(&tree.tree()).unwrap()[0].contains("has no line"));

        bless(&tree.tree()).unwrap();
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0]);
        tree.write(&source, "struct Frame;\r\n");
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0], "line ends");

        tree.write(&source, "struct Frame(u64);\n");
        assert!(check(&tree.tree()).unwrap()[0].contains("cargo xtask tidy --bless"));
        bless(&tree.tree()).unwrap();
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0]);

        tree.write(&format!("{MODULE}/more.rs"), "");
        assert_eq!(check(&tree.tree()).unwrap().len(), 1, "another file");
        let page = tree.tree().read(PAGE).unwrap();
        assert!(page.starts_with("# The wire\n\ntext\n") && page.matches("wire: ").count() == 1, "{page}");
    }

    #[test]
    fn a_module_that_is_not_there_is_found() {
        let tree = Scratch::new();
        tree.write(PAGE, "<!-- wire: cbf29ce484222325 -->\n");
        assert!(check(&tree.tree()).unwrap()[0].contains("has no source"));
        assert!(bless(&tree.tree()).is_err());
    }
}
