//! The languages that code can be in: those that the page can colour, by their names and other names.

/// Each language with its other names, as highlight.js has them; a test of the page compares.
static LANGUAGES: &[(&str, &[&str])] = &[
    ("bash", &["sh", "zsh"]),
    ("c", &["h"]),
    ("cpp", &["cc", "c++", "h++", "hpp", "hh", "hxx", "cxx"]),
    ("csharp", &["cs", "c#"]),
    ("css", &[]),
    ("diff", &["patch"]),
    ("go", &["golang"]),
    ("graphql", &["gql"]),
    ("ini", &["toml"]),
    ("java", &["jsp"]),
    ("javascript", &["js", "jsx", "mjs", "cjs"]),
    ("json", &["jsonc", "json5"]),
    ("kotlin", &["kt", "kts", "ktm", "ktx"]),
    ("less", &[]),
    ("lua", &["pluto"]),
    ("makefile", &["mk", "mak", "make"]),
    ("markdown", &["md", "mkdown", "mkd"]),
    ("objectivec", &["mm", "objc", "obj-c", "obj-c++", "objective-c++"]),
    ("perl", &["pl", "pm"]),
    ("php", &[]),
    ("php-template", &[]),
    ("plaintext", &["text", "txt"]),
    ("python", &["py", "gyp", "ipython"]),
    ("python-repl", &["pycon"]),
    ("r", &[]),
    ("ruby", &["rb", "gemspec", "podspec", "thor", "irb"]),
    ("rust", &["rs"]),
    ("scss", &[]),
    ("shell", &["console", "shellsession"]),
    ("sql", &[]),
    ("swift", &[]),
    ("typescript", &["ts", "tsx", "mts", "cts"]),
    ("vbnet", &["vb"]),
    ("wasm", &[]),
    ("xml", &["html", "xhtml", "rss", "atom", "xjb", "xsd", "xsl", "plist", "wsf", "svg"]),
    ("yaml", &["yml"]),
];

/// What a language is called that is none.
const PLAIN: &str = "plaintext";

/// The languages of [`code`](crate::Elements::code), each with its other names.
#[must_use]
pub fn languages() -> &'static [(&'static str, &'static [&'static str])] {
    LANGUAGES
}

/// The language of this name. None where there is none that the page could colour.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    LANGUAGES
        .iter()
        .find(|(known, others)| is(known) || others.iter().any(|other| is(other)))
        .map(|(known, _)| *known)
}

/// The language that a text is in as it is called in a document: `rust,ignore` is Rust. None where it is plain.
pub(crate) fn of_fence(info: &str) -> Option<&'static str> {
    let name = info.split([',', '{', ' ', '\t']).next().unwrap_or_default();
    known(name).filter(|known| *known != PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_each_of_its_names() {
        for (name, expected) in
            [("rust", "rust"), ("RS", "rust"), ("C++", "cpp"), ("html", "xml"), ("text", "plaintext")]
        {
            assert_eq!(known(name), Some(expected), "{name}");
        }
        assert_eq!(known("klingon"), None);
    }

    #[test]
    fn what_stands_behind_the_name_in_a_fence_is_for_others() {
        assert_eq!(of_fence("rust,ignore"), Some("rust"));
        assert_eq!(of_fence("py{1,3}"), Some("python"));
        assert_eq!(of_fence("text"), None);
        assert_eq!(of_fence(""), None);
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names: Vec<_> =
            LANGUAGES.iter().flat_map(|(name, others)| std::iter::once(name).chain(others.iter())).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
