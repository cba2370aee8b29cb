//! `cargo xtask run`: sets up, builds an example, and shows it in a window or takes a picture of it.

use std::path::PathBuf;
use std::process::Stdio;

use crate::{Error, Repo, Result, headless, process, setup};

const HOW: &str = "usage: cargo xtask run [--example NAME] [--dark] [--headless --screenshot FILE] [-- ARGUMENTS OF THE APP]";

/// What `cargo xtask run` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The example's name.
    pub example: String,
    /// Start it with GTK's dark theme.
    pub dark: bool,
    /// Start it on a display of its own, write a picture of it here, and end it.
    pub screenshot: Option<PathBuf>,
    /// What the app itself is given.
    pub arguments: Vec<String>,
}

impl Options {
    /// Reads the command line.
    ///
    /// # Errors
    /// With the usage, for what it does not know.
    pub fn parse(args: &[String]) -> Result<Self> {
        let mut options =
            Self { example: "session_demo".to_owned(), dark: false, screenshot: None, arguments: Vec::new() };
        let mut headless = false;
        let mut args = args.iter();
        let usage = |problem: &str| Error::Usage(format!("{problem}; {HOW}"));
        while let Some(word) = args.next() {
            let mut value = || args.next().cloned().ok_or_else(|| usage(&format!("{word} needs a value")));
            match word.as_str() {
                "--example" => options.example = value()?,
                "--dark" => options.dark = true,
                "--headless" => headless = true,
                "--screenshot" => options.screenshot = Some(value()?.into()),
                "--" => {
                    options.arguments = args.cloned().collect();
                    break;
                }
                other => return Err(usage(&format!("`{other}` is not known"))),
            }
        }
        if headless == options.screenshot.is_some() {
            Ok(options)
        } else {
            Err(usage("--headless and --screenshot belong together"))
        }
    }
}

/// Sets up and runs the example. The answer is the app's exit code.
///
/// # Errors
/// If set-up or the build fails, there is no display, or the app does not come up in time.
pub fn run(repo: &mut Repo, options: &Options) -> Result<u8> {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
    // Asked before the set-up: nobody should wait minutes to be told.
    if options.screenshot.is_none() && cfg!(target_os = "linux") && !display {
        return Err(Error::failed(
            "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); \
             `cargo xtask run --headless --screenshot FILE` starts the app on a display of its own and takes a picture",
        ));
    }
    setup::setup(repo)?;
    let app = build(repo, "example", &options.example)?;
    if let Some(file) = &options.screenshot {
        return headless::screenshot(repo, &app, options, file);
    }
    let mut command = repo.command(&app.to_string_lossy(), &[]);
    command.args(&options.arguments);
    if options.dark {
        command.env("GTK_THEME", headless::DARK);
    }
    let status =
        command.status().map_err(|source| Error::Start { command: app.display().to_string(), source })?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// Builds the program, an `example` or a `bin`, and answers where it is.
///
/// With `--workspace`, as the tests are built: another choice of packages can be another choice of features, and then Tauri and all
/// that it needs would be built a second time.
pub(crate) fn build(repo: &Repo, kind: &str, name: &str) -> Result<PathBuf> {
    let mut command = repo.cargo(&["build", "--workspace", "--message-format", "json-render-diagnostics"]);
    command.arg(format!("--{kind}")).arg(name);
    command.stdout(Stdio::piped());
    let mut cargo = process::Background::start(command)?;
    let lines = cargo.stdout()?;
    let mut app = None;
    while let Some(line) = lines.next_line() {
        app = executable(&line, kind, name).or(app);
    }
    if !cargo.wait()?.success() {
        return Err(Error::failed(format!("the {kind} `{name}` could not be built")));
    }
    app.ok_or_else(|| Error::failed(format!("cargo did not say where it put the {kind} `{name}`")))
}

/// The program's path, where `line` is Cargo's message that it has built it.
fn executable(line: &str, kind: &str, name: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    (message.pointer("/target/name")? == name && message.pointer("/target/kind/0")? == kind)
        .then(|| message.get("executable")?.as_str().map(PathBuf::from))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn everything_behind_two_dashes_is_the_apps() {
        let options = parse("--dark --example counter -- --dark --data-dir x").unwrap();
        assert!(options.dark);
        assert_eq!(options.example, "counter");
        assert_eq!(options.arguments, ["--dark", "--data-dir", "x"]);
        assert_eq!(parse("").unwrap().example, "session_demo");
    }

    #[test]
    fn what_is_not_known_is_refused_with_the_usage() {
        for (line, problem) in [
            ("--fast", "`--fast` is not known"),
            ("--example", "--example needs a value"),
            ("--headless", "belong together"),
            ("--screenshot a.png", "belong together"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(problem) && error.contains("usage: cargo xtask run"), "{error}");
        }
    }

    #[test]
    fn the_program_is_found_in_cargos_messages() {
        let line = r#"{"reason":"compiler-artifact","target":{"kind":["example"],"name":"counter"},"executable":"/t/counter"}"#;
        assert_eq!(executable(line, "example", "counter"), Some(PathBuf::from("/t/counter")));
        assert_eq!(executable(line, "example", "session_demo"), None);
        assert_eq!(executable(line, "bin", "counter"), None);
        assert_eq!(executable(r#"{"reason":"build-finished","success":true}"#, "example", "counter"), None);
        assert_eq!(executable("not json", "example", "counter"), None);
    }
}
