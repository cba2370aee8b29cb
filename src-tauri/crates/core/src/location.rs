//! Where each window is in its app: an address, and the way that led there.

use std::fmt;

use crate::route::Route;
use crate::ui::{Source, Ui};

/// What a run reads when it asks for the location of its window; the window's number is added.
const LOCATION: u64 = 0x6c6f_6361_0000_0000;

/// Longer addresses are refused. It is what servers and proxies take at least (RFC 9110, 4.1, asks for 8,000 octets), and
/// more than a place in an app needs.
const MAX_BYTES: usize = 8000;
/// Steps back that a window remembers.
const MAX_STEPS: usize = 100;

/// A place inside the app: a path, a query and a fragment, percent-encoded as they were written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    path: String,
    query: String,
    fragment: String,
}

/// Why a text is no address inside the app.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AddressError {
    /// It begins with neither `/`, `?` nor `#`, or it names another server.
    Outside,
    /// Spaces around it, control characters or backslashes, which browsers would mend each in their own way.
    Malformed,
    /// Over 8,000 bytes.
    TooLong,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AddressError::Outside => "an address inside the app begins with one `/`, `?` or `#`",
            AddressError::Malformed => "the address has spaces around it, control characters or backslashes",
            AddressError::TooLong => "the address is over 8,000 bytes",
        })
    }
}

impl std::error::Error for AddressError {}

impl Default for Address {
    fn default() -> Self {
        Address { path: "/".into(), query: String::new(), fragment: String::new() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                write!(f, "{mark}{part}")?;
            }
        }
        Ok(())
    }
}

impl Address {
    /// The path, which begins with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What follows the `?`, or nothing.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// What follows the `#`, or nothing.
    #[must_use]
    pub fn fragment(&self) -> &str {
        &self.fragment
    }

    /// Reads an address, which may leave out what comes first: `?query` stays on the path of `self`, `#fragment` on its path
    /// and query. A `/` at the end of a path means nothing and goes, as in Hyperdiv.
    ///
    /// # Errors
    ///
    /// What is no address inside the app.
    pub fn join(&self, to: &str) -> Result<Address, AddressError> {
        if to.len() > MAX_BYTES {
            return Err(AddressError::TooLong);
        }
        if to.chars().any(char::is_control) || to != to.trim() || to.contains('\\') {
            return Err(AddressError::Malformed);
        }
        if !to.starts_with(['/', '?', '#']) || to.starts_with("//") {
            return Err(AddressError::Outside);
        }
        let (rest, fragment) = to.split_once('#').unwrap_or((to, ""));
        if rest.is_empty() {
            return Ok(Address { fragment: fragment.into(), ..self.clone() });
        }
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = match path.trim_end_matches('/') {
            "" if path.is_empty() => self.path.as_str(),
            "" => "/",
            path => path,
        };
        Ok(Address { path: path.into(), query: query.into(), fragment: fragment.into() })
    }
}

/// Where a window is, and where it was. Each visit has a number, by which the page knows how far it was scrolled.
#[derive(Default)]
pub(crate) struct History {
    at: Address,
    visit: u32,
    back: Vec<(Address, u32)>,
    forward: Vec<(Address, u32)>,
    visits: u32,
    /// What the page has not been told.
    arrival: Option<Arrival>,
}

/// A window has come to a place in the app: what of it is to be in sight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Arrival {
    pub(crate) visit: u32,
    /// Where it was scrolled to on this visit before, if the page knows.
    pub(crate) again: bool,
    /// What follows the `#`, decoded.
    pub(crate) anchor: String,
    /// Otherwise: the top, where it is another page.
    pub(crate) to_top: bool,
}

/// A step of the person through what a window has shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Back,
    Forward,
}

impl Step {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Step::Back => "back",
            Step::Forward => "forward",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Step> {
        [Step::Back, Step::Forward].into_iter().find(|step| step.name() == name)
    }
}

impl History {
    /// True where it is another address.
    fn go(&mut self, to: Address) -> bool {
        if to == self.at {
            return false;
        }
        let to_top = to.path != self.at.path;
        self.visits += 1;
        let visit = std::mem::replace(&mut self.visit, self.visits);
        self.back.push((std::mem::replace(&mut self.at, to), visit));
        if self.back.len() > MAX_STEPS {
            self.back.remove(0);
        }
        self.forward.clear();
        self.arrive(false, to_top);
        true
    }

    /// True where it is another address. What was before cannot be gone back to.
    fn replace(&mut self, to: Address) -> bool {
        if to == self.at {
            return false;
        }
        let to_top = to.path != self.at.path;
        self.at = to;
        self.visits += 1;
        self.visit = self.visits;
        // Going back to where one already is would be a step that does nothing.
        if self.back.last().is_some_and(|(before, _)| *before == self.at) {
            self.back.pop();
        }
        self.arrive(false, to_top);
        true
    }

