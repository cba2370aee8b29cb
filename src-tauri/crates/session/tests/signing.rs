//! The token policy: what is refused, and that nothing of a token shows.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed step fails its test")]

use std::collections::HashSet;
use std::time::{Duration, Instant};

use hyperdiv_session::signing::raw::hyperdiv;
use hyperdiv_session::signing::{
    DEFAULT_MAX_AGE, KeyPosition, MAX_SKEW, Reason, SALT, SessionId, SigningKey, Token, Verifier, issue,
    issue_fresh, issue_from,
};
use sha2::{Digest, Sha256};

const NOW: i64 = 1_767_225_600;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn key() -> SigningKey {
    SigningKey::from_app_secret(SECRET).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(key(), Vec::new())
}

fn token() -> Token {
    issue(&key(), std::array::from_fn(|i| u8::try_from(i * 7 % 256).unwrap()), NOW)
}

/// The reason for which a text that must not verify was refused.
#[track_caller]
fn refused(text: impl AsRef<[u8]>, now: i64) -> Reason {
    verifier().verify(text, now).expect_err("a text that is no valid token was accepted").reason()
}

/// A text of the right form around any first and second part, well signed.
fn signed(random: &str, time: &str) -> String {
    let payload = format!("{random}.{time}");
    format!("{payload}.{}", hyperdiv::sign(payload.as_bytes(), SECRET, SALT))
}

#[test]
fn an_issued_token_is_one_of_hyperdiv_session_and_verifies() {
    let token = token();
    assert_eq!(token.expose().len(), 140);
    assert!(hyperdiv::verify_signature(token.expose(), SECRET, SALT));
    let verified = verifier().verify(token.expose(), NOW).unwrap();
    assert_eq!(verified.key, KeyPosition::Current);
    assert_eq!(verified.token.expose(), token.expose());
    assert_eq!(verified.token.id(), token.id());
    assert_eq!(verified.token.issued_at(), NOW);
    assert!(token.expose().starts_with(&token.id().to_hex()));
}

#[test]
fn every_length_of_time_is_spelled_as_hyperdiv_session_spells_it() {
    for now in [0, 9, 10, 1_700_000_000, 99_999_999_999, 999_999_999_999] {
        let token = issue(&key(), [1; 32], now);
        assert_eq!(token.expose(), signed(&"01".repeat(32), &now.to_string()));
        assert_eq!(verifier().verify(token.expose(), now).unwrap().token.issued_at(), now);
    }
}

#[test]
fn the_record_key_is_a_labelled_hash_and_its_handle_12_digits() {
    let id = token().id();
    let mut labelled = b"hyperdiv/session-id/v1".to_vec();
    labelled.extend((0..32).map(|i| u8::try_from(i * 7 % 256).unwrap()));
    let expected: [u8; 32] = Sha256::digest(&labelled).into();
    assert_eq!(id.record_key().as_bytes(), &expected);
    let digits: String = expected.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(id.record_key().handle(), digits);
}

#[test]
fn every_single_bit_change_is_refused() {
    let token = token();
    let good = token.expose().as_bytes();
    assert_eq!(good.len(), 140);
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.to_vec();
            bad[at] ^= 1 << bit;
            refused(&bad, NOW);
        }
    }
}

#[test]
fn every_other_spelling_is_refused() {
    let token = token();
    let good = token.expose();
    let mut letters = 0;
    for (at, c) in good.char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
        let mut bad = good.to_owned();
        bad.replace_range(at..=at, &c.to_ascii_uppercase().to_string());
        assert_eq!(refused(bad, NOW), Reason::Shape);
        letters += 1;
    }
    assert!(letters > 0);
    assert_eq!(refused(good.to_ascii_uppercase(), NOW), Reason::Shape);
    let parts: Vec<&str> = good.split('.').collect();
    for padding in [" ", "\n", "\r\n", "\t", "\0", "0", "=", ".", "\u{a0}", "\u{200b}", "\u{feff}"] {
        for bad in [
            format!("{padding}{good}"),
            format!("{good}{padding}"),
            format!("{}{padding}.{}.{}", parts[0], parts[1], parts[2]),
            format!("{}.{padding}{}.{}", parts[0], parts[1], parts[2]),
            format!("{}.{}{padding}.{}", parts[0], parts[1], parts[2]),
            format!("{}.{}.{padding}{}", parts[0], parts[1], parts[2]),
        ] {
            refused(bad, NOW);
        }
    }
    for at in 0..good.len() {
        let mut bad = good.to_owned();
        bad.remove(at);
        refused(&bad, NOW);
        refused(&good[..at], NOW);
    }
}

