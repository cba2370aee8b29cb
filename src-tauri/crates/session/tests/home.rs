//! The life of a home from consent to erasure, the same on disk and in memory.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    path::Path,
};

use hyperdiv_session::{
    directory::{self, AppId, Base, DirectoryError, ProfileDirectory, ProfileName},
    format::FormatError,
    home::{Home, HomeError, MemoryHome},
    store::{Store, Tree},
};
use support::{
    home::{disk, furnished, put},
    mode, walk,
};
use tempfile::TempDir;

/// What any home does from consent to erasure.
fn life(home: &mut dyn Home) {
    assert!(!home.exists().expect("asked"));
    assert_eq!(home.files().expect("files"), []);
    assert!(matches!(home.open_store(), Err(HomeError::Absent)));
    assert!(matches!(home.write_durable("keys/ring.json", b"x"), Err(HomeError::Absent)));
    assert_eq!(home.read("keys/ring.json").expect("read"), None);
    home.erase().expect("nothing to erase");

    home.create().expect("created");
    assert!(home.exists().expect("asked"));
    put(home.open_store().expect("the store").as_ref(), "marker-key", b"marker-value");
    home.create().expect("created already");
    let store = home.open_store().expect("the same store");
    assert_eq!(store.get(Tree::Data, b"marker-key").expect("got"), Some(b"marker-value".to_vec()));
    drop(store);

    home.write_durable("keys/ring.json", b"ring 1").expect("written");
    home.write_durable("keys/ring.json", b"ring 2").expect("written over");
    home.write_durable("keys/data/0b.key", b"").expect("written");
    home.write_durable("keys/data/0a.key", b"key").expect("written");
    assert_eq!(home.read("keys/ring.json").expect("read"), Some(b"ring 2".to_vec()));
    assert_eq!(home.names("keys/data/").expect("names"), ["keys/data/0a.key", "keys/data/0b.key"]);
    assert!(home.names("").expect("names").contains(&"FORMAT.json".to_owned()));
    for bad in ["../x", "/x", "", "store/db", "webview/x"] {
        assert!(matches!(home.write_durable(bad, b""), Err(HomeError::Name { .. })), "{bad}");
        assert!(matches!(home.read(bad), Err(HomeError::Name { .. })), "{bad}");
        assert!(matches!(home.remove(bad, true), Err(HomeError::Name { .. })), "{bad}");
    }
    let found = |home: &dyn Home, text: &[u8]| {
        home.files()
            .expect("files")
            .iter()
            .any(|(_, bytes)| bytes.windows(text.len()).any(|part| part == text))
    };
    for marker in ["marker-value", "ring 2"] {
        assert!(found(home, marker.as_bytes()), "{marker}");
    }
    assert!(!found(home, b"ring 1"), "a file that was written over is gone");

    for (name, overwrite) in [("keys/data/0b.key", false), ("keys/ring.json", true)] {
        home.remove(name, overwrite).expect("removed");
        assert_eq!(home.read(name).expect("read"), None);
        home.remove(name, overwrite).expect("removed already");
    }
    home.erase().expect("erased");
    assert!(!home.exists().expect("asked"));
    assert_eq!(home.files().expect("files"), []);
    home.create().expect("created again");
    assert_eq!(home.open_store().expect("a store").entries().expect("entries"), [], "it starts empty");
    home.erase().expect("erased again");
}

#[test]
fn homes_on_disk_and_in_memory_live_alike() {
    let mut memory = MemoryHome::new();
    life(&mut memory);
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("deeper/hyperdiv");
    life(&mut disk(&base));
    assert!(!base.exists(), "the last home takes the empty directories with it");
}

#[test]
fn clones_of_a_home_in_memory_are_one_home() {
    let mut home = MemoryHome::new();
    let mut after_restart = home.clone();
    home.create().expect("created");
    put(home.open_store().expect("the store").as_ref(), "a", b"1");
    drop(home);
    let store = after_restart.open_store().expect("the store");
    assert_eq!(store.get(Tree::Data, b"a").expect("got"), Some(b"1".to_vec()));
}

#[test]
fn nothing_exists_before_consent() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let home = disk(&base);
    assert!(!home.exists().expect("asked"));
    assert_eq!(walk(dir.path()), [dir.path()]);
}

