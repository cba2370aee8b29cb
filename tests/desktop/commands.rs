//! What scripts in the page may call.

use serde_json::{Value, json};

use crate::desk::{Desk, Under};
use crate::input::managed;
use crate::page::App;

/// The commands that an app may name, with arguments that are well formed.
fn optional() -> [(&'static str, Value); 6] {
    [
        ("session_create", json!({ "consent": "this_run_only" })),
        ("session_status", json!({})),
        ("session_rotate", json!({})),
        ("session_list", json!({})),
        ("session_revoke", json!({ "handle": "all" })),
        ("session_clear", json!({})),
    ]
}

/// What concerns records, and all that is kept.
fn data() -> [(&'static str, Value); 8] {
    [
        ("consent_grant", json!({ "purpose": "session", "text_sha256": "0".repeat(64) })),
        ("consent_withdraw", json!({ "purpose": "session" })),
        ("record_get", json!({ "name": "note" })),
        ("record_put", json!({ "name": "note", "value": 1 })),
        ("record_delete", json!({ "name": "note" })),
        ("data_export", json!({})),
        ("data_import", json!({ "document": {} })),
        ("data_erase", json!({})),
    ]
}

/// Calls a command and goes on while it waits for the person. What it is answered is `window.answered`.
fn ask(app: &App, command: &str, args: &Value) {
    app.run(
        "window.answered = null;
         window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
             .then((value) => { window.answered = ['ok', value]; }, (error) => { window.answered = ['error', error.code]; });",
        &[json!(command), args.clone()],
    );
}

fn answered(app: &App) -> Value {
    app.wait_often("window.answered !== null");
    app.run("return window.answered", &[])
}

#[test]
fn what_concerns_all_that_is_kept_is_asked_of_the_person_outside_of_the_page() {
    let desk = Desk::new();
    let (_manager, app) = managed(&desk, "commands_probe");
    ask(&app, "session_create", &json!({ "consent": "granted" }));
    desk.wait_for_window("May this app keep something on this computer?");
    app.picture(&desk, "asked-session_create");
    desk.press_key("Escape");
    assert_eq!(answered(&app), json!(["error", "declined"]));
    assert!(!desk.base().join("io.hyperdiv.commands-probe").exists(), "something is kept of who said no");
    // A session for this run needs nobody's leave; being kept is asked for by the words that the app has for it.
    let status = app.invoke("session_create", &json!({ "consent": "this_run_only" })).unwrap();
    app.see("Signed in.");
    let purpose = &status["purposes"][0];
    assert_eq!((&purpose["purpose"], &purpose["agreed"]), (&json!("session"), &json!(false)), "{status}");
    let sha256 = purpose["text_sha256"].as_str().unwrap().to_owned();
    let grant = |sha256: &str| {
        ask(&app, "consent_grant", &json!({ "purpose": "session", "text_sha256": sha256 }));
        desk.wait_for_window("May this app keep something on this computer?");
        desk.press_key("alt+y");
        answered(&app)
    };
    assert_eq!(grant(&"0".repeat(64)), json!(["error", "changed"]));
    assert_eq!(grant(&sha256)[1]["kept"], true);
    ask(&app, "consent_withdraw", &json!({ "purpose": "session" }));
    desk.wait_for_window("Take your consent back?");
    app.picture(&desk, "asked-consent_withdraw");
    desk.press_key("alt+t");
    assert_eq!(answered(&app)[1]["kept"], false);
    app.see("Signed in.");
    assert_eq!(grant(&sha256)[1]["kept"], true);
    let put = app
        .invoke("record_put", &json!({ "name": "note", "value": "roses", "expected_version": 0 }))
        .unwrap();
    assert!(put["version"].as_u64().is_some_and(|version| version > 0), "{put}");
    assert_eq!(app.invoke("record_get", &json!({ "name": "note" })).unwrap()["value"], "roses");
    for (command, args, title) in [
        ("data_export", json!({}), "Hand your data to the page?"),
        ("data_import", json!({ "document": {} }), "Keep what the page brings on this computer?"),
        ("data_erase", json!({}), "Erase everything that this app keeps?"),
    ] {
        ask(&app, command, &args);
        desk.wait_for_window(title);
        app.picture(&desk, &format!("asked-{command}"));
        desk.press_key("Escape");
        assert_eq!(answered(&app), json!(["error", "declined"]), "{command}");
    }
    app.see("Signed in.");
    // Return is a no as well; agreeing takes its own key.
    ask(&app, "data_export", &json!({}));
    desk.wait_for_window("Hand your data to the page?");
    desk.press_key("Return");
    assert_eq!(answered(&app), json!(["error", "declined"]));
    ask(&app, "data_export", &json!({}));
    desk.wait_for_window("Hand your data to the page?");
    desk.press_key("alt+h");
    let exported = answered(&app);
    let owners = exported[1]["owners"].as_array().unwrap();
    assert!(owners.iter().any(|owner| owner["records"][0]["value"] == "roses"), "{exported}");
    ask(&app, "data_erase", &json!({}));
    desk.wait_for_window("Erase everything that this app keeps?");
    desk.press_key("alt+e");
    assert_eq!(answered(&app)[1]["sessions"], 1);
    app.see("Signed out.");
}

#[test]
fn a_command_is_refused_unless_the_app_has_named_it() {
    let desk = Desk::new();
    let app = desk.demo();
    for (command, args) in optional().into_iter().chain(data()) {
        let refusal = app.invoke(command, &args).expect_err(command);
        assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
    }
    assert!(!app.is_signed_in(), "a refused command did something");
    assert_eq!(app.frame(), 1, "a refused command changed the page");
}

#[test]
fn commands_of_the_toolkit_itself_are_refused() {
    let desk = Desk::new();
    let app = desk.demo();
    for command in [
        "plugin:event|listen",
        "plugin:window|close",
        "plugin:webview|create_webview",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "no_such_command",
    ] {
        let refusal = app.invoke(command, &json!({})).expect_err(command);
        assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
    }
}

#[test]
fn commands_that_the_app_has_named_reach_it() {
    let desk = Desk::new();
    let app = desk.app("commands_probe", Under::Nothing);
    app.see("Signed out.");
    let [create, status, rotate, list, revoke, clear] = optional();
    app.invoke(create.0, &create.1).unwrap();
    app.see("Signed in.");
    let before = app.invoke(status.0, &status.1).unwrap();
    app.invoke(rotate.0, &rotate.1).unwrap();
    let after = app.invoke(status.0, &status.1).unwrap();
    assert_ne!(before, after, "rotation gives the session another id");
    let listed = app.invoke(list.0, &list.1).unwrap();
    let handle = listed["sessions"][0]["handle"].as_str().unwrap().to_owned();
    assert_eq!(listed["sessions"][0]["current"], true, "{listed}");
    let unknown = app.invoke(revoke.0, &json!({ "handle": "0123456789ab" })).expect_err("no such session");
    assert_eq!(unknown["code"], "not_found", "{unknown}");
    assert_eq!(app.invoke(revoke.0, &json!({ "handle": handle })), Ok(json!({ "revoked": 1 })));
    app.see("Signed out.");
    app.invoke(create.0, &create.1).unwrap();
    app.see("Signed in.");
    app.invoke(clear.0, &clear.1).unwrap();
    app.see("Signed out.");
    for answer in [before, after, listed] {
        assert!(!holds_a_token(&answer), "a command gave a token away");
    }
}

/// Whether a text in it is shaped like a token: two dots between hexadecimal digits.
fn holds_a_token(value: &Value) -> bool {
    match value {
        Value::String(text) => text.matches('.').count() == 2 && text.len() > 64,
        Value::Array(all) => all.iter().any(holds_a_token),
        Value::Object(all) => all.values().any(holds_a_token),
        _ => false,
    }
}

#[test]
fn malformed_messages_are_refused_and_the_window_lives() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies: [&[u8]; 12] = [
        b"",
        b"{}",
        b"null",
        b"{\"v\":1",
        b"\xff\xfe\x00",
        b"{\"v\":2,\"page\":1}",
        b"{\"v\":1,\"page\":99999,\"events\":[]}",
        b"{\"v\":1,\"page\":1,\"ack\":18446744073709551616}",
        b"{\"v\":1,\"page\":1,\"ack\":4000000000}",
        b"{\"v\":1,\"page\":1,\"events\":[[-1,\"clicked\"],[1],[],{},\"x\"]}",
        b"{\"v\":1,\"page\":1,\"events\":\"clicked\"}",
        deep.as_bytes(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let refusal = app.invoke_raw("ui_event", body).expect_err(&shown);
        assert!(refusal["code"].is_string() && refusal["message"].is_string(), "{shown}: {refusal}");
    }
    // Well-formed, but nothing on the page: dropped and logged, so that what else a message holds is used once.
    for events in [json!([[1, "no such event"]]), json!([[4_294_967_295_u32, "clicked"]])] {
        let body = json!({ "v": 1, "page": 1, "events": events }).to_string();
        assert_eq!(app.invoke_raw("ui_event", body.as_bytes()), Ok(Value::Null), "{body}");
    }
    for (command, args) in [
        ("ui_ready", json!({ "v": 2, "channel": "__CHANNEL__:1" })),
        ("ui_ready", json!({ "v": 1, "channel": "nonsense" })),
        ("session_restore", json!({ "token": 7 })),
        ("session_restore", json!([])),
        ("mirror_ack", json!({ "id": "one", "ok": true })),
        ("ui_event", json!({ "v": 1 })),
    ] {
        let refusal = app.invoke(command, &args).expect_err(command);
        assert_eq!(refusal["code"], "invalid", "{command}: {refusal}");
    }
    app.click("Click me");
    app.see("Clicked 1 times");
}

#[test]
fn a_message_of_more_than_one_mebibyte_is_refused() {
    let desk = Desk::new();
    let app = desk.app("counter", Under::Nothing);
    let script = "const done = arguments[0];
        window.__TAURI_INTERNALS__.invoke('ui_event', new Uint8Array(1024 * 1024 + 1))
            .then(() => done('taken'), (error) => done(error.code));";
    assert_eq!(app.run_async(script), "too_large");
    app.click("Click me");
    app.see("Clicked 1 times");
}
