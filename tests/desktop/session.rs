//! Sessions, from the first start to the last trace.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::desk::{Desk, Under};
use crate::page::App;
use crate::policy::web_process;
use crate::process::{files, until, wait_for_end};

#[test]
fn with_consent_a_killed_app_comes_back_signed_in_and_log_out_leaves_no_trace() {
    let desk = Desk::new();
    let app = desk.demo();
    assert!(!app.is_signed_in());
    app.picture(&desk, "signed-out");
    app.sign_in(true);
    let (id, token) = (app.texts()[1].clone(), app.token());
    app.increment_to(3);
    app.picture(&desk, "signed-in");
    assert_eq!(app.local_storage(), [("hyperdiv-session".to_owned(), token.clone())]);
    assert_eq!(app.run("return [sessionStorage.length, document.cookie]", &[]), json!([0, ""]));
    // A page outlives no app: nobody's data stay on a screen behind which nothing is left.
    let page = web_process(app.pid());
    app.kill();
    wait_for_end(page);

    let (app, shown) = watched(&desk);
    assert!(
        shown.iter().all(|text| text.starts_with("Session demo app.")),
        "signed out for a moment: {shown:#?}"
    );
    assert_eq!(app.count(), 3);
    assert_eq!(app.texts()[1], id);
    // The search does find what is kept.
    until("the mirror is on disk", || !traces(&desk.base(), &token).is_empty());
    app.log_out();
    until("the mirror is removed", || app.local_storage().is_empty());
    app.terminate();

    let (app, shown) = watched(&desk);
    assert!(shown.iter().all(|text| text == "Not authenticated yet."), "signed in for a moment: {shown:#?}");
    assert_eq!(app.local_storage(), []);
    app.terminate();
    for secret in [&id, &token] {
        let found = traces(&desk.base(), secret);
        assert!(found.is_empty(), "{secret} is still in {found:#?}");
    }
}

/// Starts the demo until the driver was let in early enough to see the first frame, and answers all that was shown.
fn watched(desk: &Desk) -> (App, Vec<String>) {
    for _ in 0..10 {
        let app = desk.demo();
        if let Some(shown) = app.shown_from_the_first_frame() {
            return (app, shown);
        }
        app.terminate();
    }
    panic!("in ten starts the driver was never let in before the second frame");
}