#[test]
fn creating_and_erasing_survive_being_cut_short() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    // Killed while creating: before FORMAT.json there is no home, and nothing has been kept.
    let home = furnished(&base);
    let path = home.directory().path().to_owned();
    fs::write(path.join(".creating"), "").expect("its marker");
    fs::remove_file(path.join("FORMAT.json")).expect("not yet written");
    assert!(!home.exists().expect("asked"));
    assert_eq!(walk(dir.path()), [dir.path()]);

    // Killed between FORMAT.json and removing the marker: the home is there.
    let mut home = furnished(&base);
    fs::write(path.join(".creating"), "").expect("its marker");
    assert!(home.exists().expect("asked"));
    assert_eq!(home.open_store().expect("the store").entries().expect("entries").len(), 1);
    assert!(!path.join(".creating").exists());

    // Killed while erasing: it goes on, and leaves only the webview's data.
    fs::create_dir(path.join("webview")).expect("made");
    fs::write(path.join("webview/a"), "").expect("written");
    fs::write(path.join(".erasing"), "").expect("its marker");
    assert!(!home.exists().expect("asked"));
    assert_eq!(walk(&path), [path.clone(), path.join("webview"), path.join("webview/a")]);
    home.create().expect("consent again, beside the webview's data");
    home.erase().expect("erased");
    home.erase_webview().expect("and the rest");
    assert_eq!(walk(dir.path()), [dir.path()]);
}

#[test]
fn what_a_killed_write_left_is_removed() {
    let dir = TempDir::new().expect("a directory");
    let mut home = furnished(&dir.path().join("hyperdiv"));
    let left = home.directory().path().join("keys/data/.tmp-0a.key");
    fs::write(&left, "half a key").expect("left");
    fs::set_permissions(&left, fs::Permissions::from_mode(0o600)).expect("private");
    drop(home.open_store().expect("the store"));
    assert!(!left.exists());
    assert_eq!(home.read("keys/data/0a.key").expect("read"), Some(b"secret key".to_vec()));
}

#[test]
fn a_directory_that_is_no_home_is_refused() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let mut home = furnished(&base);
    let format = home.directory().path().join("FORMAT.json");
    let good = fs::read_to_string(&format).expect("FORMAT.json");
    let rewrite = |text: &str| fs::write(&format, text).expect("written");

    rewrite(&good.replace("\"schema\":2", "\"schema\":3"));
    let error = home.open_store().err().expect("newer");
    assert!(
        matches!(&error, HomeError::Format(format) if format.is_newer()) && !error.is_damaged(),
        "{error:?}"
    );
    rewrite(&good.replace("sled-0.34", "sled-1.0"));
    assert!(matches!(home.open_store().err(), Some(HomeError::Format(FormatError::OtherEngine { .. }))));
    rewrite("{");
    assert!(home.open_store().err().is_some_and(|error| error.is_damaged()));
    rewrite(&good.replace("\"store_id\":\"", "\"store_id\":\"00000000000000000000000000000000\",\"old\":\""));
    assert!(home.open_store().err().is_some_and(|error| error.is_damaged()), "another store's id");

    fs::remove_file(&format).expect("removed");
    assert!(matches!(home.exists(), Err(HomeError::Format(FormatError::Missing { .. }))));
    assert!(
        matches!(home.create(), Err(HomeError::Format(FormatError::Missing { .. }))),
        "nothing is overwritten"
    );
    rewrite(&good);
    assert_eq!(
        home.open_store().expect("the store").entries().expect("entries").len(),
        1,
        "nothing was lost"
    );
}

#[test]
fn whoever_could_not_tell_the_person_leaves_a_damaged_store_alone() {
    let dir = TempDir::new().expect("a directory");
    let home = furnished(&dir.path().join("hyperdiv"));
    let store = home.directory().path().join("store");
    fs::remove_dir_all(&store).expect("removed");
    let mut home = home.without_repair();
    assert!(home.open_store().err().is_some_and(|error| error.is_damaged()));
    assert!(!store.exists(), "a lost store is not made anew");
    assert_eq!(home.recovery().expect("asked"), None);
}

#[test]
fn overwriting_reaches_the_bytes_of_the_file() {
    let dir = TempDir::new().expect("a directory");
    let mut home = furnished(&dir.path().join("hyperdiv"));
    let held = fs::File::open(home.directory().path().join("keys/ring.json")).expect("open while it goes");
    home.remove("keys/ring.json", true).expect("removed");
    assert_eq!(std::io::read_to_string(&held).expect("read"), "\0".repeat("secret ring".len()));
    let held = fs::File::open(home.directory().path().join("keys/data/0a.key")).expect("open while it goes");
    home.erase().expect("erased");
    assert_eq!(std::io::read_to_string(&held).expect("read"), "\0".repeat("secret key".len()));
}

