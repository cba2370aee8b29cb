//! The life cycle of sessions: create, restore, touch, renew, rotate, clear, and the data that hangs off a session.
//!
//! [`Sessions`] is one process's view. Before consent everything lives in memory; at consent the home is created and the
//! owner's records move into its store. Changes are buffered per turn: [`begin`](Sessions::begin), changes, then
//! [`commit`](Sessions::commit) or [`discard`](Sessions::discard).
//!
//! Every `now` is [`time`](Sessions::time)'s: not the computer's clock as it is, but as far as it is believed. It extends no
//! session, whichever way the clock is turned, and no data of a guest are erased by a clock that leapt ahead until it has
//! stayed there for a day. The rule is in `clock.rs`.

mod account;
mod app_values;
mod attempts;
mod clock;
mod commit;
mod consent;
mod erase;
mod export;
mod gone;
mod import;
mod keys;
mod list;
mod mirror;
mod retention;
mod rotation;
mod safety;
mod settings;
mod start;
mod stored;
mod story;
mod sweep;
mod values;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

pub use account::{AccountError, Verified};
pub use commit::{Lost, SaveError, Saved};
pub use consent::{Purpose, SESSION};
pub use erase::{Receipt, Searched, Tally, erase_offline};
pub use export::text_of;
pub use import::{Import, ImportError, Imported, Present};
pub use list::{Revoke, SessionInfo};
pub use mirror::{Mirror, PENDING_KEPT_MS};
pub use retention::RecordRule;
pub use settings::Settings;
pub use start::{MirrorAtStart, Restored};
pub use values::RecordInfo;

use crate::error::SessionError;
use crate::home::{Home, HomeError};
use crate::key::{DataKey, OwnerId, Ring};
use crate::record::{ConsentRecord, OwnerRecord, SessionRecord, Times};
use crate::signing::{RecordKey, SigningKey, Token, Verifier, WeakSecret};
use crate::store::{Batch, MemoryStore, Store, Tree};
use app_values::AppValues;
use clock::{Clock, ClockRecord, Event, KeptClock};
use keys::SharedHome;
use mirror::Mirrors;
use settings::{Limits, purposes_of, seconds};

/// Where the store keeps the clock.
const CLOCK: &[u8] = b"clock";

/// Whether a session may be kept on this computer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Consent {
    /// The person agreed that it is kept.
    Granted,
    /// In memory only, until the app is closed.
    ThisRunOnly,
}

/// What the person is asked where an app has no words of its own for keeping them on this computer.
pub const CONSENT_TEXT: &str = "Keep me signed in on this computer";

/// The live session.
#[derive(Clone)]
struct Current {
    token: Token,
    key: RecordKey,
    record: SessionRecord,
    owner: OwnerId,
    owner_record: OwnerRecord,
    /// It is in the home's store, or will be with this turn's commit.
    kept: bool,
    /// Which session of this process it is: stays when its token changes.
    number: u64,
    /// Its data were on disk before it began: it has taken over what was imported.
    taken_over: bool,
}

/// A session that ends with a turn, or has ended and is still on disk.
#[derive(Clone)]
struct Ended {
    key: RecordKey,
    record: SessionRecord,
    owner: OwnerId,
    /// It is on disk.
    kept: bool,
    /// It was the live session of this process.
    current: bool,
    /// What is kept of its owner goes with it: a guest's always, a user's where they leave.
    data_go: bool,
    /// What is left of an owner who has taken their consent back, while others keep the home.
    note: Option<OwnerRecord>,
}

impl Ended {
    fn of(current: &Current) -> Self {
        Ended {
            key: current.key,
            record: current.record.clone(),
            owner: current.owner,
            kept: current.kept,
            current: true,
            data_go: !current.owner_record.account,
            note: None,
        }
    }

    /// An owner without a session, all of whose data go.
    fn without_session(owner: OwnerId, kept: bool) -> Self {
        Ended {
            key: RecordKey::from_bytes([0; 32]),
            record: SessionRecord::new(owner, 0),
            owner,
            kept,
            current: false,
            data_go: true,
            note: None,
        }
    }

    /// The ids under which its token, and that which takes its place, are looked up.
    fn keys(&self) -> impl Iterator<Item = RecordKey> + '_ {
        let renewals = [&self.record.renewed_from, &self.record.renewed_to].into_iter().flatten();
        std::iter::once(self.key).chain(renewals.filter_map(|key| crate::record::key_of(key)))
    }
}

