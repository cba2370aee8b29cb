//! Third-party notices: whose work the program contains, and under which licence, with the text of each.
//!
//! Crates are asked of Cargo, for the very features and target of the program; packages of the page are those of `ui/THIRD-PARTY.md`,
//! which a test of the front end compares with the build. A package without a text, or under a licence that `deny.toml` does not
//! allow, is a finding, and with a finding there is no package.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use toml::{Table, Value};

use super::licence::Allowed;
use crate::{Error, Repo, Result, process, release, table};

const REVIEWED: &str = "src-tauri/packaging/licences";
const OF_THE_PAGE: &str = "ui/THIRD-PARTY.md";

/// How licence texts are called, with whatever behind it.
const NAMES: [&str; 6] = ["license", "licence", "copying", "copyright", "notice", "unlicense"];

/// Somebody else's work that the program contains.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) licence: String,
    /// Where its sources are.
    pub(super) source: String,
    pub(super) texts: Vec<String>,
}

/// A part that ships no text, and what a person found out about it.
#[derive(Debug)]
struct Reviewed {
    name: String,
    licence: String,
    text: String,
}

/// Everything of others in the program, for this target.
pub(super) fn collect(repo: &Repo, target: &str) -> Result<Vec<Part>> {
    let mut parts = crates(repo, target)?;
    parts.extend(of_the_page(repo)?);
    parts.sort();
    Ok(parts)
}

/// The notices as one text, or the findings.
pub(super) fn notices(repo: &Repo, parts: Vec<Part>) -> Result<std::result::Result<String, Vec<String>>> {
    let reviewed = reviewed(repo)?;
    Ok(checked(parts, &reviewed, &Allowed::read(repo)?).map(|parts| render(&parts)))
}

/// The parts with a text each, or what is wrong.
fn checked(
    mut parts: Vec<Part>,
    reviewed: &[Reviewed],
    allowed: &Allowed,
) -> std::result::Result<Vec<Part>, Vec<String>> {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for part in &mut parts {
        let who = format!("{} {}", part.name, part.version);
        if part.licence.is_empty() {
            findings.push(format!("{who} names no licence"));
        } else if !allowed.permits(&part.licence) {
            findings
                .push(format!("{who} is under `{}`, which src-tauri/deny.toml does not allow", part.licence));
        }
        if !part.texts.is_empty() {
            continue;
        }
        match reviewed.iter().find(|entry| entry.name == part.name) {
            Some(entry) if entry.licence == part.licence => {
                used.insert(&entry.name);
                part.texts.push(entry.text.clone());
            }
            Some(entry) => findings.push(format!(
                "{who} is under `{}` now, and {REVIEWED}/reviewed.toml has `{}`",
                part.licence, entry.licence
            )),
            None => findings.push(format!(
                "{who} ships no licence text: look at its repository, and add it to {REVIEWED}/reviewed.toml"
            )),
        }
    }
    let idle = reviewed.iter().filter(|entry| !used.contains(&entry.name));
    findings.extend(idle.map(|entry| format!("{REVIEWED}/reviewed.toml: `{}` is not needed", entry.name)));
    if findings.is_empty() { Ok(parts) } else { Err(findings) }
}

fn render(parts: &[Part]) -> String {
    // One number for each text, however many parts come with it.
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts = Vec::new();
    let mut rows = vec![["package", "version", "licence", "texts", "source"].map(str::to_owned).to_vec()];
    for part in parts {
        let mut own = Vec::new();
        for text in &part.texts {
            let number = *numbers.entry(text).or_insert_with(|| {
                texts.push(text);
                texts.len()
            });
            own.push(number.to_string());
        }
        rows.push(vec![
            part.name.clone(),
            part.version.clone(),
            part.licence.clone(),
            own.join(", "),
            part.source.clone(),
        ]);
    }
    let mut out = format!(
        "Third-party notices of hyperdiv\n\n\
         The program contains the packages below, each under the licence beside it. Their notices and the texts of their licences\n\
         follow, each once, under its number.\n\n{}",
        table::aligned(&rows, &[])
    );
    for (index, text) in texts.iter().enumerate() {
        // Writing to a text cannot fail.
        let _ = write!(out, "\n{}\n[{}]\n\n{text}\n", "-".repeat(80), index + 1);
    }
    out
}

