//! A desktop of its own for each test: display, session bus, home and runtime directory.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::Receiver;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::page::App;
use crate::process::{PATIENCE, Process, files, first_line, lines, quiet, quiet_as, spawn, until};
use crate::screen::Screen;
use crate::secrets;
use crate::webdriver::WebDriver;

/// The id of the session demo.
pub(crate) const DEMO_ID: &str = "io.hyperdiv.session-demo";

/// Notes what the page shows after each change, from as early on as the driver lets a script in.
const WATCH: &str = "window.shown = [];
    const note = () => {
        const frame = Number(document.documentElement.dataset.frame ?? 0);
        if (frame) window.shown.push([frame, [...document.querySelectorAll('#app p')].map(p => p.textContent).join(' / ')]);
    };
    note();
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });";

/// A private desktop.
pub(crate) struct Desk {
    _display: Process,
    _bus: Process,
    env: Vec<(&'static str, OsString)>,
    /// Whose it is, if not this process's user's.
    user: Option<u32>,
    dir: TempDir,
}

impl Drop for Desk {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            secrets::none_in_sight(self.dir.path());
        }
    }
}

/// How an app is started.
#[derive(Clone, Copy)]
pub(crate) enum Under {
    /// As it is.
    Nothing,
    /// By a script that notes its exit code in `exit-code`.
    Shell,
    /// Traced by `strace` to the file `trace`: what it writes and syncs, and what it sends.
    Strace,
    /// Traced by `strace` to the file `files`: what it opens, makes and renames.
    Files,
}

/// Whether it is this process that listens on a port of this computer.
fn listens(pid: u32, port: u16) -> bool {
    let listening = format!(":{port:04X} 00000000:0000 0A");
    let table = fs::read_to_string(format!("/proc/{pid}/net/tcp")).unwrap_or_default();
    let Some(line) = table.lines().find(|line| line.contains(&listening)) else { return false };
    let socket = format!("socket:[{}]", line.split_whitespace().nth(9).unwrap_or_default());
    let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    files
        .filter_map(|file| fs::read_link(file.path()).ok())
        .any(|target| target.as_os_str() == socket.as_str())
}

/// Where an example was built to: beside this test, or in `HYPERDIV_EXAMPLES`, which has those of the release. One that is older
/// than its sources is refused: `cargo test --test desktop` alone does not build examples, and testing yesterday's would prove
/// nothing.
pub(crate) fn example(name: &str) -> PathBuf {
    static NEWEST: OnceLock<SystemTime> = OnceLock::new();
    let examples = std::env::var_os("HYPERDIV_EXAMPLES").map_or_else(
        || {
            // .../target/debug/deps/desktop-1234
            let own = std::env::current_exe().unwrap();
            own.parent().and_then(Path::parent).unwrap().join("examples")
        },
        PathBuf::from,
    );
    let path = examples.join(name);
    let built = fs::metadata(&path).and_then(|meta| meta.modified());
    let newest = NEWEST.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = [
            "src-tauri/src",
            "src-tauri/facade",
            "src-tauri/crates",
            "examples",
            "tests/desktop/apps",
            "ui/dist",
        ];
        let changed = |file: PathBuf| file.metadata().and_then(|meta| meta.modified()).ok();
        sources
            .iter()
            .flat_map(|dir| files(&root.join(dir)))
            .filter(|file| is_source(file))
            .filter_map(changed)
            .max()
            .unwrap()
    });
    assert!(
        built.is_ok_and(|built| built >= *newest),
        "{} is not built from these sources: `cargo build --examples`",
        path.display()
    );
    path
}

/// Whether examples are made from it: not a crate's own tests, nor what only cargo's other packages read.
fn is_source(file: &Path) -> bool {
    let of_a_test =
        file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "benches");
    let of_another =
        file.components().any(|part| part.as_os_str() == "xtask" || part.as_os_str() == "testing");
    let in_apps = file.parent().is_some_and(|dir| dir.ends_with("tests/desktop/apps"));
    in_apps || !(of_a_test || of_another)
}

impl Desk {
    pub(crate) fn new() -> Desk {
        Desk::of(None)
    }

