//! Shortcuts: combinations of keys that act as a click.

use std::fmt;

use crate::element::Element;
use crate::key::Site;
use crate::view::View;

/// The property by which the page learns an element's shortcut.
const SHORTCUT: &str = "shortcut";
/// What makes what is around it unreachable while it is open: shortcuts inside and outside never meet.
pub(crate) const DIALOG: &str = "dialog";

/// A combination of keys: `Ctrl+S`, `Ctrl+Shift+Z`, `F5`, `Escape`, `/`.
///
/// `Ctrl` is the command key where the system's own shortcuts use that, as on macOS; `Mod` and `Cmd` are other names for it.
/// Letters are those of the keyboard's layout, and on a layout without them those of the same key on an English one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Shortcut {
    ctrl: bool,
    alt: bool,
    shift: bool,
    meta: bool,
    key: KeyName,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum KeyName {
    Character(char),
    Named(&'static str),
    Function(u8),
}

/// Why a text is no shortcut.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ShortcutError {
    /// It names no key besides `Ctrl`, `Alt`, `Shift` and `Meta`.
    NoKey,
    /// A part of it is neither of those nor a key.
    Unknown(String),
    /// It names a key and goes on.
    TwoKeys,
    /// Another use of the keys goes first.
    Taken(&'static str),
}

impl fmt::Display for ShortcutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShortcutError::NoKey => f.write_str("it names no key; write one as in `Ctrl+S` or `F5`"),
            ShortcutError::Unknown(part) => write!(
                f,
                "{part:?} is no key; there are letters, digits, signs, F1 to F24, {}",
                NAMED.map(|(name, _)| name).join(", ")
            ),
            ShortcutError::TwoKeys => {
                f.write_str("it names two keys; a shortcut is one key after `Ctrl`, `Alt`, `Shift` or `Meta`")
            }
            ShortcutError::Taken(use_) => write!(f, "these keys {use_}"),
        }
    }
}

impl std::error::Error for ShortcutError {}

/// Named keys, and other names that they are known by.
const NAMED: [(&str, &str); 14] = [
    ("Enter", "Return"),
    ("Escape", "Esc"),
    ("Space", ""),
    ("Tab", ""),
    ("Backspace", ""),
    ("Delete", "Del"),
    ("Insert", "Ins"),
    ("Home", ""),
    ("End", ""),
    ("PageUp", ""),
    ("PageDown", ""),
    ("Up", "ArrowUp"),
    ("Down", "ArrowDown"),
    ("Plus", ""),
];
const SIDES: [(&str, &str); 2] = [("Left", "ArrowLeft"), ("Right", "ArrowRight")];

impl Shortcut {
    /// Reads a combination, in whatever case.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Shortcut, ShortcutError> {
        let (mut ctrl, mut alt, mut shift, mut meta, mut key) = (false, false, false, false, None);
        for part in text.split('+').map(str::trim) {
            if key.is_some() {
                return Err(ShortcutError::TwoKeys);
            }
            match part.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "mod" | "cmd" => ctrl = true,
                "alt" | "option" => alt = true,
                "shift" => shift = true,
                "meta" | "super" | "win" => meta = true,
                _ => key = Some(KeyName::parse(part)?),
            }
        }
        let shortcut = Shortcut { ctrl, alt, shift, meta, key: key.ok_or(ShortcutError::NoKey)? };
        match &shortcut.key {
            KeyName::Named("Tab") => Err(ShortcutError::Taken("move the keyboard focus")),
            KeyName::Named("Left" | "Right") if alt && !ctrl && !shift && !meta => {
                Err(ShortcutError::Taken("lead back and forward"))
            }
            _ => Ok(shortcut),
        }
    }
}

impl KeyName {
    fn parse(part: &str) -> Result<KeyName, ShortcutError> {
        let mut characters = part.chars();
        if let (Some(character), None) = (characters.next(), characters.next())
            && !character.is_whitespace()
            && !character.is_control()
        {
            return Ok(KeyName::Character(character.to_ascii_uppercase()));
        }
        let number = part.strip_prefix(['F', 'f']).and_then(|number| number.parse::<u8>().ok());
        if let Some(number) = number.filter(|number| (1..=24).contains(number)) {
            return Ok(KeyName::Function(number));
        }
        let named = NAMED.iter().chain(&SIDES).find(|(name, other)| {
            name.eq_ignore_ascii_case(part) || (!other.is_empty() && other.eq_ignore_ascii_case(part))
        });
        named.map(|(name, _)| KeyName::Named(name)).ok_or_else(|| ShortcutError::Unknown(part.to_owned()))
    }
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in
            [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+"), (self.meta, "Meta+")]
        {
            if on {
                f.write_str(name)?;
            }
        }
        match &self.key {
            KeyName::Character(character) => write!(f, "{character}"),
            KeyName::Named(name) => f.write_str(name),
            KeyName::Function(number) => write!(f, "F{number}"),
        }
    }
}

