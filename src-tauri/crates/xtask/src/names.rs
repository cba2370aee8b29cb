//! `tests/parity.toml`: the public names of Hyperdiv, and what each is here.
//!
//! ```toml
//! [[name]]
//! name = "box"
//! rust = "Ui::box_"
//! kind = "element"
//! note = "Why it is so, where that is to be said"
//! ```
//!
//! A `kind` of `gap` has no `rust` and says in its `note` why.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::{Error, Result};

const FILE: &str = "tests/parity.toml";

/// What a name is.
const KINDS: [&str; 7] = ["element", "function", "method", "type", "trait", "macro", "gap"];

/// A name of Hyperdiv.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// As Hyperdiv has it.
    pub name: String,
    /// The path of what it is here; none for a gap.
    pub rust: Option<String>,
}

/// All rows of the table.
///
/// # Errors
/// If the table cannot be read, or a row is not as it has to be.
pub fn names(root: &Path) -> Result<Vec<Name>> {
    let path = root.join(FILE);
    parse(&fs::read_to_string(&path).map_err(Error::file(&path))?)
}

fn parse(text: &str) -> Result<Vec<Name>> {
    let table: Table = text.parse().map_err(|error| Error::failed(format!("{FILE} is not TOML: {error}")))?;
    let rows = table.get("name").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    rows.iter().map(row).collect()
}

fn row(row: &Value) -> Result<Name> {
    let text = |name| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let name = text("name").unwrap_or_default();
    let wrong = |what: String| Err(Error::failed(format!("{FILE}: `{name}`: {what}")));
    let keys = row.as_table().into_iter().flat_map(Table::keys);
    if let Some(key) = keys.into_iter().find(|key| !["name", "rust", "kind", "note"].contains(&key.as_str()))
    {
        return wrong(format!("`{key}` is not known"));
    }
    let kind = text("kind").unwrap_or_default();
    if !KINDS.contains(&kind.as_str()) {
        return wrong(format!("its kind is to be one of: {}", KINDS.join(", ")));
    }
    let (rust, note) = (text("rust"), text("note").unwrap_or_default());
    match (&rust, kind == "gap") {
        (None, false) => wrong("it names no path".to_owned()),
        (Some(_), true) => wrong("a gap has no path".to_owned()),
        (None, true) if note.trim().is_empty() => wrong("a gap says why".to_owned()),
        _ => Ok(Name { name, rust }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_what_they_have_to() {
        let good = "[[name]]\nname = \"box\"\nrust = \"Ui::box_\"\nkind = \"element\"\n";
        assert_eq!(parse(good).unwrap(), [Name { name: "box".into(), rust: Some("Ui::box_".into()) }]);
        for (bad, what) in [
            (good.replace("rust = \"Ui::box_\"\n", ""), "names no path"),
            (good.replace("element", "gap"), "a gap has no path"),
            (good.replace("element", "thing"), "one of: element"),
            (good.replace("rust = \"Ui::box_\"", "note = \" \"").replace("element", "gap"), "a gap says why"),
            (format!("{good}why = \"x\"\n"), "`why` is not known"),
            ("name = ".to_owned(), "is not TOML"),
        ] {
            let error = parse(&bad).unwrap_err().to_string();
            assert!(error.contains(what), "{what}: {error}");
        }
    }
}
