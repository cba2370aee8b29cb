//! Running other programs: quietly, watched, and with their output passed on while it is read.

use std::io::{self, BufRead, BufReader, PipeReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Error, Result};

/// How long output that is still in the pipe is waited for after the program has ended. A program may leave a child behind that
/// holds the pipe open for ever.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The command line, as a person would type it.
pub fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn start_error(command: &Command) -> impl FnOnce(io::Error) -> Error + use<> {
    let command = shown(command);
    move |source| Error::Start { command, source }
}

/// Runs a command with this program's own input and output.
///
/// # Errors
/// If it cannot be started, or fails.
pub fn run(mut command: Command) -> Result<()> {
    let status = command.status().map_err(start_error(&command))?;
    if status.success() { Ok(()) } else { Err(Error::Exit { command: shown(&command), code: status.code() }) }
}

/// What a command prints on standard output, or `None` if it cannot be started or fails: for asking what is installed.
pub fn ask(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command, hands each line of its output (both streams, in the order written) to `line`, and prints it as well.
///
/// # Errors
/// If it cannot be started. A command that ran and failed is no error here: the caller gets its status.
pub fn tee(mut command: Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    enum Event {
        Line(Vec<u8>),
        End(io::Result<ExitStatus>),
    }
    let on_error = start_error(&command);
    let start = |command: &mut Command| -> io::Result<(Child, PipeReader)> {
        let (reader, writer) = io::pipe()?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        Ok((command.spawn()?, reader))
    };
    let (mut child, reader) = start(&mut command).map_err(on_error)?;
    let name = shown(&command);
    // The command holds the writing ends: as long as it lives the pipe has no end.
    drop(command);

    let (events, inbox) = mpsc::channel();
    let lines = events.clone();
    let reading = thread::Builder::new().name("output".to_owned()).spawn(move || {
        each_line(reader, |bytes| lines.send(Event::Line(bytes)).is_ok());
    });
    let waiting = thread::Builder::new().name("wait".to_owned()).spawn(move || {
        // The receiver is there until this has been received.
        let _ = events.send(Event::End(child.wait()));
    });
    reading.and(waiting).map_err(|source| Error::Start { command: name.clone(), source })?;

    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        let event = match &ended {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((_, at)) => inbox.recv_timeout(LAST_WORDS.saturating_sub(at.elapsed())),
        };
        match (event, &ended) {
            (Ok(Event::Line(bytes)), _) => {
                let mut out = io::stdout().lock();
                // A closed terminal is no reason to stop: the exit code still tells.
                let _ = out.write_all(&bytes).and_then(|()| out.flush());
                line(String::from_utf8_lossy(&bytes).trim_end());
            }
            (Ok(Event::End(status)), _) => {
                let status = status.map_err(|source| Error::Start { command: name.clone(), source })?;
                ended = Some((status, Instant::now()));
            }
            (Err(_), Some((status, _))) => return Ok(*status),
            (Err(_), None) => return Err(Error::failed(format!("`{name}` was lost sight of"))),
        }
    }
}

/// Calls `each` with every line, its line end included, until it answers false or the stream ends.
fn each_line(stream: impl Read, mut each: impl FnMut(Vec<u8>) -> bool) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut bytes = Vec::new();
        match stream.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(_) if each(bytes) => {}
            Ok(_) => return,
        }
    }
}

/// A program in the background that ends, at the latest, when this is dropped.
pub struct Background {
    child: Child,
    name: String,
}

impl Background {
    /// Starts it.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(mut command: Command) -> Result<Self> {
        let child = command.spawn().map_err(start_error(&command))?;
        Ok(Self { child, name: shown(&command) })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The lines of its standard output, which must have been piped.
    ///
    /// # Errors
    /// If it was not piped, or was taken already.
    pub fn stdout(&mut self) -> Result<Lines> {
        let stream = self.child.stdout.take();
        Lines::of(stream.ok_or_else(|| Error::failed(format!("`{}` has no piped output", self.name)))?, false)
    }

