//! Who is signed in when the program starts, decided from localStorage, `keys/mirror.pending` and the store: each case
//! once, on a real store.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

#[path = "../examples/session_demo.rs"]
#[expect(dead_code, reason = "its `main` opens a window")]
mod session_demo;

use std::path::PathBuf;
use std::time::Duration;

use hyperdiv::session::key::Ring;
use hyperdiv::session::signing::{self, SigningKey};
use hyperdiv::testing::{Harness, PageMirror, Role, StoreFault};
use session_demo::app;

const NOW: i64 = 1_767_225_600;
const DAY: i64 = 24 * 3600;
const KEEP: &str = "Keep me signed in on this computer";

/// A person who signed in with consent and counted to one, and whose webview is persistent by now.
struct Kept {
    dir: tempfile::TempDir,
    harness: Harness,
    token: String,
}

fn kept() -> Kept {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut harness = Harness::builder().now(NOW).data_dir(dir.path()).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    harness.restart();
    harness.advance(Duration::from_secs(3));
    let token = harness.mirror().expect("mirrored");
    Kept { dir, harness, token }
}

impl Kept {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("org.example.test/default").join(name)
    }

    fn pending(&self) -> PathBuf {
        self.path("keys/mirror.pending")
    }

    fn signing_key(&self) -> SigningKey {
        let ring = std::fs::read(self.path("keys/ring.json")).expect("the ring is there");
        Ring::parse(&ring).expect("the ring is whole").signing_key()
    }

    fn is_signed_in(&self) -> bool {
        assert!(self.harness.has(Role::Button, "Log out") != self.harness.has(Role::Button, "Authenticate"));
        self.harness.has(Role::Button, "Log out")
    }

    /// Starts with this in localStorage; the person is signed out, the mirror is emptied, and one line says why.
    #[track_caller]
    fn is_refused(&mut self, mirror: &str, reason: &str) {
        let before = self.harness.warnings().len();
        self.harness.set_mirror(mirror);
        self.harness.restart();
        assert!(!self.is_signed_in(), "signed in by {reason}");
        assert_eq!(self.harness.mirror(), None, "{reason}: the mirror stays");
        let warnings = self.harness.warnings().split_off(before);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains(reason), "{reason} is not in {warnings:?}");
        for part in mirror.split('.').filter(|part| part.len() >= 8) {
            assert!(!warnings[0].contains(&part[..8]), "{warnings:?} shows the token");
        }
    }
}

fn data_keys(kept: &Kept) -> Vec<PathBuf> {
    let files = kept.harness.store_bytes().into_iter().map(|(path, _)| path);
    files.filter(|path| path.to_string_lossy().contains("keys/data/")).collect()
}

/// The files of `keys/`; sled renames its own whenever it is opened.
fn keys(files: &[(PathBuf, Vec<u8>)]) -> Vec<(PathBuf, Vec<u8>)> {
    files
        .iter()
        .filter(|(path, _)| path.components().any(|part| part.as_os_str() == "keys"))
        .cloned()
        .collect()
}

fn changed(token: &str, at: usize) -> String {
    let mut bytes = token.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    String::from_utf8(bytes).expect("ASCII")
}

#[test]
fn no_answer_in_five_seconds_asks_and_touches_nothing() {
    let mut kept = kept();
    let files = kept.harness.store_bytes();
    kept.harness.set_mirror(PageMirror::Silent);
    kept.harness.restart();
    kept.harness.advance(Duration::from_millis(4999));
    assert_eq!(kept.harness.tree(), "");
    kept.harness.advance(Duration::from_millis(1));
    assert!(
        kept.harness.has(Role::AlertDialog, "Your sign-in could not be read"),
        "\n{}",
        kept.harness.tree()
    );
    assert_eq!(keys(&kept.harness.store_bytes()), keys(&files), "something was changed");
    // The page answers the second time.
    kept.harness.set_mirror(kept.token.as_str());
    kept.harness.click(Role::Button, "Try again");
    assert!(kept.is_signed_in(), "\n{}", kept.harness.tree());
}

#[test]
fn an_unreadable_store_is_told_and_nobody_is_signed_out() {
    let mut kept = kept();
    let format = kept.path("FORMAT.json");
    let good = std::fs::read(&format).expect("it is there");
    std::fs::write(&format, b"{\"magic\":").expect("writable");
    kept.harness.restart();
    assert!(kept.harness.has(Role::Alert, "Your data cannot be read"), "\n{}", kept.harness.tree());
    assert_eq!(kept.harness.mirror(), Some(kept.token.clone()), "the mirror was touched");
    assert_eq!(kept.harness.count(Role::Checkbox), 0, "the app ran");
    kept.harness.click(Role::Button, "Try again");
    assert!(kept.harness.has(Role::Alert, "Your data cannot be read"), "\n{}", kept.harness.tree());
    std::fs::write(&format, good).expect("writable");
    kept.harness.click(Role::Button, "Try again");
    assert!(kept.is_signed_in(), "\n{}", kept.harness.tree());
    assert!(kept.harness.has(Role::Text, "1"));
}

