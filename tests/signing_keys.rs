//! The keys that sign in: rotated, replaced at once, lost, damaged, or not to be read; on a real store.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

#[path = "../examples/session_demo.rs"]
#[expect(dead_code, reason = "its `main` opens a window")]
mod session_demo;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use hyperdiv::session::directory::{AppId, Base, ProfileDirectory, ProfileName};
use hyperdiv::session::home::DiskHome;
use hyperdiv::session::key::Ring;
use hyperdiv::session::signing::{self, KeyPosition, SigningKey};
use hyperdiv::session::ui::{CommandError, administer_offline};
use hyperdiv::testing::{Harness, PageMirror, Role};
use serde_json::{Value, json};
use session_demo::app;

const NOW: i64 = 1_767_225_600;
const DAY: i64 = 24 * 3600;
const KEEP: &str = "Keep me signed in on this computer";
const AGAIN: &str = "Please sign in again";

/// A person who signed in with consent and counted to one, and whose webview is persistent by now.
struct Kept {
    dir: tempfile::TempDir,
    harness: Option<Harness>,
    token: String,
}

fn kept() -> Kept {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut kept = Kept { dir, harness: None, token: String::new() };
    kept.start(NOW, None);
    let harness = kept.app();
    harness.click(Role::Checkbox, KEEP);
    harness.click(Role::Button, "Authenticate");
    harness.click(Role::Button, "Increment");
    harness.restart();
    harness.advance(Duration::from_secs(3));
    kept.token = harness.mirror().expect("mirrored");
    kept
}

impl Kept {
    fn start(&mut self, now: i64, mirror: Option<&str>) {
        let builder = Harness::builder().now(now).data_dir(self.dir.path());
        self.harness = None;
        self.harness =
            Some(mirror.into_iter().fold(builder, |builder, token| builder.mirror(token)).build(app));
    }

    fn app(&mut self) -> &mut Harness {
        self.harness.as_mut().expect("it runs")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("org.example.test/default").join(name)
    }

    fn ring(&self) -> Ring {
        Ring::parse(&fs::read(self.path("keys/ring.json")).expect("it is there")).expect("it is whole")
    }

    /// Which key of the ring on disk has signed this.
    fn signer(&self, token: &str) -> Option<KeyPosition> {
        let verified = self.ring().verifier(90 * DAY).any_age().verify(token, NOW + 365 * DAY);
        verified.ok().map(|verified| verified.key)
    }

    /// Starts with this in localStorage, long enough for the page to have it.
    #[track_caller]
    fn signs_in(&mut self, mirror: &str) -> bool {
        let app = self.app();
        app.set_mirror(mirror);
        app.restart();
        app.advance(Duration::from_secs(3));
        assert!(
            app.has(Role::Button, "Log out") != app.has(Role::Button, "Authenticate"),
            "\n{}",
            app.tree()
        );
        app.has(Role::Button, "Log out")
    }

    fn rotate(&mut self, now: bool) -> Result<Value, CommandError> {
        self.app().administer("keys_rotate", &json!({ "now": now }))
    }

    /// As the command line does it where no app runs.
    fn rotate_offline(&mut self, now: bool) -> Result<Value, CommandError> {
        self.harness = None;
        let base = Base::resolve(Some(self.dir.path())).expect("a base");
        let app_id = AppId::parse("org.example.test").expect("an id");
        let home = DiskHome::open(ProfileDirectory::new(base, app_id, ProfileName::default()));
        administer_offline(Box::new(home.expect("a home")), NOW + 60, "keys_rotate", &json!({ "now": now }))
    }
}

fn data_keys(kept: &Kept) -> usize {
    fs::read_dir(kept.path("keys/data")).map_or(0, Iterator::count)
}

// Rotation.

