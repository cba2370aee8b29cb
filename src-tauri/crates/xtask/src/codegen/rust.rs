//! The Rust side: kinds, handles with their setters, words, and the trait that makes the elements.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::Made;
use super::plan::{Accepts, Base, Element, Input, Plan, Setter, Slot, Type, Words};
use crate::{Error, Result};

const FOLDER: &str = "src-tauri/crates/elements/src/generated";
const NOTE: &str = "Made by `cargo xtask codegen` out of `elements.toml`; to be changed there.";

pub(super) fn files(plan: &Plan) -> Result<Vec<Made>> {
    let mut files = Vec::new();
    for group in plan.groups() {
        files.push(made(&format!("{FOLDER}/{group}.rs"), &group_file(plan, group))?);
    }
    files.push(made(&format!("{FOLDER}/words.rs"), &words_file(plan))?);
    files.push(made(&format!("{FOLDER}/mod.rs"), &module(plan))?);
    Ok(files)
}

fn made(path: &str, text: &str) -> Result<Made> {
    Ok(Made { path: path.to_owned(), text: formatted(path, text)? })
}

/// As `cargo fmt` leaves it.
fn formatted(path: &str, text: &str) -> Result<String> {
    let start = |source| Error::Start { command: "rustfmt".to_owned(), source };
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config", "max_width=110,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(start)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).map_err(start)?;
    }
    let output = child.wait_with_output().map_err(start)?;
    if !output.status.success() {
        return Err(Error::failed(format!("rustfmt does not take what was made for {path}:\n{text}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn docs(out: &mut String, doc: &str) {
    for line in doc.trim().lines() {
        let _ = writeln!(out, "/// {}", line.trim_end());
    }
}

fn constant(name: &str) -> String {
    name.to_ascii_uppercase()
}

fn group_file(plan: &Plan, group: &str) -> String {
    let mut body = String::new();
    for element in plan.elements.iter().filter(|element| element.group == group) {
        if !element.by_hand {
            kinds(&mut body, element);
            handle(&mut body, element);
        }
        methods(&mut body, element);
    }
    let mut out = format!("//! {NOTE}\n\n");
    imports(&mut out, plan, &body);
    out.push_str(&body);
    out
}

/// Of what may be needed, what is.
fn imports(out: &mut String, plan: &Plan, body: &str) {
    let used = |names: &[&str]| {
        let word = |name: &&&str| {
            body.match_indices(**name).any(|(at, _)| {
                let around = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !around(body[..at].chars().next_back()) && !around(body[at + name.len()..].chars().next())
            })
        };
        names.iter().filter(word).map(|name| (*name).to_owned()).collect::<Vec<_>>()
    };
    if body.contains("Duration") {
        out.push_str("use std::time::Duration;\n\n");
    }
    let core = used(&["Accepts", "Asset", "Content", "Input", "Kind", "Role", "Value"]);
    if !core.is_empty() {
        let _ = writeln!(out, "use hyperdiv_core::{{{}}};\n", core.join(", "));
    }
    let by_hand = |words: &&Words| words.by_hand;
    let (hand, made): (Vec<_>, Vec<_>) = plan.words.iter().partition(by_hand);
    let names = |words: &[&Words]| used(&words.iter().map(|words| words.name.as_str()).collect::<Vec<_>>());
    for words in hand {
        if !names(&[words]).is_empty() {
            let _ = writeln!(out, "use crate::control::{};", words.name);
        }
    }
    let made = names(&made);
    if !made.is_empty() {
        let _ = writeln!(out, "use super::words::{{{}}};", made.join(", "));
    }
    if body.contains(".put(self.0") {
        out.push_str("use crate::style::Css;\n");
    }
    let style = used(&["Length", "Paint"]);
    if !style.is_empty() {
        let _ = writeln!(out, "use crate::style::{{{}}};", style.join(", "));
    }
    if body.contains("Container::new") {
        out.push_str("use crate::container::Container;\n");
    }
    out.push('\n');
}

fn kinds(out: &mut String, element: &Element) {
    let role = element.role.as_ref().map_or("None".to_owned(), |role| format!("Some(Role::{role})"));
    let from = element.name_from.as_ref().map_or("None".to_owned(), |name| format!("Some(\"{name}\")"));
    let inputs: Vec<_> = element.inputs.iter().map(input).collect();
    let events: Vec<_> = element.events.iter().map(|event| format!("\"{}\"", event.name)).collect();
    let _ = writeln!(
        out,
        "pub(crate) static {}: Kind = Kind {{ name: \"{}\", id: {}, children: {}, role: {role}, name_from: {from}, inputs: &[{}], events: &[{}] }};\n",
        constant(&element.name),
        element.name,
        element.id,
        element.children || !element.parts.is_empty(),
        inputs.join(", "),
        events.join(", "),
    );
    for slot in &element.slots {
        let name = slot_name(element, slot);
        let _ = writeln!(
            out,
            "pub(crate) static {}: Kind = Kind {{ name: \"{name}\", id: {}, children: true, role: None, name_from: None, inputs: &[], events: &[] }};\n",
            constant(&name),
            slot.id,
        );
    }
}

pub(super) fn slot_name(element: &Element, slot: &Slot) -> String {
    format!("{}_{}", element.name, slot.name)
}

fn input(input: &Input) -> String {
    let accepts = match input.accepts {
        Accepts::Bool => "Accepts::Bool".to_owned(),
        Accepts::Text { most } => format!("Accepts::Text {{ max_bytes: {most} }}"),
        Accepts::Number { min, max, start } => {
            format!("Accepts::Number {{ min: {}, max: {}, start: {start:?} }}", float(min), float(max))
        }
        Accepts::Texts { most, bytes } => format!("Accepts::Texts {{ most: {most}, max_bytes: {bytes} }}"),
        Accepts::Offered => "Accepts::Offered".to_owned(),
        Accepts::Several => "Accepts::Several".to_owned(),
    };
    format!("Input {{ name: \"{}\", accepts: {accepts} }}", input.name)
}

/// A number as Rust writes it.
fn float(number: f64) -> String {
    match number {
        f64::MIN => "f64::MIN".to_owned(),
        f64::MAX => "f64::MAX".to_owned(),
        number => format!("{number:?}"),
    }
}

fn handle(out: &mut String, element: &Element) {
    let base = match element.base {
        Base::Handle => "crate::handle!",
        Base::Control => "crate::control::control!",
        Base::Field => "crate::control::field!",
    };
    let _ = writeln!(out, "{base} {{");
    docs(out, &element.doc);
    let _ = writeln!(out, "{}\n}}\n", element.handle);
    for input in element.inputs.iter().filter(|input| !input.api.is_empty()) {
        let _ = writeln!(out, "crate::value::{}!({});\n", input.api, element.handle);
    }
}

fn methods(out: &mut String, element: &Element) {
    let setters: Vec<_> = element.setters.iter().filter(|setter| !setter.argument).collect();
    let fills = element.children && !element.by_hand;
    if !element.parts.is_empty() {
        styled_part(out, element);
    }
    if setters.is_empty() && element.events.is_empty() && element.slots.is_empty() && !fills {
        return;
    }
    let _ = writeln!(out, "impl {}<'_> {{", element.path());
    if fills {
        out.push_str(
            "/// Fills it, and returns what `body` returns. More than one call adds.\npub fn with<R>(self, body: impl FnOnce() -> R) -> R { self.0.with(body) }\n\n",
        );
    }
    for slot in &element.slots {
        docs(out, &slot.doc);
        let _ = writeln!(
            out,
            "#[track_caller]\npub fn {}<R>(self, body: impl FnOnce() -> R) -> R {{ Container::new(self.0.child(&{})).with(body) }}\n",
            slot.name,
            constant(&slot_name(element, slot)),
        );
    }
    for (at, event) in element.events.iter().enumerate() {
        docs(out, &event.doc);
        let _ =
            writeln!(out, "#[must_use]\npub fn {}(self) -> bool {{ self.0.happened({at}) }}\n", event.name);
    }
    for setter in setters {
        docs(out, &setter.doc);
        let (takes, put, check) = (takes(&setter.kind), put("self.0", setter), check(element, setter));
        let _ =
            writeln!(out, "pub fn {0}(self, {0}: {takes}) -> Self {{ {put}; {check} self }}\n", setter.name);
    }
    out.push_str("}\n\n");
}

/// The method that gives a part of a component to style.
fn styled_part(out: &mut String, element: &Element) {
    let names: Vec<_> = element.parts.iter().map(|part| format!("\"{part}\"")).collect();
    let told: Vec<_> = element.parts.iter().map(|part| format!("`{part}`")).collect();
    let _ = writeln!(
        out,
        "impl<'ui> {}<'ui> {{\n/// A part of it, for style properties: {}.\n#[track_caller]\npub fn part(self, name: &str) -> crate::Part<'ui> {{ crate::part::part(self.0, &[{}], name) }}\n}}\n",
        element.path(),
        told.join(", "),
        names.join(", "),
    );
}

/// The statement that looks again at marks, which limits and a step may have made too many.
fn check(element: &Element, setter: &Setter) -> String {
    let marks = element.setters.iter().find(|setter| setter.kind == Type::Marks);
    match marks.filter(|_| ["min", "max", "step"].contains(&setter.name.as_str())) {
        Some(marks) => format!("crate::value::keep_marks_few(self.0, \"{}\");", marks.name),
        None => String::new(),
    }
}

fn takes(kind: &Type) -> String {
    match kind {
        Type::Flag | Type::Marks => "bool".to_owned(),
        Type::Text | Type::Key => "impl Content".to_owned(),
        Type::Whole => "u32".to_owned(),
        Type::Number | Type::Step => "impl Into<f64>".to_owned(),
        Type::Milliseconds | Type::Seconds => "Duration".to_owned(),
        Type::Length => "impl Into<Length>".to_owned(),
        Type::Paint => "impl Into<Paint>".to_owned(),
        Type::Icon => "&str".to_owned(),
        Type::Asset => "Asset".to_owned(),
        Type::Currency => "&str".to_owned(),
        Type::Texts => "impl IntoIterator<Item = impl Content>".to_owned(),
        Type::Decimal => "impl Into<f64>".to_owned(),
        Type::Words(name) => name.clone(),
    }
}

/// The statement that puts a setter's value, which has the setter's name, into an element.
fn put(at: &str, setter: &Setter) -> String {
    let name = &setter.name;
    match &setter.kind {
        Type::Text if let Some(most) = setter.most => {
            format!("crate::value::put_short({at}, \"{name}\", &{name}, {most})")
        }
        Type::Whole => {
            let within = match (setter.least, setter.most) {
                (None, None) => String::new(),
                (None, Some(most)) => format!(".min({most})"),
                (Some(least), None) => format!(".max({least})"),
                (Some(least), Some(most)) => format!(".clamp({least}, {most})"),
            };
            format!("{at}.set(\"{name}\", Value::Int(i64::from({name}{within})))")
        }
        Type::Number if setter.least.or(setter.most).is_some() => {
            let (least, most) = (setter.least.unwrap_or(f64::MIN), setter.most.unwrap_or(f64::MAX));
            let limits = format!("{}..={}", float(least), float(most));
            format!("crate::value::put_within({at}, \"{name}\", {name}.into(), {limits})")
        }
        Type::Milliseconds if let Some(least) = setter.least => {
            let least = format!("Duration::from_millis({least})");
            format!("crate::value::put_milliseconds({at}, \"{name}\", {name}.max({least}))")
        }
        Type::Currency => format!("crate::value::put_currency({at}, \"{name}\", {name})"),
        Type::Flag => format!("{at}.set(\"{name}\", {name})"),
        Type::Marks => format!("crate::value::put_marks({at}, \"{name}\", {name})"),
        Type::Text | Type::Key => format!("{at}.set_content(\"{name}\", &{name})"),
        Type::Step => format!("crate::value::put_step({at}, \"{name}\", {name}.into())"),
        Type::Number => format!("crate::value::put_number({at}, \"{name}\", {name}.into())"),
        Type::Milliseconds => format!("crate::value::put_milliseconds({at}, \"{name}\", {name})"),
        Type::Seconds => format!("crate::value::put_seconds({at}, \"{name}\", {name})"),
        Type::Length | Type::Paint => format!("{name}.into().put({at}, \"{name}\")"),
        Type::Texts => format!("crate::value::put_texts({at}, \"{name}\", {name})"),
        Type::Asset => format!("{at}.set_text(\"{name}\", &{name}.address())"),
        Type::Decimal => format!("crate::value::put_decimal({at}, \"{name}\", {name}.into())"),
        Type::Icon => format!("crate::icon::put({at}, \"{name}\", {name})"),
        Type::Words(_) => format!("{at}.set(\"{name}\", Value::Word({name}.word()))"),
    }
}

fn words_file(plan: &Plan) -> String {
    let mut out = format!("//! {NOTE}\n\n");
    for words in plan.words.iter().filter(|words| !words.by_hand) {
        docs(&mut out, &words.doc);
        let _ = writeln!(
            out,
            "#[derive(Clone, Copy, PartialEq, Eq, Debug)]\n#[non_exhaustive]\npub enum {} {{",
            words.name
        );
        for word in &words.words {
            docs(&mut out, &word.doc);
            let _ = writeln!(out, "{},", word.name);
        }
        let _ = writeln!(
            out,
            "}}\n\nimpl {0} {{ pub(crate) fn word(self) -> &'static str {{ match self {{",
            words.name
        );
        for word in &words.words {
            let _ = writeln!(out, "{}::{} => \"{}\",", words.name, word.name, word.word);
        }
        out.push_str("} } }\n\n");
    }
    out
}

fn module(plan: &Plan) -> String {
    let mut out = format!("//! {NOTE}\n\n");
    for group in plan.groups() {
        let _ = writeln!(out, "mod {group};");
    }
    out.push_str("mod words;\n\n");
    for group in plan.groups() {
        let handles: Vec<_> = plan
            .elements
            .iter()
            .filter(|element| element.group == group && !element.by_hand)
            .map(|element| element.handle.as_str())
            .collect();
        if !handles.is_empty() {
            let _ = writeln!(out, "pub use {group}::{{{}}};", handles.join(", "));
        }
    }
    let words: Vec<_> =
        plan.words.iter().filter(|words| !words.by_hand).map(|words| words.name.as_str()).collect();
    let _ = writeln!(
        out,
        "pub use words::{{{}}};\n\nuse hyperdiv_core::{{Content, Kind, Ui}};\n",
        words.join(", ")
    );
    if plan
        .elements
        .iter()
        .any(|element| arguments(element).any(|setter| matches!(setter.kind, Type::Length | Type::Paint)))
    {
        out.push_str("use crate::style::Css;\n");
    }
    out.push_str("/// Every kind that is made.\npub(crate) static KINDS: &[&Kind] = &[\n");
    for element in plan.elements.iter().filter(|element| !element.by_hand) {
        let _ = writeln!(out, "&{}::{},", element.group, constant(&element.name));
        for slot in &element.slots {
            let _ = writeln!(out, "&{}::{},", element.group, constant(&slot_name(element, slot)));
        }
    }
    out.push_str("];\n\n");
    let constructors: Vec<_> =
        plan.elements.iter().filter(|element| !element.by_hand && !element.made_by_hand).collect();
    for element in plan.elements.iter().filter(|element| element.made_by_hand) {
        let _ = writeln!(out, "pub(crate) use {}::{};", element.group, constant(&element.name));
    }
    out.push_str(
        "/// More elements, as methods of [`Ui`]; ELEMENTS.md lists what each can be told. It is implemented for `Ui` and nothing else.\npub trait MoreElements: crate::sealed::Sealed {\n",
    );
    for element in &constructors {
        docs(&mut out, &element.doc);
        if !element.example.is_empty() {
            example(&mut out, &element.example);
        }
        let _ = writeln!(out, "#[track_caller]\n{};\n", signature(element));
    }
    out.push_str("}\n\nimpl MoreElements for Ui {\n");
    for element in &constructors {
        let _ = writeln!(
            out,
            "#[track_caller]\n{} {{ let element = self.element(&{}::{}); ",
            signature(element),
            element.group,
            constant(&element.name)
        );
        for setter in arguments(element) {
            let _ = writeln!(out, "{};", put("element", setter));
        }
        let _ = writeln!(out, "{}::new(element) }}\n", element.handle);
    }
    out.push_str("}\n");
    out
}

fn example(out: &mut String, example: &str) {
    out.push_str("///\n/// ```\n/// # use hyperdiv_elements::*;\n/// # fn app(ui: &hyperdiv_core::Ui) {\n");
    docs(out, example);
    out.push_str("/// # }\n/// ```\n");
}

fn arguments(element: &Element) -> impl Iterator<Item = &Setter> {
    element.setters.iter().filter(|setter| setter.argument)
}

fn signature(element: &Element) -> String {
    let arguments: Vec<_> =
        arguments(element).map(|setter| format!(", {}: {}", setter.name, takes(&setter.kind))).collect();
    format!("fn {}(&self{}) -> {}<'_>", element.name, arguments.concat(), element.handle)
}
