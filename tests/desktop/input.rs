//! Keys, gestures and typing in the real window, as a person's hands make them.

use std::process::Stdio;

use serde_json::json;

use crate::desk::{Desk, Under};
use crate::page::App;
use crate::process::{Process, until};

/// Waits until the probe has noted this, among other things.
pub(crate) fn noted(app: &App, what: &str) {
    app.wait(
        "[...document.querySelectorAll('#app p')].some(p => p.textContent.startsWith('Notes: ') && p.textContent.includes(arguments_[0]))",
        &[json!(what)],
    );
}

/// All that the probe has noted.
pub(crate) fn notes(app: &App) -> String {
    let texts = app.texts();
    let notes = texts.iter().find_map(|text| text.strip_prefix("Notes: "));
    notes.unwrap_or_else(|| panic!("{texts:?}")).to_owned()
}

/// The probe, in a window that has the keyboard.
pub(crate) fn open(desk: &Desk) -> (Process, App) {
    managed(desk, "input_probe")
}

/// Opens an app under a window manager, with the focus.
pub(crate) fn managed(desk: &Desk, app: &str) -> (Process, App) {
    let manager = desk.manage();
    let app = desk.app(app, Under::Nothing);
    let screen = desk.screen();
    until("the window has the focus", || screen.focused() == Some(app.pid()));
    (manager, app)
}

/// Gives a text field the keyboard focus.
pub(crate) fn focus(app: &App, label: &str) {
    app.run(
        "[...document.querySelectorAll('#app wa-input')].find(f => f.label === arguments[0]).focus()",
        &[json!(label)],
    );
}

#[test]
fn keys_pressed_together_click_and_a_typed_letter_does_not() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    desk.press_key("j");
    noted(&app, "next");
    focus(&app, "Text");
    // The keys of a text come before the shortcut, however soon it follows.
    desk.xdotool(&["key", "--delay", "0", "a", "j", "ctrl+s"]);
    noted(&app, "saved \"aj\"");
    assert_eq!(notes(&app), "next, saved \"aj\"");
    // What edits a text is the field's.
    desk.xdotool(&["key", "ctrl+a", "BackSpace", "ctrl+s"]);
    noted(&app, "saved \"\"");
    let spoken = app.run(
        "return [...document.querySelectorAll('#app button')].find(b => b.textContent === 'Save').getAttribute('aria-keyshortcuts')",
        &[],
    );
    assert_eq!(spoken, json!("Control+S"));
}

#[test]
fn the_pointer_and_its_other_button_are_heard_where_the_app_asks() {
    let desk = Desk::new();
    let app = desk.app("input_probe", Under::Nothing);
    let place = |selector: &str| -> (u64, u64) {
        let script = format!(
            "const {{ left, top, width, height }} = document.querySelector({selector:?}).getBoundingClientRect();
             return [Math.round(left + width / 2), Math.round(top + height / 2)]"
        );
        serde_json::from_value(app.run(&script, &[])).unwrap()
    };
    let (x, y) = place(".hd-plaintext");
    let [x, y] = [x, y].map(|number| number.to_string());
    desk.xdotool(&["mousemove", &x, &y]);
    app.see("Over.");
    app.run(
        "window.menus = []; addEventListener('contextmenu', e => window.menus.push(e.defaultPrevented))",
        &[],
    );
    desk.xdotool(&["click", "3"]);
    noted(&app, "menu");
    assert_eq!(app.run("return window.menus", &[]), json!([true]), "the webview's own menu stays away");
    desk.xdotool(&["click", "--repeat", "2", "--delay", "20", "1"]);
    noted(&app, "twice");
    let (x, y) = place("#app wa-input");
    desk.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    app.see("Not over.");
    assert_eq!(notes(&app), "menu, twice");
}

#[test]
fn the_keyboards_focus_is_heard_once_for_each_move() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    focus(&app, "Text");
    desk.xdotool(&["key", "Tab"]);
    noted(&app, "more in");
    desk.xdotool(&["key", "x", "shift+Tab"]);
    noted(&app, "more out");
    assert_eq!(notes(&app), "more in, more out");
    app.see("Text \"\" more \"x\".");
}