/// The crates that are compiled into the program.
fn crates(repo: &Repo, target: &str) -> Result<Vec<Part>> {
    let tree = ["tree", "--locked", "--package", "hyperdiv", "--edges", "normal", "--prefix", "none"];
    let mut command = repo.cargo(&tree);
    command.args(["--format", "{p}", "--target", target, "--features", release::PACKED]);
    let tree = process::ask(command).ok_or_else(|| Error::failed("`cargo tree` failed"))?;
    let command = repo.cargo(&["metadata", "--locked", "--format-version", "1", "--filter-platform", target]);
    let metadata = process::ask(command).ok_or_else(|| Error::failed("`cargo metadata` failed"))?;
    let metadata: Json = serde_json::from_str(&metadata)
        .map_err(|error| Error::failed(format!("`cargo metadata` is not understood: {error}")))?;
    let known = metadata.get("packages").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut parts = Vec::new();
    for (name, version) in in_tree(&tree) {
        let text = |package: &Json, field: &str| {
            package.get(field).and_then(Json::as_str).unwrap_or_default().to_owned()
        };
        let package = known
            .iter()
            .find(|package| text(package, "name") == name && text(package, "version") == version)
            .ok_or_else(|| Error::failed(format!("`cargo metadata` does not know {name} {version}")))?;
        // What has no source is of this workspace.
        if package.get("source").is_none_or(Json::is_null) {
            continue;
        }
        let manifest = PathBuf::from(text(package, "manifest_path"));
        let folder = manifest.parent().unwrap_or(Path::new("/"));
        let mut texts = texts_in(folder)?;
        let named = text(package, "license_file");
        if texts.is_empty() && !named.is_empty() {
            texts.extend(read(&folder.join(named))?);
        }
        parts.push(Part {
            name,
            version,
            licence: text(package, "license"),
            source: text(package, "repository"),
            texts,
        });
    }
    Ok(parts)
}

/// Name and version of each line of `cargo tree --prefix none --format {p}`, each once.
fn in_tree(tree: &str) -> BTreeSet<(String, String)> {
    let pair = |line: &str| {
        let mut words = line.split(' ');
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    };
    tree.lines().filter_map(pair).collect()
}

/// The packages of the page.
fn of_the_page(repo: &Repo) -> Result<Vec<Part>> {
    let path = repo.path(OF_THE_PAGE);
    let list = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let rows = listed(&list);
    // What the build itself says that it has taken in.
    let built = repo.path("ui/dist/licenses.md");
    let built = fs::read_to_string(&built).map_err(Error::file(&built))?;
    for name in sections(&built) {
        if !rows.iter().any(|(listed, _)| *listed == name) {
            return Err(Error::failed(format!(
                "the page contains {name}, which {OF_THE_PAGE} does not list"
            )));
        }
    }
    let mut parts = Vec::new();
    for (name, version) in rows {
        let folder = repo.path("ui/node_modules").join(name);
        let manifest = folder.join("package.json");
        let text = fs::read_to_string(&manifest).map_err(Error::file(&manifest))?;
        let manifest: Json = serde_json::from_str(&text)
            .map_err(|error| Error::failed(format!("{} is not JSON: {error}", manifest.display())))?;
        let field = |name: &str| manifest.get(name).and_then(Json::as_str).unwrap_or_default();
        if field("version") != version {
            return Err(Error::failed(format!(
                "{OF_THE_PAGE} lists {name} {version}, and {} is installed",
                field("version")
            )));
        }
        let source = manifest.get("repository").map_or("", |repository| {
            repository.get("url").unwrap_or(repository).as_str().unwrap_or_default()
        });
        let texts = texts_in(&folder)?;
        let (name, version, licence) = (name.to_owned(), version.to_owned(), field("license").to_owned());
        parts.push(Part { name, version, licence, source: source.to_owned(), texts });
    }
    Ok(parts)
}

