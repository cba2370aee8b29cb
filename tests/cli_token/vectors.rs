//! Every vector of the original programs that the command line can express: all but those with a line feed in a token or
//! value, another hash function or separator, or no token at all (base 62, bare MACs, the rule for separators).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::run::{NOW, Token, sign, verify};

const COOKIE_PREFIX: &[u8] = b"django.http.cookies";

fn hyperdiv() -> Value {
    serde_json::from_str(include_str!("../vectors/hyperdiv_session.json")).unwrap()
}

fn django() -> Value {
    serde_json::from_str(include_str!("../vectors/django.json")).unwrap()
}

/// Calls `check` with each vector that it can express, for which it answers true; there must be `least` of them.
#[track_caller]
fn each(vectors: &Value, kind: &str, least: usize, check: impl Fn(&Value) -> bool) {
    let tried = vectors[kind].as_array().unwrap().iter().filter(|vector| check(vector)).count();
    assert!(tried >= least, "{kind}: {tried} of {least} vectors were tried");
}

/// Text or bytes.
fn bytes(value: &Value) -> Vec<u8> {
    match (value["utf8"].as_str(), value["hex"].as_str()) {
        (Some(text), None) => text.into(),
        (None, Some(hex)) => unhex(hex),
        _ => panic!("text or bytes: {value}"),
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn at(token: Token, vector: &Value, field: &str) -> Token {
    token.at(&vector[field]).salt(vector["salt"].as_str())
}

/// A verifier with a vector's secrets, salt, time and limit.
fn verifier(format: &str, vector: &Value) -> Token {
    let fallbacks = vector["fallback_keys"].as_array().unwrap();
    let token = at(verify(format, bytes(&vector["key"])), vector, "now");
    let token = fallbacks.iter().fold(token, |token, key| token.fallback(bytes(key)));
    match &vector["max_age"] {
        Value::Null => token.with(&["--any-age"]),
        limit => token.with(&["--max-age", &limit.to_string()]),
    }
}

#[test]
fn hyperdiv_tokens_are_byte_equal_and_verified() {
    each(&hyperdiv(), "generate", 8, |v| {
        let (secret, token) = (bytes(&v["secret"]), text(&v["token"]));
        let id: String =
            Sha256::digest(unhex(text(&v["entropy_hex"]))).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sign("hyperdiv", &secret).at(&v["time"]).line(&id), token, "{v}");
        assert_eq!(verify("hyperdiv", &secret).at(&v["time"]).line(token), format!("ok\t{id}"), "{v}");
        true
    });
}

#[test]
fn hyperdiv_tokens_are_refused_as_by_the_original_and_for_shape_and_time() {
    each(&hyperdiv(), "verify", 22, |v| {
        let token = match (v["token"].as_str(), &v["token_repeat"]) {
            (Some(token), _) if v["token_is_wtf8_hex"] == true => unhex(token),
            (Some(token), _) => token.into(),
            (None, repeat) => {
                let count = usize::try_from(repeat["count"].as_u64().unwrap()).unwrap();
                text(&repeat["char"]).repeat(count).into_bytes()
            }
        };
        if token.contains(&b'\n') {
            return false;
        }
        let verdict = verify("hyperdiv", bytes(&v["secret"])).at(&NOW).line(&token);
        assert_eq!(verdict.starts_with("ok\t"), v["accepted"] == true && v["quirk"] == false, "{v}");
        true
    });
}

#[test]
fn signer_is_byte_equal() {
    each(&django(), "signer", 4, |v| {
        let value = text(&v["value"]);
        if v["sep"] != ":" || v["algorithm"] != "sha256" || value.contains('\n') {
            return false;
        }
        let (key, salt) = (bytes(&v["key"]), v["salt"].as_str());
        assert_eq!(sign("django", &key).salt(salt).line(value), text(&v["signed"]), "{v}");
        assert_eq!(verify("django", &key).salt(salt).line(text(&v["signed"])), format!("ok\t{value}"), "{v}");
        true
    });
}

#[test]
fn timestamp_signer_is_byte_equal() {
    each(&django(), "timestamp_signer", 6, |v| {
        let value = text(&v["value"]);
        if v["sep"] != ":" || value.contains('\n') {
            return false;
        }
        let key = bytes(&v["key"]);
        let signed = at(sign("django-timestamp", &key), v, "time").line(value);
        assert_eq!(signed, text(&v["signed"]), "{v}");
        let verdict = at(verify("django-timestamp", &key), v, "time").line(signed);
        assert_eq!(verdict, format!("ok\t{value}"), "{v}");
        true
    });
}

#[test]
fn unsign_agrees_on_age_fallbacks_and_every_refusal() {
    each(&django(), "unsign", 15, |v| {
        if text(&v["signed"]).contains('\n') {
            return false;
        }
        let verdict = verifier("django-timestamp", v).line(text(&v["signed"]));
        let theirs = v["value"].as_str().map_or_else(|| "invalid".to_owned(), |value| format!("ok\t{value}"));
        assert_eq!(verdict, theirs, "{v}");
        true
    });
}

#[test]
fn dumps_is_byte_equal_unless_compressed_and_loads_reads_it() {
    each(&django(), "dumps", 16, |v| {
        let (key, json) = (bytes(&v["key"]), text(&v["json_ascii"]));
        let compress: &[&str] = if v["compress"] == true { &["--compress"] } else { &[] };
        let token = at(sign("django-dumps", &key), v, "time").with(compress).line(json);
        assert_eq!(token.starts_with('.'), v["is_compressed"] == true, "{v}");
        // The bytes of zlib differ from library to library.
        if v["is_compressed"] == false {
            assert_eq!(token, text(&v["token"]), "{v}");
        }
        let verdicts = at(verify("django-dumps", &key), v, "time").lines(&[&token, text(&v["token"])]);
        assert_eq!(verdicts, vec![format!("ok\t{json}"); 2], "{v}");
        true
    });
}

#[test]
fn loads_agrees_on_every_refusal() {
    each(&django(), "loads_refused", 9, |v| {
        if text(&v["token"]).contains('\n') {
            return false;
        }
        let verdict = verifier("django-dumps", v).line(text(&v["token"]));
        match verdict.strip_prefix("ok\t") {
            Some(value) => {
                assert_eq!(serde_json::from_str::<Value>(value).unwrap(), v["value"], "{v}");
                assert!(v["error"].is_null(), "{v}");
            }
            None => assert!(v["error"].is_string(), "{v}"),
        }
        true
    });
}

#[test]
fn sessions_encode_alike() {
    each(&django(), "session_encode", 8, |v| {
        let key = bytes(&v["key"]);
        let (data, encoded) = (v["data"].to_string(), text(&v["encoded"]));
        let ours = at(sign("django-dumps", &key), v, "time").with(&["--compress"]).line(&data);
        assert_eq!(ours.starts_with('.'), encoded.starts_with('.'), "{v}");
        for verdict in at(verify("django-dumps", &key), v, "time").lines(&[&*ours, encoded]) {
            let value = verdict.strip_prefix("ok\t").unwrap_or_else(|| panic!("both are good: {v}"));
            assert_eq!(serde_json::from_str::<Value>(value).unwrap(), v["data"], "{v}");
        }
        true
    });
}

#[test]
fn signed_cookies_are_byte_equal_in_both_versions() {
    each(&django(), "signed_cookie", 2, |v| {
        let key = [COOKIE_PREFIX, &bytes(&v["key"])].concat();
        for (salt, signed) in [("v2_effective_salt", "signed"), ("legacy_effective_salt", "legacy_signed")] {
            let salt = Some(text(&v[salt]));
            let ours = sign("django-timestamp", &key).salt(salt).at(&v["time"]).line(text(&v["value"]));
            assert_eq!(ours, text(&v[signed]), "{v}");
        }
        true
    });
}

#[test]
fn another_spelling_of_a_signature_is_another_signature() {
    let token = sign("django", "s").line("v");
    let (value, mac) = token.rsplit_once(':').unwrap();
    let raw = URL_SAFE_NO_PAD.decode(mac).unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let lenient = base64::engine::GeneralPurpose::new(
        &base64::alphabet::URL_SAFE,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let others: Vec<String> = alphabet
        .chars()
        .map(|last| format!("{}{last}", &mac[..mac.len() - 1]))
        .chain([format!("{mac}=")])
        .filter(|other| other != mac && lenient.decode(other).is_ok_and(|bytes| bytes == raw))
        .collect();
    assert!(others.len() >= 4, "{others:?}");
    let tokens: Vec<String> = others.iter().map(|other| format!("{value}:{other}")).collect();
    assert_eq!(verify("django", "s").lines(&tokens), vec!["invalid"; tokens.len()]);
}