/// What one turn has changed so far.
#[derive(Clone, Default)]
struct Turn {
    open: bool,
    before: Option<Current>,
    session_changed: bool,
    /// Sessions that end with this turn.
    ended: Vec<Ended>,
    /// Ids that die with this turn although their session goes on.
    rotated: Vec<RecordKey>,
    /// By owner and name; None: deleted.
    values: BTreeMap<(OwnerId, String), Option<Arc<[u8]>>>,
    /// What the app stores whoever is signed in, by place; None: removed.
    stored: BTreeMap<String, Option<Arc<[u8]>>>,
    /// Verifications that are used up with this turn.
    used: Vec<u64>,
    /// An owner leaves this computer: the home goes where nobody else is kept.
    leaves_disk: bool,
    /// A guest has signed in, and brings what they have saved.
    brings_guest: bool,
}

/// Something for the log, without the person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Whether something failed or was refused; else it is worth knowing only.
    pub warning: bool,
    /// A sentence.
    pub text: String,
}

/// One process's sessions.
pub struct Sessions {
    home: SharedHome,
    /// The home's store, once it exists. Err: it is there and cannot be opened.
    disk: Result<Option<Box<dyn Store>>, HomeError>,
    /// The home could not be opened, and the person goes on without it.
    passed_over: bool,
    memory: MemoryStore,
    ring: Ring,
    /// The home holds the ring as it is here.
    ring_kept: bool,
    /// The home's ring was missing or damaged.
    ring_lost: bool,
    app_key: Option<SigningKey>,
    keys: HashMap<OwnerId, DataKey>,
    app: AppValues,
    limits: Limits,
    clock: Clock,
    /// What the store holds of the clock.
    clock_saved: Option<ClockRecord>,
    /// What else it holds of it.
    clock_unknown: serde_json::Map<String, serde_json::Value>,
    /// Whether a leap of the clock was right, while records on disk do not say so yet.
    settled: Option<bool>,
    current: Option<Current>,
    /// How many sessions have begun in this process.
    begun: u64,
    most_sessions: usize,
    purposes: Vec<Purpose>,
    rules: Vec<RecordRule>,
    app_version: Option<String>,
    /// How many verifications there were in this process, and those that can still be used: of whom, and from when.
    verifications: u64,
    verified: Vec<(u64, OwnerId, i64)>,
    /// Somebody has left this computer, and it has not been looked yet whether the home goes.
    leaving: bool,
    turn: Turn,
    /// The session and the turn as they were when each part of it that is open began.
    parts: Vec<(Option<Current>, Turn)>,
    /// The writes of a turn whose commit failed, for another try.
    failed: Option<Batch>,
    /// The consent under which the session could not be kept, for another try.
    unkept: Vec<ConsentRecord>,
    /// Owners whose sessions are over, by a note beside the store.
    gone: Vec<OwnerId>,
    /// Removals of ended sessions that could not be made durable yet.
    unremoved: Vec<Ended>,
    /// What users had saved in the turn in which they signed out, and could not be made durable yet.
    unwritten: Batch,
    mirrors: Mirrors,
    /// The last use that is on disk.
    use_saved: Option<(RecordKey, i64)>,
    log: Vec<LogLine>,
    /// The app's id and the profile's name, where they are known.
    origin: Option<(String, String)>,
}

/// Whether a session is within its limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Live,
    /// It is over by the clock, and the clock is not believed yet.
    Doubtful,
    Over,
}

impl Sessions {
    /// The sessions of `home`, at `now` in Unix seconds. A home whose store cannot be opened is no error here but in
    /// [`restore`](Sessions::restore): there is then something to show it on.
    ///
    /// # Errors
    ///
    /// An app secret that is too short, or no random numbers.
    pub fn open(home: Box<dyn Home>, settings: &Settings, now: i64) -> Result<Self, OpenError> {
        let mut sessions = Sessions::without_disk(home, settings, now)?;
        sessions.open_disk();
        Ok(sessions)
    }

    /// The sessions of `home` for the command line: nothing is restored, and nothing changes but what is asked for.
    ///
    /// # Errors
    ///
    /// As [`open`](Sessions::open).
    pub fn administer(home: Box<dyn Home>, settings: &Settings, now: i64) -> Result<Self, OpenError> {
        let mut sessions = Sessions::without_disk(home, settings, now)?;
        sessions.disk = sessions.open_home();
        sessions.begin_clock();
        if let Some(kept) = sessions.clock_saved {
            sessions.limits.idle = kept.idle;
            sessions.limits.absolute = kept.absolute;
        }
        Ok(sessions)
    }

