//! From the start of the program to the first frame on screen, its memory and its idleness, beside a bare Tauri window.
//!
//! The frame is seen from outside, on the screen, so that nobody is asked about themselves: a window is there once the corner
//! where both have text is no longer of one colour. The starts take turns. `cargo xtask bench` builds both programs and names them:
//! `HYPERDIV_PROGRAM`, and with `--peers` `HYPERDIV_PEER_TAURI`.

#![cfg_attr(not(target_os = "linux"), allow(unused))]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot go on says where")]

#[expect(dead_code, reason = "the screen is shared with the tests of the window")]
#[path = "../desktop/desk.rs"]
mod desk;
#[expect(dead_code, reason = "the screen is shared with the tests of the window")]
#[path = "../desktop/page.rs"]
mod page;
#[path = "../desktop/process.rs"]
mod process;
#[expect(dead_code, reason = "only the runtime has peers that measure themselves")]
mod report;
#[expect(dead_code, reason = "the screen is shared with the tests of the window")]
#[path = "../desktop/screen.rs"]
mod screen;
#[path = "../desktop/secrets.rs"]
mod secrets;
#[path = "../desktop/webdriver.rs"]
mod webdriver;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};
use x11rb::rust_connection::RustConnection;

use desk::{Desk, Under, ready};
use process::{Process, family, signal, until, wait_for_end};
use report::{beside, median, within};

const ROUNDS: usize = 9;
/// Starts before the first one that counts: the disk's cache, the libraries.
const WARM_UP: usize = 2;
/// When memory is read, after the first frame: time is the subject here.
const SETTLED: Duration = Duration::from_millis(1500);
/// What a start does late is over by then; among it is what is done two seconds after a sign-in.
const QUIET: Duration = Duration::from_secs(6);
const IDLE: Duration = Duration::from_secs(10);

const PEER: &str = "bare Tauri window";

/// One of the figures of a program, over all its starts.
type Series = fn(&mut Figures) -> &mut Vec<f64>;

fn main() {
    let Some(program) = std::env::var_os("HYPERDIV_PROGRAM").map(PathBuf::from) else {
        println!("the start is measured by `cargo xtask bench`, which builds the program as it is packed");
        return;
    };
    let peer = std::env::var_os("HYPERDIV_PEER_TAURI").map(PathBuf::from);
    starts(&program, peer.as_deref());
    idle(&program);
    within("binary size", "MB", megabytes(&program), 25.0);
    if let Some(peer) = &peer {
        println!("binary size of a {PEER}: {:.2} MB", megabytes(peer));
    }
}

fn megabytes(file: &Path) -> f64 {
    fs::metadata(file).expect("it was built").len() as f64 / 1e6
}

/// What was measured at each start of one program.
#[derive(Default)]
struct Figures {
    milliseconds: Vec<f64>,
    own: Vec<f64>,
    all: Vec<f64>,
}

fn starts(program: &Path, peer: Option<&Path>) {
    let desk = Desk::new();
    let corner = Corner::of(&desk);
    let (mut ours, mut theirs) = (Figures::default(), Figures::default());
    for round in 0..ROUNDS + WARM_UP {
        let counts = round >= WARM_UP;
        start(&desk, &corner, program, &["open", "counter"], counts.then_some(&mut ours));
        if let Some(peer) = peer {
            start(&desk, &corner, peer, &[], counts.then_some(&mut theirs));
        }
    }
    let rows: [(&str, &str, Series, Option<f64>); 3] = [
        ("start to first frame", "ms", |figures| &mut figures.milliseconds, Some(1.3)),
        ("memory of our process", "MB", |figures| &mut figures.own, Some(1.5)),
        ("memory with WebKit's processes", "MB", |figures| &mut figures.all, None),
    ];
    for (name, unit, of, budget) in rows {
        let mine = median(of(&mut ours));
        match (peer.map(|_| median(of(&mut theirs))), budget) {
            (Some(value), Some(budget)) => beside(name, unit, mine, (PEER, value), budget, 0.0),
            (Some(value), None) => println!("{name}: {mine:.1} {unit}, of a {PEER} {value:.1} {unit}"),
            (None, Some(budget)) => {
                println!("{name}: {mine:.1} {unit} (run with --peers for the ratio, budget {budget})");
            }
            (None, None) => println!("{name}: {mine:.1} {unit}"),
        }
    }
}

