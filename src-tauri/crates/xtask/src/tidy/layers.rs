//! Which crate may know which, and where the two largest dependencies, the sanitiser and what has passed it may be named.

use toml::{Table, Value};

use super::Tree;
use super::text::has_word;
use crate::{Error, Result};

/// Each package of the workspace with those of the others that it may depend on.
const LAYERS: [(&str, &[&str]); 9] = [
    ("hyperdiv-core", &[]),
    ("hyperdiv-macros", &[]),
    ("hyperdiv-elements", &["hyperdiv-core"]),
    ("hyperdiv-session", &["hyperdiv-core"]),
    ("hyperdiv-pieces", &["hyperdiv-core", "hyperdiv-macros", "hyperdiv-elements", "hyperdiv-session"]),
    ("hyperdiv-testing", &["hyperdiv-core", "hyperdiv-elements", "hyperdiv-session"]),
    ("hyperdiv-desktop", &["hyperdiv-core", "hyperdiv-elements", "hyperdiv-session"]),
    (
        "hyperdiv",
        &[
            "hyperdiv-core",
            "hyperdiv-macros",
            "hyperdiv-elements",
            "hyperdiv-pieces",
            "hyperdiv-session",
            "hyperdiv-testing",
            "hyperdiv-desktop",
        ],
    ),
    ("xtask", &[]),
];

/// Crates from elsewhere that only some packages may depend on.
const GUESTS: [(&str, &[&str]); 7] = [
    ("ammonia", &["hyperdiv-elements"]),
    ("comrak", &["hyperdiv-elements"]),
    ("sled", &["hyperdiv-session"]),
    ("tauri", &["hyperdiv-desktop"]),
    ("wry", &["hyperdiv-desktop"]),
    ("webkit2gtk", &["hyperdiv-desktop"]),
    ("tokio", &["hyperdiv-session", "hyperdiv-testing", "hyperdiv-desktop", "hyperdiv"]),
];

/// Where a crate, or what a type makes, may be named in the code: a path, and what begins with it.
const NAMED_IN: [(&str, &[&str]); 4] = [
    ("ammonia", &["src-tauri/crates/elements/src/sanitise.rs"]),
    // Who makes one vouches for it.
    ("Html", &["src-tauri/crates/elements/src/sanitise.rs"]),
    // The benches compare with it.
    (
        "sled",
        &["src-tauri/crates/session/src/store/", "src-tauri/crates/session/src/store.rs", "tests/bench/"],
    ),
    // And the peer that the start is measured beside.
    ("tauri", &["src-tauri/src/", "src-tauri/build.rs", "src-tauri/crates/xtask/peers/tauri/"]),
];

pub(super) fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for manifest in manifests(tree)? {
        of_manifest(&manifest, &parse(tree, &manifest)?, &mut findings);
    }
    for file in tree.with_extension(&["rs"]) {
        let text = tree.read(file)?;
        for (name, places) in
            NAMED_IN.iter().filter(|(_, places)| !places.iter().any(|place| file.starts_with(place)))
        {
            if let Some(number) = first_use(&text, name) {
                findings.push(format!("{file}:{number}: only {} may name `{name}`", places.join(", ")));
            }
        }
    }
    Ok(findings)
}

/// The root's manifest and those of all members.
fn manifests(tree: &Tree) -> Result<Vec<String>> {
    let root = parse(tree, "Cargo.toml")?;
    let members =
        root.get("workspace").and_then(|workspace| workspace.get("members")).and_then(Value::as_array);
    let members = members.ok_or_else(|| Error::failed("Cargo.toml has no list of workspace members"))?;
    let members = members.iter().filter_map(Value::as_str).map(|member| format!("{member}/Cargo.toml"));
    Ok(std::iter::once("Cargo.toml".to_owned()).chain(members).collect())
}

fn parse(tree: &Tree, manifest: &str) -> Result<Table> {
    tree.read(manifest)?.parse().map_err(|error| Error::failed(format!("{manifest} is not TOML: {error}")))
}

fn of_manifest(manifest: &str, table: &Table, findings: &mut Vec<String>) {
    let package =
        table.get("package").and_then(|package| package.get("name")).and_then(Value::as_str).unwrap_or("");
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == package) else {
        findings
            .push(format!("{manifest}: `{package}` has no place in `LAYERS`; say which crates it may know"));
        return;
    };
    for dependency in dependencies(table) {
        let known = LAYERS.iter().any(|(name, _)| *name == dependency);
        if known && !allowed.contains(&dependency) {
            findings.push(format!("{manifest}: {package} may not depend on {dependency}"));
        }
        if GUESTS.iter().any(|(name, hosts)| *name == dependency && !hosts.contains(&package)) {
            findings.push(format!("{manifest}: {package} may not depend on {dependency}"));
        }
    }
}

