//! As much of the WebDriver protocol as the tests need, over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::PATIENCE;

/// The control key, as WebDriver names it.
pub(crate) const CONTROL: char = '\u{e009}';

/// The Alt key.
pub(crate) const ALT: char = '\u{e00a}';
/// The arrow keys that lead back and forward.
pub(crate) const LEFT: char = '\u{e012}';
pub(crate) const RIGHT: char = '\u{e014}';

/// The key that stands for an element on the wire, a constant of the WebDriver standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session with WebKitWebDriver, which is to say one running app.
pub(crate) struct WebDriver {
    port: u16,
    session: String,
}

impl WebDriver {
    /// Starts `binary` with `args` through the driver that listens on `port`.
    pub(crate) fn start(port: u16, binary: &str, args: &[&str]) -> WebDriver {
        let options = json!({ "binary": binary, "args": args });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = request(port, "POST", "/session", Some(&wanted)).unwrap();
        let session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        let driver = WebDriver { port, session };
        let limit = u64::try_from(PATIENCE.as_millis()).unwrap();
        driver.post("timeouts", &json!({ "script": limit, "pageLoad": limit, "implicit": 0 }));
        driver
    }

    /// The value of a script, which is the body of a function.
    pub(crate) fn execute(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": args }))
    }

    /// Runs a script that ends the app, so that there may be nobody left to answer.
    pub(crate) fn execute_last(&self, script: &str) {
        let path = format!("/session/{}/execute/sync", self.session);
        let _ = request(self.port, "POST", &path, Some(&json!({ "script": script, "args": [] })));
    }

    /// What a script passes to the function that is its last argument.
    pub(crate) fn execute_async(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/async", &json!({ "script": script, "args": args }))
    }

    /// Clicks the one element that `xpath` finds.
    pub(crate) fn click(&self, xpath: &str) {
        let element = self.post("element", &json!({ "using": "xpath", "value": xpath }));
        let id = element[ELEMENT].as_str().unwrap_or_else(|| panic!("{xpath}: {element}"));
        self.post(&format!("element/{id}/click"), &json!({}));
    }

    /// Presses the keys of a text, one after the other, wherever the focus is.
    pub(crate) fn type_text(&self, text: &str) {
        let keys: Vec<Value> = text
            .chars()
            .flat_map(|key| {
                [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
            })
            .collect();
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] }));
    }

    /// Presses a key while another one is down.
    pub(crate) fn chord(&self, held: char, key: char) {
        let press = |kind: &str, key: char| json!({ "type": kind, "value": key });
        let keys = [press("keyDown", held), press("keyDown", key), press("keyUp", key), press("keyUp", held)];
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] }));
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{command}", self.session);
        request(self.port, "POST", &path, Some(body))
            .unwrap_or_else(|error| panic!("{command} {body}: {error}"))
    }
}

/// One request; the `value` of the answer, or the error that the driver tells.
fn request(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(PATIENCE + Duration::from_secs(10))).map_err(|error| error.to_string())?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()))
        .map_err(|error| error.to_string())?;
    let (is_ok, answer) = read(stream).map_err(|error| error.to_string())?;
    let mut answer: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
    let value = answer["value"].take();
    if is_ok { Ok(value) } else { Err(value.to_string()) }
}

/// Whether it went well, and the body of an answer, whose length its head tells.
fn read(stream: TcpStream) -> std::io::Result<(bool, Vec<u8>)> {
    let bad = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(bad("the driver hung up"));
        }
    }
    let head = head.to_ascii_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    let mut body = vec![0; length.ok_or_else(|| bad("an answer without a length"))?];
    stream.read_exact(&mut body)?;
    Ok((head.starts_with("http/1.1 200"), body))
}
