//! Messages that no page of ours would send: valid ones of a running app, broken at random. None may panic; one that is refused changes
//! nothing; and the next good one works.
//!
//! `cargo xtask fuzz` runs it for as long as one likes (`HYPERDIV_FUZZ_SECONDS`, `HYPERDIV_FUZZ_SEED`); without being asked for that, it
//! takes a fixed number of messages from a fixed seed. It needs no compiler of another channel: what is broken are the protocol's own
//! messages, so that most come far.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use hyperdiv::prelude::*;
use hyperdiv::session::ui::COMMANDS;
use hyperdiv::testing::{Harness, Role};
use serde_json::{Value, json};

const MESSAGES: u64 = 1500;
const SEED: u64 = 1;

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

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Everything that the person can change or press, and what it changes on screen.
fn app(ui: &Ui) -> Result {
    let (count, rows, private) = (ui.state(|| 0_u64), ui.state(|| 3_u32), ui.state(|| "untouched"));
    if ui.button("Count").clicked() {
        count.update(|count| *count += 1);
    }
    ui.text(format!("counted {}", count.get()));
    if ui.button("Never").disabled(true).clicked() {
        private.set("a disabled button was pressed");
    }
    ui.text(private.get());
    let name = ui.text_input("Name");
    ui.text(format!("named {}", name.value()));
    if ui.text_input("Locked").disabled(true).value() != "" {
        private.set("a disabled field was changed");
    }
    ui.text(ui.slider("Volume").max(10).step(2).value());
    ui.text(format!("{:?}", ui.multi_select("Sizes").options(["S", "M"]).disabled_option("L", "L").values()));
    ui.text(format!("{:?}", ui.tags_input("Tags").values()));
    if ui.checkbox("More").is_checked() {
        ui.text("more");
    }
    if ui.button("Rotate").clicked() {
        rows.update(|rows| *rows = (*rows + 1) % 5);
    }
    let rows = rows.get();
    ui.each(0..rows, |row| (row + rows) % 5, |row| ui.text_input(format!("row {row}")));
    ui.link("/there", "There");
    ui.text(ui.location().path());
    let session = ui.session();
    if !session.is_authenticated() && ui.button("Sign in").clicked() {
        session.create_new(Consent::Granted)?;
    }
    ui.text(session.id());
    Ok(())
}

/// The events that a page could send now.
fn event(random: &mut Random, app: &mut Harness) -> Value {
    let revision = random.below(4);
    match random.below(12) {
        0 => json!([0, *random.of(&["back", "forward", "retry", "copy", "this_run"])]),
        1 => json!([0, "system_theme", *random.of(&["dark", "light"])]),
        2 => {
            let text = random.of(&["x", "", "\u{202e}\u{0}<b>", "$reset"]).to_owned();
            json!([app.wire_id(Role::Textbox, "Name"), "value", text, revision])
        }
        3 => json!([app.wire_id(Role::Checkbox, "More"), "checked", random.below(2) == 0, revision]),
        4 => json!([app.wire_id(Role::Button, "Never"), "clicked"]),
        5 => json!([app.wire_id(Role::Textbox, "Locked"), "value", "x", revision]),
        6 => json!([app.wire_id(Role::Link, "There"), "clicked"]),
        7 => json!([app.wire_id(Role::Button, "Rotate"), "clicked"]),
        8 => {
            let number = *random.of(&[0.0, 4.0, 5.0, 11.0, -1.0, 1e300]);
            json!([app.wire_id(Role::Slider, "Volume"), "value", number, revision])
        }
        9 => {
            const SIZES: [&[&str]; 5] = [&[], &["S"], &["S", "S"], &["L"], &["M", "S"]];
            let sizes = random.of(&SIZES);
            json!([app.wire_id(Role::Group, "Sizes"), "value", sizes, revision])
        }
        10 => {
            let count = *random.of(&[0, 1, 256, 257]);
            json!([app.wire_id(Role::Textbox, "Tags"), "value", vec!["x"; count], revision])
        }
        _ => json!([app.wire_id(Role::Button, "Count"), "clicked"]),
    }
}

