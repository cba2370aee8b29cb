//! An app on a display of its own: a picture of the real window without a screen, and without a trace in the person's own files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{self, Background};
use crate::run::Options;
use crate::{Error, Repo, Result};

/// GTK's dark theme, which the page sees as `prefers-color-scheme: dark`.
pub(crate) const DARK: &str = "Adwaita:dark";

/// A debug build on a busy machine needs a second or two.
const STARTED: Duration = Duration::from_secs(60);
/// Saving what is open takes well under a second.
const ENDED: Duration = Duration::from_secs(10);
const HELPERS: Duration = Duration::from_secs(10);
/// Software rendering on a busy machine needs a second or two.
const PAINTED: Duration = Duration::from_secs(30);
/// Text alone has more, by its smoothed edges.
const FEWEST_COLOURS: u32 = 8;
/// As large as the window, so that the picture shows nothing else.
const SCREEN: &str = "900x680x24";

/// Starts the app on a private X server and session bus, waits for its first frame, writes a picture of the screen to `file`, and asks the
/// app to end. The answer is the app's exit code.
pub(crate) fn screenshot(repo: &Repo, app: &Path, options: &Options, file: &Path) -> Result<u8> {
    if !cfg!(target_os = "linux") {
        return Err(Error::failed("--headless needs Xvfb and is for Linux"));
    }
    let home = Home::new()?;

    let mut xvfb = repo.command("Xvfb", &["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
    xvfb.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut xvfb = Background::start(xvfb)?;
    let number = xvfb.stdout()?.find(HELPERS, |line| !line.is_empty());
    let display = format!(":{}", number.ok_or_else(|| Error::failed("Xvfb did not start"))?);

    let mut bus = repo.command("dbus-daemon", &["--session", "--nofork", "--print-address=1"]);
    home.apply(&mut bus).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut bus = Background::start(bus)?;
    let address = bus.stdout()?.find(HELPERS, |line| !line.is_empty());
    let address = address.ok_or_else(|| Error::failed("dbus-daemon did not start"))?;

    let mut command = repo.command(&app.to_string_lossy(), &["--log-ready"]);
    if !options.arguments.iter().any(|word| word == "--data-dir") {
        command.arg("--data-dir").arg(home.0.join("data"));
    }
    home.apply(&mut command)
        .args(&options.arguments)
        .env("DISPLAY", &display)
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env("GDK_BACKEND", "x11")
        .env_remove("WAYLAND_DISPLAY")
        // The accessibility bus is not on the private one, and GTK would look for it.
        .env("NO_AT_BRIDGE", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    match options.dark {
        true => command.env("GTK_THEME", DARK),
        false => command.env_remove("GTK_THEME"),
    };
    let mut app = Background::start(command)?;
    let errors = app.stderr()?;
    errors.find(STARTED, |line| line.starts_with("hyperdiv: ready")).ok_or_else(|| {
        Error::failed(format!(
            "the app showed no frame within {} s (no `hyperdiv: ready`)",
            STARTED.as_secs()
        ))
    })?;

    picture(repo, &display, &std::path::absolute(file).map_err(Error::file(file))?)?;
    println!("Wrote {}", file.display());

    // By the shell, whose `kill` is built in: a bare system has no program of that name.
    process::run(repo.command("sh", &["-c", &format!("kill -TERM {}", app.id())]))?;
    // A helper process of the web view may hold the stream open a little longer than the app lives.
    if !errors.drained(ENDED) && app.ended()?.is_none() {
        return Err(Error::failed(format!("the app did not end within {} s of SIGTERM", ENDED.as_secs())));
    }
    let status = app.wait()?;
    println!("The app ended: {status}");
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// Writes a picture of the screen once the window has painted: the webview draws only after the window is shown, and a
/// picture before that is of one colour.
fn picture(repo: &Repo, display: &str, file: &Path) -> Result<()> {
    let deadline = Instant::now() + PAINTED;
    loop {
        let mut import = repo.command("import", &["-silent", "-window", "root"]);
        import.env("DISPLAY", display).arg(file);
        process::run(import)?;
        let mut identify = repo.command("identify", &["-format", "%k"]);
        identify.arg(file);
        let colours = process::ask(identify).and_then(|colours| colours.trim().parse::<u32>().ok());
        if colours.is_some_and(|colours| colours >= FEWEST_COLOURS) {
            return Ok(());
        }
        if Instant::now() >= deadline {
            return Err(Error::failed(format!("the window painted nothing within {} s", PAINTED.as_secs())));
        }
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// A home directory for one run, removed with it.
struct Home(PathBuf);

impl Home {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("hyperdiv-run-{}", std::process::id()));
        for folder in [path.clone(), path.join("runtime")] {
            let mut builder = fs::DirBuilder::new();
            // A runtime directory that others can read is refused by those who use it.
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&folder).map_err(Error::file(&folder))?;
        }
        Ok(Self(path))
    }

    /// Points a program's every idea of "home" here.
    fn apply<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("HOME", &self.0)
            .env("XDG_DATA_HOME", self.0.join("share"))
            .env("XDG_CONFIG_HOME", self.0.join("config"))
            .env("XDG_CACHE_HOME", self.0.join("cache"))
            .env("XDG_STATE_HOME", self.0.join("state"))
            .env("XDG_RUNTIME_DIR", self.0.join("runtime"))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What is left of it is in the system's directory for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}
