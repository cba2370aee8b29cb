//! What a person sees who opens the repository.

use super::Tree;

/// Everything at the top that is not a dot file.
const TOP_LEVEL: [&str; 8] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "examples", "src-tauri", "tests", "ui"];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut present: Vec<&str> = tree.files.iter().filter_map(|file| file.split('/').next()).collect();
    present.dedup();
    let missing =
        TOP_LEVEL.iter().filter(|name| !present.contains(name)).map(|name| format!("{name} is missing"));
    let surplus =
        present.iter().filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name)).map(|name| {
            format!("{name} does not belong at the top; it holds {} and dot files only", TOP_LEVEL.join(", "))
        });
    missing.chain(surplus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    fn complete() -> Scratch {
        let tree = Scratch::new();
        for file in
            ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "examples/a.rs", "src-tauri/a", "tests/a.rs"]
        {
            tree.write(file, "");
        }
        tree.write("ui/package.json", "").write(".ci/run", "").write(".gitignore", "");
        tree
    }

    #[test]
    fn the_list_and_dot_files_are_all_there_is() {
        let tree = complete();
        assert_eq!(check(&tree.tree()), [""; 0]);
        tree.write("docs/a.md", "").write("docs/b.md", "").remove("LICENSE");
        let findings = check(&tree.tree());
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert_eq!(findings[0], "LICENSE is missing");
        assert!(findings[1].starts_with("docs does not belong at the top"), "{findings:?}");
    }
}
