//! On disk, a place that nobody else can read or exchange, in whatever environment the process was started.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, chown, symlink},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use hyperdiv_session::{
    directory::{self, Base, DirectoryError},
    home::{DiskHome, Home, HomeError},
    lock::ProfileLock,
    runtime_dir::RuntimeDirectory,
};
use support::{
    NOBODY, Running, command, command_as_nobody,
    home::{disk, furnished, profile, refused},
    is_root, mode, passable_dir, role, walk,
};
use tempfile::TempDir;

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        let mut unknown = command(&["unknown"]);
        unknown.stderr(Stdio::null());
        assert!(!Running::start(unknown).child.wait().expect("its end").success(), "an unknown role fails");
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["furnish", umask, base] => {
            let umask = u32::from_str_radix(umask, 8).expect("octal");
            rustix::process::umask(rustix::fs::Mode::from_raw_mode(umask));
            furnished(Path::new(base));
            let profile = profile(Path::new(base));
            let runtime = RuntimeDirectory::open_at(&Path::new(base).with_extension("run"), &profile);
            let path = runtime.expect("a runtime directory").lock_path();
            let _lock = ProfileLock::acquire(&path, Duration::ZERO).expect("the lock");
        }
        ["lock", path] => {
            let lock = ProfileLock::acquire(Path::new(path), Duration::ZERO);
            println!(
                "lock {}",
                if lock.is_ok_and(|lock| lock.path().exists()) { "taken" } else { "refused" }
            );
        }
        ["set umask"] => {
            directory::set_umask_077();
            let dir = TempDir::new().expect("a directory");
            fs::write(dir.path().join("file"), "").expect("written");
            fs::create_dir(dir.path().join("dir")).expect("made");
            println!("modes {:o} {:o}", mode(&dir.path().join("file")), mode(&dir.path().join("dir")));
        }
        ["read all", base] => {
            for path in walk_what_can_be_read(Path::new(base)) {
                println!("read {}", path.display());
            }
            println!("done");
        }
        ["create read-only", base] => {
            let mut home = disk(Path::new(base));
            let error = home.create().expect_err("nobody may write here");
            assert!(error.is_read_only(), "{error:?}");
            println!("refused");
        }
        ["write read-only", base] => {
            let mut home = furnished(Path::new(base));
            let closed = [home.directory().path().to_owned(), home.directory().path().join("keys")];
            for dir in &closed {
                fs::set_permissions(dir, fs::Permissions::from_mode(0o500)).expect("closed");
            }
            let error = home.write_durable("keys/ring.json", b"new").expect_err("a closed directory");
            assert!(error.is_read_only(), "{error:?}");
            assert_eq!(home.read("keys/ring.json").expect("read").as_deref(), Some(&b"secret ring"[..]));
            for dir in &closed {
                fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).expect("opened");
            }
            home.write_durable("keys/ring.json", b"new").expect("again");
            println!("refused");
        }
        ["base"] => match Base::resolve(None) {
            Ok(base) => println!("base {}", base.path().display()),
            Err(error) => println!("base error {error:?}"),
        },
        _ => panic!("unknown role {role:?}"),
    }
}

fn walk_what_can_be_read(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Ok(entries) = fs::read_dir(path) {
        found.push(path.to_owned());
        for entry in entries.flatten() {
            found.extend(walk_what_can_be_read(&entry.path()));
        }
    } else if fs::read(path).is_ok() {
        found.push(path.to_owned());
    }
    found
}

