//! `cargo xtask codegen`: what an app gets of the component library's elements.
//!
//! `src-tauri/crates/elements/elements.toml` says it, element by element. What the library itself has (attributes, their words
//! and defaults, events, slots) comes from its manifest, of which `webawesome.json` beside that file is the extract: it is committed, so
//! that nothing here needs the front end's packages, and renewed where they are installed. An attribute that is neither taken
//! nor refused for a reason is an error, so that an upgrade of the library is seen.
//!
//! Written are the Rust builders, the rows of the page's registry, and a table for people. All are committed; `--check` and a
//! test fail where one of them is stale.

mod library;
mod plan;
mod reading;
mod rust;
mod table;
mod toml_read;
mod typescript;

use std::fs;
use std::path::Path;

use crate::{Error, Repo, Result};
use library::Library;

/// Where what is to be made is said.
const PLAN: &str = "src-tauri/crates/elements/elements.toml";
/// The extract of the library's manifest.
const LIBRARY: &str = "src-tauri/crates/elements/webawesome.json";
/// The library's own manifest, where its package is installed.
const MANIFEST: &str = "ui/node_modules/@awesome.me/webawesome/dist/custom-elements.json";

/// A file that is made.
struct Made {
    path: String,
    text: String,
}

/// `cargo xtask codegen`: writes what is made, or with `check` says what is stale. True if nothing was, or is not any more.
///
/// # Errors
/// If the plan does not fit the library, or a file cannot be read or written.
pub fn command(repo: &Repo, check: bool) -> Result<bool> {
    let root = repo.root();
    if check {
        let stale = stale(root)?;
        for file in &stale {
            println!("{file}");
        }
        println!("{} files are stale", stale.len());
        return Ok(stale.is_empty());
    }
    if let Some(extract) = Library::extract(&root.join(MANIFEST))? {
        put(root, &Made { path: LIBRARY.to_owned(), text: extract })?;
    }
    for made in make(root)? {
        put(root, &made)?;
    }
    Ok(true)
}

/// A sentence for each file that is not what it would be made to now.
///
/// # Errors
/// As [`command`].
pub fn stale(root: &Path) -> Result<Vec<String>> {
    let mut stale = Vec::new();
    if let Some(extract) = Library::extract(&root.join(MANIFEST))?
        && read(root, LIBRARY)? != extract
    {
        stale.push(format!("{LIBRARY} is not of the installed library: run `cargo xtask codegen`"));
    }
    for Made { path, text } in make(root)? {
        if fs::read_to_string(root.join(&path)).ok().map(|text| text.replace("\r\n", "\n")) != Some(text) {
            stale.push(format!("{path} is stale: run `cargo xtask codegen`"));
        }
    }
    Ok(stale)
}

fn make(root: &Path) -> Result<Vec<Made>> {
    let library = Library::parse(&read(root, LIBRARY)?)?;
    let plan = reading::plan(&read(root, PLAN)?, &library)?;
    let mut made = rust::files(&plan)?;
    made.extend(typescript::files(&plan));
    made.push(table::file(&plan));
    Ok(made)
}

fn read(root: &Path, file: &str) -> Result<String> {
    let path = root.join(file);
    Ok(fs::read_to_string(&path).map_err(Error::file(&path))?.replace("\r\n", "\n"))
}

fn put(root: &Path, made: &Made) -> Result<()> {
    let path = root.join(&made.path);
    if fs::read_to_string(&path).is_ok_and(|before| before == made.text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(&path, &made.text).map_err(Error::file(&path))?;
    println!("wrote {}", made.path);
    Ok(())
}
