//! Texts that nobody with the key has signed: good ones of every format, broken at random. None is taken, none panics, and none takes
//! long.
//!
//! `cargo xtask fuzz` runs it for as long as one likes (`HYPERDIV_FUZZ_SECONDS`, `HYPERDIV_FUZZ_SEED`); without being asked for that, it
//! tries a fixed number from a fixed seed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use hyperdiv_session::key::Ring;
use hyperdiv_session::signing::raw::django::{Compression, DUMPS_SALT, Signer, TimestampSigner};
use hyperdiv_session::signing::raw::{Json, base62, hyperdiv};
use hyperdiv_session::signing::{SALT, SigningKey, Verifier, issue};

const TEXTS: u64 = 30_000;
const SEED: u64 = 1;
const NOW: i64 = 1_767_225_600;
const TIME: f64 = 1_767_225_600.0;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

/// The same numbers for the same seed on any machine (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// Whether something takes these bytes.
type Reader = Box<dyn Fn(&[u8]) -> bool>;

/// A format: how a text of it is read, and good ones.
struct Format {
    name: &'static str,
    /// Whether it is taken.
    read: Reader,
    good: Vec<Vec<u8>>,
    /// Other texts than the good ones may be taken: there is nothing signed in them.
    open: bool,
}

fn text(read: impl Fn(&str) -> bool + 'static) -> Reader {
    Box::new(move |bytes| std::str::from_utf8(bytes).is_ok_and(&read))
}

fn formats() -> Vec<Format> {
    let key = || SigningKey::derive(SALT, SECRET);
    let mut ring = Ring::generate(NOW).unwrap();
    let old = ring.signing_key();
    ring.rotate(NOW).unwrap();
    let objects =
        ["{}", "[1,2.5,null,true,\"\\u00e9\"]", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""];
    let objects = objects.map(|json| Json::parse(json).unwrap());
    let dumps = || TimestampSigner::new(SECRET).salt(DUMPS_SALT);
    let dumped = objects.iter().flat_map(|object| {
        [Compression::Never, Compression::IfShorter].map(|how| dumps().dumps(object, how, TIME).into_bytes())
    });
    let values = ["", "a", "hello:world", "\u{e9}\u{1f600}", "a.b"];
    let signed = |value: &&str| Signer::new(SECRET).sign(value).into_bytes();
    let stamped = |value: &&str| TimestampSigner::new(SECRET).sign(value, TIME).into_bytes();
    let tokens: Vec<Vec<u8>> =
        (0..4).map(|n| issue(&key(), [n; 32], NOW - i64::from(n)).expose().as_bytes().to_vec()).collect();
    let of_ring =
        [&old, &ring.signing_key()].map(|key| issue(key, [7; 32], NOW).expose().as_bytes().to_vec());
    let (verifier, ring_verifier) = (Verifier::new(key(), Vec::new()), ring.verifier(90 * 86_400));
    vec![
        Format {
            name: "verifier",
            read: Box::new(move |bytes| verifier.verify(bytes, NOW).is_ok()),
            good: tokens.clone(),
            open: false,
        },
        Format {
            name: "ring",
            read: Box::new(move |bytes| ring_verifier.verify(bytes, NOW).is_ok()),
            good: of_ring.to_vec(),
            open: false,
        },
        Format {
            name: "hyperdiv",
            read: text(|token| hyperdiv::verify_signature(token, SECRET, SALT)),
            good: tokens,
            open: false,
        },
        Format {
            name: "django",
            read: text(|value| Signer::new(SECRET).unsign(value).is_ok()),
            good: values.iter().map(signed).collect(),
            open: false,
        },
        Format {
            name: "django-timestamp",
            read: text(|value| TimestampSigner::new(SECRET).unsign(value, TIME, Some(1.0)).is_ok()),
            good: values.iter().map(stamped).collect(),
            open: false,
        },
        Format {
            name: "django-dumps",
            read: text(|token| {
                TimestampSigner::new(SECRET).salt(DUMPS_SALT).loads(token, TIME, Some(1.0)).is_ok()
            }),
            good: dumped.collect(),
            open: false,
        },
        Format {
            name: "ring file",
            read: Box::new(|bytes| Ring::parse(bytes).is_ok()),
            good: vec![ring.to_bytes().to_vec()],
            open: true,
        },
        Format {
            name: "json",
            read: text(|json| Json::parse(json).is_ok()),
            good: objects.iter().map(|object| object.to_string().into_bytes()).collect(),
            open: true,
        },
        Format {
            name: "base 62",
            read: text(|digits| base62::decode(digits).is_some()),
            good: vec![b"1tnKQG".to_vec(), b"-1".to_vec()],
            open: true,
        },
    ]
}

