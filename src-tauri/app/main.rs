//! `hyperdiv`: the launcher, the bundled apps, and the command line beside them.

mod apps;
mod data;
mod doctor;
mod launcher;
mod line;
mod lines;
mod output;
mod session;
mod token;

use std::process::ExitCode;

use clap::Parser;
use hyperdiv::Exit;

use line::{Line, Verb};

fn main() -> ExitCode {
    hyperdiv_desktop::private_files();
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
        Some(Verb::Token(verb)) => Ok(token::run(verb, line.json)),
        Some(Verb::Session(verb)) => session::run(verb, line),
        Some(Verb::Data(verb)) => data::run(verb, line),
        Some(Verb::Doctor) => doctor::run(line),
    };
    exit.unwrap_or_else(|error| {
        eprintln!("hyperdiv: {error}");
        Exit::NotWritten
    })
    .into()
}
