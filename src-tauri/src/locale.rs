//! The languages that the page may report.
//!
//! With `LC_ALL=C.UTF-8`, the default of containers and minimal installations, WebKitGTK reports the language `C`, which
//! is no BCP 47 tag: `new Intl.NumberFormat("C")` throws. So the host always names the languages itself.

/// What the page reports where the environment names no language.
const FALLBACK: &str = "en-US";

/// The person's languages as BCP 47 tags, best first, from the variables that gettext reads; never empty.
pub(crate) fn languages(var: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| var(name).filter(|v| !v.is_empty()));
    let Some(main) = locale.as_deref().and_then(tag) else {
        // gettext ignores LANGUAGE where the locale is C, and so does this.
        return vec![FALLBACK.to_owned()];
    };
    let mut all: Vec<String> = var("LANGUAGE").unwrap_or_default().split(':').filter_map(tag).collect();
    if !all.contains(&main) {
        all.push(main);
    }
    all
}

/// `de_AT.UTF-8@euro` as `de-AT`; `None` for `C`, `POSIX` and what is no language.
fn tag(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    let mut parts = name.split(['_', '-']);
    let language =
        parts.next().filter(|l| matches!(l.len(), 2..=3) && l.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let mut tag = language.to_ascii_lowercase();
    for part in parts {
        if !matches!(part.len(), 2..=8) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        tag.push_str(part);
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(vars: &[(&str, &str)], expected: &[&str]) {
        let found = languages(|name| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()));
        assert_eq!(found, expected, "{vars:?}");
    }

    #[test]
    fn the_languages_are_valid_tags_whatever_the_locale_is() {
        check(&[], &["en-US"]);
        check(&[("LC_ALL", "C.UTF-8")], &["en-US"]);
        check(&[("LANG", "POSIX"), ("LANGUAGE", "de")], &["en-US"]);
        check(&[("LANG", "de_AT.UTF-8@euro")], &["de-AT"]);
        check(&[("LC_ALL", ""), ("LANG", "pt_BR")], &["pt-BR"]);
        check(&[("LC_ALL", "fr_FR.UTF-8"), ("LANG", "de_DE")], &["fr-FR"]);
        check(&[("LANG", "de_DE.UTF-8"), ("LANGUAGE", "de_CH:fr:C:de_DE")], &["de-CH", "fr", "de-DE"]);
        check(&[("LANG", "zh_Hant_TW.UTF-8")], &["zh-Hant-TW"]);
        check(&[("LANG", "../../etc"), ("LANGUAGE", "x")], &["en-US"]);
    }
}