fn break_it(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    const PIECES: [&[u8]; 15] = [
        b".",
        b":",
        b"=",
        b"\0",
        b"\n",
        b" ",
        b"-",
        b"+",
        b"0",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xd9\xa1",
        b"%2e",
        b"\xef\xbb\xbf",
        b"[[[[[[[[",
    ];
    let at = random.below(bytes.len());
    match random.below(9) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => bytes[at] = random.byte(),
        2 => bytes.truncate(at),
        3 => bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied()).for_each(drop),
        4 if !bytes.is_empty() => _ = bytes.remove(at),
        5 => {
            let from = random.below(other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        6 => bytes.make_ascii_uppercase(),
        7 => {
            let byte = random.byte();
            let most = if random.below(100) == 0 { 1 << 20 } else { 300 };
            let many = random.below(most);
            bytes.splice(at..at, std::iter::repeat_n(byte, many)).for_each(drop);
        }
        _ if bytes.len() > 1 => {
            let with = random.below(bytes.len());
            bytes.swap(at, with);
        }
        _ => bytes.push(random.byte()),
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, no number")))
}

#[test]
fn texts_that_nobody_has_signed_are_refused_in_every_format_and_nothing_panics() {
    let seed = number("HYPERDIV_FUZZ_SEED").unwrap_or(SEED);
    let until = number("HYPERDIV_FUZZ_SECONDS").map(Duration::from_secs);
    let (start, mut random, formats) = (Instant::now(), Random(seed), formats());
    for format in &formats {
        assert!(format.good.iter().all(|good| (format.read)(good)), "{}: a good one is refused", format.name);
    }
    let (mut rounds, mut refused, mut same, mut slowest) = (0_u64, 0_u64, 0_u64, Duration::ZERO);
    while until.map_or(rounds < TEXTS, |until| start.elapsed() < until) {
        rounds += 1;
        let format = &formats[random.below(formats.len())];
        let others = &formats[random.below(formats.len())].good;
        let mut bytes = format.good[random.below(format.good.len())].clone();
        for _ in 0..=random.below(3) {
            let other = &others[random.below(others.len())];
            break_it(&mut random, &mut bytes, other);
        }
        let began = Instant::now();
        let taken = catch_unwind(AssertUnwindSafe(|| (format.read)(&bytes)));
        slowest = slowest.max(began.elapsed());
        let shown = || String::from_utf8_lossy(&bytes).chars().take(2000).collect::<String>();
        let Ok(taken) = taken else {
            panic!("{}: round {rounds} of seed {seed} panicked: {:?}", format.name, shown());
        };
        // What came out as one of the good ones again was not changed.
        if format.good.contains(&bytes) {
            same += 1;
            assert!(taken, "{}: a good one is refused", format.name);
        } else {
            refused += u64::from(!taken);
            assert!(
                format.open || !taken,
                "{}: round {rounds} of seed {seed} was taken: {:?}",
                format.name,
                shown()
            );
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "fuzz: seed {seed}, {rounds} texts in {seconds:.1} s: {refused} refused, {same} not changed after all, the slowest after {} us; 0 panics",
        slowest.as_micros()
    );
    assert!(refused > 0 && slowest < Duration::from_secs(5), "{refused} {slowest:?}");
}
