//! Disks and stores that fail, before the start and while the app runs: what the window says, and that nothing is lost.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::{FlockOperation, flock};

use crate::desk::{DEMO_ID, Desk, Under};
use crate::page::App;
use crate::process::{files, until};

/// A file system of its own, small enough to be filled, unmounted at the end. Only root can mount one.
struct Disk(PathBuf);

impl Disk {
    fn mount(desk: &Desk) -> Option<Disk> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("not tried: only root can mount a file system");
            return None;
        }
        let at = desk.file("disk");
        fs::create_dir(&at).unwrap();
        let disk = Disk(at);
        disk.run("mount", &["-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs"]);
        Some(disk)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn read_only(&self, yes: bool) {
        self.run("mount", &["-o", if yes { "remount,ro" } else { "remount,rw" }]);
    }

    /// Takes all the room that is left, what is reserved for files and not written yet as well.
    fn fill(&self) {
        for file in files(&self.data()) {
            let status = Command::new("fallocate").arg("--dig-holes").arg(&file).status().unwrap();
            assert!(status.success(), "fallocate {}: {status}", file.display());
        }
        let mut filler = fs::File::create(self.filler()).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            let block = vec![1; size];
            while filler.write_all(&block).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    fn run(&self, program: &str, args: &[&str]) {
        let status = Command::new(program).args(args).arg(&self.0).status().unwrap();
        assert!(status.success(), "{program} {args:?}: {status}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: an app of a failed test may still be there.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// A stick that is plugged in for the data is used as it is: the program neither takes it away nor stumbles over it.
#[test]
fn a_mounted_medium_may_be_the_data_directory() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    let app = demo(&desk, &disk.0);
    app.see("Not authenticated yet.");
    app.sign_in(true);
    app.increment_to(2);
    app.close(&desk);
    assert_eq!(desk.exit_code(), "0");
    let again = demo(&desk, &disk.0);
    again.see_count(2);
    again.log_out();
    again.close(&desk);
    assert!(disk.0.is_dir());
}

fn demo(desk: &Desk, data: &Path) -> App {
    desk.app_with("session_demo", Under::Shell, &["--data-dir", data.to_str().unwrap()])
}

/// Everything below `dir` with its content.
fn content(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> =
        files(dir).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    all.sort();
    all
}

/// A person who signed in with consent and counted to two, and closed the app.
fn kept(desk: &Desk, data: &Path) {
    let app = demo(desk, data);
    app.sign_in(true);
    app.increment_to(2);
    app.terminate();
}

#[test]
fn a_full_disk_is_told_nothing_unsaved_is_shown_and_it_works_again_when_there_is_room() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    let app = demo(&desk, &disk.data());
    app.sign_in(true);
    app.increment_to(1);
    disk.fill();
    // What fits into pages that are there already is saved; the first count that is not is told.
    let mut shown = 1;
    while app.notice().is_empty() {
        app.click("Increment");
        app.wait(
            "document.querySelectorAll('#app p')[2]?.textContent !== arguments_[0]
                || document.querySelector('#notice').childNodes.length > 0",
            &[serde_json::json!(shown.to_string())],
        );
        let now = app.count();
        assert!(now == shown + 1 || !app.notice().is_empty(), "{shown} became {now}");
        shown = now;
    }
    let said = app.notice();
    assert!(said.contains("Not saved") && said.contains("free some space"), "{said}");
    assert_eq!(app.count(), shown, "a count that was not saved is shown");
    app.picture(&desk, "disk-full");

    // As long as there is no room, trying again says the same.
    app.act("retry");
    app.see_notice("Not saved");
    disk.make_room();
    app.act("retry");
    app.see_count(shown + 1);
    app.see_no_notice();
    app.increment_to(shown + 3);
    app.kill_with_web_processes();

    let app = demo(&desk, &disk.data());
    assert!(app.is_signed_in(), "{:?}", app.said());
    assert_eq!(app.count(), shown + 3);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
}

/// What cannot be written then is noted by another name of a file, which needs no room.
#[test]
fn a_log_out_on_a_full_disk_holds_over_a_restart_for_a_copied_token_too() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    kept(&desk, &disk.data());
    let app = demo(&desk, &disk.data());
    let token = app.token();
    disk.fill();
    while app.notice().is_empty() {
        let count = app.count();
        app.click("Increment");
        app.wait(
            "document.querySelectorAll('#app p')[2]?.textContent !== arguments_[0]
                || document.querySelector('#notice').childNodes.length > 0",
            &[serde_json::json!(count.to_string())],
        );
    }
    app.click("Log out");
    app.see_notice("could not be removed yet");
    app.kill_with_web_processes();

    disk.make_room();
    let app = demo(&desk, &disk.data());
    assert!(!app.is_signed_in(), "{:?}", app.said());
    app.run("localStorage.setItem('hyperdiv-session', arguments[0])", &[serde_json::json!(token)]);
    until("the copy is on disk", || {
        let wide: Vec<u8> = token.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let holds = |file: &PathBuf| {
            let content = fs::read(file).unwrap_or_default();
            [token.as_bytes(), &wide].iter().any(|form| content.windows(form.len()).any(|part| part == *form))
        };
        files(&disk.data().join(DEMO_ID).join("default/webview/localstorage")).iter().any(holds)
    });
    app.kill_with_web_processes();
    let app = demo(&desk, &disk.data());
    assert!(!app.is_signed_in(), "a copied token was taken: {:?}", app.said());
    app.terminate();
    let keys = files(&disk.data().join(DEMO_ID).join("default/keys/data"));
    let of_the_app = |name: &str| name.ends_with(".key") || name.ends_with(".key2");
    assert!(keys.iter().all(|key| of_the_app(key.to_str().unwrap())), "{keys:?}");
    assert_eq!(keys.len(), 2, "only the app's own key is left: {keys:?}");
}