#[test]
fn an_old_token_is_taken_once_and_signed_anew_and_its_key_goes_when_no_session_can_need_it() {
    let mut kept = kept();
    let old = kept.token.clone();
    let before = kept.ring().ids();
    assert_eq!(kept.rotate_offline(false), Ok(json!({ "rotated": true, "revoked": 0 })));
    let after = kept.ring().ids();
    assert_eq!(after[1..], before, "the former key stays behind the new one");
    assert_eq!(kept.signer(&old), Some(KeyPosition::Fallback(0)));

    kept.start(NOW + 120, Some(&old));
    assert!(kept.app().has(Role::Text, "1"), "\n{}", kept.app().tree());
    let new = kept.app().mirror().expect("mirrored");
    assert_eq!(kept.signer(&new), Some(KeyPosition::Current), "not signed anew");
    // The successor is presented, and the old one has done its service.
    kept.app().advance(Duration::from_secs(3));
    assert!(kept.signs_in(&new));
    assert!(!kept.signs_in(&old), "an old token was taken twice");
    assert!(kept.signs_in(&new));

    // A token of the former key may be used until the absolute limit has passed since the rotation.
    let rotated = NOW + 60;
    let mut day = 0;
    while kept.ring().ids().len() == 2 {
        day += 1;
        assert!(day < 100, "the former key stays for ever");
        kept.app().set_now(NOW + day * DAY);
        kept.app().restart();
    }
    assert!((NOW + day * DAY) - rotated > 90 * DAY && day <= 91, "removed on day {day}");
    assert_eq!(kept.ring().ids(), after[..1]);
    assert_eq!(kept.signer(&old), None);
    assert!(!kept.signs_in(&old));
    let warnings = kept.app().warnings().join("\n");
    assert!(warnings.contains("bad signature"), "{warnings}");
}

#[test]
fn beside_a_running_app_its_session_is_signed_anew_at_once_and_goes_on() {
    let mut kept = kept();
    let old = kept.token.clone();
    assert_eq!(kept.rotate(false), Ok(json!({ "rotated": true, "revoked": 0 })));
    let new = kept.app().mirror().expect("mirrored");
    assert_ne!(new, old);
    assert_eq!(kept.signer(&new), Some(KeyPosition::Current));
    assert!(kept.app().has(Role::Text, "1"), "\n{}", kept.app().tree());
    // A kill before localStorage is on disk: the file has the new one.
    kept.app().kill();
    assert!(kept.app().has(Role::Text, "1"), "\n{}", kept.app().tree());
    assert_eq!(kept.app().mirror(), Some(new));
    kept.app().advance(Duration::from_secs(3));
    assert!(!kept.signs_in(&old), "the old token outlives its successor's first start");
}

#[test]
fn where_the_new_token_is_lost_with_its_mirror_the_old_one_is_still_good() {
    let mut kept = kept();
    let old = kept.token.clone();
    kept.rotate(false).expect("rotated");
    fs::remove_file(kept.path("keys/mirror.pending")).expect("the new token waits for its mirror");
    assert!(kept.signs_in(&old), "the old token is refused before its successor was presented");
    assert_ne!(kept.app().mirror(), Some(old));
}

#[test]
fn replacing_the_keys_at_once_ends_all_sessions_beside_a_running_app_and_without_one() {
    for running in [true, false] {
        let mut kept = kept();
        let first = kept.token.clone();
        // Somebody else's session, that no page knows.
        kept.app().set_mirror(PageMirror::Absent);
        kept.app().restart();
        kept.app().click(Role::Checkbox, KEEP);
        kept.app().click(Role::Button, "Authenticate");
        kept.app().restart();
        kept.app().advance(Duration::from_secs(3));
        let second = kept.app().mirror().expect("mirrored");
        assert!(data_keys(&kept) >= 2);
        let before = kept.ring().ids();

        let answer = if running { kept.rotate(true) } else { kept.rotate_offline(true) };
        assert_eq!(answer, Ok(json!({ "rotated": true, "revoked": 2 })));
        let after = kept.ring().ids();
        assert!(after.len() == 1 && !before.contains(&after[0]), "{before:?} {after:?}");
        if running {
            assert!(kept.app().has(Role::Button, "Authenticate"), "\n{}", kept.app().tree());
            assert_eq!(kept.app().mirror(), None);
        } else {
            kept.start(NOW + 120, None);
        }
        for token in [&first, &second] {
            assert_eq!(kept.signer(token), None, "the former key is still there");
            assert!(!kept.signs_in(token), "a session outlives the keys");
        }
        let listed = kept.app().administer("session_list", &json!({}));
        assert_eq!(listed, Ok(json!({ "sessions": [] })));
        // The new key signs.
        kept.app().click(Role::Checkbox, KEEP);
        kept.app().click(Role::Button, "Authenticate");
        kept.app().restart();
        assert!(kept.app().has(Role::Button, "Log out"), "\n{}", kept.app().tree());
    }
}