#[test]
fn everything_is_private_under_every_umask() {
    for umask in ["000", "022", "077"] {
        let dir = passable_dir();
        let base = dir.path().join("hyperdiv");
        Running::start(command(&["furnish", umask, base.to_str().expect("text")])).succeeds();
        let paths: Vec<PathBuf> = [walk(&base), walk(&base.with_extension("run"))].concat();
        for name in
            ["FORMAT.json", "store/db", "store/conf", "store/blobs", "keys/ring.json", "keys/data/0a.key"]
        {
            assert!(paths.iter().any(|path| path.ends_with(name)), "{name} is there");
        }
        assert!(paths.iter().any(|path| path.to_string_lossy().contains("/snap.")), "a snapshot is there");
        assert!(
            paths.iter().any(|path| path.extension().is_some_and(|end| end == "lock")),
            "a lock is there"
        );
        for path in paths {
            let due = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), due, "umask {umask}: {} is {:o}", path.display(), mode(&path));
        }
        assert!(disk(&base).repairs().is_empty(), "umask {umask}: nothing is left to repair");
    }
}

#[test]
fn the_process_makes_private_files_after_setting_its_umask() {
    let mut child = Running::start(command(&["set umask"]));
    assert_eq!(child.said("modes ").as_deref(), Some("600 700"));
    child.succeeds();
}

#[test]
fn another_user_reads_nothing() {
    let dir = passable_dir();
    let base = dir.path().join("hyperdiv");
    drop(furnished(&base));
    let open: Vec<_> = walk(&base).into_iter().filter(|path| mode(path) & 0o077 != 0).collect();
    assert_eq!(open, [] as [PathBuf; 0]);
    // Without root there is no other user to try it as; the modes above say it.
    if is_root() {
        fs::write(dir.path().join("control"), "").expect("a file for all");
        fs::set_permissions(dir.path().join("control"), fs::Permissions::from_mode(0o644)).expect("for all");
        let mut other =
            Running::start(command_as_nobody(dir.path(), &["read all", dir.path().to_str().expect("text")]));
        let mut read = Vec::new();
        while let Some(line) = other.said("") {
            read.push(line);
        }
        assert!(read.iter().any(|line| line.ends_with("done")), "{read:?}");
        assert!(read.iter().any(|line| line.ends_with("/control")), "the other user looks: {read:?}");
        assert!(!read.iter().any(|line| line.contains("hyperdiv")), "{read:?}");
        other.succeeds();
    }
}

#[test]
fn own_files_found_too_open_are_closed_and_told() {
    let dir = TempDir::new().expect("a directory");
    drop(furnished(dir.path().join("hyperdiv").as_path()));
    let base = dir.path().join("hyperdiv");
    let path = profile(&base).path().to_owned();
    fs::create_dir_all(path.join("webview/cache")).expect("made");
    fs::write(path.join("webview/cache/a"), "").expect("written");
    // WebKit keeps cached bodies under two names.
    fs::hard_link(path.join("webview/cache/a"), path.join("webview/cache/b")).expect("linked");
    let loosened = [
        (base.clone(), 0o755),
        (path.clone(), 0o711),
        (path.join("store"), 0o777),
        (path.join("store/db"), 0o644),
        (path.join("keys/ring.json"), 0o640),
        (path.join("keys/data/0a.key"), 0o666),
        (path.join("webview/cache"), 0o755),
        (path.join("webview/cache/a"), 0o644),
    ];
    for (path, mode) in &loosened {
        fs::set_permissions(path, fs::Permissions::from_mode(*mode)).expect("loosened");
    }
    let home = disk(&base);
    for (path, was) in &loosened {
        let repair = home.repairs().iter().find(|repair| {
            // One file with two names is repaired under the first that is met.
            repair.path == *path || path.ends_with("cache/a") && repair.path.ends_with("cache/b")
        });
        let repair = repair.unwrap_or_else(|| panic!("{} is not told", path.display()));
        assert_eq!((repair.from, repair.to), (*was, was & 0o700), "{repair}");
    }
    assert_eq!(walk(&base).into_iter().filter(|path| mode(path) & 0o077 != 0).count(), 0);
    assert!(disk(&base).repairs().is_empty(), "the second look finds nothing");
    assert!(home.exists().expect("asked"));
}

