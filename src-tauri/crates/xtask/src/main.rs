//! `cargo xtask`.

use std::process::ExitCode;

use xtask::{
    Error, Repo, Result, axe, bench, codegen, fuzz, interop, run, setup, soak, test, tidy, with_causes, xss,
};

const HELP: &str = "\
cargo xtask COMMAND

  setup            install what is missing, saying what before; build the front end
  run              set up, then open the session demo
                     --example NAME                another example
                     --dark                        with GTK's dark theme
                     --headless --screenshot FILE  without a display: write a picture of the window
                     -- ARGUMENTS                  for the app
  test             set up, then every check and test, the real window included
                     --keep-going                  do not stop at the first step that fails
  bench            measure against the budgets
                     NAME...                       only these: runtime, tokens, store, startup
                     --json FILE                   write the figures
                     --peers                       measure the peers beside
  interop          tokens of Django and hyperdiv-session against ours, both ways
                     --values N                    values and secrets for each format: 1000
                     --seed N                      the random values of an earlier run
  xss              published lists of hostile strings, through all that shows a text
                     --headless                    without the real window
  axe              axe-core over every element, in the real window, with pictures
                     --pictures DIR                where they go: target/pictures
  fuzz             broken messages from the page, against a running app
                     --seconds N                   for so long: 30
                     --seed N                      the messages of an earlier run
  soak             kills, full disks and power cuts, against what must not lose data
                     --kills N                     kill a writing app so often: 1000
                     --cuts N                      cut the power after so many commits: 400
                     --seed N                      the moments of an earlier run
  bundle           make the Debian package, and try it as a new user of this system
                     --untried                     only make it
  codegen          make the elements of `elements.toml` anew, in Rust, TypeScript and ELEMENTS.md
                     --check                       only say what is stale
  tidy             the rules of the repository alone
                     --bless                       renew the wire module's seal in PROTOCOL.md";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match answer(&words) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("xtask: {}", with_causes(&error));
            ExitCode::from(if matches!(error, Error::Usage(_)) { 2 } else { 1 })
        }
    }
}

fn answer(words: &[String]) -> Result<u8> {
    let (command, args) =
        words.split_first().map_or(("help", words), |(command, args)| (command.as_str(), args));
    match command {
        "setup" => flag(args, None).and_then(|_| setup::setup(&mut Repo::here()?)).map(|()| 0),
        "run" => run::run(&mut Repo::here()?, &run::Options::parse(args)?),
        "test" => code(test::test(&mut Repo::here()?, flag(args, Some("--keep-going"))?)?),
        "bench" => code(bench::bench(&mut Repo::here()?, &bench::Options::parse(args)?)?),
        "interop" => code(interop::interop(&mut Repo::here()?, &interop::Options::parse(args)?)?),
        "xss" => code(xss::xss(&mut Repo::here()?, &xss::Options::parse(args)?)?),
        "axe" => code(axe::axe(&mut Repo::here()?, &axe::Options::parse(args)?)?),
        "fuzz" => code(fuzz::fuzz(&Repo::here()?, &fuzz::Options::parse(args)?)?),
        "soak" => code(soak::soak(&Repo::here()?, &soak::Options::parse(args)?)?),
        #[cfg(unix)]
        "bundle" => code(xtask::bundle::bundle(&mut Repo::here()?, &xtask::bundle::Options::parse(args)?)?),
        "codegen" => code(codegen::command(&Repo::here()?, flag(args, Some("--check"))?)?),
        "tidy" => code(tidy::command(&Repo::here()?, flag(args, Some("--bless"))?)?),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(0)
        }
        other => Err(Error::Usage(format!("`{other}` is not a command; `cargo xtask help` lists them"))),
    }
}

/// 0 where all is well, 1 where something was found.
fn code(good: bool) -> Result<u8> {
    Ok(u8::from(!good))
}

/// Whether the one flag that a command knows was given.
fn flag(args: &[String], known: Option<&str>) -> Result<bool> {
    match args {
        [] => Ok(false),
        [word] if Some(word.as_str()) == known => Ok(true),
        [word, ..] => {
            Err(Error::Usage(format!("`{word}` is not known here; `cargo xtask help` tells what is")))
        }
    }
}
