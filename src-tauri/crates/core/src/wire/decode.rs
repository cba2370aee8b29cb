//! Messages from the page. Whatever comes, the answer is a value or a typed error, never a panic.

use std::fmt;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::gesture::Gesture;
use crate::location::Step;
use crate::notice::Action;
use crate::window::FOLLOWED;

/// Larger messages are refused before they are parsed.
const MAX_BYTES: usize = 1 << 20;
/// More events than a person makes between two frames.
const MAX_EVENTS: usize = 256;
/// No screen is wider or higher.
const MOST_PIXELS: u32 = 1 << 20;
/// More than a person chooses in one place.
pub(crate) const MOST_TEXTS: usize = 1024;
/// More than a person pastes on purpose, in bytes; the page tells of longer texts without them.
const MOST_PASTED: usize = 256 * 1024;

/// A message from the page, checked in form but not yet against the tree.
#[derive(Debug)]
pub(crate) struct FromPage {
    pub(crate) page: u32,
    pub(crate) ack: Option<u64>,
    pub(crate) events: Vec<Event>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    Happened {
        node: u32,
        name: String,
    },
    /// Text was pasted.
    Pasted {
        node: u32,
        text: String,
    },
    /// The page has found what files were dropped on; nothing that asks for them where the node is 0.
    Dropped {
        node: u32,
        number: u64,
    },
    Changed {
        node: u32,
        name: String,
        value: Changed,
        revision: u64,
    },
    /// A link inside of an element's markup was followed.
    Followed {
        node: u32,
        to: String,
    },
    Notice(Action),
    /// The person goes back or forward.
    Step(Step),
    /// How large the page is, in CSS pixels.
    Resized {
        width: u32,
        height: u32,
    },
    /// What the system has, for pages that follow it.
    SystemTheme {
        dark: bool,
    },
}

/// A value that the person made.
#[derive(Debug, PartialEq)]
pub(crate) enum Changed {
    Bool(bool),
    Text(String),
    /// Finite.
    Number(f64),
    /// At most [`MOST_TEXTS`].
    Texts(Vec<String>),
}

impl Changed {
    fn parse(value: Json) -> Option<Changed> {
        match value {
            Json::Bool(on) => Some(Changed::Bool(on)),
            Json::String(text) => Some(Changed::Text(text)),
            Json::Number(number) => number.as_f64().filter(|number| number.is_finite()).map(Changed::Number),
            Json::Array(items) if items.len() <= MOST_TEXTS => {
                let text = |item| match item {
                    Json::String(text) => Some(text),
                    _ => None,
                };
                items.into_iter().map(text).collect::<Option<_>>().map(Changed::Texts)
            }
            Json::Array(_) | Json::Null | Json::Object(_) => None,
        }
    }
}

/// Why a message from the page was refused. Nothing of it was used.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// Over 1 MiB.
    TooLarge,
    /// Not the JSON that the protocol describes.
    Malformed,
    /// Of another version of the protocol.
    Version,
    /// Of a page load that is over.
    StalePage,
    /// The frame it acknowledges was not sent.
    UnknownFrame,
    /// The window is not known, or not connected.
    UnknownWindow,
    /// An event that its element does not have or cannot take. The other events of the message were used.
    Event {
        /// How many were refused.
        refused: usize,
        /// Why the first one was.
        reason: &'static str,
    },
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WireError::TooLarge => write!(f, "the message is over {MAX_BYTES} bytes"),
            WireError::Malformed => f.write_str("the message is not of the protocol's form"),
            WireError::Version => f.write_str("the message is of another version of the protocol"),
            WireError::StalePage => f.write_str("the message is of a page load that is over"),
            WireError::UnknownFrame => f.write_str("the message acknowledges a frame that was not sent"),
            WireError::UnknownWindow => f.write_str("the window is not known"),
            WireError::Event { refused, reason } => write!(f, "{refused} event(s) refused: {reason}"),
        }
    }
}

impl std::error::Error for WireError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    v: u32,
    page: u32,
    #[serde(default)]
    ack: Option<u64>,
    #[serde(default)]
    events: Vec<Vec<Json>>,
}

pub(crate) fn parse(bytes: &[u8]) -> Result<FromPage, WireError> {
    if bytes.len() > MAX_BYTES {
        return Err(WireError::TooLarge);
    }
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(|_| WireError::Malformed)?;
    if envelope.v != super::VERSION {
        return Err(WireError::Version);
    }
    if envelope.events.len() > MAX_EVENTS {
        return Err(WireError::Malformed);
    }
    let events = envelope.events.into_iter().map(event).collect::<Option<_>>().ok_or(WireError::Malformed)?;
    Ok(FromPage { page: envelope.page, ack: envelope.ack, events })
}

