//! What a person sees and does in the window of a running app.

use std::os::fd::OwnedFd;
use std::sync::mpsc::Receiver;

use rustix::process::{Signal, pidfd_send_signal};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::process::{self, Process};
use crate::webdriver::{ALT, CONTROL, LEFT, RIGHT, WebDriver};

/// The label of the session demo's box.
pub(crate) const KEEP: &str = "Keep me signed in on this computer";

/// A running app.
pub(crate) struct App {
    pid: u32,
    page: WebDriver,
    driver: Process,
    said: Vec<String>,
    log: Receiver<String>,
    _guard: Guard,
}

impl App {
    pub(crate) fn new(
        driver: Process,
        page: WebDriver,
        pid: u32,
        said: Vec<String>,
        log: Receiver<String>,
    ) -> App {
        let guard = Guard(process::open(pid).unwrap());
        App { pid, page, driver, said, log, _guard: guard }
    }

    /// The number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The texts of the page, in order.
    pub(crate) fn texts(&self) -> Vec<String> {
        let texts =
            self.page.execute("return [...document.querySelectorAll('#app p')].map(p => p.textContent)", &[]);
        serde_json::from_value(texts).unwrap()
    }

    /// What the session demo counts.
    pub(crate) fn count(&self) -> u64 {
        self.texts()[2].parse().unwrap()
    }

    /// The number of the frame that the page shows.
    pub(crate) fn frame(&self) -> u64 {
        let frame = self.page.execute("return document.documentElement.dataset.frame", &[]);
        frame.as_str().unwrap().parse().unwrap()
    }

    /// What the page has shown since its first frame, one entry for each change; `None` if the driver let nobody in before
    /// the second one.
    pub(crate) fn shown_from_the_first_frame(&self) -> Option<Vec<String>> {
        let shown = self.page.execute("return window.shown ?? []", &[]);
        let shown: Vec<(u64, String)> = serde_json::from_value(shown).unwrap();
        (shown.first()?.0 == 1).then(|| shown.into_iter().map(|(_, text)| text).collect())
    }

    /// Whether the session demo shows its signed-in page.
    pub(crate) fn is_signed_in(&self) -> bool {
        let texts = self.texts();
        match texts.first().map(String::as_str) {
            Some("Session demo app.") => true,
            Some("Not authenticated yet.") => false,
            _ => panic!("neither page is shown: {texts:?}"),
        }
    }

    /// Waits until a text is shown.
    pub(crate) fn see(&self, text: &str) {
        self.wait(
            "[...document.querySelectorAll('#app p')].some(p => p.textContent === arguments_[0])",
            &[json!(text)],
        );
    }

    /// Waits until the session demo shows this count.
    pub(crate) fn see_count(&self, count: u64) {
        self.wait(
            "document.querySelectorAll('#app p')[2]?.textContent === arguments_[0]",
            &[json!(count.to_string())],
        );
    }

