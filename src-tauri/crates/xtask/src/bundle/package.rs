//! The Debian package: a tree as it will lie on the disk, described by `DEBIAN/control` and packed by `dpkg-deb`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::{Error, Repo, Result, process};

/// The name of the desktop file, the icons and the metainfo, after the rules of the desktop's specifications.
const DESKTOP_ID: &str = "io.hyperdiv.Hyperdiv";

/// The sizes of icons that desktops ask for.
const ICONS: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];

/// A library that has to be newer than what the linker saw asks for: before 2.44 WebKitGTK lacks what the page needs.
const FLOOR: (&str, &str) = ("libwebkit2gtk-4.1-0", "2.44");

/// What goes into the package, and what is said about it.
pub(super) struct Contents<'a> {
    pub(super) program: &'a Path,
    pub(super) notices: &'a str,
    /// The notices of the Rust standard library, as the toolchain ships them.
    pub(super) std_notices: &'a Path,
    pub(super) version: &'a str,
    pub(super) about: &'a str,
    pub(super) architecture: &'a str,
    pub(super) depends: &'a str,
    /// The time that all files are given, in Unix seconds.
    pub(super) epoch: &'a str,
}

/// Lays the tree out anew, packs it, and answers how large it is when installed, in KiB.
pub(super) fn pack(repo: &Repo, contents: &Contents, tree: &Path, package: &Path) -> Result<u64> {
    if tree.exists() {
        fs::remove_dir_all(tree).map_err(Error::file(tree))?;
    }
    lay_out(repo, contents, tree)?;
    let files = files(tree)?;
    let installed = installed_kib(tree, &files)?;
    put(tree, "DEBIAN/md5sums", &md5sums(repo, tree, &files)?)?;
    put(tree, "DEBIAN/control", control(contents, installed).as_bytes())?;
    let mut command = repo.command("dpkg-deb", &["--root-owner-group", "-Zxz", "--build"]);
    // One thread: the blocks that xz makes would depend on their number.
    command.arg(tree).arg(package).env("SOURCE_DATE_EPOCH", contents.epoch).env("DPKG_DEB_THREADS_MAX", "1");
    process::run(command)?;
    Ok(installed)
}

fn lay_out(repo: &Repo, contents: &Contents, tree: &Path) -> Result<()> {
    let copy = |from: &Path, to: &str| {
        let bytes = fs::read(from).map_err(Error::file(from))?;
        put(tree, to, &bytes)
    };
    copy(contents.program, "usr/bin/hyperdiv")?;
    mode(&tree.join("usr/bin/hyperdiv"), 0o755)?;
    let packaging = repo.path("src-tauri/packaging");
    let ours = |name: &str| packaging.join(format!("{DESKTOP_ID}{name}"));
    copy(&ours(".desktop"), &format!("usr/share/applications/{DESKTOP_ID}.desktop"))?;
    copy(&ours(".metainfo.xml"), &format!("usr/share/metainfo/{DESKTOP_ID}.metainfo.xml"))?;
    let drawing = repo.path("src-tauri/icons/icon.svg");
    copy(&drawing, &format!("usr/share/icons/hicolor/scalable/apps/{DESKTOP_ID}.svg"))?;
    for size in ICONS {
        let icon = rendered(repo, &drawing, size)?;
        put(tree, &format!("usr/share/icons/hicolor/{size}x{size}/apps/{DESKTOP_ID}.png"), &icon)?;
    }
    copy(&packaging.join("copyright"), "usr/share/doc/hyperdiv/copyright")?;
    copy(contents.std_notices, "usr/share/doc/hyperdiv/rust-standard-library.html")?;
    put(tree, "usr/share/doc/hyperdiv/third-party-notices.txt", contents.notices.as_bytes())
}

/// The drawing as a PNG.
fn rendered(repo: &Repo, drawing: &Path, size: u32) -> Result<Vec<u8>> {
    let size = size.to_string();
    let mut command = repo.command("rsvg-convert", &["--width", &size, "--height", &size, "--format", "png"]);
    command.arg(drawing);
    bytes_of(command)
}

fn md5sums(repo: &Repo, tree: &Path, files: &[PathBuf]) -> Result<Vec<u8>> {
    let mut command = repo.command("md5sum", &[]);
    command.args(files).current_dir(tree);
    bytes_of(command)
}

fn bytes_of(mut command: std::process::Command) -> Result<Vec<u8>> {
    let name = process::shown(&command);
    let output = command.output().map_err(|source| Error::Start { command: name.clone(), source })?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Error::Exit { command: name, code: output.status.code() })
    }
}