#[test]
fn a_disk_that_is_full_at_the_start_is_told_and_the_data_come_back_when_there_is_room() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    kept(&desk, &disk.data());
    disk.fill();
    let app = demo(&desk, &disk.data());
    app.see_notice("full disk");
    app.picture(&desk, "disk-full-at-start");
    disk.make_room();
    app.act("retry");
    app.see("Session demo app.");
    assert_eq!(app.count(), 2);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
}

#[test]
fn a_medium_that_cannot_be_written_is_told_and_the_app_goes_on_without_saving() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    kept(&desk, &disk.data());
    let before = content(&disk.0);
    disk.read_only(true);
    let app = demo(&desk, &disk.data());
    app.see_notice("Your data cannot be written");
    assert!(app.texts().is_empty(), "the app ran before the person chose: {:?}", app.texts());
    app.picture(&desk, "read-only");
    app.act("this_run");
    app.see("Not authenticated yet.");
    app.see_notice("Nothing is saved");
    app.picture(&desk, "memory-only");
    // Asked to keep the session, it says why it cannot; the session works all the same.
    app.sign_in(true);
    app.see_notice("but not on this computer");
    app.increment_to(1);
    app.log_out();
    app.see_notice("Nothing is saved");
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
    assert_eq!(content(&disk.0), before);

    disk.read_only(false);
    let app = demo(&desk, &disk.data());
    assert!(app.is_signed_in(), "the run without saving signed the person out: {:?}", app.said());
    assert_eq!(app.count(), 2);
}

#[test]
fn a_directory_that_cannot_be_made_at_consent_is_told_and_the_session_lasts_for_the_run() {
    let desk = Desk::new();
    let Some(disk) = Disk::mount(&desk) else { return };
    disk.read_only(true);
    let app = demo(&desk, &disk.data());
    app.sign_in(true);
    app.see_notice("but not on this computer");
    app.picture(&desk, "not-kept");
    app.increment_to(1);
    // Made writable, it can be kept after all.
    disk.read_only(false);
    app.act("retry");
    app.see_no_notice();
    app.increment_to(2);
    app.kill_with_web_processes();
    let app = demo(&desk, &disk.data());
    assert!(app.is_signed_in());
    assert_eq!(app.count(), 2);
}

/// Starts where the store is beyond help: one sentence on standard error and on a page, and the exit code 5 when it is closed.
fn is_beyond_help(desk: &Desk, culprit: &str) {
    let app = desk.app("session_demo", Under::Shell);
    let said = app.said();
    let sentences: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix("hyperdiv: ")).collect();
    let [sentence] = sentences[..] else { panic!("one line was due: {said:#?}") };
    assert!(sentence.contains(culprit), "{sentence}");
    assert!(app.texts().iter().any(|text| text == sentence), "{:?}", app.texts());
    app.picture(desk, culprit);
    app.terminate();
    assert_eq!(desk.exit_code(), "5");
}

