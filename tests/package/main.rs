//! The Debian package, tried as a new user of this system tries it: installed into a root of its own, started, killed, started
//! again, and removed.
//!
//! `cargo xtask bundle` runs it; it is no part of the ordinary run, for it needs a package (`HYPERDIV_PACKAGE`) and root, who
//! can make a user.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

#[expect(dead_code, reason = "what only the tests of the window need")]
#[path = "../desktop/desk.rs"]
mod desk;
#[expect(dead_code, reason = "what only the tests of the window need")]
#[path = "../desktop/page.rs"]
mod page;
#[path = "../desktop/process.rs"]
mod process;
#[expect(dead_code, reason = "what only the tests of the window need")]
#[path = "../desktop/screen.rs"]
mod screen;
#[path = "../desktop/secrets.rs"]
mod secrets;
#[path = "../desktop/webdriver.rs"]
mod webdriver;

mod account;
mod installed;
mod popups;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use account::Account;
use desk::{DEMO_ID, Desk, Under, ready};
use installed::Installed;
use popups::Popups;
use process::{family, files, quiet_as, until};

/// A new user at a desktop of their own.
fn new_user() -> (Account, Desk) {
    let account = Account::new();
    let mut desk = Desk::of_user(account.uid);
    desk.live_in(&account.home);
    (account, desk)
}

/// Everything below `dir`, itself included, with owner and mode.
fn entries(dir: &Path) -> Vec<(String, fs::Metadata)> {
    let mut found = Vec::new();
    let mut entries = vec![dir.to_owned()];
    while let Some(entry) = entries.pop() {
        let meta = fs::symlink_metadata(&entry).unwrap();
        if meta.is_dir() {
            entries.extend(fs::read_dir(&entry).unwrap().map(|entry| entry.unwrap().path()));
        }
        found.push((entry.display().to_string(), meta));
    }
    found
}

#[test]
fn a_new_user_comes_back_signed_in_after_a_kill_and_keeps_their_data_when_the_package_goes() {
    let package = Installed::new();
    let (account, desk) = new_user();
    let start = || desk.open(&package.program(), Under::Nothing, &["open", "session-demo"]);

    let app = start();
    let owner = fs::metadata(format!("/proc/{}", app.pid())).unwrap();
    assert_eq!(owner.uid(), account.uid, "it runs as the new user");
    assert!(!app.is_signed_in());
    app.sign_in(true);
    app.increment_to(2);
    app.kill_with_web_processes();

    let app = start();
    assert!(app.is_signed_in(), "{:?}", app.said());
    assert_eq!(app.count(), 2);
    app.picture(&desk, "package-again");
    app.terminate();

    let kept = entries(&desk.base());
    assert!(kept.len() > 10, "the webview, the store and the keys are there");
    for (name, meta) in &kept {
        let expected = if meta.is_dir() { 0o700 } else { 0o600 };
        assert_eq!((meta.uid(), meta.mode() & 0o777), (account.uid, expected), "{name}");
    }

    let left = package.removed();
    assert_eq!(left, [""; 0], "left behind by the package");
    let store = files(&desk.base().join(DEMO_ID).join("default/store"));
    assert!(!store.is_empty(), "the data of the user went with the package");
    let locks = files(&desk.run().join("hyperdiv"));
    assert!(locks.iter().all(|file| file.extension().is_some_and(|end| end == "lock")), "{locks:?}");
}

