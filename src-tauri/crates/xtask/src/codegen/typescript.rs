//! The page's side: rows of the registry, and which components they need.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Made;
use super::plan::{Accepts, Base, Element, Plan, Setter, To, Type};
use super::rust::slot_name;

const ROWS: &str = "ui/src/generated.ts";
const COMPONENTS: &str = "ui/src/components.ts";
const NOTE: &str = "// Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.";

pub(super) fn files(plan: &Plan) -> Vec<Made> {
    vec![
        Made { path: ROWS.to_owned(), text: rows(plan) },
        Made { path: COMPONENTS.to_owned(), text: components(plan) },
    ]
}

/// The components' definitions, which the start of the page imports and tests do not.
fn components(plan: &Plan) -> String {
    let tags: BTreeSet<_> = plan
        .elements
        .iter()
        .filter(|element| element.is_of_library())
        .map(|element| &element.tag[3..])
        .collect();
    let mut out = format!("{NOTE}\n\n");
    for tag in tags {
        let _ = writeln!(out, "import '@awesome.me/webawesome/dist/components/{tag}/{tag}.js';");
    }
    out
}

fn rows(plan: &Plan) -> String {
    let mut body = String::new();
    let mut declared = String::new();
    for words in &plan.words {
        let pairs: Vec<_> = words
            .words
            .iter()
            .map(|word| format!("['{}', '{}']", word.word, words.on_page(&word.word)))
            .collect();
        let _ = writeln!(
            declared,
            "const {}: ReadonlyMap<string, string> = new Map([{}]);",
            constant(&words.name),
            pairs.join(", ")
        );
    }
    body.push_str(
        "\n/** The rows that say all there is to an element. */\nexport const ROWS: readonly Row[] = [\n",
    );
    for element in plan.elements.iter().filter(|element| !element.by_hand) {
        row(&mut body, element);
    }
    body.push_str("];\n\n/** What elements whose rows are written elsewhere can be told besides. */\nexport const MORE: ReadonlyMap<string, readonly Property[]> = new Map<string, readonly Property[]>([\n");
    for element in plan.elements.iter().filter(|element| element.by_hand && !element.setters.is_empty()) {
        let _ = writeln!(body, "  ['{}', [", element.name);
        for setter in &element.setters {
            let _ = writeln!(body, "    {},", property(setter));
        }
        body.push_str("  ]],\n");
    }
    body.push_str("]);\n");
    // Of words that only rows written by hand know, nothing is needed here.
    let known = |line: &&str| {
        let name = line.trim_start_matches("const ").split(':').next().unwrap_or_default();
        body.contains(&format!(" {name},")) || body.contains(&format!(" {name})"))
    };
    let declared: Vec<_> = declared.lines().filter(known).collect();
    let body = format!("{}\n{body}", declared.join("\n"));
    let helpers = [
        "asset",
        "attribute",
        "currency",
        "decimal",
        "flag",
        "iconIn",
        "innerName",
        "key",
        "label",
        "mark",
        "number",
        "text",
        "texts",
        "variable",
        "word",
    ];
    let used: Vec<_> = helpers
        .iter()
        .filter(|name| body.contains(&format!(" {name}(")) || body.contains(&format!(" {name}]")))
        .copied()
        .collect();
    format!("{NOTE}\n\nimport {{ {}, type Property, type Row }} from './library';\n\n{body}", used.join(", "))
}