#[test]
fn a_good_signature_does_not_excuse_a_bad_shape() {
    let random = "0f".repeat(32);
    assert!(verifier().verify(signed(&random, &NOW.to_string()), NOW).is_ok());
    for (random, time) in [
        ("", "1767225600"),
        (random.as_str(), ""),
        (random.as_str(), "soon"),
        (random.as_str(), "01767225600"),
        (random.as_str(), "00"),
        (random.as_str(), "+1767225600"),
        (random.as_str(), "-1"),
        (random.as_str(), "1767225600.0"),
        (random.as_str(), "1e9"),
        (random.as_str(), "1_767_225_600"),
        (random.as_str(), "1767225600000"),
        (random.as_str(), "9223372036854775808"),
        (random.as_str(), "\u{661}\u{662}"),
        (&random[1..], "1767225600"),
        (&random.to_ascii_uppercase(), "1767225600"),
        ("\u{e9}", "1767225600"),
    ] {
        let text = signed(random, time);
        assert_eq!(refused(&text, NOW), Reason::Shape, "time {time:?}");
    }
}

#[test]
fn the_absolute_limit_is_exact_to_the_second() {
    let token = token();
    assert!(verifier().verify(token.expose(), NOW + DEFAULT_MAX_AGE - 1).is_ok());
    assert!(verifier().verify(token.expose(), NOW + DEFAULT_MAX_AGE).is_ok());
    assert_eq!(refused(token.expose(), NOW + DEFAULT_MAX_AGE + 1), Reason::Expired);
    let short = verifier().max_age(10);
    assert!(short.verify(token.expose(), NOW + 10).is_ok());
    assert!(short.verify(token.expose(), NOW + 11).is_err());
    assert!(verifier().any_age().verify(token.expose(), i64::MAX).is_ok());
}

#[test]
fn a_token_from_the_future_is_refused_past_the_allowed_skew() {
    let token = token();
    assert!(verifier().verify(token.expose(), NOW - MAX_SKEW).is_ok());
    assert_eq!(refused(token.expose(), NOW - MAX_SKEW - 1), Reason::Future);
    let any = verifier().any_age().verify(token.expose(), NOW - MAX_SKEW - 1).unwrap_err();
    assert_eq!(any.reason(), Reason::Future);
}

#[test]
fn no_clock_panics_or_extends_a_token() {
    let token = token();
    for now in [i64::MIN, i64::MIN + 1, -1, 0, NOW - 86_400, NOW - 3_650 * 86_400] {
        assert_eq!(refused(token.expose(), now), Reason::Future);
    }
    for now in [NOW + 36_500 * 86_400, i64::MAX - 1, i64::MAX] {
        assert_eq!(refused(token.expose(), now), Reason::Expired);
    }
    for now in [i64::MIN, -1, 0] {
        assert_eq!(issue(&key(), [3; 32], now).issued_at(), 0);
    }
    let latest = issue(&key(), [3; 32], i64::MAX);
    assert_eq!((latest.issued_at(), latest.expose().len()), (999_999_999_999, 142));
    assert_eq!(refused(latest.expose(), NOW), Reason::Future);
}

