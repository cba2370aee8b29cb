//! `django.core.signing` of Django 5.2.19, and what its sessions and cookies sign with it.
//!
//! Times are what Python's `time.time()` returns: Unix seconds, perhaps with a fraction; a time that is not finite counts
//! as the nearest that is, or 0.

use std::error::Error;
use std::fmt;
use std::io::{Read as _, Write as _};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ctutils::CtEq;
use flate2::Compression as Level;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::base62;
use super::python_base64;
use super::python_json::Json;
use crate::signing::hex;

/// The salt of `signing.dumps` and `signing.loads`.
pub const DUMPS_SALT: &str = "django.core.signing";
/// The salt under which sessions of the backends `db`, `cached_db` and `file` are encoded, as [`TimestampSigner::dumps`]
/// with [`Compression::IfShorter`].
pub const SESSION_SALT: &str = "django.contrib.sessions.SessionStore";
/// The same for the backend `signed_cookies`.
pub const SIGNED_COOKIE_SESSION_SALT: &str = "django.contrib.sessions.backends.signed_cookies";
/// The most bytes that a compressed payload may unfold to. Django has no limit; whoever signed is not always who we are.
pub const MAX_INFLATED: usize = 4 * 1024 * 1024;

const SIGNER_SALT: &str = "django.core.signing.Signer";
const TIMESTAMP_SIGNER_SALT: &str = "django.core.signing.TimestampSigner";

/// More base 62 digits than a Python float can hold; Python then raises `OverflowError`.
const MAX_TIME_DIGITS: usize = 175;

/// A hash function, by its name in Python's `hashlib`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `sha1`, which [`salted_hmac`] alone still has as its default in Django.
    Sha1,
    /// `sha224`.
    Sha224,
    /// `sha256`, the default of every signer.
    Sha256,
    /// `sha384`.
    Sha384,
    /// `sha512`.
    Sha512,
}

impl Algorithm {
    /// The algorithm of that name; `None` for one that is not supported.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "sha1" => Some(Self::Sha1),
            "sha224" => Some(Self::Sha224),
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// `salted_hmac(key_salt, value, secret, algorithm).digest()`: the HMAC of `value` under the hash of salt then secret.
#[must_use]
pub fn salted_hmac(key_salt: &[u8], value: &[u8], secret: &[u8], algorithm: Algorithm) -> Vec<u8> {
    match algorithm {
        Algorithm::Sha1 => salted::<Sha1>(key_salt, value, secret),
        Algorithm::Sha224 => salted::<Sha224>(key_salt, value, secret),
        Algorithm::Sha256 => salted::<Sha256>(key_salt, value, secret),
        Algorithm::Sha384 => salted::<Sha384>(key_salt, value, secret),
        Algorithm::Sha512 => salted::<Sha512>(key_salt, value, secret),
    }
}

fn salted<D: EagerHash + Digest>(key_salt: &[u8], value: &[u8], secret: &[u8]) -> Vec<u8> {
    let key = D::new().chain_update(key_salt).chain_update(secret).finalize();
    // HMAC fills a key that is shorter than a block with zeros, and a digest always is.
    let mut block = hmac::digest::Key::<Hmac<D>>::default();
    block.iter_mut().zip(&key).for_each(|(place, byte)| *place = *byte);
    Hmac::<D>::new(&block).chain_update(value).finalize().into_bytes().to_vec()
}

/// `AbstractBaseUser.get_session_auth_hash`: ties a session to the password field of its user.
#[must_use]
pub fn session_auth_hash(password: &str, secret: &[u8]) -> String {
    let salt = b"django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";
    hex::encode(&salted_hmac(salt, password.as_bytes(), secret, Algorithm::Sha256))
}

/// The key with which cookies are signed under `secret`.
#[must_use]
pub fn cookie_key(secret: &[u8]) -> Vec<u8> {
    [b"django.http.cookies", secret].concat()
}

/// The salt of the signed cookie `name`. The length in it keeps `sid` with `ns` apart from `sidn` with `s`
/// (CVE-2026-6873, Django 5.2.15).
#[must_use]
pub fn cookie_salt(name: &str, salt: &str) -> String {
    format!("django.http.cookies.v2:{}:{salt}{name}", salt.chars().count())
}

/// The ambiguous salt of the signed cookie `name` before Django 5.2.15.
#[must_use]
pub fn legacy_cookie_salt(name: &str, salt: &str) -> String {
    format!("{name}{salt}")
}

/// Django's `Signer`: `value:signature`.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
    fallback_keys: Vec<Vec<u8>>,
    salt: String,
    sep: String,
    algorithm: Algorithm,
}