/// Each planted link stands for something of the attacker's choice, whose bytes must not change.
#[test]
fn links_are_refused_and_what_they_point_to_is_untouched() {
    for place in [
        "",
        "io.hyperdiv.test",
        "io.hyperdiv.test/default",
        "io.hyperdiv.test/default/store",
        "io.hyperdiv.test/default/store/db",
        "io.hyperdiv.test/default/store/conf",
        "io.hyperdiv.test/default/store/blobs",
        "io.hyperdiv.test/default/store/snap.0000000000000000",
        "io.hyperdiv.test/default/keys",
        "io.hyperdiv.test/default/keys/ring.json",
        "io.hyperdiv.test/default/keys/data",
        "io.hyperdiv.test/default/FORMAT.json",
        "io.hyperdiv.test/default/MANIFEST.json",
        "io.hyperdiv.test/default/MANIFEST.mark",
        "io.hyperdiv.test/default/backups",
        "io.hyperdiv.test/default/quarantine",
    ] {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        drop(furnished(&base));
        let link = if place.is_empty() { base.clone() } else { base.join(place) };
        let target = dir.path().join("target");
        if link.exists() {
            fs::rename(&link, &target).expect("moved away");
        } else {
            fs::write(&target, "victim").expect("a victim");
        }
        symlink(&target, &link).expect("a link");
        let bytes = |dir: &Path| -> Vec<(PathBuf, Option<Vec<u8>>)> {
            walk(dir).into_iter().map(|path| (path.clone(), fs::read(path).ok())).collect()
        };
        let before = bytes(&target);
        match refused(&base) {
            DirectoryError::Link { path } => assert_eq!(path, link),
            other => panic!("{place}: {other:?}"),
        }
        assert!(bytes(&target) == before, "{place}: the target has changed");
    }
}

#[test]
fn a_link_planted_after_the_check_is_not_followed() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let mut home = furnished(&base);
    let victim = dir.path().join("victim");
    fs::write(&victim, "victim").expect("a victim");
    let key = home.directory().path().join("keys/ring.json");
    fs::remove_file(&key).expect("removed");
    symlink(&victim, &key).expect("a link");
    for result in [
        home.read("keys/ring.json").map(|_| ()),
        home.write_durable("keys/ring.json", b"new"),
        home.remove("keys/ring.json", true),
    ] {
        assert!(matches!(result, Err(HomeError::Directory(DirectoryError::Link { .. }))), "{result:?}");
    }
    let store = home.directory().path().join("store/db");
    fs::rename(&store, dir.path().join("db")).expect("moved away");
    symlink(&victim, &store).expect("a link");
    assert!(home.open_store().is_err());
    assert_eq!(fs::read_to_string(&victim).expect("the victim"), "victim");
}

#[test]
fn a_key_file_with_a_second_name_is_refused() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let home = furnished(&base);
    let key = home.directory().path().join("keys/ring.json");
    fs::hard_link(&key, dir.path().join("second")).expect("a second name");
    assert!(matches!(refused(&base), DirectoryError::Link { path } if path == key));
    assert!(home.read("keys/ring.json").is_err());
}

#[test]
fn what_another_user_owns_is_refused() {
    if !is_root() {
        // The system's directories belong to another user for everyone but root.
        let home = DiskHome::open(profile(Path::new("/usr")));
        assert!(
            matches!(home, Err(HomeError::Directory(DirectoryError::ForeignOwner { owner: 0, .. }))),
            "{home:?}"
        );
        return;
    }
    for place in [
        "",
        "io.hyperdiv.test/default",
        "io.hyperdiv.test/default/store/db",
        "io.hyperdiv.test/default/keys/ring.json",
    ] {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        drop(furnished(&base));
        let path = if place.is_empty() { base.clone() } else { base.join(place) };
        chown(&path, Some(NOBODY), None).expect("given away");
        match refused(&base) {
            DirectoryError::ForeignOwner { path: told, owner } => assert_eq!((told, owner), (path, NOBODY)),
            other => panic!("{place}: {other:?}"),
        }
    }
}

