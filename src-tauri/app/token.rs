//! `hyperdiv token`: signs and verifies as hyperdiv-session and Django do, one value or token a line, so that programs in any
//! language can share tokens with an app through a pipe. Needs no display, and no data directory.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use hyperdiv::Exit;
use hyperdiv::session::signing::raw::django::{Compression, DUMPS_SALT, Signer, TimestampSigner};
use hyperdiv::session::signing::raw::{Json, JsonError, hyperdiv as original};
use hyperdiv::session::signing::{DEFAULT_MAX_AGE, SALT, SigningKey, Verifier};
use serde::Serialize;

use crate::lines::{LONGEST, Line, Lines};
use crate::output::Stream;

const ABOUT_LINES: &str = "\
Lines: a line feed ends one, and nothing else does, so that a value may hold anything but a line feed; a carriage return before
it is part of the value. Lines of more than 16 MiB are refused. The secret is the file's bytes, a last line feed included.";

const ABOUT_SIGN: &str = "\
Sign values.

Reads one value a line from standard input, and prints one token a line:
  hyperdiv          64 hex digits (0-9a-f), or an empty line for random ones
  django            any text in UTF-8, for Signer
  django-timestamp  any text in UTF-8, for TimestampSigner
  django-dumps      JSON, for signing.dumps
A line that is no such value ends it with exit code 2; the tokens before it are printed.";

const EXAMPLES_SIGN: &str = "\
Examples:
  printf 'hello\\n' | hyperdiv token sign --format django --secret-file key
  printf '{\"user\":7}\\n' | hyperdiv token sign --format django-dumps --compress --secret-file key
  printf '\\n' | hyperdiv token sign --format hyperdiv --secret-file key --json";

const ABOUT_VERIFY: &str = "\
Verify tokens.

Reads one token a line from standard input, and prints for each `ok`, a tab and its value, or `invalid`. With --json: an array
of {\"ok\":true,\"value\":TEXT} and {\"ok\":false}. The value of a django-dumps token is its JSON, on one line, in ASCII.
Exit code 7 if some token was invalid.";

const EXAMPLES_VERIFY: &str = "\
Examples:
  hyperdiv token verify --format hyperdiv --secret-file key < tokens
  hyperdiv token verify --format django-timestamp --secret-file new --fallback-secret-file old --max-age 3600 < tokens
  hyperdiv token verify --format django-dumps --secret-file key --salt django.contrib.sessions.SessionStore --any-age < tokens";

/// More bytes than any secret has: a file that is no secret, or has no end.
const LONGEST_SECRET: u64 = 1 << 20;

/// Beyond it, whole seconds are not exact any more as Python's are.
const LATEST: f64 = 1e38;

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Sign values.
    #[command(long_about = ABOUT_SIGN, after_help = format!("{ABOUT_LINES}\n\n{EXAMPLES_SIGN}"))]
    Sign(Sign),
    /// Verify tokens.
    #[command(long_about = ABOUT_VERIFY, after_help = format!("{ABOUT_LINES}\n\n{EXAMPLES_VERIFY}"))]
    Verify(Verify),
}

#[derive(Args, Debug)]
pub(crate) struct Sign {
    #[command(flatten)]
    how: How,
    /// Compress with zlib where that is shorter; django-dumps only.
    #[arg(long)]
    compress: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    how: How,
    /// A secret that has signed tokens before; may be given again and again.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    fallback_secret_file: Vec<PathBuf>,
    /// The age past which a token is invalid; without it, 90 days.
    #[arg(long, value_name = "SECS", value_parser = seconds, allow_negative_numbers = true)]
    max_age: Option<f64>,
    /// Take tokens of any age.
    #[arg(long, conflicts_with = "max_age")]
    any_age: bool,
}

