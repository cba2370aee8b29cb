//! An erasure and an import that are killed at each of their steps.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    fs,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use base64::Engine as _;
use hyperdiv_session::{
    Consent, Settings,
    home::{DiskHome, EraseStep, Home, HomeError},
    life::{Import, Present, Receipt, Restored, Sessions, erase_offline},
    store::{Batch, Entry, Pair, Store, StoreError, Tree},
    ui::data_offline,
};
use serde_json::{Value, json};
use support::{Running, command, command_after, home::disk, role};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;
const DIARY: &str = "her secret diary";
const STEPS: [EraseStep; 7] = [
    EraseStep::Noted,
    EraseStep::Keys,
    EraseStep::Store,
    EraseStep::Backups,
    EraseStep::Quarantine,
    EraseStep::Rest,
    EraseStep::Done,
];

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["erase", dir, step] => {
            let step = STEPS.get(step.parse::<usize>().expect("a number")).copied();
            let told = &mut |reached| {
                if Some(reached) == step {
                    die();
                }
            };
            erase_offline(disk(Path::new(dir)), NOW, told).expect("erased");
        }
        ["import", dir, document, steps] => {
            let left = Arc::new(AtomicU32::new(steps.parse().expect("a number")));
            let home = Mortal { inner: Box::new(disk(Path::new(dir))) as Box<dyn Home>, left };
            let mut sessions =
                Sessions::administer(Box::new(home), &Settings::default(), NOW).expect("sessions");
            let import = Import::parse(&fs::read(document).expect("a document")).expect("an export");
            sessions.import(&import, Present::Refuse, true, NOW).expect("imported");
            println!("imported");
        }
        _ => panic!("unknown role {role:?}"),
    }
}

fn die() {
    let me = rustix::process::getpid();
    rustix::process::kill_process(me, rustix::process::Signal::KILL).expect("SIGKILL");
}

/// A home whose process is killed before one of its writes.
struct Mortal<T: ?Sized> {
    left: Arc<AtomicU32>,
    inner: Box<T>,
}

impl<T: ?Sized> Mortal<T> {
    fn write(&self) {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 0 {
            die();
        }
    }
}

impl Home for Mortal<dyn Home> {
    fn exists(&self) -> Result<bool, HomeError> {
        self.inner.exists()
    }
    fn create(&mut self) -> Result<(), HomeError> {
        self.write();
        self.inner.create()
    }
    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        Ok(Box::new(Mortal { inner: self.inner.open_store()?, left: Arc::clone(&self.left) }))
    }
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        self.inner.read(name)
    }
    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        self.write();
        self.inner.write_durable(name, bytes)
    }
    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        self.inner.remove(name, overwrite)
    }
    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        self.inner.rename(from, to)
    }
    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.inner.names(prefix)
    }
    fn erase(&mut self) -> Result<(), HomeError> {
        self.inner.erase()
    }
    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        self.inner.files()
    }
}

impl Store for Mortal<dyn Store> {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(tree, key)
    }
    fn scan(&self, tree: Tree, prefix: &[u8]) -> Result<Vec<Pair>, StoreError> {
        self.inner.scan(tree, prefix)
    }
    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.write();
        self.inner.commit(batch)
    }
    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.inner.entries()
    }
}

/// Somebody signs in, writes, and ends the app before the webview is known to have the token. Answers their token.
fn furnish(base: &Path) -> String {
    let mut sessions = Sessions::open(Box::new(disk(base)), &Settings::default(), NOW).expect("sessions");
    sessions.begin();
    sessions.create_new(Consent::Granted, NOW).expect("signed in");
    sessions.set_value("diary", Some(json!(DIARY).to_string().into_bytes())).expect("set");
    sessions.set_stored("stored/motto", Some(json!("be kind").to_string().into_bytes())).expect("set");
    sessions.commit().expect("kept");
    let token = sessions.mirrored_token().expect("signed in");
    drop(sessions);
    // What other parts of the program leave beside it, in the clear, so that a search would find it.
    let profile = disk(base).directory().path().to_owned();
    for (place, name) in [
        ("backups/1", "store.json"),
        ("quarantine/1-damaged/store", "db"),
        ("logs", "today.log"),
        ("webview/localstorage", "app.localstorage"),
    ] {
        plant(&profile.join(place), name, &format!("{DIARY} {token}"));
    }
    assert!(traces(base, &token).len() >= 4, "a search finds what is there");
    token
}