    /// The desktop of another user, by number, with programs from where that user can read them.
    pub(crate) fn of_user(user: u32) -> Desk {
        Desk::of(Some(user))
    }

    fn of(user: Option<u32>) -> Desk {
        let dir = tempfile::Builder::new().prefix("hyperdiv-desktop-").tempdir().unwrap();
        let mut private = fs::DirBuilder::new();
        private.mode(0o700);
        for name in ["home", "run"] {
            private.create(dir.path().join(name)).unwrap();
            chown(dir.path().join(name), user, user).unwrap();
        }
        chown(dir.path(), user, user).unwrap();
        let path = || ("PATH", std::env::var_os("PATH").unwrap());

        let mut display = spawn(
            quiet_as(user, "Xvfb", &[path()])
                // It does not begin anew when an app, its only client, has ended.
                .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"])
                .stdout(Stdio::piped()),
        );
        let number = first_line(display.0.stdout.take().unwrap());
        let mut bus = spawn(
            quiet_as(user, "dbus-daemon", &[path()])
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .stdout(Stdio::piped()),
        );
        let address = first_line(bus.0.stdout.take().unwrap());
        let env = vec![
            path(),
            ("HOME", dir.path().join("home").into()),
            ("XDG_RUNTIME_DIR", dir.path().join("run").into()),
            ("DISPLAY", format!(":{number}").into()),
            ("DBUS_SESSION_BUS_ADDRESS", address.into()),
            // The accessibility bridge would start a bus and a registry of its own.
            ("NO_AT_BRIDGE", "1".into()),
            ("LC_ALL", "C.UTF-8".into()),
        ];
        Desk { _display: display, _bus: bus, env, user, dir }
    }

    /// The home directory.
    pub(crate) fn home(&self) -> PathBuf {
        self.env.iter().find(|(name, _)| *name == "HOME").map(|(_, home)| home.into()).unwrap()
    }

    /// Moves to another home, which has to be there.
    pub(crate) fn live_in(&mut self, home: &Path) {
        self.env.retain(|(name, _)| *name != "HOME");
        self.env.push(("HOME", home.into()));
    }

    /// The runtime directory.
    pub(crate) fn run(&self) -> PathBuf {
        self.dir.path().join("run")
    }

    /// A file beside the home.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The directory of all apps.
    pub(crate) fn base(&self) -> PathBuf {
        self.home().join(".local/share/hyperdiv")
    }

    /// The data directory of the session demo.
    pub(crate) fn data(&self) -> PathBuf {
        self.base().join(DEMO_ID).join("default")
    }

    /// Starts the session demo, and waits until its first frame is shown.
    pub(crate) fn demo(&self) -> App {
        self.app("session_demo", Under::Nothing)
    }

    /// Starts an example through the driver, and waits until its first frame is shown.
    pub(crate) fn app(&self, name: &str, under: Under) -> App {
        self.app_with(name, under, &[])
    }

    /// As [`app`](Self::app), with arguments.
    pub(crate) fn app_with(&self, name: &str, under: Under, args: &[&str]) -> App {
        self.open(&self.program(name), under, args)
    }

    /// As [`app_with`](Self::app_with), of any program that opens an app.
    pub(crate) fn open(&self, binary: &Path, under: Under, args: &[&str]) -> App {
        self.open_with(binary, under, args, WATCH)
    }

    /// As [`open`](Self::open), with the first script that the page runs.
    pub(crate) fn open_with(&self, binary: &Path, under: Under, args: &[&str], first: &str) -> App {
        let binary = match under {
            Under::Nothing => binary.to_owned(),
            Under::Shell => self.script(&format!(
                "'{}' \"$@\"\necho $? > '{}'",
                binary.display(),
                self.file("exit-code").display()
            )),
            Under::Strace => self.traced("pwrite64,fsync,fdatasync,sendmsg", "trace", binary),
            Under::Files => {
                let calls = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat";
                self.traced(calls, "files", binary)
            }
        };
        let (mut driver, port) = self.driver();
        let log = lines(driver.0.stderr.take().unwrap());
        let page = WebDriver::start(port, binary.to_str().unwrap(), &[&["--log-ready"], args].concat());
        page.execute(first, &[]);
        let (said, pid) = until_ready(&log);
        App::new(driver, page, pid, said, log)
    }

