//! How `elements.toml` is read, and checked against the library.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::library::{Library, Tag};
use super::plan::{Accepts, Base, Element, Event, Input, Plan, Setter, Slot, To, Type, Word, Words};
use super::toml_read::Reader;
use crate::{Error, Result};

/// The plan, checked against the library.
pub(super) fn plan(text: &str, library: &Library) -> Result<Plan> {
    let table: Table =
        text.parse().map_err(|error| Error::failed(format!("elements.toml is not TOML: {error}")))?;
    let table = Value::Table(table);
    let top = Reader::new("elements.toml", &table)?;
    top.only(&["common", "unused", "words", "element"])?;
    let words = top.list("words")?.iter().map(words).collect::<Result<Vec<_>>>()?;
    let common = top.map("common")?;
    let context = Context { library, words: &words, common: &common };
    let elements =
        top.list("element")?.iter().map(|one| element(one, &context)).collect::<Result<Vec<_>>>()?;
    check_tags(&top, &elements, library)?;
    check_ids(&top, &elements)?;
    Ok(Plan { words, elements })
}

struct Context<'c> {
    library: &'c Library,
    words: &'c [Words],
    common: &'c BTreeMap<String, String>,
}

/// Every element of the library is used, or is not for a reason.
fn check_tags(top: &Reader<'_>, elements: &[Element], library: &Library) -> Result<()> {
    let unused = top.map("unused")?;
    let used: BTreeSet<&str> = elements.iter().map(|element| element.tag.as_str()).collect();
    for tag in library.tags.keys() {
        match (used.contains(tag.as_str()), unused.contains_key(tag)) {
            (true, true) => return Err(top.wrong(format!("{tag} is used, and said not to be"))),
            (false, false) => {
                return Err(top.wrong(format!("{tag} is new: use it, or say in [unused] why not")));
            }
            _ => {}
        }
    }
    match unused.keys().find(|tag| !library.tags.contains_key(*tag)) {
        Some(tag) => Err(top.wrong(format!("the library has no {tag} any more"))),
        None => Ok(()),
    }
}

fn check_ids(top: &Reader<'_>, elements: &[Element]) -> Result<()> {
    let mut seen = BTreeMap::new();
    for element in elements.iter().filter(|element| !element.by_hand) {
        let slots = element.slots.iter().map(|slot| (slot.id, slot.name.as_str()));
        for (id, name) in std::iter::once((element.id, element.name.as_str())).chain(slots) {
            if let Some(other) = seen.insert(id, name) {
                return Err(top.wrong(format!("{name} and {other} have the same id")));
            }
        }
    }
    Ok(())
}

fn words(value: &Value) -> Result<Words> {
    let reader = Reader::new("words", value)?;
    reader.only(&["name", "doc", "by_hand", "words", "page"])?;
    let name = reader.text("name")?;
    let mut words = Vec::new();
    for word in reader.list("words")? {
        let word = Reader::new(format!("a word of {name}"), word)?;
        word.only(&["name", "word", "doc"])?;
        words.push(Word {
            name: word.text("name")?,
            word: word.text("word")?,
            doc: word.text_or("doc", "")?,
        });
    }
    let page = reader.map("page")?;
    if let Some(other) = page.keys().find(|key| words.iter().all(|word| word.word != **key)) {
        return Err(reader.wrong(format!("{name} has no word {other}")));
    }
    Ok(Words { name, doc: reader.text_or("doc", "")?, by_hand: reader.flag("by_hand")?, words, page })
}