#[test]
fn keys_that_cannot_be_written_stay_and_so_do_the_sessions() {
    for at_once in [false, true] {
        let mut kept = kept();
        let before = fs::read(kept.path("keys/ring.json")).expect("it is there");
        // In the way of the file that is to become the new ring.
        let in_the_way = kept.path("keys/.tmp-ring.json");
        fs::create_dir(&in_the_way).expect("made");
        assert_eq!(kept.rotate(at_once).expect_err("it cannot be written").code, "storage");
        assert_eq!(fs::read(kept.path("keys/ring.json")).expect("it is there"), before);
        assert!(kept.app().has(Role::Button, "Log out"), "\n{}", kept.app().tree());
        fs::remove_dir(&in_the_way).expect("removed");
        let token = kept.token.clone();
        assert!(kept.signs_in(&token));
        kept.rotate(at_once).expect("there is nothing in the way any more");
        assert_eq!(kept.signs_in(&token), !at_once);
    }
}

#[test]
fn where_nothing_is_kept_there_are_no_keys_to_rotate_and_nothing_is_made() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let mut app = Harness::builder().data_dir(dir.path().join("data")).build(app);
    app.click(Role::Button, "Authenticate");
    let keep = json!({ "now": false });
    assert_eq!(app.administer("keys_rotate", &keep), Ok(json!({ "rotated": false, "revoked": 0 })));
    assert!(app.has(Role::Button, "Log out"));
    let end = json!({ "now": true });
    assert_eq!(app.administer("keys_rotate", &end), Ok(json!({ "rotated": false, "revoked": 1 })));
    assert!(app.has(Role::Button, "Authenticate"), "\n{}", app.tree());
    assert!(!dir.path().join("data").exists());
    for bad in [json!({}), json!(null), json!({ "now": 1 }), json!({ "now": true, "more": 1 })] {
        assert_eq!(app.administer("keys_rotate", &bad).expect_err("refused").code, "invalid", "{bad}");
    }
    assert_eq!(app.command("keys_rotate", &keep).expect_err("not for a page").code, "not_allowed");
}

// Loss and damage.