#[test]
fn the_package_has_what_a_desktop_shows_and_belongs_to_root() {
    let package = Installed::new();
    for file in [
        "usr/bin/hyperdiv",
        "usr/share/applications/io.hyperdiv.Hyperdiv.desktop",
        "usr/share/icons/hicolor/48x48/apps/io.hyperdiv.Hyperdiv.png",
        "usr/share/icons/hicolor/256x256/apps/io.hyperdiv.Hyperdiv.png",
        "usr/share/icons/hicolor/scalable/apps/io.hyperdiv.Hyperdiv.svg",
        "usr/share/metainfo/io.hyperdiv.Hyperdiv.metainfo.xml",
        "usr/share/doc/hyperdiv/copyright",
        "usr/share/doc/hyperdiv/rust-standard-library.html",
    ] {
        let meta = fs::metadata(package.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let mode = if file == "usr/bin/hyperdiv" { 0o755 } else { 0o644 };
        assert_eq!((meta.uid(), meta.gid(), meta.mode() & 0o7777), (0, 0, mode), "{file}");
    }
    let notices = fs::read_to_string(package.path("usr/share/doc/hyperdiv/third-party-notices.txt")).unwrap();
    for name in ["tauri ", "sled ", "selectors ", "dlopen2 ", "@awesome.me/webawesome ", "bootstrap-icons "] {
        assert!(notices.lines().any(|line| line.starts_with(name)), "{name}");
    }
    // One that ships no text, with what was found out about it.
    assert!(notices.contains("Copyright (c) Szymon Wieloch"));
    assert_eq!(package.altered(), "", "files differ from their checksums");
}

#[test]
fn the_command_line_answers() {
    let package = Installed::new();
    let account = Account::new();
    let run = |args: &[&str]| {
        let env = [("HOME", account.home.clone().into_os_string())];
        let program = package.program();
        let mut command = quiet_as(Some(account.uid), program.to_str().unwrap(), &env);
        command.args(args).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("hyperdiv open session-demo") && out.contains("Exit codes"), "{out}");
    let (code, out, _) = run(&["apps"]);
    assert_eq!(code, Some(0));
    assert!(["session-demo ", "counter ", "elements "].iter().all(|name| out.contains(name)), "{out}");
    let (code, out, _) = run(&["apps", "--json"]);
    assert_eq!(code, Some(0));
    let apps: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert!(apps.iter().any(|app| app["id"] == json!(DEMO_ID)), "{out}");
    let (code, _, err) = run(&["wat"]);
    assert_eq!((code, err.lines().count()), (Some(2), 1), "{err}");
    // Without a display: the launcher, and an app.
    for args in [&[][..], &["open", "counter"]] {
        let (code, _, err) = run(args);
        assert_eq!(code, Some(8), "{err}");
        assert!(err.contains("no display"), "{err}");
    }
}

/// Pressed and clicked by `xdotool`, as a person does: under WebDriver, WebKit is automated, and need not show a menu.
#[test]
fn there_are_no_developer_tools() {
    let package = Installed::new();
    let (_account, desk) = new_user();
    let app = desk.open(&package.program(), Under::Nothing, &["open", "elements"]);
    let middle = "const { left, top, width, height } = element.getBoundingClientRect();
        return [Math.round(left + width / 2), Math.round(top + height / 2)];";
    let at = |element: &str| -> (i16, i16) {
        serde_json::from_value(app.run(&format!("const element = {element}; {middle}"), &[])).unwrap()
    };
    let heading = at("document.querySelector('#app h1')");
    let field = at("document.querySelector('#app wa-input').shadowRoot.querySelector('input')");
    app.terminate();

    let program = package.program();
    let (app, log) = desk.start(&program, &["open", "elements", "--log-ready"], &[]);
    ready(&log);
    let popups = Popups::watch(desk.display());
    until("the window is on the screen", || popups.windows() == 1);
    let web_processes = || {
        let is_web = |pid: &u32| {
            fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.starts_with("WebKitWebPro"))
        };
        family(app.pid()).into_iter().filter(is_web).count()
    };
    let right_click = |(x, y): (i16, i16)| {
        desk.xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "3"]);
    };
    // A window that has just come up loses clicks: the field's menu is asked for until it is there.
    let field_menu = |number: usize| {
        let mut asked: Option<Instant> = None;
        until("the field has a menu", || {
            if asked.is_none_or(|at| at.elapsed() > Duration::from_secs(2)) {
                asked = Some(Instant::now());
                right_click(field);
            }
            popups.shown().len() >= number
        });
    };
    field_menu(1);
    desk.picture("package-menu");
    desk.xdotool(&["key", "Escape"]);
    // What must do nothing, and behind it what is known to do something.
    desk.xdotool(&["key", "ctrl+shift+i"]);
    desk.xdotool(&["key", "F12"]);
    right_click(heading);
    field_menu(popups.shown().len() + 1);
    let near = |(x, y): (i16, i16)| (x - field.0).abs() < 40 && (y - field.1).abs() < 40;
    let shown = popups.shown();
    assert!(shown.iter().all(|at| near(*at)), "menus at {shown:?}, the field is at {field:?}");
    assert_eq!(popups.windows(), 1, "another window came up");
    assert_eq!(web_processes(), 1, "the inspector has a process of its own");
}