fn element(value: &Value, context: &Context<'_>) -> Result<Element> {
    let name = Reader::new("an element", value)?.text("name")?;
    let reader = Reader::new(format!("element `{name}`"), value)?;
    reader.only(&[
        "name",
        "handle",
        "id",
        "group",
        "tag",
        "doc",
        "example",
        "role",
        "name_from",
        "children",
        "made_by_hand",
        "by_hand",
        "parts",
        "base",
        "class",
        "fixed",
        "set",
        "inputs",
        "events",
        "slots",
        "refused",
        "taken",
    ])?;
    let tag = reader.text("tag")?;
    let known = match context.library.tags.get(&tag) {
        Some(known) => Some(known),
        None if tag.starts_with("wa-") => return Err(reader.wrong(format!("the library has no {tag}"))),
        None => None,
    };
    let setters =
        reader.list("set")?.iter().map(|one| setter(&reader, one, known)).collect::<Result<Vec<_>>>()?;
    let by_hand = reader.flag("by_hand")?;
    let inputs =
        reader.list("inputs")?.iter().map(|one| input(&reader, one, known)).collect::<Result<Vec<_>>>()?;
    if let Some(known) = known {
        check_attributes(&reader, known, &setters, &inputs, context)?;
        check_words(&reader, &setters, context)?;
    }
    let id = reader.number("id", 0.0)?;
    let parts = reader.flag("parts")?;
    Ok(Element {
        handle: reader.text_or("handle", &camel(&name))?,
        id: id as u16,
        group: reader.text("group")?,
        doc: reader.text_or("doc", "")?,
        example: reader.text_or("example", "")?,
        role: Some(reader.text_or("role", "")?).filter(|role| !role.is_empty()),
        name_from: Some(reader.text_or("name_from", "")?).filter(|from| !from.is_empty()),
        children: reader.flag("children")?,
        made_by_hand: reader.flag("made_by_hand")?,
        by_hand,
        base: match reader.text_or("base", "handle")?.as_str() {
            "handle" => Base::Handle,
            "control" => Base::Control,
            "field" => Base::Field,
            other => return Err(reader.wrong(format!("`{other}` is no base"))),
        },
        class: reader.text_or("class", "")?,
        fixed: reader.map("fixed")?,
        events: reader.list("events")?.iter().map(|one| event(&reader, one, known)).collect::<Result<_>>()?,
        slots: reader.list("slots")?.iter().map(|one| slot(&reader, one, known)).collect::<Result<_>>()?,
        parts: known.filter(|_| !by_hand || parts).map(|known| known.parts.clone()).unwrap_or_default(),
        inputs,
        setters,
        tag,
        name,
    })
}

/// Every attribute is taken or refused, once.
fn check_attributes(
    reader: &Reader<'_>,
    tag: &Tag,
    setters: &[Setter],
    inputs: &[Input],
    context: &Context<'_>,
) -> Result<()> {
    let refused = reader.map("refused")?;
    let mut taken: BTreeSet<String> = reader.texts("taken")?.into_iter().collect();
    let of_base: &[&str] = match reader.text_or("base", "handle")?.as_str() {
        "control" => &["disabled"],
        "field" => &["disabled", "hint", "required"],
        _ => &[],
    };
    // What a component lacks of these, the page adds.
    taken.extend(
        of_base.iter().filter(|name| tag.attributes.contains_key(**name)).map(|name| (*name).to_owned()),
    );
    for (name, attribute) in &tag.attributes {
        let is_set =
            setters.iter().any(|setter| matches!(&setter.to, To::Property { name: to, .. } if to == name))
                || inputs.iter().any(|input| input.property == attribute.property || input.property == *name)
                || taken.contains(name);
        match (is_set, refused.contains_key(name)) {
            (true, true) => return Err(reader.wrong(format!("`{name}` is taken and refused"))),
            (false, false) if !context.common.contains_key(name) => {
                return Err(reader.wrong(format!(
                    "`{name}` ({}) is new: take it, or say in `refused` why not",
                    attribute.kind
                )));
            }
            _ => {}
        }
    }
    match refused.keys().chain(&taken).find(|name| !tag.attributes.contains_key(*name)) {
        Some(name) => Err(reader.wrong(format!("it has no `{name}` any more"))),
        None => Ok(()),
    }
}

/// The library knows each word that a setter may send.
fn check_words(reader: &Reader<'_>, setters: &[Setter], context: &Context<'_>) -> Result<()> {
    for setter in setters {
        let Type::Words(name) = &setter.kind else { continue };
        let words = context.words.iter().find(|words| words.name == *name);
        let words =
            words.ok_or_else(|| reader.wrong(format!("`{name}` is neither a type nor a set of words")))?;
        let To::Property { attribute, .. } = &setter.to else { continue };
        let unknown = words.words.iter().find(|word| !attribute.has_word(words.on_page(&word.word)));
        if let Some(word) = unknown.filter(|_| attribute.is_closed()) {
            return Err(reader
                .wrong(format!("`{}` is not a word of `{}`: {}", word.word, setter.name, attribute.kind)));
        }
    }
    Ok(())
}

