//! Every vector that the original programs made: hyperdiv-session 0.1.1 and Django 5.2.19.
//!
//! `tests/vectors/README.md` at the root of the repository says how the files are written. A kind that is unknown here, or
//! empty there, fails, so that no vector is left out silently.

#![expect(clippy::unwrap_used, reason = "a vector that cannot be read fails its test")]

use std::fmt::Debug;

use hyperdiv_session::signing::raw::django::{
    self, Algorithm, Compression, DUMPS_SALT, SESSION_SALT, SIGNED_COOKIE_SESSION_SALT, Signer,
    TimestampSigner, UnsignError,
};
use hyperdiv_session::signing::raw::{Json, base62, hyperdiv};
use hyperdiv_session::signing::{Reason, SALT, SigningKey, Verifier};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// When the good tokens among the vectors were made.
const NOW: i64 = 1_700_000_000;

fn read<T: for<'de> Deserialize<'de>>(text: &'static str) -> T {
    serde_json::from_str(text).unwrap()
}

fn hyperdiv_vectors() -> Hyperdiv {
    read(include_str!("../../../../tests/vectors/hyperdiv_session.json"))
}

fn django_vectors() -> Django {
    read(include_str!("../../../../tests/vectors/django.json"))
}

/// Runs `check` on each vector; it answers `(ours, theirs)`. Fails if there is none.
#[track_caller]
fn each<V: Debug, R: PartialEq + Debug>(vectors: &[V], check: impl Fn(&V) -> (R, R)) {
    assert!(!vectors.is_empty(), "this kind of vector is empty");
    for vector in vectors {
        let (ours, theirs) = check(vector);
        assert_eq!(ours, theirs, "{vector:?}");
    }
}

/// Text or bytes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Bytes {
    Utf8(String),
    Hex(String),
}

impl Bytes {
    fn get(&self) -> Vec<u8> {
        match self {
            Self::Utf8(text) => text.clone().into_bytes(),
            Self::Hex(digits) => unhex(digits),
        }
    }
}