#[test]
fn a_place_that_others_can_write_is_refused() {
    for (bits, fine) in [(0o777, false), (0o757, false), (0o1777, true), (0o755, true)] {
        let dir = TempDir::new().expect("a directory");
        let above = dir.path().join("above");
        fs::create_dir(&above).expect("made");
        fs::set_permissions(&above, fs::Permissions::from_mode(bits)).expect("set");
        let base = above.join("between/hyperdiv");
        match DiskHome::open(profile(&base)) {
            Ok(mut home) => {
                assert!(fine, "{bits:o}");
                home.create().expect("created");
            }
            Err(HomeError::Directory(DirectoryError::WritableByOthers { path })) => {
                assert!(!fine, "{bits:o}");
                assert_eq!(path, above.canonicalize().expect("a path"));
                assert!(!base.exists());
            }
            Err(other) => panic!("{bits:o}: {other:?}"),
        }
    }
    if is_root() {
        let dir = TempDir::new().expect("a directory");
        let above = dir.path().join("above");
        fs::create_dir(&above).expect("made");
        chown(&above, None, Some(100)).expect("a shared group");
        fs::set_permissions(&above, fs::Permissions::from_mode(0o770)).expect("set");
        assert!(matches!(refused(&above.join("hyperdiv")), DirectoryError::WritableByOthers { .. }));
        chown(&above, Some(1234), Some(0)).expect("another user's");
        fs::set_permissions(&above, fs::Permissions::from_mode(0o700)).expect("set");
        assert!(matches!(refused(&above.join("hyperdiv")), DirectoryError::WritableByOthers { .. }));
    }
}

#[test]
fn a_place_that_cannot_be_written_says_so() {
    let dir = passable_dir();
    let closed = dir.path().join("closed");
    fs::create_dir(&closed).expect("made");
    if is_root() {
        chown(&closed, Some(NOBODY), Some(NOBODY)).expect("theirs");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).expect("closed");
    let base = closed.join("hyperdiv");
    for role in ["create read-only", "write read-only"] {
        let mut other = Running::start(command_as_nobody(dir.path(), &[role, base.to_str().expect("text")]));
        assert!(other.said("refused").is_some(), "{role}");
        other.succeeds();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("opened");
    }
}

#[test]
fn the_base_is_found_or_refused_by_the_environment() {
    let asked = |set: &[(&str, &str)], unset: &[&str]| {
        let mut command = command(&["base"]);
        command.env_remove("XDG_DATA_HOME");
        command.envs(set.iter().copied());
        for name in unset {
            command.env_remove(name);
        }
        Running::start(command).said("base ").expect("an answer")
    };
    let dir = TempDir::new().expect("a directory");
    let home = dir.path().join("with space \u{e4}\u{4e2d}");
    fs::create_dir(&home).expect("made");
    let home = home.to_str().expect("text");
    assert_eq!(asked(&[("HOME", home)], &[]), format!("{home}/.local/share/hyperdiv"));
    assert_eq!(
        asked(&[("HOME", home), ("XDG_DATA_HOME", "relative")], &[]),
        format!("{home}/.local/share/hyperdiv")
    );
    let data = dir.path().join("data");
    let data = data.to_str().expect("text");
    assert_eq!(asked(&[("HOME", home), ("XDG_DATA_HOME", data)], &[]), format!("{data}/hyperdiv"));
    for bad in ["", "/", "//", "relative/home"] {
        assert_eq!(asked(&[("HOME", bad)], &[]), "error NoHome", "HOME={bad:?}");
    }
    assert_eq!(asked(&[], &["HOME"]), "error NoHome");
    assert_eq!(walk(dir.path()).len(), 2, "asking makes nothing");
}

#[test]
fn a_place_with_a_long_name_of_any_letters_is_used_like_another() {
    let dir = TempDir::new().expect("a directory");
    let part = "with space \u{e4}\u{4e2d} ".repeat(10);
    let base = dir.path().join(&part).join(&part).join("hyperdiv");
    assert!(base.as_os_str().len() > 300, "{}", base.as_os_str().len());
    drop(furnished(&base));
    let mut home = disk(&base);
    assert!(home.snapshot(0).is_ok_and(|taken| !taken), "no store is open");
    let store = home.open_store().expect("the store");
    assert_eq!(store.entries().expect("entries").len(), 1);
    assert!(home.snapshot(0).expect("a snapshot"));
    drop(store);
    home.erase().expect("erased");
    assert!(!base.exists());
}

