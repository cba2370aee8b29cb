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

/// Every change is tried that one who has a good token, and no key, could make to it without knowing what it means.
#[test]
fn no_changed_bit_byte_case_padding_space_or_digit_of_a_good_token_is_taken() {
    let token = token();
    let good = token.expose();
    let bytes = good.as_bytes();
    assert_eq!(bytes.len(), 140);
    let mut tried = 0_u64;
    let mut refuse = |bad: &[u8]| {
        assert_ne!(bad, bytes, "nothing was changed");
        refused(bad, NOW);
        tried += 1;
    };
    // Every byte as every other one: the 140 x 8 changed bits, and the other case of each letter, are among them.
    for at in 0..bytes.len() {
        for change in 1..=255 {
            let mut bad = bytes.to_vec();
            bad[at] ^= change;
            refuse(&bad);
        }
    }
    refuse(good.to_ascii_uppercase().as_bytes());
    // White space, padding, signs, and what cannot be seen, in every place.
    let between = [
        " ", "\n", "\r\n", "\t", "\0", "\u{b}", "\u{c}", "\u{85}", "\u{a0}", "\u{2003}", "\u{200b}",
        "\u{200e}", "\u{2028}", "\u{feff}", "\u{301}", "0", "=", "==", ".", "+", "-", "_", "%00", "0x",
    ];
    for at in 0..=bytes.len() {
        for put in between {
            let bad = [&bytes[..at], put.as_bytes(), &bytes[at..]].concat();
            // A digit more may be the same token only where it is the same text.
            refuse(&bad);
        }
    }
    // Each digit as the digits of other scripts, and each dot as what looks like one.
    for (at, c) in good.char_indices() {
        let others: Vec<char> = match c.to_digit(10) {
            Some(digit) => [0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce]
                .iter()
                .filter_map(|zero| char::from_u32(zero + digit))
                .collect(),
            None if c == '.' => vec!['\u{2024}', '\u{3002}', '\u{ff0e}', '\u{b7}', ',', ':'],
            None => char::from_u32(u32::from(c) - u32::from('a') + 0xff41).into_iter().collect(),
        };
        for other in others {
            refuse(format!("{}{other}{}", &good[..at], &good[at + 1..]).as_bytes());
        }
    }
    // Less of it, more of it, its parts in another order.
    for at in 0..bytes.len() {
        refuse(&[&bytes[..at], &bytes[at + 1..]].concat());
        refuse(&bytes[..at]);
        refuse(&bytes[at + 1..]);
    }
    let parts: Vec<&str> = good.split('.').collect();
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        refuse(order.map(|part| parts[part]).join(".").as_bytes());
    }
    refuse(format!("{good}{good}").as_bytes());
    refuse(format!("{good}.{}", parts[2]).as_bytes());
    assert_eq!(verifier().verify(good, NOW).unwrap().token.expose(), good, "and the good one is good");
    assert!(tried > 39_000, "{tried}");
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

/// No time and no id is believed, and none is a reason to refuse, until the signature over it is known to be good.
#[test]
fn the_signature_is_checked_before_what_it_signs() {
    let other = SigningKey::from_app_secret(b"another-secret-of-26-bytes").unwrap();
    for issued in [0, NOW - DEFAULT_MAX_AGE - 1, NOW + MAX_SKEW + 1, 999_999_999_999] {
        let forged = issue(&other, [9; 32], issued);
        assert_eq!(refused(forged.expose(), NOW), Reason::Mac, "issued at {issued}");
        let own = issue(&key(), [9; 32], issued);
        assert_ne!(refused(own.expose(), NOW), Reason::Mac, "issued at {issued}");
    }
}

#[test]
fn a_refusal_says_the_same_whatever_is_wrong() {
    let other = SigningKey::from_app_secret(b"another-secret-of-26-bytes").unwrap();
    let (good, forged) = (token(), issue(&other, [9; 32], NOW));
    for (text, now, reason) in [
        ("nonsense", NOW, Reason::Shape),
        (forged.expose(), NOW, Reason::Mac),
        (good.expose(), NOW + DEFAULT_MAX_AGE + 1, Reason::Expired),
        (good.expose(), NOW - MAX_SKEW - 1, Reason::Future),
    ] {
        let invalid = verifier().verify(text, now).unwrap_err();
        assert_eq!(invalid.reason(), reason);
        assert_eq!(invalid.to_string(), "the session token is invalid; sign in again", "{reason:?}");
    }
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
    inputs.push([b"\r\n", token.expose().as_bytes(), b"\r\n"].concat());
    inputs.push(vec![0xed, 0xa0, 0x80]);
    let verifier = verifier();
    for input in &inputs {
        let start = Instant::now();
        let allocated = allocation_counter::measure(|| {
            let refusals = (0..1_000).filter(|_| verifier.verify(input, NOW).is_err()).count();
            assert_eq!(refusals, 1_000);
        });
        // A thousand answers of at most 1 ms each; one that read 1 MiB would take far longer.
        assert!(start.elapsed() < Duration::from_secs(1), "{} bytes took {:?}", input.len(), start.elapsed());
        assert_eq!(allocated.count_total, 0, "{} bytes made it allocate", input.len());
    }
    // The counting counts.
    assert!(allocation_counter::measure(|| drop(std::hint::black_box(vec![0_u8; 9]))).count_total > 0);
}

#[test]
fn a_hundred_thousand_tokens_are_unique_and_their_bytes_even() {
    const TOKENS: u32 = 100_000;
    let key = key();
    let even = || {
        let ids: HashSet<SessionId> = (0..TOKENS).map(|_| issue_fresh(&key, NOW).unwrap().id()).collect();
        assert_eq!(ids.len(), 100_000);
        let mut counts = [0_u32; 256];
        for id in &ids {
            let hex = id.to_hex();
            for at in (0..64).step_by(2) {
                counts[usize::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap())] += 1;
            }
        }
        // Binomial: 3,200,000 bytes, each value with probability 1/256.
        let mean = f64::from(TOKENS) * 32.0 / 256.0;
        let deviation = (mean * 255.0 / 256.0).sqrt();
        counts.iter().all(|count| (f64::from(*count) - mean).abs() <= 5.0 * deviation)
    };
    // Good random numbers leave five deviations once in 7,000 runs of 256 counters; two times in a row never.
    assert!(even() || even(), "some bytes are more frequent than others");
}

#[test]
fn without_entropy_there_is_no_token() {
    let token = issue_from(&key(), NOW, || Err("the source is dry"));
    assert_eq!(token.err(), Some("the source is dry"));
}