/// Somebody who signed in with consent, and whose store fails with `fault` at the next start.
fn with_a_store_that_fails(fault: StoreFault) -> (Harness, String) {
    let mut harness = Harness::builder().fail_open(2, fault).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    let token = harness.mirror().expect("mirrored");
    harness.set_mirror(token.as_str());
    harness.restart();
    harness.set_mirror(token.as_str());
    assert_eq!(harness.count(Role::Checkbox), 0, "the app ran:\n{}", harness.tree());
    (harness, token)
}

#[test]
fn a_store_that_cannot_be_written_is_passed_over_only_when_the_person_says_so() {
    let (mut harness, token) = with_a_store_that_fails(StoreFault::ReadOnly);
    assert!(harness.has(Role::Alert, "Your data cannot be written"), "\n{}", harness.tree());
    assert!(!harness.has(Role::Button, "Try again"), "\n{}", harness.tree());
    let files = harness.store_bytes();
    harness.click(Role::Button, "Continue without saving");
    assert!(harness.has(Role::Alert, "Nothing is saved"), "\n{}", harness.tree());
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    assert!(harness.has(Role::Text, "Session demo app."), "\n{}", harness.tree());
    assert!(!harness.has(Role::Alert, "Nothing is saved"), "\n{}", harness.tree());
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    harness.click(Role::Button, "Try again");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    harness.reload();
    harness.focus_window();
    harness.click(Role::Button, "Log out");
    assert!(harness.has(Role::Alert, "Nothing is saved"), "\n{}", harness.tree());
    assert!(harness.store_bytes() == files, "something was written");
    assert_eq!(harness.mirror(), Some(token), "the mirror is of the session that was passed over");
    harness.restart();
    assert!(harness.has(Role::Text, "1"), "\n{}", harness.tree());
}

#[test]
fn a_store_on_a_full_disk_can_be_tried_again() {
    let (mut harness, _) = with_a_store_that_fails(StoreFault::Full);
    assert!(harness.has(Role::Alert, "Your data cannot be opened on a full disk"), "\n{}", harness.tree());
    assert!(harness.has(Role::Button, "Continue without saving"), "\n{}", harness.tree());
    harness.click(Role::Button, "Try again");
    assert!(harness.has(Role::Text, "1"), "\n{}", harness.tree());
    assert!(!harness.has(Role::Alert, "Nothing is saved"), "\n{}", harness.tree());
}

#[test]
fn a_log_out_that_could_not_be_written_holds_at_the_next_start() {
    let mut harness =
        Harness::builder().fail_commit(3, StoreFault::Full).fail_commit(4, StoreFault::Full).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    let token = harness.mirror().expect("mirrored");
    harness.click(Role::Button, "Log out");
    assert!(harness.has(Role::Alert, "Not saved"), "\n{}", harness.tree());
    // Killed before it could be tried again; a copy of the token is planted.
    harness.set_mirror(token.as_str());
    harness.kill();
    assert!(harness.has(Role::Button, "Authenticate"), "\n{}", harness.tree());
    assert_eq!(harness.mirror(), None, "the copied token stays");
    let names: Vec<String> =
        harness.store_bytes().into_iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
    assert!(names.iter().all(|name| !name.ends_with(".gone")), "{names:?}");
    assert_eq!(
        harness.administer("session_list", &serde_json::json!({})).map(|list| list["sessions"].clone()),
        Ok(serde_json::json!([]))
    );
}

#[test]
fn a_pending_token_with_a_live_record_signs_in_whatever_the_mirror_says() {
    for mirror in [PageMirror::Absent, "nonsense".into()] {
        let mut kept = kept();
        std::fs::write(kept.pending(), &kept.token).expect("writable");
        kept.harness.set_mirror(mirror);
        kept.harness.restart();
        assert!(kept.is_signed_in(), "\n{}", kept.harness.tree());
        assert_eq!(kept.harness.mirror(), Some(kept.token.clone()));
        kept.harness.advance(Duration::from_millis(1999));
        assert!(kept.pending().exists(), "removed before the mirror is durable");
        kept.harness.advance(Duration::from_millis(1));
        assert!(!kept.pending().exists(), "still there two seconds after the acknowledgement");
        kept.harness.kill();
        assert!(kept.is_signed_in(), "\n{}", kept.harness.tree());
    }
}

