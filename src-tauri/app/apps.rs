//! The bundled apps: examples of the repository, as anybody can open them.

use std::io;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use hyperdiv::prelude::*;
use hyperdiv::{App, Exit};
use serde::Serialize;

use crate::line::Place;
use crate::output;

#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/accounts.rs"]
mod accounts;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/counter.rs"]
mod counter;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/elements/main.rs"]
mod elements;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/login.rs"]
mod login;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/session_demo.rs"]
mod session_demo;
#[expect(dead_code, reason = "its own main is for running it alone")]
#[path = "../../examples/todo.rs"]
mod todo;

/// An app that comes with the program.
#[derive(Debug, Serialize)]
pub(crate) struct Bundled {
    /// As the command line calls it.
    pub(crate) name: &'static str,
    /// As its data directory is called.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    /// As the launcher shows it, by its name in Bootstrap Icons.
    #[serde(skip)]
    pub(crate) icon: &'static str,
    #[serde(skip)]
    size: (f64, f64),
    #[serde(skip)]
    app: fn(&Ui) -> Result,
    /// What it is beside its function: what it asks consent for, and what it keeps.
    #[serde(skip)]
    set_up: fn(App) -> App,
}

/// The apps, in the order in which they are shown.
pub(crate) static APPS: &[Bundled] = &[
    Bundled {
        name: "session-demo",
        id: "io.hyperdiv.session-demo",
        title: "Session demo",
        about: "Sign in, count, close the window, and come back to where you were.",
        icon: "person-check",
        size: (900.0, 680.0),
        app: session_demo::app,
        set_up: |app| app,
    },
    Bundled {
        name: "accounts",
        id: "io.hyperdiv.accounts",
        title: "Notes",
        about: "Notes of several people on one computer: each signs in and sees their own alone.",
        icon: "journal-text",
        size: (900.0, 760.0),
        app: accounts::app,
        set_up: |app| app.purposes(accounts::purposes()).records(accounts::records()),
    },
    Bundled {
        name: "todo",
        id: "io.hyperdiv.todo",
        title: "To do",
        about: "A list of things to do, kept on this computer once you have agreed to that.",
        icon: "list-check",
        size: (900.0, 760.0),
        app: todo::app,
        set_up: |app| app,
    },
    Bundled {
        name: "login",
        id: "io.hyperdiv.login",
        title: "Log in",
        about: "The smallest app with a sign-in: a door, and what is behind it.",
        icon: "door-open",
        size: (640.0, 620.0),
        app: login::app,
        set_up: |app| app,
    },
    Bundled {
        name: "counter",
        id: "io.hyperdiv.counter",
        title: "Counter",
        about: "The smallest app: a button, and how often it was pressed.",
        icon: "plus-square",
        size: (900.0, 680.0),
        app: counter::app,
        set_up: |app| app,
    },
    Bundled {
        name: "elements",
        id: "io.hyperdiv.elements",
        title: "Elements",
        about: "Every element with its variants on one page, to be searched and tried.",
        icon: "palette",
        size: (1200.0, 860.0),
        app: elements::app,
        set_up: |app| app,
    },
];

/// A bundled app, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AppName(pub(crate) &'static Bundled);

impl ValueEnum for AppName {
    fn value_variants<'a>() -> &'a [Self] {
        static NAMES: std::sync::LazyLock<Vec<AppName>> =
            std::sync::LazyLock::new(|| APPS.iter().map(AppName).collect());
        &NAMES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name).help(self.0.about))
    }
}

/// Opens an app in a window of this process.
pub(crate) fn open(app: AppName, place: &Place, log_ready: bool) -> ExitCode {
    let AppName(app) = app;
    let mut arguments = place.arguments();
    if log_ready {
        arguments.push("--log-ready".into());
    }
    let (width, height) = app.size;
    let window = App::new(app.id).title(app.title).window_size(width, height);
    (app.set_up)(window).args(arguments).run(app.app)
}

/// Lists the apps.
///
/// # Errors
///
/// Where the list cannot be written.
pub(crate) fn list(json: bool) -> io::Result<Exit> {
    if json {
        output::json(&APPS)?;
    } else {
        let lines: Vec<String> = APPS.iter().map(|app| format!("{:<14} {}\n", app.name, app.about)).collect();
        output::text(&lines.concat())?;
    }
    Ok(Exit::Done)
}
