//! Promise: what the window shows is on disk. Here the order itself is looked at, as the system saw it.
//!
//! A frame reaches the page as a script that the host passes to the web process, through `sendmsg` on the socket that
//! WebKit keeps between the two; `strace` shows its text. So each frame must be preceded by the write of what it shows to
//! the store's log and by the sync of that log, completed, both after the frame before it.

use std::collections::HashMap;
use std::fs;

use crate::desk::{Desk, Under};

/// What the system was asked to do, in order.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Bytes were handed to the file.
    Written(String),
    /// The file was made durable.
    Synced(String),
    /// A frame left for the page.
    Sent { frame: u64, text: String },
}

#[test]
fn a_frame_is_sent_only_after_what_it_shows_is_durable() {
    let desk = Desk::new();
    let app = desk.app("session_demo", Under::Strace);
    app.sign_in(true);
    app.increment_to(3);
    app.terminate();
    let steps = steps(&fs::read_to_string(desk.file("trace")).unwrap());

    let sent: Vec<usize> = (0..steps.len()).filter(|at| matches!(steps[*at], Step::Sent { .. })).collect();
    let mut seen = 0;
    for (before, at) in sent.iter().zip(&sent[1..]) {
        let Step::Sent { frame, text } = &steps[*at] else { unreachable!() };
        let turn = &steps[*before..*at];
        let position = |step: &dyn Fn(&Step) -> bool| turn.iter().rposition(step);
        let synced = |end: &str| position(&|step| matches!(step, Step::Synced(file) if file.ends_with(end)));
        let written = position(&|step| matches!(step, Step::Written(file) if file.ends_with("/store/db")));
        let durable = written.is_some() && written < synced("/store/db");
        if text.contains("Session demo app.") {
            // The mirror that localStorage may lose is on disk as well.
            assert!(synced("mirror.pending").is_some(), "frame {frame}: {turn:#?}");
            assert!(durable, "frame {frame} shows a session that was not durable: {turn:#?}");
            seen += 1;
        }
        if (1..=3).any(|count| text.contains(&format!("\"content\",\"{count}\""))) {
            assert!(durable, "frame {frame} shows a count that was not durable: {turn:#?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 4, "the sign-in and three counts were seen: {steps:#?}");
}

/// Reads the output of `strace -f -y`.
fn steps(trace: &str) -> Vec<Step> {
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut steps = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else { continue };
        let call = call.trim_start();
        if call.starts_with("sendmsg(") {
            // Quotes within quotes come with backslashes, which say nothing here.
            let text = call.replace('\\', "");
            let frame = text
                .split_once("\"frame\":")
                .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect());
            if let Some(frame) = frame.and_then(|digits: String| digits.parse().ok()) {
                steps.push(Step::Sent { frame, text });
            }
        } else if call.ends_with("<unfinished ...>") {
            unfinished.insert(thread, call);
        } else {
            // A call counts from when it returned, and only if it went well.
            let begun = if call.starts_with("<...") { unfinished.remove(thread) } else { Some(call) };
            let result = call.rsplit_once("= ").and_then(|(_, result)| result.trim().parse::<i64>().ok());
            let file = begun.and_then(|begun| Some(begun.split_once('<')?.1.split_once('>')?.0.to_owned()));
            if let (Some(begun), Some(file), Some(0..)) = (begun, file, result) {
                if begun.starts_with("pwrite64(") {
                    steps.push(Step::Written(file));
                } else if begun.starts_with("fsync(") || begun.starts_with("fdatasync(") {
                    steps.push(Step::Synced(file));
                }
            }
        }
    }
    steps
}

#[test]
fn a_sync_counts_from_when_it_returned_and_only_if_it_went_well() {
    let trace = r#"7 pwrite64(3</d/store/db>, "x"..., 5, 0) = 5
7 fdatasync(3</d/store/db> <unfinished ...>
9 sendmsg(4<socket:[1]>, {msg_iov=[{iov_base="{ message: \"{\\\"v\\\":1,\\\"frame\\\":12,", iov_len=2}]}, MSG_NOSIGNAL <unfinished ...>
7 <... fdatasync resumed>) = 0
9 <... sendmsg resumed>) = 216
8 fsync(5</d/keys/.tmp-mirror.pending>) = -1 EIO (Input/output error)
"#;
    let steps = steps(trace);
    assert_eq!(steps.len(), 3, "{steps:#?}");
    assert_eq!(steps[0], Step::Written("/d/store/db".to_owned()));
    assert!(matches!(steps[1], Step::Sent { frame: 12, .. }));
    assert_eq!(steps[2], Step::Synced("/d/store/db".to_owned()));
}