    fn without_disk(home: Box<dyn Home>, settings: &Settings, now: i64) -> Result<Self, OpenError> {
        let app_key = settings.secret.as_deref().map(SigningKey::from_app_secret).transpose();
        let app_key = app_key.map_err(OpenError::WeakSecret)?;
        let ring = Ring::generate(now).map_err(|error| OpenError::Session(error.into()))?;
        Ok(Sessions {
            home: SharedHome(Arc::new(Mutex::new(home))),
            disk: Ok(None),
            passed_over: false,
            memory: MemoryStore::new(),
            ring,
            ring_kept: false,
            ring_lost: false,
            app_key,
            keys: HashMap::new(),
            app: AppValues::default(),
            limits: Limits::of(settings),
            clock: Clock::new(now),
            clock_saved: None,
            clock_unknown: serde_json::Map::new(),
            settled: None,
            current: None,
            begun: 0,
            most_sessions: settings.most_sessions.max(1),
            purposes: purposes_of(settings),
            rules: settings.records.clone(),
            app_version: settings.app_version.clone(),
            verifications: 0,
            verified: Vec::new(),
            leaving: false,
            turn: Turn::default(),
            parts: Vec::new(),
            failed: None,
            unkept: Vec::new(),
            gone: Vec::new(),
            unremoved: Vec::new(),
            unwritten: Batch::new(),
            mirrors: Mirrors::default(),
            use_saved: None,
            log: Vec::new(),
            origin: None,
        })
    }

    /// Opens the home's store, where there is a home. For another try after it could not be.
    pub fn open_disk(&mut self) {
        self.disk = self.open_home();
        if matches!(self.disk, Ok(Some(_))) {
            if let Err(error) = self.load_ring() {
                self.disk = Err(error);
                return;
            }
            self.load_app_owner();
            self.begin_clock();
            self.finish_gone();
            self.read_home_to_go();
            if let Err(error) = self.leave_home() {
                self.warn(format!("what nobody has agreed to any more could not be erased: {error}"));
            }
            self.sweep_and_tell();
        }
    }

    /// The time for everything here, when the computer's clock says `wall` in Unix seconds and the monotonic one says
    /// `monotonic_ms`.
    pub fn time(&mut self, wall: i64, monotonic_ms: u64) -> i64 {
        let event = self.clock.read(wall, Some(monotonic_ms));
        if self.clock.is_doubted() && self.current.is_none() && matches!(self.disk, Ok(None)) {
            self.clock.trust();
        } else {
            self.tell_clock(event);
        }
        self.clock.now()
    }

    fn begin_clock(&mut self) {
        let read = self.disk().map(|disk| disk.get(Tree::Meta, CLOCK));
        let kept = match read {
            None | Some(Ok(None)) => return,
            Some(Ok(Some(bytes))) => crate::record::decode(&bytes).map_err(SessionError::from),
            Some(Err(error)) => Err(error.into()),
        };
        match kept {
            Ok(KeptClock::<ClockRecord> { record: kept, unknown }) => {
                self.clock_unknown = unknown;
                self.clock_saved = Some(kept);
                let event = self.clock.begin(&kept);
                self.tell_clock(event);
            }
            Err(error) => self.warn(format!("the latest time that was seen cannot be read: {error}")),
        }
    }

    fn tell_clock(&mut self, event: Option<Event>) {
        match event {
            None => {}
            Some(Event::Behind) => self.warn(
                "the computer's clock is behind the latest time seen, which counts for the limits of sessions; set the clock",
            ),
            Some(Event::Leapt) => {
                let days = self.clock.days_ahead();
                self.note(format!(
                    "the computer's clock is {days} days ahead of the latest time seen; sessions that are over by it are signed out, and removed once it has stayed so for a day"
                ));
            }
            Some(event @ (Event::Believed | Event::Returned)) => {
                let right = event == Event::Believed;
                // Also what a turn that fails goes back to.
                for current in self.current.iter_mut().chain(&mut self.turn.before) {
                    current.record.settle(right);
                }
                self.settled = Some(right);
            }
        }
    }

    /// What the store is to hold of the clock.
    fn clock_record(&self) -> ClockRecord {
        let (seen, leapt) = self.clock.kept();
        ClockRecord { seen, leapt, idle: self.limits.idle, absolute: self.limits.absolute }
    }