fn plant(dir: &Path, name: &str, text: &str) {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).expect("a directory");
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(dir.join(name));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let base64 = base64::engine::general_purpose::STANDARD.encode(text);
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let bytes = [text.as_bytes(), &wide, base64.as_bytes(), hex.as_bytes()].concat();
    std::io::Write::write_all(&mut file.expect("a file"), &bytes).expect("written");
}

/// The files below `dir` in which the diary or the token is, in any form.
fn traces(dir: &Path, token: &str) -> Vec<PathBuf> {
    let mut forms = Vec::new();
    for marker in [DIARY, token] {
        forms.push(marker.as_bytes().to_vec());
        forms.push(marker.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(marker.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect());
        for before in ["", "a", "ab"] {
            let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(format!("{before}{marker}"));
            forms.push(text.as_bytes()[4..text.len() - 4].to_vec());
        }
    }
    let (mut found, mut left) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(
                fs::read_dir(&path).expect("a directory").map(|entry| entry.expect("an entry").path()),
            );
        } else if let Ok(bytes) = fs::read(&path)
            && forms.iter().any(|form| bytes.windows(form.len()).any(|part| part == form.as_slice()))
        {
            found.push(path);
        }
    }
    found
}

/// Erases until the step is reached, and no further.
fn erased_until(base: &Path, step: usize) {
    let mut erasing = Running::start(command(&["erase", base.to_str().expect("a path"), &step.to_string()]));
    assert_eq!(erasing.said("\0nothing"), None);
    let status = erasing.child.wait().expect("its end");
    assert!(!status.success(), "it was killed at {:?}", STEPS[step]);
}

#[test]
fn an_erasure_that_is_killed_at_any_step_is_finished_by_the_next() {
    for (nth, step) in STEPS.iter().enumerate() {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        let token = furnish(&base);
        erased_until(&base, nth);
        if nth >= 1 {
            let keys = disk(&base).directory().path().join("keys");
            assert!(!keys.exists(), "{step:?}: keys go first");
        }
        let receipt = erase_offline(disk(&base), NOW + 60, &mut |_| {}).expect("finished");
        // With the last step the note is gone as well, and only the webview's files were left to erase.
        let resumed = *step != EraseStep::Done;
        assert_eq!(receipt.resumed, resumed, "{step:?}");
        if resumed {
            assert_eq!(
                (receipt.sessions, receipt.values),
                (Some(1), Some(2)),
                "{step:?}: from before the kill"
            );
            for place in ["keys", "store", "backups", "quarantine", "logs", "webview"] {
                assert!(receipt.files[place].files > 0, "{step:?} {place}: {receipt}");
            }
            assert_eq!(receipt.began_at, "2026-01-01T00:00:00Z");
        }
        assert_eq!(receipt.erased_at, "2026-01-01T00:01:00Z");
        assert!(!base.exists(), "{step:?}");
        assert_eq!(traces(dir.path(), &token), Vec::<PathBuf>::new(), "{step:?}");
    }
}

#[test]
fn an_erasure_that_is_killed_at_any_step_is_finished_by_the_next_start_of_the_app() {
    for (nth, step) in STEPS.iter().enumerate() {
        let dir = TempDir::new().expect("a directory");
        let base = dir.path().join("hyperdiv");
        let token = furnish(&base);
        erased_until(&base, nth);
        let mut home = disk(&base);
        assert!(!home.exists().expect("settled"), "{step:?}");
        // As the host does before it builds a webview.
        home.erase_webview().expect("removed");
        let mut sessions = Sessions::open(Box::new(home), &Settings::default(), NOW).expect("sessions");
        assert_eq!(sessions.restore(Some(&token), NOW), Restored::SignedOut, "{step:?}");
        assert!(!base.exists(), "{step:?}");
        assert_eq!(traces(dir.path(), &token), Vec::<PathBuf>::new(), "{step:?}");
    }
}

