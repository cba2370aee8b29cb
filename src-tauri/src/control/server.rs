//! Listens at the control socket, on a thread that sleeps until somebody asks.

use std::fs::{self, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use hyperdiv_session::ui::CommandError;
use rustix::io::Errno;
use rustix::net::sockopt::socket_peercred;
use rustix::net::{RecvFlags, Shutdown, recv, shutdown};

use super::Waits;
use super::message::{self, Ask};
use crate::log::{Level, say};
use crate::message::Answer;

/// How long a peer may take to say what it wants, and again to take the answer.
const PEER_PATIENCE: Duration = Duration::from_secs(3);

/// How long the app may take to answer; whoever asked has given up by then.
const APP_PATIENCE: Duration = Duration::from_secs(10);

/// How many peers are listened to at once.
const MOST_PEERS: usize = 8;

/// How long to wait where the system has no descriptor left for a peer.
const SHORT_OF_DESCRIPTORS: Duration = Duration::from_secs(1);

/// Takes a request to where it is answered.
pub(crate) type Take = dyn Fn(Ask, Waits, Answer) + Send + Sync;

/// The control socket of this process, listened to until [`end`](Control::end).
pub(crate) struct Control {
    path: PathBuf,
    listener: Arc<UnixListener>,
    over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Control {
    /// Listens at `path`, where nothing may be any more: who holds the lock has removed what a killed process left.
    ///
    /// # Errors
    ///
    /// What the system says, for example that the path is too long for a socket.
    pub(crate) fn listen(
        path: &Path,
        take: impl Fn(Ask, Waits, Answer) + Send + Sync + 'static,
    ) -> io::Result<Control> {
        let listener = Arc::new(UnixListener::bind(path)?);
        // The directory is closed to others already.
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        let over = Arc::new(AtomicBool::new(false));
        let serving = Serving { over: over.clone(), peers: Arc::default(), take: Arc::new(take) };
        let accepting = listener.clone();
        let thread = thread::Builder::new().name("hyperdiv-control".to_owned());
        let thread = thread.spawn(move || serving.accept(&accepting))?;
        Ok(Control { path: path.to_owned(), listener, over, thread })
    }

    /// Removes the socket and ends its thread. Who is waiting for an answer gets one if the app still gives it.
    pub(crate) fn end(self) {
        if let Err(error) = fs::remove_file(&self.path) {
            say(Level::Debug, format_args!("the control socket is left: {error}"));
        }
        self.over.store(true, Ordering::SeqCst);
        // Wakes the thread out of `accept`. Only where that failed would it not end.
        if shutdown(&*self.listener, Shutdown::Both).is_ok() {
            let _ = self.thread.join();
        }
    }
}

struct Serving {
    over: Arc<AtomicBool>,
    peers: Arc<AtomicUsize>,
    take: Arc<Take>,
}

impl Serving {
    fn accept(&self, listener: &UnixListener) {
        loop {
            let accepted = listener.accept();
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            match accepted {
                Ok((stream, _)) => self.admit(stream),
                Err(error) => {
                    say(Level::Warn, format_args!("the control socket: {error}"));
                    // The peer stays in the queue: without a pause this would be tried without end.
                    thread::park_timeout(SHORT_OF_DESCRIPTORS);
                }
            }
        }
    }

    /// Listens to a peer on a thread of its own, if it is one of ours and there are not too many.
    fn admit(&self, stream: UnixStream) {
        if let Err(stranger) = is_ours(&stream) {
            let who = stranger.map_or_else(|| "unknown".to_owned(), |user| format!("number {user}"));
            say(Level::Warn, format_args!("refused another user ({who}) at the control socket"));
            return;
        }
        let place = Place::take(&self.peers);
        let Some(place) = place else {
            say(Level::Debug, "too many at the control socket at once; one was sent away");
            return;
        };
        let take = self.take.clone();
        let thread = thread::Builder::new().name("hyperdiv-peer".to_owned());
        let served = thread.spawn(move || {
            let _place = place;
            if let Err(error) = serve(&stream, &*take) {
                say(Level::Debug, format_args!("a peer at the control socket was left: {error}"));
            }
        });
        if let Err(error) = served {
            say(Level::Warn, format_args!("a peer at the control socket was left: {error}"));
        }
    }
}

/// One of the places for peers, free again when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(peers: &Arc<AtomicUsize>) -> Option<Place> {
        let free = |peers: usize| (peers < MOST_PEERS).then_some(peers + 1);
        peers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, free).ok()?;
        Some(Place(peers.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether the process at the other end runs as the user that this one runs as; else, which user, if the system tells.
pub(super) fn is_ours(stream: &UnixStream) -> Result<(), Option<u32>> {
    let peer = socket_peercred(stream).map_err(|_| None)?.uid;
    if peer == rustix::process::geteuid() { Ok(()) } else { Err(Some(peer.as_raw())) }
}

/// Answers the one request of a peer.
fn serve(stream: &UnixStream, take: &Take) -> io::Result<()> {
    let request = read_line(stream, Instant::now() + PEER_PATIENCE)?;
    let asked = match &request {
        None => Err(CommandError::new("too_large", "the request is too long")),
        Some(line) => message::parse_request(line),
    };
    let answer = match asked {
        Err(refusal) => {
            say(Level::Warn, format_args!("refused at the control socket: {}", refusal.message));
            Err(refusal)
        }
        Ok(ask) => {
            let patience = ask.patience(APP_PATIENCE);
            let (tell, told) = channel();
            let peer = stream.try_clone()?;
            take(
                ask,
                Box::new(move || waits(&peer)),
                Box::new(move |answer| {
                    // The peer's thread may have given up.
                    let _ = tell.send(answer);
                }),
            );
            match told.recv_timeout(patience) {
                Ok(answer) => answer,
                // The program is ending, or hangs. No answer says so.
                Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => return Ok(()),
            }
        }
    };
    write_line(stream, &message::answer(&answer)?, Instant::now() + PEER_PATIENCE)
}

/// Whether a peer has not closed its end: what was asked of a frozen process by somebody who has given up since, and has
/// said so, is not to be done later.
fn waits(stream: &UnixStream) -> bool {
    let mut next = [0; 1];
    let peeked = recv(stream, &mut next, RecvFlags::PEEK | RecvFlags::DONTWAIT);
    !matches!(peeked, Ok((_, 0)) | Err(Errno::CONNRESET))
}

/// A line, without its end; `None` if it is too long.
fn read_line(mut stream: &UnixStream, deadline: Instant) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        stream.set_read_timeout(Some(left(deadline)?))?;
        let read = stream.read(&mut part)?;
        let part = part.get(..read).unwrap_or_default();
        let end = part.iter().position(|byte| *byte == b'\n');
        line.extend_from_slice(part.get(..end.unwrap_or(read)).unwrap_or_default());
        if line.len() as u64 > message::most_request(&line) {
            return Ok(None);
        }
        if end.is_some() {
            return Ok(Some(line));
        }
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn write_line(mut stream: &UnixStream, mut line: &[u8], deadline: Instant) -> io::Result<()> {
    while !line.is_empty() {
        stream.set_write_timeout(Some(left(deadline)?))?;
        let written = stream.write(line)?;
        line = line.get(written..).unwrap_or_default();
    }
    Ok(())
}

/// What is left until `deadline`.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}