impl Signer {
    /// A signer with Django's defaults: separator `:`, SHA-256, no fallback keys.
    #[must_use]
    pub fn new(key: impl Into<Vec<u8>>) -> Self {
        Self::with_default_salt(key.into(), SIGNER_SALT)
    }

    fn with_default_salt(key: Vec<u8>, salt: &str) -> Self {
        Self {
            key,
            fallback_keys: Vec::new(),
            salt: salt.to_owned(),
            sep: ":".to_owned(),
            algorithm: Algorithm::Sha256,
        }
    }

    /// Uses another salt; as in Django an empty one leaves the default.
    #[must_use]
    pub fn salt(mut self, salt: &str) -> Self {
        if !salt.is_empty() {
            salt.clone_into(&mut self.salt);
        }
        self
    }

    /// Uses another hash function.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Also accepts what these keys have signed.
    #[must_use]
    pub fn fallback_keys(mut self, keys: impl IntoIterator<Item = Vec<u8>>) -> Self {
        self.fallback_keys = keys.into_iter().collect();
        self
    }

    /// Uses another separator.
    ///
    /// # Errors
    ///
    /// [`UnsafeSeparator`] if it is empty or could be part of a signature, by Django's own rule.
    pub fn separator(mut self, sep: &str) -> Result<Self, UnsafeSeparator> {
        // The pattern is `^[A-z0-9-_=]*$`: A-z includes the punctuation between the cases, and $ matches before a last
        // newline.
        let checked = sep.strip_suffix('\n').unwrap_or(sep);
        if checked.bytes().all(|byte| matches!(byte, b'A'..=b'z' | b'0'..=b'9' | b'-' | b'=')) {
            return Err(UnsafeSeparator);
        }
        sep.clone_into(&mut self.sep);
        Ok(self)
    }

    /// `value`, the separator, and its signature.
    #[must_use]
    pub fn sign(&self, value: &str) -> String {
        format!("{value}{}{}", self.sep, self.signature(value, &self.key))
    }

