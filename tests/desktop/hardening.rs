//! What a page that has gone wrong cannot do: load frames, put files on the disk, confuse a command, or keep the app from working.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, Under};
use crate::page::App;
use crate::process::files;

/// Every code with which a command may be refused.
const CODES: [&str; 11] = [
    "busy",
    "changed",
    "declined",
    "exists",
    "invalid",
    "not_allowed",
    "not_found",
    "not_signed_in",
    "storage",
    "too_large",
    "unreadable",
];

#[test]
fn a_page_can_load_no_frame_no_object_and_no_worker() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    for (attempt, directive) in [
        ("<iframe src=\"data:text/html,harm\"></iframe>", "frame-src"),
        ("<iframe src=\"https://example.org/\"></iframe>", "frame-src"),
        ("<iframe src=\"/index.html\"></iframe>", "frame-src"),
        ("<object data=\"data:text/html,harm\"></object>", "object-src"),
        ("<embed src=\"data:text/html,harm\">", "object-src"),
        ("<link rel=\"stylesheet\" href=\"data:text/css,p{}\">", "style-src-elem"),
        ("<img src=\"https://example.org/a.png\">", "img-src"),
        ("<base href=\"https://example.org/\">", "base-uri"),
    ] {
        let script = "const [html, done] = arguments;
            document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective), { once: true });
            document.body.insertAdjacentHTML('beforeend', html);";
        let blocked = app.run_async_with(script, &[json!(attempt)]);
        assert_eq!(blocked, directive, "{attempt}");
    }
    for attempt in [
        "new Worker('data:text/javascript,1')",
        "new WebSocket('wss://example.org/')",
        "new EventSource('https://example.org/')",
    ] {
        let script = format!(
            "const done = arguments[0];
             document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective), {{ once: true }});
             try {{ {attempt}; }} catch (error) {{ done(error.name); }}"
        );
        let blocked = app.run_async(&script);
        assert!(
            ["worker-src", "connect-src", "SecurityError"].contains(&blocked.as_str().unwrap()),
            "{attempt}: {blocked}"
        );
    }
    let filled = "[...document.querySelectorAll('iframe')].filter((f) => (f.contentDocument?.body?.childNodes.length ?? 0) > 0).length";
    assert_eq!(app.run(&format!("return {filled}"), &[]), 0);
    app.click("Click me");
    app.see("Clicked 1 times");
}

#[test]
fn a_page_can_put_no_file_on_the_disk() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    let before = files(&desk.home());
    for address in ["data:application/octet-stream,harm", "/index.html"] {
        app.run(
            "const a = document.createElement('a');
             a.href = arguments[0]; a.download = 'harm.txt'; a.textContent = 'Fetch'; a.id = 'fetch';
             document.getElementById('fetch')?.remove(); document.body.append(a);",
            &[json!(address)],
        );
        app.click_at("//a[@id='fetch']");
    }
    let blob = "const a = document.createElement('a');
        a.href = URL.createObjectURL(new Blob(['harm'])); a.download = 'harm.txt'; document.body.append(a); a.click();";
    app.run(blob, &[]);
    app.click("Click me");
    app.see("Clicked 1 times");
    app.terminate();
    let harm = |file: &std::path::PathBuf| {
        fs::read(file).is_ok_and(|bytes| bytes.windows(4).any(|four| four == b"harm"))
    };
    let new: Vec<_> = files(&desk.home()).into_iter().filter(|file| !before.contains(file)).collect();
    assert!(!new.iter().any(harm), "{new:?}");
    assert!(!new.iter().any(|file| file.ends_with("harm.txt")), "{new:?}");
}

/// Calls a command with arguments that a script makes; answers its refusal's code, or null where it was let through.
fn refused(app: &App, command: &str, args: &str) -> Value {
    app.run_async(&format!(
        "const done = arguments[0];
         let args; try {{ args = {args}; }} catch (error) {{ done('script'); }}
         window.__TAURI_INTERNALS__.invoke({command:?}, args)
             .then(() => done(null), (error) => done(error.code ?? String(error)));"
    ))
}