/// What signing and verifying have in common.
#[derive(Args, Debug)]
struct How {
    /// What a token looks like.
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// The file whose bytes are the secret.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    secret_file: PathBuf,
    /// Another salt than the format's own.
    #[arg(long, value_name = "SALT", allow_hyphen_values = true)]
    salt: Option<String>,
    /// The time in Unix seconds; without it, the clock's.
    #[arg(long, value_name = "SECS", value_parser = seconds, allow_negative_numbers = true)]
    now: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A session token of hyperdiv-session: ID.TIME.MAC
    Hyperdiv,
    /// Django's Signer: VALUE:MAC
    Django,
    /// Django's TimestampSigner: VALUE:TIME:MAC
    DjangoTimestamp,
    /// Django's signing.dumps: BASE64:TIME:MAC
    DjangoDumps,
}

fn seconds(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|seconds: &f64| seconds.abs() < LATEST).ok_or("a number of seconds is due")
}

/// Signs or verifies standard input.
pub(crate) fn run(verb: &Verb, json: bool) -> Exit {
    let done = match verb {
        Verb::Sign(sign) => sign.run(json),
        Verb::Verify(verify) => verify.run(json),
    };
    done.unwrap_or_else(|trouble| {
        eprintln!("hyperdiv: {trouble}");
        trouble.exit()
    })
}

impl How {
    fn now(&self) -> f64 {
        self.now.unwrap_or_else(|| match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        })
    }

    fn signer(&self, fallbacks: Vec<Vec<u8>>) -> Result<Signer, Trouble> {
        let signer = Signer::new(self.secret(&self.secret_file)?).fallback_keys(fallbacks);
        Ok(signer.salt(self.salt.as_deref().unwrap_or_default()))
    }

    /// The signer of `django-timestamp`, or with its other default that of `django-dumps`.
    fn timestamp_signer(&self, fallbacks: Vec<Vec<u8>>) -> Result<TimestampSigner, Trouble> {
        let salt = if self.format == Format::DjangoDumps { DUMPS_SALT } else { "" };
        let signer = TimestampSigner::new(self.secret(&self.secret_file)?).fallback_keys(fallbacks);
        Ok(signer.salt(self.salt.as_deref().unwrap_or(salt)))
    }

    fn hyperdiv_salt(&self) -> &str {
        self.salt.as_deref().unwrap_or(SALT)
    }

    fn secret(&self, path: &Path) -> Result<Vec<u8>, Trouble> {
        let mut secret = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST_SECRET + 1).read_to_end(&mut secret));
        let path = || path.to_owned();
        match read {
            Err(source) => Err(Trouble::Secret { path: path(), source }),
            Ok(0) if self.format != Format::Hyperdiv => Err(Trouble::EmptySecret { path: path() }),
            Ok(len) if u64::try_from(len).unwrap_or(u64::MAX) > LONGEST_SECRET => {
                Err(Trouble::LongSecret { path: path() })
            }
            Ok(0) => {
                // The original takes it; whoever has made an empty file by mistake should know.
                eprintln!("hyperdiv: {} is empty: anybody can sign under it", path().display());
                Ok(secret)
            }
            Ok(_) => Ok(secret),
        }
    }
}

impl Sign {
    fn run(&self, json: bool) -> Result<Exit, Trouble> {
        if self.compress && self.how.format != Format::DjangoDumps {
            return Err(Trouble::NotCompressed);
        }
        let compression = if self.compress { Compression::IfShorter } else { Compression::Never };
        let now = || self.how.now();
        match self.how.format {
            Format::Hyperdiv => {
                let (secret, salt) = (self.how.secret(&self.how.secret_file)?, self.how.hyperdiv_salt());
                signed(json, |value| session(value, now(), &secret, salt))
            }
            Format::Django => {
                let signer = self.how.signer(Vec::new())?;
                signed(json, |value| Ok(signer.sign(text(value)?)))
            }
            Format::DjangoTimestamp => {
                let signer = self.how.timestamp_signer(Vec::new())?;
                signed(json, |value| Ok(signer.sign(text(value)?, now())))
            }
            Format::DjangoDumps => {
                let signer = self.how.timestamp_signer(Vec::new())?;
                signed(json, |value| Ok(signer.dumps(&Json::parse(text(value)?)?, compression, now())))
            }
        }
    }
}