    fn arrive(&mut self, again: bool, to_top: bool) {
        let anchor = decoded(&self.at.fragment);
        self.arrival = Some(Arrival { visit: self.visit, again, anchor, to_top });
    }

    /// False where there is nothing in that direction.
    fn step(&mut self, step: Step) -> bool {
        let (from, to) = match step {
            Step::Back => (&mut self.back, &mut self.forward),
            Step::Forward => (&mut self.forward, &mut self.back),
        };
        let Some((next, visit)) = from.pop() else { return false };
        let to_top = next.path != self.at.path;
        to.push((std::mem::replace(&mut self.at, next), std::mem::replace(&mut self.visit, visit)));
        self.arrive(true, to_top);
        true
    }
}

/// Where the window is in its app, as a browser's address bar would show it: `/todo/3?tab=notes#top`. It begins at `/`.
///
/// A [`link`](https://docs.rs/hyperdiv-elements) to an address inside the app leads there, and Alt with the arrow keys or the
/// mouse's own buttons lead back and forward. It is kept over a restart where the person has let the app keep something on this
/// computer. The end of a session leads all windows back to `/` and forgets the way, so that the next person does not see where
/// the last one was; where an app then goes in the same run holds.
#[derive(Clone, Copy)]
pub struct Location<'ui> {
    ui: &'ui Ui,
}

impl Location<'_> {
    /// The path, which begins with `/`.
    #[must_use]
    pub fn path(self) -> String {
        self.read(|history| history.at.path.clone())
    }

    /// What follows the `?`, or nothing.
    #[must_use]
    pub fn query(self) -> String {
        self.read(|history| history.at.query.clone())
    }

    /// What follows the `#`, or nothing.
    #[must_use]
    pub fn fragment(self) -> String {
        self.read(|history| history.at.fragment.clone())
    }

    /// The whole address.
    #[must_use]
    pub fn address(self) -> Address {
        self.read(|history| history.at.clone())
    }

    /// Goes to an address, as following a link to it would. Where the window is there already nothing happens.
    ///
    /// # Errors
    ///
    /// What is no address inside the app; nothing happens then.
    #[track_caller]
    pub fn go(self, to: &str) -> Result<(), AddressError> {
        let window = self.ui.inner.borrow().window;
        self.ui.go_to(window, to)
    }

    /// Goes to an address that takes the place of this one: going back leads to what was before both. For redirects, which
    /// a person who goes back would otherwise run into again.
    ///
    /// # Errors
    ///
    /// What is no address inside the app; nothing happens then.
    #[track_caller]
    pub fn replace(self, to: &str) -> Result<(), AddressError> {
        let window = self.ui.inner.borrow().window;
        self.ui.replace_with(window, to)
    }

    /// Whether there is something to go back to.
    #[must_use]
    pub fn can_go_back(self) -> bool {
        self.read(|history| !history.back.is_empty())
    }

    /// Whether there is something to go forward to: the person has gone back.
    #[must_use]
    pub fn can_go_forward(self) -> bool {
        self.read(|history| !history.forward.is_empty())
    }

    /// Goes back to where the window was before; nowhere where there is nothing.
    #[track_caller]
    pub fn back(self) {
        let window = self.ui.inner.borrow().window;
        self.ui.step(window, Step::Back);
    }

    /// Takes a step back again; goes nowhere where there is nothing.
    #[track_caller]
    pub fn forward(self) {
        let window = self.ui.inner.borrow().window;
        self.ui.step(window, Step::Forward);
    }

    /// The route that the address is, if it is one of `R`: to compare with, as a menu does. [`Ui::route`] also keeps the
    /// state of one page apart from another's.
    #[must_use]
    pub fn route<R: Route>(self) -> Option<R> {
        R::from_address(&self.address())
    }

    fn read<R>(self, what: impl FnOnce(&History) -> R) -> R {
        let window = self.ui.inner.borrow().window;
        self.ui.read(source(window));
        what(self.ui.inner.borrow_mut().histories.entry(window).or_default())
    }
}

/// Percent-encoding undone, as far as it is text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|digits| byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn source(window: u32) -> Source {
    Source(LOCATION | u64::from(window))
}

