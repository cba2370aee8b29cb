//! Columns and rows of a grid.

use std::fmt;

use hyperdiv_core::Element;

use super::Css;
use super::length::Length;

/// A column or a row of a grid.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Track {
    /// This much.
    Length(Length),
    /// A share of the room that is left.
    Share(f64),
    /// As its content and the room have it.
    Auto,
    /// As little as its content can do with.
    MinContent,
    /// As its content wants it.
    MaxContent,
}

impl Track {
    /// What CSS has not is nothing, and the developer is told.
    fn checked(self, at: Element<'_>, name: &'static str) -> Track {
        match self {
            Track::Length(length) => Track::Length(length.checked(0.0, at, name)),
            Track::Share(share) if !(share >= 0.0 && share.is_finite()) => {
                at.warn(name, |site| {
                    format!("a share of the grid at {site} cannot be {share}; it is taken as 0")
                });
                Track::Share(0.0)
            }
            _ => self,
        }
    }
}

impl fmt::Display for Track {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Track::Length(length) => length.fmt(f),
            // A share is no wider than it has to be for what is too wide in it.
            Track::Share(share) => write!(f, "minmax(0, {share}fr)"),
            Track::Auto => f.write_str("auto"),
            Track::MinContent => f.write_str("min-content"),
            Track::MaxContent => f.write_str("max-content"),
        }
    }
}

/// The columns or the rows of a grid: so many of the same size, or one after the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Tracks(Of);

#[derive(Clone, PartialEq, Debug)]
enum Of {
    Same(u16),
    Each(Vec<Track>),
}

impl From<u16> for Tracks {
    fn from(count: u16) -> Self {
        Tracks(Of::Same(count))
    }
}

impl<const N: usize> From<[Track; N]> for Tracks {
    fn from(tracks: [Track; N]) -> Self {
        Tracks(Of::Each(tracks.to_vec()))
    }
}

impl From<Vec<Track>> for Tracks {
    fn from(tracks: Vec<Track>) -> Self {
        Tracks(Of::Each(tracks))
    }
}

impl Css for Tracks {
    fn put(self, at: Element<'_>, name: &'static str) {
        match self.0 {
            Of::Same(count) => {
                _ = at.set_content(name, &format_args!("repeat({}, minmax(0, 1fr))", count.max(1)));
            }
            Of::Each(tracks) => {
                let tracks: Vec<String> =
                    tracks.into_iter().map(|track| track.checked(at, name).to_string()).collect();
                let text = if tracks.is_empty() { "none".to_owned() } else { tracks.join(" ") };
                at.set_text(name, &text);
            }
        }
    }
}

/// How many columns or rows something takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span(u16);

impl From<u16> for Span {
    fn from(count: u16) -> Self {
        Span(count)
    }
}

impl Css for Span {
    fn put(self, at: Element<'_>, name: &'static str) {
        at.set_content(name, &format_args!("span {}", self.0.max(1)));
    }
}
