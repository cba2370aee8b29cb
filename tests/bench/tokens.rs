//! Issuing and verifying a token beside the HMAC that each of them needs, and the whole check of a session.

#![expect(clippy::expect_used, reason = "a bench that cannot go on says where")]

#[expect(dead_code, reason = "only the runtime has peers in other programs")]
mod report;

use hmac::{Hmac, KeyInit, Mac};
use hyperdiv::session::signing::{self, SigningKey, Verifier};
use hyperdiv::session::store::{Batch, MemoryStore, Store, Tree};
use report::{beside, median, micros, within};
use sha2::Sha256;
use std::hint::black_box;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_767_225_600;
const ROUNDS: usize = 201;
const CALLS: u32 = 2000;

/// Nanoseconds of one call, measured over many.
fn nanos(mut call: impl FnMut()) -> f64 {
    micros(|| (0..CALLS).for_each(|_| call())) * 1000.0 / f64::from(CALLS)
}

fn main() {
    let key = SigningKey::from_app_secret(SECRET).expect("long enough");
    let token = signing::issue(&key, [7; 32], NOW);
    let verifier = Verifier::new(key.clone(), Vec::new());
    let state: Hmac<Sha256> = Hmac::new_from_slice(SECRET).expect("any length");
    let (signed, _) = token.expose().rsplit_once('.').expect("three parts");

    let store = MemoryStore::new();
    let mut batch = Batch::new();
    batch.put(Tree::Sessions, *token.id().record_key().as_bytes(), vec![0; 200]);
    store.commit(&batch).expect("memory takes it");

    let [mut raw, mut verify, mut raw_issue, mut issue, mut check] = [const { Vec::new() }; 5];
    // One after the other in each round, so that whatever slows the machine slows them all.
    for _ in 0..ROUNDS {
        raw.push(nanos(|| {
            // What any verification has to do: the 64 hex digits to bytes, HMAC by a reused key, a constant-time comparison.
            let mut decoded = [0_u8; 32];
            for (byte, pair) in decoded.iter_mut().zip(black_box(token.expose()).as_bytes()[76..].chunks(2)) {
                *byte = hex(pair[0]) << 4 | hex(pair[1]);
            }
            let mut hmac = state.clone();
            hmac.update(black_box(signed).as_bytes());
            _ = black_box(hmac.verify_slice(black_box(&decoded)).is_ok());
        }));
        verify.push(nanos(|| _ = black_box(verifier.verify(black_box(token.expose()), NOW)).expect("good")));
        raw_issue.push(nanos(|| {
            let mut entropy = [0; 32];
            getrandom::fill(&mut entropy).expect("the system has some");
            let mut hmac = state.clone();
            hmac.update(black_box(signed).as_bytes());
            _ = black_box((entropy, hmac.finalize()));
        }));
        issue.push(nanos(|| _ = black_box(signing::issue_fresh(&key, NOW)).expect("the system has some")));
        check.push(nanos(|| {
            let verified = verifier.verify(black_box(token.expose()), NOW).expect("good");
            let record = store.get(Tree::Sessions, verified.token.id().record_key().as_bytes());
            _ = black_box(record.expect("readable").expect("there"));
        }));
    }
    let raw = median(&mut raw);
    beside("verify a token", "ns", median(&mut verify), ("HMAC by a reused key, decoding", raw), 1.3, 0.0);
    let raw = median(&mut raw_issue);
    beside("issue a token", "ns", median(&mut issue), ("HMAC + 32 bytes of the system", raw), 1.3, 0.0);
    within("check a session against the store", "us", median(&mut check) / 1000.0, 5.0);
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'a' + 10,
    }
}