#[test]
fn what_is_pasted_by_keyboard_is_told_and_taken_in() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    desk.put_on_clipboard("one \u{e9}\u{65e5} two");
    focus(&app, "Text");
    desk.press_key("ctrl+v");
    noted(&app, "pasted \"one \u{e9}\u{65e5} two\"");
    app.see("Text \"one \u{e9}\u{65e5} two\" more \"\".");
}

#[test]
fn thirty_keys_a_second_are_all_taken_in_order_by_an_app_that_takes_its_time() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    app.click("Slow");
    let text = "the quick brown fox jumps over the lazy dog and the dog sleeps on";
    focus(&app, "Text");
    // All by the keyboard, so that nothing overtakes what is still on its way.
    desk.xdotool(&["type", "--delay", "33", text]);
    desk.xdotool(&["key", "Tab", "type", "--delay", "33", "0123456789"]);
    app.see(&format!("Text {text:?} more \"0123456789\"."));
    let held =
        app.run("return [...document.querySelectorAll('#app wa-input')].slice(0, 2).map(f => f.value)", &[]);
    assert_eq!(held, json!([text, "0123456789"]));
    // Two fields that change within one pause, and the shortcut right behind them.
    let script = "const [a, b] = document.querySelectorAll('#app wa-input');
        for (const [field, text] of [[a, 'left'], [b, 'right']]) {
            const inner = field.shadowRoot.querySelector('input');
            inner.value = text;
            inner.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        }";
    app.run(script, &[]);
    app.see("Text \"left\" more \"right\".");
}

/// An input method's composition, as WebKit tells it to the page: the driver can only type keys.
#[test]
fn what_an_input_method_composes_is_taken_whole_by_an_app_that_takes_its_time() {
    let desk = Desk::new();
    let (_manager, app) = open(&desk);
    app.click("Slow");
    focus(&app, "Text");
    let script = "const done = arguments[0];
        const inner = document.querySelector('#app wa-input').shadowRoot.querySelector('input');
        const steps = ['n', '\\u306b', '\\u306b\\u307b', '\\u65e5\\u672c'];
        const fire = (event) => inner.dispatchEvent(event);
        const options = { bubbles: true, composed: true };
        let values = [];
        fire(new CompositionEvent('compositionstart', options));
        const next = () => {
            const step = steps.shift();
            if (step === undefined) {
                fire(new CompositionEvent('compositionend', options));
                done(values);
                return;
            }
            inner.value = step;
            fire(new InputEvent('input', { ...options, isComposing: true }));
            values.push(inner.value);
            setTimeout(next, 120);
        };
        next();";
    let values = app.run_async(script);
    assert_eq!(values, json!(["n", "\u{306b}", "\u{306b}\u{307b}", "\u{65e5}\u{672c}"]));
    app.see("Text \"\u{65e5}\u{672c}\" more \"\".");
    desk.press_key("End");
    desk.xdotool(&["type", "--delay", "33", "!?"]);
    app.see("Text \"\u{65e5}\u{672c}!?\" more \"\".");
}

impl Desk {
    /// Puts a text on the clipboard, as another program would.
    fn put_on_clipboard(&self, text: &str) {
        use std::io::Write;
        let mut xclip = self.command("xclip");
        xclip.args(["-selection", "clipboard"]).stdin(Stdio::piped());
        let mut xclip = xclip.spawn().unwrap();
        xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        // It goes on in the background until another program has the clipboard, or the display ends.
        assert!(xclip.wait().unwrap().success());
    }

    /// Waits until the window with this title has what is typed.
    pub(crate) fn wait_for_window(&self, title: &str) {
        until("the window has the focus", || {
            let mut xdotool = self.command("xdotool");
            let output =
                xdotool.args(["getwindowfocus", "getwindowname"]).stdout(Stdio::piped()).output().unwrap();
            String::from_utf8_lossy(&output.stdout).trim() == title
        });
    }

    /// Waits until there is no window with this title.
    pub(crate) fn wait_for_no_window(&self, title: &str) {
        until("the window is gone", || !self.titles().lines().any(|shown| shown == title));
    }

    /// What is on the clipboard, as another program reads it.
    pub(crate) fn clipboard(&self) -> String {
        let mut xclip = self.command("xclip");
        let output = xclip.args(["-selection", "clipboard", "-out"]).stdout(Stdio::piped()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