impl Ui {
    /// Where this window is in its app.
    #[must_use]
    pub fn location(&self) -> Location<'_> {
        Location { ui: self }
    }

    #[track_caller]
    pub(crate) fn go_to(&self, window: u32, to: &str) -> Result<(), AddressError> {
        let changed = {
            let inner = &mut *self.inner.borrow_mut();
            let history = inner.histories.entry(window).or_default();
            let to = history.at.join(to)?;
            history.go(to)
        };
        if changed {
            self.wrote(source(window));
        }
        Ok(())
    }

    #[track_caller]
    fn replace_with(&self, window: u32, to: &str) -> Result<(), AddressError> {
        let changed = {
            let inner = &mut *self.inner.borrow_mut();
            let history = inner.histories.entry(window).or_default();
            let to = history.at.join(to)?;
            history.replace(to)
        };
        if changed {
            self.wrote(source(window));
        }
        Ok(())
    }

    #[track_caller]
    pub(crate) fn step(&self, window: u32, step: Step) {
        let stepped = {
            let inner = &mut *self.inner.borrow_mut();
            inner.histories.entry(window).or_default().step(step)
        };
        if stepped {
            self.wrote(source(window));
        }
    }

    /// All windows are at `/`, and never were elsewhere.
    #[track_caller]
    pub(crate) fn all_home(&self) {
        let histories = std::mem::take(&mut self.inner.borrow_mut().histories);
        for window in histories.into_keys() {
            self.wrote(source(window));
        }
    }

    /// Begins at an address, with nothing to go back to.
    #[track_caller]
    pub(crate) fn begin_at(&self, window: u32, address: Address) {
        let history = History { at: address, ..History::default() };
        self.inner.borrow_mut().histories.insert(window, history);
        self.wrote(source(window));
    }

    /// The person follows a link to where the window is already: what its `#` names is to come into sight again.
    pub(crate) fn arrive_again(&self, window: u32) {
        if let Some(history) = self.inner.borrow_mut().histories.get_mut(&window)
            && history.arrival.is_none()
            && !history.at.fragment.is_empty()
        {
            history.arrive(false, false);
        }
    }

    /// What a window's page has not been told of where the window has come to.
    pub(crate) fn take_arrival(&self, window: u32) -> Option<Arrival> {
        self.inner.borrow_mut().histories.get_mut(&window)?.arrival.take()
    }

    pub(crate) fn address_of(&self, window: u32) -> Address {
        let inner = self.inner.borrow();
        inner.histories.get(&window).map(|history| history.at.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(from: &str, to: &str) -> String {
        let from = Address::default().join(from).unwrap();
        from.join(to).unwrap().to_string()
    }

    #[test]
    fn an_address_may_leave_out_what_comes_first() {
        assert_eq!(join("/", "/"), "/");
        assert_eq!(join("/a", "/"), "/");
        assert_eq!(join("/a?b#c", "/d/"), "/d");
        assert_eq!(join("/a?b#c", "?d"), "/a?d");
        assert_eq!(join("/a?b#c", "?"), "/a");
        assert_eq!(join("/a?b#c", "#d"), "/a?b#d");
        assert_eq!(join("/a?b#c", "#"), "/a?b");
        assert_eq!(join("/a", "/b%2Fc?d=e?f#g#h"), "/b%2Fc?d=e?f#g#h");
        assert_eq!(join("/a", "/\u{e9}"), "/\u{e9}");
    }

    #[test]
    fn what_is_no_address_inside_the_app_is_refused() {
        let refused = |to: &str| Address::default().join(to).unwrap_err();
        for outside in ["", "a", "https://example.org", "//example.org", "javascript:alert(1)", "../a"] {
            assert_eq!(refused(outside), AddressError::Outside, "{outside}");
        }
        for malformed in [" /a", "/a ", "/a\nb", "/a\u{0}", "/\\example.org", "\u{a0}/a"] {
            assert_eq!(refused(malformed), AddressError::Malformed, "{malformed:?}");
        }
        assert_eq!(refused(&format!("/{}", "a".repeat(MAX_BYTES))), AddressError::TooLong);
    }

    #[test]
    fn what_an_anchor_is_called_is_decoded() {
        for (encoded, plain) in [
            ("top", "top"),
            ("a%20b", "a b"),
            ("%C3%A9", "\u{e9}"),
            ("50%", "50%"),
            ("%zz", "%zz"),
            ("%+1", "%+1"),
        ] {
            assert_eq!(decoded(encoded), plain, "{encoded}");
        }
    }

    #[test]
    fn a_window_remembers_a_hundred_steps() {
        let mut history = History::default();
        for step in 0..1000 {
            assert!(history.go(Address::default().join(&format!("/{step}")).unwrap()));
        }
        assert!(!history.go(Address::default().join("/999").unwrap()));
        let mut back = 0;
        while history.step(Step::Back) {
            back += 1;
        }
        assert_eq!((back, history.at.to_string().as_str()), (MAX_STEPS, "/899"));
        assert_eq!(
            history.arrival,
            Some(Arrival { visit: 900, again: true, anchor: "".into(), to_top: true })
        );
        assert!(history.step(Step::Forward));
        assert!(history.go(Address::default()));
        assert!(!history.step(Step::Forward));
    }
}