    /// The lines of its standard error, which must have been piped; each is printed as well.
    ///
    /// # Errors
    /// If it was not piped, or was taken already.
    pub fn stderr(&mut self) -> Result<Lines> {
        let stream = self.child.stderr.take();
        Lines::of(stream.ok_or_else(|| Error::failed(format!("`{}` has no piped errors", self.name)))?, true)
    }

    /// How it ended, if it has.
    ///
    /// # Errors
    /// If the system cannot tell.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().map_err(|source| Error::Start { command: self.name.clone(), source })
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// If the system cannot tell.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().map_err(|source| Error::Start { command: self.name.clone(), source })
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines that a background program prints.
pub struct Lines(Receiver<String>);

impl Lines {
    fn of(stream: impl Read + Send + 'static, echo: bool) -> Result<Self> {
        let (lines, inbox) = mpsc::channel();
        thread::Builder::new()
            .name("lines".to_owned())
            .spawn(move || {
                each_line(stream, |bytes| {
                    if echo {
                        let _ = io::stderr().lock().write_all(&bytes);
                    }
                    // Read on when nobody listens: a full pipe would stop the program.
                    let _ = lines.send(String::from_utf8_lossy(&bytes).trim_end().to_owned());
                    true
                });
            })
            .map_err(|source| Error::Start { command: "a thread".to_owned(), source })?;
        Ok(Self(inbox))
    }

    /// The next line, or `None` when the program has closed the stream.
    pub fn next_line(&self) -> Option<String> {
        self.0.recv().ok()
    }

    /// The first line that `wanted` accepts, or `None` when the time is up or the program has closed the stream.
    pub fn find(&self, limit: Duration, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let start = Instant::now();
        loop {
            let line = self.0.recv_timeout(limit.checked_sub(start.elapsed())?).ok()?;
            if wanted(&line) {
                return Some(line);
            }
        }
    }

    /// Waits until the program has closed the stream; false when the time was up first.
    pub fn drained(&self, limit: Duration) -> bool {
        let start = Instant::now();
        loop {
            match self.0.recv_timeout(limit.saturating_sub(start.elapsed())) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_streams_arrive_in_the_order_written() {
        let mut lines = Vec::new();
        let status =
            tee(shell("echo one; echo two >&2; echo three; exit 3"), |line| lines.push(line.to_owned()))
                .unwrap();
        assert_eq!(
            (status.code(), lines),
            (Some(3), vec!["one".to_owned(), "two".to_owned(), "three".to_owned()])
        );
    }

    #[test]
    fn a_child_left_behind_does_not_hold_the_caller() {
        let start = Instant::now();
        let mut lines = Vec::new();
        let status =
            tee(shell("echo here; exec sh -c 'sleep 30 & exit 0'"), |line| lines.push(line.to_owned()))
                .unwrap();
        assert!(status.success());
        assert_eq!(lines, ["here"]);
        assert!(start.elapsed() < Duration::from_secs(20), "waited {:?}", start.elapsed());
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = tee(Command::new("hyperdiv-no-such-program"), |_| {}).unwrap_err();
        assert_eq!(error.to_string(), "`hyperdiv-no-such-program` could not be started; is it installed?");
        assert!(std::error::Error::source(&error).is_some());
    }

    #[test]
    fn a_line_is_found_or_the_time_is_up() {
        let mut command = shell("echo a >&2; echo ready >&2");
        command.stderr(Stdio::piped());
        let mut program = Background::start(command).unwrap();
        let lines = program.stderr().unwrap();
        assert_eq!(lines.find(Duration::from_secs(20), |line| line == "ready").as_deref(), Some("ready"));
        assert_eq!(lines.find(Duration::from_secs(20), |line| line == "never"), None);
        assert!(program.wait().unwrap().success());
    }
}