/// Name and version of each row of the table in `ui/THIRD-PARTY.md`.
fn listed(list: &str) -> Vec<(&str, &str)> {
    list.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
            Some((cells.next()?, cells.next()?))
        })
        .filter(|(_, version)| version.starts_with(|first: char| first.is_ascii_digit()))
        .collect()
}

/// The packages that have a section in the build's `licenses.md`: `## lit - 3.3.3 (BSD-3-Clause)`.
fn sections(built: &str) -> Vec<&str> {
    built
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(" - ").map(|(name, _)| name))
        .collect()
}

/// The licence texts of a package, those in its top folder or, as REUSE has them, in `LICENSES`.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if !NAMES.iter().any(|start| name.starts_with(start)) || name.ends_with(".rs") {
            continue;
        }
        if path.is_dir() {
            for entry in fs::read_dir(&path).map_err(Error::file(&path))? {
                files.push(entry.map_err(Error::file(&path))?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    let mut texts = Vec::new();
    for file in files.iter().filter(|file| file.is_file()) {
        texts.extend(read(file)?);
    }
    texts.dedup();
    Ok(texts)
}

/// A licence text without what differs and means nothing: ends of lines, and blanks there. `None` if nothing is left.
fn read(file: &Path) -> Result<Option<String>> {
    let bytes = fs::read(file).map_err(Error::file(file))?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    Ok((!text.is_empty()).then_some(text))
}

fn reviewed(repo: &Repo) -> Result<Vec<Reviewed>> {
    let folder = repo.path(REVIEWED);
    let path = folder.join("reviewed.toml");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let table: Table = text
        .parse()
        .map_err(|error| Error::failed(format!("{REVIEWED}/reviewed.toml is not TOML: {error}")))?;
    let entries = table.get("package").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    entries
        .iter()
        .map(|entry| {
            let field = |name: &str| {
                let value = entry.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
                value
                    .ok_or_else(|| Error::failed(format!("{REVIEWED}/reviewed.toml: an entry has no {name}")))
            };
            let file = folder.join(format!("{}.txt", field("text")?));
            let standard = read(&file)?.unwrap_or_default();
            Ok(Reviewed {
                name: field("name")?.to_owned(),
                licence: field("licence")?.to_owned(),
                text: format!("Copyright (c) {}\n\n{standard}", field("copyright")?),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    fn part(name: &str, licence: &str, texts: &[&str]) -> Part {
        Part {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            source: format!("https://example.org/{name}"),
            texts: texts.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    fn entry(name: &str, licence: &str) -> Reviewed {
        let text = "Copyright (c) Somebody\n\nAs you like.".to_owned();
        Reviewed { name: name.to_owned(), licence: licence.to_owned(), text }
    }

    fn rules() -> Allowed {
        Allowed::parse("[licenses]\nallow = [\"MIT\"]").unwrap()
    }

    #[test]
    fn a_missing_notice_and_a_licence_that_is_not_allowed_are_found_by_name() {
        let parts = vec![
            part("good", "MIT", &["text"]),
            part("mute", "MIT", &[]),
            part("strict", "GPL-3.0-only", &["text"]),
            part("silent", "", &["text"]),
        ];
        let findings = checked(parts, &[], &rules()).unwrap_err();
        assert_eq!(findings.len(), 3, "{findings:#?}");
        assert!(findings[0].starts_with("mute 1.0.0 ships no licence text"), "{findings:#?}");
        assert!(findings[1].starts_with("strict 1.0.0 is under `GPL-3.0-only`"), "{findings:#?}");
        assert!(findings[2].starts_with("silent 1.0.0 names no licence"), "{findings:#?}");
    }

    #[test]
    fn a_reviewed_package_has_its_text_as_long_as_its_licence_is_the_one_reviewed() {
        let good = checked(vec![part("mute", "MIT", &[])], &[entry("mute", "MIT")], &rules()).unwrap();
        assert_eq!(good[0].texts, ["Copyright (c) Somebody\n\nAs you like."]);

        let changed =
            checked(vec![part("mute", "MIT", &[])], &[entry("mute", "MIT OR X")], &rules()).unwrap_err();
        assert!(changed[0].contains("is under `MIT` now"), "{changed:#?}");
        let idle =
            checked(vec![part("good", "MIT", &["text"])], &[entry("good", "MIT")], &rules()).unwrap_err();
        assert_eq!(idle, [format!("{REVIEWED}/reviewed.toml: `good` is not needed")]);
    }

    #[test]
    fn everything_that_this_checkout_would_pack_has_its_notice() {
        let repo = Repo::here().unwrap();
        let target = super::super::target(&repo).unwrap();
        let parts = collect(&repo, &target).unwrap();
        for name in ["tauri", "sled", "clap", "lit", "bootstrap-icons"] {
            assert!(parts.iter().any(|part| part.name == name), "{name} is missing");
        }
        // Neither our own crates nor what only tests and builds need.
        for name in ["hyperdiv-core", "x11rb", "tempfile", "tauri-build"] {
            assert!(!parts.iter().any(|part| part.name == name), "{name} is in the list");
        }
        let text = notices(&repo, parts).unwrap().unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert!(
            text.contains("Copyright (c) Szymon Wieloch"),
            "a package without a text has none of the reviewed ones"
        );
    }

    #[test]
    fn every_part_is_listed_and_a_text_of_several_is_printed_once() {
        let text = render(&[
            part("one", "MIT", &["Copyright A"]),
            part("two", "MIT OR X", &["Copyright B", "Copyright A"]),
        ]);
        assert!(text.contains("one      1.0.0    MIT       1      https://example.org/one\n"), "{text}");
        assert!(text.contains("two      1.0.0    MIT OR X  2, 1   https://example.org/two\n"), "{text}");
        assert_eq!(text.matches("Copyright A").count(), 1, "{text}");
        assert!(text.contains("[2]\n\nCopyright B\n"), "{text}");
    }

    #[test]
    fn texts_are_found_by_their_names_in_every_spelling() {
        let tree = Scratch::new();
        for file in ["LICENSE-MIT", "license.md", "COPYING", "LICENSES/Zlib.txt", "UNLICENSE"] {
            tree.write(file, &format!("text of {file}  \r\n\r\n"));
        }
        tree.write("licensing.rs", "code").write("README.md", "not a licence").write("NOTICE", "\n");
        let mut found = texts_in(tree.root()).unwrap();
        found.sort();
        let expected = ["COPYING", "LICENSE-MIT", "LICENSES/Zlib.txt", "UNLICENSE", "license.md"];
        assert_eq!(found, expected.map(|file| format!("text of {file}")));
    }

    #[test]
    fn packages_are_read_from_what_cargo_and_the_build_print() {
        let tree =
            "hyperdiv v0.1.0 (/r)\ntauri v2.12.5\ntauri-macros v2.0.1 (proc-macro)\ntauri v2.12.5 (*)\n\n";
        let names: Vec<String> =
            in_tree(tree).into_iter().map(|(name, version)| name + " " + &version).collect();
        assert_eq!(names, ["hyperdiv 0.1.0", "tauri 2.12.5", "tauri-macros 2.0.1"]);
        let list = "# What\n\n| package | version | licence |\n|---|---|---|\n| @a/b | 3.14.0 | MIT |\n| lit | 3.3.3 | X |\n";
        assert_eq!(listed(list), [("@a/b", "3.14.0"), ("lit", "3.3.3")]);
        assert_eq!(sections("# L\n\n## @a/b - 3.14.0 (MIT)\n\ntext\n## lit - 3 (X)\n"), ["@a/b", "lit"]);
    }
}
