//! What the page has to bear.

use serde_json::json;

use crate::desk::{Desk, Under};

/// What `page_probe` shows, as it shows it.
const HOSTILE: [&str; 8] = [
    "</script><script>window.harm = 1</script>",
    "<img src=x onerror=\"window.harm = 1\">",
    "quote \" apostrophe ' backslash \\ backtick ` ${window.harm = 1}",
    "line\u{2028}separator\u{2029}paragraph",
    "right-to-left \u{202e}txet",
    "\u{1f980} crab, \u{65e5}\u{672c}\u{8a9e}, combining e\u{301}",
    "null \u{0} and bell \u{7}",
    "__proto__",
];

#[test]
fn hostile_text_is_shown_as_text_whatever_way_its_message_took() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    // The first frame is small enough to travel as a string.
    assert_eq!(app.texts()[1..], HOSTILE);
    // This one is not.
    app.tick("Many");
    app.see(&format!("Line 1999: {}", HOSTILE[1999 % HOSTILE.len()]));
    let texts = app.texts();
    assert_eq!(texts[1..9], HOSTILE);
    for (line, text) in texts[9..].iter().enumerate() {
        assert_eq!(*text, format!("Line {line}: {}", HOSTILE[line % HOSTILE.len()]));
    }
    assert_eq!(texts.len(), 9 + 2000);
    app.tick("Many");
    app.wait("document.querySelectorAll('#app p').length === 9", &[]);
    assert_eq!(
        app.run(
            "return [window.harm ?? null, document.querySelectorAll('#app img, #app script').length]",
            &[]
        ),
        json!([null, 0])
    );
}

#[test]
fn what_is_typed_reaches_the_app_and_stays_in_the_field() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    app.type_into("Name", "Ada \u{e9}");
    app.see("Hello Ada \u{e9}.");
    app.type_into("Name", " & co");
    app.see("Hello Ada \u{e9} & co.");
    assert_eq!(
        app.run("return document.querySelector('#app wa-input').value", &[]),
        json!("Ada \u{e9} & co")
    );
}

#[test]
fn an_app_that_panics_or_fails_keeps_its_window() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    app.type_into("Name", "Ada");
    app.see("Hello Ada.");
    for (button, cause) in [("Panic", "Asked to panic."), ("Fail", "Asked to fail.")] {
        app.click(button);
        app.wait("document.querySelector('#notice').textContent.includes(arguments_[0])", &[json!(cause)]);
        app.wait("document.querySelector('#notice').textContent.includes('page_probe.rs')", &[]);
        app.picture(&desk, button);
        // State is kept, and the next event runs the app again.
        app.type_into("Name", "!");
        app.wait("document.querySelector('#notice').textContent === ''", &[]);
    }
    app.see("Hello Ada!!.");
}
