//! What the system is asked to make and to write before the person consents: nothing but what the toolkit itself is known to.

use std::fs;
use std::path::{Path, PathBuf};

use crate::desk::{Desk, Under};

/// A file or directory that was made, opened for writing, or the new name of one.
fn written(line: &str) -> Option<PathBuf> {
    let (_, call) = line.split_once(' ')?;
    let (call, result) = call.trim_start().rsplit_once(" = ")?;
    if result.starts_with('-') || result.starts_with('?') {
        return None;
    }
    let (name, args) = call.split_once('(')?;
    let opens = ["open", "openat", "creat"].contains(&name);
    if opens && !["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| args.contains(flag)) && name != "creat" {
        return None;
    }
    // With `-y` the result of opening names the file itself, wherever its directory was.
    if let Some((_, path)) = result.split_once('<').filter(|_| opens) {
        return Some(path.trim_end_matches(['>', '\n']).into());
    }
    let last = args.rsplit('"').nth(1)?;
    let within = args.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("/", |(dir, _)| dir);
    Some(Path::new(within).join(last))
}

#[test]
fn a_trace_is_read_as_strace_writes_it() {
    for (line, path) in [
        (
            r#"12 openat(AT_FDCWD</home/a>, "x/y", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 5</home/a/x/y>"#,
            Some("/home/a/x/y"),
        ),
        (r#"12 openat(AT_FDCWD</home/a>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 5</etc/hosts>"#, None),
        (
            r#"12 openat(AT_FDCWD</home/a>, "/nowhere", O_RDWR|O_CREAT, 0600) = -1 EACCES (Permission denied)"#,
            None,
        ),
        (r#"12 mkdir("/home/a/b", 0700) = 0"#, Some("/home/a/b")),
        (r#"12 mkdirat(AT_FDCWD</home/a>, "b", 0700) = 0"#, Some("/home/a/b")),
        (r#"12 rename("/home/a/b", "/home/a/c") = 0"#, Some("/home/a/c")),
        (r#"12 mkdir("/home/a/b", 0700) = -1 EEXIST (File exists)"#, None),
        ("12 +++ exited with 0 +++", None),
    ] {
        assert_eq!(written(line), path.map(PathBuf::from), "{line}");
    }
}

fn home_of_user() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}

#[test]
fn before_consent_nothing_is_written_but_the_files_that_the_toolkit_is_known_to_write() {
    let desk = Desk::new();
    let app = desk.app("session_demo", Under::Files);
    app.sign_in(false);
    app.increment_to(2);
    app.terminate();
    let trace = fs::read_to_string(desk.file("files")).unwrap();
    let paths: Vec<PathBuf> = trace.lines().filter_map(written).collect();
    let runtime = desk.run().join("hyperdiv");
    assert!(
        paths.iter().any(|path| path.starts_with(&runtime)),
        "the trace has seen the runtime directory being made"
    );
    let list = include_str!("toolkit-files.txt");
    let known: Vec<&str> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut strange: Vec<&PathBuf> = paths
        .iter()
        .filter(|path| {
            let of_toolkit = |within: &Path| {
                path.strip_prefix(within).is_ok_and(|name| {
                    let name = format!("{}/", name.display());
                    // A directory on the way to a known file is known as well.
                    known.iter().any(|known| name.starts_with(known) || known.starts_with(&name))
                })
            };
            !path.starts_with(&runtime)
                && !["/dev", "/proc", "/memfd:"].iter().any(|start| path.to_string_lossy().starts_with(start))
                && **path != desk.home()
                && **path != desk.run()
                && !of_toolkit(&desk.home())
                // The driver of the graphics looks it up in the list of users, whatever HOME says.
                && !of_toolkit(&home_of_user())
                && !of_toolkit(&desk.run())
        })
        .collect();
    strange.sort();
    strange.dedup();
    assert!(strange.is_empty(), "{strange:#?}");
    assert!(!desk.base().exists());
}