#[test]
fn a_durable_write_is_whole_and_leaves_nothing_beside_it() {
    let dir = TempDir::new().expect("a directory");
    let path = dir.path().join("file");
    let first = {
        directory::write_durable(&path, b"1").expect("written");
        fs::metadata(&path).expect("it").ino()
    };
    directory::write_durable(&path, &[2; 100_000]).expect("written over");
    assert_ne!(fs::metadata(&path).expect("it").ino(), first, "a new file takes the old one's place");
    assert_eq!(directory::read_private(&path).expect("read"), Some(vec![2; 100_000]));
    assert_eq!((mode(&path), walk(dir.path()).len()), (0o600, 2));
    assert!(directory::write_durable(dir.path(), b"").is_err(), "a directory is no file");
    assert!(directory::write_durable(&dir.path().join("none/file"), b"").is_err());
}

#[test]
fn names_of_apps_and_profiles_cannot_leave_the_base() {
    for good in ["io.hyperdiv.session-demo", "a.b", "org.Example.App2"] {
        assert_eq!(AppId::parse(good).expect(good).as_str(), good);
    }
    for bad in [
        "", "app", ".", "..", "a..b", ".a.b", "a.b.", "a/b.c", "a.b/..", "a.-b", "a b.c", "\u{e4}.b", "a\0.b",
    ] {
        assert!(matches!(AppId::parse(bad), Err(DirectoryError::Name { .. })), "{bad:?}");
    }
    assert!(AppId::parse(&format!("a.{}", "b".repeat(127))).is_err());
    for good in ["default", "a", "2", "work-2", &"a".repeat(32)] {
        assert_eq!(ProfileName::parse(good).expect(good).as_str(), good);
    }
    for bad in ["", "Default", "a_b", "a.b", "..", "a/b", &"a".repeat(33)] {
        assert!(matches!(ProfileName::parse(bad), Err(DirectoryError::Name { .. })), "{bad:?}");
    }
    assert_eq!(ProfileName::default().as_str(), "default");
}

#[test]
fn a_base_has_one_name() {
    let dir = TempDir::new().expect("a directory");
    let real = dir.path().canonicalize().expect("a path").join("real");
    fs::create_dir(&real).expect("made");
    symlink(&real, dir.path().join("link")).expect("a link of our own above");
    let base = |path: &Path| Base::resolve(Some(path)).expect("a base").path().to_owned();
    assert_eq!(base(&dir.path().join("link/hyperdiv")), real.join("hyperdiv"));
    assert_eq!(base(&real.join("later/hyperdiv")), real.join("later/hyperdiv"));
    assert_eq!(base(&dir.path().join("link/hyperdiv/")), real.join("hyperdiv"));
    for bad in ["/", "..", "/nowhere/../.."] {
        let result = Base::resolve(Some(Path::new(bad))).and_then(|base| {
            ProfileDirectory::new(base, AppId::parse("a.b").expect("an id"), ProfileName::default()).verify()
        });
        assert!(matches!(result, Err(DirectoryError::Unusable { .. })), "{bad}: {result:?}");
    }
}

/// `hyperdiv doctor` and the verbs of the command line look at a store: what lies beside it stays as it was.
#[test]
fn looking_changes_nothing_that_is_known_of_the_store() {
    let dir = TempDir::new().expect("a directory");
    let home = furnished(&dir.path().join("hyperdiv"));
    let path = home.directory().path().to_owned();
    fs::write(path.join(".suspect"), "damaged").expect("written");
    fs::remove_file(path.join("keys/manifest.key")).expect("removed");
    let manifest = fs::read(path.join("MANIFEST.json")).expect("the manifest");
    let mut home = home.without_repair();
    drop(home.open_store().expect("the store"));
    assert!(path.join(".suspect").exists() && !path.join("keys/manifest.key").exists());
    assert_eq!(fs::read(path.join("MANIFEST.json")).expect("the manifest"), manifest);
    let mut home = disk(&dir.path().join("hyperdiv"));
    drop(home.open_store().expect("the store"));
    assert!(!path.join(".suspect").exists() && path.join("keys/manifest.key").exists());
    assert_eq!(home.take_notes().len(), 2, "what is missing is told");
}
