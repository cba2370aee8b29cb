//! The launcher: what the program opens when it is started without a verb. It shows the bundled apps; each opens as a program
//! of its own, which lives on when the launcher is closed.

mod kept;

use std::ffi::OsString;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::Arc;

use hyperdiv::prelude::*;
use hyperdiv::{App, Exit};

use crate::apps::{APPS, Bundled};
use crate::launcher::kept::Keeper;
use crate::line::Place;

/// As its data directory is called. It has none, for it keeps nothing.
const ID: &str = "io.hyperdiv.launcher";

/// What the launcher tells about an app that could not be opened.
type Trouble = Option<Arc<str>>;

/// Opens the launcher.
pub(crate) fn open(place: &Place, log_ready: bool) -> ExitCode {
    let program = std::env::current_exe();
    let passed_on = place.arguments();
    let mut arguments = place.arguments();
    if log_ready {
        arguments.push("--log-ready".into());
    }
    let start = move |app: &'static Bundled, later: Setter<Trouble>| match &program {
        Ok(program) => start(command(program, app, &passed_on), app, later),
        Err(error) => {
            Err(io::Error::new(error.kind(), format!("this program's own file is unknown: {error}")))
        }
    };
    let keeper = Arc::new(place.clone());
    App::new(ID).title("Hyperdiv").window_size(760.0, 680.0).args(arguments).run(app(start, keeper))
}

/// The launcher's function. `start` opens an app and keeps the setter, in case that there is something to tell later;
/// `keeper` has the data of the apps.
fn app(
    start: impl Fn(&'static Bundled, Setter<Trouble>) -> io::Result<()> + Send + 'static,
    keeper: Arc<dyn Keeper>,
) -> impl Fn(&Ui) -> Result + Send + 'static {
    move |ui| {
        let trouble = ui.state(|| Trouble::None);
        ui.vbox().padding(0.0).gap(0.0).grow(1).background_color(Color::SURFACE_LOWERED).with(|| {
            ui.vbox()
                .max_width(44.0)
                .width(Length::Percent(100.0))
                .margin((0.0, Offset::Auto))
                .padding((2.5, 1.5))
                .gap(1.5)
                .with(|| {
                    if head(ui) {
                        let window = NewWindow::new("kept").title("Privacy and sessions").size(820.0, 760.0);
                        ui.open_window(window, kept::page(Arc::clone(&keeper)));
                    }
                    if let Some(text) = trouble.cloned() {
                        // By its text: another trouble is another message, shown even where the last one was closed.
                        let closed =
                            ui.scope(&text, || ui.alert(Variant::Danger, &*text).closable(true).closed());
                        if closed {
                            trouble.set(None);
                        }
                    }
                    ui.each(
                        APPS,
                        |app| app.name,
                        |app| {
                            if card(ui, app) {
                                trouble.set(
                                    start(app, trouble.setter()).err().map(|error| could_not(app, &error)),
                                );
                            }
                        },
                    );
                });
        });
        Ok(())
    }
}

/// The title, and whether the person asks what is kept.
fn head(ui: &Ui) -> bool {
    ui.hbox().gap(1.25).align(Align::Center).wrap(Wrap::NoWrap).with(|| {
        ui.vbox().gap(Spacing::XxSmall).grow(1).with(|| {
            ui.h1("Hyperdiv");
            ui.text("Apps that keep what is yours on this computer, and nothing before you agree.")
                .font_color(Color::TEXT_QUIET);
        });
        ui.button("Privacy and sessions").clicked()
    })
}

/// An app, and whether the person asks for it.
fn card(ui: &Ui, app: &Bundled) -> bool {
    ui.card().with(|| {
        ui.hbox()
            .gap(1.25)
            .wrap(Wrap::NoWrap)
            .with(|| {
                ui.icon(app.icon).font_size(FontSize::XxLarge).font_color(Hue::Primary);
                ui.vbox().gap(Spacing::XxSmall).grow(1).with(|| {
                    ui.h2(app.title).font_size(FontSize::Large);
                    ui.text(app.about).font_color(Color::TEXT_QUIET);
                });
                // With the app's name, for whoever goes from button to button and hears nothing else.
                ui.button(format_args!("Open {}", app.title)).variant(Variant::Primary)
            })
            .clicked()
    })
}

fn could_not(app: &Bundled, cause: &dyn Display) -> Arc<str> {
    format!("{} could not be opened: {cause}.", app.title).into()
}