fn unhex(digits: &str) -> Vec<u8> {
    assert_eq!(digits.len() % 2, 0);
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hyperdiv {
    #[serde(rename = "generator")]
    _generator: IgnoredAny,
    #[serde(rename = "format")]
    _format: IgnoredAny,
    default_salt: String,
    sign: Vec<HyperdivSign>,
    generate: Vec<HyperdivGenerate>,
    verify: Vec<HyperdivVerify>,
    raises: Vec<HyperdivRaises>,
}

#[derive(Debug, Deserialize)]
struct HyperdivSign {
    message: Bytes,
    secret: Bytes,
    salt: String,
    derived_key_hex: String,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct HyperdivGenerate {
    entropy_hex: String,
    time: f64,
    secret: Bytes,
    token: String,
    length: usize,
}

#[derive(Debug, Deserialize)]
struct HyperdivVerify {
    secret: Bytes,
    accepted: bool,
    quirk: bool,
    token: Option<String>,
    token_repeat: Option<Repeat>,
    #[serde(default)]
    token_is_wtf8_hex: bool,
}

#[derive(Debug, Deserialize)]
struct Repeat {
    char: String,
    count: usize,
}

#[derive(Debug, Deserialize)]
struct HyperdivRaises {
    input: String,
}

impl HyperdivVerify {
    fn token(&self) -> Vec<u8> {
        match (&self.token, &self.token_repeat) {
            (Some(token), None) if self.token_is_wtf8_hex => unhex(token),
            (Some(token), None) => token.clone().into_bytes(),
            (None, Some(repeat)) => repeat.char.repeat(repeat.count).into_bytes(),
            _ => panic!("a vector with one token: {self:?}"),
        }
    }
}

#[test]
fn hyperdiv_sign_is_byte_equal() {
    let vectors = hyperdiv_vectors();
    assert_eq!(vectors.default_salt, SALT);
    each(&vectors.sign, |v| {
        let (message, secret) = (v.message.get(), v.secret.get());
        let ours = (
            hex(hyperdiv::derived_key(&secret, &v.salt).as_slice()),
            hyperdiv::sign(&message, &secret, &v.salt),
        );
        (ours, (v.derived_key_hex.clone(), v.signature.clone()))
    });
}

#[test]
fn hyperdiv_generate_is_byte_equal() {
    each(&hyperdiv_vectors().generate, |v| {
        let entropy: [u8; 64] = unhex(&v.entropy_hex).try_into().unwrap();
        let token = hyperdiv::generate(&entropy, v.time, &v.secret.get(), SALT);
        ((token.len(), token), (v.length, v.token.clone()))
    });
}

#[test]
fn hyperdiv_verify_agrees_on_the_signature() {
    each(&hyperdiv_vectors().verify, |v| {
        // A lone surrogate cannot be in a `&str`: such a token is refused before it gets here.
        let ours = String::from_utf8(v.token())
            .is_ok_and(|token| hyperdiv::verify_signature(&token, &v.secret.get(), SALT));
        (ours, v.accepted)
    });
}

#[test]
fn the_verifier_refuses_what_the_original_refuses_and_its_quirks() {
    let vectors = hyperdiv_vectors();
    each(&vectors.verify, |v| {
        let verifier = Verifier::new(SigningKey::derive(SALT, &v.secret.get()), Vec::new());
        (verifier.verify(v.token(), NOW).is_ok(), v.accepted && !v.quirk)
    });
    assert!(vectors.verify.iter().any(|v| v.quirk) && vectors.verify.iter().any(|v| v.accepted && !v.quirk));
}

#[test]
fn what_makes_the_original_raise_is_refused() {
    each(&hyperdiv_vectors().raises, |v| {
        // These are no strings, which types rule out here; what stands for them in a text is refused.
        let verifier = Verifier::new(SigningKey::derive(SALT, b"secret"), Vec::new());
        let reason = verifier.verify(&v.input, NOW).err().map(|invalid| invalid.reason());
        let accepted = hyperdiv::verify_signature(&v.input, b"secret", SALT);
        ((reason, accepted), (Some(Reason::Shape), false))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Django {
    #[serde(rename = "generator")]
    _generator: IgnoredAny,
    defaults: Defaults,
    b62: Vec<B62>,
    b62_decode: Vec<B62Decode>,
    salted_hmac: Vec<SaltedHmac>,
    signer: Vec<Sign>,
    invalid_sep: Vec<Separator>,
    timestamp_signer: Vec<TimestampSign>,
    unsign: Vec<Unsign>,
    dumps: Vec<Dumps>,
    loads_refused: Vec<Loads>,
    session_encode: Vec<SessionEncode>,
    signed_cookie: Vec<SignedCookie>,
    session_auth_hash: Vec<AuthHash>,
}

#[derive(Deserialize)]
struct Defaults {
    dumps_salt: String,
    signed_cookie_session_salt: String,
    session_salts: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct B62 {
    n: String,
    encoded: String,
}

#[derive(Debug, Deserialize)]
struct B62Decode {
    s: String,
    n: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SaltedHmac {
    key_salt: String,
    value: Bytes,
    secret: Bytes,
    algorithm: String,
    hex: String,
}

#[derive(Debug, Deserialize)]
struct Sign {
    value: String,
    key: Bytes,
    salt: Option<String>,
    sep: String,
    algorithm: String,
    signed: String,
}

#[derive(Debug, Deserialize)]
struct Separator {
    sep: String,
    allowed: bool,
}

#[derive(Debug, Deserialize)]
struct TimestampSign {
    value: String,
    time: f64,
    key: Bytes,
    salt: Option<String>,
    sep: String,
    signed: String,
}

#[derive(Debug, Deserialize)]
struct Unsign {
    signed: String,
    now: f64,
    max_age: Option<f64>,
    key: Bytes,
    fallback_keys: Vec<Bytes>,
    salt: Option<String>,
    value: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Dumps {
    time: f64,
    key: Bytes,
    salt: String,
    compress: bool,
    json_ascii: String,
    is_compressed: bool,
    token: String,
}

#[derive(Debug, Deserialize)]
struct Loads {
    token: String,
    now: f64,
    max_age: Option<f64>,
    key: Bytes,
    salt: String,
    fallback_keys: Vec<Bytes>,
    value: Option<Box<RawValue>>,
    error: Option<String>,
}

#[derive(Debug, Deserialize)]
struct SessionEncode {
    salt: String,
    key: Bytes,
    time: f64,
    data: Box<RawValue>,
    encoded: String,
}

#[derive(Debug, Deserialize)]
struct SignedCookie {
    cookie: String,
    salt: String,
    value: String,
    key: Bytes,
    time: f64,
    v2_effective_salt: String,
    signed: String,
    legacy_effective_salt: String,
    legacy_signed: String,
}

#[derive(Debug, Deserialize)]
struct AuthHash {
    password_field: String,
    secret: String,
    hash: String,
}

/// Our error for a Python exception class.
fn error(class: &str) -> UnsignError {
    match class {
        "BadSignature" => UnsignError::BadSignature,
        "SignatureExpired" => UnsignError::Expired,
        _ => UnsignError::Malformed,
    }
}

fn fallbacks(keys: &[Bytes]) -> Vec<Vec<u8>> {
    keys.iter().map(Bytes::get).collect()
}

#[test]
fn base_62_agrees() {
    let vectors = django_vectors();
    each(&vectors.b62, |v| (base62::encode_decimal(&v.n), Some(v.encoded.clone())));
    each(&vectors.b62, |v| (base62::decode(&v.encoded), Some(v.n.clone())));
    each(&vectors.b62_decode, |v| {
        assert_ne!(v.n.is_some(), v.error.is_some());
        (base62::decode(&v.s), v.n.clone())
    });
}

#[test]
fn salted_hmac_is_byte_equal() {
    each(&django_vectors().salted_hmac, |v| {
        let algorithm = Algorithm::from_name(&v.algorithm).unwrap();
        let mac = django::salted_hmac(v.key_salt.as_bytes(), &v.value.get(), &v.secret.get(), algorithm);
        (hex(&mac), v.hex.clone())
    });
}

#[test]
fn signer_is_byte_equal_and_reads_its_own() {
    each(&django_vectors().signer, |v| {
        let signer = Signer::new(v.key.get())
            .salt(v.salt.as_deref().unwrap_or_default())
            .algorithm(Algorithm::from_name(&v.algorithm).unwrap())
            .separator(&v.sep)
            .unwrap();
        let read = signer.unsign(&v.signed).map(str::to_owned);
        ((signer.sign(&v.value), read), (v.signed.clone(), Ok(v.value.clone())))
    });
}

#[test]
fn the_separator_rule_agrees() {
    each(&django_vectors().invalid_sep, |v| {
        let (signer, timestamp) =
            (Signer::new("k").separator(&v.sep), TimestampSigner::new("k").separator(&v.sep));
        ((signer.is_ok(), timestamp.is_ok()), (v.allowed, v.allowed))
    });
}

#[test]
fn timestamp_signer_is_byte_equal_and_reads_its_own() {
    each(&django_vectors().timestamp_signer, |v| {
        let signer = TimestampSigner::new(v.key.get())
            .salt(v.salt.as_deref().unwrap_or_default())
            .separator(&v.sep)
            .unwrap();
        let read = signer.unsign(&v.signed, v.time, Some(1.0)).map(str::to_owned);
        ((signer.sign(&v.value, v.time), read), (v.signed.clone(), Ok(v.value.clone())))
    });
}

#[test]
fn unsign_agrees_on_age_fallback_keys_and_every_refusal() {
    each(&django_vectors().unsign, |v| {
        let signer = TimestampSigner::new(v.key.get())
            .salt(v.salt.as_deref().unwrap_or_default())
            .fallback_keys(fallbacks(&v.fallback_keys));
        let theirs = match (&v.value, &v.error) {
            (Some(value), None) => Ok(value.clone()),
            (None, Some(class)) => Err(error(class)),
            _ => panic!("either a value or an error: {v:?}"),
        };
        (signer.unsign(&v.signed, v.now, v.max_age).map(str::to_owned), theirs)
    });
}

#[test]
fn dumps_is_byte_equal_unless_compressed() {
    let vectors = django_vectors();
    assert_eq!(vectors.defaults.dumps_salt, DUMPS_SALT);
    each(&vectors.dumps, |v| {
        let signer = TimestampSigner::new(v.key.get()).salt(&v.salt);
        let object = Json::parse(&v.json_ascii).unwrap();
        let compression = if v.compress { Compression::IfShorter } else { Compression::Never };
        let token = signer.dumps(&object, compression, v.time);
        let read = |token: &str| signer.loads(token, v.time, Some(0.0)).map(|object| object.to_string());
        // The bytes of zlib differ from library to library, so that a compressed token is compared once it is read.
        let comparable = if v.is_compressed { v.token.clone() } else { token.clone() };
        assert_eq!(token.starts_with('.'), v.is_compressed, "{v:?}");
        let json = Ok(v.json_ascii.clone());
        ((comparable, read(&token), read(&v.token)), (v.token.clone(), json.clone(), json))
    });
}

#[test]
fn loads_agrees_on_values_and_refusals() {
    each(&django_vectors().loads_refused, |v| {
        let signer =
            TimestampSigner::new(v.key.get()).salt(&v.salt).fallback_keys(fallbacks(&v.fallback_keys));
        let theirs = match (&v.value, &v.error) {
            (Some(value), None) => Ok(Json::parse(value.get()).unwrap()),
            (None, Some(class)) => Err(error(class)),
            _ => panic!("either a value or an error: {v:?}"),
        };
        (signer.loads(&v.token, v.now, v.max_age), theirs)
    });
}

#[test]
fn sessions_encode_alike() {
    let vectors = django_vectors();
    assert_eq!(vectors.defaults.signed_cookie_session_salt, SIGNED_COOKIE_SESSION_SALT);
    assert!(!vectors.defaults.session_salts.is_empty());
    assert!(vectors.defaults.session_salts.values().all(|salt| salt == SESSION_SALT));
    each(&vectors.session_encode, |v| {
        let signer = TimestampSigner::new(v.key.get()).salt(&v.salt);
        let data = Json::parse(v.data.get()).unwrap();
        let encoded = signer.dumps(&data, Compression::IfShorter, v.time);
        let read = |token: &str| signer.loads(token, v.time, None);
        let comparable = if v.encoded.starts_with('.') { v.encoded.clone() } else { encoded.clone() };
        assert_eq!(encoded.starts_with('.'), v.encoded.starts_with('.'), "{v:?}");
        ((comparable, read(&encoded), read(&v.encoded)), (v.encoded.clone(), Ok(data.clone()), Ok(data)))
    });
}

#[test]
fn signed_cookies_are_byte_equal_in_both_versions() {
    each(&django_vectors().signed_cookie, |v| {
        let (salt, legacy) =
            (django::cookie_salt(&v.cookie, &v.salt), django::legacy_cookie_salt(&v.cookie, &v.salt));
        let sign = |salt: &str| TimestampSigner::for_cookies(&v.key.get(), salt).sign(&v.value, v.time);
        let ours = (sign(&salt), sign(&legacy), salt, legacy);
        let theirs = (
            v.signed.clone(),
            v.legacy_signed.clone(),
            v.v2_effective_salt.clone(),
            v.legacy_effective_salt.clone(),
        );
        (ours, theirs)
    });
}

#[test]
fn the_session_auth_hash_is_equal() {
    each(&django_vectors().session_auth_hash, |v| {
        (django::session_auth_hash(&v.password_field, v.secret.as_bytes()), v.hash.clone())
    });
}

#[test]
fn a_payload_that_unfolds_beyond_the_limit_is_refused() {
    let signer = TimestampSigner::new("k").salt(DUMPS_SALT);
    let sized = |len: usize| Json::parse(&format!("\"{}\"", "a".repeat(len - 2))).unwrap();
    let largest = signer.dumps(&sized(django::MAX_INFLATED), Compression::IfShorter, 0.0);
    let larger = signer.dumps(&sized(django::MAX_INFLATED + 1), Compression::IfShorter, 0.0);
    assert!(largest.len() < 10_000 && larger.starts_with('.'));
    assert!(signer.loads(&largest, 0.0, None).is_ok());
    assert_eq!(signer.loads(&larger, 0.0, None), Err(UnsignError::Malformed));
}
