//! An app that writes all the time is killed at random moments, through the real life cycle: what was acknowledged is there,
//! no turn is torn, and who was shown as signed in is signed in.
//!
//! `cargo xtask test` kills it 100 times; `cargo xtask soak` as often as one likes. A seed that is printed can be given again.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test binary uses its part of `support`")]

mod support;

use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

use hyperdiv_session::{
    Consent, Settings,
    life::{Restored, Saved, Sessions},
};
use support::{
    Running, command,
    home::disk,
    random::{Random, number_of},
    role,
};
use tempfile::TempDir;

const NOW: i64 = 1_767_225_600;

/// What a turn does, by its number, so that the number alone says what must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SignIn,
    Save,
    Rotate,
    LogOut,
}

fn kind(turn: u64) -> Kind {
    match turn % 12 {
        1 => Kind::SignIn,
        0 => Kind::LogOut,
        5 => Kind::Rotate,
        _ => Kind::Save,
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "a sign-in",
            Self::Save => "a save",
            Self::Rotate => "a rotation",
            Self::LogOut => "a log-out",
        }
    }
}

/// Values of one turn: small, cut into parts, and of changing size.
fn values(turn: u64) -> [(&'static str, Vec<u8>); 3] {
    let value = |size: u64| turn.to_be_bytes().repeat(usize::try_from(size / 8).expect("small"));
    [("small", value(8)), ("parts", value(30_000)), ("changing", value(8 + turn % 7 * 3000))]
}

#[test]
fn child() {
    let Some(role) = role() else {
        Running::start(command(&["nothing"])).succeeds();
        return;
    };
    match role.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["nothing"] => {}
        ["write", dir, mirror] => write_for_ever(Path::new(dir), mirror),
        _ => panic!("unknown role {role:?}"),
    }
}

fn open(base: &Path, mirror: &str) -> (Sessions, Restored) {
    let home = Box::new(disk(base));
    let mut sessions = Sessions::open(home, &Settings::default(), NOW).expect("sessions");
    let restored = sessions.restore((!mirror.is_empty()).then_some(mirror), NOW);
    (sessions, restored)
}

/// The number of the last turn that is on disk.
fn turn_of(sessions: &mut Sessions) -> u64 {
    let stored = sessions.stored("turn").expect("it can be read");
    stored.map_or(0, |bytes| u64::from_be_bytes(bytes.try_into().expect("eight bytes")))
}

/// Says what it does before it does it, and what is durable after.
fn write_for_ever(base: &Path, mirror: &str) {
    let mut mirror = mirror.to_owned();
    loop {
        println!("does opening");
        let (mut sessions, _) = open(base, &mirror);
        println!("opened");
        loop {
            let turn = turn_of(&mut sessions) + 1;
            println!("does {}", kind(turn).name());
            sessions.begin();
            match kind(turn) {
                Kind::SignIn => sessions.create_new(Consent::Granted, NOW).expect("signed in"),
                Kind::Rotate => sessions.rotate(NOW).expect("rotated"),
                Kind::Save => {}
                Kind::LogOut => sessions.clear(),
            }
            if kind(turn) != Kind::LogOut {
                for (name, value) in values(turn) {
                    sessions.set_value(name, Some(value)).expect("taken");
                }
            }
            sessions.set_stored("turn", Some(turn.to_be_bytes().to_vec())).expect("taken");
            assert_eq!(sessions.commit().expect("a commit"), Saved::Durable, "turn {turn}");
            println!("ack {turn}");
            for message in sessions.take_mirrors() {
                mirror = message.token.unwrap_or_default();
                println!("mirror {mirror}");
                if turn % 24 < 12 {
                    // A page that keeps what it was given: the file that stood in for it goes.
                    sessions.mirror_ack(message.id, true, true, 0);
                    sessions.settle_mirror(u64::MAX);
                }
            }
            if turn % 6 == 3 {
                println!("does closing with a snapshot");
                sessions.close_disk();
                break;
            }
        }
    }
}

/// What a writer said until it was killed.
struct Said {
    acknowledged: u64,
    mirror: String,
    doing: String,
}

impl Said {
    fn hear(&mut self, line: &str) {
        if let Some(doing) = line.strip_prefix("does ") {
            self.doing = doing.to_owned();
        } else if let Some(turn) = line.strip_prefix("ack ") {
            self.acknowledged = turn.parse().expect("a number");
            self.doing = "between two turns".to_owned();
        } else if let Some(token) = line.strip_prefix("mirror") {
            self.mirror = token.trim().to_owned();
        } else if line == "opened" {
            self.doing = "between two turns".to_owned();
        }
    }
}