/// Names of the dependencies that the built package has; those of its tests and benches are free.
fn dependencies(table: &Table) -> Vec<&str> {
    let targets = table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    std::iter::once(table)
        .chain(targets.filter_map(Value::as_table))
        .flat_map(|table| ["dependencies", "build-dependencies"].map(|section| table.get(section)))
        .flatten()
        .filter_map(Value::as_table)
        .flat_map(|section| {
            section.iter().map(|(name, value)| value.get("package").and_then(Value::as_str).unwrap_or(name))
        })
        .collect()
}

/// The first line, from 1, of code that names the crate; comments may.
fn first_use(text: &str, name: &str) -> Option<usize> {
    let (path, import) = (format!("{name}::"), format!("use {name}"));
    let uses = |line: &str| {
        !line.trim_start().starts_with("//") && (has_word(line, &path) || has_word(line, &import))
    };
    text.lines().position(uses).map(|line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    fn workspace() -> Scratch {
        let tree = Scratch::new();
        tree.write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"core\", \"session\"]\n[package]\nname = \"hyperdiv\"\n\
             [dependencies]\nhyperdiv-core = {}\n[dev-dependencies]\nsled = \"1\"\n",
        );
        tree.write("core/Cargo.toml", "[package]\nname = \"hyperdiv-core\"\n[dependencies]\nserde = \"1\"\n");
        tree.write(
            "session/Cargo.toml",
            "[package]\nname = \"hyperdiv-session\"\n[dependencies]\nsled = \"1\"\n",
        );
        tree
    }

    #[test]
    fn an_arrow_upwards_is_found_wherever_it_is_written() {
        let tree = workspace();
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0]);
        for section in [
            "[dependencies]\nhyperdiv-session = {}",
            "[build-dependencies]\nhyperdiv-session.workspace = true",
            "[target.'cfg(unix)'.dependencies]\nhyperdiv-session = {}",
            "[dependencies]\nother = { package = \"hyperdiv-session\" }",
        ] {
            tree.write("core/Cargo.toml", &format!("[package]\nname = \"hyperdiv-core\"\n{section}\n"));
            let findings = check(&tree.tree()).unwrap();
            assert_eq!(
                findings,
                ["core/Cargo.toml: hyperdiv-core may not depend on hyperdiv-session"],
                "{section}"
            );
        }
    }

    #[test]
    fn a_guest_in_the_wrong_house_and_a_stranger_are_found() {
        let tree = workspace();
        tree.write("core/Cargo.toml", "[package]\nname = \"hyperdiv-core\"\n[dependencies]\ntokio = \"1\"\n");
        tree.write("session/Cargo.toml", "[package]\nname = \"hyperdiv-extra\"\n");
        let findings = check(&tree.tree()).unwrap();
        assert_eq!(findings[0], "core/Cargo.toml: hyperdiv-core may not depend on tokio");
        assert!(findings[1].contains("`hyperdiv-extra` has no place"), "{findings:?}");
    }

    #[test]
    fn sled_tauri_and_markup_are_named_in_their_places_only() {
        let tree = workspace();
        let engine = "src-tauri/crates/session/src/store/engine.rs";
        // Joined here, for this file is not one of those places.
        let (sled, tauri) = (format!("use {}::Db;", "sled"), format!("{}::Builder::default();", "tauri"));
        tree.write(engine, &sled).write("src-tauri/src/window.rs", &tauri);
        tree.write("core/a.rs", &format!("// {sled}\nlet assled = my_sled::open();\n"));
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0]);

        tree.write("src-tauri/crates/elements/src/sanitise.rs", &format!("{}::sanitised(markup)", "Html"));
        assert_eq!(check(&tree.tree()).unwrap(), [""; 0]);
        tree.write("core/html.rs", &format!("{}::sanitised(markup)", "Html"));
        let findings = check(&tree.tree()).unwrap();
        assert!(findings.len() == 1 && findings[0].starts_with("core/html.rs:1: only"), "{findings:?}");
        tree.write("core/html.rs", "");

        tree.write("core/a.rs", &["\nuse", "sled;"].join(" "));
        tree.write("ui/b.rs", &tauri);
        let findings = check(&tree.tree()).unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(
            findings[0].starts_with("core/a.rs:2: only src-tauri/crates/session/src/store/"),
            "{findings:?}"
        );
        assert!(findings[1].starts_with("ui/b.rs:1: only src-tauri/src/"), "{findings:?}");
    }
}