fn row(out: &mut String, element: &Element) {
    let _ = writeln!(out, "  {{\n    kind: '{}',\n    tag: '{}',", element.name, element.tag);
    if !element.class.is_empty() {
        let _ = writeln!(out, "    className: '{}',", element.class);
    }
    if !element.fixed.is_empty() {
        let pairs: Vec<_> =
            element.fixed.iter().map(|(name, value)| format!("['{name}', '{value}']")).collect();
        let _ = writeln!(out, "    fixed: [{}],", pairs.join(", "));
    }
    match element.base {
        Base::Handle => {}
        Base::Control => out.push_str("    base: 'control',\n"),
        Base::Field => out.push_str("    base: 'field',\n"),
    }
    out.push_str("    properties: [\n");
    for setter in &element.setters {
        let _ = writeln!(out, "      {},", property(setter));
    }
    out.push_str("    ],\n");
    for input in &element.inputs {
        let change = match (&input.accepts, input.announce.is_empty() || input.continuous) {
            (Accepts::Bool, _) => "switched",
            (Accepts::Text { .. }, true) => "typed",
            (Accepts::Text { .. } | Accepts::Offered, _) => "chosen",
            (Accepts::Number { .. }, true) => "moved",
            (Accepts::Number { .. }, false) => "counted",
            (Accepts::Texts { .. } | Accepts::Several, _) => "picked",
        };
        let announce: Vec<_> = input
            .announce
            .iter()
            .filter(|event| *event != "change")
            .map(|event| format!("'{event}'"))
            .collect();
        let _ = writeln!(
            out,
            "    input: {{ name: '{}', property: '{}', change: '{change}', announce: [{}] }},",
            input.name,
            input.property,
            announce.join(", ")
        );
    }
    let told: Vec<_> = element
        .events
        .iter()
        .filter_map(|event| event.on.as_ref().map(|on| format!("['{on}', '{}']", event.name)))
        .collect();
    if !told.is_empty() {
        let _ = writeln!(out, "    tells: [{}],", told.join(", "));
    }
    if element.events.iter().any(|event| event.on.is_none()) {
        out.push_str("    clickable: true,\n");
    }
    out.push_str("  },\n");
    for slot in &element.slots {
        let _ = writeln!(
            out,
            "  {{ kind: '{}', tag: 'div', className: '{}', fixed: [['slot', '{}']], properties: [] }},",
            slot_name(element, slot),
            slot.class,
            slot.slot
        );
    }
}

fn property(setter: &Setter) -> String {
    let name = &setter.name;
    let how = match &setter.to {
        To::Label => "label".to_owned(),
        To::Variable(css) => format!("variable('{name}', '{css}')"),
        To::Slot(slot) => format!("iconIn('{slot}')"),
        To::Inner { selector, role } => format!("innerName('{selector}', '{role}')"),
        To::Attribute(attribute) => match &setter.kind {
            Type::Words(words) => format!("attribute('{attribute}', {})", constant(words)),
            Type::Flag => format!("mark('{attribute}')"),
            _ => format!("attribute('{attribute}')"),
        },
        To::Property { attribute, .. } if setter.kind == Type::Asset => {
            format!("asset('{}')", attribute.property)
        }
        To::Property { attribute, .. } if setter.kind == Type::Texts => {
            format!("texts('{}')", attribute.property)
        }
        To::Property { attribute, .. } if setter.kind == Type::Decimal => {
            format!("decimal('{}')", attribute.property)
        }
        To::Property { attribute, .. } => {
            let (property, default) = (&attribute.property, default(&attribute.default, &setter.kind));
            match &setter.kind {
                Type::Currency => format!("currency('{property}')"),
                Type::Key => format!("key('{property}')"),
                Type::Text if setter.most.is_some() => {
                    format!("text('{property}', {default}, {})", setter.most.unwrap_or_default())
                }
                Type::Flag | Type::Marks => format!("flag('{property}', {default})"),
                Type::Whole | Type::Number | Type::Step | Type::Milliseconds => {
                    format!("number('{property}', {default})")
                }
                Type::Words(words) => format!("word('{property}', {}, {default})", constant(words)),
                _ => format!("text('{property}', {default})"),
            }
        }
    };
    format!("['{name}', {how}]")
}

/// What the property is where nothing sets it.
fn default(manifest: &str, kind: &Type) -> String {
    match (manifest, kind) {
        ("", Type::Flag | Type::Marks) => "false".to_owned(),
        ("", Type::Text | Type::Icon) => "''".to_owned(),
        ("", _) => "undefined".to_owned(),
        // What is made anew each time is no default of ours.
        (default, Type::Text) if !default.starts_with('\'') => "''".to_owned(),
        (default, _) => default.to_owned(),
    }
}

/// `TooltipTrigger` as `TOOLTIP_TRIGGER`.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !constant.is_empty() {
            constant.push('_');
        }
        constant.push(letter.to_ascii_uppercase());
    }
    constant
}