/// A session token whose random part is `id`, or made here where that is empty.
fn session(id: &[u8], now: f64, secret: &[u8], salt: &str) -> Result<String, BadValue> {
    if id.is_empty() {
        let mut entropy = [0; 64];
        getrandom::fill(&mut entropy).map_err(BadValue::Entropy)?;
        return Ok(original::generate(&entropy, now, secret, salt));
    }
    let is_id = id.len() == 64 && id.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let id = text(id).ok().filter(|_| is_id).ok_or(BadValue::Id)?;
    #[expect(clippy::cast_possible_truncation, reason = "cutting the fraction is what Python's int() does")]
    let payload = format!("{id}.{}", now as i128);
    let signature = original::sign(payload.as_bytes(), secret, salt);
    Ok(format!("{payload}.{signature}"))
}

impl Verify {
    fn run(&self, json: bool) -> Result<Exit, Trouble> {
        if self.max_age.is_some() && self.how.format == Format::Django {
            return Err(Trouble::NoAge);
        }
        let fallbacks = self.fallback_secret_file.iter().map(|path| self.how.secret(path));
        let fallbacks: Vec<Vec<u8>> = fallbacks.collect::<Result<_, Trouble>>()?;
        #[expect(clippy::cast_precision_loss, reason = "the default is a small number")]
        let default = DEFAULT_MAX_AGE as f64;
        let max_age = if self.any_age { None } else { Some(self.max_age.unwrap_or(default)) };
        let now = || self.how.now();
        match self.how.format {
            Format::Hyperdiv => {
                let verifier = self.verifier(&fallbacks, max_age)?;
                verified(json, |token| {
                    let verified = verifier.verify(token, whole(now())).ok()?;
                    Some(verified.token.id().to_hex())
                })
            }
            Format::Django => {
                let signer = self.how.signer(fallbacks)?;
                verified(json, |token| signer.unsign(text(token).ok()?).ok().map(str::to_owned))
            }
            Format::DjangoTimestamp => {
                let signer = self.how.timestamp_signer(fallbacks)?;
                verified(json, |token| {
                    signer.unsign(text(token).ok()?, now(), max_age).ok().map(str::to_owned)
                })
            }
            Format::DjangoDumps => {
                let signer = self.how.timestamp_signer(fallbacks)?;
                verified(json, |token| {
                    let object = signer.loads(text(token).ok()?, now(), max_age).ok()?;
                    Some(object.to_string())
                })
            }
        }
    }

    /// The strict one that checks sessions: the original takes tokens of any shape and any age.
    fn verifier(&self, fallbacks: &[Vec<u8>], max_age: Option<f64>) -> Result<Verifier, Trouble> {
        let key = |secret: &[u8]| SigningKey::derive(self.how.hyperdiv_salt(), secret);
        let current = key(&self.how.secret(&self.how.secret_file)?);
        let verifier = Verifier::new(current, fallbacks.iter().map(|secret| key(secret)).collect());
        Ok(match max_age {
            Some(limit) => verifier.max_age(whole(limit)),
            None => verifier.any_age(),
        })
    }
}

/// Whole seconds. Times of issue are whole, so that no age is on another side of a limit than before.
fn whole(seconds: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a time outside of an i64 is as good as its end")]
    let whole = seconds.floor() as i64;
    whole
}

fn text(bytes: &[u8]) -> Result<&str, BadValue> {
    std::str::from_utf8(bytes).map_err(|_| BadValue::Text)
}

/// What a line is answered with.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Token(String),
    Verdict {
        ok: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Token(token) => f.write_str(token),
            Answer::Verdict { value: Some(value), .. } => write!(f, "ok\t{value}"),
            Answer::Verdict { value: None, .. } => f.write_str("invalid"),
        }
    }
}

fn signed(json: bool, sign: impl Fn(&[u8]) -> Result<String, BadValue>) -> Result<Exit, Trouble> {
    each(json, |line| match line {
        Line::Whole(value) => sign(value).map(Answer::Token),
        Line::TooLong => Err(BadValue::Long),
    })?;
    Ok(Exit::Done)
}

