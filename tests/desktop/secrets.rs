//! No token where none may be: every desk looks, when it is cleared, at what its apps have said and logged.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::process::files;

/// Lines on standard error that held a token, without it.
static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Whether a text of the shape of a token is in `text`.
pub(crate) fn holds_token(text: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'.';
    text.split(|byte| !is_part(byte)).any(|run| {
        let parts: Vec<&[u8]> = run.split(|byte| *byte == b'.').collect();
        parts.windows(3).any(|parts| {
            let time = parts[1];
            parts[0].len() >= 64
                && (1..=12).contains(&time.len())
                && time.iter().all(u8::is_ascii_digit)
                && parts[2].len() >= 64
        })
    })
}

/// Takes note of a line that an app has said.
pub(crate) fn heard(line: &str) {
    if holds_token(line.as_bytes()) {
        let words: Vec<&str> =
            line.split_whitespace().map(|word| if word.len() > 100 { "[...]" } else { word }).collect();
        SAID.lock().unwrap_or_else(PoisonError::into_inner).push(words.join(" "));
    }
}

/// That nothing that was said, by the apps of any test so far, and no log below `dir` holds a token.
pub(crate) fn none_in_sight(dir: &Path) {
    let said = SAID.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(said.is_empty(), "a token on standard error: {said:#?}");
    let logs = files(dir).into_iter().filter(|file| file.parent().is_some_and(|dir| dir.ends_with("logs")));
    let found: Vec<_> = logs.filter(|file| holds_token(&fs::read(file).unwrap_or_default())).collect();
    assert!(found.is_empty(), "a token in {found:#?}");
}

#[test]
fn a_token_is_known_by_its_shape_wherever_it_stands() {
    let (id, mac) = ("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4));
    let token = format!("{id}.1700000000.{mac}");
    for text in [token.clone(), format!("refused \"{token}\"!"), format!("a.{token}.b"), token.to_uppercase()]
    {
        assert!(holds_token(text.as_bytes()), "{text}");
    }
    for text in [id.clone(), format!("{id}.{mac}"), format!("{id}.17x.{mac}"), token.replace("01", "")] {
        assert!(!holds_token(text.as_bytes()), "{text}");
    }
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("a/logs")).unwrap();
    fs::write(dir.path().join("a/mirror"), &token).unwrap();
    none_in_sight(dir.path());
    fs::write(dir.path().join("a/logs/hyperdiv.2.log"), format!("x {token}\n")).unwrap();
    let dir = dir.path().to_owned();
    assert!(std::panic::catch_unwind(|| none_in_sight(&dir)).is_err());
}
