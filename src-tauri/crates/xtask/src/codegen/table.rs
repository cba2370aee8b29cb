//! The table for people: what each element can be told, and what becomes of it.

use std::fmt::Write as _;

use super::Made;
use super::plan::{Accepts, Element, Plan, Setter, To, Type};

const FILE: &str = "src-tauri/ELEMENTS.md";

pub(super) fn file(plan: &Plan) -> Made {
    let mut out = String::from(
        "# Elements\n\nMade by `cargo xtask codegen` out of `crates/elements/elements.toml`; to be changed there. Elements that are written by hand are described in the documentation of\ntheir crate; of those, what is listed here is what they can be told besides.\n",
    );
    for group in plan.groups() {
        let _ = writeln!(out, "\n## {group}");
        for element in plan.elements.iter().filter(|element| element.group == group) {
            section(&mut out, plan, element);
        }
    }
    out.push_str("\n## Words\n\n| words | accepted |\n|---|---|\n");
    for words in &plan.words {
        let all: Vec<_> = words.words.iter().map(|word| format!("`{}`", word.name)).collect();
        let _ = writeln!(out, "| `{}` | {} |", words.name, all.join(" "));
    }
    Made { path: FILE.to_owned(), text: out }
}

fn section(out: &mut String, plan: &Plan, element: &Element) {
    let _ = writeln!(out, "\n### {}\n", element.name);
    let role = element.role.as_ref().map_or("no role of its own".to_owned(), |role| format!("role `{role}`"));
    if element.by_hand {
        let _ = writeln!(out, "`{}`; what it can be told besides:\n", element.tag);
    } else {
        let _ = writeln!(out, "{} `{}`, {role}.\n", one_line(&element.doc), element.tag);
    }
    if !element.setters.is_empty() {
        out.push_str("| setter | type | accepted | default | becomes |\n|---|---|---|---|---|\n");
        for setter in &element.setters {
            let name = if setter.argument {
                format!("`{}` (argument)", setter.name)
            } else {
                format!("`{}`", setter.name)
            };
            let _ = writeln!(
                out,
                "| {name} | {} | {} | {} | {} |",
                kind(&setter.kind),
                accepted(plan, setter),
                default(setter),
                becomes(&setter.to)
            );
        }
    }
    if !element.parts.is_empty() {
        let parts: Vec<_> = element.parts.iter().map(|part| format!("`{part}`")).collect();
        let _ = writeln!(out, "\nParts to style: {}.", parts.join(" "));
    }
    for input in &element.inputs {
        let _ = writeln!(out, "\nThe person changes `{}`: {}.", input.name, holds(&input.accepts));
    }
    for event in &element.events {
        let _ = writeln!(out, "\nEvent `{}`: {}", event.name, one_line(&event.doc));
    }
    for slot in &element.slots {
        let _ = writeln!(out, "\nPlace `{}`: {}", slot.name, one_line(&slot.doc));
    }
}

/// On one line, and without the links of the documentation.
fn one_line(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(end) = line.find("](") {
        let (Some(start), Some(close)) = (line[..end].rfind('['), line[end..].find(')')) else { break };
        line = format!("{}{}{}", &line[..start], &line[start + 1..end], &line[end + close + 1..]);
    }
    line
}

fn kind(kind: &Type) -> &str {
    match kind {
        Type::Flag | Type::Marks => "`bool`",
        Type::Text => "text",
        Type::Whole => "`u32`",
        Type::Number | Type::Step => "number",
        Type::Milliseconds | Type::Seconds => "`Duration`",
        Type::Length => "`Length`",
        Type::Paint => "`Paint`",
        Type::Icon => "icon",
        Type::Asset => "`Asset`",
        Type::Texts => "texts",
        Type::Currency | Type::Key => "text",
        Type::Decimal => "number",
        Type::Words(_) => "word",
    }
}

fn accepted(plan: &Plan, setter: &Setter) -> String {
    match &setter.kind {
        Type::Whole | Type::Number if let (Some(least), Some(most)) = (setter.least, setter.most) => {
            format!("from {least} to {most}")
        }
        Type::Whole | Type::Number if let Some(least) = setter.least => format!("at least {least}"),
        Type::Whole | Type::Number if let Some(most) = setter.most => format!("at most {most}"),
        Type::Milliseconds if let Some(least) = setter.least => format!("at least {least} ms"),
        Type::Text if let Some(most) = setter.most => format!("at most {most} bytes"),
        Type::Currency => "the three letters of ISO 4217".to_owned(),
        Type::Words(name) => {
            let words = plan.words(name).map_or(0, |words| words.words.len());
            format!("`{name}`, {words} words")
        }
        Type::Icon => "a name of Bootstrap Icons".to_owned(),
        Type::Whole => "not negative".to_owned(),
        Type::Step => "more than 0".to_owned(),
        Type::Number | Type::Decimal => "finite".to_owned(),
        Type::Asset => "of `ui.asset`".to_owned(),
        Type::Length => "a number is rem".to_owned(),
        Type::Paint => "a colour of the theme or a fixed one".to_owned(),
        Type::Marks => "at most 200 steps".to_owned(),
        Type::Flag | Type::Text | Type::Key | Type::Texts | Type::Milliseconds | Type::Seconds => {
            "any".to_owned()
        }
    }
}

fn default(setter: &Setter) -> String {
    match &setter.to {
        To::Property { attribute, .. } if !attribute.default.is_empty() => format!("`{}`", attribute.default),
        _ => "none".to_owned(),
    }
}

fn becomes(to: &To) -> String {
    match to {
        To::Label => "the text that it begins with".to_owned(),
        To::Property { attribute, .. } => format!("property `{}`", attribute.property),
        To::Attribute(name) => format!("attribute `{name}`"),
        To::Variable(name) => format!("`{name}`"),
        To::Slot(name) => format!("an icon in the slot `{name}`"),
        To::Inner { role, .. } => format!("the name of the `{role}` inside"),
    }
}

fn holds(accepts: &Accepts) -> String {
    match accepts {
        Accepts::Bool => "a flag".to_owned(),
        Accepts::Text { most } => format!("a text of at most {most} bytes"),
        Accepts::Number { min, max, start } if *min > f64::MIN && *max < f64::MAX => {
            format!(
                "a number from {min} to {max}, {start} at first, as far as `min`, `max` and `step` say nothing else"
            )
        }
        Accepts::Number { .. } => "a number".to_owned(),
        Accepts::Texts { most, bytes } => format!("at most {most} texts of at most {bytes} bytes"),
        Accepts::Offered => "the value of one of its children".to_owned(),
        Accepts::Several => "values of what is in it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn links_are_their_texts() {
        assert_eq!(super::one_line("A [`b`](crate::B)\n and [c](d)."), "A `b` and c.");
    }
}