/// Starts a program, notes what is measured, and ends it.
fn start(desk: &Desk, corner: &Corner, program: &Path, args: &[&str], figures: Option<&mut Figures>) {
    until("the screen is empty", || !corner.is_drawn());
    let began = Instant::now();
    let (process, _log) = desk.start(program, args, &[]);
    while !corner.is_drawn() {
        assert!(began.elapsed() < process::PATIENCE, "{} shows nothing", program.display());
        std::thread::park_timeout(Duration::from_millis(2));
    }
    let milliseconds = began.elapsed().as_secs_f64() * 1e3;
    pause(SETTLED);
    if let Some(figures) = figures {
        figures.milliseconds.push(milliseconds);
        figures.own.push(pss(process.pid()));
        figures.all.push(family(process.pid()).into_iter().map(pss).sum());
    }
    end(process);
}

/// Ends a program and waits for its helpers, so that the next one has the computer to itself.
fn end(mut process: Process) {
    let all = family(process.pid());
    signal(process.pid(), Signal::TERM);
    process.wait();
    for pid in all {
        wait_for_end(pid);
    }
}

/// The memory of a process in MB, what it shares with others in equal parts. 0 if it has just ended.
fn pss(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let kib = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}

/// How often our own threads wake while nothing happens, signed in and with the store open.
fn idle(program: &Path) {
    let desk = Desk::new();
    let app = desk.open(program, Under::Nothing, &["open", "session-demo"]);
    app.sign_in(true);
    app.increment_to(1);
    app.terminate();

    let (process, log) = desk.start(program, &["open", "session-demo", "--log-ready"], &[]);
    ready(&log);
    assert!(desk.data().join("store").exists(), "the store is there");
    pause(QUIET);
    let before = switches(process.pid());
    pause(IDLE);
    let after = switches(process.pid());
    end(process);
    let (mut ours, mut ours_seen) = (0, 0);
    for ((id, name), count) in &after {
        let woken = count - before.get(&(*id, name.clone())).copied().unwrap_or(0);
        if name.starts_with("hyperdiv-") {
            ours += woken;
            ours_seen += 1;
        } else if woken > 0 {
            println!("idle for {} s: a thread {name} woke {woken} times", IDLE.as_secs());
        }
    }
    assert!(ours_seen >= 2, "our threads have their names: {:?}", after.keys());
    within("idle wake-ups of our threads", "1/s", ours as f64 / IDLE.as_secs_f64(), 0.0);
}

/// How often each thread of a process has gone to sleep so far, which is how often it has been woken.
fn switches(pid: u32) -> BTreeMap<(u32, String), u64> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("it runs");
    tasks
        .flatten()
        .filter_map(|task| {
            let name = fs::read_to_string(task.path().join("comm")).ok()?.trim().to_owned();
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            Some(((task.file_name().to_str()?.parse().ok()?, name), count.trim().parse().ok()?))
        })
        .collect()
}

fn pause(time: Duration) {
    let began = Instant::now();
    while let Some(rest) = time.checked_sub(began.elapsed()).filter(|rest| !rest.is_zero()) {
        std::thread::park_timeout(rest);
    }
}

/// The corner of the screen in which windows have their first text.
struct Corner {
    screen: RustConnection,
    root: u32,
}

impl Corner {
    fn of(desk: &Desk) -> Corner {
        let (screen, number) = x11rb::connect(Some(desk.display())).unwrap();
        let root = screen.setup().roots[number].root;
        Corner { screen, root }
    }

    /// Whether it is of more than one colour.
    fn is_drawn(&self) -> bool {
        let image = self.screen.get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, 160, 120, !0).unwrap();
        let pixels = image.reply().unwrap().data;
        let (pixels, _) = pixels.as_chunks::<4>();
        pixels.iter().any(|pixel| Some(pixel) != pixels.first())
    }
}
