//! What the window says where the app fails, or takes its time.

use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::json;

use crate::desk::{Desk, Under};

const SOURCE: &str = "tests/desktop/apps/page_probe.rs:";

#[test]
fn a_failure_says_where_and_its_report_can_be_pasted() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    for (button, sentence) in [("Fail", "Asked to fail."), ("Panic", "Asked to panic.")] {
        app.click(button);
        app.wait("document.querySelector('#notice').textContent.includes(arguments_[0])", &[json!(sentence)]);
        let said = app.notice();
        assert!(said.contains(&format!("at {SOURCE}")), "{said}");
        assert!(said.contains(&format!("in vbox at {SOURCE}")), "{said}");
        app.picture(&desk, button);
        app.act("copy");
        app.wait("document.querySelector('[data-action=copy]').textContent === 'Copied'", &[]);
        app.act("retry");
        app.wait("document.querySelector('#notice').childNodes.length === 0", &[]);

        // A field takes the report as one line.
        app.run("document.querySelector('#app wa-input').value = ''", &[]);
        app.type_into("Name", "");
        app.paste();
        let pasted = "document.querySelector('#app wa-input').value";
        app.wait(&format!("{pasted}.includes(arguments_[0])"), &[json!(sentence)]);
        let pasted = app.run(&format!("return {pasted}"), &[]);
        let pasted = pasted.as_str().unwrap();
        assert!(pasted.contains(SOURCE) && pasted.contains("Hyperdiv 0."), "{pasted}");
        // The app answers with a text of many lines, which moves the buttons: the next click aims when they rest.
        app.see(&format!("Hello {pasted}."));
    }
}

#[test]
fn a_failure_is_answered_by_keyboard() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    app.type_into("Name", "Ada");
    app.see("Hello Ada.");
    app.click("Fail");
    app.see_notice("Asked to fail.");
    let focused = "return document.activeElement?.dataset?.action ?? document.activeElement?.className ?? ''";
    // From wherever the keyboard is, the Tab key comes by each of its buttons.
    let mut stops = Vec::new();
    for _ in 0..20 {
        app.press_keys("\u{e004}");
        stops.push(app.run(focused, &[]).as_str().unwrap_or_default().to_owned());
        if stops.last().is_some_and(|stop| stop == "retry") {
            break;
        }
    }
    assert_eq!(stops.last().map(String::as_str), Some("retry"), "{stops:?}");
    app.press_keys("\u{e007}");
    app.see_no_notice();
    app.see("Hello Ada.");
}

#[test]
fn a_busy_app_says_so_and_what_it_is_busy_with_and_loses_nothing() {
    let desk = Desk::new();
    let app = desk.app("page_probe", Under::Nothing);
    let gate = desk.home().join("gate");
    mknodat(CWD, &gate, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    app.click("Wait");
    app.wait("document.querySelector('#busy').textContent.includes(arguments_[0])", &[json!(SOURCE)]);
    let said = app.run("return document.querySelector('#busy').innerText", &[]);
    let said = said.as_str().unwrap().to_owned();
    assert!(said.contains("The app is busy"), "{said}");
    assert!(said.contains("\u{201c}clicked\u{201d} of the button at"), "{said}");
    app.picture(&desk, "busy");

    // Typing goes on, and arrives.
    app.type_into("Name", "Ada");
    assert_eq!(app.run("return document.querySelector('#app wa-input').value", &[]), json!("Ada"));
    std::fs::write(&gate, "open").unwrap();
    app.see("Hello Ada.");
    app.wait("document.querySelector('#busy').childNodes.length === 0", &[]);
}
