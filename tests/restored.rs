//! A store that is damaged while the app is closed: what the person reads at the next start, and what they find.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

#[path = "../examples/session_demo.rs"]
#[expect(dead_code, reason = "its `main` opens a window")]
mod session_demo;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use hyperdiv::testing::{Harness, Role};
use session_demo::app;

const KEEP: &str = "Keep me signed in on this computer";

struct Kept {
    dir: tempfile::TempDir,
    app: Harness,
}

impl Kept {
    /// Somebody who signed in with consent and counted to this.
    fn counted_to(count: u64) -> Kept {
        let dir = tempfile::tempdir().expect("a scratch directory");
        let mut app = Harness::builder().data_dir(dir.path()).build(app);
        app.click(Role::Checkbox, KEEP);
        app.click(Role::Button, "Authenticate");
        let mut kept = Kept { dir, app };
        kept.count(count);
        kept
    }

    fn count(&mut self, by: u64) {
        for _ in 0..by {
            self.app.click(Role::Button, "Increment");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("org.example.test/default").join(name)
    }

    /// What the runtime says above the app, if it says anything.
    fn told(&self) -> Option<String> {
        let told = self.app.count(Role::Alert) > 0;
        told.then(|| self.app.tree())
    }

    /// The log is gone when the app starts again, without having been closed.
    fn lose_the_log(&mut self) {
        fs::remove_file(self.path("store/db")).expect("it is there");
        self.app.kill();
    }

    #[track_caller]
    fn shows(&self, count: u64) {
        assert!(self.app.has(Role::Button, "Log out"), "\n{}", self.app.tree());
        assert!(self.app.has(Role::Text, &count.to_string()), "\n{}", self.app.tree());
    }
}

#[test]
fn what_was_restored_is_told_once_and_the_person_is_still_signed_in() {
    let mut kept = Kept::counted_to(3);
    kept.app.restart();
    kept.app.advance(Duration::from_secs(3));
    kept.count(2);
    kept.shows(5);
    kept.lose_the_log();

    let told = kept.told().expect("it is told");
    assert!(told.contains("a copy was restored") && told.contains("2026-01-01 00:00 UTC"), "{told}");
    assert!(told.contains("quarantine"), "where the rest is: {told}");
    assert!(!kept.app.has(Role::Button, "Log out"), "the app waits\n{}", kept.app.tree());
    assert!(
        kept.app.warnings().iter().any(|line| line.contains("restored from the snapshot of")),
        "{:?}",
        kept.app.warnings()
    );
    // Not read yet, it is told again.
    kept.app.kill();
    assert_eq!(kept.told().as_ref(), Some(&told));
    kept.app.click(Role::Button, "Continue");
    assert_eq!(kept.told(), None);
    kept.shows(3);
    kept.count(1);
    kept.app.kill();
    assert_eq!(kept.told(), None, "it is told twice");
    kept.shows(4);
}

#[test]
fn what_is_whole_again_is_said_to_be() {
    let mut kept = Kept::counted_to(3);
    kept.app.restart();
    kept.app.advance(Duration::from_secs(3));
    kept.count(1);
    // The database's own snapshot, without which its log is as good as ever.
    for entry in fs::read_dir(kept.path("store")).expect("the store") {
        let path = entry.expect("an entry").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap.")) {
            fs::write(path, "").expect("emptied");
        }
    }
    kept.app.kill();
    let told = kept.told().expect("it is told");
    assert!(told.contains("Nothing is lost"), "{told}");
    kept.app.click(Role::Button, "Continue");
    kept.shows(4);
}

#[test]
fn what_cannot_be_restored_is_told_and_the_app_begins_anew() {
    let mut kept = Kept::counted_to(3);
    kept.lose_the_log();
    let told = kept.told().expect("it is told");
    assert!(told.contains("could not be restored") && told.contains("no copy"), "{told}");
    kept.app.click(Role::Button, "Continue");
    assert!(kept.app.has(Role::Button, "Authenticate"), "\n{}", kept.app.tree());
    kept.app.click(Role::Checkbox, KEEP);
    kept.app.click(Role::Button, "Authenticate");
    kept.count(1);
    kept.app.restart();
    kept.shows(1);
}

/// The snapshot is from before they signed out.
#[test]
fn whoever_signed_out_stays_signed_out_and_their_data_are_gone() {
    let mut kept = Kept::counted_to(3);
    let token = kept.app.mirror().expect("mirrored");
    kept.app.restart();
    kept.app.advance(Duration::from_secs(3));
    kept.app.click(Role::Button, "Log out");
    kept.app.set_mirror(token.as_str());
    kept.lose_the_log();
    kept.app.click(Role::Button, "Continue");
    assert!(kept.app.has(Role::Button, "Authenticate"), "\n{}", kept.app.tree());
    assert_eq!(kept.app.mirror(), None);
}

#[test]
fn a_snapshot_is_taken_at_exit_and_a_day_later_where_something_changed() {
    let mut kept = Kept::counted_to(1);
    let snapshots = |kept: &Kept| fs::read_dir(kept.path("backups")).map_or(0, Iterator::count);
    assert_eq!(snapshots(&kept), 0);
    kept.app.advance(Duration::from_secs(60));
    kept.count(1);
    kept.count(1);
    assert_eq!(snapshots(&kept), 1, "the first one is not left to the exit");
    kept.count(1);
    kept.app.advance(Duration::from_secs(3 * 3600));
    assert_eq!(snapshots(&kept), 1);
    kept.count(1);
    kept.app.advance(Duration::from_secs(22 * 3600));
    assert_eq!(snapshots(&kept), 2, "daily");
    kept.count(1);
    kept.app.restart();
    assert_eq!(snapshots(&kept), 3, "at exit");
    kept.count(1);
    kept.app.restart();
    kept.app.restart();
    assert_eq!(snapshots(&kept), 3, "the last three");
}