    fn traced(&self, calls: &str, to: &str, binary: &Path) -> PathBuf {
        self.script(&format!(
            "exec strace -f -y -s 4096 -e trace={calls} -o '{}' '{}' \"$@\"",
            self.file(to).display(),
            binary.display()
        ))
    }

    /// A driver that listens, and its port. The port was free just before, so another process can take it first: then the
    /// driver ends, and another port is tried.
    fn driver(&self) -> (Process, u16) {
        for _ in 0..10 {
            let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
            let mut command = quiet_as(self.user, "WebKitWebDriver", &self.env);
            command
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stderr(Stdio::piped());
            let mut driver = spawn(&mut command);
            let mut ended = false;
            until("WebKitWebDriver listens", || {
                ended = driver.0.try_wait().unwrap().is_some();
                ended || listens(driver.pid(), port)
            });
            if !ended {
                return (driver, port);
            }
        }
        panic!("WebKitWebDriver found no port in ten tries");
    }

    /// Starts an example without a driver: for what is about its end, or its standard error. Nobody can click in it.
    pub(crate) fn bare(&self, name: &str, args: &[&str]) -> (Process, Receiver<String>) {
        self.start(&self.program(name), args, &[])
    }

    /// As [`bare`](Self::bare), with the environment changed.
    pub(crate) fn bare_with(
        &self,
        name: &str,
        args: &[&str],
        env: &[(&str, Option<&str>)],
    ) -> (Process, Receiver<String>) {
        self.start(&self.program(name), args, env)
    }

    /// As [`bare_with`](Self::bare_with), of any program.
    pub(crate) fn start(
        &self,
        program: &Path,
        args: &[&str],
        env: &[(&str, Option<&str>)],
    ) -> (Process, Receiver<String>) {
        let mut command = quiet_as(self.user, program.to_str().unwrap(), &self.env);
        command.args(args).stderr(Stdio::piped());
        for (name, value) in env {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut process = spawn(&mut command);
        let log = lines(process.0.stderr.take().unwrap());
        (process, log)
    }

    /// Sets a variable for what is started from here on.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.env.push((name, value.into()));
    }

    /// The titles of all windows.
    pub(crate) fn titles(&self) -> String {
        let mut xdotool = quiet("xdotool", &self.env);
        let output =
            xdotool.args(["search", "--name", ".", "getwindowname", "%@"]).stdout(Stdio::piped()).output();
        String::from_utf8_lossy(&output.unwrap().stdout).into_owned()
    }

    /// An example, where the user of this desktop can read it.
    fn program(&self, name: &str) -> PathBuf {
        let built = example(name);
        if self.user.is_none() {
            return built;
        }
        let copy = self.file(name);
        if !copy.exists() {
            fs::copy(built, &copy).unwrap();
            fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
        }
        copy
    }

    /// Runs a verb of `hyperdiv` to its end.
    pub(crate) fn verb(&self, args: &[&str]) -> Output {
        let mut command = quiet_as(self.user, env!("CARGO_BIN_EXE_hyperdiv"), &self.env);
        let output = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
        String::from_utf8_lossy(&output.stderr).lines().for_each(secrets::heard);
        output
    }

