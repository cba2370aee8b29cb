//! The front end's packages and its built files, each with a stamp: the hash of what it was made from.

use std::fs;
use std::path::{Path, PathBuf};

use crate::hash::Fnv;
use crate::process;
use crate::{Error, Repo, Result};

/// Directories of `ui/` that nothing is built from.
const NOT_SOURCES: [&str; 3] = ["dist", "node_modules", "test"];

/// Installs the packages of `ui/package-lock.json` and builds `ui/dist`, each only where its stamp is not of what is here.
pub(super) fn ensure(repo: &Repo) -> Result<()> {
    let ui = repo.path("ui");
    let modules = ui.join("node_modules");
    // Both lie among the packages, which are not committed, and not in `dist`, whose every file goes into the program.
    let (packages, built) = (modules.join(".stamp-packages"), modules.join(".stamp-dist"));

    let wanted = of_files(&ui, &[ui.join("package.json"), ui.join("package-lock.json")])?;
    if !is_stamped(&packages, &wanted) {
        println!("Installing the front end's packages with npm");
        // No script of a package runs: none needs it, and it is the usual way in for a bad one.
        process::run(repo.npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
        stamp(&packages, &wanted)?;
    }

    let mut sources = Vec::new();
    collect(&ui, &NOT_SOURCES, &mut sources)?;
    let wanted = of_files(&ui, &sources)?;
    if !ui.join("dist/index.html").is_file() || !is_stamped(&built, &wanted) {
        println!("Building the front end");
        // A build that is broken off leaves no stamp, whatever it was of.
        match fs::remove_file(&built) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::file(&built)(error));
            }
            _ => {}
        }
        process::run(repo.npm(&["run", "build"]))?;
        stamp(&built, &wanted)?;
    }
    Ok(())
}

fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found.trim_end() == wanted)
}

fn stamp(path: &Path, hash: &str) -> Result<()> {
    fs::write(path, format!("{hash}\n")).map_err(Error::file(path))
}

/// All files below `folder`, the directories of its own named in `without` left out.
fn collect(folder: &Path, without: &[&str], into: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let entry = entry.map_err(Error::file(folder))?;
        let kind = entry.file_type().map_err(Error::file(entry.path()))?;
        if !kind.is_dir() {
            into.push(entry.path());
        } else if !without.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), &[], into)?;
        }
    }
    Ok(())
}

/// The hash of names and contents, whatever order the system lists them in.
fn of_files(base: &Path, files: &[PathBuf]) -> Result<String> {
    let mut files: Vec<&PathBuf> = files.iter().collect();
    files.sort();
    let mut hash = Fnv::new();
    for file in files {
        hash.piece(file.strip_prefix(base).unwrap_or(file).to_string_lossy().as_bytes());
        hash.piece(&fs::read(file).map_err(Error::file(file))?);
    }
    Ok(hash.hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    fn hash(tree: &Scratch) -> String {
        let mut files = Vec::new();
        collect(tree.root(), &NOT_SOURCES, &mut files).unwrap();
        of_files(tree.root(), &files).unwrap()
    }

    #[test]
    fn a_changed_added_or_renamed_source_changes_the_hash_and_a_built_file_does_not() {
        let tree = Scratch::new();
        tree.write("src/main.ts", "a").write("index.html", "b");
        let first = hash(&tree);

        tree.write("dist/index.js", "x").write("node_modules/p/index.js", "x").write("test/a.test.ts", "x");
        assert_eq!(hash(&tree), first);

        tree.write("src/dist/deep.ts", "a directory of that name further down is a source");
        let second = hash(&tree);
        assert_ne!(second, first);

        tree.write("src/main.ts", "changed");
        let third = hash(&tree);
        assert_ne!(third, second);

        tree.remove("src/main.ts").write("src/other.ts", "changed");
        assert_ne!(hash(&tree), third);
    }

    #[test]
    fn a_stamp_is_of_one_hash() {
        let tree = Scratch::new();
        let file = tree.root().join("stamp");
        assert!(!is_stamped(&file, "abc"));
        stamp(&file, "abc").unwrap();
        assert!(is_stamped(&file, "abc"));
        assert!(!is_stamped(&file, "abd"));
    }
}