#[test]
fn an_erasure_says_what_there_was_and_finds_nothing_of_it() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let token = furnish(&base);
    let mut steps = Vec::new();
    let receipt = erase_offline(disk(&base), NOW, &mut |step| steps.push(step)).expect("erased");
    assert_eq!(steps, STEPS);
    assert!(
        !receipt.resumed && receipt.searched.markers >= 5 && receipt.searched.found.is_empty(),
        "{receipt}"
    );
    assert_eq!(traces(dir.path(), &token), Vec::<PathBuf>::new());
    let text = receipt.to_string();
    for part in
        ["io.hyperdiv.test", "Sessions ended:  1", "Values removed:  2", "backups", "quarantine", "webview"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(&token[..16]) && !text.contains(DIARY), "{text}");
    let json = serde_json::to_value(&receipt).expect("JSON");
    assert_eq!(serde_json::from_value::<Receipt>(json).expect("a receipt"), receipt);
    // There is nothing to erase any more, and that is no error.
    let again = erase_offline(disk(&base), NOW, &mut |_| {}).expect("nothing to do");
    assert_eq!((again.sessions, again.files.len()), (Some(0), 0));
    assert!(!base.exists());
}

#[test]
fn what_cannot_be_opened_is_erased_all_the_same() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let token = furnish(&base);
    let profile = disk(&base).directory().path().to_owned();
    fs::write(profile.join("store/db"), [0x5a; 4096]).expect("damaged");
    let receipt = erase_offline(disk(&base), NOW, &mut |_| {}).expect("erased");
    assert!(receipt.files["store"].files > 0 && receipt.files["quarantine"].files > 0, "{receipt}");
    assert_eq!(traces(dir.path(), &token), Vec::<PathBuf>::new());
    assert!(!base.exists());
}

#[test]
fn a_full_disk_keeps_nothing_from_being_erased() {
    let dir = TempDir::new().expect("a directory");
    let base = dir.path().join("hyperdiv");
    let token = furnish(&base);
    let never = (STEPS.len()).to_string();
    let full = "trap '' XFSZ; ulimit -f 0";
    let role = ["erase", base.to_str().expect("a path"), &never];
    Running::start(command_after(full, &role)).succeeds();
    assert!(!base.exists());
    assert_eq!(traces(dir.path(), &token), Vec::<PathBuf>::new());
}

fn export(home: DiskHome) -> Value {
    data_offline(Box::new(home), ("io.hyperdiv.test", "default"), NOW, "data_export", &json!({}))
        .expect("an export")
}

#[test]
fn an_import_that_is_killed_at_any_write_has_happened_whole_or_not_at_all() {
    let dir = TempDir::new().expect("a directory");
    let from = dir.path().join("from");
    furnish(&from);
    let exported = export(disk(&from));
    let owners = exported["owners"].as_array().expect("owners").len();
    assert_eq!(owners, 2);
    let document = dir.path().join("export.json");
    fs::write(&document, exported.to_string()).expect("written");
    let (mut whole, mut nothing) = (0, 0);
    for writes in 0.. {
        let base = dir.path().join(format!("to-{writes}"));
        let place = base.to_str().expect("a path");
        let document = document.to_str().expect("a path");
        let mut importing = Running::start(command(&["import", place, document, &writes.to_string()]));
        let done = importing.said("imported").is_some();
        importing.child.wait().expect("its end");
        let found = export(disk(&base))["owners"].as_array().expect("owners").len();
        assert!(found == 0 || found == owners, "after {writes} writes: {found} of {owners}");
        if done {
            assert_eq!(found, owners);
            whole += 1;
            break;
        }
        nothing += usize::from(found == 0);
        // It can be imported again over what a killed one has left.
        let again = json!({ "document": exported, "consent": true, "merge": true });
        let of = ("io.hyperdiv.test", "default");
        data_offline(Box::new(disk(&base)), of, NOW, "data_import", &again).expect("imported");
        assert_eq!(export(disk(&base))["owners"].as_array().expect("owners").len(), owners);
    }
    assert!(whole == 1 && nothing >= 4, "{nothing} kills before the commit");
}
