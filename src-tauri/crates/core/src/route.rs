//! Routes: the pages of an app as a type, and as addresses.
//!
//! `#[derive(Route)]` writes both directions. What it needs is here, so that an app is not full of it: taking an address
//! apart, and putting one together. Everything between two slashes is one percent-encoded text; nothing in it, a slash
//! included, changes which route it is.

use std::fmt::{self, Display};
use std::str::FromStr;

use crate::location::{Address, AddressError};
use crate::ui::Ui;

/// A page of an app, which is an address. Made by `#[derive(Route)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no route",
    note = "put `#[derive(Route)]` on the enum of the app's pages; a text is an address for `ui.location().go(..)`"
)]
pub trait Route: Display + Sized {
    #[doc(hidden)]
    fn from_parts(parts: &Parts<'_>) -> Option<Self>;

    /// The route that an address is, or none.
    #[must_use]
    fn from_address(address: &Address) -> Option<Self> {
        Self::from_parts(&Parts::new(address))
    }

    /// Reads an address: `/todo/3`. None where it is no route, and no address inside the app.
    #[must_use]
    fn parse(address: &str) -> Option<Self> {
        Self::from_address(&Address::default().join(address).ok()?)
    }
}

/// An address, taken apart.
#[doc(hidden)]
pub struct Parts<'a> {
    address: &'a Address,
    segments: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    fn new(address: &'a Address) -> Self {
        let segments = address.path().split('/').skip(1).filter(|_| address.path() != "/").collect();
        Parts { address, segments }
    }

    /// Whether the path is of this form: texts, and gaps for parameters.
    #[must_use]
    pub fn fits(&self, form: &[Option<&str>]) -> bool {
        self.segments.len() == form.len()
            && form.iter().zip(&self.segments).all(|(form, segment)| match form {
                Some(text) => decode(segment, false).as_deref() == Some(*text),
                None => !segment.is_empty(),
            })
    }

    /// The parameter in a gap.
    #[must_use]
    pub fn param<T: FromStr>(&self, segment: usize) -> Option<T> {
        decode(self.segments.get(segment)?, false)?.parse().ok()
    }

    /// A parameter of the query that has to be there. Where it is there twice the first counts.
    #[must_use]
    pub fn query<T: FromStr>(&self, name: &str) -> Option<T> {
        self.in_query(name)?.parse().ok()
    }

    /// A parameter of the query that may be absent: none where it has a value that is no `T`.
    #[must_use]
    pub fn query_or_absent<T: FromStr>(&self, name: &str) -> Option<Option<T>> {
        match self.in_query(name) {
            None => Some(None),
            Some(text) => text.parse().ok().map(Some),
        }
    }

    /// The whole address, for a route that takes what no other one does.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    fn in_query(&self, name: &str) -> Option<String> {
        self.address.query().split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if decode(key, true)? == name { decode(value, true) } else { None }
        })
    }
}

/// Undoes percent-encoding. None where what is encoded is no UTF-8, or a `%` stands for nothing.
fn decode(text: &str, plus_is_space: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                bytes.push((high * 16 + low) as u8);
            }
            b'+' if plus_is_space => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes one piece of an address.
#[doc(hidden)]
pub struct Encoded<T>(pub T);

impl<T: Display> Display for Encoded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        write!(Encoder(f), "{}", self.0)
    }
}