fn wait(time: Duration) {
    let begun = Instant::now();
    while let Some(rest) = time.checked_sub(begun.elapsed()).filter(|rest| !rest.is_zero()) {
        std::thread::park_timeout(rest);
    }
}

/// Runs a writer for a random while, and kills it. Time is the subject here.
fn run_and_kill(base: &Path, said: &mut Said, random: &mut Random) {
    said.doing = "starting".to_owned();
    let mut writer = Running::start(command(&["write", base.to_str().expect("text"), &said.mirror]));
    if random.below(3) == 0 {
        let line = writer.line_of(&["does "]).expect("it begins to open");
        said.hear(&line);
        wait(Duration::from_micros(random.below(25_000)));
    } else {
        let mut acks = random.below(11) + 1;
        while acks > 0 {
            let line = writer.line_of(&["does ", "ack ", "mirror", "opened"]).expect("the writer lives");
            acks -= u64::from(line.starts_with("ack "));
            said.hear(&line);
        }
        wait(Duration::from_micros(random.below(6_000)));
    }
    writer.kill();
    // Said before the kill, and not read yet.
    while let Some(line) = writer.line_of(&["does ", "ack ", "mirror", "opened"]) {
        said.hear(&line);
    }
}

#[test]
fn an_app_that_is_killed_at_random_moments_loses_nothing_that_it_acknowledged_and_tears_no_turn() {
    let (rounds, mut random) = (number_of("HYPERDIV_KILLS", 100), Random::seeded());
    let begun = Instant::now();
    let dir = TempDir::new().expect("a directory");
    let quick = TempDir::new_in("/dev/shm").ok();
    let mut base = dir.path().join("hyperdiv-0");
    let mut said = Said { acknowledged: 0, mirror: String::new(), doing: String::new() };
    let mut moments: BTreeMap<String, u64> = BTreeMap::new();
    let mut turns = 0;
    for round in 1..=rounds {
        if round % 25 == 0 {
            println!("{round} of {rounds} kills, {:.0} s", begun.elapsed().as_secs_f64());
            // A first start and its consent are killed as well. One of four is on a disk, which syncs slowly: three are not.
            let place =
                if round % 100 == 0 { dir.path() } else { quick.as_ref().map_or(dir.path(), TempDir::path) };
            base = place.join(format!("hyperdiv-{round}"));
            turns += said.acknowledged;
            said = Said { acknowledged: 0, mirror: String::new(), doing: String::new() };
        }
        run_and_kill(&base, &mut said, &mut random);
        let what = format!("kill {round}, during {}, after turn {}", said.doing, said.acknowledged);
        *moments.entry(said.doing.clone()).or_default() += 1;

        let (mut sessions, restored) = open(&base, &said.mirror);
        assert_ne!(restored, Restored::Unreadable, "{what}: {:?}", sessions.unreadable());
        assert!(sessions.recovery().is_none(), "{what}: taken for damaged: {:?}", sessions.recovery());
        let turn = turn_of(&mut sessions);
        assert!(turn >= said.acknowledged, "{what}: turn {turn} is there");
        assert!(turn <= said.acknowledged + 1, "{what}: turn {turn} was begun before");
        let signed_in = turn > 0 && kind(turn) != Kind::LogOut;
        assert_eq!(restored == Restored::SignedIn, signed_in, "{what}: {:?}", sessions.take_log());
        if signed_in {
            for (name, value) in values(turn) {
                assert!(
                    sessions.value(name).expect("it can be read") == Some(value),
                    "{what}: {name} of turn {turn} is torn"
                );
            }
        }
        // What this start has shown is acknowledged too.
        said.acknowledged = turn;
        for message in sessions.take_mirrors() {
            said.mirror = message.token.unwrap_or_default();
        }
    }
    turns += said.acknowledged;
    for (moment, kills) in &moments {
        println!("soak: killed during {moment}: {kills}");
    }
    println!("soak: turns acknowledged, each found whole after its kill: {turns}");
    // Rotations and log-outs are short: only of many kills is one sure to come then.
    let (often, seldom) = (["opening", "a save"], ["a rotation", "a log-out"]);
    let due = often.into_iter().filter(|_| rounds >= 100).chain(seldom.into_iter().filter(|_| rounds >= 500));
    for moment in due {
        assert!(moments.contains_key(moment), "no kill came during {moment}: {moments:?}");
    }
}