    /// Changes the environment of what is started from here on.
    pub(crate) fn without(&mut self, name: &str) {
        self.env.retain(|(known, _)| *known != name);
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> Screen {
        Screen::new(&self.env.iter().find(|(name, _)| *name == "DISPLAY").unwrap().1)
    }

    /// Starts a window manager, and waits until it manages.
    pub(crate) fn manage(&self) -> Process {
        let manager = spawn(quiet_as(self.user, "openbox", &self.env).arg("--sm-disable"));
        let screen = self.screen();
        until("openbox manages the screen", || screen.is_managed());
        manager
    }

    /// Puts a program of this name first in the path that notes its arguments, one a line. Answers what reads the notes.
    pub(crate) fn stand_in(&mut self, name: &str) -> impl Fn() -> Vec<String> + use<> {
        let (bin, notes) = (self.file("bin"), self.file("notes"));
        fs::create_dir_all(&bin).unwrap();
        let program = bin.join(name);
        fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", notes.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        for (name, value) in &mut self.env {
            if *name == "PATH" {
                let mut path = OsString::from(&bin);
                path.push(":");
                path.push(&*value);
                *value = path;
            }
        }
        move || fs::read_to_string(&notes).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// The exit code of an app that was started [`Under::Shell`], waited for.
    pub(crate) fn exit_code(&self) -> String {
        let code = || fs::read_to_string(self.file("exit-code")).ok().filter(|text| text.ends_with('\n'));
        until("the exit code is noted", || code().is_some());
        code().unwrap().trim().to_owned()
    }

    fn script(&self, body: &str) -> PathBuf {
        let path = self.file("start");
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path
    }

    /// Clicks where a person would, knowing nothing of the page. The window is at the screen's corner: nobody manages it.
    pub(crate) fn click(&self, x: u64, y: u64) {
        self.xdotool(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Moves the pointer and presses keys, as the words of `xdotool` say.
    pub(crate) fn xdotool(&self, words: &[&str]) {
        let status = spawn(quiet_as(self.user, "xdotool", &self.env).args(words)).wait();
        assert!(status.success(), "xdotool: {status}");
    }

    /// Another program on this desktop.
    pub(crate) fn command(&self, program: &str) -> std::process::Command {
        quiet_as(self.user, program, &self.env)
    }

    /// Presses a key by its name in X, such as `End`.
    pub(crate) fn press_key(&self, key: &str) {
        let status = spawn(quiet("xdotool", &self.env).args(["key", key])).wait();
        assert!(status.success(), "xdotool: {status}");
    }

    /// What the desktop prefers, light or dark.
    pub(crate) fn prefer_dark(&self, dark: bool) {
        let settings = self.home().join(".config/gtk-3.0");
        fs::create_dir_all(&settings).unwrap();
        let text = format!("[Settings]\ngtk-application-prefer-dark-theme={}\n", u8::from(dark));
        fs::write(settings.join("settings.ini"), text).unwrap();
    }

    /// The name of the display.
    pub(crate) fn display(&self) -> &str {
        let display = self.env.iter().find(|(name, _)| *name == "DISPLAY");
        display.and_then(|(_, value)| value.to_str()).unwrap()
    }

    /// Tells the window of a process what a window manager tells it when its close button is pressed.
    pub(crate) fn close_window(&self, pid: u32) {
        let screen = self.screen();
        let window = screen.window_of(pid);
        screen.send_delete(window);
    }

    /// Saves a picture of the whole screen, for a person to look at, if `HYPERDIV_SCREENSHOTS` names a directory. Needs
    /// ImageMagick.
    pub(crate) fn picture(&self, name: &str) {
        let Some(dir) = std::env::var_os("HYPERDIV_SCREENSHOTS") else { return };
        let file = Path::new(&dir).join(format!("{name}.png"));
        let status = spawn(quiet("import", &self.env).args(["-window", "root"]).arg(&file)).wait();
        assert!(status.success(), "no picture in {}", file.display());
    }
}

/// Waits for the line that tells that the first frame is shown.
pub(crate) fn ready(log: &Receiver<String>) {
    until_ready(log);
}

/// The lines before the one that tells that the first frame is shown, and the process id in that one.
fn until_ready(log: &Receiver<String>) -> (Vec<String>, u32) {
    let (before, line) = lines_to(log, "hyperdiv: ready frame=1 pid=");
    (before, line.rsplit('=').next().unwrap().parse().unwrap())
}

/// Waits for a line that begins like this.
pub(crate) fn said(log: &Receiver<String>, start: &str) -> String {
    lines_to(log, start).1
}

fn lines_to(log: &Receiver<String>, start: &str) -> (Vec<String>, String) {
    let mut before = Vec::new();
    loop {
        match log.recv_timeout(PATIENCE) {
            Ok(line) if line.starts_with(start) => return (before, line),
            Ok(line) => before.push(line),
            Err(error) => panic!("no line {start:?} ({error}) after {before:#?}"),
        }
    }
}