/// Writes a file into the tree, readable for all whatever the mask of this process.
fn put(tree: &Path, to: &str, bytes: &[u8]) -> Result<()> {
    let path = tree.join(to);
    let mut folder = tree.to_owned();
    for part in Path::new(to).parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        mode(&folder, 0o755)?;
    }
    mode(tree, 0o755)?;
    fs::write(&path, bytes).map_err(Error::file(&path))?;
    mode(&path, 0o644)
}

fn mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(Error::file(path))
}

/// Every file below `tree`, relative to it, in order.
fn files(tree: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![tree.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
            let path = entry.map_err(Error::file(&folder))?.path();
            match path.strip_prefix(tree) {
                Ok(below) if !path.is_dir() => files.push(below.to_owned()),
                _ => folders.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// As Debian's tools count: each file in whole KiB.
fn installed_kib(tree: &Path, files: &[PathBuf]) -> Result<u64> {
    let mut kib = 0;
    for file in files {
        let path = tree.join(file);
        kib += fs::metadata(&path).map_err(Error::file(&path))?.len().div_ceil(1024);
    }
    Ok(kib)
}

fn control(contents: &Contents, installed: u64) -> String {
    let Contents { version, about, architecture, depends, .. } = contents;
    format!(
        "Package: hyperdiv\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: Hyperdiv maintainers <maintainers@hyperdiv.io>\n\
         Installed-Size: {installed}\n\
         Depends: {depends}\n\
         Recommends: xdg-utils\n\
         Section: utils\n\
         Priority: optional\n\
         Description: {about}\n \
         Hyperdiv opens small desktop apps that keep what is yours on this computer.\n \
         Nothing is written before you agree, a saved value that a window shows is\n \
         on disk, and signed out means gone. It opens no network connection.\n \
         .\n \
         A session demo, a counter and a catalogue of elements come with it.\n"
    )
}

/// What the program needs at run time, by the libraries that it is linked with.
pub(super) fn depends(repo: &Repo, program: &Path) -> Result<String> {
    // The tool reads the source package's description, of which it needs the name alone.
    let folder = repo.path("target/bundle/shlibdeps");
    put(&folder, "debian/control", b"Source: hyperdiv\n\nPackage: hyperdiv\nArchitecture: any\n")?;
    let mut command = repo.command("dpkg-shlibdeps", &["-O", "--warnings=0", "-e"]);
    command.arg(program).current_dir(&folder);
    let answer = bytes_of(command)?;
    let answer = String::from_utf8_lossy(&answer);
    let list = answer.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    list.and_then(|list| raised(list, FLOOR))
        .ok_or_else(|| Error::failed(format!("dpkg-shlibdeps did not find {}: {answer}", FLOOR.0)))
}

/// The list with this package in this version or a newer one; `None` if it is not in the list.
fn raised(list: &str, (package, version): (&str, &str)) -> Option<String> {
    let numbers = |version: &str| -> Vec<u64> {
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    let mut found = false;
    let entries: Vec<String> = list
        .split(',')
        .map(str::trim)
        .map(|entry| {
            let (name, rest) = entry.split_once(' ').unwrap_or((entry, ""));
            if name != package {
                return entry.to_owned();
            }
            found = true;
            let asked = rest.trim_start_matches("(>= ").trim_end_matches(')');
            if numbers(asked) >= numbers(version) {
                entry.to_owned()
            } else {
                format!("{name} (>= {version})")
            }
        })
        .collect();
    found.then(|| entries.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::scratch::Scratch;

    #[test]
    fn a_library_is_asked_for_in_the_newer_of_two_versions() {
        let floor = ("libweb", "2.44");
        assert_eq!(
            raised("libc6 (>= 2.34), libweb (>= 2.39.5), z", floor).as_deref(),
            Some("libc6 (>= 2.34), libweb (>= 2.44), z")
        );
        assert_eq!(raised("libweb (>= 2.100.1)", floor).as_deref(), Some("libweb (>= 2.100.1)"));
        assert_eq!(raised("libweb", floor).as_deref(), Some("libweb (>= 2.44)"));
        assert_eq!(raised("libc6, libwebber (>= 3)", floor), None);
    }

    #[test]
    fn a_tree_is_readable_for_all_and_counted_in_whole_kib() {
        let tree = Scratch::new();
        put(tree.root(), "usr/share/a", &[0; 1025]).unwrap();
        put(tree.root(), "usr/b", &[0; 3]).unwrap();
        let found = files(tree.root()).unwrap();
        assert_eq!(found, [Path::new("usr/b"), Path::new("usr/share/a")]);
        assert_eq!(installed_kib(tree.root(), &found).unwrap(), 3);
        for (path, expected) in [("usr", 0o755), ("usr/share", 0o755), ("usr/share/a", 0o644)] {
            let mode = fs::metadata(tree.root().join(path)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, expected, "{path}");
        }
    }
}