#[test]
fn data_of_a_newer_version_are_left_alone() {
    let desk = Desk::new();
    kept(&desk, &desk.base());
    let format = desk.data().join("FORMAT.json");
    let good = fs::read_to_string(&format).unwrap();
    fs::write(&format, good.replace("\"schema\":2", "\"schema\":99")).unwrap();
    let before = content(&desk.data());
    is_beyond_help(&desk, "schema 99");
    assert_eq!(content(&desk.data()), before);
    fs::write(&format, good).unwrap();
    let app = desk.demo();
    assert!(app.is_signed_in());
    assert_eq!(app.count(), 2);
}

/// The only quarantine, with a store in it as it was found.
fn quarantine(desk: &Desk) -> PathBuf {
    let kept: Vec<PathBuf> =
        fs::read_dir(desk.data().join("quarantine")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [kept] = &kept[..] else { panic!("{kept:?}") };
    kept.clone()
}

#[test]
fn a_damaged_store_is_restored_as_of_the_exit_and_the_person_reads_it() {
    let desk = Desk::new();
    kept(&desk, &desk.base());
    fs::remove_file(desk.file("exit-code")).unwrap();
    let log = desk.data().join("store/db");
    let garbage = vec![0xa5; usize::try_from(fs::metadata(&log).unwrap().len()).unwrap()];
    fs::write(&log, &garbage).unwrap();
    // The command line could not tell anybody, and leaves it alone.
    assert_eq!(desk.verb(&["session", "list"]).status.code(), Some(5));
    assert!(fs::read(&log).unwrap() == garbage, "the damaged store was changed");

    let app = desk.app("session_demo", Under::Shell);
    app.see_notice("Your data were damaged and have been repaired");
    let said = app.notice();
    assert!(said.contains("Nothing is lost") && said.contains("quarantine"), "{said}");
    assert!(app.texts().is_empty(), "the app ran before the person had read it: {:?}", app.texts());
    app.picture(&desk, "restored");
    app.act("accept");
    app.see("Session demo app.");
    assert_eq!(app.count(), 2);
    app.see_no_notice();
    assert!(app.said().iter().any(|line| line.contains("the store was damaged")), "{:?}", app.said());
    let kept = quarantine(&desk);
    assert!(fs::read(kept.join("store/db")).unwrap() == garbage, "what was found is not kept as it was");
    app.increment_to(3);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
    let doctor = desk.verb(&["doctor"]);
    let doctor = String::from_utf8_lossy(&doctor.stdout);
    assert!(doctor.contains("Snapshots") && doctor.contains("the last of"), "{doctor}");
    assert!(doctor.contains(kept.file_name().unwrap().to_str().unwrap()), "{doctor}");
}

#[test]
fn a_lost_store_without_a_snapshot_is_no_first_run() {
    let desk = Desk::new();
    kept(&desk, &desk.base());
    fs::remove_file(desk.file("exit-code")).unwrap();
    fs::remove_dir_all(desk.data().join("backups")).unwrap();
    fs::remove_file(desk.data().join("store/db")).unwrap();
    desk.prefer_dark(true);
    let app = desk.app("session_demo", Under::Shell);
    app.see_notice("Your data were missing and could not be restored");
    app.picture(&desk, "not-restored-dark");
    app.act("accept");
    app.see("Not authenticated yet.");
    app.sign_in(true);
    app.increment_to(1);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
    assert!(quarantine(&desk).join("report.json").exists());
}

#[test]
fn a_directory_without_its_description_is_left_alone() {
    let desk = Desk::new();
    kept(&desk, &desk.base());
    fs::write(desk.data().join("FORMAT.json"), "{").unwrap();
    is_beyond_help(&desk, "FORMAT.json");
}

#[test]
fn a_store_that_another_program_holds_is_waited_for_and_can_be_tried_again() {
    let desk = Desk::new();
    kept(&desk, &desk.base());
    let held = fs::File::open(desk.data().join("store/db")).unwrap();
    flock(&held, FlockOperation::LockExclusive).unwrap();
    let app = desk.app("session_demo", Under::Shell);
    app.see_notice("in use by another process");
    app.picture(&desk, "held");
    app.terminate();
    assert_eq!(desk.exit_code(), "5");
    fs::remove_file(desk.file("exit-code")).unwrap();

    let app = desk.app("session_demo", Under::Shell);
    app.see_notice("Your data cannot be read");
    drop(held);
    app.act("retry");
    app.see("Session demo app.");
    assert_eq!(app.count(), 2);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");
}
