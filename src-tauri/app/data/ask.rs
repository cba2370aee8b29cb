//! What is said to a person at a terminal while a verb works, and asked before.

use std::io::{self, BufRead, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::on_terminal;

/// What somebody answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    Yes,
    No,
    /// There is no terminal.
    Nobody,
}

/// Asks whoever sits at the terminal. Only `yes` is a yes.
pub(super) fn person(question: &str) -> Answer {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Answer::Nobody;
    }
    on_terminal(&format!("{question} Type yes to agree: "));
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(_) if line.trim() == "yes" => Answer::Yes,
        _ => Answer::No,
    }
}

/// From when on work is worth a word, and how often it gets one.
const PATIENCE: Duration = Duration::from_millis(500);

/// A line on the terminal for as long as this lives, if that is long.
pub(super) struct Progress {
    told: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(super) fn start(what: &'static str) -> Progress {
        if !io::stderr().is_terminal() {
            return Progress { told: None };
        }
        let (over, wait) = channel::<()>();
        let thread = std::thread::Builder::new().spawn(move || {
            let began = Instant::now();
            let mut said = false;
            while wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                on_terminal(&format!("\r{what} ({} s) ", began.elapsed().as_secs()));
                said = true;
            }
            if said {
                on_terminal("\r\u{1b}[K");
            }
        });
        Progress { told: thread.ok().map(|thread| (over, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((over, thread)) = self.told.take() {
            drop(over);
            // It only says something.
            let _ = thread.join();
        }
    }
}
