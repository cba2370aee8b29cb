//! What a window's host keeps of its place: with consent only, half a second after a change, and without waking anybody.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use hyperdiv_core::{Clock, NoTasks, Ui, WindowId};
use hyperdiv_session::home::{Home, MemoryHome};
use hyperdiv_session::ui::{Backend, SessionExt, Start};
use hyperdiv_session::{Consent, Settings};

const WINDOW: WindowId = WindowId(1);
/// The sweep of old sessions is hourly, and nothing else wakes a process that rests; a test lasts for less than a minute of its clock.
const RESTS: Duration = Duration::from_secs(59 * 60);

/// A clock that goes on when it is told to.
#[derive(Default)]
struct Hand(Cell<u64>);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        1_767_225_600_000 + i64::try_from(self.0.get()).unwrap()
    }

    fn monotonic_ms(&self) -> u64 {
        self.0.get()
    }
}

/// A process on `home` whose app signs in at once, with this consent.
fn process(home: &MemoryHome, clock: &Rc<Hand>, consent: Consent) -> Backend {
    let app = move |ui: &Ui| {
        let session = ui.session();
        if !session.is_authenticated() {
            session.create_new(consent)?;
        }
        Ok(())
    };
    let start = Start {
        home: Box::new(home.clone()),
        clock: Rc::clone(clock) as _,
        waker: Arc::new(|| {}),
        spawner: Arc::new(NoTasks),
        settings: Settings::default(),
        webview_persistent: false,
        windows: vec![WINDOW],
    };
    Backend::start(app, start).unwrap()
}

fn shown(mut backend: Backend) -> Backend {
    backend.ui_ready(WINDOW).unwrap();
    backend.run();
    backend.session_restore(WINDOW, None).unwrap();
    while !backend.run().is_empty() {}
    backend
}

#[test]
fn a_place_is_saved_half_a_second_after_a_change_and_then_the_process_sleeps() {
    let (home, clock) = (MemoryHome::new(), Rc::new(Hand::default()));
    let mut backend = shown(process(&home, &clock, Consent::Granted));
    assert!(backend.next_wake().is_none_or(|wake| wake > RESTS), "{:?}", backend.next_wake());
    for (wait, place) in [(0, &b"one"[..]), (200, b"two"), (200, b"three")] {
        clock.0.set(clock.0.get() + wait);
        backend.keep_place(WINDOW, place.to_vec());
        backend.run();
    }
    assert_eq!(backend.next_wake(), Some(Duration::from_millis(100)));
    assert_eq!(process(&home, &clock, Consent::Granted).place(WINDOW), None);
    clock.0.set(clock.0.get() + 100);
    backend.run();
    assert!(backend.next_wake().is_none_or(|wake| wake > RESTS), "{:?}", backend.next_wake());
    assert_eq!(process(&home, &clock, Consent::Granted).place(WINDOW).unwrap(), b"three");

    // The same place again is nothing new.
    backend.keep_place(WINDOW, b"three".to_vec());
    assert!(backend.next_wake().is_none_or(|wake| wake > RESTS), "{:?}", backend.next_wake());
    // And what was changed last is saved at the end.
    backend.keep_place(WINDOW, b"four".to_vec());
    backend.close();
    assert_eq!(process(&home, &clock, Consent::Granted).place(WINDOW).unwrap(), b"four");
}

#[test]
fn a_place_from_before_consent_goes_along_with_it_and_never_without() {
    let (home, clock) = (MemoryHome::new(), Rc::new(Hand::default()));
    let mut backend = process(&home, &clock, Consent::ThisRunOnly);
    backend.keep_place(WINDOW, b"early".to_vec());
    let mut backend = shown(backend);
    backend.keep_place(WINDOW, b"late".to_vec());
    backend.run();
    assert!(backend.next_wake().is_none_or(|wake| wake > RESTS), "{:?}", backend.next_wake());
    backend.close();
    assert!(home.files().unwrap().is_empty());
    assert_eq!(process(&home, &clock, Consent::Granted).place(WINDOW), None);

    let mut backend = process(&home, &clock, Consent::Granted);
    backend.keep_place(WINDOW, b"early".to_vec());
    drop(shown(backend));
    assert_eq!(process(&home, &clock, Consent::Granted).place(WINDOW).unwrap(), b"early");
}

#[test]
fn what_is_kept_cannot_be_read_without_its_key() {
    let (home, clock) = (MemoryHome::new(), Rc::new(Hand::default()));
    let mut backend = shown(process(&home, &clock, Consent::Granted));
    backend.keep_place(WINDOW, b"a place that is easy to find".to_vec());
    backend.close();
    let files = home.files().unwrap();
    assert!(!files.is_empty());
    for (name, bytes) in files {
        let found = bytes.windows(12).any(|window| window == b"easy to find");
        assert!(!found, "{}", name.display());
    }
}