/// Values that are at the edge of something, or of a type that is not expected.
fn odd(random: &mut Random) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!(-1),
        2 => json!(0),
        3 => json!(1.5),
        4 => json!(u64::from(u32::MAX)),
        5 => json!(u64::from(u32::MAX) + 1),
        6 => json!(u64::MAX),
        7 => json!(i64::MIN),
        8 => json!(true),
        9 => json!([]),
        10 => json!({ "v": 1 }),
        11 => json!("value"),
        12 => json!("\u{ffff}".repeat(70_000)),
        _ => json!([[[[[[[[1]]]]]]]]),
    }
}

/// Replaces, adds or removes something somewhere inside.
fn bend(random: &mut Random, value: &mut Value) {
    let size = match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    if size > 0 && random.below(5) > 0 {
        let at = random.below(size);
        let inner = match value {
            Value::Array(items) => items.get_mut(at),
            Value::Object(members) => members.values_mut().nth(at),
            _ => None,
        };
        return bend(random, inner.unwrap());
    }
    match value {
        Value::Array(items) if random.below(2) == 0 => match random.below(3) {
            0 => items.push(odd(random)),
            1 => _ = items.pop(),
            _ => *items = items.iter().cycle().take(items.len() * 90).cloned().collect(),
        },
        Value::Object(members) if random.below(2) == 0 => {
            let name = *random.of(&["ack", "events", "page", "v", "more", "__proto__"]);
            members.insert(name.to_owned(), odd(random));
        }
        _ => *value = odd(random),
    }
}

/// Breaks the text itself.
fn break_bytes(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len());
    match random.below(8) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 => bytes.truncate(at),
        2 => bytes.insert(at.min(bytes.len()), *random.of(b"\0\"\\[]{},:-+eE.0\xff\xc3\xed\x20")),
        3 if !bytes.is_empty() => _ = bytes.remove(at),
        4 => {
            let from = random.below(other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        5 => bytes
            .splice(at..at, random.of(&["\\ud800", "\\u0000", "1e999", "null", "\"__proto__\":1,"]).bytes())
            .for_each(drop),
        6 => bytes
            .splice(at..at, std::iter::repeat_n(*random.of(b"[{\" 9"), 1 + random.below(2000)))
            .for_each(drop),
        _ => bytes.extend(std::iter::repeat_n(b' ', random.below(3) * 600_000)),
    }
}

#[derive(Default)]
struct Counts {
    taken: u64,
    dropped: u64,
    refused: u64,
    commands: u64,
}

struct Fuzz {
    random: Random,
    app: Harness,
    last: Vec<u8>,
    counts: Counts,
}

impl Fuzz {
    fn message(&mut self) -> (Vec<u8>, usize) {
        let events: Vec<Value> =
            (0..=self.random.below(3)).map(|_| event(&mut self.random, &mut self.app)).collect();
        let count = events.len();
        let text = self.app.message(&json!(events));
        if self.random.below(2) == 0 {
            let mut value: Value = serde_json::from_str(&text).unwrap();
            (0..self.random.below(3)).for_each(|_| bend(&mut self.random, &mut value));
            return (value.to_string().into_bytes(), count);
        }
        let mut bytes = text.into_bytes();
        (0..self.random.below(4)).for_each(|_| break_bytes(&mut self.random, &mut bytes, &self.last));
        (bytes, count)
    }

    /// What can be seen of the app: the page, and how often the app has run to make it.
    fn state(&self) -> (String, u64) {
        (self.app.tree(), self.app.runs())
    }

