//! Icons: those of Bootstrap Icons, by their names.

use std::sync::OnceLock;

use hyperdiv_core::{Content, Element, Kind, Role, Value};

pub(crate) static ICON: Kind = Kind {
    name: "icon",
    id: 70,
    children: false,
    // Without a label it is an ornament, and nothing to assistive technology.
    role: Some(Role::Img),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

/// All names, one a line, sorted by bytes. A test of the page compares them with the files that are bundled.
static NAMES: &str = include_str!("icons.txt");

/// What is shown where there is no icon of a name.
const UNKNOWN: &str = "question-diamond";

/// The names of all icons, sorted.
pub fn icon_names() -> &'static [&'static str] {
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    LINES.get_or_init(|| NAMES.lines().collect())
}

/// The name as it is kept, if there is an icon of that name.
fn known(name: &str) -> Option<&'static str> {
    let names = icon_names();
    let at = names.binary_search(&name).ok()?;
    names.get(at).copied()
}

/// Sets the property to the icon of a name. Where there is none, to one that says so; false then, and the developer is told
/// what may have been meant.
pub(crate) fn put(at: Element<'_>, property: &'static str, name: &str) -> bool {
    let known = known(name);
    at.set(property, Value::Word(known.unwrap_or(UNKNOWN)));
    if known.is_none() {
        at.warn("icon", |site| match nearest(name) {
            Some(near) => format!("there is no icon {name:?} ({site}); did you mean {near:?}?"),
            None => format!("there is no icon {name:?} ({site}); the names are those of Bootstrap Icons"),
        });
    }
    known.is_some()
}

/// The name that is nearest to one that does not exist, if any is near.
fn nearest(name: &str) -> Option<&'static str> {
    // Names are short; what is long is no slip of the hand.
    if name.len() > 64 {
        return None;
    }
    let name = name.to_ascii_lowercase().replace('_', "-");
    let most = (name.len() / 3).max(2);
    let near = icon_names().iter().map(|known| (distance(&name, known), *known)).min()?;
    (near.0 <= most).then_some(near.1)
}

/// How many letters have to be changed, put in or left out to make one of the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

crate::handle! {
    /// An icon. It is as large as the text around it and of its colour: `font_size` and `font_color` change that.
    Icon
}

impl Icon<'_> {
    /// What it says to those who do not see it. Without a label it is an ornament and says nothing.
    pub fn label(self, label: impl Content) -> Self {
        self.0.set_content("label", &label);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_safe_in_an_address() {
        let names = icon_names();
        assert!(names.len() > 2000);
        assert!(names.is_sorted());
        let safe =
            |name: &&str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(names.iter().all(safe));
        assert_eq!(known(UNKNOWN), Some(UNKNOWN));
        assert_eq!(known("gear"), Some("gear"));
    }

    #[test]
    fn what_was_meant_is_found() {
        assert_eq!(nearest("geer-fill"), Some("gear-fill"));
        assert_eq!(nearest("Gear"), Some("gear"));
        assert_eq!(nearest("house_door"), Some("house-door"));
        assert_eq!(nearest("completely-something-else"), None);
        assert_eq!(nearest("\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}"), None);
        assert_eq!(nearest(&"x".repeat(1_000_000)), None);
    }

    #[test]
    fn no_path_or_address_is_a_name() {
        for bad in ["", "../index", "gear.svg", "gear\"", "gear\n", "/icons/gear", "https://example.org/x"] {
            assert_eq!(known(bad), None, "{bad}");
        }
    }
}