struct Encoder<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Encoder<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                self.0.write_char(char::from(byte))?;
            } else {
                write!(self.0, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// Writes a query: `?`, and `&` between its parameters; nothing where there are none.
#[doc(hidden)]
pub fn write_query(f: &mut fmt::Formatter<'_>, parameters: &[(&str, Option<&dyn Display>)]) -> fmt::Result {
    let there = parameters.iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    for (index, (name, value)) in there.enumerate() {
        let mark = if index == 0 { '?' } else { '&' };
        write!(f, "{mark}{}={}", Encoded(name), Encoded(value))?;
    }
    Ok(())
}

impl Ui {
    /// The page that this window is at, or none where its address is no route of `R`.
    ///
    /// What follows, up to the end of the container, the component or the list item that this is called in, belongs to that page:
    /// its state is kept while the person is elsewhere, and is not another page's, nor that of the same route with other
    /// parameters in its path. (Parameters of the query are another view of one page.) What all pages share goes before it, or
    /// around it. [`Location::route`](crate::Location::route) only looks.
    ///
    /// `#[derive(Route)]` has an example.
    #[must_use]
    #[track_caller]
    pub fn route<R: Route>(&self) -> Option<R> {
        let site = std::panic::Location::caller();
        let address = self.location().address();
        let route = R::from_address(&address)?;
        let inner = &mut *self.inner.borrow_mut();
        let place = inner.view.ledger.place(site);
        // It stays open: whatever closes around it closes it.
        inner.view.ledger.enter_item(site, place, place.of_item(address.path()));
        Some(route)
    }

    /// Goes to a page, as following a link to it would. Where the window is there already nothing happens.
    ///
    /// For an address that is a text use [`Location::go`](crate::Location::go), for a redirect [`redirect`](Ui::redirect).
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a page is named where it is gone to")]
    pub fn navigate<R: Route>(&self, to: R) {
        let led = self.location().go(&to.to_string());
        self.tell_led(led);
    }

    /// Goes to a page instead of this one, which the person does not get back to.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a page is named where it is gone to")]
    pub fn redirect<R: Route>(&self, to: R) {
        let led = self.location().replace(&to.to_string());
        self.tell_led(led);
    }

    /// A route is an address, unless what is in it makes it too long.
    #[track_caller]
    fn tell_led(&self, led: Result<(), AddressError>) {
        let site = std::panic::Location::caller();
        if let Err(reason) = led {
            self.warn_once(site, "navigate", || format!("{site} leads nowhere: {reason}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_an_address() {
        for text in ["a", "a b", "a/b", "a%2Fb", "?#&=+", "\u{e9}\u{1f600}", "..", "\n\\\"", "100%"] {
            let encoded = Encoded(text).to_string();
            let address = format!("/x/{encoded}?q={encoded}");
            let address = Address::default().join(&address).unwrap();
            let parts = Parts::new(&address);
            assert!(parts.fits(&[Some("x"), None]), "{address}");
            assert_eq!(parts.param::<String>(1).as_deref(), Some(text));
            assert_eq!(parts.query::<String>("q").as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_not_encoded_rightly_is_nothing() {
        for text in ["%", "%2", "%zz", "%ff", "%+1", "%C3%28"] {
            assert_eq!(decode(text, false), None, "{text}");
        }
        assert_eq!(decode("a+b", false).as_deref(), Some("a+b"));
        assert_eq!(decode("a+b", true).as_deref(), Some("a b"));
    }

    #[test]
    fn a_path_fits_as_a_whole_and_letter_by_letter() {
        let fits = |path: &str, form: &[Option<&str>]| {
            Parts::new(&Address::default().join(path).unwrap()).fits(form)
        };
        assert!(fits("/", &[]));
        assert!(fits("/todo/", &[Some("todo")]));
        assert!(fits("/%74odo", &[Some("todo")]));
        assert!(!fits("/Todo", &[Some("todo")]));
        assert!(!fits("/todo/3/4", &[Some("todo"), None]));
        assert!(!fits("/todo", &[Some("todo"), None]));
        assert!(!fits("/todo//x", &[Some("todo"), None, Some("x")]));
    }

    #[test]
    fn a_query_is_read_by_name_in_any_order() {
        let address = Address::default().join("/s?b=2&a=1&&c&a=3").unwrap();
        let parts = Parts::new(&address);
        assert_eq!(parts.query("a"), Some(1));
        assert_eq!(parts.query_or_absent("b"), Some(Some(2)));
        assert_eq!(parts.query_or_absent::<u8>("d"), Some(None));
        assert_eq!(parts.query_or_absent::<u8>("c"), None, "an empty text is no number");
        assert_eq!(parts.query::<u8>("d"), None);
        assert_eq!(parts.query::<String>("c").as_deref(), Some(""));
    }
}
