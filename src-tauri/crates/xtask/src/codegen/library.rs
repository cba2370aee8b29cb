//! What the component library has, as far as it matters here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::{Error, Result};

/// An attribute of one of the library's elements.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// The property that it sets.
    pub(super) property: String,
    /// As TypeScript writes it.
    pub(super) kind: String,
    /// As TypeScript writes it; empty where there is none.
    pub(super) default: String,
}

impl Attribute {
    /// Whether it is one of a closed set of words that has this one.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.kind.split('|').any(|one| one.trim().trim_matches('\'') == word)
    }

    /// Whether it is one of a closed set of words at all.
    pub(super) fn is_closed(&self) -> bool {
        self.kind.contains('\'')
    }
}

/// One of the library's elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Tag {
    pub(super) attributes: BTreeMap<String, Attribute>,
    pub(super) events: Vec<String>,
    pub(super) slots: Vec<String>,
    pub(super) css: Vec<String>,
    pub(super) parts: Vec<String>,
}

/// All of the library's elements, by their tags.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) tags: BTreeMap<String, Tag>,
}

impl Library {
    /// The extract of a manifest, an element a line; none where there is no manifest.
    pub(super) fn extract(manifest: &Path) -> Result<Option<String>> {
        if !manifest.is_file() {
            return Ok(None);
        }
        let text = fs::read_to_string(manifest).map_err(Error::file(manifest))?;
        let json: Json = serde_json::from_str(&text)
            .map_err(|error| Error::failed(format!("{} is not JSON: {error}", manifest.display())))?;
        let declarations = list(&json, "modules").flat_map(|module| list(module, "declarations"));
        let mut tags = BTreeMap::new();
        for declaration in declarations {
            if let Some(tag) = declaration.get("tagName").and_then(Json::as_str) {
                tags.insert(tag.to_owned(), extract_of(declaration));
            }
        }
        let mut lines = String::from("{\n");
        for (at, (tag, extract)) in tags.iter().enumerate() {
            let comma = if at + 1 < tags.len() { "," } else { "" };
            let _ = writeln!(lines, "{}: {extract}{comma}", Json::from(tag.as_str()));
        }
        lines.push_str("}\n");
        Ok(Some(lines))
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let json: Map<String, Json> = serde_json::from_str(text)
            .map_err(|error| Error::failed(format!("the library's extract is not JSON: {error}")))?;
        let tags = json.iter().map(|(tag, extract)| (tag.clone(), Tag::parse(extract))).collect();
        Ok(Self { tags })
    }
}

impl Tag {
    fn parse(extract: &Json) -> Self {
        let texts = |name| list(extract, name).filter_map(Json::as_str).map(str::to_owned).collect();
        let attributes = extract.get("attributes").and_then(Json::as_object).into_iter().flatten();
        let attribute = |json: &Json| Attribute {
            property: text(json, "property"),
            kind: text(json, "type"),
            default: text(json, "default"),
        };
        Self {
            attributes: attributes.map(|(name, json)| (name.clone(), attribute(json))).collect(),
            events: texts("events"),
            slots: texts("slots"),
            css: texts("css"),
            parts: texts("parts"),
        }
    }
}

fn extract_of(declaration: &Json) -> Json {
    let names = |of| list(declaration, of).map(|one| text(one, "name")).collect::<Vec<_>>();
    let mut attributes = Map::new();
    for attribute in list(declaration, "attributes") {
        let kind = attribute.get("type").map(|kind| text(kind, "text")).unwrap_or_default();
        let extract = json!({
            "property": text(attribute, "fieldName"),
            "type": kind.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches("| ").to_owned(),
            "default": text(attribute, "default"),
        });
        attributes.insert(text(attribute, "name"), extract);
    }
    json!({
        "attributes": attributes,
        "events": names("events").into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>(),
        "slots": names("slots"),
        "css": names("cssProperties"),
        "parts": names("cssParts"),
    })
}

fn text(json: &Json, name: &str) -> String {
    json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn list<'j>(json: &'j Json, name: &str) -> impl Iterator<Item = &'j Json> {
    json.get(name).and_then(Json::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_attribute_are_those_of_its_type() {
        let attribute = Attribute {
            property: String::new(),
            kind: "'a' | 'b-c' | undefined".into(),
            default: String::new(),
        };
        assert!(attribute.has_word("a") && attribute.has_word("b-c") && !attribute.has_word("b"));
        assert!(attribute.is_closed());
    }

    #[test]
    fn what_is_extracted_can_be_read() {
        let declaration = json!({
            "tagName": "wa-x",
            "attributes": [{ "name": "with-clear", "fieldName": "withClear", "type": { "text": "| 'a'\n | 'b'" }, "default": "'a'" }],
            "events": [{ "name": "wa-show" }, { "description": "nameless" }],
            "slots": [{ "name": "" }],
        });
        let library = Library::parse(&json!({ "wa-x": extract_of(&declaration) }).to_string()).unwrap();
        let tag = &library.tags["wa-x"];
        let attribute = &tag.attributes["with-clear"];
        assert_eq!((attribute.property.as_str(), attribute.kind.as_str()), ("withClear", "'a' | 'b'"));
        assert_eq!(attribute.default, "'a'");
        assert_eq!(
            (tag.events.as_slice(), tag.slots.as_slice()),
            (&["wa-show".to_owned()][..], &[String::new()][..])
        );
    }
}