#[test]
fn a_fallback_key_is_named_and_a_dropped_one_is_refused() {
    let [new, old, older] = [b"new-secret-of-16", b"old-secret-of-16", b"older-secret-016"]
        .map(|secret| SigningKey::from_app_secret(secret).unwrap());
    let verifier = Verifier::new(new.clone(), vec![old.clone(), older.clone()]);
    for (key, expected) in
        [(&new, KeyPosition::Current), (&old, KeyPosition::Fallback(0)), (&older, KeyPosition::Fallback(1))]
    {
        let token = issue(key, [9; 32], NOW);
        assert_eq!(verifier.verify(token.expose(), NOW).unwrap().key, expected);
    }
    let without = Verifier::new(new, vec![old]);
    let dropped = without.verify(issue(&older, [9; 32], NOW).expose(), NOW).unwrap_err();
    assert_eq!(dropped.reason(), Reason::Mac);
    let expired =
        verifier.verify(issue(&older, [9; 32], NOW).expose(), NOW + DEFAULT_MAX_AGE + 1).unwrap_err();
    assert_eq!(expired.reason(), Reason::Expired);
}

#[test]
fn nothing_shown_holds_a_byte_of_the_token() {
    let token = token();
    assert_eq!(format!("{token} {token:?} {token:#?}"), ["Token([redacted])"; 3].join(" "));
    let verified = verifier().verify(token.expose(), NOW).unwrap();
    let invalid = verifier().verify(&token.expose()[1..], NOW).unwrap_err();
    let shown = format!(
        "{verified:?} {:?} {:?} {invalid} {invalid:?} {} {:?}",
        token.id(),
        token.id().record_key(),
        invalid.reason(),
        verifier()
    );
    for part in token.expose().split('.') {
        for piece in part.as_bytes().chunks_exact(8) {
            assert!(!shown.contains(std::str::from_utf8(piece).unwrap()), "{shown}");
        }
    }
    assert_eq!(invalid.to_string(), "the session token is invalid; sign in again");
}

#[test]
fn hostile_input_is_answered_at_once() {
    let token = token();
    let mut inputs: Vec<Vec<u8>> = [b'a', b'0', b'.', b'\n', 0, 0xff]
        .iter()
        .flat_map(|byte| [140, 142, 1 << 20].map(|len| vec![*byte; len]))
        .collect();
    inputs.extend(["", ".", "..", "...", "\0", "null", "{}"].map(|text| text.as_bytes().to_vec()));
    inputs.push([token.expose().as_bytes(), &vec![b'0'; 1 << 20]].concat());
    inputs.push(token.expose().replace('.', "\0").into_bytes());
    inputs.push(token.expose().replace('0', "\u{ff10}").into_bytes());
    inputs
        .push([&token.expose().as_bytes()[..76], b"\xed\xa0\x80", &token.expose().as_bytes()[79..]].concat());
    let verifier = verifier();
    for input in &inputs {
        let start = Instant::now();
        let refusals = (0..1_000).filter(|_| verifier.verify(input, NOW).is_err()).count();
        assert_eq!(refusals, 1_000);
        // A thousand answers of at most 1 ms each; one that read 1 MiB would take far longer.
        assert!(start.elapsed() < Duration::from_secs(1), "{} bytes took {:?}", input.len(), start.elapsed());
    }
}

#[test]
fn fresh_tokens_are_unique_and_their_bytes_even() {
    const TOKENS: usize = 10_000;
    let key = key();
    let ids: HashSet<SessionId> = (0..TOKENS).map(|_| issue_fresh(&key, NOW).unwrap().id()).collect();
    assert_eq!(ids.len(), TOKENS);
    let mut counts = [0_u32; 256];
    for id in &ids {
        let hex = id.to_hex();
        for at in (0..64).step_by(2) {
            counts[usize::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap())] += 1;
        }
    }
    // Binomial: mean 1,250, standard deviation 35.3. Six deviations fail once in 2 million runs of 256 counters.
    assert!(counts.iter().all(|count| (1_038..=1_462).contains(count)), "{counts:?}");
}

#[test]
fn without_entropy_there_is_no_token() {
    let token = issue_from(&key(), NOW, || Err("the source is dry"));
    assert_eq!(token.err(), Some("the source is dry"));
}
