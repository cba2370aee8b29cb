//! What the page may load, run and navigate to.

use std::collections::BTreeMap;
use std::fs;

use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, Under, ready, said};
use crate::process::{family, files, signal, until};

/// The content security policy, as it has to be served.
const POLICY: [(&str, &str); 15] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("style-src-elem", "'self'"),
    ("style-src-attr", "'unsafe-inline'"),
    ("img-src", "'self' data: blob: hd-asset:"),
    ("media-src", "'self' blob: hd-asset:"),
    ("font-src", "'self' data:"),
    ("connect-src", "'self' ipc: http://ipc.localhost"),
    ("worker-src", "'none'"),
    ("frame-src", "'none'"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("frame-ancestors", "'none'"),
];

fn directives(policy: &str) -> BTreeMap<String, Vec<String>> {
    policy
        .split(';')
        .filter_map(|directive| {
            let mut words = directive.split_whitespace().map(str::to_owned);
            let name = words.next()?;
            // The hashes of the page's own inline scripts may be added, and nothing else.
            let mut sources: Vec<String> = words.filter(|word| !word.starts_with("'sha256-")).collect();
            sources.sort();
            Some((name, sources))
        })
        .collect()
}

/// The process that runs the page of an app.
pub(crate) fn web_process(app: u32) -> u32 {
    let is_web = |pid: &u32| {
        fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.starts_with("WebKitWebProces"))
    };
    family(app).into_iter().find(is_web).unwrap()
}

#[test]
fn the_served_policy_is_the_documented_one_exactly() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    let served = app.run_async(
        "fetch(location.href).then((page) => arguments[0](page.headers.get('content-security-policy')))",
    );
    let expected = POLICY.map(|(name, sources)| format!("{name} {sources}")).join(";");
    assert_eq!(directives(served.as_str().unwrap()), directives(&expected));
}

#[test]
fn text_cannot_become_a_program() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    for attempt in [
        "eval('window.harm = 1')",
        "new Function('window.harm = 1')()",
        "setTimeout('window.harm = 1', 0)",
        "(() => { const s = document.createElement('script'); s.textContent = 'window.harm = 1'; document.body.append(s); })()",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.harm = 1\">')",
        "(() => { const s = document.createElement('script'); s.src = 'data:text/javascript,window.harm = 1'; document.body.append(s); })()",
    ] {
        let script = format!(
            "const done = arguments[0];
             const blocked = (event) => done(event.effectiveDirective);
             document.addEventListener('securitypolicyviolation', blocked, {{ once: true }});
             try {{ {attempt}; }} catch (error) {{ if (error instanceof EvalError) done('EvalError'); }}"
        );
        let outcome = app.run_async(&script);
        let outcome = outcome.as_str().unwrap();
        assert!(outcome == "EvalError" || outcome.starts_with("script-src"), "{attempt}: {outcome}");
        assert_eq!(app.run("return window.harm ?? null", &[]), json!(null), "{attempt}");
    }
}

#[test]
fn the_page_stays_where_it_is() {
    let mut desk = Desk::new();
    // Stands in for the system's way of opening links, and notes what it was asked to open.
    let opened = desk.stand_in("xdg-open");
    let app = desk.app("counter", Under::Nothing);
    let home = app.run("return location.href", &[]);
    for address in ["https://example.org/a?b=c", "mailto:ada@example.org"] {
        app.run("location.href = arguments[0]", &[json!(address)]);
        until("the link is opened by the system", || opened().iter().any(|line| line == address));
    }
    for address in ["file:///etc/passwd", "data:text/html,<h1>harm", "about:blank", "ftp://example.org/"] {
        app.run("location.href = arguments[0]", &[json!(address)]);
    }
    // A link that asks for a window of its own, clicked as a person clicks it.
    let link = "document.body.insertAdjacentHTML('beforeend', '<a target=\"_blank\" href=\"https://example.org/window\">Elsewhere</a>')";
    app.run(link, &[]);
    app.click_at("//a");
    until("the window's link is opened by the system", || {
        opened().iter().any(|line| line.ends_with("/window"))
    });
    app.click("Click me");
    app.see("Clicked 1 times");
    assert_eq!(app.run("return location.href", &[]), home);
    assert_eq!(opened().len(), 3, "{:?}", opened());
}