fn setter(element: &Reader<'_>, value: &Value, tag: Option<&Tag>) -> Result<Setter> {
    let reader = Reader::new(format!("{}, a setter", element.what), value)?;
    reader.only(&[
        "name",
        "type",
        "attribute",
        "css",
        "slot",
        "label",
        "argument",
        "least",
        "most",
        "inner",
        "role",
        "doc",
    ])?;
    let name = reader.text("name")?;
    let to = if reader.flag("label")? {
        To::Label
    } else if reader.has("inner") {
        To::Inner { selector: reader.text("inner")?, role: reader.text("role")? }
    } else if reader.has("css") {
        let css = reader.text("css")?;
        // What begins so is read by a rule of ours.
        if !css.starts_with("--hd-") && tag.is_some_and(|tag| !tag.css.contains(&css)) {
            return Err(reader.wrong(format!("there is no `{css}` to set")));
        }
        To::Variable(css)
    } else if reader.has("slot") {
        let slot = reader.text("slot")?;
        if tag.is_some_and(|tag| !tag.slots.contains(&slot)) {
            return Err(reader.wrong(format!("there is no slot `{slot}`")));
        }
        To::Slot(slot)
    } else {
        let attribute = reader.text_or("attribute", &name.replace('_', "-"))?;
        // What ARIA has is an attribute of every element.
        match tag.filter(|_| !attribute.starts_with("aria-")) {
            None => To::Attribute(attribute),
            Some(tag) => match tag.attributes.get(&attribute) {
                Some(known) => To::Property { name: attribute, attribute: known.clone() },
                None => return Err(reader.wrong(format!("there is no attribute `{attribute}`"))),
            },
        }
    };
    let argument = reader.flag("argument")?;
    let doc = reader.text_or("doc", "")?;
    if !argument && doc.is_empty() {
        return Err(reader.wrong(format!("`{name}` has no `doc`")));
    }
    let limit = |key| if reader.has(key) { reader.number(key, 0.0).map(Some) } else { Ok(None) };
    let (least, most) = (limit("least")?, limit("most")?);
    if least.zip(most).is_some_and(|(least, most)| most < least) {
        return Err(reader.wrong(format!("`{name}` has a `least` over its `most`")));
    }
    Ok(Setter { most, least, kind: Type::parse(&reader.text("type")?), name, to, argument, doc })
}

fn input(element: &Reader<'_>, value: &Value, tag: Option<&Tag>) -> Result<Input> {
    let reader = Reader::new(format!("{}, an input", element.what), value)?;
    reader.only(&[
        "name",
        "accepts",
        "property",
        "api",
        "announce",
        "continuous",
        "min",
        "max",
        "start",
        "most",
        "bytes",
    ])?;
    let name = reader.text("name")?;
    let announce = reader.texts("announce")?;
    if let Some(tag) = tag
        && let Some(event) = announce.iter().find(|event| !tag.events.contains(event))
    {
        return Err(reader.wrong(format!("there is no event `{event}`")));
    }
    let accepts = match reader.text("accepts")?.as_str() {
        "bool" => Accepts::Bool,
        "text" => Accepts::Text { most: reader.number("most", 65536.0)? },
        "number" => Accepts::Number {
            min: reader.number("min", f64::MIN)?,
            max: reader.number("max", f64::MAX)?,
            start: reader.number("start", 0.0)?,
        },
        "texts" => {
            Accepts::Texts { most: reader.number("most", 256.0)?, bytes: reader.number("bytes", 1024.0)? }
        }
        "offered" => Accepts::Offered,
        "several" => Accepts::Several,
        other => return Err(reader.wrong(format!("`{other}` is nothing to accept"))),
    };
    Ok(Input {
        property: reader.text_or("property", &name)?,
        api: reader.text_or("api", "")?,
        continuous: reader.flag("continuous")?,
        name,
        accepts,
        announce,
    })
}

fn event(element: &Reader<'_>, value: &Value, tag: Option<&Tag>) -> Result<Event> {
    let reader = Reader::new(format!("{}, an event", element.what), value)?;
    reader.only(&["name", "on", "doc"])?;
    let on = Some(reader.text_or("on", "")?).filter(|on| !on.is_empty());
    if let (Some(tag), Some(on)) = (tag, &on)
        && !tag.events.contains(on)
    {
        return Err(reader.wrong(format!("there is no event `{on}`")));
    }
    Ok(Event { name: reader.text("name")?, on, doc: reader.text("doc")? })
}

fn slot(element: &Reader<'_>, value: &Value, tag: Option<&Tag>) -> Result<Slot> {
    let reader = Reader::new(format!("{}, a slot", element.what), value)?;
    reader.only(&["name", "slot", "id", "class", "doc"])?;
    let name = reader.text("name")?;
    let slot = reader.text_or("slot", &name.replace('_', "-"))?;
    if tag.is_some_and(|tag| !tag.slots.contains(&slot)) {
        return Err(reader.wrong(format!("there is no slot `{slot}`")));
    }
    Ok(Slot {
        id: reader.number("id", 0.0)? as u16,
        class: reader.text_or("class", "hd-box hd-vbox")?,
        doc: reader.text("doc")?,
        name,
        slot,
    })
}