    /// The value of a text that this signer or one of its fallback keys has signed.
    ///
    /// # Errors
    ///
    /// [`UnsignError::BadSignature`] for any other text.
    pub fn unsign<'a>(&self, signed: &'a str) -> Result<&'a str, UnsignError> {
        let (value, signature) = signed.rsplit_once(&self.sep).ok_or(UnsignError::BadSignature)?;
        // Texts are compared, not decoded bytes: a lenient decoder would accept several spellings of one signature.
        std::iter::once(&self.key)
            .chain(&self.fallback_keys)
            .any(|key| self.signature(value, key).as_bytes().ct_eq(signature.as_bytes()).to_bool())
            .then_some(value)
            .ok_or(UnsignError::BadSignature)
    }

    fn signature(&self, value: &str, key: &[u8]) -> String {
        let salt = format!("{}signer", self.salt);
        URL_SAFE_NO_PAD.encode(salted_hmac(salt.as_bytes(), value.as_bytes(), key, self.algorithm))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("salt", &self.salt)
            .field("sep", &self.sep)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// Django's `TimestampSigner`: `value:time:signature`, the time in base 62.
#[derive(Debug, Clone)]
pub struct TimestampSigner {
    signer: Signer,
}

impl TimestampSigner {
    /// A signer with Django's defaults.
    #[must_use]
    pub fn new(key: impl Into<Vec<u8>>) -> Self {
        Self { signer: Signer::with_default_salt(key.into(), TIMESTAMP_SIGNER_SALT) }
    }

    /// `get_cookie_signer(salt)`, the signer of cookies; `salt` as [`cookie_salt`] makes it.
    #[must_use]
    pub fn for_cookies(secret: &[u8], salt: &str) -> Self {
        Self::new(cookie_key(secret)).salt(if salt.is_empty() {
            "django.core.signing.get_cookie_signer"
        } else {
            salt
        })
    }

    /// As [`Signer::salt`].
    #[must_use]
    pub fn salt(self, salt: &str) -> Self {
        Self { signer: self.signer.salt(salt) }
    }

    /// As [`Signer::algorithm`].
    #[must_use]
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        Self { signer: self.signer.algorithm(algorithm) }
    }

    /// As [`Signer::fallback_keys`].
    #[must_use]
    pub fn fallback_keys(self, keys: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self { signer: self.signer.fallback_keys(keys) }
    }

    /// As [`Signer::separator`].
    ///
    /// # Errors
    ///
    /// [`UnsafeSeparator`], by the same rule.
    pub fn separator(self, sep: &str) -> Result<Self, UnsafeSeparator> {
        Ok(Self { signer: self.signer.separator(sep)? })
    }

    /// `value`, the time, and the signature of both; `now` in Unix seconds, cut towards zero.
    #[must_use]
    pub fn sign(&self, value: &str, now: f64) -> String {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "cutting the fraction is what Python's int() does"
        )]
        let time = base62::encode(now as i128);
        self.signer.sign(&format!("{value}{}{time}", self.signer.sep))
    }

    /// The value of a text that was signed at most `max_age` seconds before `now`, both in seconds.
    ///
    /// As in Django, a text from the future has a negative age and passes.
    ///
    /// # Errors
    ///
    /// [`UnsignError::BadSignature`]; [`UnsignError::Expired`]; [`UnsignError::Malformed`] for a well-signed text without
    /// a time, where Django lets a `ValueError` out.
    pub fn unsign<'a>(
        &self,
        signed: &'a str,
        now: f64,
        max_age: Option<f64>,
    ) -> Result<&'a str, UnsignError> {
        let result = self.signer.unsign(signed)?;
        let (value, time) = result.rsplit_once(&self.signer.sep).ok_or(UnsignError::Malformed)?;
        if time.len() > MAX_TIME_DIGITS {
            return Err(UnsignError::Malformed);
        }
        let time: f64 =
            base62::decode(time).and_then(|time| time.parse().ok()).ok_or(UnsignError::Malformed)?;
        match max_age {
            Some(_) if time.is_infinite() => Err(UnsignError::Malformed),
            Some(limit) if now - time > limit => Err(UnsignError::Expired),
            _ => Ok(value),
        }
    }

    /// `sign_object`: signs the JSON of `object`, in base 64. `signing.dumps` is this with [`DUMPS_SALT`].
    #[must_use]
    pub fn dumps(&self, object: &Json, compression: Compression, now: f64) -> String {
        let data = object.to_string().into_bytes();
        let compressed = match compression {
            Compression::Never => None,
            Compression::IfShorter => deflate(&data).filter(|compressed| compressed.len() + 1 < data.len()),
        };
        let payload = match compressed {
            Some(compressed) => format!(".{}", URL_SAFE_NO_PAD.encode(compressed)),
            None => URL_SAFE_NO_PAD.encode(data),
        };
        self.sign(&payload, now)
    }

    /// `unsign_object`: the object that [`TimestampSigner::dumps`] has signed, its age checked as by
    /// [`TimestampSigner::unsign`].
    ///
    /// # Errors
    ///
    /// As [`TimestampSigner::unsign`]; [`UnsignError::Malformed`] also for a payload that is no base 64, no zlib, no JSON,
    /// or larger than [`MAX_INFLATED`], each of which Django lets out as another exception.
    pub fn loads(&self, token: &str, now: f64, max_age: Option<f64>) -> Result<Json, UnsignError> {
        let payload = self.unsign(token, now, max_age)?;
        let data = match payload.strip_prefix('.') {
            Some(compressed) => python_base64::decode(compressed.as_bytes()).and_then(|data| inflate(&data)),
            None => python_base64::decode(payload.as_bytes()),
        };
        // Django decodes the bytes as Latin-1, so UTF-8 text from elsewhere comes out as other letters.
        let text: String = data.ok_or(UnsignError::Malformed)?.into_iter().map(char::from).collect();
        Json::parse(&text).map_err(|_| UnsignError::Malformed)
    }
}

/// Whether [`TimestampSigner::dumps`] compresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// It does not.
    Never,
    /// With zlib, if that is shorter. Libraries differ in the bytes, and every one of them reads the result.
    IfShorter,
}

fn deflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Level::default());
    encoder.write_all(data).ok()?;
    encoder.finish().ok()
}

fn inflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    let limit = u64::try_from(MAX_INFLATED).ok()?;
    ZlibDecoder::new(data).take(limit + 1).read_to_end(&mut inflated).ok()?;
    (inflated.len() <= MAX_INFLATED).then_some(inflated)
}

/// A separator that is empty or could be part of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsafeSeparator;

impl fmt::Display for UnsafeSeparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the separator is empty or could be part of a signature; use one such as a colon")
    }
}

impl Error for UnsafeSeparator {}

/// A text is not what a signer has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsignError {
    /// No key has signed it: Django's `BadSignature`.
    BadSignature,
    /// Well signed, too long ago: Django's `SignatureExpired`.
    Expired,
    /// Well signed, and not what such a signer signs.
    Malformed,
}

impl fmt::Display for UnsignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadSignature => "the signature does not match; check the secret and the salt",
            Self::Expired => "the signature is too old; sign again",
            Self::Malformed => "the text is signed and malformed; sign it with the matching format",
        })
    }
}

impl Error for UnsignError {}