#[test]
fn an_absent_mirror_is_signed_out_and_a_dead_pending_is_removed() {
    let mut kept = kept();
    let dead = signing::issue(&kept.signing_key(), [7; 32], NOW);
    std::fs::write(kept.pending(), dead.expose()).expect("writable");
    kept.harness.set_mirror(PageMirror::Absent);
    kept.harness.restart();
    assert!(!kept.is_signed_in(), "\n{}", kept.harness.tree());
    assert_eq!(kept.harness.mirror(), None);
    assert!(!kept.pending().exists(), "a dead token is left on disk");
}

#[test]
fn an_orphan_record_ages_out_by_the_idle_limit() {
    let mut kept = kept();
    kept.harness.set_mirror(PageMirror::Absent);
    kept.harness.restart();
    assert!(!kept.is_signed_in());
    assert_ne!(data_keys(&kept), [] as [PathBuf; 0], "the record is gone before its time");
    // A computer that was off for so long is believed on the next day: its clock may have been wrong for an hour.
    kept.harness.set_now(NOW + 31 * DAY);
    kept.harness.restart();
    assert_ne!(data_keys(&kept), [] as [PathBuf; 0], "erased by a clock that nobody has seen twice");
    kept.harness.set_now(NOW + 32 * DAY);
    kept.harness.restart();
    assert_eq!(data_keys(&kept), [] as [PathBuf; 0], "the data key of a session that is over stays");
}

#[test]
fn tokens_that_prove_nothing_are_refused_and_removed() {
    let good = kept().token;
    let long = "a".repeat(1 << 20);
    for (mirror, reason) in [
        ("", "bad shape"),
        ("nonsense", "bad shape"),
        (&good[..139], "bad shape"),
        (long.as_str(), "bad shape"),
        ("\u{e9}\u{0}\n..", "bad shape"),
        (good.to_uppercase().as_str(), "bad shape"),
        (format!("{good}\n").as_str(), "bad shape"),
        (changed(&good, 0).as_str(), "bad signature"),
        (changed(&good, 66).as_str(), "bad signature"),
        (changed(&good, 139).as_str(), "bad signature"),
        // Of another profile, whose ring is another one.
        (good.as_str(), "bad signature"),
    ] {
        kept().is_refused(mirror, reason);
    }
}

#[test]
fn expired_future_and_unknown_tokens_are_refused_and_removed() {
    let mut kept = kept();
    let key = kept.signing_key();
    let issued = |at: i64| signing::issue(&key, [9; 32], at).expose().to_owned();
    kept.is_refused(&issued(NOW - 91 * DAY), "expired");
    kept.is_refused(&issued(NOW + 120), "future");
    // Signed by us and within its time, but no record was ever made.
    kept.is_refused(&issued(NOW), "it has ended");
}

#[test]
fn a_live_session_is_signed_in_touched_and_keeps_its_token() {
    let mut kept = kept();
    for _ in 0..3 {
        kept.harness.set_now(NOW + 10 * 3600);
        kept.harness.restart();
        assert!(kept.is_signed_in());
        assert_eq!(kept.harness.mirror(), Some(kept.token.clone()));
    }
    assert!(kept.harness.frames().iter().all(|frame| !frame.contains("Not authenticated")));
}

#[test]
fn use_is_noted_so_that_a_session_idles_out_from_its_last_use() {
    let mut kept = kept();
    kept.harness.set_now(NOW + 25 * DAY);
    kept.harness.restart();
    assert!(kept.is_signed_in(), "25 days idle");
    kept.harness.set_now(NOW + 50 * DAY);
    kept.harness.restart();
    assert!(kept.is_signed_in(), "25 days after the last use");
    let token = kept.harness.mirror().expect("mirrored");
    kept.harness.set_now(NOW + 81 * DAY);
    kept.is_refused(&token, "");
}

#[test]
fn a_session_past_its_limit_is_refused_also_where_it_could_not_be_swept() {
    // Every commit after the first two fails: the record of the old session stays where it is.
    let faults = (3..20)
        .fold(Harness::builder().now(NOW), |builder, nth| builder.fail_commit(nth, StoreFault::ReadOnly));
    let mut harness = faults.build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.restart();
    let token = harness.mirror().expect("mirrored");
    harness.set_mirror(PageMirror::Silent);
    harness.restart();
    harness.set_now(NOW + 31 * DAY);
    harness.set_mirror(token.as_str());
    harness.restart();
    assert!(harness.has(Role::Button, "Authenticate"), "\n{}", harness.tree());
    let warnings = harness.warnings().join("\n");
    assert!(warnings.contains("could not be removed") && warnings.contains("past its limit"), "{warnings}");
}

