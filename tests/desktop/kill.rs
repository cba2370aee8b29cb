//! Promise: a saved value that the window shows is on disk, whatever moment the process is killed at.

use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::page::App;

const ROUNDS: usize = 50;

/// How long after something was shown the process is killed, in milliseconds. Here time is the subject: WebKit writes
/// localStorage on a timer of half a second, so each side of it is tried.
const DELAYS: [u64; 4] = [0, 50, 200, 600];

#[test]
fn what_was_shown_survives_a_kill_at_any_moment() {
    let desk = Desk::new();
    let mut app = desk.demo();
    app.sign_in(true);
    let mut expected = 0;
    for round in 0..ROUNDS {
        // Every fifth round signs in, the others count.
        if round % 5 == 4 {
            app.log_out();
            app.sign_in(true);
            expected = 0;
        } else {
            expected += 1;
            app.increment_to(expected);
        }
        let delay = Duration::from_millis(DELAYS[round % DELAYS.len()]);
        let alone = (round / DELAYS.len()).is_multiple_of(2);
        kill_after(app, delay, alone);

        app = desk.demo();
        let what = format!(
            "round {round}: killed {} after {delay:?}",
            if alone { "alone" } else { "with its web processes" }
        );
        assert!(app.is_signed_in(), "{what}: signed out: {:?}", app.said());
        assert_eq!(app.count(), expected, "{what}");
    }
}

fn kill_after(app: App, delay: Duration, alone: bool) {
    let shown = Instant::now();
    while let Some(rest) = delay.checked_sub(shown.elapsed()).filter(|rest| !rest.is_zero()) {
        std::thread::park_timeout(rest);
    }
    if alone { app.kill() } else { app.kill_with_web_processes() }
}