/// A shortcut that the current run has given to an element.
pub(crate) struct Given {
    pub(crate) shortcut: Shortcut,
    pub(crate) node: u32,
}

impl Element<'_> {
    /// Gives it a shortcut, which acts as its first event. A text that is none is told to the developer, and does nothing.
    pub fn shortcut(self, keys: &str) -> Self {
        match Shortcut::parse(keys) {
            Ok(shortcut) => {
                self.set_text(SHORTCUT, &shortcut.to_string());
                let given = &mut self.ui().inner.borrow_mut().shortcuts;
                given.retain(|given| given.node != self.node());
                given.push(Given { shortcut, node: self.node() });
            }
            Err(error) => {
                self.warn("shortcut", |site| {
                    format!("the shortcut {keys:?} at {site} does nothing: {error}")
                });
            }
        }
        self
    }
}

/// Shortcuts that the run has given twice where both could be meant: the second one's place, and what to say.
pub(crate) fn given_twice(given: &[Given], view: &View) -> Option<(Site, String)> {
    let frame = view.current();
    let dialog = |mut at: u32| {
        while at != crate::tree::ROOT && frame.node(at).kind.name != DIALOG {
            at = frame.node(at).parent;
        }
        at
    };
    let usable = |given: &&Given| !frame.node(given.node).disabled;
    for (at, second) in given.iter().enumerate().filter(|(_, given)| usable(given)) {
        let first = given[..at]
            .iter()
            .filter(usable)
            .find(|first| first.shortcut == second.shortcut && dialog(first.node) == dialog(second.node));
        if let Some(first) = first {
            let (first, site) = (frame.node(first.node).site, frame.node(second.node).site);
            let keys = &second.shortcut;
            return Some((
                site,
                format!(
                    "{keys} at {site} does nothing: the element at {first} has the same shortcut and is used"
                ),
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_are_read_in_any_case_and_written_in_one() {
        let check = |text: &str, expected: &str| {
            assert_eq!(Shortcut::parse(text).unwrap().to_string(), expected, "{text:?}");
        };
        check("Ctrl+S", "Ctrl+S");
        check("mod+s", "Ctrl+S");
        check("Cmd + Shift + z", "Ctrl+Shift+Z");
        check("shift+CONTROL+alt+super+f12", "Ctrl+Alt+Shift+Meta+F12");
        check("esc", "Escape");
        check("Ctrl+Plus", "Ctrl+Plus");
        check("Ctrl+ArrowLeft", "Ctrl+Left");
        check("/", "/");
        check("?", "?");
        check("Ctrl+\u{f6}", "Ctrl+\u{f6}");
    }

    #[test]
    fn what_is_no_combination_says_why() {
        let refused = |text: &str| Shortcut::parse(text).unwrap_err();
        assert_eq!(refused("Ctrl"), ShortcutError::NoKey);
        assert_eq!(refused("Ctrl+Sv"), ShortcutError::Unknown("Sv".into()));
        assert_eq!(refused(""), ShortcutError::Unknown(String::new()));
        assert_eq!(refused("Ctrl+"), ShortcutError::Unknown(String::new()));
        assert_eq!(refused("F25"), ShortcutError::Unknown("F25".into()));
        assert_eq!(refused("S+Ctrl"), ShortcutError::TwoKeys);
        assert_eq!(refused("Ctrl+K+S"), ShortcutError::TwoKeys);
        assert!(matches!(refused("Shift+Tab"), ShortcutError::Taken(_)));
        assert!(matches!(refused("Alt+Left"), ShortcutError::Taken(_)));
        assert!(refused("Ctrl+Sv").to_string().contains("PageUp"), "{}", refused("Ctrl+Sv"));
    }
}