    /// Waits until an expression over the page is true, looking whenever the page changes.
    pub(crate) fn wait(&self, expression: &str, args: &[Value]) {
        let script = format!(
            "const arguments_ = [...arguments], done = arguments_.pop();
             const holds = () => {expression};
             if (holds()) {{ done(true); return; }}
             const watch = new MutationObserver(() => {{ if (holds()) {{ watch.disconnect(); done(true); }} }});
             watch.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});"
        );
        assert_eq!(self.page.execute_async(&script, args), json!(true));
    }

    /// As [`wait`](Self::wait), for what changes without the document changing: looked at in each frame.
    pub(crate) fn wait_often(&self, expression: &str) {
        let script = format!(
            "const done = arguments[0];
             const look = () => {{ if ({expression}) done(true); else requestAnimationFrame(look); }}; look();"
        );
        assert_eq!(self.page.execute_async(&script, &[]), json!(true));
    }

    /// Clicks a button.
    pub(crate) fn click(&self, name: &str) {
        self.page.click(&format!("//main[@id='app']//button[normalize-space()='{name}']"));
    }

    /// Clicks what `xpath` finds.
    pub(crate) fn click_at(&self, xpath: &str) {
        self.page.click(xpath);
    }

    /// What the window says above the app.
    pub(crate) fn notice(&self) -> String {
        let text = self.page.execute("return document.querySelector('#notice').innerText", &[]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the window says this above the app, in its title, its text or its details.
    pub(crate) fn see_notice(&self, text: &str) {
        self.wait("document.querySelector('#notice').textContent.includes(arguments_[0])", &[json!(text)]);
    }

    /// Waits until the window says nothing above the app.
    pub(crate) fn see_no_notice(&self) {
        self.wait("document.querySelector('#notice').childNodes.length === 0", &[]);
    }

    /// Presses the button of the notice that does this.
    pub(crate) fn act(&self, action: &str) {
        self.page.click(&format!("//div[@id='notice']//button[@data-action='{action}']"));
    }

    /// Ticks or unticks a box.
    pub(crate) fn tick(&self, name: &str) {
        self.page.click(&format!("//main[@id='app']//wa-checkbox[normalize-space()='{name}']"));
    }

    /// Types a text, key by key, into the field with this label.
    pub(crate) fn type_into(&self, label: &str, text: &str) {
        self.page.execute(
            "[...document.querySelectorAll('#app wa-input')].find(f => f.label === arguments[0]).focus()",
            &[json!(label)],
        );
        self.page.type_text(text);
    }

    /// Presses keys, one after the other, where the focus is.
    pub(crate) fn press_keys(&self, keys: &str) {
        self.page.type_text(keys);
    }

    /// Goes back, by keyboard.
    pub(crate) fn back(&self) {
        self.page.chord(ALT, LEFT);
    }

    /// Goes forward again, by keyboard.
    pub(crate) fn forward(&self) {
        self.page.chord(ALT, RIGHT);
    }

    /// Pastes, by keyboard, where the focus is.
    pub(crate) fn paste(&self) {
        self.page.chord(CONTROL, 'v');
    }

    /// Signs in, with or without consent to keep it, and waits until the page shows it.
    pub(crate) fn sign_in(&self, keep: bool) {
        self.see("Not authenticated yet.");
        if keep {
            self.tick(KEEP);
        }
        self.click("Authenticate");
        self.see("Session demo app.");
    }

    /// Counts to `count` from where the page is, and waits until the page shows it.
    pub(crate) fn increment_to(&self, count: u64) {
        for next in self.count() + 1..=count {
            self.click("Increment");
            self.see_count(next);
        }
    }

    pub(crate) fn log_out(&self) {
        self.click("Log out");
        self.see("Not authenticated yet.");
    }

    /// Everything that localStorage holds.
    pub(crate) fn local_storage(&self) -> Vec<(String, String)> {
        serde_json::from_value(self.page.execute("return Object.entries(localStorage)", &[])).unwrap()
    }

    /// The token in localStorage, waited for: the page writes it right after the frame.
    pub(crate) fn token(&self) -> String {
        let script = "const done = arguments[0], look = () => {
            const token = localStorage.getItem('hyperdiv-session');
            if (token) done(token); else setTimeout(look, 5);
        }; look();";
        self.page.execute_async(script, &[]).as_str().unwrap().to_owned()
    }

    /// The value of a script, which is the body of a function.
    pub(crate) fn run(&self, script: &str, args: &[Value]) -> Value {
        self.page.execute(script, args)
    }

    /// Clicks a button of a dialog that closes the window, and waits for nothing.
    pub(crate) fn click_last(&self, button: &str) {
        self.page.execute_last(&format!(
            "[...document.querySelectorAll('dialog button')].find(b => b.textContent === '{button}').click()"
        ));
    }

    /// What a script passes to the function that is its only argument.
    pub(crate) fn run_async(&self, script: &str) -> Value {
        self.run_async_with(script, &[])
    }

    /// What a script passes to the function that is its last argument.
    pub(crate) fn run_async_with(&self, script: &str, args: &[Value]) -> Value {
        self.page.execute_async(script, args)
    }

    /// Where in the window the middle of a button is.
    pub(crate) fn middle_of(&self, button: &str) -> (u64, u64) {
        let script = "const button = [...document.querySelectorAll('#app button')].find(b => b.textContent === arguments[0]);
            const { left, top, width, height } = button.getBoundingClientRect();
            return [Math.round(left + width / 2), Math.round(top + height / 2)]";
        serde_json::from_value(self.page.execute(script, &[json!(button)])).unwrap()
    }

    /// Calls a command as a script in the page would. `Ok` with the answer or `Err` with the refusal.
    pub(crate) fn invoke(&self, command: &str, args: &Value) -> Result<Value, Value> {
        self.invoked("arguments[1]", command, args)
    }

    /// Calls a command with a raw body.
    pub(crate) fn invoke_raw(&self, command: &str, body: &[u8]) -> Result<Value, Value> {
        self.invoked("new Uint8Array(arguments[1])", command, &json!(body))
    }

    fn invoked(&self, payload: &str, command: &str, args: &Value) -> Result<Value, Value> {
        let script = format!(
            "const done = arguments[2];
             window.__TAURI_INTERNALS__.invoke(arguments[0], {payload})
                 .then((value) => done({{ value }}), (error) => done({{ error }}));"
        );
        let mut answer = self.page.execute_async(&script, &[json!(command), args.clone()]);
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["value"].take()),
        }
    }

    /// What the app has said on standard error since its start, up to now.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.iter().cloned().chain(self.log.try_iter()).collect()
    }

    /// Waits until the window has painted what the page holds, and saves a picture of the screen.
    pub(crate) fn picture(&self, desk: &Desk, name: &str) {
        self.run_async(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))",
        );
        desk.picture(name);
    }

    /// Loads the page again, and waits until the app has built it again.
    pub(crate) fn reload(&self) {
        self.run("window.before = true; location.reload()", &[]);
        process::until("the page is built again", || {
            self.run("return window.before === undefined && document.documentElement.dataset.frame", &[])
                == json!("1")
        });
    }

    /// Kills the app alone, as the system does where memory runs out.
    pub(crate) fn kill(self) {
        process::signal(self.pid, Signal::KILL);
        self.gone();
    }

    /// Kills the app with its web processes, as a power cut does.
    pub(crate) fn kill_with_web_processes(self) {
        process::kill_all(&process::family(self.pid));
        self.gone();
    }

    /// Closes the window as its title bar does, and waits until the app has ended.
    pub(crate) fn close(self, desk: &Desk) {
        desk.close_window(self.pid);
        process::wait_for_end(self.pid);
    }

    /// Asks the app to end, and waits until it has.
    pub(crate) fn terminate(self) -> Vec<String> {
        process::signal(self.pid, Signal::TERM);
        process::wait_for_end(self.pid);
        drop(self.driver);
        // The pipe ends with its last writer.
        self.log.iter().collect()
    }

    fn gone(self) {
        process::wait_for_end(self.pid);
    }
}

/// Ends an app that a failed test has left. It holds the process itself, not its number, which another could have by then.
struct Guard(OwnedFd);

impl Drop for Guard {
    fn drop(&mut self) {
        // Most have ended already.
        let _ = pidfd_send_signal(&self.0, Signal::KILL);
    }
}