#[test]
fn the_page_reports_a_language_that_exists_where_the_locale_is_c() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    assert_eq!(app.run("return navigator.languages", &[]), json!(["en-US"]));
    assert_eq!(
        app.run("return new Intl.NumberFormat(navigator.language).format(1234.5)", &[]),
        json!("1,234.5")
    );
}

/// The driver's session ends with the page's process, so here nobody but `xdotool` can click, and what was counted is
/// seen at the next start.
#[test]
fn a_page_whose_process_died_comes_back_and_works() {
    let desk = Desk::new();
    let app = desk.demo();
    app.sign_in(true);
    app.increment_to(2);
    let (x, y) = app.middle_of("Increment");
    app.terminate();

    let (mut app, log) = desk.bare_with("session_demo", &["--log-ready"], &[("HYPERDIV_LOG", Some("debug"))]);
    ready(&log);
    signal(web_process(app.pid()), Signal::KILL);
    said(&log, "hyperdiv: warn: the page's process ended");
    said(&log, "hyperdiv: debug: a page is connected");
    let store = || {
        files(&desk.data().join("store"))
            .iter()
            .map(|file| fs::metadata(file).unwrap().modified().unwrap())
            .max()
    };
    let before = store();
    until("a click in the page that came back is saved", || {
        desk.click(x, y);
        store() != before
    });
    signal(app.pid(), Signal::TERM);
    assert_eq!(app.wait().code(), Some(0));

    let app = desk.demo();
    assert!(app.is_signed_in());
    assert!(app.count() > 2, "{:?}", app.texts());
}

#[test]
fn a_reload_keeps_everything() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    app.click("Click me");
    app.see("Clicked 1 times");
    app.reload();
    app.see("Clicked 1 times");
}

#[test]
fn an_app_without_sessions_leaves_no_file_behind() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    app.click("Click me");
    app.see("Clicked 1 times");
    app.terminate();
    assert!(!desk.base().exists());
    let left = files(&desk.run().join("hyperdiv"));
    assert!(left.iter().all(|file| file.extension().is_some_and(|end| end == "lock")), "{left:?}");
}

#[test]
fn the_app_opens_no_network_socket() {
    let desk = Desk::new();
    // Not through the driver, which speaks TCP with the app.
    let (app, log) = desk.bare("session_demo", &["--log-ready"]);
    ready(&log);
    let mut sockets = 0;
    for pid in family(app.pid()) {
        let listed: Vec<String> = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"]
            .iter()
            .flat_map(|kind| {
                fs::read_to_string(format!("/proc/{pid}/net/{kind}"))
                    .unwrap_or_default()
                    .lines()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter_map(|line| line.split_whitespace().nth(9).map(str::to_owned))
            .collect();
        for fd in fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten() {
            let Ok(target) = fs::read_link(fd.path()) else { continue };
            let Some(inode) = target.to_str().and_then(|t| t.strip_prefix("socket:[")?.strip_suffix(']'))
            else {
                continue;
            };
            sockets += 1;
            assert!(!listed.iter().any(|other| other == inode), "process {pid} has a network socket");
        }
    }
    assert!(sockets > 3, "the sockets of the display and the web process were seen");
}

/// The colours that the host gives the window before there is a page are the page's own.
#[test]
fn the_window_has_the_pages_colours_in_light_and_dark() {
    for (dark, background) in [(false, "rgb(255, 255, 255)"), (true, "rgb(15, 17, 20)")] {
        let desk = Desk::new();
        desk.prefer_dark(dark);
        let app = desk.app("counter", Under::Nothing);
        assert_eq!(app.run("return matchMedia('(prefers-color-scheme: dark)').matches", &[]), json!(dark));
        assert_eq!(
            app.run("return getComputedStyle(document.documentElement).backgroundColor", &[]),
            json!(background)
        );
        app.picture(&desk, if dark { "dark" } else { "light" });
    }
}