/// The ring is what `damage` makes of it: one message, one sign-in, and nothing else.
#[track_caller]
fn costs_one_sign_in(damage: impl FnOnce(&PathBuf)) {
    let mut kept = kept();
    let (token, ring) = (kept.token.clone(), kept.path("keys/ring.json"));
    let (before, listed) =
        (data_keys(&kept), kept.app().administer("session_list", &json!({})).expect("a list"));
    damage(&ring);
    assert!(!kept.signs_in(&token));
    let app = kept.app();
    assert!(app.has(Role::Alert, AGAIN), "nobody is told\n{}", app.tree());
    assert!(app.has(Role::Button, "Authenticate"), "the app does not run\n{}", app.tree());
    assert!(
        app.warnings().iter().any(|line| line.contains("signs in again") || line.contains("sign in again"))
    );
    assert_eq!(app.mirror(), None);
    app.click(Role::Button, "Continue signed out");
    assert!(!app.has(Role::Alert, AGAIN), "it cannot be closed\n{}", app.tree());

    assert_eq!(data_keys(&kept), before, "data keys are gone");
    let mut still = kept.app().administer("session_list", &json!({})).expect("a list");
    let (mut was, is) = (listed["sessions"][0].clone(), still["sessions"][0].take());
    was["current"] = json!(false);
    for changing in ["last_used", "ends_at"] {
        was[changing] = is[changing].clone();
    }
    assert_eq!(is, was, "the record is gone");

    let app = kept.app();
    app.click(Role::Checkbox, KEEP);
    app.click(Role::Button, "Authenticate");
    app.restart();
    assert!(app.has(Role::Button, "Log out"), "the new ring does not last\n{}", app.tree());
    assert!(!app.has(Role::Alert, AGAIN), "told again\n{}", app.tree());
    assert_eq!(fs::metadata(&ring).expect("it is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_missing_ring_costs_a_sign_in_is_told_and_leaves_all_data() {
    costs_one_sign_in(|ring| fs::remove_file(ring).expect("it is there"));
}

#[test]
fn a_truncated_or_garbled_ring_costs_a_sign_in_is_told_and_leaves_all_data() {
    costs_one_sign_in(|ring| fs::write(ring, b"").expect("writable"));
    costs_one_sign_in(|ring| {
        let whole = fs::read(ring).expect("it is there");
        fs::write(ring, &whole[..whole.len() / 2]).expect("writable");
    });
    costs_one_sign_in(|ring| fs::write(ring, [0xff; 4096]).expect("writable"));
    costs_one_sign_in(|ring| fs::write(ring, b"{\"version\":1,\"keys\":[]}").expect("writable"));
    // A secret of another length.
    costs_one_sign_in(|ring| {
        let text = fs::read_to_string(ring).expect("it is there");
        let bad = text.replace("\"secret\":\"", "\"secret\":\"AAAA");
        assert_ne!(bad, text);
        fs::write(ring, bad).expect("writable");
    });
}

#[test]
fn a_ring_that_others_could_read_is_closed_to_them_and_told() {
    let mut kept = kept();
    let (token, ring) = (kept.token.clone(), kept.path("keys/ring.json"));
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o644)).expect("loosened");
    assert!(kept.signs_in(&token));
    assert_eq!(fs::metadata(&ring).expect("it is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_half_written_ring_is_not_used_and_what_was_being_written_goes() {
    let mut kept = kept();
    let token = kept.token.clone();
    let left = kept.path("keys/.tmp-ring.json");
    fs::write(&left, b"{\"version\":1,\"keys\":[{\"id\":\"00").expect("writable");
    fs::set_permissions(&left, fs::Permissions::from_mode(0o600)).expect("private");
    assert!(kept.signs_in(&token), "a write that was cut short cost a sign-in");
    assert!(!left.exists(), "part of a secret is left");
    let tried = kept.app().administer("keys_rotate", &json!({ "now": false }));
    assert!(tried.is_ok(), "{tried:?}");
}

#[test]
fn a_ring_that_cannot_be_read_signs_nobody_out_and_can_be_tried_again() {
    let mut kept = kept();
    let (token, ring) = (kept.token.clone(), kept.path("keys/ring.json"));
    let aside = kept.path("keys/aside");
    fs::rename(&ring, &aside).expect("moved away");
    fs::create_dir(&ring).expect("no file");
    let app = kept.app();
    app.restart();
    assert!(app.has(Role::Alert, "Your data cannot be read"), "\n{}", app.tree());
    assert_eq!(app.mirror(), Some(token.clone()), "signed out by what another try may mend");
    app.click(Role::Button, "Try again");
    assert!(app.has(Role::Alert, "Your data cannot be read"), "\n{}", app.tree());
    fs::remove_dir(&ring).expect("removed");
    fs::rename(&aside, &ring).expect("moved back");
    app.click(Role::Button, "Try again");
    assert!(app.has(Role::Text, "1") && !app.has(Role::Alert, AGAIN), "\n{}", app.tree());
    assert_eq!(app.mirror(), Some(token));
}

#[test]
fn a_token_of_another_profile_user_or_computer_is_refused_and_so_is_its_ring_with_this_store() {
    let mut other = kept();
    let mut kept = kept();
    let (theirs, ours) = (other.token.clone(), kept.token.clone());
    assert!(!kept.signs_in(&theirs), "a token of another profile signs in");
    // Their signing key as well: there is no record of such a session.
    fs::copy(other.path("keys/ring.json"), kept.path("keys/ring.json")).expect("copied");
    assert!(kept.signer(&theirs).is_some());
    assert!(!kept.signs_in(&theirs), "their key makes their token good here");
    assert!(!kept.signs_in(&ours), "a token that their key has not signed");
    assert!(other.signs_in(&theirs), "they are still signed in");
}

#[test]
fn a_signed_token_without_a_record_signs_nobody_in() {
    let mut kept = kept();
    let key: SigningKey = kept.ring().signing_key();
    let forged = signing::issue(&key, [9; 32], NOW).expose().to_owned();
    assert_eq!(kept.signer(&forged), Some(KeyPosition::Current));
    assert!(!kept.signs_in(&forged));
    assert_eq!(kept.app().mirror(), None);
}