fn verified(json: bool, verify: impl Fn(&[u8]) -> Option<String>) -> Result<Exit, Trouble> {
    let mut all = true;
    each(json, |line| {
        let value = match line {
            Line::Whole(token) => verify(token),
            Line::TooLong => None,
        };
        all &= value.is_some();
        Ok(Answer::Verdict { ok: value.is_some(), value })
    })?;
    Ok(if all { Exit::Done } else { Exit::Invalid })
}

/// Answers each line of standard input.
fn each(json: bool, mut answer: impl FnMut(Line<'_>) -> Result<Answer, BadValue>) -> Result<(), Trouble> {
    let mut lines = Lines::new(io::stdin().lock());
    let mut out = Stream::new(json);
    let answered = loop {
        if lines.may_wait() {
            out.flush().map_err(Trouble::Output)?;
        }
        let line = match lines.read() {
            Ok(Some(line)) => line,
            Ok(None) => break Ok(()),
            Err(error) => break Err(Trouble::Input(error)),
        };
        match answer(line) {
            Ok(answer) => {
                if !out.put(&answer).map_err(Trouble::Output)? {
                    break Ok(());
                }
            }
            Err(why) => break Err(Trouble::Value { line: lines.number(), why }),
        }
    };
    out.end().map_err(Trouble::Output)?;
    answered
}

/// Why a line cannot be signed. None of its bytes is repeated: it may be a secret of its own.
#[derive(Debug)]
enum BadValue {
    Id,
    Text,
    Json(JsonError),
    Long,
    Entropy(getrandom::Error),
}

impl From<JsonError> for BadValue {
    fn from(error: JsonError) -> Self {
        BadValue::Json(error)
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadValue::Id => f.write_str(
                "64 digits of 0-9a-f are due, or nothing for random ones; is there a carriage return?",
            ),
            BadValue::Text => f.write_str("the value is not UTF-8; encode it, for example in base64"),
            BadValue::Json(error) => error.fmt(f),
            BadValue::Long => write!(f, "the value has more than {} MiB; sign a hash of it", LONGEST >> 20),
            BadValue::Entropy(error) => write!(f, "the system gave no random bytes: {error}"),
        }
    }
}

/// Why not every line was answered.
#[derive(Debug)]
enum Trouble {
    Secret { path: PathBuf, source: io::Error },
    EmptySecret { path: PathBuf },
    LongSecret { path: PathBuf },
    NotCompressed,
    NoAge,
    Value { line: u64, why: BadValue },
    Input(io::Error),
    Output(io::Error),
}

impl Trouble {
    fn exit(&self) -> Exit {
        match self {
            Trouble::Secret { .. } | Trouble::Input(_) => Exit::Failed,
            Trouble::Value { why: BadValue::Entropy(_), .. } => Exit::Failed,
            Trouble::EmptySecret { .. }
            | Trouble::LongSecret { .. }
            | Trouble::NotCompressed
            | Trouble::NoAge
            | Trouble::Value { .. } => Exit::Usage,
            Trouble::Output(_) => Exit::NotWritten,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Secret { path, source } => {
                write!(f, "the secret {} could not be read: {source}", path.display())
            }
            Trouble::EmptySecret { path } => {
                write!(f, "the secret {} is empty, which Django does not take", path.display())
            }
            Trouble::LongSecret { path } => write!(
                f,
                "the secret {} has more than {} MiB; is it the right file?",
                path.display(),
                LONGEST_SECRET >> 20
            ),
            Trouble::NotCompressed => f.write_str("--compress is for --format django-dumps"),
            Trouble::NoAge => {
                f.write_str("tokens of --format django hold no time, so that --max-age cannot be checked")
            }
            Trouble::Value { line, why } => write!(f, "line {line}: {why}"),
            Trouble::Input(error) => write!(f, "standard input could not be read: {error}"),
            Trouble::Output(error) => write!(f, "standard output could not be written: {error}"),
        }
    }
}

impl Error for Trouble {}