#[test]
fn arguments_that_make_no_sense_are_refused_by_a_code_of_the_list() {
    let desk = Desk::new();
    let app = desk.app("commands_probe", Under::Nothing);
    app.invoke("session_create", &json!({ "consent": "this_run_only" })).unwrap();
    app.see("Signed in.");
    let commands = [
        "session_create",
        "session_rotate",
        "session_list",
        "session_revoke",
        "session_clear",
        "session_status",
        "record_get",
        "record_put",
    ];
    let nonsense = [
        "{ name: 7, value: 1, consent: 7, handle: 7 }",
        "{ name: null, consent: null, handle: null, value: null, what: NaN }",
        "{ name: ['a'], consent: ['granted'], handle: { a: 1 }, value: 1, more: 1 }",
        "{ name: '../../etc/passwd\\u0000', value: 1, unknown: 1, consent: '', handle: '' }",
        "{ name: 'x'.repeat(10 << 20), consent: 'x', handle: 'x' }",
        "{ name: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) }",
        "{ ['__proto__' + '']: 1, name: '__proto__', value: 1, consent: '__proto__', handle: '__proto__' }",
    ];
    for command in commands {
        for args in nonsense {
            let code = refused(&app, command, args);
            // Too deep a nesting is refused by who reads it for the commands.
            let known = code
                .as_str()
                .is_some_and(|code| CODES.contains(&code) || code.starts_with("recursion limit exceeded"));
            assert!(known, "{command} with {}: {code}", &args[..args.len().min(60)]);
        }
    }
    app.see("Signed in.");
    assert_eq!(app.invoke("record_get", &json!({ "name": "note" })).unwrap()["value"], Value::Null);
}

#[test]
fn ten_thousand_commands_at_once_leave_the_window_alive_and_the_memory_bounded() {
    let desk = Desk::new();
    let app = desk.app("commands_probe", Under::Nothing);
    let memory = || -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    app.see("Signed out.");
    let flood = || {
        app.run(
            "window.counts = { ok: 0, busy: 0, crossed: 0, other: 0 };
             // In steps, so that the driver, too, has its turn on a busy computer; all are sent before the first second is over.
             let sent = 0;
             const step = () => {
                 for (const end = sent + 500; sent < end; sent += 1) {
                     window.__TAURI_INTERNALS__.invoke('session_status', {}).then(
                         () => { counts.ok += 1; },
                         // Another call's answer says what one may agree to, and no refusal does.
                         (error) => { counts[error.code === 'busy' ? 'busy' : error.purposes ? 'crossed' : 'other'] += 1; });
                 }
                 if (sent < 10_000) setTimeout(step);
             };
             setTimeout(step);",
            &[],
        );
        // Tauri draws the two numbers of a call's callbacks from 32 random bits: among 20,000 at once two are the same in one flood
        // of twenty, and then the answer of the one call goes to the other, or what is an answer to the other's refusal.
        // On a computer that is busy with other windows it takes longer than one script may.
        for _ in 0..5 {
            app.run("window.soon = performance.now() + 40_000", &[]);
            app.wait_often("counts.ok + counts.busy + counts.crossed + counts.other >= 9_994 || performance.now() > soon");
        }
        let counts = app.run("return counts", &[]);
        let count = |name: &str| counts[name].as_u64().unwrap();
        assert_eq!(count("other"), 0, "{counts}");
        assert!(count("crossed") <= 6, "{counts}");
        assert!(
            count("ok") + count("busy") >= 9_994,
            "each is answered, by what it asked for or by a refusal: {counts}"
        );
        assert!(count("ok") > 0, "{counts}");
    };
    // What the first one makes room for is there for the second.
    flood();
    let before = memory();
    flood();
    let grown = memory().saturating_sub(before);
    assert!(grown < 120_000, "the process has grown by {grown} KB");
    app.invoke("session_create", &json!({ "consent": "this_run_only" })).unwrap();
    app.see("Signed in.");
}