    fn round(&mut self) {
        if self.random.below(12) == 0 {
            return self.command();
        }
        let (bytes, events) = self.message();
        self.last.clone_from(&bytes);
        let (before, warnings) = (self.state(), self.app.warnings().len());
        let answer = catch_unwind(AssertUnwindSafe(|| self.app.receive(&bytes)));
        let Ok(answer) = answer else { panic!("it panicked") };
        let dropped = self.app.warnings().len() > warnings;
        match answer {
            Err(_) => {
                self.counts.refused += 1;
                assert_eq!(self.state(), before, "it was refused and changed something");
                if self.random.below(8) == 0 {
                    self.app.reload();
                    assert_eq!(
                        self.app.tree(),
                        before.0,
                        "it was refused and changed what the page did not show"
                    );
                }
            }
            Ok(()) if dropped => {
                self.counts.dropped += 1;
                if events == 1 {
                    let one = serde_json::from_slice::<Value>(&bytes)
                        .is_ok_and(|it| it["events"].as_array().is_some_and(|it| it.len() == 1));
                    assert!(
                        !one || self.app.tree() == before.0,
                        "its only event was dropped and changed something"
                    );
                }
            }
            Ok(()) => self.counts.taken += 1,
        }
        if answer.is_ok() {
            // The page did not make the change that it was said to have made: it looks again.
            self.app.reload();
        }
    }

    fn command(&mut self) {
        self.counts.commands += 1;
        let name = *self.random.of(COMMANDS);
        let mut args = json!({ "consent": true, "handle": "0123456789ab", "which": "all", "name": "session", "value": {} });
        (0..self.random.below(4)).for_each(|_| bend(&mut self.random, &mut args));
        self.last = format!("{name} {args}").into_bytes();
        let before = self.app.tree();
        let answer = catch_unwind(AssertUnwindSafe(|| self.app.command(name, &args)));
        let Ok(answer) = answer else { panic!("it panicked") };
        if answer.is_err() {
            // The app may look again, and sees the same.
            assert_eq!(self.app.tree(), before, "it was refused and changed something");
        }
    }

    /// A good message does what it says.
    fn still_works(&mut self) {
        let counted = |app: &Harness| {
            let texts = app.names(Role::Text);
            let count = texts.iter().find_map(|text| text.strip_prefix("counted "));
            count.unwrap().parse::<u64>().unwrap()
        };
        let before = counted(&self.app);
        self.app.click(Role::Button, "Count");
        assert_eq!(counted(&self.app), before + 1, "a good message afterwards does not work");
        assert!(self.app.has(Role::Text, "untouched"), "what is switched off was used\n{}", self.app.tree());
        assert_eq!(self.app.errors(), Vec::<String>::new());
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, no number")))
}

#[test]
fn hostile_messages_never_panic_and_a_refused_one_changes_nothing() {
    let seed = number("HYPERDIV_FUZZ_SEED").unwrap_or(SEED);
    let until = number("HYPERDIV_FUZZ_SECONDS").map(Duration::from_secs);
    let start = Instant::now();
    let mut fuzz = Fuzz {
        random: Random(seed),
        app: Harness::new(app),
        last: b"{}".to_vec(),
        counts: Counts::default(),
    };
    let mut rounds = 0;
    while until.map_or(rounds < MESSAGES, |until| start.elapsed() < until) {
        rounds += 1;
        let tried = catch_unwind(AssertUnwindSafe(|| {
            fuzz.round();
            fuzz.still_works();
        }));
        if tried.is_err() {
            let text = String::from_utf8_lossy(&fuzz.last);
            let text: String = text.chars().take(2000).collect();
            panic!("round {rounds} of seed {seed} went wrong, as told above; the message: {text:?}");
        }
        // A process that runs for hours sees many pages and log lines; a new one begins where this one has grown long.
        if rounds % 500 == 0 {
            fuzz.app = Harness::new(app);
        }
    }
    let Counts { taken, dropped, refused, commands } = fuzz.counts;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "fuzz: seed {seed}, {rounds} messages in {seconds:.1} s: {taken} taken, {dropped} taken in part, {refused} refused, {commands} commands; 0 panics"
    );
    assert!(taken > 0 && dropped > 0 && refused > 0 && commands > 0, "some kind of message was never tried");
}