fn event(parts: Vec<Json>) -> Option<Event> {
    let mut parts = parts.into_iter();
    let node = u32::try_from(parts.next()?.as_u64()?).ok()?;
    let Json::String(name) = parts.next()? else { return None };
    let event = match (parts.next(), parts.next()) {
        (Some(Json::String(theme)), None) if node == 0 && name == "system_theme" => match theme.as_str() {
            "dark" => Event::SystemTheme { dark: true },
            "light" => Event::SystemTheme { dark: false },
            _ => return None,
        },
        (Some(width), Some(height)) if node == 0 && name == "resized" => {
            let pixels = |number: &Json| {
                number.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|n| *n <= MOST_PIXELS)
            };
            Event::Resized { width: pixels(&width)?, height: pixels(&height)? }
        }
        (None, _) if node == 0 => match Step::parse(&name) {
            Some(step) => Event::Step(step),
            None => Event::Notice(Action::parse(&name)?),
        },
        (None, _) => Event::Happened { node, name },
        (Some(Json::String(text)), None)
            if node != 0 && name == Gesture::Pasted.name() && text.len() <= MOST_PASTED =>
        {
            Event::Pasted { node, text }
        }
        (Some(number), None) if name == Gesture::Dropped.name() => {
            Event::Dropped { node, number: number.as_u64()? }
        }
        (Some(Json::String(to)), None) if node != 0 && name == FOLLOWED => Event::Followed { node, to },
        (Some(value), Some(revision)) if node != 0 => {
            Event::Changed { node, name, value: Changed::parse(value)?, revision: revision.as_u64()? }
        }
        (Some(_), _) => return None,
    };
    parts.next().is_none().then_some(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_messages() {
        let message =
            parse(br#"{"v":1,"page":3,"ack":7,"events":[[5,"clicked"],[6,"value","x",2],[0,"retry"]]}"#);
        let message = message.expect("well-formed");
        assert_eq!((message.page, message.ack), (3, Some(7)));
        assert_eq!(message.events[0], Event::Happened { node: 5, name: "clicked".into() });
        let value = Changed::Text("x".into());
        assert_eq!(message.events[1], Event::Changed { node: 6, name: "value".into(), value, revision: 2 });
        assert_eq!(message.events[2], Event::Notice(Action::Retry));
        let message = parse(br#"{"v":1,"page":3,"events":[[6,"value",-2.5,1],[7,"value",["a","b"],2]]}"#);
        let changed = |node, value, revision| Event::Changed { node, name: "value".into(), value, revision };
        assert_eq!(
            message.expect("well-formed").events,
            [
                changed(6, Changed::Number(-2.5), 1),
                changed(7, Changed::Texts(vec!["a".into(), "b".into()]), 2)
            ]
        );
        let message =
            parse(br#"{"v":1,"page":3,"events":[[0,"system_theme","dark"]]}"#).expect("well-formed");
        assert_eq!(message.events, [Event::SystemTheme { dark: true }]);
        let message = parse(br#"{"v":1,"page":3,"events":[[0,"back"],[0,"forward"]]}"#).expect("well-formed");
        assert_eq!(message.events, [Event::Step(Step::Back), Event::Step(Step::Forward)]);
        let message = parse(br#"{"v":1,"page":3,"events":[[0,"resized",900,680],[7,"pasted","x"]]}"#);
        let dropped =
            parse(br#"{"v":1,"page":3,"events":[[7,"dropped",2],[0,"dropped",3]]}"#).expect("well-formed");
        let of = |node, number| Event::Dropped { node, number };
        assert_eq!(dropped.events, [of(7, 2), of(0, 3)]);
        let followed = parse(br#"{"v":1,"page":3,"events":[[7,"followed","/a"]]}"#).expect("well-formed");
        assert_eq!(followed.events, [Event::Followed { node: 7, to: "/a".into() }]);
        let pasted = Event::Pasted { node: 7, text: "x".into() };
        let resized = Event::Resized { width: 900, height: 680 };
        assert_eq!(message.expect("well-formed").events, [resized, pasted]);
    }

    #[test]
    fn bad_messages_are_refused() {
        let deep = "[".repeat(100_000);
        let long = format!(r#"{{"v":1,"page":1,"events":[[1,"pasted","{}"]]}}"#, "x".repeat(MOST_PASTED + 1));
        let list = |texts| format!(r#"{{"v":1,"page":1,"events":[[1,"value",[{texts}],1]]}}"#);
        let texts = list(vec![r#""x""#; MOST_TEXTS + 1].join(","));
        let (numbers, nested) = (list("1".to_owned()), list(r#"["x"]"#.to_owned()));
        let many = format!(r#"{{"v":1,"page":1,"events":[{}]}}"#, vec![r#"[1,"clicked"]"#; 257].join(","));
        for bad in [
            "",
            "{",
            "null",
            "[]",
            r#"{"v":1}"#,
            r#"{"v":1,"page":-1}"#,
            r#"{"v":1,"page":1,"more":1}"#,
            r#"{"v":1,"page":1,"ack":1.5}"#,
            r#"{"v":1,"page":1,"events":[[]]}"#,
            r#"{"v":1,"page":1,"events":[[1]]}"#,
            r#"{"v":1,"page":1,"events":[["1","clicked"]]}"#,
            r#"{"v":1,"page":1,"events":[[4294967296,"clicked"]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value","x"]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value",{},1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value","x",-1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value","x",1,1]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"unknown"]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"back",true,1]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"system_theme"]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"system_theme","blue"]]}"#,
            r#"{"v":1,"page":1,"events":[[2,"system_theme","dark"]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"resized",900]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"resized",-1,680]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"resized",1e9,680]]}"#,
            r#"{"v":1,"page":1,"events":[[0,"pasted","x"]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"pasted",1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value",null,1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value",1e999,1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"value",NaN,1]]}"#,
            &texts,
            &numbers,
            &nested,
            r#"{"v":1,"page":1,"events":[[0,"followed","/a"]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"followed",3]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"dropped",-1]]}"#,
            r#"{"v":1,"page":1,"events":[[1,"dropped","/etc/passwd"]]}"#,
            &long,
            &deep,
            &many,
        ] {
            assert_eq!(
                parse(bad.as_bytes()).unwrap_err(),
                WireError::Malformed,
                "{}",
                &bad[..bad.len().min(80)]
            );
        }
        assert_eq!(parse(&[0xff, 0xfe]).unwrap_err(), WireError::Malformed);
        assert_eq!(parse(&vec![b' '; MAX_BYTES + 1]).unwrap_err(), WireError::TooLarge);
        assert_eq!(parse(br#"{"v":2,"page":1}"#).unwrap_err(), WireError::Version);
    }
}