/// `tab_group` as `TabGroup`.
pub(super) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for part in name.split('_') {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Library {
        Library::parse(
            r#"{ "wa-x": { "attributes": {
                "dir": { "property": "dir", "type": "string", "default": "" },
                "pill": { "property": "pill", "type": "boolean", "default": "false" },
                "look": { "property": "look", "type": "'a' | 'b'", "default": "'a'" }
            }, "events": ["wa-y"], "slots": ["icon"], "css": ["--size"] } }"#,
        )
        .unwrap()
    }

    const GOOD: &str = r#"
        common = { dir = "the page's" }
        [[words]]
        name = "Look"
        words = [{ name = "A", word = "a", doc = "A." }]
        [[element]]
        name = "x"
        id = 200
        group = "g"
        tag = "wa-x"
        set = [
            { name = "pill", type = "flag", doc = "Round." },
            { name = "look", type = "Look", doc = "Look." },
            { name = "size", type = "length", css = "--size", doc = "Size." },
        ]
        events = [{ name = "gone", on = "wa-y", doc = "Gone." }]
    "#;

    #[track_caller]
    fn refused(text: &str) -> String {
        plan(text, &library()).unwrap_err().to_string()
    }

    #[test]
    fn a_plan_that_fits_the_library_is_read() {
        let plan = plan(GOOD, &library()).unwrap();
        assert_eq!(plan.elements.len(), 1);
        assert_eq!(plan.elements[0].handle, "X");
        assert_eq!(camel("tab_group"), "TabGroup");
    }

    #[test]
    fn numbers_have_limits_none_of_them_and_nought_among_them() {
        let with = |limits| GOOD.replace("name = \"size\"", &format!("name = \"size\", {limits}"));
        let limits = |text: &str| {
            let plan = plan(text, &library()).unwrap();
            let size = plan.elements[0].setters.iter().find(|setter| setter.name == "size").unwrap();
            (size.least, size.most)
        };
        assert_eq!(limits(GOOD), (None, None));
        assert_eq!(limits(&with("least = 0")), (Some(0.0), None));
        assert_eq!(limits(&with("least = 0.01, most = 100")), (Some(0.01), Some(100.0)));
        assert!(refused(&with("least = 2, most = 1")).contains("`least` over its `most`"));
    }

    #[test]
    fn an_attribute_that_is_neither_taken_nor_refused_is_found() {
        let without = GOOD.replace("{ name = \"pill\", type = \"flag\", doc = \"Round.\" },", "");
        assert!(refused(&without).contains("`pill` (boolean) is new"), "{}", refused(&without));
        let refusing = without.replace("group = \"g\"", "group = \"g\"\nrefused = { pill = \"Not ours.\" }");
        assert!(plan(&refusing, &library()).is_ok());
        let both = GOOD.replace("group = \"g\"", "group = \"g\"\nrefused = { pill = \"Not ours.\" }");
        assert!(refused(&both).contains("taken and refused"));
        let gone = GOOD.replace("group = \"g\"", "group = \"g\"\nrefused = { old = \"Gone.\" }");
        assert!(refused(&gone).contains("no `old` any more"));
    }

    #[test]
    fn what_the_library_has_not_is_found() {
        for (from, to, what) in [
            ("wa-x", "wa-z", "no wa-z"),
            ("--size", "--siize", "no `--siize`"),
            ("wa-y", "wa-yy", "no event `wa-yy`"),
            ("word = \"a\"", "word = \"c\"", "`c` is not a word of `look`"),
            ("type = \"Look\"", "type = \"Lock\"", "`Lock` is neither"),
            ("type = \"flag\", ", "type = \"flag\", slot = \"end\", ", "no slot `end`"),
            ("doc = \"Round.\"", "dok = \"Round.\"", "`dok` is not known"),
        ] {
            let error = refused(&GOOD.replace(from, to));
            assert!(error.contains(what), "{what}: {error}");
        }
    }

    #[test]
    fn an_element_of_the_library_that_nobody_knows_is_found() {
        let library = r#"{ "wa-new": { "attributes": {} } }"#;
        let error = plan("", &Library::parse(library).unwrap()).unwrap_err().to_string();
        assert!(error.contains("wa-new is new"), "{error}");
        let said = "unused = { wa-new = \"Not needed.\" }";
        assert!(plan(said, &Library::parse(library).unwrap()).is_ok());
    }
}