#[test]
fn the_absolute_limit_ends_a_session_in_daily_use() {
    let mut kept = kept();
    for week in 1..=12 {
        kept.harness.set_now(NOW + week * 7 * DAY);
        kept.harness.restart();
        assert!(kept.is_signed_in(), "week {week}");
    }
    kept.harness.set_now(NOW + 91 * DAY);
    kept.harness.restart();
    assert!(!kept.is_signed_in(), "renewal has extended the absolute limit");
}

#[test]
fn renewal_keeps_the_old_token_until_the_new_one_was_presented_at_a_later_start() {
    let mut kept = kept();
    let old = kept.token.clone();
    kept.harness.set_now(NOW + 2 * DAY);
    kept.harness.restart();
    let new = kept.harness.mirror().expect("mirrored");
    assert_ne!(new, old, "no new token after a day of use");
    assert!(kept.harness.has(Role::Text, "1"), "the data stay\n{}", kept.harness.tree());

    // The mirror is lost and the pending file with it: the old token still signs in, with a fresh successor.
    std::fs::remove_file(kept.pending()).expect("the new token waits for its mirror");
    kept.harness.set_mirror(old.as_str());
    kept.harness.restart();
    assert!(kept.is_signed_in(), "\n{}", kept.harness.tree());
    let fresh = kept.harness.mirror().expect("mirrored");
    assert!(fresh != old && fresh != new);
    kept.harness.advance(Duration::from_secs(3));

    // Presented at a later start, it is the only one.
    kept.harness.restart();
    assert!(kept.is_signed_in());
    kept.harness.advance(Duration::from_secs(3));
    kept.is_refused(&old, "it has ended");
    kept.is_refused(&new, "it has ended");
    kept.harness.set_mirror(fresh.as_str());
    kept.harness.restart();
    assert!(kept.is_signed_in(), "the last one is refused\n{}", kept.harness.tree());
}

#[test]
fn a_rotated_token_is_refused() {
    let mut kept = kept();
    let old = kept.token.clone();
    kept.harness.command("session_rotate", &serde_json::Value::Null).expect("signed in");
    let new = kept.harness.mirror().expect("mirrored");
    assert_ne!(old, new);
    assert!(kept.harness.has(Role::Text, "1"), "the data stay\n{}", kept.harness.tree());
    kept.harness.restart();
    assert!(kept.is_signed_in());
    kept.harness.advance(Duration::from_secs(3));
    kept.is_refused(&old, "it has ended");
    kept.harness.set_mirror(new.as_str());
    kept.harness.restart();
    assert!(kept.is_signed_in());
}

#[test]
fn a_missing_or_damaged_ring_costs_a_sign_in_and_no_data() {
    for damage in [None, Some(&b"{\"version\":1,\"keys\":[]}"[..]), Some(b"garbage")] {
        let mut kept = kept();
        let ring = kept.path("keys/ring.json");
        match damage {
            None => std::fs::remove_file(&ring).expect("it is there"),
            Some(bytes) => std::fs::write(&ring, bytes).expect("writable"),
        }
        kept.harness.restart();
        assert!(!kept.is_signed_in());
        assert!(
            kept.harness.warnings().iter().any(|line| line.contains("sign")),
            "{:?}",
            kept.harness.warnings()
        );
        let files = kept.harness.store_bytes();
        assert!(
            files.iter().any(|(path, _)| path.to_string_lossy().ends_with(".key")),
            "the data key is gone"
        );
        kept.harness.click(Role::Checkbox, KEEP);
        kept.harness.click(Role::Button, "Authenticate");
        kept.harness.restart();
        assert!(kept.is_signed_in(), "the new ring does not last\n{}", kept.harness.tree());
    }
}

#[test]
fn the_pending_token_is_private_there_before_the_session_is_shown_and_gone_before_sign_out() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut harness = Harness::builder().data_dir(dir.path()).build(app);
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    let pending = dir.path().join("org.example.test/default/keys/mirror.pending");
    let mode = std::fs::metadata(&pending).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_to_string(&pending).ok(), harness.mirror());
    // This webview forgets everything with the process: the file stays for the next start.
    harness.advance(Duration::from_secs(60));
    assert!(pending.exists());
    harness.click(Role::Button, "Log out");
    assert!(!pending.exists());
}