/// The files below `dir` that hold `secret`, in any of the forms in which software writes text down.
pub(crate) fn traces(dir: &Path, secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        ("UTF-8", bytes.to_vec()),
        ("UTF-16LE", secret.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("upper-case hex", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
    ];
    // Within longer base64 a text begins at one of three places; what does not depend on its neighbours is looked for.
    for skip in 0..3 {
        let whole = &bytes[skip..skip + (bytes.len() - skip) / 3 * 3];
        forms.push(("base64", STANDARD_NO_PAD.encode(whole).into_bytes()));
        forms.push(("URL-safe base64", URL_SAFE_NO_PAD.encode(whole).into_bytes()));
    }
    // The id is hexadecimal itself: what it stands for counts as well.
    let raw: Option<Vec<u8>> =
        secret.split('.').next().filter(|part| part.len() >= 12 && part.len() % 2 == 0).and_then(|part| {
            part.as_bytes()
                .chunks(2)
                .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
                .collect()
        });
    forms.extend(raw.map(|raw| ("bytes", raw)));
    let mut found = Vec::new();
    for file in files(dir) {
        let content = fs::read(&file).unwrap_or_default();
        for (form, wanted) in &forms {
            if content.windows(wanted.len()).any(|window| window == wanted) {
                found.push(format!("{} as {form}", file.display()));
            }
        }
    }
    found
}

#[test]
fn the_search_for_traces_finds_every_form() {
    let dir = tempfile::tempdir().unwrap();
    let secret = "00112233445566778899aabbccddeeff.1700000000.ab";
    let put = |name: &str, bytes: &[u8]| {
        fs::write(dir.path().join(name), [b"before", bytes, b"after"].concat()).unwrap()
    };
    put("utf8", secret.as_bytes());
    put("utf16", &secret.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    put("base64", STANDARD_NO_PAD.encode(format!("xy{secret}z")).as_bytes());
    put(
        "bytes",
        &[0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff],
    );
    put("nothing", b"00112233");
    let mut found: Vec<String> =
        traces(dir.path(), secret).iter().map(|line| line.rsplit('/').next().unwrap().to_owned()).collect();
    found.sort();
    found.dedup();
    assert_eq!(
        found,
        [
            "base64 as URL-safe base64",
            "base64 as base64",
            "bytes as bytes",
            "utf16 as UTF-16LE",
            "utf8 as UTF-8"
        ]
    );
}

#[test]
fn without_consent_nothing_is_kept() {
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(false);
    app.increment_to(2);
    assert!(!desk.base().exists(), "the app's directory was made");
    assert_eq!(app.local_storage(), [], "localStorage was written");
    app.kill_with_web_processes();

    let app = desk.demo();
    assert!(!app.is_signed_in());
    assert_eq!(app.local_storage(), []);
    app.terminate();
    assert!(!desk.base().exists(), "the app's directory was made");
    let own = files(&desk.home());
    let allowed = include_str!("toolkit-files.txt");
    let allowed: Vec<&str> =
        allowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for file in own {
        let name = file.strip_prefix(desk.home()).unwrap().to_str().unwrap().to_owned();
        assert!(
            allowed.iter().any(|start| name.starts_with(start)),
            "{name} is not known as a file of the toolkit"
        );
    }
    let left = files(&desk.run().join("hyperdiv"));
    assert!(left.iter().all(|file| file.extension().is_some_and(|end| end == "lock")), "{left:?}");
}

#[test]
fn a_copied_token_is_worth_nothing_after_log_out() {
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(true);
    let token = app.token();
    app.terminate();

    // This start has the persistent webview, in which the copy is planted.
    let app = desk.demo();
    assert!(app.is_signed_in());
    app.log_out();
    until("the mirror is removed", || app.local_storage().is_empty());
    app.run("localStorage.setItem('hyperdiv-session', arguments[0])", &[json!(token)]);
    let wide: Vec<u8> = token.encode_utf16().flat_map(u16::to_le_bytes).collect();
    until("the copy is on disk", || {
        files(&desk.data().join("webview/localstorage")).iter().any(|file| {
            let content = fs::read(file).unwrap_or_default();
            [token.as_bytes(), &wide]
                .iter()
                .any(|form| content.windows(form.len()).any(|window| window == *form))
        })
    });
    app.kill_with_web_processes();

    let app = desk.demo();
    assert!(!app.is_signed_in(), "a signed-out token was taken");
    until("the copy is removed", || app.local_storage().is_empty());
    let said = app.said();
    assert!(said.iter().all(|line| !line.contains(&token)), "the log holds the token");
    app.sign_in(true);
    assert_ne!(app.token(), token);
}

#[test]
fn asking_the_app_to_end_keeps_what_was_shown_and_exits_with_0() {
    let desk = Desk::new();
    let app = desk.app("session_demo", Under::Shell);
    app.sign_in(true);
    app.increment_to(2);
    app.terminate();
    assert_eq!(desk.exit_code(), "0");

    let app = desk.demo();
    assert!(app.is_signed_in());
    assert_eq!(app.count(), 2);
}

#[test]
fn closing_the_window_keeps_what_was_shown_and_exits_with_0() {
    let desk = Desk::new();
    let app = desk.app("session_demo", Under::Shell);
    app.sign_in(true);
    app.increment_to(2);
    app.close(&desk);
    assert_eq!(desk.exit_code(), "0");

    let app = desk.demo();
    assert!(app.is_signed_in());
    assert_eq!(app.count(), 2);
}

#[test]
fn nothing_that_is_kept_is_open_to_other_users() {
    use std::os::unix::fs::MetadataExt;
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(true);
    app.terminate();
    let app = desk.demo();
    app.increment_to(1);
    app.terminate();
    let mut open = Vec::new();
    let mut seen = 0;
    let mut entries = vec![desk.base()];
    while let Some(entry) = entries.pop() {
        let meta = fs::symlink_metadata(&entry).unwrap();
        seen += 1;
        if meta.mode() & 0o077 != 0 {
            open.push((entry.clone(), format!("{:o}", meta.mode())));
        }
        if meta.is_dir() {
            entries.extend(fs::read_dir(&entry).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    assert!(seen > 10, "the webview, the store and the keys are there");
    assert!(open.is_empty(), "{open:#?}");
}
