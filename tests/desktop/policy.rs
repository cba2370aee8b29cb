//! What the page may load, run and navigate to.

use std::collections::BTreeMap;

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::process::{files, signal, until};

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
    assert_eq!(app.run("return window.open('https://example.org/window') === null", &[]), json!(true));
    until("the window's link is opened by the system", || opened().iter().any(|line| line.ends_with("/window")));
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
    assert_eq!(app.run("return new Intl.NumberFormat(navigator.language).format(1234.5)", &[]), json!("1,234.5"));
}

#[test]
fn a_page_whose_process_died_comes_back_as_it_was() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    for next in 1..=3 {
        app.click("Click me");
        app.see(&format!("Clicked {next} times"));
    }
    let web = app.web_process();
    signal(web, rustix::process::Signal::KILL);
    app.hear("hyperdiv: warn: the page's process ended");
    until("the page is built again", || app.try_texts().is_some_and(|texts| texts == ["Clicked 3 times"]));
    app.click("Click me");
    app.see("Clicked 4 times");
}

#[test]
fn a_reload_keeps_everything() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    app.click("Click me");
    app.see("Clicked 1 times");
    app.run("window.before = true; location.reload()", &[]);
    until("the page is built again", || {
        app.run("return window.before === undefined && document.documentElement.dataset.frame", &[]) == json!("1")
    });
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
    let left: Vec<_> = files(&desk.run()).into_iter().filter(|file| file.extension().is_none_or(|e| e != "lock")).collect();
    assert!(left.iter().all(|file| !file.to_string_lossy().contains("hyperdiv")), "{left:?}");
}