    /// Adds the clock to a batch for the disk, so that it costs no commit of its own.
    fn put_clock(&mut self, batch: &mut Batch) -> Result<(), SessionError> {
        let record = self.clock_record();
        let kept = KeptClock { record, unknown: self.clock_unknown.clone() };
        batch.put(Tree::Meta, CLOCK, crate::record::encode(&kept)?);
        self.clock_saved = Some(record);
        Ok(())
    }

    fn open_home(&mut self) -> Result<Option<Box<dyn Store>>, HomeError> {
        let (opened, notes) = {
            let mut home = self.home.lock();
            let exists = home.exists();
            let opened = exists.and_then(|exists| exists.then(|| home.open_store()).transpose());
            (opened, home.take_notes())
        };
        for note in notes {
            self.warn(note);
        }
        opened
    }

    /// Why the home cannot be read, if it cannot.
    #[must_use]
    pub fn unreadable(&self) -> Option<&HomeError> {
        self.disk.as_ref().err()
    }

    /// Goes on without a home that cannot be opened: everything lasts for this run, and what is kept stays as it is, the
    /// mirror included, for a later start.
    pub fn pass_over_home(&mut self) {
        self.disk = Ok(None);
        self.passed_over = true;
    }

    /// Whether this run goes on without the home.
    #[must_use]
    pub fn is_home_passed_over(&self) -> bool {
        self.passed_over
    }

    /// Whether there is a home whose store is open.
    #[must_use]
    pub fn is_kept_on_disk(&self) -> bool {
        matches!(self.disk, Ok(Some(_)))
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.current.is_some()
    }

    /// The session's id, or nothing. It is no credential.
    #[must_use]
    pub fn id(&self) -> String {
        self.current.as_ref().map(|current| current.token.id().to_hex()).unwrap_or_default()
    }

