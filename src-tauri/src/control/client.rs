//! Asks the process that has the profile.

use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Instant;

use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};
use serde_json::Value;

use super::Unanswered;
use super::message::{self, Ask, MOST_ANSWER, Refusal};
use super::server::is_ours;

/// Sends `ask` to whoever listens at `path`, and waits for the answer until `deadline`.
pub(super) fn ask(path: &Path, ask: &Ask, deadline: Instant) -> Result<Result<Value, Refusal>, Unanswered> {
    let mut stream = reach(path)?;
    let request = message::request(ask).map_err(|_| Unanswered::Gone)?;
    wait_until(&stream, deadline)?;
    stream.write_all(&request).map_err(|error| unanswered(&error))?;
    let mut line = Vec::new();
    let mut part = vec![0; 64 * 1024];
    while !line.ends_with(b"\n") {
        wait_until(&stream, deadline)?;
        match stream.read(&mut part) {
            Ok(0) => return Err(Unanswered::Gone),
            Ok(read) => line.extend_from_slice(part.get(..read).unwrap_or_default()),
            Err(error) => return Err(unanswered(&error)),
        }
        if line.len() as u64 > MOST_ANSWER {
            return Err(Unanswered::Gone);
        }
    }
    message::parse_answer(&line).ok_or(Unanswered::Gone)
}

/// Connects without waiting: where a frozen process has many that wait already, the system would wait with them.
fn reach(path: &Path) -> Result<UnixStream, Unanswered> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let connected = || -> Result<OwnedFd, Errno> {
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
        connect(&socket, &SocketAddrUnix::new(path)?)?;
        Ok(socket)
    };
    let stream = UnixStream::from(connected().map_err(|_| Unanswered::Gone)?);
    let ready = stream.set_nonblocking(false).is_ok() && is_ours(&stream) == Ok(());
    if ready { Ok(stream) } else { Err(Unanswered::Gone) }
}

/// Lets the next reading or writing take no longer than until `deadline`.
fn wait_until(stream: &UnixStream, deadline: Instant) -> Result<(), Unanswered> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Unanswered::Silent);
    }
    stream
        .set_read_timeout(Some(left))
        .and_then(|()| stream.set_write_timeout(Some(left)))
        .map_err(|_| Unanswered::Gone)
}

fn unanswered(error: &std::io::Error) -> Unanswered {
    match error.kind() {
        // What a timeout of a socket is, by POSIX and elsewhere.
        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => Unanswered::Silent,
        _ => Unanswered::Gone,
    }
}
