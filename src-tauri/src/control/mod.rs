//! The control socket: how a second start and the command line reach the process that has the profile.
//!
//! One line of JSON each way, as `PROTOCOL.md` describes it. The answer comes from the app thread, and to a second start
//! from the system's event loop as well: a process that is there and does not work any more gives none. Who asks gives
//! up after three seconds.

#[cfg(target_os = "linux")]
mod client;
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing is said where there is no socket"))]
mod message;
#[cfg(target_os = "linux")]
mod server;
#[cfg(not(target_os = "linux"))]
mod unavailable;

use std::time::{Duration, Instant};

use hyperdiv_session::lock::ProfileLock;
use hyperdiv_session::runtime_dir::RuntimeDirectory;

pub(crate) use self::message::{Ask, Refusal};
#[cfg(target_os = "linux")]
pub(crate) use self::server::Control;
#[cfg(not(target_os = "linux"))]
use self::unavailable as client;
#[cfg(not(target_os = "linux"))]
pub(crate) use self::unavailable::Control;

use crate::exit::Exit;
use crate::refusal::Refused;

/// How long a process that has the profile may take to answer, or to end.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long to wait between two tries while that process is starting or ending.
const AGAIN: Duration = Duration::from_millis(50);

/// Whether whoever asked is still waiting for the answer.
pub(crate) type Waits = Box<dyn Fn() -> bool + Send>;

/// Who has the profile.
pub(crate) enum Taken {
    /// This process, from now on.
    Here(ProfileLock),
    /// Another one, and this is its answer.
    There(Result<serde_json::Value, Refusal>),
}

/// Why nobody could be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unanswered {
    /// Nobody listens, or whoever did has ended or is too busy: soon it may be otherwise.
    Gone,
    /// No answer came in time.
    Silent,
}

/// Takes the profile, or asks the process that has it. One that is just starting or ending is waited for.
///
/// # Errors
///
/// [`Exit::Locked`] where the profile is taken and no answer came in time, [`Exit::Refused`] where the lock cannot be used.
pub(crate) fn take_or_ask(runtime: &RuntimeDirectory, ask: &Ask) -> Result<Taken, Refused> {
    let patience = ask.patience(PATIENCE);
    if patience > PATIENCE
        && let Taken::Here(lock) = take_or_ask(runtime, &Ask::Status)?
    {
        return Ok(Taken::Here(lock));
    }
    // Of work that takes long it is known by now that somebody is there to do it.
    let deadline = Instant::now() + patience;
    let mut wait = Duration::ZERO;
    loop {
        let held = match ProfileLock::acquire(&runtime.lock_path(), wait) {
            Ok(lock) => return Ok(Taken::Here(lock)),
            Err(error) if error.is_held() => error,
            Err(error) => return Err(Refused { exit: Exit::Refused, sentence: error.to_string() }),
        };
        if Instant::now() >= deadline {
            return Err(Refused { exit: Exit::Locked, sentence: held.to_string() });
        }
        match client::ask(&runtime.socket_path(), ask, deadline) {
            // Its page is not there yet.
            Ok(Err(refusal)) if refusal.code == "busy" => wait = AGAIN,
            Ok(answer) => return Ok(Taken::There(answer)),
            Err(Unanswered::Gone | Unanswered::Silent) => wait = AGAIN,
        }
    }
}

/// How the process is that has the profile.
pub(crate) enum State {
    /// There is none.
    NotRunning,
    /// It answers.
    Answered(serde_json::Value),
    /// It does not, and this sentence says so.
    Silent(String),
}

/// Asks the process that has the profile, if there is one. Makes nothing, not even the lock.
pub(crate) fn look(runtime: &RuntimeDirectory, ask: &Ask) -> State {
    if !runtime.lock_path().exists() {
        return State::NotRunning;
    }
    match take_or_ask(runtime, ask) {
        Ok(Taken::Here(_)) => State::NotRunning,
        Ok(Taken::There(Ok(answer))) => State::Answered(answer),
        Ok(Taken::There(Err(refusal))) => State::Silent(refusal.message),
        Err(refused) => State::Silent(refused.sentence),
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