/// A lock is taken through a file that no other user can open.
#[test]
fn another_user_cannot_take_our_locks() {
    let dir = passable_dir();
    let base = dir.path().join("hyperdiv");
    let home = furnished(&base);
    let runtime = RuntimeDirectory::open_at(&dir.path().join("run"), home.directory()).expect("made");
    let lock = ProfileLock::acquire(&runtime.lock_path(), Duration::ZERO).expect("the lock");
    for file in [lock.path().to_owned(), home.directory().path().join("store/db")] {
        let dirs = file
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(dir.path()) && *above != dir.path());
        assert!(
            dirs.into_iter().any(|above| mode(above) & 0o077 == 0),
            "{}: others get there",
            file.display()
        );
        assert_eq!(mode(&file) & 0o077, 0, "{}", file.display());
    }
    drop(lock);
    if is_root() {
        let path = runtime.lock_path();
        let words = ["lock", path.to_str().expect("text")];
        let mut other = Running::start(command_as_nobody(dir.path(), &words));
        assert_eq!(other.said("lock ").as_deref(), Some("refused"));
        other.succeeds();
    }
    ProfileLock::acquire(&runtime.lock_path(), Duration::ZERO).expect("it is free");
}

#[test]
fn the_runtime_directory_is_private_and_ours() {
    let dir = TempDir::new().expect("a directory");
    let [one, two] = ["one", "two"].map(|base| profile(&dir.path().join(base)));
    let place = dir.path().join("run");
    let open = || RuntimeDirectory::open_at(&place, &one);
    let runtime = open().expect("made");
    assert_eq!(mode(&place), 0o700);
    let other = RuntimeDirectory::open_at(&place, &two).expect("made");
    for (ours, theirs) in [
        (runtime.lock_path(), other.lock_path()),
        (runtime.webview_path(), other.webview_path()),
        (runtime.socket_path(), other.socket_path()),
    ] {
        assert_ne!(ours, theirs, "profiles have names of their own");
        assert_eq!(ours.parent(), Some(&*place));
    }

    let lock = ProfileLock::acquire(&runtime.lock_path(), Duration::ZERO).expect("the lock");
    assert_eq!(mode(lock.path()), 0o600);
    fs::create_dir_all(runtime.webview_path().join("cache")).expect("made");
    fs::write(runtime.webview_path().join("cache/a"), "").expect("written");
    fs::write(runtime.socket_path(), "").expect("written");
    assert!(other.remove_leftovers(&lock).is_err(), "with the lock of another profile");
    runtime.remove_leftovers(&lock).expect("removed");
    assert_eq!(walk(&place), [place.clone(), runtime.lock_path()]);

    let victim = dir.path().join("victim");
    fs::write(&victim, "victim").expect("a victim");
    symlink(&victim, other.lock_path()).expect("a link");
    assert!(ProfileLock::acquire(&other.lock_path(), Duration::ZERO).is_err_and(|error| !error.is_held()));
    assert_eq!(fs::read_to_string(&victim).expect("the victim"), "victim");

    drop(lock);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("loosened");
    open().expect("repaired");
    assert_eq!(mode(&place), 0o700);
    fs::rename(&place, dir.path().join("moved")).expect("moved");
    symlink(dir.path().join("moved"), &place).expect("a link");
    assert!(matches!(open(), Err(DirectoryError::Link { .. })));
    if is_root() {
        fs::remove_file(&place).expect("removed");
        fs::create_dir(&place).expect("made");
        chown(&place, Some(NOBODY), None).expect("given away");
        assert!(matches!(open(), Err(DirectoryError::ForeignOwner { owner: NOBODY, .. })));
    }
}
