//! The command line of an app.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use hyperdiv_session::directory::ProfileName;

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
Options:
  --data-dir DIR   keep data below DIR instead of the user's data directory
  --profile NAME   use another profile: 1 to 32 of a-z, 0-9 and '-' (default: default)
  --log-ready      say on standard error when the window shows its first frame
  --help           print this
";

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    Run(Options),
}

/// How to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) profile: ProfileName,
    pub(crate) log_ready: bool,
}

/// Arguments that make no sense.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum UsageError {
    Unknown(OsString),
    NoValue(&'static str),
    Twice(&'static str),
    Profile(OsString),
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UsageError::Unknown(arg) => write!(f, "unknown argument {arg:?}; --help lists the known ones"),
            UsageError::NoValue(name) => write!(f, "{name} needs a value"),
            UsageError::Twice(name) => write!(f, "{name} is given twice"),
            UsageError::Profile(name) => {
                write!(f, "{name:?} is no name of a profile; use 1 to 32 of a-z, 0-9 and '-'")
            }
        }
    }
}

impl std::error::Error for UsageError {}

/// Reads the arguments that follow the program's name.
///
/// # Errors
///
/// [`UsageError`] for the first argument that makes no sense.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, UsageError> {
    let (mut data_dir, mut profile, mut log_ready) = (None, None, false);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let (name, value) = split(&arg);
        match name {
            Some("--help" | "-h") if value.is_none() => return Ok(Request::Help),
            Some("--log-ready") if value.is_none() => log_ready = true,
            Some("--data-dir") => fill(&mut data_dir, "--data-dir", value, &mut args)?,
            Some("--profile") => fill(&mut profile, "--profile", value, &mut args)?,
            _ => return Err(UsageError::Unknown(arg)),
        }
    }
    let profile = match profile {
        None => ProfileName::default(),
        Some(name) => match name.to_str().map(ProfileName::parse) {
            Some(Ok(profile)) => profile,
            _ => return Err(UsageError::Profile(name)),
        },
    };
    Ok(Request::Run(Options { data_dir: data_dir.map(PathBuf::from), profile, log_ready }))
}

/// `--name=value` in its two parts. A value that is not Unicode is only taken as an argument of its own.
fn split(arg: &OsStr) -> (Option<&str>, Option<&str>) {
    match arg.to_str() {
        None => (None, None),
        Some(text) => match text.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (Some(name), Some(value)),
            _ => (Some(text), None),
        },
    }
}

fn fill(
    slot: &mut Option<OsString>,
    name: &'static str,
    value: Option<&str>,
    rest: &mut impl Iterator<Item = OsString>,
) -> Result<(), UsageError> {
    let value = value.map(OsString::from).or_else(|| rest.next()).filter(|value| !value.is_empty());
    match (&slot, value) {
        (_, None) => Err(UsageError::NoValue(name)),
        (Some(_), Some(_)) => Err(UsageError::Twice(name)),
        (None, value) => {
            *slot = value;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(args: &[&str]) -> Result<Request, UsageError> {
        parse(args.iter().map(OsString::from))
    }

    fn options(data_dir: Option<&str>, profile: &str, log_ready: bool) -> Result<Request, UsageError> {
        let profile = ProfileName::parse(profile).unwrap();
        Ok(Request::Run(Options { data_dir: data_dir.map(PathBuf::from), profile, log_ready }))
    }

    #[test]
    fn options_take_their_value_from_the_next_argument_or_after_an_equals_sign() {
        assert_eq!(run(&[]), options(None, "default", false));
        assert_eq!(run(&["--data-dir", "/a=b", "--log-ready"]), options(Some("/a=b"), "default", true));
        assert_eq!(run(&["--data-dir=/a=b", "--profile=w-2"]), options(Some("/a=b"), "w-2", false));
        assert_eq!(run(&["--profile", "x", "--help"]), Ok(Request::Help));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        assert_eq!(run(&["--what"]), Err(UsageError::Unknown("--what".into())));
        assert_eq!(run(&["file"]), Err(UsageError::Unknown("file".into())));
        assert_eq!(run(&["--log-ready=yes"]), Err(UsageError::Unknown("--log-ready=yes".into())));
        assert_eq!(run(&["--data-dir"]), Err(UsageError::NoValue("--data-dir")));
        assert_eq!(run(&["--data-dir="]), Err(UsageError::NoValue("--data-dir")));
        assert_eq!(run(&["--profile", "a", "--profile", "b"]), Err(UsageError::Twice("--profile")));
    }

    #[test]
    fn a_profile_is_a_safe_name_of_a_directory() {
        for bad in ["A", "a b", "../x", "a/b", ".", &"a".repeat(33)] {
            assert_eq!(run(&["--profile", bad]), Err(UsageError::Profile(bad.into())), "{bad}");
        }
        assert_eq!(run(&["--profile", &"a".repeat(32)]), options(None, &"a".repeat(32), false));
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_need_not_be_unicode() {
        use std::os::unix::ffi::OsStringExt;
        let dir = OsString::from_vec(vec![b'/', 0xff]);
        let Ok(Request::Run(options)) = parse(["--data-dir".into(), dir.clone()]) else {
            panic!("refused");
        };
        assert_eq!(options.data_dir, Some(PathBuf::from(dir)));
    }
}