/// The command line that opens an app.
fn command(program: &Path, app: &Bundled, place: &[OsString]) -> Command {
    let mut command = Command::new(program);
    command.args(["open", app.name]).args(place).stdin(Stdio::null()).stdout(Stdio::null());
    // In a group of its own: what ends the launcher from its terminal is not meant for the app.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// Starts an app. How it ends is waited for by a thread, so that an ended one is not kept by the system, and told if it was
/// no good end.
fn start(mut command: Command, app: &'static Bundled, later: Setter<Trouble>) -> io::Result<()> {
    let program = PathBuf::from(command.get_program());
    let mut child = command
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", program.display())))?;
    std::thread::Builder::new().name(format!("hyperdiv-{}", app.name)).spawn(move || {
        if let Ok(status) = child.wait()
            && let Some(cause) = bad_end(status)
        {
            // The launcher may have been closed by now.
            later.send(Some(could_not(app, &cause)));
        }
    })?;
    Ok(())
}

/// Why an app has ended, if the person has not been told by the app itself.
fn bad_end(status: ExitStatus) -> Option<String> {
    let is = |exit: Exit| status.code() == Some(i32::from(exit.code()));
    if status.success() || is(Exit::Refused) || is(Exit::Unreadable) {
        // The last two are a page in the app's own window.
        None
    } else if is(Exit::Locked) {
        Some("it is open already and does not answer".to_owned())
    } else {
        Some(format!("it ended with {status}"))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use hyperdiv::testing::{Harness, Role};

    use super::*;

    /// The launcher, with nothing kept anywhere.
    fn launcher(
        start: impl Fn(&'static Bundled, Setter<Trouble>) -> io::Result<()> + Send + 'static,
    ) -> Harness {
        let place = Place { profile: None, data_dir: Some("/nonexistent".into()) };
        Harness::new(app(start, Arc::new(place)))
    }

    #[test]
    fn what_is_kept_has_a_window_of_its_own() {
        let mut harness = launcher(|_, _| Ok(()));
        harness.click(Role::Button, "Privacy and sessions");
        harness.in_window(2);
        assert!(harness.has(Role::Heading, "Privacy and sessions"), "\n{}", harness.tree());
    }

    #[test]
    fn every_app_has_a_card_and_its_button_opens_that_app() {
        let opened = Arc::new(Mutex::new(Vec::new()));
        let note = opened.clone();
        let mut harness = launcher(move |app, _| {
            note.lock().unwrap().push(app.name);
            Ok(())
        });
        assert!(harness.has(Role::Heading, "Hyperdiv"), "\n{}", harness.tree());
        for app in APPS {
            assert!(harness.has(Role::Heading, app.title), "\n{}", harness.tree());
            assert!(harness.has(Role::Text, app.about), "\n{}", harness.tree());
            harness.click(Role::Button, &format!("Open {}", app.title));
        }
        assert_eq!(*opened.lock().unwrap(), APPS.iter().map(|app| app.name).collect::<Vec<_>>());
        assert_eq!(harness.count(Role::Alert), 0, "\n{}", harness.tree());
        assert_eq!(harness.warnings(), [""; 0]);
    }

    #[test]
    fn a_start_that_fails_is_told_with_its_cause_until_one_goes_well() {
        let mut harness = launcher(|app, _| match app.name {
            "counter" => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            _ => Ok(()),
        });
        let text = "Counter could not be opened: permission denied.";
        harness.click(Role::Button, "Open Counter");
        assert!(harness.has(Role::Alert, text), "\n{}", harness.tree());
        harness.click(Role::Button, "Open Elements");
        assert_eq!(harness.count(Role::Alert), 0, "\n{}", harness.tree());
    }

    #[test]
    fn the_end_of_an_app_that_told_nobody_is_told_here() {
        let (send, receive) = std::sync::mpsc::channel();
        let mut harness = launcher(move |app, later| {
            send.send((app, later)).unwrap();
            Ok(())
        });
        harness.click(Role::Button, "Open Elements");
        let (app, later) = receive.recv().unwrap();
        assert!(later.send(Some(could_not(app, &"it ended with exit status: 1"))));
        harness.run_until_idle();
        let text = "Elements could not be opened: it ended with exit status: 1.";
        assert!(harness.has(Role::Alert, text), "\n{}", harness.tree());
    }

    #[test]
    fn an_app_gets_the_launchers_place() {
        let place = Place { profile: Some("work".into()), data_dir: Some("/a b".into()) };
        let command = command(Path::new("/usr/bin/hyperdiv"), &APPS[0], &place.arguments());
        let words: Vec<_> = command.get_args().collect();
        assert_eq!(command.get_program(), "/usr/bin/hyperdiv");
        assert_eq!(words, ["open", "session-demo", "--profile", "work", "--data-dir", "/a b"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_an_end_that_was_not_told_is_bad() {
        use std::os::unix::process::ExitStatusExt;
        let code = |exit: Exit| bad_end(ExitStatus::from_raw(i32::from(exit.code()) << 8));
        for told in [Exit::Done, Exit::Refused, Exit::Unreadable] {
            assert_eq!(code(told), None, "{told:?}");
        }
        assert_eq!(code(Exit::Locked).unwrap(), "it is open already and does not answer");
        assert_eq!(code(Exit::Failed).unwrap(), "it ended with exit status: 1");
        assert!(bad_end(ExitStatus::from_raw(9)).unwrap().contains("signal: 9"));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_is_not_there_is_named() {
        let (send, receive) = std::sync::mpsc::channel();
        let mut harness = launcher(move |app, later| {
            let started = start(command(Path::new("/nonexistent/hyperdiv"), app, &[]), app, later);
            send.send(started.is_err()).unwrap();
            started
        });
        harness.click(Role::Button, "Open Counter");
        assert!(receive.recv().unwrap());
        let told = harness.names(Role::Alert).concat();
        assert!(told.contains("/nonexistent/hyperdiv: No such file"), "\n{}", harness.tree());
    }
}