    /// Which session of this process it is that is live.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.current.as_ref().map(|current| current.number)
    }

    /// Whose data are open.
    #[must_use]
    pub fn owner(&self) -> Option<OwnerId> {
        self.current.as_ref().map(|current| current.owner)
    }

    /// In how many seconds the live session ends if nothing happens; at most 0 where it is at its limit.
    #[must_use]
    pub fn seconds_left(&self) -> Option<i64> {
        let record = &self.current.as_ref()?.record;
        let Limits { idle, absolute, .. } = self.limits;
        let left = record.ends_at(idle, absolute).saturating_sub(self.clock.now());
        let ahead =
            self.clock.ahead().map(|wall| record.by_clock().ends_at(idle, absolute).saturating_sub(wall));
        Some(ahead.map_or(left, |ahead| ahead.min(left)))
    }

    /// Whether a session is within its limits.
    fn standing(&self, record: &SessionRecord, now: i64) -> Standing {
        let Limits { idle, absolute, .. } = self.limits;
        let over_by_clock = |wall: i64| !record.by_clock().is_live(wall, idle, absolute);
        if !record.is_live(now, idle, absolute) {
            Standing::Over
        } else if self.clock.ahead().is_some_and(over_by_clock) {
            Standing::Doubtful
        } else {
            Standing::Live
        }
    }

    /// Begins a session of a new guest. Over a live session, that one is cleared first. With consent it takes over data that were
    /// imported and wait for whoever comes.
    ///
    /// # Errors
    ///
    /// No random numbers.
    pub fn create_new(&mut self, consent: Consent, now: i64) -> Result<(), SessionError> {
        let token = crate::signing::issue_fresh(&self.signing_key(), now)?;
        let waiting = if consent == Consent::Granted { self.waiting_owner() } else { None };
        let taken_over = waiting.is_some();
        let (owner, mut owner_record) = match waiting {
            Some(waiting) => waiting,
            None => {
                let owner = OwnerId::generate()?;
                self.keys.insert(owner, DataKey::generate(owner)?);
                (owner, OwnerRecord::default())
            }
        };
        self.end_current();
        self.begun += 1;
        if consent == Consent::Granted {
            owner_record.consent.push(self.consent_given(self.purpose(SESSION)?, now));
        }
        let mut record = SessionRecord::new(owner, now);
        record.ahead = self.clock.ahead().map(|wall| Times { created_at: wall, last_used: wall });
        self.current = Some(Current {
            key: token.id().record_key(),
            record,
            token,
            owner,
            owner_record,
            kept: consent == Consent::Granted,
            number: self.begun,
            taken_over,
        });
        self.turn.session_changed = true;
        Ok(())
    }

    /// The person consents to keeping the live session.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`].
    pub fn grant(&mut self, now: i64) -> Result<(), SessionError> {
        self.grant_for(SESSION, now)
    }

    /// Ends the session. A guest's data go with it, a user's stay for their next sign-in. Nobody signed in is no error.
    pub fn clear(&mut self) {
        self.end_current();
    }

    /// Gives the session a new id and token; the old ones die with this turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotSignedIn`], or no random numbers.
    pub fn rotate(&mut self, now: i64) -> Result<(), SessionError> {
        let signing_key = self.signing_key();
        let current = self.current.as_mut().ok_or(SessionError::NotSignedIn)?;
        let token = crate::signing::issue_fresh(&signing_key, now)?;
        self.turn.rotated.push(current.key);
        self.turn
            .rotated
            .extend(current.record.renewed_from.take().as_deref().and_then(crate::record::key_of));
        current.key = token.id().record_key();
        current.token = token;
        current.record.touch(now, self.clock.ahead());
        self.turn.session_changed = true;
        Ok(())
    }

    /// The person did something: the idle limit counts from now.
    pub fn touch(&mut self, now: i64) {
        if let Some(current) = &mut self.current {
            current.record.touch(now, self.clock.ahead());
        }
    }

    /// Ends the session where it is past a limit. True where it was.
    pub fn end_expired(&mut self, now: i64) -> bool {
        let Some(current) = &self.current else { return false };
        match self.standing(&current.record, now) {
            Standing::Live => return false,
            Standing::Doubtful if current.kept => self.lay_aside(),
            Standing::Doubtful | Standing::Over => {
                self.note("the session has reached its limit and ended");
                self.end_current();
            }
        }
        true
    }

    /// The session is over by a clock that is not believed yet: signed out, but nothing of it is removed.
    fn lay_aside(&mut self) {
        self.save_last_use_if_newer();
        let Some(current) = self.current.take() else { return };
        self.note("the session is over by the computer's clock; it is kept until that is certain");
        self.keys.remove(&current.owner);
        self.unkept.clear();
        self.failed = None;
        self.turn.values.retain(|(of, _), _| *of != current.owner);
        self.wait_for_clock(&current.token);
    }

    /// The token waits in the file, not in the page, until it is known which clock is right.
    fn wait_for_clock(&mut self, token: &Token) {
        match self.write_pending(token) {
            Ok(()) => self.mirror(None),
            Err(error) => self.warn(format!("the session cannot be laid aside: {error}")),
        }
    }

    /// Lines for the log since the last call.
    pub fn take_log(&mut self) -> Vec<LogLine> {
        std::mem::take(&mut self.log)
    }

    fn end_current(&mut self) {
        if let Some(current) = self.current.take() {
            let owner = current.owner;
            if !current.owner_record.account {
                self.turn.values.retain(|(of, _), _| *of != owner);
            }
            self.turn.ended.push(Ended::of(&current));
            self.turn.session_changed = true;
        }
    }

    fn signing_key(&self) -> SigningKey {
        self.app_key.clone().unwrap_or_else(|| self.ring.signing_key())
    }

    fn verifier(&self) -> Verifier {
        match &self.app_key {
            Some(key) => Verifier::new(key.clone(), Vec::new()).max_age(self.limits.absolute),
            None => self.ring.verifier(self.limits.absolute),
        }
    }

    fn disk(&self) -> Option<&dyn Store> {
        self.disk.as_ref().ok().and_then(|disk| disk.as_deref())
    }

    /// Where a session's records are: in the home's store if it is kept there already, else in memory.
    fn place(&self, current: &Current) -> &dyn Store {
        let before = self.turn.before.as_ref().filter(|before| before.owner == current.owner);
        let kept = match self.turn.open {
            true => current.taken_over || before.is_some_and(|before| before.kept),
            false => current.kept,
        };
        match self.disk() {
            Some(disk) if kept => disk,
            _ => &self.memory,
        }
    }

    fn note(&mut self, text: impl Into<String>) {
        self.log.push(LogLine { warning: false, text: text.into() });
    }

    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.log.push(LogLine { warning: true, text: text.into() });
    }
}

/// Why sessions could not be opened at all.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// The app's own signing secret is too short.
    WeakSecret(WeakSecret),
    /// Something without which there can be no session.
    Session(SessionError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::WeakSecret(error) => error.fmt(f),
            OpenError::Session(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OpenError::WeakSecret(error) => error.source(),
            OpenError::Session(error) => error.source(),
        }
    }
}
