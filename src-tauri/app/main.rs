//! `hyperdiv`: the launcher, the bundled apps, and the command line beside them.

mod apps;
mod launcher;
mod line;
mod output;

use std::process::ExitCode;

use clap::Parser;
use hyperdiv::Exit;

use line::{Line, Verb};

fn main() -> ExitCode {
    match Line::try_parse() {
        Ok(line) => run(&line),
        Err(error) => line::refuse(&error).into(),
    }
}

fn run(line: &Line) -> ExitCode {
    let exit = match &line.verb {
        None => return launcher::open(&line.place, line.log_ready),
        Some(Verb::Open { app }) => return apps::open(*app, &line.place, line.log_ready),
        Some(Verb::Apps) => apps::list(line.json),
    };
    exit.unwrap_or_else(|error| {
        eprintln!("hyperdiv: {error}");
        Exit::NotWritten
    })
    .into()
}
